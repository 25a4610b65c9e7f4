//! The rule language: names, types, and the check that turns text into an [`Expr`].

pub(crate) mod lex;

use crate::diag::{Code, Diagnostic};
use crate::dict::{About, FactDef, FactId, Fresh, How, Sensitivity, Type};
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

/// The names that a rule may use in one place, and for whom it is said.
#[derive(Debug, Clone)]
pub struct Schema {
    about: About,
    extra: Vec<Arc<FactDef>>,
}

impl Schema {
    /// The same names, said about a home or about a person.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = about;
        self
    }

    /// Adds a name that a feature owns.
    #[must_use]
    pub fn with(mut self, fact: Arc<FactDef>) -> Self {
        self.extra.push(fact);
        self
    }
}

/// A rule that was read and checked; immutable, cheap to clone.
#[derive(Debug, Clone)]
pub struct Expr {
    ty: Type,
    text: Arc<str>,
}

impl Expr {
    /// The type of its value.
    pub const fn ty(&self) -> &Type {
        &self.ty
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Reads and checks a rule; `want` is the type its place needs (`None` for any).
///
/// The finding has no file and counts line and column inside the text.
pub fn check(text: &str, schema: &Schema, want: Option<&Type>) -> Result<Expr, Diagnostic> {
    let _ = (text, schema, want);
    Err(Diagnostic::error(Code::Expected))
}
