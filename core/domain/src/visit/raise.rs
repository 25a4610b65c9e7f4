//! Which flags the answers of a visit raise.

use tanfang_policy::world::World;
use tanfang_values::{Day, FlagId, HouseholdId, VisitId};

use crate::checklist::section::Form;
use crate::event::{DataClass, FlagRaised, How, Subject, derive_id};
use crate::flag::{OnePer, OpenFlag, Urgency};
use crate::pack::Work;

/// Holds a flag that a visit raises, and the class of data it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The event.
    pub flag: FlagRaised,
    /// Confidential flags are restricted, the others risk.
    pub class: DataClass,
}

/// Returns the flags that the answers of a form raise, by class and subject.
///
/// A flag is raised only where its condition is surely true, and only by a
/// question that was asked on this visit: 与上次相同 raises none. Several
/// questions that raise the same flag about the same subject raise one. Where
/// one of the same class and subject is open, the sighting is linked to it.
pub fn raised(
    work: &Work,
    form: &Form<'_>,
    world: &World,
    visit: &VisitId,
    open: &[OpenFlag],
) -> Vec<Raised> {
    let mut raised: Vec<Raised> = Vec::new();
    for asked in form.questions() {
        let Some(given) = &asked.given else {
            continue;
        };
        if given.how != How::Asked {
            continue;
        }
        for question in asked.all() {
            for rule in &question.raises {
                if !rule.when.surely(world, &asked.about) {
                    continue;
                }
                let Some(class) = work.flag(&rule.flag) else {
                    continue;
                };
                let about = class.subject(&asked.about, &form.household);
                // Each sighting of a 件 is its own; of the others there is one.
                let rule_id = match class.one_per {
                    OnePer::Each => question.id.as_str(),
                    OnePer::Subject(_) => class.id.as_str(),
                };
                let id = flag_id(visit, rule_id, &about);
                if raised.iter().any(|there| there.flag.flag == id) {
                    continue;
                }
                let same_as = class.open(&about, open).map(|open| open.flag.clone());
                raised.push(Raised {
                    class: match class.class {
                        Urgency::Confidential => DataClass::Restricted,
                        Urgency::Urgent | Urgency::Important => DataClass::Risk,
                    },
                    flag: sighting(
                        id,
                        &class.id,
                        about,
                        &form.household,
                        visit,
                        &question.id,
                        form.day,
                        same_as,
                    ),
                });
            }
        }
    }
    raised
}

/// Derives the id of a flag from the visit, the rule and the subject, so that
/// deciding again gives the same flag.
pub fn flag_id(visit: &VisitId, rule: &str, about: &Subject) -> FlagId {
    FlagId::new(derive_id("flag", &[visit.as_str(), rule, about.id()]))
}

#[allow(clippy::too_many_arguments)] // the fields of one event
fn sighting(
    flag: FlagId,
    code: &str,
    about: Subject,
    household: &HouseholdId,
    visit: &VisitId,
    q: &str,
    day: Day,
    same_as: Option<FlagId>,
) -> FlagRaised {
    FlagRaised {
        flag,
        code: code.to_owned(),
        about,
        household: household.clone(),
        visit: Some(visit.clone()),
        q: Some(q.to_owned()),
        day,
        note: None,
        same_as,
    }
}
