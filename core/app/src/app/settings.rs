//! 设置: what stands there, and what is kept when it is changed.

use tanfang_domain::event::{DataClass, Event, EventSet, NewOp, Scope, derive_id};
use tanfang_domain::pack::{Host, Notice, Work};
use tanfang_policy::pack::{Layer, Resolved, Status};
use tanfang_store::{Decision, EventRecord};
use tanfang_values::{Day, EventId};

use super::db::Span;
use super::{App, calendar};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, Intent, Line, LookSetting, NumberRow, Outcome, Screen, SettingsSection, SettingsView,
    ThemeChoice, Tone, TypeSize,
};

/// Where the look of the screens is kept, as JSON.
const LOOK: &str = "look";
/// Where numbers written down by hand are kept, by the key of the call.
const NUMBER: &str = "number.";
/// Digits that a number may have: three for 110, some more than a trunk call.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=16;

/// What 设置 tells of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) homes: usize,
    pub(crate) people: usize,
    pub(crate) visits: usize,
    pub(crate) ops: usize,
    pub(crate) days_since_backup: Option<i64>,
}

/// What 设置 is made of.
pub(crate) struct Parts<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) work: &'a Work,
    pub(crate) held: Held,
    pub(crate) look: LookSetting,
    /// What is going on in the grid on this day.
    pub(crate) events: &'a [EventRecord],
    /// Numbers written down by hand, by key.
    pub(crate) numbers: &'a [(String, String)],
    pub(crate) calendar: Vec<Line>,
    /// The day on which the clock of the phone last went back.
    pub(crate) clock_back: Option<Day>,
    pub(crate) practice: bool,
}

const DEFAULT_LOOK: LookSetting = LookSetting {
    size: TypeSize::Normal,
    theme: ThemeChoice::System,
    mask: false,
};

fn plain(words: String, tone: Tone) -> Line {
    Line {
        text: Say::open(words),
        tone,
        go: None,
    }
}

/// Makes 设置.
pub(crate) fn view(say: &Say, parts: &Parts<'_>) -> SettingsView {
    let texts = say.texts();
    let section = |key: &str, title: &str, lines, actions| SettingsSection {
        key: key.to_owned(),
        title: texts.get(title).to_owned(),
        lines,
        actions,
    };
    SettingsView {
        look: parts.look,
        sections: vec![
            section(
                "store",
                key("settings.title_store"),
                store(say, parts),
                vec![
                    go(say, key("settings.recovery_go"), Screen::Recovery),
                    go(say, key("settings.hand_over_go"), Screen::HandOver),
                    go(say, key("settings.wipe_go"), Screen::Wipe),
                ],
            ),
            section(
                "events",
                key("settings.title_events"),
                events(say, parts),
                event_actions(say, parts),
            ),
            section(
                "packs",
                key("settings.title_packs"),
                packs(say, parts),
                Vec::new(),
            ),
            section(
                "calendar",
                key("settings.title_calendar"),
                parts.calendar.clone(),
                Vec::new(),
            ),
            section(
                "help",
                key("settings.title_help"),
                vec![plain(texts.get("settings.help").to_owned(), Tone::Plain)],
                vec![
                    go(say, key("settings.feedback_go"), Screen::Feedback),
                    go(say, key("settings.call_go"), Screen::Call { flag: None }),
                ],
            ),
            section(
                "about",
                key("settings.title_about"),
                about(say, parts.work.host()),
                Vec::new(),
            ),
        ],
        numbers: numbers(say, parts),
    }
}

fn go(say: &Say, label: &str, screen: Screen) -> Action {
    Action {
        label: say.texts().get(label).to_owned(),
        intent: Intent::Go { screen },
        enabled: true,
        note: None,
    }
}

fn store(say: &Say, parts: &Parts<'_>) -> Vec<Line> {
    let texts = say.texts();
    let held = parts.held;
    let backup = match held.days_since_backup {
        None => texts.get("settings.backup_never").to_owned(),
        Some(0) => texts.get("settings.backup_today").to_owned(),
        Some(n) => texts.format("settings.backup_days", &[("n", n.into())]),
    };
    let homes = texts.format(
        "settings.homes",
        &[
            ("homes", held.homes.into()),
            ("people", held.people.into()),
            ("visits", held.visits.into()),
        ],
    );
    let ops = texts.format("settings.ops", &[("n", held.ops.into())]);
    let mut lines = vec![
        plain(backup, Tone::Plain),
        plain(texts.get("settings.no_photos").to_owned(), Tone::Quiet),
        plain(homes, Tone::Plain),
        plain(ops, Tone::Quiet),
    ];
    if let Some(day) = parts.clock_back {
        let words = texts.format("today.clock_back", &[("day", day.into())]);
        lines.push(plain(words, Tone::Amber));
    }
    if parts.practice {
        let words = texts.get("settings.practice").to_owned();
        lines.push(plain(words, Tone::Amber));
    }
    lines
}

