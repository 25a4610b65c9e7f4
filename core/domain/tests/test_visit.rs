//! Drafts, answers, closing, attempts, flags.

use crate::kit::*;
use tanfang_domain::checklist::State;
use tanfang_domain::event::{DataClass, Event, FlagRaised, How, NewOp, VisitAnswers, VisitClosed};
use tanfang_domain::flag::OpenFlag;
use tanfang_domain::people::{Death, Household, Viewer};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::Book;
use tanfang_domain::visit::{
    AlreadyClosed, AnswerError, AttemptError, CloseError, Closed, Closing, Draft, attempt, close,
};
use tanfang_policy::value::FactValue;
use tanfang_values::{FlagId, HouseholdId, OpId, Stamp, VisitId};

pub(crate) fn draft(home: &Household) -> Draft {
    Draft::new(VisitId::new("v1"), home.id.clone(), noon(day("2026-11-18")))
}

fn at() -> Stamp {
    noon(day("2026-11-18"))
}

fn say(draft: &mut Draft, home: &Household, person: &str, q: &str, value: FactValue) {
    draft
        .answer(
            work(),
            &around(home, &grid_member(), day("2026-11-18")),
            q,
            &on(person),
            value,
            at(),
        )
        .unwrap_or_else(|error| panic!("{q}: {error}"));
}

/// Closes a draft where nothing happened before.
fn close_now(draft: &Draft, home: &Household, viewer: &Viewer) -> Result<Closed, CloseError> {
    close_as(draft, home, viewer, at(), None)
}

fn close_as(
    draft: &Draft,
    home: &Household,
    viewer: &Viewer,
    now: Stamp,
    already: Option<&AlreadyClosed>,
) -> Result<Closed, CloseError> {
    let closing = Closing {
        work: work(),
        around: &around(home, viewer, draft.day()),
        book: &Book::default(),
        now,
        hints: &[],
        already,
    };
    close(draft, &closing)
}

/// Answers all that is asked about a person, as nothing out of the ordinary.
pub(crate) fn answer_all(draft: &mut Draft, home: &Household, viewer: &Viewer, person: &str) {
    loop {
        let form = draft.form(work(), &around(home, viewer, draft.day()));
        let Some(next) = form
            .questions()
            .find(|asked| asked.about == on(person) && asked.given.is_none())
        else {
            return;
        };
        let (q, value) = (next.question.id.clone(), some_answer(next.question));
        draft
            .answer(
                work(),
                &around(home, viewer, day("2026-11-18")),
                &q,
                &on(person),
                value,
                at(),
            )
            .unwrap_or_else(|error| panic!("{q}: {error}"));
    }
}

fn parts(ops: &[NewOp]) -> (VisitClosed, Vec<VisitAnswers>, Vec<FlagRaised>) {
    let (mut closed, mut answers, mut flags) = (None, Vec::new(), Vec::new());
    for op in ops {
        match &op.event {
            Event::VisitClosed(body) => closed = Some(body.clone()),
            Event::VisitAnswers(body) => answers.push(body.clone()),
            Event::FlagRaised(body) => flags.push(body.clone()),
            other => panic!("{}", other.kind()),
        }
    }
    (closed.expect("visit.closed"), answers, flags)
}

fn whole(home: &Household) -> (Draft, Closed) {
    let mut draft = draft(home);
    for person in &home.persons {
        answer_all(&mut draft, home, &grid_member(), person.id.as_str());
    }
    let closed = close_now(&draft, home, &grid_member()).unwrap();
    (draft, closed)
}

