//! A form of ODK or Kobo taken over as a checklist.

use crate::{refused, root, said};
use rust_xlsxwriter::Workbook;
use std::path::Path;

/// Writes a workbook: sheets with their rows of texts.
fn workbook(path: &Path, sheets: &[(&str, &[&[&str]])]) -> String {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                if !cell.is_empty() {
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
        }
    }
    book.save(path).unwrap();
    path.to_str().unwrap().to_owned()
}

const SURVEY: &[&[&str]] = &[
    &[
        "type",
        "name",
        "label::English (en)",
        "label::Chinese (zh)",
        "hint",
        "relevant",
        "constraint",
        "required",
        "calculation",
        "appearance",
    ],
    &["start", "start"],
    &["note", "hello", "Hello", "您好"],
    &[
        "select_one yn",
        "ill",
        "Ill?",
        "最近家里有人生病吗?",
        "头疼脑热也算",
        "",
        "",
        "yes",
    ],
    &["begin group", "care", "", "照料", "", "${ill} = 'yes'"],
    &[
        "select_multiple aid",
        "aids",
        "Aids",
        "用着哪些辅具?",
        "",
        "",
        "",
        "",
        "",
        "minimal",
    ],
    &[
        "select_one road",
        "road",
        "Road",
        "到卫生室的路好走吗?",
        "",
        "selected(${aids}, 'w') or ${ill} = 'no'",
    ],
    &["end group"],
    &[
        "integer",
        "rooms",
        "Rooms",
        "住几间屋?",
        "",
        "",
        ". >= 1 and . < 30",
    ],
    &["decimal", "mu", "Land", "种几亩地?", "", "", ". >= 1"],
    &[
        "date",
        "fixed",
        "Fixed",
        "屋顶上次修是哪天?",
        "",
        "${rooms} > 2 and ${mu} >= 1",
    ],
    &["text", "more", "More", "还有什么要说的?"],
    &["image", "roof", "Roof", "屋顶"],
    &["begin repeat", "person", "", "家里每个人"],
    &[
        "integer",
        "meals",
        "Meals",
        "一天吃几顿?",
        "",
        "",
        "",
        "",
        "",
        "",
    ],
    &[
        "select_one yn",
        "warm",
        "Warm",
        "夜里冷不冷?",
        "",
        "${meals} < 3",
    ],
    &["end repeat"],
    &[
        "calculate",
        "all_meals",
        "",
        "",
        "",
        "",
        "",
        "",
        "sum(${meals})",
    ],
    &[
        "text",
        "hunger",
        "Hunger",
        "是什么缘故?",
        "",
        "${all_meals} < 2",
    ],
    &[
        "text",
        "named",
        "Named",
        "写上名字",
        "",
        "regex(${more}, 'a')",
    ],
];

const CHOICES: &[&[&str]] = &[
    &[
        "list_name",
        "name",
        "label::English (en)",
        "label::Chinese (zh)",
    ],
    &["yn", "yes", "Yes", "是"],
    &["yn", "no", "No", "否"],
    &["yn", "dk", "Do not know", "不知道"],
    &["aid", "w", "Wheelchair", "轮椅"],
    &["aid", "c", "Crutch", "拐杖(单支)"],
    &["road", "1", "Good", "好走"],
    &["road", "2", "Bad", "60分钟以上"],
];

