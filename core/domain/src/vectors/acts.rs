//! What workers do: visits, attempts, calls, patrols, reports, pauses.

use tanfang_policy::dict::About;
use tanfang_policy::value::FactValue;
use tanfang_values::{AttemptId, ContactId, Day, OverrideId, PatrolId, PauseId, PersonId, VisitId};

use super::Bench;
use super::lines::{Read, When, role_of};
use super::scene::{Scene, noon};
use crate::checklist::question::{Each, Question, Writes};
use crate::event::{ActsFor, Answer, How, Mode, PauseWhy, Seen, Subject, VisitPlace, Whose};
use crate::role::Role;
use crate::schedule::record::{MET_NEIGHBOUR, MET_NOBODY, MET_PERSON};
use crate::schedule::{
    AnswerRecord, AttemptRecord, ContactRecord, HandedRecord, MatchTask, OverrideRecord,
    PatrolRecord, PauseRecord, VisitRecord,
};

/// Enum of the dictionary with whom a visit met.
const MET: &str = "met";
/// Enum of the dictionary with what became of a call.
const CALL: &str = "call";

/// Reads a visit, at the home or by phone.
pub(super) fn visit(
    bench: &Bench<'_>,
    scene: &mut Scene,
    role: Role,
    mode: Mode,
    rest: &[&str],
    when: &When,
) -> Read<()> {
    let (id, origin) = scene.origin(when.at);
    let mut record = VisitRecord {
        visit: VisitId::new(id),
        household: scene.home.id.clone(),
        grid: scene.home.grid.clone(),
        worker: scene.worker(role),
        day: when.at.day(),
        opened: when.at,
        closed: when.at,
        mode,
        seen: Vec::new(),
        roles: vec![role],
        acts_for: Vec::new(),
        place: None,
        answers: crate::schedule::Answers::default(),
        origin,
    };
    let mut lists: Vec<&str> = Vec::new();
    let mut whole = false;
    let mut but: Vec<&str> = Vec::new();
    for word in rest {
        if let Some((name, code)) = met(bench, word) {
            let person = scene.known(name).ok_or("no such person")?;
            record.seen.push(Seen { person, met: code });
        } else if let Some(names) = word.strip_prefix("见到") {
            for name in names.split('、') {
                let person = scene.known(name).ok_or("no such person")?;
                let met = MET_PERSON.to_owned();
                record.seen.push(Seen { person, met });
            }
        } else if let Some(list) = word.strip_prefix("答完") {
            whole |= list.is_empty();
            lists.extend(list.split('、').filter(|list| !list.is_empty()));
        } else if let Some(q) = word.strip_prefix("漏") {
            but.extend(q.split('、'));
        } else if let Some(day) = word.strip_prefix("补传") {
            record.closed = noon(Day::parse(day).map_err(|_| "needs a day")?);
        } else if let Some(place) = place(word) {
            record.place = Some(place);
        } else if let Some(role) = word.strip_prefix("兼") {
            record.roles.push(role_of(bench, role)?);
        } else if let Some(other) = word.strip_prefix("代") {
            let for_role = role_of(bench, other)?;
            let obligations = bench.work.obligations().iter();
            record.acts_for.extend(obligations.map(|one| ActsFor {
                role,
                for_role,
                obligation: one.id.clone(),
            }));
        } else {
            return Err("cannot be read");
        }
    }
    for list in &lists {
        bench.work.checklist(list).ok_or("no such checklist")?;
    }
    // Two questions that write the same are one: left out is left out.
    let mut left_out: Vec<&str> = Vec::new();
    for q in &but {
        let (_, question) = bench.work.question(q).ok_or("no such question")?;
        left_out.push(&question.key);
    }
    for checklist in bench.work.checklists() {
        if !whole && !lists.contains(&checklist.id.as_str()) {
            continue;
        }
        for question in &checklist.questions {
            if matches!(question.writes, Writes::Met(_))
                || left_out.contains(&question.key.as_str())
            {
                continue;
            }
            answer(scene, &mut record, checklist.about, question);
        }
    }
    scene.visits.push(record);
    Ok(())
}

/// Reads `甲只见到家人`.
fn met<'w>(bench: &Bench<'_>, word: &'w str) -> Option<(&'w str, String)> {
    choice(bench, MET, word)
}

/// Splits a word that ends in a choice of an enum: what stands before, and its code.
fn choice<'w>(bench: &Bench<'_>, choices: &str, word: &'w str) -> Option<(&'w str, String)> {
    let choices = bench.pack.dictionary().enum_def(choices)?;
    choices.variants.iter().find_map(|variant| {
        let before = word.strip_suffix(variant.name.as_str())?;
        Some((before, variant.code.clone()))
    })
}

