//! Quarters, lists, matches and deadlines: V03, V04, V18, D01, and packs that
//! stand beside the county's. 2026-11-18 is a Wednesday of the fourth quarter.

use crate::kit::*;
use std::slice::from_ref;
use tanfang_domain::checklist::question::Writes;
use tanfang_domain::event::{Answer, How, Mode, Subject};
use tanfang_domain::people::coverage::{Control, coverage};
use tanfang_domain::people::{Benefit, Death, Household, Left, Membership, Person};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{
    AnswerRecord, Book, Duties, DutyState, EndReason, MatchTask, Missing, PlaceEvent, Schedule,
    Status, VisitRecord,
};
use tanfang_policy::diag::Code;
use tanfang_policy::dict::About;
use tanfang_values::{
    BatchId, BenefitId, Calendar, Certainty, GridId, HouseholdId, MembershipId, OpId, PeriodKind,
    PersonId,
};

fn membership(class: &str, from: &str, source: Option<&str>) -> Membership {
    Membership {
        id: MembershipId::new(format!("m-{class}-{from}")),
        class: class.into(),
        data: work().classes().data(class),
        from: day(from),
        until: None,
        source: source.map(BatchId::new),
        op: OpId::new(format!("o-{class}")),
    }
}

fn listed(id: &str, class: &str, from: &str) -> Person {
    let mut person = person(id, "样例");
    person.memberships.push(membership(class, from, Some("b1")));
    person
}

/// 留守老年人 since the spring.
fn left_behind() -> Household {
    home("h5", [listed("p5", "left_old", "2026-03-01")])
}

fn civil_affairs() -> tanfang_domain::people::Viewer {
    viewer("w3", &[Role::CivilAffairs])
}

fn quarter<'d>(duties: &'d Duties, obligation: &str) -> Vec<&'d DutyState> {
    let of = |state: &&DutyState| state.duty.obligation == obligation;
    duties.duties.iter().filter(of).collect()
}

fn answers(mut record: VisitRecord, lists: &[&str], person: &str) -> VisitRecord {
    for list in lists {
        for question in &work().checklist(list).unwrap().questions {
            if matches!(question.writes, Writes::Met(_)) {
                continue;
            }
            let of_home = question
                .writes
                .def()
                .is_none_or(|def| def.about == About::Household);
            let about = if of_home {
                Subject::Household(record.household.clone())
            } else {
                Subject::Person(PersonId::new(person))
            };
            record.answers.push(AnswerRecord {
                answer: Answer {
                    q: question.id.clone(),
                    about,
                    writes: question.writes.in_op(),
                    value: Some(some_answer(question)),
                    how: How::Asked,
                    same_as: None,
                },
                op: OpId::new("o-answers"),
            });
        }
    }
    record
}

/// What is asked of an old person left behind, and of one whom a match list names.
const LISTS: [&str; 3] = ["CL-01", "CL-05", "CL-10"];

/// A visit of the 网格员 that met the person and asked all of [`LISTS`].
fn general(id: &str, home: &Household, on: &str) -> VisitRecord {
    let person = home.persons[0].id.to_string();
    answers(
        visit(id, home, on).met(&person, "1").record(),
        &LISTS,
        &person,
    )
}

fn general_by(id: &str, home: &Household, on: &str, role: Role) -> VisitRecord {
    let person = home.persons[0].id.to_string();
    let record = visit(id, home, on)
        .by("w3", &[role])
        .met(&person, "1")
        .record();
    answers(record, &LISTS, &person)
}

// ------------------------------------------------------------------- V03

#[test]
fn a_left_behind_old_person_is_owed_a_visit_a_quarter_by_the_village() {
    let home = left_behind();
    let duties = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-18");
    let v03 = the(&duties, "V03");
    assert_eq!(v03.duty.role, Role::VillageCommittee);
    assert!(v03.own, "the county lets a 网格员 act");
    assert_eq!(v03.period.kind, PeriodKind::Quarter);
    assert_eq!(
        (v03.period.first, v03.due),
        (day("2026-10-01"), day("2026-12-31"))
    );
    assert!(!v03.obligation.principle);
    assert_eq!(v03.obligation.clause.pack, "SN-2019");
    let visits = [general("v1", &home, "2026-10-08")];
    let duties = duties_on(from_ref(&home), &visits, &[], &grid_member(), "2026-11-18");
    assert!(
        matches!(&the(&duties, "V03").status, Status::Done(done) if done.visit.as_ref().is_some_and(|id| id.as_str() == "v1")),
        "{:?}",
        the(&duties, "V03")
    );
}

