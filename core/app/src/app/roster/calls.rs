//! The calls of 导入, 导入记录, 名册对数, 加一人 and 比对核实.

use std::path::Path;

use super::{add, batches, coverage, import, matches};
use crate::app::{App, calling, change, events, forms, habits, missed, reports, taking_back};
use crate::error::{ErrorKind, Result};
use crate::view::{
    AddView, BatchesView, ColumnChoice, CoverageView, ImportView, Intent, LedgerFile, MatchesView,
    Outcome, PersonInput,
};

impl App {
    /// Reads a list and says what it would change; nothing is written.
    pub fn import_look(&self, path: &Path) -> Result<ImportView> {
        import::look(self, path)
    }

    /// Reads a list that was looked at once more, with other columns.
    pub fn import_columns(&self, token: &str, choices: &[ColumnChoice]) -> Result<ImportView> {
        import::columns(self, token, choices)
    }

    /// Returns 导入记录: every list that came in, the last first.
    pub fn batches(&self) -> Result<BatchesView> {
        batches::batches(self)
    }

    /// Returns 名册对数 of a class or all, in a village (12-digit code) or all.
    pub fn coverage(&self, class: Option<&str>, division: Option<&str>) -> Result<CoverageView> {
        coverage::view(self, class, division)
    }

    /// Returns 加一户, 加一人 (in a home) or 加进一类 (of a person).
    pub fn add_look(&self, household: Option<&str>, person: Option<&str>) -> Result<AddView> {
        add::look(self, household, person)
    }

    /// Records somebody no list names.
    pub fn add_person(&self, input: &PersonInput) -> Result<Outcome> {
        add::person(self, input)
    }

    /// Returns 比对核实: the rows of match lists, the open ones first.
    pub fn matches(&self) -> Result<MatchesView> {
        matches::matches(self)
    }

    /// Writes the answered match list, with the sender's own columns.
    pub fn match_export(&self, batch: &str, path: &Path) -> Result<LedgerFile> {
        matches::export(self, batch, path)
    }
}

/// Does what a tap on one of these screens means.
pub(crate) fn send(app: &App, intent: &Intent) -> Result<Outcome> {
    match intent {
        Intent::ApplyImport { token, decisions } => import::apply(app, token, decisions),
        Intent::DropImport { token } => Ok(import::forget(app, token)),
        Intent::UndoBatch { batch } => batches::undo(app, batch),
        Intent::UndoChange { person, names } => change::undo(app, person, names),
        Intent::SetControlTotal {
            class,
            division,
            households,
            persons,
        } => coverage::set_total(app, class, division, households, persons),
        Intent::AddToClass { person, class } => add::to_class(app, person, class),
        Intent::TakeFromClass { person, class } => add::from_class(app, person, class),
        Intent::LinkMatch { task, person } => matches::link(app, task, person),
        Intent::AnswerMatch {
            task,
            finding,
            note,
        } => matches::answer(app, task, finding, note),
        Intent::OpenCall { household } => calling::open(app, household),
        Intent::Missed { household, met } => missed::record(app, household, met),
        Intent::SubmitForm { key } => forms::submit(app, key),
        Intent::DropForm { key } => forms::drop_sheet(app, key),
        Intent::EndEvent { event, to } => events::end(app, event, to),
        Intent::LiftPause { pause, to } => forms::pause::lift(app, pause, to),
        Intent::EndOverride { key, to } => forms::order::end(app, key, to),
        Intent::HandIn { key } => reports::hand_in(app, key),
        Intent::TakeBack { household, names } => {
            taking_back::take_back(app, household.as_deref(), names)
        }
        Intent::SetPlan { key, value } => habits::set(app, key, value),
        // Every other intent was taken before it came here.
        _ => Err(app.kit.error(ErrorKind::Internal, "internal", &[])),
    }
}
