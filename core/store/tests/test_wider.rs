//! Calls, control totals, match lists, events of a place, feedback: read as they stand.

use crate::help::{Place, T0, author};
use tanfang_domain::event::{
    Contact, ControlTotal, DataClass, Event, EventSet, Feedback, MatchAnswered, MatchBatch,
    MatchCell, MatchLinked, MatchRow, MatchSheet, Mode, NewOp, Scope, Whose,
};
use tanfang_store::{Of, Store, Tasks};
use tanfang_values::{Day, GridId, HouseholdId, OpId, Stamp};

fn day(n: i64) -> Day {
    Day::parse("2026-11-20").unwrap().plus_days(n)
}

fn at() -> Stamp {
    Stamp {
        ms: T0,
        offset_min: 480,
    }
}

fn of(class: DataClass, event: Event) -> NewOp {
    NewOp::new(Scope::new(GridId::new("g1"), class), event)
}

fn write(place: &mut Place, store: &Store, ops: Vec<NewOp>) -> Vec<OpId> {
    store
        .append(&author(), &place.now, &mut place.random, ops)
        .unwrap()
}

#[test]
fn contacts_of_a_home_and_of_today() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let contact = |id: &str, home: &str, on: Day| {
        of(
            DataClass::Core,
            Event::Contact(Contact {
                contact: id.into(),
                household: home.into(),
                day: on,
                at: at(),
                mode: Mode::Wechat,
                whose: Whose::Guardian,
                persons: vec!["p1".into()],
                result: "1".to_owned(),
                roles: Vec::new(),
                note: Some("好".to_owned()),
            }),
        )
    };
    let ops = vec![
        contact("c1", "h1", day(-3)),
        contact("c2", "h1", day(0)),
        contact("c3", "h2", day(0)),
    ];
    write(&mut place, &store, ops);
    let read = |of: Of<'_>, from| {
        let found = store.read(|s| s.contacts(of, from)).unwrap();
        found
            .into_iter()
            .map(|c| c.contact.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    let (home, grid) = (HouseholdId::new("h1"), GridId::new("g1"));
    assert_eq!(read(Of::Home(&home), Day::MIN), ["c1", "c2"]);
    assert_eq!(read(Of::Grid(&grid), day(0)), ["c2", "c3"]);
    let all = store.read(|s| s.contacts(Of::All, Day::MIN)).unwrap();
    assert_eq!(all[0].whose, Whose::Guardian);
    assert_eq!(all[0].mode, Mode::Wechat);
    assert_eq!(all[0].note.as_deref(), Some("好"));
}

#[test]
fn of_a_control_total_the_last_word_counts() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let total = |persons, was: Option<OpId>| {
        of(
            DataClass::Core,
            Event::ControlTotal(ControlTotal {
                class: "tekun".to_owned(),
                division: "990101001001".to_owned(),
                households: None,
                persons: Some(persons),
                day: day(0),
                source: None,
                note: None,
                was,
            }),
        )
    };
    let first = write(&mut place, &store, vec![total(12, None)]).remove(0);
    let last = write(&mut place, &store, vec![total(13, Some(first))]).remove(0);
    let totals = store.read(|s| s.control_totals()).unwrap();
    assert_eq!(totals.len(), 1);
    assert_eq!((totals[0].persons, totals[0].households), (Some(13), None));
    assert_eq!(totals[0].op, last);
}

