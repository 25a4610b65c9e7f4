//! 台账: what the visits filled, cell by cell.

use std::collections::BTreeSet;
use tanfang_domain::event::Mode;
use tanfang_domain::flag::{FlagClass, Receiver};
use tanfang_domain::ledger::{
    Book, Cell, CellKind as Kind, FlagRow, Ledger, LedgerDef, LedgerInput, Part, Row, RowsOf,
    Words, ledger,
};
use tanfang_domain::pack::Work;
use tanfang_domain::people::Household;
use tanfang_domain::role::Role;
use tanfang_policy::eval::Answer as Computed;
use tanfang_values::{Day, Period, PeriodKind, WorkerId};

use super::people::{PlaceKey, Snapshot, home_name};
use super::period;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{CellKind, Empty, LedgerCell, LedgerChoice, LedgerRow, LedgerView, Masked};
use crate::words::Words as PlaceWords;

/// What a ledger is made from.
pub(crate) struct From<'a> {
    pub(crate) say: &'a Say,
    pub(crate) places: &'a PlaceWords,
    pub(crate) work: &'a Work,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) flags: &'a [FlagRow],
}

/// Makes the rows of a ledger, or of one of its books; none if this version makes none.
pub(crate) fn rows(
    from: &From<'_>,
    def: &LedgerDef,
    book: Option<&Book>,
    period: Period,
) -> Option<Ledger> {
    let snapshot = from.snapshot;
    let written = snapshot.book();
    let input = LedgerInput {
        written: Some(&written),
        work: from.work,
        homes: &snapshot.homes,
        visits: &snapshot.visits,
        flags: from.flags,
        attempts: &snapshot.attempts,
        viewer: &snapshot.viewer,
        today: snapshot.today,
        village: &snapshot.post.village,
    };
    let speaking = Speaking {
        say: from.say,
        places: from.places,
        snapshot,
    };
    ledger(def, book, period, input, &speaking)
}

/// Says how far a ledger reads, where it shows how things stand.
pub(crate) fn as_of(
    say: &Say,
    snapshot: &Snapshot,
    def: &LedgerDef,
    made: &Ledger,
) -> Option<String> {
    matches!(def.rows, RowsOf::Homes | RowsOf::Duties).then(|| {
        let day = made.period.last.min(snapshot.today);
        say.texts().format("ledger.as_of", &[("day", day.into())])
    })
}

/// Titles a ledger with its book.
pub(crate) fn name(say: &Say, def: &LedgerDef, book: Option<&Book>) -> String {
    match book {
        Some(book) => say.texts().format(
            "ledger.book_name",
            &[("name", (&def.name).into()), ("book", (&book.name).into())],
        ),
        None => def.name.clone(),
    }
}

fn choice(key: &str, label: &str, chosen: bool) -> LedgerChoice {
    LedgerChoice {
        key: key.to_owned(),
        label: label.to_owned(),
        chosen,
    }
}

/// Lists the lengths of period of a ledger, each as the period to go to.
fn spans(
    say: &Say,
    work: &Work,
    snapshot: &Snapshot,
    def: &LedgerDef,
    shown: Period,
) -> Vec<LedgerChoice> {
    if def.periods.len() < 2 {
        return Vec::new();
    }
    let day = shown.last.min(snapshot.today).max(shown.first);
    def.periods
        .iter()
        .map(|kind| {
            let label = match kind {
                PeriodKind::Week => say.texts().get("ledger.span_week"),
                PeriodKind::Quarter => say.texts().get("ledger.span_quarter"),
                _ => say.texts().get("ledger.span_month"),
            };
            let period = Period::containing(*kind, day, work.week_start());
            choice(&period::key(period), label, *kind == shown.kind)
        })
        .collect()
}

