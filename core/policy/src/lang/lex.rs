//! Splits the text of a rule into tokens.

use crate::diag::{Code, Diagnostic};
use crate::dict::Type;
use crate::limits;
use crate::number::{Fraction, parse_number};

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
    LOOKUP,
    "命中",
    "事件",
];

/// The word for what the rows of a table give.
pub(crate) const LOOKUP: &str = "查表";

/// Words that join conditions; inside a name they show a missing space.
const JOINTS: &[&str] = &["且", "或", "非", "属于", "含任一", "含", "其中"];

/// Whether a text is a word of the language.
pub fn is_word(text: &str) -> bool {
    WORDS.contains(&text)
}

/// The joining word inside an unknown name, if there is one.
pub(crate) fn glued_word(name: &str) -> Option<&'static str> {
    JOINTS.iter().find(|word| name.contains(**word)).copied()
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
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_han) && chars.all(is_name_char)
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name that is no word of the language.
    Name(String),
    /// A word of the language.
    Word(&'static str),
    /// A number with its type.
    Number(Fraction, Type),
    /// Brackets, commas, operators; `!=` and the like already as `≠ ≤ ≥`.
    Sign(char),
    /// The end.
    End,
}

/// A token and the place of its first character, counted in characters from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) at: usize,
}

impl Token {
    /// The token as findings show it.
    pub(crate) fn shown(&self) -> String {
        match &self.kind {
            Kind::Name(name) => name.clone(),
            Kind::Word(word) => (*word).to_owned(),
            Kind::Number(..) => "123".to_owned(),
            Kind::Sign(sign) => sign.to_string(),
            Kind::End => "…".to_owned(),
        }
    }
}

/// Turns a place in the text into line and column, both from 1.
pub(crate) fn place(text: &str, at: usize) -> (u32, u32) {
    let mut line = 1_u32;
    let mut column = 1_u32;
    for c in text.chars().take(at) {
        if c == '\n' {
            line = line.saturating_add(1);
            column = 1;
        } else {
            column = column.saturating_add(1);
        }
    }
    (line, column)
}

/// Makes a finding at a place in the text.
pub(crate) fn finding(text: &str, at: usize, code: Code) -> Diagnostic {
    let (line, column) = place(text, at);
    Diagnostic::error(code).at("", line, Some(column))
}

/// Splits a text into tokens; the last is [`Kind::End`].
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, Diagnostic> {
    if text.len() > limits::EXPR_BYTES {
        return Err(finding(text, 0, Code::TooLong)
            .with("bytes", text.len().to_string())
            .with("most", limits::EXPR_BYTES.to_string()));
    }
    // Full-width brackets, commas and signs read as ASCII, one for one.
    let chars: Vec<char> = tanfang_values::text::half_width(text).chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let rest = chars.get(at..).unwrap_or_default();
        let (kind, len) = if is_han(c) {
            name(rest)
        } else if c.is_ascii_digit() {
            number(text, at, rest)?
        } else {
            sign(text, at, rest)?
        };
        out.push(Token { kind, at });
        at += len;
    }
    out.push(Token {
        kind: Kind::End,
        at,
    });
    Ok(out)
}

fn name(rest: &[char]) -> (Kind, usize) {
    let name: String = rest.iter().take_while(|c| is_name_char(**c)).collect();
    let len = name.chars().count();
    match WORDS.iter().find(|word| **word == name) {
        Some(word) => (Kind::Word(word), len),
        None => (Kind::Name(name), len),
    }
}

fn sign(text: &str, at: usize, rest: &[char]) -> Result<(Kind, usize), Diagnostic> {
    let pair = match rest {
        ['!', '=', ..] => Some('≠'),
        ['<', '=', ..] => Some('≤'),
        ['>', '=', ..] => Some('≥'),
        _ => None,
    };
    if let Some(sign) = pair {
        return Ok((Kind::Sign(sign), 2));
    }
    match rest.first() {
        Some(
            c @ ('(' | ')' | '{' | '}' | ',' | ':' | '.' | '=' | '≠' | '<' | '≤' | '>' | '≥' | '+'
            | '-' | '×' | '÷'),
        ) => Ok((Kind::Sign(*c), 1)),
        other => Err(finding(text, at, Code::BadChar)
            .with("char", other.map(ToString::to_string).unwrap_or_default())),
    }
}

fn number(text: &str, at: usize, rest: &[char]) -> Result<(Kind, usize), Diagnostic> {
    const UNITS: &[(&str, Type)] = &[
        ("元/月", Type::YuanMonth),
        ("元/年", Type::YuanYear),
        ("元", Type::Yuan),
        ("%", Type::Percent),
        ("个月", Type::Months),
        ("天", Type::Days),
    ];
    let date: String = rest.iter().take(10).collect();
    let is_date = date.len() == 10
        && date.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    let bad = |shown: &str| finding(text, at, Code::BadNumber).with("given", shown);
    if is_date {
        let day = parse_number(&date, &Type::Date).ok_or_else(|| bad(&date))?;
        return Ok((Kind::Number(day, Type::Date), 10));
    }
    let digits: String = rest
        .iter()
        .take_while(|c| c.is_ascii_digit() || **c == '.')
        .collect();
    let after: String = rest.iter().skip(digits.len()).take(4).collect();
    let found = UNITS.iter().find(|(unit, _)| after.starts_with(unit));
    let (unit, ty) = match found {
        Some((unit, ty)) => (*unit, ty.clone()),
        None if digits.contains('.') => ("", Type::Times),
        None => ("", Type::Int),
    };
    let shown = format!("{digits}{unit}");
    let len = digits.len() + unit.chars().count();
    // 12个半 or 60岁 is not a number with an unknown rest but a mistake.
    if rest.get(len).is_some_and(|c| is_name_char(*c)) {
        let more: String = rest.iter().take(len + 2).collect();
        return Err(bad(&more));
    }
    let value = parse_number(&shown, &ty).ok_or_else(|| bad(&shown))?;
    Ok((Kind::Number(value, ty), len))
}
