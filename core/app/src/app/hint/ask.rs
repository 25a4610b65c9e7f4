//! What is missing, as questions: how each is asked, of whom, and what it is named.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_domain::checklist::MissingFact;
use tanfang_domain::event::{DataClass, Subject};
use tanfang_domain::people::items::{AID, MEMBERS, aid_name, complete_name};
use tanfang_domain::people::{Clearance, Household, Viewer};
use tanfang_policy::ask::{self, Ask, Goal, next_question};
use tanfang_policy::dict::{Dictionary, FactDef, How, ListDef, Sensitivity, Type};
use tanfang_policy::eval::FactRef;
use tanfang_policy::pack::Resolved;
use tanfang_policy::scheme::{Hint, Verdict};
use tanfang_policy::spot::Spot;
use tanfang_policy::threshold::smallest;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::World;
use tanfang_values::Day;

use super::judge::{Hints, Judged};
use crate::app::people::Snapshot;
use crate::app::visit::question_key;
use crate::app::visit::view::{DECLINED, NO, UNCLEAR, YES};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    HintAsk, Line, Masked, QuestionKind, QuestionOption, QuestionView, Screen, Tone,
};

/// What a missing thing is, so that it can be asked.
#[derive(Debug, Clone)]
pub(crate) enum Wanted {
    /// A fact of the dictionary, or of a pack.
    Fact(Arc<FactDef>),
    /// Whether somebody receives a benefit: its code.
    Aid(String),
    /// Whether a list is 齐全.
    List(Arc<ListDef>),
    /// Whether the persons of the home are all.
    Members(Arc<ListDef>),
    /// A field that some item of a list lacks.
    Field(Arc<ListDef>, Arc<FactDef>),
    /// Whether an item of a filled slot holds: the slot's fact and its question.
    Slot(String, String),
}

/// Says what a missing fact is; `None` for what nothing here can ask.
pub(crate) fn wanted(pack: &Resolved, fact: &FactRef) -> Option<Wanted> {
    let dictionary = pack.dictionary();
    let id = fact.id.as_str();
    if let Some(code) = id.strip_prefix(AID).and_then(|rest| rest.strip_prefix('.')) {
        return Some(match &fact.person {
            Some(_) => Wanted::Aid(code.to_owned()),
            // Somebody nobody knows of might receive it: whether there is such a one.
            None => Wanted::Members(Arc::clone(dictionary.list(MEMBERS)?)),
        });
    }
    if let Some(def) = pack.fact(id)
        && def.name == fact.name
    {
        return Some(Wanted::Fact(Arc::clone(def)));
    }
    if let Some(list) = dictionary.list(id) {
        let list = Arc::clone(list);
        return Some(if list.persons {
            Wanted::Members(list)
        } else {
            Wanted::List(list)
        });
    }
    if let Some(rest) = id.strip_prefix("slot.") {
        let (slot, item) = rest.split_once('.')?;
        let slot = pack
            .slots()
            .iter()
            .find(|s| s.id == slot || s.name == slot)?;
        let found = slot.items.iter().find(|i| i.id == item || i.text == item)?;
        let ask = found.ask.clone().unwrap_or_else(|| found.text.clone());
        return Some(Wanted::Slot(id.to_owned(), ask));
    }
    field(dictionary, fact)
}

fn field(dictionary: &Dictionary, fact: &FactRef) -> Option<Wanted> {
    dictionary.lists().iter().find_map(|list| {
        let def = list.field(fact.id.as_str())?;
        (def.name == fact.name).then(|| Wanted::Field(Arc::clone(list), Arc::clone(def)))
    })
}

impl Wanted {
    /// Returns under what name an answer is recorded; a field is recorded with its item.
    pub(crate) fn record(&self) -> Option<String> {
        match self {
            Self::Fact(def) => Some(def.id.as_str().to_owned()),
            Self::Aid(code) => Some(aid_name(code)),
            Self::List(list) | Self::Members(list) => Some(complete_name(&list.id)),
            Self::Slot(id, _) => Some(id.clone()),
            Self::Field(..) => None,
        }
    }

