//! Makes the sample lists of `tests/data/rosters`: a clean one and a messy one.
//!
//! Everybody in them is invented: names say so, identity numbers carry the
//! unassigned area 990101, phone numbers begin with 139-0000. A tour:
//!
//! * [`book`] – a workbook as plain cells, and how it becomes bytes.
//! * [`people`] – who lives in the sample village.
//! * [`clean`] – 40 homes, one row a person, no mess.
//! * [`messy`] – 30 more, with every mess that offices make, each by name.
//! * [`lists`] – what other offices keep about the same two villages.
//! * [`month`] – 60 homes of many classes, for the month that the demonstration plays.
//! * [`big`] – a list of any length, for measuring.
//! * [`page`] – the page that says which mess is where.
//!
//! `cargo run -p tanfang-rosters` writes the files anew; a test compares what
//! is checked in with what is made.

pub mod big;
pub mod book;
pub mod clean;
pub mod lists;
pub mod messy;
pub mod month;
pub mod page;
pub mod people;

pub use book::{Book, Mess, Value};

/// A file of the folder.
#[derive(Debug)]
pub struct ListFile {
    /// Its name.
    pub name: &'static str,
    /// What it is, for the page.
    pub what: &'static str,
    /// What is in it.
    pub book: Book,
}

impl ListFile {
    /// True if it is comma separated text and no workbook.
    pub fn is_text(&self) -> bool {
        let ending = std::path::Path::new(self.name).extension();
        ending.is_some_and(|ending| ending == "csv")
    }

    /// Returns its bytes, in the form that its name says.
    pub fn bytes(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        if self.is_text() {
            Ok(self.book.gbk())
        } else {
            self.book.xlsx()
        }
    }
}

/// Makes every file.
pub fn files() -> Vec<ListFile> {
    let file = |name, what, book| ListFile { name, what, book };
    vec![
        file(
            "clean.xlsx",
            "石板村分散特困, 41 people in 40 homes (two brothers share one), no mess",
            clean::clean(),
        ),
        file(
            "messy.xlsx",
            "the same village, groups 六–八, in the form of an office in a hurry",
            messy::messy(),
        ),
        file(
            "sanliu.xlsx",
            "三留守及独居老人信息登记表 of both villages: no identity numbers, classes in a column",
            lists::sanliu(),
        ),
        file(
            "dibao.xlsx",
            "a county's list of 低保 of both villages: homes over several rows, four classes",
            lists::dibao(),
        ),
        file(
            "liangbu.xlsx",
            "残疾人两项补贴: cards, dates and amounts in every way people write them",
            lists::liangbu(),
        ),
        file(
            "gaoling.xlsx",
            "高龄津贴 of both villages",
            lists::gaoling(),
        ),
        file(
            "guanai_gbk.csv",
            "关爱服务对象, comma separated, in GBK",
            lists::guanai(),
        ),
        file(
            "last_year.xlsx",
            "last year's ledger of the people of `clean.xlsx`, with merged cells and what has changed since",
            lists::last_year(),
        ),
        file(
            "match.xlsx",
            "单人户信息比对结果: doubts to be looked into, no roster",
            lists::doubts(),
        ),
        file(
            "month.xlsx",
            "服务对象花名册 of 60 homes, seven classes in a column, no mess",
            month::month(),
        ),
    ]
}
