//! 台账: what the visits filled, cell by cell.

use std::collections::BTreeSet;
use tanfang_domain::event::Mode;
use tanfang_domain::flag::{FlagClass, Receiver};
use tanfang_domain::ledger::{
    CellKind as Kind, FlagRow, Ledger, LedgerDef, LedgerInput, Part, Words, ledger,
};
use tanfang_domain::pack::Work;
use tanfang_domain::role::Role;
use tanfang_policy::eval::Answer as Computed;
use tanfang_values::{Day, Period, PeriodKind, WorkerId};

use super::people::Snapshot;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{CellKind, Empty, LedgerCell, LedgerRow, LedgerView, Masked};

/// Reads a month such as `2026-11`.
pub(crate) fn month(text: &str) -> Option<Day> {
    let (year, month) = text.trim().split_once('-')?;
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || month.len() != 2 || !plain(year) || !plain(month) {
        return None;
    }
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, 1)
}

fn month_text(first: Day) -> String {
    let (year, month, _) = first.ymd();
    format!("{year:04}-{month:02}")
}

/// Makes the rows of a ledger for the month of a day; none if this version makes none.
pub(crate) fn rows(
    say: &Say,
    work: &Work,
    snapshot: &Snapshot,
    flags: &[FlagRow],
    def: &LedgerDef,
    first: Day,
) -> Option<Ledger> {
    let period = Period::containing(PeriodKind::Month, first, work.week_start());
    let input = LedgerInput {
        work,
        homes: &snapshot.homes,
        visits: &snapshot.visits,
        flags,
    };
    ledger(def, period, input, &Speaking { say, snapshot })
}

/// Makes 台账.
pub(crate) fn view(
    say: &Say,
    work: &Work,
    snapshot: &Snapshot,
    def: &LedgerDef,
    made: &Ledger,
) -> LedgerView {
    let texts = say.texts();
    let first = made.period.first;
    let (_, month, _) = first.ymd();
    let rows: Vec<LedgerRow> = made
        .rows
        .iter()
        .map(|row| LedgerRow {
            household: Some(row.household.as_str().to_owned()),
            name: match snapshot.person(&row.person) {
                Some((_, person)) => say.name(&person.name),
                None => say.name(""),
            },
            cells: def
                .columns
                .iter()
                .zip(&row.cells)
                .map(|(column, cell)| LedgerCell {
                    text: covered(say, column.kind, &cell_text(say, &cell.parts)),
                    kind: kind(cell.kind),
                    missing: is_missing(cell.kind, &cell.parts),
                    sources: cell.ops.iter().map(|op| op.as_str().to_owned()).collect(),
                })
                .collect(),
        })
        .collect();
    let missing: usize = rows
        .iter()
        .map(|row| row.cells.iter().filter(|cell| cell.missing).count())
        .sum();
    let summary = if missing == 0 {
        texts.format("ledger.summary_full", &[("rows", rows.len().into())])
    } else {
        texts.format(
            "ledger.summary",
            &[("rows", rows.len().into()), ("missing", missing.into())],
        )
    };
    LedgerView {
        ledger: made.id.clone(),
        title: texts.format(
            "ledger.title",
            &[
                ("name", (&def.name).into()),
                ("month", month.into()),
                ("village", (&snapshot.post.village).into()),
            ],
        ),
        ledgers: Vec::new(),
        books: Vec::new(),
        spans: Vec::new(),
        period: month_text(first),
        around: vec![
            month_text(first.plus_months(-1)),
            month_text(first.plus_months(1)),
        ],
        summary,
        undecided: undecided(say, work, snapshot, def, made),
        columns: def.columns.iter().map(|col| col.title.clone()).collect(),
        empty: rows.is_empty().then(|| Empty {
            sentence: texts.get("ledger.empty").to_owned(),
            action: None,
        }),
        rows,
    }
}

/// Names what would have to be known to say who belongs into the ledger.
fn undecided(
    say: &Say,
    work: &Work,
    snapshot: &Snapshot,
    def: &LedgerDef,
    made: &Ledger,
) -> Option<String> {
    if made.undecided.is_empty() {
        return None;
    }
    let filter = def.filter.as_ref()?;
    let dictionary = work.dictionary();
    let missing: BTreeSet<&str> = filter
        .reads
        .iter()
        .filter(|fact| {
            made.undecided.iter().any(|id| {
                let Some((home, person)) = snapshot.person(id) else {
                    return false;
                };
                // What was not known on the day of the visit is what is missing,
                // though a later list may say it.
                let visits = snapshot
                    .visits
                    .iter()
                    .filter(|visit| visit.household == home.id && made.period.contains(visit.day));
                visits.map(|visit| visit.day).any(|day| {
                    person
                        .fact(fact, day)
                        .is_none_or(tanfang_policy::value::FactValue::is_unknown)
                })
            })
        })
        .filter_map(|fact| dictionary.fact(fact))
        .map(|def| def.name.as_str())
        .collect();
    let missing: Vec<&str> = missing.into_iter().collect();
    if missing.is_empty() {
        return Some(say.texts().format(
            "ledger.undecided_plain",
            &[("n", made.undecided.len().into())],
        ));
    }
    Some(say.texts().format(
        "ledger.undecided",
        &[
            ("n", made.undecided.len().into()),
            ("what", (&say.some_of(&missing, 3)).into()),
        ],
    ))
}

