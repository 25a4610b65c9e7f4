//! The words of lists: what heads a column, what stands in a cell.

pub use super::column_file::Limits;
use super::column_file::{ClassFile, ClassWords, File};
pub use super::field::Field;
use super::value::Period;
use crate::words::{Words, WordsError, builtin};
use std::collections::{BTreeMap, BTreeSet};
pub(crate) use tanfang_values::text::plain;
use tanfang_values::text::{half_width, squeeze};

/// Path of the words in the pack `common`.
const FILE: &str = "import/columns.toml";
/// Path of the classes in the pack `common`.
const CLASSES: &str = "classes.toml";

/// Characters that nobody sees, such as a byte order mark, which a mark may carry along.
const UNSEEN: usize = 4;

/// A day of the farmers' calendar as a cell says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SaidLunar {
    pub(crate) year: u32,
    pub(crate) month: u32,
    pub(crate) leap: bool,
    pub(crate) day: Option<u32>,
}

/// What a number in a sentence counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    Homes,
    Persons,
    Money,
}

/// How a blank cell of a column is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carry {
    /// Blank means nothing is said.
    No,
    /// Blank means as above.
    Blank,
    /// Only a cell really merged with the one above means as above.
    Merged,
}

/// The words of lists, loaded and ready.
#[derive(Debug, Clone)]
pub struct Columns {
    file: File,
    words: Words,
    classes: Vec<ClassWords>,
    /// Way to write a class → its place in `classes`; longest first.
    class_ways: Vec<(String, usize)>,
    /// Field → bare way to write it → code; a list asks this for every row.
    codes: BTreeMap<Field, BTreeMap<String, String>>,
    none: BTreeSet<String>,
    /// Most characters of a mark for “as above”, room left for what [`plain`] takes away.
    longest_ditto: usize,
}

impl Columns {
    /// Loads the words built into the program.
    pub fn builtin() -> Result<Self, WordsError> {
        let mut file: File = builtin(FILE)?;
        let classes = builtin::<ClassFile>(CLASSES)?.class;
        let mut class_ways: Vec<(String, usize)> = Vec::new();
        for (at, class) in classes.iter().enumerate() {
            let ways = class.words.iter().chain([&class.name]);
            class_ways.extend(ways.map(|way| (plain(way), at)));
        }
        class_ways.sort_by_key(|(way, _)| std::cmp::Reverse(way.len()));
        // Headers are compared in their bare form, so the words must be bare too.
        let cells = file.cells.clone();
        for column in &mut file.column {
            for word in column
                .words
                .iter_mut()
                .chain(&mut column.parts)
                .chain(&mut column.not)
            {
                *word = drop_marks(&plain(word), &cells.dropped);
            }
        }
        let codes = Field::ALL
            .into_iter()
            .filter_map(|field| {
                let codes = file.value.get(field.name())?.iter();
                let ways = codes.flat_map(|(code, ways)| {
                    ways.iter().map(move |way| (plain(way), code.clone()))
                });
                Some((field, ways.collect()))
            })
            .collect();
        Ok(Self {
            longest_ditto: {
                let marks = file.cells.ditto.iter().map(|mark| mark.chars().count());
                marks.max().unwrap_or(0) + UNSEEN
            },
            none: file.cells.none.iter().map(|word| plain(word)).collect(),
            codes,
            classes,
            class_ways,
            words: Words::builtin()?,
            file,
        })
    }

    /// How much the reader takes on.
    pub fn limits(&self) -> Limits {
        self.file.limits
    }

    /// Lists the columns without which a sheet is no list.
    pub fn required(&self) -> Vec<Field> {
        self.file
            .column
            .iter()
            .filter(|column| column.required)
            .map(|column| column.field)
            .collect()
    }

