//! Reads one line of a case into its scene.

use tanfang_policy::cases::read_value;
use tanfang_policy::dict::About;
use tanfang_values::text::half_width;
use tanfang_values::{Day, Stamp};

use super::scene::{Scene, clock, noon};
use super::{Bench, acts};
use crate::event::{LeftWhy, Mode};
use crate::role::Role;

/// Word that names who lives in the home.
const MEMBERS_NAME: &str = "成员";
/// Enum of the dictionary with what people receive.
const AIDS: &str = "aid";

/// Why a line cannot be read; `check.zh.toml` puts it into a sentence.
pub(super) type Read<T> = Result<T, &'static str>;

/// Where and when a line takes place.
pub(super) struct When {
    /// The day as written.
    pub day: Day,
    /// The instant.
    pub at: Stamp,
    /// Whether it stood with a day: what is given has none.
    pub dated: bool,
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
fn assign(bench: &Bench<'_>, scene: &mut Scene, name: &str, value: &str, when: &When) -> Read<()> {
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
        ["比对", person, kind] => acts::compared(scene, person, kind, when),
        ["比对答复", person] => acts::answered(scene, person, when),
        ["暂停", who, to, ref rest @ ..] => acts::pause(scene, who, to, rest, when),
        ["改用电话", to, ref rest @ ..] => acts::phone_instead(scene, to, rest, when),
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
        "入户" => acts::visit(bench, scene, role, Mode::InPerson, rest, when),
        "电话" => acts::visit(bench, scene, role, Mode::Phone, rest, when),
        "微信" => acts::visit(bench, scene, role, Mode::Wechat, rest, when),
        "未遇" => acts::attempt(scene, role, rest, when),
        "联系" => acts::contact(bench, scene, role, rest, when),
        "巡查" => acts::patrol(scene, role, rest, when),
        "上报" => acts::hand_in(bench, scene, role, rest, when),
        _ => Err("cannot be read"),
    }
}
