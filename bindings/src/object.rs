//! The one object that Kotlin and Swift hold.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tanfang_app::view::{
    AddView, BatchesView, CallView, ColumnChoice, ContactView, CoverageView, ExportFormat,
    FeedbackView, FirstView, FlagsView, FormView, HandOverView, HintView, HomeView, HomesView,
    ImportView, Intent, ItemsView, LedgerFile, LedgerView, LookSetting, MatchesView, MonthView,
    MoreView, Outcome, PageView, PersonInput, PhotoInput, PhotoView, PhotosView, PoliciesView,
    PolicyView, RecoveryView, SettingsView, SetupInput, SignInput, SigningView, TodayView,
    VisitInput, VisitView, WhyView, WipeView,
};
use tanfang_app::{App, Fixed, OpenConfig};

use crate::ports;
use crate::{ApiError, DeviceKey, PictureDecoder, SecretStore};

/// Holds one worker's store and answers one screen a call.
///
/// Every call is synchronous and may touch the disk: call it off the main
/// thread. The object may be shared between threads.
#[derive(uniffi::Object)]
pub struct Tanfang {
    app: App,
}

fn plain(dir: String, practice: bool) -> OpenConfig {
    OpenConfig {
        dir: PathBuf::from(dir),
        practice,
        fixed: None,
    }
}

