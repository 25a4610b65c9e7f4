//! Names that rules can read, made of what a form says.

use std::collections::BTreeSet;

use tanfang_policy::lang::{is_name, is_word};

/// Longest name made of a label, in characters.
const LONGEST: usize = 24;

/// Tells whether a text can be an id in records.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 48
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// Keeps of a text what an id may hold.
pub(super) fn id(text: &str) -> Option<String> {
    let id: String = text
        .chars()
        .map(|c| if c == ' ' { '_' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .take(32)
        .collect();
    (!id.is_empty()).then_some(id)
}

/// Keeps of a text what a name may hold.
fn kept(text: &str) -> String {
    let half = tanfang_values::text::half_width(text);
    half.chars()
        .skip_while(|c| !is_name(&c.to_string()))
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_' || is_name(&c.to_string()))
        .take(LONGEST)
        .collect()
}

/// Makes the name of a choice; what rules cannot read gets 选 before it.
pub(super) fn choice(label: &str, code: &str) -> String {
    let half = tanfang_values::text::half_width(label);
    let text: String = half
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_' || is_name(&c.to_string()))
        .take(LONGEST)
        .collect();
    if is_name(&text) && !is_word(&text) {
        return text;
    }
    let text = if text.is_empty() { code } else { &text };
    let text = text.replace(['-', '.'], "_");
    format!("选{text}")
}

/// Makes the name of a question: of its label, else of its name in the form; never one that is taken.
pub(super) fn question(label: &str, own: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = kept(label);
    let own = own.replace(['-', '.'], "_");
    if !is_name(&name) || is_word(&name) {
        name = format!("题_{own}");
    }
    if taken.contains(&name) {
        name = format!("{name}_{own}");
    }
    let first = name.clone();
    let mut number = 2u32;
    while taken.contains(&name) {
        name = format!("{first}_{number}");
        number = number.saturating_add(1);
    }
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_names() {
        let mut taken = BTreeSet::new();
        assert_eq!(
            question("1. 户主今年多大?", "age", &mut taken),
            "户主今年多大"
        );
        assert_eq!(
            question("户主今年多大", "age2", &mut taken),
            "户主今年多大_age2"
        );
        assert_eq!(question("How old?", "old-1", &mut taken), "题_old_1");
        assert_eq!(question("有", "has", &mut taken), "题_has");
        assert_eq!(choice("其他(请注明)", "9"), "其他请注明");
        assert_eq!(choice("60岁以下", "a"), "选60岁以下");
        assert_eq!(choice("", "x-1"), "选x_1");
        assert!(is_id("a.b-1") && !is_id("a b") && !is_id("年龄"));
    }
}
