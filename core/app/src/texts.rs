//! Loads the sentences people read, and fills in what they speak of.
//!
//! Every sentence stands once, in `core/packs/common/texts/ui.zh.toml`, under a
//! key such as `export.source_sheet`. [`StringTable`] is that file; the code asks
//! through [`Texts`]. A sentence has named holes, `{name}`, which may say what
//! kind of value they take: `{n:int}`, `{d:day}`, `{d:full_day}`, `{m:money}`.
//! How a day or an amount is spoken is a sentence too (`form.day`).
//!
//! A key that is chosen in one place and used in another is marked with
//! [`key`], so that the test which reads this crate's source finds it: every
//! key in the code is in the table, and every sentence gets exactly its names.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;
use tanfang_values::{Day, Money};

/// Why a sentence cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The file is not TOML.
    #[error("{file} is not TOML: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the reader says, with the line.
        reason: String,
    },
    /// The product was built without the file.
    #[error("text file {file} is not in the program: list it in tanfang-packs")]
    NoFile {
        /// The file.
        file: String,
    },
    /// A value is no sentence.
    #[error("text {key:?} is not a string: write it in quotes")]
    NotText {
        /// The key.
        key: String,
    },
    /// Two files give the same key.
    #[error("text {key:?} stands in two files: keep one")]
    Doubled {
        /// The key.
        key: String,
    },
    /// A brace that opens or closes nothing, or a hole that is badly written.
    #[error(
        "text {key:?} has a bad hole {hole:?}: write {{name}} or {{name:int}}, and {{{{ for a brace"
    )]
    BadHole {
        /// The key.
        key: String,
        /// What stands there.
        hole: String,
    },
    /// A fixed label has a hole.
    #[error("label {key:?} has a hole: labels are constants, move it to another table")]
    LabelWithHole {
        /// The key.
        key: String,
    },
    /// No such sentence.
    #[error("no text {key:?}: add it to ui.zh.toml")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// The sentence has a hole that got no value.
    #[error("text {key:?} needs a value for {name:?}")]
    Missing {
        /// The key.
        key: String,
        /// The hole.
        name: String,
    },
    /// A value was given that the sentence does not speak of.
    #[error("text {key:?} has no hole {name:?}")]
    Unused {
        /// The key.
        key: String,
        /// The name given.
        name: String,
    },
    /// A value is of another kind than the hole.
    #[error("text {key:?} wants {want} for {name:?}")]
    WrongKind {
        /// The key.
        key: String,
        /// The hole.
        name: String,
        /// The kind of the hole.
        want: &'static str,
    },
}

/// A value for a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words as they are.
    Text(&'a str),
    /// A count.
    Int(i64),
    /// A civil day.
    Day(Day),
    /// An amount.
    Money(Money),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<Day> for Arg<'_> {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<Money> for Arg<'_> {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

macro_rules! int_args {
    ($($int:ty)*) => {$(
        impl From<$int> for Arg<'_> {
            fn from(n: $int) -> Self {
                // No list on a phone is longer than i64 counts.
                Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
            }
        }
    )*};
}
int_args!(i32 u32 i64 u64 usize);

/// Gives sentences by key.
///
/// [`Texts::try_get`] and [`Texts::try_format`] tell what is wrong. The short
/// forms never fail, because no screen may stay empty for a missing word: they
/// log the key and show it in place of the sentence; a test proves that no key
/// in this crate comes to that.
pub trait Texts {
    /// Returns a sentence without holes.
    fn try_get(&self, key: &str) -> Result<&str, TextError>;

    /// Returns a sentence with its holes filled; `args` must name each exactly.
    fn try_format(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Result<String, TextError>;

    /// Returns a sentence without holes, or its key.
    fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.try_get(key).unwrap_or_else(|error| {
            tracing::error!(%error, "text");
            key
        })
    }

    /// Returns a sentence with its holes filled, or its key.
    fn format(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.try_format(key, args).unwrap_or_else(|error| {
            tracing::error!(%error, "text");
            key.to_owned()
        })
    }
}

/// Marks a key that is written here and looked up elsewhere.
pub const fn key(key: &'static str) -> &'static str {
    key
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Int,
    Day,
    FullDay,
    Money,
}

impl Kind {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "text" => Self::Any,
            "int" => Self::Int,
            "day" => Self::Day,
            "full_day" => Self::FullDay,
            "money" => Self::Money,
            _ => return None,
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Any => "text",
            Self::Int => "int",
            Self::Day => "day",
            Self::FullDay => "full_day",
            Self::Money => "money",
        }
    }
}

#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Hole { name: String, kind: Kind },
}

/// The sentences of one language, loaded and checked.
#[derive(Debug, Clone, Default)]
pub struct StringTable {
    sentences: BTreeMap<String, Vec<Piece>>,
}

/// Path of the sentences in the pack `common`.
const UI: &str = "texts/ui.zh.toml";

