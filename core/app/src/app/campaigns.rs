//! 活动: who of a roster was seen between two days, as facts about homes.

mod gaps;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use tanfang_domain::event::Subject;
use tanfang_domain::people::{Household, Person};
use tanfang_domain::schedule::campaign::Campaign;
use tanfang_domain::schedule::obligation::Cadence;
use tanfang_domain::schedule::{Book, DutyState, Status};
use tanfang_policy::dict::{FactDef, Type};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, HouseholdId};

use super::db::Span;
use super::people::{Snapshot, home_name};
use super::{App, Scene};
use crate::error::Result;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Block, Empty, Line, PageView, Screen, Tone};

/// Separates a campaign from one of its classes in the key of a page.
const OF_CLASS: char = '/';
/// Most homes that one page lists.
const MOST: usize = 500;

/// Says whether a person or a home was seen in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// Somebody went, whose record is here.
    Yes,
    /// Nobody of whom the records are here.
    No,
    /// Whoever owes it has sent no records.
    Unknown,
}

/// Says where a day lies in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Running,
    Ahead,
    Over,
    /// No source says when.
    Undated,
}

impl Stage {
    /// The order in which a list shows them, each below its head.
    const ALL: [(Self, &str); 4] = [
        (Self::Running, key("campaign.running")),
        (Self::Ahead, key("campaign.ahead")),
        (Self::Over, key("campaign.over")),
        (Self::Undated, key("campaign.undated")),
    ];

    fn of(campaign: &Campaign, day: Day) -> Self {
        match campaign.from {
            None => Self::Undated,
            Some(from) if day < from => Self::Ahead,
            Some(_) if campaign.last() < day => Self::Over,
            Some(_) => Self::Running,
        }
    }
}

/// Holds a person or a home of a campaign.
struct Covered<'a> {
    home: &'a Household,
    person: Option<&'a Person>,
    seen: Seen,
}

impl Covered<'_> {
    fn is_of(&self, class: &str, day: Day) -> bool {
        let holds = |person: &Person| person.classes(day).any(|m| m.class == class);
        match self.person {
            Some(person) => holds(person),
            None => self.home.present(day).any(holds),
        }
    }
}

/// Lists whom a campaign covers, each once, whatever roles owe it.
fn covered<'a>(scene: &'a Scene, campaign: &Campaign) -> Vec<Covered<'a>> {
    let snapshot = &scene.snapshot;
    let Some(first) = campaign.from else {
        return Vec::new();
    };
    let last = campaign.last().min(snapshot.today).max(first);
    let book = snapshot.book();
    let schedule = snapshot.schedule(&scene.pack.work, &book);
    let of = |duty: &DutyState| matches!(&duty.obligation.cadence, Cadence::Once(of) if of.id == campaign.id);
    let duties = schedule.only(&snapshot.homes, first, last, of);
    let mut seen: BTreeMap<(usize, Option<usize>), Seen> = BTreeMap::new();
    let homes = snapshot.homes.iter().enumerate();
    let places: HashMap<&HouseholdId, usize> = homes.map(|(at, home)| (&home.id, at)).collect();
    for duty in &duties {
        let at = places.get(&duty.household).copied();
        let Some((at, home)) = at.and_then(|at| Some((at, snapshot.homes.get(at)?))) else {
            continue;
        };
        let who = match &duty.duty.about {
            Subject::Person(id) => home.persons.iter().position(|person| person.id == *id),
            Subject::Household(_) => None,
        };
        let now = match &duty.status {
            Status::Done(_) => Seen::Yes,
            Status::NotDone => Seen::No,
            Status::Unknown => Seen::Unknown,
            // Whoever died or left in its time is no longer among those to be seen.
            _ => continue,
        };
        let kept = seen.entry((at, who)).or_insert(now);
        *kept = now.min(*kept);
    }
    seen.into_iter()
        .filter_map(|((at, who), seen)| {
            let home = snapshot.homes.get(at)?;
            let person = match who {
                Some(who) => Some(home.persons.get(who)?),
                None => None,
            };
            Some(Covered { home, person, seen })
        })
        .collect()
}

fn plain(words: String) -> Line {
    Say::line(Say::open(words), Tone::Plain, None)
}

