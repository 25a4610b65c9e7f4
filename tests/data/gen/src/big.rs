//! Lists of any length, for measuring.

use crate::book::{Book, Value};
use crate::clean::sheet;
use crate::people::{Person, group, person};

/// Makes a workbook of `n` people, each with another identity number, in ten groups.
pub fn big(n: u32) -> Book {
    Book {
        sheets: vec![sheet(&people(n))],
        messes: Vec::new(),
    }
}

fn people(n: u32) -> Vec<Person> {
    (0..n)
        .map(|at| {
            let mut one = person(at, group((at % 10) as usize + 1));
            // person() repeats its days; a day further each round keeps the numbers apart.
            one.birth = one.birth.plus_days(i64::from(at / 400));
            one.phone = Some(at % 5000);
            one
        })
        .collect()
}

/// A long list as an office keeps it, and what must be found in it.
#[derive(Debug, Clone)]
pub struct Wide {
    /// The workbook.
    pub book: Book,
    /// Rows that hold anything, the header among them.
    pub filled: u32,
    /// Rows that name somebody.
    pub people: u32,
    /// Rows with a number or a house but no name: to be told one by one.
    pub unnamed: u32,
    /// Rows that name somebody and hold a number that is none.
    pub wrong_ids: u32,
}

/// Makes a list of `n` rows and 20 columns with a sum at its foot.
///
/// One row in 499 names nobody, and one in 97 has an identity number whose last
/// digit is wrong; the last two columns (address, bank account) are none we know.
pub fn wide(n: u32) -> Wide {
    let mut page = sheet(&people(n));
    let mut wide = Wide {
        book: Book::default(),
        filled: n + 2,
        people: n,
        unnamed: 0,
        wrong_ids: 0,
    };
    page.set(0, 18, Value::text("家庭住址"));
    page.set(0, 19, Value::text("开户行及账号"));
    for row in 1..=n {
        let address = format!("样例县样例镇石板村{row}号");
        page.set(row, 18, Value::text(address));
        page.set(row, 19, Value::text(format!("样例银行 9901010000{row:06}")));
        if row.is_multiple_of(499) {
            page.cells.remove(&(row, 1));
            wide.unnamed += 1;
            wide.people -= 1;
        } else if row.is_multiple_of(97)
            && let Some(Value::Text(id)) = page.cells.get_mut(&(row, 3))
        {
            let wrong = if id.ends_with('1') { '2' } else { '1' };
            id.pop();
            id.push(wrong);
            wide.wrong_ids += 1;
        }
    }
    page.texts(n + 1, &["合计"]);
    page.set(n + 1, 1, Value::text(format!("{n}人")));
    wide.book.sheets.push(page);
    wide
}
