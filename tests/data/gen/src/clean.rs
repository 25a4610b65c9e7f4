//! The clean list: one header row, one row a person, every cell as it should be.

use crate::book::{Book, Sheet, Value};
use crate::people::{Person, first_people, group, person, phone};

/// Name of the only sheet.
pub const SHEET: &str = "分散特困";

/// How many people share a home with another: the younger brother.
pub const BROTHERS: usize = 1;

const HEADER: [&str; 18] = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "出生日期",
    "村",
    "组",
    "门牌",
    "联系电话",
    "供养方式",
    "自理能力",
    "残疾类别",
    "残疾等级",
    "监护人",
    "监护人电话",
    "开始享受日期",
    "月供养金",
    "备注",
];

/// The people of the list: 41 in 40 homes.
pub fn people() -> Vec<Person> {
    let mut people = first_people();
    for n in 4..41u32 {
        // Five groups, in the order of the list.
        let in_group = (n as usize - 4) / 8 + 1;
        people.push(person(n, group(in_group.min(5))));
    }
    people
}

/// Makes the workbook.
pub fn clean() -> Book {
    Book {
        sheets: vec![sheet(&people())],
        messes: Vec::new(),
    }
}

/// Makes one sheet of people in the clean form.
pub fn sheet(people: &[Person]) -> Sheet {
    let mut sheet = Sheet::new(SHEET);
    sheet.texts(0, &HEADER);
    for (row, person) in (1u32..).zip(people) {
        fill(&mut sheet, row, person);
    }
    sheet
}

fn fill(sheet: &mut Sheet, row: u32, person: &Person) {
    let (kind, level) = person.disability.unwrap_or(("", ""));
    let phone = person.phone.map(phone).unwrap_or_default();
    sheet.texts(
        row,
        &[
            "",
            &person.name,
            person.sex(),
            &person.id(),
            "",
            "石板村",
            &person.group,
            &person.door(),
            &phone,
            "分散",
            person.selfcare_word(),
            kind,
            level,
            &person.guardian,
            &person.guardian_phone(),
        ],
    );
    sheet.set(row, 0, Value::number(row.to_string()));
    sheet.set(row, 4, Value::Date(person.birth));
    sheet.set(row, 15, Value::Date(person.from));
    sheet.set(row, 16, Value::number(person.amount()));
    if person.name.starts_with("王") {
        sheet.set(row, 17, Value::text("兄弟二人同住"));
    }
}
