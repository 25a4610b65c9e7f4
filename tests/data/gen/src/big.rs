//! A list of any length, in the clean form, for measuring.

use crate::book::Book;
use crate::clean::sheet;
use crate::people::{Person, group, person};

/// Makes a workbook of `n` people, each with another identity number, in ten groups.
pub fn big(n: u32) -> Book {
    let people: Vec<Person> = (0..n)
        .map(|at| {
            let mut one = person(at, group((at % 10) as usize + 1));
            // person() repeats its days; a day further each round keeps the numbers apart.
            one.birth = one.birth.plus_days(i64::from(at / 400));
            one.phone = Some(at % 5000);
            one
        })
        .collect();
    Book {
        sheets: vec![sheet(&people)],
        messes: Vec::new(),
    }
}
