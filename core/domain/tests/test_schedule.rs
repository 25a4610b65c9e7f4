//! Duties: periods, seeing, roles, entry and exit. 2026-11-16 is a Monday.

use crate::kit::*;
use std::slice::from_ref;
use tanfang_domain::event::{LeftWhy, Mode};
use tanfang_domain::people::{Death, FactHistory, Left};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{Book, Capacity, EndReason, Missing, Schedule, Status, duty_id};
use tanfang_policy::value::FactValue;
use tanfang_values::{OpId, PeriodKind};

#[test]
fn a_home_nobody_has_been_to_is_due_by_the_end_of_the_week() {
    let duties = duties_on(&[zhao()], &[], &[], &grid_member(), "2026-11-18");
    let weekly = the(&duties, "V02");
    assert_eq!(weekly.status, Status::NotDone);
    assert!(weekly.own, "the county lets a 网格员 act for 村委会");
    assert_eq!(weekly.period.kind, PeriodKind::Week);
    assert_eq!(weekly.period.first, day("2026-11-16"));
    assert_eq!(weekly.due, day("2026-11-22"));
    assert_eq!(weekly.late_days(day("2026-11-22")), None);
    assert_eq!(weekly.late_days(day("2026-11-25")), Some(3));
    assert_eq!(weekly.why.missing, [Missing::NoVisit]);
    assert_eq!(
        weekly.id().as_str(),
        "V02/VillageCommittee/person:p1/2026-11-16"
    );
    let cite = weekly.obligation.clause.cite.as_ref().unwrap();
    assert!(cite.quote.as_ref().unwrap().contains("每周"));
    assert!(duties.undecided.is_empty());
}

#[test]
fn a_visit_that_met_the_person_and_asked_everything_completes_the_week() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17").whole("p1").record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    let Status::Done(done) = &the(&duties, "V02").status else {
        panic!("{:?}", the(&duties, "V02"));
    };
    assert_eq!(
        done.visit.as_ref().map(tanfang_values::VisitId::as_str),
        Some("v1")
    );
    assert_eq!(done.op.as_str(), "o-v1", "the duty names the op");
    assert_eq!(done.capacity, Capacity::Acting(Role::GridMember));
    assert!(the(&duties, "V02").why.missing.is_empty());
}

#[test]
fn a_required_question_left_open_keeps_the_duty_open_and_is_named() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17")
        .met("p1", "1")
        .answered_but("p1", &["CL-03"], &["CL-03-2", "CL-03-10"])
        .record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    let weekly = the(&duties, "V02");
    assert_eq!(weekly.status, Status::NotDone);
    let [Missing::Questions { questions, .. }] = weekly.why.missing.as_slice() else {
        panic!("{:?}", weekly.why);
    };
    // CL-03-10 is optional.
    assert_eq!(questions.len(), 1);
    assert_eq!(questions[0].q, "CL-03-2");
    assert_eq!(questions[0].about, on("p1"));
}

#[test]
fn unclear_is_an_answer() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17")
        .met("p1", "1")
        .answered_but("p1", &["CL-03"], &["CL-03-4"])
        .answer("p1", "CL-03-4", "carer_came", FactValue::Unclear)
        .record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    assert!(matches!(the(&duties, "V02").status, Status::Done(_)));
}

