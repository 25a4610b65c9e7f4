//! Packs: loaded, checked, overlaid by id, and read on a day.
//!
//! [`PackSet::load`] takes the texts of all packs and gives them back checked,
//! or every finding with file and line. [`PackSet::resolve`] gives one pack
//! with its parents; what the policy engine does not interpret itself
//! (obligations, questions, flags, ledgers, sentences) [`Resolved::items`] and
//! [`Resolved::documents`] hand out, already overlaid, to the features that own it.

mod chain;
mod head;
mod overlay;
mod param;
mod search;

pub use head::{DontAsk, Head, NOT_SAID, Source, Status};
pub use overlay::OwnedItem;
pub(crate) use overlay::{tables_of, text_of};
pub use param::{Dated, NOT_SET, Param, ParamValue, Slot, SlotItem};
pub use search::Found;

use crate::diag::{Code, Diagnostic};
use crate::dict::{About, Dictionary, FactDef};
use crate::doc;
use crate::eval::eval_bool;
use crate::lang::Schema;
use crate::limits;
use crate::scheme::Scheme;
use crate::table::Table;
use crate::world::{Subject, World};
use chain::Chain;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_values::{BirthdayRule, Day, Rounding, Weekday};

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

/// One file of a pack, as text and as tree.
#[derive(Debug, Clone)]
pub(crate) struct PackFile {
    pub(crate) path: String,
    pub(crate) text: Arc<str>,
    pub(crate) doc: Arc<doc::Table>,
}

/// One pack of a chain, with its files.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What `pack.toml` says.
    pub head: Head,
    /// SHA-256 over the paths and texts of its files.
    pub hash: [u8; 32],
    pub(crate) files: Arc<Vec<PackFile>>,
}

impl Layer {
    /// Lists path and text of every file, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|file| (file.path.as_str(), &*file.text))
    }

    /// Returns the tree of a file.
    pub fn doc(&self, path: &str) -> Option<&doc::Table> {
        self.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.doc.as_ref())
    }

    /// Lists path and tree of the files of a folder such as `checklists/`.
    pub fn docs_in<'l>(
        &'l self,
        folder: &'l str,
    ) -> impl Iterator<Item = (&'l str, &'l doc::Table)> {
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(folder))
            .map(|file| (file.path.as_str(), file.doc.as_ref()))
    }
}

/// Removals over all layers.
fn table_of_drops(layers: &[Layer]) -> Vec<(&doc::Table, &str, &str)> {
    layers.iter().flat_map(overlay::drops).collect()
}

/// Whether a layer has an item with this id in a file that a feature owns.
fn owned_elsewhere(layers: &[Layer], id: &str, pack: &str) -> bool {
    layers
        .iter()
        .filter(|layer| layer.head.id == pack)
        .any(|layer| {
            layer.files.iter().any(|file| {
                let doc = file.doc.as_ref();
                overlay::text_of(doc, "id") == Some(id)
                    || doc.entries().any(|(key, _)| {
                        overlay::tables_of(doc, key)
                            .iter()
                            .any(|table| overlay::text_of(table, "id") == Some(id))
                    })
            })
        })
}

/// The packs of this device, loaded and checked.
#[derive(Debug)]
pub struct PackSet {
    dictionary: Arc<Dictionary>,
    packs: BTreeMap<String, Resolved>,
    warnings: Vec<Diagnostic>,
}

