//! The rule language: names, types, and the check that turns text into an [`Expr`].
//!
//! `pack-format.md` §2 defines the grammar. Everything that can be wrong with a
//! rule is found here, before it runs: evaluation cannot fail.

pub(crate) mod lex;
pub(crate) mod marks;
mod near;
pub(crate) mod node;
pub(crate) mod parse;
mod typed;

use crate::diag::{Code, Diagnostic};
use crate::dict::{About, EnumDef, FactDef, FactId, Fresh, How, ListDef, Sensitivity, Type};
use crate::doc::{Node as DocNode, Table as DocTable, Value as DocValue};
use crate::pack::{Param, Slot};
use crate::scheme::Scheme;
use crate::table::Table;
use crate::world::Key;
pub use lex::{is_name, is_word};
use node::{Derived, Memo, Node};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Makes a fact that a feature adds to the names of its rules, such as 走访.见面.
///
/// `id` is what [`crate::world::Facts::set`] takes; `name` what rules write,
/// with a dot inside if it belongs to a group.
pub fn feature_fact(id: &str, name: &str, about: About, ty: Type) -> Arc<FactDef> {
    Arc::new(FactDef {
        id: FactId::new(id),
        name: name.to_owned(),
        was: Vec::new(),
        about,
        ty,
        how: How::Look,
        by: Vec::new(),
        fresh: Fresh::EveryVisit,
        sens: Sensitivity::Normal,
        ask: String::new(),
        only_if: None,
        min: None,
        max: None,
        line: 0,
    })
}

/// What a name means outside lists.
#[derive(Debug, Clone)]
pub(crate) enum Binding {
    Fact(Arc<FactDef>, Option<Expr>, Memo),
    Derived(Arc<Derived>),
    Param(Arc<Param>),
}

/// All names of one pack with its parents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    map: HashMap<String, Binding>,
    lists: HashMap<String, Arc<ListDef>>,
    schemes: HashMap<String, Arc<Scheme>>,
    tables: HashMap<String, Arc<Table>>,
    slots: HashMap<String, Arc<Slot>>,
    aids: Option<Arc<EnumDef>>,
    /// Memo of the first benefit; the others follow in the order of the enum.
    first_aid: u32,
    /// How many memos are given out.
    memos: u32,
    /// Every name of a value, to refuse a second meaning: name and what it is.
    taken: BTreeMap<String, String>,
    keys: HashMap<Key, String>,
}

impl Names {
    /// Adds a name of a value; a second meaning is a finding.
    pub(crate) fn bind(
        &mut self,
        name: &str,
        id: &str,
        binding: Binding,
    ) -> Result<(), Diagnostic> {
        self.take(name, id)?;
        if let Binding::Fact(def, ..) = &binding {
            let key = Key::of(def.id.as_str());
            let other = self.keys.insert(key, def.id.as_str().to_owned());
            if let Some(other) = other.filter(|other| other != def.id.as_str()) {
                return Err(Diagnostic::error(Code::IdTwice)
                    .with("id", def.id.as_str())
                    .with("other", other));
            }
        }
        self.map.insert(name.to_owned(), binding);
        Ok(())
    }

    /// Gives out a place in the memory of evaluations.
    pub(crate) fn memo(&mut self) -> Memo {
        self.memos += 1;
        Memo(self.memos - 1)
    }

    /// How many places evaluations of this chain remember.
    pub(crate) const fn memos(&self) -> u32 {
        self.memos
    }

    fn take(&mut self, name: &str, id: &str) -> Result<(), Diagnostic> {
        match self.taken.insert(name.to_owned(), id.to_owned()) {
            Some(other) => Err(Diagnostic::error(Code::NameTwice)
                .with("name", name)
                .with("other", other)),
            None => Ok(()),
        }
    }

