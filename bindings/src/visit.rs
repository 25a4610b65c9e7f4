//! Mirrors `tanfang_app::view::visit`.

use tanfang_app::view::{
    Action, CallView, InputValue, Line, Masked, QuestionKind, QuestionOption, QuestionView, Screen,
    Status, VisitGroup, VisitInput, VisitView,
};

/// Holds 走访.
#[uniffi::remote(Record)]
pub struct VisitView {
    /// The visit.
    pub visit: String,
    /// The home.
    pub household: String,
    /// Whose home it is.
    pub name: Masked,
    /// 已存本机, and when.
    pub status: Status,
    /// The day of the visit, `2026-11-20`.
    pub day: String,
    /// The same day in words; says so when it is not today.
    pub day_label: String,
    /// The questions, in the order in which one asks them aloud.
    pub groups: Vec<VisitGroup>,
    /// What this visit does not ask and why, such as 内容未配置 or 不再询问.
    pub notices: Vec<Line>,
    /// ⚑ that closing will raise.
    pub flags: Vec<Line>,
    /// Set as soon as an answer says that a person is in danger: whom to call now.
    pub urgent: Option<CallView>,
    /// 都一样 for everything that was answered last time and not yet today, if there is such.
    pub same_all: Option<String>,
    /// The one thing to do: 走访完成, or 记下没见到 after 家中无人.
    pub primary: Action,
    /// Leaves the draft for later.
    pub later: Action,
}

/// Holds questions that belong together.
#[uniffi::remote(Record)]
pub struct VisitGroup {
    /// Names the group to `SameGroup`.
    pub key: String,
    /// What it is about, such as 住处、吃饭、证件(4 项).
    pub title: String,
    /// The person it is about, when the home has several.
    pub person: Option<Masked>,
    /// Whether it starts folded: everything in it has an answer of last time.
    pub folded: bool,
    /// 都一样, when everything in it has an answer of last time and none yet today.
    pub same: Option<String>,
    /// The questions.
    pub questions: Vec<QuestionView>,
}

/// Holds one question.
#[uniffi::remote(Record)]
pub struct QuestionView {
    /// Names the question and its subject to `VisitInput`.
    pub key: String,
    /// The question as one says it aloud.
    pub ask: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The answers to choose from, 不清楚 among them; of a text the phrases that a tap
    /// puts in or takes out.
    pub options: Vec<QuestionOption>,
    /// What was typed or picked, for the kinds without options.
    pub value: Option<String>,
    /// What was answered last time, such as 上次(11月14日):不舒服.
    pub last: Option<Masked>,
    /// Whether it must be answered before closing completes the duty.
    pub required: bool,
    /// Whether it is answered.
    pub answered: bool,
    /// Whether today's answer is 与上次相同.
    pub same: bool,
    /// Where 为什么问 leads.
    pub why: Screen,
}

/// Says how a question is answered.
#[uniffi::remote(Enum)]
pub enum QuestionKind {
    /// One of the options.
    One,
    /// Any of the options.
    Many,
    /// A text.
    Text,
    /// A day.
    Day,
    /// A whole number.
    Number,
    /// An amount in yuan.
    Money,
}

/// Holds one answer to choose.
#[uniffi::remote(Record)]
pub struct QuestionOption {
    /// Code that `Choose` carries.
    pub code: String,
    /// What it says.
    pub label: String,
    /// What it says under 遮, where its words name somebody.
    #[uniffi(default = None)]
    pub masked: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether choosing it raises a ⚑.
    pub flag: bool,
}

/// Holds one tap or text on 走访.
#[uniffi::remote(Record)]
pub struct VisitInput {
    /// Key of the question, or of the group for `SameGroup`.
    pub key: String,
    /// The answer.
    pub value: InputValue,
}

/// Holds what was answered.
#[uniffi::remote(Enum)]
pub enum InputValue {
    /// Chosen options.
    Choose {
        /// Their codes.
        codes: Vec<String>,
    },
    /// A text, a day, a number or an amount, as typed.
    Type {
        /// The text.
        text: String,
    },
    /// 与上次相同, for one question.
    Same,
    /// 都一样, for the group named by the key.
    SameGroup,
    /// 都一样, for everything that was answered last time; the key is empty.
    SameAll,
    /// Takes the answer back.
    Clear,
    /// Sets the day of the visit; the key is empty.
    SetDay {
        /// `2026-11-20`.
        day: String,
    },
}
