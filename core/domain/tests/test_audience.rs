//! For whom and when something is owed, looked up the quick way, against every
//! rule evaluated plainly on every day.

use crate::kit::made::{Made, first, last};
use crate::kit::*;
use tanfang_domain::event::Subject;
use tanfang_domain::pack::Work;
use tanfang_domain::people::Person;
use tanfang_domain::people::world::WorldMaker;
use tanfang_domain::schedule::audience::{Applies, Span, Worlds, hangs, running, spans};
use tanfang_domain::schedule::obligation::{Cadence, Obligation};
use tanfang_domain::schedule::{PlaceEvent, Schedule};
use tanfang_policy::dict::About;
use tanfang_values::Day;

/// What an obligation comes to for somebody on a day: a world of its own, with
/// everything that is known, and each rule by itself.
fn plainly(
    work: &Work,
    made: &Made,
    obligation: &Obligation,
    person: Option<&Person>,
    day: Day,
) -> Applies {
    let home = &made.home;
    let here = match person {
        Some(person) => person.is_here(day),
        None => home.persons.iter().any(|person| person.is_here(day)),
    };
    if !here || !obligation.in_force(day) || !obligation.runs(day) {
        return Applies::No;
    }
    if let Cadence::Once(campaign) = &obligation.cadence
        && obligation.whom.is_none()
        && !campaign.classes.is_empty()
    {
        let mut persons = home.persons.iter();
        let is_in = |of: &Person| {
            let held = |class: &String| work.classes().holds(home, of, class, day);
            campaign.classes.iter().any(held)
        };
        if !persons.any(|of| person.is_none_or(|only| only.id == of.id) && is_in(of)) {
            return Applies::No;
        }
    }
    let mut world = WorldMaker::new(work.dictionary(), work.classes())
        .by_lists()
        .world(home, day, &[]);
    let events = made.events().iter();
    let events: Vec<&PlaceEvent> = events.filter(|event| event.covers(home)).collect();
    world.events = running(&events, day);
    let subject = match person {
        Some(person) => Subject::Person(person.id.clone()),
        None => Subject::Household(home.id.clone()),
    };
    let mut missing = Vec::new();
    let mut open = false;
    for rule in obligation.rules() {
        match rule.test(&world, &subject) {
            Some(tri) if tri.surely_true() => {}
            Some(tri) if !tri.surely_false() => {
                open = true;
                missing.extend(hangs(&tri.hangs));
            }
            _ => return Applies::No,
        }
    }
    missing.sort_unstable();
    missing.dedup();
    if open {
        Applies::Undecided(missing)
    } else {
        Applies::Yes
    }
}

fn on(spans: &[Span], day: Day) -> Option<&Applies> {
    let mut spans = spans.iter().rev();
    spans
        .find(|span| span.from <= day)
        .map(|span| &span.applies)
}

#[test]
fn spans_say_what_every_rule_says_on_every_day() {
    let mut said = [0_usize; 3];
    for (pack, seeds) in [("DEMO-COUNTY", 24), ("GZ-BZ", 8), ("GZ-AS", 4)] {
        let work = assemble(pack, &[]).unwrap();
        for seed in 0..seeds {
            let made = Made::of(&work, seed);
            let mut worlds = Worlds::new(&work, &made.home, made.events());
            for obligation in work.obligations() {
                let persons: Vec<Option<&Person>> = match obligation.target_subject() {
                    Some(About::Person) => made.home.persons.iter().map(Some).collect(),
                    Some(About::Household) => vec![None],
                    None => continue,
                };
                for person in persons {
                    let spans = spans(obligation, &mut worlds, person, first(), last());
                    let mut day = first();
                    while day <= last() {
                        let plain = plainly(&work, &made, obligation, person, day);
                        let place = match plain {
                            Applies::Yes => 0,
                            Applies::No => 1,
                            Applies::Undecided(_) => 2,
                        };
                        said[place] += 1;
                        assert_eq!(
                            on(&spans, day),
                            Some(&plain),
                            "{pack} {seed} {} {:?} {day}",
                            obligation.id,
                            person.map(|person| &person.id),
                        );
                        day = day.plus_days(3);
                    }
                }
            }
        }
    }
    // Each outcome came up often enough for the comparison to say something.
    assert!(said.iter().all(|times| *times > 500), "{said:?}");
}

#[test]
fn what_a_period_asks_for_is_owed_from_a_day_on_which_the_rule_holds() {
    let viewer = grid_member();
    let mut seen = 0;
    for seed in 0..12 {
        let made = Made::of(work(), seed);
        let book = made.book();
        let schedule = Schedule::new(work(), &book, &viewer, last());
        let all = schedule.between([&made.home], first(), last());
        for duty in &all.duties {
            if duty.obligation.every().is_none() {
                continue;
            }
            let about = duty.duty.about.person();
            let person = about.and_then(|id| made.home.person(id));
            let plain = plainly(work(), &made, &duty.obligation, person, duty.from);
            assert_eq!(plain, Applies::Yes, "{seed} {}", duty.id());
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}