#[test]
fn a_question_that_is_surely_out_of_place_is_not_missing() {
    let home = zhao();
    // 记录簿 is not at home: when it was last written and how is not asked.
    let visits = [visit("v1", &home, "2026-11-17")
        .met("p1", "1")
        .answered_but("p1", &["CL-03"], &["CL-03-5a", "CL-03-5b", "CL-03-5c"])
        .answer("p1", "CL-03-5a", "book_home", FactValue::Bool(false))
        .record()];
    let duties = duties_on(from_ref(&home), &visits, &[], &grid_member(), "2026-11-18");
    assert!(matches!(the(&duties, "V02").status, Status::Done(_)));
    // 不清楚 whether it is at home does not hide what hangs on it.
    let visits = [visit("v1", &home, "2026-11-17")
        .met("p1", "1")
        .answered_but("p1", &["CL-03"], &["CL-03-5a", "CL-03-5b", "CL-03-5c"])
        .answer("p1", "CL-03-5a", "book_home", FactValue::Unclear)
        .record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    assert_eq!(the(&duties, "V02").status, Status::NotDone);
}

#[test]
fn only_family_met_keeps_the_visit_and_leaves_the_duty_open() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17")
        .met("p1", "2")
        .answered_but("p1", &["CL-03"], &[])
        .record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    let weekly = the(&duties, "V02");
    assert_eq!(weekly.status, Status::NotDone);
    assert!(matches!(
        weekly.why.missing.as_slice(),
        [Missing::NotSeen { met: Some(met), .. }] if met == "2"
    ));
    assert!(weekly.why.last.is_none(), "the person was not met");
}

