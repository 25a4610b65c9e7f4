//! Words of the language and what a name may look like.

/// Words that cannot be names.
pub(crate) const WORDS: &[&str] = &[
    "且",
    "或",
    "非",
    "属于",
    "含",
    "含任一",
    "是",
    "否",
    "当日",
    "本人",
    "有",
    "都",
    "数",
    "合计",
    "最大",
    "最小",
    "其中",
    "较大",
    "较小",
    "如果",
    "近",
    "可能符合",
    "正在享受",
    "在表内",
    "查表",
    "命中",
    "事件",
];

/// Whether a text is a word of the language.
pub(crate) fn is_word(text: &str) -> bool {
    WORDS.contains(&text)
}

/// Whether a character may begin a name: U+4E00 to U+9FFF only, so that nothing looks alike.
pub(crate) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Whether a character may go on a name.
pub(crate) const fn is_name_char(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric() || c == '_'
}

/// Whether a text is a name: a Chinese letter, then Chinese or latin letters, digits, `_`.
pub(crate) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_han) && chars.all(is_name_char)
}
