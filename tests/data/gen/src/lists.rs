//! The lists of one township's offices about the same two villages.
//!
//! Many of the people stand in several lists, and not always with the same
//! group, phone or number: that is what the screen of differences is for.

use crate::book::{Book, Sheet, Value};
use crate::people::{Person, day, first_people, group, id_number, person, phone};

/// The villages.
pub const VILLAGES: [&str; 2] = ["石板村", "青石村"];

/// A person of the second hundred and later, in one of eight groups.
fn nth(n: u32) -> Person {
    person(n, group(n as usize % 8 + 1))
}

/// An old person, born 1928 to 1943.
fn old(n: u32) -> Person {
    let mut one = nth(n);
    one.birth = day(
        1928 + i32::try_from(n % 16).unwrap_or_default(),
        1 + n % 12,
        1 + n % 28,
    );
    one
}

/// A child, born 2012 to 2020.
fn child(n: u32) -> Person {
    let mut one = nth(n);
    one.birth = day(
        2012 + i32::try_from(n % 9).unwrap_or_default(),
        1 + n % 12,
        1 + n % 28,
    );
    one
}

/// Puts texts into a row, leaving empty ones out, and numbers as numbers where asked.
fn line(sheet: &mut Sheet, row: u32, texts: &[&str]) {
    sheet.texts(row, texts);
}

fn age(one: &Person) -> String {
    (2026 - one.birth.ymd().0).to_string()
}

fn call(one: &Person) -> String {
    one.phone.map_or_else(|| "无电话".to_owned(), phone)
}

/// 三留守及独居老人信息登记表: no identity numbers, two villages, classes in a column.
pub fn sanliu() -> Book {
    let mut book = Book::default();
    let mut first = Sheet::new(VILLAGES[0]);
    first.texts(0, &["石板村三留守及独居老人信息登记表(共72人)"]);
    first.merge((0, 0), (0, 8));
    first.texts(
        1,
        &[
            "序号",
            "身份类别",
            "组别",
            "姓名",
            "性别",
            "年龄",
            "联系电话",
            "家庭住址",
            "备注",
        ],
    );
    // A column for the office's own use, not shown.
    first.set(1, 9, Value::text("内部编号"));
    let kinds = ["留守老人", "独居老人", "留守妇女", "留守儿童", "空巢老人"];
    for n in 0..72u32 {
        let row = n + 2;
        let kind = kinds.get(n as usize % 5).copied().unwrap_or_default();
        let one = match kind {
            "留守儿童" => child(200 + n),
            "留守妇女" => Person {
                man: false,
                ..nth(200 + n)
            },
            _ => old(200 + n),
        };
        let place = format!("石板村{}{}", one.group, one.door());
        line(
            &mut first,
            row,
            &[
                "",
                kind,
                &one.group,
                &one.name,
                one.sex(),
                "",
                &call(&one),
                &place,
            ],
        );
        first.set(row, 0, Value::number((n + 1).to_string()));
        first.set(row, 5, Value::number(age(&one)));
        first.set(row, 9, Value::text(format!("N{:03}", n + 1)));
    }
    first.hidden_columns.push(9);
    let mut second = Sheet::new(VILLAGES[1]);
    second.texts(
        0,
        &[
            "序号",
            "姓名",
            "组别",
            "身份类别",
            "性别",
            "出生年月",
            "电话",
            "住址",
        ],
    );
    for n in 0..52u32 {
        let row = n + 1;
        let one = old(300 + n);
        let kind = kinds.get(n as usize % 2).copied().unwrap_or_default();
        let (y, m, _) = one.birth.ymd();
        line(
            &mut second,
            row,
            &[
                "",
                &one.name,
                &one.group,
                kind,
                one.sex(),
                &format!("{y}{m:02}"),
                &call(&one),
                &format!("青石村{}", one.group),
            ],
        );
        second.set(row, 0, Value::number((n + 1).to_string()));
    }
    let mut draft = Sheet::new("上年底稿");
    draft.hidden = true;
    draft.texts(0, &["姓名", "组别", "身份类别", "年龄", "联系电话"]);
    for n in 0..6u32 {
        let one = old(380 + n);
        draft.texts(
            n + 1,
            &[&one.name, &one.group, "留守老人", &age(&one), &call(&one)],
        );
    }
    book.sheets = vec![first, second, draft, Sheet::new("空表")];
    book.plant_sheet("no_id_column", 0, "整张表没有身份证号");
    book.plant("count_in_title", 0, (0, 0), "标题里写着“共72人”");
    book.plant("hidden_column", 0, (1, 9), "J列是隐藏的");
    book.plant_sheet("second_sheet", 1, "第二张表,列的先后不一样");
    book.plant("year_and_month", 1, (1, 5), "出生写成 194105 这样");
    book.plant_sheet("hidden_sheet", 2, "隐藏的表");
    book.plant_sheet("empty_sheet", 3, "空表");
    let Some(sheet) = book.sheets.first_mut() else {
        return book;
    };
    sheet.set(4, 6, Value::text("139****0102"));
    sheet.set(6, 2, Value::text("同上"));
    sheet.set(7, 7, Value::text("〃"));
    sheet.set(9, 1, Value::text("留守老人、独居老人"));
    sheet.set(11, 11, Value::text("儿子在外省"));
    sheet.set(13, 1, Value::text("五服老人"));
    sheet.hidden_rows.push(15);
    sheet.set(17, 5, Value::text("八十多"));
    book.plant("masked_phone", 0, (4, 6), "电话中间打了星号");
    book.plant("ditto_word", 0, (6, 2), "组别写“同上”");
    book.plant("ditto_mark", 0, (7, 7), "住址写“〃”");
    book.plant("two_classes", 0, (9, 1), "一格两个类别");
    book.plant("stray_cell", 0, (11, 11), "表格右边另写了一格");
    book.plant("unknown_class", 0, (13, 1), "类别写法不认识");
    book.plant_row("hidden_row", 0, 15, "这一行是隐藏的");
    book.plant("age_in_words", 0, (17, 5), "年龄写成话");
    book
}

