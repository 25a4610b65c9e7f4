//! Every word that is true of a duty.

use tanfang_policy::dict::Dictionary;
use tanfang_values::Day;

use super::Bench;
use crate::event::LeftWhy;
use crate::role::Role;
use crate::schedule::{Capacity, DutyState, EndReason, Missing, Status, Suggestion};

/// Returns what a role is called.
fn called(bench: &Bench<'_>, role: Role) -> String {
    let mut roles = bench.roles.iter();
    roles
        .find(|(_, known)| **known == role)
        .map_or_else(|| role.name().to_owned(), |(name, _)| name.clone())
}

/// Lists the words that are true of a duty on a day.
pub(super) fn duty(bench: &Bench<'_>, state: &DutyState, today: Day) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut say = |word: &str| words.push(word.to_owned());
    match &state.status {
        Status::Done(done) => {
            say("已办");
            say(&format!("办于{}", done.day));
            if done.recorded > done.day {
                say("补传");
                say(&format!("补传{}", done.recorded));
            }
            if let Capacity::Acting(role) = done.capacity {
                say(&format!("由{}代", called(bench, role)));
            }
            if done.extra > 0 {
                say(&format!("多{}次", done.extra));
            }
            say(&format!("由{}", done.worker));
            if done.non_contact {
                say("非接触替代");
            }
            if done.doubt.is_some() {
                say("存疑");
            }
        }
        Status::NotDone => {
            say("还没办");
            match state.late_days(today) {
                Some(days) => {
                    say(&format!("晚{days}天"));
                    say(if state.obligation.principle {
                        "只提醒"
                    } else {
                        "算逾期"
                    });
                }
                None => say("没过期"),
            }
        }
        Status::Paused { until, .. } => {
            say("暂停中");
            say(&format!("暂停到{until}"));
        }
        Status::Unknown => say("不知道"),
        Status::Ended { day, reason } => {
            say("到此为止");
            say(&format!("止于{day}"));
            say(&why_ended(bench.pack.dictionary(), reason));
        }
    }
    for missing in &state.why.missing {
        match missing {
            Missing::NoVisit => say("没去过"),
            Missing::OtherMode { .. } => say("方式不对"),
            Missing::NotSeen { .. } => say("没见到本人"),
            Missing::Questions { questions, .. } => {
                say("有问题没答");
                for open in questions {
                    say(&format!("没答{}", open.q));
                }
            }
            Missing::NoCall => say("没联系过"),
            Missing::NoAnswer { .. } => say("没联系上"),
            Missing::NotAsked { .. } => say("电话没问到"),
            Missing::Doubtful { .. } => say("存疑"),
            Missing::MoreVisits(more) => say(&format!("还差{more}次")),
            Missing::Answer => say("没写结果"),
            Missing::Records => say("记录没到"),
        }
    }
    if !state.why.attempts.is_empty() {
        say(&format!("未遇{}次", state.why.attempts.len()));
    }
    if !state.why.unanswered.is_empty() {
        say(&format!("没接{}次", state.why.unanswered.len()));
    }
    for event in &state.why.events {
        say(&format!("期间{event}"));
    }
    if state.why.missed_in_row > 0 {
        say(&format!("连续未遇{}次", state.why.missed_in_row));
    }
    for suggestion in &state.why.suggests {
        match suggestion {
            Suggestion::GoThere { .. } => say("建议上门"),
            Suggestion::Lost { .. } => say("疑似失联"),
            Suggestion::TryOn { day, .. } => say(&format!("再去{day}")),
        }
    }
    if let Some(last) = &state.why.last {
        say(&format!("上次{}", last.day));
    }
    say(&format!("从{}", state.from));
    match state.due_day() {
        Some(day) => say(&format!("到{day}")),
        None => say("不限期"),
    }
    say(if state.own { "自己的" } else { "别人的" });
    for also in &state.also {
        say(&format!("另有{}", also.clause.pack));
    }
    words
}

fn why_ended(dictionary: &Dictionary, reason: &EndReason) -> String {
    match reason {
        EndReason::Died => "因去世".to_owned(),
        EndReason::Left(LeftWhy::Moved) => "因迁出".to_owned(),
        EndReason::Left(LeftWhy::Institution) => "因入住机构".to_owned(),
        EndReason::Left(LeftWhy::Other) => "因离开".to_owned(),
        EndReason::Facts(changed) => {
            let first = changed.first();
            let def = first.and_then(|one| dictionary.fact(&one.fact));
            let name = def.map(|def| def.name.as_str());
            format!("因{}", name.unwrap_or("情况"))
        }
        EndReason::Membership(_) => "因出名册".to_owned(),
        EndReason::Benefit(_) => "因停止享受".to_owned(),
        EndReason::Event(_) => "因事件结束".to_owned(),
        EndReason::Undecided => "因待核".to_owned(),
        EndReason::Rule => "因规则变了".to_owned(),
    }
}