#[test]
fn a_quarterly_visit_takes_the_assessment_of_the_old_and_not_only_the_general_list() {
    let home = left_behind();
    let person = home.persons[0].id.to_string();
    let met = |list| {
        answers(
            visit("v1", &home, "2026-10-08").met(&person, "1").record(),
            list,
            &person,
        )
    };
    for (lists, done) in [
        (&["CL-01"][..], false),
        (&["CL-10"], false),
        (&["CL-01", "CL-10"], true),
    ] {
        let duties = duties_on(
            from_ref(&home),
            &[met(lists)],
            &[],
            &grid_member(),
            "2026-11-18",
        );
        let status = &the(&duties, "V03").status;
        assert_eq!(
            matches!(status, Status::Done(_)),
            done,
            "{lists:?} {status:?}"
        );
    }
}

#[test]
fn misreading_6_2_1_a_quarter_is_no_rolling_ninety_days() {
    // 2026-09-30 and 2026-10-01 are two quarters, a day apart.
    let home = left_behind();
    let visits = [
        general("v1", &home, "2026-09-30"),
        general("v2", &home, "2026-10-01"),
    ];
    let viewer = grid_member();
    let book = Book::new(&visits, &[]);
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-18"));
    let all = schedule.between([&home], day("2026-07-01"), day("2026-12-31"));
    let done: Vec<bool> = quarter(&all, "V03")
        .iter()
        .map(|state| matches!(state.status, Status::Done(_)))
        .collect();
    assert_eq!(done, [true, true]);
}

#[test]
fn misreading_6_2_3_a_missed_quarter_is_not_filled_by_two_visits_in_the_next() {
    let home = left_behind();
    let visits = [
        general("v1", &home, "2026-10-08"),
        general("v2", &home, "2026-11-08"),
    ];
    let viewer = grid_member();
    let book = Book::new(&visits, &[]);
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-18"));
    let all = schedule.between([&home], day("2026-07-01"), day("2026-12-31"));
    let states = quarter(&all, "V03");
    assert_eq!(states[0].status, Status::NotDone);
    assert_eq!(states[0].late_days(day("2026-11-18")), Some(49));
    assert!(matches!(&states[1].status, Status::Done(done) if done.extra == 1));
}

#[test]
fn misreading_6_2_6_a_call_is_no_visit_at_the_home() {
    let home = left_behind();
    for mode in [Mode::Phone, Mode::Wechat, Mode::Patrol] {
        let mut record = general("v1", &home, "2026-11-08");
        record.mode = mode;
        let duties = duties_on(
            from_ref(&home),
            &[record],
            &[],
            &grid_member(),
            "2026-11-18",
        );
        assert_eq!(the(&duties, "V03").status, Status::NotDone, "{mode:?}");
    }
}

#[test]
fn misreading_6_2_9_the_floor_of_one_a_quarter_hides_no_further_visit() {
    let home = left_behind();
    let visits = [
        general("v1", &home, "2026-10-08"),
        general("v2", &home, "2026-10-09"),
        general("v3", &home, "2026-10-10"),
    ];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    assert!(matches!(&the(&duties, "V03").status, Status::Done(done) if done.extra == 2));
}

#[test]
fn who_comes_on_the_list_in_the_middle_of_a_quarter_is_owed_the_rest_of_it() {
    let home = home("h5", [listed("p5", "left_old", "2026-11-10")]);
    let duties = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-18");
    let v03 = the(&duties, "V03");
    assert_eq!((v03.from, v03.due), (day("2026-11-10"), day("2026-12-31")));
    // On the day before, nothing was owed.
    let before = duties_on(&[home], &[], &[], &grid_member(), "2026-09-18");
    assert!(quarter(&before, "V03").is_empty());
}

