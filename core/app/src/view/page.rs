//! A page of parts, and a short form: what 未遇, 巡查, 事件, 活动, 暂停 and 报送 are drawn from.

use serde::{Deserialize, Serialize};

use super::part::{Action, Empty, Line, Masked, Screen, Status};
use super::visit::VisitGroup;

/// Holds one part of a page: what it is of, what it says, what can be done. One that
/// has nothing but a title heads those after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is of; empty where the page says it.
    pub title: Masked,
    /// What it says, a line each; a line may lead somewhere.
    pub lines: Vec<Line>,
    /// What can be done with it.
    pub actions: Vec<Action>,
    /// Where the part itself leads.
    pub go: Option<Screen>,
}

impl Block {
    /// Makes the head of the parts that follow.
    pub(crate) fn head(title: Masked) -> Self {
        Self {
            title,
            lines: Vec::new(),
            actions: Vec::new(),
            go: None,
        }
    }
}

/// Holds a page of parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageView {
    /// What the page is, such as 没见到人.
    pub title: Masked,
    /// What it is for, in one sentence.
    pub sentence: Option<Masked>,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
    /// The one thing to do, if there is one.
    pub primary: Option<Action>,
    /// What stands here when there are no parts.
    pub empty: Option<Empty>,
}

/// Holds a short form that is no visit; every answer is kept at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormView {
    /// Names the form to the calls that answer and send it.
    pub key: String,
    /// What it is, such as 巡查.
    pub title: Masked,
    /// 已存本机, or 还没开始答.
    pub status: Status,
    /// What it is for, in one sentence.
    pub sentence: Option<Masked>,
    /// The questions, drawn as those of 走访.
    pub groups: Vec<VisitGroup>,
    /// What is to be known besides, such as what will be raised.
    pub lines: Vec<Line>,
    /// What else can be done, such as one more 线索, or starting again.
    pub actions: Vec<Action>,
    /// Sends the form; says what is missing while it cannot be sent.
    pub primary: Action,
}