    pub(crate) fn add_list(&mut self, list: &Arc<ListDef>) -> Result<(), Diagnostic> {
        self.take(&list.name, &list.id)?;
        for field in &list.fields {
            self.take(&field.name, field.id.as_str())?;
            if list.id == AID_LIST && field.id.as_str() == AID_SCHEME {
                self.aids = field.ty.enum_def().cloned();
                self.first_aid = self.memos;
                self.memos += u32::try_from(EnumDef::MOST).unwrap_or(64);
            }
        }
        self.lists.insert(list.name.clone(), Arc::clone(list));
        Ok(())
    }

    pub(crate) fn add_scheme(&mut self, scheme: &Arc<Scheme>) {
        self.schemes.insert(scheme.name.clone(), Arc::clone(scheme));
    }

    pub(crate) fn add_table(&mut self, table: &Arc<Table>) {
        self.tables.insert(table.name.clone(), Arc::clone(table));
    }

    pub(crate) fn add_slot(&mut self, slot: &Arc<Slot>) {
        self.slots.insert(slot.name.clone(), Arc::clone(slot));
    }

    pub(crate) fn has_slot(&self, name: &str) -> bool {
        self.slots.contains_key(name)
    }

    pub(crate) fn has_list(&self, name: &str) -> bool {
        self.lists.contains_key(name)
    }

    pub(crate) fn list(&self, name: &str) -> Option<&Arc<ListDef>> {
        self.lists.get(name)
    }

    pub(crate) fn binding(&self, name: &str) -> Option<&Binding> {
        self.map.get(name)
    }
}

/// Id of the list that 正在享受 reads, and of its fields.
pub(crate) const AID_LIST: &str = "aid";
pub(crate) const AID_SCHEME: &str = "scheme";
pub(crate) const AID_FROM: &str = "from";
pub(crate) const AID_TO: &str = "to";
pub(crate) const AID_TAPER: &str = "taper";

/// Id and name of the list of the home's members.
pub(crate) const MEMBERS_LIST: &str = "members";
pub(crate) const MEMBERS_NAME: &str = "成员";

/// The names that a rule may use in one place, and for whom it is said.
#[derive(Debug, Clone)]
pub struct Schema {
    names: Arc<Names>,
    about: About,
    extra: Vec<Arc<FactDef>>,
}

impl Schema {
    pub(crate) fn new(names: Arc<Names>, about: About) -> Self {
        Self {
            names,
            about,
            extra: Vec::new(),
        }
    }

    /// The same names, said about a home or about a person.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = about;
        self
    }

    /// Adds a name that a feature owns; it must not be a name of the pack.
    #[must_use]
    pub fn with(mut self, fact: Arc<FactDef>) -> Self {
        self.extra.push(fact);
        self
    }

    /// Returns the fact that a name means here: of the dictionary, of a pack, or of a feature.
    pub fn fact(&self, name: &str) -> Option<&Arc<FactDef>> {
        match self.names.binding(name) {
            Some(Binding::Fact(def, ..)) => Some(def),
            Some(_) => None,
            None => self.extra.iter().find(|fact| fact.name == name),
        }
    }

    /// Whether a slot of that name exists (its content may be 未配置).
    pub fn has_slot(&self, name: &str) -> bool {
        self.names.has_slot(name)
    }

    /// Whether a list of that name exists.
    pub fn has_list(&self, name: &str) -> bool {
        self.names.has_list(name)
    }
}

/// A rule that was read and checked; immutable, cheap to clone.
#[derive(Debug, Clone)]
pub struct Expr {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    ty: Type,
    text: String,
    root: Node,
    nodes: usize,
    steps: u64,
    depth: usize,
    reads: Vec<Arc<FactDef>>,
    events: Vec<Arc<str>>,
}

impl Expr {
    /// The type of its value.
    pub fn ty(&self) -> &Type {
        &self.inner.ty
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.inner.text
    }

