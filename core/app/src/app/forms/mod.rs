//! Short forms that are no visit: each answer is kept on this phone at once,
//! and sending the form decides and writes like everything else.
//!
//! [`Form`] names a form, [`Sheet`] is what was written in it, [`ask`] makes its
//! questions; one file a form beside them.

mod ask;
mod event;
mod oral;
pub(crate) mod order;
pub(crate) mod patrol;
pub(crate) mod pause;
mod plan;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tanfang_values::{Day, Stamp};

use super::db::Span;
use super::open::Session;
use super::{App, Scene};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, FormView, InputValue, Intent, Line, Masked, Outcome, QuestionKind, QuestionView,
    Status, Tone, VisitGroup, VisitInput, WhyView,
};

/// Name of the form of what a plan rests on.
pub(crate) const PLAN: &str = "plan";
/// Name of the form of a round through the place (巡查).
pub(crate) const PATROL: &str = "patrol";
/// Name of the form of an event that begins.
pub(crate) const EVENT: &str = "event";
/// Name of the form of an order that calls are enough for a time.
pub(crate) const ORDER: &str = "order";
/// Name of the form of 政策一口清.
pub(crate) const ORAL: &str = "oral";
/// With what the name of the form begins by which visits of a home are suspended.
const PAUSE: &str = "pause:";
/// With what the setting begins that keeps a form.
const SETTING: &str = "form.";
/// With what a key of 为什么 begins that is of a form.
pub(crate) const WHY_KEY: &str = "form:";
/// Longest text of an answer, in characters.
const LONGEST: usize = 500;

/// Names a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// 集日、农忙、哪几天不去.
    Plan,
    /// An event that begins.
    Event,
    /// 政策一口清.
    Oral,
    /// 非接触替代.
    Order,
    /// 巡查.
    Patrol,
    /// 暂停.
    Pause {
        /// The home.
        household: String,
    },
}

/// Names the form by which visits of a home are suspended.
pub(crate) fn pause_key(household: &str) -> String {
    format!("{PAUSE}{household}")
}

impl Form {
    fn parse(key: &str) -> Option<Self> {
        match key {
            PLAN => Some(Self::Plan),
            EVENT => Some(Self::Event),
            ORAL => Some(Self::Oral),
            ORDER => Some(Self::Order),
            PATROL => Some(Self::Patrol),
            _ => {
                let household = key.strip_prefix(PAUSE)?.to_owned();
                Some(Self::Pause { household })
            }
        }
    }

    /// Returns the sentence that says why a form asks what it asks.
    const fn why(&self) -> &'static str {
        match self {
            Self::Plan => key("plan.why"),
            Self::Event => key("event.why"),
            Self::Oral => key("oral.why"),
            Self::Order => key("order.why"),
            Self::Patrol => key("patrol.why"),
            Self::Pause { .. } => key("pause.why"),
        }
    }

    fn span(&self) -> Span<'_> {
        match self {
            Self::Pause { household } => Span::Home(household),
            Self::Plan | Self::Event | Self::Oral | Self::Order | Self::Patrol => Span::Today,
        }
    }
}

/// Holds what was written in a form, by the key of the question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// Drawn when the first answer was given: what is written once is one record.
    id: String,
    /// When the last answer was given.
    at: Option<Stamp>,
    /// Codes, or the text as its only element.
    values: BTreeMap<String, Vec<String>>,
}

impl Sheet {
    /// Reads the sheet of a form; what cannot be read is an empty one.
    fn read(session: &Session, app: &App, form: &str) -> Result<Self> {
        let text = session.db.setting(&app.kit, &format!("{SETTING}{form}"))?;
        let read = text.filter(|text| !text.is_empty()).map(|text| {
            serde_json::from_str(&text).inspect_err(|error| tracing::warn!(%error, "form"))
        });
        Ok(read.and_then(std::result::Result::ok).unwrap_or_default())
    }

    fn keep(&self, session: &Session, app: &App, form: &str) -> Result<()> {
        let text = serde_json::to_string(self).map_err(|error| {
            tracing::error!(%error, "form");
            app.kit.error(ErrorKind::Internal, "internal", &[])
        })?;
        let setting = format!("{SETTING}{form}");
        session.db.set_setting(&app.kit, &setting, &text)
    }