#[test]
fn misreading_6_2_10_leaving_the_list_ends_the_quarter_with_a_day_and_keeps_what_was_done() {
    let mut home = left_behind();
    let visits = [general("v1", &home, "2026-07-08")];
    home.persons[0].memberships[0].until = Some(day("2026-11-10"));
    let viewer = grid_member();
    let book = Book::new(&visits, &[]);
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-18"));
    let all = schedule.between([&home], day("2026-07-01"), day("2026-12-31"));
    let states = quarter(&all, "V03");
    assert!(matches!(states[0].status, Status::Done(_)));
    assert_eq!(
        states[1].status,
        Status::Ended {
            day: day("2026-11-10"),
            reason: EndReason::Membership("left_old".into())
        }
    );
    // The next quarter has none.
    let next = schedule.between([&home], day("2027-01-01"), day("2027-01-01"));
    assert!(quarter(&next, "V03").is_empty());
}

// ------------------------------------------------------------------- V04

#[test]
fn every_class_that_the_source_names_is_owed_a_quarterly_visit_and_no_other() {
    let owed = |class: &str| {
        let home = home("h6", [listed("p6", class, "2026-05-01")]);
        let duties = duties_on(&[home], &[], &[], &civil_affairs(), "2026-11-18");
        quarter(&duties, "V04").len() == 1
    };
    for class in [
        "dibao",
        "dibao3",
        "tekun",
        "tekun_apart",
        "tekun_home",
        "left_old",
        "left_child",
        "jiandang",
        "poor_now",
        "poor_out",
        "dibao_left",
        "dibao_refused",
    ] {
        assert!(owed(class), "{class}");
    }
    for class in [
        "left_woman",
        "high_old",
        "disabled",
        "dibao_edge",
        "edge",
        "temp_aid",
    ] {
        assert!(!owed(class), "{class}");
    }
}

#[test]
fn in_principle_a_quarter_is_said_so_and_the_home_is_the_subject() {
    let home = home(
        "h6",
        [
            listed("p6", "dibao", "2026-05-01"),
            listed("p7", "left_old", "2026-05-01"),
        ],
    );
    let duties = duties_on(&[home], &[], &[], &civil_affairs(), "2026-11-18");
    let v04 = the(&duties, "V04");
    assert!(v04.obligation.principle, "原则上: late is amber, never red");
    assert_eq!(v04.duty.about, Subject::Household(HouseholdId::new("h6")));
    assert!(v04.own);
}

#[test]
fn a_home_on_dibao_takes_its_own_checklist_too_and_another_does_not() {
    let poor = home("h6", [listed("p6", "dibao", "2026-05-01")]);
    let by = |home: &Household| general_by("v1", home, "2026-11-08", Role::CivilAffairs);
    let duties = duties_on(
        from_ref(&poor),
        &[by(&poor)],
        &[],
        &civil_affairs(),
        "2026-11-18",
    );
    let [Missing::Questions { questions, .. }] = the(&duties, "V04").why.missing.as_slice() else {
        panic!("{:?}", the(&duties, "V04").why);
    };
    assert!(
        questions.iter().all(|open| open.q.starts_with("CL-02-")),
        "{questions:?}"
    );
    let both = answers(by(&poor), &["CL-02"], "p6");
    let duties = duties_on(&[poor], &[both], &[], &civil_affairs(), "2026-11-18");
    assert!(
        matches!(the(&duties, "V04").status, Status::Done(_)),
        "{:?}",
        the(&duties, "V04")
    );
    let old = left_behind();
    let duties = duties_on(
        from_ref(&old),
        &[by(&old)],
        &[],
        &civil_affairs(),
        "2026-11-18",
    );
    assert!(
        matches!(the(&duties, "V04").status, Status::Done(_)),
        "{:?}",
        the(&duties, "V04")
    );
}

#[test]
fn misreading_6_2_4_the_villages_visit_is_not_the_civil_affairs_officers() {
    let home = left_behind();
    let visits = [general("v1", &home, "2026-11-08")];
    let duties = duties_on(
        from_ref(&home),
        &visits,
        &[],
        &civil_affairs(),
        "2026-11-18",
    );
    assert!(matches!(the(&duties, "V03").status, Status::Done(_)));
    assert_eq!(the(&duties, "V04").status, Status::NotDone);
    // Nor does 督查 count for anybody.
    let spot = general_by("v2", &home, "2026-11-09", Role::Inspector);
    let duties = duties_on(&[home], &[spot], &[], &civil_affairs(), "2026-11-18");
    assert_eq!(the(&duties, "V04").status, Status::NotDone);
}

