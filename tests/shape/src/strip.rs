//! A very small reader of Rust, Kotlin and Swift sources: comments, literals, test parts.
//!
//! It knows just enough of each language to tell a literal from a comment. It is no parser: what it
//! cannot tell apart it reads as code, so that a rule rather fires once too often.

/// The languages it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `.rs`
    Rust,
    /// `.kt`
    Kotlin,
    /// `.swift`
    Swift,
}

impl Language {
    /// Returns the language of a file ending.
    pub fn of(ending: &str) -> Option<Self> {
        match ending {
            "rs" => Some(Self::Rust),
            "kt" => Some(Self::Kotlin),
            "swift" => Some(Self::Swift),
            _ => None,
        }
    }
}

/// One string or character literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Line on which it begins, counted from 1.
    pub line: usize,
    /// What stands between the quotes, as written.
    pub text: String,
}

/// What a stretch of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Text,
}

/// Splits a source into stretches of code, comments and literals.
fn stretches(source: &str, language: Language) -> Vec<(Kind, usize, String)> {
    let chars: Vec<char> = source.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let starts = |index: usize, word: &str| {
        word.chars()
            .enumerate()
            .all(|(offset, c)| at(index + offset) == c)
    };
    let mut out: Vec<(Kind, usize, String)> = Vec::new();
    let mut line = 1;
    let mut index = 0;
    let mut push = |kind: Kind, from: usize, to: usize, line: &mut usize| {
        let text: String = chars.get(from..to).unwrap_or_default().iter().collect();
        let breaks = text.matches('\n').count();
        match out.last_mut() {
            Some((last, _, there)) if *last == kind && kind == Kind::Code => there.push_str(&text),
            _ => out.push((kind, *line, text)),
        }
        *line += breaks;
    };
    while index < chars.len() {
        if starts(index, "//") {
            let mut end = index;
            while end < chars.len() && at(end) != '\n' {
                end += 1;
            }
            push(Kind::Comment, index, end, &mut line);
            index = end;
        } else if starts(index, "/*") {
            let mut depth = 0_usize;
            let mut end = index;
            while end < chars.len() {
                if starts(end, "/*") {
                    depth += 1;
                    end += 2;
                } else if starts(end, "*/") {
                    depth -= 1;
                    end += 2;
                    if depth == 0 {
                        break;
                    }
                } else {
                    end += 1;
                }
            }
            push(Kind::Comment, index, end.min(chars.len()), &mut line);
            index = end;
        } else if let Some((open, close, escapes)) = opening(&starts, &at, index, language) {
            let from = index + open;
            let mut end = from;
            while end < chars.len() && !starts(end, &close) {
                end += if escapes && at(end) == '\\' { 2 } else { 1 };
            }
            push(Kind::Code, index, from, &mut line);
            push(Kind::Text, from, end.min(chars.len()), &mut line);
            let after = (end + close.chars().count()).min(chars.len());
            push(Kind::Code, end.min(chars.len()), after, &mut line);
            index = after;
        } else {
            push(Kind::Code, index, index + 1, &mut line);
            index += 1;
        }
    }
    out
}

/// Tells whether a literal opens here: how long its opening is, what closes it, whether `\` escapes.
fn opening(
    starts: &impl Fn(usize, &str) -> bool,
    at: &impl Fn(usize) -> char,
    index: usize,
    language: Language,
) -> Option<(usize, String, bool)> {
    let hashes = |from: usize| {
        let mut count = 0;
        while at(from + count) == '#' {
            count += 1;
        }
        count
    };
    let joined = index > 0 && (at(index - 1).is_alphanumeric() || at(index - 1) == '_');
    match language {
        Language::Rust => {
            for raw in ["r", "br", "cr"] {
                let after = index + raw.len();
                if !joined && starts(index, raw) {
                    let count = hashes(after);
                    if at(after + count) == '"' {
                        let close = format!("\"{}", "#".repeat(count));
                        return Some((raw.len() + count + 1, close, false));
                    }
                }
            }
            if at(index) == '"' {
                return Some((1, "\"".to_owned(), true));
            }
            // A character, not a lifetime: 'x' or '\…'.
            if at(index) == '\'' && (at(index + 1) == '\\' || at(index + 2) == '\'') {
                return Some((1, "'".to_owned(), true));
            }
            None
        }
        Language::Kotlin => {
            if starts(index, "\"\"\"") {
                Some((3, "\"\"\"".to_owned(), false))
            } else if at(index) == '"' {
                Some((1, "\"".to_owned(), true))
            } else if at(index) == '\'' {
                Some((1, "'".to_owned(), true))
            } else {
                None
            }
        }
        Language::Swift => {
            let count = hashes(index);
            let quote = index + count;
            let close = |quotes: &str| format!("{quotes}{}", "#".repeat(count));
            if starts(quote, "\"\"\"") {
                Some((count + 3, close("\"\"\""), count == 0))
            } else if at(quote) == '"' {
                Some((count + 1, close("\""), count == 0))
            } else {
                None
            }
        }
    }
}

