//! 今天 by filter and way, 本月, 没见到人, 事件 and the short forms.

use crate::help::{Village, roster};
use tanfang_app::ErrorKind;
use tanfang_app::view::{
    Action, FormView, InputValue, Intent, PageView, QuestionView, Screen, TodayView, VisitInput,
};

fn village() -> Village {
    Village::new("2026-11-20 10:00")
}

fn homes(view: &TodayView) -> Vec<&str> {
    let cards = view.groups.iter().flat_map(|group| &group.cards);
    cards.map(|card| card.household.as_str()).collect()
}

/// The filter that a choice leads to.
fn choice(view: &TodayView, label: &str) -> String {
    let mut choices = view.filters.iter().flat_map(|row| &row.choices);
    let found = choices.find(|choice| choice.label == label);
    found.unwrap_or_else(|| panic!("{label}")).key.clone()
}

fn question<'a>(form: &'a FormView, ask: &str) -> &'a QuestionView {
    let mut questions = form.groups.iter().flat_map(|group| &group.questions);
    let found = questions.find(|question| question.ask.contains(ask));
    found.unwrap_or_else(|| panic!("{ask}"))
}

impl Village {
    fn fill(&self, form: &str, ask: &str, value: InputValue) -> FormView {
        let key = question(&self.app.form(form).unwrap(), ask).key.clone();
        self.app
            .form_answer(form, &VisitInput { key, value })
            .unwrap()
    }

    fn pick(&self, form: &str, ask: &str, labels: &[&str]) -> FormView {
        let view = self.app.form(form).unwrap();
        let options = &question(&view, ask).options;
        let codes = labels.iter().map(|label| {
            let found = options.iter().find(|option| option.label == *label);
            found.unwrap_or_else(|| panic!("{label}")).code.clone()
        });
        let codes = codes.collect();
        self.fill(form, ask, InputValue::Choose { codes })
    }
}

fn typed(text: &str) -> InputValue {
    InputValue::Type { text: text.into() }
}

fn action<'a>(page: &'a PageView, label: &str) -> &'a Action {
    let mut actions = page.blocks.iter().flat_map(|block| &block.actions);
    let found = actions.find(|action| action.label == label);
    found.unwrap_or_else(|| panic!("{label}"))
}

fn lines(page: &PageView) -> Vec<&str> {
    let lines = page.blocks.iter().flat_map(|block| &block.lines);
    lines.map(|line| line.text.text.as_str()).collect()
}

#[test]
fn the_way_shows_every_home_once_and_nothing_else() {
    let village = village();
    let all = village.today();
    let way = village.app.today_by(&choice(&all, "按顺路"), "").unwrap();
    let (mut by_group, mut by_way) = (homes(&all), homes(&way));
    by_group.sort_unstable();
    by_way.sort_unstable();
    assert_eq!(by_group, by_way);
    assert!(
        way.groups[0].title.starts_with("今天顺路"),
        "{:?}",
        way.groups[0].title
    );
    assert!(all.summary.unwrap().contains("今天顺路"));
}

#[test]
fn a_filter_leaves_one_group_and_a_search_one_home() {
    let village = village();
    let all = village.today();
    let second = village.app.today_by(&choice(&all, "二组"), "").unwrap();
    assert_eq!(second.groups.len(), 1);
    assert!(second.groups[0].title.contains("二组"));
    assert!(homes(&second).len() < homes(&all).len());
    let found = village.app.today_by("", "zmc").unwrap();
    assert_eq!(homes(&found), [village.find("赵满仓")]);
    // Both at once: the home of the search is not of that group.
    let third = choice(&all, "一组");
    let none = village.app.today_by(&third, "zmc").unwrap();
    if none.groups.is_empty() {
        assert!(none.empty.is_some());
    }
    // What no view gave shows everything.
    let odd = village.app.today_by("{odd}", "").unwrap();
    assert_eq!(homes(&odd), homes(&all));
}