#[test]
fn misreading_6_2_10_a_year_after_leaving_dibao_the_quarter_ends_on_its_day() {
    let mut left = person("p6", "样例");
    left.benefits.push(Benefit {
        id: BenefitId::new("b"),
        scheme: "dibao".into(),
        level: None,
        amount: None,
        from: None,
        to: Some(day("2025-11-10")),
        why_ended: None,
        tapering: false,
        op: OpId::new("o"),
    });
    let home = home("h6", [left]);
    let duties = duties_on(from_ref(&home), &[], &[], &civil_affairs(), "2026-11-10");
    assert_eq!(
        the(&duties, "V04").status,
        Status::NotDone,
        "that day included"
    );
    let duties = duties_on(&[home], &[], &[], &civil_affairs(), "2026-11-18");
    assert_eq!(
        the(&duties, "V04").status,
        Status::Ended {
            day: day("2026-11-11"),
            reason: EndReason::Membership("dibao_left".into())
        }
    );
}

#[test]
fn the_last_of_a_home_who_dies_or_moves_ends_the_homes_quarter() {
    let mut dead = left_behind();
    dead.persons[0].died = Some(Death {
        day: day("2026-11-10"),
        op: OpId::new("o"),
    });
    let duties = duties_on(from_ref(&dead), &[], &[], &civil_affairs(), "2026-11-18");
    assert!(matches!(
        &the(&duties, "V04").status,
        Status::Ended {
            reason: EndReason::Died,
            ..
        }
    ));
    let mut moved = left_behind();
    moved.persons[0].left = Some(Left {
        day: day("2026-11-10"),
        why: tanfang_domain::event::LeftWhy::Moved,
        op: OpId::new("o"),
    });
    let duties = duties_on(&[moved], &[], &[], &civil_affairs(), "2026-11-18");
    assert!(matches!(
        &the(&duties, "V04").status,
        Status::Ended {
            reason: EndReason::Left(_),
            ..
        }
    ));
}

#[test]
fn going_into_an_institution_ends_the_village_duties_and_not_the_quarter() {
    let mut home = zhao();
    home.persons[0]
        .facts
        .push(fact("keep", one("2"), "2026-11-18"));
    let duties = duties_on(&[home], &[], &[], &civil_affairs(), "2026-11-20");
    assert_eq!(the(&duties, "V04").status, Status::NotDone);
}

#[test]
fn a_candidate_is_visited_and_receives_nothing_by_it() {
    let mut candidate = person("p6", "样例");
    candidate
        .memberships
        .push(membership("left_old", "2026-05-01", None));
    candidate
        .memberships
        .push(membership("tekun_apart", "2026-05-01", None));
    let home = home("h6", [candidate]);
    let duties = duties_on(&[home], &[], &[], &grid_member(), "2026-11-18");
    assert_eq!(quarter(&duties, "V03").len(), 1);
    assert!(
        quarter(&duties, "V02").is_empty(),
        "nobody receives 特困 by a worker's hand"
    );
}

// ------------------------------------------------------------------- V18

fn task(id: &str, on: &str, answered: Option<&str>) -> MatchTask {
    MatchTask {
        task: id.into(),
        batch: BatchId::new("b9"),
        kind: "单人户".into(),
        day: day(on),
        household: HouseholdId::new("h1"),
        person: PersonId::new("p1"),
        answered: answered.map(day),
    }
}

fn matched(tasks: &[MatchTask], visits: &[VisitRecord], today: &str) -> Duties {
    let home = zhao();
    let book = Book::new(visits, &[]).with_tasks(tasks);
    let viewer = grid_member();
    Schedule::new(work(), &book, &viewer, day(today)).today([&home])
}

/// The viewer's own; the township's stands beside it.
fn own18(duties: &Duties) -> &DutyState {
    let all = quarter(duties, "V18");
    assert_eq!(all.len(), 2);
    all.into_iter().find(|state| state.own).unwrap()
}

