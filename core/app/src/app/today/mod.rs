//! 今天: whose home to visit, and why.

mod card;
mod filter;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_domain::flag::Urgency;
use tanfang_domain::pack::Work;
use tanfang_domain::people::Household;
use tanfang_domain::schedule::outing::Errand;
use tanfang_domain::schedule::{Book, DutyState, Schedule, Status};
use tanfang_values::{Day, HouseholdId, PeriodKind, Weekday};

use super::db::Span;
use super::habits::Habits;
use super::homes::{left, page};
use super::open::Session;
use super::owed::{Open, Owed, is_open};
use super::people::{PlaceKey, Snapshot, home_name};
use super::trips::{Going, Planned, going};
use super::{App, Scene, forms, notes, reports, visiting};
use crate::error::Result;
use crate::lunar::lunar;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, Empty, Intent, LedgerChoice, Line, Masked, Screen, Status as WorkStatus, TodayGroup,
    TodayView, Tone,
};
use crate::words::Words;
use card::card;
use filter::{Filter, group};

/// So many days after today the way is planned: a week.
const AHEAD: i64 = 6;

/// A home with what is open there.
type Due<'a> = (&'a Household, &'a [Open]);

/// Homes that stand together, as many as there are.
struct Part<'a> {
    title: String,
    homes: Vec<&'a Due<'a>>,
}

/// What 今天 shows besides the homes.
struct Around {
    notes: Vec<Line>,
    drafts: Vec<Line>,
    practice: bool,
    /// The plan of the week over the homes that are shown.
    going: Arc<Going>,
    /// Homes that words find; none when nothing is searched for.
    found: Option<BTreeSet<HouseholdId>>,
    query: String,
}

impl App {
    /// Returns 今天.
    pub fn today(&self) -> Result<TodayView> {
        self.today_by("", "")
    }

    /// Returns 今天 by a filter that a view of it gave, for a search text.
    ///
    /// An empty filter shows everything by 组; an empty text finds everybody. Cards
    /// beyond a page are left to [`TodayView::more`].
    pub fn today_by(&self, filter: &str, query: &str) -> Result<TodayView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let now = self.ports.moment();
        let due = session.db.due(&self.kit, &scene.snapshot, &now)?;
        // Danger to a person stands before everything else.
        let mut notes = visiting::in_danger(self, &session, &scene)?;
        notes.extend(notes::lines(&self.kit.say, &due));
        notes.extend(reports::notes(&self.kit.say, &scene));
        let habits = Habits::read(&session, &self.kit)?;
        if habits.is_market(scene.snapshot.today) {
            let words = self.kit.say.texts().get("today.market").to_owned();
            notes.push(Say::line(Say::open(words), Tone::Plain, None));
        }
        notes.extend(patrols(&self.kit.say, &scene));
        let found = if query.trim().is_empty() {
            None
        } else {
            let list = self.list(&mut session, &scene)?;
            Some(list.found(&scene.snapshot, query))
        };
        let owed = Self::owed(&mut session, &scene);
        let mut around = Around {
            notes,
            drafts: drafts(self, &session, &scene)?,
            practice: session.practice,
            found,
            query: query.to_owned(),
            going: Arc::default(),
        };
        let filter = Filter::read(filter);
        around.going = self.planned(&mut session, &scene, &owed, (&filter, &around), &habits);
        Ok(view(
            &self.kit.say,
            &self.kit.words,
            &scene,
            &owed,
            &filter,
            around,
        ))
    }

    /// Plans the week over the homes that are shown, once a reading: what the worker
    /// said of days and homes is written where they are.
    fn planned(
        &self,
        session: &mut Session,
        scene: &Scene,
        owed: &Owed,
        (filter, around): (&Filter, &Around),
        habits: &Habits,
    ) -> Arc<Going> {
        let of = (filter.first_page().key(), around.query.clone());
        let planned = session.read.as_ref().and_then(|read| read.planned.as_ref());
        if let Some(planned) = planned.filter(|planned| planned.of == of) {
            return Arc::clone(&planned.going);
        }
        let snapshot = &scene.snapshot;
        let open = open(snapshot, owed);
        let shown = shown(&open, filter, around, snapshot.today);
        let errands: Vec<(&HouseholdId, &[Errand])> = shown
            .iter()
            .flat_map(|(home, duties)| duties.iter().map(|duty| (&home.id, duty.errands.as_ref())))
            .collect();
        let week = (snapshot.today, snapshot.today.plus_days(AHEAD));
        let (words, work) = (&self.kit.words, &scene.pack.work);
        let going = Arc::new(going(words, work, snapshot, habits, &errands, week));
        if let Some(read) = &mut session.read {
            read.planned = Some(Planned {
                of,
                going: Arc::clone(&going),
            });
        }
        going
    }
}

