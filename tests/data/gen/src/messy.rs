//! The messy list: what offices really send, each mess once and by name.

use crate::book::{Book, Mess, Sheet, Value};
use crate::people::{Person, day, group, id_number, person, phone};

/// Name of the sheet with the list.
pub const SHEET: &str = "特困名册";
/// Name of the sheet with explanations.
pub const NOTES: &str = "填表说明";

const SERIAL: u16 = 0;
const NAME: u16 = 1;
const SEX: u16 = 2;
const ID: u16 = 3;
const BIRTH: u16 = 4;
const GROUP: u16 = 5;
const HOUSE: u16 = 6;
const PHONE: u16 = 7;
const SELFCARE: u16 = 9;
const GUARDIAN_PHONE: u16 = 13;
const AMOUNT: u16 = 15;
const LAST: u16 = 16;

/// Builds the sheet from top to bottom and remembers where each mess went.
struct Pen {
    sheet: Sheet,
    messes: Vec<Mess>,
    /// The next row, from 0.
    row: u32,
    serial: u32,
    people: u32,
}

impl Pen {
    fn person(&mut self) -> Person {
        let next = person(100 + self.people, String::new());
        self.people += 1;
        next
    }

    /// Writes an ordinary row and returns it; the group is left to the caller.
    fn write(&mut self, one: &Person) -> u32 {
        let row = self.row;
        self.row += 1;
        self.serial += 1;
        let (kind, level) = one.disability.unwrap_or(("无", ""));
        let phone = one.phone.map(phone).unwrap_or_default();
        let (y, m, d) = one.birth.ymd();
        self.sheet.texts(
            row,
            &[
                "",
                &one.name,
                one.sex(),
                &one.id(),
                &format!("{y}.{m}.{d}"),
                "",
                &one.door(),
                &phone,
                "分散供养",
                one.selfcare_word(),
                kind,
                level,
                &one.guardian,
                &one.guardian_phone(),
            ],
        );
        let serial = Value::number(self.serial.to_string());
        self.sheet.set(row, SERIAL, serial);
        self.sheet.set(row, 14, Value::Date(one.from));
        self.sheet.set(row, AMOUNT, Value::number(one.amount()));
        row
    }

    fn next(&mut self) -> u32 {
        let one = self.person();
        self.write(&one)
    }

    fn put(&mut self, row: u32, column: u16, value: Value) {
        self.sheet.set(row, column, value);
    }

    fn clear(&mut self, row: u32, column: u16) {
        self.sheet.cells.remove(&(row, column));
    }

    fn mess(&mut self, name: &'static str, row: u32, column: Option<u16>, what: &'static str) {
        let place = column.map_or_else(
            || format!("第{}行", row + 1),
            |column| {
                let letter = char::from(b'A' + u8::try_from(column).unwrap_or_default());
                format!("{letter}{}", row + 1)
            },
        );
        self.messes.push(Mess {
            name,
            sheet: self.sheet.name.clone(),
            place,
            row: row + 1,
            what,
        });
    }
}

/// Makes the workbook.
pub fn messy() -> Book {
    let mut pen = Pen {
        sheet: Sheet::new(SHEET),
        messes: Vec::new(),
        row: 0,
        serial: 0,
        people: 0,
    };
    head(&mut pen);
    group_six(&mut pen);
    group_seven(&mut pen);
    group_eight(&mut pen);
    tail(&mut pen);

    let mut notes = Sheet::new(NOTES);
    notes.texts(0, &["填表说明"]);
    notes.texts(2, &["一、本表由村委会填写,每月25日前报乡镇。"]);
    notes.texts(3, &["二、没有电话的填“无电话”。"]);
    let mut messes = pen.messes;
    messes.push(Mess {
        name: "sheet_without_list",
        sheet: NOTES.to_owned(),
        place: "整页".to_owned(),
        row: 1,
        what: "没有名册的一页,全是说明",
    });
    Book {
        sheets: vec![pen.sheet, notes],
        messes,
    }
}

fn head(pen: &mut Pen) {
    pen.sheet.texts(0, &["石板村分散供养特困人员花名册"]);
    pen.sheet.merge((0, 0), (0, LAST));
    pen.sheet
        .texts(1, &["填报单位:石板村村民委员会    填报日期:2026年10月31日"]);
    pen.sheet.merge((1, 0), (1, LAST));
    pen.mess("title_rows", 0, None, "表头上面有两行标题");
    header(pen, 2);
    for column in (0..=9).chain(14..=LAST) {
        pen.sheet.merge((2, column), (3, column));
    }
    pen.sheet.merge((2, 10), (2, 11));
    pen.sheet.merge((2, 12), (2, 13));
    pen.mess(
        "two_row_header",
        2,
        None,
        "两行表头,“残疾情况”“监护人”下面再分列",
    );
    pen.row = 4;
}

