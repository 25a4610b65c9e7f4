//! Ledgers with a row a home: as things stand at the end of the period, or today.

use std::collections::BTreeMap;
use tanfang_policy::eval::eval_value;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Subject as Place, World};
use tanfang_values::{Day, HouseholdId, OpId, Period};

use super::columns::{Book, Column, LedgerDef, Source};
use super::rows::{Cell, Ledger, LedgerInput, Part, Row, Words, choice, text};
use crate::event::{Mode, Subject};
use crate::people::Household;
use crate::people::world::WorldMaker;
use crate::schedule::VisitRecord;

/// Enum of the dictionary with what people receive.
const AID_ENUM: &str = "aid";

pub(super) fn homes(
    def: &LedgerDef,
    book: Option<&Book>,
    period: Period,
    input: LedgerInput<'_>,
    words: &dyn Words,
) -> Ledger {
    let as_of = period.last.min(input.today);
    let maker = WorldMaker::new(input.work.dictionary(), input.work.classes());
    let mut made = Ledger::new(def, period);
    let mut homes: Vec<&Household> = input
        .homes
        .iter()
        .filter(|home| home.present(as_of).next().is_some())
        .collect();
    homes.sort_by_cached_key(|home| (home.division.clone(), words.place(home), home.id.clone()));
    let last = last_visits(input, period);
    for home in homes {
        let world = maker.world(home, as_of, &[]);
        let about = Subject::Household(home.id.clone());
        let mut belongs = true;
        for rule in [def.filter.as_ref(), book.map(|book| &book.filter)] {
            let Some(rule) = rule else { continue };
            match rule.test(&world, &about) {
                Some(tri) if tri.surely_true() => {}
                Some(tri) if !tri.surely_false() => {
                    belongs = false;
                    if let Some(person) = home.present(as_of).next()
                        && !made.undecided.contains(&person.id)
                    {
                        made.undecided.push(person.id.clone());
                    }
                }
                _ => belongs = false,
            }
            if !belongs {
                break;
            }
        }
        if !belongs {
            continue;
        }
        let visit = last.get(&home.id).copied();
        let from = HomeSource {
            input,
            home,
            world: &world,
            visit,
            as_of,
            number: made.rows.len() + 1,
        };
        let cells: Vec<Cell> = def
            .columns
            .iter()
            .map(|column| from.cell(column, words))
            .collect();
        made.rows.push(Row {
            household: Some(home.id.clone()),
            person: None,
            visit: visit.map(|visit| visit.visit.clone()),
            day: visit.map(|visit| visit.day),
            division: Some(home.division.clone()),
            label: String::new(),
            ops: visit
                .map(|visit| visit.origin.op.clone())
                .into_iter()
                .collect(),
            cells,
        });
    }
    made
}

/// Finds the last visit of a period to each home.
fn last_visits(input: LedgerInput<'_>, period: Period) -> BTreeMap<&HouseholdId, &VisitRecord> {
    let mut last: BTreeMap<&HouseholdId, &VisitRecord> = BTreeMap::new();
    for visit in input.visits {
        if visit.mode != Mode::InPerson || !period.contains(visit.day) {
            continue;
        }
        let there = last.entry(&visit.household).or_insert(visit);
        if (there.day, &there.origin) < (visit.day, &visit.origin) {
            *there = visit;
        }
    }
    last
}

/// What the cells of one row are made from.
struct HomeSource<'a> {
    input: LedgerInput<'a>,
    home: &'a Household,
    world: &'a World,
    visit: Option<&'a VisitRecord>,
    as_of: Day,
    number: usize,
}

impl HomeSource<'_> {
    fn cell(&self, column: &Column, words: &dyn Words) -> Cell {
        let mut cell = Cell::new(column.kind);
        for source in &column.from {
            self.part(source, words, &mut cell);
        }
        cell.finish(column)
    }

    fn part(&self, source: &Source, words: &dyn Words, cell: &mut Cell) {
        match source {
            Source::Number => cell.put(self.number.to_string()),
            Source::Village => cell.put(self.input.village.to_owned()),
            Source::Group => Self::field(self.home.group.as_deref(), words, cell),
            Source::Head => {
                let head = self.head();
                Self::field(head.map(|person| person.name.as_str()), words, cell);
            }
            Source::HeadId => {
                let number = self.head().and_then(|person| person.id_number.as_deref());
                Self::field(number, words, cell);
            }
            Source::People => cell.put(self.home.present(self.as_of).count().to_string()),
            Source::Receives => {
                let aids = self.input.work.dictionary().enum_def(AID_ENUM);
                for aid in aids.iter().flat_map(|aids| &aids.variants) {
                    let receives = self.world.members.iter().any(|member| {
                        member.receives.get(&aid.code) == Some(&FactValue::Bool(true))
                    });
                    if receives {
                        cell.put(aid.name.clone());
                    }
                }
                for person in self.home.present(self.as_of) {
                    let paid = person.memberships.iter().filter(|m| m.holds(self.as_of));
                    cell.ops
                        .extend(paid.map(|membership| membership.op.clone()));
                }
            }
            Source::VisitDay
            | Source::VisitWorker
            | Source::VisitMode
            | Source::VisitCapacity
            | Source::Met(_) => self.visit_part(source, words, cell),
            Source::Fact(def) => match self.world.household.get_id(def.id.as_str()) {
                Some(known) if !known.value.is_unknown() => {
                    cell.put(text(&known.value, Some(def), words));
                    if let Some(tag) = &known.tag {
                        cell.ops.push(OpId::new(tag.as_ref()));
                    }
                }
                _ => cell.lack(words.not_asked()),
            },
            Source::Expr(expr) => {
                let value = eval_value(expr, self.world, Place::Household);
                cell.put(words.computed(&value));
                for fact in &value.rests.facts {
                    if let Some(tag) = &fact.tag {
                        cell.ops.push(OpId::new(tag.as_ref()));
                    }
                }
            }
            Source::Flags | Source::FlagHandling | Source::Ledger(_) | Source::Duty(_) => {}
        }
    }

    fn head(&self) -> Option<&crate::people::Person> {
        let head = self.home.head.as_ref().and_then(|id| self.home.person(id));
        head.filter(|person| person.is_here(self.as_of))
            .or_else(|| self.home.present(self.as_of).next())
    }

    fn field(value: Option<&str>, words: &dyn Words, cell: &mut Cell) {
        match value.map(str::trim).filter(|value| !value.is_empty()) {
            Some(value) => cell.put(value.to_owned()),
            None => cell.lack(words.not_asked()),
        }
    }

    fn visit_part(&self, source: &Source, words: &dyn Words, cell: &mut Cell) {
        let Some(visit) = self.visit else {
            // No visit in the period: the cell is empty, and a hand may fill it.
            cell.lack(words.no_visit());
            return;
        };
        match source {
            Source::VisitDay => cell.put(words.day(visit.day)),
            Source::VisitWorker => cell.put(words.worker(&visit.worker)),
            Source::VisitMode => cell.put(words.mode(visit.mode)),
            Source::Met(def) => {
                let mut seen: Vec<String> = visit
                    .seen
                    .iter()
                    .map(|seen| choice(def, &seen.met))
                    .collect();
                seen.dedup();
                for met in seen {
                    cell.put(met);
                }
            }
            _ => {
                for text in super::rows::capacities(visit, words) {
                    cell.put(text);
                }
            }
        }
        cell.ops.push(visit.origin.op.clone());
    }
}

impl Part {
    /// Makes a part that says that nothing is known.
    pub(super) fn lack(text: String) -> Self {
        Self {
            label: None,
            text,
            asked: false,
        }
    }
}
