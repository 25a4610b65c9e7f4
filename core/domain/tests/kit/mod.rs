//! A small village, and visits to it, for the tests.

pub(crate) mod made;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use tanfang_domain::checklist::question::{AnswerKind, Question, Writes};
use tanfang_domain::checklist::{Around, Owed};
use tanfang_domain::event::{
    ActsFor, Answer, Certainty, DataClass, FactSource, How, Mode, Seen, Subject,
};
use tanfang_domain::merge::Origin;
use tanfang_domain::pack::Work;
use tanfang_domain::people::{FactHistory, FactRecord, Household, Membership, Person, Viewer};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{AnswerRecord, AttemptRecord, Book, Duties, Schedule, VisitRecord};
use tanfang_policy::diag::Diagnostic;
use tanfang_policy::dict::{About, Dictionary, Type};
use tanfang_policy::pack::{PackSet, SourceFile};
use tanfang_policy::value::FactValue;
use tanfang_values::{
    AttemptId, BatchId, Day, GridId, Hlc, HouseholdId, InstanceId, MembershipId, OpId, PersonId,
    Stamp, VisitId, WorkerId,
};

pub(crate) const GRID: &str = "g1";

static DICTIONARY: LazyLock<Arc<Dictionary>> = LazyLock::new(|| {
    Arc::new(Dictionary::load(tanfang_packs::FACTS).expect("the shipped dictionary loads"))
});

static WORK: LazyLock<Work> = LazyLock::new(|| {
    assemble("DEMO-COUNTY", &[]).unwrap_or_else(|findings| panic!("{}", list(&findings)))
});

pub(crate) fn list(findings: &[Diagnostic]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Assembles a shipped pack, with some files put in the place of others.
pub(crate) fn assemble(
    pack: &str,
    instead: &[(&str, &str, &str)],
) -> Result<Work, Vec<Diagnostic>> {
    let mut files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: instead
                .iter()
                .find(|(pack, path, _)| *pack == file.pack && *path == file.path)
                .map_or(file.text, |(_, _, text)| *text),
        })
        .collect();
    for (pack, path, text) in instead {
        if !files.iter().any(|f| f.pack == *pack && f.path == *path) {
            files.push(SourceFile { pack, path, text });
        }
    }
    files.sort_by_key(|file| (file.pack, file.path));
    let packs = PackSet::load(&DICTIONARY, &files)?;
    let resolved = packs.resolve(pack).expect("the pack is there");
    Work::assemble(&DICTIONARY, &resolved)
}

/// The work of the demonstration county.
pub(crate) fn work() -> &'static Work {
    &WORK
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Noon in China on a day.
pub(crate) fn noon(day: Day) -> Stamp {
    Stamp {
        ms: i64::from(day.epoch_days()) * 86_400_000 + 4 * 3_600_000,
        offset_min: 480,
    }
}

pub(crate) fn origin(op: &str, ms: i64) -> Origin {
    Origin {
        hlc: Hlc { ms, n: 0 },
        instance: InstanceId::new("i1"),
        op: OpId::new(op),
    }
}

pub(crate) fn fact(name: &str, value: FactValue, on: &str) -> FactRecord {
    FactRecord {
        fact: name.into(),
        value,
        day: day(on),
        origin: origin(&format!("o-{name}-{on}"), 1),
        source: FactSource::Roster,
        certainty: Certainty::Checked,
        visit: None,
    }
}

pub(crate) fn one(code: &str) -> FactValue {
    FactValue::One(code.into())
}

/// Somebody of whom nothing is known but the name.
pub(crate) fn person(id: &str, name: &str) -> Person {
    Person {
        id: PersonId::new(id),
        name: name.into(),
        nickname: None,
        id_number: None,
        sex: None,
        relation: None,
        phone: None,
        guardian: None,
        guardian_phone: None,
        joined: None,
        left: None,
        died: None,
        memberships: Vec::new(),
        benefits: Vec::new(),
        benefits_complete: true,
        facts: FactHistory::default(),
    }
}

/// 分散特困 since 2020, by the roster.
pub(crate) fn apart(id: &str, name: &str) -> Person {
    apart_since(id, name, "2020-01-01")
}