impl PackSet {
    /// Loads and checks packs; any error refuses them all, with every finding listed.
    ///
    /// The findings are errors and warnings by file and line, none twice.
    pub fn load(
        dictionary: &Arc<Dictionary>,
        files: &[SourceFile<'_>],
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let mut layers: BTreeMap<String, Layer> = BTreeMap::new();
        let mut by_pack: BTreeMap<&str, Vec<&SourceFile<'_>>> = BTreeMap::new();
        for file in files {
            by_pack.entry(file.pack).or_default().push(file);
        }
        for (pack, files) in by_pack {
            if let Some(layer) = read_pack(pack, &files, &mut findings) {
                layers.insert(pack.to_owned(), layer);
            }
        }
        let mut packs = BTreeMap::new();
        let mut warnings = Vec::new();
        for (id, layer) in &layers {
            let Some(chain_layers) = chain_of(layer, &layers, &mut findings) else {
                continue;
            };
            search::check_cites(&chain_layers, &mut findings);
            let birthday = nearest(&chain_layers, |head| head.birthday);
            let birthday = birthday.unwrap_or(BirthdayRule::SameDay);
            let chain = chain::compile(dictionary, &chain_layers, birthday, &mut findings);
            warnings.extend(chain.warnings.iter().cloned());
            let resolved = Resolved {
                hash: hash_of(dictionary, &chain_layers, &[]),
                layers: Arc::new(chain_layers),
                beside: Vec::new(),
                chain: Arc::new(chain),
                dictionary: Arc::clone(dictionary),
            };
            packs.insert(id.clone(), resolved);
        }
        set_beside(dictionary, &mut packs, &mut findings);
        let tidy = |list: Vec<Diagnostic>| -> Vec<Diagnostic> {
            list.into_iter()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        };
        let findings = tidy(findings);
        let warnings = tidy(warnings);
        if findings.is_empty() {
            Ok(Self {
                dictionary: Arc::clone(dictionary),
                packs,
                warnings,
            })
        } else {
            Err(findings)
        }
    }

    /// The dictionary the packs were checked against.
    pub const fn dictionary(&self) -> &Arc<Dictionary> {
        &self.dictionary
    }

    /// Lists the ids of the packs.
    pub fn ids(&self) -> Vec<&str> {
        self.packs.keys().map(String::as_str).collect()
    }

    /// Findings that do not refuse the packs.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Returns one pack with its parents.
    pub fn resolve(&self, id: &str) -> Option<Resolved> {
        self.packs.get(id).cloned()
    }

    /// Looks up every quote in its source; `read` gives the text of a stored file by its path.
    ///
    /// A quote that is not in its line is an error, a source that is not here a warning.
    pub fn lint_quotes(&self, read: &dyn Fn(&str) -> Option<String>) -> Vec<Diagnostic> {
        let mut findings = BTreeSet::new();
        for pack in self.packs.values() {
            findings.extend(search::lint_quotes(&pack.layers, read));
        }
        findings.into_iter().collect()
    }
}

/// Folder of the sentences of a pack.
const TEXTS: &str = "texts/";

fn read_pack(
    pack: &str,
    files: &[&SourceFile<'_>],
    findings: &mut Vec<Diagnostic>,
) -> Option<Layer> {
    let place = |path: &str| format!("{pack}/{path}");
    let size = |texts: bool| -> usize {
        let counted = files
            .iter()
            .filter(|file| file.path.starts_with(TEXTS) == texts);
        counted.map(|file| file.text.len()).sum()
    };
    let bytes = size(false).max(size(true));
    if bytes > limits::PACK_BYTES {
        findings.push(
            Diagnostic::error(Code::TooLarge)
                .with("bytes", bytes.to_string())
                .with("most", limits::PACK_BYTES.to_string())
                .at(&place("pack.toml"), 0, None),
        );
        return None;
    }
    crate::dict::check_id(pack, &place("pack.toml"), 0, findings);
    let mut sorted: Vec<&&SourceFile<'_>> = files.iter().collect();
    sorted.sort_by_key(|file| file.path);
    let mut out: Vec<PackFile> = Vec::new();
    let mut whole = true;
    for file in sorted {
        let name = place(file.path);
        if out.last().is_some_and(|last| last.path == file.path) {
            findings.push(
                Diagnostic::error(Code::Twice)
                    .with("id", file.path)
                    .at(&name, 0, None),
            );
        }
        if !is_known(file.path) {
            findings.push(Diagnostic::error(Code::UnknownFile).at(&name, 0, None));
        }
        match doc::parse(&name, file.text) {
            Ok(doc) => out.push(PackFile {
                path: file.path.to_owned(),
                text: file.text.into(),
                doc: Arc::new(doc),
            }),
            Err(more) => {
                findings.extend(more);
                whole = false;
            }
        }
    }
    let Some(doc) = out.iter().find(|file| file.path == "pack.toml") else {
        if whole {
            findings.push(Diagnostic::error(Code::NoHead).at(&place("pack.toml"), 0, None));
        }
        return None;
    };
    let head = head::read(&Arc::clone(&doc.doc), pack, findings)?;
    for file in &out {
        check_keys(file, findings);
    }
    let parts = out
        .iter()
        .flat_map(|file| [file.path.as_bytes(), file.text.as_bytes()]);
    let hash = crate::hash::of_parts(parts);
    whole.then(|| Layer {
        head,
        hash,
        files: Arc::new(out),
    })
}

/// The files that a pack may have.
fn is_known(path: &str) -> bool {
    const FILES: [&str; 8] = [
        "campaigns.toml",
        "classes.toml",
        "pack.toml",
        "params.toml",
        "derive.toml",
        "tables.toml",
        "obligations.toml",
        "flags.toml",
    ];
    const FOLDERS: [&str; 7] = [
        "schemes/",
        "checklists/",
        "ledgers/",
        "texts/",
        "cases/",
        "duties/",
        "import/",
    ];
    FILES.contains(&path)
        || (std::path::Path::new(path)
            .extension()
            .is_some_and(|ext| ext == "toml")
            && FOLDERS.iter().any(|folder| path.starts_with(folder)))
}

/// Refuses unknown tables at the top of the files that this crate reads.
fn check_keys(file: &PackFile, findings: &mut Vec<Diagnostic>) {
    let known: &[&str] = match file.path.as_str() {
        "params.toml" => &["param", "slot", "set", "fill", "drop", "demand"],
        "derive.toml" => &["derive"],
        "tables.toml" => &["table"],
        path if path.starts_with("cases/") || path.starts_with("duties/") => &["case"],
        _ => return,
    };
    for (key, node) in file.doc.entries() {
        if !known.contains(&key) {
            findings.push(Diagnostic::error(Code::UnknownKey).with("key", key).at(
                &file.doc.file,
                node.line,
                Some(node.column),
            ));
        }
    }
}

/// The parents and the pack itself, the farthest first.
fn chain_of(
    layer: &Layer,
    layers: &BTreeMap<String, Layer>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Vec<Layer>> {
    let mut out = vec![layer.clone()];
    let mut next = layer.head.overlay.as_ref();
    while let Some(parent) = next {
        let circle = out.iter().any(|below| below.head.id == *parent);
        let found = layers.get(parent).filter(|_| !circle);
        let Some(found) = found else {
            // The link that does not lead on stands in the last pack found.
            let last = out.last().unwrap_or(layer);
            let line = last
                .doc("pack.toml")
                .map_or(0, |doc| doc.line_of("overlay"));
            findings.push(Diagnostic::error(Code::NoParent).with("parent", parent).at(
                &format!("{}/pack.toml", last.head.id),
                line,
                None,
            ));
            return None;
        };
        next = found.head.overlay.as_ref();
        out.push(found.clone());
    }
    out.reverse();
    Some(out)
}

/// The nearest layer that says it.
fn nearest<T>(layers: &[Layer], say: impl Fn(&Head) -> Option<T>) -> Option<T> {
    layers.iter().rev().find_map(|layer| say(&layer.head))
}

/// Puts beside each pack those that its head names, each with its own parents.
fn set_beside(
    dictionary: &Dictionary,
    packs: &mut BTreeMap<String, Resolved>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut beside: BTreeMap<String, Vec<Resolved>> = BTreeMap::new();
    for (id, pack) in packs.iter() {
        for name in pack.head().into_iter().flat_map(|head| &head.with) {
            let below = pack.layers.iter().any(|layer| layer.head.id == *name);
            match packs.get(name).filter(|_| !below) {
                Some(other) => beside.entry(id.clone()).or_default().push(other.clone()),
                None => findings.push(Diagnostic::error(Code::NoParent).with("parent", name).at(
                    &format!("{id}/pack.toml"),
                    0,
                    None,
                )),
            }
        }
    }
    for (id, others) in beside {
        if let Some(pack) = packs.get_mut(&id) {
            pack.hash = hash_of(dictionary, &pack.layers, &others);
            pack.beside = others;
        }
    }
}

fn hash_of(dictionary: &Dictionary, layers: &[Layer], beside: &[Resolved]) -> String {
    let parts = layers
        .iter()
        .chain(beside.iter().flat_map(|other| other.layers.iter()))
        .flat_map(|layer| [layer.head.id.as_bytes(), layer.hash.as_slice()]);
    let parts = std::iter::once(dictionary.hash().as_slice()).chain(parts);
    hex::encode(crate::hash::of_parts(parts))
}

/// One pack with its parents, compiled; cheap to clone. Days are arguments.
#[derive(Debug, Clone)]
pub struct Resolved {
    hash: String,
    layers: Arc<Vec<Layer>>,
    beside: Vec<Resolved>,
    chain: Arc<Chain>,
    dictionary: Arc<Dictionary>,
}

impl Resolved {
    /// Id of the pack.
    pub fn id(&self) -> &str {
        self.layers.last().map_or("", |layer| &layer.head.id)
    }

    /// What `pack.toml` of the pack says.
    pub fn head(&self) -> Option<&Head> {
        self.layers.last().map(|layer| &layer.head)
    }

    /// The packs of the chain, the farthest parent first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Lists the packs that hold beside this one, each with its own parents.
    ///
    /// Their duties are owed as well; their schemes, names and standards are
    /// never mixed with this chain's.
    pub fn beside(&self) -> &[Self] {
        &self.beside
    }

    /// Hash over the dictionary and all packs of the chain and beside it, lower-case hex: what operations name.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The dictionary.
    pub const fn dictionary(&self) -> &Arc<Dictionary> {
        &self.dictionary
    }

    /// The names its rules may use, said about a home or a person.
    pub fn schema(&self, about: About) -> Schema {
        Schema::new(Arc::clone(&self.chain.names), about)
    }

    /// First day of the week; Monday where no pack of the chain says.
    pub fn week_start(&self) -> Weekday {
        nearest(&self.layers, |head| head.week_start).unwrap_or(Weekday::Mon)
    }

    /// On which day people turn a year older; the birthday where no pack of the chain says.
    pub fn birthday(&self) -> BirthdayRule {
        nearest(&self.layers, |head| head.birthday).unwrap_or(BirthdayRule::SameDay)
    }

    /// Rounding of final amounts; half up where no pack of the chain says.
    pub fn round(&self) -> Rounding {
        nearest(&self.layers, |head| head.round).unwrap_or(Rounding::HalfUp)
    }

    /// Returns the value of a parameter on a day; `None` is 未配置.
    pub fn param(&self, name: &str, day: Day) -> Option<&Dated> {
        self.param_def(name)?.on(day)
    }

    /// Returns a parameter by name.
    pub fn param_def(&self, name: &str) -> Option<&Param> {
        self.params()
            .iter()
            .find(|p| p.name == name)
            .map(AsRef::as_ref)
    }

    /// Lists the parameters in the order of the packs.
    pub fn params(&self) -> &[Arc<Param>] {
        &self.chain.params
    }

    /// Returns a slot by name.
    pub fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots()
            .iter()
            .find(|s| s.name == name)
            .map(AsRef::as_ref)
    }

    /// Lists the slots in the order of the packs.
    pub fn slots(&self) -> &[Arc<Slot>] {
        &self.chain.slots
    }

    /// Lists the decision tables.
    pub fn tables(&self) -> &[Arc<Table>] {
        &self.chain.tables
    }

    /// Lists the schemes by order.
    pub fn schemes(&self) -> &[Arc<Scheme>] {
        &self.chain.schemes
    }

    /// Returns a scheme by id.
    pub fn scheme(&self, id: &str) -> Option<&Arc<Scheme>> {
        self.chain.schemes.iter().find(|scheme| scheme.id == id)
    }

    /// Lists the ids of facts and lists that must not be asked of this home now (`[[dont_ask]]`).
    pub fn must_not_ask(&self, world: &World) -> BTreeSet<&str> {
        let holds = |barred: &&chain::Barred| {
            eval_bool(&barred.when, world, Subject::Household).surely_true()
        };
        let barred = self.chain.dont_ask.iter().filter(holds);
        barred
            .flat_map(|barred| &barred.ids)
            .map(String::as_str)
            .collect()
    }

    /// How many places evaluations of this chain remember.
    pub(crate) fn memos(&self) -> usize {
        usize::try_from(self.chain.names.memos()).unwrap_or(0)
    }

    /// Numbers that the rules of schemes compare with, in base units, ascending.
    pub(crate) fn marks(&self) -> &[i64] {
        &self.chain.marks
    }

    /// Lists the facts that only these packs know.
    pub fn facts(&self) -> &[Arc<FactDef>] {
        &self.chain.facts
    }

    /// Returns a fact by id: of the dictionary, or of these packs.
    pub fn fact(&self, id: &str) -> Option<&Arc<FactDef>> {
        let own = || self.chain.facts.iter().find(|f| f.id.as_str() == id);
        self.dictionary.fact(id).or_else(own)
    }

    /// Returns the text of a file, the nearest layer first.
    pub fn file(&self, path: &str) -> Option<&str> {
        self.layers
            .iter()
            .rev()
            .flat_map(Layer::files)
            .find(|(found, _)| *found == path)
            .map(|(_, text)| text)
    }

    /// Merges the `[[key]]` tables of one file over the layers, by id with `replaces`.
    pub fn items(&self, path: &str, key: &str) -> Result<Vec<OwnedItem>, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let items = overlay::items(&self.layers, path, key, &mut findings, &mut Vec::new());
        if findings.is_empty() {
            Ok(items)
        } else {
            Err(findings)
        }
    }

    /// Merges the files of a folder (`checklists/`) over the layers, one item a file, by id.
    pub fn documents(&self, folder: &str) -> Result<Vec<OwnedItem>, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let items = overlay::documents(&self.layers, folder, &mut findings, &mut Vec::new());
        if findings.is_empty() {
            Ok(items)
        } else {
            Err(findings)
        }
    }

    /// Returns the source that a citation names, the nearest layer first.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.layers
            .iter()
            .rev()
            .flat_map(|layer| &layer.head.sources)
            .find(|source| source.id == id)
    }

    /// Finds words in the chain, the nearest layer first, files by path.
    pub fn find(&self, words: &str) -> Vec<Found> {
        search::find(&self.layers, words)
    }
}
