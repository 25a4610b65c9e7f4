//! Every way of falling due, and the rules of how duties combine (mechanisms
//! §3.4 and §3.5), on obligations made up for it. 2026-11-16 is a Monday.

use crate::kit::*;
use std::slice::from_ref;
use std::sync::LazyLock;
use tanfang_domain::event::{Mode, PauseWhy, Subject, VisitPlace, Whose};
use tanfang_domain::pack::Work;
use tanfang_domain::people::{Death, Household, Viewer};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::again::Times;
use tanfang_domain::schedule::frozen::{Hold, hold};
use tanfang_domain::schedule::{
    Book, Capacity, ContactRecord, DayPart, Done, Doubt, Duties, DutyState, EndReason,
    HandedRecord, Missing, OverrideRecord, PatrolRecord, PauseRecord, PlaceEvent, Schedule,
    Standing, Status, Suggestion, VisitRecord,
};
use tanfang_policy::diag::Code;
use tanfang_policy::value::FactValue;
use tanfang_values::{
    Calendar, ContactId, GridId, HouseholdId, OpId, OverrideId, PatrolId, PauseId, PersonId,
    WorkerId,
};

/// Obligations that no source holds: each is one way of falling due.
const RULES: &str = r#"
[[obligation]]
id = "T01"
name = "供养方式变了去看一次"
level = "建议"
who = ["GridMember"]
about = "人"
on = "供养方式 = 集中"
within = "3天"
mode = "上门"

[[obligation]]
id = "T02"
name = "按工作日"
level = "建议"
who = ["GridMember"]
about = "人"
on = "供养方式 = 集中"
within = "5个工作日"
mode = "上门"

[[obligation]]
id = "T03"
name = "及时,没有天数"
level = "建议"
who = ["GridMember"]
about = "人"
on = "供养方式 = 集中"
within = "未配置"
mode = "上门"

[[obligation]]
id = "T04"
name = "渐退到期前复核"
level = "建议"
who = ["GridMember"]
about = "户"
before = "渐退到期日"
lead = "30天"
mode = "上门"

[[obligation]]
id = "T05"
name = "协议到期前,提前多少没写"
level = "建议"
who = ["GridMember"]
about = "人"
before = "协议到期日"
lead = "未配置"
mode = "上门"

[[obligation]]
id = "T06"
name = "冬春"
level = "建议"
who = ["GridMember"]
about = "户"
window = { from = "11-01", to = "02-28" }
mode = "上门"

[[obligation]]
id = "T07"
name = "专项行动"
level = "建议"
who = ["GridMember", "TownshipOfficer"]
about = "人"
once = "C01"
mode = "见面"

[[obligation]]
id = "T08"
name = "每天联系"
level = "建议"
who = ["GridMember"]
about = "人"
whom = "供养方式 = 分散"
every = "日"
mode = "电话"

[[obligation]]
id = "T09"
name = "联系和上门都要"
level = "建议"
who = ["GridMember"]
about = "人"
whom = "供养方式 = 分散"
every = "月"
mode = "上门"
modes_all = true

[[obligation]]
id = "T10"
name = "每月见面"
level = "建议"
who = ["GridMember"]
about = "人"
whom = "供养方式 = 分散"
every = "月"
mode = "见面"

[[obligation]]
id = "T11"
name = "巡查"
level = "建议"
who = ["GridMember"]
about = "村"
while = "事件(灾害)"
every = "日"
mode = "巡查"

[[obligation]]
id = "T12"
name = "抽查"
level = "建议"
who = ["Inspector"]
about = "人"
sample = true
mode = "见面"

[[obligation]]
id = "T13"
name = "定期,没写多久"
level = "建议"
who = ["GridMember"]
about = "人"
whom = "供养方式 = 分散"
every = "未配置"
mode = "上门"

[[deadline]]
id = "E01"
name = "专项行动结束"
who = ["GridMember"]
about = "村"
once = "C01"
cite = "DEMO"

[[deadline]]
id = "E02"
name = "当日办"
who = ["GridMember"]
about = "人"
on = "供养方式 = 集中"
within = "当日"
cite = "DEMO"

[[deadline]]
id = "E03"
name = "结束后补手续"
who = ["GridMember"]
about = "村"
on = "非 事件(灾害)"
within = "未配置"
cite = "DEMO"
"#;

const CAMPAIGNS: &str = r#"
[[campaign]]
id = "C01"
name = "逐一走访"
from = 2026-11-01
until = 2026-11-30
classes = ["特困人员"]
cite = "DEMO"
"#;

static MADE: LazyLock<Work> = LazyLock::new(|| made(RULES, CAMPAIGNS, ""));

fn try_made(
    rules: &str,
    campaigns: &str,
    head: &str,
) -> Result<Work, Vec<tanfang_policy::diag::Diagnostic>> {
    let pack = tanfang_packs::text("DEMO-COUNTY", "pack.toml").unwrap();
    let pack = format!("{pack}\n{head}");
    assemble(
        "DEMO-COUNTY",
        &[
            ("DEMO-COUNTY", "obligations.toml", rules),
            ("DEMO-COUNTY", "campaigns.toml", campaigns),
            ("DEMO-COUNTY", "pack.toml", &pack),
        ],
    )
}

fn made(rules: &str, campaigns: &str, head: &str) -> Work {
    try_made(rules, campaigns, head).unwrap_or_else(|findings| panic!("{}", list(&findings)))
}

fn calendar() -> Calendar {
    Calendar::read(tanfang_packs::CALENDAR).unwrap()
}