/// Answers a question for everybody it is asked about; 不清楚 is an answer.
fn answer(scene: &Scene, record: &mut VisitRecord, about: About, question: &Question) {
    let home = Subject::Household(scene.home.id.clone());
    let seen = || {
        let seen = record.seen.iter();
        seen.map(|seen| Subject::Person(seen.person.clone()))
            .collect::<Vec<_>>()
    };
    let sections = match (question.each, about) {
        (Each::Section, About::Household) => vec![home.clone()],
        (Each::Section, About::Person) | (Each::ToMeet, _) => seen(),
        (Each::Members, _) => {
            let persons = scene.home.persons.iter();
            persons
                .map(|person| Subject::Person(person.id.clone()))
                .collect()
        }
    };
    let op = record.origin.op.clone();
    for section in sections {
        let about = question.about(&section, &home).clone();
        record.answers.push(AnswerRecord {
            answer: Answer {
                q: question.id.clone(),
                about,
                writes: question.writes.in_op(),
                value: Some(FactValue::Unclear),
                how: How::Asked,
                same_as: None,
            },
            op: op.clone(),
        });
    }
}

/// Reads a trip that met nobody.
pub(super) fn attempt(scene: &mut Scene, role: Role, rest: &[&str], when: &When) -> Read<()> {
    let met = match rest {
        [] | ["家中无人"] => MET_NOBODY,
        ["只见到邻居"] => MET_NEIGHBOUR,
        _ => return Err("cannot be read"),
    };
    let (id, origin) = scene.origin(when.at);
    let persons = scene.home.persons.iter();
    let record = AttemptRecord {
        attempt: AttemptId::new(id),
        household: scene.home.id.clone(),
        grid: scene.home.grid.clone(),
        worker: scene.worker(role),
        day: when.at.day(),
        met: met.to_owned(),
        persons: persons.map(|person| person.id.clone()).collect(),
        roles: vec![role],
        origin,
    };
    scene.attempts.push(record);
    Ok(())
}

/// Reads a row of a match list.
pub(super) fn compared(scene: &mut Scene, person: &str, kind: &str, when: &When) -> Read<()> {
    let (task, _) = scene.origin(when.at);
    scene.tasks.push(MatchTask {
        task,
        batch: "b2".into(),
        kind: kind.to_owned(),
        day: when.day,
        household: scene.home.id.clone(),
        person: scene.known(person).ok_or("no such person")?,
        answered: None,
    });
    Ok(())
}

/// Reads that what was found was written back.
pub(super) fn answered(scene: &mut Scene, person: &str, when: &When) -> Read<()> {
    let person = scene.known(person).ok_or("no such person")?;
    let mut tasks = scene.tasks.iter_mut();
    let open = tasks.find(|task| task.person == person && task.answered.is_none());
    open.ok_or("no such person")?.answered = Some(when.day);
    Ok(())
}

/// Says where a visit took place.
fn place(word: &str) -> Option<VisitPlace> {
    Some(match word {
        "在家" => VisitPlace::Home,
        "在医院" => VisitPlace::Hospital,
        "在亲戚家" => VisitPlace::Relative,
        "在机构" => VisitPlace::Institution,
        "在别处" => VisitPlace::Other,
        _ => return None,
    })
}

/// Reads `联系 甲本人接了 [微信] [监护人]`: a call without a checklist.
pub(super) fn contact(
    bench: &Bench<'_>,
    scene: &mut Scene,
    role: Role,
    rest: &[&str],
    when: &When,
) -> Read<()> {
    let [result, more @ ..] = rest else {
        return Err("cannot be read");
    };
    let (name, result) = choice(bench, CALL, result).ok_or("cannot be read")?;
    let persons = match name {
        "" => Vec::new(),
        name => vec![scene.known(name).ok_or("no such person")?],
    };
    let mut mode = Mode::Phone;
    let mut whose = if persons.is_empty() {
        Whose::Household
    } else {
        Whose::Person
    };
    for word in more {
        match *word {
            "微信" => mode = Mode::Wechat,
            "监护人" => whose = Whose::Guardian,
            _ => return Err("cannot be read"),
        }
    }
    let (id, origin) = scene.origin(when.at);
    scene.contacts.push(ContactRecord {
        contact: ContactId::new(id),
        household: scene.home.id.clone(),
        grid: scene.home.grid.clone(),
        worker: scene.worker(role),
        day: when.at.day(),
        at: when.at,
        mode,
        whose,
        persons,
        result,
        roles: vec![role],
        origin,
    });
    Ok(())
}

