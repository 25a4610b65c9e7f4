//! 加一户, 加一人, 加进一类: somebody no list names, put down by hand.
//!
//! Whoever is put into a class by hand is a candidate (候选) of it until a list
//! says so.

use tanfang_domain::event::{
    Certainty, DataClass, Event, FactSet, FactSource, FieldSet, HouseholdSet, MembershipAdd,
    MembershipEnd, NewOp, PersonSet, Scope, derive_id,
};
use tanfang_domain::people::classes::ClassDef;
use tanfang_domain::people::clearance::class_of;
use tanfang_domain::people::{Household, Person};
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::text::{half_width, squeeze};
use tanfang_values::{Day, HouseholdId, IdNumber, PersonId};

use crate::app::App;
use crate::app::Scene;
use crate::app::change::undo_action;
use crate::app::db::Span;
use crate::app::people::home_name;
use crate::error::{AppError, ErrorKind, Result};
use crate::import::{Columns, Field};
use crate::texts::Texts;
use crate::view::visit::QuestionOption;
use crate::view::{AddView, Outcome, PersonInput, Screen};

/// Fact that an identity number tells too.
const BIRTH: &str = "birth";

/// Returns 加一户, 加一人 or 加进一类.
pub(crate) fn look(app: &App, household: Option<&str>, person: Option<&str>) -> Result<AddView> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Roster)?;
    let (say, texts) = (&app.kit.say, app.kit.say.texts());
    let snapshot = &scene.snapshot;
    let (title, name, held) = if let Some(person) = person {
        let (home, person) = snapshot
            .person(&person.into())
            .ok_or_else(|| app.not_found("no_person"))?;
        let held = scene.pack.work.classes().of(home, person, snapshot.today);
        let held: Vec<&str> = held.iter().map(|held| held.class.id.as_str()).collect();
        ("add.to_class", Some(say.name(&person.name)), held)
    } else if let Some(household) = household {
        let home = snapshot
            .home(household)
            .ok_or_else(|| app.not_found("no_home"))?;
        let name = home_name(say, home, snapshot.today);
        ("add.person", Some(name), Vec::new())
    } else {
        ("add.home", None, Vec::new())
    };
    let classes = offered(&scene)
        .filter(|class| !held.contains(&class.id.as_str()))
        .map(|class| option(&class.id, say.class(&class.id)))
        .collect();
    Ok(AddView {
        title: texts.get(title).to_owned(),
        name,
        sentence: texts.get("add.sentence").to_owned(),
        classes,
        relations: if person.is_some() {
            Vec::new()
        } else {
            relations(app)?
                .iter()
                .map(|(code, word)| option(code, word))
                .collect()
        },
    })
}

fn option(code: &str, label: &str) -> QuestionOption {
    QuestionOption {
        masked: None,
        code: code.to_owned(),
        label: label.to_owned(),
        chosen: false,
        flag: false,
    }
}

/// Lists the classes that the worker may put somebody into.
fn offered(scene: &Scene) -> impl Iterator<Item = &ClassDef> {
    let clearance = scene.pack.work.clearance(&scene.snapshot.viewer.roles);
    let classes = scene.pack.work.classes();
    classes
        .iter()
        .filter(move |class| clearance.allows(classes.data(&class.id)))
}

fn relations(app: &App) -> Result<Vec<(String, String)>> {
    let columns = Columns::builtin().map_err(|error| {
        tracing::error!(%error, "words");
        app.kit.error(ErrorKind::Internal, "internal", &[])
    })?;
    Ok(columns.codes(Field::Relation))
}

/// What was typed, read.
struct Typed {
    name: String,
    id_number: Option<String>,
    /// The number, if it is a right one.
    number: Option<IdNumber>,
    birth: Option<Day>,
}

/// Records somebody no list names, in a known home or in a new one.
pub(crate) fn person(app: &App, input: &PersonInput) -> Result<Outcome> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Roster)?;
    let typed = read(app, input)?;
    check(app, &scene, input, &typed)?;
    let snapshot = &scene.snapshot;
    let home = match &input.household {
        Some(id) => Some(snapshot.home(id).ok_or_else(|| app.not_found("no_home"))?),
        None => None,
    };
    let person = PersonId::new(app.ports.new_id());
    let household = home.map_or_else(
        || HouseholdId::new(app.ports.new_id()),
        |home| home.id.clone(),
    );
    let mut ops = person_ops(&scene, input, &typed, &person, &household);
    if home.is_none() {
        ops.push(home_op(&scene, input, &person, &household));
    }
    for class in &input.classes {
        ops.push(candidate(&scene, &person, class));
    }
    let (named, ()) = session
        .db
        .write_named(&app.kit, &app.ports, &snapshot.post, |_| {
            Ok(Decision::new(ops, ()))
        })?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    let name = ("name", (&typed.name).into());
    let mut sentence = texts.format("add.done", &[name]);
    if typed.id_number.is_some() && typed.number.is_none() {
        sentence.push_str(texts.get("add.number_bad"));
    }
    Ok(Outcome {
        sentence,
        undo: Some(undo_action(app, &person, &named)),
        go: Some(Screen::Home {
            household: household.as_str().to_owned(),
        }),
        changed: true,
    })
}

