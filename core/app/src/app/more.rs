//! 更多, 线索 and 设置.

use tanfang_domain::pack::{Notice, Work};
use tanfang_policy::pack::{Layer, Resolved, Status};

use super::home::flag_tone;
use super::people::Snapshot;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Empty, FlagsView, Line, LookSetting, Masked, MoreView, Screen, SettingsSection, SettingsView,
    ThemeChoice, Tone, TypeSize,
};

/// The ledger that 更多 leads to.
const LEDGER: &str = "L06";

/// Makes 更多.
pub(crate) fn more(say: &Say, snapshot: &Snapshot, practice: bool) -> MoreView {
    let texts = say.texts();
    let roles: Vec<String> = snapshot.viewer.roles.iter().map(|r| say.role(*r)).collect();
    let go = |key: &str, screen| Line {
        text: Say::open(texts.get(key)),
        tone: Tone::Plain,
        go: Some(screen),
    };
    let mut entries = vec![
        go(
            key("more.ledger"),
            Screen::Ledger {
                ledger: LEDGER.to_owned(),
            },
        ),
        go(key("more.import"), Screen::Import),
        go(key("more.settings"), Screen::Settings),
    ];
    if practice {
        entries.push(go(key("more.leave_practice"), Screen::First));
    }
    MoreView {
        worker: texts.format(
            "more.worker",
            &[
                ("name", (&snapshot.post.worker.name).into()),
                ("roles", (&say.listed(&roles)).into()),
                ("village", (&snapshot.post.village).into()),
            ],
        ),
        entries,
    }
}

/// Makes 线索: open flags the viewer may see, the urgent first, then the oldest.
pub(crate) fn flags(say: &Say, work: &Work, snapshot: &Snapshot) -> FlagsView {
    let texts = say.texts();
    let mut open: Vec<_> = snapshot
        .flags
        .iter()
        .filter_map(|flag| {
            let class = work.flag(&flag.code)?;
            // A home that the viewer may not know of has no flags either.
            snapshot.home(flag.household.as_str())?;
            class
                .visible_to(&snapshot.viewer.roles)
                .then_some((class, flag))
        })
        .collect();
    open.sort_by_key(|(class, flag)| (class.class, flag.day, flag.flag.clone()));
    let rows: Vec<Line> = open
        .into_iter()
        .map(|(class, flag)| {
            let who = snapshot.subject_name(say, &flag.about);
            let of = |name: &str, who: &str| {
                texts.format(
                    "flags.row",
                    &[
                        ("name", name.into()),
                        ("who", who.into()),
                        ("day", flag.day.into()),
                    ],
                )
            };
            Line {
                text: Masked {
                    text: of(&class.name, &who.text),
                    masked: of(texts.get("say.hidden"), &who.masked),
                },
                tone: flag_tone(class),
                go: Some(Screen::Home {
                    household: flag.household.as_str().to_owned(),
                }),
            }
        })
        .collect();
    FlagsView {
        empty: rows.is_empty().then(|| Empty {
            sentence: texts.get("flags.empty").to_owned(),
            action: None,
        }),
        rows,
    }
}

/// What 设置 tells of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) homes: usize,
    pub(crate) people: usize,
    pub(crate) visits: usize,
    pub(crate) ops: usize,
    pub(crate) days_since_backup: Option<i64>,
}

/// Makes 设置.
pub(crate) fn settings(say: &Say, resolved: &Resolved, work: &Work, held: Held) -> SettingsView {
    let texts = say.texts();
    let plain = |words: String, tone| Line {
        text: Say::open(words),
        tone,
        go: None,
    };
    let mut packs: Vec<Line> = Vec::new();
    for layer in resolved.layers().iter().rev() {
        packs.push(plain(layer_words(say, layer), Tone::Plain));
        if layer.head.fictitious {
            let words = texts.get("settings.pack_fictitious").to_owned();
            packs.push(plain(words, Tone::Amber));
        }
    }
    for notice in work.notices() {
        if let Notice::SlotUnset { slot, .. } = notice {
            let words = texts.format("settings.slot_unset", &[("name", slot.into())]);
            let line = plain(words, Tone::Quiet);
            if !packs.contains(&line) {
                packs.push(line);
            }
        }
    }
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
    let section = |key: &str, title: &str, lines| SettingsSection {
        key: key.to_owned(),
        title: title.to_owned(),
        lines,
        actions: Vec::new(),
    };
    SettingsView {
        look: LookSetting {
            size: TypeSize::Normal,
            theme: ThemeChoice::System,
            mask: false,
        },
        sections: vec![
            section("packs", texts.get("settings.title_packs"), packs),
            section(
                "store",
                texts.get("settings.title_store"),
                vec![
                    plain(backup, Tone::Plain),
                    plain(homes, Tone::Plain),
                    plain(ops, Tone::Quiet),
                ],
            ),
        ],
        numbers: Vec::new(),
    }
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