/// The two rows of the header.
fn header(pen: &mut Pen, row: u32) {
    pen.sheet.texts(
        row,
        &[
            "序号",
            "姓 名",
            "性别",
            "公民身份号码",
            "出生\n年月",
            "村民小组",
            "门牌号",
            "联系电话",
            "供养形式",
            "生活自理能力",
            "残疾情况",
            "",
            "监护人",
            "",
            "纳入时间",
            "供养标准(元/月)",
            "备注",
        ],
    );
    pen.sheet.texts(
        row + 1,
        &[
            "", "", "", "", "", "", "", "", "", "", "类别", "等级", "姓名", "电话",
        ],
    );
}

/// The group is one merged cell beside all its rows.
fn group_six(pen: &mut Pen) {
    let first = pen.row;
    pen.next();
    pen.put(first, GROUP, Value::text(group(6)));

    let row = pen.next();
    pen.put(row, PHONE, Value::text("无电话"));
    pen.mess("no_phone", row, Some(PHONE), "写着“无电话”");

    let row = pen.next();
    pen.put(row, SERIAL, Value::text("3"));
    pen.put(row, AMOUNT, Value::text("600.00"));
    pen.mess(
        "numbers_as_text",
        row,
        Some(AMOUNT),
        "序号和金额是文本格式的数字",
    );

    let one = Person {
        phone: Some(203),
        ..pen.person()
    };
    let row = pen.write(&one);
    pen.put(row, PHONE, Value::number(phone(203)));
    pen.mess("phone_as_number", row, Some(PHONE), "电话是数字格式");

    // 15 digits: area, two digits of the year, and no check digit.
    let one = pen.person();
    let row = pen.write(&one);
    pen.put(row, ID, Value::text(old_id(&one)));
    pen.mess("id_15_digits", row, Some(ID), "15位老身份证号(文本)");

    let one = pen.person();
    let row = pen.write(&one);
    pen.put(row, ID, Value::number(old_id(&one)));
    pen.mess("id_15_as_number", row, Some(ID), "15位老身份证号(数字格式)");

    let one = Person {
        birth: day(1957, 3, 5),
        ..pen.person()
    };
    let row = pen.write(&one);
    pen.put(row, BIRTH, Value::number("20884"));
    pen.mess(
        "serial_date",
        row,
        Some(BIRTH),
        "出生日期成了一串数字 20884(Excel 日期序号)",
    );

    let one = Person {
        birth: day(1957, 3, 5),
        sequence: 77,
        man: true,
        ..pen.person()
    };
    let row = pen.write(&one);
    pen.put(row, BIRTH, Value::text("1957.3.5"));
    pen.mess("dotted_date", row, Some(BIRTH), "日期写成 1957.3.5");

    let last = pen.row - 1;
    pen.sheet.merge((first, GROUP), (last, GROUP));
    pen.mess(
        "group_merged",
        first,
        Some(GROUP),
        "“六组”是一个合并单元格,管下面几行",
    );
    pen.sheet.texts(pen.row, &["", "小计"]);
    pen.put(pen.row, AMOUNT, Value::number("5200.5"));
    pen.mess("subtotal_row", pen.row, None, "小计行");
    pen.row += 1;
}

