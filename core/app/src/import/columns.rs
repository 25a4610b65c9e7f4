//! The words of lists: what heads a column, what stands in a cell.

use crate::words::{Words, WordsError, builtin};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::text::{half_width, squeeze};

/// Path of the words in the pack `common`.
const FILE: &str = "import/columns.toml";

/// A column that the reader of lists knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Field {
    /// Running number; says nothing about a person.
    Serial,
    /// Number of the home in the office's books.
    HouseholdNo,
    /// Name of the head of the home.
    Head,
    /// Relation to the head (GB/T 4761 code).
    Relation,
    /// Name.
    Name,
    /// 小名.
    Nickname,
    /// 公民身份号码.
    IdNumber,
    /// Day of birth.
    Birth,
    /// Sex (GB/T 2261.1 code).
    Sex,
    /// Age; kept as text, since it ages.
    Age,
    /// Village.
    Village,
    /// Group of the village.
    Group,
    /// House number.
    HouseNo,
    /// Address in one text.
    Address,
    /// Phone of the person.
    Phone,
    /// What the person receives (dictionary `aid`).
    Class,
    /// 供养方式 (dictionary `keep`).
    Keep,
    /// 自理能力 (dictionary `selfcare`).
    Selfcare,
    /// 残疾类别 (dictionary `dis_kind`).
    DisKind,
    /// 残疾等级 (dictionary `dis_level`).
    DisLevel,
    /// Kind and level in one cell.
    Disability,
    /// Guardian or carer.
    Guardian,
    /// Phone of the guardian.
    GuardianPhone,
    /// Other columns about the guardian or head; kept as text.
    GuardianOther,
    /// First day of the benefit.
    From,
    /// Amount a month.
    Amount,
    /// Remarks.
    Note,
}

impl Field {
    /// Every field, in the order of a printed list.
    pub const ALL: [Self; 27] = [
        Self::Serial,
        Self::HouseholdNo,
        Self::Head,
        Self::Relation,
        Self::Name,
        Self::Nickname,
        Self::IdNumber,
        Self::Birth,
        Self::Sex,
        Self::Age,
        Self::Village,
        Self::Group,
        Self::HouseNo,
        Self::Address,
        Self::Phone,
        Self::Class,
        Self::Keep,
        Self::Selfcare,
        Self::DisKind,
        Self::DisLevel,
        Self::Disability,
        Self::Guardian,
        Self::GuardianPhone,
        Self::GuardianOther,
        Self::From,
        Self::Amount,
        Self::Note,
    ];

    /// Returns the name used in `columns.toml`, in hashes and in text keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::HouseholdNo => "household_no",
            Self::Head => "head",
            Self::Relation => "relation",
            Self::Name => "name",
            Self::Nickname => "nickname",
            Self::IdNumber => "id_number",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::Village => "village",
            Self::Group => "group",
            Self::HouseNo => "house_no",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Class => "class",
            Self::Keep => "keep",
            Self::Selfcare => "selfcare",
            Self::DisKind => "dis_kind",
            Self::DisLevel => "dis_level",
            Self::Disability => "disability",
            Self::Guardian => "guardian",
            Self::GuardianPhone => "guardian_phone",
            Self::GuardianOther => "guardian_other",
            Self::From => "from",
            Self::Amount => "amount",
            Self::Note => "note",
        }
    }
}

/// How much the reader takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Rows at the top in which the header is looked for.
    pub header_rows: u32,
    /// Last row that may hold something.
    pub rows: u32,
    /// Last column that may hold something.
    pub columns: u32,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of the file's parts when unpacked.
    pub unpacked_bytes: u64,
}

/// One column of `columns.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    field: Field,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    carry: bool,
    #[serde(default)]
    merged: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowWords {
    total: Vec<String>,
    note: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CellWords {
    brackets: Vec<String>,
    dropped: Vec<String>,
    none: Vec<String>,
    many: Vec<String>,
    date_between: Vec<String>,
    date_tail: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    limits: Limits,
    column: Vec<Column>,
    /// Field name → code → ways to write it, the first being ours.
    value: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    rows: RowWords,
    cells: CellWords,
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
    /// Field → bare way to write it → code; a list asks this for every row.
    codes: BTreeMap<Field, BTreeMap<String, String>>,
    none: BTreeSet<String>,
}

impl Columns {
    /// Loads the words built into the program.
    pub fn builtin() -> Result<Self, WordsError> {
        let mut file: File = builtin(FILE)?;
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
            none: file.cells.none.iter().map(|word| plain(word)).collect(),
            codes,
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

    /// Returns our word for a code, such as 分散 for `keep` `1`.
    pub fn word(&self, field: Field, code: &str) -> Option<&str> {
        self.file
            .value
            .get(field.name())?
            .get(code)?
            .first()
            .map(String::as_str)
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

    pub(crate) fn starts_total(&self, text: &str) -> bool {
        starts(&self.file.rows.total, text)
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

pub(crate) fn plain(text: &str) -> String {
    squeeze(&half_width(text)).to_lowercase()
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
