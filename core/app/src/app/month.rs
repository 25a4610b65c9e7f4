//! 本月: what was done on which day, what is planned, what is left; facts, never a score.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::Subject;
use tanfang_domain::people::Household;
use tanfang_domain::plan::WhyNot;
use tanfang_domain::schedule::outing::{Errand, errands};
use tanfang_domain::schedule::{DutyState, Status};
use tanfang_values::{Calendar, Day, HouseholdId, Period, PeriodKind, Weekday};

use super::db::{Span, first_needed};
use super::duty::end_words;
use super::habits::{self, Habits};
use super::people::{PlaceKey, Snapshot, home_name};
use super::today::no_roster;
use super::trips::{Going, going};
use super::{App, Scene, forms, period};
use crate::error::{ErrorKind, Result};
use crate::lunar::lunar_short;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Empty, Intent, Line, Masked, MonthDay, MonthView, Screen, Tone};

/// What 本月 is made of.
struct Month<'a> {
    app: &'a App,
    scene: &'a Scene,
    habits: &'a Habits,
    calendar: &'a Calendar,
    period: Period,
    /// The viewer's own duties of the month.
    duties: &'a [&'a DutyState],
    going: &'a Going,
    /// Homes visited, by day.
    done: BTreeMap<Day, BTreeSet<&'a HouseholdId>>,
}

impl App {
    /// Returns 本月, or another month (`2026-11`).
    pub fn month(&self, month: Option<&str>) -> Result<MonthView> {
        let mut session = self.session();
        let today = self.today_day();
        let post = session.db.post(&self.kit)?;
        let pack = session.pack(&self.kit, &post.division)?;
        let week_start = pack.work.week_start();
        let of = match month {
            Some(text) => period::parse(text, week_start)
                .filter(|period| period.kind == PeriodKind::Month)
                .ok_or_else(|| {
                    self.kit
                        .error(ErrorKind::Invalid, "month_bad", &[("text", text)])
                })?,
            None => Period::containing(PeriodKind::Month, today, week_start),
        };
        let first = first_needed(&pack, of.first.min(today));
        let scene = self.scene(&mut session, Span::Month(first))?;
        let habits = Habits::read(&session, &self.kit)?;
        let calendar = session.db.calendar(&self.kit)?;
        let snapshot = &scene.snapshot;
        let book = snapshot.book();
        let schedule = snapshot.schedule(&scene.pack.work, &book);
        let own = schedule.only(&snapshot.homes, of.first, of.last, |duty| duty.own);
        let own: Vec<&DutyState> = own.iter().collect();
        let open: Vec<&DutyState> = own
            .iter()
            .filter(|duty| duty.status == Status::NotDone)
            .copied()
            .collect();
        let ahead = (of.first.max(today), of.last);
        let wanted: Vec<(&HouseholdId, Vec<Errand>)> = open
            .iter()
            .map(|duty| (&duty.household, errands(duty, ahead.0)))
            .collect();
        let going = going(
            &self.kit.words,
            &scene.pack.work,
            snapshot,
            &habits,
            &wanted,
            ahead,
        );
        let mut done: BTreeMap<Day, BTreeSet<&HouseholdId>> = BTreeMap::new();
        for visit in &snapshot.visits {
            if of.first <= visit.day && visit.day <= of.last {
                done.entry(visit.day).or_default().insert(&visit.household);
            }
        }
        Ok(Month {
            app: self,
            scene: &scene,
            habits: &habits,
            calendar: &calendar,
            period: of,
            duties: &own,
            going: &going,
            done,
        }
        .view(&open))
    }
}

