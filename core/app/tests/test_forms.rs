//! 暂停, 电话可以代替上门 and 巡查: written in a short form, shown, taken back.

use crate::help::Village;
use tanfang_app::view::{Action, FormView, InputValue, QuestionView, Screen, VisitInput};
use tanfang_app::{AppError, ErrorKind};

const WITH_TIME: &str = "2026-11-20 10:00";
/// Alone in a home of the clean list.
const ALONE: &str = "赵满仓";

fn question<'a>(form: &'a FormView, ask: &str) -> &'a QuestionView {
    let mut questions = form.groups.iter().flat_map(|group| &group.questions);
    let found = questions.find(|question| question.ask.contains(ask));
    found.unwrap_or_else(|| panic!("{ask}"))
}

fn write(village: &Village, form: &str, ask: &str, text: &str) -> FormView {
    let key = question(&village.app.form(form).unwrap(), ask).key.clone();
    let value = InputValue::Type { text: text.into() };
    village
        .app
        .form_answer(form, &VisitInput { key, value })
        .unwrap()
}

fn choose(village: &Village, form: &str, ask: &str, labels: &[&str]) -> FormView {
    let view = village.app.form(form).unwrap();
    let asked = question(&view, ask);
    let codes = labels.iter().map(|label| {
        let found = asked.options.iter().find(|option| option.label == *label);
        found.unwrap_or_else(|| panic!("{label}")).code.clone()
    });
    let value = InputValue::Choose {
        codes: codes.collect(),
    };
    let key = asked.key.clone();
    village
        .app
        .form_answer(form, &VisitInput { key, value })
        .unwrap()
}

fn labelled<'a>(actions: &'a [Action], words: &str) -> Option<&'a Action> {
    actions.iter().find(|action| action.label.contains(words))
}

fn pause_form(village: &Village) -> String {
    let home = village.home(ALONE);
    let begin = labelled(&home.more, "先不走访").unwrap();
    let screen = village.app.send(&begin.intent).unwrap().go.unwrap();
    let Screen::Form { key } = screen else {
        panic!("{screen:?}");
    };
    key
}

fn error(village: &Village, form: &str) -> AppError {
    let view = village.app.form(form).unwrap();
    village.app.send(&view.primary.intent).unwrap_err()
}

#[test]
fn who_is_paused_is_named_by_a_letter_under_cover() {
    let village = Village::new(WITH_TIME);
    let homes = village.app.homes("").unwrap();
    let rows = homes.groups.iter().flat_map(|group| &group.rows);
    let homes = rows.map(|row| village.app.home(&row.household).unwrap());
    let several = homes.into_iter().find(|home| home.persons.len() > 1);
    let several = several.expect("a home of several");
    let begin = labelled(&several.more, "先不走访").unwrap();
    let Some(Screen::Form { key }) = village.app.send(&begin.intent).unwrap().go else {
        panic!("a form opens");
    };
    let form = village.app.form(&key).unwrap();
    let people = question(&form, "哪个人").options.clone();
    assert!(people.len() > 2, "{people:?}");
    // The first is the whole home.
    for person in &people[1..] {
        let masked = person.masked.as_deref().unwrap();
        assert!(masked.ends_with('*') && !person.label.contains('*'));
        assert_eq!(masked.chars().next(), person.label.chars().next());
    }
}

#[test]
fn phrases_go_into_a_note_by_a_tap_beside_what_was_typed() {
    let village = Village::new(WITH_TIME);
    let form = "patrol";
    let asked = |view: &FormView| question(view, "补一句").clone();
    let view = village.app.form(form).unwrap();
    let offered: Vec<String> = asked(&view)
        .options
        .iter()
        .map(|o| o.label.clone())
        .collect();
    assert!(offered.len() >= 3, "{offered:?}");
    write(&village, form, "补一句", "桥头积水");
    let view = choose(&village, form, "补一句", &[&offered[0]]);
    let note = asked(&view);
    assert_eq!(note.value.unwrap(), format!("桥头积水;{}", offered[0]));
    assert!(note.options[0].chosen && !note.options[1].chosen);
    // What is not offered is refused; a phrase that is taken out leaves the rest.
    let key = asked(&view).key;
    let value = InputValue::Choose {
        codes: vec!["别的".into()],
    };
    let input = VisitInput { key, value };
    let error = village.app.form_answer(form, &input).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    let value = InputValue::Choose { codes: Vec::new() };
    let input = VisitInput { value, ..input };
    let view = village.app.form_answer(form, &input).unwrap();
    assert_eq!(asked(&view).value.as_deref(), Some("桥头积水"));
}

