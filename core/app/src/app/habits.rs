//! What the plan rests on and only this phone knows: which days nobody goes,
//! market days, the busy season, and when somebody is at home.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::schedule::again::{AHEAD, AtHome, Times};
use tanfang_values::{Day, HouseholdId, Weekday};

use super::App;
use super::kit::Kit;
use super::open::Session;
use crate::error::{ErrorKind, Result};
use crate::lunar::lunar_day;
use crate::texts::{Texts, key};
use crate::view::{Action, Intent, Outcome};

/// Where they are kept, as JSON.
const SETTING: &str = "plan";
/// With what the keys of [`Intent::SetPlan`] begin.
const DAY_OFF: &str = "off:";
const BEST: &str = "best:";
/// Value that sets a switch; an empty one clears it.
const ON: &str = "1";

/// Holds what a plan rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Habits {
    /// Days of the week on which the worker never goes, 1 is Monday.
    pub(crate) weekdays_off: BTreeSet<u32>,
    /// Single days on which the worker does not go.
    pub(crate) days_off: BTreeSet<Day>,
    /// 逢几: last digits of the days on which there is a market, 10 for those with 0.
    pub(crate) market: BTreeSet<u32>,
    /// Whether market days are counted by the farmers' calendar.
    pub(crate) market_lunar: bool,
    /// First and last day of the busy season.
    pub(crate) busy: Option<(Day, Day)>,
    /// Homes a day at most; none where there is no bound.
    pub(crate) a_day: Option<u32>,
    /// When somebody is at home, by home.
    pub(crate) best: BTreeMap<String, AtHome>,
}

/// Returns the word of when somebody is at home.
const fn word(at_home: AtHome) -> &'static str {
    match at_home {
        AtHome::Morning => key("plan.morning"),
        AtHome::Afternoon => key("plan.afternoon"),
        AtHome::Evening => key("plan.evening"),
        AtHome::Weekend => key("plan.weekend"),
    }
}

/// Returns the code of when somebody is at home.
const fn code(at_home: AtHome) -> &'static str {
    match at_home {
        AtHome::Morning => "morning",
        AtHome::Afternoon => "afternoon",
        AtHome::Evening => "evening",
        AtHome::Weekend => "weekend",
    }
}

impl Habits {
    /// Reads them; what cannot be read is as if nothing was said.
    pub(crate) fn read(session: &Session, kit: &Kit) -> Result<Self> {
        let text = session.db.setting(kit, SETTING)?;
        let read = text.map(|text| serde_json::from_str(&text));
        Ok(read.and_then(std::result::Result::ok).unwrap_or_default())
    }

    /// Keeps them on this phone.
    pub(crate) fn keep(&self, session: &Session, kit: &Kit) -> Result<()> {
        let text = serde_json::to_string(self).map_err(|error| {
            tracing::error!(%error, "plan");
            kit.error(ErrorKind::Internal, "internal", &[])
        })?;
        session.db.set_setting(kit, SETTING, &text)
    }

    /// Tells whether the worker goes on a day.
    pub(crate) fn goes(&self, day: Day) -> bool {
        !self.days_off.contains(&day) && !self.weekdays_off.contains(&weekday_number(day))
    }

    /// Tells whether there is a market on a day.
    pub(crate) fn is_market(&self, day: Day) -> bool {
        let number = if self.market_lunar {
            lunar_day(day)
        } else {
            Some(day.ymd().2)
        };
        number.is_some_and(|number| {
            let digit = if number % 10 == 0 { 10 } else { number % 10 };
            self.market.contains(&digit)
        })
    }

    /// Tells whether a day lies in the busy season.
    pub(crate) fn is_busy(&self, day: Day) -> bool {
        self.busy.is_some_and(|(from, to)| from <= day && day <= to)
    }

    /// Returns what stands for and against trying a home again, from a day on.
    pub(crate) fn times(&self, home: &HouseholdId, from: Day) -> Times {
        let days = || (0..=AHEAD).map(|ahead| from.plus_days(ahead));
        Times {
            off: days().filter(|day| !self.goes(*day)).collect(),
            market: days().filter(|day| self.is_market(*day)).collect(),
            at_home: self.best_of(home),
        }
    }

    /// Returns when somebody is at home, if that was said.
    pub(crate) fn best_of(&self, home: &HouseholdId) -> Option<AtHome> {
        self.best.get(home.as_str()).copied()
    }
}

