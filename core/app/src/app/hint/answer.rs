//! An answer given on 提示, outside a visit: it becomes a fact, and can be taken back.

use tanfang_domain::event::{
    Certainty, DataClass, Event, FactSet, FactSource, HouseholdSet, NewOp, PersonSet, Scope,
    Subject,
};
use tanfang_domain::people::Household;
use tanfang_domain::people::clearance::class_of;
use tanfang_domain::people::items::class_of_name;
use tanfang_policy::dict::{FactDef, How, Type};
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::text::half_width;
use tanfang_values::{Day, Money, OpId};

use super::ask::{Asker, Wanted};
use super::card;
use crate::app::db::Span;
use crate::app::visit::answer::Refused;
use crate::app::visit::parse_question_key;
use crate::app::visit::view::{DECLINED, NO, UNCLEAR, YES};
use crate::app::{App, change, errors};
use crate::error::Result;
use crate::texts::{Texts, key};
use crate::view::{InputValue, Outcome, VisitInput};

/// Separates the ends of a range as typed: `20000~30000`.
const RANGE: char = '~';

/// Takes an answer to a question of 提示.
pub(crate) fn take(app: &App, household: &str, input: &VisitInput) -> Result<Outcome> {
    let mut session = app.session();
    let refused = |refused: Refused| errors::refused(&app.kit, &refused);
    let (record, about) =
        parse_question_key(&input.key).ok_or_else(|| refused(Refused::NotAsked))?;
    let scene = app.scene(&mut session, Span::Home(household))?;
    let post = scene.snapshot.post.clone();
    let today = scene.snapshot.today;
    let (named, who) = session
        .db
        .write_named(&app.kit, &app.ports, &post, |reads| {
            let pack = &scene.pack;
            let snapshot = reads.snapshot(pack, post.clone(), today, Span::Home(household))?;
            let scene = crate::app::Scene {
                pack: pack.clone(),
                snapshot: snapshot.into(),
            };
            let home = scene
                .snapshot
                .home(household)
                .ok_or_else(|| app.not_found("no_home"))?;
            let hints = card::today(&scene, home);
            let wanted = hints
                .packs
                .iter()
                .find_map(|pack| Wanted::of_record(pack, record))
                .ok_or_else(|| refused(Refused::NotAsked))?;
            let clearance = scene.pack.work.clearance(&scene.snapshot.viewer.roles);
            let barred = card::barred(&hints);
            let asker = Asker {
                say: &app.kit.say,
                snapshot: &scene.snapshot,
                home,
                viewer: &scene.snapshot.viewer,
                clearance: &clearance,
                barred: &barred,
                several: card::several(&scene, home),
            };
            // What must not be asked must not be answered either.
            let asked = asker.ask(
                about.person().map(tanfang_values::PersonId::as_str),
                &wanted,
                String::new(),
            );
            let ask = asked
                .and_then(|asked| asked.question)
                .filter(|question| question.key == input.key)
                .ok_or_else(|| refused(Refused::NotAsked))?
                .ask;
            alive(home, &about, today).map_err(refused)?;
            let value = value(&wanted, &ask, &input.value).map_err(refused)?;
            let op = op(home, &about, &wanted, record, value, today);
            let name = scene.snapshot.subject_name(&app.kit.say, &about).text;
            Ok(Decision::new(vec![op], name))
        })?;
    session.db.checkpoint(&app.ports);
    drop(session);
    let undo = undo(app, household, &about, &named)?;
    Ok(Outcome {
        sentence: app
            .kit
            .say
            .texts()
            .format(key("hint.noted"), &[("who", (&who).into())]),
        undo,
        go: None,
        changed: true,
    })
}

/// Returns what takes the ops back; changes of a home are undone by way of a person of it.
pub(super) fn undo(
    app: &App,
    household: &str,
    about: &Subject,
    named: &[OpId],
) -> Result<Option<crate::view::Action>> {
    let person = match about {
        Subject::Person(id) => Some(id.clone()),
        Subject::Household(_) => {
            let mut session = app.session();
            let scene = app.scene(&mut session, Span::Home(household))?;
            let home = scene.snapshot.home(household);
            home.and_then(|home| {
                let mut present = home.present(scene.snapshot.today);
                present.next().map(|person| person.id.clone())
            })
        }
    };
    Ok(person.map(|person| change::undo_action(app, &person, named)))
}

/// Refuses an answer about somebody who had died.
pub(super) fn alive(
    home: &Household,
    about: &Subject,
    day: Day,
) -> std::result::Result<(), Refused> {
    let Some(id) = about.person() else {
        return Ok(());
    };
    let person = home.person(id).ok_or(Refused::NotAsked)?;
    match &person.died {
        Some(death) if death.day < day => Err(Refused::Died(person.name.clone())),
        _ => Ok(()),
    }
}

/// Reads the value of an answer.
fn value(
    wanted: &Wanted,
    ask: &str,
    input: &InputValue,
) -> std::result::Result<FactValue, Refused> {
    match wanted {
        Wanted::Fact(def) => of_def(def, ask, input),
        Wanted::List(_) | Wanted::Members(_) | Wanted::Aid(_) | Wanted::Slot(..) => {
            let closes = matches!(wanted, Wanted::List(_) | Wanted::Members(_));
            match chosen(input, ask)? {
                [code] if code == YES => Ok(FactValue::Bool(true)),
                // That there are others is said by writing them down.
                [code] if code == NO && !closes => Ok(FactValue::Bool(false)),
                [code] if code == UNCLEAR => Ok(FactValue::Unclear),
                [code] if code == DECLINED => Ok(FactValue::Declined),
                _ => Err(Refused::Code(ask.to_owned())),
            }
        }
        Wanted::Field(..) => Err(Refused::NotAsked),
    }
}