/// The three rows of the header of a list of homes and their people.
fn dibao_header(sheet: &mut Sheet) {
    sheet.texts(
        2,
        &[
            "户编号",
            "户主",
            "",
            "组",
            "家庭情况",
            "",
            "保障情况",
            "",
            "家庭成员",
        ],
    );
    sheet.texts(
        3,
        &[
            "",
            "姓名",
            "身份证号",
            "",
            "家庭人口",
            "保障人数",
            "保障类别",
            "月保障金额(元)",
            "姓名",
            "与户主关系",
            "性别",
            "身份证号",
            "联系电话",
            "情况",
        ],
    );
    sheet.texts(
        4,
        &[
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "健康状况",
            "备注",
        ],
    );
    sheet.merge((2, 0), (4, 0));
    sheet.merge((2, 1), (2, 2));
    sheet.merge((2, 3), (4, 3));
    sheet.merge((2, 4), (2, 5));
    sheet.merge((2, 6), (2, 7));
    sheet.merge((2, 8), (2, 14));
    for column in (1..=2).chain(4..=12) {
        sheet.merge((3, column), (4, column));
    }
    sheet.merge((3, 13), (3, 14));
}

/// A county's list of 低保: a home over several rows, its head first, four classes.
pub fn dibao() -> Book {
    let mut book = Book::default();
    let levels = ["一类", "二类", "三类", "四类"];
    for (at, village) in VILLAGES.into_iter().enumerate() {
        let mut sheet = Sheet::new(village);
        sheet.texts(0, &[&format!("{village}农村低保对象花名册")]);
        sheet.merge((0, 0), (0, 14));
        sheet.texts(1, &["制表单位:样例县民政局(虚构)"]);
        dibao_header(&mut sheet);
        let homes = if at == 0 { 70 } else { 45 };
        let mut row = 5u32;
        let (mut insured, mut fen) = (0u32, 0u64);
        for n in 0..homes {
            let head = nth(400 + u32::try_from(at).unwrap_or_default() * 100 + n);
            let size = 1 + n % 3;
            let amount = 300 + (n % 4) * 45;
            let level = levels.get(n as usize % 4).copied().unwrap_or_default();
            for m in 0..size {
                let (one, relation) = match m {
                    0 => (head.clone(), "户主"),
                    1 => (
                        Person {
                            man: !head.man,
                            name: format!("{}家样", surname(&head.name)),
                            ..nth(1000 + n * 3 + u32::try_from(at).unwrap_or_default() * 400)
                        },
                        if head.man { "妻子" } else { "丈夫" },
                    ),
                    _ => (
                        child(1700 + n + u32::try_from(at).unwrap_or_default() * 100),
                        if n % 2 == 0 { "儿子" } else { "女儿" },
                    ),
                };
                let id = one.id();
                line(
                    &mut sheet,
                    row + m,
                    &[
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        &one.name,
                        relation,
                        one.sex(),
                        &id,
                        if m == 0 { "" } else { "无" },
                    ],
                );
            }
            let number = format!("{:04}", n + 1);
            line(
                &mut sheet,
                row,
                &[&number, &head.name, &head.id(), &head.group, "", "", level],
            );
            sheet.set(row, 4, Value::number(size.to_string()));
            sheet.set(row, 5, Value::number(size.to_string()));
            sheet.set(row, 7, Value::number((amount * size).to_string()));
            sheet.set(row, 12, Value::text(call(&head)));
            if size > 1 {
                for column in 0..8 {
                    sheet.merge((row, column), (row + size - 1, column));
                }
            }
            insured += size;
            fen += u64::from(amount * size);
            row += size;
        }
        sheet.texts(row, &["合计", &format!("{homes}户")]);
        sheet.set(row, 5, Value::number(insured.to_string()));
        sheet.set(
            row,
            7,
            Value::formula(&format!("SUM(H6:H{row})"), Some(&fen.to_string())),
        );
        book.sheets.push(sheet);
    }
    book.plant_row("three_row_header", 0, 2, "三行表头,上两行合并");
    book.plant("home_merged", 0, (6, 0), "户编号、户主等合并在一户的几行上");
    book.plant("leading_zeros", 0, (5, 0), "户编号 0001 前面有零");
    book.plant(
        "formula_total",
        0,
        (total_row(&book, 0), 7),
        "合计是公式,有存下的结果",
    );
    let foot = total_row(&book, 1);
    let Some(sheet) = book.sheets.get_mut(1) else {
        return book;
    };
    sheet.set(foot, 1, Value::text("46户"));
    book.plant("wrong_total", 1, (foot, 1), "合计多写了一户");
    dibao_messes(&mut book);
    book
}

