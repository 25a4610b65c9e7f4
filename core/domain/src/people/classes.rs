//! Classes of people: what the lists sort them by, and whom duties are owed to.
//!
//! A class is data (`classes.toml` of a pack); a person is in it by a dated
//! [`Membership`], by what the person receives, by a fact on record, or, for
//! who left another class, for some months after. A tour:
//!
//! * [`ClassDef`] – one class as the pack describes it.
//! * [`Classes`] – all of them: [`Classes::of`] says in which a person is on a
//!   day and why, [`Classes::change_days`] on which days that can change.

use std::collections::BTreeMap;
use tanfang_policy::dict::About;
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, Months};

use crate::event::DataClass;
use crate::pack::cite::Clause;
use crate::people::{Benefit, FactRecord, Household, Membership, Person};

/// Dictionary id of the fact that holds a person's classes.
pub const CLASS_FACT: &str = "class";

/// Holds one class of `classes.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassDef {
    /// Code: what memberships and the dictionary's `class` hold, for ever.
    pub id: String,
    /// Name: what rules and screens say.
    pub name: String,
    /// Whether it is said of a home or of a person; memberships are a person's.
    pub about: About,
    /// How lists write it.
    pub words: Vec<String>,
    /// Code of the class that everybody of this one is in too.
    pub within: Option<String>,
    /// Code of the benefit that who is on its list receives.
    pub aid: Option<String>,
    /// Code of the level of that benefit, or of the one it stands within.
    pub level: Option<String>,
    /// What is known of who is on its list, where nothing else says.
    pub gives: Option<Given>,
    /// The fact that puts somebody into it without a list.
    pub known_by: Option<KnownBy>,
    /// Code of the class that its people have left.
    pub after: Option<String>,
    /// For how many months it holds, the last day included.
    pub lasts: Option<Months>,
    /// Whether only who is cleared may know of it (minors and the like).
    pub restricted: bool,
    /// Whether no source names it, only forms in common use.
    pub suggested: bool,
    /// Where it is written.
    pub clause: Clause,
}

/// Holds a fact that being on a list tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Dictionary id.
    pub fact: String,
    /// Whose fact it is.
    pub about: About,
    /// The value.
    pub value: FactValue,
}

/// Holds the values of a fact that put somebody into a class.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownBy {
    /// Dictionary id.
    pub fact: String,
    /// Whose fact it is.
    pub about: About,
    /// Any of these.
    pub values: Vec<FactValue>,
}

/// Says that somebody is in a class on a day, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held<'a> {
    /// The class.
    pub class: &'a ClassDef,
    /// Why.
    pub by: By<'a>,
}

