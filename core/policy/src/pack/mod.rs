//! Packs: loaded, checked, overlaid, and read on one day.

use crate::cite::Cite;
use crate::diag::Diagnostic;
use crate::dict::{About, Dictionary, Type};
use crate::doc;
use crate::lang::Schema;
use crate::number::Span;
use std::sync::Arc;
use tanfang_values::{BirthdayRule, Day, Rounding, Weekday};

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamValue {
    /// A number, from–to, at least or at most.
    Number(Span),
    /// Yes or no.
    Bool(bool),
    /// The code of one choice.
    One(String),
    /// Codes of several choices, ascending.
    Many(Vec<String>),
}

impl ParamValue {
    /// Reads a value as packs write it, such as `420.00元/月` or `{一级, 二级}`.
    pub fn parse(text: &str, ty: &Type) -> Option<Self> {
        let _ = (text, ty);
        None
    }
}

/// One file given to [`PackSet::load`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceFile<'t> {
    /// Id of the pack, the name of its folder.
    pub pack: &'t str,
    /// Path in the folder, with `/`.
    pub path: &'t str,
    /// The text.
    pub text: &'t str,
}

/// Whether a pack is in force, past, or made up for practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 现行.
    Current,
    /// 历史.
    Past,
    /// 示范.
    Demo,
}

/// A document that a pack cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Id used in citations.
    pub id: String,
    /// Title.
    pub title: String,
    /// Number of the document, or 未注明.
    pub no: String,
    /// Its date as written.
    pub date: Option<String>,
    /// Stored file.
    pub file: Option<String>,
    /// First and last line of the stored file that belong to it.
    pub lines: Option<(u32, u32)>,
    /// What to mind when reading it.
    pub warn: Option<String>,
}

/// What `pack.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Id, the name of the folder.
    pub id: String,
    /// Title for people.
    pub name: String,
    /// Version.
    pub version: String,
    /// GB/T 2260 code, or 未注明.
    pub region: String,
    /// First day in force.
    pub from: Day,
    /// Last day in force; `None` where the text does not say (未注明失效日期).
    pub until: Option<Day>,
    /// The parent.
    pub overlay: Option<String>,
    /// Holds beside other packs instead of under one.
    pub parallel: bool,
    /// Works only while this event is in force.
    pub event: Option<String>,
    /// 农村 or 城市, where the pack is for one of them.
    pub area: Option<String>,
    /// Rounding of final amounts.
    pub round: Option<Rounding>,
    /// On which day people turn a year older.
    pub birthday: Option<BirthdayRule>,
    /// First day of the week.
    pub week_start: Option<Weekday>,
    /// In force, past, or for practice.
    pub status: Status,
    /// Everything in it is made up.
    pub fictitious: bool,
    /// The documents it cites.
    pub sources: Vec<Source>,
}

/// A named slot: a term that a text uses and does not define.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Id.
    pub id: String,
    /// The term.
    pub name: String,
    /// 条件, 问题, 选项 or 文字.
    pub kind: String,
    /// Most items it may have.
    pub most: Option<u32>,
    /// Where the term stands.
    pub cite: Option<Cite>,
    /// The content; empty is 内容未配置.
    pub items: Vec<SlotItem>,
}

/// One item of a slot that a child pack filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotItem {
    /// Id.
    pub id: String,
    /// What it is.
    pub text: String,
    /// The question, if it is asked.
    pub ask: Option<String>,
}

/// One pack of a chain, with its files as text.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What `pack.toml` says.
    pub head: Head,
    /// Path and text of every file, by path.
    pub files: Vec<(String, Arc<str>)>,
    /// SHA-256 over the files.
    pub hash: [u8; 32],
}

/// An item that a feature owns (an obligation, a question list, a flag), after overlay.
#[derive(Debug, Clone)]
pub struct OwnedItem {
    /// The pack it stands in.
    pub pack: String,
    /// Its id.
    pub id: String,
    /// What stands there, with `file` and line.
    pub table: doc::Table,
}

/// A place in a pack that holds some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The pack.
    pub pack: String,
    /// Path in the folder of the pack.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// The line itself, or the clause it belongs to.
    pub text: String,
    /// The citation nearest below in the same item.
    pub cite: Option<String>,
}

/// The packs of this device, loaded and checked.
#[derive(Debug)]
pub struct PackSet {
    dictionary: Arc<Dictionary>,
}

impl PackSet {
    /// Loads and checks packs; any error refuses them all, with every finding listed.
    pub fn load(
        dictionary: &Arc<Dictionary>,
        files: &[SourceFile<'_>],
    ) -> Result<Self, Vec<Diagnostic>> {
        let _ = files;
        Ok(Self {
            dictionary: Arc::clone(dictionary),
        })
    }

    /// The dictionary the packs were checked against.
    pub const fn dictionary(&self) -> &Arc<Dictionary> {
        &self.dictionary
    }

    /// Lists the ids of the packs.
    pub fn ids(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Findings that do not refuse the packs.
    pub fn warnings(&self) -> &[Diagnostic] {
        &[]
    }

    /// Returns one pack with its parents.
    pub fn resolve(&self, id: &str) -> Option<Resolved> {
        let _ = id;
        None
    }
}

/// One pack with its parents, compiled; cheap to clone. Days are arguments.
#[derive(Debug, Clone)]
pub struct Resolved {
    layers: Arc<Vec<Layer>>,
    schema: Schema,
}

impl Resolved {
    /// The packs of the chain, the farthest parent first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Hash of the whole chain and the dictionary, lower-case hex.
    pub fn hash(&self) -> String {
        String::new()
    }

    /// The names its rules may use, said about a home or a person.
    pub fn schema(&self, about: About) -> Schema {
        self.schema.clone().about(about)
    }

    /// First day of the week.
    pub fn week_start(&self) -> Weekday {
        Weekday::Mon
    }

    /// On which day people turn a year older.
    pub fn birthday(&self) -> BirthdayRule {
        BirthdayRule::SameDay
    }

    /// Rounding of final amounts.
    pub fn round(&self) -> Rounding {
        Rounding::HalfUp
    }

    /// Returns the value of a parameter on a day; `None` is 未配置.
    pub fn param(&self, name: &str, day: Day) -> Option<&ParamValue> {
        let _ = (name, day);
        None
    }

    /// Returns a slot by name.
    pub fn slot(&self, name: &str) -> Option<&Slot> {
        let _ = name;
        None
    }

    /// Returns the text of a file, the nearest layer first.
    pub fn file(&self, path: &str) -> Option<&str> {
        let _ = path;
        None
    }

    /// Merges the `[[key]]` tables of one file over the layers, by id with `replaces`.
    pub fn items(&self, path: &str, key: &str) -> Result<Vec<OwnedItem>, Vec<Diagnostic>> {
        let _ = (path, key);
        Ok(Vec::new())
    }

    /// Merges the files of a folder (`checklists/`) over the layers, one item a file, by id.
    pub fn documents(&self, folder: &str) -> Result<Vec<OwnedItem>, Vec<Diagnostic>> {
        let _ = folder;
        Ok(Vec::new())
    }

    /// Returns the source that a citation names.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.layers
            .iter()
            .rev()
            .flat_map(|layer| &layer.head.sources)
            .find(|source| source.id == id)
    }

    /// Finds words in the chain, the nearest layer first.
    pub fn find(&self, words: &str) -> Vec<Found> {
        let _ = words;
        Vec::new()
    }
}