    /// Finds what a recorded name asks for.
    pub(crate) fn of_record(pack: &Resolved, name: &str) -> Option<Self> {
        let dictionary = pack.dictionary();
        if let Some((list, rest)) = name.split_once('/') {
            if list == AID && dictionary.enum_def(AID)?.by_code(rest).is_some() {
                return Some(Self::Aid(rest.to_owned()));
            }
            let list = dictionary.list(list)?;
            return (complete_name(&list.id) == name).then(|| {
                if list.persons {
                    Self::Members(Arc::clone(list))
                } else {
                    Self::List(Arc::clone(list))
                }
            });
        }
        let fact = |named: String| FactRef {
            person: None,
            id: name.into(),
            name: named,
        };
        let named = pack.fact(name).map(|def| def.name.clone());
        wanted(pack, &fact(named.unwrap_or_default()))
    }

    /// Says how it becomes known.
    fn how(&self) -> How {
        match self {
            Self::Fact(def) | Self::Field(_, def) => def.how,
            _ => How::Ask,
        }
    }

    fn sensitive(&self) -> bool {
        match self {
            Self::Fact(def) | Self::Field(_, def) => def.sens != Sensitivity::Normal,
            _ => false,
        }
    }

    /// The trouble of asking it: what is private, and what is many things, is asked later.
    fn cost(&self) -> u32 {
        let kind = match self {
            Self::Fact(def) if matches!(def.ty, Type::Bool | Type::Enum(_)) => 0,
            Self::Fact(_) | Self::Aid(_) | Self::Slot(..) => 1,
            Self::Members(_) => 2,
            Self::List(_) | Self::Field(..) => 3,
        };
        kind + if self.sensitive() { 4 } else { 0 }
    }
}

/// Turns what is missing into questions for one viewer.
pub(crate) struct Asker<'a> {
    pub(crate) say: &'a Say,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) home: &'a Household,
    pub(crate) viewer: &'a Viewer,
    pub(crate) clearance: &'a Clearance,
    /// Ids of facts and lists that must not be asked of this home now (R39).
    pub(crate) barred: &'a BTreeSet<String>,
    /// Whether the home has several persons, so that a question names whom it is about.
    pub(crate) several: bool,
}

