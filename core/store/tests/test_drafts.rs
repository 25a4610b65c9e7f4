//! Drafts: durable at every answer, one a home, gone when the visit closes.

use crate::help::{Place, author};
use tanfang_domain::checklist::given::Given;
use tanfang_domain::event::{DataClass, Event, How, Mode, NewOp, Scope, Subject, VisitClosed};
use tanfang_policy::value::FactValue;
use tanfang_store::{Decision, StoreError};
use tanfang_values::{Day, GridId, PersonId, Stamp, VisitId};

fn given(key: &str, person: &str, value: bool, ms: i64) -> Given {
    Given {
        q: format!("q-{key}"),
        about: Subject::Person(PersonId::new(person)),
        key: key.to_owned(),
        value: FactValue::Bool(value),
        how: How::Asked,
        same_as: None,
        at: Stamp {
            ms,
            offset_min: 480,
        },
    }
}

#[test]
fn an_answer_is_there_after_the_process_is_gone() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let draft = store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    store
        .save_answer(&draft.visit, &given("food_ok", "p1", true, 1))
        .unwrap();
    store
        .save_answer(&draft.visit, &given("yard_clean", "p1", true, 2))
        .unwrap();
    store
        .save_answer(&draft.visit, &given("food_ok", "p1", false, 3))
        .unwrap();
    store
        .save_answer(&draft.visit, &given("food_ok", "p2", true, 4))
        .unwrap();
    // No closing of connections: what a kill leaves.
    std::mem::forget(store);
    let store = place.open().unwrap().store;
    let back = store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    assert_eq!((&back.visit, back.opened), (&draft.visit, draft.opened));
    let answers: Vec<(&str, &str, &FactValue)> = back
        .answers
        .iter()
        .map(|g| (g.key.as_str(), g.about.id(), &g.value))
        .collect();
    assert_eq!(
        answers,
        [
            ("food_ok", "p1", &FactValue::Bool(false)),
            ("yard_clean", "p1", &FactValue::Bool(true)),
            ("food_ok", "p2", &FactValue::Bool(true)),
        ]
    );
    let about = Subject::Person(PersonId::new("p1"));
    store
        .take_answer(&draft.visit, "yard_clean", &about, place.now.stamp)
        .unwrap();
    let left = store.read(|s| s.draft(&draft.visit)).unwrap().unwrap();
    assert!(left.answers.get("yard_clean", &about).is_none());
}

#[test]
fn one_open_draft_a_home_and_others_are_not_blocked() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut open = |home: &str| {
        store
            .open_draft(&home.into(), &"w1".into(), &place.now, &mut place.random)
            .unwrap()
            .visit
    };
    let (a, b, again) = (open("h1"), open("h2"), open("h1"));
    assert_eq!(a, again);
    assert_ne!(a, b);
    assert_eq!(store.read(|s| s.drafts()).unwrap().len(), 2);
    store.discard_draft(&a).unwrap();
    let missing = store.save_answer(&a, &given("food_ok", "p1", true, 1));
    assert!(matches!(missing, Err(StoreError::NoDraft { .. })));
    assert_eq!(store.read(|s| s.draft_of(&"h1".into())).unwrap(), None);
}

#[test]
fn a_draft_saved_whole_keeps_its_mode_and_day() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut draft = store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    draft.mode = Mode::Phone;
    draft.day_set = Some(Day::parse("2026-11-18").unwrap());
    draft.answers.put(given("food_ok", "p1", true, 9));
    store.save_draft(&draft, place.now.stamp).unwrap();
    assert_eq!(store.read(|s| s.draft(&draft.visit)).unwrap(), Some(draft));
}

#[test]
fn closing_writes_the_visit_and_ends_the_draft_in_one_commit() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let draft = store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    store
        .save_answer(&draft.visit, &given("food_ok", "p1", true, 1))
        .unwrap();
    let commits = store.count_commits_for_tests().unwrap();
    let now = place.now.clone();
    let close = |place: &mut Place| {
        store.write::<bool, StoreError>(&author(), &now, &mut place.random, |s| {
            let already = s.already_closed(&draft.visit)?;
            let ops = if already.is_some() {
                Vec::new()
            } else {
                vec![closed(&draft.visit)]
            };
            Ok(Decision {
                ends_draft: already.is_none().then(|| draft.visit.clone()),
                ops,
                value: already.is_some(),
            })
        })
    };
    assert!(!close(&mut place).unwrap().value);
    assert_eq!(commits.load(std::sync::atomic::Ordering::SeqCst), 1);
    assert_eq!(store.read(|s| s.drafts()).unwrap(), []);
    let visit = store.read(|s| s.visit(&draft.visit)).unwrap().unwrap();
    assert_eq!(visit.record.household.as_str(), "h1");
    // Closing once more finds what the first closing wrote, and writes nothing.
    assert!(close(&mut place).unwrap().value);
    assert_eq!(commits.load(std::sync::atomic::Ordering::SeqCst), 1);
}

fn closed(visit: &VisitId) -> NewOp {
    let stamp = Stamp {
        ms: crate::help::T0,
        offset_min: 480,
    };
    NewOp::new(
        Scope::new(GridId::new("g1"), DataClass::Core),
        Event::VisitClosed(VisitClosed {
            visit: visit.clone(),
            household: "h1".into(),
            day: stamp.day(),
            opened: stamp,
            closed: stamp,
            mode: Mode::InPerson,
            seen: Vec::new(),
            roles: Vec::new(),
            acts_for: Vec::new(),
            duties: Vec::new(),
            sections: Vec::new(),
            packs: Vec::new(),
            engine: 1,
            with: Vec::new(),
            place: None,
        }),
    )
}