fn surname(name: &str) -> String {
    name.chars().take(1).collect()
}

fn total_row(book: &Book, sheet: usize) -> u32 {
    let cells = book.sheets.get(sheet).map(|sheet| &sheet.cells);
    cells
        .and_then(|cells| cells.keys().next_back())
        .map_or(0, |(row, _)| *row)
}

fn dibao_messes(book: &mut Book) {
    let id_of =
        |book: &Book, row: u32| match book.sheets.first().and_then(|s| s.cells.get(&(row, 11))) {
            Some(Value::Text(id)) => id.clone(),
            _ => String::new(),
        };
    let ids: Vec<String> = (0..60).map(|row| id_of(book, row)).collect();
    let id = |row: usize| ids.get(row).cloned().unwrap_or_default();
    let Some(sheet) = book.sheets.first_mut() else {
        return;
    };
    // Row 5 begins a home of one, 6 of two, 8 of three, and so on in turn.
    sheet.set(5, 7, Value::text("1,300.00元"));
    sheet.set(6, 7, Value::text("0.069万"));
    sheet.set(8, 11, Value::text("9.90101E+17"));
    sheet.set(11, 11, Value::text(format!("'{}", id(11))));
    sheet.set(
        12,
        11,
        Value::text(id(12).chars().map(full_width).collect::<String>()),
    );
    sheet.set(14, 11, Value::text(id(14).to_lowercase()));
    sheet.set(15, 9, Value::text("户主"));
    sheet.set(17, 14, Value::text("2026年3月病故"));
    sheet.set(18, 7, Value::formula("VLOOKUP(A19,Z:Z,2)", Some("#REF!")));
    sheet.set(20, 4, Value::formula("COUNTA(I21:I23)", None));
    sheet.set(23, 11, Value::text("99010119560230001X"));
    sheet.set(24, 10, Value::text("不详"));
    sheet.set(26, 9, Value::text("姑表亲"));
    sheet.set(29, 11, Value::text(id(29).replacen('9', "九", 1)));
    sheet.set(30, 12, Value::text("1390000040113900000402"));
    for (name, place, what) in [
        ("amount_with_commas", (5, 7), "金额写成 1,300.00元"),
        ("amount_in_myriads", (6, 7), "金额写成 0.069万"),
        ("id_scientific", (8, 11), "身份证号成了 9.90101E+17"),
        ("id_apostrophe", (11, 11), "身份证号前面有撇号"),
        ("id_full_width", (12, 11), "身份证号是全角的"),
        ("id_lower_case", (14, 11), "身份证号末位可能是小写 x"),
        ("two_heads", (15, 9), "一户两个户主"),
        ("died_in_remarks", (17, 14), "备注里说人已经病故"),
        ("error_value", (18, 7), "金额是 #REF!"),
        ("formula_without_result", (20, 4), "公式没有存下结果"),
        (
            "id_date_not_real",
            (23, 11),
            "身份证号里的 2 月 30 日不存在",
        ),
        ("sex_unknown", (24, 10), "性别写“不详”"),
        ("relation_unknown", (26, 9), "关系写法不认识"),
        ("id_with_letter", (29, 11), "身份证号里有汉字"),
        ("phones_run_together", (30, 12), "两个手机号连写"),
    ] {
        book.plant(name, 0, place, what);
    }
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)
}