/// Lists the string and character literals of a source.
pub fn literals(source: &str, language: Language) -> Vec<Literal> {
    stretches(source, language)
        .into_iter()
        .filter(|(kind, _, _)| *kind == Kind::Text)
        .map(|(_, line, text)| Literal { line, text })
        .collect()
}

/// Returns the source without comments and without the modules marked `#[cfg(test)]`; the number of
/// lines stays the same.
pub fn code_without_tests(source: &str, language: Language) -> String {
    let mut shadow = String::new();
    let mut code = String::new();
    for (kind, _, text) in stretches(source, language) {
        let blank: String = text
            .chars()
            .map(|c| if c == '\n' { c } else { ' ' })
            .collect();
        match kind {
            Kind::Code => {
                shadow.push_str(&text);
                code.push_str(&text);
            }
            Kind::Comment => {
                shadow.push_str(&blank);
                code.push_str(&blank);
            }
            Kind::Text => {
                shadow.push_str(&blank);
                code.push_str(&text);
            }
        }
    }
    let mut code: Vec<char> = code.chars().collect();
    for (from, to) in test_parts(&shadow, language) {
        for c in code.iter_mut().take(to).skip(from) {
            if *c != '\n' {
                *c = ' ';
            }
        }
    }
    code.into_iter().collect()
}

/// Counts the lines of a source that are not in a part marked `#[cfg(test)]`.
pub fn lines_without_tests(source: &str, language: Language) -> usize {
    let mut shadow = String::new();
    for (kind, _, text) in stretches(source, language) {
        if kind == Kind::Code {
            shadow.push_str(&text);
        } else {
            shadow.extend(text.chars().map(|c| if c == '\n' { c } else { ' ' }));
        }
    }
    let chars: Vec<char> = shadow.chars().collect();
    let in_tests: usize = test_parts(&shadow, language)
        .into_iter()
        .filter_map(|(from, to)| chars.get(from..to))
        .map(|part| part.iter().filter(|c| **c == '\n').count() + 1)
        .sum();
    source.lines().count().saturating_sub(in_tests)
}

/// Finds every item that follows `#[cfg(test)]`, by the braces of `shadow` (the code without
/// comments and literals): from and to, in characters.
fn test_parts(shadow: &str, language: Language) -> Vec<(usize, usize)> {
    const MARK: &str = "#[cfg(test)]";
    let mut parts = Vec::new();
    if language != Language::Rust {
        return parts;
    }
    let shadow: Vec<char> = shadow.chars().collect();
    let mark: Vec<char> = MARK.chars().collect();
    let mut index = 0;
    while index < shadow.len() {
        if shadow.get(index..index + mark.len()) != Some(mark.as_slice()) {
            index += 1;
            continue;
        }
        let mut end = index + mark.len();
        let mut depth = 0_usize;
        while let Some(c) = shadow.get(end) {
            end += 1;
            match c {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                ';' if depth == 0 => break,
                _ => {}
            }
        }
        parts.push((index, end));
        index = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, language: Language) -> Vec<(usize, String)> {
        literals(source, language)
            .into_iter()
            .map(|literal| (literal.line, literal.text))
            .collect()
    }

    #[test]
    fn literals_of_rust_are_told_from_comments_and_lifetimes() {
        let source = "// \"no\"\nfn a<'a>(x: &'a str) {\n let y = \"one \\\" 1\"; /* \"no\" /* */ \"no\" */\n let z = r#\"two \"q\"\"#; let c = '是'; let d = '\\'';\n}\n\"last\"";
        assert_eq!(
            texts(source, Language::Rust),
            [
                (3, "one \\\" 1".to_owned()),
                (4, "two \"q\"".to_owned()),
                (4, "是".to_owned()),
                (4, "\\'".to_owned()),
                (6, "last".to_owned()),
            ]
        );
    }

    #[test]
    fn literals_of_kotlin_and_swift_are_found() {
        assert_eq!(
            texts(
                "val a = \"\"\"x\n\"y\" \"\"\" // \"no\"\nval b = \"z\"",
                Language::Kotlin
            ),
            [(1, "x\n\"y\" ".to_owned()), (3, "z".to_owned())]
        );
        assert_eq!(
            texts("let a = #\"x \"y\"\"#; let b = \"z\\\"\"", Language::Swift),
            [(1, "x \"y\"".to_owned()), (1, "z\\\"".to_owned())]
        );
    }

    #[test]
    fn test_modules_and_comments_are_taken_out_line_for_line() {
        let source = "fn a() {} // gone\n#[cfg(test)]\nmod tests {\n  fn b() { let s = \"}\"; }\n}\nfn c() {}\n#[cfg(test)]\nuse x::y;\nfn d() {}\n";
        let code = code_without_tests(source, Language::Rust);
        assert_eq!(code.lines().count(), source.lines().count());
        assert!(code.contains("fn a") && code.contains("fn c") && code.contains("fn d"));
        assert_eq!(lines_without_tests(source, Language::Rust), 3);
        assert!(!code.contains("gone") && !code.contains("fn b") && !code.contains("use x"));
    }
}
