//! Puts days, names, values and states into the words people use.
//!
//! Every word comes from the string table or the dictionary; here is only
//! which word goes where, and what is covered while 遮 is on.

use std::sync::Arc;
use tanfang_domain::event::Mode;
use tanfang_domain::role::Role;
use tanfang_policy::dict::{Dictionary, FactDef, Type};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, Money, PeriodKind, Weekday};

use crate::texts::{StringTable, Texts, key};
use crate::view::{Chip, Dial, Line, Masked, Screen, Tone};

/// Speaks: the string table and the dictionary together.
#[derive(Debug, Clone)]
pub struct Say {
    texts: Arc<StringTable>,
    dictionary: Arc<Dictionary>,
}

impl Say {
    /// Makes a speaker.
    pub fn new(texts: Arc<StringTable>, dictionary: Arc<Dictionary>) -> Self {
        Self { texts, dictionary }
    }

    /// Returns the sentences.
    pub fn texts(&self) -> &StringTable {
        &self.texts
    }

    /// Returns the dictionary.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// Returns a text that says nothing private: the same with 遮 on.
    pub fn open(text: impl Into<String>) -> Masked {
        let text = text.into();
        Masked {
            masked: text.clone(),
            text,
        }
    }

    /// Returns a text that is covered whole.
    pub fn covered(&self, text: impl Into<String>) -> Masked {
        Masked {
            text: text.into(),
            masked: self.texts.get("say.hidden").to_owned(),
        }
    }

    /// Returns a text that is covered whole, or nothing if there is none.
    pub fn covered_unless_empty(&self, text: &str) -> Masked {
        if text.is_empty() {
            Self::open(text)
        } else {
            self.covered(text)
        }
    }

    /// Returns a name, of which 遮 leaves the surname: 赵**.
    pub fn name(&self, name: &str) -> Masked {
        let name = name.trim();
        let mut letters = name.chars();
        match letters.next() {
            Some(first) => Masked {
                text: name.to_owned(),
                masked: std::iter::once(first).chain(letters.map(|_| '*')).collect(),
            },
            None => Self::open(self.texts.get("say.unnamed")),
        }
    }

    /// Joins texts with the same joint in both forms.
    pub fn join(parts: &[Masked], joint: &str) -> Masked {
        let all = |pick: fn(&Masked) -> &str| {
            let words: Vec<&str> = parts
                .iter()
                .map(pick)
                .filter(|word| !word.is_empty())
                .collect();
            words.join(joint)
        };
        Masked {
            text: all(|part| &part.text),
            masked: all(|part| &part.masked),
        }
    }

    /// Joins parts of one line, such as 二组 · 12 号.
    pub fn dotted(&self, parts: &[Masked]) -> Masked {
        Self::join(parts, self.texts.get("say.dot"))
    }

    /// Joins words of one list, such as 水电、取暖.
    pub fn listed<S: AsRef<str>>(&self, words: &[S]) -> String {
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        words.join(self.texts.get("say.join"))
    }

    /// Names at most `most` of the words, and how many there are if more.
    pub fn some_of<S: AsRef<str>>(&self, words: &[S], most: usize) -> String {
        if words.len() <= most {
            return self.listed(words);
        }
        let first = self.listed(words.get(..most).unwrap_or_default());
        self.texts.format(
            "say.more_than",
            &[("words", (&first).into()), ("n", words.len().into())],
        )
    }

    /// Returns 周一 … 周日.
    pub fn weekday(&self, day: Day) -> &str {
        self.texts.get(match day.weekday() {
            Weekday::Mon => key("say.weekday_mon"),
            Weekday::Tue => key("say.weekday_tue"),
            Weekday::Wed => key("say.weekday_wed"),
            Weekday::Thu => key("say.weekday_thu"),
            Weekday::Fri => key("say.weekday_fri"),
            Weekday::Sat => key("say.weekday_sat"),
            Weekday::Sun => key("say.weekday_sun"),
        })
    }

    /// Returns 11月20日 周五.
    pub fn date(&self, day: Day) -> String {
        self.texts.format(
            "say.date",
            &[("day", day.into()), ("weekday", self.weekday(day).into())],
        )
    }

    /// Names a last day: 周日 within a week of today, else 11月30日.
    pub fn until(&self, last: Day, today: Day) -> String {
        if (0..7).contains(&today.days_until(last)) {
            self.weekday(last).to_owned()
        } else {
            self.day(last)
        }
    }

