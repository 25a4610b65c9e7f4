//! 集日、农忙、哪几天不去: what the plan rests on, kept on this phone alone.

use std::collections::BTreeSet;

use super::ask::{Choice, group};
use super::{Made, Writing};
use crate::app::habits::Habits;
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Outcome, QuestionKind, Screen};

const WEEKDAYS: &str = "weekdays";
const A_DAY: &str = "a_day";
const MARKET: &str = "market";
const CALENDAR: &str = "calendar";
const BUSY_FROM: &str = "busy_from";
const BUSY_TO: &str = "busy_to";
/// Codes of the two calendars.
const LUNAR: &str = "lunar";
const SOLAR: &str = "solar";

fn codes(numbers: &BTreeSet<u32>) -> Vec<String> {
    numbers.iter().map(ToString::to_string).collect()
}

/// Makes the form; where nothing was answered stands what is kept already.
pub(super) fn form(writing: &Writing<'_>) -> Result<Made> {
    let habits = Habits::read(writing.session, &writing.app.kit)?;
    let texts = writing.say().texts();
    let weekdays: Vec<Choice> = [
        key("say.weekday_mon"),
        key("say.weekday_tue"),
        key("say.weekday_wed"),
        key("say.weekday_thu"),
        key("say.weekday_fri"),
        key("say.weekday_sat"),
        key("say.weekday_sun"),
    ]
    .iter()
    .zip(1..)
    .map(|(word, n): (_, u32)| (n.to_string(), texts.get(word).to_owned()))
    .collect();
    let market: Vec<Choice> = (1..=10_u32)
        .map(|n| {
            let digit = n % 10;
            (
                n.to_string(),
                texts.format("plan.market_digit", &[("n", digit.into())]),
            )
        })
        .collect();
    let calendars = vec![
        (LUNAR.to_owned(), writing.text(key("plan.by_lunar"))),
        (SOLAR.to_owned(), writing.text(key("plan.by_solar"))),
    ];
    let calendar = if habits.market_lunar { LUNAR } else { SOLAR };
    let calendar = [calendar.to_owned()];
    let day = |day: Option<tanfang_values::Day>| day.map(|day| day.to_string());
    let (from, to) = (
        habits.busy.map(|busy| busy.0),
        habits.busy.map(|busy| busy.1),
    );
    Ok(Made {
        title: Say::open(writing.text(key("plan.form_title"))),
        sentence: Some(Say::open(writing.text(key("plan.why")))),
        groups: vec![
            group(
                "free",
                writing.text(key("plan.group_free")),
                vec![
                    writing.choose(
                        WEEKDAYS,
                        writing.text(key("plan.ask_weekdays")),
                        QuestionKind::Many,
                        weekdays,
                        &codes(&habits.weekdays_off),
                    ),
                    writing.write(
                        A_DAY,
                        writing.text(key("plan.ask_a_day")),
                        QuestionKind::Number,
                        habits.a_day.map(|n| n.to_string()),
                    ),
                ],
            ),
            group(
                "market",
                writing.text(key("plan.group_market")),
                vec![
                    writing.choose(
                        MARKET,
                        writing.text(key("plan.ask_market")),
                        QuestionKind::Many,
                        market,
                        &codes(&habits.market),
                    ),
                    writing.choose(
                        CALENDAR,
                        writing.text(key("plan.ask_calendar")),
                        QuestionKind::One,
                        calendars,
                        &calendar,
                    ),
                ],
            ),
            group(
                "busy",
                writing.text(key("plan.group_busy")),
                vec![
                    writing.write(
                        BUSY_FROM,
                        writing.text(key("plan.ask_busy_from")),
                        QuestionKind::Day,
                        day(from),
                    ),
                    writing.write(
                        BUSY_TO,
                        writing.text(key("plan.ask_busy_to")),
                        QuestionKind::Day,
                        day(to),
                    ),
                ],
            ),
        ],
        lines: Vec::new(),
        label: writing.text(key("plan.keep")),
        missing: None,
    })
}

fn numbers(codes: &[String]) -> BTreeSet<u32> {
    codes.iter().filter_map(|code| code.parse().ok()).collect()
}

/// Keeps what was answered; what was not asked again stays.
pub(super) fn send(writing: &Writing<'_>) -> Result<Outcome> {
    let app = writing.app;
    let mut habits = Habits::read(writing.session, &app.kit)?;
    let sheet = writing.sheet;
    if let Some(codes) = sheet.get(WEEKDAYS) {
        habits.weekdays_off = numbers(codes);
    }
    if sheet.get(A_DAY).is_some() {
        let typed = sheet.one(A_DAY).and_then(|text| text.parse().ok());
        habits.a_day = typed.filter(|n| *n > 0);
    }
    if let Some(codes) = sheet.get(MARKET) {
        habits.market = numbers(codes);
    }
    if let Some(code) = sheet.one(CALENDAR) {
        habits.market_lunar = code == LUNAR;
    }
    if sheet.get(BUSY_FROM).is_some() || sheet.get(BUSY_TO).is_some() {
        let before = habits.busy;
        let from = match sheet.get(BUSY_FROM) {
            Some(_) => sheet.day(BUSY_FROM),
            None => before.map(|busy| busy.0),
        };
        let to = match sheet.get(BUSY_TO) {
            Some(_) => sheet.day(BUSY_TO),
            None => before.map(|busy| busy.1),
        };
        habits.busy = match (from, to) {
            (Some(from), Some(to)) if from <= to => Some((from, to)),
            (None, None) => None,
            _ => return Err(app.kit.error(ErrorKind::Invalid, "busy_days", &[])),
        };
    }
    habits.keep(writing.session, &app.kit)?;
    Ok(Outcome {
        sentence: writing.text(key("plan.kept")),
        undo: None,
        go: Some(Screen::Month { month: None }),
        changed: true,
    })
}
