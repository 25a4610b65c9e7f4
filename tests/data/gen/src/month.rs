//! The list of the village whose month the demonstration plays: 60 homes of many classes.

use crate::book::{Book, Sheet, Value};
use crate::people::{Person, day, group, person, phone};

/// Name of the only sheet.
pub const SHEET: &str = "服务对象花名册";

/// How many homes, each with one person on the list.
pub const HOMES: u32 = 60;

const HEADER: [&str; 13] = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "组",
    "门牌",
    "联系电话",
    "人员类别",
    "供养方式",
    "自理能力",
    "监护人",
    "监护人电话",
    "备注",
];

/// Classes with how many of the list are in them.
const CLASSES: [(&str, u32); 7] = [
    ("分散特困人员", 12),
    ("低保对象", 18),
    ("留守老年人", 10),
    ("独居老年人", 8),
    ("空巢老年人", 4),
    ("高龄老年人", 4),
    ("残疾人", 4),
];

/// The people of the list with the class of each, five groups of twelve.
pub fn people() -> Vec<(Person, &'static str)> {
    let classes = CLASSES
        .iter()
        .flat_map(|(class, many)| (0..*many).map(move |_| *class));
    // Classes are dealt over the groups as in a village, not one group a class.
    (0..HOMES)
        .zip(classes)
        .map(|(at, class)| {
            let mut one = person(300 + at, group(at as usize % 5 + 1));
            one.house = 1 + at / 5;
            match class {
                "高龄老年人" => one.birth = day(1938, 1 + at % 12, 1 + at % 28),
                "低保对象" | "残疾人" => one.birth = day(1972, 1 + at % 12, 1 + at % 28),
                _ => {}
            }
            (one, class)
        })
        .collect()
}

/// Makes the workbook.
pub fn month() -> Book {
    let mut sheet = Sheet::new(SHEET);
    sheet.texts(0, &HEADER);
    for (row, (one, class)) in (1u32..).zip(people()) {
        let apart = class == "分散特困人员";
        sheet.texts(
            row,
            &[
                "",
                &one.name,
                one.sex(),
                &one.id(),
                &one.group,
                &one.door(),
                &one.phone.map(phone).unwrap_or_default(),
                class,
                if apart { "分散" } else { "" },
                if apart { one.selfcare_word() } else { "" },
                if apart { &one.guardian } else { "" },
                &if apart {
                    one.guardian_phone()
                } else {
                    String::new()
                },
            ],
        );
        sheet.set(row, 0, Value::number(row.to_string()));
    }
    Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    }
}