/// Returns 1 for Monday to 7 for Sunday.
pub(crate) fn weekday_number(day: Day) -> u32 {
    day.weekday().days_after(Weekday::Mon) + 1
}

/// Makes the switch of a day: 这天不去 or 这天能去.
pub(crate) fn toggle(app: &App, habits: &Habits, day: Day) -> Action {
    let off = habits.days_off.contains(&day);
    let label = if off {
        key("plan.day_on")
    } else {
        key("plan.day_off")
    };
    Action {
        label: app.kit.say.texts().get(label).to_owned(),
        intent: Intent::SetPlan {
            key: format!("{DAY_OFF}{day}"),
            value: if off { String::new() } else { ON.to_owned() },
        },
        enabled: true,
        note: None,
    }
}

/// Makes the choices of when somebody is at home; the one that was said, again, takes it back.
pub(crate) fn best_actions(app: &App, habits: &Habits, home: &HouseholdId) -> Vec<Action> {
    let said = habits.best_of(home);
    let texts = app.kit.say.texts();
    AtHome::ALL
        .into_iter()
        .map(|best| {
            let word = texts.get(word(best));
            let chosen = said == Some(best);
            Action {
                label: if chosen {
                    texts.format("plan.chosen", &[("word", word.into())])
                } else {
                    word.to_owned()
                },
                intent: Intent::SetPlan {
                    key: format!("{BEST}{home}"),
                    value: if chosen {
                        String::new()
                    } else {
                        code(best).to_owned()
                    },
                },
                enabled: true,
                note: None,
            }
        })
        .collect()
}

/// Keeps what a tap says of one day or one home.
pub(crate) fn set(app: &App, name: &str, value: &str) -> Result<Outcome> {
    let session = app.session();
    let mut habits = Habits::read(&session, &app.kit)?;
    let unknown = || app.not_found("no_question");
    let sentence = if let Some(day) = name.strip_prefix(DAY_OFF) {
        let bad = |_| {
            app.kit
                .error(ErrorKind::Invalid, "day_bad", &[("text", day)])
        };
        let day = Day::parse(day).map_err(bad)?;
        if value == ON {
            habits.days_off.insert(day);
        } else {
            habits.days_off.remove(&day);
        }
        key("plan.kept")
    } else if let Some(home) = name.strip_prefix(BEST) {
        if value.is_empty() {
            habits.best.remove(home);
        } else {
            let mut all = AtHome::ALL.into_iter();
            let best = all.find(|best| code(*best) == value).ok_or_else(unknown)?;
            habits.best.insert(home.to_owned(), best);
        }
        key("plan.kept_home")
    } else {
        return Err(unknown());
    };
    habits.keep(&session, &app.kit)?;
    Ok(Outcome {
        sentence: app.kit.say.texts().get(sentence).to_owned(),
        undo: None,
        go: None,
        changed: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn market_days_go_by_the_last_digit_of_either_calendar() {
        let mut habits = Habits {
            market: [1, 6].into(),
            ..Habits::default()
        };
        for (text, market) in [
            ("2026-11-01", true),
            ("2026-11-06", true),
            ("2026-11-16", true),
            ("2026-11-20", false),
            ("2026-10-31", true),
        ] {
            assert_eq!(habits.is_market(day(text)), market, "{text}");
        }
        habits.market_lunar = true;
        // 2026-11-20 is 十月十二; the 24th is 十六.
        assert!(!habits.is_market(day("2026-11-20")));
        assert!(habits.is_market(day("2026-11-24")));
        habits.market = [10].into();
        assert!(habits.is_market(day("2026-11-18")), "初十");
    }

    #[test]
    fn nobody_goes_on_a_day_that_was_taken_out() {
        let habits = Habits {
            weekdays_off: [7].into(),
            days_off: [day("2026-11-20")].into(),
            busy: Some((day("2026-05-20"), day("2026-06-10"))),
            ..Habits::default()
        };
        assert!(!habits.goes(day("2026-11-20")));
        assert!(!habits.goes(day("2026-11-22")), "a Sunday");
        assert!(habits.goes(day("2026-11-23")));
        assert!(habits.is_busy(day("2026-06-10")) && !habits.is_busy(day("2026-06-11")));
    }
}
