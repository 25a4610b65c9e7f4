//! What holds whatever happens: order, periods, monotony, closing twice.

use crate::kit::*;
use proptest::prelude::*;
use tanfang_domain::checklist::question::AnswerKind;
use tanfang_domain::people::{Death, Household};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{Book, Duties, DutyState, Schedule, Status, VisitRecord};
use tanfang_domain::visit::{AlreadyClosed, Closing, Draft, close};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, OpId, VisitId};

const FIRST: &str = "2026-10-01";

/// One visit in ten weeks: day, who, whom met, and whether all was asked.
#[derive(Debug, Clone)]
struct Trip {
    offset: i32,
    officer: bool,
    met: &'static str,
    whole: bool,
}

fn trip() -> impl Strategy<Value = Trip> {
    (
        0i32..70,
        any::<bool>(),
        proptest::sample::select(vec!["1", "1", "1", "2", "3"]),
        proptest::bool::weighted(0.8),
    )
        .prop_map(|(offset, officer, met, whole)| Trip {
            offset,
            officer,
            met,
            whole,
        })
}

fn start() -> Day {
    day(FIRST)
}

fn records(home: &Household, trips: &[Trip]) -> Vec<VisitRecord> {
    trips
        .iter()
        .enumerate()
        .map(|(number, trip)| {
            let on = start().plus_days(i64::from(trip.offset)).to_string();
            let but: &[&str] = if trip.whole { &[] } else { &["CL-03-4"] };
            let visit = visit(&format!("v{number}"), home, &on).met("p1", trip.met);
            if trip.officer {
                visit
                    .by("w2", &[Role::TownshipOfficer])
                    .answered_but("p1", &["CL-03", "CL-04"], but)
                    .record()
            } else {
                visit.answered_but("p1", &["CL-03"], but).record()
            }
        })
        .collect()
}

fn ten_weeks(home: &Household, visits: &[VisitRecord]) -> Duties {
    let viewer = grid_member();
    let book = Book::new(visits, &[]);
    let last = start().plus_days(69);
    Schedule::new(work(), &book, &viewer, last).between([home], start(), last)
}

fn is_done(state: &DutyState) -> bool {
    matches!(state.status, Status::Done(_))
}