    /// Numbers, groups and doors.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Finds the field that a header names.
    pub fn field(&self, header: &str) -> Option<Field> {
        let whole = self.bare(header, false);
        let short = self.bare(header, true);
        for text in [&whole, &short] {
            if text.is_empty() {
                continue;
            }
            let exact = self
                .file
                .column
                .iter()
                .find(|column| column.words.iter().any(|word| word == text));
            if let Some(column) = exact {
                return Some(column.field);
            }
        }
        self.file
            .column
            .iter()
            .find(|column| {
                column.parts.iter().any(|part| whole.contains(part))
                    && !column.not.iter().any(|part| whole.contains(part))
            })
            .map(|column| column.field)
    }

    pub(crate) fn carry(&self, field: Field) -> Carry {
        match self.file.column.iter().find(|c| c.field == field) {
            Some(column) if column.carry => Carry::Blank,
            Some(column) if column.merged => Carry::Merged,
            _ => Carry::No,
        }
    }

    /// Finds the code that a cell's text stands for.
    pub fn code(&self, field: Field, text: &str) -> Option<&str> {
        let code = self.codes.get(&field)?.get(&plain(text))?;
        Some(code.as_str())
    }

    /// Finds the code of the longest word that stands somewhere in a text.
    pub fn code_within(&self, field: Field, text: &str) -> Option<&str> {
        let text = plain(text);
        self.codes
            .get(&field)?
            .iter()
            .filter(|(way, _)| text.contains(way.as_str()))
            .max_by_key(|(way, _)| way.len())
            .map(|(_, code)| code.as_str())
    }

    /// Lists the classes that a text names (ids of `classes.toml`), in their order there.
    ///
    /// Of words inside each other the longest counts: 分散供养特困人员 is one class.
    pub fn classes_in(&self, text: &str) -> Vec<String> {
        let mut rest = plain(text);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (way, class) in &self.class_ways {
            while let Some(at) = rest.find(way.as_str()) {
                found.push((at, *class));
                // Blanks of the same length keep the places of what is left.
                rest.replace_range(at..at + way.len(), &" ".repeat(way.len()));
            }
        }
        found.sort_unstable();
        let mut ids: Vec<String> = Vec::new();
        for (_, class) in found {
            if let Some(class) = self.classes.get(class)
                && !ids.contains(&class.id)
            {
                ids.push(class.id.clone());
            }
        }
        ids
    }

    /// Finds the class that a level makes of a wider one: 一类 of 低保.
    pub(crate) fn class_of_level(&self, of: &[String], level: &str) -> Option<String> {
        let word = self.word(Field::Level, level)?;
        let class = self.classes.iter().find(|class| {
            class.level.as_deref() == Some(word)
                && self.classes.iter().any(|wider| {
                    class.within.as_deref() == Some(&wider.name) && of.contains(&wider.id)
                })
        })?;
        Some(class.id.clone())
    }

    /// Returns our name for a class.
    pub fn class_name(&self, id: &str) -> Option<&str> {
        let class = self.classes.iter().find(|class| class.id == id)?;
        Some(&class.name)
    }

    /// Returns our word for a code, such as 分散 for `keep` `1`.
    pub fn word(&self, field: Field, code: &str) -> Option<&str> {
        self.file
            .value
            .get(field.name())?
            .get(code)?
            .first()
            .map(String::as_str)
    }

    /// Lists the codes of a field with our words for them.
    pub fn codes(&self, field: Field) -> Vec<(String, String)> {
        let codes = self.file.value.get(field.name()).into_iter().flatten();
        codes
            .filter_map(|(code, ways)| Some((code.clone(), ways.first()?.clone())))
            .collect()
    }

    /// True if a text means that there is none (无电话).
    pub(crate) fn says_none(&self, text: &str) -> bool {
        self.none.contains(&plain(text))
    }

    /// Cuts a cell that holds several numbers.
    pub(crate) fn split_many(&self, text: &str) -> Vec<String> {
        let mut parts = vec![half_width(text)];
        for mark in &self.file.cells.many {
            parts = parts
                .iter()
                .flat_map(|part| part.split(mark.as_str()).map(str::to_owned))
                .collect();
        }
        parts.retain(|part| !plain(part).is_empty());
        parts
    }

