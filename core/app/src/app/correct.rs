//! 更正: what was written about a visit and was wrong. The first record stays.

use tanfang_domain::event::{DataClass, Event, NewOp, Scope, VisitCorrected};
use tanfang_store::Decision;
use tanfang_values::{Day, VisitId};

use super::App;
use crate::error::{ErrorKind, Result};
use crate::texts::Texts;
use crate::view::{Outcome, Screen};

/// Says what was wrong about a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correction {
    /// The right day, `2026-11-18`.
    pub day: Option<String>,
    /// Whether the visit did not take place at all.
    pub void: bool,
    /// Why, in the worker's words.
    pub reason: Option<String>,
}

impl App {
    /// Corrects a closed visit by a new record that names the old one.
    ///
    /// For the command line; the screens come with their own issue.
    pub fn correct(&self, visit: &str, correction: &Correction) -> Result<Outcome> {
        let session = self.session();
        let invalid = |code, args: &[(&str, &str)]| self.kit.error(ErrorKind::Invalid, code, args);
        let today = self.today_day();
        let day = match &correction.day {
            Some(text) => {
                let day =
                    Day::parse(text.trim()).map_err(|_| invalid("day_bad", &[("text", text)]))?;
                if day > today {
                    return Err(invalid("day_future", &[]));
                }
                Some(day)
            }
            None => None,
        };
        if day.is_none() && !correction.void {
            return Err(invalid("nothing_corrected", &[]));
        }
        let post = session.db.post(&self.kit)?;
        let id = VisitId::new(visit);
        let (household, was) = session.db.write(&self.kit, &self.ports, &post, |reads| {
            let detail = reads
                .visit(&id)?
                .ok_or_else(|| self.not_found("no_visit"))?;
            let record = detail.record;
            let op = NewOp::new(
                Scope::new(record.grid.clone(), DataClass::Core),
                Event::VisitCorrected(VisitCorrected {
                    visit: id.clone(),
                    household: record.household.clone(),
                    names: record.origin.op.clone(),
                    day,
                    seen: None,
                    answers: Vec::new(),
                    void: correction.void,
                    reason: correction.reason.clone(),
                }),
            );
            Ok(Decision::new(vec![op], (record.household, record.day)))
        })?;
        session.db.checkpoint(&self.ports);
        let texts = self.kit.say.texts();
        let sentence = match day {
            Some(day) if !correction.void => texts.format(
                "change.corrected_day",
                &[("was", was.into()), ("day", day.into())],
            ),
            _ => texts.format("change.corrected_void", &[("was", was.into())]),
        };
        Ok(Outcome {
            sentence,
            undo: None,
            go: Some(Screen::Home {
                household: household.as_str().to_owned(),
            }),
            changed: true,
        })
    }
}