#[test]
fn a_draft_of_nine_days_ago_is_still_shown() {
    let village = village();
    let visit = village.open("赵满仓");
    assert!(village.today().drafts[0].text.text.contains("今天没写完"));
    village.now("2026-11-29 10:00");
    let today = village.today();
    assert_eq!(today.drafts.len(), 1);
    assert!(today.drafts[0].text.text.contains("9天前没写完"));
    assert_eq!(today.drafts[0].go, Some(Screen::Visit { visit }));
}

#[test]
fn nobody_at_home_takes_two_taps_and_says_when_to_try_again() {
    let village = village();
    let home = village.find("赵满仓");
    let cards = village.today();
    let mut all = cards.groups.iter().flat_map(|group| &group.cards);
    let card = all.find(|card| card.household == home).unwrap();
    let Intent::Go { screen } = &card.missed.intent else {
        panic!("one tap leads to the page");
    };
    assert_eq!(
        *screen,
        Screen::Missed {
            household: home.clone()
        }
    );
    let page = village.app.missed(&home).unwrap();
    let done = village.send(&action(&page, "家里没人").intent).unwrap();
    assert!(done.sentence.contains("不算走访"), "{}", done.sentence);
    // Friday morning failed; the week ends on Sunday.
    assert!(
        done.sentence.contains("11月21日 周六下午"),
        "{}",
        done.sentence
    );
    assert!(village.is_due("赵满仓"), "an attempt is no visit");
    let page = village.app.missed(&home).unwrap();
    assert!(lines(&page).iter().any(|line| line.contains("赵小川")));
    // Taken back, it never was.
    village.send(&done.undo.unwrap().intent).unwrap();
    let page = village.app.missed(&home).unwrap();
    assert!(!lines(&page).iter().any(|line| line.contains("赵小川")));
}

#[test]
fn when_somebody_is_at_home_is_remembered_and_proposed() {
    let village = village();
    let home = village.find("赵满仓");
    let page = village.app.missed(&home).unwrap();
    village.send(&action(&page, "晚上").intent).unwrap();
    let page = village.app.missed(&home).unwrap();
    assert!(
        lines(&page).iter().any(|line| line.contains("晚上")),
        "{page:?}"
    );
    let chosen = action(&page, "晚上(记着)");
    village.send(&chosen.intent.clone()).unwrap();
    let page = village.app.missed(&home).unwrap();
    action(&page, "晚上");
}

#[test]
fn why_says_the_same_next_try_as_the_page_of_the_failed_trip() {
    let village = village();
    let home = village.find("赵满仓");
    let next = |page: &PageView| {
        let found = lines(page).into_iter().find(|line| line.contains("去试试"));
        found.expect("a next try").to_owned()
    };
    // The 21st is a market day; somebody is at home in the evening.
    village.pick("plan", "逢几", &["逢1"]);
    village
        .send(&Intent::SubmitForm { key: "plan".into() })
        .unwrap();
    let page = village.app.missed(&home).unwrap();
    village.send(&action(&page, "晚上").intent).unwrap();
    let before = next(&village.app.missed(&home).unwrap());
    let page = village.app.missed(&home).unwrap();
    let done = village.send(&action(&page, "家里没人").intent).unwrap();
    assert!(done.sentence.contains(&before), "{}", done.sentence);
    let view = village.app.home(&home).unwrap();
    let mut asked = 0;
    for line in &view.due {
        let Some(Screen::Why { key }) = &line.go else {
            continue;
        };
        let why = village.app.why(key).unwrap();
        let texts: Vec<&str> = why.lines.iter().map(|l| l.text.text.as_str()).collect();
        let tries = texts.iter().filter(|text| text.starts_with("可以"));
        for said in tries {
            assert_eq!(*said, before);
            asked += 1;
        }
    }
    assert!(asked > 0, "a duty of the worker's own says when: {view:?}");
    assert!(before.contains("11月22日"), "{before}");
}

