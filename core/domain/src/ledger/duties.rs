//! Ledgers that count duties: a row an obligation and the role that owes it.
//!
//! A duty is counted once: in the week, month or quarter in which its last day
//! lies. Nothing is guessed: what another actor did and whose records have not
//! come in is counted apart, and so is what ended before it was done.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{Day, HouseholdId, OpId, Period};

use super::columns::{Column, DutyCount, LedgerDef, Source};
use super::rows::{Cell, Ledger, LedgerInput, Row, Words};
use crate::event::Subject;
use crate::role::Role;
use crate::schedule::{Book, Done, DutyState, Missing, Schedule, Status};

pub(super) fn duties(
    def: &LedgerDef,
    period: Period,
    input: LedgerInput<'_>,
    words: &dyn Words,
) -> Ledger {
    let mut made = Ledger::new(def, period);
    let as_of = period.last.min(input.today);
    let only = Book::new(input.visits, input.attempts);
    let book = input.written.unwrap_or(&only);
    let schedule = Schedule::new(input.work, book, input.viewer, as_of);
    let mut groups: BTreeMap<(String, Role), Vec<DutyState>> = BTreeMap::new();
    schedule.each(input.homes, period.first, period.last, |_, all| {
        for state in all.duties.drain(..) {
            // Counted where its last day lies; what has not begun is not yet owed.
            if period.contains(last_day(&state, as_of)) && state.from <= as_of {
                let key = (state.duty.obligation.clone(), state.duty.role);
                groups.entry(key).or_default().push(state);
            }
        }
        for person in all.undecided.drain(..).filter_map(|one| one.person) {
            if !made.undecided.contains(&person) {
                made.undecided.push(person);
            }
        }
    });
    for ((_, role), states) in groups {
        let Some(first) = states.first() else {
            continue;
        };
        let counted = Counted {
            input,
            number: made.rows.len() + 1,
            name: first.obligation.name.clone(),
            role,
            states: &states,
        };
        let cells: Vec<Cell> = def
            .columns
            .iter()
            .map(|column| counted.cell(column, words))
            .collect();
        let ops: BTreeSet<OpId> = states
            .iter()
            .filter_map(done)
            .map(|d| d.op.clone())
            .collect();
        made.rows.push(Row {
            household: None,
            person: None,
            visit: None,
            day: None,
            division: None,
            label: counted.name.clone(),
            ops: ops.into_iter().collect(),
            cells,
        });
    }
    made
}

/// Returns the day that says in which period a duty is counted: the last of its
/// own; without one the day on which it was done or ended, its due day, or, where
/// no source names one, the day up to which things are known.
fn last_day(state: &DutyState, as_of: Day) -> Day {
    if state.period.last < Day::MAX {
        return state.period.last;
    }
    match &state.status {
        Status::Done(done) => done.day,
        Status::Ended { day, .. } => *day,
        _ => state.due_day().unwrap_or(as_of),
    }
}

fn done(state: &DutyState) -> Option<&Done> {
    match &state.status {
        Status::Done(done) => Some(done),
        _ => None,
    }
}

struct Counted<'a> {
    input: LedgerInput<'a>,
    number: usize,
    name: String,
    role: Role,
    states: &'a [DutyState],
}

impl Counted<'_> {
    fn cell(&self, column: &Column, words: &dyn Words) -> Cell {
        let mut cell = Cell::new(column.kind);
        for source in &column.from {
            match source {
                Source::Number => cell.put(self.number.to_string()),
                Source::Village => cell.put(self.input.village.to_owned()),
                Source::Duty(count) => self.part(*count, words, &mut cell),
                _ => {}
            }
        }
        cell.finish(column)
    }

    fn part(&self, count: DutyCount, words: &dyn Words, cell: &mut Cell) {
        match count {
            DutyCount::Name => cell.put(self.name.clone()),
            DutyCount::Role => cell.put(words.role(self.role)),
            DutyCount::Homes => {
                let homes: BTreeSet<&HouseholdId> =
                    self.owed().map(|state| &state.household).collect();
                cell.put(homes.len().to_string());
            }
            DutyCount::Persons => {
                let persons: BTreeSet<&Subject> =
                    self.owed().map(|state| &state.duty.about).collect();
                cell.put(persons.len().to_string());
            }
            _ => {
                let mut n = 0_usize;
                for state in self.states.iter().filter(|state| self.counts(count, state)) {
                    n += 1;
                    match &state.status {
                        Status::Done(done) => cell.ops.push(done.op.clone()),
                        _ => cell.duties.push(state.id()),
                    }
                }
                cell.put(n.to_string());
            }
        }
    }

    /// Lists the duties that are owed: those that ended undone are not.
    fn owed(&self) -> impl Iterator<Item = &DutyState> {
        self.states
            .iter()
            .filter(|state| !matches!(state.status, Status::Ended { .. }))
    }

    fn counts(&self, count: DutyCount, state: &DutyState) -> bool {
        let open = state.status == Status::NotDone;
        match count {
            DutyCount::Due => !matches!(state.status, Status::Ended { .. }),
            DutyCount::Done => done(state).is_some(),
            DutyCount::Open => open,
            DutyCount::NotMet => {
                let family = state
                    .why
                    .missing
                    .iter()
                    .any(|missing| matches!(missing, Missing::NotSeen { .. }));
                open && (family || !state.why.attempts.is_empty())
            }
            DutyCount::Late => open && state.late_days(self.input.today).is_some(),
            DutyCount::EnteredLate => done(state).is_some_and(|done| done.recorded > done.day),
            DutyCount::Unknown => state.status == Status::Unknown,
            DutyCount::Ended => matches!(state.status, Status::Ended { .. }),
            DutyCount::Paused => matches!(state.status, Status::Paused { .. }),
            DutyCount::NonContact => done(state).is_some_and(|done| done.non_contact),
            DutyCount::Name | DutyCount::Role | DutyCount::Homes | DutyCount::Persons => false,
        }
    }
}