pub(crate) const fn kind(kind: Kind) -> CellKind {
    match kind {
        Kind::Record => CellKind::Record,
        Kind::Computed => CellKind::Computed,
        Kind::Manual => CellKind::Manual,
    }
}

/// A recorded cell of which nothing was asked is empty and ought not to be.
pub(crate) fn is_missing(kind: Kind, parts: &[Part]) -> bool {
    kind == Kind::Record && !parts.iter().any(|part| part.asked)
}

/// Joins what stands in a cell; what was not asked only if nothing was.
pub(crate) fn cell_text(say: &Say, parts: &[Part]) -> String {
    let any = parts.iter().any(|part| part.asked);
    let words: Vec<String> = parts
        .iter()
        .filter(|part| part.asked || !any)
        .filter(|part| !part.text.is_empty())
        .map(|part| match &part.label {
            Some(label) if part.asked => say.texts().format(
                "say.colon",
                &[("label", label.into()), ("value", (&part.text).into())],
            ),
            _ => part.text.clone(),
        })
        .fold(Vec::new(), |mut all, word| {
            if !all.contains(&word) {
                all.push(word);
            }
            all
        });
    say.listed(&words)
}

fn covered(say: &Say, kind: Kind, text: &str) -> Masked {
    if kind == Kind::Manual || text.is_empty() {
        Say::open(text)
    } else {
        say.covered(text)
    }
}

/// The words of a ledger, from the string table.
struct Speaking<'a> {
    say: &'a Say,
    snapshot: &'a Snapshot,
}

impl Words for Speaking<'_> {
    fn yes_no(&self, value: bool) -> String {
        self.say.yes_no(None, value).to_owned()
    }

    fn unclear(&self) -> String {
        self.say.texts().get("say.unclear").to_owned()
    }

    fn declined(&self) -> String {
        self.say.texts().get("say.declined").to_owned()
    }

    fn not_asked(&self) -> String {
        self.say.texts().get("say.not_asked").to_owned()
    }

    fn range(&self, from: &str, to: &str) -> String {
        self.say
            .texts()
            .format("say.range", &[("low", from.into()), ("high", to.into())])
    }

    fn day(&self, day: Day) -> String {
        self.say.day(day)
    }

    fn worker(&self, worker: &WorkerId) -> String {
        self.snapshot.worker_name(worker).to_owned()
    }

    fn role(&self, role: Role) -> String {
        self.say.role(role)
    }

    fn acting(&self, held: Role, for_role: Role) -> String {
        self.say.texts().format(
            "ledger.as_both",
            &[
                ("own", (&self.say.role(held)).into()),
                ("owner", (&self.say.role(for_role)).into()),
            ],
        )
    }

    fn mode(&self, mode: Mode) -> String {
        self.say.mode(mode).to_owned()
    }

    fn handling(&self, class: &FlagClass, joined: bool) -> String {
        let to: Vec<String> = class
            .to
            .iter()
            .map(|to| match to {
                Receiver::Role(role) => self.say.role(*role),
                Receiver::Office(name) => name.clone(),
            })
            .collect();
        let to = self.say.listed(&to);
        if joined {
            self.say
                .texts()
                .format("ledger.handled_joined", &[("to", (&to).into())])
        } else {
            self.say
                .texts()
                .format("ledger.handled_open", &[("to", (&to).into())])
        }
    }

    fn computed(&self, value: &Computed) -> String {
        computed(self.say, value)
    }
}

/// Puts a computed value into words; what is not fully known is 不清楚.
fn computed(say: &Say, answer: &Computed) -> String {
    use tanfang_policy::dict::Type;
    use tanfang_policy::eval::Value;
    use tanfang_policy::value::FactValue;
    let name = |code: &str| match answer.ty.enum_def().and_then(|def| def.by_code(code)) {
        Some(variant) => variant.name.clone(),
        None => code.to_owned(),
    };
    let known = match &answer.value {
        Value::Bool(outcomes) if outcomes.surely_true() => Some(FactValue::Bool(true)),
        Value::Bool(outcomes) if outcomes.surely_false() => Some(FactValue::Bool(false)),
        Value::One(codes) => match codes.as_slice() {
            [code] => return name(code),
            _ => None,
        },
        Value::Many { sure, maybe } if maybe.is_empty() => {
            let names: Vec<String> = sure.iter().map(|code| name(code)).collect();
            return say.listed(&names);
        }
        Value::Text(text) => return text.clone(),
        Value::Number(interval) => interval
            .exact()
            .and_then(tanfang_policy::number::Fraction::as_whole)
            .map(|n| match &answer.ty {
                Type::Date => i32::try_from(n).map_or(FactValue::Unclear, |n| {
                    FactValue::Day(Day::from_epoch_days(n))
                }),
                ty if ty.is_money() => FactValue::Fen(n),
                _ => FactValue::Int(n),
            }),
        Value::Bool(_) | Value::Many { .. } | Value::Unknown => None,
    };
    say.value(None, "", &known.unwrap_or(FactValue::Unclear))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_only_as_written() {
        assert_eq!(month("2026-11"), Day::from_ymd(2026, 11, 1));
        for text in ["2026-13", "2026-1", "11", "2026-11-01", "２０２６-11", ""] {
            assert_eq!(month(text), None, "{text}");
        }
        assert_eq!(month_text(Day::from_ymd(2026, 1, 1).unwrap()), "2026-01");
    }
}