#[test]
fn a_month_plans_every_open_home_and_counts_what_was_done() {
    let village = village();
    let month = village.app.month(None).unwrap();
    assert_eq!(month.month, "2026-11");
    assert_eq!(month.days.len(), 30);
    // 2026-11-01 is a Sunday: six cells stand before it.
    assert_eq!(month.offset, 6);
    let planned: u32 = month.days.iter().map(|day| day.planned).sum();
    assert!(planned > 0, "{}", month.summary);
    let before = month
        .days
        .iter()
        .filter(|day| day.day.as_str() < "2026-11-20");
    assert_eq!(
        before.map(|day| day.planned).sum::<u32>(),
        0,
        "nothing is planned in the past"
    );
    village.visit("赵满仓");
    let month = village.app.month(Some("2026-11")).unwrap();
    let today = month.days.iter().find(|day| day.today).unwrap();
    assert_eq!((today.day.as_str(), today.done), ("2026-11-20", 1));
    let bad = village.app.month(Some("2026-W47")).unwrap_err();
    assert_eq!(bad.kind, ErrorKind::Invalid);
}

#[test]
fn nothing_is_planned_on_a_day_on_which_nobody_goes() {
    let village = village();
    let month = village.app.month(None).unwrap();
    let day = month.days.iter().find(|day| day.planned > 0).unwrap();
    let toggle = day.toggle.clone().unwrap();
    village.send(&toggle.intent).unwrap();
    let after = village.app.month(None).unwrap();
    let same = after
        .days
        .iter()
        .find(|other| other.day == day.day)
        .unwrap();
    assert_eq!(same.planned, 0);
    assert_eq!(same.marks.last().map(String::as_str), Some("不去"));
    let back = same.toggle.clone().unwrap();
    assert_eq!(back.label, "这天能去");
    village.send(&back.intent).unwrap();
    assert_eq!(village.app.month(None).unwrap(), month);
}

#[test]
fn market_days_and_free_weekdays_are_kept_by_a_form() {
    let village = village();
    village.pick("plan", "哪几天不去", &["周日"]);
    village.pick("plan", "逢几赶集", &["逢0"]);
    village.pick("plan", "哪个历", &["公历"]);
    let form = village.app.form("plan").unwrap();
    assert!(form.primary.enabled && question(&form, "哪几天不去").answered);
    village.send(&form.primary.intent).unwrap();
    let month = village.app.month(None).unwrap();
    let marks = |day: &str| {
        let found = month.days.iter().find(|other| other.day == day).unwrap();
        found.marks.clone()
    };
    assert!(marks("2026-11-20").contains(&"集".to_owned()));
    assert!(marks("2026-11-22").contains(&"不去".to_owned()));
    let notes = village.today().notes;
    assert!(notes.iter().any(|note| note.text.text.contains("逢集")));
    // The form is empty again, and shows what is kept.
    let form = village.app.form("plan").unwrap();
    assert!(question(&form, "哪几天不去").options[6].chosen);
    village.fill("plan", "从哪天开始", typed("2026-06-01"));
    let form = village.app.form("plan").unwrap();
    let half = village.send(&form.primary.intent).unwrap_err();
    assert_eq!(half.kind, ErrorKind::Invalid);
}

#[test]
fn a_form_takes_only_what_it_offers() {
    let village = village();
    let key = question(&village.app.form("plan").unwrap(), "一天最多")
        .key
        .clone();
    let put = |value| {
        village.app.form_answer(
            "plan",
            &VisitInput {
                key: key.clone(),
                value,
            },
        )
    };
    assert_eq!(put(typed("三")).unwrap_err().code, "number_bad");
    let codes = vec!["1".to_owned()];
    assert_eq!(
        put(InputValue::Choose { codes }).unwrap_err().code,
        "answer_code"
    );
    assert_eq!(put(InputValue::Same).unwrap_err().code, "answer_kind");
    let none = VisitInput {
        key: "odd".into(),
        value: InputValue::Clear,
    };
    assert_eq!(
        village.app.form_answer("plan", &none).unwrap_err().kind,
        ErrorKind::NotFound
    );
    assert_eq!(
        village.app.form("odd").unwrap_err().kind,
        ErrorKind::NotFound
    );
    put(typed("3")).unwrap();
    village
        .send(&Intent::DropForm { key: "plan".into() })
        .unwrap();
    assert!(!question(&village.app.form("plan").unwrap(), "一天最多").answered);
}

