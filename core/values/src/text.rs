//! Brings typed and pasted text to one form before it is parsed.

/// Turns full-width ASCII (`１，Ａ％`) into ASCII and the ideographic space into a space.
///
/// Chinese letters and punctuation without an ASCII twin (`。`, `、`) stay as they are.
pub fn half_width(text: &str) -> String {
    text.chars().map(half_width_char).collect()
}

fn half_width_char(c: char) -> char {
    const SHIFT: u32 = 0xFEE0;
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - SHIFT).unwrap_or(c),
        '\u{3000}' => ' ',
        '\u{FFE5}' => '¥',
        other => other,
    }
}

/// Removes all white space, U+00A0 and U+3000 included, and the invisible
/// characters spreadsheets and chat programs leave behind (zero-width, BOM).
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| is_seen(*c)).collect()
}

fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Does what [`half_width`] and [`squeeze`] do, and makes letters small: the form in which
/// texts are compared.
///
/// A list of 10,000 rows asks for it a million times, so it goes through the text once.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = half_width_char(c);
        if c.is_ascii() {
            if !c.is_ascii_whitespace() && c != '\u{B}' {
                out.push(c.to_ascii_lowercase());
            }
        } else if is_seen(c) {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_becomes_half_width_and_chinese_stays() {
        assert_eq!(
            half_width("１，２３４．５０元（Ｘ）　￥"),
            "1,234.50元(X) ¥"
        );
        assert_eq!(half_width("三组、老王。"), "三组、老王。");
    }

    #[test]
    fn squeeze_takes_every_kind_of_space() {
        assert_eq!(
            squeeze(" 王\u{A0}小\u{3000}二\t\n\u{200B}\u{FEFF}"),
            "王小二"
        );
    }

    #[test]
    fn plain_is_one_form_of_many() {
        for text in ["ＩＤ 卡Ｘ", "id\u{3000}卡x\u{FEFF}", " iD卡\u{B}\tX\n"] {
            assert_eq!(plain(text), "id卡x");
        }
    }

    proptest! {
        #[test]
        fn plain_is_the_others_one_after_the_other(s in "[\\PC\\s]*") {
            // A Σ at the end of a word is the one letter whose small form depends on others.
            prop_assume!(!s.contains('Σ'));
            prop_assert_eq!(plain(&s), squeeze(&half_width(&s)).to_lowercase());
        }

        #[test]
        fn both_are_idempotent(s in "\\PC*") {
            let h = half_width(&s);
            prop_assert_eq!(half_width(&h), h.clone());
            let q = squeeze(&h);
            prop_assert_eq!(squeeze(&q), q.clone());
            prop_assert!(!q.chars().any(char::is_whitespace));
        }
    }
}