#[test]
fn closing_writes_the_visit_its_answers_by_class_and_the_duties_it_completes() {
    let home = zhao();
    let (_, result) = whole(&home);
    let (closed, answers, _) = parts(&result.ops);
    assert_eq!(closed.day, day("2026-11-18"));
    assert_eq!(closed.seen.len(), 1);
    assert_eq!(closed.roles, [Role::GridMember]);
    let acts_for: Vec<&str> = closed
        .acts_for
        .iter()
        .map(|one| one.obligation.as_str())
        .collect();
    assert_eq!(acts_for, ["V02", "V03", "V05", "V15a"]);
    assert_eq!(closed.acts_for[0].for_role, Role::VillageCommittee);
    assert_eq!(closed.duties.len(), 1);
    assert_eq!(closed.duties[0].obligation, "V02");
    let sections: Vec<(&str, usize)> = closed
        .sections
        .iter()
        .map(|section| (section.checklist.as_str(), section.why.len()))
        .collect();
    assert_eq!(sections, [("CL-01", 0), ("CL-03", 1)]);
    assert_eq!(closed.sections[1].why, ["V02"]);
    let packs: Vec<&str> = closed.packs.iter().map(|pack| pack.id.as_str()).collect();
    assert_eq!(
        packs,
        [
            "common",
            "CN-2026",
            "DEMO-COUNTY",
            "GS-HN-2020",
            "SN-2019",
            "JL-EPI"
        ]
    );
    assert!(closed.packs.iter().all(|pack| pack.sha256.len() == 64));
    let classes: Vec<DataClass> = answers.iter().map(|part| part.class).collect();
    assert_eq!(
        classes,
        [DataClass::Core, DataClass::Economic, DataClass::Health]
    );
    assert!(answers.iter().all(|part| part.parts == 3));
    let health: Vec<&str> = answers[2].answers.iter().map(|a| a.q.as_str()).collect();
    assert_eq!(health, ["CL-01-7a", "CL-01-11a", "CL-03-2"]);
    for op in &result.ops {
        assert_eq!(op.scope.grid.as_str(), GRID);
    }
    assert!(result.open.is_empty());
    assert!(!result.again);
}

#[test]
fn deciding_twice_gives_the_same_to_the_byte() {
    let home = zhao();
    let mut draft = draft(&home);
    answer_all(&mut draft, &home, &grid_member(), "p1");
    say(&mut draft, &home, "p1", "CL-03-2", one("4"));
    let viewer = grid_member();
    let bytes = |closed: &Closed| {
        let events: Vec<String> = closed
            .ops
            .iter()
            .map(|op| serde_json::to_string(&op.event).unwrap())
            .collect();
        events
    };
    let once = close_now(&draft, &home, &viewer).unwrap();
    let twice = close_now(&draft, &home, &viewer).unwrap();
    assert_eq!(bytes(&once), bytes(&twice));
}

#[test]
fn closing_again_gives_the_first_result_and_other_content_an_error() {
    let home = zhao();
    let (mut draft, first) = whole(&home);
    let (closed, answers, _) = parts(&first.ops);
    let already = AlreadyClosed { closed, answers };
    let viewer = grid_member();
    let later = noon(day("2026-11-19"));
    let second = close_as(&draft, &home, &viewer, later, Some(&already)).unwrap();
    assert!(second.again);
    assert!(second.ops.is_empty(), "nothing to write");
    assert_eq!(second.visit, already.closed);
    say(&mut draft, &home, "p1", "CL-03-2", one("2"));
    assert_eq!(
        close_as(&draft, &home, &viewer, later, Some(&already)).unwrap_err(),
        CloseError::AlreadyClosed {
            visit: VisitId::new("v1")
        }
    );
}

#[test]
fn a_visit_to_the_dead_is_refused_and_one_before_the_death_is_not() {
    let mut home = zhao();
    let mut draft = draft(&home);
    answer_all(&mut draft, &home, &grid_member(), "p1");
    home.persons[0].died = Some(Death {
        day: day("2026-11-16"),
        op: OpId::new("o-died"),
    });
    let viewer = grid_member();
    assert!(matches!(
        close_now(&draft, &home, &viewer).unwrap_err(),
        CloseError::Died { died, .. } if died == day("2026-11-16")
    ));
    let late = draft.answer(
        work(),
        &around(&home, &viewer, day("2026-11-18")),
        "CL-03-2",
        &on("p1"),
        one("1"),
        at(),
    );
    assert!(matches!(late, Err(AnswerError::Died { .. })));
    draft.set_day(day("2026-11-15")).unwrap();
    let closed = close_now(&draft, &home, &viewer).unwrap();
    assert_eq!(closed.visit.day, day("2026-11-15"));
    assert_eq!(closed.visit.closed, at(), "both times are kept");
}