/// 两项补贴: cards, kinds and levels, dates and amounts in every way people write them.
pub fn liangbu() -> Book {
    let mut sheet = Sheet::new("两项补贴");
    sheet.texts(0, &["样例镇残疾人两项补贴发放名册"]);
    sheet.merge((0, 0), (0, 12));
    sheet.texts(
        1,
        &[
            "序号",
            "村",
            "组",
            "姓名",
            "身份证号",
            "残疾人证号",
            "残疾类别",
            "残疾等级",
            "补贴类型",
            "补贴标准(元/月)",
            "出生日期",
            "起补时间",
            "备注",
        ],
    );
    let kinds = [
        ("视力", "一级", "1", "1"),
        ("肢体", "二级", "4", "2"),
        ("智力", "三级", "5", "3"),
        ("精神", "二级", "6", "2"),
    ];
    for n in 0..60u32 {
        let row = n + 2;
        // The first ten stand in the list of 特困 too, the next fifteen in that of 低保.
        let one = match n {
            0..10 => person(4 + n, group((n / 8) as usize + 1)),
            10..25 => nth(400 + n),
            _ => nth(800 + n),
        };
        let (kind, level, kind_code, level_code) =
            kinds.get(n as usize % 4).copied().unwrap_or_default();
        let subsidy = if n % 2 == 0 {
            "困难残疾人生活补贴"
        } else {
            "重度残疾人护理补贴"
        };
        let card = format!("{}{kind_code}{level_code}", one.id());
        let village = if n % 12 == 0 {
            VILLAGES
                .get(usize::from(n >= 36))
                .copied()
                .unwrap_or_default()
        } else {
            ""
        };
        let (y, m, d) = one.birth.ymd();
        line(
            &mut sheet,
            row,
            &[
                "",
                village,
                &one.group,
                &one.name,
                &one.id(),
                &card,
                kind,
                level,
                subsidy,
                "",
                &format!("{y}-{m:02}-{d:02}"),
            ],
        );
        sheet.set(row, 0, Value::number((n + 1).to_string()));
        sheet.set(row, 9, Value::number(if n % 2 == 0 { "100" } else { "50" }));
        sheet.set(row, 11, Value::Date(one.from));
    }
    sheet.set(3, 5, Value::number("99010119570305001142"));
    sheet.set(4, 6, Value::text("肢体二级"));
    sheet.cells.remove(&(4, 7));
    sheet.merge((4, 6), (4, 7));
    sheet.set(6, 8, Value::text("生活补贴、护理补贴"));
    sheet.set(7, 9, Value::text("600元/年"));
    sheet.set(8, 9, Value::text("50元/月"));
    let special = Person {
        birth: day(1957, 4, 3),
        sequence: 61,
        man: true,
        ..nth(890)
    };
    sheet.set(9, 4, Value::text(special.id()));
    sheet.set(9, 10, Value::text("农历1957年三月初四"));
    sheet.set(10, 10, Value::text("农历一九五〇年二月"));
    sheet.set(11, 10, Value::text("一九五七年三月"));
    sheet.set(12, 10, Value::number("195703"));
    sheet.set(13, 10, Value::text("19570305"));
    sheet.set(14, 10, Value::text("1957-03-05 00:00:00"));
    sheet.set(16, 9, Value::text("—"));
    sheet.set(17, 12, Value::text("已停发"));
    sheet.set(18, 4, Value::text(id_number(day(1957, 3, 5), 71)));
    let mut book = Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    };
    for (name, place, what) in [
        ("card_lost_digits", (3, 5), "残疾人证号成了数字,后几位丢了"),
        (
            "kind_and_level_merged",
            (4, 6),
            "类别和等级合并成一格“肢体二级”",
        ),
        ("two_subsidies", (6, 8), "一格两项补贴"),
        ("amount_a_year", (7, 9), "按年写的金额"),
        ("amount_a_month", (8, 9), "金额后面写着“元/月”"),
        ("lunar_date", (9, 10), "出生日期写的农历"),
        ("lunar_month", (10, 10), "农历只写到月"),
        ("date_in_chinese", (11, 10), "一九五七年三月"),
        ("date_six_digits", (12, 10), "195703(数字)"),
        ("date_eight_digits", (13, 10), "19570305(文本)"),
        ("date_with_time", (14, 10), "日期后面带时间"),
        ("amount_dash", (16, 9), "金额画了一横"),
        ("stopped_in_remarks", (17, 12), "备注里说已停发"),
    ] {
        book.plant(name, 0, place, what);
    }
    book.plant("village_once", 0, (2, 1), "村名只写一次,下面空着");
    book
}

