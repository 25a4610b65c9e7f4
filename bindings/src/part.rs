//! Mirrors `tanfang_app::view::part`.

use tanfang_app::view::{
    Action, ChangeKind, Chip, Dial, Empty, Intent, Line, LookSetting, Masked, Outcome, RowDecision,
    Screen, Status, Tone,
};

/// Holds a text in full and as shown while 遮 is on.
#[uniffi::remote(Record)]
pub struct Masked {
    /// The text in full.
    pub text: String,
    /// The text as shown on a table in someone's kitchen.
    pub masked: String,
}

/// Says in what tone a text speaks; a colour never carries it alone.
#[uniffi::remote(Enum)]
pub enum Tone {
    /// Ordinary ink.
    Plain,
    /// Quieter than its neighbours.
    Quiet,
    /// Worth a look soon; never blame.
    Amber,
    /// Danger to a person, nothing else.
    Danger,
    /// Done.
    Done,
}

/// Holds a short word beside a name, such as 分散特困.
#[uniffi::remote(Record)]
pub struct Chip {
    /// The word.
    pub text: Masked,
    /// Its tone.
    pub tone: Tone,
}

/// Holds one line of text, which may lead somewhere.
#[uniffi::remote(Record)]
pub struct Line {
    /// The sentence.
    pub text: Masked,
    /// Its tone.
    pub tone: Tone,
    /// Where a tap leads.
    pub go: Option<Screen>,
}

/// Holds a button: what it says and what a tap sends.
#[uniffi::remote(Record)]
pub struct Action {
    /// A verb.
    pub label: String,
    /// What a tap sends.
    pub intent: Intent,
    /// Whether it may be tapped now.
    pub enabled: bool,
    /// One sentence beside it, such as what is still missing.
    pub note: Option<String>,
}

/// Holds a number that dials.
#[uniffi::remote(Record)]
pub struct Dial {
    /// What the button says.
    pub label: String,
    /// Whose number it is, for a screen reader.
    pub spoken: String,
    /// The number as dialled; digits only.
    pub number: String,
    /// Where to go once it was dialled, to say whether anybody answered.
    pub after: Option<Screen>,
}

/// Says what stands where a list is empty, and what comes next.
#[uniffi::remote(Record)]
pub struct Empty {
    /// Why it is empty.
    pub sentence: String,
    /// What to do next, if there is something.
    pub action: Option<Action>,
}