#[test]
fn a_pause_says_who_approved_it_and_is_lifted_and_taken_back() {
    let village = Village::new(WITH_TIME);
    let form = pause_form(&village);
    let view = choose(&village, &form, "为什么", &["住院"]);
    assert!(!view.primary.enabled);
    let view = write(&village, &form, "到哪天", "2026-12-05");
    assert!(view.primary.note.unwrap().contains("谁同意"));
    let view = write(&village, &form, "谁同意", "陈样例");
    assert!(view.primary.enabled, "{:?}", view.primary.note);
    let done = village.app.send(&view.primary.intent).unwrap();
    assert!(done.sentence.contains("12月5日"), "{}", done.sentence);
    // It stands on the home with who approved it, and is lifted by one tap.
    let home = village.home(ALONE);
    let lift = labelled(&home.more, "可以去了").unwrap();
    assert!(lift.note.as_deref().unwrap().contains("陈样例"));
    let lifted = village.app.send(&lift.intent).unwrap();
    assert!(labelled(&village.home(ALONE).more, "可以去了").is_none());
    // Lifting it was wrong: it stands again.
    village.app.send(&lifted.undo.unwrap().intent).unwrap();
    assert!(labelled(&village.home(ALONE).more, "可以去了").is_some());
    // Setting it was wrong: nothing is left of it.
    village.app.send(&done.undo.unwrap().intent).unwrap();
    assert!(labelled(&village.home(ALONE).more, "可以去了").is_none());
}

#[test]
fn a_pause_that_ends_before_it_begins_is_refused_and_the_form_stays() {
    let village = Village::new(WITH_TIME);
    let form = pause_form(&village);
    choose(&village, &form, "为什么", &["别的原因"]);
    write(&village, &form, "谁同意", "陈样例");
    let view = write(&village, &form, "到哪天", "2026-11-01");
    assert!(view.primary.note.unwrap().contains("别的原因"));
    write(&village, &form, "还要说一句", "回娘家");
    let refused = error(&village, &form);
    assert_eq!(refused.kind, ErrorKind::Invalid);
    assert_eq!(refused.code, "span_backwards");
    write(&village, &form, "到哪天", "2046-11-01");
    assert_eq!(error(&village, &form).code, "span_too_far");
    let kept = village.app.form(&form).unwrap();
    assert_eq!(question(&kept, "谁同意").value.as_deref(), Some("陈样例"));
}

#[test]
fn calls_stand_for_visits_by_a_paper_and_until_it_ends() {
    let village = Village::new(WITH_TIME);
    let form = "order";
    write(&village, form, "哪个文件", "样例乡镇通知第1号");
    let view = write(&village, form, "到哪天", "2026-11-30");
    let done = village.app.send(&view.primary.intent).unwrap();
    assert_eq!(done.go, Some(Screen::Events));
    let page = village.app.events().unwrap();
    let lines: Vec<&str> = page
        .blocks
        .iter()
        .flat_map(|block| &block.lines)
        .map(|line| line.text.text.as_str())
        .collect();
    assert!(lines.iter().any(|line| line.contains("样例乡镇通知第1号")));
    let actions: Vec<Action> = page.blocks.into_iter().flat_map(|b| b.actions).collect();
    let end = labelled(&actions, "结束了").unwrap();
    village.app.send(&end.intent).unwrap();
    let page = village.app.events().unwrap();
    let actions: Vec<Action> = page.blocks.into_iter().flat_map(|b| b.actions).collect();
    assert!(labelled(&actions, "结束了").is_none());
}

#[test]
fn a_round_keeps_its_groups_and_clues_and_clues_stand_among_the_flags() {
    let village = Village::new(WITH_TIME);
    let form = "patrol";
    let view = village.app.form(form).unwrap();
    let group = question(&view, "哪几个组").options[0].label.clone();
    choose(&village, form, "哪几个组", &[&group]);
    let before = village.app.form(form).unwrap().groups.len();
    let view = write(&village, form, "在哪里", "石桥东头");
    // One thing was seen, so the next is asked for.
    assert_eq!(view.groups.len(), before + 1);
    let view = choose(&village, form, "是哪种情况", &["流浪乞讨"]);
    let done = village.app.send(&view.primary.intent).unwrap();
    assert_eq!(done.go, Some(Screen::Flags));
    let flags = village.app.flags().unwrap();
    let row = flags
        .rows
        .iter()
        .find(|row| row.text.text.contains("石桥东头"))
        .unwrap();
    assert!(row.text.text.contains("流浪乞讨"), "{}", row.text.text);
    assert!(!row.text.masked.contains("石桥东头"));
    village.app.send(&done.undo.unwrap().intent).unwrap();
    let flags = village.app.flags().unwrap();
    let left = flags.rows.iter().any(|row| row.text.text.contains("石桥"));
    assert!(!left);
}

