//! Pauses, orders of another contact, rounds and reports: what is refused, and what is written.

use crate::kit::{GRID, brothers, day, grid_member, noon, origin, viewer, work, zhao};
use tanfang_domain::event::{Event, Mode, NewOp, PauseWhy, ReportHanded};
use tanfang_domain::people::Death;
use tanfang_domain::role::Role;
use tanfang_domain::schedule::record::{OverrideRecord, PauseRecord};
use tanfang_domain::trips::{LONGEST, TripError, order, patrol, pause, report};
use tanfang_values::{GridId, PersonId};

const TODAY: &str = "2026-11-20";

fn asked() -> pause::Asked {
    pause::Asked {
        person: Some(PersonId::new("p1")),
        obligations: vec!["V02".to_owned()],
        from: day("2026-11-18"),
        to: day("2026-12-05"),
        why: PauseWhy::Hospital,
        note: Some("  ".to_owned()),
        approved_by: " 陈样例 ".to_owned(),
        was: None,
    }
}

fn refused(change: impl FnOnce(&mut pause::Asked)) -> TripError {
    let mut asked = asked();
    change(&mut asked);
    pause::decide(work(), &zhao(), &asked, noon(day(TODAY))).unwrap_err()
}

fn paused(op: NewOp) -> tanfang_domain::event::PauseSet {
    match op.event {
        Event::PauseSet(pause) => pause,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pause_names_who_approved_it_and_ends() {
    let op = pause::decide(work(), &zhao(), &asked(), noon(day(TODAY))).unwrap();
    assert_eq!(op.scope.to_string(), "g1/core");
    let pause = paused(op);
    assert_eq!(pause.approved_by, "陈样例");
    assert_eq!(pause.note, None);
    assert_eq!(
        refused(|asked| asked.approved_by = " ".to_owned()),
        TripError::NoApprover
    );
    assert!(matches!(
        refused(|asked| asked.to = day("2026-11-17")),
        TripError::EndsBeforeItBegins { .. }
    ));
    let latest = day(TODAY).plus_days(LONGEST);
    assert_eq!(
        refused(|asked| asked.to = latest.plus_days(1)),
        TripError::TooFar {
            day: latest.plus_days(1),
            latest
        }
    );
    let mut longest = asked();
    longest.to = latest;
    assert!(pause::decide(work(), &zhao(), &longest, noon(day(TODAY))).is_ok());
    assert!(matches!(
        refused(|asked| asked.obligations.push("V99".to_owned())),
        TripError::UnknownObligation { .. }
    ));
    assert_eq!(
        refused(|asked| asked.why = PauseWhy::Other),
        TripError::NoReason
    );
}

#[test]
fn a_pause_far_ahead_is_refused_wherever_it_begins() {
    let far = day(TODAY).plus_days(5 * LONGEST);
    assert!(matches!(
        refused(|asked| {
            asked.from = far;
            asked.to = far;
        }),
        TripError::TooFar { .. }
    ));
}

#[test]
fn a_pause_is_about_somebody_who_lives_there_in_that_time() {
    assert!(matches!(
        refused(|asked| asked.person = Some(PersonId::new("p9"))),
        TripError::NobodyThere { .. }
    ));
    let mut dead = zhao();
    dead.persons[0].died = Some(Death {
        day: day("2026-11-10"),
        op: "o-died".into(),
    });
    let error = pause::decide(work(), &dead, &asked(), noon(day(TODAY))).unwrap_err();
    assert!(matches!(error, TripError::NobodyThere { .. }));
    // Everybody of the home, of whom one is enough.
    let mut whole = asked();
    whole.person = None;
    assert!(pause::decide(work(), &brothers(), &whole, noon(day(TODAY))).is_ok());
}

#[test]
fn the_same_pause_again_is_one_and_another_day_is_another() {
    let of = |asked: &pause::Asked| {
        paused(pause::decide(work(), &zhao(), asked, noon(day(TODAY))).unwrap()).pause
    };
    let mut longer = asked();
    longer.to = day("2026-12-20");
    assert_eq!(of(&asked()), of(&longer));
    assert_eq!(of(&asked()), pause::id(&zhao().id, &asked()));
    let mut later = asked();
    later.from = day("2026-11-19");
    assert_ne!(of(&asked()), of(&later));
}

#[test]
fn a_pause_is_lifted_by_an_earlier_last_day() {
    let set = paused(pause::decide(work(), &zhao(), &asked(), noon(day(TODAY))).unwrap());
    let record = PauseRecord {
        pause: set.pause.clone(),
        household: set.household.clone(),
        person: set.person.clone(),
        obligations: set.obligations.clone(),
        from: set.from,
        to: set.to,
        why: set.why,
        note: None,
        approved_by: set.approved_by.clone(),
        origin: origin("o-pause", 1),
    };
    let lifted = paused(pause::lift(&zhao(), &record, day("2026-11-19")).unwrap());
    assert_eq!(lifted.to, day("2026-11-19"));
    assert_eq!(lifted.was, Some("o-pause".into()));
    assert_eq!((lifted.pause, lifted.from), (set.pause, set.from));
    assert!(matches!(
        pause::lift(&zhao(), &record, record.to),
        Err(TripError::NotEarlier { .. })
    ));
}

fn order_asked() -> order::Asked {
    order::Asked {
        area: Some("990101001001".to_owned()),
        obligations: Vec::new(),
        mode: Mode::Phone,
        from: day(TODAY),
        to: day("2026-11-30"),
        source: "样例乡镇通知第1号".to_owned(),
        was: None,
    }
}

#[test]
fn another_contact_is_allowed_by_a_paper_for_a_time_and_an_area() {
    let grid = GridId::new(GRID);
    let decide = |asked: &order::Asked| order::decide(work(), &grid, asked, noon(day(TODAY)));
    let Event::ModeOverride(set) = decide(&order_asked()).unwrap().event else {
        panic!("no order");
    };
    assert_eq!(set.area.as_deref(), Some("990101001001"));
    let with = |change: fn(&mut order::Asked)| {
        let mut asked = order_asked();
        change(&mut asked);
        decide(&asked).unwrap_err()
    };
    assert_eq!(
        with(|asked| asked.source = String::new()),
        TripError::NoSource
    );
    assert_eq!(
        with(|asked| asked.mode = Mode::InPerson),
        TripError::NoOtherContact
    );
    assert!(matches!(
        with(|asked| asked.area = Some("石板村".to_owned())),
        TripError::BadArea { .. }
    ));
    assert!(matches!(
        with(|asked| asked.to = day("2026-11-19")),
        TripError::EndsBeforeItBegins { .. }
    ));
    let record = OverrideRecord {
        id: set.id.clone(),
        grid: grid.clone(),
        area: set.area,
        obligations: Vec::new(),
        mode: set.mode,
        from: set.from,
        to: set.to,
        source: set.source,
        origin: origin("o-order", 1),
    };
    let Event::ModeOverride(ended) = order::end(&record, day("2026-11-22")).unwrap().event else {
        panic!("no order");
    };
    assert_eq!((ended.id, ended.to), (set.id, day("2026-11-22")));
    assert!(order::end(&record, record.to).is_err());
}

fn walked() -> patrol::Asked {
    patrol::Asked {
        patrol: "r1".into(),
        day: day(TODAY),
        groups: vec!["一组".to_owned(), " ".to_owned()],
        answers: Vec::new(),
        note: None,
        clues: vec![patrol::Seen {
            code: None,
            place: "石桥东头".to_owned(),
            people: Some(1),
            answers: Vec::new(),
            note: None,
        }],
    }
}

#[test]
fn a_round_says_where_it_saw_what_and_closing_it_twice_is_one() {
    let grid = GridId::new(GRID);
    let decide = |asked: &patrol::Asked| {
        patrol::decide(work(), &grid, &grid_member(), asked, noon(day(TODAY)))
    };
    let op = decide(&walked()).unwrap();
    assert_eq!(op, decide(&walked()).unwrap());
    let Event::Patrol(round) = op.event else {
        panic!("no round");
    };
    assert_eq!(round.groups, ["一组"]);
    assert_eq!(round.roles, [Role::GridMember]);
    let with = |change: fn(&mut patrol::Asked)| {
        let mut asked = walked();
        change(&mut asked);
        decide(&asked).unwrap_err()
    };
    assert!(matches!(
        with(|asked| asked.day = asked.day.plus_days(1)),
        TripError::InFuture { .. }
    ));
    assert_eq!(
        with(|asked| asked.clues[0].place = " ".to_owned()),
        TripError::NowhereSeen { n: 1 }
    );
    assert!(matches!(
        with(|asked| asked.clues[0].code = Some("no_such_flag".to_owned())),
        TripError::UnknownFlag { .. }
    ));
    // A question that is asked at homes is asked on no round.
    let (_, at_home) = work()
        .checklist("CL-03")
        .and_then(|list| list.questions.first().map(|q| (list, q)))
        .unwrap();
    let mut asked = walked();
    let value = tanfang_policy::value::FactValue::Unclear;
    asked.clues[0].answers = vec![(at_home.id.clone(), value)];
    assert!(matches!(
        decide(&asked).unwrap_err(),
        TripError::UnknownQuestion { .. }
    ));
    let nobody = viewer("w9", &[]);
    assert!(matches!(
        patrol::decide(work(), &grid, &nobody, &walked(), noon(day(TODAY))),
        Err(TripError::NoRole { .. })
    ));
}

#[test]
fn only_who_owes_it_hands_it_in_and_not_tomorrow() {
    let grid = GridId::new(GRID);
    let deadline = work().deadlines().first().unwrap();
    let role = deadline.who[0];
    let asked = report::Asked {
        deadline: deadline.id.clone(),
        role,
        first: day("2026-11-01"),
        about: None,
        day: day(TODAY),
        note: None,
        was: None,
    };
    let hand_in = |asked: &report::Asked, roles: &[Role]| {
        report::hand_in(work(), &grid, &viewer("w1", roles), asked, noon(day(TODAY)))
    };
    let op = hand_in(&asked, &[role]).unwrap();
    let id = ReportHanded::id_of(&deadline.id, role, day("2026-11-01"), None);
    assert_eq!(op.event.entity(), id);
    assert!(matches!(
        hand_in(&asked, &[Role::Inspector]),
        Err(TripError::NotOwed { .. })
    ));
    let unknown = report::Asked {
        deadline: "D99".to_owned(),
        ..asked.clone()
    };
    assert!(matches!(
        hand_in(&unknown, &[role]),
        Err(TripError::UnknownDeadline { .. })
    ));
    let tomorrow = report::Asked {
        day: day(TODAY).plus_days(1),
        ..asked
    };
    assert!(matches!(
        hand_in(&tomorrow, &[role]),
        Err(TripError::InFuture { .. })
    ));
}