impl Month<'_> {
    fn say(&self) -> &Say {
        &self.app.kit.say
    }

    fn snapshot(&self) -> &Snapshot {
        &self.scene.snapshot
    }

    fn view(&self, open: &[&DutyState]) -> MonthView {
        let say = self.say();
        let texts = say.texts();
        let week_start = self.scene.pack.work.week_start();
        let weekdays = (0..7)
            .map(|ahead| {
                let start = Period::containing(PeriodKind::Week, self.period.first, week_start);
                let day = start.first.plus_days(ahead);
                texts.get(weekday_short(day.weekday())).to_owned()
            })
            .collect();
        let homes = self.homes(open);
        let visited: BTreeSet<&HouseholdId> = self.done.values().flatten().copied().collect();
        let planned: usize = self.going.days.values().map(Vec::len).sum();
        let summary = self.summary(open, visited.len(), planned);
        MonthView {
            month: period::key(self.period),
            title: texts.format(
                "plan.title",
                &[
                    ("month", (&period::short(say, self.period)).into()),
                    ("village", (&self.snapshot().post.village).into()),
                ],
            ),
            around: vec![
                period::key(self.period.previous()),
                period::key(self.period.next()),
            ],
            summary,
            weekdays,
            offset: self.period.first.weekday().days_after(week_start),
            days: self.days().map(|day| self.day(day)).collect(),
            empty: homes.is_empty().then(|| {
                if self.snapshot().homes.is_empty() {
                    return no_roster(say);
                }
                let is_past = self.period.last < self.snapshot().today;
                let sentence = if is_past {
                    key("plan.nothing_past")
                } else {
                    key("plan.nothing")
                };
                Empty {
                    sentence: texts.get(sentence).to_owned(),
                    action: None,
                }
            }),
            homes,
            cannot: self.cannot(open),
            settings: vec![Action {
                label: texts.get("plan.settings").to_owned(),
                intent: Intent::Go {
                    screen: Screen::Form {
                        key: forms::PLAN.to_owned(),
                    },
                },
                enabled: true,
                note: None,
            }],
        }
    }

    /// Says how many homes were visited and how many are left: what is over is not
    /// left any more, and what may wait until the next month is not left in this one.
    fn summary(&self, open: &[&DutyState], visited: usize, planned: usize) -> String {
        let texts = self.say().texts();
        let today = self.snapshot().today;
        let done = ("done", visited.into());
        if self.period.last < today {
            return match visited {
                0 => texts.get("plan.summary_past_none").to_owned(),
                _ => texts.format("plan.summary_past", &[done]),
            };
        }
        let is_left = |duty: &&&DutyState| {
            let due = duty.due_day();
            due.is_none_or(|due| today <= due && due <= self.period.last)
        };
        let left: BTreeSet<&HouseholdId> = open
            .iter()
            .filter(is_left)
            .map(|duty| &duty.household)
            .collect();
        if left.is_empty() && planned == 0 {
            return match visited {
                0 => texts.get("plan.summary_none").to_owned(),
                _ => texts.format("plan.summary_done", &[done]),
            };
        }
        let left = ("left", left.len().into());
        texts.format("plan.summary", &[done, left, ("trips", planned.into())])
    }

    fn days(&self) -> impl Iterator<Item = Day> + use<> {
        let first = self.period.first;
        (0..self.period.len_days()).map(move |ahead| first.plus_days(ahead))
    }

    fn day(&self, day: Day) -> MonthDay {
        let say = self.say();
        let texts = say.texts();
        let today = self.snapshot().today;
        let none = BTreeSet::new();
        let done = self.done.get(&day).unwrap_or(&none);
        let stops = self.going.days.get(&day).map_or(&[][..], Vec::as_slice);
        let mut marks = Vec::new();
        let mut mark = |on: bool, word: &'static str| {
            if on {
                marks.push(texts.get(word).to_owned());
            }
        };
        mark(!self.calendar.is_working(day), key("plan.mark_rest"));
        mark(self.habits.is_market(day), key("plan.mark_market"));
        mark(self.habits.is_busy(day), key("plan.mark_busy"));
        mark(!self.habits.goes(day), key("plan.mark_off"));
        let mut words = Vec::new();
        if !done.is_empty() {
            words.push(texts.format("plan.day_done", &[("n", done.len().into())]));
        }
        if !stops.is_empty() {
            words.push(texts.format("plan.day_planned", &[("n", stops.len().into())]));
        }
        let line = |id: &HouseholdId, word: String, tone| {
            let name = self.name(id);
            let text = say.dotted(&[name, Say::open(word)]);
            let household = id.as_str().to_owned();
            Say::line(text, tone, Some(Screen::Home { household }))
        };
        let went = done
            .iter()
            .map(|id| line(id, texts.get("plan.went").to_owned(), Tone::Done));
        let going = stops.iter().map(|stop| {
            let n = ("n", stop.duties.len().into());
            let word = if stop.call {
                texts.format("plan.will_call", &[n])
            } else {
                texts.format("plan.will_go", &[n])
            };
            line(&stop.home, word, Tone::Plain)
        });
        MonthDay {
            day: day.to_string(),
            label: day.ymd().2.to_string(),
            lunar: lunar_short(day),
            marks,
            done: u32::try_from(done.len()).unwrap_or(u32::MAX),
            planned: u32::try_from(stops.len()).unwrap_or(u32::MAX),
            words: words.join(texts.get("say.dot")),
            tone: if stops.is_empty() && !done.is_empty() {
                Tone::Done
            } else {
                Tone::Plain
            },
            today: day == today,
            homes: went.chain(going).collect(),
            toggle: (day >= today).then(|| habits::toggle(self.app, self.habits, day)),
        }
    }

    fn name(&self, id: &HouseholdId) -> Masked {
        let snapshot = self.snapshot();
        match snapshot.home(id.as_str()) {
            Some(home) => home_name(self.say(), home, snapshot.today),
            None => self.say().name(""),
        }
    }

    /// Lists the homes: what is planned first, then what cannot be planned, then
    /// what is done.
    fn homes(&self, open: &[&DutyState]) -> Vec<Block> {
        let words = &self.app.kit.words;
        let mut of_home: BTreeMap<&HouseholdId, Vec<&DutyState>> = BTreeMap::new();
        for duty in self.duties {
            of_home.entry(&duty.household).or_default().push(duty);
        }
        let next: BTreeMap<&HouseholdId, Day> = self
            .going
            .days
            .iter()
            .rev()
            .flat_map(|(day, stops)| stops.iter().map(|stop| (&stop.home, *day)))
            .collect();
        let left: BTreeSet<&HouseholdId> = open.iter().map(|duty| &duty.household).collect();
        let mut homes: Vec<(&Household, Vec<&DutyState>)> = self
            .snapshot()
            .homes
            .iter()
            .filter_map(|home| Some((home, of_home.remove(&home.id)?)))
            .collect();
        homes.sort_by_cached_key(|(home, _)| {
            (
                !left.contains(&home.id),
                next.get(&home.id).copied().unwrap_or(Day::MAX),
                PlaceKey::group(words, home.group.as_deref().map(str::trim)),
                PlaceKey::house(words, home.house_no.as_deref()),
                home.id.clone(),
            )
        });
        homes
            .into_iter()
            .map(|(home, duties)| self.home(home, &duties, next.get(&home.id).copied()))
            .collect()
    }

    fn home(&self, home: &Household, duties: &[&DutyState], next: Option<Day>) -> Block {
        let say = self.say();
        let texts = say.texts();
        let mut lines = Vec::new();
        if let Some(day) = next {
            let words = texts.format("plan.next", &[("date", (&say.date(day)).into())]);
            lines.push(Say::line(Say::open(words), Tone::Plain, None));
        }
        // One line an obligation and a person: the days it was done, and what is left.
        let mut rows: Vec<(&str, &Subject, Vec<&DutyState>)> = Vec::new();
        for duty in duties {
            let found = rows.iter_mut().find(|(obligation, about, _)| {
                *obligation == duty.duty.obligation && **about == duty.duty.about
            });
            match found {
                Some((.., of)) => of.push(duty),
                None => rows.push((&duty.duty.obligation, &duty.duty.about, vec![duty])),
            }
        }
        lines.extend(rows.iter().map(|(_, _, of)| self.row(home, of)));
        Block {
            title: home_name(say, home, self.snapshot().today),
            lines,
            actions: Vec::new(),
            go: Some(Screen::Home {
                household: home.id.as_str().to_owned(),
            }),
        }
    }

    /// Says how one obligation of somebody stands over the month.
    fn row(&self, home: &Household, duties: &[&DutyState]) -> Line {
        let say = self.say();
        let texts = say.texts();
        let snapshot = self.snapshot();
        let mut parts: Vec<String> = Vec::new();
        let mut open = false;
        for duty in duties {
            match &duty.status {
                Status::Done(done) => {
                    parts.push(texts.format("plan.on", &[("day", done.day.into())]));
                }
                Status::NotDone => {
                    open = true;
                    parts.push(self.span(duty));
                }
                Status::Ended { reason, .. } => {
                    let reason = end_words(say, reason);
                    parts.push(texts.format("plan.ended", &[("reason", (&reason).into())]));
                }
                _ => {}
            }
        }
        parts.dedup();
        let name = duties.first().map_or("", |duty| &duty.obligation.name);
        let several = home.present(snapshot.today).count() > 1;
        let whom = match duties.first().map(|duty| &duty.duty.about) {
            Some(about @ Subject::Person(_)) if several => snapshot.subject_name(say, about),
            _ => Say::open(""),
        };
        let what = Say::join(&[whom, say.covered(name)], texts.get("say.of_whom"));
        let text = say.dotted(&[what, Say::open(say.listed(&parts))]);
        let tone = if open { Tone::Plain } else { Tone::Done };
        let go = duties.first().map(|duty| super::duty::why_screen(duty));
        Say::line(text, tone, go)
    }

    /// Says in which days something is still open: the rest of the week, of the month.
    fn span(&self, duty: &DutyState) -> String {
        let texts = self.say().texts();
        let today = self.snapshot().today;
        let first = duty.from.max(self.period.first).max(today.min(duty.due));
        match duty.due_day() {
            None => texts.get("plan.open_no_day").to_owned(),
            Some(due) if due < today => texts.format(
                "plan.was_open",
                &[("first", duty.from.into()), ("last", due.into())],
            ),
            Some(due) => texts.format(
                "plan.open",
                &[("first", first.into()), ("last", due.into())],
            ),
        }
    }

    /// Says what cannot be done this month, and why.
    fn cannot(&self, open: &[&DutyState]) -> Vec<Line> {
        let say = self.say();
        let texts = say.texts();
        let cannot = self.going.cannot.iter();
        cannot
            .filter_map(|(at, why)| {
                let duty = open.get(*at)?;
                // What is past is a fact of its home, not something to plan.
                let why = match why {
                    WhyNot::Past => return None,
                    WhyNot::NoWorker => key("plan.no_worker"),
                    WhyNot::NoFreeDay => key("plan.no_free_day"),
                    WhyNot::NoOpenDay => key("plan.no_open_day"),
                    WhyNot::TooFewDays => key("plan.too_few_days"),
                    WhyNot::Capacity => key("plan.full"),
                };
                let name = self.name(&duty.household);
                let what = say.covered(duty.obligation.name.as_str());
                let text = say.dotted(&[name, what, Say::open(texts.get(why))]);
                Some(Say::line(
                    text,
                    Tone::Amber,
                    Some(super::duty::why_screen(duty)),
                ))
            })
            .collect()
    }
}

fn weekday_short(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => key("plan.mon"),
        Weekday::Tue => key("plan.tue"),
        Weekday::Wed => key("plan.wed"),
        Weekday::Thu => key("plan.thu"),
        Weekday::Fri => key("plan.fri"),
        Weekday::Sat => key("plan.sat"),
        Weekday::Sun => key("plan.sun"),
    }
}