/// Says from when to when a campaign runs.
fn window(say: &Say, campaign: &Campaign) -> Line {
    let texts = say.texts();
    plain(match (campaign.from, campaign.until) {
        (Some(from), Some(until)) => texts.format(
            "campaign.window",
            &[
                ("from", (&say.full_day(from)).into()),
                ("until", (&say.full_day(until)).into()),
            ],
        ),
        (Some(from), None) => texts.format(
            "campaign.window_open",
            &[("from", (&say.full_day(from)).into())],
        ),
        (None, _) => texts.get("campaign.window_unset").to_owned(),
    })
}

/// Tells whether anybody is to be seen in a campaign; some only gather others, or a report.
fn asks_to_see(scene: &Scene, campaign: &Campaign) -> bool {
    let mut obligations = scene.pack.work.obligations().iter();
    obligations
        .any(|obligation| matches!(&obligation.cadence, Cadence::Once(of) if of.id == campaign.id))
}

/// Tells whether anything that happened in the days of a campaign is on record here.
fn is_recorded(snapshot: &Snapshot, campaign: &Campaign) -> bool {
    let Some(first) = campaign.from else {
        return false;
    };
    let visits = snapshot.visits.iter().map(|visit| visit.day);
    let attempts = snapshot.attempts.iter().map(|attempt| attempt.day);
    let calls = snapshot.contacts.iter().map(|contact| contact.day);
    let mut days = visits.chain(attempts).chain(calls);
    days.any(|day| first <= day && day <= campaign.last())
}

/// Says how many were seen and how many were not, as a fact; in words where
/// there is nobody to count.
fn counts(say: &Say, stage: Stage, covered: &[&Covered<'_>]) -> Line {
    let count = |seen: Seen| covered.iter().filter(|one| one.seen == seen).count();
    let texts = say.texts();
    match (stage, covered.len()) {
        (Stage::Ahead, 0) => return plain(texts.get("campaign.not_yet").to_owned()),
        (Stage::Ahead, n) => {
            return plain(texts.format("campaign.to_see", &[("n", n.into())]));
        }
        (_, 0) => return plain(texts.get("campaign.nobody").to_owned()),
        _ => {}
    }
    let (yes, no, unknown) = (count(Seen::Yes), count(Seen::No), count(Seen::Unknown));
    let all = ("n", covered.len().into());
    let words = if unknown > 0 {
        texts.format(
            "campaign.counts_unknown",
            &[
                all,
                ("seen", yes.into()),
                ("left", no.into()),
                ("unknown", unknown.into()),
            ],
        )
    } else {
        texts.format(
            "campaign.counts",
            &[all, ("seen", yes.into()), ("left", no.into())],
        )
    };
    let tone = if no + unknown == 0 && yes > 0 {
        Tone::Done
    } else {
        Tone::Plain
    };
    Say::line(Say::open(words), tone, None)
}

impl App {
    /// Returns 活动: every campaign of the pack in force.
    pub fn campaigns(&self) -> Result<PageView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Roster)?;
        let say = &self.kit.say;
        let texts = say.texts();
        let today = scene.snapshot.today;
        let mut blocks = Vec::new();
        for (stage, head) in Stage::ALL {
            let campaigns = scene.pack.work.campaigns().iter();
            let of = campaigns.filter(|campaign| Stage::of(campaign, today) == stage);
            let mut of: Vec<_> = of.collect();
            // What ends or begins next stands first; of what is over, what ended last.
            match stage {
                Stage::Over => of.sort_by_key(|campaign| Reverse(campaign.last())),
                Stage::Running => of.sort_by_key(|campaign| campaign.last()),
                Stage::Ahead | Stage::Undated => of.sort_by_key(|campaign| campaign.from),
            }
            if !of.is_empty() {
                blocks.push(Block::head(Say::open(texts.get(head))));
            }
            blocks.extend(of.into_iter().map(|campaign| Block {
                title: Say::open(campaign.name.as_str()),
                lines: vec![window(say, campaign)],
                actions: Vec::new(),
                go: Some(Screen::Campaign {
                    key: campaign.id.clone(),
                }),
            }));
        }
        Ok(PageView {
            title: Say::open(texts.get("campaign.title")),
            sentence: None,
            empty: blocks.is_empty().then(|| Empty {
                sentence: texts.get("campaign.none").to_owned(),
                action: None,
            }),
            blocks,
            primary: None,
        })
    }

    /// Returns 活动 of one campaign, or of one of its classes (`<campaign>/<class>`).
    pub fn campaign(&self, key: &str) -> Result<PageView> {
        let (id, class) = match key.split_once(OF_CLASS) {
            Some((id, class)) => (id, Some(class)),
            None => (key, None),
        };
        let mut session = self.session();
        let post = session.db.post(&self.kit)?;
        let pack = session.pack(&self.kit, &post.division)?;
        let found = pack.work.campaigns().iter().find(|known| known.id == id);
        let campaign = found.ok_or_else(|| self.not_found("no_campaign"))?;
        let first = campaign.from.unwrap_or(self.today_day());
        let scene = self.scene(&mut session, Span::Month(first))?;
        let batches = session.db.read(&self.kit, |reads| reads.0.batches())?;
        let imported = batches.iter().map(|batch| batch.day).max();
        let all = covered(&scene, campaign);
        let say = &self.kit.say;
        let today = scene.snapshot.today;
        let title = match class {
            Some(class) => say.dotted(&[
                Say::open(campaign.name.as_str()),
                Say::open(say.class(class)),
            ]),
            None => Say::open(campaign.name.as_str()),
        };
        let of: Vec<&Covered<'_>> = all
            .iter()
            .filter(|one| class.is_none_or(|class| one.is_of(class, today)))
            .collect();
        let stage = Stage::of(campaign, today);
        let mut lines = vec![window(say, campaign)];
        if stage == Stage::Over {
            lines.push(plain(say.texts().get("campaign.over").to_owned()));
        }
        // Nobody was missed of whom nothing could be on record.
        let asks = asks_to_see(&scene, campaign);
        let known = match stage {
            Stage::Over => is_recorded(&scene.snapshot, campaign),
            Stage::Undated => false,
            Stage::Running | Stage::Ahead => true,
        } && asks;
        if known {
            lines.push(counts(say, stage, &of));
        } else if !asks {
            lines.push(plain(say.texts().get("campaign.no_visits").to_owned()));
        } else if stage == Stage::Over {
            lines.push(plain(say.texts().get("campaign.no_records").to_owned()));
        }
        let mut blocks = vec![Block {
            title: Say::open(say.texts().get("campaign.all")),
            lines,
            actions: Vec::new(),
            go: None,
        }];
        if class.is_none() && known {
            blocks.extend(classes(say, campaign, &all, today));
        }
        blocks.extend(results(say, &scene.snapshot, campaign, &of));
        if class.is_none() {
            blocks.extend(screened(say, &scene, campaign));
            blocks.extend(gaps::block(say, campaign, &scene.snapshot, imported));
        }
        if known && stage != Stage::Ahead {
            blocks.extend(left(say, &scene.snapshot, &of));
        }
        Ok(PageView {
            title,
            sentence: Some(Say::open(say.texts().get("campaign.sentence"))),
            blocks,
            primary: None,
            empty: None,
        })
    }
}