#[test]
fn an_answer_of_the_wrong_kind_names_its_question_and_changes_nothing() {
    let home = zhao();
    let mut draft = draft(&home);
    for (q, value) in [
        ("CL-03-2", FactValue::Bool(true)),
        ("CL-03-2", one("9")),
        ("CL-03-3a", one("1")),
        ("CL-03-3b", FactValue::Bool(true)),
        ("CL-03-1", FactValue::Unclear),
        ("CL-03-10", FactValue::Many(vec!["2".into(), "1".into()])),
    ] {
        let error = draft
            .answer(
                work(),
                &around(&home, &grid_member(), day("2026-11-18")),
                q,
                &on("p1"),
                value,
                at(),
            )
            .unwrap_err();
        assert!(
            matches!(&error, AnswerError::WrongValue { q: named, .. } if named == q),
            "{q}: {error:?}"
        );
        assert!(error.to_string().contains(q), "{error}");
    }
    assert!(draft.answers.is_empty());
    let stranger = draft.answer(
        work(),
        &around(&home, &grid_member(), day("2026-11-18")),
        "CL-03-2",
        &on("p9"),
        one("1"),
        at(),
    );
    assert!(matches!(stranger, Err(AnswerError::NotAsked { .. })));
    // A 网格员 is not asked what only the 乡镇责任人 is.
    let not_mine = draft.answer(
        work(),
        &around(&home, &grid_member(), day("2026-11-18")),
        "CL-04-1",
        &on("p1"),
        FactValue::Bool(true),
        at(),
    );
    assert!(matches!(not_mine, Err(AnswerError::NotAsked { .. })));
}

#[test]
fn whom_it_met_has_to_be_said_and_nobody_is_an_attempt() {
    let home = zhao();
    let viewer = grid_member();
    let mut draft = draft(&home);
    assert!(matches!(
        close_now(&draft, &home, &viewer).unwrap_err(),
        CloseError::MetUnanswered { persons } if persons.len() == 1
    ));
    say(&mut draft, &home, "p1", "CL-03-1", one("0"));
    assert!(matches!(
        close_now(&draft, &home, &viewer).unwrap_err(),
        CloseError::MetNobody { .. }
    ));
    let op = attempt(&draft, &home, &viewer, at(), None).unwrap();
    let Event::Attempt(body) = &op.event else {
        panic!()
    };
    assert_eq!(body.met, "0");
    assert_eq!(body.persons.len(), 1);
    assert_eq!(
        attempt(&draft, &home, &viewer, at(), None).unwrap(),
        op,
        "writing it down twice is one attempt"
    );
    say(&mut draft, &home, "p1", "CL-03-1", one("2"));
    assert!(matches!(
        attempt(&draft, &home, &viewer, at(), None).unwrap_err(),
        AttemptError::MetSomebody { .. }
    ));
    let closed = close_now(&draft, &home, &viewer).unwrap();
    assert!(closed.visit.duties.is_empty(), "only family was met");
    assert_eq!(closed.open.len(), 1);
}

#[test]
fn nobody_home_takes_two_taps() {
    // 家中无人, then 记下: no question has to be answered before.
    let home = brothers();
    let op = attempt(&draft(&home), &home, &grid_member(), at(), None).unwrap();
    let Event::Attempt(body) = op.event else {
        panic!()
    };
    assert_eq!(body.persons.len(), 2);
    assert_eq!(body.met, "0");
}

#[test]
fn two_brothers_on_one_trip_are_two_records() {
    let home = brothers();
    let (_, result) = whole(&home);
    let (closed, answers, _) = parts(&result.ops);
    let seen: Vec<&str> = closed.seen.iter().map(|s| s.person.as_str()).collect();
    assert_eq!(seen, ["p2", "p3"]);
    assert_eq!(closed.duties.len(), 2);
    let health: Vec<_> = answers
        .iter()
        .flat_map(|part| &part.answers)
        .filter(|answer| answer.q == "CL-03-2")
        .map(|answer| answer.about.clone())
        .collect();
    assert_eq!(health, [on("p2"), on("p3")]);
}

#[test]
fn what_was_not_asked_is_kept_as_not_asked() {
    let home = zhao();
    let mut draft = draft(&home);
    say(&mut draft, &home, "p1", "CL-03-1", one("1"));
    let result = close_now(&draft, &home, &grid_member()).unwrap();
    let (closed, answers, _) = parts(&result.ops);
    assert!(closed.duties.is_empty());
    assert!(
        answers
            .iter()
            .flat_map(|part| &part.answers)
            .all(|answer| answer.how == How::NotAsked && answer.value.is_none())
    );
}

