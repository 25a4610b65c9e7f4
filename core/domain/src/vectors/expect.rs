//! Reads what must come out, and compares.

use tanfang_values::text::half_width;
use tanfang_values::{Certainty, Day};

use super::Bench;
use super::lines::{Read, role_of};
use super::say;
use super::scene::Scene;
use crate::event::Subject;
use crate::people::Viewer;
use crate::role::Role;
use crate::schedule::{DeadlineState, Duties, Schedule};

/// A line of `expect`, read: `[别人看] 甲 村委会成员 [V02] 2020-05-18 已办 …`.
struct Wanted<'w> {
    /// Whose duty; none for the reports of an office.
    subject: Option<Subject>,
    role: Role,
    id: &'w str,
    first: Day,
    /// Looked at by somebody who does not hold the role.
    by_others: bool,
    words: Vec<&'w str>,
}

/// Compares a line with what comes out; gives back what came out instead.
pub(super) fn compare(
    bench: &Bench<'_>,
    scene: &Scene,
    file: &str,
    today: Day,
    line: &str,
) -> Read<Option<String>> {
    let line = half_width(line);
    let wanted = read(bench, scene, file, &line)?;
    let found = if bench.work.deadlines().iter().any(|one| one.id == wanted.id) {
        reports(bench, scene, &wanted, today)
    } else {
        duties(bench, scene, &wanted, today)?
    };
    let lacks = wanted
        .words
        .iter()
        .any(|word| !found.iter().any(|one| one == word));
    Ok(lacks.then(|| found.join(" ")))
}

fn read<'w>(bench: &Bench<'_>, scene: &Scene, file: &'w str, line: &'w str) -> Read<Wanted<'w>> {
    let mut words = line.split_whitespace().peekable();
    let by_others = words.next_if_eq(&"别人看").is_some();
    let mut subject = None;
    if let Some(word) = words.peek()
        && !bench.roles.contains_key(*word)
    {
        subject = Some(match *word {
            "全户" => Subject::Household(scene.home.id.clone()),
            name => Subject::Person(scene.known(name).ok_or("no such person")?),
        });
        words.next();
    }
    let role = role_of(bench, words.next().unwrap_or_default())?;
    let mut id = file;
    let day = |word: &&str| Day::parse(word).ok();
    if let Some(word) = words.next_if(|word| day(word).is_none()) {
        id = word;
    }
    let known = bench.work.obligation(id).is_some()
        || bench.work.deadlines().iter().any(|one| one.id == id);
    if !known {
        return Err("no such obligation");
    }
    let first = words.next().and_then(|word| day(&word));
    let wanted = Wanted {
        subject,
        role,
        id,
        first: first.ok_or("needs a day")?,
        by_others,
        words: words.collect(),
    };
    if wanted.words.is_empty() {
        return Err("says nothing");
    }
    Ok(wanted)
}

fn viewer(scene: &Scene, wanted: &Wanted<'_>) -> Viewer {
    if wanted.by_others {
        return Viewer::new("w-other".into(), []);
    }
    Viewer::new(scene.worker(wanted.role), [wanted.role])
}

/// Returns the words that are true of a duty, or of there being none.
fn duties(bench: &Bench<'_>, scene: &Scene, wanted: &Wanted<'_>, today: Day) -> Read<Vec<String>> {
    let subject = wanted.subject.as_ref().ok_or("needs a subject")?;
    let book = scene.book();
    let viewer = viewer(scene, wanted);
    let schedule = Schedule::new(&bench.work, &book, &viewer, today).with_calendar(bench.calendar);
    let there = schedule.between([&scene.home], wanted.first, wanted.first);
    let mut states = there.duties.iter().filter(|state| {
        state.duty.obligation == wanted.id
            && state.duty.role == wanted.role
            && state.duty.about == *subject
            && state.period.first <= wanted.first
            && wanted.first <= state.period.last
    });
    if let Some(state) = states.next() {
        let mut words = say::duty(bench, state, today);
        if state.duty.first != wanted.first {
            words = vec![format!("周期从{}起", state.duty.first)];
        }
        return Ok(words);
    }
    let mut words = vec!["没有".to_owned()];
    let now = schedule.today([&scene.home]);
    if undecided(&now, wanted.id, subject) {
        words.push("待核".to_owned());
    }
    let obligations = bench.work.obligations().iter();
    for obligation in obligations.filter(|one| one.id == wanted.id) {
        if obligation.is_unset() {
            words.push("未配置".to_owned());
        }
    }
    Ok(words)
}

fn undecided(duties: &Duties, id: &str, subject: &Subject) -> bool {
    duties.undecided.iter().any(|one| {
        one.obligation.id == id
            && match (subject, &one.person) {
                (Subject::Person(person), Some(about)) => person == about,
                (Subject::Household(_), None) => true,
                _ => false,
            }
    })
}

/// Returns the words that are true of a report, or of there being none.
fn reports(bench: &Bench<'_>, scene: &Scene, wanted: &Wanted<'_>, today: Day) -> Vec<String> {
    let book = scene.book();
    let viewer = viewer(scene, wanted);
    let schedule = Schedule::new(&bench.work, &book, &viewer, today);
    let first = wanted.first;
    let states = schedule.deadlines_between([&scene.home], first, first, bench.calendar);
    let mut of = states.iter().filter(|state| {
        state.deadline.id == wanted.id
            && state.subject == wanted.subject
            && state.role == wanted.role
            && state.period.first <= wanted.first
            && wanted.first <= state.period.last
    });
    of.next()
        .map_or_else(|| vec!["没有".to_owned()], |state| report(state, today))
}

fn report(state: &DeadlineState, today: Day) -> Vec<String> {
    let mut words = vec![format!("说的是{}", state.about.first)];
    match &state.handed {
        Some(handed) => {
            words.push("已报".to_owned());
            words.push(format!("报于{}", handed.day));
            words.push(if handed.late { "晚报" } else { "按时报" }.to_owned());
        }
        None => words.push("还没报".to_owned()),
    }
    let Some(due) = &state.due else {
        words.push("未配置".to_owned());
        return words;
    };
    words.push(format!("到{}", due.day));
    words.push(
        if state.late_days(today).is_some() {
            "过期"
        } else {
            "没过期"
        }
        .to_owned(),
    );
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
