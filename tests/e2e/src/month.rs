//! A month of a village's worker and of the township's officer, tap by tap.
//!
//! Each day they take what 今天 offers first, visit, answer and close, as the
//! screens would; once a week their records meet. Nothing is written past the
//! views: what a tap cannot do does not happen here either.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tanfang_app::desktop::{HandClock, ports};
use tanfang_app::view::{
    InputValue, Intent, QuestionKind, QuestionView, Screen, SetupInput, TodayCard, VisitInput,
    VisitView,
};
use tanfang_app::{App, OpenConfig};
use tanfang_values::{Day, Weekday};

/// What went wrong, as one sentence for whoever runs it.
pub type Failed = String;

/// How many homes the village's worker gets through in a day.
const VILLAGE_TRIPS: usize = 6;
/// How many the township's officer sees in a village on the day of going there.
const TOWNSHIP_TRIPS: usize = 4;
/// Every so manieth trip finds nobody at home.
const NOBODY: usize = 17;
/// A home visited so many days ago at most is visited as a matter of routine.
const ROUTINE: i64 = 8;
/// A month with fewer days behind it has nothing to show.
const SHORT: i64 = 8;
/// Code of a choice of several that says that there is nothing.
const NOTHING: &str = "0";
/// Code of 否.
const NO: &str = "no";
/// Questions to which 是 means trouble; in this month there is none.
const TROUBLES: [&str; 6] = [
    "CL-02-3", "CL-02-6", "CL-04-4a", "CL-04-7b", "CL-07-4", "CL-12-7a",
];
/// An agreement runs so many days.
const TERM: i64 = 365;
/// Stands for 都一样 among the questions tapped.
const SAME: &str = "same";
/// Code of the dictionary's `met` that says the person was met.
const MET: &str = "1";
/// Code of the dictionary's `met` that says nobody was there.
const ABSENT: &str = "0";
/// The division of the sample village; 990101 is no area.
const DIVISION: &str = "990101001001";

/// Where a month is played, and when.
#[derive(Debug, Clone)]
pub struct Month {
    /// Folder of the village worker's store; none must be there.
    pub village: PathBuf,
    /// Folder of the township officer's store; none must be there.
    pub township: PathBuf,
    /// The list to import.
    pub roster: PathBuf,
    /// A folder for files that are taken away again.
    pub temporary: PathBuf,
    /// First day, `2026-11-01`.
    pub first: String,
    /// Last day.
    pub last: String,
}

/// What the month came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Visits that were closed.
    pub visits: usize,
    /// Trips that met nobody.
    pub missed: usize,
    /// Visits a week after the last one, at a home where nothing has changed.
    pub again: usize,
    /// The most taps that such a visit took, from the list until it was closed.
    pub most_taps: usize,
    /// The questions tapped one by one on that visit, without the person.
    pub tapped: Vec<String>,
    /// Characters typed in all visits.
    pub typed: usize,
    /// Questions shown on such visits.
    pub shown: usize,
    /// How many of these showed the last answer with its day.
    pub prefilled: usize,
    /// Homes that 今天 still names on the evening of the last day.
    pub open: usize,
}

impl Told {
    /// Returns how many of a hundred questions were prefilled on visits that had nothing new to ask.
    pub fn prefilled_percent(&self) -> usize {
        (self.prefilled * 100)
            .checked_div(self.shown)
            .unwrap_or(100)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} visits, {} trips met nobody; of {} a week after the last the longest took {} taps ({}), \
             {} of {} questions prefilled ({} %), {} characters typed; {} homes still on the list",
            self.visits,
            self.missed,
            self.again,
            self.most_taps,
            self.tapped.join(" "),
            self.prefilled,
            self.shown,
            self.prefilled_percent(),
            self.typed,
            self.open
        )
    }
}

/// One worker with a phone whose clock is moved by hand.
struct Hand {
    app: App,
    clock: Arc<HandClock>,
    trips: usize,
    of: usize,
    /// By home, the day of the last visit.
    last: BTreeMap<String, Day>,
}

fn said(error: impl fmt::Debug) -> Failed {
    format!("{error:?}")
}

/// Milliseconds of an hour of a day in China.
fn at(day: Day, minutes: i64) -> i64 {
    i64::from(day.epoch_days()) * 86_400_000 + minutes * 60_000 - 8 * 3_600_000
}