#[test]
fn a_routine_visit_takes_three_answers_and_one_same() {
    // 去走访, 见到本人, 正常, 来过, 都一样, 走访完成: six taps, nothing typed.
    let mut home = zhao();
    remember(&mut home, "2026-11-14");
    let mut draft = draft(&home);
    say(&mut draft, &home, "p1", "CL-03-1", one("1"));
    say(&mut draft, &home, "p1", "CL-03-2", one("1"));
    say(&mut draft, &home, "p1", "CL-03-4", FactValue::Bool(true));
    let confirmed = draft
        .same(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            None,
            at(),
        )
        .unwrap();
    let result = close_now(&draft, &home, &grid_member()).unwrap();
    assert_eq!(result.visit.duties.len(), 1, "{:?}", result.open);
    assert!(result.flags.is_empty(), "与上次相同 raises none");
    // Three were asked; every other required one was confirmed or is known and fresh.
    let form = draft.form(work(), &around(&home, &grid_member(), draft.day()));
    let open = form
        .questions()
        .filter(|asked| asked.required && matches!(asked.state, State::Ask | State::Same));
    assert_eq!(open.count(), 0);
    assert_eq!(confirmed, 15);
    assert_eq!(form.same(None).count(), 0);
    // The record says for which op a question was not asked.
    let (_, answers, _) = parts(&result.ops);
    let signed = answers
        .iter()
        .flat_map(|part| &part.answers)
        .find(|answer| answer.q == "CL-03-6a")
        .unwrap();
    assert_eq!((signed.how, &signed.value), (How::NotAsked, &None));
    assert_eq!(signed.same_as, Some(OpId::new("o-agree_signed-2026-11-14")));
}

#[test]
fn a_duty_done_with_what_was_fresh_stays_done_when_the_fact_changes_later() {
    let mut home = zhao();
    remember(&mut home, "2026-11-14");
    let mut draft = draft(&home);
    say(&mut draft, &home, "p1", "CL-03-1", one("1"));
    say(&mut draft, &home, "p1", "CL-03-2", one("1"));
    say(&mut draft, &home, "p1", "CL-03-4", FactValue::Bool(true));
    draft
        .same(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            None,
            at(),
        )
        .unwrap();
    let result = close_now(&draft, &home, &grid_member()).unwrap();
    let (closed, answers, _) = parts(&result.ops);
    let mut record = visit("v1", &home, "2026-11-18").record();
    record.seen = closed.seen;
    record.answers = answers
        .into_iter()
        .flat_map(|part| part.answers)
        .map(|answer| tanfang_domain::schedule::AnswerRecord {
            answer,
            op: OpId::new("o-v1"),
        })
        .collect();
    let done = |home: &Household| {
        let homes = std::slice::from_ref(home);
        let duties = duties_on(
            homes,
            std::slice::from_ref(&record),
            &[],
            &grid_member(),
            "2026-11-20",
        );
        matches!(
            the(&duties, "V02").status,
            tanfang_domain::schedule::Status::Done(_)
        )
    };
    assert!(done(&home));
    // Only what is known today is at hand, and that is of a later day.
    let mut later = zhao();
    later.persons[0]
        .facts
        .push(fact("agree_signed", FactValue::Bool(true), "2026-11-19"));
    assert!(done(&later));
}

#[test]
fn a_flag_is_raised_once_a_person_and_its_id_is_derived() {
    let home = zhao();
    let mut draft = draft(&home);
    answer_all(&mut draft, &home, &grid_member(), "p1");
    // Both the carer and the agreement raise 监护未落实.
    say(&mut draft, &home, "p1", "CL-03-4", FactValue::Bool(false));
    say(&mut draft, &home, "p1", "CL-03-6a", FactValue::Bool(false));
    let result = close_now(&draft, &home, &grid_member()).unwrap();
    let (_, _, flags) = parts(&result.ops);
    let carer: Vec<_> = flags.iter().filter(|f| f.code == "carer_absent").collect();
    assert_eq!(carer.len(), 1);
    assert_eq!(carer[0].q.as_deref(), Some("CL-03-4"));
    assert_eq!(carer[0].flag.as_str().len(), 32);
    assert_eq!(carer[0].same_as, None);
    for op in &result.ops {
        if let Event::FlagRaised(_) = op.event {
            assert_eq!(op.scope.class, DataClass::Risk);
        }
    }
}

#[test]
fn an_open_flag_is_linked_and_not_doubled() {
    let home = zhao();
    let mut draft = draft(&home);
    answer_all(&mut draft, &home, &grid_member(), "p1");
    say(&mut draft, &home, "p1", "CL-03-4", FactValue::Bool(false));
    let open = [OpenFlag {
        flag: FlagId::new("f1"),
        code: "carer_absent".into(),
        about: on("p1"),
        household: home.id.clone(),
        day: day("2026-11-03"),
    }];
    let viewer = grid_member();
    let closing = Closing {
        work: work(),
        around: &around(&home, &viewer, draft.day()).with_flags(&open),
        book: &Book::default(),
        now: at(),
        hints: &[],
        already: None,
    };
    let result = close(&draft, &closing).unwrap();
    let (_, _, flags) = parts(&result.ops);
    let carer = flags.iter().find(|f| f.code == "carer_absent").unwrap();
    assert_eq!(carer.same_as, Some(FlagId::new("f1")));
}

