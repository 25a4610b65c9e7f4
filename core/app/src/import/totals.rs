//! Counts homes, people and money, and holds them against what the sheet says.
//!
//! Homes and people are counted apart: a list of 40 homes with 95 people is
//! neither a list of 40 nor of 95 of one thing.

use super::columns::{Columns, Counted, Field};
use super::header::Header;
use super::homes::listed_homes;
use super::sheet::{RowClass, Sheet};
use super::value;
use super::workbook::{RawSheet, cell_name};
use crate::texts::{Texts, key};
use tanfang_values::Money;

/// What a sheet holds, as read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Homes.
    pub households: u32,
    /// People with a row of their own.
    pub persons: u32,
    /// Members of the homes, where the list counts them.
    pub members: Option<u32>,
    /// People of the homes for whom the benefit is, where the list counts them.
    pub insured: Option<u32>,
}

/// What a whole sheet says there ought to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Homes.
    pub households: Option<u32>,
    /// People.
    pub persons: Option<u32>,
    /// Amount, of the column of amounts.
    pub amount: Option<Money>,
}

/// What a number at the foot, or in a title, counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TotalOf {
    /// Homes.
    Households,
    /// People.
    Persons,
    /// The amounts of a column, in fen.
    Amount,
}

/// One number that the sheet gives, and the same number as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The cell, such as `B42`.
    pub cell: String,
    /// The row, from 1.
    pub row: u32,
    /// True if it is for the part of the list just above only (小计).
    pub part: bool,
    /// What it counts.
    pub of: TotalOf,
    /// What the sheet says; fen for amounts.
    pub said: i64,
    /// What was read; fen for amounts.
    pub read: i64,
}

impl Total {
    /// True if both numbers are the same.
    pub fn agrees(&self) -> bool {
        self.said == self.read
    }

    /// Returns one plain sentence with both numbers.
    pub fn sentence(&self, texts: &dyn Texts) -> String {
        if self.of == TotalOf::Amount {
            return texts.format(
                key("import.total.amount"),
                &[
                    ("said", Money::from_fen(self.said).into()),
                    ("read", Money::from_fen(self.read).into()),
                ],
            );
        }
        let key = match self.of {
            TotalOf::Households => key("import.total.households"),
            TotalOf::Persons | TotalOf::Amount => key("import.total.persons"),
        };
        texts.format(
            key,
            &[("said", self.said.into()), ("read", self.read.into())],
        )
    }
}

impl Sheet {
    /// Returns what the sheet as a whole says there ought to be.
    pub fn control(&self) -> Totals {
        let of = |of| {
            let whole = self
                .totals
                .iter()
                .rfind(|total| total.of == of && !total.part);
            whole.map(|total| total.said)
        };
        let count = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
        Totals {
            households: count(of(TotalOf::Households)),
            persons: count(of(TotalOf::Persons)),
            amount: of(TotalOf::Amount).map(Money::from_fen),
        }
    }
}

/// Fills in the tally of a sheet and its totals.
pub(crate) fn count(sheet: &mut Sheet, raw: &RawSheet, header: &Header, columns: &Columns) {
    let counting = Counting {
        sheet,
        raw,
        header,
        columns,
    };
    let whole = (header.body, raw.row_count());
    let tally = Tally {
        households: counting.homes(whole),
        persons: counting.people(whole),
        members: counting.sum_of(Field::Members, whole),
        insured: counting.sum_of(Field::Insured, whole),
    };
    let mut totals = Vec::new();
    let last = sheet
        .rows
        .iter()
        .rposition(|class| *class == RowClass::Total);
    let mut from = header.body;
    for (at, (row, class)) in (0u32..).zip(&sheet.rows).enumerate() {
        let sentence = matches!(class, RowClass::Title | RowClass::Note);
        if *class == RowClass::Total {
            let first = raw.rows.get(&row).and_then(|cells| cells.values().next());
            let named_part = first.is_some_and(|cell| columns.starts_part(&cell.text));
            let part = named_part || Some(at) != last;
            let range = if part { (from, row) } else { whole };
            counting.foot(row, range, part, &mut totals);
            from = row + 1;
        } else if sentence {
            counting.said(row, whole, &mut totals);
        }
    }
    sheet.tally = tally;
    sheet.totals = totals;
}

struct Counting<'a> {
    sheet: &'a Sheet,
    raw: &'a RawSheet,
    header: &'a Header,
    columns: &'a Columns,
}

/// Rows from the first to before the second, from 0.
type Range = (u32, u32);