#[test]
fn a_match_is_looked_at_by_the_township_or_the_grid_member_whoever_goes() {
    let home = zhao();
    let seen = [general("v1", &home, "2026-05-12")];
    let done = matched(
        &[task("t1", "2026-05-10", Some("2026-05-12"))],
        &seen,
        "2026-05-12",
    );
    for state in quarter(&done, "V18") {
        assert!(
            matches!(state.status, Status::Done(_)),
            "{:?}",
            state.duty.role
        );
    }
}

#[test]
fn a_match_is_a_duty_without_a_last_day_that_is_never_late() {
    let tasks = [
        task("t1", "2026-05-10", None),
        task("t2", "2026-05-10", None),
    ];
    let duties = matched(&tasks, &[], "2026-11-18");
    let v18 = own18(&duties);
    assert!(v18.own, "two rows about one person are one trip");
    assert_eq!((v18.duty.first, v18.due_day()), (day("2026-05-10"), None));
    assert_eq!(v18.late_days(day("2030-01-01")), None);
    assert!(v18.is_open_on(day("2026-11-18")));
    assert!(quarter(&matched(&[], &[], "2026-11-18"), "V18").is_empty());
    // A list that came in later is none yet, a list of another kind is none at all.
    assert!(quarter(&matched(&tasks, &[], "2026-05-09"), "V18").is_empty());
    let mut other = task("t3", "2026-05-10", None);
    other.kind = "信息比对".into();
    assert!(quarter(&matched(&[other], &[], "2026-11-18"), "V18").is_empty());
}

#[test]
fn misreading_6_9_3_neither_the_answer_nor_the_visit_alone_settles_a_match() {
    let home = zhao();
    let seen = [general("v1", &home, "2026-05-12")];
    let only_seen = matched(&[task("t1", "2026-05-10", None)], &seen, "2026-05-20");
    assert_eq!(own18(&only_seen).status, Status::NotDone);
    assert_eq!(own18(&only_seen).why.missing, [Missing::Answer]);
    let only_said = matched(
        &[task("t1", "2026-05-10", Some("2026-05-12"))],
        &[],
        "2026-05-20",
    );
    assert_eq!(own18(&only_said).status, Status::NotDone);
    // Seen before the list came in: not looked at on the spot because of it.
    let before = [general("v1", &home, "2026-05-09")];
    let early = matched(
        &[task("t1", "2026-05-10", Some("2026-05-12"))],
        &before,
        "2026-05-20",
    );
    assert_eq!(own18(&early).status, Status::NotDone);
    let both = matched(
        &[task("t1", "2026-05-10", Some("2026-05-12"))],
        &seen,
        "2026-05-12",
    );
    assert!(
        matches!(own18(&both).status, Status::Done(_)),
        "{:?}",
        own18(&both)
    );
    // Done long ago: of no interest any more.
    let after = matched(
        &[task("t1", "2026-05-10", Some("2026-05-12"))],
        &seen,
        "2026-05-20",
    );
    assert!(quarter(&after, "V18").is_empty());
    // One of two rows answered: still open.
    let half = [
        task("t1", "2026-05-10", Some("2026-05-12")),
        task("t2", "2026-05-10", None),
    ];
    assert_eq!(
        own18(&matched(&half, &seen, "2026-05-12")).status,
        Status::NotDone
    );
}

// ------------------------------------------------------------------- D01

fn epidemic(from: &str, to: Option<&str>) -> PlaceEvent {
    PlaceEvent {
        name: "疫情防控".into(),
        grid: GridId::new(GRID),
        area: Some("990101000000".into()),
        from: day(from),
        to: to.map(day),
    }
}

fn calendar() -> Calendar {
    Calendar::read(tanfang_packs::CALENDAR).unwrap()
}

