//! Citations: `S0A 二(一)1 L9 “原文”` names source, section, line and quote.

use std::fmt;
use tanfang_values::text::squeeze;

/// One citation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cite {
    /// Id of the source as `pack.toml` lists it.
    pub source: String,
    /// Section of the source; may be empty.
    pub section: String,
    /// Line of the stored file, from 1.
    pub line: Option<u32>,
    /// The words quoted, without the outer quotation marks.
    pub quote: Option<String>,
}

impl Cite {
    /// Reads a citation; a source alone, or with its article, is one too (for sources without a text).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (source, rest) = text.split_once(' ').unwrap_or((text, ""));
        if source.is_empty()
            || !source
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        {
            return None;
        }
        if rest.trim().is_empty() {
            return Some(Self {
                source: source.to_owned(),
                section: String::new(),
                line: None,
                quote: None,
            });
        }
        // A text that is not stored is cited by its article alone, such as `LAW 第二十一条`.
        let has_line = rest.split_whitespace().any(|word| {
            word.strip_prefix('L')
                .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        });
        if !has_line && !rest.contains(['“', '”']) {
            return Some(Self {
                source: source.to_owned(),
                section: rest.trim().to_owned(),
                line: None,
                quote: None,
            });
        }
        // The quote may itself hold quotation marks: it runs from the first to the last.
        let (place, quote) = rest.split_once('“')?;
        let quote = quote.trim_end().strip_suffix('”')?;
        let (section, line) = match place.trim().rsplit_once(' ') {
            Some((section, line)) => (section.trim(), line),
            None => ("", place.trim()),
        };
        let line: u32 = line.strip_prefix('L')?.parse().ok()?;
        if line == 0 || squeeze(quote).is_empty() {
            return None;
        }
        Some(Self {
            source: source.to_owned(),
            section: section.to_owned(),
            line: Some(line),
            quote: Some(quote.to_owned()),
        })
    }

    /// Whether the quote stands in its line of the source, all white space left aside.
    ///
    /// A citation without a quote is found in any text.
    pub fn found_in(&self, source: &str) -> bool {
        let (Some(line), Some(quote)) = (self.line, &self.quote) else {
            return true;
        };
        let at = usize::try_from(line).unwrap_or(usize::MAX);
        source
            .lines()
            .nth(at.saturating_sub(1))
            .is_some_and(|text| squeeze(text).contains(&squeeze(quote)))
    }
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if !self.section.is_empty() {
            write!(f, " {}", self.section)?;
        }
        if let Some(line) = self.line {
            write!(f, " L{line}")?;
        }
        if let Some(quote) = &self.quote {
            write!(f, " “{quote}”")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_every_form() {
        for text in [
            "DEMO",
            "S0A 三 L39 “分散特困人员监护责任落实不到位”",
            "S0A 二(一)6 L21 “看“三个一”服务是否落实到位”",
            "S1 网② L45 “平日有人照应”",
            "S2 L7 “无节号”",
            "LAW 第二十一条",
        ] {
            let cite = Cite::parse(text).unwrap();
            assert_eq!(cite.to_string(), text);
        }
        let nested = Cite::parse("S0A 二(一)6 L21 “看“三个一”服务”").unwrap();
        assert_eq!(nested.quote.as_deref(), Some("看“三个一”服务"));
        assert_eq!(nested.line, Some(21));
        for bad in [
            "",
            "二(一) L9 “x”",
            "S0A 二(一) “x”",
            "S0A L0 “x”",
            "S0A L9 “”",
            "S0A L9 x",
        ] {
            assert_eq!(Cite::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn finds_a_quote_whatever_the_white_space() {
        let cite = Cite::parse("S0A L2 “按 10 元/人.月标准”").unwrap();
        assert!(cite.found_in("别的\n是否按\u{A0}10\u{A0}元/人.月 标准发放"));
        assert!(!cite.found_in("是否按 10 元/人.月标准发放\n别的"));
        assert!(!cite.found_in(""));
    }
}