    /// Cuts a date into its numbers; `None` if anything else stands in it.
    pub(crate) fn date_parts(&self, text: &str) -> Option<Vec<(u32, usize)>> {
        let mut plain = plain(text);
        for tail in &self.file.cells.date_tail {
            if let Some(short) = plain.strip_suffix(tail.as_str()) {
                plain = short.to_owned();
            }
        }
        let mut parts = vec![plain.as_str()];
        for mark in &self.file.cells.date_between {
            parts = parts
                .iter()
                .flat_map(|part| part.split(mark.as_str()))
                .collect();
        }
        // 1957年3月 ends in a mark: nothing follows it.
        if parts.len() > 1 && parts.last().is_some_and(|part| part.is_empty()) {
            parts.pop();
        }
        parts
            .iter()
            .map(|part| Some((self.words.number(part)?, part.chars().count())))
            .collect()
    }

    /// True if a text is a mark for “as above” (同上, 〃).
    pub(crate) fn says_ditto(&self, text: &str) -> bool {
        // Every cell is asked, and marks are short.
        let seen = text.chars().filter(|c| !c.is_whitespace());
        if seen.take(self.longest_ditto + 1).count() > self.longest_ditto {
            return false;
        }
        let text = plain(text);
        self.file.cells.ditto.contains(&text)
    }

    /// Reads a whole number with or without what it counts: 3, 三口, 82岁.
    pub(crate) fn whole(&self, text: &str) -> Option<u32> {
        let text = plain(text);
        // 3.0 is how some programs write 3.
        let text = text.strip_suffix(".0").unwrap_or(&text);
        let tails = &self.file.cells.count_tail;
        let bare = tails
            .iter()
            .find_map(|tail| text.strip_suffix(tail.as_str()));
        self.words.number(bare.unwrap_or(text))
    }

    /// Returns the village that the name of a sheet is, if it is one.
    pub(crate) fn village_of(&self, sheet: &str) -> Option<String> {
        let name = squeeze(sheet);
        let tails = &self.file.cells.village_tail;
        let fits = (2..=10).contains(&name.chars().count());
        (fits && tails.iter().any(|tail| name.ends_with(tail.as_str()))).then_some(name)
    }

    /// True if a heading is about somebody else than the person of the row (子女, 责任人).
    pub(crate) fn is_foreign(&self, heading: &str) -> bool {
        holds(&self.file.header.foreign, heading)
    }

    /// Reads a date of the farmers' calendar: 农历1957年二月初四, 一九五七年腊月廿三.
    ///
    /// `None` if nothing in the text says that it is one.
    pub(crate) fn lunar_date(&self, text: &str) -> Option<SaidLunar> {
        let words = &self.file.lunar;
        let mut rest = plain(text);
        let mut marked = false;
        for mark in &words.mark {
            marked |= rest.contains(mark.as_str());
            rest = rest.replace(mark.as_str(), "");
        }
        for tail in &self.file.cells.date_tail {
            if rest.ends_with(tail.as_str()) {
                rest.truncate(rest.len() - tail.len());
            }
        }
        for pair in &self.file.cells.brackets {
            rest = rest.replace(|c| pair.contains(c), "");
        }
        // Year, month and day stand between the marks of a written date, or points.
        let mut parts = vec![rest];
        for mark in &self.file.cells.date_between {
            parts = parts
                .iter()
                .flat_map(|part| part.split(mark.as_str()).map(str::to_owned))
                .collect();
        }
        parts.retain(|part| !part.is_empty());
        let mut parts = parts.into_iter();
        let year = parts.next().filter(|year| year.chars().count() == 4)?;
        let year = self.words.number(&year)?;
        let mut month = parts.next()?;
        let mut leap = false;
        for word in &words.leap {
            if let Some(short) = month.strip_prefix(word.as_str()) {
                month = short.to_owned();
                leap = true;
            }
        }
        let named = words.month.get(month.as_str()).copied();
        let day = parts.next();
        let bare = day.as_deref().map(|day| {
            let cut = words
                .day
                .iter()
                .find_map(|mark| day.strip_prefix(mark.as_str()));
            (cut.is_some(), cut.unwrap_or(day))
        });
        let farmers = marked || leap || named.is_some() || bare.is_some_and(|(mark, _)| mark);
        if !farmers || parts.next().is_some() {
            return None;
        }
        let month = match named {
            Some(month) => month,
            None => self.words.number(&month)?,
        };
        let day = match bare {
            Some((_, day)) => Some(self.words.number(day)?),
            None => None,
        };
        Some(SaidLunar {
            year,
            month,
            leap,
            day,
        })
    }

