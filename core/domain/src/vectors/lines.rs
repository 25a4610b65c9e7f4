//! Reads one line of a case into its scene.

use tanfang_policy::cases::read_value;
use tanfang_policy::dict::About;
use tanfang_values::text::half_width;
use tanfang_values::{AttemptId, Day, Stamp, VisitId};

use super::Bench;
use super::scene::{Scene, clock, noon};
use crate::checklist::question::{Each, Question, Writes};
use crate::event::{ActsFor, Answer, How, LeftWhy, Mode, Seen, Subject};
use crate::role::Role;
use crate::schedule::record::{MET_NEIGHBOUR, MET_NOBODY, MET_PERSON};
use crate::schedule::{AnswerRecord, AttemptRecord, MatchTask, VisitRecord};

/// Word that names who lives in the home.
const MEMBERS_NAME: &str = "成员";
/// Enum of the dictionary with what people receive.
const AIDS: &str = "aid";
/// Enum of the dictionary with whom a visit met.
const MET: &str = "met";

/// Why a line cannot be read; `check.zh.toml` puts it into a sentence.
pub(super) type Read<T> = Result<T, &'static str>;

/// Where and when a line takes place.
struct When {
    day: Day,
    at: Stamp,
    /// Whether it stood with a day: what is given has none.
    dated: bool,
}

/// Reads a line; what is given stands without a day and holds from `given` on.
pub(super) fn read(
    bench: &Bench<'_>,
    scene: &mut Scene,
    given: Option<Day>,
    line: &str,
) -> Read<()> {
    let line = half_width(line);
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let when = match given {
        Some(day) => When {
            day,
            at: noon(day),
            dated: false,
        },
        None => when(&mut words)?,
    };
    if let Some((left, value)) = line.split_once('=') {
        let name = left.split_whitespace().last().unwrap_or_default();
        return assign(bench, scene, name, value.trim(), &when);
    }
    happen(bench, scene, &words, &when)
}

/// Takes day and time off the front.
fn when(words: &mut Vec<&str>) -> Read<When> {
    let day = words.first().and_then(|word| Day::parse(word).ok());
    let day = day.ok_or("needs a day")?;
    words.remove(0);
    let time = words.first().and_then(|word| time(word));
    if time.is_some() {
        words.remove(0);
    }
    let mut offset = 480;
    if let Some(zone) = words.first().and_then(|word| word.strip_prefix("时区")) {
        offset = zone.parse::<i32>().map_err(|_| "cannot be read")? * 60;
        words.remove(0);
    }
    let (hour, minute) = time.unwrap_or((12, 0));
    Ok(When {
        day,
        at: clock(day, hour, minute, offset),
        dated: true,
    })
}