/// Makes a part a class, each leading to whom it still lacks.
fn classes(say: &Say, campaign: &Campaign, all: &[Covered<'_>], today: Day) -> Vec<Block> {
    let classes = campaign.classes.iter();
    classes
        .map(|class| {
            let of: Vec<_> = all.iter().filter(|one| one.is_of(class, today)).collect();
            Block {
                title: Say::open(say.class(class)),
                lines: vec![counts(say, Stage::of(campaign, today), &of)],
                actions: Vec::new(),
                go: Some(Screen::Campaign {
                    key: format!("{}{OF_CLASS}{class}", campaign.id),
                }),
            }
        })
        .collect()
}

/// Counts what visits of the campaign's days raised, by kind of flag (the five omissions among them).
fn screened(say: &Say, scene: &Scene, campaign: &Campaign) -> Option<Block> {
    let snapshot = &scene.snapshot;
    let first = campaign.from?;
    let mut found: BTreeMap<_, usize> = BTreeMap::new();
    for flag in &snapshot.flags {
        let inside = first <= flag.day && flag.day <= campaign.last();
        let Some(class) = scene.pack.work.flag(&flag.code).filter(|_| inside) else {
            continue;
        };
        if class.visible_to(&snapshot.viewer.roles) {
            *found.entry((class.class, &class.name)).or_default() += 1;
        }
    }
    let lines: Vec<Line> = found
        .into_iter()
        .map(|((_, name), n)| {
            let words = say
                .texts()
                .format("campaign.found", &[("name", name.into()), ("n", n.into())]);
            Say::line(say.covered(words), Tone::Plain, Some(Screen::Flags))
        })
        .collect();
    (!lines.is_empty()).then(|| Block {
        title: Say::open(say.texts().get("campaign.screened")),
        lines,
        actions: Vec::new(),
        go: Some(Screen::Flags),
    })
}

/// Returns what the last visit of a campaign's days found for somebody; none
/// where no visit answered it.
fn found<'a>(
    book: &Book<'a>,
    campaign: &Campaign,
    fact: &FactDef,
    one: &Covered<'_>,
) -> Option<&'a FactValue> {
    let first = campaign.from?;
    let visits = book.visits(&one.home.id).iter().copied();
    let visits = visits.filter(|visit| first <= visit.day && visit.day <= campaign.last());
    let answers = visits.flat_map(|visit| {
        let answers = visit.answers.iter().map(|record| &record.answer);
        answers.map(move |answer| ((visit.day, &visit.origin), answer))
    });
    answers
        .filter(|(_, answer)| answer.writes.as_deref() == Some(fact.id.as_str()))
        .filter(|(_, answer)| match (&answer.about, one.person) {
            (Subject::Person(id), Some(person)) => *id == person.id,
            (Subject::Person(_), None) => false,
            (Subject::Household(_), _) => true,
        })
        .filter_map(|(at, answer)| Some((at, answer.value.as_ref()?)))
        .max_by(|(a, _), (b, _)| a.cmp(b))
        .map(|(_, value)| value)
}

