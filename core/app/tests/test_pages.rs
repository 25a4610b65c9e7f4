//! A list longer than a page: what is cut, what is not, and how one goes on.

use crate::help::Village;
use tanfang_app::view::{HomesView, Intent, Screen, TodayView};

/// More than a page of 500, in ten groups.
const HOMES: usize = 620;

fn township() -> Village {
    let village = Village::empty("2026-11-20 10:00", "赵小川", "GridMember", 7);
    let list = village.dir.path().join("big.xlsx");
    let book = tanfang_rosters::big::big(u32::try_from(HOMES).unwrap());
    std::fs::write(&list, book.xlsx().unwrap()).unwrap();
    village.import(list.to_str().unwrap());
    village
}

fn rows(view: &HomesView) -> Vec<&str> {
    let rows = view.groups.iter().flat_map(|group| &group.rows);
    rows.map(|row| row.household.as_str()).collect()
}

fn cards(view: &TodayView) -> Vec<&str> {
    let cards = view.groups.iter().flat_map(|group| &group.cards);
    cards.map(|card| card.household.as_str()).collect()
}

#[test]
fn homes_come_in_pages_and_counts_speak_of_all() {
    let village = township();
    let first = village.app.homes("").unwrap();
    assert_eq!(rows(&first).len(), 500);
    assert_eq!(first.count, "620 户 · 620 人");
    let titles: Vec<&str> = first.groups.iter().map(|g| g.title.as_str()).collect();
    assert_eq!(titles.len(), 9, "the tenth group is below: {titles:?}");
    assert!(titles.iter().all(|title| title.ends_with(" · 62 户")));
    let more = first.more.clone().unwrap();
    assert_eq!(more.label, "再看剩下的 120 户");
    let all = village.app.homes_to("", more.shown).unwrap();
    assert_eq!(rows(&all).len(), HOMES);
    assert_eq!(all.more, None);
    assert!(rows(&all).starts_with(&rows(&first)), "the list goes on");
    assert_eq!(village.app.homes_to("", u32::MAX).unwrap(), all);
    // A search counts what it finds, cuts it too, and finds who stands below the page.
    let digits = village.app.homes("1390000").unwrap();
    assert_eq!(digits.count, "找到 620 户");
    assert_eq!(rows(&digits).len(), 500);
    let tenth = village.app.homes("十组").unwrap();
    assert_eq!(rows(&tenth), rows(&all)[HOMES - 62..]);
    assert_eq!(tenth.more, None);
}

#[test]
fn today_comes_in_pages_and_danger_stands_first_wherever_the_home_lies() {
    let village = township();
    let all = village.app.homes_to("", u32::MAX).unwrap();
    let far = rows(&all)[600].to_owned();
    let opened = village.send(&Intent::OpenVisit {
        household: far.clone(),
    });
    let Some(Screen::Visit { visit }) = opened.unwrap().go else {
        panic!("no visit");
    };
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.choose(&visit, "住的房子安全吗", "危险");
    village.close(&visit).unwrap();

    let first = village.today();
    assert_eq!(cards(&first).len(), 500);
    assert_eq!(first.groups[0].cards[0].household, far);
    assert!(!first.groups[0].cards[0].urgent.is_empty());
    assert!(first.summary.clone().unwrap().contains("620"));
    let more = first.more.clone().unwrap();
    assert_eq!(more.label, "再看剩下的 120 户");
    let whole = village.app.today_by(&more.key, "").unwrap();
    assert_eq!(cards(&whole).len(), HOMES);
    assert_eq!((&whole.filter, &whole.more), (&first.filter, &None));
    assert!(
        cards(&whole).starts_with(&cards(&first)),
        "the list goes on"
    );
    // The same filters whatever is shown: another choice begins with its first page.
    assert_eq!(whole.filters, first.filters);
    let way = first.filters[0].choices[1].key.clone();
    let way = village.app.today_by(&way, "").unwrap();
    assert_eq!(cards(&way).len(), 500);
    assert_eq!(cards(&way)[0], far);
    let way = village.app.today_by(&way.more.unwrap().key, "").unwrap();
    let (mut by_way, mut by_group) = (cards(&way), cards(&whole));
    by_way.sort_unstable();
    by_group.sort_unstable();
    assert_eq!(by_way, by_group);
    // What a search finds is one page.
    let found = village.app.today_by("", "十组").unwrap();
    assert_eq!((cards(&found).len(), &found.more), (62, &None));
}
