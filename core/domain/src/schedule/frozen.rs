//! What an event freezes: exits (暂停退出) that come back when it is over.

use tanfang_values::Day;

use super::audience::running;
use super::record::PlaceEvent;
use crate::event::Subject;
use crate::pack::Work;
use crate::people::Household;
use crate::people::world::WorldMaker;

/// Says whether a flag is held by an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// No event holds it.
    Free,
    /// An event holds it: it is kept and not acted on.
    Held,
    /// An event held it until the day before: it is back on the list.
    Back(Day),
}

/// Returns whether a flag of a class, raised on a day at a home, is held on another.
///
/// What was raised while nothing held it and is held now is held all the same.
pub fn hold(
    work: &Work,
    home: &Household,
    events: &[PlaceEvent],
    (code, about): (&str, &Subject),
    raised: Day,
    today: Day,
) -> Hold {
    let Some(rule) = work.flag(code).and_then(|class| class.hold_if.as_ref()) else {
        return Hold::Free;
    };
    let covering: Vec<&PlaceEvent> = events.iter().filter(|event| event.covers(home)).collect();
    let held = |day: Day| {
        let mut world = WorldMaker::new(work.dictionary(), work.classes())
            .only(&rule.reads)
            .by_lists()
            .world(home, day, &[]);
        world.events = running(&covering, day);
        rule.surely(&world, about)
    };
    if held(today) {
        return Hold::Held;
    }
    let ends = covering
        .iter()
        .filter_map(|event| event.to)
        .map(|to| to.plus_days(1))
        .filter(|day| raised < *day && *day <= today);
    ends.filter(|day| held(day.plus_days(-1)) && !held(*day))
        .max()
        .map_or(Hold::Free, Hold::Back)
}
