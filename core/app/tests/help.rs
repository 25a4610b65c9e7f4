//! A village with a clock that tests move, and the taps of a worker in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tanfang_app::desktop::{HandClock, Seeded};
use tanfang_app::ports::Ports;
use tanfang_app::view::{
    HomeView, InputValue, Intent, Outcome, PhotoInput, QuestionKind, QuestionView, Screen,
    SetupInput, TodayView, VisitInput, VisitView,
};
use tanfang_app::{App, AppError, OpenConfig};
use tanfang_scenes::{Exif, Jpeg, scene};
use tanfang_values::Day;
use tempfile::TempDir;

/// A store with its clock.
pub(crate) struct Village {
    pub(crate) dir: TempDir,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) app: App,
    /// Taps so far, counted as a finger would.
    pub(crate) taps: std::cell::Cell<u32>,
}

/// Milliseconds of a minute in Asia/Shanghai, given as `2026-11-20 10:00`.
pub(crate) fn at(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    let day = Day::parse(day).unwrap().epoch_days();
    let minutes: i64 = hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap() - 480;
    i64::from(day) * 86_400_000 + minutes * 60_000
}

pub(crate) fn roster(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/rosters")
        .join(name)
}

pub(crate) fn ports(clock: &Arc<HandClock>, seed: u64) -> Ports {
    Ports {
        clock: Arc::clone(clock) as _,
        random: Arc::new(Seeded::new(seed)),
        secrets: None,
        device_key: None,
        heic: None,
    }
}

pub(crate) fn config(dir: &Path) -> OpenConfig {
    OpenConfig {
        dir: dir.to_owned(),
        practice: false,
        fixed: None,
    }
}

pub(crate) fn setup(name: &str, role: &str) -> SetupInput {
    SetupInput {
        name: name.into(),
        roles: vec![role.into()],
        village: "石板村".into(),
        division: Some("990101001001".into()),
        practice: false,
    }
}