/// The pack of the guide with the checklist, and the dictionary with what it needs.
fn pack_with(out: &Path) -> String {
    let packs = out.join("packs");
    let own = root().join("docs/policy-pack-example/EXAMPLE-COUNTY");
    let copy = packs.join("EXAMPLE-COUNTY");
    for folder in ["", "schemes", "cases", "checklists"] {
        std::fs::create_dir_all(copy.join(folder)).unwrap();
        for entry in std::fs::read_dir(own.join(folder)).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap();
                std::fs::copy(&path, copy.join(folder).join(name)).unwrap();
            }
        }
    }
    let list = out.join("checklists/village_home.toml");
    std::fs::copy(list, copy.join("checklists/village_home.toml")).unwrap();
    let head = copy.join("pack.toml");
    let mut text = std::fs::read_to_string(&head).unwrap();
    text.push_str("\n[[source]]\nid = \"village_home\"\ntitle = \"村里的表\"\nno = \"无\"\n");
    std::fs::write(head, text).unwrap();
    // Each section of the part goes to the head of the same section of the dictionary.
    let part = std::fs::read_to_string(out.join("facts-village_home.toml")).unwrap();
    let facts = std::fs::read_to_string(root().join("core/packs/facts.toml")).unwrap();
    let section = |name: &str| -> String {
        let lines = part.lines().skip_while(|line| *line != format!("[{name}]"));
        let lines = lines.skip(1).take_while(|line| !line.starts_with('['));
        let mut text = lines.collect::<Vec<_>>().join("\n");
        text.push('\n');
        text
    };
    let mut merged = String::new();
    for line in facts.lines() {
        merged.push_str(line);
        merged.push('\n');
        for name in ["enum", "fact", "derived"] {
            if line.starts_with(&format!("[{name}]")) {
                merged.push_str(&section(name));
            }
        }
    }
    std::fs::write(packs.join("facts.toml"), merged).unwrap();
    packs.to_str().unwrap().to_owned()
}

#[test]
fn a_form_becomes_a_checklist_that_passes_the_check_of_a_pack() {
    let dir = tempfile::tempdir().unwrap();
    let form = workbook(
        &dir.path().join("form.xlsx"),
        &[
            ("survey", SURVEY),
            ("choices", CHOICES),
            (
                "settings",
                &[&["form_title", "form_id"], &["入户看看", "village_home"]],
            ),
        ],
    );
    let out = dir.path().join("out");
    let text = said(&["checklist", "import", &form, "--out", out.to_str().unwrap()]);
    let list = std::fs::read_to_string(out.join("checklists/village_home.toml")).unwrap();
    for line in [
        "name = \"入户看看\"",
        "id = \"village_home-ill\"\nask = \"最近家里有人生病吗?(头疼脑热也算)\"\ntype = \"是否\"",
        "show_if = \"最近家里有人生病吗头疼脑热也算 且 (用着哪些辅具 含 轮椅 或 非 最近家里有人生病吗头疼脑热也算)\"",
        "type = \"多选\"\nwrites = \"用着哪些辅具\"",
        "show_if = \"住几间屋 > 2 且 种几亩地 ≥ 1.0\"",
        "writes = \"台账.屋顶\"",
        "each = \"成员\"\nshow_if = \"一天吃几顿 < 3\"",
        "show_if = \"题_all_meals < 2\"",
    ] {
        assert!(list.contains(line), "{line}\n{list}");
    }
    let facts = std::fs::read_to_string(out.join("facts-village_home.toml")).unwrap();
    for line in [
        "aid_2",
        "min = 1, max = 29",
        "min = \"1\" }",
        "expr = \"合计(成员: 一天吃几顿)\"",
        "\"c 拐杖单支\"",
        "\"2 选60分钟以上\"",
    ] {
        let line = line.replace("aid_2", "village_home_aid = [");
        assert!(facts.contains(&line), "{line}\n{facts}");
    }
    // What was not taken over is named by its cell.
    for (cell, word) in [
        ("A2", "start"),
        ("A3", "note"),
        ("J6", "minimal"),
        ("H4", "required"),
        ("B10", "倍数"),
        ("A14", "家里每个人"),
        ("F20", "regex"),
    ] {
        let named =
            |line: &&str| line.contains(&format!("survey 表 {cell}")) && line.contains(word);
        assert!(
            text.lines().any(|line| named(&line)),
            "{cell} {word}\n{text}"
        );
    }
    let checked = said(&["pack", "check", &pack_with(&out)]);
    assert!(checked.contains("EXAMPLE-COUNTY"), "{checked}");
    // What is there already is never written over.
    let (code, text) = refused(&["checklist", "import", &form, "--out", out.to_str().unwrap()]);
    assert_eq!(code, 1, "{text}");
}