#[test]
fn an_event_begins_says_what_it_changes_and_ends() {
    let village = Village::empty("2026-11-20 10:00", "孙建民", "TownshipOfficer", 3);
    let look = village.app.import_look(&roster("clean.xlsx")).unwrap();
    village.send(&look.primary.intent).unwrap();
    let form = village.app.form("event").unwrap();
    assert!(!form.primary.enabled);
    let early = village.send(&form.primary.intent).unwrap_err();
    assert_eq!(early.code, "form_missing");
    let name = question(&form, "什么事").options[0].label.clone();
    let form = village.pick("event", "什么事", &[&name]);
    assert!(form.lines.last().unwrap().text.text.contains("照样走访"));
    village.fill("event", "从哪天起", typed("2026-11-10"));
    village.fill("event", "谁通知的", typed("石板镇通知"));
    let form = village.app.form("event").unwrap();
    village.send(&form.primary.intent).unwrap();
    let page = village.app.events().unwrap();
    // The event stands first; which contacts are allowed meanwhile stands below.
    assert_eq!(page.blocks.len(), 2);
    assert!(page.blocks[0].title.text.starts_with(&name));
    assert!(lines(&page).contains(&"通知来自:石板镇通知"));
    village.send(&action(&page, "结束了").intent).unwrap();
    let page = village.app.events().unwrap();
    assert!(lines(&page).contains(&"11月10日到11月19日"), "{page:?}");
    // An event that never was is not shown.
    village.pick("event", "什么事", &[&name]);
    let form = village.app.form("event").unwrap();
    village.send(&form.primary.intent).unwrap();
    let page = village.app.events().unwrap();
    assert_eq!(page.blocks.len(), 3);
    village
        .send(&action(&page, "记错了,没有这回事").intent)
        .unwrap();
    assert_eq!(village.app.events().unwrap().blocks.len(), 2);
}

#[test]
fn why_a_form_asks_is_one_tap_away() {
    let village = village();
    let form = village.app.form("plan").unwrap();
    let Screen::Why { key } = &question(&form, "哪几天不去").why else {
        panic!("why leads to a reason");
    };
    assert!(!village.app.why(key).unwrap().lines.is_empty());
}

#[test]
fn every_campaign_opens_and_a_wrong_one_is_not_found() {
    let village = Village::new("2020-05-10 10:00");
    let list = village.app.campaigns().unwrap();
    assert_eq!(list.blocks[0].title.text, "正在进行");
    for block in list.blocks.iter().skip(1) {
        let Some(Screen::Campaign { key }) = &block.go else {
            panic!("a campaign leads to its coverage");
        };
        let page = village.app.campaign(key).unwrap();
        assert_eq!(page.title.text, block.title.text);
        assert!(!page.blocks[0].lines.is_empty());
        for class in page.blocks.iter().filter_map(|block| block.go.as_ref()) {
            if let Screen::Campaign { key } = class {
                village.app.campaign(key).unwrap();
            }
        }
    }
    let odd = village.app.campaign("odd").unwrap_err();
    assert_eq!(odd.kind, ErrorKind::NotFound);
}

#[test]
fn a_campaign_says_whether_it_is_ahead_or_over() {
    let village = Village::new("2020-04-20 10:00");
    let heads = || {
        let list = village.app.campaigns().unwrap();
        let heads = list.blocks.into_iter().filter(|block| block.go.is_none());
        heads.map(|block| block.title.text).collect::<Vec<_>>()
    };
    let key = "S0A-shaicha";
    let said = || village.app.campaign(key).unwrap().blocks.remove(0).lines;
    assert_eq!(heads(), ["将要开始"]);
    assert_eq!(said()[1].text.text, "还没开始。到时候要见40个。");
    let page = village.app.campaign(key).unwrap();
    let mut titles = page.blocks.iter().map(|block| &block.title.text);
    assert!(!titles.any(|title| title.contains("还没见到")), "{page:?}");
    village.now("2020-05-01 00:00");
    assert_eq!(heads(), ["正在进行"]);
    assert!(said()[1].text.text.contains("40个里见到0个"));
    village.now("2020-05-31 23:59");
    assert_eq!(heads(), ["正在进行"]);
    village.visit("李秀兰");
    village.now("2020-06-01 00:00");
    assert_eq!(heads(), ["已结束"]);
    let lines = said();
    assert_eq!(lines[0].text.text, "2020年5月1日到2020年5月31日");
    assert_eq!(lines[1].text.text, "已结束");
    assert!(lines[2].text.text.contains("40个里见到1个"), "{lines:?}");
}