/// Lists the homes where something of the viewer's own is open, as homes stand.
fn open<'a>(snapshot: &'a Snapshot, owed: &'a Owed) -> Vec<Due<'a>> {
    let homes = owed.homes(snapshot);
    homes
        .filter(|(_, owed)| !owed.open.is_empty())
        .map(|(home, owed)| (home, owed.open.as_ref()))
        .collect()
}

/// Lists those of them that a filter and a search text leave.
fn shown<'a>(
    open: &'a [Due<'a>],
    filter: &Filter,
    around: &Around,
    today: Day,
) -> Vec<&'a Due<'a>> {
    let found = around.found.as_ref();
    open.iter()
        .filter(|(home, duties)| {
            filter.shows(home, duties, today) && found.is_none_or(|found| found.contains(&home.id))
        })
        .collect()
}

/// Lists rounds through the place that the viewer owes and that were not made yet.
fn patrols(say: &Say, scene: &Scene) -> Vec<Line> {
    let snapshot = &scene.snapshot;
    let today = snapshot.today;
    let book = snapshot.book();
    let schedule = snapshot.schedule(&scene.pack.work, &book);
    let owed = schedule.places(&snapshot.homes, today, today);
    let open = owed
        .into_iter()
        .filter(|duty| duty.own && duty.status == Status::NotDone && duty.from <= today);
    open.map(|duty| {
        let name = ("name", duty.obligation.name.as_str().into());
        let words = if duty.due == Day::MAX {
            say.texts().format("today.no_last_day", &[name])
        } else {
            let last = say.until(duty.due, today);
            say.texts()
                .format("today.patrol", &[name, ("last", (&last).into())])
        };
        let tone = if today.days_until(duty.due) <= 1 {
            Tone::Amber
        } else {
            Tone::Plain
        };
        let key = forms::PATROL.to_owned();
        Say::line(Say::open(words), tone, Some(Screen::Form { key }))
    })
    .collect()
}

/// Lists visits that were begun and not finished, the oldest first.
fn drafts(app: &App, session: &Session, scene: &Scene) -> Result<Vec<Line>> {
    let say = &app.kit.say;
    let snapshot = &scene.snapshot;
    let mut begun = Vec::new();
    for (household, visit) in &snapshot.drafts {
        // A home that the viewer may not know of has no drafts here either.
        let (Some(home), Some(draft)) = (
            snapshot.home(household.as_str()),
            session.db.draft(&app.kit, visit.as_str())?,
        ) else {
            continue;
        };
        begun.push((draft.opened.day(), home, draft.visit));
    }
    begun.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    Ok(begun
        .into_iter()
        .map(|(day, home, visit)| {
            let name = home_name(say, home, snapshot.today);
            let age = age(say, day, snapshot.today);
            let of = |name: &str| {
                say.texts().format(
                    "today.draft",
                    &[("name", name.into()), ("age", (&age).into())],
                )
            };
            let text = Masked {
                text: of(&name.text),
                masked: of(&name.masked),
            };
            let visit = visit.as_str().to_owned();
            Say::line(text, Tone::Amber, Some(Screen::Visit { visit }))
        })
        .collect())
}

/// Says how long ago a day is: 今天, 昨天, 9天前.
fn age(say: &Say, day: Day, today: Day) -> String {
    let texts = say.texts();
    match day.days_until(today) {
        ..=0 => texts.get("today.age_today").to_owned(),
        1 => texts.get("today.age_yesterday").to_owned(),
        n => texts.format("today.age_days", &[("n", n.into())]),
    }
}

/// Makes 今天 of a snapshot.
fn view(
    say: &Say,
    words: &Words,
    scene: &Scene,
    owed: &Owed,
    filter: &Filter,
    around: Around,
) -> TodayView {
    let texts = say.texts();
    let (work, snapshot) = (&scene.pack.work, &scene.snapshot);
    let today = snapshot.today;
    let book = snapshot.book();
    let schedule = snapshot.schedule(work, &book);
    let open = open(snapshot, owed);
    let shown = shown(&open, filter, &around, today);
    let going = &around.going;
    let summary = summary(say, snapshot, &shown, going);
    let danger = in_danger(work, snapshot);
    let parts = if filter.route {
        way(say, snapshot, &danger, &shown, going)
    } else {
        groups(say, words, snapshot, &danger, &shown)
    };
    let most = page(filter.shown);
    let groups = cards(say, &schedule, (work, snapshot, &book), parts, most);
    let empty = groups.is_empty().then(|| {
        if open.is_empty() {
            empty(say, &schedule, snapshot, owed)
        } else {
            nothing_shown(say)
        }
    });
    TodayView {
        notes: around.notes,
        date: say.date(today),
        lunar: lunar(today),
        status: saved(say),
        practice: around
            .practice
            .then(|| texts.get("first.practice_mark").to_owned()),
        drafts: around.drafts,
        filter: filter.first_page().key(),
        query: around.query,
        filters: filter.rows(say, words, &open, today),
        groups,
        more: left(say, most, shown.len()).map(|(label, shown)| LedgerChoice {
            key: Filter {
                shown,
                ..filter.clone()
            }
            .key(),
            label,
            chosen: false,
        }),
        empty,
        summary,
        month: Action {
            label: texts.get("today.month").to_owned(),
            intent: Intent::Go {
                screen: Screen::Month { month: None },
            },
            enabled: true,
            note: None,
        },
    }
}

