//! Words that must not be said, and Chinese sentences that must not stand in code.

use tanfang_shape::{Finding, Language, Literal, Tree, code_without_tests, literals};
use toml::{Table, Value};

use crate::{check, finding, tree};

/// Words that stand for watching, ranking or blaming the user (国办函〔2026〕12号; UX.md), and for what
/// the product never does; `tanfang pack lint` reads the same list.
const BANNED: &str = include_str!("../../../core/packs/common/texts/banned.zh.toml");

/// Keys whose values quote a source word for word.
const QUOTES: &[&str] = &["cite", "quote", "title", "source"];

/// Files that may hold Chinese literals, with the reason.
const ALLOWED: &str = include_str!("../chinese-in-code.toml");

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Walks all texts of a table that are not quotes.
fn said(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::String(text) if !QUOTES.contains(&key) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|value| said(value, key, found)),
        Value::Table(table) => table
            .iter()
            .for_each(|(key, value)| said(value, key, found)),
        _ => {}
    }
}

fn banned(path: &str, text: &str) -> Vec<Finding> {
    let mut texts = Vec::new();
    said(
        &Value::Table(text.parse::<Table>().unwrap()),
        "",
        &mut texts,
    );
    let mut findings = Vec::new();
    for word in BANNED.parse::<Table>().unwrap().keys() {
        for text in texts.iter().filter(|text| text.contains(word)) {
            let line = text
                .lines()
                .find(|line| line.contains(word))
                .unwrap_or_default();
            findings.push(finding(path, 0, format!("says {word}: {line}")));
        }
    }
    findings
}

#[test]
fn no_banned_word_is_said() {
    let tree = tree();
    let mut seen = 0;
    let mut findings = Vec::new();
    for file in tree.find("core/packs/", &["toml"]) {
        if file.path.ends_with("Cargo.toml") {
            continue;
        }
        seen += 1;
        findings.extend(banned(&file.path, &tree.read(&file.path).unwrap()));
    }
    assert!(seen >= 10, "the packs were read");
    check(
        findings,
        "Say it without watching, ranking or blaming anybody (DESIGN §8, UX.md).",
    );
}

#[test]
fn a_banned_word_is_seen_but_a_quote_is_not() {
    assert_eq!(banned("x", "[label]\na = \"今日打卡\"").len(), 1);
    assert_eq!(banned("x", "[[q]]\nask = [\"按积分排名\"]").len(), 2);
    assert!(banned("x", "cite = \"S01 “不得以打卡…”\"\n# 打卡").is_empty());
}

/// Reports whether a text is a word of a format and no sentence: short, and without a sentence's marks.
fn is_word(text: &str) -> bool {
    text.chars().count() <= 16 && !text.contains(['。', ',', '，', '!', '！', '?', '？', ';', '；'])
}

/// Lists the literals with Chinese characters in code that is not a test.
fn chinese(source: &str, language: Language) -> Vec<Literal> {
    literals(&code_without_tests(source, language), language)
        .into_iter()
        .filter(|literal| literal.text.chars().any(is_han))
        .collect()
}

fn chinese_literals(tree: &Tree) -> Vec<(String, Literal)> {
    tree.files()
        .iter()
        .filter(|file| !file.is_test() && !file.path.contains("/Generated/"))
        .filter_map(|file| Some((file, Language::of(file.ending())?)))
        .flat_map(|(file, language)| {
            chinese(&tree.read(&file.path).unwrap(), language)
                .into_iter()
                .map(|literal| (file.path.clone(), literal))
        })
        .collect()
}

/// Holds one permission: where, for words only or for sentences too, and why.
struct Permission {
    path: String,
    words_only: bool,
}

fn permissions() -> Vec<Permission> {
    let table: Table = ALLOWED.parse().unwrap();
    let mut all = Vec::new();
    for (name, words_only) in [("words", true), ("sentences", false)] {
        for entry in table
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let path = entry["path"].as_str().unwrap().to_owned();
            let reason = entry["reason"].as_str().unwrap();
            assert!(reason.chars().count() >= 10, "{path} has a reason");
            all.push(Permission { path, words_only });
        }
    }
    all
}

#[test]
fn chinese_sentences_stand_in_packs_and_not_in_code() {
    let permissions = permissions();
    let mut used = vec![false; permissions.len()];
    let mut findings = Vec::new();
    for (path, literal) in chinese_literals(&tree()) {
        let permission = permissions.iter().position(|permission| {
            path.starts_with(&permission.path) && (!permission.words_only || is_word(&literal.text))
        });
        match permission {
            Some(index) => used[index] = true,
            None => findings.push(finding(
                &path,
                literal.line,
                format!("holds “{}”", literal.text),
            )),
        }
    }
    for (permission, _) in permissions.iter().zip(&used).filter(|(_, used)| !**used) {
        findings.push(finding(
            "tests/shape/chinese-in-code.toml",
            0,
            format!("{} needs no permission any more", permission.path),
        ));
    }
    check(
        findings,
        "Put the sentence into core/packs/common/texts/ui.zh.toml; what must stay in code is listed with its reason in tests/shape/chinese-in-code.toml.",
    );
}

#[test]
fn a_chinese_literal_is_seen_but_a_comment_and_a_test_are_not() {
    let source =
        "// 注释\nlet a = \"句子\";\n#[cfg(test)]\nmod tests { const B: &str = \"测试\"; }\n";
    let found = chinese(source, Language::Rust);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line, 2);
    assert!(is_word("含任一") && !is_word("先记下了,改好再导一次就行。"));
}
