//! 事件: what is going on in the place, what it changes, and what its end opens.

use std::collections::BTreeSet;
use tanfang_domain::event::{DataClass, Event, EventSet, NewOp, Scope};
use tanfang_policy::eval::eval_bool;
use tanfang_policy::world::{Subject as Place, World};
use tanfang_store::{Decision, EventRecord};
use tanfang_values::Day;

use super::db::Span;
use super::kit::Pack;
use super::people::Snapshot;
use super::{App, forms};
use crate::error::{ErrorKind, Result};
use crate::phrases::AllEvents;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Empty, Intent, Line, Outcome, PageView, Screen, Tone};

/// So many days an event that is over is still shown.
const SHOWN_AFTER: i64 = 60;

/// Names a part of the place: its village if it is known, else its code.
pub(crate) fn area_name(say: &Say, snapshot: &Snapshot, area: Option<&str>) -> String {
    match area {
        None => say.texts().get("event.whole").to_owned(),
        Some(area) if area == snapshot.post.division => snapshot.post.village.clone(),
        Some(area) => area.to_owned(),
    }
}

/// Says what an event changes: which duties and reports come with it, which rest
/// while it is on; that visits go on is always said.
pub(crate) fn changes(
    say: &Say,
    words: &AllEvents,
    pack: &Pack,
    snapshot: &Snapshot,
    name: &str,
) -> Vec<Line> {
    let texts = say.texts();
    let world = |on: bool| {
        let mut world = World::new(snapshot.today);
        if on {
            world.events = BTreeSet::from([name.to_owned()]);
        }
        world
    };
    let (without, with) = (world(false), world(true));
    let line = |key: &str, name: &str| {
        let words = texts.format(key, &[("name", name.into())]);
        Say::line(Say::open(words), Tone::Plain, None)
    };
    let said = words.of(name);
    let mut lines: Vec<Line> = said
        .map(|said| Say::line(Say::open(said.begin.as_str()), Tone::Plain, None))
        .into_iter()
        .collect();
    let rules = pack
        .work
        .obligations()
        .iter()
        .filter(|rule| rule.in_force(snapshot.today))
        .map(|rule| (&rule.name, rule.event.as_ref()));
    let reports = pack
        .work
        .deadlines()
        .iter()
        .filter(|rule| rule.in_force(snapshot.today))
        .map(|rule| (&rule.name, rule.event.as_ref()));
    for (rule_name, rule) in rules.chain(reports) {
        let Some(rule) = rule else {
            continue;
        };
        let holds = |world: &World| eval_bool(&rule.expr, world, Place::Household);
        let (before, after) = (holds(&without), holds(&with));
        if after.surely_true() && before.surely_false() {
            lines.push(line(key("event.adds"), rule_name));
        } else if before.surely_true() && after.surely_false() {
            lines.push(line(key("event.rests"), rule_name));
        }
    }
    lines.dedup();
    let go_on = Say::open(texts.get("event.visits_go_on"));
    lines.push(Say::line(go_on, Tone::Quiet, None));
    lines
}

impl App {
    /// Returns 事件: what is going on, and what was until lately.
    pub fn events(&self) -> Result<PageView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let say = &self.kit.say;
        let texts = say.texts();
        let snapshot = &scene.snapshot;
        let today = snapshot.today;
        let mut events = session.db.read(&self.kit, |reads| reads.0.events())?;
        events.retain(|event| {
            event.grid == snapshot.post.grid
                && event
                    .to
                    .is_none_or(|to| to.days_until(today) <= SHOWN_AFTER && to >= event.from)
        });
        events.sort_by(|a, b| (b.from, &b.event).cmp(&(a.from, &a.event)));
        let mut blocks: Vec<Block> = events
            .iter()
            .map(|event| block(say, &self.kit.events, &scene.pack, snapshot, event))
            .collect();
        let none = blocks.is_empty();
        blocks.extend(forms::order::blocks(say, snapshot));
        Ok(PageView {
            title: Say::open(texts.get("event.title")),
            sentence: Some(Say::open(texts.get("event.sentence"))),
            empty: none.then(|| Empty {
                sentence: texts.get("event.none").to_owned(),
                action: None,
            }),
            blocks,
            primary: Some(Action {
                label: texts.get("event.begin_new").to_owned(),
                intent: Intent::Go {
                    screen: Screen::Form {
                        key: forms::EVENT.to_owned(),
                    },
                },
                enabled: true,
                note: None,
            }),
        })
    }
}