/// Makes the cards of the first homes; a part of which none is left goes with them.
fn cards(
    say: &Say,
    schedule: &Schedule<'_>,
    (work, snapshot, book): (&Work, &Snapshot, &Book<'_>),
    parts: Vec<Part<'_>>,
    most: usize,
) -> Vec<TodayGroup> {
    let today = snapshot.today;
    let mut left = most;
    parts
        .into_iter()
        .filter_map(|part| {
            let homes = part.homes.iter().take(left).map(|due| due.0);
            let mut cards = Vec::with_capacity(homes.len());
            schedule.each(homes, today, today, |home, all| {
                let own = all.duties.iter().filter(|duty| duty.own);
                let duties: Vec<&DutyState> = own.filter(|duty| is_open(duty, today)).collect();
                cards.push(card(say, work, snapshot, book, home, &duties));
            });
            left -= cards.len();
            (!cards.is_empty()).then_some(TodayGroup {
                title: part.title,
                cards,
            })
        })
        .collect()
}

/// Orders homes by 组; homes in danger stand before all, in a part of their own.
fn groups<'a>(
    say: &Say,
    words: &Words,
    snapshot: &Snapshot,
    danger: &BTreeSet<&HouseholdId>,
    shown: &[&'a Due<'a>],
) -> Vec<Part<'a>> {
    let texts = say.texts();
    let mut groups: BTreeMap<(bool, &str), Vec<&Due<'_>>> = BTreeMap::new();
    for due in shown {
        let calm = !danger.contains(&due.0.id);
        groups.entry((calm, group(due.0))).or_default().push(due);
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|((calm, of), homes)| {
            let place = PlaceKey::group(words, (!of.is_empty()).then_some(of));
            ((calm, place, of), homes)
        })
        .collect();
    groups.sort_by(|(a, _), (b, _)| a.cmp(b));
    groups
        .into_iter()
        .map(|((_, _, group), mut homes)| {
            homes.sort_by_cached_key(|(home, duties)| {
                (
                    duties.iter().map(|duty| duty.due).min(),
                    // Never seen comes before long ago.
                    duties.iter().map(|duty| duty.last).min(),
                    PlaceKey::house(words, home.house_no.as_deref()),
                    &home.id,
                )
            });
            let village = &snapshot.post.village;
            let n = homes.len();
            let title = if group.is_empty() {
                texts.format(
                    "today.group_none",
                    &[("village", village.into()), ("n", n.into())],
                )
            } else {
                texts.format(
                    "today.group",
                    &[
                        ("village", village.into()),
                        ("group", group.into()),
                        ("n", n.into()),
                    ],
                )
            };
            Part { title, homes }
        })
        .collect()
}

/// Orders homes by the plan of the week: those of today in the order of the way,
/// then day by day; homes in danger stand before all, whatever the plan says.
fn way<'a>(
    say: &Say,
    snapshot: &Snapshot,
    danger: &BTreeSet<&HouseholdId>,
    shown: &[&'a Due<'a>],
    going: &Going,
) -> Vec<Part<'a>> {
    let (mut today, calm): (Vec<&Due<'_>>, Vec<&Due<'_>>) =
        shown.iter().partition(|due| danger.contains(&due.0.id));
    let mut rest: BTreeMap<&HouseholdId, &Due<'_>> =
        calm.into_iter().map(|due| (&due.0.id, due)).collect();
    let mut parts: Vec<(Option<Day>, Vec<&Due<'_>>)> = Vec::new();
    for (day, stops) in &going.days {
        let homes = stops.iter().filter_map(|stop| rest.remove(&stop.home));
        if *day == snapshot.today {
            today.extend(homes);
        } else {
            parts.push((Some(*day), homes.collect()));
        }
    }
    parts.insert(0, (Some(snapshot.today), today));
    parts.push((None, rest.into_values().collect()));
    let texts = say.texts();
    parts
        .into_iter()
        .filter(|(_, homes)| !homes.is_empty())
        .map(|(day, homes)| {
            let n = homes.len();
            let title = match day {
                Some(day) if day == snapshot.today => texts.format("today.way", &[("n", n.into())]),
                Some(day) => texts.format(
                    "today.way_on",
                    &[("date", (&say.date(day)).into()), ("n", n.into())],
                ),
                None => texts.format("today.way_later", &[("n", n.into())]),
            };
            Part { title, homes }
        })
        .collect()
}

