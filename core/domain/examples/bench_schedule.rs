//! Times the duties of 10,000 homes over a quarter and over a year, each beside a
//! scan of every day, and of one home after one visit: with a visit and a call a
//! week, a trip a month that met nobody, pauses, and an event of the place.
//! Then the planner of trips (`plan`).
//!
//! `cargo run --release -p tanfang-domain --example bench_schedule [homes]`

// A bench that cannot be set up stops; its figures are for people to read.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss
)]

mod plan;

use std::sync::Arc;
use std::time::{Duration, Instant};
use tanfang_domain::event::{
    ActsFor, Answer, Certainty, DataClass, FactSource, How, Mode, PauseWhy, Seen, Subject, Whose,
};
use tanfang_domain::merge::Origin;
use tanfang_domain::pack::Work;
use tanfang_domain::people::{FactHistory, FactRecord, Household, Membership, Person, Viewer};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{
    AnswerRecord, AttemptRecord, Book, ContactRecord, DutyState, PauseRecord, PlaceEvent, Schedule,
    Status, VisitRecord,
};
use tanfang_policy::dict::{Dictionary, Type};
use tanfang_policy::pack::{PackSet, SourceFile};
use tanfang_policy::value::FactValue;
use tanfang_values::{
    AttemptId, BatchId, Calendar, ContactId, Day, GridId, Hlc, HouseholdId, InstanceId,
    MembershipId, OpId, PauseId, PersonId, Stamp, VisitId, WorkerId,
};

fn work() -> Work {
    let dictionary = Arc::new(Dictionary::load(tanfang_packs::FACTS).expect("dictionary"));
    let files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    let packs = PackSet::load(&dictionary, &files).expect("packs");
    let resolved = packs.resolve("DEMO-COUNTY").expect("DEMO-COUNTY");
    Work::assemble(&dictionary, &resolved).expect("work")
}

fn origin(op: String, ms: i64) -> Origin {
    Origin {
        hlc: Hlc { ms, n: 0 },
        instance: InstanceId::new("i1"),
        op: OpId::new(op),
    }
}

fn home(number: usize, first: Day) -> Household {
    let id = format!("p{number}");
    let keep = FactRecord {
        fact: "keep".into(),
        value: FactValue::One("1".into()),
        day: first,
        origin: origin(format!("o{number}"), 0),
        source: FactSource::Roster,
        certainty: Certainty::Checked,
        visit: None,
    };
    Household {
        id: HouseholdId::new(format!("h{number}")),
        grid: GridId::new(format!("g{}", number / 100)),
        division: "990101001001".into(),
        head: None,
        group: None,
        house_no: None,
        phone: None,
        persons: vec![Person {
            id: PersonId::new(&*id),
            name: String::new(),
            nickname: None,
            id_number: None,
            sex: None,
            relation: None,
            phone: None,
            guardian: None,
            guardian_phone: None,
            joined: None,
            left: None,
            died: None,
            memberships: vec![Membership {
                id: MembershipId::new(format!("m{number}")),
                class: "tekun".into(),
                data: DataClass::Core,
                from: first,
                until: None,
                source: Some(BatchId::new("b1")),
                op: OpId::new("o"),
            }],
            benefits: Vec::new(),
            benefits_complete: true,
            facts: FactHistory::new([keep]),
        }],
        persons_complete: true,
        facts: FactHistory::default(),
    }
}