/// Says what the screening found: how many of each kind, then person by person,
/// whoever lacks something first.
fn results(
    say: &Say,
    snapshot: &Snapshot,
    campaign: &Campaign,
    covered: &[&Covered<'_>],
) -> Option<Block> {
    let fact = campaign.screening.as_ref()?;
    let texts = say.texts();
    let Type::Many(kinds) = &fact.ty else {
        return None;
    };
    // What was found by its place among the kinds: those of several have the first.
    let mut screened: Vec<(usize, &Covered<'_>, &FactValue)> = Vec::new();
    let mut open = 0_usize;
    let book = snapshot.book();
    let mut counts = vec![0_usize; kinds.variants.len()];
    for one in covered.iter().copied() {
        let Some(value) = found(&book, campaign, fact, one) else {
            open += 1;
            continue;
        };
        let codes = match value {
            FactValue::Many(codes) => codes.as_slice(),
            _ => &[],
        };
        let mut least = kinds.variants.len();
        for (at, (kind, count)) in kinds.variants.iter().zip(&mut counts).enumerate() {
            if codes.contains(&kind.code) {
                *count += 1;
                least = least.min(at);
            }
        }
        screened.push((least, one, value));
    }
    screened.sort_by_key(|(least, ..)| *least);
    let count = |name: &str, n: usize| {
        plain(texts.format(
            "campaign.results_count",
            &[("name", name.into()), ("n", n.into())],
        ))
    };
    let mut lines: Vec<Line> = kinds
        .variants
        .iter()
        .zip(counts)
        .map(|(kind, n)| count(&kind.name, n))
        .collect();
    lines.push(plain(
        texts.format("campaign.results_open", &[("n", open.into())]),
    ));
    lines.extend(screened.iter().take(MOST).map(|(_, one, value)| {
        let home = home_name(say, one.home, snapshot.today);
        let who = one.person.map_or(home, |person| say.name(&person.name));
        let words = say.value(Some(fact), fact.id.as_str(), value);
        let household = one.home.id.as_str().to_owned();
        Say::line(
            say.dotted(&[who, say.covered(words)]),
            Tone::Plain,
            Some(Screen::Home { household }),
        )
    }));
    (!screened.is_empty()).then(|| Block {
        title: Say::open(texts.get("campaign.results")),
        lines,
        actions: Vec::new(),
        go: None,
    })
}

/// Lists whom nobody has seen yet, home by home.
fn left(say: &Say, snapshot: &Snapshot, covered: &[&Covered<'_>]) -> Option<Block> {
    let open: Vec<_> = covered.iter().filter(|one| one.seen == Seen::No).collect();
    let lines: Vec<Line> = open
        .iter()
        .take(MOST)
        .map(|one| {
            let home = home_name(say, one.home, snapshot.today);
            let group = say.covered_unless_empty(one.home.group.as_deref().unwrap_or_default());
            let who = one.person.map_or(home, |person| say.name(&person.name));
            let household = one.home.id.as_str().to_owned();
            Say::line(
                say.dotted(&[who, group]),
                Tone::Plain,
                Some(Screen::Home { household }),
            )
        })
        .collect();
    (!lines.is_empty()).then(|| Block {
        title: Say::open(
            say.texts()
                .format("campaign.left", &[("n", open.len().into())]),
        ),
        lines,
        actions: Vec::new(),
        go: None,
    })
}
