//! Makes the store file that is kept for later releases to open.
//!
//! `cargo run -p tanfang-store --example keep_store -- tests/data/stores/v0004`
//! writes the store, its meta file, its secrets (a test's, in plain files), and
//! what its projections looked like. A kept folder is never written again: a
//! new schema number gets a new folder.

#[path = "keep_store/photos.rs"]
mod photos;

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use tanfang_domain::event::{
    Answer, Attempt, BenefitSet, Certainty, ChangeUndone, Clue, ClueAnswer, Contact, ControlTotal,
    DataClass, Event, EventSet, FactSet, FactSource, Feedback, FieldSet, FlagRaised, GridAssigned,
    How, MatchAnswered, MatchBatch, MatchCell, MatchLinked, MatchRow, MatchSheet, MembershipAdd,
    Mode, ModeOverride, NewOp, Patrol, PauseSet, PauseWhy, PersonDied, ReportHanded, RosterBatch,
    RosterRow, RosterUndone, RowAt, Scope, Seen, SheetCount, Subject, VisitAnswers, VisitClosed,
    VisitCorrected, VisitPlace, Whose, WorkerRole,
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
        software: "tanfang 0.5.0".to_owned(),
        public_key: None,
    };
    let mut died = None;
    for ops in [
        people()?,
        visits()?,
        place()?,
        matching()?,
        trips()?,
        photos::all()?,
    ] {
        let is_death = |op: &NewOp| op.event.kind() == "person.died";
        let at = ops.iter().position(is_death);
        let ids = store.append(&author, &now, &mut random, ops)?;
        died = died.or(at.and_then(|at| ids.get(at).cloned()));
    }
    store.append(
        &author,
        &now,
        &mut random,
        undoing(died.ok_or("no death")?)?,
    )?;
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
                postponed: vec![RowAt {
                    sheet: "名册".to_owned(),
                    row: 6,
                }],
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
                place: Some(VisitPlace::Home),
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

fn place() -> Result<Vec<NewOp>, Box<dyn Error>> {
    let day = Day::parse("2026-11-14")?;
    let at = Stamp {
        ms: NOW,
        offset_min: 480,
    };
    Ok(vec![
        NewOp::new(
            core(),
            Event::Contact(Contact {
                contact: "c1".into(),
                household: "h2".into(),
                day,
                at,
                mode: Mode::Phone,
                whose: Whose::Person,
                persons: vec!["p3".into()],
                result: "1".to_owned(),
                roles: vec![Role::GridMember],
                note: None,
            }),
        ),
        NewOp::new(
            core(),
            Event::ControlTotal(ControlTotal {
                class: "tekun".to_owned(),
                division: "990101001001".to_owned(),
                households: Some(2),
                persons: None,
                day,
                source: Some("b1".into()),
                note: None,
                was: None,
            }),
        ),
        NewOp::new(
            core(),
            Event::EventSet(EventSet {
                event: "e1".into(),
                name: "疫情防控".to_owned(),
                area: None,
                from: day,
                to: None,
                source: None,
                was: None,
            }),
        ),
        NewOp::new(
            Scope::own(),
            Event::Feedback(Feedback {
                feedback: "fb1".into(),
                day,
                at,
                topic: "data".to_owned(),
                text: "同一张表报了三次".to_owned(),
                call_back: false,
            }),
        ),
    ])
}