pub(crate) fn apart_since(id: &str, name: &str, from: &str) -> Person {
    let mut person = person(id, name);
    person.memberships.push(Membership {
        id: MembershipId::new(format!("m-{id}")),
        class: "tekun".into(),
        data: DataClass::Core,
        from: day(from),
        until: None,
        source: Some(BatchId::new("b1")),
        op: OpId::new(format!("o-m-{id}")),
    });
    person.facts = FactHistory::new([fact("keep", one("1"), from)]);
    person
}

pub(crate) fn home(id: &str, persons: impl IntoIterator<Item = Person>) -> Household {
    Household {
        id: HouseholdId::new(id),
        grid: GridId::new(GRID),
        division: "990101001001".into(),
        head: None,
        group: Some("二组".into()),
        house_no: Some("12".into()),
        phone: None,
        persons: persons.into_iter().collect(),
        persons_complete: true,
        facts: FactHistory::default(),
    }
}

/// 赵满仓, alone.
pub(crate) fn zhao() -> Household {
    home("h1", [apart("p1", "赵满仓")])
}

/// Two 特困 brothers in one home.
pub(crate) fn brothers() -> Household {
    home("h2", [apart("p2", "李大样"), apart("p3", "李二样")])
}

pub(crate) fn viewer(worker: &str, roles: &[Role]) -> Viewer {
    Viewer::new(WorkerId::new(worker), roles.iter().copied())
}

/// The 网格员 of the grid.
pub(crate) fn grid_member() -> Viewer {
    viewer("w1", &[Role::GridMember])
}

/// The 乡镇责任人.
pub(crate) fn officer() -> Viewer {
    viewer("w2", &[Role::TownshipOfficer])
}

pub(crate) fn on(person: &str) -> Subject {
    Subject::Person(PersonId::new(person))
}

/// Some answer that a question takes.
pub(crate) fn some_answer(question: &Question) -> FactValue {
    match (&question.writes, question.kind) {
        (Writes::Fact(def) | Writes::Met(def) | Writes::Reached(def), _) => match &def.ty {
            Type::Bool => FactValue::Bool(true),
            Type::Date => FactValue::Day(day("2027-01-01")),
            Type::Enum(choices) => FactValue::One(choices.variants[0].code.clone()),
            Type::Many(choices) => FactValue::many([choices.variants[0].code.clone()]),
            Type::Text => FactValue::Text("样例".into()),
            ty if ty.is_money() => FactValue::Fen(100),
            _ => FactValue::Int(1),
        },
        (_, AnswerKind::YesNo) => FactValue::Bool(true),
        (_, _) => FactValue::Text("样例".into()),
    }
}

/// Puts an answer of a day to every question of CL-01 and CL-03 into a home.
pub(crate) fn remember(home: &mut Household, on: &str) {
    for list in ["CL-01", "CL-03"] {
        for question in &work().checklist(list).expect("a checklist").questions {
            let value = match &question.writes {
                // Nothing happened: the last choice says so.
                Writes::Fact(def) => match &def.ty {
                    Type::Many(choices) => {
                        FactValue::many([choices.variants.last().unwrap().code.clone()])
                    }
                    _ => some_answer(question),
                },
                Writes::Met(_) | Writes::Reached(_) | Writes::Ledger(_) | Writes::Need(_) => {
                    some_answer(question)
                }
            };
            let record = fact(&question.key, value, on);
            let about = question.writes.def().map(|def| def.about);
            let person = list == "CL-03" || about == Some(About::Person);
            if person && about != Some(About::Household) {
                for person in &mut home.persons {
                    person.facts.push(record.clone());
                }
            } else {
                home.facts.push(record);
            }
        }
    }
}

/// A visit under construction.
pub(crate) struct Visiting {
    record: VisitRecord,
}

/// A visit by the 网格员 to a home on a day; nobody met, nothing answered yet.
pub(crate) fn visit(id: &str, home: &Household, on: &str) -> Visiting {
    let day = day(on);
    Visiting {
        record: VisitRecord {
            visit: VisitId::new(id),
            household: home.id.clone(),
            grid: home.grid.clone(),
            worker: WorkerId::new("w1"),
            day,
            opened: noon(day),
            closed: noon(day),
            mode: Mode::InPerson,
            seen: Vec::new(),
            roles: vec![Role::GridMember],
            acts_for: acting(&[Role::GridMember]),
            place: None,
            answers: tanfang_domain::schedule::Answers::default(),
            origin: origin(&format!("o-{id}"), noon(day).ms),
        },
    }
}

