//! Says a condition of a form in the language of packs.

use std::collections::BTreeMap;

use super::path::{Path, Sign};

/// The word of packs for a choice between two values.
const IF: &str = "如果";

/// Says what an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// 是否, with the codes for either.
    YesNo {
        yes: String,
        no: String,
    },
    /// One choice of a list: code and label.
    One(Vec<(String, String)>),
    /// Several choices.
    Many(Vec<(String, String)>),
    Int,
    Decimal,
    Day,
    Text,
    /// None that a rule can read: a note, a photo, what was not taken over.
    Unread,
}

/// Holds what a name of the form stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// Its name in rules.
    pub(super) name: String,
    pub(super) answer: Answer,
    /// Whether it is asked of each member.
    pub(super) member: bool,
}

/// Holds all names of a form.
pub(super) struct Names<'a> {
    pub(super) targets: &'a BTreeMap<String, Target>,
    /// Names of repeats: the members.
    pub(super) repeats: &'a [String],
}

/// Says why a condition cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    /// Key of the sentence.
    pub(super) code: &'static str,
    /// Which piece.
    pub(super) word: String,
    /// Whether the form itself is wrong.
    pub(super) fatal: bool,
}

fn why(code: &'static str, word: impl Into<String>) -> Why {
    Why {
        code,
        word: word.into(),
        fatal: false,
    }
}

/// The types that rules compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    YesNo,
    Int,
    Decimal,
    Day,
    /// A number that takes the type of the other side.
    Number,
}

/// How loosely a text hangs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Loose {
    Atom,
    Sum,
    Test,
    Not,
    And,
    Or,
}

/// Holds a condition as packs say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) kind: Kind,
    loose: Loose,
}

impl Said {
    fn new(text: impl Into<String>, kind: Kind, loose: Loose) -> Self {
        Self {
            text: text.into(),
            kind,
            loose,
        }
    }

    fn within(&self, most: Loose) -> String {
        if self.loose <= most {
            self.text.clone()
        } else {
            format!("({})", self.text)
        }
    }
}

/// Joins conditions that all have to hold.
pub(super) fn all(parts: &[Said]) -> Option<String> {
    match parts {
        [] => None,
        [one] => Some(one.text.clone()),
        several => {
            let texts: Vec<String> = several.iter().map(|said| said.within(Loose::And)).collect();
            Some(texts.join(" 且 "))
        }
    }
}

/// Says a condition; `member` where it stands at a question asked of each member.
pub(super) fn say(path: &Path, names: &Names<'_>, member: bool) -> Result<Said, Why> {
    match path {
        Path::Ref(name) => reference(name, names, member),
        Path::This => Err(why("rule_this", ".")),
        Path::Number(text) => Ok(Said::new(text, Kind::Number, Loose::Atom)),
        Path::Text(text) => date(text).ok_or_else(|| why("rule_word", format!("'{text}'"))),
        Path::Call(name, args) => call(name, args, names, member),
        Path::Two(sign @ (Sign::And | Sign::Or), one, other) => {
            let (one, other) = (say(one, names, member)?, say(other, names, member)?);
            let (word, loose) = match sign {
                Sign::And => ("且", Loose::And),
                _ => ("或", Loose::Or),
            };
            let side = |said: &Said| {
                let same = said.loose == loose;
                match said.kind {
                    Kind::YesNo if same => Ok(said.text.clone()),
                    Kind::YesNo => Ok(said.within(Loose::Not)),
                    _ => Err(why("rule_type", said.text.as_str())),
                }
            };
            let text = format!("{} {word} {}", side(&one)?, side(&other)?);
            Ok(Said::new(text, Kind::YesNo, loose))
        }
        Path::Two(Sign::Times | Sign::Divide, ..) => Err(why("rule_sign", "* div")),
        Path::Two(sign @ (Sign::Plus | Sign::Minus), one, other) => {
            let (one, other) = same(say(one, names, member)?, say(other, names, member)?)?;
            if !matches!(one.kind, Kind::Int | Kind::Decimal) {
                return Err(why("rule_type", one.text));
            }
            let word = if *sign == Sign::Plus { "+" } else { "-" };
            let text = format!(
                "{} {word} {}",
                one.within(Loose::Sum),
                other.within(Loose::Atom)
            );
            Ok(Said::new(text, one.kind, Loose::Sum))
        }
        Path::Two(sign, one, other) => compare(*sign, one, other, names, member),
    }
}

fn target<'a>(name: &str, names: &'a Names<'_>, member: bool) -> Result<&'a Target, Why> {
    let Some(target) = names.targets.get(name) else {
        return Err(Why {
            fatal: true,
            ..why("unknown_ref", name)
        });
    };
    if target.member && !member {
        return Err(why("rule_member", name));
    }
    Ok(target)
}