/// Reads `巡查 [补传2020-06-10]`.
pub(super) fn patrol(scene: &mut Scene, role: Role, rest: &[&str], when: &When) -> Read<()> {
    let at = match rest {
        [] => when.at,
        [late] => noon(
            late.strip_prefix("补传")
                .map_or(Err("cannot be read"), a_day)?,
        ),
        _ => return Err("cannot be read"),
    };
    let (id, origin) = scene.origin(when.at);
    scene.patrols.push(PatrolRecord {
        patrol: PatrolId::new(id),
        grid: scene.home.grid.clone(),
        worker: scene.worker(role),
        day: when.at.day(),
        at,
        groups: Vec::new(),
        roles: vec![role],
        note: None,
        clues: Vec::new(),
        origin,
    });
    Ok(())
}

/// Reads `上报 D01 期2020-02-01 [甲]`: handed in for the period that began then.
pub(super) fn hand_in(
    bench: &Bench<'_>,
    scene: &mut Scene,
    role: Role,
    rest: &[&str],
    when: &When,
) -> Read<()> {
    let [deadline, first, about @ ..] = rest else {
        return Err("cannot be read");
    };
    let mut known = bench.work.deadlines().iter();
    if !known.any(|one| one.id == *deadline) {
        return Err("no such deadline");
    }
    let first = a_day(first.strip_prefix("期").ok_or("needs a day")?)?;
    let about = match about {
        [] => None,
        [who] => Some(subject(scene, who)?),
        _ => return Err("cannot be read"),
    };
    let (_, origin) = scene.origin(when.at);
    scene.handed.push(HandedRecord {
        deadline: (*deadline).to_owned(),
        role,
        grid: scene.home.grid.clone(),
        first,
        about,
        day: when.at.day(),
        note: None,
        worker: scene.worker(role),
        origin,
    });
    Ok(())
}

/// Reads `暂停 甲 至2020-06-30 住院 [V02]`.
pub(super) fn pause(
    scene: &mut Scene,
    who: &str,
    to: &str,
    rest: &[&str],
    when: &When,
) -> Read<()> {
    let person = match subject(scene, who)? {
        Subject::Person(person) => Some(person),
        Subject::Household(_) => None,
    };
    let [why, obligations @ ..] = rest else {
        return Err("cannot be read");
    };
    let why = match *why {
        "住院" => PauseWhy::Hospital,
        "外出" => PauseWhy::Away,
        "投亲" => PauseWhy::WithRelatives,
        "入住机构" => PauseWhy::Institution,
        "其他" => PauseWhy::Other,
        _ => return Err("cannot be read"),
    };
    let to = a_day(to.strip_prefix("至").ok_or("needs a day")?)?;
    let (id, origin) = scene.origin(when.at);
    scene.pauses.push(PauseRecord {
        pause: PauseId::new(id),
        household: scene.home.id.clone(),
        person,
        obligations: obligations.iter().map(|id| (*id).to_owned()).collect(),
        from: when.day,
        to,
        why,
        note: None,
        approved_by: "township".to_owned(),
        origin,
    });
    Ok(())
}

/// Reads `改用电话 至2020-06-30 [范围990101001001] [V02]`.
pub(super) fn phone_instead(scene: &mut Scene, to: &str, rest: &[&str], when: &When) -> Read<()> {
    let to = a_day(to.strip_prefix("至").ok_or("needs a day")?)?;
    let mut area = None;
    let mut obligations = Vec::new();
    for word in rest {
        match word.strip_prefix("范围") {
            Some(code) => area = Some(code.to_owned()),
            None => obligations.push((*word).to_owned()),
        }
    }
    let (id, origin) = scene.origin(when.at);
    scene.overrides.push(OverrideRecord {
        id: OverrideId::new(id),
        grid: scene.home.grid.clone(),
        area,
        obligations,
        mode: Mode::Phone,
        from: when.day,
        to,
        source: "township".to_owned(),
        origin,
    });
    Ok(())
}

fn subject(scene: &Scene, who: &str) -> Read<Subject> {
    if who == "全户" {
        return Ok(Subject::Household(scene.home.id.clone()));
    }
    let person: Option<PersonId> = scene.known(who);
    person.map(Subject::Person).ok_or("no such person")
}

fn a_day(text: &str) -> Read<Day> {
    Day::parse(text).map_err(|_| "needs a day")
}