impl StringTable {
    /// Loads the sentences built into the program.
    pub fn builtin() -> Result<Self, Vec<TextError>> {
        match tanfang_packs::text("common", UI) {
            Some(text) => Self::load(&[(UI, text)]),
            None => Err(vec![TextError::NoFile {
                file: UI.to_owned(),
            }]),
        }
    }

    /// Loads files of sentences, given as (name, text); tells every fault at once.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<TextError>> {
        let mut table = Self::default();
        let mut errors = Vec::new();
        for (file, text) in files {
            match text.parse::<toml::Table>() {
                Ok(parsed) => table.take("", &parsed, &mut errors),
                Err(error) => errors.push(TextError::Unreadable {
                    file: (*file).to_owned(),
                    reason: error.to_string(),
                }),
            }
        }
        if errors.is_empty() {
            Ok(table)
        } else {
            Err(errors)
        }
    }

    fn take(&mut self, prefix: &str, table: &toml::Table, errors: &mut Vec<TextError>) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.clone()
            } else {
                format!("{prefix}.{name}")
            };
            match value {
                toml::Value::Table(inner) => self.take(&key, inner, errors),
                toml::Value::String(sentence) => match pieces(&key, sentence) {
                    Ok(pieces) => {
                        let holes = pieces.iter().any(|p| matches!(p, Piece::Hole { .. }));
                        if holes && key.starts_with("label.") {
                            errors.push(TextError::LabelWithHole { key });
                            continue;
                        }
                        match self.sentences.entry(key) {
                            Entry::Vacant(place) => {
                                place.insert(pieces);
                            }
                            Entry::Occupied(place) => errors.push(TextError::Doubled {
                                key: place.key().clone(),
                            }),
                        }
                    }
                    Err(error) => errors.push(error),
                },
                _ => errors.push(TextError::NotText { key }),
            }
        }
    }

    /// Lists all keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(String::as_str)
    }

    /// Lists the holes of a sentence, each once, in the order they are read.
    pub fn holes(&self, key: &str) -> Result<Vec<&str>, TextError> {
        let mut names: Vec<&str> = Vec::new();
        for piece in self.pieces(key)? {
            if let Piece::Hole { name, .. } = piece
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        Ok(names)
    }

    fn pieces(&self, key: &str) -> Result<&[Piece], TextError> {
        self.sentences
            .get(key)
            .map(Vec::as_slice)
            .ok_or_else(|| TextError::UnknownKey {
                key: key.to_owned(),
            })
    }

    fn fill(&self, kind: Kind, arg: &Arg<'_>) -> Option<Result<String, TextError>> {
        Some(match (kind, arg) {
            (Kind::Any, Arg::Text(text)) => Ok((*text).to_owned()),
            (Kind::Any | Kind::Int, Arg::Int(n)) => Ok(n.to_string()),
            (Kind::Any | Kind::Day, Arg::Day(day)) => {
                let (_, month, day) = day.ymd();
                self.try_format("form.day", &[("month", month.into()), ("day", day.into())])
            }
            (Kind::FullDay, Arg::Day(day)) => {
                let (year, month, day) = day.ymd();
                self.try_format(
                    "form.full_day",
                    &[
                        ("year", year.into()),
                        ("month", month.into()),
                        ("day", day.into()),
                    ],
                )
            }
            (Kind::Any | Kind::Money, Arg::Money(money)) => {
                let yuan = money.yuan().to_string();
                let yuan = yuan.strip_suffix(".00").unwrap_or(&yuan);
                self.try_format("form.money", &[("yuan", yuan.into())])
            }
            _ => return None,
        })
    }
}

impl Texts for StringTable {
    fn try_get(&self, key: &str) -> Result<&str, TextError> {
        match self.pieces(key)? {
            [] => Ok(""),
            [Piece::Words(words)] => Ok(words),
            pieces => Err(TextError::Missing {
                key: key.to_owned(),
                name: pieces
                    .iter()
                    .find_map(|piece| match piece {
                        Piece::Hole { name, .. } => Some(name.clone()),
                        Piece::Words(_) => None,
                    })
                    .unwrap_or_default(),
            }),
        }
    }

    fn try_format(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Result<String, TextError> {
        let pieces = self.pieces(key)?;
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Hole { name, kind } => {
                    let arg = args
                        .iter()
                        .find(|(given, _)| given == name)
                        .ok_or_else(|| TextError::Missing {
                            key: key.to_owned(),
                            name: name.clone(),
                        })?;
                    let filled =
                        self.fill(*kind, &arg.1)
                            .ok_or_else(|| TextError::WrongKind {
                                key: key.to_owned(),
                                name: name.clone(),
                                want: kind.name(),
                            })??;
                    let _ = out.write_str(&filled);
                }
            }
        }
        let spoken_of = |given: &str| {
            pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Hole { name, .. } if name == given))
        };
        match args.iter().find(|(given, _)| !spoken_of(given)) {
            Some((name, _)) => Err(TextError::Unused {
                key: key.to_owned(),
                name: (*name).to_owned(),
            }),
            None => Ok(out),
        }
    }
}

