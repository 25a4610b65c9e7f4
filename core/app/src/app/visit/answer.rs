//! Takes one tap or text on 走访 into the draft.

use tanfang_domain::checklist::question::{AnswerKind, Question};
use tanfang_domain::checklist::{Around, Asked, Given};
use tanfang_domain::event::How;
use tanfang_domain::pack::Work;
use tanfang_domain::people::Household;
use tanfang_domain::visit::{AnswerError, Draft};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, Money, Stamp};

use super::fuzzy::{Span, TimeWords};
use super::view::{DECLINED, NO, UNCLEAR, YES};
use super::{Part, parse_group_key, parse_question_key};
use crate::phrases::Phrases;
use crate::view::{InputValue, QuestionKind, VisitInput};

/// Says why a tap was not taken; the draft is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No such question or group.
    NotAsked,
    /// Not the way to answer it; the question's words.
    Kind(String),
    /// Not among the choices; the question's words.
    Code(String),
    /// Not a day; the text.
    Day(String),
    /// A day that has not come.
    Future,
    /// Not a number; the text.
    Number(String),
    /// Not an amount; the text.
    Money(String),
    /// The person had died by then; the person's name.
    Died(String),
}

/// Takes an input into a draft.
pub(crate) fn take(
    draft: &mut Draft,
    work: &Work,
    around: &Around<'_>,
    input: &VisitInput,
    at: Stamp,
    words: &TimeWords,
    phrases: &Phrases,
) -> Result<(), Refused> {
    if let InputValue::SetDay { day } = &input.value {
        let parsed = Day::parse(day.trim()).map_err(|_| Refused::Day(day.clone()))?;
        return draft.set_day(parsed).map_err(|_| Refused::Future);
    }
    if let InputValue::SameAll = &input.value {
        return draft
            .same(work, around, None, at)
            .map(|_| ())
            .map_err(|error| refused(around.home, "", error));
    }
    if let InputValue::SameGroup = &input.value {
        let (part, about) = parse_group_key(&input.key).ok_or(Refused::NotAsked)?;
        if part != Part::Same {
            return Err(Refused::NotAsked);
        }
        return draft
            .same(work, around, Some(&about), at)
            .map(|_| ())
            .map_err(|error| refused(around.home, "", error));
    }
    if let (InputValue::Clear, Some((_, about))) = (&input.value, parse_group_key(&input.key)) {
        draft.not_same(Some(&about));
        return Ok(());
    }
    let (q, about) = parse_question_key(&input.key).ok_or(Refused::NotAsked)?;
    if [super::trip::MODE, super::trip::PLACE].contains(&q) {
        let InputValue::Choose { codes } = &input.value else {
            return Err(Refused::NotAsked);
        };
        return super::trip::take(draft, q, codes).ok_or(Refused::NotAsked);
    }
    let form = draft.form(work, around);
    let asked = form.question(q, &about).ok_or(Refused::NotAsked)?;
    let question = asked.question;
    let day = draft.day();
    let value = match &input.value {
        InputValue::Choose { codes }
            if question.kind == AnswerKind::Text && !is_declined(codes) =>
        {
            phrased(asked, codes, phrases)?
        }
        InputValue::Choose { codes } if codes.is_empty() => None,
        InputValue::Choose { codes } => Some(chosen(question, codes)?),
        InputValue::Type { text } if text.trim().is_empty() => None,
        InputValue::Type { text } => Some(typed(question, text.trim(), day, words)?),
        InputValue::Same => {
            let last = asked.last.as_ref().ok_or(Refused::NotAsked)?;
            let given = Given {
                q: question.id.clone(),
                about: about.clone(),
                key: question.key.clone(),
                value: last.value.clone(),
                how: How::Same,
                same_as: Some(last.op.clone()),
                at,
            };
            // Whom one met is always asked anew, and so is what nobody knew.
            if question.writes.is_meeting() || last.value.is_unknown() {
                return Err(Refused::Kind(question.ask.clone()));
            }
            draft.answers.put(given);
            return Ok(());
        }
        InputValue::Clear
        | InputValue::SameGroup
        | InputValue::SameAll
        | InputValue::SetDay { .. } => None,
    };
    let ask = question.ask.clone();
    match value {
        None => {
            let key = question.key.clone();
            draft.take_back(&key, &about);
            Ok(())
        }
        Some(value) => draft
            .answer_on(&form, around.home, q, &about, value, at)
            .map_err(|error| refused(around.home, &ask, error)),
    }
}