fn duties(work: &Work, book: &Book<'_>, viewer: &Viewer, home: &Household, today: &str) -> Duties {
    Schedule::new(work, book, viewer, day(today))
        .with_calendar(&calendar())
        .today([home])
}

fn state<'d>(duties: &'d Duties, id: &str) -> Option<&'d DutyState> {
    let mut of = duties.duties.iter().filter(|s| s.duty.obligation == id);
    let first = of.next();
    assert!(of.next().is_none(), "more than one {id}");
    first
}

fn done<'d>(duties: &'d Duties, id: &str) -> &'d Done {
    match state(duties, id).map(|state| &state.status) {
        Some(Status::Done(done)) => done,
        other => panic!("{id}: {other:?}"),
    }
}

fn moves_in(home: &mut Household, on: &str) {
    home.persons[0].facts.push(fact("keep", one("2"), on));
}

fn seen(id: &str, home: &Household, on: &str) -> VisitRecord {
    let person = home.persons[0].id.to_string();
    visit(id, home, on).met(&person, "1").record()
}

fn call(id: &str, home: &Household, on: &str, result: &str) -> ContactRecord {
    ContactRecord {
        contact: ContactId::new(id),
        household: home.id.clone(),
        grid: home.grid.clone(),
        worker: WorkerId::new("w1"),
        day: day(on),
        at: noon(day(on)),
        mode: Mode::Phone,
        whose: Whose::Person,
        persons: home.persons.iter().map(|p| p.id.clone()).collect(),
        result: result.into(),
        roles: vec![Role::GridMember],
        origin: origin(&format!("o-{id}"), noon(day(on)).ms),
    }
}

fn pause(home: &Household, from: &str, to: &str) -> PauseRecord {
    PauseRecord {
        pause: PauseId::new(format!("u-{from}")),
        household: home.id.clone(),
        person: Some(home.persons[0].id.clone()),
        obligations: Vec::new(),
        from: day(from),
        to: day(to),
        why: PauseWhy::Hospital,
        note: None,
        approved_by: "样例乡镇".into(),
        origin: origin("o-u", 1),
    }
}

fn by_phone(area: Option<&str>, from: &str, to: &str) -> OverrideRecord {
    OverrideRecord {
        id: OverrideId::new("r1"),
        grid: GridId::new(GRID),
        area: area.map(Into::into),
        obligations: vec!["T10".into()],
        mode: Mode::Phone,
        from: day(from),
        to: day(to),
        source: "样例文件".into(),
        origin: origin("o-r1", 1),
    }
}

fn disaster(from: &str, to: Option<&str>) -> PlaceEvent {
    PlaceEvent {
        name: "灾害".into(),
        grid: GridId::new(GRID),
        area: None,
        from: day(from),
        to: to.map(day),
    }
}

// --------------------------------------------------------------- triggers

#[test]
fn a_trigger_starts_a_clock_on_the_day_it_becomes_surely_true() {
    let mut home = zhao();
    moves_in(&mut home, "2026-11-10");
    let book = Book::default();
    let viewer = grid_member();
    let on = |today: &str| duties(&MADE, &book, &viewer, &home, today);
    assert!(state(&on("2026-11-09"), "T01").is_none());
    let open = on("2026-11-12");
    let t01 = state(&open, "T01").unwrap();
    assert_eq!(
        (t01.duty.first, t01.due),
        (day("2026-11-10"), day("2026-11-13"))
    );
    assert_eq!(t01.standing(day("2026-11-12")), Standing::Soon { left: 1 });
    // Late, and still to be done: only being done ends it.
    let late = on("2026-12-20");
    let t01 = state(&late, "T01").unwrap();
    assert_eq!(t01.standing(day("2026-12-20")), Standing::Late { days: 37 });
    assert_eq!(t01.id(), state(&open, "T01").unwrap().id());
    // Working days step over the weekend; what no source gives is never late.
    assert_eq!(state(&late, "T02").unwrap().due, day("2026-11-17"));
    assert!(state(&late, "T02").unwrap().certainty.is_some());
    let t03 = state(&late, "T03").unwrap();
    assert_eq!(
        (t03.due_day(), t03.late_days(day("2027-11-10"))),
        (None, None)
    );
    assert_eq!(t03.standing(day("2026-12-20")), Standing::Unset);
}

#[test]
fn a_trigger_is_done_once_and_comes_again_only_when_it_becomes_true_again() {
    let mut home = zhao();
    moves_in(&mut home, "2026-11-10");
    let visits = [
        seen("v0", &home, "2026-11-09"),
        seen("v1", &home, "2026-11-12"),
    ];
    let book = Book::new(&visits, &[]);
    let viewer = grid_member();
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-12");
    assert_eq!(
        done(&there, "T01").day,
        day("2026-11-12"),
        "not the day before"
    );
    assert!(state(&duties(&MADE, &book, &viewer, &home, "2026-11-20"), "T01").is_none());
    home.persons[0]
        .facts
        .push(fact("keep", one("1"), "2026-11-25"));
    moves_in(&mut home, "2026-12-01");
    let again = duties(&MADE, &book, &viewer, &home, "2026-12-02");
    assert_eq!(state(&again, "T01").unwrap().duty.first, day("2026-12-01"));
}

#[test]
fn a_trigger_that_is_no_longer_true_ends_with_its_reason() {
    let mut home = zhao();
    moves_in(&mut home, "2026-11-10");
    home.persons[0]
        .facts
        .push(fact("keep", one("1"), "2026-11-12"));
    let book = Book::default();
    let viewer = grid_member();
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-12");
    assert!(matches!(
        &state(&there, "T01").unwrap().status,
        Status::Ended { day: on, reason: EndReason::Facts(_) } if *on == day("2026-11-12")
    ));
    assert!(state(&duties(&MADE, &book, &viewer, &home, "2026-11-13"), "T01").is_none());
}