fn packs(say: &Say, parts: &Parts<'_>) -> Vec<Line> {
    let texts = say.texts();
    let mut lines: Vec<Line> = Vec::new();
    for layer in parts.resolved.layers().iter().rev() {
        lines.push(plain(layer_words(say, layer), Tone::Plain));
        if layer.head.fictitious {
            let words = texts.get("settings.pack_fictitious").to_owned();
            lines.push(plain(words, Tone::Amber));
        }
    }
    for notice in parts.work.notices() {
        if let Notice::SlotUnset { slot, .. } = notice {
            let words = texts.format("settings.slot_unset", &[("name", slot.into())]);
            let line = plain(words, Tone::Quiet);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn layer_words(say: &Say, layer: &Layer) -> String {
    let texts = say.texts();
    let head = &layer.head;
    let until = match head.until {
        Some(day) => texts.format("why.pack_until", &[("day", day.into())]),
        None => texts.get("why.pack_open").to_owned(),
    };
    let status = match head.status {
        Some(Status::Current) => texts.get("settings.status_current"),
        Some(Status::Past) => texts.get("settings.status_past"),
        Some(Status::Demo) => texts.get("settings.status_practice"),
        None => {
            return texts.format(
                "settings.pack",
                &[
                    ("name", (&head.name).into()),
                    ("from", head.from.into()),
                    ("until", (&until).into()),
                ],
            );
        }
    };
    texts.format(
        "settings.pack_status",
        &[
            ("name", (&head.name).into()),
            ("status", status.into()),
            ("from", head.from.into()),
            ("until", (&until).into()),
        ],
    )
}

/// Lists what is going on; what is not going on is only in the actions.
fn events(say: &Say, parts: &Parts<'_>) -> Vec<Line> {
    let texts = say.texts();
    if parts.events.is_empty() {
        let words = texts.get("settings.events_none").to_owned();
        return vec![plain(words, Tone::Quiet)];
    }
    parts
        .events
        .iter()
        .map(|event| {
            let words = texts.format(
                "settings.event_open",
                &[("name", (&event.name).into()), ("from", event.from.into())],
            );
            plain(words, Tone::Amber)
        })
        .collect()
}

/// Offers to open or to end each event that a pack in force speaks of.
fn event_actions(say: &Say, parts: &Parts<'_>) -> Vec<Action> {
    let texts = say.texts();
    parts
        .work
        .event_names()
        .iter()
        .map(|name| {
            let going_on = parts.events.iter().any(|event| event.name == *name);
            let label = if going_on {
                key("settings.event_end")
            } else {
                key("settings.event_begin")
            };
            Action {
                label: texts.format(label, &[("name", name.into())]),
                intent: Intent::SetEvent {
                    name: name.clone(),
                    open: !going_on,
                },
                enabled: true,
                note: None,
            }
        })
        .collect()
}

fn about(say: &Say, host: Option<&Host>) -> Vec<Line> {
    let texts = say.texts();
    let unset = texts.get("settings.unset");
    let of = |key: &str, value: Option<&str>| {
        let tone = if value.is_some() {
            Tone::Plain
        } else {
            Tone::Quiet
        };
        let words = texts.format(key, &[("text", value.unwrap_or(unset).into())]);
        plain(words, tone)
    };
    vec![
        of(key("settings.host"), host.map(|host| host.name.as_str())),
        of(
            key("settings.filing"),
            host.and_then(|host| host.filing.as_deref()),
        ),
        of(key("settings.version"), Some(env!("CARGO_PKG_VERSION"))),
        plain(texts.get("settings.never").to_owned(), Tone::Quiet),
    ]
}

fn numbers(say: &Say, parts: &Parts<'_>) -> Vec<NumberRow> {
    let texts = say.texts();
    parts
        .work
        .calls()
        .iter()
        .filter(|call| !call.fixed)
        .map(|call| {
            let by_hand = parts
                .numbers
                .iter()
                .find(|(key, _)| *key == call.key)
                .map(|(_, number)| number.as_str());
            let (number, source) = match (call.number.as_deref(), by_hand) {
                (_, Some(number)) => (number, "settings.number_hand"),
                (Some(number), None) => (number, "settings.number_county"),
                (None, None) => ("", "settings.unset"),
            };
            NumberRow {
                key: call.key.clone(),
                label: call.name.clone(),
                number: number.to_owned(),
                source: texts.get(source).to_owned(),
            }
        })
        .collect()
}

impl App {
    /// Returns 设置.
    pub fn settings(&self) -> Result<SettingsView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let now = self.ports.clock.now();
        let held = session.db.held(&self.kit, &scene.snapshot, now)?;
        let today = scene.snapshot.today;
        let (events, numbers) = session.db.settings_parts(
            &self.kit,
            &scene.snapshot.post.grid,
            today,
            scene.pack.work.calls(),
        )?;
        let in_force = session.db.calendar(&self.kit)?;
        Ok(view(
            &self.kit.say,
            &Parts {
                resolved: &scene.pack.resolved,
                work: &scene.pack.work,
                held,
                look: session.db.look(&self.kit)?,
                events: &events,
                numbers: &numbers,
                calendar: calendar::lines(&self.kit.say, &in_force, today.ymd().0),
                clock_back: session
                    .db
                    .clock_back(&self.kit, &self.ports.moment())?
                    .map(|back| back.day),
                practice: session.practice,
            },
        ))
    }

    /// Returns how the screens look on this phone; a cheap read, also before setup.
    pub fn look(&self) -> Result<LookSetting> {
        self.session().db.look(&self.kit)
    }
}

/// Keeps how the screens look.
pub(crate) fn set_look(app: &App, look: LookSetting) -> Result<Outcome> {
    let text = serde_json::to_string(&look).map_err(|error| {
        tracing::error!(%error, "look");
        app.kit.error(ErrorKind::Internal, "internal", &[])
    })?;
    app.session().db.set_setting(&app.kit, LOOK, &text)?;
    Ok(done(app, key("settings.look_done")))
}

/// Reads how the screens look; what does not read is the default.
pub(crate) fn read_look(text: Option<&str>) -> LookSetting {
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or(DEFAULT_LOOK)
}

/// Returns where a number written down by hand is kept.
pub(crate) fn number_key(call: &str) -> String {
    format!("{NUMBER}{call}")
}

/// Returns where the look is kept.
pub(crate) const fn look_key() -> &'static str {
    LOOK
}

/// Keeps a number that the county's data does not give; an empty one is taken back.
pub(crate) fn set_number(app: &App, call: &str, number: &str) -> Result<Outcome> {
    let mut session = app.session();
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    pack.work
        .calls()
        .iter()
        .find(|known| known.key == call && !known.fixed)
        .ok_or_else(|| app.not_found("no_number"))?;
    let number = number.trim();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let odd = number
        .chars()
        .any(|c| !(c.is_ascii_digit() || matches!(c, '+' | '-' | ' ')));
    if !number.is_empty() && (odd || !DIGITS.contains(&digits)) {
        return Err(app
            .kit
            .error(ErrorKind::Invalid, "phone_bad", &[("text", number)]));
    }
    session
        .db
        .set_setting(&app.kit, &number_key(call), number)?;
    Ok(done(app, key("settings.number_done")))
}

/// Opens or ends an event of the place, from today on.
pub(crate) fn set_event(app: &App, name: &str, open: bool) -> Result<Outcome> {
    let mut session = app.session();
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    if !pack.work.event_names().iter().any(|known| known == name) {
        return Err(app.not_found("no_event"));
    }
    let today = app.today_day();
    let changed = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let going_on: Vec<EventRecord> = reads
            .events_on(&post.grid, today)?
            .into_iter()
            .filter(|event| event.name == name)
            .collect();
        let ops = if open {
            begin(name, today, &post.grid, &going_on)
        } else {
            going_on.iter().map(|event| end(event, today)).collect()
        };
        let changed = !ops.is_empty();
        Ok(Decision::new(ops, changed))
    })?;
    session.db.checkpoint(&app.ports);
    let sentence = if open {
        key("settings.event_begun")
    } else {
        key("settings.event_ended")
    };
    Ok(Outcome {
        sentence: app
            .kit
            .say
            .texts()
            .format(sentence, &[("name", name.into())]),
        undo: changed.then(|| Action {
            label: app.kit.say.texts().get("label.undo").to_owned(),
            intent: Intent::SetEvent {
                name: name.to_owned(),
                open: !open,
            },
            enabled: true,
            note: None,
        }),
        go: None,
        changed,
    })
}