#[test]
fn a_match_list_becomes_tasks_that_are_linked_and_answered() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let row = |task: &str, n: u32, home: Option<&str>| {
        of(
            DataClass::Economic,
            Event::MatchRow(MatchRow {
                batch: "mb1".into(),
                task: task.into(),
                sheet: "一".to_owned(),
                row: n,
                row_sha256: format!("sha-{n}"),
                name: "赵样例".to_owned(),
                household: home.map(Into::into),
                person: home.map(|_| "p1".into()),
                cells: vec![MatchCell {
                    title: "疑点".to_owned(),
                    text: "有车".to_owned(),
                }],
                doubt: Some("有车".to_owned()),
            }),
        )
    };
    let batch = of(
        DataClass::Economic,
        Event::MatchBatch(MatchBatch {
            batch: "mb1".into(),
            file_name: "比对.xlsx".to_owned(),
            file_sha256: "sha".to_owned(),
            match_kind: "single".to_owned(),
            source: Some("样例县".to_owned()),
            day: day(0),
            sheets: vec![MatchSheet {
                name: "一".to_owned(),
                titles: vec!["疑点".to_owned()],
                rows: 2,
                blank: 0,
                note: 1,
                unreadable: 0,
            }],
            rows: 2,
        }),
    );
    write(
        &mut place,
        &store,
        vec![batch, row("t1", 2, Some("h1")), row("t2", 3, None)],
    );
    let tasks = |of: Of<'_>, which| {
        let found = store.read(|s| s.match_tasks(of, which)).unwrap();
        found
            .into_iter()
            .map(|t| t.task.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    let (home, grid) = (HouseholdId::new("h2"), GridId::new("g1"));
    assert_eq!(tasks(Of::Grid(&grid), Tasks::Open), ["t1", "t2"]);
    assert_eq!(tasks(Of::All, Tasks::Unlinked), ["t2"]);
    assert!(tasks(Of::Home(&home), Tasks::All).is_empty());
    let link = of(
        DataClass::Economic,
        Event::MatchLinked(MatchLinked {
            task: "t2".into(),
            batch: "mb1".into(),
            household: "h2".into(),
            person: "p2".into(),
            day: day(1),
            was: None,
        }),
    );
    let answer = |finding: &str, was: Option<OpId>| {
        of(
            DataClass::Economic,
            Event::MatchAnswered(MatchAnswered {
                task: "t2".into(),
                batch: "mb1".into(),
                day: day(2),
                visit: Some("v1".into()),
                finding: finding.to_owned(),
                note: None,
                was,
            }),
        )
    };
    let first = write(&mut place, &store, vec![link, answer("1", None)]).remove(1);
    write(&mut place, &store, vec![answer("2", Some(first))]);
    assert_eq!(tasks(Of::Home(&home), Tasks::All), ["t2"]);
    assert_eq!(tasks(Of::All, Tasks::Open), ["t1"]);
    let task = store.read(|s| s.match_task(&"t2".into())).unwrap().unwrap();
    assert_eq!(task.person.as_ref().unwrap().as_str(), "p2");
    assert_eq!(task.match_kind.as_deref(), Some("single"));
    assert_eq!(task.day, Some(day(0)));
    assert_eq!(task.answer.unwrap().finding, "2");
    let batches = store.read(|s| s.match_batches()).unwrap();
    assert_eq!((batches[0].tasks, batches[0].answered), (2, 1));
    assert_eq!(batches[0].sheets[0].titles, ["疑点"]);
    let known = store.read(|s| s.match_batch_of_file("sha")).unwrap();
    assert_eq!(known, Some("mb1".into()));
}

#[test]
fn an_event_runs_from_its_first_to_its_last_day() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let event = |to| {
        of(
            DataClass::Core,
            Event::EventSet(EventSet {
                event: "e1".into(),
                name: "疫情防控".to_owned(),
                area: None,
                from: day(0),
                to,
                source: None,
                was: None,
            }),
        )
    };
    write(&mut place, &store, vec![event(None)]);
    let on = |d| store.read(|s| s.events_on(d)).unwrap().len();
    assert_eq!((on(day(-1)), on(day(0)), on(day(900))), (0, 1, 1));
    write(&mut place, &store, vec![event(Some(day(3)))]);
    assert_eq!((on(day(3)), on(day(4))), (1, 0));
}

#[test]
fn feedback_is_kept_offline_the_newest_first() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let said = |id: &str, ms| {
        NewOp::new(
            Scope::own(),
            Event::Feedback(Feedback {
                feedback: id.into(),
                day: day(0),
                at: Stamp {
                    ms,
                    offset_min: 480,
                },
                topic: "data".to_owned(),
                text: id.to_owned(),
                call_back: true,
            }),
        )
    };
    write(&mut place, &store, vec![said("f1", T0), said("f2", T0 + 1)]);
    let all = store.read(|s| s.feedback()).unwrap();
    assert_eq!(all[0].text, "f2");
    assert!(all[0].call_back && all.len() == 2);
}