#[test]
fn the_end_of_a_term_is_checked_before_it_and_is_late_after() {
    let mut home = zhao();
    let end = |on: &str, end: &str| fact("taper_until", FactValue::Day(day(end)), on);
    home.facts.push(end("2026-08-01", "2026-12-10"));
    let viewer = grid_member();
    let empty = Book::default();
    let on = |home: &Household, book: &Book<'_>, today: &str| {
        state(&duties(&MADE, book, &viewer, home, today), "T04").cloned()
    };
    assert!(
        on(&home, &empty, "2026-11-09").is_none(),
        "a month before is early enough"
    );
    let open = on(&home, &empty, "2026-11-20").unwrap();
    assert_eq!(
        (open.from, open.due),
        (day("2026-11-10"), day("2026-12-10"))
    );
    assert_eq!(
        on(&home, &empty, "2026-12-13")
            .unwrap()
            .late_days(day("2026-12-13")),
        Some(3)
    );
    // The visit that notes the next term completes the check of this one.
    let visits = [seen("v1", &home, "2026-12-01")];
    home.facts.push(end("2026-12-01", "2027-06-30"));
    let book = Book::new(&visits, &[]);
    assert!(matches!(
        on(&home, &book, "2026-12-01").unwrap().status,
        Status::Done(_)
    ));
    assert!(on(&home, &book, "2026-12-02").is_none());
}

#[test]
fn what_names_no_interval_or_lead_is_shown_and_has_no_day() {
    let mut home = zhao();
    let until = fact(
        "agree_until",
        FactValue::Day(day("2027-03-01")),
        "2026-08-01",
    );
    home.persons[0].facts.push(until);
    let there = duties(&MADE, &Book::default(), &grid_member(), &home, "2026-11-18");
    let of = |id: &str| there.unset.iter().find(|unset| unset.obligation.id == id);
    assert_eq!(of("T05").unwrap().before, Some(day("2027-03-01")));
    assert!(of("T13").is_some_and(|unset| unset.own && unset.before.is_none()));
    assert!(state(&there, "T05").is_none() && state(&there, "T13").is_none());
    assert!(of("T12").is_none(), "a sample is no duty");
}

#[test]
fn a_season_comes_every_year_and_goes_over_the_new_year() {
    let home = zhao();
    let viewer = grid_member();
    let empty = Book::default();
    let on = |today: &str| state(&duties(&MADE, &empty, &viewer, &home, today), "T06").cloned();
    assert!(on("2026-10-31").is_none());
    let winter = on("2027-01-15").unwrap();
    assert_eq!(
        (winter.period.first, winter.period.last),
        (day("2026-11-01"), day("2027-02-28"))
    );
    assert!(on("2027-03-01").is_none());
    assert_eq!(on("2027-11-01").unwrap().period.first, day("2027-11-01"));
    let visits = [seen("v1", &home, "2026-12-31")];
    let book = Book::new(&visits, &[]);
    let there = duties(&MADE, &book, &viewer, &home, "2027-02-28");
    assert_eq!(done(&there, "T06").day, day("2026-12-31"));
}

// --------------------------------------------------------------- campaigns

#[test]
fn a_campaign_sees_everybody_of_its_roster_once_whoever_goes() {
    let home = home(
        "h2",
        [
            apart("p2", "李大样"),
            apart_since("p3", "李二样", "2026-11-20"),
        ],
    );
    let visits = [visit("v1", &home, "2026-11-05")
        .by("w2", &[Role::TownshipOfficer])
        .met("p2", "1")
        .record()];
    let book = Book::new(&visits, &[]);
    let there = duties(&MADE, &book, &grid_member(), &home, "2026-11-25");
    let of = |person: &str| {
        let mut all = there.duties.iter();
        all.find(|state| {
            state.duty.obligation == "T07"
                && state.duty.about == on(person)
                && state.duty.role == Role::GridMember
        })
        .unwrap()
    };
    assert!(matches!(&of("p2").status, Status::Done(done) if done.worker == WorkerId::new("w2")));
    assert_eq!(
        (of("p3").from, of("p3").due),
        (day("2026-11-20"), day("2026-11-30"))
    );
    assert_eq!(of("p3").duty.first, day("2026-11-01"));
    let after = duties(&MADE, &book, &grid_member(), &home, "2026-12-01");
    assert!(
        after
            .duties
            .iter()
            .all(|state| state.duty.obligation != "T07")
    );
    // Whoever is in none of its classes is not looked for.
    let other = tanfang_domain::people::Household {
        persons: vec![person("p9", "样例")],
        ..zhao()
    };
    let there = duties(
        &MADE,
        &Book::default(),
        &grid_member(),
        &other,
        "2026-11-25",
    );
    assert!(
        there
            .duties
            .iter()
            .all(|state| state.duty.obligation != "T07")
    );
}

// --------------------------------------------------------------- §3.4

