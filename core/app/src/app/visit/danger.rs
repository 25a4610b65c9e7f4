//! Whom to call, as soon as an answer of a visit says that somebody is in danger.

use tanfang_domain::checklist::Given;
use tanfang_domain::event::How;
use tanfang_domain::flag::FlagClass;
use tanfang_domain::visit::raise::{Raised, raised};

use super::view::{Visiting, world};
use crate::app::calling;
use crate::view::CallView;

/// Says whom to call for a draft in which an answer says that somebody is in
/// danger; looks no further where no answer can say so.
pub(crate) fn danger(visiting: &Visiting<'_>) -> Option<CallView> {
    let work = visiting.work;
    let calls = |given: &Given| {
        let raises = work.question(&given.q).map(|(_, q)| q.raises.as_slice());
        let mut classes = raises.unwrap_or_default().iter();
        given.how == How::Asked
            && classes.any(|r| work.flag(&r.flag).is_some_and(FlagClass::is_call))
    };
    if !visiting.draft.answers.iter().any(calls) {
        return None;
    }
    let form = visiting.draft.form(work, visiting.around);
    let world = world(visiting);
    let flags = &visiting.snapshot.flags;
    urgent(
        visiting,
        &raised(work, &form, &world, &visiting.draft.visit, flags),
    )
}

/// Says whom to call, as soon as an answer says that somebody is in danger.
pub(super) fn urgent(visiting: &Visiting<'_>, flags: &[Raised]) -> Option<CallView> {
    let roles = &visiting.around.viewer.roles;
    let raised = flags.iter().find_map(|raised| {
        let class = visiting.work.flag(&raised.flag.code)?;
        (class.is_call() && class.visible_to(roles)).then_some((raised, class))
    });
    let (raised, class) = raised?;
    Some(calling::view(
        visiting.say,
        visiting.snapshot,
        visiting.numbers,
        Some(&calling::Danger {
            class,
            about: &raised.flag.about,
            household: &visiting.around.home.id,
        }),
    ))
}