#[test]
fn misreading_6_2_7_the_eighth_moves_by_weekend_only_or_backward_or_without_worked_weekends() {
    let d01 = work()
        .deadlines()
        .iter()
        .find(|line| line.id == "D01")
        .unwrap();
    for (eighth, due) in [
        ("2020-02-08", "2020-02-10"),
        ("2020-08-08", "2020-08-10"),
        ("2020-10-08", "2020-10-09"),
        ("2022-10-08", "2022-10-08"),
        ("2023-10-08", "2023-10-08"),
        ("2025-02-08", "2025-02-08"),
        ("2025-10-08", "2025-10-09"),
        ("2025-11-08", "2025-11-10"),
    ] {
        let month = tanfang_values::Period::containing(
            PeriodKind::Month,
            day(eighth),
            tanfang_values::Weekday::Mon,
        );
        let found = d01.due_in(month, &calendar()).unwrap();
        assert_eq!(found.day, day(due), "{eighth}");
        assert_eq!(found.shifted_from, (eighth != due).then(|| day(eighth)));
        assert!(matches!(found.certainty, Some(Certainty::Notice { .. })));
        // It is about the month before.
        assert_eq!(d01.about(month), month.previous());
    }
    let may = tanfang_values::Period::containing(
        PeriodKind::Month,
        day("2027-05-08"),
        tanfang_values::Weekday::Mon,
    );
    let unknown = d01.due_in(may, &calendar()).unwrap();
    assert_eq!(unknown.day, day("2027-05-10"));
    assert_eq!(
        unknown.certainty,
        Some(Certainty::NotPublished { year: 2027 })
    );
}

#[test]
fn only_a_deadline_that_says_so_moves_over_holidays() {
    let text = tanfang_packs::text("JL-EPI", "obligations.toml").unwrap();
    let still = text.replace("due = { day = 8, holiday = \"顺延\" }", "due = { day = 8 }");
    let window = text.replace(
        "due = { day = 8, holiday = \"顺延\" }",
        "due = { from = 15, to = 20 }",
    );
    let year = text
        .replace(
            "due = { day = 8, holiday = \"顺延\" }",
            "due = { date = \"11-30\" }",
        )
        .replace("every = \"月\"", "every = \"年\"")
        .replace("for = \"上月\"", "for = \"本年\"");
    let due = |text: &str, on: &str| {
        let work = assemble("DEMO-COUNTY", &[("JL-EPI", "obligations.toml", text)])
            .unwrap_or_else(|findings| panic!("{}", list(&findings)));
        let line = work.deadlines().iter().find(|one| one.id == "D01").unwrap();
        let period = tanfang_values::Period::containing(
            line.every.unwrap(),
            day(on),
            tanfang_values::Weekday::Mon,
        );
        line.due_in(period, &calendar()).unwrap()
    };
    let eighth = due(&still, "2025-11-01");
    assert_eq!((eighth.day, eighth.certainty), (day("2025-11-08"), None));
    let between = due(&window, "2026-11-01");
    assert_eq!(
        (between.from, between.day),
        (Some(day("2026-11-15")), day("2026-11-20"))
    );
    assert_eq!(due(&year, "2026-03-01").day, day("2026-11-30"));
}

#[test]
fn a_report_is_due_while_the_event_is_on_and_to_whom_it_concerns() {
    let states = |events: &[PlaceEvent], viewer: &tanfang_domain::people::Viewer, today: &str| {
        let book = Book::default().with_events(events);
        let mut due = Schedule::new(work(), &book, viewer, day(today)).deadlines(&calendar());
        due.retain(|state| state.deadline.id == "D01");
        due
    };
    let on = [epidemic("2026-11-01", Some("2026-11-20"))];
    let due = states(&on, &officer(), "2026-11-05");
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].deadline.id, "D01");
    assert_eq!(due[0].about.first, day("2026-10-01"));
    assert_eq!(
        due[0].due.as_ref().unwrap().day,
        day("2026-11-09"),
        "the 8th is a Sunday"
    );
    assert_eq!(
        states(&on, &officer(), "2026-11-20").len(),
        1,
        "the last day included"
    );
    assert!(states(&on, &officer(), "2026-11-21").is_empty());
    assert!(states(&on, &officer(), "2026-10-31").is_empty());
    assert!(states(&[], &officer(), "2026-11-05").is_empty());
    assert!(states(&on, &grid_member(), "2026-11-05").is_empty());
}

