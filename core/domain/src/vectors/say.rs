//! Every word that is true of a duty, a patrol or a report.

use tanfang_policy::dict::Dictionary;
use tanfang_values::{Certainty, Day};

use super::Bench;
use crate::event::{LeftWhy, PauseWhy};
use crate::role::Role;
use crate::schedule::{
    Capacity, DeadlineState, DutyState, EndReason, Missing, PlaceDuty, Status, Suggestion,
};

/// Returns what a role is called.
fn called(bench: &Bench<'_>, role: Role) -> String {
    let mut roles = bench.roles.iter();
    roles
        .find(|(_, known)| **known == role)
        .map_or_else(|| role.name().to_owned(), |(name, _)| name.clone())
}

/// Lists the words that are true of a duty on a day.
pub(super) fn duty(bench: &Bench<'_>, state: &DutyState, today: Day) -> Vec<String> {
    let late = state.late_days(today);
    let mut words = status(bench, &state.status, late, state.obligation.principle);
    let mut say = |word: &str| words.push(word.to_owned());
    for missing in &state.why.missing {
        match missing {
            Missing::NoVisit => say("没去过"),
            Missing::NoCall => say("没联系过"),
            Missing::NoAnswer { .. } => say("没人接"),
            Missing::NotAsked { .. } => say("接了没问"),
            Missing::Doubtful { .. } => say("日子有疑问"),
            Missing::OtherMode { .. } => say("方式不对"),
            Missing::NotSeen { .. } => say("没见到本人"),
            Missing::Questions { questions, .. } => {
                say("有问题没答");
                for open in questions {
                    say(&format!("没答{}", open.q));
                }
            }
            Missing::MoreVisits(more) => say(&format!("还差{more}次")),
            Missing::Answer => say("没写结果"),
            Missing::Records => say("记录没到"),
        }
    }
    if !state.why.attempts.is_empty() {
        say(&format!("未遇{}次", state.why.attempts.len()));
    }
    if state.why.missed_in_row > 0 {
        say(&format!("连着{}次没见到", state.why.missed_in_row));
    }
    for event in &state.why.events {
        say(&format!("遇上{event}"));
    }
    for suggestion in &state.why.suggests {
        match suggestion {
            Suggestion::GoThere { .. } => say("建议上门"),
            Suggestion::Lost { .. } => say("像是失联"),
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

/// Lists the words that are true of a duty to a place on a day.
pub(super) fn place(bench: &Bench<'_>, state: &PlaceDuty, today: Day) -> Vec<String> {
    let late = state.late_days(today);
    let mut words = status(bench, &state.status, late, state.obligation.principle);
    words.push(format!("从{}", state.from));
    words.push(format!("到{}", state.due));
    words.push(if state.own { "自己的" } else { "别人的" }.to_owned());
    words
}

fn status(bench: &Bench<'_>, status: &Status, late: Option<i64>, principle: bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut say = |word: &str| words.push(word.to_owned());
    match status {
        Status::Done(done) => {
            say("已办");
            say(&format!("办于{}", done.day));
            if done.recorded > done.day {
                say(&format!("补传{}", done.recorded));
            }
            if let Capacity::Acting(role) = done.capacity {
                say(&format!("由{}代", called(bench, role)));
            }
            if done.extra > 0 {
                say(&format!("多{}次", done.extra));
            }
            say(if done.non_contact {
                "非接触替代"
            } else {
                "不是替代"
            });
            if done.doubt.is_some() {
                say("日子有疑问");
            }
            say(&format!("由{}", done.worker));
        }
        Status::NotDone => {
            say("还没办");
            match late {
                Some(days) => {
                    say(&format!("晚{days}天"));
                    say(if principle { "只提醒" } else { "算逾期" });
                }
                None => say("没过期"),
            }
        }
        Status::Unknown => say("不知道"),
        Status::Paused { until, why } => {
            say("暂停");
            say(&format!("暂停到{until}"));
            say(match why {
                PauseWhy::Hospital => "因住院",
                PauseWhy::Away => "因外出",
                PauseWhy::WithRelatives => "因投亲",
                PauseWhy::Institution => "因入住机构",
                PauseWhy::Other => "因其他",
            });
        }
        Status::Ended { day, reason } => {
            say("到此为止");
            say(&format!("止于{day}"));
            say(&why_ended(bench.pack.dictionary(), reason));
        }
    }
    words
}

/// Lists the words that are true of a report on a day.
pub(super) fn report(state: &DeadlineState, today: Day) -> Vec<String> {
    let mut words = vec![format!("说的是{}", state.about.first)];
    match &state.handed {
        Some(handed) => {
            words.push("已报".to_owned());
            words.push(format!("报于{}", handed.day));
            let due = state.due.as_ref().map(|due| due.day);
            match due.filter(|_| handed.late) {
                Some(due) => {
                    words.push("晚报".to_owned());
                    words.push(format!("晚报{}天", due.days_until(handed.day)));
                }
                None => words.push("按时报".to_owned()),
            }
        }
        None => words.push("还没报".to_owned()),
    }
    let Some(due) = &state.due else {
        words.push("未配置".to_owned());
        return words;
    };
    words.push(format!("到{}", due.day));
    match state.late_days(today) {
        Some(days) => words.extend(["过期".to_owned(), format!("晚{days}天")]),
        None => words.push("没过期".to_owned()),
    }
    if let Some(from) = due.from {
        words.push(format!("从{from}"));
    }
    words.push(match due.shifted_from {
        Some(day) => format!("从{day}顺延"),
        None => "没顺延".to_owned(),
    });
    match &due.certainty {
        Some(Certainty::NotPublished { year }) => words.push(format!("{year}年调休未公布")),
        Some(Certainty::Notice { .. }) => words.push("有调休通知".to_owned()),
        None => {}
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