fn trips() -> Result<Vec<NewOp>, Box<dyn Error>> {
    let (day, later) = (Day::parse("2026-11-14")?, Day::parse("2026-11-28")?);
    let core = |event| NewOp::new(core(), event);
    Ok(vec![
        core(Event::PauseSet(PauseSet {
            pause: "pause1".into(),
            household: "h2".into(),
            person: Some("p3".into()),
            obligations: vec!["V02".to_owned()],
            from: day,
            to: later,
            why: PauseWhy::Hospital,
            note: None,
            approved_by: "陈样例".to_owned(),
            was: None,
        })),
        core(Event::ModeOverride(ModeOverride {
            id: "override1".into(),
            area: Some("990101001001".to_owned()),
            obligations: Vec::new(),
            mode: Mode::Phone,
            from: day,
            to: later,
            source: "样例乡镇通知第1号".to_owned(),
            was: None,
        })),
        core(Event::Patrol(Patrol {
            patrol: "patrol1".into(),
            day,
            at: Stamp {
                ms: NOW,
                offset_min: 480,
            },
            groups: vec!["二组".to_owned()],
            roles: vec![Role::GridMember],
            answers: Vec::new(),
            note: None,
            clues: vec![Clue {
                clue: "clue1".into(),
                code: None,
                place: "石桥东头".to_owned(),
                people: Some(1),
                answers: vec![ClueAnswer {
                    q: "CL-27-1".to_owned(),
                    writes: None,
                    value: FactValue::Unclear,
                }],
                note: None,
            }],
        })),
        core(Event::ReportHanded(ReportHanded {
            deadline: "D01".to_owned(),
            role: Role::CaseClerk,
            first: Day::parse("2026-11-01")?,
            about: None,
            day,
            note: None,
            was: None,
        })),
    ])
}

fn matching() -> Result<Vec<NewOp>, Box<dyn Error>> {
    let day = Day::parse("2026-11-15")?;
    let economic = |event| NewOp::new(Scope::new(GridId::new("g1"), DataClass::Economic), event);
    Ok(vec![
        economic(Event::MatchBatch(MatchBatch {
            batch: "mb1".into(),
            file_name: "比对结果.xlsx".to_owned(),
            file_sha256: "01".repeat(32),
            match_kind: "single".to_owned(),
            source: Some("样例县".to_owned()),
            day,
            sheets: vec![MatchSheet {
                name: "一".to_owned(),
                titles: vec!["姓名".to_owned()],
                rows: 1,
                blank: 0,
                note: 1,
                unreadable: 0,
            }],
            rows: 1,
        })),
        economic(Event::MatchRow(MatchRow {
            batch: "mb1".into(),
            task: "t1".into(),
            sheet: "一".to_owned(),
            row: 2,
            row_sha256: "02".repeat(32),
            name: "李秀兰".to_owned(),
            household: None,
            person: None,
            cells: vec![MatchCell {
                title: "姓名".to_owned(),
                text: "李秀兰".to_owned(),
            }],
            doubt: None,
        })),
        economic(Event::MatchLinked(MatchLinked {
            task: "t1".into(),
            batch: "mb1".into(),
            household: "h2".into(),
            person: "p3".into(),
            day,
            was: None,
        })),
        economic(Event::MatchAnswered(MatchAnswered {
            task: "t1".into(),
            batch: "mb1".into(),
            day,
            visit: None,
            finding: "1".to_owned(),
            note: None,
            was: None,
        })),
    ])
}

/// A second list that brings a home and is undone, and a death that was a slip.
fn undoing(death: tanfang_values::OpId) -> Result<Vec<NewOp>, Box<dyn Error>> {
    let day = Day::parse("2026-11-16")?;
    Ok(vec![
        NewOp::new(
            core(),
            Event::RosterRow(RosterRow {
                batch: "b2".into(),
                sheet: "名册".to_owned(),
                row: 3,
                row_sha256: "03".repeat(32),
                household: "h3".into(),
                person: "p4".into(),
                fields: vec![FieldSet {
                    name: "name".to_owned(),
                    value: Some("周得水".to_owned()),
                    was: None,
                }],
                household_fields: Vec::new(),
                facts: Vec::new(),
                problems: Vec::new(),
            }),
        ),
        NewOp::new(
            core(),
            Event::RosterUndone(RosterUndone {
                batch: "b2".into(),
                day,
                kept: Vec::new(),
                reason: None,
            }),
        ),
        NewOp::new(
            core(),
            Event::ChangeUndone(ChangeUndone {
                person: "p2".into(),
                household: "h1".into(),
                names: vec![death],
                day,
                reason: None,
            }),
        ),
    ])
}
