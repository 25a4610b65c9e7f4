//! Rows and cells of a ledger, each traced to the ops it comes from.

use std::collections::BTreeSet;
use tanfang_policy::dict::{About, FactDef, Type};
use tanfang_policy::eval::{Answer as Computed, eval_value};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Subject as Place, World};
use tanfang_values::{
    Day, DutyId, FlagId, HouseholdId, Money, OpId, Period, PersonId, VisitId, WorkerId,
};

use crate::event::{How, Mode, Subject};
use crate::flag::FlagClass;
use crate::ledger::columns::{Book, CellKind, Column, LedgerDef, RowsOf, Source, Split};
use crate::ledger::duties::duties;
use crate::ledger::homes::homes;
use crate::pack::Work;
use crate::people::world::{Overlay, WorldMaker};
use crate::people::{FactRecord, Household, Viewer};
use crate::role::Role;
use crate::schedule::{self, AnswerRecord, AttemptRecord, VisitRecord};

/// Gives the words of a ledger; they come from the string table, the names of
/// choices from the dictionary.
pub trait Words {
    /// Returns the word for 是 or 否.
    fn yes_no(&self, value: bool) -> String;
    /// Returns the word for 不清楚.
    fn unclear(&self) -> String;
    /// Returns the word for 不愿说.
    fn declined(&self) -> String;
    /// Returns the word for 没问.
    fn not_asked(&self) -> String;
    /// Returns a range in words, both ends included.
    fn range(&self, from: &str, to: &str) -> String;
    /// Returns the word for a day.
    fn day(&self, day: Day) -> String;
    /// Returns the name of a worker.
    fn worker(&self, worker: &WorkerId) -> String;
    /// Returns the word for a role.
    fn role(&self, role: Role) -> String;
    /// Returns the words for one role acting for another; both are named.
    fn acting(&self, held: Role, for_role: Role) -> String;
    /// Returns the word for how a visit was made.
    fn mode(&self, mode: Mode) -> String;
    /// Returns what has become of a flag that a visit raised, or joined to one
    /// that was open.
    fn handling(&self, class: &FlagClass, joined: bool) -> String;
    /// Returns a computed value in words.
    fn computed(&self, value: &Computed) -> String;
    /// Returns the words for a home without a visit in the period.
    fn no_visit(&self) -> String;
    /// Returns what orders homes as people count them: group, then house.
    fn place(&self, home: &Household) -> String;
}

/// Holds a flag that a visit raised, with the op that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRow {
    /// The flag.
    pub flag: FlagId,
    /// Id of its class.
    pub code: String,
    /// Whom it concerns.
    pub about: Subject,
    /// The visit that raised it.
    pub visit: VisitId,
    /// The open flag it was joined to.
    pub same_as: Option<FlagId>,
    /// The op.
    pub op: OpId,
}

/// Holds the rows of one ledger for one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The ledger, such as `L06`.
    pub id: String,
    /// What it covers.
    pub period: Period,
    /// The rows in order; where each person has a book of their own, person by
    /// person.
    pub rows: Vec<Row>,
    /// 待核: persons (of a home, its first) of whom it cannot be said whether
    /// they belong here; no row, counted apart.
    pub undecided: Vec<PersonId>,
}

/// Holds one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The home, where the row is of one.
    pub household: Option<HouseholdId>,
    /// The person, where the row is of one.
    pub person: Option<PersonId>,
    /// The visit.
    pub visit: Option<VisitId>,
    /// The day of the visit.
    pub day: Option<Day>,
    /// Division code of the village, where rows are homes.
    pub division: Option<String>,
    /// What the row is of, where that is neither a person nor a home.
    pub label: String,
    /// The ops that make the row itself, such as the one that closed the visit.
    pub ops: Vec<OpId>,
    /// A cell a column.
    pub cells: Vec<Cell>,
}

/// Holds one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Recorded, computed, or left to be filled in by hand.
    pub kind: CellKind,
    /// What stands in it.
    pub parts: Vec<Part>,
    /// The ops it comes from, in order, none twice.
    pub ops: Vec<OpId>,
    /// The duties it counts that no op has done, by id.
    pub duties: Vec<DutyId>,
}

/// Holds one part of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of the fact, where a cell has several and yes or no alone would
    /// not say of what.
    pub label: Option<String>,
    /// The words.
    pub text: String,
    /// Whether it was asked at all on that visit.
    pub asked: bool,
}