impl Village {
    /// Makes an empty store and sets the worker up.
    pub(crate) fn empty(now: &str, name: &str, role: &str, seed: u64) -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Arc::new(HandClock::new(at(now)));
        let app = App::open_with(config(dir.path()), ports(&clock, seed)).unwrap();
        app.setup(&setup(name, role)).unwrap();
        Self {
            dir,
            clock,
            app,
            taps: std::cell::Cell::new(0),
        }
    }

    /// Makes a store with the clean list applied.
    pub(crate) fn new(now: &str) -> Self {
        let village = Self::empty(now, "赵小川", "GridMember", 7);
        village.import("clean.xlsx");
        village
    }

    pub(crate) fn import(&self, name: &str) -> Outcome {
        let look = self.app.import_look(&roster(name)).unwrap();
        self.app.send(&look.primary.intent).unwrap()
    }

    pub(crate) fn now(&self, now: &str) {
        self.clock.set(at(now));
    }

    pub(crate) fn today(&self) -> TodayView {
        self.app.today().unwrap()
    }

    /// Returns the id of the home that words find.
    pub(crate) fn find(&self, words: &str) -> String {
        let homes = self.app.homes(words).unwrap();
        let rows: Vec<_> = homes.groups.iter().flat_map(|group| &group.rows).collect();
        assert_eq!(rows.len(), 1, "{words}");
        rows[0].household.clone()
    }

    pub(crate) fn home(&self, words: &str) -> HomeView {
        self.app.home(&self.find(words)).unwrap()
    }

    fn tap(&self) {
        self.taps.set(self.taps.get() + 1);
    }

    pub(crate) fn send(&self, intent: &Intent) -> Result<Outcome, AppError> {
        self.tap();
        self.app.send(intent)
    }

    /// Opens the visit of a home; one tap.
    pub(crate) fn open(&self, words: &str) -> String {
        let household = self.find(words);
        let outcome = self.send(&Intent::OpenVisit { household }).unwrap();
        match outcome.go {
            Some(Screen::Visit { visit }) => visit,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn answer(
        &self,
        visit: &str,
        key: &str,
        value: InputValue,
    ) -> Result<VisitView, AppError> {
        self.tap();
        let key = key.to_owned();
        self.app.visit_answer(visit, &VisitInput { key, value })
    }

    /// Taps an option of every question whose words are these; one tap each.
    pub(crate) fn choose(&self, visit: &str, ask: &str, label: &str) -> VisitView {
        let view = self.app.visit(visit).unwrap();
        let asked: Vec<_> = questions(&view).filter(|q| q.ask.contains(ask)).collect();
        assert!(!asked.is_empty(), "{ask} is not asked");
        let mut last = view.clone();
        for question in asked {
            let option = question.options.iter().find(|o| o.label == label);
            let code = option
                .unwrap_or_else(|| panic!("{ask}: {label}"))
                .code
                .clone();
            let value = InputValue::Choose { codes: vec![code] };
            last = self.answer(visit, &question.key, value).unwrap();
        }
        last
    }

    /// Taps 都一样 wherever it is offered; one tap each.
    pub(crate) fn same(&self, visit: &str) -> VisitView {
        let mut view = self.app.visit(visit).unwrap();
        if view.same_all.is_some() {
            view = self.answer(visit, "", InputValue::SameAll).unwrap();
        }
        while let Some(group) = view.groups.iter().find(|group| group.same.is_some()) {
            let key = group.key.clone();
            view = self.answer(visit, &key, InputValue::SameGroup).unwrap();
        }
        view
    }

    /// Answers whatever is open and has options as on a quiet day: with 没有
    /// where there is such a choice, else with the first. What is surely not
    /// for this home, or only perhaps, and what is known and fresh stays.
    pub(crate) fn rest(&self, visit: &str) -> VisitView {
        loop {
            let view = self.app.visit(visit).unwrap();
            let next = view
                .groups
                .iter()
                .filter(|group| {
                    !["maybe@", "fresh@"]
                        .iter()
                        .any(|p| group.key.starts_with(p))
                })
                .flat_map(|group| &group.questions)
                .find(|q| !q.answered && !q.options.is_empty());
            let Some(question) = next else { return view };
            let value = match question.kind {
                QuestionKind::Day => InputValue::Type {
                    text: "2027-06-30".into(),
                },
                QuestionKind::Number => InputValue::Type { text: "1".into() },
                _ => {
                    let nothing = question.options.iter().find(|option| option.code == "0");
                    let many = question.kind == QuestionKind::Many;
                    let option = nothing.filter(|_| many).unwrap_or(&question.options[0]);
                    InputValue::Choose {
                        codes: vec![option.code.clone()],
                    }
                }
            };
            self.answer(visit, &question.key, value).unwrap();
        }
    }

    pub(crate) fn close(&self, visit: &str) -> Result<Outcome, AppError> {
        let primary = self.app.visit(visit).unwrap().primary;
        assert!(primary.enabled, "{primary:?}");
        self.send(&primary.intent)
    }

    /// A whole first visit: everything asked, everything answered.
    pub(crate) fn visit(&self, words: &str) -> Outcome {
        let visit = self.open(words);
        self.choose(&visit, "见到本人了吗", "见到本人");
        self.rest(&visit);
        self.close(&visit).unwrap()
    }

    /// Homes on 今天.
    pub(crate) fn due(&self) -> usize {
        self.today()
            .groups
            .iter()
            .map(|group| group.cards.len())
            .sum()
    }

    /// Whether a home stands on 今天.
    pub(crate) fn is_due(&self, words: &str) -> bool {
        let household = self.find(words);
        let today = self.today();
        let mut cards = today.groups.iter().flat_map(|group| &group.cards);
        cards.any(|card| card.household == household)
    }
}

pub(crate) fn questions(view: &VisitView) -> impl Iterator<Item = &QuestionView> {
    view.groups.iter().flat_map(|group| &group.questions)
}

/// The lines of 要做的, as text.
pub(crate) fn due_lines(home: &HomeView) -> Vec<String> {
    home.due.iter().map(|line| line.text.text.clone()).collect()
}

impl Village {
    /// Sends the closing of a visit that must be refused.
    pub(crate) fn close_anyway(&self, visit: &str) -> AppError {
        let visit = visit.to_owned();
        self.send(&Intent::CloseVisit { visit }).unwrap_err()
    }
}

impl Village {
    /// Draws a home and writes it as a camera would.
    pub(crate) fn drawn(&self, name: &str, seed: u64, exif: Option<Exif>) -> PathBuf {
        let jpeg = Jpeg::quality(85);
        let jpeg = match exif {
            Some(exif) => jpeg.exif(exif),
            None => jpeg,
        };
        let path = self.dir.path().join(name);
        std::fs::write(&path, jpeg.bytes(&scene(seed, 400, 300)).unwrap()).unwrap();
        path
    }

    /// Works until nothing waits; says how many calls that took.
    pub(crate) fn work(&self) -> u32 {
        let mut calls = 1;
        while self.app.photo_work().unwrap() > 0 {
            calls += 1;
        }
        calls
    }

    /// Takes a photo of a home and makes its copy; returns its id.
    pub(crate) fn shoot(&self, words: &str, seed: u64) -> String {
        let path = self.drawn(&format!("{seed}.jpg"), seed, None);
        let household = self.find(words);
        self.app.photo_add(&photo_of(&household, &path)).unwrap();
        self.work();
        let view = self.app.photos(&household, None).unwrap();
        view.cards[0].photo.clone()
    }
}

/// A photo of a house, taken in the app and agreed to, without a place.
pub(crate) fn photo_of(household: &str, path: &Path) -> PhotoInput {
    PhotoInput {
        visit: None,
        household: household.to_owned(),
        person: None,
        matter: "house".to_owned(),
        grade: "taken".to_owned(),
        path: path.to_str().unwrap().to_owned(),
        consent: Some("agreed".to_owned()),
        place: None,
        keep_exif_place: false,
        gnss_ms: None,
    }
}