fn chosen<'i>(input: &'i InputValue, ask: &str) -> std::result::Result<&'i [String], Refused> {
    match input {
        InputValue::Choose { codes } if !codes.is_empty() => Ok(codes),
        _ => Err(Refused::Kind(ask.to_owned())),
    }
}

/// Reads the value of a fact or field from what was tapped or typed.
pub(super) fn of_def(
    def: &FactDef,
    ask: &str,
    input: &InputValue,
) -> std::result::Result<FactValue, Refused> {
    let wrong = || Refused::Kind(ask.to_owned());
    let value = match input {
        InputValue::Choose { codes } => match (codes.as_slice(), &def.ty) {
            ([code], _) if code == UNCLEAR => FactValue::Unclear,
            ([code], _) if code == DECLINED => FactValue::Declined,
            ([code], Type::Bool) if code == YES => FactValue::Bool(true),
            ([code], Type::Bool) if code == NO => FactValue::Bool(false),
            ([code], Type::Enum(_)) => FactValue::One(code.clone()),
            (codes @ [_, ..], Type::Many(_)) => {
                let codes = codes.iter().filter(|code| *code != UNCLEAR);
                FactValue::many(codes.cloned())
            }
            _ => return Err(wrong()),
        },
        InputValue::Type { text } => typed(def, text.trim()).ok_or_else(wrong)??,
        _ => return Err(wrong()),
    };
    def.check_value(&value).map_err(|_| match &value {
        FactValue::Fen(_) | FactValue::FenRange(..) => Refused::Money(typed_text(input)),
        FactValue::Int(_) | FactValue::IntRange(..) => Refused::Number(typed_text(input)),
        _ => Refused::Code(ask.to_owned()),
    })?;
    Ok(value)
}

fn typed_text(input: &InputValue) -> String {
    match input {
        InputValue::Type { text } => text.clone(),
        _ => String::new(),
    }
}

/// Reads typed text as a value of a type; `None` for a type that is not typed.
fn typed(def: &FactDef, text: &str) -> Option<std::result::Result<FactValue, Refused>> {
    let plain = half_width(text);
    let ends = plain
        .split_once(RANGE)
        .map(|(low, high)| (low.trim(), high.trim()));
    Some(match &def.ty {
        Type::Date => Day::parse(text)
            .map(FactValue::Day)
            .map_err(|_| Refused::Day(text.to_owned())),
        Type::Text => Ok(FactValue::Text(text.to_owned())),
        Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod => {
            let money = |text: &str| {
                let refused = |_| Refused::Money(text.to_owned());
                Money::parse(text).map(Money::fen).map_err(refused)
            };
            match ends {
                Some((low, high)) => {
                    money(low).and_then(|low| Ok(FactValue::FenRange(low, money(high)?)))
                }
                None => money(&plain).map(FactValue::Fen),
            }
        }
        Type::Int | Type::Times | Type::Percent | Type::Months | Type::Days => {
            let whole = |text: &str| {
                let refused = |_| Refused::Number(text.to_owned());
                text.parse::<i64>().map_err(refused)
            };
            match ends {
                Some((low, high)) => {
                    whole(low).and_then(|low| Ok(FactValue::IntRange(low, whole(high)?)))
                }
                None => whole(&plain).map(FactValue::Int),
            }
        }
        Type::Bool | Type::Enum(_) | Type::Many(_) => return None,
    })
}

/// Makes the op that writes an answer.
fn op(
    home: &Household,
    about: &Subject,
    wanted: &Wanted,
    record: &str,
    value: FactValue,
    day: Day,
) -> NewOp {
    let (class, certainty) = match wanted {
        Wanted::Fact(def) => {
            let certainty = match def.how {
                How::Database => Certainty::Checked,
                How::Look => Certainty::Seen,
                How::Ask | How::Judge => Certainty::Said,
            };
            (class_of(def), certainty)
        }
        _ => (
            class_of_name(record).unwrap_or(DataClass::Core),
            Certainty::Said,
        ),
    };
    let was = home
        .facts_of(about)
        .and_then(|facts| facts.on(record, day))
        .map(|known| known.op().clone());
    let fact = FactSet {
        fact: record.to_owned(),
        value,
        day,
        source: FactSource::Worker,
        certainty,
        was,
    };
    facts_op(home, about, class, vec![fact])
}

/// Makes the op that writes facts of a home or of one of its persons.
pub(super) fn facts_op(
    home: &Household,
    about: &Subject,
    class: DataClass,
    facts: Vec<FactSet>,
) -> NewOp {
    let event = match about {
        Subject::Person(person) => Event::PersonSet(PersonSet {
            person: person.clone(),
            household: home.id.clone(),
            fields: Vec::new(),
            facts,
            reason: None,
        }),
        Subject::Household(_) => Event::HouseholdSet(HouseholdSet {
            household: home.id.clone(),
            fields: Vec::new(),
            facts,
            reason: None,
        }),
    };
    NewOp::new(Scope::new(home.grid.clone(), class), event)
}