#[test]
fn unclear_raises_nothing_and_neither_does_the_same_as_last_time() {
    let mut home = zhao();
    home.persons[0]
        .facts
        .push(fact("agree_signed", FactValue::Bool(false), "2026-06-14"));
    let mut draft = draft(&home);
    say(&mut draft, &home, "p1", "CL-03-1", one("1"));
    say(&mut draft, &home, "p1", "CL-03-4", FactValue::Unclear);
    let count = draft
        .same(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            None,
            at(),
        )
        .unwrap();
    assert_eq!(count, 1);
    let result = close_now(&draft, &home, &grid_member()).unwrap();
    let (_, answers, flags) = parts(&result.ops);
    assert_eq!(flags, []);
    let same = answers
        .iter()
        .flat_map(|part| &part.answers)
        .find(|answer| answer.q == "CL-03-6a")
        .unwrap();
    assert_eq!(same.how, How::Same);
    assert_eq!(same.same_as, Some(OpId::new("o-agree_signed-2026-06-14")));
}

#[test]
fn the_same_as_last_time_can_be_taken_back() {
    let mut home = zhao();
    for key in ["food_ok", "yard_clean"] {
        home.persons[0]
            .facts
            .push(fact(key, FactValue::Bool(true), "2026-11-14"));
    }
    let mut draft = draft(&home);
    let before = draft.clone();
    let count = draft
        .same(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            Some(&on("p1")),
            at(),
        )
        .unwrap();
    assert_eq!(count, 2);
    assert_eq!(draft.not_same(Some(&on("p1"))), 2);
    assert_eq!(draft, before);
}

#[test]
fn the_day_is_that_on_which_the_meeting_was_answered_and_moves_back_only() {
    let home = zhao();
    // Opened before midnight in China, answered after it.
    let stamp = |ms: i64| Stamp { ms, offset_min: 0 };
    let midnight = noon(day("2026-11-19")).ms - 12 * 3_600_000;
    let mut draft = Draft::new(
        VisitId::new("v1"),
        home.id.clone(),
        stamp(midnight - 60_000),
    );
    assert_eq!(draft.day(), day("2026-11-18"));
    draft
        .answer(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            "CL-03-1",
            &on("p1"),
            one("1"),
            stamp(midnight + 60_000),
        )
        .unwrap();
    assert_eq!(draft.day(), day("2026-11-19"));
    assert!(draft.set_day(day("2026-11-20")).is_err());
    draft.set_day(day("2026-11-17")).unwrap();
    assert_eq!(draft.day(), day("2026-11-17"));
    // Changing the answer later does not move the day.
    draft
        .answer(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            "CL-03-1",
            &on("p1"),
            one("2"),
            stamp(midnight + 90_000_000),
        )
        .unwrap();
    draft.set_day(day("2026-11-19")).unwrap();
    assert_eq!(draft.day(), day("2026-11-19"));
}

#[test]
fn a_visit_in_the_future_without_a_role_or_of_another_home_is_refused() {
    let home = zhao();
    let mut draft = draft(&home);
    answer_all(&mut draft, &home, &grid_member(), "p1");
    let viewer = grid_member();
    let early = noon(day("2026-11-17"));
    assert!(matches!(
        close_as(&draft, &home, &viewer, early, None).unwrap_err(),
        CloseError::InFuture { .. }
    ));
    let nobody = crate::kit::viewer("w9", &[]);
    assert!(matches!(
        close_now(&draft, &home, &nobody).unwrap_err(),
        CloseError::NoRole { .. }
    ));
    let other = brothers();
    assert_eq!(
        close_now(&draft, &other, &viewer).unwrap_err(),
        CloseError::OtherHome {
            draft: HouseholdId::new("h1"),
            home: HouseholdId::new("h2"),
        }
    );
}

#[test]
fn a_draft_survives_being_saved() {
    let home = zhao();
    let mut draft = draft(&home);
    answer_all(&mut draft, &home, &grid_member(), "p1");
    let saved = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&saved).unwrap(), draft);
}