/// Makes 台账.
pub(crate) fn view(
    say: &Say,
    work: &Work,
    snapshot: &Snapshot,
    def: &LedgerDef,
    book: Option<&Book>,
    made: &Ledger,
) -> LedgerView {
    let texts = say.texts();
    let rows: Vec<LedgerRow> = made
        .rows
        .iter()
        .map(|row| LedgerRow {
            household: row.household.as_ref().map(|id| id.as_str().to_owned()),
            name: row_name(say, snapshot, row),
            cells: def
                .columns
                .iter()
                .zip(&row.cells)
                .map(|(column, cell)| LedgerCell {
                    text: covered(say, def, column.kind, &cell_text(say, &cell.parts)),
                    kind: kind(cell.kind),
                    missing: is_missing(cell.kind, &cell.parts),
                    sources: sources(cell),
                })
                .collect(),
        })
        .collect();
    let missing: usize = rows
        .iter()
        .map(|row| row.cells.iter().filter(|cell| cell.missing).count())
        .sum();
    let summary = if rows.is_empty() {
        texts.get("ledger.summary_none").to_owned()
    } else if missing == 0 {
        texts.format("ledger.summary_full", &[("rows", rows.len().into())])
    } else {
        texts.format(
            "ledger.summary",
            &[("rows", rows.len().into()), ("missing", missing.into())],
        )
    };
    let summary = match as_of(say, snapshot, def, made) {
        Some(as_of) => say.dotted(&[Say::open(as_of), Say::open(summary)]).text,
        None => summary,
    };
    let period_words = period::short(say, made.period);
    LedgerView {
        ledger: made.id.clone(),
        title: texts.format(
            "ledger.title",
            &[
                ("name", (&name(say, def, book)).into()),
                ("period", (&period_words).into()),
                ("village", (&snapshot.post.village).into()),
            ],
        ),
        ledgers: work
            .ledgers()
            .iter()
            .filter(|other| other.is_made())
            .map(|other| choice(&other.id, &other.name, other.id == def.id))
            .collect(),
        books: def
            .books
            .iter()
            .map(|other| {
                choice(
                    &other.id,
                    &other.name,
                    book.is_some_and(|b| b.id == other.id),
                )
            })
            .collect(),
        spans: spans(say, work, snapshot, def, made.period),
        period: period::key(made.period),
        around: vec![
            period::key(made.period.previous()),
            period::key(made.period.next()),
        ],
        summary,
        undecided: undecided(say, work, snapshot, def, made),
        columns: def.columns.iter().map(|col| col.title.clone()).collect(),
        empty: rows.is_empty().then(|| Empty {
            sentence: match def.rows {
                RowsOf::Homes => texts.get("ledger.empty_homes"),
                RowsOf::Duties => texts.get("ledger.empty_duties"),
                _ => texts.get("ledger.empty"),
            }
            .to_owned(),
            action: None,
        }),
        rows,
    }
}

/// Names what a row is of: a person, a home, or what its duties have in common.
fn row_name(say: &Say, snapshot: &Snapshot, row: &Row) -> Masked {
    if let Some(person) = &row.person {
        let known = snapshot.person(person);
        return say.name(known.map_or("", |(_, person)| &person.name));
    }
    match row
        .household
        .as_ref()
        .and_then(|id| snapshot.home(id.as_str()))
    {
        Some(home) => home_name(say, home, snapshot.today),
        None => Say::open(row.label.clone()),
    }
}

/// Lists what a cell comes from: ops, and duties that no op has done.
pub(crate) fn sources(cell: &Cell) -> Vec<String> {
    let ops = cell.ops.iter().map(|op| op.as_str().to_owned());
    let duties = cell.duties.iter().map(|duty| duty.as_str().to_owned());
    ops.chain(duties).collect()
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
    let n = ("n", made.undecided.len().into());
    match def.rows {
        RowsOf::Homes => return Some(say.texts().format("ledger.undecided_homes", &[n])),
        RowsOf::Duties => return Some(say.texts().format("ledger.undecided_duties", &[n])),
        RowsOf::VisitSubjects | RowsOf::Other(_) => {}
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

fn covered(say: &Say, def: &LedgerDef, kind: Kind, text: &str) -> Masked {
    // Counts of duties tell nothing of anybody.
    if kind == Kind::Manual || text.is_empty() || def.rows == RowsOf::Duties {
        Say::open(text)
    } else {
        say.covered(text)
    }
}

/// The words of a ledger, from the string table.
struct Speaking<'a> {
    say: &'a Say,
    places: &'a PlaceWords,
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

    fn no_visit(&self) -> String {
        self.say.texts().get("ledger.no_visit").to_owned()
    }

    fn place(&self, home: &Household) -> String {
        let group = PlaceKey::group(self.places, home.group.as_deref());
        let house = PlaceKey::house(self.places, home.house_no.as_deref());
        format!("{} {}", group.sortable(), house.sortable())
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