fn begin(
    name: &str,
    today: Day,
    grid: &tanfang_values::GridId,
    going_on: &[EventRecord],
) -> Vec<NewOp> {
    if !going_on.is_empty() {
        return Vec::new();
    }
    let id = derive_id("event", &[grid.as_str(), name, &today.to_string()]);
    vec![NewOp::new(
        Scope::new(grid.clone(), DataClass::Core),
        Event::EventSet(EventSet {
            event: EventId::new(id),
            name: name.to_owned(),
            area: None,
            from: today,
            to: None,
            source: None,
            was: None,
        }),
    )]
}

/// Ends an event yesterday, so that it is over today; one that began today never was.
fn end(event: &EventRecord, today: Day) -> NewOp {
    NewOp::new(
        Scope::new(event.grid.clone(), DataClass::Core),
        Event::EventSet(EventSet {
            event: event.event.clone(),
            name: event.name.clone(),
            area: event.area.clone(),
            from: event.from,
            to: Some(today.plus_days(-1)),
            source: event.source.clone(),
            was: Some(event.op.clone()),
        }),
    )
}

fn done(app: &App, sentence: &str) -> Outcome {
    Outcome {
        sentence: app.kit.say.texts().get(sentence).to_owned(),
        undo: None,
        go: None,
        changed: true,
    }
}