#[test]
fn two_brothers_are_two_duties_and_one_trip_may_meet_one_of_them() {
    let home = brothers();
    let visits = [visit("v1", &home, "2026-11-17")
        .whole("p2")
        .met("p3", "0")
        .answered_but("p3", &["CL-03"], &[])
        .record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    let weekly: Vec<_> = duties
        .duties
        .iter()
        .filter(|state| state.duty.obligation == "V02")
        .collect();
    assert_eq!(weekly.len(), 2);
    assert!(matches!(weekly[0].status, Status::Done(_)));
    assert_eq!(weekly[1].status, Status::NotDone);
    assert!(matches!(
        weekly[1].why.missing.as_slice(),
        [Missing::NotSeen { .. }]
    ));
}

#[test]
fn the_officers_month_takes_both_checklists_and_his_own_visit() {
    let home = zhao();
    let officer_visit = |lists: &[&str]| {
        visit("v1", &home, "2026-11-10")
            .by("w2", &[Role::TownshipOfficer])
            .met("p1", "1")
            .answered_but("p1", lists, &[])
            .record()
    };
    let month = |visits: &[_]| {
        let duties = duties_on(from_ref(&home), visits, &[], &officer(), "2026-11-18");
        the(&duties, "V01").clone()
    };
    let short = month(&[officer_visit(&["CL-03"])]);
    assert_eq!(short.status, Status::NotDone);
    let [Missing::Questions { questions, .. }] = short.why.missing.as_slice() else {
        panic!("{:?}", short.why);
    };
    assert!(questions.iter().all(|open| open.q.starts_with("CL-04-")));
    let whole = month(&[officer_visit(&["CL-03", "CL-04"])]);
    assert!(matches!(&whole.status, Status::Done(done) if done.capacity == Capacity::Own));
    assert_eq!(whole.due, day("2026-11-30"));
}

#[test]
fn the_dead_are_not_due_and_the_duty_ends_that_day() {
    let mut home = zhao();
    home.persons[0].died = Some(Death {
        day: day("2026-11-18"),
        op: OpId::new("o-died"),
    });
    let ended = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-20");
    assert_eq!(
        the(&ended, "V02").status,
        Status::Ended {
            day: day("2026-11-18"),
            reason: EndReason::Died
        }
    );
    // Seen on the morning of that day: it was done.
    let visits = [visit("v1", &home, "2026-11-18").whole("p1").record()];
    let done = duties_on(from_ref(&home), &visits, &[], &grid_member(), "2026-11-20");
    assert!(matches!(the(&done, "V02").status, Status::Done(_)));
    // The week after has none, the week before keeps its own.
    let after = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-25");
    assert!(
        after
            .duties
            .iter()
            .all(|state| state.duty.obligation != "V02")
    );
    let book = Book::default();
    let viewer = grid_member();
    let before = Schedule::new(work(), &book, &viewer, day("2026-11-25")).between(
        [&home],
        day("2026-11-09"),
        day("2026-11-15"),
    );
    assert_eq!(the(&before, "V02").status, Status::NotDone);
}

#[test]
fn entering_an_institution_ends_the_duty_on_the_day_and_says_so() {
    let mut home = zhao();
    home.persons[0]
        .facts
        .push(fact("keep", one("2"), "2026-11-18"));
    let duties = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-20");
    let Status::Ended { day: ended, reason } = &the(&duties, "V02").status else {
        panic!("{:?}", the(&duties, "V02"));
    };
    assert_eq!(*ended, day("2026-11-18"));
    let EndReason::Facts(changed) = reason else {
        panic!("{reason:?}");
    };
    assert_eq!(changed[0].fact, "keep");
    assert_eq!(changed[0].value, one("2"));
    // Before that day is known to have come it is open, and due the day before.
    let open = duties_on(&[home], &[], &[], &grid_member(), "2026-11-16");
    assert_eq!(the(&open, "V02").status, Status::NotDone);
    assert_eq!(the(&open, "V02").due, day("2026-11-17"));
}

#[test]
fn moving_away_ends_the_duty_that_day() {
    let mut home = zhao();
    home.persons[0].left = Some(Left {
        day: day("2026-11-19"),
        why: LeftWhy::Moved,
        op: OpId::new("o-left"),
    });
    let duties = duties_on(&[home], &[], &[], &grid_member(), "2026-11-20");
    assert_eq!(
        the(&duties, "V02").status,
        Status::Ended {
            day: day("2026-11-19"),
            reason: EndReason::Left(LeftWhy::Moved)
        }
    );
}

#[test]
fn leaving_the_class_ends_the_duty() {
    let mut home = zhao();
    home.persons[0].memberships[0].until = Some(day("2026-11-19"));
    let duties = duties_on(&[home], &[], &[], &grid_member(), "2026-11-20");
    assert_eq!(
        the(&duties, "V02").status,
        Status::Ended {
            day: day("2026-11-19"),
            reason: EndReason::Membership("tekun".into())
        }
    );
}

#[test]
fn who_comes_in_the_middle_of_a_period_is_due_by_its_end() {
    let home = home("h1", [apart_since("p1", "赵满仓", "2026-11-19")]);
    let before = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-12");
    assert!(
        before
            .duties
            .iter()
            .all(|state| state.duty.obligation != "V02")
    );
    let duties = duties_on(&[home], &[], &[], &grid_member(), "2026-11-20");
    let weekly = the(&duties, "V02");
    assert_eq!(
        weekly.period.first,
        day("2026-11-16"),
        "the id keeps the period"
    );
    assert_eq!(weekly.from, day("2026-11-19"));
    assert_eq!(weekly.due, day("2026-11-22"));
    assert_eq!(weekly.status, Status::NotDone);
}

#[test]
fn a_visit_before_the_list_came_in_counts_in_its_week() {
    // 特困 since 2020; 供养方式 is known only since Wednesday's list.
    let mut home = zhao();
    home.persons[0].facts = FactHistory::new([fact("keep", one("1"), "2026-11-18")]);
    let visits = [visit("v1", &home, "2026-11-17").whole("p1").record()];
    let duties = duties_on(from_ref(&home), &visits, &[], &grid_member(), "2026-11-18");
    let weekly = the(&duties, "V02");
    assert_eq!(weekly.from, day("2026-11-18"));
    assert!(matches!(weekly.status, Status::Done(_)), "{weekly:?}");
    // Who was surely not of the class that day was not visited for it.
    home.persons[0].memberships[0].from = day("2026-11-18");
    let duties = duties_on(from_ref(&home), &visits, &[], &grid_member(), "2026-11-18");
    assert_eq!(the(&duties, "V02").status, Status::NotDone);
    // Last week's visit is last week's all the same.
    home.persons[0].memberships[0].from = day("2020-01-01");
    let visits = [visit("v1", &home, "2026-11-15").whole("p1").record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    assert_eq!(the(&duties, "V02").status, Status::NotDone);
}

#[test]
fn of_anothers_duty_that_ended_it_is_not_known_whether_it_was_done() {
    let mut home = zhao();
    home.persons[0].died = Some(Death {
        day: day("2026-11-18"),
        op: OpId::new("o-died"),
    });
    let duties = duties_on(&[home], &[], &[], &grid_member(), "2026-11-20");
    assert_eq!(the(&duties, "V01").status, Status::Unknown);
}

#[test]
fn a_late_entry_counts_in_the_period_of_its_own_day_and_keeps_both_times() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-12")
        .whole("p1")
        .closed("2026-11-18")
        .record()];
    let book = Book::new(&visits, &[]);
    let viewer = grid_member();
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-18"));
    let weeks = schedule.between([&home], day("2026-11-09"), day("2026-11-18"));
    let states: Vec<_> = weeks
        .duties
        .iter()
        .filter(|state| state.duty.obligation == "V02")
        .collect();
    let Status::Done(done) = &states[0].status else {
        panic!("{:?}", states[0]);
    };
    assert_eq!(
        (done.day, done.recorded),
        (day("2026-11-12"), day("2026-11-18"))
    );
    assert_eq!(
        states[1].status,
        Status::NotDone,
        "not in the week it was written"
    );
}