/// Holds what a ledger is made from; corrections are applied already.
#[derive(Debug, Clone, Copy)]
pub struct LedgerInput<'a> {
    /// The pack.
    pub work: &'a Work,
    /// The homes.
    pub homes: &'a [Household],
    /// Visits, in any order.
    pub visits: &'a [VisitRecord],
    /// Flags that visits raised, in any order.
    pub flags: &'a [FlagRow],
    /// Attempts, in any order.
    pub attempts: &'a [AttemptRecord],
    /// Everything else that was written down: calls, pauses, events; none: only
    /// visits and attempts are known.
    pub written: Option<&'a schedule::Book<'a>>,
    /// For whom the ledger is made.
    pub viewer: &'a Viewer,
    /// The day on which it is made.
    pub today: Day,
    /// Name of the village.
    pub village: &'a str,
}

/// Makes the rows of a ledger, or of one of its books, for a period.
///
/// Returns none for a ledger whose kind of rows this version does not make.
pub fn ledger(
    def: &LedgerDef,
    book: Option<&Book>,
    period: Period,
    input: LedgerInput<'_>,
    words: &dyn Words,
) -> Option<Ledger> {
    match def.rows {
        RowsOf::VisitSubjects => Some(visit_subjects(def, period, input, words)),
        RowsOf::Homes => Some(homes(def, book, period, input, words)),
        RowsOf::Duties => Some(duties(def, period, input, words)),
        RowsOf::Other(_) => None,
    }
}

/// Makes a row for each person of each visit.
///
/// A row is a person who lived in the home on the day of a visit and surely
/// belongs into the ledger; a visit that met only family has its row too, and
/// what was not asked says so. Attempts and calls are no visits.
fn visit_subjects(
    def: &LedgerDef,
    period: Period,
    input: LedgerInput<'_>,
    words: &dyn Words,
) -> Ledger {
    let mut visits: Vec<(&Household, &VisitRecord)> = Vec::new();
    for visit in input.visits {
        if visit.mode == Mode::InPerson
            && period.contains(visit.day)
            && let Some(home) = input.homes.iter().find(|home| home.id == visit.household)
        {
            visits.push((home, visit));
        }
    }
    visits.sort_by(|(_, a), (_, b)| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
    let mut rows: Vec<(usize, Row)> = Vec::new();
    let mut undecided: BTreeSet<PersonId> = BTreeSet::new();
    for (home, visit) in visits {
        let world = WorldMaker::new(input.work.dictionary(), input.work.classes()).world(
            home,
            visit.day,
            &overlay(&visit.answers),
        );
        for (place, person) in home.persons.iter().enumerate() {
            if !person.is_here(visit.day) {
                continue;
            }
            let about = Subject::Person(person.id.clone());
            if let Some(filter) = &def.filter {
                match filter.test(&world, &about) {
                    Some(tri) if tri.surely_true() => {}
                    Some(tri) if !tri.surely_false() => {
                        undecided.insert(person.id.clone());
                        continue;
                    }
                    _ => continue,
                }
            }
            let from = RowSource {
                input,
                visit,
                world: &world,
                person: &person.id,
                household: &home.id,
            };
            rows.push((
                place,
                Row {
                    household: Some(home.id.clone()),
                    person: Some(person.id.clone()),
                    visit: Some(visit.visit.clone()),
                    day: Some(visit.day),
                    division: None,
                    label: String::new(),
                    ops: vec![visit.origin.op.clone()],
                    cells: def
                        .columns
                        .iter()
                        .map(|col| from.cell(col, words))
                        .collect(),
                },
            ));
        }
    }
    if def.split == Split::Person {
        rows.sort_by(|(a, x), (b, y)| {
            (&x.household, a, &x.person, x.day).cmp(&(&y.household, b, &y.person, y.day))
        });
    }
    Ledger {
        id: def.id.clone(),
        period,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        undecided: undecided.into_iter().collect(),
    }
}

impl Ledger {
    /// Makes a ledger without rows.
    pub(super) fn new(def: &LedgerDef, period: Period) -> Self {
        Self {
            id: def.id.clone(),
            period,
            rows: Vec::new(),
            undecided: Vec::new(),
        }
    }
}

fn overlay(answers: &[AnswerRecord]) -> Vec<Overlay> {
    answers
        .iter()
        .filter_map(|record| {
            Some(Overlay {
                about: record.answer.about.clone(),
                fact: record.answer.writes.clone()?,
                value: record.answer.value.clone()?,
            })
        })
        .collect()
}

/// What the cells of one row are made from.
struct RowSource<'a> {
    input: LedgerInput<'a>,
    visit: &'a VisitRecord,
    world: &'a World,
    person: &'a PersonId,
    household: &'a HouseholdId,
}