#[test]
fn a_campaign_before_there_were_records_counts_nobody() {
    let village = village();
    let page = village.app.campaign("S0A-shaicha").unwrap();
    let words = lines(&page);
    assert!(words.contains(&"本机没有这次活动的记录,见到没见到说不准。"));
    assert!(!words.iter().any(|line| line.contains("个里")), "{words:?}");
    let left = page
        .blocks
        .iter()
        .find(|block| block.title.text.contains("还没见到"));
    assert_eq!(left, None);
}

#[test]
fn a_campaign_of_an_empty_roster_has_nobody_to_see() {
    let village = Village::empty("2020-05-10 10:00", "赵小川", "GridMember", 7);
    let page = village.app.campaign("S0A-shaicha").unwrap();
    assert!(lines(&page).contains(&"名册里现在没有要见的。"), "{page:?}");
    assert!(!lines(&page).iter().any(|line| line.contains("0个里")));
    // One that only gathers the others, and a report, says so.
    let page = village.app.campaign("S0A-jiuguo").unwrap();
    assert!(lines(&page).contains(&"这次活动没有另外写要见谁。"));
}

/// Lines of the block of a page that has a title.
fn block<'a>(page: &'a PageView, title: &str) -> Vec<&'a str> {
    let found = page.blocks.iter().find(|block| block.title.text == title);
    let lines = found.into_iter().flat_map(|block| &block.lines);
    lines.map(|line| line.text.text.as_str()).collect()
}

#[test]
fn a_campaign_shows_what_was_found_of_everybody_by_the_five_omissions() {
    let village = Village::new("2020-05-10 10:00");
    let key = "S0A-shaicha";
    assert_eq!(
        block(&village.app.campaign(key).unwrap(), "筛查结果"),
        [""; 0]
    );
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.choose(&visit, "要乡镇跟进的问题", "应补未补");
    village.rest(&visit);
    village.close(&visit).unwrap();
    village.visit("李秀兰");
    let page = village.app.campaign(key).unwrap();
    let found = block(&page, "筛查结果");
    let has = |words: &str| found.iter().any(|line| line.contains(words));
    for kind in ["应保未保", "应兜未兜", "应养未养", "应救未救"] {
        assert!(has(&format!("{kind} 0个")), "{kind}: {found:?}");
    }
    assert!(has("应补未补 1个") && has("没看到 "), "{found:?}");
    assert!(
        has("赵满仓 · 应补未补") && has("李秀兰 · 没看到"),
        "{found:?}"
    );
    // Under 遮 nobody's name and nobody's result stands there.
    let blocks = page.blocks.iter().flat_map(|block| &block.lines);
    let mut masked = blocks.map(|line| line.text.masked.as_str());
    assert!(!masked.any(|line| line.contains("满仓") || line.contains("* · 应补")));
    // A correction of what was found counts, and so does a later day; one after it does not.
    village.now("2020-06-02 10:00");
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.choose(&visit, "要乡镇跟进的问题", "应保未保");
    village.rest(&visit);
    village.close(&visit).unwrap();
    let page = village.app.campaign(key).unwrap();
    let found = block(&page, "筛查结果");
    assert!(
        found.iter().any(|line| line.contains("应保未保 0个")),
        "{found:?}"
    );
}

