//! Mirrors `tanfang_app::view::home`.

use tanfang_app::view::{
    Action, ChangeKind, Chip, Dial, HintAsk, HintGroup, HomeView, KnownLine, Line, Masked,
    PersonCard,
};

/// Holds 一户.
#[uniffi::remote(Record)]
pub struct HomeView {
    /// The home.
    pub household: String,
    /// Whose home it is.
    pub name: Masked,
    /// Where it is and how many live there, such as 二组 12 号 · 1 人.
    pub place: Masked,
    /// What they are.
    pub chips: Vec<Chip>,
    /// The number that dials.
    pub dial: Option<Dial>,
    /// 要做的: a duty a line, each leading to its 为什么.
    pub due: Vec<Line>,
    /// Open flags.
    pub flags: Vec<Line>,
    /// 提示: what the home may be entitled to, in groups.
    pub hints: Vec<HintGroup>,
    /// The one question that decides most hints of this home.
    pub ask: Option<HintAsk>,
    /// Why there are no hints, if there are none.
    pub no_hints: Option<String>,
    /// The people of the home.
    pub persons: Vec<PersonCard>,
    /// 以前: visits, attempts and flags, newest first.
    pub history: Vec<Line>,
    /// What could not be read in the list, so that it is put right.
    pub notices: Vec<Line>,
    /// The one thing to do: 去走访.
    pub primary: Option<Action>,
    /// Quieter things, such as 加一人.
    pub more: Vec<Action>,
}

/// Holds one person of the home.
#[uniffi::remote(Record)]
pub struct PersonCard {
    /// The person.
    pub person: String,
    /// The name.
    pub name: Masked,
    /// What the person is.
    pub chips: Vec<Chip>,
    /// In one line, such as 71岁 · 肢体二级 · 监护人赵德贵.
    pub line: Masked,
    /// Everything known, each with its day.
    pub known: Vec<KnownLine>,
    /// What may have changed (情况变了); empty for a person who died.
    pub changes: Vec<ChangeKind>,
    /// Takes back what was recorded of the person last, or puts the person into a class.
    pub actions: Vec<Action>,
}

/// Holds one thing that is known of a person.
#[uniffi::remote(Record)]
pub struct KnownLine {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub value: Masked,
    /// Since when and from where, such as 11月14日 走访.
    pub source: String,
}

/// Names what may have changed of a person.
#[uniffi::remote(Enum)]
pub enum ChangeKind {
    /// 去世.
    Died,
    /// 入住敬老院.
    Institution,
    /// 迁出.
    Moved,
}