#[test]
fn misreading_6_2_5_an_epidemic_cancels_no_visit() {
    let home = zhao();
    let events = [epidemic("2026-11-01", None)];
    let book = Book::default().with_events(&events);
    let viewer = grid_member();
    let duties = Schedule::new(work(), &book, &viewer, day("2026-11-18")).today([&home]);
    for obligation in ["V01", "V02", "V04"] {
        assert_eq!(quarter(&duties, obligation).len(), 1, "{obligation}");
    }
}

#[test]
fn a_duty_of_an_event_begins_and_ends_with_it_in_its_area() {
    let text = format!(
        "{}\n[[obligation]]\nid = \"V99\"\nname = \"样例\"\nwho = [\"VillageCommittee\"]\nabout = \"人\"\nwhile = \"事件(疫情防控)\"\nevery = \"月\"\nmode = \"电话\"\ndone = []\ncite = \"S2 五14 L42 “每月8日”\"\n",
        tanfang_packs::text("JL-EPI", "obligations.toml").unwrap()
    );
    let work = assemble("DEMO-COUNTY", &[("JL-EPI", "obligations.toml", &text)])
        .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    let home = zhao();
    let status = |events: &[PlaceEvent], today: &str| {
        let book = Book::default().with_events(events);
        let viewer = viewer("w5", &[Role::VillageCommittee]);
        let duties = Schedule::new(&work, &book, &viewer, day(today)).today([&home]);
        quarter(&duties, "V99")
            .first()
            .map(|state| state.status.clone())
    };
    let on = [epidemic("2026-11-05", Some("2026-11-12"))];
    assert_eq!(status(&on, "2026-11-12"), Some(Status::NotDone));
    assert_eq!(
        status(&on, "2026-11-18"),
        Some(Status::Ended {
            day: day("2026-11-13"),
            reason: EndReason::Event("疫情防控".into())
        })
    );
    assert_eq!(status(&on, "2026-12-01"), None);
    let mut elsewhere = on;
    elsewhere[0].area = Some("990102000000".into());
    assert_eq!(status(&elsewhere, "2026-11-12"), None);
    elsewhere[0].area = Some("990101001001".into());
    assert_eq!(status(&elsewhere, "2026-11-12"), Some(Status::NotDone));
}

// ------------------------------------------------------- packs side by side

#[test]
fn of_two_duties_under_one_id_the_stricter_is_shown_and_the_other_named() {
    // A second pack asks V03 of the same people only once a year.
    let text = format!(
        "{}\n[[obligation]]\nid = \"V03\"\nname = \"每年走访\"\nwho = [\"VillageCommittee\"]\nabout = \"人\"\nwhom = \"人员类别 含任一 {{留守老年人, 高龄老年人}}\"\nevery = \"年\"\nmode = \"见面\"\ndone = []\ncite = \"S2 五14 L42 “每月8日”\"\n",
        tanfang_packs::text("JL-EPI", "obligations.toml").unwrap()
    );
    let work = assemble("DEMO-COUNTY", &[("JL-EPI", "obligations.toml", &text)])
        .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    let book = Book::default();
    let viewer = grid_member();
    let schedule = Schedule::new(&work, &book, &viewer, day("2026-11-18"));
    let both = schedule.today([&left_behind()]);
    let shown = the(&both, "V03");
    assert_eq!(shown.period.kind, PeriodKind::Quarter);
    let named: Vec<&str> = shown
        .also
        .iter()
        .map(|other| other.clause.pack.as_str())
        .collect();
    assert_eq!(named, ["JL-EPI"]);
    // Whom only the laxer one concerns is owed that one.
    let old = home("h6", [listed("p6", "high_old", "2026-05-01")]);
    let one = schedule.today([&old]);
    assert_eq!(the(&one, "V03").period.kind, PeriodKind::Year);
}