#[test]
fn an_answered_call_completes_a_day_and_an_unanswered_one_proposes_to_go_there() {
    let home = zhao();
    let viewer = grid_member();
    let calls = [
        call("c1", &home, "2026-11-16", "1"),
        call("c2", &home, "2026-11-17", "3"),
    ];
    let book = Book::default().with_contacts(&calls);
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-16");
    assert_eq!(done(&there, "T08").contact, Some(ContactId::new("c1")));
    assert_eq!(done(&there, "T08").visit, None);
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-17");
    let t08 = state(&there, "T08").unwrap();
    assert!(matches!(&t08.why.missing[..], [Missing::NoAnswer { .. }]));
    assert_eq!(
        t08.why.suggests,
        [Suggestion::GoThere {
            day: day("2026-11-17")
        }]
    );
    // A call is no visit: the monthly meeting is as open as before.
    assert_eq!(state(&there, "T10").unwrap().status, Status::NotDone);
    assert_eq!(
        state(&there, "T10").unwrap().why.missing,
        [Missing::NoVisit]
    );
    // Who goes there instead of calling has done more.
    let visits = [seen("v1", &home, "2026-11-17")];
    let book = Book::new(&visits, &[]).with_contacts(&calls);
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-17");
    assert!(done(&there, "T08").visit.is_some());
}

#[test]
fn a_visit_and_a_call_are_both_needed_where_both_are_asked_for() {
    let home = zhao();
    let viewer = grid_member();
    let calls = [call("c1", &home, "2026-11-16", "1")];
    let visits = [seen("v1", &home, "2026-11-12")];
    let only = |book: &Book<'_>| {
        let there = duties(&MADE, book, &viewer, &home, "2026-11-18");
        state(&there, "T09").unwrap().why.missing.clone()
    };
    assert_eq!(only(&Book::default()), [Missing::NoVisit, Missing::NoCall]);
    assert_eq!(only(&Book::new(&visits, &[])), [Missing::NoCall]);
    assert_eq!(
        only(&Book::default().with_contacts(&calls)),
        [Missing::NoVisit]
    );
    let book = Book::new(&visits, &[]).with_contacts(&calls);
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-18");
    let both = done(&there, "T09");
    assert!(both.visit.is_some() && both.contact.is_some());
    assert_eq!(both.day, day("2026-11-16"));
}

#[test]
fn only_an_override_with_dates_and_area_lets_a_call_stand_for_a_visit() {
    let home = zhao();
    let viewer = grid_member();
    let calls = [call("c1", &home, "2026-11-16", "1")];
    let status = |overrides: &[OverrideRecord], visits: &[VisitRecord]| {
        let book = Book::new(visits, &[])
            .with_contacts(&calls)
            .with_overrides(overrides);
        let there = duties(&MADE, &book, &viewer, &home, "2026-11-18");
        state(&there, "T10").unwrap().status.clone()
    };
    assert_eq!(status(&[], &[]), Status::NotDone);
    let right = by_phone(Some("990101001000"), "2026-11-10", "2026-11-16");
    assert!(matches!(
        status(from_ref(&right), &[]),
        Status::Done(done) if done.non_contact && done.contact.is_some()
    ));
    let elsewhere = by_phone(Some("990101002000"), "2026-11-10", "2026-11-16");
    assert_eq!(status(&[elsewhere], &[]), Status::NotDone);
    let over = by_phone(None, "2026-11-01", "2026-11-15");
    assert_eq!(status(&[over], &[]), Status::NotDone);
    // A real visit takes the place of the substitute, whenever it was.
    let visits = [seen("v1", &home, "2026-11-17")];
    assert!(matches!(
        status(&[right], &visits),
        Status::Done(done) if !done.non_contact && done.visit.is_some()
    ));
}

#[test]
fn who_inspects_counts_for_nobody_and_two_who_go_together_count_each() {
    let home = zhao();
    let by = |id: &str, worker: &str, role| {
        visit(id, &home, "2026-11-17")
            .by(worker, &[role])
            .met("p1", "1")
            .record()
    };
    let inspector = [by("v1", "w9", Role::Inspector)];
    let book = Book::new(&inspector, &[]);
    let there = duties(&MADE, &book, &grid_member(), &home, "2026-11-18");
    assert_eq!(state(&there, "T10").unwrap().status, Status::NotDone);
    let together = [
        by("v1", "w1", Role::GridMember),
        by("v2", "w2", Role::TownshipOfficer),
    ];
    let book = Book::new(&together, &[]);
    let there = duties(&MADE, &book, &grid_member(), &home, "2026-11-18");
    assert_eq!(done(&there, "T10").worker, WorkerId::new("w1"));
    assert_eq!(
        done(&there, "T10").extra,
        0,
        "the other's visit is the other's"
    );
}

#[test]
fn trips_in_a_row_that_met_nobody_are_counted_and_proposed_as_lost_where_the_county_says() {
    let home = zhao();
    let visits = [seen("v1", &home, "2026-11-02")];
    let attempts = [
        attempt("a0", &home, "2026-11-01"),
        attempt("a1", &home, "2026-11-09"),
        attempt("a2", &home, "2026-11-16"),
    ];
    let book = Book::new(&visits, &attempts);
    // 2026-12: the visit of November is another month's.
    let attempts_later = [
        attempts[1].clone(),
        attempts[2].clone(),
        attempt("a3", &home, "2026-12-07"),
    ];
    let later = Book::new(&visits, &attempts_later);
    let viewer = grid_member();
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-18");
    assert!(matches!(
        state(&there, "T10").unwrap().status,
        Status::Done(_)
    ));
    let there = duties(&MADE, &later, &viewer, &home, "2026-12-08");
    let why = &state(&there, "T10").unwrap().why;
    assert_eq!(why.missed_in_row, 3);
    assert_eq!(why.suggests, []);
    let set = made(
        RULES,
        CAMPAIGNS,
        "[[rhythm]]\nmissed_in_row = 3\ncite = \"DEMO\"\n",
    );
    let there = duties(&set, &later, &viewer, &home, "2026-12-07");
    let why = &state(&there, "T10").unwrap().why;
    assert_eq!(why.suggests, [Suggestion::Lost { trips: 3 }]);
}

