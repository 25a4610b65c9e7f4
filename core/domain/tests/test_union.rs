//! What is asked on a visit: the union of duties, of what comes along, and of
//! single questions worth asking again; what is never asked; and the misreadings
//! of checklists (mechanisms §6.1).

use crate::kit::*;
use std::collections::BTreeSet;
use tanfang_domain::checklist::question::{AnswerKind, Checklist, Setting, Topic};
use tanfang_domain::checklist::{
    Answers, Around, Form, FormInput, Given, MissingFact, Reason, State,
};
use tanfang_domain::event::{DataClass, Event, How, Mode, Subject};
use tanfang_domain::flag::OpenFlag;
use tanfang_domain::pack::Work;
use tanfang_domain::people::{Household, Membership};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{Book, VisitRecord};
use tanfang_domain::visit::{CloseError, Closing, Draft, close};
use tanfang_policy::dict::How as Learned;
use tanfang_policy::value::FactValue;
use tanfang_values::{FlagId, VisitId};

const ON: &str = "2026-11-18";

fn made<'w>(work: &'w Work, around: &Around<'_>, answers: &Answers, mode: Mode) -> Form<'w> {
    let visit = VisitId::new("v1");
    let input = FormInput {
        around,
        visit: &visit,
        mode,
        answers,
    };
    Form::new(work, input)
}