/// The group is written once, and the cells below are simply empty.
fn group_seven(pen: &mut Pen) {
    let first = pen.next();
    pen.put(first, GROUP, Value::text(group(7)));
    pen.mess(
        "group_carried_down",
        first,
        Some(GROUP),
        "“七组”只写一次,下面空着",
    );

    let one = Person {
        phone: Some(211),
        ..pen.person()
    };
    let row = pen.write(&one);
    pen.put(row, PHONE, Value::text("１３９　００００　０２１１"));
    pen.put(row, HOUSE, Value::text("２１号"));
    pen.mess("full_width_digits", row, Some(PHONE), "全角数字和全角空格");

    let one = pen.person();
    let row = pen.write(&one);
    let id = one.id();
    let wrong = if id.ends_with('1') { "2" } else { "1" };
    let spoiled = format!("{}{wrong}", id.get(..17).unwrap_or_default());
    pen.put(row, ID, Value::text(spoiled));
    pen.mess("bad_check_digit", row, Some(ID), "身份证号最后一位对不上");

    pen.mess("empty_row", pen.row, None, "中间空了一行");
    pen.row += 1;

    let one = pen.person();
    let row = pen.write(&one);
    pen.put(row, ID, Value::text(one.id().get(..17).unwrap_or_default()));
    pen.mess("id_one_digit_short", row, Some(ID), "身份证号少一位");

    let one = pen.person();
    let row = pen.write(&one);
    pen.put(row, ID, Value::number(one.id().replace('X', "0")));
    pen.mess(
        "id_lost_digits",
        row,
        Some(ID),
        "18位身份证号成了数字,后几位丢了",
    );

    let row = pen.next();
    pen.clear(row, ID);
    pen.mess("no_id", row, Some(ID), "没有身份证号");

    let one = Person {
        name: "毛 示 范".into(),
        ..pen.person()
    };
    let row = pen.write(&one);
    pen.mess("spaces_in_name", row, Some(NAME), "姓名中间有空格");

    // The header once more, as at the top of a printed page.
    let row = pen.row;
    header(pen, row);
    pen.row += 2;
    pen.mess("header_again", row, None, "打印换页,两行表头又来一遍");

    let one = pen.person();
    let row = pen.write(&one);
    let other = one.birth.plus_days(40).ymd();
    pen.put(
        row,
        BIRTH,
        Value::text(format!("{}-{:02}-{:02}", other.0, other.1, other.2)),
    );
    pen.mess(
        "birth_differs",
        row,
        Some(BIRTH),
        "出生日期和身份证号对不上",
    );

    let row = pen.next();
    pen.clear(row, ID);
    pen.put(row, BIRTH, Value::text("1950年6月"));
    pen.mess("month_only", row, Some(BIRTH), "只写到年月,也没有身份证号");
}

/// The group heads its part in a row of its own.
fn group_eight(pen: &mut Pen) {
    pen.sheet.texts(pen.row, &[&group(8)]);
    pen.sheet.merge((pen.row, 0), (pen.row, LAST));
    pen.mess("group_as_section", pen.row, None, "“八组”单占一行");
    pen.row += 1;

    let one = Person {
        phone: Some(231),
        ..pen.person()
    };
    let row = pen.write(&one);
    pen.put(
        row,
        PHONE,
        Value::text(format!("{}、{}", phone(231), phone(232))),
    );
    pen.mess("two_phones", row, Some(PHONE), "一格两个电话");

    let row = pen.next();
    pen.put(row, GUARDIAN_PHONE, Value::text("问村长"));
    pen.mess("phone_in_words", row, Some(GUARDIAN_PHONE), "电话写成了话");

    let row = pen.next();
    pen.put(row, SELFCARE, Value::text("看情况"));
    pen.mess("unknown_word", row, Some(SELFCARE), "自理能力写法不认识");

    let row = pen.next();
    pen.put(row, AMOUNT, Value::text("约700"));
    pen.mess("amount_in_words", row, Some(AMOUNT), "金额不是数");

    let one = pen.person();
    let row = pen.write(&one);
    pen.put(row, SEX, Value::text(if one.man { "女" } else { "男" }));
    pen.mess("sex_differs", row, Some(SEX), "性别和身份证号对不上");

    let row = pen.next();
    pen.clear(row, NAME);
    pen.mess("no_name", row, Some(NAME), "没有姓名");

    let one = pen.person();
    let row = pen.write(&one);
    pen.put(row, BIRTH, Value::number("1957.1"));
    pen.put(row, ID, Value::text(id_number(day(1957, 10, 9), 119)));
    pen.put(row, SEX, Value::text("男"));
    pen.mess("month_unsure", row, Some(BIRTH), "1957.1:1月还是10月分不清");

    let one = pen.person();
    pen.write(&one);
    let again = pen.write(&one);
    pen.mess("duplicate", again, None, "和上一行是同一个人,又写了一遍");

    for _ in 0..6 {
        pen.next();
    }
}

fn tail(pen: &mut Pen) {
    pen.sheet.texts(pen.row, &["合计"]);
    pen.put(pen.row, AMOUNT, Value::number("21600"));
    pen.mess("total_row", pen.row, None, "合计行");
    pen.row += 1;
    pen.sheet.texts(
        pen.row,
        &["注:本表人员、号码全是虚构。  制表人:样例    审核人:样本"],
    );
    pen.sheet.merge((pen.row, 0), (pen.row, LAST));
    pen.mess("note_row", pen.row, None, "表尾的说明和签名");
}

/// The number as it was before 1999: 15 digits.
fn old_id(one: &Person) -> String {
    let id = one.id();
    format!(
        "{}{}",
        id.get(..6).unwrap_or_default(),
        id.get(8..17).unwrap_or_default()
    )
}