#[test]
fn a_home_is_tried_again_at_another_time_before_the_first_duty_of_the_viewer_ends() {
    let home = zhao();
    let visits = [seen("v1", &home, "2026-11-02")];
    let attempts = [
        attempt("a1", &home, "2026-11-16"),
        attempt("a2", &home, "2026-12-07"),
    ];
    let book = Book::new(&visits, &attempts);
    let viewer = grid_member();
    let next = |today: &str, now, failing| {
        let schedule = Schedule::new(&MADE, &book, &viewer, day(today));
        let duties = schedule.today([&home]).duties;
        assert!(
            duties
                .iter()
                .any(|duty| duty.own && duty.is_open_on(day(today)))
        );
        let times = Times::default();
        (
            schedule.missed(&home.id).len(),
            schedule.again(&home.id, &duties, &times, now, failing),
        )
    };
    // Both missed on a Monday at noon: another weekday, another time.
    let (missed, tomorrow) = next("2026-12-07", DayPart::Afternoon, false);
    assert_eq!(missed, 2);
    let tomorrow = tomorrow.unwrap();
    assert!(tomorrow.0 > day("2026-12-07") && tomorrow.1 != DayPart::Afternoon);
    // On the day after, today will do, but not what is over of it.
    let (_, today) = next("2026-12-08", DayPart::Evening, false);
    assert!(today.unwrap() >= (day("2026-12-08"), DayPart::Evening));
    // A trip that is about to be written down failed today: not today.
    let (_, later) = next("2026-12-08", DayPart::Evening, true);
    assert!(later.unwrap().0 > day("2026-12-08"));
    // What happens later is not known yet.
    assert_eq!(next("2026-11-30", DayPart::Morning, false).0, 1);
}

// --------------------------------------------------------------- §3.5

#[test]
fn a_pause_makes_nobody_late_keeps_the_duty_and_a_visit_in_hospital_counts() {
    let home = zhao();
    let viewer = grid_member();
    let pauses = [pause(&home, "2026-11-10", "2026-12-20")];
    let book = Book::default().with_pauses(&pauses);
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-18");
    let t10 = state(&there, "T10").unwrap();
    assert_eq!(
        t10.status,
        Status::Paused {
            until: day("2026-12-20"),
            why: PauseWhy::Hospital
        }
    );
    assert_eq!(t10.late_days(day("2027-01-01")), None);
    // A call is no visit: the pause of visits leaves it.
    assert_eq!(state(&there, "T08").unwrap().status, Status::NotDone);
    let before = duties(&MADE, &book, &viewer, &home, "2026-11-09");
    assert_eq!(state(&before, "T10").unwrap().status, Status::NotDone);
    let after = duties(&MADE, &book, &viewer, &home, "2026-12-21");
    assert_eq!(state(&after, "T10").unwrap().status, Status::NotDone);
    let mut in_hospital = seen("v1", &home, "2026-11-17");
    in_hospital.place = Some(VisitPlace::Hospital);
    let visits = [in_hospital];
    let book = Book::new(&visits, &[]).with_pauses(&pauses);
    assert!(
        done(&duties(&MADE, &book, &viewer, &home, "2026-11-18"), "T10")
            .visit
            .is_some()
    );
    // Lifted: the newer record under the same id counts.
    let mut lifted = pauses[0].clone();
    lifted.to = day("2026-11-12");
    lifted.origin = origin("o-u2", 2);
    let both = [lifted, pauses[0].clone()];
    let book = Book::default().with_pauses(&both);
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-18");
    assert_eq!(state(&there, "T10").unwrap().status, Status::NotDone);
}

#[test]
fn a_disaster_cancels_nothing_and_is_named_where_a_visit_was_missed() {
    let home = zhao();
    let events = [disaster("2026-11-10", Some("2026-11-14"))];
    let book = Book::default().with_events(&events);
    let viewer = grid_member();
    let there = duties(&MADE, &book, &viewer, &home, "2026-11-18");
    let t10 = state(&there, "T10").unwrap();
    assert_eq!(t10.status, Status::NotDone);
    assert_eq!(t10.why.events, ["灾害"]);
    let later = duties(&MADE, &book, &viewer, &home, "2026-12-18");
    assert!(state(&later, "T10").unwrap().why.events.is_empty());
}

#[test]
fn who_comes_in_the_middle_is_seen_by_the_earlier_of_period_and_first_visit_days() {
    let home = home("h5", [apart_since("p5", "样例", "2026-11-10")]);
    let viewer = grid_member();
    let empty = Book::default();
    let without = duties(&MADE, &empty, &viewer, &home, "2026-11-18");
    assert_eq!(state(&without, "T10").unwrap().due, day("2026-11-30"));
    let set = made(
        RULES,
        CAMPAIGNS,
        "[[rhythm]]\nfirst_visit_days = 7\ncite = \"DEMO\"\n",
    );
    let with = duties(&set, &empty, &viewer, &home, "2026-11-18");
    let t10 = state(&with, "T10").unwrap();
    assert_eq!((t10.from, t10.due), (day("2026-11-10"), day("2026-11-17")));
    assert_eq!(t10.late_days(day("2026-11-18")), Some(1));
    // Late, and the period can still be filled.
    let visits = [seen("v1", &home, "2026-11-20")];
    let book = Book::new(&visits, &[]);
    assert_eq!(
        done(&duties(&set, &book, &viewer, &home, "2026-11-20"), "T10").day,
        day("2026-11-20")
    );
    let next = duties(&set, &empty, &viewer, &home, "2026-12-02");
    assert_eq!(
        state(&next, "T10").unwrap().due,
        day("2026-12-31"),
        "only the first"
    );
}