    /// Forgets the sheet of a form.
    fn forget(session: &Session, app: &App, form: &str) -> Result<()> {
        let setting = format!("{SETTING}{form}");
        session.db.set_setting(&app.kit, &setting, "")
    }

    /// Returns what was chosen or typed; none where nothing was.
    pub(crate) fn get(&self, question: &str) -> Option<&[String]> {
        self.values.get(question).map(Vec::as_slice)
    }

    /// Returns the one that was chosen, or the text.
    pub(crate) fn one(&self, question: &str) -> Option<&str> {
        let first = self.get(question)?.first()?.trim();
        (!first.is_empty()).then_some(first)
    }

    /// Returns a day that was typed.
    pub(crate) fn day(&self, question: &str) -> Option<Day> {
        Day::parse(self.one(question)?).ok()
    }
}

/// What a form is made from.
pub(crate) struct Writing<'a> {
    pub(crate) app: &'a App,
    pub(crate) session: &'a Session,
    pub(crate) scene: &'a Scene,
    pub(crate) sheet: &'a Sheet,
    /// The key of the form.
    pub(crate) key: &'a str,
}

impl Writing<'_> {
    pub(crate) fn say(&self) -> &Say {
        &self.app.kit.say
    }

    /// Returns a sentence of the table.
    pub(crate) fn text(&self, key: &str) -> String {
        self.say().texts().get(key).to_owned()
    }
}

/// Holds a form that is made: what [`FormView`] says of it.
pub(crate) struct Made {
    pub(crate) title: Masked,
    pub(crate) sentence: Option<Masked>,
    pub(crate) groups: Vec<VisitGroup>,
    pub(crate) lines: Vec<Line>,
    /// What the primary button says.
    pub(crate) label: String,
    /// What is missing before it can be sent.
    pub(crate) missing: Option<String>,
}

fn make(form: &Form, writing: &Writing<'_>) -> Result<Made> {
    match form {
        Form::Plan => plan::form(writing),
        Form::Event => Ok(event::form(writing)),
        Form::Oral => Ok(oral::form(writing)),
        Form::Order => Ok(order::form(writing)),
        Form::Patrol => Ok(patrol::form(writing)),
        Form::Pause { household } => pause::form(writing, household),
    }
}

fn view(app: &App, writing: &Writing<'_>, made: Made) -> FormView {
    let texts = app.kit.say.texts();
    let begun = !writing.sheet.values.is_empty();
    let status = match writing.sheet.at {
        Some(at) if begun => {
            let (hour, minute) = at.shanghai_hm();
            let time = format!("{hour:02}:{minute:02}");
            Status {
                text: texts.format("status.saved_at", &[("time", (&time).into())]),
                tone: Tone::Done,
            }
        }
        _ => Status {
            text: texts.get("status.new").to_owned(),
            tone: Tone::Quiet,
        },
    };
    let key = writing.key.to_owned();
    FormView {
        title: made.title,
        status,
        sentence: made.sentence,
        groups: made.groups,
        lines: made.lines,
        actions: begun
            .then(|| Action {
                label: texts.get("sheet.drop").to_owned(),
                intent: Intent::DropForm { key: key.clone() },
                enabled: true,
                note: None,
            })
            .into_iter()
            .collect(),
        primary: Action {
            label: made.label,
            intent: Intent::SubmitForm { key: key.clone() },
            enabled: made.missing.is_none(),
            note: made.missing,
        },
        key,
    }
}

impl App {
    /// Returns a short form, by the key that a view gave.
    pub fn form(&self, key: &str) -> Result<FormView> {
        self.with_form(key, |form, writing| {
            let made = make(form, writing)?;
            Ok(view(self, writing, made))
        })
    }

    /// Takes one answer of a short form; it is kept when this returns.
    pub fn form_answer(&self, key: &str, input: &VisitInput) -> Result<FormView> {
        self.with_form(key, |form, writing| {
            let made = make(form, writing)?;
            let mut questions = made.groups.iter().flat_map(|group| &group.questions);
            let question = questions
                .find(|question| question.key == input.key)
                .ok_or_else(|| self.not_found("no_question"))?;
            let value = taken(self, question, &input.value)?;
            let mut sheet = writing.sheet.clone();
            if sheet.id.is_empty() {
                sheet.id = self.ports.new_id();
            }
            sheet.at = Some(self.ports.clock.now());
            sheet.values.insert(input.key.clone(), value);
            sheet.keep(writing.session, self, key)?;
            let writing = Writing {
                sheet: &sheet,
                ..*writing
            };
            let made = make(form, &writing)?;
            Ok(view(self, &writing, made))
        })
    }