fn reference(name: &str, names: &Names<'_>, member: bool) -> Result<Said, Why> {
    let target = target(name, names, member)?;
    let kind = match target.answer {
        Answer::YesNo { .. } => Kind::YesNo,
        Answer::Int => Kind::Int,
        Answer::Decimal => Kind::Decimal,
        Answer::Day => Kind::Day,
        Answer::One(_) | Answer::Many(_) | Answer::Text => return Err(why("rule_text", name)),
        Answer::Unread => return Err(why("rule_unread", name)),
    };
    Ok(Said::new(target.name.as_str(), kind, Loose::Atom))
}

fn call(name: &str, args: &[Path], names: &Names<'_>, member: bool) -> Result<Said, Why> {
    match (name, args) {
        ("not", [of]) => {
            let of = say(of, names, member)?;
            if of.kind != Kind::YesNo {
                return Err(why("rule_type", of.text));
            }
            let text = format!("非 {}", of.within(Loose::Atom));
            Ok(Said::new(text, Kind::YesNo, Loose::Not))
        }
        ("selected", [Path::Ref(of), Path::Text(code)]) => {
            let target = target(of, names, member)?;
            let label = |choices: &[(String, String)]| label(choices, code);
            let text = match &target.answer {
                Answer::Many(choices) => format!("{} 含 {}", target.name, label(choices)?),
                Answer::One(choices) => format!("{} = {}", target.name, label(choices)?),
                Answer::YesNo { .. } => return yes_no(Sign::Equal, target, code),
                _ => return Err(why("rule_text", of.as_str())),
            };
            Ok(Said::new(text, Kind::YesNo, Loose::Test))
        }
        ("today" | "now", []) => Ok(Said::new("当日", Kind::Day, Loose::Atom)),
        ("true", []) => Ok(Said::new("是", Kind::YesNo, Loose::Atom)),
        ("false", []) => Ok(Said::new("否", Kind::YesNo, Loose::Atom)),
        ("date", [of @ Path::Text(_)]) => say(of, names, member),
        ("count", [Path::Ref(of)]) if !member && names.repeats.contains(of) => {
            Ok(Said::new("数(成员)", Kind::Int, Loose::Atom))
        }
        ("sum" | "max" | "min", [Path::Ref(of)]) if !member => {
            let inner = reference(of, names, true)?;
            let is_member = names.targets.get(of).is_some_and(|target| target.member);
            if !is_member || !matches!(inner.kind, Kind::Int | Kind::Decimal) {
                return Err(why("rule_type", of.as_str()));
            }
            let word = match name {
                "sum" => "合计",
                "max" => "最大",
                _ => "最小",
            };
            let text = format!("{word}(成员: {})", inner.text);
            Ok(Said::new(text, inner.kind, Loose::Atom))
        }
        ("if", [test, one, other]) => {
            let test = say(test, names, member)?;
            let (one, other) = same(say(one, names, member)?, say(other, names, member)?)?;
            if test.kind != Kind::YesNo || one.kind == Kind::YesNo {
                return Err(why("rule_type", test.text));
            }
            let text = format!("{IF}({}, {}, {})", test.text, one.text, other.text);
            Ok(Said::new(text, one.kind, Loose::Atom))
        }
        _ => Err(why("rule_function", name)),
    }
}

fn label(choices: &[(String, String)], code: &str) -> Result<String, Why> {
    let found = choices.iter().find(|(own, _)| own == code);
    found.map(|(_, label)| label.clone()).ok_or_else(|| Why {
        fatal: true,
        ..why("unknown_choice", code)
    })
}

fn yes_no(sign: Sign, target: &Target, code: &str) -> Result<Said, Why> {
    let Answer::YesNo { yes, no } = &target.answer else {
        return Err(why("rule_text", code));
    };
    let holds = match (code == yes, code == no) {
        (true, _) => sign == Sign::Equal,
        (_, true) => sign != Sign::Equal,
        _ => return Err(why("rule_unsaid", code)),
    };
    Ok(if holds {
        Said::new(target.name.as_str(), Kind::YesNo, Loose::Atom)
    } else {
        Said::new(format!("非 {}", target.name), Kind::YesNo, Loose::Not)
    })
}

