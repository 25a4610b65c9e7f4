//! What is wrong with a pack, and where: file, line, code, arguments.
//!
//! A [`Code`] never changes its meaning; the sentence that a clerk reads stands
//! in `common/texts/check.zh.toml`, one a code, and [`Texts`] fills it in.

use crate::doc;
use std::collections::BTreeMap;
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What is wrong; stable, one sentence each in `check.zh.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as text, such as `expr.unknown_name`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// The file is not TOML; `why`.
    Toml = "file.toml",
    /// A float stands where units and exactness are needed; write it as text.
    Float = "file.float",
    /// The file begins with a byte order mark; save it as plain UTF-8.
    Bom = "file.bom",
    /// The file is larger than a pack may be; `bytes`, `most`.
    TooLarge = "file.too_large",
    /// No file of a pack has such a path.
    UnknownFile = "file.unknown",
    /// The pack lacks `pack.toml`.
    NoHead = "pack.no_head",
    /// The id in the file is not the folder's name; `id`, `folder`.
    IdNotFolder = "pack.id_not_folder",
    /// The pack names a parent that is not here, or a circle of parents; `parent`.
    NoParent = "pack.no_parent",
    /// The pack's last day lies before its first; `from`, `until`.
    DatesReversed = "pack.dates_reversed",
    /// Two packs have the same id, or two files the same path.
    Twice = "pack.twice",
    /// A key is not known here; `key`.
    UnknownKey = "key.unknown",
    /// A key is missing; `key`.
    MissingKey = "key.missing",
    /// A value has the wrong kind; `key`, `wanted`.
    WrongKind = "key.wrong_kind",
    /// A value is not one of those allowed; `key`, `given`, `allowed`.
    NotAllowed = "key.not_allowed",
    /// A value cannot be read; `key`, `given`, `wanted`.
    BadValue = "key.bad_value",
    /// An id is not ASCII letters, digits, `_`, `-`, `.`; `id`.
    BadId = "id.bad",
    /// A name is not Chinese letters, latin letters, digits and `_`; `name`.
    BadName = "name.bad",
    /// The name is a word of the language; `name`.
    NameIsWord = "name.is_word",
    /// The name stands for two things; `name`, `other`.
    NameTwice = "name.twice",
    /// The id stands for two things; `id`, `other`.
    IdTwice = "id.twice",
    /// A type is not known; `given`.
    UnknownType = "type.unknown",
    /// A condition, value or row lacks its source.
    NoCite = "cite.missing",
    /// A citation cannot be read; `given`.
    BadCite = "cite.bad",
    /// A citation names a source that the pack does not list; `source`.
    UnknownSource = "cite.unknown_source",
    /// The quote is not in that line of the source; `source`, `line`, `quote`.
    QuoteNotFound = "cite.quote_not_found",
    /// The source's file is not here, so that the quote was not looked up; `file`.
    SourceNotRead = "cite.source_not_read",
    /// A character cannot stand in an expression; `char`.
    BadChar = "expr.bad_char",
    /// Something else was expected; `found`, `wanted`.
    Expected = "expr.expected",
    /// The expression goes on after its end; `found`.
    Trailing = "expr.trailing",
    /// 且 and 或 stand side by side without brackets.
    MixedAndOr = "expr.mixed_and_or",
    /// A name is not known; `name`, `near`.
    UnknownName = "expr.unknown_name",
    /// A name has a word of the language inside; put spaces around it; `name`, `word`.
    GluedWord = "expr.glued_word",
    /// A person's fact stands in a household's expression; `name`.
    PersonInHousehold = "expr.person_in_household",
    /// Two sides have different types; `left`, `right`.
    TypeMismatch = "expr.type_mismatch",
    /// The expression has another type than its place needs; `found`, `wanted`.
    WrongType = "expr.wrong_type",
    /// The enum has no such label; `label`, `enum`, `labels`.
    UnknownLabel = "expr.unknown_label",
    /// These cannot be compared or calculated; `op`, `type`.
    BadOperand = "expr.bad_operand",
    /// Division by something that may be nothing; `name`.
    Division = "expr.division",
    /// No list has that name; `name`.
    UnknownList = "expr.unknown_list",
    /// No scheme, table, aid or slot has that name; `call`, `name`.
    UnknownTarget = "expr.unknown_target",
    /// A word of the household's or person's scope stands where it has no meaning; `name`.
    OutOfScope = "expr.out_of_scope",
    /// A number cannot be read; `given`.
    BadNumber = "expr.bad_number",
    /// The expression is longer than allowed; `bytes`, `most`.
    TooLong = "limit.expr_length",
    /// The expression is nested deeper than allowed; `most`.
    TooDeep = "limit.expr_depth",
    /// The pack has more nodes than allowed; `nodes`, `most`.
    TooManyNodes = "limit.nodes",
    /// Evaluating could take more steps than allowed; `steps`, `most`.
    TooCostly = "limit.cost",
    /// The enum has more variants than allowed; `most`.
    TooManyVariants = "limit.variants",
    /// An item of the parent is changed without saying so; `id`, `parent`.
    NoReplaces = "overlay.no_replaces",
    /// `replaces` names a pack that has no such item; `id`, `parent`.
    NothingToReplace = "overlay.nothing_to_replace",
    /// Periods of a parameter's values are not in ascending order.
    ParamOrder = "param.order",
    /// A cell of a table falls in no row; `table`, `cell`.
    TableGap = "table.gap",
    /// A cell of a table falls in two rows; `table`, `cell`, `other`.
    TableOverlap = "table.overlap",
    /// A condition is the same for everybody; `id`, `always`.
    Constant = "lint.constant",
    /// An amount can fall below nothing; `id`.
    NegativeAmount = "lint.negative_amount",
    /// A scheme has fewer cases than two; `id`, `cases`.
    FewCases = "lint.few_cases",
    /// No case shows a condition the other way; `scheme`, `id`, `lacks`.
    OneWay = "lint.one_way",
    /// A name of the pack that nothing uses; `kind`, `name`.
    Unused = "lint.unused",
    /// Days of the pack on which a parameter has no value yet; `name`, `from`, `until`.
    ParamGap = "lint.param_gap",
    /// A value that begins after the pack has ended; `name`, `from`, `until`.
    ParamLate = "lint.param_late",
    /// An amount that nobody has renewed for two years; `name`, `from`.
    ParamOld = "lint.param_old",
    /// The pack is said to be in force and has ended; `until`.
    PackEnded = "lint.pack_ended",
    /// A standard below what a document of the same chain demands; `name`, `is`, `least`, `cite`.
    BelowDemand = "lint.below_demand",
    /// Two values of like parameters ten times apart without a remark; `name`, `is`, `other`, `other_is`.
    TenTimes = "lint.ten_times",
    /// An amount of a size that no aid has; `id`, `amount`.
    Implausible = "lint.implausible",
    /// Of two schemes both of which are possible only one says that they exclude each other; `id`, `other`.
    Excludes = "lint.excludes",
    /// A scheme is named that does not exist; `key`, `name`.
    NoScheme = "lint.no_scheme",
    /// A condition raises a flag that no pack defines, or a question shows ⚑ and raises none; `name`.
    NoFlag = "lint.no_flag",
    /// Nothing reads what a question writes; `id`, `name`.
    NoConsequence = "lint.no_consequence",
    /// A photo, signature or place is required; `id`, `what`.
    ForcedProof = "lint.forced_proof",
    /// A word that must not be said; `word`, `instead`.
    Banned = "lint.banned",
    /// A case gives another result; `id`, `what`, `wanted`, `found`.
    CaseFailed = "case.failed",
    /// A case cannot be read; `id`, `line_text`, `why`.
    BadCase = "case.bad",
}

/// Whether a finding forbids using the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack is refused.
    Error,
    /// The pack works; somebody should look.
    Warning,
}

/// One finding: where, what, and the words it concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// `pack/path`, such as `GS-HN-2020/schemes/R02.toml`.
    pub file: String,
    /// Line in the file, from 1; 0 where the finding is about the whole file.
    pub line: u32,
    /// Column in characters, from 1, where known.
    pub column: Option<u32>,
    /// Whether the pack is refused.
    pub severity: Severity,
    /// What is wrong.
    pub code: Code,
    /// The words of the sentence: placeholder and content.
    pub args: Vec<(&'static str, String)>,
}

impl Diagnostic {
    /// Makes an error without a place; [`Diagnostic::at`] adds it.
    pub fn error(code: Code) -> Self {
        Self {
            file: String::new(),
            line: 0,
            column: None,
            severity: Severity::Error,
            code,
            args: Vec::new(),
        }
    }

    /// Makes a warning without a place.
    pub fn warning(code: Code) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code)
        }
    }

    /// Adds a word of the sentence.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.args.push((key, value.into()));
        self
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, file: &str, line: u32, column: Option<u32>) -> Self {
        file.clone_into(&mut self.file);
        self.line = line;
        self.column = column;
        self
    }

    /// Returns a word of the sentence.
    pub fn arg(&self, key: &str) -> Option<&str> {
        self.args
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, v)| v.as_str())
    }

    /// Whether it forbids using the pack.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}", self.code.as_str())?;
        for (key, value) in &self.args {
            write!(f, " {key}={value:?}")?;
        }
        Ok(())
    }
}

/// The sentences of the findings, read from `check.zh.toml`.
#[derive(Debug, Clone, Default)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// Reads a table `code = "sentence with {word}"`; codes with a dot are quoted or in a `[part]`.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let table = doc::parse(file, text)?;
        let mut out = BTreeMap::new();
        for (key, node) in table.entries() {
            match &node.value {
                doc::Value::Str(s) => {
                    out.insert(key.to_owned(), s.clone());
                }
                doc::Value::Table(inner) => {
                    for (sub, node) in inner.entries() {
                        if let doc::Value::Str(s) = &node.value {
                            out.insert(format!("{key}.{sub}"), s.clone());
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(Self(out))
    }

    /// Whether a code has its sentence.
    pub fn has(&self, code: Code) -> bool {
        self.0.contains_key(code.as_str())
    }

    /// The sentence of a finding with its words filled in; without a table entry, the technical form.
    pub fn sentence(&self, finding: &Diagnostic) -> String {
        let code = finding.code.as_str();
        // Where no known name is near, the sentence is another one.
        let far = (finding.arg("near") == Some("")).then(|| format!("{code}_far"));
        let template = far
            .and_then(|code| self.0.get(&code))
            .or_else(|| self.0.get(code));
        let Some(template) = template else {
            return finding.to_string();
        };
        let mut out = template.clone();
        for (key, value) in &finding.args {
            // What was wanted, and why not, are words of the program: the table says them in Chinese.
            let said = matches!(*key, "why" | "wanted")
                .then(|| self.0.get(&format!("word.{value}")))
                .flatten();
            out = out.replace(&format!("{{{key}}}"), said.unwrap_or(value));
        }
        out
    }
}