/// A visit a week with every question of CL-03 answered, each also a fact.
fn visits(work: &Work, home: &mut Household, first: Day) -> Vec<VisitRecord> {
    let person = home.persons[0].id.clone();
    let about = Subject::Person(person.clone());
    let questions = &work.checklist("CL-03").expect("CL-03").questions;
    let mut visits = Vec::new();
    for week in 0..52 {
        let day = first.plus_days(week * 7 + 2);
        let stamp = Stamp {
            ms: i64::from(day.epoch_days()) * 86_400_000,
            offset_min: 480,
        };
        let visit = VisitId::new(format!("{}-{week}", home.id));
        let mut answers = Vec::new();
        for question in questions {
            let value = match question.writes.def().map(|def| &def.ty) {
                Some(Type::Enum(choices)) => FactValue::One(choices.variants[0].code.clone()),
                Some(Type::Many(choices)) => FactValue::many([choices.variants[0].code.clone()]),
                Some(Type::Date) => FactValue::Day(day),
                _ => FactValue::Bool(true),
            };
            home.persons[0].facts.push(FactRecord {
                fact: question.key.clone(),
                value: value.clone(),
                day,
                origin: origin(format!("{visit}-{}", question.id), stamp.ms),
                source: FactSource::Visit,
                certainty: Certainty::Said,
                visit: Some(visit.clone()),
            });
            answers.push(AnswerRecord {
                answer: Answer {
                    q: question.id.clone(),
                    about: about.clone(),
                    writes: Some(question.key.clone()),
                    value: Some(value),
                    how: How::Asked,
                    same_as: None,
                },
                op: OpId::new("o"),
            });
        }
        visits.push(VisitRecord {
            visit,
            household: home.id.clone(),
            grid: home.grid.clone(),
            worker: WorkerId::new("w1"),
            day,
            opened: stamp,
            closed: stamp,
            mode: Mode::InPerson,
            seen: vec![Seen {
                person: person.clone(),
                met: "1".into(),
            }],
            roles: vec![Role::GridMember],
            acts_for: vec![ActsFor {
                role: Role::GridMember,
                for_role: Role::VillageCommittee,
                obligation: "V02".into(),
            }],
            place: None,
            answers: answers.into(),
            origin: origin(format!("{}-{week}", home.id), stamp.ms),
        });
    }
    visits
}

/// Everything that was written down about one home.
struct Records {
    visits: Vec<VisitRecord>,
    attempts: Vec<AttemptRecord>,
    calls: Vec<ContactRecord>,
    pauses: Vec<PauseRecord>,
    events: Vec<PlaceEvent>,
}

impl Records {
    /// What came besides visits: a call a week, a trip a month that met nobody,
    /// a month's pause in one home of ten, an epidemic of a month.
    fn of(number: usize, home: &Household, visits: Vec<VisitRecord>, first: Day) -> Self {
        let person = home.persons[0].id.clone();
        let stamp = |day: Day| Stamp {
            ms: i64::from(day.epoch_days()) * 86_400_000,
            offset_min: 480,
        };
        let call = |week: i64| {
            let day = first.plus_days(week * 7 + 4);
            ContactRecord {
                contact: ContactId::new(format!("{}-c{week}", home.id)),
                household: home.id.clone(),
                grid: home.grid.clone(),
                worker: WorkerId::new("w1"),
                day,
                at: stamp(day),
                mode: Mode::Phone,
                whose: Whose::Person,
                persons: vec![person.clone()],
                result: if week.rem_euclid(3) == 0 { "3" } else { "1" }.into(),
                roles: vec![Role::GridMember],
                origin: origin(format!("{}-c{week}", home.id), stamp(day).ms),
            }
        };
        let attempt = |month: i64| {
            let day = first.plus_days(month * 28 + 1);
            AttemptRecord {
                attempt: AttemptId::new(format!("{}-a{month}", home.id)),
                household: home.id.clone(),
                grid: home.grid.clone(),
                worker: WorkerId::new("w1"),
                day,
                met: "0".into(),
                persons: vec![person.clone()],
                roles: vec![Role::GridMember],
                origin: origin(format!("{}-a{month}", home.id), stamp(day).ms),
            }
        };
        let pause = PauseRecord {
            pause: PauseId::new(format!("{}-u", home.id)),
            household: home.id.clone(),
            person: Some(person.clone()),
            obligations: Vec::new(),
            from: first.plus_days(60),
            to: first.plus_days(90),
            why: PauseWhy::Hospital,
            note: None,
            approved_by: String::new(),
            origin: origin(format!("{}-u", home.id), 0),
        };
        let epidemic = PlaceEvent {
            name: "疫情防控".into(),
            grid: home.grid.clone(),
            area: None,
            from: first.plus_days(30),
            to: Some(first.plus_days(59)),
        };
        Self {
            visits,
            attempts: (0..13).map(attempt).collect(),
            calls: (0..52).map(call).collect(),
            pauses: number
                .is_multiple_of(10)
                .then_some(pause)
                .into_iter()
                .collect(),
            events: vec![epidemic],
        }
    }