/// Says what puts somebody into a class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By<'a> {
    /// A membership of the class, or of one within it.
    Membership(&'a Membership),
    /// A benefit that runs.
    Benefit(&'a Benefit),
    /// A fact on record.
    Fact(&'a FactRecord),
    /// A membership of another class that ended.
    LeftList(&'a Membership),
    /// A benefit that ended.
    LeftBenefit(&'a Benefit),
}

/// Holds the classes of a pack with its parents, by code.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Classes {
    by_id: BTreeMap<String, ClassDef>,
}

impl ClassDef {
    /// Returns who may know of its memberships.
    pub const fn data(&self) -> DataClass {
        if self.restricted {
            DataClass::Restricted
        } else {
            DataClass::Core
        }
    }

    /// Tells whether a membership of it still counts on a day.
    fn counts(&self, membership: &Membership, day: Day) -> bool {
        membership.class == self.id
            && membership.holds(day)
            && self
                .lasts
                .is_none_or(|months| membership.from.plus(months) >= day)
    }
}

impl Classes {
    /// Makes the set of some classes; of two with one code the later counts.
    pub fn new(defs: impl IntoIterator<Item = ClassDef>) -> Self {
        Self {
            by_id: defs.into_iter().map(|def| (def.id.clone(), def)).collect(),
        }
    }

    /// Lists the classes by code.
    pub fn iter(&self) -> impl Iterator<Item = &ClassDef> {
        self.by_id.values()
    }

    /// Finds a class by its code.
    pub fn get(&self, id: &str) -> Option<&ClassDef> {
        self.by_id.get(id)
    }

    /// Finds a class by its name.
    pub fn named(&self, name: &str) -> Option<&ClassDef> {
        self.iter().find(|def| def.name == name)
    }

    /// Lists a class and those it stands within, the nearest first.
    pub fn with_parents<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a ClassDef> {
        let mut next = self.get(id);
        let mut steps = self.by_id.len();
        std::iter::from_fn(move || {
            let def = next?;
            steps = steps.checked_sub(1)?;
            next = def.within.as_deref().and_then(|parent| self.get(parent));
            Some(def)
        })
    }

    /// Tells whether a class is another one or stands within it.
    pub fn is_within(&self, id: &str, parent: &str) -> bool {
        self.with_parents(id).any(|def| def.id == parent)
    }

    /// Returns the code of the benefit that who is on a list of a class receives.
    pub fn aid<'a>(&'a self, id: &str) -> Option<&'a str> {
        self.with_parents(id).find_map(|def| def.aid.as_deref())
    }

    /// Returns who may know of memberships of a class: core if it is not known.
    pub fn data(&self, id: &str) -> DataClass {
        if self.with_parents(id).any(|def| def.restricted) {
            DataClass::Restricted
        } else {
            DataClass::Core
        }
    }

    /// Lists the facts that put somebody into a class.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.iter()
            .filter_map(|def| def.known_by.as_ref())
            .map(|by| by.fact.as_str())
    }

    /// Lists the classes a person is in on a day, by code; each with its nearest
    /// reason: a list, then a benefit, then a fact, then what was left.
    ///
    /// Who does not live here on that day is in none.
    pub fn of<'a>(&'a self, home: &'a Household, person: &'a Person, day: Day) -> Vec<Held<'a>> {
        let mut held: BTreeMap<&'a str, By<'a>> = BTreeMap::new();
        if !person.is_here(day) {
            return Vec::new();
        }
        for membership in &person.memberships {
            let Some(def) = self.get(&membership.class) else {
                continue;
            };
            if def.counts(membership, day) {
                for def in self.with_parents(&def.id) {
                    let by = held.entry(&def.id).or_insert(By::Membership(membership));
                    // A list says more than a hand.
                    if matches!(by, By::Membership(other) if other.is_candidate()) {
                        *by = By::Membership(membership);
                    }
                }
            }
        }
        for benefit in person.benefits.iter().filter(|b| b.runs(day)) {
            for def in self.iter().filter(|def| self.is_paid(def, benefit)) {
                for def in self.with_parents(&def.id) {
                    held.entry(&def.id).or_insert(By::Benefit(benefit));
                }
            }
        }
        for def in self.iter() {
            let Some(known_by) = &def.known_by else {
                continue;
            };
            let facts = match known_by.about {
                About::Household => &home.facts,
                About::Person => &person.facts,
            };
            if let Some(record) = facts.on(&known_by.fact, day)
                && known_by.values.contains(&record.value)
            {
                for def in self.with_parents(&def.id) {
                    held.entry(&def.id).or_insert(By::Fact(record));
                }
            }
        }
        for def in self.iter() {
            let (Some(after), Some(months)) = (&def.after, def.lasts) else {
                continue;
            };
            if held.contains_key(after.as_str()) || held.contains_key(def.id.as_str()) {
                continue;
            }
            if let Some(by) = self.left(person, after, months, day) {
                held.insert(&def.id, by);
            }
        }
        held.into_iter()
            .filter_map(|(id, by)| {
                Some(Held {
                    class: self.get(id)?,
                    by,
                })
            })
            .collect()
    }

    /// Tells whether a person is in a class on a day.
    pub fn holds(&self, home: &Household, person: &Person, class: &str, day: Day) -> bool {
        self.of(home, person, day)
            .iter()
            .any(|held| held.class.id == class)
    }

    /// Lists the days on which a class of a person ends by the mere passing of
    /// months: the first day on which it no longer holds, with its code.
    pub fn change_days<'a>(&'a self, person: &'a Person) -> Vec<(Day, &'a str)> {
        let mut days = Vec::new();
        for def in self.iter() {
            let Some(months) = def.lasts else {
                continue;
            };
            let mut add = |from: Day| days.push((from.plus(months).plus_days(1), def.id.as_str()));
            for membership in &person.memberships {
                if membership.class == def.id {
                    add(membership.from);
                }
                if let (Some(after), Some(until)) = (&def.after, membership.until)
                    && self.is_within(&membership.class, after)
                {
                    add(until);
                }
            }
            let Some(after) = &def.after else {
                continue;
            };
            for benefit in &person.benefits {
                if let Some(to) = benefit.to
                    && self.aid(after) == Some(benefit.scheme.as_str())
                {
                    add(to);
                }
            }
        }
        days
    }

    /// Returns what being on lists tells of a person or a home on a day: the
    /// fact, and the membership that tells it.
    pub fn given<'a>(
        &'a self,
        person: &'a Person,
        about: About,
        day: Day,
    ) -> impl Iterator<Item = (&'a Given, &'a Membership)> {
        let on_lists = person.memberships.iter().filter(|m| !m.is_candidate());
        on_lists.filter_map(move |membership| {
            let def = self.get(&membership.class)?;
            let given = def.gives.as_ref()?;
            (given.about == about && def.counts(membership, day)).then_some((given, membership))
        })
    }

    /// Tells whether a benefit puts its receiver into a class.
    fn is_paid(&self, def: &ClassDef, benefit: &Benefit) -> bool {
        match (&def.aid, &def.level) {
            (Some(aid), None) => *aid == benefit.scheme,
            (_, Some(level)) => {
                benefit.level.as_ref() == Some(level)
                    && self.aid(&def.id) == Some(benefit.scheme.as_str())
            }
            (None, None) => false,
        }
    }

    /// Returns the last leaving of a class that is not longer ago than so many months.
    fn left<'a>(
        &self,
        person: &'a Person,
        class: &str,
        months: Months,
        day: Day,
    ) -> Option<By<'a>> {
        let recent = |left: Day| left <= day && left.plus(months) >= day;
        let benefit = person
            .benefits
            .iter()
            .filter(|benefit| self.aid(class) == Some(benefit.scheme.as_str()))
            .filter_map(|benefit| Some((benefit.to?, benefit)))
            .filter(|(to, _)| recent(*to))
            .max_by_key(|(to, _)| *to);
        if let Some((_, benefit)) = benefit {
            return Some(By::LeftBenefit(benefit));
        }
        person
            .memberships
            .iter()
            .filter(|membership| self.is_within(&membership.class, class))
            .filter_map(|membership| Some((membership.until?, membership)))
            .filter(|(until, _)| recent(*until))
            .max_by_key(|(until, _)| *until)
            .map(|(_, membership)| By::LeftList(membership))
    }
}

impl Held<'_> {
    /// Tells whether nothing but a worker's hand puts the person here (候选).
    pub fn is_candidate(&self) -> bool {
        matches!(self.by, By::Membership(membership) if membership.is_candidate())
    }
}

impl By<'_> {
    /// Returns the op that says so, and the day from which it is so.
    pub fn origin(&self) -> (&str, Option<Day>) {
        match self {
            Self::Membership(membership) => (membership.op.as_str(), Some(membership.from)),
            Self::LeftList(membership) => (membership.op.as_str(), membership.until),
            Self::Benefit(benefit) => (benefit.op.as_str(), benefit.from),
            Self::LeftBenefit(benefit) => (benefit.op.as_str(), benefit.to),
            Self::Fact(record) => (record.op().as_str(), Some(record.day)),
        }
    }
}