fn form(around: &Around<'_>) -> Form<'static> {
    made(work(), around, &Answers::default(), Mode::InPerson)
}

fn lists(form: &Form<'_>) -> BTreeSet<String> {
    let sections = form.sections.iter();
    sections
        .map(|section| section.checklist.id.clone())
        .collect()
}

fn home_of(home: &Household) -> Subject {
    Subject::Household(home.id.clone())
}

fn said(about: &Subject, key: &str, value: FactValue) -> Given {
    Given {
        q: "x".into(),
        about: about.clone(),
        key: key.into(),
        value,
        how: How::Asked,
        same_as: None,
        at: noon(day(ON)),
    }
}

/// A home on 低保 of which nobody owes the village anything.
fn on_dibao() -> Household {
    let mut someone = person("p8", "样例甲");
    someone.memberships.push(Membership {
        id: "m8".into(),
        class: "dibao".into(),
        data: DataClass::Economic,
        from: day("2026-01-01"),
        until: None,
        source: Some("b1".into()),
        op: "o8".into(),
    });
    home("h8", [someone])
}

/// What stands around a visit to a home where nothing is owed.
fn nothing_owed<'a>(home: &'a Household, viewer: &'a tanfang_domain::people::Viewer) -> Around<'a> {
    let mut around = around(home, viewer, day(ON));
    around.owed.clear();
    around
}

#[test]
fn a_checklist_that_nobody_owes_asks_what_is_stale_and_nothing_else() {
    let viewer = grid_member();
    let mut home = on_dibao();
    assert_eq!(lists(&form(&nothing_owed(&home, &viewer))), set(["CL-01"]));
    home.facts
        .push(fact("card_home", FactValue::Bool(true), "2026-09-01"));
    home.facts
        .push(fact("wants_exit", FactValue::Bool(false), "2026-11-10"));
    let form = form(&nothing_owed(&home, &viewer));
    let section = form
        .sections
        .iter()
        .find(|s| s.checklist.id == "CL-02")
        .unwrap();
    let asked: Vec<(&str, &[Reason])> = section
        .questions
        .iter()
        .map(|asked| (&*asked.question.id, &*asked.reasons))
        .collect();
    let stale = [Reason::Stale(day("2026-09-01"))];
    assert_eq!(asked, [("CL-02-1a", &stale[..])], "fresh for 30 days");
    assert!(section.why.is_empty());
    assert!(!section.questions[0].required, "no duty needs it");
    assert_eq!(
        section.questions[0].state,
        State::Same,
        "and 都一样 confirms it"
    );
}

fn set<const N: usize>(ids: [&str; N]) -> BTreeSet<String> {
    ids.into_iter().map(str::to_owned).collect()
}

#[test]
fn a_missing_fact_that_would_decide_a_hint_is_asked_where_a_checklist_has_words_for_it() {
    let (viewer, home) = (grid_member(), on_dibao());
    let missing = |fact: &str| {
        let missing = MissingFact {
            about: home_of(&home),
            fact: fact.into(),
            scheme: "样例".into(),
        };
        let around = nothing_owed(&home, &viewer).with_missing(vec![missing]);
        let form = form(&around);
        form.find(fact, &home_of(&home))
            .map(|asked| asked.reasons.clone())
    };
    assert_eq!(
        missing("wants_exit"),
        Some(vec![Reason::Hint("样例".into())])
    );
    assert_eq!(missing("no_such_fact"), None);
    // Whoever surely is no 低保户 is not asked it, whatever a hint would like.
    let other = crate::kit::home("h9", [person("p9", "样例乙")]);
    let wanted = MissingFact {
        about: home_of(&other),
        fact: "wants_exit".into(),
        scheme: "样例".into(),
    };
    let around = nothing_owed(&other, &viewer).with_missing(vec![wanted]);
    assert!(form(&around).find("wants_exit", &home_of(&other)).is_none());
}

#[test]
fn an_open_flag_and_an_open_need_bring_their_question_back() {
    let viewer = grid_member();
    let mut home = on_dibao();
    let flag = [OpenFlag {
        flag: FlagId::new("f1"),
        code: work()
            .flags()
            .iter()
            .find(|f| f.name == "资金漏月")
            .unwrap()
            .id
            .clone(),
        about: home_of(&home),
        household: home.id.clone(),
        day: day("2026-11-03"),
    }];
    let around = nothing_owed(&home, &viewer).with_flags(&flag);
    let raised = work()
        .checklists_in(Setting::Home)
        .flat_map(|list| &list.questions)
        .filter(|q| q.raises.iter().any(|raise| raise.flag == flag[0].code));
    assert!(raised.count() > 0);
    let form_now = form(&around);
    let reasons: Vec<&Reason> = form_now
        .questions()
        .flat_map(|asked| &asked.reasons)
        .collect();
    assert!(
        reasons.contains(&&Reason::Flag(flag[0].code.clone())),
        "{reasons:?}"
    );
    // What was wanted last time is asked after.
    home.facts
        .push(fact("help", FactValue::many(["8"]), "2026-11-03"));
    let around = nothing_owed(&home, &viewer);
    let again = form(&around);
    let help = again.find("help", &home_of(&home)).unwrap();
    assert!(help.reasons.contains(&Reason::Need("修房".into())));
}

#[test]
fn what_a_duty_asks_names_the_duty_and_is_asked_once() {
    let (viewer, home) = (grid_member(), zhao());
    let around = around(&home, &viewer, day(ON));
    let form = form(&around);
    let cooked = form.find("food_ok", &on("p1")).unwrap();
    assert_eq!(cooked.reasons, [Reason::Duty("V02".into())]);
    assert!(cooked.demanded());
    let met: Vec<_> = form
        .questions()
        .filter(|asked| asked.question.key == "visit.met")
        .collect();
    assert_eq!(met.len(), 1, "CL-01-1 and CL-03-1 are one question");
    assert_eq!(
        met[0].reasons,
        [Reason::EveryVisit, Reason::Duty("V02".into())]
    );
}

#[test]
fn a_duty_done_this_week_asks_nothing_more_and_bars_no_further_visit() {
    let (viewer, home) = (grid_member(), zhao());
    let earlier: VisitRecord = visit("v0", &home, "2026-11-16").whole("p1").record();
    let records = [earlier];
    let book = Book::new(&records, &[]);
    let around = Around::new(work(), &home, &viewer, &book, &VisitId::new("v1"), day(ON));
    assert!(around.owed.iter().all(|owed| owed.obligation.id != "V02"));
    let form = form(&around);
    assert!(form.sections.iter().all(|section| section.why.is_empty()));
    assert!(form.find("visit.met", &on("p1")).is_some());
    let last = form
        .find("visit.met", &on("p1"))
        .unwrap()
        .last
        .clone()
        .unwrap();
    assert_eq!(
        last.day,
        day("2026-11-16"),
        "whom one met last, with its day"
    );
}

#[test]
fn t14_income_and_property_are_not_asked_where_s0a_forbids_it() {
    let viewer = grid_member();
    let poor = |code: &str| {
        let mut home = home("h9", [person("p9", "样例乙")]);
        home.facts.push(fact("poor", one(code), "2026-06-01"));
        home
    };
    let asked = |home: &Household| {
        let mut around = nothing_owed(home, &viewer);
        around.owed.push(owed("CL-15", home_of(home)));
        let mut answers = Answers::default();
        answers.put(said(&home_of(home), "shock", FactValue::many(["7"])));
        let form = made(work(), &around, &answers, Mode::InPerson);
        let facts: BTreeSet<String> = form.questions().map(|a| a.question.key.clone()).collect();
        (
            facts,
            form.find("need_spend", &home_of(home))
                .is_some_and(|a| a.required),
        )
    };
    let (facts, required) = asked(&poor("1"));
    for barred in ["income_year", "asset_seen"] {
        assert!(
            !facts.contains(barred),
            "{barred} is not asked of 未脱贫建档立卡"
        );
    }
    assert!(required, "生活必需支出 is");
    let (facts, _) = asked(&poor("0"));
    assert!(facts.contains("income_year") && facts.contains("asset_seen"));
}

#[test]
fn t14_holds_in_the_record_and_closes_the_duty() {
    // The pack's own rule, not a condition of the question.
    let work = with_question("数字", "近一年总收入");
    let viewer = grid_member();
    let mut home = zhao();
    home.facts.push(fact("poor", one("1"), "2026-06-01"));
    let at = noon(day(ON));
    let book = Book::default();
    let visit = VisitId::new("v1");
    let around = Around::new(&work, &home, &viewer, &book, &visit, day(ON));
    let mut draft = Draft::new(visit.clone(), home.id.clone(), at);
    let form = draft.form(&work, &around);
    assert!(form.find("income_year", &home_of(&home)).is_none());
    loop {
        let form = draft.form(&work, &around);
        let mut asked = form.questions();
        let next = asked.find(|asked| asked.about == on("p1") && asked.given.is_none());
        let Some(next) = next else { break };
        let (q, value) = (next.question.id.clone(), some_answer(next.question));
        draft
            .answer(&work, &around, &q, &on("p1"), value, at)
            .unwrap();
    }
    let closing = Closing {
        work: &work,
        around: &around,
        book: &book,
        now: at,
        hints: &[],
        already: None,
    };
    let closed = close(&draft, &closing).unwrap();
    for op in &closed.ops {
        let body = serde_json::to_string(&op.event).unwrap();
        assert!(!body.contains("income_year"), "not even as 没问");
    }
    let done: Vec<&str> = closed.visit.duties.iter().map(|d| &*d.obligation).collect();
    assert_eq!(done, ["V02"], "what must not be asked holds no duty open");
}

/// The demonstration county with one more question in CL-03.
fn with_question(kind: &str, writes: &str) -> Work {
    let list = tanfang_packs::text("common", "checklists/CL-03.toml").unwrap();
    let more = format!(
        "\n[[q]]\nid = \"CL-03-99\"\nask = \"样例?\"\ntype = \"{kind}\"\nwrites = \"{writes}\"\n"
    );
    let list = format!("{list}{more}");
    assemble("DEMO-COUNTY", &[("common", "checklists/CL-03.toml", &list)])
        .unwrap_or_else(|findings| panic!("{}", crate::kit::list(&findings)))
}

#[test]
fn what_a_database_holds_is_shown_and_never_asked() {
    let work = with_question("日期", "出生日期");
    let viewer = grid_member();
    let mut home = zhao();
    let find = |home: &Household| {
        let (book, visit) = (Book::default(), VisitId::new("v1"));
        let around = Around::new(&work, home, &viewer, &book, &visit, day(ON));
        let form = made(&work, &around, &Answers::default(), Mode::InPerson);
        form.find("birth", &on("p1")).map(|asked| asked.state)
    };
    assert_eq!(find(&home), None);
    home.persons[0].facts.push(fact(
        "birth",
        FactValue::Day(day("1950-01-01")),
        "2020-01-01",
    ));
    assert_eq!(find(&home), Some(State::Carried));
    // No list that ships asks for such a thing at all.
    let asked = self::work()
        .checklists()
        .iter()
        .flat_map(|list| &list.questions);
    let looked_up: Vec<&str> = asked
        .filter(|question| question.is_looked_up())
        .map(|question| &*question.id)
        .collect();
    assert_eq!(looked_up, [""; 0]);
}

fn viewer_of_all() -> tanfang_domain::people::Viewer {
    viewer("w1", Role::ALL)
}

#[test]
fn one_asks_for_the_person_first_and_for_money_last() {
    let (viewer, home) = (grid_member(), zhao());
    let around = around(&home, &viewer, day(ON));
    let form = form(&around);
    let topics: Vec<Topic> = form.in_order().iter().map(|asked| asked.topic()).collect();
    assert!(topics.is_sorted());
    assert_eq!(topics.first(), Some(&Topic::Meeting));
    let count = form.questions().count();
    assert_eq!(topics.len(), count, "none is lost");
    for asked in form.questions() {
        let money = asked
            .question
            .writes
            .def()
            .is_some_and(|def| def.ty.is_money());
        assert!(
            !money || asked.topic() == Topic::Money,
            "{}",
            asked.question.id
        );
    }
}

#[test]
fn lists_of_a_patrol_and_of_the_worker_are_in_no_home() {
    let all = viewer_of_all();
    let homes = [zhao(), brothers(), on_dibao()];
    for home in &homes {
        let mut around = around(home, &all, day(ON));
        let others: Vec<&Checklist> = work()
            .checklists()
            .iter()
            .filter(|list| list.setting != Setting::Home)
            .collect();
        for list in &others {
            around.owed.push(owed(&list.id, home_of(home)));
        }
        let there = lists(&form(&around));
        assert!(others.iter().all(|list| !there.contains(&list.id)));
    }
    assert!(work().checklists_about_place().count() > 0);
    assert!(work().checklists_about_worker().count() > 0);
}

#[test]
fn a_visit_by_phone_asks_what_a_duty_by_phone_asks_and_closes_only_if_somebody_was_reached() {
    let (viewer, home) = (grid_member(), zhao());
    let mut around = around(&home, &viewer, day(ON));
    let empty = Answers::default();
    assert!(
        made(work(), &around, &empty, Mode::Phone)
            .sections
            .is_empty()
    );
    let mut daily = owed("CL-16", on("p1"));
    daily.by_call = true;
    around.owed.push(daily);
    around.events.insert("疫情防控".into());
    let form = made(work(), &around, &empty, Mode::Phone);
    assert_eq!(lists(&form), set(["CL-16"]));
    assert!(form.find("visit.met", &on("p1")).is_none());
    assert!(form.find("visit.reached", &on("p1")).unwrap().required);
    let at = noon(day(ON));
    let mut draft = Draft::new(VisitId::new("v1"), home.id.clone(), at);
    draft.mode = Mode::Phone;
    let book = Book::default();
    let closing = Closing {
        work: work(),
        around: &around,
        book: &book,
        now: at,
        hints: &[],
        already: None,
    };
    let unsaid = close(&draft, &closing).unwrap_err();
    assert!(matches!(unsaid, CloseError::ReachedUnanswered { .. }));
    let reached = form
        .find("visit.reached", &on("p1"))
        .unwrap()
        .question
        .id
        .clone();
    draft
        .answer(work(), &around, &reached, &on("p1"), one("3"), at)
        .unwrap();
    let nobody = close(&draft, &closing).unwrap_err();
    assert!(matches!(nobody, CloseError::ReachedNobody { .. }));
    draft
        .answer(work(), &around, &reached, &on("p1"), one("1"), at)
        .unwrap();
    let closed = close(&draft, &closing).unwrap();
    assert_eq!(closed.visit.mode, Mode::Phone);
    assert_eq!(closed.visit.seen.len(), 1, "whom it reached, by phone");
    let kept = closed.ops.iter().any(|op| match &op.event {
        Event::VisitAnswers(body) => body
            .answers
            .iter()
            .any(|answer| answer.writes.as_deref() == Some("visit.reached")),
        _ => false,
    });
    assert!(kept, "whom it reached stands in the record");
}

#[test]
fn an_unclear_answer_stays_unclear_and_is_never_offered_to_confirm() {
    let viewer = grid_member();
    let mut home = zhao();
    home.persons[0]
        .facts
        .push(fact("room_clean", FactValue::Unclear, "2026-11-12"));
    let around = around(&home, &viewer, day(ON));
    let at = noon(day(ON));
    let mut draft = Draft::new(VisitId::new("v1"), home.id.clone(), at);
    let form = draft.form(work(), &around);
    let asked = form.find("room_clean", &on("p1")).unwrap();
    assert_eq!(asked.state, State::Ask);
    assert_eq!(
        asked.last.as_ref().unwrap().value,
        FactValue::Unclear,
        "it is shown"
    );
    draft.same(work(), &around, None, at).unwrap();
    assert!(draft.answers.get("room_clean", &on("p1")).is_none());
}

// ---- mechanisms §6.1

#[test]
fn misreading_6_1_1_one_generic_form_for_all_classes() {
    let viewer = grid_member();
    let (apart, dibao) = (zhao(), on_dibao());
    let mut of_dibao = nothing_owed(&dibao, &viewer);
    of_dibao.owed.push(owed("CL-02", home_of(&dibao)));
    assert_eq!(
        lists(&form(&around(&apart, &viewer, day(ON)))),
        set(["CL-01", "CL-03"])
    );
    assert_eq!(lists(&form(&of_dibao)), set(["CL-01", "CL-02"]));
}

#[test]
fn misreading_6_1_2_yes_or_no_without_unclear() {
    for question in work().checklists().iter().flat_map(|list| &list.questions) {
        let evidence = [AnswerKind::Photo, AnswerKind::Signature].contains(&question.kind);
        if question.writes.is_meeting() || evidence {
            continue;
        }
        assert!(
            question.check(&FactValue::Unclear).is_ok(),
            "{}",
            question.id
        );
    }
}

#[test]
fn misreading_6_1_3_free_text_where_the_sources_name_codes() {
    // 五未, causes and wishes are choices, and no fact that a rule reads is a text.
    let dictionary = work().dictionary();
    for key in ["gaps", "cause", "help", "shock"] {
        let def = dictionary.fact(key).unwrap();
        assert!(
            matches!(def.ty, tanfang_policy::dict::Type::Many(_)),
            "{key}"
        );
    }
}

#[test]
fn misreading_6_1_5_papers_that_databases_hold_are_demanded() {
    for question in work().checklists().iter().flat_map(|list| &list.questions) {
        let looked_up = question
            .writes
            .def()
            .is_some_and(|def| def.how == Learned::Database);
        assert!(
            !looked_up
                || question.is_looked_up()
                    && question.carried() != tanfang_domain::checklist::question::Carry::Always,
            "{} would be asked",
            question.id
        );
    }
}

#[test]
fn misreading_6_1_6_a_question_about_persons_is_asked_of_the_home() {
    let (viewer, home) = (grid_member(), brothers());
    let around = around(&home, &viewer, day(ON));
    let form = form(&around);
    for person in ["p2", "p3"] {
        assert!(form.find("health", &on(person)).is_some());
        assert!(form.find("visit.met", &on(person)).is_some());
    }
    for question in work().checklists().iter().flat_map(|list| &list.questions) {
        if let Some(def) = question.writes.def()
            && def.about == tanfang_policy::dict::About::Person
        {
            let (list, _) = work().question(&question.id).unwrap();
            let each = question.each != tanfang_domain::checklist::question::Each::Section;
            assert!(each || list.about == def.about, "{}", question.id);
        }
    }
}

#[test]
fn misreading_6_1_7_an_unseen_person_passes() {
    let (viewer, home) = (grid_member(), brothers());
    let around = around(&home, &viewer, day(ON));
    let at = noon(day(ON));
    let draft = Draft::new(VisitId::new("v1"), home.id.clone(), at);
    let book = Book::default();
    let closing = Closing {
        work: work(),
        around: &around,
        book: &book,
        now: at,
        hints: &[],
        already: None,
    };
    let error = close(&draft, &closing).unwrap_err();
    assert!(matches!(error, CloseError::MetUnanswered { persons } if persons.len() == 2));
}

#[test]
fn misreading_6_1_8_the_state_of_a_home_is_asked_as_clean_or_not() {
    let list = work().checklist("CL-03").unwrap();
    let asked: BTreeSet<&str> = list.questions.iter().map(|q| &*q.key).collect();
    for key in ["book_home", "agree_signed", "carer_came", "want_home"] {
        assert!(asked.contains(key), "{key}");
    }
}

#[test]
fn misreading_6_1_9_a_question_without_consequence() {
    // What is answered goes somewhere: a fact, a ledger, or a need.
    for list in work().checklists() {
        for question in &list.questions {
            let somewhere = question.writes.in_op().is_some() || !question.needs.is_empty();
            assert!(somewhere, "{}", question.id);
        }
    }
}
