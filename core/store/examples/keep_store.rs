//! Makes the store file that is kept for later releases to open.
//!
//! `cargo run -p tanfang-store --example keep_store -- tests/data/stores/v0001`
//! writes the store, its meta file, its secrets (a test's, in plain files), and
//! what its projections looked like. A kept folder is never written again: a
//! new schema number gets a new folder.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use tanfang_domain::event::{
    Answer, Attempt, BenefitSet, Certainty, DataClass, Event, FactSet, FactSource, FieldSet,
    FlagRaised, GridAssigned, How, MembershipAdd, Mode, NewOp, PersonDied, RosterBatch, RosterRow,
    Scope, Seen, SheetCount, Subject, VisitAnswers, VisitClosed, VisitCorrected, WorkerRole,
};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_store::fakes::{SeededRandom, moment};
use tanfang_store::{Author, FileSecretStore, Store};
use tanfang_values::{Day, GridId, Stamp};

/// 2026-11-20, nine in the morning in China.
const NOW: i64 = 1_795_136_400_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: keep_store FOLDER")?;
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    let secrets = Arc::new(FileSecretStore::new(folder.join("secrets")));
    let mut random = SeededRandom::new(1);
    let now = moment(NOW);
    let created = Store::create(&folder.join("village.db"), secrets, &now, &mut random)?;
    let store = created.store;
    let author = Author {
        worker: "w1".into(),
        software: "tanfang 0.1.0".to_owned(),
        public_key: None,
    };
    for ops in [people()?, visits()?] {
        store.append(&author, &now, &mut random, ops)?;
    }
    store.open_draft(&"h2".into(), &"w1".into(), &now, &mut random)?;
    std::fs::write(folder.join("dump.txt"), store.dump()?)?;
    std::fs::write(folder.join("recovery.txt"), created.recovery.qr_text())?;
    Ok(())
}

fn core() -> Scope {
    Scope::new(GridId::new("g1"), DataClass::Core)
}

fn people() -> Result<Vec<NewOp>, Box<dyn Error>> {
    let day = Day::parse("2026-01-01")?;
    let mut ops = vec![
        NewOp::new(
            Scope::own(),
            Event::WorkerRole(WorkerRole {
                worker: "w1".into(),
                name: "王样例".to_owned(),
                phone: None,
                role: Role::GridMember,
                area: None,
                from: day,
                until: None,
            }),
        ),
        NewOp::new(
            core(),
            Event::GridAssigned(GridAssigned {
                grid: "g1".into(),
                name: "石板村一网格".to_owned(),
                division: "990101001001".to_owned(),
                worker: Some("w1".into()),
                role: Role::GridMember,
                from: day,
                was: None,
            }),
        ),
        NewOp::new(
            core(),
            Event::RosterBatch(RosterBatch {
                batch: "b1".into(),
                file_name: "名册.xlsx".to_owned(),
                file_sha256: "00".repeat(32),
                class: Some("tekun".to_owned()),
                sheets: vec![SheetCount {
                    name: "名册".to_owned(),
                    rows: 5,
                    read: 3,
                    blank: 0,
                    title: 1,
                    header: 1,
                    total: 0,
                    note: 0,
                    unreadable: 0,
                }],
                day,
                changed: 3,
            }),
        ),
    ];
    for (n, (home, person, name)) in [
        ("h1", "p1", "赵满仓"),
        ("h1", "p2", "赵满囤"),
        ("h2", "p3", "李秀兰"),
    ]
    .into_iter()
    .enumerate()
    {
        let field = |name: &str, value: &str| FieldSet {
            name: name.to_owned(),
            value: Some(value.to_owned()),
            was: None,
        };
        ops.push(NewOp::new(
            core(),
            Event::RosterRow(RosterRow {
                batch: "b1".into(),
                sheet: "名册".to_owned(),
                row: u32::try_from(n)? + 3,
                row_sha256: format!("{n:064}"),
                household: home.into(),
                person: person.into(),
                fields: vec![field("name", name)],
                household_fields: vec![field("group", "二组")],
                facts: vec![FactSet {
                    fact: "selfcare".to_owned(),
                    value: FactValue::One("1".to_owned()),
                    day,
                    source: FactSource::Roster,
                    certainty: Certainty::Seen,
                    was: None,
                }],
                problems: Vec::new(),
            }),
        ));
        ops.push(NewOp::new(
            core(),
            Event::MembershipAdd(MembershipAdd {
                membership: format!("m{n}").into(),
                person: person.into(),
                class: "tekun".to_owned(),
                from: day,
                source: Some("b1".into()),
            }),
        ));
    }
    ops.push(NewOp::new(
        Scope::new(GridId::new("g1"), DataClass::Economic),
        Event::BenefitSet(BenefitSet {
            benefit: "ben1".into(),
            person: "p1".into(),
            scheme: "tekun".to_owned(),
            level: None,
            amount_fen_month: Some(98_765),
            from: Some(day),
            to: None,
            why_ended: None,
            tapering: false,
            source: Some("b1".into()),
            was: None,
        }),
    ));
    Ok(ops)
}

fn visits() -> Result<Vec<NewOp>, Box<dyn Error>> {
    let (day, about) = (Day::parse("2026-11-14")?, Subject::Person("p1".into()));
    let stamp = Stamp {
        ms: NOW,
        offset_min: 480,
    };
    let answer = |value| Answer {
        q: "CL-03-3a".to_owned(),
        about: about.clone(),
        writes: Some("food_ok".to_owned()),
        value: Some(FactValue::Bool(value)),
        how: How::Asked,
        same_as: None,
    };
    Ok(vec![
        NewOp::new(
            core(),
            Event::VisitClosed(VisitClosed {
                visit: "v1".into(),
                household: "h1".into(),
                day,
                opened: stamp,
                closed: stamp,
                mode: Mode::InPerson,
                seen: vec![Seen {
                    person: "p1".into(),
                    met: "1".to_owned(),
                }],
                roles: vec![Role::GridMember],
                acts_for: Vec::new(),
                duties: Vec::new(),
                sections: Vec::new(),
                packs: Vec::new(),
                engine: 1,
                with: Vec::new(),
            }),
        ),
        NewOp::new(
            core(),
            Event::VisitAnswers(VisitAnswers {
                visit: "v1".into(),
                household: "h1".into(),
                day,
                class: DataClass::Core,
                answers: vec![answer(false)],
                hints: Vec::new(),
                parts: 1,
            }),
        ),
        NewOp::new(
            core(),
            Event::VisitCorrected(VisitCorrected {
                visit: "v1".into(),
                household: "h1".into(),
                names: "unknown".into(),
                day: None,
                seen: None,
                answers: vec![answer(true)],
                void: false,
                reason: None,
            }),
        ),
        NewOp::new(
            Scope::new(GridId::new("g1"), DataClass::Risk),
            Event::FlagRaised(FlagRaised {
                flag: "f1".into(),
                code: "life_safety".to_owned(),
                about: about.clone(),
                household: "h1".into(),
                visit: Some("v1".into()),
                q: None,
                day,
                note: Some("灯坏".to_owned()),
                same_as: None,
            }),
        ),
        NewOp::new(
            core(),
            Event::Attempt(Attempt {
                attempt: "a1".into(),
                household: "h2".into(),
                day,
                at: stamp,
                met: "0".to_owned(),
                persons: vec!["p3".into()],
                roles: vec![Role::GridMember],
                note: None,
            }),
        ),
        NewOp::new(
            core(),
            Event::PersonDied(PersonDied {
                person: "p2".into(),
                day,
                note: None,
            }),
        ),
    ])
}