impl RowSource<'_> {
    fn cell(&self, column: &Column, words: &dyn Words) -> Cell {
        let mut cell = Cell::new(column.kind);
        let several = column.from.len() > 1;
        for source in &column.from {
            self.part(source, several, words, &mut cell);
        }
        cell.finish(column)
    }

    fn part(&self, source: &Source, several: bool, words: &dyn Words, cell: &mut Cell) {
        match source {
            Source::VisitDay => self.visit_part(cell, words.day(self.visit.day)),
            Source::VisitWorker => self.visit_part(cell, words.worker(&self.visit.worker)),
            Source::VisitMode => self.visit_part(cell, words.mode(self.visit.mode)),
            Source::VisitCapacity => {
                for text in capacities(self.visit, words) {
                    self.visit_part(cell, text);
                }
            }
            Source::Met(def) => {
                let text = match self.visit.met(self.person) {
                    Some(met) => choice(def, met),
                    None => words.not_asked(),
                };
                self.visit_part(cell, text);
            }
            Source::Flags => {
                for (flag, class) in self.flags() {
                    cell.parts.push(Part::plain(class.name.clone()));
                    cell.ops.push(flag.op.clone());
                }
            }
            Source::FlagHandling => {
                for (flag, class) in self.flags() {
                    let text = words.handling(class, flag.same_as.is_some());
                    cell.parts.push(Part::plain(text));
                    cell.ops.push(flag.op.clone());
                }
            }
            Source::Fact(def) => {
                let about = match def.about {
                    About::Household => Subject::Household(self.household.clone()),
                    About::Person => Subject::Person(self.person.clone()),
                };
                let record = self.visit.answer(&about, def.id.as_str());
                let label = (several && matches!(def.ty, Type::Bool)).then(|| def.name.clone());
                match (record, self.known(&about, def)) {
                    // Known and fresh on that day, so it was not asked again.
                    (None, Some(known)) => {
                        cell.parts.push(Part {
                            label,
                            text: text(&known.value, Some(def), words),
                            asked: true,
                        });
                        cell.ops.push(known.op().clone());
                    }
                    (record, _) => answer_part(record, Some(def), label, words, cell),
                }
            }
            Source::Ledger(name) => {
                let about = Subject::Person(self.person.clone());
                let key = format!("ledger.{name}");
                let items = format!("{key}.");
                let mut any = false;
                for record in &self.visit.answers {
                    if record.answer.about == about
                        && let Some(writes) = &record.answer.writes
                        && (*writes == key || writes.starts_with(&items))
                        && record.answer.value.is_some()
                    {
                        answer_part(Some(record), None, None, words, cell);
                        any = true;
                    }
                }
                // What is written when there is something to write is empty, not 没问.
                if !any && !several {
                    answer_part(None, None, None, words, cell);
                }
            }
            Source::Number
            | Source::Village
            | Source::Group
            | Source::Head
            | Source::HeadId
            | Source::People
            | Source::Receives
            | Source::Duty(_) => {}
            Source::Expr(expr) => {
                let place = self
                    .world
                    .member(self.person.as_str())
                    .map_or(Place::Household, Place::Person);
                let value = eval_value(expr, self.world, place);
                cell.parts.push(Part::plain(words.computed(&value)));
                for fact in &value.rests.facts {
                    if let Some(tag) = &fact.tag {
                        cell.ops.push(OpId::new(tag.as_ref()));
                    }
                }
            }
        }
    }

    /// Finds the record for which the visit did not ask a question again.
    fn known(&self, about: &Subject, def: &FactDef) -> Option<&FactRecord> {
        let named = self.visit.answers.iter().find_map(|record| {
            let answer = &record.answer;
            let same = answer.how == How::NotAsked
                && answer.about == *about
                && answer.writes.as_deref() == Some(def.id.as_str());
            answer.same_as.as_ref().filter(|_| same)
        })?;
        let home = self.input.homes.iter().find(|h| h.id == *self.household)?;
        let records = home.facts_of(about)?.records(def.id.as_str());
        records.iter().find(|record| record.op() == named)
    }

    fn visit_part(&self, cell: &mut Cell, text: String) {
        cell.parts.push(Part::plain(text));
        cell.ops.push(self.visit.origin.op.clone());
    }

    /// Lists the flags of the visit about this person or the home, by op.
    fn flags(&self) -> Vec<(&FlagRow, &FlagClass)> {
        let mut flags: Vec<(&FlagRow, &FlagClass)> = self
            .input
            .flags
            .iter()
            .filter(|flag| {
                flag.visit == self.visit.visit
                    && match &flag.about {
                        Subject::Person(person) => person == self.person,
                        Subject::Household(home) => home == self.household,
                    }
            })
            .filter_map(|flag| Some((flag, self.input.work.flag(&flag.code)?)))
            .collect();
        flags.sort_by(|(a, _), (b, _)| a.op.cmp(&b.op));
        flags
    }
}