    fn with_form<T>(
        &self,
        key: &str,
        with: impl FnOnce(&Form, &Writing<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut session = self.session();
        let form = Form::parse(key).ok_or_else(|| self.not_found("no_question"))?;
        let scene = self.scene(&mut session, form.span())?;
        let sheet = Sheet::read(&session, self, key)?;
        with(
            &form,
            &Writing {
                app: self,
                session: &session,
                scene: &scene,
                sheet: &sheet,
                key,
            },
        )
    }
}

/// Checks an answer against its question: codes it offers, numbers and days that are such.
fn taken(app: &App, question: &QuestionView, value: &InputValue) -> Result<Vec<String>> {
    let invalid = |code, args: &[(&str, &str)]| app.kit.error(ErrorKind::Invalid, code, args);
    let ask = ("ask", question.ask.as_str());
    match value {
        InputValue::Clear => Ok(Vec::new()),
        InputValue::Choose { codes }
            if question.kind == QuestionKind::Text && !question.options.is_empty() =>
        {
            let offered: Vec<String> = question.options.iter().map(|o| o.code.clone()).collect();
            if !codes.iter().all(|code| offered.contains(code)) {
                return Err(invalid("answer_code", &[ask]));
            }
            let text = question.value.as_deref().unwrap_or_default();
            Ok(vec![app.kit.phrases.put(text, &offered, codes)])
        }
        InputValue::Choose { codes } => {
            let known = |code: &String| question.options.iter().any(|o| o.code == *code);
            let many = question.kind == QuestionKind::Many;
            if !codes.iter().all(known) || (!many && codes.len() != 1) {
                return Err(invalid("answer_code", &[ask]));
            }
            Ok(codes.clone())
        }
        InputValue::Type { text } => {
            let text = text.trim();
            match question.kind {
                QuestionKind::Text => {}
                QuestionKind::Day if text.is_empty() || Day::parse(text).is_ok() => {}
                QuestionKind::Day => return Err(invalid("day_bad", &[("text", text)])),
                QuestionKind::Number if text.is_empty() || text.parse::<u32>().is_ok() => {}
                QuestionKind::Number => return Err(invalid("number_bad", &[("text", text)])),
                _ => return Err(invalid("answer_kind", &[ask])),
            }
            Ok(vec![text.chars().take(LONGEST).collect()])
        }
        _ => Err(invalid("answer_kind", &[ask])),
    }
}

/// Sends a form: it is decided, written, and then forgotten.
pub(crate) fn submit(app: &App, key: &str) -> Result<Outcome> {
    app.with_form(key, |form, writing| {
        let made = make(form, writing)?;
        if let Some(missing) = made.missing {
            let args = [("what", missing.as_str())];
            return Err(app.kit.error(ErrorKind::Invalid, "form_missing", &args));
        }
        let outcome = match form {
            Form::Plan => plan::send(writing),
            Form::Event => event::send(writing),
            Form::Oral => Ok(oral::send(writing)),
            Form::Order => order::send(writing),
            Form::Patrol => patrol::send(writing),
            Form::Pause { household } => pause::send(writing, household),
        }?;
        Sheet::forget(writing.session, app, key)?;
        Ok(outcome)
    })
}

/// Forgets what was written in a form.
pub(crate) fn drop_sheet(app: &App, key: &str) -> Result<Outcome> {
    let session = app.session();
    Form::parse(key).ok_or_else(|| app.not_found("no_question"))?;
    Sheet::forget(&session, app, key)?;
    Ok(Outcome {
        sentence: app.kit.say.texts().get("sheet.dropped").to_owned(),
        undo: None,
        go: None,
        changed: true,
    })
}

/// Makes 为什么 of a form: why it asks what it asks.
pub(crate) fn why(app: &App, key: &str) -> Result<WhyView> {
    let form = Form::parse(key).ok_or_else(|| app.not_found("no_question"))?;
    let texts = app.kit.say.texts();
    Ok(WhyView {
        title: texts.get("label.visit.why").to_owned(),
        lines: vec![Say::line(
            Say::open(texts.get(form.why())),
            Tone::Plain,
            None,
        )],
        clauses: Vec::new(),
        trace: Vec::new(),
    })
}