#[test]
fn further_visits_are_welcome_and_counted() {
    let home = zhao();
    let visits = [
        visit("v1", &home, "2026-11-16").whole("p1").record(),
        visit("v2", &home, "2026-11-18").whole("p1").record(),
        visit("v3", &home, "2026-11-18").whole("p1").record(),
    ];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-20");
    let Status::Done(done) = &the(&duties, "V02").status else {
        panic!()
    };
    assert_eq!(
        done.visit.as_ref().map(tanfang_values::VisitId::as_str),
        Some("v1")
    );
    assert_eq!(done.extra, 1, "two on one day are one time");
}

#[test]
fn another_actors_duty_is_unknown_until_a_record_is_here() {
    let home = zhao();
    let duties = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-18");
    let monthly = the(&duties, "V01");
    assert_eq!(monthly.status, Status::Unknown);
    assert!(!monthly.own);
    assert_eq!(monthly.why.missing, [Missing::Records]);
    // A record of last month says nothing of this one.
    let other = home_of("h9", "p9");
    let officer_at = |on: &str| {
        visit("v8", &other, on)
            .by("w2", &[Role::TownshipOfficer])
            .met("p9", "1")
            .record()
    };
    let duties = duties_on(
        from_ref(&home),
        &[officer_at("2026-10-30")],
        &[],
        &grid_member(),
        "2026-11-18",
    );
    assert_eq!(the(&duties, "V01").status, Status::Unknown);
    // One of this month, in this grid: now it is known that it is not done.
    let duties = duties_on(
        from_ref(&home),
        &[officer_at("2026-11-10")],
        &[],
        &grid_member(),
        "2026-11-18",
    );
    let monthly = the(&duties, "V01");
    assert_eq!(monthly.status, Status::NotDone);
    assert_eq!(monthly.why.heard_through, Some(day("2026-11-10")));
    // And his record of this home completes it.
    let visits = [visit("v9", &home, "2026-11-10")
        .by("w2", &[Role::TownshipOfficer])
        .met("p1", "1")
        .answered_but("p1", &["CL-03", "CL-04"], &[])
        .record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    assert!(matches!(the(&duties, "V01").status, Status::Done(_)));
}

fn home_of(id: &str, person: &str) -> tanfang_domain::people::Household {
    home(id, [apart(person, "钱样例")])
}

#[test]
fn whom_the_rule_may_not_concern_is_counted_apart() {
    // On the list of 特困; whether at home or in an institution nobody has said.
    let mut unknown = apart("p5", "孙样例");
    unknown.facts = FactHistory::default();
    let home = home("h5", [unknown]);
    let duties = duties_on(&[home], &[], &[], &grid_member(), "2026-11-18");
    assert!(
        duties
            .duties
            .iter()
            .all(|state| !["V01", "V02"].contains(&state.duty.obligation.as_str()))
    );
    let who: Vec<&str> = duties
        .undecided
        .iter()
        .map(|undecided| undecided.obligation.id.as_str())
        .collect();
    assert_eq!(who, ["V01", "V02"]);
    assert!(!duties.undecided[0].missing.is_empty());
}

#[test]
fn duties_go_by_the_lists_who_is_on_none_is_not_listed_as_undecided() {
    let mut unknown = person("p5", "孙样例");
    unknown.benefits_complete = false;
    let mut home = home("h5", [unknown]);
    home.persons_complete = false;
    let duties = duties_on(&[home], &[], &[], &grid_member(), "2026-11-18");
    assert!(duties.duties.is_empty() && duties.undecided.is_empty());
}

#[test]
fn a_joint_visit_counts_for_each_by_his_own_record_only() {
    let home = zhao();
    // Both went; only the 网格员 has written it down.
    let visits = [visit("v1", &home, "2026-11-17").whole("p1").record()];
    let duties = duties_on(&[home], &visits, &[], &officer(), "2026-11-18");
    assert_eq!(the(&duties, "V01").status, Status::NotDone);
}

#[test]
fn a_worker_of_both_roles_completes_both_duties_on_one_trip() {
    let home = zhao();
    let roles = [Role::VillageCommittee, Role::TownshipOfficer];
    let visits = [visit("v1", &home, "2026-11-17")
        .by("w3", &roles)
        .met("p1", "1")
        .answered_but("p1", &["CL-03", "CL-04"], &[])
        .record()];
    let duties = duties_on(&[home], &visits, &[], &viewer("w3", &roles), "2026-11-18");
    for obligation in ["V01", "V02"] {
        let state = the(&duties, obligation);
        assert!(matches!(&state.status, Status::Done(d) if d.capacity == Capacity::Own));
    }
}

#[test]
fn an_attempt_is_named_and_completes_nothing() {
    let home = zhao();
    let attempts = [
        attempt("a1", &home, "2026-11-17"),
        attempt("a2", &home, "2026-11-12"),
    ];
    let duties = duties_on(&[home], &[], &attempts, &grid_member(), "2026-11-18");
    let weekly = the(&duties, "V02");
    assert_eq!(weekly.status, Status::NotDone);
    let seen: Vec<&str> = weekly
        .why
        .attempts
        .iter()
        .map(|a| a.attempt.as_str())
        .collect();
    assert_eq!(seen, ["a1"], "last week's attempt is of last week");
}

#[test]
fn why_names_the_last_time_the_person_was_met() {
    let home = zhao();
    let visits = [
        visit("v1", &home, "2026-11-14").whole("p1").record(),
        visit("v2", &home, "2026-11-17").met("p1", "2").record(),
        visit("v3", &home, "2026-11-18")
            .mode(Mode::Phone)
            .met("p1", "1")
            .record(),
    ];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-19");
    let last = the(&duties, "V02").why.last.clone().unwrap();
    // A call is a contact too, but it is not a visit on which he was met.
    assert_eq!(last.visit.as_str(), "v1");
    assert_eq!(last.day, day("2026-11-14"));
}

#[test]
fn a_duty_is_found_by_its_name() {
    let home = zhao();
    let viewer = grid_member();
    let book = Book::default();
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-18"));
    let state = the(&schedule.today([&home]), "V02").clone();
    let again = schedule.duty(&home, &state.duty).unwrap();
    assert_eq!(again, state);
    assert_eq!(duty_id(&again.duty), state.id());
}