    fn book(&self) -> Book<'_> {
        Book::new(&self.visits, &self.attempts)
            .with_contacts(&self.calls)
            .with_pauses(&self.pauses)
            .with_events(&self.events)
    }
}

/// Where everything written down of some homes stands together, as in a store.
#[derive(Default)]
struct Shelf {
    homes: Vec<Household>,
    visits: Vec<VisitRecord>,
    attempts: Vec<AttemptRecord>,
    calls: Vec<ContactRecord>,
    pauses: Vec<PauseRecord>,
    events: Vec<PlaceEvent>,
}

impl Shelf {
    fn of(some: Vec<(Household, Records)>) -> Self {
        let mut shelf = Self::default();
        for (home, records) in some {
            shelf.homes.push(home);
            shelf.visits.extend(records.visits);
            shelf.attempts.extend(records.attempts);
            shelf.calls.extend(records.calls);
            shelf.pauses.extend(records.pauses);
            for event in records.events {
                // An event is one of the place, not of each home in it.
                if !shelf.events.iter().any(|known| known.grid == event.grid) {
                    shelf.events.push(event);
                }
            }
        }
        shelf
    }

    fn book(&self) -> Book<'_> {
        Book::new(&self.visits, &self.attempts)
            .with_contacts(&self.calls)
            .with_pauses(&self.pauses)
            .with_events(&self.events)
    }
}

/// How long a span took for all homes, for one after a visit, and what a scan of
/// every day took for some of them.
struct Times {
    first: Day,
    days: i64,
    all: Duration,
    lone: Duration,
    kept: Duration,
    each: Vec<Duration>,
    scan: Duration,
    scanned: usize,
    duties: usize,
    done: usize,
}

impl Times {
    fn new(first: Day, days: i64) -> Self {
        Self {
            first,
            days,
            all: Duration::ZERO,
            lone: Duration::ZERO,
            kept: Duration::ZERO,
            each: Vec::new(),
            scan: Duration::ZERO,
            scanned: 0,
            duties: 0,
            done: 0,
        }
    }

    /// Works out many homes as they stand on the last day of the span, home after
    /// home: half of them in a thread each, then again all in one, and once more
    /// all of them kept at a time.
    fn many(&mut self, bench: &Bench, shelf: &Shelf) {
        let last = self.first.plus_days(self.days - 1);
        let begin = Instant::now();
        let book = shelf.book();
        let some = |homes: &[Household]| {
            let (mut all, mut done) = (0, 0);
            let schedule = bench.schedule(&book, last);
            schedule.each(homes, self.first, last, |_, duties| {
                let is_done = |state: &&DutyState| matches!(state.status, Status::Done(_));
                all += duties.duties.len();
                done += duties.duties.iter().filter(is_done).count();
            });
            (all, done)
        };
        let (half, other) = shelf.homes.split_at(shelf.homes.len() / 2);
        let (one, two) = std::thread::scope(|threads| {
            let two = threads.spawn(|| some(other));
            (some(half), two.join().expect("a thread"))
        });
        self.all += begin.elapsed();
        self.duties += one.0 + two.0;
        self.done += one.1 + two.1;
        let since = Instant::now();
        let begin = computed(since);
        let book = shelf.book();
        let schedule = bench.schedule(&book, last);
        schedule.each(&shelf.homes, self.first, last, |_, duties| {
            std::hint::black_box(&duties.duties);
        });
        let once = computed(since);
        self.lone += once.saturating_sub(begin);
        let book = shelf.book();
        let schedule = bench.schedule(&book, last);
        std::hint::black_box(schedule.between(&shelf.homes, self.first, last));
        self.kept += computed(since).saturating_sub(once);
    }

    /// Works out one home after a visit: its duties of the span, and the patrols
    /// of its place.
    fn home(&mut self, bench: &Bench, home: &Household, records: &Records) {
        let last = self.first.plus_days(self.days - 1);
        // Too short for the clock of computing, which ticks in milliseconds.
        let begin = Instant::now();
        let book = records.book();
        let schedule = bench.schedule(&book, last);
        std::hint::black_box(schedule.between([home], self.first, last));
        self.each.push(begin.elapsed());
    }