    /// Returns 11月20日.
    pub fn day(&self, day: Day) -> String {
        let (_, month, day) = day.ymd();
        self.texts
            .format("form.day", &[("month", month.into()), ("day", day.into())])
    }

    /// Returns 本周, 本月 ….
    pub fn period(&self, kind: PeriodKind) -> &str {
        self.texts.get(match kind {
            PeriodKind::Day => key("period.day"),
            PeriodKind::Week => key("period.week"),
            PeriodKind::Month => key("period.month"),
            PeriodKind::Quarter => key("period.quarter"),
            PeriodKind::HalfYear => key("period.half"),
            PeriodKind::Year => key("period.year"),
        })
    }

    /// Returns 周, 月 …: what one such period is called.
    pub fn period_unit(&self, kind: PeriodKind) -> &str {
        self.texts.get(match kind {
            PeriodKind::Day => key("unit.day"),
            PeriodKind::Week => key("unit.week"),
            PeriodKind::Month => key("unit.month"),
            PeriodKind::Quarter => key("unit.quarter"),
            PeriodKind::HalfYear => key("unit.half"),
            PeriodKind::Year => key("unit.year"),
        })
    }

    /// Returns what a role is called.
    pub fn role(&self, role: Role) -> String {
        let key = format!("role.{}", role.name());
        self.texts.get(&key).to_owned()
    }

    /// Returns the short word for whoever holds a role, such as 乡镇.
    pub fn role_short(&self, role: Role) -> String {
        let key = format!("role_short.{}", role.name());
        match self.texts.try_get(&key) {
            Ok(word) => word.to_owned(),
            Err(_) => self.role(role),
        }
    }

    /// Returns how a visit was made.
    pub fn mode(&self, mode: Mode) -> &str {
        self.texts.get(match mode {
            Mode::InPerson => key("mode.in_person"),
            Mode::Phone => key("mode.phone"),
            Mode::Wechat => key("mode.wechat"),
            Mode::Patrol => key("mode.patrol"),
        })
    }