/// Says how many homes lie on today's way and how much they close; without such,
/// how many are open at all.
fn summary(say: &Say, snapshot: &Snapshot, shown: &[&Due<'_>], going: &Going) -> Option<String> {
    let texts = say.texts();
    if shown.is_empty() {
        return None;
    }
    let homes = ("homes", shown.len().into());
    let count: usize = shown.iter().map(|(_, duties)| duties.len()).sum();
    let all = texts.format("today.summary", &[homes, ("duties", count.into())]);
    let stops = going
        .days
        .get(&snapshot.today)
        .map_or(&[][..], Vec::as_slice);
    let trips = stops.iter().filter(|stop| !stop.call);
    let (n, closes) = trips.fold((0_usize, 0_usize), |(n, closes), stop| {
        (n + 1, closes + stop.duties.len())
    });
    if n == 0 {
        return Some(all);
    }
    let way = texts.format(
        "today.on_the_way",
        &[("n", n.into()), ("duties", closes.into())],
    );
    Some(texts.format(
        "today.summary_way",
        &[("all", (&all).into()), ("way", (&way).into())],
    ))
}

/// Lists the homes of which an open flag says that somebody is in danger.
pub(crate) fn in_danger<'a>(work: &Work, snapshot: &'a Snapshot) -> BTreeSet<&'a HouseholdId> {
    let flags = snapshot.flags.iter();
    flags
        .filter(|flag| {
            work.flag(&flag.code).is_some_and(|class| {
                class.class == Urgency::Urgent && class.visible_to(&snapshot.viewer.roles)
            })
        })
        .map(|flag| &flag.household)
        .collect()
}

/// Says that a filter or a search text leaves nothing.
fn nothing_shown(say: &Say) -> Empty {
    let texts = say.texts();
    Empty {
        sentence: texts.get("today.nothing_shown").to_owned(),
        action: None,
    }
}

/// Returns 已存本机.
pub(crate) fn saved(say: &Say) -> WorkStatus {
    WorkStatus {
        text: say.texts().get("status.saved").to_owned(),
        tone: Tone::Done,
    }
}

/// Says that there is no list yet, and leads to where one comes in.
pub(crate) fn no_roster(say: &Say) -> Empty {
    let texts = say.texts();
    Empty {
        sentence: texts.get("today.no_roster").to_owned(),
        action: Some(Action {
            label: texts.get("today.import").to_owned(),
            intent: Intent::Go {
                screen: Screen::Import,
            },
            enabled: true,
            note: None,
        }),
    }
}

/// Says why the list is empty and what comes next.
fn empty(say: &Say, schedule: &Schedule<'_>, snapshot: &Snapshot, owed: &Owed) -> Empty {
    let texts = say.texts();
    if snapshot.homes.is_empty() {
        return no_roster(say);
    }
    // The shortest period that was seen through is the one to speak of.
    let sentence = match owed.done {
        Some(period) => {
            let next = period.next().first;
            let mut homes = 0_usize;
            schedule.each(&snapshot.homes, next, next, |_, coming| {
                let mut own = coming.duties.iter().filter(|duty| duty.own);
                homes += usize::from(own.any(|duty| duty.period.kind == period.kind));
            });
            let next = if period.kind == PeriodKind::Week {
                texts.get(next_weekday(next)).to_owned()
            } else {
                say.day(next)
            };
            let args = [
                ("period", say.period(period.kind).into()),
                ("next", (&next).into()),
            ];
            if homes == 0 {
                texts.format("today.all_done_none", &args)
            } else {
                let [period, next] = args;
                texts.format("today.all_done", &[period, next, ("n", homes.into())])
            }
        }
        None if owed.undecided == 0 => texts.get("today.no_duty").to_owned(),
        None => {
            let mut missing: Vec<&str> = owed.missing.iter().map(|fact| say.fact(fact)).collect();
            missing.sort_unstable();
            missing.dedup();
            texts.format(
                "today.undecided",
                &[
                    ("n", owed.undecided.into()),
                    ("what", (&say.some_of(&missing, 3)).into()),
                ],
            )
        }
    };
    Empty {
        sentence,
        action: None,
    }
}

fn next_weekday(day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Mon => key("say.next_weekday_mon"),
        Weekday::Tue => key("say.next_weekday_tue"),
        Weekday::Wed => key("say.next_weekday_wed"),
        Weekday::Thu => key("say.next_weekday_thu"),
        Weekday::Fri => key("say.next_weekday_fri"),
        Weekday::Sat => key("say.next_weekday_sat"),
        Weekday::Sun => key("say.next_weekday_sun"),
    }
}