#[test]
fn a_worker_who_is_replaced_leaves_what_was_done_in_the_own_name() {
    let home = zhao();
    let visits = [seen("v1", &home, "2026-11-03")];
    let book = Book::new(&visits, &[]);
    let successor = viewer("w7", &[Role::GridMember]);
    let there = duties(&MADE, &book, &successor, &home, "2026-11-18");
    assert_eq!(done(&there, "T10").worker, WorkerId::new("w1"));
    assert!(state(&there, "T10").unwrap().own, "the duty is the grid's");
}

#[test]
fn a_home_that_moves_to_another_grid_keeps_what_was_done_and_owes_from_the_move_on() {
    // Two ops: the person left one home and joined the other.
    let mut old = zhao();
    old.persons[0].left = Some(tanfang_domain::people::Left {
        day: day("2026-11-15"),
        why: tanfang_domain::event::LeftWhy::Moved,
        op: OpId::new("o-left"),
    });
    let mut new = zhao();
    new.id = HouseholdId::new("h1b");
    new.grid = GridId::new("g2");
    new.persons[0].joined = Some(day("2026-11-15"));
    let visits = [seen("v1", &old, "2026-11-03")];
    let book = Book::new(&visits, &[]);
    let viewer = grid_member();
    let there = duties(&MADE, &book, &viewer, &old, "2026-11-18");
    assert_eq!(done(&there, "T10").day, day("2026-11-03"));
    let there = duties(&MADE, &book, &viewer, &new, "2026-11-18");
    let t10 = state(&there, "T10").unwrap();
    assert_eq!(
        (&t10.status, t10.from),
        (&Status::NotDone, day("2026-11-15"))
    );
}

#[test]
fn a_late_upload_counts_in_the_period_of_the_visit_with_both_days() {
    let home = zhao();
    let mut late = seen("v1", &home, "2026-10-30");
    late.closed = noon(day("2026-11-05"));
    late.opened = noon(day("2026-11-05"));
    let visits = [late];
    let book = Book::new(&visits, &[]);
    let viewer = grid_member();
    let schedule = Schedule::new(&MADE, &book, &viewer, day("2026-11-18"));
    let october = schedule.between([&home], day("2026-10-01"), day("2026-10-31"));
    let of_month = done(&october, "T10");
    assert_eq!(
        (of_month.day, of_month.recorded),
        (day("2026-10-30"), day("2026-11-05"))
    );
    assert_eq!(of_month.capacity, Capacity::Own);
    let november = schedule.today([&home]);
    assert_eq!(state(&november, "T10").unwrap().status, Status::NotDone);
}

#[test]
fn an_exit_that_an_event_froze_comes_back_when_it_is_over() {
    let home = zhao();
    let freeze = |to| PlaceEvent {
        name: "暂停退出".into(),
        ..disaster("2026-11-01", to)
    };
    let about = Subject::Household(home.id.clone());
    let on = |events: &[PlaceEvent], raised: &str, today: &str| {
        let flag = ("should_exit", &about);
        hold(&MADE, &home, events, flag, day(raised), day(today))
    };
    let running = [freeze(None)];
    assert_eq!(on(&running, "2026-11-03", "2026-11-18"), Hold::Held);
    assert_eq!(on(&[], "2026-11-03", "2026-11-18"), Hold::Free);
    let over = [freeze(Some("2026-11-10"))];
    assert_eq!(
        on(&over, "2026-11-03", "2026-11-18"),
        Hold::Back(day("2026-11-11"))
    );
    assert_eq!(
        on(&over, "2026-11-12", "2026-11-18"),
        Hold::Free,
        "raised after it"
    );
}

// --------------------------------------------------------------- doubt

#[test]
fn visits_that_cannot_have_been_are_kept_and_complete_nothing() {
    let mut home = zhao();
    home.persons[0].facts.push(fact(
        "birth",
        FactValue::Day(day("1950-05-01")),
        "2020-01-01",
    ));
    home.persons[0].died = Some(Death {
        day: day("2026-11-10"),
        op: OpId::new("o-died"),
    });
    let visits = [
        seen("v1", &home, "1949-01-01"),
        seen("v2", &home, "2026-11-12"),
        seen("v3", &home, "2029-01-01"),
    ];
    let book = Book::new(&visits, &[]);
    let viewer = grid_member();
    let schedule = Schedule::new(&MADE, &book, &viewer, day("2026-11-18"));
    let doubts: Vec<(&str, Doubt)> = schedule
        .doubts(&home)
        .iter()
        .map(|doubtful| match doubtful.visit.as_str() {
            "v1" => ("v1", doubtful.doubt),
            "v2" => ("v2", doubtful.doubt),
            _ => ("v3", doubtful.doubt),
        })
        .collect();
    assert_eq!(
        doubts,
        [
            ("v1", Doubt::BeforeBirth),
            ("v2", Doubt::AfterDeath),
            ("v3", Doubt::Future),
            ("v3", Doubt::AfterDeath),
        ]
    );
    let there = schedule.today([&home]);
    assert!(matches!(
        state(&there, "T10").unwrap().status,
        Status::Ended {
            reason: EndReason::Died,
            ..
        }
    ));
}

#[test]
fn a_visit_whose_clock_went_back_counts_on_its_day_with_a_mark() {
    let home = zhao();
    let mut record = seen("v1", &home, "2026-11-17");
    record.closed = noon(day("2026-11-12"));
    let visits = [record];
    let book = Book::new(&visits, &[]);
    let there = duties(&MADE, &book, &grid_member(), &home, "2026-11-18");
    assert_eq!(done(&there, "T10").doubt, Some(Doubt::ClockBack));
}