/// Cuts a sentence into words and holes.
fn pieces(key: &str, sentence: &str) -> Result<Vec<Piece>, TextError> {
    let bad = |hole: &str| TextError::BadHole {
        key: key.to_owned(),
        hole: hole.to_owned(),
    };
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            words.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            words.push('}');
            rest = after;
        } else {
            let (hole, after) = from
                .strip_prefix('{')
                .and_then(|inner| inner.split_once('}'))
                .ok_or_else(|| bad(from))?;
            let (name, kind) = hole.split_once(':').unwrap_or((hole, "text"));
            let good = !name.is_empty()
                && name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            let kind = Kind::of(kind).filter(|_| good).ok_or_else(|| bad(hole))?;
            if !words.is_empty() {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
            }
            pieces.push(Piece::Hole {
                name: name.to_owned(),
                kind,
            });
            rest = after;
        }
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMS: &str = "[form]\nday = '{month:int}月{day:int}日'\nfull_day = '{year:int}年{month:int}月{day:int}日'\nmoney = '{yuan}元'\n";

    fn table(text: &str) -> StringTable {
        StringTable::load(&[("forms", FORMS), ("test", text)]).unwrap()
    }

    #[test]
    fn fills_each_kind_of_hole() {
        let t = table(
            "[a]\nb = '{who}还有{n:int}户,{d:day}前,{d:full_day},{m:money}。{{x}}'\nc = '今天'",
        );
        let day = Day::from_ymd(2026, 11, 20).unwrap();
        let got = t.format(
            "a.b",
            &[
                ("who", "二组".into()),
                ("n", 3.into()),
                ("d", day.into()),
                ("m", Money::from_fen(45_050).into()),
            ],
        );
        assert_eq!(got, "二组还有3户,11月20日前,2026年11月20日,450.50元。{x}");
        assert_eq!(t.get("a.c"), "今天");
        assert_eq!(t.holes("a.b"), Ok(vec!["who", "n", "d", "m"]));
    }

    #[test]
    fn whole_yuan_lose_their_zeros_and_untyped_holes_take_anything() {
        let t = table("x = '{m}/{n}/{d}'");
        let day = Day::from_ymd(2026, 1, 2).unwrap();
        let args = [
            ("m", Money::from_fen(45_000).into()),
            ("n", (-1).into()),
            ("d", day.into()),
        ];
        assert_eq!(t.format("x", &args), "450元/-1/1月2日");
    }

    #[test]
    fn tells_what_is_wrong_with_a_call() {
        let t = table("x = '{n:int}户'\ny = '好'");
        let key = || "x".to_owned();
        let name = || "n".to_owned();
        assert_eq!(
            t.try_get("z"),
            Err(TextError::UnknownKey { key: "z".into() })
        );
        assert_eq!(
            t.try_get("x"),
            Err(TextError::Missing {
                key: key(),
                name: name()
            })
        );
        assert_eq!(
            t.try_format("x", &[]),
            Err(TextError::Missing {
                key: key(),
                name: name()
            })
        );
        assert_eq!(
            t.try_format("x", &[("n", "三".into())]),
            Err(TextError::WrongKind {
                key: key(),
                name: name(),
                want: "int"
            })
        );
        assert_eq!(
            t.try_format("y", &[("n", 1.into())]),
            Err(TextError::Unused {
                key: "y".into(),
                name: name()
            })
        );
        assert_eq!(t.get("z"), "z", "the key is shown, the screen is not empty");
    }

    #[test]
    fn tells_every_fault_of_a_file() {
        let errors = StringTable::load(&[
            ("a", "[label.home]\nx = '{n}'\n[b]\nn = 1\nopen = '{'\nkind = '{n:float}'\nName = '{N}'\nclose = 'a}b'"),
            ("b", "[b]\nok = '1'"),
            ("c", "[b]\nok = '2'"),
            ("d", "x ="),
        ])
        .unwrap_err();
        let is = |f: fn(&TextError) -> bool| errors.iter().filter(|e| f(e)).count();
        assert_eq!(
            is(|e| matches!(e, TextError::LabelWithHole { key } if key == "label.home.x")),
            1
        );
        assert_eq!(is(|e| matches!(e, TextError::NotText { .. })), 1);
        assert_eq!(is(|e| matches!(e, TextError::BadHole { .. })), 4);
        assert_eq!(
            is(|e| matches!(e, TextError::Doubled { key } if key == "b.ok")),
            1
        );
        assert_eq!(
            is(|e| matches!(e, TextError::Unreadable { file, .. } if file == "d")),
            1
        );
        assert_eq!(errors.len(), 8);
    }

    #[test]
    fn the_built_in_table_loads() {
        let table = StringTable::builtin().unwrap();
        assert!(table.keys().any(|key| key == "form.day"));
    }
}