    /// Finds the period an amount is for in a heading or a cell; `None` if two or none are named.
    pub(crate) fn period(&self, text: &str) -> Option<Period> {
        let words = &self.file.amount;
        let said: Vec<Period> = [
            (Period::Month, &words.month),
            (Period::Quarter, &words.quarter),
            (Period::Year, &words.year),
        ]
        .into_iter()
        .filter(|(_, words)| holds(words, text))
        .map(|(period, _)| period)
        .collect();
        match said.as_slice() {
            [period] => Some(*period),
            _ => None,
        }
    }

    /// True if a heading says that its numbers are ten thousands of yuan.
    pub(crate) fn counts_myriads(&self, heading: &str) -> bool {
        holds(&self.file.amount.myriad, heading)
    }

    /// Takes away from an amount what is said beside it: /月, 每年, 约定 words of the table.
    pub(crate) fn bare_amount(&self, text: &str) -> String {
        let mut text = plain(text);
        for word in &self.file.amount.dropped {
            text = text.replace(word.as_str(), "");
        }
        text
    }

    pub(crate) fn starts_total(&self, text: &str) -> bool {
        starts(&self.file.rows.total, text)
    }

    /// True if a row of sums is for a part of the list only (小计).
    pub(crate) fn starts_part(&self, text: &str) -> bool {
        starts(&self.file.rows.part, text)
    }

    /// True if a sentence counts the whole list (共12户30人).
    pub(crate) fn says_count(&self, text: &str) -> bool {
        holds(&self.file.rows.counted, text)
    }

    /// Lists the numbers of a text that stand before a unit: 12户, 30人, 1,234.5元.
    pub(crate) fn counted(&self, text: &str) -> Vec<(Counted, String)> {
        let rows = &self.file.rows;
        let text = plain(text);
        let mut found = Vec::new();
        let mut number = String::new();
        let mut at = text.as_str();
        while let Some(c) = at.chars().next() {
            if c.is_ascii_digit() || (!number.is_empty() && matches!(c, ',' | '.')) {
                number.push(c);
            } else if !number.is_empty() {
                let unit = [
                    (Counted::Homes, &rows.homes),
                    (Counted::Persons, &rows.persons),
                    (Counted::Money, &rows.money),
                ]
                .into_iter()
                .find(|(_, words)| words.iter().any(|word| at.starts_with(word.as_str())));
                if let Some((unit, _)) = unit {
                    found.push((unit, std::mem::take(&mut number)));
                }
                number.clear();
            }
            at = at.get(c.len_utf8()..).unwrap_or_default();
        }
        found
    }

    pub(crate) fn starts_note(&self, text: &str) -> bool {
        starts(&self.file.rows.note, text)
    }

    /// A header without spaces, marks and, if `short`, what stands in brackets.
    fn bare(&self, header: &str, short: bool) -> String {
        let mut text = plain(header);
        if short {
            for pair in &self.file.cells.brackets {
                let mut marks = pair.chars();
                if let (Some(open), Some(close)) = (marks.next(), marks.next()) {
                    text = without_bracketed(&text, open, close);
                }
            }
        }
        drop_marks(&text, &self.file.cells.dropped)
    }
}