impl Hand {
    fn new(
        store: &Path,
        roster: &Path,
        day: Day,
        name: &str,
        role: &str,
        of: usize,
    ) -> Result<Self, Failed> {
        std::fs::create_dir_all(store).map_err(said)?;
        let clock = Arc::new(HandClock::new(at(day, 8 * 60)));
        let mut given = ports();
        given.clock = clock.clone();
        let config = OpenConfig {
            dir: store.to_owned(),
            practice: false,
            fixed: None,
        };
        let app = App::open_with(config, given).map_err(said)?;
        app.setup(&SetupInput {
            name: name.to_owned(),
            roles: vec![role.to_owned()],
            village: "石板村".to_owned(),
            division: Some(DIVISION.to_owned()),
            practice: false,
        })
        .map_err(said)?;
        let look = app.import_look(roster).map_err(said)?;
        app.send(&Intent::ApplyImport {
            token: look.token,
            decisions: Vec::new(),
        })
        .map_err(said)?;
        Ok(Self {
            app,
            clock,
            trips: 0,
            of,
            last: BTreeMap::new(),
        })
    }

    fn cards(&self) -> Result<Vec<TodayCard>, Failed> {
        let today = self.app.today().map_err(said)?;
        Ok(today
            .groups
            .into_iter()
            .flat_map(|group| group.cards)
            .collect())
    }

    /// Works through the first homes of 今天.
    fn day(&mut self, day: Day, told: &mut Told) -> Result<(), Failed> {
        self.clock.set(at(day, 9 * 60));
        let cards = self.cards()?;
        for (turn, card) in (0i64..).zip(cards.iter().take(self.of)) {
            self.clock.set(at(day, 9 * 60 + turn * 45));
            self.trips += 1;
            self.visit(card, day, told)?;
        }
        Ok(())
    }

    fn visit(&mut self, card: &TodayCard, day: Day, told: &mut Told) -> Result<(), Failed> {
        let outcome = self.app.send(&card.visit.intent).map_err(said)?;
        let Some(Screen::Visit { visit }) = outcome.go else {
            return Err(format!("a visit did not open: {}", outcome.sentence));
        };
        let nobody = self.trips.is_multiple_of(NOBODY);
        let mut view = self.app.visit(&visit).map_err(said)?;
        let known = !nobody
            && self
                .last
                .get(&card.household)
                .is_some_and(|last| last.days_until(day) <= ROUTINE);
        if known {
            let (shown, prefilled) = counted(&view);
            told.shown += shown;
            told.prefilled += prefilled;
        }
        let met = if nobody { ABSENT } else { MET };
        let mut tapped = Vec::new();
        while let Some((key, _)) = next(&view, &is_met) {
            view = self.choose(&visit, &key, met)?;
            tapped.push(id_of(&key));
        }
        if !nobody {
            tapped.extend(self.answer(&visit, &mut view, day)?);
        }
        if !view.primary.enabled {
            return Err(format!("a visit cannot be closed: {:?}", view.primary.note));
        }
        self.app.send(&view.primary.intent).map_err(said)?;
        if nobody {
            told.missed += 1;
            return Ok(());
        }
        self.last.insert(card.household.clone(), day);
        told.visits += 1;
        if known {
            told.again += 1;
            // One to open the visit and one to close it.
            let taps = tapped.len() + 2;
            if taps > told.most_taps {
                told.most_taps = taps;
                told.tapped = tapped;
            }
        }
        Ok(())
    }

    /// Taps 都一样 where it is offered, then what is still demanded; returns the
    /// questions tapped one by one.
    fn answer(&self, visit: &str, view: &mut VisitView, day: Day) -> Result<Vec<String>, Failed> {
        let mut tapped = Vec::new();
        if view.same_all.is_some() {
            *view = self.input(visit, String::new(), InputValue::SameAll)?;
            tapped.push(SAME.to_owned());
        }
        // Quieter questions of a first visit are answered too, so that the month is a month.
        let first = questions(view).all(|question| question.last.is_none());
        // Days are typed once; afterwards they are known.
        let days: Vec<String> = questions(view)
            .filter(|one| one.kind == QuestionKind::Day && (one.required || first))
            .filter(|one| !one.answered && one.last.is_none())
            .map(|one| one.key.clone())
            .collect();
        for key in days {
            let text = day.plus_days(TERM).to_string();
            *view = self.input(visit, key, InputValue::Type { text })?;
        }
        while let Some((key, code)) = next(view, &|question| question.required || first) {
            *view = self.choose(visit, &key, &code)?;
            tapped.push(id_of(&key));
        }
        Ok(tapped)
    }

    fn choose(&self, visit: &str, key: &str, code: &str) -> Result<VisitView, Failed> {
        let codes = vec![code.to_owned()];
        self.input(visit, key.to_owned(), InputValue::Choose { codes })
    }

