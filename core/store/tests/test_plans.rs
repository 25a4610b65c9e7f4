//! No read of a home or a grid goes over a whole table.

use crate::help::{Place, author};
use crate::random_ops::World;
use tanfang_store::{Depth, Of};
use tanfang_values::{Day, GridId};

#[test]
fn reads_of_a_home_touch_the_rows_of_that_home_only() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut world = World::new(4);
    for _ in 0..20 {
        let ops = (0..20).map(|_| world.op()).collect();
        store
            .append(&author(), &place.now, &mut place.random, ops)
            .unwrap();
    }
    let (home, grid) = ("h1".into(), GridId::new("g1"));
    let day = Day::parse("2026-11-20").unwrap();
    let plans = store
        .plans_for_tests(|s| {
            for of in [Of::Home(&home), Of::Grid(&grid)] {
                s.households(of, Depth::On(day))?;
                s.households(of, Depth::All)?;
                s.visits(of, day)?;
                s.attempts(of, day)?;
                s.last_visits(of)?;
                s.pauses(of, day)?;
                s.contacts(of, day)?;
            }
            s.overrides(&grid, day)?;
            s.patrols(&grid, day)?;
            s.handed(&grid, day)?;
            s.draft_of(&home)?;
            s.already_closed(&"v1".into())?;
            s.field_ops(&tanfang_domain::event::Subject::Person("p1".into()))?;
            Ok(())
        })
        .unwrap();
    assert!(plans.len() > 15, "{plans:?}");
    for (sql, plan) in plans {
        // Grids and workers are a handful, their tables are read whole.
        if sql.contains("p_grid_post") {
            continue;
        }
        for step in plan {
            assert!(!step.starts_with("SCAN"), "{step}: {sql}");
            assert!(!step.ends_with("(kind=?)"), "{step}: {sql}");
        }
    }
}