impl Asker<'_> {
    /// Tells whether a thing may be asked here at all.
    fn may(&self, wanted: &Wanted) -> bool {
        let named = match wanted {
            Wanted::Fact(def) => Some(def.id.as_str()),
            Wanted::List(list) | Wanted::Members(list) | Wanted::Field(list, _) => {
                Some(list.id.as_str())
            }
            Wanted::Aid(_) => Some(AID),
            Wanted::Slot(..) => None,
        };
        if named.is_some_and(|id| self.barred.contains(id)) {
            return false;
        }
        match wanted {
            Wanted::Fact(def) | Wanted::Field(_, def) => {
                let restricted = def.sens == Sensitivity::Restricted;
                let judges = || {
                    let held =
                        |role: &String| self.viewer.roles.iter().any(|have| have.name() == role);
                    def.by.iter().any(held)
                };
                (!restricted || self.clearance.allows(DataClass::Restricted))
                    && (def.how != How::Judge || judges())
            }
            _ => true,
        }
    }

    /// Finds the question that is worth asking first for a hint: never one that a
    /// database answers.
    pub(crate) fn first(&self, pack: &Resolved, hint: &Hint) -> Option<HintAsk> {
        let mut open: Vec<(u32, &FactRef, Wanted)> = hint
            .hangs
            .facts
            .iter()
            .chain(&hint.hangs.judgements)
            .filter_map(|fact| Some((fact, wanted(pack, fact)?)))
            .filter(|(_, wanted)| wanted.how() != How::Database && self.may(wanted))
            .map(|(fact, wanted)| (wanted.cost(), fact, wanted))
            .collect();
        open.sort_by_key(|(cost, ..)| *cost);
        let (_, fact, wanted) = open.into_iter().next()?;
        let left = hint.hangs.facts.len() + hint.hangs.judgements.len();
        let texts = self.say.texts();
        let why = if left == 1 {
            texts.format("hint.why_last", &[("scheme", (&hint.name).into())])
        } else {
            texts.format("hint.why_one", &[("scheme", (&hint.name).into())])
        };
        self.ask(fact.person.as_deref(), &wanted, why)
    }

    /// Makes the question of a missing fact, whoever answers it.
    pub(crate) fn of_fact(&self, pack: &Resolved, fact: &FactRef) -> Option<HintAsk> {
        let wanted = wanted(pack, fact)?;
        self.ask(fact.person.as_deref(), &wanted, String::new())
    }

    /// Makes the question, if it may be asked here.
    pub(crate) fn ask(
        &self,
        person: Option<&str>,
        wanted: &Wanted,
        why: String,
    ) -> Option<HintAsk> {
        if !self.may(wanted) {
            return None;
        }
        let texts = self.say.texts();
        let about = match person {
            Some(id) => Subject::Person(id.into()),
            None => Subject::Household(self.home.id.clone()),
        };
        let go = match wanted {
            Wanted::Members(_) => Some((
                texts.get("hint.add_person"),
                Screen::AddPerson {
                    household: Some(self.home.id.as_str().to_owned()),
                    person: None,
                },
            )),
            Wanted::List(list) | Wanted::Field(list, _) if super::items::kept(&list.id) => Some((
                texts.get("hint.add_item"),
                Screen::Items {
                    household: self.home.id.as_str().to_owned(),
                    key: question_key(&list.id, &about),
                },
            )),
            _ => None,
        };
        let question = self.question(wanted, &about);
        if question.is_none() && go.is_none() {
            return None;
        }
        Some(HintAsk {
            about: (self.several && person.is_some())
                .then(|| self.snapshot.subject_name(self.say, &about)),
            question,
            how: texts
                .get(match wanted.how() {
                    How::Ask => key("hint.how_ask"),
                    How::Look => key("hint.how_look"),
                    How::Database => key("hint.how_database"),
                    How::Judge => key("hint.how_judge"),
                })
                .to_owned(),
            why,
            go: go.map(|(words, screen)| Say::line(Say::open(words), Tone::Plain, Some(screen))),
        })
    }

    fn question(&self, wanted: &Wanted, about: &Subject) -> Option<QuestionView> {
        let say = self.say;
        let record = wanted.record()?;
        let history = self.home.facts_of(about)?;
        let last = history.on(&record, self.snapshot.today);
        let (ask, def) = match wanted {
            Wanted::Fact(def) => (def.ask.clone(), Some(def.as_ref())),
            Wanted::Aid(code) => {
                let aid = say.variant(AID, code);
                (
                    say.texts().format("hint.ask_aid", &[("aid", aid.into())]),
                    None,
                )
            }
            Wanted::List(list) | Wanted::Members(list) => (list.complete_ask.clone(), None),
            Wanted::Slot(_, ask) => (ask.clone(), None),
            Wanted::Field(..) => return None,
        };
        let sensitive = wanted.sensitive();
        let options = match wanted {
            Wanted::Fact(def) => of_type(say, def, sensitive),
            Wanted::List(_) | Wanted::Members(_) => closing(say),
            Wanted::Aid(_) | Wanted::Slot(..) | Wanted::Field(..) => yes_no(say, None, sensitive),
        };
        Some(QuestionView {
            key: question_key(&record, about),
            ask,
            kind: def.map_or(QuestionKind::One, |def| kind(&def.ty)),
            options,
            value: None,
            last: last.map(|last| last_words(say, def, &record, &last.value, last.day)),
            required: false,
            answered: false,
            same: false,
            why: Screen::Home {
                household: self.home.id.as_str().to_owned(),
            },
        })
    }

    /// Names what is missing in words one can say aloud, and of whom.
    pub(crate) fn missing(&self, fact: &FactRef, about: &Subject) -> Masked {
        let texts = self.say.texts();
        let code = fact.id.as_str().strip_prefix(AID);
        if let Some(code) = code.and_then(|rest| rest.strip_prefix('.')) {
            let aid = self.say.variant(AID, code);
            let named = FactRef {
                name: texts.format("hint.missing_aid", &[("aid", aid.into())]),
                ..fact.clone()
            };
            return self.name(&named, about);
        }
        match self.say.dictionary().list(fact.id.as_str()) {
            Some(list) if list.persons => self.say.covered(texts.get("hint.missing_members")),
            Some(list) => {
                let name = texts.format("hint.missing_list", &[("list", (&list.name).into())]);
                let named = FactRef {
                    name,
                    ..fact.clone()
                };
                self.name(&named, about)
            }
            None => self.name(fact, about),
        }
    }

    /// Names each missing thing once.
    pub(crate) fn missing_names<'f>(
        &self,
        facts: impl IntoIterator<Item = &'f FactRef>,
        about: &Subject,
    ) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for fact in facts {
            let name = self.missing(fact, about).text;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Names a fact, and whose it is if it is another's.
    pub(crate) fn name(&self, fact: &FactRef, about: &Subject) -> Masked {
        let text = match &fact.person {
            Some(id) if self.several && about.person().is_none_or(|own| own.as_str() != id) => {
                let who = self
                    .snapshot
                    .subject_name(self.say, &Subject::Person(id.as_str().into()));
                let args = [("who", (&who.text).into()), ("what", (&fact.name).into())];
                self.say.texts().format("hint.of_whom", &args)
            }
            _ => fact.name.clone(),
        };
        self.say.covered(text)
    }
}