fn read(app: &App, input: &PersonInput) -> Result<Typed> {
    let invalid = |code, args: &[(&str, &str)]| app.kit.error(ErrorKind::Invalid, code, args);
    let name = squeeze(&half_width(&input.name));
    if name.is_empty() {
        return Err(invalid("person_name", &[]));
    }
    let id_number = Some(squeeze(&half_width(&input.id_number))).filter(|text| !text.is_empty());
    let number = id_number
        .as_deref()
        .and_then(|text| IdNumber::parse(text).ok())
        .map(|parsed| parsed.number);
    let birth = match half_width(&input.birth).trim() {
        "" => None,
        text => Some(Day::parse(text).map_err(|_| invalid("day_bad", &[("text", text)]))?),
    };
    if birth.is_some_and(|birth| birth > app.today_day()) {
        return Err(invalid("day_future", &[]));
    }
    Ok(Typed {
        name,
        id_number,
        number,
        birth,
    })
}

/// Refuses what no record can hold, and a person who is already known.
fn check(app: &App, scene: &Scene, input: &PersonInput, typed: &Typed) -> Result<()> {
    for class in &input.classes {
        class_offered(app, scene, class)?;
    }
    let relation = input.relation.trim();
    if !relation.is_empty() && !relations(app)?.iter().any(|(code, _)| code == relation) {
        let args = [("code", relation)];
        return Err(app.kit.error(ErrorKind::Invalid, "relation_unknown", &args));
    }
    let Some(number) = &typed.number else {
        return Ok(());
    };
    let people = scene.snapshot.homes.iter().flat_map(|home| &home.persons);
    let same = people
        .filter(|person| person.id_number.as_deref() == Some(number.as_str()))
        .find(|person| person.is_here(scene.snapshot.today));
    match same {
        Some(person) => {
            let args = [("name", person.name.as_str())];
            Err(app.kit.error(ErrorKind::Conflict, "person_known", &args))
        }
        None => Ok(()),
    }
}

fn class_offered(app: &App, scene: &Scene, class: &str) -> Result<()> {
    if offered(scene).any(|offered| offered.id == *class) {
        return Ok(());
    }
    let args = [("class", class)];
    Err(app.kit.error(ErrorKind::Invalid, "class_unknown", &args))
}

fn field(name: &str, value: &str) -> Option<FieldSet> {
    let value = half_width(value);
    let value = value.trim();
    (!value.is_empty()).then(|| FieldSet {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        was: None,
    })
}

fn person_ops(
    scene: &Scene,
    input: &PersonInput,
    typed: &Typed,
    person: &PersonId,
    household: &HouseholdId,
) -> Vec<NewOp> {
    let number = typed.number.as_ref();
    let written = number.map(IdNumber::as_str).or(typed.id_number.as_deref());
    let sex = number.map(|number| u8::from(number.sex()).to_string());
    let fields = [
        field(Field::Name.name(), &typed.name),
        field(Field::IdNumber.name(), written.unwrap_or_default()),
        field(Field::Sex.name(), sex.as_deref().unwrap_or_default()),
        field(Field::Relation.name(), &input.relation),
        field(Field::Phone.name(), &input.phone),
        field(Field::Note.name(), &input.note),
    ];
    let birth = number.map(IdNumber::birth).or(typed.birth);
    let def = scene.pack.work.dictionary().fact(BIRTH);
    let facts = birth.zip(def).map(|(birth, _)| FactSet {
        fact: BIRTH.to_owned(),
        value: FactValue::Day(birth),
        day: scene.snapshot.today,
        source: FactSource::Worker,
        certainty: Certainty::Said,
        was: None,
    });
    let of = |class, fields, facts| {
        NewOp::new(
            Scope::new(scene.snapshot.post.grid.clone(), class),
            Event::PersonSet(PersonSet {
                person: person.clone(),
                household: household.clone(),
                fields,
                facts,
                reason: None,
            }),
        )
    };
    let data = def.map_or(DataClass::Core, |def| class_of(def));
    let fields: Vec<FieldSet> = fields.into_iter().flatten().collect();
    let facts: Vec<FactSet> = facts.into_iter().collect();
    if data == DataClass::Core || facts.is_empty() {
        return vec![of(DataClass::Core, fields, facts)];
    }
    vec![
        of(DataClass::Core, fields, Vec::new()),
        of(data, Vec::new(), facts),
    ]
}