fn block(
    say: &Say,
    words: &AllEvents,
    pack: &Pack,
    snapshot: &Snapshot,
    event: &EventRecord,
) -> Block {
    let texts = say.texts();
    let today = snapshot.today;
    let area = area_name(say, snapshot, event.area.as_deref());
    let on = event.to.is_none_or(|to| today <= to);
    let span = match event.to {
        Some(to) => texts.format(
            "event.span",
            &[("from", event.from.into()), ("to", to.into())],
        ),
        None => texts.format("event.since", &[("from", event.from.into())]),
    };
    let mut lines = vec![Say::line(Say::open(span), Tone::Plain, None)];
    if let Some(source) = &event.source {
        let words = texts.format("event.source", &[("source", source.into())]);
        lines.push(Say::line(Say::open(words), Tone::Plain, None));
    }
    let action = |label: &str, to: Day| Action {
        label: texts.get(label).to_owned(),
        intent: Intent::EndEvent {
            event: event.event.as_str().to_owned(),
            to: to.to_string(),
        },
        enabled: true,
        note: None,
    };
    let mut actions = Vec::new();
    if on {
        lines.extend(changes(say, words, pack, snapshot, &event.name));
        let yesterday = today.plus_days(-1);
        if event.from <= yesterday {
            actions.push(action(key("event.end"), yesterday));
        }
        actions.push(action(key("event.never"), event.from.plus_days(-1)));
    } else {
        let over = words.of(&event.name);
        let over = over.map_or_else(|| texts.get("event.over"), |words| &words.end);
        lines.push(Say::line(
            Say::open(over),
            Tone::Amber,
            Some(Screen::Reports),
        ));
    }
    Block {
        title: say.dotted(&[Say::open(event.name.as_str()), Say::open(area)]),
        lines,
        actions,
        go: None,
    }
}

/// Gives an event its last day; one before its first says that it never was.
pub(crate) fn end(app: &App, event: &str, to: &str) -> Result<Outcome> {
    let session = app.session();
    let bad = |_| {
        app.kit
            .error(ErrorKind::Invalid, "day_bad", &[("text", to)])
    };
    let last = Day::parse(to).map_err(bad)?;
    if last > app.today_day() {
        return Err(app.kit.error(ErrorKind::Invalid, "day_future", &[]));
    }
    let post = session.db.post(&app.kit)?;
    let (name, before) = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let events = reads.0.events()?;
        let found = events
            .into_iter()
            .find(|known| known.event.as_str() == event && known.grid == post.grid)
            .ok_or_else(|| app.not_found("no_event"))?;
        let before = found.to;
        let op = NewOp::new(
            Scope::new(found.grid, DataClass::Core),
            Event::EventSet(EventSet {
                event: found.event,
                name: found.name.clone(),
                area: found.area,
                from: found.from,
                to: Some(last),
                source: found.source,
                was: Some(found.op),
            }),
        );
        Ok(Decision::new(vec![op], (found.name, before)))
    })?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    Ok(Outcome {
        sentence: texts.format("settings.event_ended", &[("name", (&name).into())]),
        undo: before.map(|before| Action {
            label: texts.get("label.undo").to_owned(),
            intent: Intent::EndEvent {
                event: event.to_owned(),
                to: before.to_string(),
            },
            enabled: true,
            note: None,
        }),
        go: None,
        changed: true,
    })
}