impl Counting<'_> {
    fn homes(&self, range: Range) -> u32 {
        let homes = listed_homes(self.people_of(range), self.columns).len();
        u32::try_from(homes).unwrap_or(u32::MAX)
    }

    fn people(&self, range: Range) -> u32 {
        u32::try_from(self.people_of(range).count()).unwrap_or(u32::MAX)
    }

    fn people_of(&self, range: Range) -> impl Iterator<Item = &super::sheet::RosterRow> {
        let rows = range.0 + 1..=range.1;
        self.sheet
            .people
            .iter()
            .filter(move |person| rows.contains(&person.key.row))
    }

    /// Adds up a column of counts; none if there is no such column or nothing in it.
    fn sum_of(&self, field: Field, range: Range) -> Option<u32> {
        self.header.column(field)?;
        let numbers = self.people_of(range).filter_map(|person| {
            let carried = person.carried.contains(&field);
            match field {
                Field::Members => person.members,
                _ => person.insured,
            }
            .filter(|_| !carried)
        });
        let mut any = false;
        let sum = numbers
            .inspect(|_| any = true)
            .fold(0u32, u32::saturating_add);
        any.then_some(sum)
    }

    /// Adds up a column of amounts, each cell once, whatever its row became.
    fn money_in(&self, column: u32, range: Range) -> i64 {
        let title = self.header.titles.get(&column).map_or("", String::as_str);
        self.people_of(range)
            .filter_map(|person| self.raw.cell(person.key.row - 1, column))
            .filter_map(|cell| value::amount(cell, title, self.columns).0)
            .fold(0i64, |sum, amount| sum.saturating_add(amount.money.fen()))
    }

    /// What was read as people, in the way that comes nearest to what is said.
    fn persons_read(&self, said: i64, range: Range) -> i64 {
        let rows = i64::from(self.people(range));
        let listed = [Field::Insured, Field::Members]
            .into_iter()
            .filter_map(|field| self.sum_of(field, range))
            .map(i64::from);
        let mut ways: Vec<i64> = listed.chain([rows]).collect();
        if !self.sheet.of_homes && !self.header.of_homes {
            ways.insert(0, rows);
        }
        let same = ways.iter().find(|read| **read == said);
        same.or(ways.first()).copied().unwrap_or(rows)
    }

    fn put(place: (u32, u32), part: bool, of: TotalOf, said: i64, read: i64, out: &mut Vec<Total>) {
        if out
            .iter()
            .any(|total| total.row == place.0 + 1 && total.of == of && total.said == said)
        {
            return;
        }
        out.push(Total {
            cell: cell_name(place.0, place.1),
            row: place.0 + 1,
            part,
            of,
            said,
            read,
        });
    }

    /// Reads a row of sums: numbers with their units, and numbers under columns.
    fn foot(&self, row: u32, range: Range, part: bool, out: &mut Vec<Total>) {
        for (column, cell) in self.raw.rows.get(&row).into_iter().flatten() {
            let place = (row, *column);
            let field = self.header.fields.get(column).copied();
            let money = matches!(field, Some(Field::Amount | Field::HomeAmount));
            let counted = self.columns.counted(&cell.text);
            for (what, number) in &counted {
                if *what != Counted::Money || money {
                    self.number(place, part, *what, number, range, out);
                }
            }
            if !counted.is_empty() {
                continue;
            }
            if money {
                let title = self.header.titles.get(column).map_or("", String::as_str);
                if let Some(amount) = value::amount(cell, title, self.columns).0 {
                    let read = self.money_in(*column, range);
                    Self::put(place, part, TotalOf::Amount, amount.money.fen(), read, out);
                }
            } else if matches!(field, Some(Field::Name | Field::Members | Field::Insured))
                && let Ok(said) = cell.text.parse::<i64>()
            {
                let read = match field {
                    Some(Field::Members | Field::Insured) => field
                        .and_then(|field| self.sum_of(field, range))
                        .map_or(0, i64::from),
                    _ => self.persons_read(said, range),
                };
                Self::put(place, part, TotalOf::Persons, said, read, out);
            } else if field == Some(Field::HouseholdNo)
                && let Ok(said) = cell.text.parse::<i64>()
            {
                let read = i64::from(self.homes(range));
                Self::put(place, part, TotalOf::Households, said, read, out);
            }
        }
    }

    /// Reads a sentence that counts the whole list: 共12户30人.
    fn said(&self, row: u32, whole: Range, out: &mut Vec<Total>) {
        for (column, cell) in self.raw.rows.get(&row).into_iter().flatten() {
            if !self.columns.says_count(&cell.text) {
                continue;
            }
            for (what, number) in self.columns.counted(&cell.text) {
                if what != Counted::Money {
                    self.number((row, *column), false, what, &number, whole, out);
                }
            }
        }
    }

    fn number(
        &self,
        place: (u32, u32),
        part: bool,
        what: Counted,
        number: &str,
        range: Range,
        out: &mut Vec<Total>,
    ) {
        if what == Counted::Money {
            let read = self.money_in(place.1, range);
            if let Ok(said) = Money::parse(number) {
                Self::put(place, part, TotalOf::Amount, said.fen(), read, out);
            }
            return;
        }
        let Ok(said) = number.replace(',', "").parse::<i64>() else {
            return;
        };
        let (of, read) = match what {
            Counted::Homes => (TotalOf::Households, i64::from(self.homes(range))),
            _ => (TotalOf::Persons, self.persons_read(said, range)),
        };
        Self::put(place, part, of, said, read, out);
    }
}
