//! Reads what must come out, and compares.

use tanfang_values::text::half_width;
use tanfang_values::{Day, PersonId};

use super::Bench;
use super::lines::{Read, role_of};
use super::say;
use super::scene::Scene;
use crate::event::Subject;
use crate::people::Viewer;
use crate::role::Role;
use crate::schedule::obligation::{Cadence, Obligation};
use crate::schedule::{Duties, DutyState, Schedule};

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
        duties(bench, scene, &wanted, today)
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
fn duties(bench: &Bench<'_>, scene: &Scene, wanted: &Wanted<'_>, today: Day) -> Vec<String> {
    let book = scene.book();
    let viewer = viewer(scene, wanted);
    let schedule = Schedule::new(&bench.work, &book, &viewer, today).with_calendar(bench.calendar);
    let there = schedule.between([&scene.home], wanted.first, wanted.first);
    let Some(subject) = &wanted.subject else {
        let mut places = there.places.iter();
        let of = places.find(|one| {
            one.obligation.id == wanted.id
                && one.role == wanted.role
                && one.period.first == wanted.first
        });
        return match of {
            Some(state) => say::place(bench, state, today),
            None => nothing(bench, wanted, &there, &there),
        };
    };
    let of = || {
        there.duties.iter().filter(|state| {
            state.duty.obligation == wanted.id
                && state.duty.role == wanted.role
                && state.duty.about == *subject
        })
    };
    if let Some(state) = of().find(|state| state.duty.first == wanted.first) {
        return say::duty(bench, state, today);
    }
    // A period of the calendar that holds the day, though it does not begin then.
    let holds = |state: &&DutyState| {
        state.period.last != Day::MAX
            && state.period.first <= wanted.first
            && wanted.first <= state.period.last
    };
    if let Some(state) = of().find(holds) {
        return vec![format!("周期从{}起", state.duty.first)];
    }
    nothing(bench, wanted, &there, &schedule.today([&scene.home]))
}

/// Returns the words that are true where there is no duty.
fn nothing(bench: &Bench<'_>, wanted: &Wanted<'_>, there: &Duties, now: &Duties) -> Vec<String> {
    let is = |id: &str, person: &Option<PersonId>| {
        id == wanted.id
            && match (&wanted.subject, person) {
                (Some(Subject::Person(one)), Some(other)) => one == other,
                (Some(Subject::Household(_)), None) => true,
                _ => false,
            }
    };
    let mut words = vec!["没有".to_owned()];
    let mut undecided = now.undecided.iter();
    if undecided.any(|one| is(&one.obligation.id, &one.person)) {
        words.push("待核".to_owned());
    }
    let owes = |one: &Obligation| one.who.contains(&wanted.role);
    let mut unset = there.unset.iter();
    let mut rules = bench.work.obligations().iter();
    let at_homes = unset.any(|one| owes(&one.obligation) && is(&one.obligation.id, &one.person));
    let of_places = rules.any(|one| {
        one.id == wanted.id && one.target_area().is_some() && one.is_unset() && owes(one)
    });
    if at_homes || (wanted.subject.is_none() && of_places) {
        words.push("未配置".to_owned());
    }
    let rule = bench.work.obligation(wanted.id);
    if rule.is_some_and(|one| one.cadence == Cadence::Sample) {
        words.push("不作任务".to_owned());
    }
    if words.len() == 1 {
        words.push("无关".to_owned());
    }
    words
}

/// Returns the words that are true of a report, or of there being none.
fn reports(bench: &Bench<'_>, scene: &Scene, wanted: &Wanted<'_>, today: Day) -> Vec<String> {
    let book = scene.book();
    let viewer = viewer(scene, wanted);
    let schedule = Schedule::new(&bench.work, &book, &viewer, today);
    let states =
        schedule.deadlines_between([&scene.home], wanted.first, wanted.first, bench.calendar);
    let mut of = states.iter().filter(|state| {
        state.deadline.id == wanted.id
            && state.role == wanted.role
            && state.subject == wanted.subject
            && state.period.first == wanted.first
    });
    of.next().map_or_else(
        || vec!["没有".to_owned()],
        |state| say::report(state, today),
    )
}
