//! Records visits through the store alone: the same steps, and little between them.

use std::path::Path;
use tanfang_domain::checklist::Given;
use tanfang_domain::event::{
    Answer, DataClass, Event, FieldSet, HouseholdSet, How, Mode, NewOp, PersonSet, Scope, Seen,
    Subject, VisitAnswers, VisitClosed,
};
use tanfang_domain::role::Role;
use tanfang_domain::visit::Draft;
use tanfang_kill::{Said, code, now, open, question};
use tanfang_log::{DeviceKey as _, SoftwareKey};
use tanfang_policy::value::FactValue;
use tanfang_store::fakes::SeededRandom;
use tanfang_store::{Author, Decision, Of, Store, StoreError};
use tanfang_values::{HouseholdId, PersonId};

use crate::{Failed, pick, say};

const GRID: &str = "g-1";
const HOMES: usize = 24;

/// How many questions a form has that is never closed: few enough that answers
/// are changed, many enough that a draft grows.
const QUESTIONS: u64 = 40;

/// Opens or makes the store, writes the homes, and visits one after the other, or
/// without `closes` only fills in forms.
pub(crate) fn record(dir: &Path, mut random: SeededRandom, closes: bool) -> Result<(), Failed> {
    let (store, _) = open(dir, &mut random)?;
    let key = SoftwareKey::from_bytes(&[7; 32])?;
    let author = Author {
        worker: "w-1".into(),
        software: "kill-writer".to_owned(),
        public_key: Some(hex(&key.public_key().to_sec1())),
    };
    say(&Said::SetUp)?;
    if store.read::<_, StoreError>(|snapshot| snapshot.count_households(Of::All))? == 0 {
        let homes = (1..=HOMES).flat_map(home).collect();
        store.append(&author, &now(), &mut random, homes)?;
    }
    say(&Said::Homes { count: HOMES })?;
    let homes: Vec<usize> = (1..=HOMES).collect();
    loop {
        let n = *pick(&homes, &mut random).ok_or("no homes")?;
        if !closes {
            fill(&store, &author, n, &mut random)?;
            continue;
        }
        visit(&store, &author, n, &mut random)?;
        // As the app does: outside of the save, after it was acknowledged.
        store.sign_checkpoint(&key, &now())?;
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn household(n: usize) -> HouseholdId {
    HouseholdId::new(format!("h-{n}"))
}

fn person(n: usize) -> PersonId {
    PersonId::new(format!("p-{n}"))
}

fn op(class: DataClass, event: Event) -> NewOp {
    NewOp::new(Scope::new(GRID.into(), class), event)
}

fn home(n: usize) -> [NewOp; 2] {
    let field = |name: &str, value: String| FieldSet {
        name: name.to_owned(),
        value: Some(value),
        was: None,
    };
    [
        op(
            DataClass::Core,
            Event::HouseholdSet(HouseholdSet {
                household: household(n),
                fields: vec![field("house_no", n.to_string())],
                facts: Vec::new(),
                reason: None,
            }),
        ),
        op(
            DataClass::Core,
            Event::PersonSet(PersonSet {
                person: person(n),
                household: household(n),
                fields: vec![field("name", format!("样例{n}"))],
                facts: Vec::new(),
                reason: None,
            }),
        ),
    ]
}

/// Opens or resumes the draft of a home, answers, and mostly closes it.
fn visit(
    store: &Store,
    author: &Author,
    n: usize,
    random: &mut SeededRandom,
) -> Result<(), Failed> {
    let draft = store.open_draft(&household(n), &author.worker, &now(), random)?;
    let visit = draft.visit.to_string();
    say(&Said::Opened {
        visit: visit.clone(),
    })?;
    for q in 1..=5 {
        answer(store, &draft, n, q, random)?;
        if random.next_u64().is_multiple_of(32) {
            return Ok(());
        }
    }
    say(&Said::Closing {
        visit: visit.clone(),
    })?;
    let moment = now();
    store.write::<(), Failed>(author, &moment, random, |snapshot| {
        // Read and decide inside the transaction: the draft as it was saved.
        let draft = snapshot.draft(&draft.visit)?.ok_or("the draft is gone")?;
        Ok(Decision {
            ops: closing(&draft, n, &moment),
            ends_draft: Some(draft.visit),
            value: (),
        })
    })?;
    say(&Said::Closed { visit })
}

/// Opens or resumes the form of a home and answers some of it, in any order.
fn fill(store: &Store, author: &Author, n: usize, random: &mut SeededRandom) -> Result<(), Failed> {
    let draft = store.open_draft(&household(n), &author.worker, &now(), random)?;
    say(&Said::Opened {
        visit: draft.visit.to_string(),
    })?;
    for _ in 0..8 {
        let q = 1 + random.next_u64() % QUESTIONS;
        answer(store, &draft, n, q, random)?;
    }
    Ok(())
}

/// Saves one answer of a draft.
fn answer(
    store: &Store,
    draft: &Draft,
    n: usize,
    q: u64,
    random: &mut SeededRandom,
) -> Result<(), Failed> {
    let visit = draft.visit.to_string();
    let given = Given {
        q: format!("CL-03-{q}"),
        about: Subject::Person(person(n)),
        key: format!("fact_{q}"),
        value: FactValue::Int(i64::try_from(random.next_u64() % 1000)?),
        how: How::Asked,
        same_as: None,
        at: now().stamp,
    };
    let (key, answer) = (question(&given), code(&given.value));
    say(&Said::Answering {
        visit: visit.clone(),
        key: key.clone(),
        answer: answer.clone(),
    })?;
    store.save_answer(&draft.visit, &given)?;
    say(&Said::Answered { visit, key, answer })
}

fn closing(draft: &Draft, n: usize, moment: &tanfang_store::Moment) -> Vec<NewOp> {
    let day = moment.stamp.day();
    let answers = |from: &[Given]| -> Vec<Answer> {
        from.iter()
            .map(|given| Answer {
                q: given.q.clone(),
                about: given.about.clone(),
                writes: Some(given.key.clone()),
                value: Some(given.value.clone()),
                how: given.how,
                same_as: None,
            })
            .collect()
    };
    let given: Vec<Given> = draft.answers.iter().cloned().collect();
    let (health, core) = given.split_at(given.len() / 2);
    let part = |class, from: &[Given]| {
        op(
            class,
            Event::VisitAnswers(VisitAnswers {
                visit: draft.visit.clone(),
                household: draft.household.clone(),
                day,
                class,
                answers: answers(from),
                hints: Vec::new(),
                parts: 2,
            }),
        )
    };
    vec![
        op(
            DataClass::Core,
            Event::VisitClosed(VisitClosed {
                visit: draft.visit.clone(),
                household: draft.household.clone(),
                day,
                opened: draft.opened,
                closed: moment.stamp,
                mode: Mode::InPerson,
                seen: vec![Seen {
                    person: person(n),
                    met: "1".to_owned(),
                }],
                roles: vec![Role::GridMember],
                acts_for: Vec::new(),
                duties: Vec::new(),
                sections: Vec::new(),
                packs: Vec::new(),
                engine: 1,
                with: Vec::new(),
                place: None,
            }),
        ),
        part(DataClass::Health, health),
        part(DataClass::Core, core),
    ]
}
