//! 投诉建议: written offline, kept until there is somebody to send it to.

use tanfang_domain::event::{Event, Feedback, NewOp, Scope};
use tanfang_store::{Decision, FeedbackRecord};
use tanfang_values::FeedbackId;

use super::App;
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Empty, FeedbackView, Line, Masked, Outcome, QuestionOption, Tone};

/// Topics by their code, which records keep for ever, and the key of their sentence.
const TOPICS: [(&str, &str); 5] = [
    ("wrong", "feedback.topic_wrong"),
    ("hard", "feedback.topic_hard"),
    ("burden", "feedback.topic_burden"),
    ("complaint", "feedback.topic_complaint"),
    ("idea", "feedback.topic_idea"),
];

/// Characters of one text: a page, so that a slip does not fill the store.
const LONGEST: usize = 2000;

fn view(say: &Say, written: &[FeedbackRecord]) -> FeedbackView {
    let texts = say.texts();
    FeedbackView {
        sentence: texts.get("feedback.sentence").to_owned(),
        topics: TOPICS
            .iter()
            .map(|(code, key)| QuestionOption {
                masked: None,
                code: (*code).to_owned(),
                label: texts.get(key).to_owned(),
                chosen: false,
                flag: false,
            })
            .collect(),
        rows: written.iter().map(|one| row(say, one)).collect(),
        empty: written.is_empty().then(|| Empty {
            sentence: texts.get("feedback.empty").to_owned(),
            action: None,
        }),
    }
}

fn row(say: &Say, one: &FeedbackRecord) -> Line {
    let texts = say.texts();
    let topic = TOPICS
        .iter()
        .find(|(code, _)| *code == one.topic)
        .map_or(texts.get("feedback.topic_other"), |(_, key)| texts.get(key));
    let of = |text: &str| {
        texts.format(
            "feedback.row",
            &[
                ("day", one.day.into()),
                ("topic", topic.into()),
                ("text", text.into()),
            ],
        )
    };
    Line {
        text: Masked {
            text: of(&one.text),
            masked: of(texts.get("say.hidden")),
        },
        tone: Tone::Plain,
        go: None,
    }
}

impl App {
    /// Returns 投诉建议.
    pub fn feedback(&self) -> Result<FeedbackView> {
        let session = self.session();
        let written = session.db.feedback(&self.kit)?;
        Ok(view(&self.kit.say, &written))
    }
}

/// Writes one down.
pub(crate) fn write(app: &App, topic: &str, text: &str, call_back: bool) -> Result<Outcome> {
    let text = text.trim();
    if text.is_empty() {
        return Err(app.kit.error(ErrorKind::Invalid, "feedback_empty", &[]));
    }
    if text.chars().count() > LONGEST {
        let longest = LONGEST.to_string();
        return Err(app
            .kit
            .error(ErrorKind::Invalid, "feedback_long", &[("n", &longest)]));
    }
    if !TOPICS.iter().any(|(code, _)| *code == topic) {
        return Err(app.kit.error(ErrorKind::Invalid, "feedback_topic", &[]));
    }
    let session = app.session();
    let post = session.db.post(&app.kit)?;
    let now = app.ports.clock.now();
    let op = NewOp::new(
        Scope::own(),
        Event::Feedback(Feedback {
            feedback: FeedbackId::new(app.ports.new_id()),
            day: now.day(),
            at: now,
            topic: topic.to_owned(),
            text: text.to_owned(),
            call_back,
        }),
    );
    session.db.write(&app.kit, &app.ports, &post, |_| {
        Ok(Decision::new(vec![op], ()))
    })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app.kit.say.texts().get(key("feedback.written")).to_owned(),
        undo: None,
        go: None,
        changed: true,
    })
}
