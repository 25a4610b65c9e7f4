//! What the viewer owes each home today: as much as lists are counted, ordered and
//! planned by, and no more. A township is ten thousand homes, each with a dozen
//! duties that say at length why they are there; a screen shows some hundred homes
//! and works theirs out again.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_domain::pack::Work;
use tanfang_domain::people::Household;
use tanfang_domain::schedule::obligation::Obligation;
use tanfang_domain::schedule::outing::{Errand, errands};
use tanfang_domain::schedule::{Duties, DutyState, Status};
use tanfang_values::{Day, Period, PeriodKind};

use super::open::Session;
use super::people::Snapshot;
use super::{App, Scene};

/// Holds what is owed at every home of a snapshot.
#[derive(Debug, Default)]
pub(crate) struct Owed {
    /// As the homes of the snapshot stand.
    homes: Vec<HomeOwed>,
    /// The shortest period that was seen through somewhere.
    pub(crate) done: Option<Period>,
    /// Of how many it cannot be said whether an obligation applies.
    pub(crate) undecided: usize,
    /// What would have to be known of them.
    pub(crate) missing: BTreeSet<String>,
}

/// Holds what is owed at one home.
#[derive(Debug)]
pub(crate) struct HomeOwed {
    /// What its row says.
    pub(crate) stands: Stands,
    /// The viewer's own duties that are open or late.
    pub(crate) open: Box<[Open]>,
}

/// Says how a home stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// Somebody is still to be seen in such a period.
    Todo(PeriodKind),
    /// All of such a period are seen.
    Done(PeriodKind),
    /// Nobody is to be seen regularly.
    None,
}

/// Holds what is kept of an open duty.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) obligation: Arc<Obligation>,
    /// As [`DutyState::due`].
    pub(crate) due: Day,
    /// When whom it is about was last seen.
    pub(crate) last: Option<Day>,
    /// What it still takes.
    pub(crate) errands: Box<[Errand]>,
}

impl Owed {
    /// Works out what is owed at the homes of a snapshot.
    pub(crate) fn of(work: &Work, snapshot: &Snapshot) -> Self {
        let today = snapshot.today;
        let book = snapshot.book();
        let schedule = snapshot.schedule(work, &book);
        let mut owed = Self {
            homes: Vec::with_capacity(snapshot.homes.len()),
            ..Self::default()
        };
        schedule.each(&snapshot.homes, today, today, |_, duties| {
            owed.take(duties, today);
        });
        owed
    }

    fn take(&mut self, duties: &Duties, today: Day) {
        let own = || duties.duties.iter().filter(|duty| duty.own);
        let is_done = |duty: &&DutyState| matches!(duty.status, Status::Done(_));
        let todo = own().find(|duty| duty.is_open_on(today));
        let stands = match (todo, own().find(is_done)) {
            (Some(duty), _) => Stands::Todo(duty.period.kind),
            (None, Some(duty)) => Stands::Done(duty.period.kind),
            (None, None) => Stands::None,
        };
        let open = own().filter(|duty| is_open(duty, today)).map(|duty| Open {
            obligation: Arc::clone(&duty.obligation),
            due: duty.due,
            last: last_day(duty),
            errands: errands(duty, today).into(),
        });
        self.homes.push(HomeOwed {
            stands,
            open: open.collect(),
        });
        let done = own().filter(is_done).map(|duty| duty.period);
        let shortest = self.done.into_iter().chain(done);
        self.done = shortest.min_by_key(|period| period.len_days());
        self.undecided += duties.undecided.len();
        for fact in duties.undecided.iter().flat_map(|one| &one.missing) {
            if !self.missing.contains(fact) {
                self.missing.insert(fact.clone());
            }
        }
    }

    /// Lists the homes of the snapshot it was made of, each with what is owed there.
    pub(crate) fn homes<'a>(
        &'a self,
        snapshot: &'a Snapshot,
    ) -> impl Iterator<Item = (&'a Household, &'a HomeOwed)> {
        snapshot.homes.iter().zip(&self.homes)
    }

    /// Returns how the home at a place of the snapshot stands.
    pub(crate) fn stands(&self, at: usize) -> Stands {
        self.homes.get(at).map_or(Stands::None, |home| home.stands)
    }
}

/// Tells whether a duty stands on 今天: it can be done, or it is late.
pub(crate) fn is_open(duty: &DutyState, today: Day) -> bool {
    duty.late_days(today).is_some() || duty.is_open_on(today)
}

/// Returns the day on which whom a duty is about was last seen.
pub(crate) fn last_day(duty: &DutyState) -> Option<Day> {
    duty.why.last.as_ref().map(|last| last.day)
}

impl App {
    /// Returns what is owed today, worked out once a reading.
    pub(super) fn owed(session: &mut Session, scene: &Scene) -> Arc<Owed> {
        if let Some(owed) = session.read.as_ref().and_then(|read| read.owed.clone()) {
            return owed;
        }
        let owed = Arc::new(Owed::of(&scene.pack.work, &scene.snapshot));
        if let Some(read) = &mut session.read {
            read.owed = Some(Arc::clone(&owed));
        }
        owed
    }
}
