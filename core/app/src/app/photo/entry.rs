//! Where other screens lead to photos and 签字 from.

use crate::say::Say;
use crate::texts::Texts;
use crate::view::{Action, Intent, Line, Screen, Tone};

fn go(say: &Say, key: &str, screen: Screen) -> Action {
    Action {
        label: say.texts().get(key).to_owned(),
        intent: Intent::Go { screen },
        enabled: true,
        note: None,
    }
}

/// Makes what 一户 offers: its photos, and 签字 of a visit of today.
pub(crate) fn of_home(say: &Say, household: &str, today: Option<&str>) -> Vec<Action> {
    let photos = Screen::Photos {
        household: household.to_owned(),
        visit: None,
    };
    let mut actions = vec![go(say, "photo.of_home", photos)];
    if let Some(visit) = today {
        let visit = visit.to_owned();
        actions.push(go(say, "signing.go", Screen::Signing { visit }));
    }
    actions
}

/// Makes the line of 走访 that leads to its photos.
pub(crate) fn of_visit(say: &Say, household: &str, visit: &str, photos: usize) -> Line {
    let words = say
        .texts()
        .format("photo.of_visit", &[("n", photos.into())]);
    Say::line(
        Say::open(words),
        Tone::Quiet,
        Some(Screen::Photos {
            household: household.to_owned(),
            visit: Some(visit.to_owned()),
        }),
    )
}