    fn input(&self, visit: &str, key: String, value: InputValue) -> Result<VisitView, Failed> {
        self.app
            .visit_answer(visit, &VisitInput { key, value })
            .map_err(said)
    }
}

/// Tells whether a question asks whom the visit met: 不清楚 is no answer to it.
fn is_met(question: &QuestionView) -> bool {
    question.options.iter().any(|option| option.code == ABSENT)
        && question.options.iter().any(|option| option.code == MET)
        && !question
            .options
            .iter()
            .any(|option| option.code == "unclear")
}

/// Returns the id of a question without its subject.
fn id_of(key: &str) -> String {
    key.split('@').next().unwrap_or_default().to_owned()
}

fn questions(view: &VisitView) -> impl Iterator<Item = &QuestionView> {
    view.groups.iter().flat_map(|group| &group.questions)
}

/// Finds the next question to tap and what to tap: the quiet answer.
fn next(view: &VisitView, wanted: &dyn Fn(&QuestionView) -> bool) -> Option<(String, String)> {
    // What is known and fresh lies folded, and nobody need touch it.
    let fresh = |one: &QuestionView| one.last.is_some();
    let question = view
        .groups
        .iter()
        .filter(|group| !(group.folded && group.questions.iter().all(fresh)))
        .flat_map(|group| &group.questions)
        .filter(|question| !question.answered && !question.options.is_empty())
        .find(|question| wanted(question))?;
    let quiet = if TROUBLES.contains(&id_of(&question.key).as_str()) {
        NO
    } else {
        NOTHING
    };
    let none = question.options.iter().find(|option| {
        option.code == quiet && (quiet == NO || question.kind == QuestionKind::Many)
    });
    let option = none.or(question.options.first())?;
    Some((question.key.clone(), option.code.clone()))
}

/// Counts the questions shown as the visit opens, and how many of them show an answer already.
fn counted(view: &VisitView) -> (usize, usize) {
    let prefilled = questions(view).filter(|one| one.last.is_some() || one.answered);
    (questions(view).count(), prefilled.count())
}

/// Returns the first day of this month and yesterday; where the month has only
/// begun, the first day of the one before.
pub fn so_far() -> (String, String) {
    let yesterday = ports().clock.now().day().plus_days(-1);
    let begin = |day: Day| {
        let (year, month, _) = day.ymd();
        Day::from_ymd(year, month, 1).unwrap_or(day)
    };
    let mut first = begin(yesterday);
    if first.days_until(yesterday) < SHORT {
        first = begin(first.plus_days(-1));
    }
    (first.to_string(), yesterday.to_string())
}

/// Plays the month; `tell` hears of each day that was worked.
///
/// # Errors
/// A sentence about the first tap that did not do what it should.
pub fn play(month: &Month, tell: impl Fn(&str)) -> Result<Told, Failed> {
    let day = |text: &str| Day::parse(text).map_err(said);
    let (first, last) = (day(&month.first)?, day(&month.last)?);
    std::fs::create_dir_all(&month.temporary).map_err(said)?;
    let roster = &month.roster;
    let mut village = Hand::new(
        &month.village,
        roster,
        first,
        "赵小川",
        "VillageCommittee",
        VILLAGE_TRIPS,
    )?;
    let mut township = Hand::new(
        &month.township,
        roster,
        first,
        "王样例",
        "TownshipOfficer",
        TOWNSHIP_TRIPS,
    )?;
    let mut told = Told::default();
    let mut today = first;
    while today <= last {
        match today.weekday() {
            Weekday::Sat | Weekday::Sun => {}
            Weekday::Wed => {
                village.day(today, &mut told)?;
                township.day(today, &mut told)?;
            }
            Weekday::Fri => {
                village.day(today, &mut told)?;
                meet(&village, &township, month)?;
            }
            Weekday::Mon | Weekday::Tue | Weekday::Thu => village.day(today, &mut told)?,
        }
        tell(&today.to_string());
        today = today.plus_days(1);
    }
    meet(&village, &township, month)?;
    told.open = village.cards()?.len();
    Ok(told)
}

/// Carries the records of each to the other, as a file between two phones.
fn meet(one: &Hand, other: &Hand, month: &Month) -> Result<(), Failed> {
    let file = month.temporary.join("month.records");
    for (from, to) in [(one, other), (other, one)] {
        from.app.exchange_export(&file).map_err(said)?;
        let taken = to.app.exchange_import(&file).map_err(said);
        std::fs::remove_file(&file).map_err(said)?;
        taken?;
    }
    Ok(())
}