    /// Returns what a code of the dictionary's enum is called; the code if none.
    pub fn variant<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.dictionary
            .enum_def(list)
            .and_then(|def| def.by_code(code))
            .map_or(code, |variant| &variant.name)
    }

    /// Returns what a class or an aid is called: of two names the shorter, as
    /// people say it.
    pub fn class<'a>(&'a self, code: &'a str) -> &'a str {
        let names = ["aid", "class"].map(|list| self.variant(list, code));
        let known = names.into_iter().filter(|name| *name != code);
        known.min_by_key(|name| name.len()).unwrap_or(code)
    }

    /// Returns what a fact (or `ledger.<x>`) is called.
    pub fn fact<'a>(&'a self, id: &'a str) -> &'a str {
        match self.dictionary.fact(id) {
            Some(def) => &def.name,
            None => id.strip_prefix("ledger.").unwrap_or(id),
        }
    }

    /// Returns the words for yes or no, as one answers the question of a fact.
    pub fn yes_no(&self, fact: Option<&str>, yes: bool) -> &str {
        let own = fact.and_then(|id| {
            let id = id.strip_prefix("ledger.").unwrap_or(id);
            let key = format!("answer.{id}_{}", if yes { "yes" } else { "no" });
            self.texts.try_get(&key).ok()
        });
        own.unwrap_or_else(|| {
            if yes {
                self.texts.get("say.yes")
            } else {
                self.texts.get("say.no")
            }
        })
    }

    /// Puts a value into words, by the fact it is a value of.
    pub fn value(&self, def: Option<&FactDef>, key: &str, value: &FactValue) -> String {
        let name = |code: &str| match def.map(|def| &def.ty) {
            Some(Type::Enum(list) | Type::Many(list)) => list
                .by_code(code)
                .map_or(code, |variant| &variant.name)
                .to_owned(),
            _ => code.to_owned(),
        };
        match value {
            FactValue::Bool(yes) => self.yes_no(Some(key), *yes).to_owned(),
            FactValue::Int(n) => n.to_string(),
            FactValue::Fen(fen) => self.money(Money::from_fen(*fen)),
            FactValue::Day(day) => self.full_day(*day),
            FactValue::One(code) => name(code),
            FactValue::Many(codes) if codes.is_empty() => self.texts.get("say.none").to_owned(),
            FactValue::Many(codes) => {
                let names: Vec<String> = codes.iter().map(|code| name(code)).collect();
                self.listed(&names)
            }
            FactValue::Text(words) => words.clone(),
            FactValue::IntRange(low, high) => self.range(&low.to_string(), &high.to_string()),
            FactValue::FenRange(low, high) => self.range(
                &self.money(Money::from_fen(*low)),
                &self.money(Money::from_fen(*high)),
            ),
            FactValue::DayRange(low, high) => {
                self.range(&self.full_day(*low), &self.full_day(*high))
            }
            FactValue::Unclear => self.texts.get("say.unclear").to_owned(),
            FactValue::Declined => self.texts.get("say.declined").to_owned(),
        }
    }

    /// Puts a value of the dictionary's fact into words.
    pub fn fact_value(&self, id: &str, value: &FactValue) -> String {
        self.value(self.dictionary.fact(id).map(AsRef::as_ref), id, value)
    }

    fn range(&self, low: &str, high: &str) -> String {
        self.texts
            .format("say.range", &[("low", low.into()), ("high", high.into())])
    }

    /// Returns 420元.
    pub fn money(&self, money: Money) -> String {
        let yuan = money.yuan().to_string();
        let yuan = yuan.strip_suffix(".00").unwrap_or(&yuan);
        self.texts.format("form.money", &[("yuan", yuan.into())])
    }

    /// Returns 2026年11月20日.
    pub fn full_day(&self, day: Day) -> String {
        let (year, month, day) = day.ymd();
        self.texts.format(
            "form.full_day",
            &[
                ("year", year.into()),
                ("month", month.into()),
                ("day", day.into()),
            ],
        )
    }

    /// Makes a button that dials, if the number has digits.
    pub fn dial(&self, name: &str, number: &str) -> Option<Dial> {
        let digits: String = number
            .chars()
            .enumerate()
            .filter(|(at, c)| c.is_ascii_digit() || (*at == 0 && *c == '+'))
            .map(|(_, c)| c)
            .collect();
        (digits.chars().filter(char::is_ascii_digit).count() >= 3).then(|| Dial {
            label: self.texts.get("today.dial").to_owned(),
            spoken: self
                .texts
                .format("today.dial_spoken", &[("name", name.into())]),
            number: digits,
            after: None,
        })
    }

    /// Makes a chip whose word is covered by 遮.
    pub fn chip(&self, word: &str) -> Chip {
        Chip {
            text: self.covered(word),
            tone: Tone::Plain,
        }
    }

    /// Makes a line.
    pub fn line(text: Masked, tone: Tone, go: Option<Screen>) -> Line {
        Line { text, tone, go }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say() -> Say {
        Say::new(
            Arc::new(StringTable::builtin().unwrap()),
            Arc::new(Dictionary::load(tanfang_packs::FACTS).unwrap()),
        )
    }

    #[test]
    fn a_covered_name_keeps_its_surname() {
        let say = say();
        assert_eq!(say.name("赵满仓").masked, "赵**");
        assert_eq!(say.name(" 单 ").masked, "单");
        assert_eq!(say.name("").text, "没写名字");
        assert_eq!(say.covered("低保").masked, "· · ·");
    }

    #[test]
    fn values_speak_as_one_answers() {
        let say = say();
        let value = |id: &str, value: FactValue| say.fact_value(id, &value);
        assert_eq!(value("carer_came", FactValue::Bool(true)), "来过");
        assert_eq!(value("carer_came", FactValue::Bool(false)), "没来");
        assert_eq!(value("ill_severe", FactValue::Bool(true)), "是");
        assert_eq!(value("health", FactValue::One("2".into())), "不舒服");
        assert_eq!(
            value("home_hard", FactValue::many(["1", "3"])),
            "水电、门窗"
        );
        assert_eq!(value("health", FactValue::Unclear), "不清楚");
        assert_eq!(
            value("ledger.生活状况", FactValue::Text("咳嗽".into())),
            "咳嗽"
        );
    }

    #[test]
    fn a_last_day_is_a_weekday_only_within_a_week() {
        let say = say();
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(say.until(day("2026-11-22"), day("2026-11-20")), "周日");
        assert_eq!(say.until(day("2026-11-30"), day("2026-11-20")), "11月30日");
        assert_eq!(say.date(day("2026-11-20")), "11月20日 周五");
    }

    #[test]
    fn a_number_dials_with_its_digits() {
        let say = say();
        let dial = say.dial("赵满仓", "139-0000-0001").unwrap();
        assert_eq!(dial.number, "13900000001");
        assert!(say.dial("赵满仓", "无电话").is_none());
    }

    #[test]
    fn every_role_has_a_name() {
        let say = say();
        for role in Role::ALL {
            assert!(!say.role(*role).starts_with("role."), "{role}");
        }
    }
}