fn drop_marks(text: &str, marks: &[String]) -> String {
    let mut text = text.to_owned();
    for mark in marks {
        text = text.replace(mark.as_str(), "");
    }
    text
}

fn without_bracketed(text: &str, open: char, close: char) -> String {
    let mut out = String::new();
    let mut depth = 0u32;
    for c in text.chars() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            out.push(c);
        }
    }
    out
}

fn holds(words: &[String], text: &str) -> bool {
    let text = plain(text);
    words.iter().any(|word| text.contains(word.as_str()))
}

fn starts(words: &[String], text: &str) -> bool {
    let text = plain(text);
    words.iter().any(|word| text.starts_with(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_their_words() {
        let columns = Columns::builtin().unwrap();
        for (header, want) in [
            ("姓 名", Some(Field::Name)),
            ("公民\n身份号码", Some(Field::IdNumber)),
            ("身份证号码(18位)", Some(Field::IdNumber)),
            ("*身份证件号码", Some(Field::IdNumber)),
            ("监护人身份证号", Some(Field::GuardianOther)),
            ("监护人(照料人)电话", Some(Field::GuardianPhone)),
            ("月供养金(元)", Some(Field::Amount)),
            ("联系电话：", Some(Field::Phone)),
            ("村（居）", Some(Field::Village)),
            ("开户行", None),
            ("", None),
        ] {
            assert_eq!(columns.field(header), want, "{header}");
        }
    }

    #[test]
    fn names_of_fields_are_those_of_the_file() {
        let columns = Columns::builtin().unwrap();
        let mut seen: Vec<Field> = columns.file.column.iter().map(|c| c.field).collect();
        seen.sort();
        let mut all = Field::ALL.to_vec();
        all.sort();
        assert_eq!(seen, all, "every field has its column, once");
        for name in columns.file.value.keys() {
            assert!(Field::ALL.iter().any(|f| f.name() == name), "{name}");
        }
    }

    #[test]
    fn no_word_heads_two_columns() {
        let columns = Columns::builtin().unwrap();
        let mut seen = BTreeMap::new();
        for column in &columns.file.column {
            for word in &column.words {
                if let Some(other) = seen.insert(word.clone(), column.field) {
                    assert_eq!(other, column.field, "{word}");
                }
            }
        }
    }

    #[test]
    fn codes_are_those_of_the_dictionary() {
        let columns = Columns::builtin().unwrap();
        let facts: toml::Table = tanfang_packs::FACTS.parse().unwrap();
        for field in [
            Field::Keep,
            Field::Selfcare,
            Field::DisKind,
            Field::DisLevel,
        ] {
            let allowed: Vec<&str> = facts["enum"][field.name()]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_str().unwrap().split(' ').next().unwrap())
                .collect();
            for code in columns.file.value[field.name()].keys() {
                assert!(allowed.contains(&code.as_str()), "{field:?} {code}");
            }
        }
        assert_eq!(columns.code(Field::Keep, " 分散供养 "), Some("1"));
        assert_eq!(columns.word(Field::Selfcare, "2"), Some("半护理"));
        assert_eq!(columns.code_within(Field::DisKind, "肢体二级"), Some("4"));
        assert_eq!(columns.code_within(Field::DisLevel, "肢体二级"), Some("2"));
    }

    #[test]
    fn dates_are_cut_into_numbers() {
        let columns = Columns::builtin().unwrap();
        let cut = |text| columns.date_parts(text);
        assert_eq!(cut("1957.3.5"), Some(vec![(1957, 4), (3, 1), (5, 1)]));
        assert_eq!(cut("１９５７年３月"), Some(vec![(1957, 4), (3, 1)]));
        assert_eq!(
            cut("一九五七年三月五日生"),
            Some(vec![(1957, 4), (3, 1), (5, 1)])
        );
        assert_eq!(cut("不详"), None);
    }
}
