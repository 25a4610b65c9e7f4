//! 更多 and 线索.

use tanfang_domain::flag::OpenFlag;
use tanfang_domain::pack::Work;
use tanfang_domain::schedule::frozen::{Hold, hold};

use super::forms;
use super::home::flag_tone;
use super::people::Snapshot;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Empty, FlagsView, Line, Masked, MoreView, Screen, Tone};

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
        go(key("more.policies"), Screen::Policies),
        go(
            key("more.oral"),
            Screen::Form {
                key: forms::ORAL.to_owned(),
            },
        ),
        go(key("more.import"), Screen::Import),
        go(key("more.batches"), Screen::Batches),
        go(
            key("more.coverage"),
            Screen::Coverage {
                class: None,
                division: None,
            },
        ),
        go(key("more.matches"), Screen::Matches),
        go(key("more.month"), Screen::Month { month: None }),
        go(
            key("more.patrol"),
            Screen::Form {
                key: forms::PATROL.to_owned(),
            },
        ),
        go(key("more.events"), Screen::Events),
        go(key("more.campaigns"), Screen::Campaigns),
        go(key("more.reports"), Screen::Reports),
        go(key("more.call"), Screen::Call { flag: None }),
        go(key("near.go"), Screen::Evidence { household: None }),
        go(key("storage.go"), Screen::Storage),
        go(key("more.feedback"), Screen::Feedback),
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

/// Says that an event of the place holds a flag, or that one that is over did.
fn held(say: &Say, work: &Work, snapshot: &Snapshot, flag: &OpenFlag) -> String {
    let Some(home) = snapshot.home(flag.household.as_str()) else {
        return String::new();
    };
    let of = (flag.code.as_str(), &flag.about);
    match hold(work, home, &snapshot.events, of, flag.day, snapshot.today) {
        Hold::Free => String::new(),
        Hold::Held => say.texts().get("flags.held").to_owned(),
        Hold::Back(day) => say.texts().format("flags.back", &[("day", day.into())]),
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
            let held = held(say, work, snapshot, flag);
            let of = |name: &str, who: &str| {
                let row = texts.format(
                    "flags.row",
                    &[
                        ("name", name.into()),
                        ("who", who.into()),
                        ("day", flag.day.into()),
                    ],
                );
                format!("{row}{held}")
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
    let rows: Vec<Line> = rows.into_iter().chain(clues(say, work, snapshot)).collect();
    FlagsView {
        empty: rows.is_empty().then(|| Empty {
            sentence: texts.get("flags.empty").to_owned(),
            action: None,
        }),
        rows,
    }
}

/// Lists what rounds saw, the newest first: a place, and no home to go to.
fn clues(say: &Say, work: &Work, snapshot: &Snapshot) -> Vec<Line> {
    let texts = say.texts();
    let mut lines = Vec::new();
    for patrol in snapshot.patrols.iter().rev() {
        for clue in &patrol.clues {
            let class = clue.code.as_deref().and_then(|code| work.flag(code));
            if class.is_some_and(|class| !class.visible_to(&snapshot.viewer.roles)) {
                continue;
            }
            let name = match class {
                Some(class) => class.name.as_str(),
                None => texts.get("patrol.no_class"),
            };
            let of = |name: &str, place: &str| {
                let words = [
                    ("name", name.into()),
                    ("place", place.into()),
                    ("day", patrol.day.into()),
                ];
                texts.format("patrol.row", &words)
            };
            let hidden = texts.get("say.hidden");
            lines.push(Line {
                text: Masked {
                    text: of(name, &clue.place),
                    masked: of(hidden, hidden),
                },
                tone: class.map_or(Tone::Plain, flag_tone),
                go: None,
            });
        }
    }
    lines
}