#[test]
fn a_wrong_form_writes_nothing_and_says_which_cell() {
    const HEAD: &[&str] = &["type", "name", "label", "relevant", "calculation"];
    let dir = tempfile::tempdir().unwrap();
    let cases: [(&str, &[&[&str]], &str, &str); 8] = [
        (
            "circle",
            &[
                HEAD,
                &["integer", "a", "甲数", "${b} > 1"],
                &["integer", "b", "乙数", "${c} > 1"],
                &["integer", "c", "丙数", "${a} > 1"],
            ],
            "survey 表 D2",
            "a → b → c → a",
        ),
        (
            "twice",
            &[HEAD, &["integer", "a", "甲数"], &["text", "a", "乙数"]],
            "survey 表 B3",
            "B2",
        ),
        (
            "list",
            &[HEAD, &["select_one nowhere", "a", "甲"]],
            "survey 表 A2",
            "nowhere",
        ),
        (
            "reference",
            &[HEAD, &["integer", "a", "甲数", "${gone} = 1"]],
            "survey 表 D2",
            "gone",
        ),
        (
            "group",
            &[HEAD, &["begin_group", "g", "组"], &["integer", "a", "甲数"]],
            "survey 表 A2",
            "begin",
        ),
        (
            "end",
            &[HEAD, &["integer", "a", "甲数"], &["end_repeat"]],
            "survey 表 A3",
            "end",
        ),
        (
            "nested",
            &[
                HEAD,
                &["begin_repeat", "r", "人"],
                &["begin_repeat", "s", "事"],
                &["end_repeat"],
                &["end_repeat"],
            ],
            "survey 表 A3",
            "s",
        ),
        (
            "name",
            &[HEAD, &["integer", "我的", "甲数"], &["integer", "", "乙数"]],
            "survey 表 B2",
            "我的",
        ),
    ];
    for (name, survey, cell, word) in cases {
        let form = workbook(
            &dir.path().join(format!("{name}.xlsx")),
            &[("survey", survey)],
        );
        let out = dir.path().join(name);
        let (code, text) = refused(&["checklist", "import", &form, "--out", out.to_str().unwrap()]);
        assert_eq!(code, 3, "{name}: {text}");
        let named = text.lines().find(|line| line.contains(cell));
        assert!(
            named.is_some_and(|line| line.contains(word)),
            "{name}: {text}"
        );
        assert!(!out.exists(), "{name}");
    }
}

#[test]
fn ten_thousand_choices_and_missing_sheets_are_refused_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("many.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").unwrap();
    for (column, cell) in (0..).zip(["type", "name", "label"]) {
        sheet.write_string(0, column, cell).unwrap();
    }
    for (column, cell) in (0..).zip(["select_one village", "village", "哪个村?"]) {
        sheet.write_string(1, column, cell).unwrap();
    }
    let sheet = book.add_worksheet().set_name("choices").unwrap();
    for (column, cell) in (0..).zip(["list_name", "name", "label"]) {
        sheet.write_string(0, column, cell).unwrap();
    }
    for row in 1..=10_000 {
        sheet.write_string(row, 0, "village").unwrap();
        sheet.write_string(row, 1, format!("v{row}")).unwrap();
        sheet.write_string(row, 2, format!("村{row}")).unwrap();
    }
    book.save(&path).unwrap();
    let (code, text) = refused(&["checklist", "import", path.to_str().unwrap()]);
    assert_eq!(code, 3);
    assert!(
        text.contains("choices 表 A2") && text.contains("10000"),
        "{text}"
    );
    assert!(text.lines().count() <= 4, "{text}");
    let none = workbook(&dir.path().join("none.xlsx"), &[("问卷", &[&["type"]])]);
    let (code, text) = refused(&["checklist", "import", &none]);
    assert_eq!(code, 3);
    assert!(text.contains("survey"), "{text}");
    let other = dir.path().join("plain.txt");
    std::fs::write(&other, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).unwrap();
    let (code, _) = refused(&["checklist", "import", other.to_str().unwrap()]);
    assert_eq!(code, 3);
}