fn time(word: &str) -> Option<(i64, i64)> {
    let (hour, minute) = word.split_once(':')?;
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// Reads `甲.供养方式 = 集中`, `情况紧急 = 是`, `成员 = 甲 乙`.
fn assign(
    bench: &Bench<'_>,
    scene: &mut Scene,
    name: &str,
    value: &str,
    when: &When,
) -> Read<()> {
    if name == MEMBERS_NAME {
        for person in value.split_whitespace() {
            scene.with(person, |_| ());
        }
        return Ok(());
    }
    let (person, name) = match name.split_once('.') {
        Some((person, name)) => (Some(person), name),
        None => (None, name),
    };
    let schema = bench.pack.schema(About::Person);
    let def = schema.fact(name).ok_or("no such fact")?;
    let known = read_value(&def.ty, value).ok_or("not a value of the fact")?;
    def.check_value(&known.value)
        .map_err(|_| "not a value of the fact")?;
    match (def.about, person) {
        (About::Household, Some(_)) => return Err("is about the home"),
        (About::Person, None) => return Err("is about a person"),
        _ => {}
    }
    scene.fact(person, def.id.as_str(), known.value, when.day);
    Ok(())
}

fn happen(bench: &Bench<'_>, scene: &mut Scene, words: &[&str], when: &When) -> Read<()> {
    match *words {
        ["事件", name, begins @ ("开始" | "结束")] => {
            let begins = begins == "开始";
            let done = scene.event(name, None, when.day, begins);
            done.then_some(()).ok_or("no such event")
        }
        ["事件", name, "开始", area] => {
            let area = area.strip_prefix("范围").ok_or("cannot be read")?;
            scene.event(name, Some(area), when.day, true);
            Ok(())
        }
        ["换人", role] => {
            scene.replace(role_of(bench, role)?);
            Ok(())
        }
        ["比对", person, kind] => compared(scene, person, kind, when),
        ["比对答复", person] => answered(scene, person, when),
        [who, verb, ref rest @ ..] => match bench.roles.get(who) {
            Some(role) => act(bench, scene, *role, verb, rest, when),
            None => live(bench, scene, who, verb, rest, when),
        },
        _ => Err("cannot be read"),
    }
}

pub(super) fn role_of(bench: &Bench<'_>, word: &str) -> Read<Role> {
    bench.roles.get(word).copied().ok_or("no such role")
}

/// Reads what becomes of a person.
fn live(
    bench: &Bench<'_>,
    scene: &mut Scene,
    who: &str,
    verb: &str,
    rest: &[&str],
    when: &When,
) -> Read<()> {
    let from = when.dated.then_some(when.day);
    match (verb, rest) {
        ("去世", []) => scene.died(who, when.day),
        ("迁出", []) => scene.left(who, LeftWhy::Moved, when.day),
        ("入住机构", []) => scene.left(who, LeftWhy::Institution, when.day),
        ("迁入", []) => scene.with(who, |person| person.joined = Some(when.day)),
        ("进名册" | "出名册", [name]) => {
            let class = bench.work.classes().named(name).ok_or("no such class")?;
            if verb == "进名册" {
                scene.join(who, &class.id, class.data(), when.day);
            } else if !scene.part(who, &class.id, when.day) {
                return Err("no such class");
            }
        }
        ("开始享受" | "停止享受", [name]) => {
            let aids = bench.pack.dictionary().enum_def(AIDS);
            let code = aids.and_then(|def| def.by_name(name));
            let code = &code.ok_or("no such benefit")?.code;
            if verb == "开始享受" {
                scene.receive(who, code, from);
            } else if !scene.stop(who, code, when.day) {
                return Err("no such benefit");
            }
        }
        _ => return Err("cannot be read"),
    }
    Ok(())
}

/// Reads what a worker does.
fn act(
    bench: &Bench<'_>,
    scene: &mut Scene,
    role: Role,
    verb: &str,
    rest: &[&str],
    when: &When,
) -> Read<()> {
    match verb {
        "入户" => visit(bench, scene, role, Mode::InPerson, rest, when),
        "电话" => visit(bench, scene, role, Mode::Phone, rest, when),
        "微信" => visit(bench, scene, role, Mode::Wechat, rest, when),
        "未遇" => attempt(scene, role, rest, when),
        _ => Err("cannot be read"),
    }
}

fn visit(
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
        answers: Vec::new(),
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
    for q in &but {
        bench.work.question(q).ok_or("no such question")?;
    }
    for checklist in bench.work.checklists() {
        if !whole && !lists.contains(&checklist.id.as_str()) {
            continue;
        }
        for question in &checklist.questions {
            if matches!(question.writes, Writes::Met(_)) || but.contains(&question.id.as_str()) {
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
pub(super) fn choice<'w>(
    bench: &Bench<'_>,
    choices: &str,
    word: &'w str,
) -> Option<(&'w str, String)> {
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
                value: Some(tanfang_policy::value::FactValue::Unclear),
                how: How::Asked,
                same_as: None,
            },
            op: op.clone(),
        });
    }
}

fn attempt(scene: &mut Scene, role: Role, rest: &[&str], when: &When) -> Read<()> {
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

fn compared(scene: &mut Scene, person: &str, kind: &str, when: &When) -> Read<()> {
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

fn answered(scene: &mut Scene, person: &str, when: &When) -> Read<()> {
    let person = scene.known(person).ok_or("no such person")?;
    let mut tasks = scene.tasks.iter_mut();
    let open = tasks.find(|task| task.person == person && task.answered.is_none());
    open.ok_or("no such person")?.answered = Some(when.day);
    Ok(())
}
