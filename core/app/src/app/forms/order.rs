//! 非接触替代: for a time a call is enough where a visit is owed, as somebody allowed.

use tanfang_domain::event::Mode;
use tanfang_domain::schedule::record::OverrideRecord;
use tanfang_domain::trips::order::{Asked, decide, end as decide_end, id};
use tanfang_store::Decision;
use tanfang_values::Day;

use super::ask::{Choice, group, required};
use super::event::{WHOLE, areas};
use super::{Made, Writing};
use crate::app::people::Snapshot;
use crate::app::{App, errors, events, taking_back};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Intent, Outcome, QuestionKind, Screen, Tone};

const AREA: &str = "area";
const DUTIES: &str = "duties";
const FROM: &str = "from";
const TO: &str = "to";
const SOURCE: &str = "source";

/// Makes the form.
pub(super) fn form(writing: &Writing<'_>) -> Made {
    let snapshot = &writing.scene.snapshot;
    let work = &writing.scene.pack.work;
    let roles = &snapshot.viewer.roles;
    let mut duties: Vec<Choice> = work
        .obligations()
        .iter()
        .filter(|rule| rule.in_force(snapshot.today) && rule.is_scheduled())
        .filter(|rule| rule.takes(Mode::InPerson) && !rule.takes(Mode::Phone))
        .filter(|rule| rule.who.iter().any(|role| roles.contains(role)))
        .map(|rule| (rule.id.clone(), rule.name.clone()))
        .collect();
    duties.sort();
    duties.dedup_by(|a, b| a.0 == b.0);
    let ask = |key: &str| writing.say().texts().get(key).to_owned();
    let needed = [
        (TO, key("order.missing_to")),
        (SOURCE, key("order.missing_source")),
    ];
    let missing = needed
        .iter()
        .find(|(of, _)| writing.sheet.one(of).is_none());
    let questions = vec![
        required(writing.write(
            SOURCE,
            ask(key("order.ask_source")),
            QuestionKind::Text,
            None,
        )),
        writing.write(
            FROM,
            ask(key("order.ask_from")),
            QuestionKind::Day,
            Some(snapshot.today.to_string()),
        ),
        required(writing.write(TO, ask(key("order.ask_to")), QuestionKind::Day, None)),
        writing.choose(
            AREA,
            ask(key("order.ask_area")),
            QuestionKind::One,
            areas(writing),
            &[WHOLE.to_owned()],
        ),
        writing.choose(
            DUTIES,
            ask(key("order.ask_duties")),
            QuestionKind::Many,
            duties,
            &[],
        ),
    ];
    Made {
        title: Say::open(ask(key("order.title"))),
        sentence: Some(Say::open(ask(key("order.why")))),
        groups: vec![group("order", String::new(), questions)],
        lines: Vec::new(),
        label: ask(key("order.send")),
        missing: missing.map(|(_, words)| ask(words)),
    }
}

/// Records the order; the same again sets what was said last.
pub(super) fn send(writing: &Writing<'_>) -> Result<Outcome> {
    let app = writing.app;
    let (sheet, snapshot) = (writing.sheet, &writing.scene.snapshot);
    let day = |question| sheet.day(question).unwrap_or(snapshot.today);
    let area = sheet.one(AREA).filter(|area| *area != WHOLE);
    let mut asked = Asked {
        area: area.map(str::to_owned),
        obligations: sheet.get(DUTIES).unwrap_or_default().to_vec(),
        mode: Mode::Phone,
        from: day(FROM),
        to: day(TO),
        source: sheet.one(SOURCE).unwrap_or_default().to_owned(),
        was: None,
    };
    let (now, grid) = (app.ports.clock.now(), &snapshot.post.grid);
    let work = &writing.scene.pack.work;
    let (names, ()) =
        writing
            .session
            .db
            .write_named(&app.kit, &app.ports, &snapshot.post, |reads| {
                let stands = reads.0.mode_override(&id(grid, &asked))?;
                asked.was = stands.map(|order| order.origin.op);
                let op = decide(work, grid, &asked, now)
                    .map_err(|error| errors::trip(&app.kit, &error))?;
                Ok(Decision::new(vec![op], ()))
            })?;
    writing.session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app
            .kit
            .say
            .texts()
            .format("order.done", &[("day", asked.to.into())]),
        undo: Some(taking_back::undo(app, None, &names)),
        go: Some(Screen::Events),
        changed: true,
    })
}

/// Makes the blocks of the orders that run or will, and of a new one.
pub(crate) fn blocks(say: &Say, snapshot: &Snapshot) -> Vec<Block> {
    let texts = say.texts();
    let running = snapshot
        .overrides
        .iter()
        .filter(|order| order.to >= snapshot.today);
    let mut blocks: Vec<Block> = running.map(|order| block(say, snapshot, order)).collect();
    blocks.push(Block {
        title: Say::open(texts.get("order.title")),
        lines: vec![Say::line(
            Say::open(texts.get("order.why")),
            Tone::Quiet,
            None,
        )],
        actions: vec![Action {
            label: texts.get("order.begin").to_owned(),
            intent: Intent::Go {
                screen: Screen::Form {
                    key: super::ORDER.to_owned(),
                },
            },
            enabled: true,
            note: None,
        }],
        go: None,
    });
    blocks
}

fn block(say: &Say, snapshot: &Snapshot, order: &OverrideRecord) -> Block {
    let texts = say.texts();
    let area = events::area_name(say, snapshot, order.area.as_deref());
    let line = |words| Say::line(Say::open(words), Tone::Plain, None);
    Block {
        title: say.dotted(&[Say::open(texts.get("order.title")), Say::open(area)]),
        lines: vec![
            line(texts.format(
                "event.span",
                &[("from", order.from.into()), ("to", order.to.into())],
            )),
            line(texts.format("event.source", &[("source", (&order.source).into())])),
        ],
        actions: vec![Action {
            label: texts.get("event.end").to_owned(),
            intent: Intent::EndOverride {
                key: order.id.as_str().to_owned(),
                to: snapshot.today.plus_days(-1).to_string(),
            },
            enabled: true,
            note: None,
        }],
        go: None,
    }
}

/// Gives an order an earlier last day, so that visits are owed again.
pub(crate) fn end(app: &App, order: &str, to: &str) -> Result<Outcome> {
    let session = app.session();
    let last = Day::parse(to).map_err(|_| {
        app.kit
            .error(ErrorKind::Invalid, "day_bad", &[("text", to)])
    })?;
    let post = session.db.post(&app.kit)?;
    let (names, ()) = session
        .db
        .write_named(&app.kit, &app.ports, &post, |reads| {
            let known = reads.0.mode_override(&order.into())?;
            let known = known
                .filter(|known| known.grid == post.grid)
                .ok_or_else(|| app.not_found("no_event"))?;
            let op = decide_end(&known, last).map_err(|error| errors::trip(&app.kit, &error))?;
            Ok(Decision::new(vec![op], ()))
        })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app.kit.say.texts().get("order.ended").to_owned(),
        undo: Some(taking_back::undo(app, None, &names)),
        go: Some(Screen::Events),
        changed: true,
    })
}
