//! 提示: which packs judge, what they say of a home, and how it is asked, worded and kept.
//!
//! * [`judge`](mod@judge) – the packs in force, the world of a home, every scheme for everybody.
//! * [`ask`] – what is missing, as a question with its key.
//! * [`answer`] – an answer given outside a visit becomes a fact.
//! * [`items`] – incomes, expenses and property, one by one.
//! * [`words`] – verdicts, amounts, standards and sources in words.
//! * [`card`] – the groups on 一户. [`view`] – one hint in full.
//! * [`shown`] – what is kept of a hint when a visit closes, and shown later.

pub(crate) mod answer;
pub(crate) mod ask;
pub(crate) mod card;
pub(crate) mod items;
pub(crate) mod judge;
pub(crate) mod shown;
pub(crate) mod view;
pub(crate) mod words;

use tanfang_domain::event::Subject;

use super::App;
use super::db::Span;
use super::visit::{parse_subject, subject_key};
use crate::error::Result;
use crate::view::{HintView, ItemsView, Outcome, VisitInput};

/// Names a hint: `<pack>:<scheme>@p:<person>`.
pub(crate) fn hint_key(pack: &str, scheme: &str, about: &Subject) -> String {
    format!("{pack}:{scheme}@{}", subject_key(about))
}

/// Reads what [`hint_key`] writes.
pub(crate) fn parse_hint_key(key: &str) -> Option<(&str, &str, Subject)> {
    let (name, about) = key.split_once('@')?;
    let (pack, scheme) = name.split_once(':')?;
    Some((pack, scheme, parse_subject(about)?))
}

impl App {
    /// Returns 提示 of one scheme, by the key that 一户 gave.
    pub fn hint(&self, household: &str, key: &str) -> Result<HintView> {
        open(self, household, key)
    }

    /// Takes an answer to a question of 提示; it becomes a fact, and every hint is judged anew.
    pub fn answer_hint(&self, household: &str, input: &VisitInput) -> Result<Outcome> {
        answer::take(self, household, input)
    }

    /// Returns the items of a list (incomes, expenses, property) by the key that a question gave.
    pub fn items(&self, household: &str, key: &str) -> Result<ItemsView> {
        items::view(self, household, key)
    }

    /// Writes one more item of a list down: an input a field, as [`ItemsView::fields`] names it.
    pub fn add_item(&self, household: &str, key: &str, inputs: &[VisitInput]) -> Result<Outcome> {
        items::add(self, household, key, inputs)
    }
}

/// Shows one hint of a home as it is judged now, and as it stood before.
pub(crate) fn open(app: &App, household: &str, key: &str) -> Result<HintView> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Home(household))?;
    let home = scene
        .snapshot
        .home(household)
        .ok_or_else(|| app.not_found("no_home"))?;
    let hints = card::today(&scene, home);
    let judged = hints.find(key).ok_or_else(|| app.not_found("no_hint"))?;
    let visits = session.db.read(&app.kit, |reads| {
        let visits = scene.snapshot.visits.iter().map(|visit| &visit.visit);
        let mut found = Vec::new();
        for visit in visits {
            found.extend(reads.visit(visit)?);
        }
        Ok(found)
    })?;
    let clearance = scene.pack.work.clearance(&scene.snapshot.viewer.roles);
    let barred = card::barred(&hints);
    let asker = ask::Asker {
        say: &app.kit.say,
        snapshot: &scene.snapshot,
        home,
        viewer: &scene.snapshot.viewer,
        clearance: &clearance,
        barred: &barred,
        several: card::several(&scene, home),
    };
    let shown = view::Shown {
        asker: &asker,
        scene: &scene,
        hints: &hints,
        visits: &visits,
    };
    Ok(view::view(&shown, judged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        let about = Subject::Person("p:1@2".into());
        let key = hint_key("CN-2026", "R01", &about);
        assert_eq!(parse_hint_key(&key), Some(("CN-2026", "R01", about)));
        assert_eq!(parse_hint_key("R01@p:1"), None);
        assert_eq!(parse_hint_key("CN-2026:R01"), None);
    }
}