fn acting(roles: &[Role]) -> Vec<ActsFor> {
    work().acting(&roles.iter().copied().collect::<BTreeSet<_>>())
}

impl Visiting {
    pub(crate) fn by(mut self, worker: &str, roles: &[Role]) -> Self {
        self.record.worker = WorkerId::new(worker);
        self.record.roles = roles.to_vec();
        self.record.acts_for = acting(roles);
        self
    }

    pub(crate) fn mode(mut self, mode: Mode) -> Self {
        self.record.mode = mode;
        self
    }

    pub(crate) fn closed(mut self, on: &str) -> Self {
        self.record.closed = noon(day(on));
        self
    }

    pub(crate) fn met(mut self, person: &str, met: &str) -> Self {
        self.record.seen.push(Seen {
            person: PersonId::new(person),
            met: met.into(),
        });
        self
    }

    /// Answers every question of the checklists about a person but some.
    pub(crate) fn answered_but(mut self, person: &str, lists: &[&str], but: &[&str]) -> Self {
        for list in lists {
            for question in &work().checklist(list).expect("a checklist").questions {
                if matches!(question.writes, Writes::Met(_)) || but.contains(&&*question.id) {
                    continue;
                }
                self.record.answers.push(AnswerRecord {
                    answer: Answer {
                        q: question.id.clone(),
                        about: on(person),
                        writes: question.writes.in_op(),
                        value: Some(some_answer(question)),
                        how: How::Asked,
                        same_as: None,
                    },
                    op: OpId::new(format!("o-{}-answers", self.record.visit)),
                });
            }
        }
        self
    }

    pub(crate) fn answer(mut self, person: &str, q: &str, writes: &str, value: FactValue) -> Self {
        self.record.answers.push(AnswerRecord {
            answer: Answer {
                q: q.into(),
                about: on(person),
                writes: Some(writes.into()),
                value: Some(value),
                how: How::Asked,
                same_as: None,
            },
            op: OpId::new(format!("o-{}-answers", self.record.visit)),
        });
        self
    }

    /// Meets a person and answers all of CL-03.
    pub(crate) fn whole(self, person: &str) -> Self {
        self.met(person, "1").answered_but(person, &["CL-03"], &[])
    }

    pub(crate) fn record(self) -> VisitRecord {
        self.record
    }
}

/// An attempt of the 网格员 that met nobody.
pub(crate) fn attempt(id: &str, home: &Household, on: &str) -> AttemptRecord {
    AttemptRecord {
        attempt: AttemptId::new(id),
        household: home.id.clone(),
        grid: home.grid.clone(),
        worker: WorkerId::new("w1"),
        day: day(on),
        met: "0".into(),
        persons: home
            .persons
            .iter()
            .map(|person| person.id.clone())
            .collect(),
        roles: vec![Role::GridMember],
        origin: origin(&format!("o-{id}"), noon(day(on)).ms),
    }
}

/// The duties of homes in the period that holds a day.
pub(crate) fn duties_on(
    homes: &[Household],
    visits: &[VisitRecord],
    attempts: &[AttemptRecord],
    viewer: &Viewer,
    today: &str,
) -> Duties {
    let book = Book::new(visits, attempts);
    Schedule::new(work(), &book, viewer, day(today)).today(homes)
}

/// What stands around the visit `v1` to a home where nothing happened before.
pub(crate) fn around<'a>(home: &'a Household, viewer: &'a Viewer, on: Day) -> Around<'a> {
    let visit = VisitId::new("v1");
    Around::new(work(), home, viewer, &Book::default(), &visit, on)
}

/// An open duty that asks a checklist and nothing else.
pub(crate) fn owed(list: &str, about: Subject) -> Owed {
    let mut obligation = (**work().obligation("V02").expect("V02")).clone();
    obligation.id = "V99".into();
    obligation.done = vec![list.into()];
    Owed {
        obligation: Arc::new(obligation),
        about,
        by_call: false,
    }
}

/// The one duty under an obligation.
pub(crate) fn the<'d>(
    duties: &'d Duties,
    obligation: &str,
) -> &'d tanfang_domain::schedule::DutyState {
    let mut found = duties
        .duties
        .iter()
        .filter(|state| state.duty.obligation == obligation);
    let first = found
        .next()
        .unwrap_or_else(|| panic!("no duty {obligation}"));
    assert!(found.next().is_none(), "more than one duty {obligation}");
    first
}