fn home_op(
    scene: &Scene,
    input: &PersonInput,
    person: &PersonId,
    household: &HouseholdId,
) -> NewOp {
    let fields = [
        field("head", person.as_str()),
        field(Field::Group.name(), &input.group),
        field(Field::HouseNo.name(), &input.house_no),
    ];
    NewOp::new(
        Scope::new(scene.snapshot.post.grid.clone(), DataClass::Core),
        Event::HouseholdSet(HouseholdSet {
            household: household.clone(),
            fields: fields.into_iter().flatten().collect(),
            facts: Vec::new(),
            reason: None,
        }),
    )
}

fn candidate(scene: &Scene, person: &PersonId, class: &str) -> NewOp {
    let today = scene.snapshot.today;
    let data = scene.pack.work.classes().data(class);
    NewOp::new(
        Scope::new(scene.snapshot.post.grid.clone(), data),
        Event::MembershipAdd(MembershipAdd {
            membership: derive_id("candidate", &[person.as_str(), class, &today.to_string()])
                .into(),
            person: person.clone(),
            class: class.to_owned(),
            from: today,
            source: None,
        }),
    )
}

/// Finds a person whom the worker may know.
fn known<'a>(app: &App, scene: &'a Scene, person: &str) -> Result<(&'a Household, &'a Person)> {
    scene
        .snapshot
        .person(&person.into())
        .ok_or_else(|| app.not_found("no_person"))
}

/// Puts a person into a class by hand.
pub(crate) fn to_class(app: &App, person: &str, class: &str) -> Result<Outcome> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Roster)?;
    class_offered(app, &scene, class)?;
    let (home, person) = known(app, &scene, person)?;
    let word = app.kit.say.class(class);
    if person
        .classes(scene.snapshot.today)
        .any(|m| m.class == class)
    {
        let args = [("name", person.name.as_str()), ("class", word)];
        return Err(app
            .kit
            .error(ErrorKind::Conflict, "already_in_class", &args));
    }
    let op = candidate(&scene, &person.id, class);
    let post = &scene.snapshot.post;
    let (named, ()) = session.db.write_named(&app.kit, &app.ports, post, |_| {
        Ok(Decision::new(vec![op], ()))
    })?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    Ok(Outcome {
        sentence: texts.format(
            "add.to_class_done",
            &[("name", (&person.name).into()), ("class", word.into())],
        ),
        undo: Some(undo_action(app, &person.id, &named)),
        go: Some(Screen::Home {
            household: home.id.as_str().to_owned(),
        }),
        changed: true,
    })
}

/// Takes a candidate out of a class again; what a list said only a list changes.
pub(crate) fn from_class(app: &App, person: &str, class: &str) -> Result<Outcome> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Roster)?;
    let (home, person) = known(app, &scene, person)?;
    let today = scene.snapshot.today;
    let word = app.kit.say.class(class);
    let refused = |code| -> AppError {
        let args = [("name", person.name.as_str()), ("class", word)];
        app.kit.error(ErrorKind::Conflict, code, &args)
    };
    let held: Vec<_> = person.classes(today).filter(|m| m.class == class).collect();
    if held.is_empty() {
        return Err(refused("not_in_class"));
    }
    let ends: Vec<NewOp> = held
        .iter()
        .filter(|m| m.source.is_none())
        .map(|m| {
            NewOp::new(
                Scope::new(home.grid.clone(), m.data),
                Event::MembershipEnd(MembershipEnd {
                    membership: m.id.clone(),
                    person: person.id.clone(),
                    day: today.max(m.from),
                    reason: None,
                    adds: vec![m.op.clone()],
                    source: None,
                }),
            )
        })
        .collect();
    if ends.is_empty() {
        return Err(refused("class_of_list"));
    }
    let post = &scene.snapshot.post;
    let (named, ()) = session
        .db
        .write_named(&app.kit, &app.ports, post, |_| Ok(Decision::new(ends, ())))?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app.kit.say.texts().format(
            "add.from_class_done",
            &[("name", (&person.name).into()), ("class", word.into())],
        ),
        undo: Some(undo_action(app, &person.id, &named)),
        go: Some(Screen::Home {
            household: home.id.as_str().to_owned(),
        }),
        changed: true,
    })
}