#[uniffi::export]
impl Tanfang {
    /// Opens the store in a folder, or makes one there; 练习 lies apart in the same folder.
    #[uniffi::constructor]
    pub fn open(dir: String, practice: bool) -> Result<Arc<Self>, ApiError> {
        let app = App::open(plain(dir, practice))?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens the store in a folder, or makes one there, with its keys in the platform's keystore
    /// and, where it has one, its decoder of HEIC.
    ///
    /// Where the keystore lost them the error is of kind `Store` with the code
    /// `store_no_key`: [`Tanfang::recover_with`] opens it with the recovery code.
    #[uniffi::constructor(default(pictures = None))]
    pub fn open_with(
        dir: String,
        practice: bool,
        secrets: Arc<dyn SecretStore>,
        device_key: Option<Arc<dyn DeviceKey>>,
        pictures: Option<Arc<dyn PictureDecoder>>,
    ) -> Result<Arc<Self>, ApiError> {
        let app = App::open_with(
            plain(dir, practice),
            ports::of_device(secrets, device_key, pictures),
        )?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens a store whose keys the keystore lost, with the recovery code; the
    /// keystore gets new ones and the store goes on as a new instance.
    #[uniffi::constructor(default(pictures = None))]
    pub fn recover_with(
        dir: String,
        practice: bool,
        code: String,
        secrets: Arc<dyn SecretStore>,
        device_key: Option<Arc<dyn DeviceKey>>,
        pictures: Option<Arc<dyn PictureDecoder>>,
    ) -> Result<Arc<Self>, ApiError> {
        let ports = ports::of_device(secrets, device_key, pictures);
        let app = App::recover(plain(dir, practice), ports, &code)?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens a new store from an encrypted backup and its recovery code, with
    /// its keys in the platform's keystore. The folder must not hold a store yet.
    #[uniffi::constructor(default(pictures = None))]
    pub fn restore_with(
        dir: String,
        from: String,
        code: String,
        secrets: Arc<dyn SecretStore>,
        device_key: Option<Arc<dyn DeviceKey>>,
        pictures: Option<Arc<dyn PictureDecoder>>,
    ) -> Result<Arc<Self>, ApiError> {
        let ports = ports::of_device(secrets, device_key, pictures);
        let app = App::restore_with(plain(dir, false), ports, Path::new(&from), &code)?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens a store whose clock stands still and whose draws are seeded.
    ///
    /// For tests: the same calls give the same bytes on every platform.
    #[uniffi::constructor]
    pub fn open_fixed(dir: String, now_ms: i64, seed: i64) -> Result<Arc<Self>, ApiError> {
        let app = App::open(OpenConfig {
            dir: PathBuf::from(dir),
            practice: false,
            fixed: Some(Fixed {
                now_ms,
                seed: seed.unsigned_abs(),
            }),
        })?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens a new store from an encrypted backup and its recovery code.
    ///
    /// The folder must not hold a store yet.
    #[uniffi::constructor]
    pub fn restore(dir: String, from: String, code: String) -> Result<Arc<Self>, ApiError> {
        let app = App::restore(plain(dir, false), Path::new(&from), &code)?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens a new store from a hand-over file and the one-time code of the old phone.
    ///
    /// The folder must not hold a store yet; `input` says who takes over.
    #[uniffi::constructor]
    pub fn take_over(
        dir: String,
        from: String,
        code: String,
        input: SetupInput,
    ) -> Result<Arc<Self>, ApiError> {
        let config = OpenConfig {
            dir: PathBuf::from(dir),
            practice: false,
            fixed: None,
        };
        let app = App::take_over(config, Path::new(&from), &code, &input)?;
        Ok(Arc::new(Self { app }))
    }

    /// Goes on with what a hand-over file holds, in place of a store in which nobody has begun.
    ///
    /// `code` is the one-time code of the old phone; `input` says who takes over.
    pub fn take_over_here(
        &self,
        from: String,
        code: String,
        input: SetupInput,
    ) -> Result<Outcome, ApiError> {
        Ok(self.app.take_over_here(Path::new(&from), &code, &input)?)
    }

    /// Returns how the screens look on this phone; quick, for before the first screen.
    pub fn look(&self) -> Result<LookSetting, ApiError> {
        Ok(self.app.look()?)
    }

    /// Returns 首次打开.
    pub fn first(&self) -> Result<FirstView, ApiError> {
        Ok(self.app.first()?)
    }

    /// Records who works here and in which village.
    pub fn setup(&self, input: SetupInput) -> Result<Outcome, ApiError> {
        Ok(self.app.setup(&input)?)
    }

    /// Returns 今天.
    pub fn today(&self) -> Result<TodayView, ApiError> {
        Ok(self.app.today()?)
    }

    /// Returns 今天 by a filter that a view of it gave, for a search text.
    pub fn today_by(&self, filter: String, query: String) -> Result<TodayView, ApiError> {
        Ok(self.app.today_by(&filter, &query)?)
    }

    /// Returns 本月, or another month (`2026-11`).
    pub fn month(&self, month: Option<String>) -> Result<MonthView, ApiError> {
        Ok(self.app.month(month.as_deref())?)
    }

    /// Returns 没见到人 of a home.
    pub fn missed(&self, household: String) -> Result<PageView, ApiError> {
        Ok(self.app.missed(&household)?)
    }

    /// Returns 事件.
    pub fn events(&self) -> Result<PageView, ApiError> {
        Ok(self.app.events()?)
    }

    /// Returns 活动: every campaign.
    pub fn campaigns(&self) -> Result<PageView, ApiError> {
        Ok(self.app.campaigns()?)
    }

    /// Returns 活动 of one campaign, or of one of its classes.
    pub fn campaign(&self, key: String) -> Result<PageView, ApiError> {
        Ok(self.app.campaign(&key)?)
    }

    /// Returns 报送: what is to be handed in by when, and what was.
    pub fn reports(&self) -> Result<PageView, ApiError> {
        Ok(self.app.reports()?)
    }

    /// Returns a short form, by the key that a view gave.
    pub fn form(&self, key: String) -> Result<FormView, ApiError> {
        Ok(self.app.form(&key)?)
    }

    /// Takes one answer of a short form; it is kept when this returns.
    pub fn form_answer(&self, key: String, input: VisitInput) -> Result<FormView, ApiError> {
        Ok(self.app.form_answer(&key, &input)?)
    }

    /// Returns 各户 for a search text, where an empty text finds every home, with the
    /// rows of so many homes, a page at least.
    pub fn homes(&self, query: String, shown: u32) -> Result<HomesView, ApiError> {
        Ok(self.app.homes_to(&query, shown)?)
    }

    /// Returns 一户.
    pub fn home(&self, household: String) -> Result<HomeView, ApiError> {
        Ok(self.app.home(&household)?)
    }

    /// Returns 提示 of one scheme, by the key that 一户 gave.
    pub fn hint(&self, household: String, key: String) -> Result<HintView, ApiError> {
        Ok(self.app.hint(&household, &key)?)
    }

    /// Takes an answer to a question of 提示; it is durable when the call returns.
    pub fn answer_hint(&self, household: String, input: VisitInput) -> Result<Outcome, ApiError> {
        Ok(self.app.answer_hint(&household, &input)?)
    }

    /// Returns the items of a list (incomes, expenses, property), by the key that a question gave.
    pub fn items(&self, household: String, key: String) -> Result<ItemsView, ApiError> {
        Ok(self.app.items(&household, &key)?)
    }

    /// Writes one more item of a list down; an input a field.
    pub fn add_item(
        &self,
        household: String,
        key: String,
        inputs: Vec<VisitInput>,
    ) -> Result<Outcome, ApiError> {
        Ok(self.app.add_item(&household, &key, &inputs)?)
    }

    /// Returns 政策 for a search text; an empty text gives every scheme in force.
    pub fn policies(&self, query: String) -> Result<PoliciesView, ApiError> {
        Ok(self.app.policies(&query)?)
    }

    /// Returns 政策 of one scheme.
    pub fn policy(&self, key: String) -> Result<PolicyView, ApiError> {
        Ok(self.app.policy(&key)?)
    }

    /// Returns 走访 of a visit whose draft is open.
    pub fn visit(&self, visit: String) -> Result<VisitView, ApiError> {
        Ok(self.app.visit(&visit)?)
    }

    /// Takes one answer; it is durable when the call returns.
    pub fn visit_answer(&self, visit: String, input: VisitInput) -> Result<VisitView, ApiError> {
        Ok(self.app.visit_answer(&visit, &input)?)
    }

    /// Does what a tap means.
    pub fn send(&self, intent: Intent) -> Result<Outcome, ApiError> {
        Ok(self.app.send(&intent)?)
    }

    /// Returns 为什么 for a key that another view gave.
    pub fn why(&self, key: String) -> Result<WhyView, ApiError> {
        Ok(self.app.why(&key)?)
    }

    /// Returns 台账 for a period such as `2026-11`, `2026-W47` or `2026-Q4` and one of its books.
    ///
    /// Without a period, the present one; without a book, the first.
    pub fn ledger(
        &self,
        ledger: String,
        period: Option<String>,
        book: Option<String>,
    ) -> Result<LedgerView, ApiError> {
        Ok(self
            .app
            .ledger(&ledger, period.as_deref(), book.as_deref())?)
    }

    /// Writes a ledger to a file that the worker chose.
    pub fn ledger_export(
        &self,
        ledger: String,
        period: Option<String>,
        book: Option<String>,
        format: ExportFormat,
        path: String,
    ) -> Result<LedgerFile, ApiError> {
        Ok(self.app.ledger_export(
            &ledger,
            period.as_deref(),
            book.as_deref(),
            format,
            Path::new(&path),
        )?)
    }

    /// Reads a list and returns what it would change; nothing is written.
    pub fn import_look(&self, path: String) -> Result<ImportView, ApiError> {
        Ok(self.app.import_look(Path::new(&path))?)
    }

    /// Reads a list that was looked at once more, with other columns; they are remembered for its form.
    pub fn import_columns(
        &self,
        token: String,
        choices: Vec<ColumnChoice>,
    ) -> Result<ImportView, ApiError> {
        Ok(self.app.import_columns(&token, &choices)?)
    }

    /// Returns 导入记录: every list that came in.
    pub fn batches(&self) -> Result<BatchesView, ApiError> {
        Ok(self.app.batches()?)
    }

    /// Returns 名册对数 of all classes, of one class, or of one class in one village.
    pub fn coverage(
        &self,
        class: Option<String>,
        division: Option<String>,
    ) -> Result<CoverageView, ApiError> {
        Ok(self.app.coverage(class.as_deref(), division.as_deref())?)
    }

    /// Returns 加一人 for a home, for a new home, or for a person who is known.
    pub fn add_look(
        &self,
        household: Option<String>,
        person: Option<String>,
    ) -> Result<AddView, ApiError> {
        Ok(self.app.add_look(household.as_deref(), person.as_deref())?)
    }

    /// Records somebody no list names, as a candidate.
    pub fn add_person(&self, input: PersonInput) -> Result<Outcome, ApiError> {
        Ok(self.app.add_person(&input)?)
    }

    /// Returns 比对核实.
    pub fn matches(&self) -> Result<MatchesView, ApiError> {
        Ok(self.app.matches()?)
    }

    /// Writes the answered match list to a file that the worker chose.
    pub fn match_export(&self, batch: String, path: String) -> Result<LedgerFile, ApiError> {
        Ok(self.app.match_export(&batch, Path::new(&path))?)
    }

    /// Returns 打通了吗 for a number of a home.
    pub fn contact(&self, household: String, whose: String) -> Result<ContactView, ApiError> {
        Ok(self.app.contact(&household, &whose)?)
    }

    /// Returns 紧急电话, for a flag or for any time.
    pub fn call(&self, flag: Option<String>) -> Result<CallView, ApiError> {
        Ok(self.app.call(flag.as_deref())?)
    }

    /// Returns 线索: every open flag.
    pub fn flags(&self) -> Result<FlagsView, ApiError> {
        Ok(self.app.flags()?)
    }

    /// Returns 更多.
    pub fn more(&self) -> Result<MoreView, ApiError> {
        Ok(self.app.more()?)
    }

    /// Returns 设置.
    pub fn settings(&self) -> Result<SettingsView, ApiError> {
        Ok(self.app.settings()?)
    }

    /// Takes a working-day calendar from a file, such as that of next year.
    pub fn install_calendar(&self, path: String) -> Result<Outcome, ApiError> {
        Ok(self.app.install_calendar(Path::new(&path))?)
    }

    /// Returns 投诉建议.
    pub fn feedback(&self) -> Result<FeedbackView, ApiError> {
        Ok(self.app.feedback()?)
    }

    /// Returns what stands on 交给接手的人 before the file is written.
    pub fn hand_over_look(&self) -> Result<HandOverView, ApiError> {
        Ok(self.app.hand_over_look()?)
    }

    /// Writes the encrypted file for the successor; its one-time code is shown once.
    pub fn hand_over(&self, path: String, to_name: String) -> Result<HandOverView, ApiError> {
        Ok(self.app.hand_over(Path::new(&path), &to_name)?)
    }

    /// Returns what wiping would lose.
    pub fn wipe_look(&self) -> Result<WipeView, ApiError> {
        Ok(self.app.wipe_look()?)
    }

    /// Removes everything of this worker from this phone; `word` is the one that `wipe_look` gave.
    pub fn wipe(&self, word: String) -> Result<Outcome, ApiError> {
        Ok(self.app.wipe(&word)?)
    }

    /// Returns 照片 of a visit, or of a home outside of any visit.
    pub fn photos(&self, household: String, visit: Option<String>) -> Result<PhotosView, ApiError> {
        Ok(self.app.photos(&household, visit.as_deref())?)
    }

    /// Keeps a photo; the file and its record are durable when the call returns.
    ///
    /// Its copy, thumbnail and fingerprint come afterwards, by `photo_work`.
    pub fn photo_add(&self, input: PhotoInput) -> Result<Outcome, ApiError> {
        Ok(self.app.photo_add(&input)?)
    }

    /// Makes the copy of the oldest photo that has none; returns how many are left.
    pub fn photo_work(&self) -> Result<u32, ApiError> {
        Ok(self.app.photo_work()?)
    }

    /// Returns one photo with what can be said about it.
    pub fn photo(&self, photo: String) -> Result<PhotoView, ApiError> {
        Ok(self.app.photo(&photo)?)
    }

    /// Returns the picture of a photo as a JPEG: the copy to show, or the thumbnail.
    pub fn photo_picture(&self, photo: String, thumb: bool) -> Result<Vec<u8>, ApiError> {
        Ok(self.app.photo_picture(&photo, thumb)?)
    }

    /// Returns the copy to show with the watermark of its record drawn on it, as a JPEG.
    ///
    /// `font` is a font file of the platform that has Chinese, `index` its place in a collection.
    pub fn photo_stamped(
        &self,
        photo: String,
        font: String,
        index: u32,
    ) -> Result<Vec<u8>, ApiError> {
        Ok(self.app.photo_stamped(&photo, Path::new(&font), index)?)
    }

    /// Returns 签字 of a visit that was closed.
    pub fn signing(&self, visit: String) -> Result<SigningView, ApiError> {
        Ok(self.app.signing(&visit)?)
    }

    /// Keeps a signature, or that there is none.
    pub fn sign(&self, input: SignInput) -> Result<Outcome, ApiError> {
        Ok(self.app.sign(&input)?)
    }

    /// Returns what is worth a second look in a home, or in every home.
    pub fn evidence(&self, household: Option<String>) -> Result<PageView, ApiError> {
        Ok(self.app.evidence(household.as_deref())?)
    }

    /// Returns 存储: the room photos take, and what may be freed.
    pub fn storage(&self) -> Result<PageView, ApiError> {
        Ok(self.app.storage()?)
    }

    /// Writes the evidence of visits (all, if none is named) to a file that others can check.
    pub fn evidence_export(
        &self,
        visits: Vec<String>,
        originals: bool,
        to: String,
        path: String,
    ) -> Result<Outcome, ApiError> {
        Ok(self
            .app
            .evidence_export(&visits, originals, &to, Path::new(&path))?)
    }

    /// Checks this phone's own records, or a file or folder that was handed out.
    pub fn evidence_verify(&self, path: Option<String>) -> Result<PageView, ApiError> {
        Ok(self.app.evidence_verify(path.as_deref().map(Path::new))?)
    }

    /// Keeps the receipts of a file that came back from the township, or its public key.
    pub fn evidence_receipt(&self, path: String) -> Result<Outcome, ApiError> {
        Ok(self.app.evidence_receipt(Path::new(&path), None)?)
    }

    /// Writes one encrypted file that `restore` reads.
    pub fn backup(&self, path: String) -> Result<Outcome, ApiError> {
        Ok(self.app.backup(Path::new(&path))?)
    }

    /// Makes a recovery code, which replaces the one before and is shown once.
    pub fn recovery_code(&self) -> Result<RecoveryView, ApiError> {
        Ok(self.app.recovery_code()?)
    }
}

/// Returns what must read the same on both phones before the code is typed, from the file alone.
#[uniffi::export]
pub fn hand_over_check(from: String) -> Result<HandOverView, ApiError> {
    Ok(App::hand_over_check(Path::new(&from))?)
}

/// Names a way in which a call can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Fault {
    /// An error of each kind that a screen tells apart: here `Invalid`.
    Error,
    /// A defect in the core: caught at the boundary, the process lives on.
    Panic,
}

/// Goes wrong on purpose, so that the bindings' tests can see what arrives.
#[uniffi::export]
#[allow(clippy::panic)] // the one place that panics, and only when asked to
pub fn fault(kind: Fault) -> Result<String, ApiError> {
    match kind {
        Fault::Error => Err(ApiError::Invalid {
            code: "fault".to_owned(),
            sentence: String::new(),
        }),
        Fault::Panic => panic!("fault asked for"),
    }
}