impl Cell {
    /// Makes an empty cell.
    pub(super) fn new(kind: CellKind) -> Self {
        Self {
            kind,
            parts: Vec::new(),
            ops: Vec::new(),
            duties: Vec::new(),
        }
    }

    /// Puts words into it.
    pub(super) fn put(&mut self, text: String) {
        self.parts.push(Part::plain(text));
    }

    /// Puts into it that nothing is known.
    pub(super) fn lack(&mut self, text: String) {
        self.parts.push(Part::lack(text));
    }

    /// Orders what it comes from and covers what the column covers.
    pub(super) fn finish(mut self, column: &Column) -> Self {
        let mut seen = BTreeSet::new();
        self.ops.retain(|op| seen.insert(op.clone()));
        self.duties.sort();
        if column.mask {
            for part in self.parts.iter_mut().filter(|part| part.asked) {
                part.text = cover(&part.text);
            }
        }
        self
    }
}

/// Covers the middle of a number: six characters before it stay and four behind.
fn cover(text: &str) -> String {
    let length = text.chars().count();
    text.chars()
        .enumerate()
        .map(|(at, c)| if at < 6 || at + 4 >= length { c } else { '*' })
        .collect()
}

impl Part {
    fn plain(text: String) -> Self {
        Self {
            label: None,
            text,
            asked: true,
        }
    }
}

fn answer_part(
    record: Option<&AnswerRecord>,
    def: Option<&FactDef>,
    label: Option<String>,
    words: &dyn Words,
    cell: &mut Cell,
) {
    let value = record.and_then(|record| record.answer.value.as_ref());
    cell.parts.push(Part {
        label,
        text: value.map_or_else(|| words.not_asked(), |value| text(value, def, words)),
        asked: value.is_some(),
    });
    if let Some(record) = record {
        cell.ops.push(record.op.clone());
    }
}

/// Returns the roles of a visit in words: each one held for which it counts,
/// and each for which the worker acted, both named.
pub(super) fn capacities(visit: &VisitRecord, words: &dyn Words) -> Vec<String> {
    let mut acting: Vec<(Role, Role)> = visit
        .acts_for
        .iter()
        .map(|acts| (acts.role, acts.for_role))
        .collect();
    acting.sort_unstable();
    acting.dedup();
    let mut texts = Vec::new();
    for role in &visit.roles {
        match acting.iter().filter(|(held, _)| held == role).count() {
            0 => texts.push(words.role(*role)),
            _ => texts.extend(
                acting
                    .iter()
                    .filter(|(held, _)| held == role)
                    .map(|(held, for_role)| words.acting(*held, *for_role)),
            ),
        }
    }
    texts
}

/// Returns the name of a choice; one that the dictionary no longer has stays as
/// its code.
pub(super) fn choice(def: &FactDef, code: &str) -> String {
    def.ty
        .enum_def()
        .and_then(|choices| choices.by_code(code))
        .map_or_else(|| code.to_owned(), |variant| variant.name.clone())
}

/// Returns a value in words.
pub fn text(value: &FactValue, def: Option<&FactDef>, words: &dyn Words) -> String {
    let name = |code: &str| def.map_or_else(|| code.to_owned(), |def| choice(def, code));
    match value {
        FactValue::Bool(value) => words.yes_no(*value),
        FactValue::Int(number) => number.to_string(),
        FactValue::Fen(fen) => Money::from_fen(*fen).to_string(),
        FactValue::Day(day) => words.day(*day),
        FactValue::One(code) => name(code),
        FactValue::Many(codes) => {
            let names: Vec<String> = codes.iter().map(|code| name(code)).collect();
            names.join("、")
        }
        FactValue::Text(text) => text.clone(),
        FactValue::IntRange(from, to) => words.range(&from.to_string(), &to.to_string()),
        FactValue::FenRange(from, to) => words.range(
            &Money::from_fen(*from).to_string(),
            &Money::from_fen(*to).to_string(),
        ),
        FactValue::DayRange(from, to) => words.range(&words.day(*from), &words.day(*to)),
        FactValue::Unclear => words.unclear(),
        FactValue::Declined => words.declined(),
    }
}