fn compare(
    sign: Sign,
    one: &Path,
    other: &Path,
    names: &Names<'_>,
    member: bool,
) -> Result<Said, Why> {
    // A choice is compared with the code that the form gives it.
    let chosen = match (one, other) {
        (Path::Ref(name), Path::Text(code) | Path::Number(code))
        | (Path::Text(code) | Path::Number(code), Path::Ref(name)) => Some((name, code)),
        _ => None,
    };
    if let Some((name, code)) = chosen {
        let target = target(name, names, member)?;
        let listed = matches!(
            target.answer,
            Answer::YesNo { .. } | Answer::One(_) | Answer::Many(_)
        );
        if code.is_empty() {
            return Err(why("rule_empty", name.as_str()));
        }
        if listed && !matches!(sign, Sign::Equal | Sign::Unequal) {
            return Err(why("rule_type", name.as_str()));
        }
        match &target.answer {
            Answer::YesNo { .. } => return yes_no(sign, target, code),
            Answer::One(choices) => {
                let label = label(choices, code)?;
                let word = if sign == Sign::Equal { "=" } else { "≠" };
                let text = format!("{} {word} {label}", target.name);
                return Ok(Said::new(text, Kind::YesNo, Loose::Test));
            }
            Answer::Many(_) => return Err(why("rule_many", name.as_str())),
            _ => {}
        }
    }
    let (one, other) = same(say(one, names, member)?, say(other, names, member)?)?;
    if one.kind == Kind::YesNo {
        return Err(why("rule_type", one.text));
    }
    let word = match sign {
        Sign::Equal => "=",
        Sign::Unequal => "≠",
        Sign::Less => "<",
        Sign::AtMost => "≤",
        Sign::More => ">",
        _ => "≥",
    };
    let text = format!(
        "{} {word} {}",
        one.within(Loose::Sum),
        other.within(Loose::Sum)
    );
    Ok(Said::new(text, Kind::YesNo, Loose::Test))
}

/// Gives a bare number the type of the other side; two sides of different types are refused.
fn same(one: Said, other: Said) -> Result<(Said, Said), Why> {
    match (one.kind, other.kind) {
        (Kind::Number, Kind::Number) => Ok((number(&one, Kind::Int)?, number(&other, Kind::Int)?)),
        (Kind::Number, kind) => Ok((number(&one, kind)?, other)),
        (kind, Kind::Number) => {
            let other = number(&other, kind)?;
            Ok((one, other))
        }
        (left, right) if left == right => Ok((one, other)),
        _ => Err(why("rule_type", other.text)),
    }
}

fn number(said: &Said, kind: Kind) -> Result<Said, Why> {
    let text = match kind {
        Kind::Int => whole(&said.text).map(|number| number.to_string()),
        Kind::Decimal => decimal(&said.text),
        Kind::YesNo | Kind::Day | Kind::Number => None,
    };
    let text = text.ok_or_else(|| why("rule_number", said.text.as_str()))?;
    Ok(Said::new(text, kind, Loose::Atom))
}

/// Reads a count.
pub(super) fn whole(text: &str) -> Option<u32> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    text.parse().ok()
}

/// Writes a factor as packs do, with its point.
pub(super) fn decimal(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && digits(part)).then(|| format!("{whole}.{part}"))
}

fn date(text: &str) -> Option<Said> {
    let day = tanfang_values::Day::parse(text).ok()?;
    Some(Said::new(day.to_string(), Kind::Day, Loose::Atom))
}

/// Holds the limits that a constraint sets for a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bounds {
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
}

/// Reads a constraint that only sets limits: `. >= 0 and . <= 120`.
pub(super) fn bounds(path: &Path, answer: &Answer) -> Option<Bounds> {
    let mut bounds = Bounds::default();
    let fits = collect(path, answer, &mut bounds);
    fits.then_some(bounds)
}

fn collect(path: &Path, answer: &Answer, bounds: &mut Bounds) -> bool {
    let (sign, text) = match path {
        Path::Two(Sign::And, one, other) => {
            return collect(one, answer, bounds) && collect(other, answer, bounds);
        }
        Path::Two(sign, one, other) => match (&**one, &**other) {
            (Path::This, Path::Number(text)) => (*sign, text),
            (Path::Number(text), Path::This) => match sign {
                Sign::AtMost => (Sign::AtLeast, text),
                Sign::AtLeast => (Sign::AtMost, text),
                Sign::Less => (Sign::More, text),
                Sign::More => (Sign::Less, text),
                _ => return false,
            },
            _ => return false,
        },
        _ => return false,
    };
    let value = match answer {
        Answer::Int => {
            let Some(number) = whole(text) else {
                return false;
            };
            match sign {
                Sign::More => number.checked_add(1),
                Sign::Less => number.checked_sub(1),
                _ => Some(number),
            }
            .map(|number| number.to_string())
        }
        // Packs write the limits of a factor whole.
        Answer::Decimal if matches!(sign, Sign::AtLeast | Sign::AtMost) => {
            whole(text).map(|number| number.to_string())
        }
        _ => None,
    };
    let slot = match sign {
        Sign::AtLeast | Sign::More => &mut bounds.min,
        Sign::AtMost | Sign::Less => &mut bounds.max,
        _ => return false,
    };
    if value.is_none() || slot.is_some() {
        return false;
    }
    *slot = value;
    true
}