/// Says what was answered last time.
pub(crate) fn last_words(
    say: &Say,
    def: Option<&FactDef>,
    record: &str,
    value: &FactValue,
    day: Day,
) -> Masked {
    let words = say.value(def, record, value);
    let of = |words: &str| {
        say.texts().format(
            "visit.last",
            &[("day", day.into()), ("value", words.into())],
        )
    };
    Masked {
        text: of(&words),
        masked: of(say.texts().get("say.hidden")),
    }
}

/// Says how a value of a type is given.
pub(crate) fn kind(ty: &Type) -> QuestionKind {
    match ty {
        Type::Bool | Type::Enum(_) => QuestionKind::One,
        Type::Many(_) => QuestionKind::Many,
        Type::Date => QuestionKind::Day,
        Type::Text => QuestionKind::Text,
        Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod => QuestionKind::Money,
        Type::Int | Type::Times | Type::Percent | Type::Months | Type::Days => QuestionKind::Number,
    }
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

fn unsure(say: &Say, sensitive: bool) -> Vec<QuestionOption> {
    let texts = say.texts();
    let mut options = vec![option(UNCLEAR, texts.get("say.unclear"))];
    if sensitive {
        options.push(option(DECLINED, texts.get("say.declined")));
    }
    options
}

fn yes_no(say: &Say, fact: Option<&str>, sensitive: bool) -> Vec<QuestionOption> {
    let mut options = vec![
        option(YES, say.yes_no(fact, true)),
        option(NO, say.yes_no(fact, false)),
    ];
    options.extend(unsure(say, sensitive));
    options
}

/// 没有了 closes a list; that there are others is said by writing them down.
pub(crate) fn closing(say: &Say) -> Vec<QuestionOption> {
    let mut options = vec![option(YES, say.texts().get("hint.no_more"))];
    options.extend(unsure(say, false));
    options
}

/// Lists the answers to choose from for a value of a type.
pub(crate) fn of_type(say: &Say, def: &FactDef, sensitive: bool) -> Vec<QuestionOption> {
    match &def.ty {
        Type::Bool => yes_no(say, Some(def.id.as_str()), sensitive),
        Type::Enum(list) | Type::Many(list) => {
            let variants = list.variants.iter();
            let mut options: Vec<QuestionOption> =
                variants.map(|v| option(&v.code, &v.name)).collect();
            options.extend(unsure(say, sensitive));
            options
        }
        _ => unsure(say, sensitive),
    }
}

/// Makes a line that leads to a screen.
pub(crate) fn leads(words: String, screen: Screen) -> Line {
    Say::line(Say::open(words), Tone::Plain, Some(screen))
}

/// Finds the question that settles most hints of a home for the least trouble.
pub(crate) fn best(asker: &Asker<'_>, hints: &Hints) -> Option<HintAsk> {
    let found = hints.packs.iter().filter_map(|pack| {
        let ask = next(asker, pack, &hints.world, Goal::All)?;
        Some((pack, ask))
    });
    // What one chain asks may settle little there and much elsewhere; they are not compared deeper.
    let (pack, ask) = found.max_by_key(|(_, ask)| ask.decides.len())?;
    let n = ask.decides.len();
    let texts = asker.say.texts();
    let why = if n > 1 {
        texts.format("hint.why_most", &[("n", n.into())])
    } else {
        texts.get("hint.why_some").to_owned()
    };
    asker.ask(ask.person.as_deref(), &of_spot(pack, &ask)?, why)
}

/// Finds the question that settles one hint soonest.
pub(crate) fn for_hint(asker: &Asker<'_>, judged: &Judged) -> Option<HintAsk> {
    if judged.hint.verdict.is_definite() {
        return None;
    }
    let goal = Goal::One(&judged.scheme.id, judged.place);
    let ask = next(asker, &judged.pack, &judged.world, goal)?;
    let texts = asker.say.texts();
    let scheme = ("scheme", (&judged.scheme.name).into());
    let why = if ask.decides.is_empty() {
        texts.format("hint.why_one", &[scheme])
    } else {
        texts.format("hint.why_last", &[scheme])
    };
    asker.ask(ask.person.as_deref(), &of_spot(&judged.pack, &ask)?, why)
}

fn next(asker: &Asker<'_>, pack: &Resolved, world: &World, goal: Goal<'_>) -> Option<Ask> {
    let roles: Vec<&str> = asker.viewer.roles.iter().map(|role| role.name()).collect();
    let who = ask::Asker {
        roles: &roles,
        restricted: asker.clearance.allows(DataClass::Restricted),
    };
    next_question(pack, world, who, goal)
}

/// What the engine's question asks for.
fn of_spot(pack: &Resolved, ask: &Ask) -> Option<Wanted> {
    Some(match &ask.spot {
        Spot::Fact { id, .. } => Wanted::of_record(pack, id.as_str())?,
        Spot::Field { .. } => Wanted::Field(
            Arc::clone(ask.list.as_ref()?),
            Arc::clone(ask.def.as_ref()?),
        ),
        Spot::List { .. } => Wanted::List(Arc::clone(ask.list.as_ref()?)),
        Spot::Members => Wanted::Members(Arc::clone(pack.dictionary().list(MEMBERS)?)),
        Spot::Benefit { code, .. } => Wanted::Aid(code.clone()),
    })
}

/// Lists the facts on which alone a hint still hangs: whatever is answered
/// decides it.
pub(crate) fn deciding(hints: &Hints, home: &Household) -> Vec<MissingFact> {
    let mut found: Vec<MissingFact> = Vec::new();
    for judged in &hints.judged {
        if judged.hint.verdict != Verdict::ToVerify {
            continue;
        }
        let mut missing = judged.hint.missing();
        let (Some(fact), None) = (missing.next(), missing.next()) else {
            continue;
        };
        let wanted = MissingFact {
            about: match fact.person.as_deref() {
                Some(id) => Subject::Person(id.into()),
                None => Subject::Household(home.id.clone()),
            },
            fact: fact.id.as_str().to_owned(),
            scheme: judged.scheme.name.clone(),
        };
        if !found.contains(&wanted) {
            found.push(wanted);
        }
    }
    found
}

/// Says the smallest change that alters a verdict, if it is definite.
pub(crate) fn threshold(asker: &Asker<'_>, judged: &Judged) -> Option<String> {
    let change = smallest(&judged.pack, &judged.scheme.id, &judged.world, judged.place)?;
    let say = asker.say;
    let texts = say.texts();
    let person = change
        .spot
        .person()
        .and_then(|at| judged.world.members.get(at));
    let verdict = texts.get(match change.verdict {
        Verdict::MayQualify => key("hint.shown_yes"),
        Verdict::NotByWhatIsKnown => key("hint.shown_no"),
        Verdict::ToVerify => key("hint.shown_ask"),
        Verdict::StandardNotSet => key("hint.shown_unset"),
        Verdict::NeedsJudgement => key("hint.shown_human"),
        Verdict::DoesNotApply => key("hint.shown_na"),
    });
    let verdict = ("verdict", verdict.into());
    if let Spot::Benefit { code, .. } = &change.spot {
        let aid = ("aid", say.variant(AID, code).into());
        let key = if change.to == FactValue::Bool(true) {
            key("hint.threshold_start")
        } else {
            key("hint.threshold_stop")
        };
        return Some(texts.format(key, &[aid, verdict]));
    }
    let def = change.def.as_ref()?;
    let value = say.value(Some(def), def.id.as_str(), &change.to);
    let fact = FactRef {
        person: person.map(|member| member.id.clone()),
        id: def.id.clone(),
        name: def.name.clone(),
    };
    let what = asker.name(&fact, &judged.about).text;
    Some(texts.format(
        "hint.threshold",
        &[
            ("what", (&what).into()),
            ("value", (&value).into()),
            verdict,
        ],
    ))
}