/// 高龄津贴: the amounts say for no month, remarks in two columns, sums by page.
pub fn gaoling() -> Book {
    let mut sheet = Sheet::new("高龄津贴");
    let titles = [
        "序号",
        "村别",
        "组名",
        "老年人姓名",
        "性别",
        "身份证号",
        "年龄",
        "联系电话",
        "津贴标准",
        "认证日期",
        "备注1",
        "备注2",
    ];
    sheet.texts(0, &["样例镇八十周岁以上老年人高龄津贴花名册"]);
    sheet.texts(1, &titles);
    let mut row = 2u32;
    for n in 0..70u32 {
        if n == 35 {
            sheet.texts(row, &["本页小计"]);
            sheet.set(row, 3, Value::text("35人"));
            row += 1;
            sheet.texts(row, &titles);
            row += 1;
        }
        let one = old(700 + n);
        let village = VILLAGES
            .get(usize::from(n >= 45))
            .copied()
            .unwrap_or_default();
        let name = if n == 20 {
            "单样例".to_owned()
        } else {
            one.name.clone()
        };
        line(
            &mut sheet,
            row,
            &[
                "",
                village,
                &one.group,
                &name,
                one.sex(),
                &one.id(),
                "",
                &call(&one),
                "",
                "2026.9.1",
            ],
        );
        sheet.set(row, 0, Value::number((n + 1).to_string()));
        sheet.set(row, 6, Value::number(age(&one)));
        sheet.set(row, 8, Value::number(if n % 3 == 0 { "100" } else { "60" }));
        row += 1;
    }
    sheet.texts(row, &["总计", "", "", "71人"]);
    let total = row;
    sheet.set(5, 7, Value::text("13900000705 13900000706"));
    sheet.set(6, 7, Value::text("儿子13900000707"));
    sheet.set(7, 7, Value::text("空号/13900000708"));
    sheet.set(8, 7, Value::text("1.39E+10"));
    sheet.set(9, 10, Value::text("住儿子家"));
    sheet.set(9, 11, Value::text("冬天才回村"));
    sheet.set(10, 10, Value::text("2026年5月已去世"));
    sheet.set(11, 5, Value::text("同上"));
    sheet.set(12, 5, Value::text("无"));
    let mut book = Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    };
    for (name, place, what) in [
        ("amount_without_period", (2, 8), "津贴标准没写按月还是按年"),
        ("phones_with_space", (5, 7), "两个号码用空格隔开"),
        ("phone_with_words", (6, 7), "号码前面写着“儿子”"),
        ("dead_number_and_phone", (7, 7), "空号和能用的号码写在一格"),
        ("phone_scientific", (8, 7), "电话成了 1.39E+10"),
        ("two_columns_of_remarks", (9, 11), "两列备注"),
        ("died_after", (10, 10), "备注里说人已去世"),
        ("id_ditto", (11, 5), "身份证号写“同上”"),
        ("id_none", (12, 5), "身份证号写“无”"),
        ("sum_off_by_one", (total, 3), "总计多写了一人"),
    ] {
        book.plant(name, 0, place, what);
    }
    book.plant_row("page_sum", 0, 37, "本页小计,接着又是表头");
    book
}