#[test]
fn a_clue_without_a_place_is_not_written_down() {
    let village = Village::new(WITH_TIME);
    let form = "patrol";
    let view = choose(&village, form, "是哪种情况", &["流浪乞讨"]);
    assert!(!view.primary.enabled);
    assert!(view.primary.note.unwrap().contains("在哪里"));
    let refused = error(&village, form);
    assert_eq!(refused.code, "form_missing");
}

#[test]
fn cl_25_asks_for_every_standard_in_force_and_keeps_nothing() {
    let village = Village::new(WITH_TIME);
    let more = village.app.more().unwrap();
    let screen = Screen::Form { key: "oral".into() };
    assert!(
        more.entries
            .iter()
            .any(|entry| entry.go.as_ref() == Some(&screen))
    );
    let form = village.app.form("oral").unwrap();
    // What the source names comes first.
    assert_eq!(form.groups[0].key, "CL-25");
    assert!(
        form.groups[0]
            .questions
            .iter()
            .any(|q| q.ask.contains("低保标准"))
    );
    assert!(!form.groups[0].folded);
    // Then each scheme in force with each of its standards that somebody has set, once.
    let policies = village.app.policies("").unwrap();
    let generated = &form.groups[1..];
    assert!(!generated.is_empty());
    let mut keys: Vec<&str> = Vec::new();
    for group in generated {
        let row = policies
            .rows
            .iter()
            .find(|row| row.key == group.key)
            .unwrap();
        assert_eq!(group.title, row.name);
        let policy = village.app.policy(&row.key).unwrap();
        for question in &group.questions {
            assert_eq!(question.last, None, "what is asked for is not shown before");
            let of = |n: &&tanfang_app::view::HintNumber| question.ask.contains(&n.name);
            assert!(!policy.numbers.iter().find(of).unwrap().unset);
            keys.push(&question.key);
        }
    }
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all);
    for policy in policies
        .rows
        .iter()
        .map(|row| village.app.policy(&row.key).unwrap())
    {
        for number in policy.numbers.iter().filter(|number| !number.unset) {
            let mut asked = generated.iter().flat_map(|group| &group.questions);
            assert!(
                asked.any(|q| q.ask.contains(&number.name)),
                "{}",
                number.name
            );
        }
    }
    // Whoever has answered sees the value, its day and source, and where to read.
    let (group, asked) = (&generated[0], &generated[0].questions[0]);
    let pick = |code: &str| {
        let codes = vec![code.to_owned()];
        let value = InputValue::Choose { codes };
        let key = asked.key.clone();
        village
            .app
            .form_answer("oral", &VisitInput { key, value })
            .unwrap()
    };
    let shown = |form: &FormView| {
        let found = form.groups.iter().find(|other| other.key == group.key);
        found.unwrap().questions[0].last.clone().unwrap().text
    };
    let leads = |form: &FormView| {
        let to = Screen::Policy {
            key: group.key.clone(),
        };
        form.lines.iter().any(|line| line.go.as_ref() == Some(&to))
    };
    let form = pick("clear");
    assert!(shown(&form).starts_with("对一对:"), "{}", shown(&form));
    assert!(!leads(&form));
    let form = pick("unclear");
    assert!(leads(&form), "{:?}", form.lines);
    // No number of right answers stands anywhere, and nothing is written.
    let ops = || {
        village
            .app
            .with_store_for_tests(|store| store.head().unwrap().seq)
    };
    let before = ops();
    let done = village.app.send(&form.primary.intent).unwrap();
    assert!(done.sentence.contains("什么也没有存"));
    assert_eq!(ops(), before);
    let form = village.app.form("oral").unwrap();
    assert!(
        form.groups
            .iter()
            .flat_map(|g| &g.questions)
            .all(|q| !q.answered)
    );
}