// --------------------------------------------------------------- places, reports

#[test]
fn a_patrol_is_owed_to_a_place_while_its_event_runs_and_done_by_a_round() {
    let home = zhao();
    let events = [disaster("2026-11-16", Some("2026-11-17"))];
    let round = PatrolRecord {
        patrol: PatrolId::new("x1"),
        grid: GridId::new(GRID),
        worker: WorkerId::new("w1"),
        day: day("2026-11-16"),
        at: noon(day("2026-11-16")),
        groups: vec!["二组".into()],
        roles: vec![Role::GridMember],
        note: None,
        clues: Vec::new(),
        origin: origin("o-x1", 1),
    };
    let rounds = [round];
    let book = Book::default().with_events(&events).with_patrols(&rounds);
    let viewer = grid_member();
    let schedule = Schedule::new(&MADE, &book, &viewer, day("2026-11-18"));
    let places = schedule.places([&home], day("2026-11-14"), day("2026-11-18"));
    let t11: Vec<_> = places.iter().filter(|p| p.obligation.id == "T11").collect();
    assert_eq!(t11.len(), 2, "while the event runs, a day each");
    assert!(matches!(
        &t11[0].status,
        Status::Done(done) if done.patrol == Some(PatrolId::new("x1"))
    ));
    assert_eq!(t11[1].status, Status::NotDone);
    assert_eq!(t11[1].late_days(day("2026-11-18")), Some(1));
    assert_eq!(t11[1].id().as_str(), "T11/GridMember/place:g1/2026-11-17");
    // Somebody whose records never came is not said to have done nothing.
    let other = officer();
    let unheard = Book::default().with_events(&events);
    let schedule = Schedule::new(&MADE, &unheard, &other, day("2026-11-18"));
    let places = schedule.places([&home], day("2026-11-16"), day("2026-11-16"));
    let t11 = places.iter().find(|p| p.obligation.id == "T11").unwrap();
    assert_eq!(t11.status, Status::Unknown);
}

#[test]
fn deadlines_of_campaigns_subjects_and_events_are_kept_or_late() {
    let mut home = zhao();
    moves_in(&mut home, "2026-11-10");
    let person = on("p1");
    let handed = [HandedRecord {
        deadline: "E02".into(),
        role: Role::GridMember,
        grid: GridId::new(GRID),
        first: day("2026-11-10"),
        about: Some(person.clone()),
        day: day("2026-11-12"),
        note: None,
        worker: WorkerId::new("w1"),
        origin: origin("o-h1", 1),
    }];
    let events = [disaster("2026-11-02", Some("2026-11-11"))];
    let book = Book::default().with_events(&events).with_handed(&handed);
    let viewer = grid_member();
    let schedule = Schedule::new(&MADE, &book, &viewer, day("2026-11-18"));
    let all =
        schedule.deadlines_between([&home], day("2026-11-18"), day("2026-11-18"), &calendar());
    let of = |id: &str| all.iter().find(|state| state.deadline.id == id).unwrap();
    assert_eq!(of("E01").due.as_ref().unwrap().day, day("2026-11-30"));
    let e02 = of("E02");
    assert_eq!(e02.subject, Some(person));
    assert_eq!(e02.due.as_ref().unwrap().day, day("2026-11-10"));
    assert!(e02.handed.as_ref().is_some_and(|handed| handed.late));
    assert_eq!(e02.late_days(day("2026-11-18")), None);
    // The end of the event opens it; that nothing ever happened does not.
    assert_eq!(
        (of("E03").period.first, &of("E03").due),
        (day("2026-11-12"), &None)
    );
    let calm = Book::default();
    let schedule = Schedule::new(&MADE, &calm, &viewer, day("2026-11-18"));
    let all =
        schedule.deadlines_between([&home], day("2026-11-18"), day("2026-11-18"), &calendar());
    assert!(all.iter().all(|state| state.deadline.id != "E03"));
    let e02 = all.iter().find(|state| state.deadline.id == "E02").unwrap();
    assert_eq!(e02.late_days(day("2026-11-18")), Some(8));
}

// --------------------------------------------------------------- bad input

fn first_finding(rules: &str, campaigns: &str) -> tanfang_policy::diag::Diagnostic {
    try_made(rules, campaigns, "").unwrap_err().remove(0)
}

fn rule(when: &str) -> String {
    format!(
        "[[obligation]]\nid = \"T90\"\nname = \"样例\"\nlevel = \"建议\"\nwho = [\"GridMember\"]\n\
         about = \"人\"\nmode = \"上门\"\n{when}\n"
    )
}

#[test]
fn rules_that_cannot_be_are_refused_with_file_and_line() {
    for (when, code, line) in [
        ("every = \"日\"\nat_least = 2", Code::BadValue, 9),
        ("every = \"周\"\nat_least = 8", Code::BadValue, 9),
        ("every = \"旬\"", Code::NotAllowed, 8),
        (
            "window = { from = \"13-01\", to = \"02-28\" }",
            Code::BadValue,
            8,
        ),
        ("once = \"C99\"", Code::UnknownTarget, 8),
        (
            "every = \"月\"\nwhom = \"年龄 < 10 且 1 = 2\"",
            Code::Constant,
            9,
        ),
        ("on = \"供养方式 = 集中\"", Code::MissingKey, 1),
        (
            "before = \"没有这个日期\"\nlead = \"3天\"",
            Code::UnknownTarget,
            8,
        ),
        ("every = \"月\"\nwithin = \"3天\"", Code::NotAllowed, 9),
    ] {
        let finding = first_finding(&rule(when), "");
        assert_eq!(
            (finding.code, finding.line),
            (code, line),
            "{when}: {finding}"
        );
        assert_eq!(finding.file, "DEMO-COUNTY/obligations.toml", "{when}");
    }
    let twice = rule("every = \"月\"").repeat(2);
    assert_eq!(first_finding(&twice, "").code, Code::IdTwice);
    let backward = CAMPAIGNS.replace("until = 2026-11-30", "until = 2026-10-30");
    let finding = first_finding("", &backward);
    assert_eq!(
        (finding.code, finding.file.as_str(), finding.line),
        (Code::DatesReversed, "DEMO-COUNTY/campaigns.toml", 6)
    );
}