#[test]
fn who_was_refused_is_told_apart_from_who_left() {
    let village = Village::new("2020-05-10 10:00");
    let person = |words: &str| village.home(words).persons[0].person.clone();
    let (refused, left) = (person("赵满仓"), person("李秀兰"));
    for (person, class) in [(refused, "dibao_refused"), (left, "dibao_left")] {
        let class = class.to_owned();
        village.send(&Intent::AddToClass { person, class }).unwrap();
    }
    let page = village.app.campaign("S0A-jiuguo").unwrap();
    let gaps = block(&page, "对一对名册");
    let at = |words: &str| gaps.iter().rposition(|line| line.contains(words));
    let (left_at, refused_at) = (at("退出的1人").unwrap(), at("没批的1人").unwrap());
    assert!(left_at < refused_at);
    assert_eq!(gaps[left_at + 1], "李秀兰");
    assert_eq!(gaps[refused_at + 1], "赵满仓");
}

#[test]
fn a_report_is_handed_in_once_and_can_be_taken_back() {
    let village = Village::empty("2020-02-10 10:00", "孙建民", "TownshipOfficer", 3);
    let look = village.app.import_look(&roster("clean.xlsx")).unwrap();
    village.send(&look.primary.intent).unwrap();
    let names: Vec<String> = question(&village.app.form("event").unwrap(), "什么事")
        .options
        .iter()
        .map(|option| option.label.clone())
        .collect();
    for name in &names {
        let form = village.pick("event", "什么事", &[name]);
        village.send(&form.primary.intent).unwrap();
    }
    let page = village.app.reports().unwrap();
    let hand_in = action(&page, "今天报了").clone();
    let done = village.send(&hand_in.intent).unwrap();
    let page = village.app.reports().unwrap();
    assert!(lines(&page).contains(&"2月10日报了"), "{page:?}");
    let again = village.send(&hand_in.intent).unwrap_err();
    assert_eq!(again.code, "report_handed");
    village.send(&done.undo.unwrap().intent).unwrap();
    let page = village.app.reports().unwrap();
    assert!(!lines(&page).contains(&"2月10日报了"));
    village.send(&hand_in.intent).unwrap();
    let page = village.app.reports().unwrap();
    village
        .send(&action(&page, "记错了,撤回").intent.clone())
        .unwrap();
}

#[test]
fn an_event_says_what_begins_with_it_and_what_its_end_asks_for() {
    let village = village();
    let form = village.pick("event", "什么事", &["疫情防控"]);
    let said = |lines: &[tanfang_app::view::Line], words: &str| {
        lines.iter().any(|line| line.text.text.contains(words))
    };
    assert!(said(&form.lines, "每天电话联系一次"), "{:?}", form.lines);
    village.send(&form.primary.intent).unwrap();
    let block = |village: &Village| village.app.events().unwrap().blocks[0].clone();
    assert!(said(&block(&village).lines, "每天电话联系一次"));
    village.now("2026-11-22 10:00");
    let page = village.app.events().unwrap();
    let actions = &page.blocks[0].actions;
    let end = actions
        .iter()
        .find(|action| matches!(&action.intent, Intent::EndEvent { to, .. } if to == "2026-11-21"));
    village.send(&end.unwrap().intent).unwrap();
    let over = block(&village).lines;
    assert!(said(&over, "每天联系停下"), "{over:?}");
    assert!(!said(&over, "每天电话联系一次"), "{over:?}");
}

#[test]
fn calls_in_vain_say_that_somebody_has_to_go() {
    let village = village();
    let home = village.find("赵满仓");
    let view = village.app.contact(&home, "household").unwrap();
    let in_vain = view
        .results
        .iter()
        .find(|result| result.label.contains("没人接"));
    let result = in_vain.unwrap().code.clone();
    let call = Intent::RecordContact {
        household: home.clone(),
        whose: "household".into(),
        result,
        note: String::new(),
    };
    village.send(&call).unwrap();
    village.now("2026-11-20 10:05");
    let done = village.send(&call).unwrap();
    assert!(done.sentence.contains("打了2回没打通"), "{}", done.sentence);
    // A visit by phone is a draft of its own kind.
    let opened = village.send(&Intent::OpenCall { household: home }).unwrap();
    assert!(matches!(opened.go, Some(Screen::Visit { .. })));
}