/// Says what happened to the worker's work, in one line that is always there.
#[uniffi::remote(Record)]
pub struct Status {
    /// Such as 已存本机.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

/// Names a screen and what it shows.
#[uniffi::remote(Enum)]
pub enum Screen {
    /// 首次打开.
    First,
    /// 今天.
    Today,
    /// 各户.
    Homes,
    /// 一户.
    Home {
        /// The home.
        household: String,
    },
    /// 走访.
    Visit {
        /// The visit, as minted when its draft opened.
        visit: String,
    },
    /// 为什么 of a duty or a question.
    Why {
        /// What is asked about, as the view that leads here gave it.
        key: String,
    },
    /// 线索.
    Flags,
    /// 台账.
    Ledger {
        /// The ledger, such as `L06`.
        ledger: String,
    },
    /// 导入.
    Import,
    /// 更多.
    More,
    /// 设置.
    Settings,
    /// 打通了吗, after a number was dialled.
    Contact {
        /// The home.
        household: String,
        /// Whose number it was, as the view that leads here gave it.
        whose: String,
    },
    /// 紧急电话, for a flag or for any time.
    Call {
        /// The flag it is about, if it is about one.
        flag: Option<String>,
    },
    /// 导入记录: every list that came in, and how to take it back.
    Batches,
    /// 名册对数: how many there are and how many there ought to be.
    Coverage {
        /// The class; without one, every class.
        class: Option<String>,
        /// 12-digit division code of the village; without one, every village.
        division: Option<String>,
    },
    /// 加一户、加一人: somebody no list names.
    AddPerson {
        /// The home the person lives in; without one, a new home.
        household: Option<String>,
        /// A person who is known, to be put into a class.
        person: Option<String>,
    },
    /// 比对核实.
    Matches,
    /// 提示 of one scheme.
    Hint {
        /// The home.
        household: String,
        /// Names the hint, as 一户 gave it.
        key: String,
    },
    /// 收入、支出、财产 of a person or a home.
    Items {
        /// The home.
        household: String,
        /// Names list and subject, as the view that leads here gave it.
        key: String,
    },
    /// 政策: every scheme in force here.
    Policies,
    /// 政策 of one scheme.
    Policy {
        /// Names the scheme.
        key: String,
    },
    /// 投诉建议.
    Feedback,
    /// 恢复码.
    Recovery,
    /// 交给接手的人.
    HandOver,
    /// 清空这台手机.
    Wipe,
    /// 本月.
    Month {
        /// `2026-11`; without one, the present month.
        month: Option<String>,
    },
    /// 没见到人: what was found and when to try again.
    Missed {
        /// The home.
        household: String,
    },
    /// 事件: an epidemic, a disaster, and what it changes.
    Events,
    /// 活动: every campaign.
    Campaigns,
    /// 活动: the coverage of one.
    Campaign {
        /// Names the campaign.
        key: String,
    },
    /// 报送.
    Reports,
    /// A short form: 巡查, 暂停, an event that begins.
    Form {
        /// Names the form, as the view that leads here gave it.
        key: String,
    },
    /// 照片 of a visit, or of a home outside of any visit.
    Photos {
        /// The home.
        household: String,
        /// The visit, if it is one.
        visit: Option<String>,
    },
    /// One photo, with what can be said about it.
    Photo {
        /// The photo.
        photo: String,
    },
    /// 签字, after a visit was closed.
    Signing {
        /// The visit.
        visit: String,
    },
    /// 值得看一眼的: what photos and times of visits say, to the worker first.
    Evidence {
        /// The home; without one, every home.
        household: Option<String>,
    },
    /// 存储: room taken by photos, and what may be freed.
    Storage,
}

/// Holds what a tap means. Platforms send it back unread.
#[uniffi::remote(Enum)]
pub enum Intent {
    /// Goes to a screen.
    Go {
        /// The screen.
        screen: Screen,
    },
    /// Opens the visit of a home, or resumes its draft.
    OpenVisit {
        /// The home.
        household: String,
    },
    /// Opens a visit by phone, or resumes the draft of the home.
    OpenCall {
        /// The home.
        household: String,
    },
    /// Records that nobody was home, with what is answered so far.
    RecordAttempt {
        /// The visit whose draft becomes an attempt.
        visit: String,
    },
    /// Closes a visit.
    CloseVisit {
        /// The visit.
        visit: String,
    },
    /// Leaves a draft for later; it stays.
    LeaveVisit {
        /// The visit.
        visit: String,
    },
    /// Records 情况变了 of a person.
    ChangePerson {
        /// The person.
        person: String,
        /// What changed.
        change: ChangeKind,
        /// Civil day on which it changed, `2026-11-20`.
        day: String,
    },
    /// Applies the list that was looked at.
    ApplyImport {
        /// Token of the import view.
        token: String,
        /// What the worker decided of rows, where it differs from `decision`.
        decisions: Vec<RowDecision>,
    },
    /// Forgets the list that was looked at; nothing was written.
    DropImport {
        /// Token of the import view.
        token: String,
    },
    /// Takes a whole list back.
    UndoBatch {
        /// The batch.
        batch: String,
    },
    /// Takes back what was recorded of a person by mistake.
    UndoChange {
        /// The person.
        person: String,
        /// The ops to take back.
        names: Vec<String>,
    },
    /// Records a call and whether anybody answered.
    RecordContact {
        /// The home.
        household: String,
        /// Whose number it was, as 打通了吗 gave it.
        whose: String,
        /// Code of the result.
        result: String,
        /// What was said, in one line.
        note: String,
    },
    /// Says how many there ought to be of a class in a village.
    SetControlTotal {
        /// The class.
        class: String,
        /// 12-digit division code of the village.
        division: String,
        /// Homes, as typed; empty when it is not said.
        households: String,
        /// Persons, as typed; empty when it is not said.
        persons: String,
    },
    /// Puts a person into a class by hand, as a candidate.
    AddToClass {
        /// The person.
        person: String,
        /// The class.
        class: String,
    },
    /// Takes a person out of a class from today on.
    TakeFromClass {
        /// The person.
        person: String,
        /// The class.
        class: String,
    },
    /// Says who is meant by a row of a match list.
    LinkMatch {
        /// The task.
        task: String,
        /// The person.
        person: String,
    },
    /// Answers a row of a match list.
    AnswerMatch {
        /// The task.
        task: String,
        /// Code of the finding.
        finding: String,
        /// In the worker's words.
        note: String,
    },
    /// Keeps how the screens look on this phone.
    SetLook {
        /// Type size, theme and 遮.
        look: LookSetting,
    },
    /// Keeps a number that the county's data does not give.
    SetNumber {
        /// Names the number, as 设置 gave it.
        key: String,
        /// The number as typed.
        number: String,
    },
    /// Says that something is happening in the place, such as 疫情防控, or that it is over.
    SetEvent {
        /// As packs call it.
        name: String,
        /// Whether it is going on.
        open: bool,
    },
    /// Takes away an item of income, expense or property that was wrong or has ended.
    DropItem {
        /// The home.
        household: String,
        /// The item.
        item: String,
    },
    /// Writes a complaint or a suggestion, to be sent when there is a network.
    WriteFeedback {
        /// Code of the topic.
        topic: String,
        /// The text.
        text: String,
        /// Whether the writer may be called about it.
        call_back: bool,
    },
    /// Records that a trip met nobody who could be visited, without a draft.
    Missed {
        /// The home.
        household: String,
        /// Code of whom it met.
        met: String,
    },
    /// Sends a short form.
    SubmitForm {
        /// Names the form.
        key: String,
    },
    /// Forgets what was written in a short form.
    DropForm {
        /// Names the form.
        key: String,
    },
    /// Records that a report was handed in today.
    HandIn {
        /// Names the report, as 报送 gave it.
        key: String,
    },
    /// Gives a pause another last day, so that visits go on.
    LiftPause {
        /// The pause.
        pause: String,
        /// Its last day, `2026-11-20`.
        to: String,
    },
    /// Gives another last day to calls standing for visits.
    EndOverride {
        /// Names it, as 事件 gave it.
        key: String,
        /// Its last day.
        to: String,
    },
    /// Gives an event its last day; one before its first says that it never was.
    EndEvent {
        /// The event.
        event: String,
        /// Its last day.
        to: String,
    },
    /// Takes back what was recorded by mistake and is of no person.
    TakeBack {
        /// The home it was of, if it was of one.
        household: Option<String>,
        /// The ops to take back.
        names: Vec<String>,
    },
    /// Keeps on this phone what the plan rests on, such as a day on which nobody goes.
    SetPlan {
        /// Names it, as the view gave it.
        key: String,
        /// The value, as the view gave it.
        value: String,
    },
    /// Keeps what a person answered about photos, where none was taken.
    PhotoConsent {
        /// The visit.
        visit: String,
        /// The person asked.
        person: Option<String>,
        /// Code of the answer.
        consent: String,
    },
    /// Says why a finding is as it is.
    ExplainFinding {
        /// The photo it is about.
        photo: Option<String>,
        /// The visit it is about.
        visit: Option<String>,
        /// Which finding, such as `E7`.
        finding: String,
        /// The other photo or visit of the pair.
        other: Option<String>,
        /// Code of the reason.
        why: String,
        /// In the worker's words; empty for none.
        note: String,
    },
    /// Removes the file of a photo; its hash and the reason stay.
    VoidPhoto {
        /// The photo.
        photo: String,
        /// Code of the reason.
        why: String,
        /// In the worker's words; empty for none.
        note: String,
    },
    /// Frees room that photos take.
    FreePhotos {
        /// Names what is freed, as 存储 gave it.
        key: String,
    },
}

/// Tells what a tap did.
#[uniffi::remote(Record)]
pub struct Outcome {
    /// What happened, in one sentence.
    pub sentence: String,
    /// What takes it back, if it can be taken back.
    pub undo: Option<Action>,
    /// Where to go now.
    pub go: Option<Screen>,
    /// Whether what is shown may have changed and is to be loaded again.
    pub changed: bool,
}