#[test]
fn a_span_that_ends_before_it_begins_has_no_duties() {
    let home = zhao();
    let book = Book::default();
    let viewer = grid_member();
    let schedule = Schedule::new(&MADE, &book, &viewer, day("2026-11-18"));
    let none = schedule.between([&home], day("2026-11-18"), day("2026-11-17"));
    assert!(none.duties.is_empty() && none.places.is_empty());
    assert!(PersonId::new("p1") == home.persons[0].id);
}

// --------------------------------------------------------------- whatever happens

mod properties {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use tanfang_domain::schedule::AttemptRecord;

    /// One thing that happened at a home in twelve weeks.
    #[derive(Debug, Clone)]
    enum Happening {
        Visit(i64, &'static str, bool),
        Phone(i64),
        Call(i64, &'static str),
        Missed(i64),
    }

    fn happening() -> impl Strategy<Value = Happening> {
        let met = proptest::sample::select(vec!["1", "1", "2", "0"]);
        let result = proptest::sample::select(vec!["1", "2", "3", "5"]);
        prop_oneof![
            (0i64..84, met, any::<bool>())
                .prop_map(|(on, met, who)| Happening::Visit(on, met, who)),
            (0i64..84).prop_map(Happening::Phone),
            (0i64..84, result).prop_map(|(on, result)| Happening::Call(on, result)),
            (0i64..84).prop_map(Happening::Missed),
        ]
    }

    #[derive(Default, Clone)]
    struct Records {
        visits: Vec<VisitRecord>,
        calls: Vec<ContactRecord>,
        attempts: Vec<AttemptRecord>,
    }

    fn records(home: &Household, all: &[Happening]) -> Records {
        let mut records = Records::default();
        let start = day("2026-10-01");
        for (number, one) in all.iter().enumerate() {
            let id = format!("n{number}");
            let on = |offset: i64| start.plus_days(offset).to_string();
            match one {
                Happening::Visit(offset, met, inspects) => {
                    let made = visit(&id, home, &on(*offset)).met("p1", met);
                    records.visits.push(if *inspects {
                        made.by("w9", &[Role::Inspector]).record()
                    } else {
                        made.record()
                    });
                }
                Happening::Phone(offset) => records.visits.push(
                    visit(&id, home, &on(*offset))
                        .mode(Mode::Phone)
                        .met("p1", "1")
                        .record(),
                ),
                Happening::Call(offset, result) => {
                    records.calls.push(call(&id, home, &on(*offset), result));
                }
                Happening::Missed(offset) => {
                    records.attempts.push(attempt(&id, home, &on(*offset)));
                }
            }
        }
        records
    }

    fn all(home: &Household, records: &Records) -> Vec<DutyState> {
        let viewer = grid_member();
        let pauses = [pause(home, "2026-11-10", "2026-11-20")];
        let overrides = [by_phone(None, "2026-10-05", "2026-10-20")];
        let book = Book::new(&records.visits, &records.attempts)
            .with_contacts(&records.calls)
            .with_pauses(&pauses)
            .with_overrides(&overrides);
        Schedule::new(&MADE, &book, &viewer, day("2026-12-23"))
            .between([home], day("2026-10-01"), day("2026-12-23"))
            .duties
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_order_of_records_does_not_matter(
            happenings in proptest::collection::vec(happening(), 0..20),
        ) {
            let home = zhao();
            let forward = records(&home, &happenings);
            let mut backward = forward.clone();
            backward.visits.reverse();
            backward.calls.reverse();
            backward.attempts.reverse();
            prop_assert_eq!(all(&home, &forward), all(&home, &backward));
        }

        #[test]
        fn another_record_never_undoes_a_duty_nor_counts_in_two_periods(
            happenings in proptest::collection::vec(happening(), 0..16),
            more in proptest::collection::vec(happening(), 1..6),
        ) {
            let home = zhao();
            let before = all(&home, &records(&home, &happenings));
            let with: Vec<Happening> = happenings.into_iter().chain(more).collect();
            let after = all(&home, &records(&home, &with));
            for state in before.iter().filter(|s| matches!(s.status, Status::Done(_))) {
                let same = after.iter().find(|other| other.duty == state.duty).unwrap();
                prop_assert!(matches!(same.status, Status::Done(_)), "{:?}", state.duty);
            }
            let mut used: BTreeSet<(&str, Role, &str)> = BTreeSet::new();
            for state in &after {
                let Status::Done(done) = &state.status else { continue };
                prop_assert!(state.period.contains(done.day));
                prop_assert!(done.worker != WorkerId::new("w9"), "who inspects counts for nobody");
                if let Some(visit) = &done.visit {
                    let key = (state.duty.obligation.as_str(), state.duty.role, visit.as_str());
                    prop_assert!(used.insert(key), "{:?} twice", visit);
                }
            }
        }
    }
}