#[test]
fn home_by_home_is_the_same_as_all_at_once() {
    let zhao = zhao();
    let other = Household {
        id: tanfang_values::HouseholdId::new("h-other"),
        ..zhao.clone()
    };
    let homes = [zhao, other];
    let trips = [
        (3, false, "1"),
        (9, true, "1"),
        (9, false, "0"),
        (30, false, "1"),
    ];
    let trips = trips.map(|(offset, officer, met)| Trip {
        offset,
        officer,
        met,
        whole: true,
    });
    let visits = records(&homes[0], &trips);
    let (viewer, book) = (grid_member(), Book::new(&visits, &[]));
    let last = start().plus_days(69);
    let schedule = Schedule::new(work(), &book, &viewer, last);
    let all = schedule.between(&homes, start(), last);
    let mut each = Duties::default();
    let mut order = Vec::new();
    schedule.each(&homes, start(), last, |home, duties| {
        order.push(home.id.clone());
        // One that takes nothing out leaves nothing to the next.
        assert!(duties.duties.iter().all(|duty| duty.household == home.id));
        each.duties.extend(duties.duties.iter().cloned());
        each.unset.append(&mut duties.unset);
        each.undecided.append(&mut duties.undecided);
    });
    assert_eq!(order, [homes[0].id.clone(), homes[1].id.clone()]);
    each.places.clone_from(&all.places);
    assert_eq!(each, all);
    let done: Vec<DutyState> = all.duties.iter().filter(|d| is_done(d)).cloned().collect();
    assert!(!done.is_empty() && done.len() < all.duties.len());
    assert_eq!(schedule.only(&homes, start(), last, is_done), done);
    assert_eq!(schedule.only(&homes, last, start(), |_| true), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn duties_do_not_depend_on_the_order_of_records(
        trips in proptest::collection::vec(trip(), 0..14),
        turn in any::<proptest::sample::Index>(),
    ) {
        let home = zhao();
        let visits = records(&home, &trips);
        let mut other = visits.clone();
        if !other.is_empty() {
            let turn = turn.index(other.len());
            other.rotate_left(turn);
            other.reverse();
        }
        prop_assert_eq!(ten_weeks(&home, &visits), ten_weeks(&home, &other));
    }

    #[test]
    fn one_more_visit_undoes_nothing(
        trips in proptest::collection::vec(trip(), 1..14),
    ) {
        let home = zhao();
        let all = records(&home, &trips);
        let before = ten_weeks(&home, &all[..all.len() - 1]);
        let after = ten_weeks(&home, &all);
        prop_assert_eq!(before.duties.len(), after.duties.len());
        for (b, a) in before.duties.iter().zip(&after.duties) {
            prop_assert_eq!(&b.duty, &a.duty);
            prop_assert!(!is_done(b) || is_done(a), "{:?}", b.duty);
        }
        // And it completes at most one duty of each obligation: nothing carries over.
        for obligation in ["V01", "V02"] {
            let done = |duties: &Duties| {
                duties
                    .duties
                    .iter()
                    .filter(|s| s.duty.obligation == obligation && is_done(s))
                    .count()
            };
            prop_assert!(done(&after) <= done(&before) + 1);
        }
    }

    #[test]
    fn a_duty_is_done_exactly_when_a_visit_of_its_own_period_did_it(
        trips in proptest::collection::vec(trip(), 0..14),
    ) {
        let home = zhao();
        let visits = records(&home, &trips);
        // The civil affairs officer's quarter takes another's visits.
        let of_trips = |state: &DutyState| state.duty.obligation != "V04";
        for state in ten_weeks(&home, &visits).duties.into_iter().filter(of_trips) {
            let officer = state.duty.obligation == "V01";
            let expected = visits.iter().zip(&trips).any(|(visit, trip)| {
                state.period.contains(visit.day)
                    && trip.officer == officer
                    && trip.met == "1"
                    && trip.whole
            });
            prop_assert_eq!(is_done(&state), expected, "{:?}", state.duty);
            prop_assert_eq!(state.why.missing.is_empty(), expected);
            if let Status::Done(done) = &state.status {
                prop_assert!(state.period.contains(done.day));
            }
        }
    }

    #[test]
    fn the_periods_of_a_duty_tile_until_it_ends(death in 0i32..70) {
        let mut home = zhao();
        let died = start().plus_days(i64::from(death));
        home.persons[0].died = Some(Death { day: died, op: OpId::new("o-died") });
        let duties = ten_weeks(&home, &[]).duties;
        let weeks: Vec<&DutyState> = duties
            .iter()
            .filter(|state| state.duty.obligation == "V02")
            .collect();
        for pair in weeks.windows(2) {
            prop_assert_eq!(pair[0].period.last.plus_days(1), pair[1].period.first);
        }
        let last = weeks.last().unwrap();
        prop_assert!(last.period.contains(died));
        prop_assert!(last.due <= died);
        prop_assert!(
            weeks[..weeks.len() - 1].iter().all(|state| state.status == Status::NotDone),
            "what was missed before stays missed"
        );
    }

    #[test]
    fn closing_again_writes_nothing_whatever_was_answered(
        picks in proptest::collection::vec((any::<proptest::sample::Index>(), 0u8..4), 0..20),
        met in proptest::sample::select(vec!["1", "2"]),
    ) {
        let home = zhao();
        let viewer = grid_member();
        let at = noon(day("2026-11-18"));
        let mut draft = Draft::new(VisitId::new("v1"), home.id.clone(), at);
        draft.answer(work(), &around(&home, &viewer, day("2026-11-18")), "CL-03-1", &on("p1"), one(met), at).unwrap();
        for (pick, how) in picks {
            let form = draft.form(work(), &around(&home, &viewer, draft.day()));
            let all: Vec<_> = form.questions().collect();
            let asked = all[pick.index(all.len())];
            let (question, about) = (asked.question, asked.about.clone());
            // A signature is evidence and has no value to type.
            if question.key == "visit.met" || question.kind == AnswerKind::Signature {
                continue;
            }
            let value = match how {
                0 => FactValue::Unclear,
                1 => FactValue::Declined,
                _ => some_answer(question),
            };
            draft.answer(work(), &around(&home, &viewer, day("2026-11-18")), &question.id, &about, value, at).unwrap();
        }
        let around = around(&home, &viewer, draft.day());
        let book = Book::default();
        let closing = Closing {
            work: work(),
            around: &around,
            book: &book,
            now: at,
            hints: &[],
            already: None,
        };
        let first = close(&draft, &closing).unwrap();
        let answers = first
            .ops
            .iter()
            .filter_map(|op| match &op.event {
                tanfang_domain::event::Event::VisitAnswers(body) => Some(body.clone()),
                _ => None,
            })
            .collect();
        let already = AlreadyClosed { closed: first.visit.clone(), answers };
        let later = Closing {
            now: noon(day("2026-11-20")),
            already: Some(&already),
            ..closing
        };
        let second = close(&draft, &later).unwrap();
        prop_assert!(second.again && second.ops.is_empty());
        prop_assert_eq!(second.visit, first.visit);
    }
}