    /// The text on one line as one says it: a table stands by its name alone.
    pub fn plain(&self) -> String {
        let text = tanfang_values::text::half_width(&self.inner.text);
        // It was read once, so its tokens can be found again.
        let tokens = lex::tokens(&text).unwrap_or_default();
        let mut left_out = BTreeSet::new();
        for four in tokens.windows(4) {
            if let [call, open, name, close] = four
                && call.kind == lex::Kind::Word(lex::LOOKUP)
                && open.kind == lex::Kind::Sign('(')
            {
                left_out.extend(call.at..name.at);
                left_out.insert(close.at);
            }
        }
        let said: String = text
            .chars()
            .enumerate()
            .filter(|(at, _)| !left_out.contains(at))
            .map(|(_, c)| c)
            .collect();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How many nodes it has.
    pub fn nodes(&self) -> usize {
        self.inner.nodes
    }

    /// How many steps evaluating it once takes at most; what it refers to is counted by itself.
    pub fn steps(&self) -> u64 {
        self.inner.steps
    }

    /// The facts it can read, also through derived values and schemes; ordered by id, none twice.
    pub fn reads(&self) -> &[Arc<FactDef>] {
        &self.inner.reads
    }

    /// The events it speaks of itself (事件), by name, none twice.
    pub fn events(&self) -> &[Arc<str>] {
        &self.inner.events
    }

    /// Whether it is found the same on two days on which the same is known: nothing in it
    /// looks at the day, at a dated standard or at an event.
    ///
    /// What is received counts as known; a scheme or a table is taken to look at the day.
    pub fn is_steady(&self) -> bool {
        node::steady(&self.inner.root, false)
    }

    /// Whether it is found the same on two days on which the same is known and the same
    /// events are on.
    pub fn is_steady_but_for_events(&self) -> bool {
        node::steady(&self.inner.root, true)
    }

    pub(crate) fn root(&self) -> &Node {
        &self.inner.root
    }

    pub(crate) fn depth(&self) -> usize {
        self.inner.depth
    }
}

/// Reads and checks a rule; `want` is the type its place needs (`None` for any).
///
/// The finding has no file and counts line and column inside the text.
pub fn check(text: &str, schema: &Schema, want: Option<&Type>) -> Result<Expr, Diagnostic> {
    for fact in &schema.extra {
        if let Some(other) = schema.names.taken.get(&fact.name) {
            return Err(Diagnostic::error(Code::NameTwice)
                .with("name", &fact.name)
                .with("other", other));
        }
    }
    check_in(text, &schema.names, &schema.extra, schema.about, want)
}

/// Reads and checks the rule under a key of a pack's table; the finding names file, line and column.
///
/// `Ok(None)` if the key is not there.
pub fn check_key(
    table: &DocTable,
    key: &str,
    schema: &Schema,
    want: Option<&Type>,
) -> Result<Option<Expr>, Diagnostic> {
    let Some(node) = table.get(key) else {
        return Ok(None);
    };
    let DocValue::Str(text) = &node.value else {
        return Err(Diagnostic::error(Code::WrongKind)
            .with("key", key)
            .with("wanted", "text")
            .at(&table.file, node.line, Some(node.column)));
    };
    check(text, schema, want)
        .map(Some)
        .map_err(|finding| shift(finding, &table.file, node))
}

/// Moves a finding inside a text to the place of the text in its file.
pub(crate) fn shift(finding: Diagnostic, file: &str, node: &DocNode) -> Diagnostic {
    let (line, column) = node.inside;
    let at = match (finding.line, finding.column) {
        (0, _) | (_, None) => (node.line, Some(node.column)),
        (1, Some(inside)) => (line, Some(column.saturating_add(inside).saturating_sub(1))),
        (below, inside) => (line.saturating_add(below).saturating_sub(1), inside),
    };
    finding.at(file, at.0, at.1)
}

pub(crate) fn check_in(
    text: &str,
    names: &Names,
    extra: &[Arc<FactDef>],
    about: About,
    want: Option<&Type>,
) -> Result<Expr, Diagnostic> {
    let ast = parse::parse(text)?;
    typed::check(text, &ast, names, extra, about, want)
}
