//! One ready record per screen.
//!
//! A view is ordered, grouped and worded: Kotlin and Swift draw it and send
//! back an [`Intent`] or a [`VisitInput`], and decide nothing. Every text that
//! tells something private about a home comes as [`Masked`], in full and as
//! shown while 遮 is on. A tour:
//!
//! * [`part`] – what screens are made of: [`Masked`], [`Chip`], [`Line`],
//!   [`Action`], [`Screen`], [`Intent`], [`Outcome`].
//! * [`first`] – 首次打开. [`today`] – 今天. [`homes`] – 各户. [`home`] – 一户.
//!   [`visit`] – 走访. [`why`] – 为什么. [`ledger`] – 台账. [`import`] – 导入.
//!   [`more`] – 更多 and 线索. [`settings`] – 设置, 投诉建议, 交接, 清空.
//!   [`contact`] – 打通了吗, 紧急电话. [`roster`] – 导入记录, 名册对数, 加一人, 比对核实.
//!   [`hint`] – 提示. [`items`] – 收支、财产. [`policy`] – 政策. [`month`] – 本月.
//!   [`page`] – 未遇, 巡查, 事件, 活动, 暂停, 报送. [`photo`] – 照片, 签字.
//!
//! The records are mirrored by the bindings crate field by field, so a change
//! here that is not made there does not compile.

pub mod contact;
pub mod first;
pub mod hint;
pub mod home;
pub mod homes;
pub mod import;
pub mod items;
pub mod ledger;
pub mod month;
pub mod more;
pub mod page;
pub mod part;
pub mod photo;
pub mod policy;
pub mod roster;
pub mod settings;
pub mod today;
pub mod visit;
pub mod why;

pub use contact::{CallView, ContactView};
pub use first::{FirstView, RoleChoice, SetupInput};
pub use hint::{
    HintAsk, HintCard, HintCondition, HintGroup, HintMark, HintMissing, HintNumber, HintView,
};
pub use home::{ChangeKind, HomeView, KnownLine, PersonCard};
pub use homes::{HomeGroup, HomeRow, HomesView, MoreHomes};
pub use import::{
    ColumnChoice, Decision, FieldChoice, ImportCell, ImportColumn, ImportGroup, ImportKind,
    ImportRow, ImportSort, ImportTable, ImportView, RowDecision,
};
pub use items::{ItemLine, ItemsView};
pub use ledger::{
    CellKind, ExportFormat, LedgerCell, LedgerChoice, LedgerFile, LedgerRow, LedgerView,
};
pub use month::{MonthDay, MonthView};
pub use more::{FlagsView, MoreView, RecoveryView, Report};
pub use page::{Block, FormView, PageView};
pub use part::{Action, Chip, Dial, Empty, Intent, Line, Masked, Outcome, Screen, Status, Tone};
pub use photo::{
    PhotoCard, PhotoInput, PhotoPair, PhotoPlace, PhotoView, PhotosView, SignInput, SignerRow,
    SigningView, StrokePoint,
};
pub use policy::{PoliciesView, PolicyCondition, PolicyRow, PolicyView};
pub use roster::{
    AddView, BatchRow, BatchesView, ControlTotal, CoverageRow, CoverageView, MatchRow, MatchesView,
    PersonInput,
};
pub use settings::{
    FeedbackView, HandOverView, LookSetting, NumberRow, SettingsSection, SettingsView, ThemeChoice,
    TypeSize, WipeView,
};
pub use today::{TodayCard, TodayFilter, TodayGroup, TodayView};
pub use visit::{
    InputValue, QuestionKind, QuestionOption, QuestionView, VisitGroup, VisitInput, VisitView,
};
pub use why::{WhyClause, WhyView};