/// 关爱服务对象, as comma separated text in GBK.
pub fn guanai() -> Book {
    let mut sheet = Sheet::new("guanai_gbk");
    sheet.texts(
        0,
        &[
            "编号",
            "姓名",
            "性别",
            "身份证号码",
            "村",
            "组",
            "家庭住址",
            "联系电话",
            "类别",
            "备注",
        ],
    );
    for n in 0..45u32 {
        let row = n + 1 + u32::from(n >= 20);
        // The first fifteen are in the list of left-behind people, the next in that of old people.
        let one = match n {
            0..15 => old(300 + n),
            15..25 => old(700 + n),
            _ => nth(950 + n),
        };
        let kind = ["经济困难老年人", "失能老年人", "重病患者"]
            .get(n as usize % 3)
            .copied()
            .unwrap_or_default();
        let village = VILLAGES
            .get(usize::from(n < 15))
            .copied()
            .unwrap_or_default();
        line(
            &mut sheet,
            row,
            &[
                &format!("{:03}", n + 1),
                &one.name,
                one.sex(),
                &one.id(),
                village,
                &one.group,
                &format!("{village}{}", one.group),
                &call(&one),
                kind,
            ],
        );
    }
    sheet.set(4, 9, Value::text("女儿说,\"有事打电话\"\n晚上在家"));
    sheet.set(6, 5, Value::text("\""));
    sheet.set(8, 7, Value::text("0931-0000008"));
    let mut book = Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    };
    book.plant_sheet("gbk", 0, "GBK 编码的 csv");
    book.plant("quoted_cell", 0, (4, 9), "一格里有逗号、引号和换行");
    book.plant("ditto_quote", 0, (6, 5), "组写一个引号,意思是同上");
    book.plant("land_line", 0, (8, 7), "座机号");
    book.plant_row("empty_line", 0, 21, "中间空了一行");
    book
}

/// Last year's ledger of the clean list: merged cells, and what has changed since.
pub fn last_year() -> Book {
    let mut sheet = Sheet::new("2025年台账");
    sheet.texts(0, &["石板村分散供养特困人员台账"]);
    sheet.texts(1, &["2025年度"]);
    sheet.texts(2, &["填表人:样例   审核人:样本"]);
    sheet.texts(
        3,
        &[
            "组",
            "门牌",
            "姓名",
            "性别",
            "身份证号",
            "联系电话",
            "监护人",
            "监护人电话",
            "月供养金",
            "自理能力",
            "备注",
        ],
    );
    let mut people = first_people();
    people.extend((4..41u32).map(|n| person(n, group(((n as usize - 4) / 8 + 1).min(5)))));
    // Three have come since; six of last year are gone.
    people.truncate(38);
    people.extend((900..906).map(|n| person(n, group(5))));
    let mut row = 4u32;
    let mut at = 0usize;
    while let Some(one) = people.get(at) {
        let same: Vec<&Person> = people
            .iter()
            .skip(at)
            .take_while(|other| other.group == one.group && other.house == one.house)
            .collect();
        let group_text = if at == 0
            || people
                .get(at - 1)
                .is_some_and(|before| before.group != one.group)
        {
            one.group.as_str()
        } else {
            ""
        };
        let top = row;
        for (m, other) in same.iter().enumerate() {
            let number = other.phone.map(phone).unwrap_or_default();
            line(
                &mut sheet,
                row,
                &[
                    if m == 0 { group_text } else { "" },
                    "",
                    &other.name,
                    other.sex(),
                    &other.id(),
                    &number,
                    &other.guardian,
                    &other.guardian_phone(),
                    "",
                    other.selfcare_word(),
                ],
            );
            // Last year's amounts; invented.
            sheet.set(
                row,
                8,
                Value::number(match other.selfcare {
                    2 => "650",
                    3 => "850",
                    _ => "560",
                }),
            );
            row += 1;
        }
        sheet.set(top, 1, Value::text(one.door()));
        if same.len() > 1 {
            sheet.merge((top, 1), (row - 1, 1));
        }
        at += same.len();
    }
    sheet.set(4, 5, Value::text("13900000999"));
    sheet.set(9, 0, Value::text("四组"));
    sheet.set(10, 0, Value::text("一组"));
    // Name and birth of another in the list, with a number of its own.
    let twin = people.get(12).cloned().unwrap_or_else(|| nth(12));
    let last = row;
    let twin_id = id_number(twin.birth, twin.sequence + 2);
    line(
        &mut sheet,
        last,
        &[
            "五组",
            "99号",
            &twin.name,
            twin.sex(),
            &twin_id,
            "",
            "",
            "",
            "560",
            "全自理",
        ],
    );
    // The same number under another name.
    let twice = people.get(14).cloned().unwrap_or_else(|| nth(14));
    line(
        &mut sheet,
        last + 1,
        &[
            "",
            "98号",
            "章改名",
            twice.sex(),
            &twice.id(),
            "",
            "",
            "",
            "560",
            "全自理",
        ],
    );
    sheet.set(last + 2, 0, Value::text("共45户,46人。"));
    let mut book = Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    };
    for (name, place, what) in [
        ("three_titles", (0, 0), "三行标题,“填表人”在表头上面"),
        ("old_phone", (4, 5), "和今年名册的电话不一样"),
        ("old_group", (9, 0), "和今年名册的组不一样"),
        ("door_merged", (6, 1), "门牌合并在两兄弟的两行上"),
        (
            "same_name_other_number",
            (last, 4),
            "和上面一人同名同生日,号码不同",
        ),
        (
            "same_number_other_name",
            (last + 1, 4),
            "和上面一人同号,姓名不同",
        ),
        ("amounts_as_text", (last, 8), "金额是文本"),
        ("count_in_note", (last + 2, 0), "表尾写着户数人数"),
    ] {
        book.plant(name, 0, place, what);
    }
    book
}