#[cfg(test)]
mod tests {
    use super::super::path::parse;
    use super::*;

    fn names() -> BTreeMap<String, Target> {
        let list = vec![
            ("1".to_owned(), "卧床".to_owned()),
            ("2".to_owned(), "能走".to_owned()),
        ];
        let yes_no = Answer::YesNo {
            yes: "yes".into(),
            no: "no".into(),
        };
        [
            ("ill", "生病", yes_no, false),
            ("walk", "行动", Answer::One(list.clone()), true),
            ("aids", "辅具", Answer::Many(list), false),
            ("age", "岁数", Answer::Int, true),
            ("rooms", "间数", Answer::Int, false),
            ("ratio", "比数", Answer::Decimal, false),
            ("seen", "看病日", Answer::Day, false),
            ("words", "补充", Answer::Text, false),
            ("photo", "照片", Answer::Unread, false),
        ]
        .into_iter()
        .map(|(id, name, answer, member)| {
            let name = name.to_owned();
            (
                id.to_owned(),
                Target {
                    name,
                    answer,
                    member,
                },
            )
        })
        .collect()
    }

    fn said(text: &str, member: bool) -> Result<String, &'static str> {
        let targets = names();
        let names = Names {
            targets: &targets,
            repeats: &["members".to_owned()],
        };
        say(&parse(text).unwrap(), &names, member)
            .map(|said| said.text)
            .map_err(|why| why.code)
    }

    #[test]
    fn conditions_are_said_in_the_language_of_packs() {
        for (from, to) in [
            ("${ill} = 'yes'", "生病"),
            ("${ill} != 'yes'", "非 生病"),
            ("not(${ill} = 'no')", "非 (非 生病)"),
            (
                "selected(${aids}, '1') and ${rooms} > 2",
                "辅具 含 卧床 且 间数 > 2",
            ),
            (
                "${ill} = 'yes' or ${rooms} < 3 and ${ratio} >= 2",
                "生病 或 (间数 < 3 且 比数 ≥ 2.0)",
            ),
            ("2 + ${rooms} = 4", "2 + 间数 = 4"),
            ("${seen} <= today()", "看病日 ≤ 当日"),
            ("${seen} > '2020-05-01'", "看病日 > 2020-05-01"),
            ("count(${members}) >= 2", "数(成员) ≥ 2"),
            ("sum(${age}) > 100", "合计(成员: 岁数) > 100"),
            (
                "if(${ill} = 'yes', 1, 2) = ${rooms}",
                "如果(生病, 1, 2) = 间数",
            ),
        ] {
            assert_eq!(said(from, false), Ok(to.to_owned()), "{from}");
        }
        assert_eq!(
            said("${walk} = '1' and ${age} >= 60", true),
            Ok("行动 = 卧床 且 岁数 ≥ 60".to_owned())
        );
    }

    #[test]
    fn what_packs_cannot_say_is_named() {
        for (from, code) in [
            ("${age} > 60", "rule_member"),
            ("${words} = 'x'", "rule_text"),
            ("${ill} = ''", "rule_empty"),
            ("${ill} = 'dk'", "rule_unsaid"),
            ("${aids} = '1'", "rule_many"),
            ("${rooms} * 2 > 3", "rule_sign"),
            ("regex(${words}, 'a')", "rule_function"),
            ("${rooms} > 1.5", "rule_number"),
            ("${rooms} > ${ratio}", "rule_type"),
            ("${photo} = 1", "rule_unread"),
            (". > 1", "rule_this"),
            ("${nobody} = 1", "unknown_ref"),
            ("selected(${aids}, '9')", "unknown_choice"),
        ] {
            assert_eq!(said(from, false), Err(code), "{from}");
        }
    }

    #[test]
    fn limits_of_a_number_are_read_from_its_constraint() {
        let of = |text: &str, answer: &Answer| {
            bounds(&parse(text).unwrap(), answer).map(|b| (b.min, b.max))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            of(". >= 0 and . < 121", &Answer::Int),
            Some((some("0"), some("120")))
        );
        assert_eq!(of("5 >= .", &Answer::Decimal), Some((None, some("5"))));
        assert_eq!(of(". >= 0.5", &Answer::Decimal), None);
        assert_eq!(of(". > 5 or . = 1", &Answer::Int), None);
        assert_eq!(of(". >= 1 and . >= 2", &Answer::Int), None);
        assert_eq!(of(". <= today()", &Answer::Day), None);
    }
}
