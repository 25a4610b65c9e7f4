//! How and where a visit is made, asked like any other question: by phone where
//! something owed takes a call, and in hospital or with relatives where the
//! person is.

use tanfang_domain::checklist::Around;
use tanfang_domain::event::{Mode, Subject, VisitPlace};
use tanfang_domain::visit::Draft;

use super::question_key;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{QuestionKind, QuestionOption, QuestionView, Screen, VisitGroup};

/// Names the question how the visit is made.
pub(crate) const MODE: &str = "visit.mode";
/// Names the question where it takes place.
pub(crate) const PLACE: &str = "visit.place";

const MODES: [(&str, Mode, &str); 2] = [
    ("in_person", Mode::InPerson, key("visit.mode_in_person")),
    ("phone", Mode::Phone, key("visit.mode_phone")),
];

const PLACES: [(&str, VisitPlace, &str); 5] = [
    ("home", VisitPlace::Home, key("visit.place_home")),
    (
        "hospital",
        VisitPlace::Hospital,
        key("visit.place_hospital"),
    ),
    (
        "relative",
        VisitPlace::Relative,
        key("visit.place_relative"),
    ),
    (
        "institution",
        VisitPlace::Institution,
        key("visit.place_institution"),
    ),
    ("other", VisitPlace::Other, key("visit.place_other")),
];

/// Makes the group: how only where a call is a way, where only of a visit.
pub(crate) fn group(say: &Say, around: &Around<'_>, draft: &Draft) -> VisitGroup {
    let home = Subject::Household(around.home.id.clone());
    let mut questions = Vec::new();
    if around.takes_call() || draft.mode != Mode::InPerson {
        let options = MODES.map(|(code, mode, label)| (code, label, draft.mode == mode));
        let ask = say.texts().get("visit.mode_ask");
        questions.push(question(say, MODE, ask, &home, &options));
    }
    if draft.mode == Mode::InPerson {
        let here = draft.place.unwrap_or(VisitPlace::Home);
        let options = PLACES.map(|(code, place, label)| (code, label, here == place));
        let ask = say.texts().get("visit.place_ask");
        questions.push(question(say, PLACE, ask, &home, &options));
    }
    VisitGroup {
        key: format!("trip@{}", super::subject_key(&home)),
        title: say.texts().get("visit.trip_group").to_owned(),
        person: None,
        folded: draft.mode == Mode::InPerson,
        same: None,
        questions,
    }
}

fn question(
    say: &Say,
    id: &str,
    ask: &str,
    home: &Subject,
    options: &[(&str, &'static str, bool)],
) -> QuestionView {
    let options = options.iter().map(|(code, label, chosen)| QuestionOption {
        masked: None,
        code: (*code).to_owned(),
        label: say.texts().get(label).to_owned(),
        chosen: *chosen,
        flag: false,
    });
    let key = question_key(id, home);
    QuestionView {
        ask: ask.to_owned(),
        kind: QuestionKind::One,
        options: options.collect(),
        value: None,
        last: None,
        required: false,
        answered: true,
        same: false,
        why: Screen::Home {
            household: home.id().to_owned(),
        },
        key,
    }
}

/// Takes a choice into the draft; none where it is no such question or choice.
pub(crate) fn take(draft: &mut Draft, q: &str, codes: &[String]) -> Option<()> {
    let [code] = codes else {
        return None;
    };
    match q {
        MODE => {
            let (_, mode, _) = MODES.into_iter().find(|(known, ..)| known == code)?;
            draft.mode = mode;
        }
        PLACE => {
            let (_, place, _) = PLACES.into_iter().find(|(known, ..)| known == code)?;
            draft.place = (place != VisitPlace::Home).then_some(place);
        }
        _ => return None,
    }
    Some(())
}