/// An identity number with a wrong last character.
fn spoiled(one: &Person) -> String {
    let id = one.id();
    let wrong = if id.ends_with('1') { '2' } else { '1' };
    format!("{}{wrong}", id.get(..17).unwrap_or_default())
}

/// What the county doubts: 单人户 by comparison of data.
pub fn doubts() -> Book {
    let mut sheet = Sheet::new("单人户比对结果");
    sheet.texts(0, &["2026年第三季度单人户信息比对结果(请于入户核实后反馈)"]);
    sheet.texts(
        1,
        &[
            "批次",
            "比对来源",
            "村",
            "组",
            "姓名",
            "身份证号",
            "疑点",
            "入户核实",
            "备注",
        ],
    );
    for n in 0..24u32 {
        let row = n + 2 + u32::from(n >= 12);
        let one = match n {
            0..8 => person(4 + n, group((n / 8) as usize + 1)),
            8..18 => nth(400 + n),
            _ => nth(970 + n),
        };
        let doubt = [
            "重度残疾,家庭低收入,未单人户施保",
            "重病,未脱贫,未单人户施保",
            "户内另有成员登记务工",
        ]
        .get(n as usize % 3)
        .copied()
        .unwrap_or_default();
        line(
            &mut sheet,
            row,
            &[
                "2026-3",
                "残联、医保数据(虚构)",
                VILLAGES[0],
                &one.group,
                &one.name,
                &one.id(),
                doubt,
            ],
        );
    }
    sheet.set(4, 5, Value::text(spoiled(&person(6, group(1)))));
    sheet.cells.remove(&(6, 4));
    sheet.set(8, 10, Value::text("电话联系不上"));
    sheet.cells.remove(&(10, 4));
    sheet.cells.remove(&(10, 5));
    sheet.texts(27, &["注:此表不作为认定依据,以入户核实为准。"]);
    let mut book = Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    };
    book.plant("doubt_wrong_number", 0, (4, 5), "身份证号有一位不对");
    book.plant("doubt_without_name", 0, (6, 4), "只有身份证号,没有姓名");
    book.plant("doubt_stray_cell", 0, (8, 10), "表格右边另写了一格");
    book.plant_row("doubt_of_nobody", 0, 10, "没有姓名也没有身份证号");
    book.plant_row("doubt_empty_row", 0, 14, "中间空了一行");
    book.plant_row("doubt_note", 0, 27, "表尾的说明");
    book
}