    /// Works out the same home day by day, as one would who asks each day what is due.
    fn scan(&mut self, bench: &Bench, home: &Household, records: &Records) {
        let since = Instant::now();
        let begin = computed(since);
        let book = records.book();
        for offset in 0..self.days {
            let day = self.first.plus_days(offset);
            std::hint::black_box(bench.schedule(&book, day).today([home]));
        }
        self.scan += computed(since).saturating_sub(begin);
        self.scanned += 1;
    }

    fn report(&mut self, name: &str, bar: &str) {
        self.each.sort_unstable();
        let homes = self.each.len();
        let (median, slow) = (self.each[homes / 2], self.each[homes * 99 / 100]);
        let whole = self.all.as_secs_f64();
        let lone = self.lone.as_secs_f64();
        let kept = self.kept.as_secs_f64();
        let scan = self.scan.as_secs_f64() / self.scanned as f64 * homes as f64;
        println!("one {name}: {} duties, {} done", self.duties, self.done);
        println!(
            "  all {homes} homes in two threads: {whole:.3} s, {:.3} s for 10,000 (bar for these: {bar}); one thread computes {lone:.3} s, {:.3} s for 10,000 (all kept: {:.3} s)",
            whole / homes as f64 * 1e4,
            lone / homes as f64 * 1e4,
            kept / homes as f64 * 1e4,
        );
        println!(
            "  after one visit (one home, the whole {name}): median {:.3} ms, 99 % {:.3} ms (bar: 5 ms)",
            median.as_secs_f64() * 1e3,
            slow.as_secs_f64() * 1e3
        );
        println!(
            "  a scan of every day (from {} homes): {scan:.1} s, {:.0} times as long as one thread",
            self.scanned,
            scan / lone
        );
    }
}

/// Returns how long this thread has computed, where the system tells; the time of
/// day where not. On a busy machine only this says what a design costs.
fn computed(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// How many homes' records are held at a time.
const AT_A_TIME: usize = 1_000;

/// What is the same for every home.
struct Bench {
    work: Work,
    viewer: Viewer,
    calendar: Calendar,
}

impl Bench {
    fn schedule<'a>(&'a self, book: &'a Book<'a>, day: Day) -> Schedule<'a> {
        Schedule::new(&self.work, book, &self.viewer, day).with_calendar(&self.calendar)
    }
}

fn main() {
    let homes: usize = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(10_000);
    let bench = Bench {
        work: work(),
        viewer: Viewer::new(WorkerId::new("w1"), [Role::GridMember]),
        calendar: Calendar::read(tanfang_packs::CALENDAR).expect("calendar"),
    };
    let first = Day::from_ymd(2026, 1, 5).expect("a Monday");
    let mut quarter = Times::new(first, 13 * 7);
    let mut year = Times::new(first, 52 * 7);
    let every = (homes / 100).max(1);
    // Some homes at a time, so that the records of a year fit in memory.
    for begin in (0..homes).step_by(AT_A_TIME) {
        let some: Vec<(Household, Records)> = (begin..homes.min(begin + AT_A_TIME))
            .map(|number| {
                let mut home = home(number, first.plus_days(-100));
                let visits = visits(&bench.work, &mut home, first);
                let records = Records::of(number, &home, visits, first);
                (home, records)
            })
            .collect();
        for (at, (home, records)) in some.iter().enumerate() {
            quarter.home(&bench, home, records);
            year.home(&bench, home, records);
            if (begin + at).is_multiple_of(every) {
                quarter.scan(&bench, home, records);
                year.scan(&bench, home, records);
            }
        }
        let shelf = Shelf::of(some);
        quarter.many(&bench, &shelf);
        year.many(&bench, &shelf);
    }
    println!(
        "homes {homes}, {} obligations; a visit a week with every question of CL-03 answered, \
         calls, attempts, pauses, an epidemic",
        bench.work.obligations().len()
    );
    quarter.report("quarter", "1 s");
    year.report("year", "1 s");
    plan::report(first);
}
