//! Reads phone numbers, one or several in a cell.

use super::columns::Columns;
use super::problem::ProblemCode;
use super::workbook::{Cell, CellKind};
use tanfang_values::text::{half_width, squeeze};

/// What a phone cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phone {
    /// Nothing.
    #[default]
    Blank,
    /// That there is none (无电话).
    None,
    /// A number; digits, or as written if it does not look like one.
    Number(String),
}

impl Phone {
    /// Returns the number, if there is one.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            Self::Blank | Self::None => None,
        }
    }
}

/// A phone cell as read: the first usable number, the other ones, what there is to say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Phones {
    pub(crate) first: Phone,
    pub(crate) others: Vec<String>,
    pub(crate) problem: Option<ProblemCode>,
}

pub(crate) fn phone(cell: &Cell, columns: &Columns) -> Phones {
    let lost = |code| Phones {
        problem: Some(code),
        ..Phones::default()
    };
    match cell.kind {
        CellKind::Error => return lost(ProblemCode::CellError),
        CellKind::NoResult => return lost(ProblemCode::CellNoResult),
        CellKind::Number { lost: true, .. } => return lost(ProblemCode::NumberLostDigits),
        _ => {}
    }
    if columns.says_none(&cell.text) {
        return Phones {
            first: Phone::None,
            ..Phones::default()
        };
    }
    let one = |number| Phones {
        first: Phone::Number(number),
        ..Phones::default()
    };
    let whole = dialled(&cell.text);
    if looks_like_phone(&whole) {
        return one(whole);
    }
    // 1.39E+10 as text: the digits are gone.
    let exponent = whole.split_once(['e', 'E']);
    if exponent.is_some_and(|(digits, power)| {
        power.starts_with('+') && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    }) {
        return lost(ProblemCode::NumberLostDigits);
    }
    let mut numbers: Vec<String> = Vec::new();
    let mut words = false;
    for part in columns.split_many(&cell.text) {
        let joined = dialled(&part);
        if looks_like_phone(&joined) {
            numbers.push(joined);
            continue;
        }
        for run in runs(&part) {
            words |= run.1;
            numbers.extend(run.0);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    numbers.retain(|number| seen.insert(number.clone()));
    let mut numbers = numbers.into_iter();
    match numbers.next() {
        Some(first) => {
            let others: Vec<String> = numbers.collect();
            let problem = if !others.is_empty() {
                Some(ProblemCode::MorePhones)
            } else if words {
                Some(ProblemCode::PhoneWithWords)
            } else {
                None
            };
            Phones {
                first: Phone::Number(first),
                others,
                problem,
            }
        }
        // Kept as written: it may still mean something to the worker.
        None => Phones {
            problem: Some(ProblemCode::PhoneOdd),
            ..one(squeeze(&half_width(&cell.text)))
        },
    }
}

/// Finds numbers between words (儿子13900000001), or written without a gap; says whether there were words.
fn runs(part: &str) -> Vec<(Vec<String>, bool)> {
    let half = half_width(part);
    half.split(|c: char| !c.is_ascii_digit() && c != '-')
        .map(|run| run.replace('-', ""))
        .filter(|run| !run.is_empty())
        .map(|run| {
            if looks_like_phone(&run) {
                return (vec![run], true);
            }
            // Two mobile numbers typed without anything between them.
            let halves = (run.len() == 22).then(|| run.split_at(11));
            match halves {
                Some((a, b)) if looks_like_phone(a) && looks_like_phone(b) => {
                    (vec![a.to_owned(), b.to_owned()], true)
                }
                _ => (Vec::new(), true),
            }
        })
        .collect()
}

/// What one would dial: digits only, if there is nothing else but spaces and hyphens.
fn dialled(text: &str) -> String {
    let plain = squeeze(&half_width(text)).replace(['-', '—', '(', ')'], "");
    plain
        .strip_prefix("+86")
        .map_or(plain.clone(), str::to_owned)
}

pub(crate) fn looks_like_phone(text: &str) -> bool {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    // Mobile numbers have 11 digits; land lines 7 or 8, with area code up to 12.
    if text.starts_with('1') {
        text.len() == 11
    } else {
        (7..=12).contains(&text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell {
            text: text.to_owned(),
            kind: CellKind::Text,
        }
    }

    #[test]
    fn phones_as_lists_write_them() {
        let columns = Columns::builtin().unwrap();
        let more = Some(ProblemCode::MorePhones);
        for (written, want, others, problem) in [
            ("139-0000-0001", "13900000001", &[][..], None),
            ("１３９ ００００ ０００１", "13900000001", &[], None),
            ("0931-0000001", "09310000001", &[], None),
            (
                "13900000001、13900000002",
                "13900000001",
                &["13900000002"],
                more,
            ),
            (
                "13900000001 13900000002",
                "13900000001",
                &["13900000002"],
                more,
            ),
            (
                "1390000000113900000002",
                "13900000001",
                &["13900000002"],
                more,
            ),
            ("13900000001/13900000001", "13900000001", &[], None),
            ("空号;13900000002", "13900000002", &[], None),
            (
                "儿子13900000001",
                "13900000001",
                &[],
                Some(ProblemCode::PhoneWithWords),
            ),
            ("1390000001", "1390000001", &[], Some(ProblemCode::PhoneOdd)),
            ("问村长", "问村长", &[], Some(ProblemCode::PhoneOdd)),
        ] {
            let got = phone(&text(written), &columns);
            assert_eq!(got.first, Phone::Number(want.to_owned()), "{written}");
            assert_eq!(got.others, others, "{written}");
            assert_eq!(got.problem, problem, "{written}");
        }
        for none in ["无", "无电话", "/", "——"] {
            let got = phone(&text(none), &columns);
            assert_eq!((got.first, got.problem), (Phone::None, None), "{none}");
        }
        let lost = phone(&text("1.39E+10"), &columns);
        assert_eq!(lost.first, Phone::Blank);
        assert_eq!(lost.problem, Some(ProblemCode::NumberLostDigits));
    }
}