#[test]
fn a_pack_beside_that_is_not_there_or_clashes_is_refused() {
    let head = tanfang_packs::text("DEMO-COUNTY", "pack.toml").unwrap();
    let with = |names: &str| {
        let text = head.replace("with = [\"GS-HN-2020\", \"SN-2019\", \"JL-EPI\"]", names);
        let found = assemble("DEMO-COUNTY", &[("DEMO-COUNTY", "pack.toml", &text)]);
        found.map(|_| ()).unwrap_err()
    };
    let gone = with("with = [\"SN-2020\"]");
    assert_eq!(
        (gone[0].code, gone[0].arg("parent")),
        (Code::NoParent, Some("SN-2020"))
    );
    assert_eq!(
        with("with = [\"CN-2026\"]")[0].code,
        Code::NoParent,
        "its own parent"
    );
    let twice = "[[flag]]\nid = \"should_exit\"\nname = \"样\"\nclass = \"重要\"\nto = []\none_per = \"户\"\n";
    let found = assemble("DEMO-COUNTY", &[("SN-2019", "flags.toml", twice)])
        .map(|_| ())
        .unwrap_err();
    assert!(
        found.iter().any(|finding| finding.code == Code::NoReplaces),
        "{}",
        list(&found)
    );
}

#[test]
fn a_wrong_deadline_is_refused_at_its_line() {
    let text = tanfang_packs::text("JL-EPI", "obligations.toml").unwrap();
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let changed = text.replace(from, to);
        let found = assemble("DEMO-COUNTY", &[("JL-EPI", "obligations.toml", &changed)])
            .map(|_| ())
            .unwrap_err();
        let first = found
            .into_iter()
            .find(tanfang_policy::diag::Diagnostic::is_error)
            .unwrap();
        assert_eq!(first.file, "JL-EPI/obligations.toml");
        assert!(first.line >= 2);
        first.code
    };
    assert_eq!(refused("day = 8,", "day = 32,"), Code::BadValue);
    assert_eq!(refused("day = 8, holiday", "holiday"), Code::NotAllowed);
    assert_eq!(
        refused("holiday = \"顺延\"", "holiday = \"提前\""),
        Code::NotAllowed
    );
    assert_eq!(refused("every = \"月\"\n", ""), Code::MissingKey);
    assert_eq!(
        refused("for = \"上月\"", "for = \"去年\""),
        Code::NotAllowed
    );
}

// ------------------------------------------------------------------ coverage

#[test]
fn homes_and_persons_are_counted_apart_against_their_totals() {
    let village = |id: &str, division: &str, persons: Vec<Person>| {
        let mut home = home(id, persons);
        home.division = division.into();
        home
    };
    let mut candidate = person("p9", "样例");
    candidate
        .memberships
        .push(membership("dibao", "2026-05-01", None));
    let homes = [
        village(
            "h1",
            "990101001001",
            vec![
                listed("p1", "dibao1", "2026-01-01"),
                listed("p2", "dibao1", "2026-01-01"),
            ],
        ),
        village(
            "h2",
            "990101001002",
            vec![listed("p3", "dibao", "2026-01-01")],
        ),
        village("h3", "990101001002", vec![candidate]),
    ];
    let control = |class: &str, division: &str, households, persons| Control {
        class: class.into(),
        division: division.into(),
        households,
        persons,
    };
    let controls = [
        control("dibao", "990101001000", Some(4), None),
        control("dibao", "990101001001", Some(1), Some(2)),
        control("orphan", "990101001001", Some(1), Some(1)),
    ];
    let rows = coverage(work().classes(), &homes, &controls, day("2026-11-18"));
    let row = |class: &str, division: &str| {
        rows.iter()
            .find(|row| row.class == class && row.division == division)
            .unwrap_or_else(|| panic!("{class} {division}"))
    };
    let township = row("dibao", "990101001000");
    assert_eq!((township.households.len(), township.persons.len()), (2, 3));
    assert_eq!(
        (township.households_over(), township.persons_over()),
        (Some(-2), None)
    );
    assert_eq!(township.candidates.len(), 1, "by hand is counted apart");
    let stone = row("dibao", "990101001001");
    assert_eq!(
        (stone.households_over(), stone.persons_over()),
        (Some(0), Some(0))
    );
    assert_eq!(row("dibao1", "990101001001").persons.len(), 2);
    let green = row("dibao", "990101001002");
    assert_eq!((green.households.len(), green.candidates.len()), (1, 1));
    assert_eq!(green.control_households, None);
    // A class there ought to be and nobody is of.
    assert_eq!(row("orphan", "990101001001").persons_over(), Some(-1));
    assert!(!rows.iter().any(|row| row.class == "tekun"));
}