fn refused(home: &Household, ask: &str, error: AnswerError) -> Refused {
    match error {
        AnswerError::Died { person, .. } => {
            let name = home.person(&person).map(|person| person.name.clone());
            Refused::Died(name.unwrap_or_default())
        }
        AnswerError::WrongValue { .. } => Refused::Code(ask.to_owned()),
        _ => Refused::NotAsked,
    }
}

fn is_declined(codes: &[String]) -> bool {
    matches!(codes, [code] if code == DECLINED)
}

/// Puts phrases into a text answer; none where nothing is left of it.
fn phrased(
    asked: &Asked<'_>,
    codes: &[String],
    phrases: &Phrases,
) -> Result<Option<FactValue>, Refused> {
    let offered = phrases.of_question(&asked.question.id);
    if offered.is_empty() {
        return Err(Refused::Kind(asked.question.ask.clone()));
    }
    if !codes.iter().all(|code| offered.contains(code)) {
        return Err(Refused::Code(asked.question.ask.clone()));
    }
    let text = match asked.given.as_ref().map(|given| &given.value) {
        Some(FactValue::Text(text)) => text.as_str(),
        _ => "",
    };
    let text = phrases.put(text, offered, codes);
    Ok((!text.is_empty()).then_some(FactValue::Text(text)))
}

fn chosen(question: &Question, codes: &[String]) -> Result<FactValue, Refused> {
    let wrong = || Refused::Kind(question.ask.clone());
    if let [code] = codes {
        match code.as_str() {
            UNCLEAR => return Ok(FactValue::Unclear),
            DECLINED => return Ok(FactValue::Declined),
            _ => {}
        }
    }
    match (question.kind, codes) {
        (AnswerKind::YesNo, [code]) => match code.as_str() {
            YES => Ok(FactValue::Bool(true)),
            NO => Ok(FactValue::Bool(false)),
            _ => Err(Refused::Code(question.ask.clone())),
        },
        (AnswerKind::One, [code]) => Ok(FactValue::One(code.clone())),
        (AnswerKind::Many, codes) => {
            // 不清楚 and a choice exclude each other: the last tap counts.
            let last_unclear = codes.last().is_some_and(|code| code == UNCLEAR);
            if last_unclear {
                return Ok(FactValue::Unclear);
            }
            Ok(FactValue::many(
                codes.iter().filter(|code| *code != UNCLEAR).cloned(),
            ))
        }
        _ => Err(wrong()),
    }
}

fn typed(
    question: &Question,
    text: &str,
    day: Day,
    words: &TimeWords,
) -> Result<FactValue, Refused> {
    match super::view::kind(question) {
        Some(QuestionKind::Text) => Ok(FactValue::Text(text.to_owned())),
        Some(QuestionKind::Day) => words
            .read(text, day)
            .map(Span::value)
            .ok_or_else(|| Refused::Day(text.to_owned())),
        Some(QuestionKind::Number) => tanfang_values::text::half_width(text)
            .parse()
            .map(FactValue::Int)
            .map_err(|_| Refused::Number(text.to_owned())),
        Some(QuestionKind::Money) => Money::parse(text)
            .map(|money| FactValue::Fen(money.fen()))
            .map_err(|_| Refused::Money(text.to_owned())),
        Some(QuestionKind::One | QuestionKind::Many) | None => {
            Err(Refused::Kind(question.ask.clone()))
        }
    }
}
