//! The most dangerous misreadings of `requirements/mechanisms.md` §6, as far as
//! this crate decides about them, each by its number.

use crate::kit::*;
use crate::test_ledger::Plain;
use std::slice::from_ref;
use tanfang_domain::event::{FactSource, How, Mode};
use tanfang_domain::ledger::{LedgerInput, ledger};
use tanfang_domain::merge::{as_of, newest};
use tanfang_domain::pack::Notice;
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{Book, Capacity, Missing, Schedule, Status};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, Period, PeriodKind, Stamp, VisitId, Weekday};

#[test]
fn misreading_6_0_4_one_frequency_per_household_merges_village_township_and_brothers() {
    // Two brothers, weekly by the village and monthly by the township: four
    // duties in the week, none of them a counter of the home.
    let home = brothers();
    let duties = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-18");
    let mut ids: Vec<(String, &str, Day)> = duties
        .duties
        .iter()
        .map(|state| {
            (
                state.duty.obligation.clone(),
                state.duty.about.id(),
                state.duty.first,
            )
        })
        .collect();
    ids.sort();
    let (week, month) = (day("2026-11-16"), day("2026-11-01"));
    assert_eq!(
        ids,
        [
            ("V01".into(), "p2", month),
            ("V01".into(), "p3", month),
            ("V02".into(), "p2", week),
            ("V02".into(), "p3", week),
            // And the civil affairs officer's quarter, which is the home's.
            ("V04".into(), "h2", day("2026-10-01")),
        ]
    );
    // The village's visit to one brother moves one of the four.
    let visits = [visit("v1", &home, "2026-11-17").whole("p2").record()];
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    let done: Vec<_> = duties
        .duties
        .iter()
        .filter(|state| matches!(state.status, Status::Done(_)))
        .map(|state| (state.duty.obligation.as_str(), state.duty.about.id()))
        .collect();
    assert_eq!(done, [("V02", "p2")]);
}

#[test]
fn misreading_6_0_5_a_call_a_photo_or_nobody_home_closes_an_in_person_visit() {
    let home = zhao();
    for mode in [Mode::Phone, Mode::Wechat, Mode::Patrol] {
        let visits = [visit("v1", &home, "2026-11-17")
            .mode(mode)
            .whole("p1")
            .record()];
        let duties = duties_on(from_ref(&home), &visits, &[], &grid_member(), "2026-11-18");
        assert_eq!(the(&duties, "V02").status, Status::NotDone, "{mode:?}");
        assert!(matches!(
            the(&duties, "V02").why.missing.as_slice(),
            [Missing::OtherMode { .. }]
        ));
        let by_officer = [visit("v1", &home, "2026-11-17")
            .by("w2", &[Role::TownshipOfficer])
            .mode(mode)
            .met("p1", "1")
            .answered_but("p1", &["CL-03", "CL-04"], &[])
            .record()];
        let duties = duties_on(from_ref(&home), &by_officer, &[], &officer(), "2026-11-18");
        assert_eq!(the(&duties, "V01").status, Status::NotDone, "{mode:?}");
    }
    // 家中无人, once or three times over, is no visit.
    let attempts = [
        attempt("a1", &home, "2026-11-16"),
        attempt("a2", &home, "2026-11-17"),
        attempt("a3", &home, "2026-11-18"),
    ];
    let duties = duties_on(
        from_ref(&home),
        &[],
        &attempts,
        &grid_member(),
        "2026-11-18",
    );
    assert_eq!(the(&duties, "V02").status, Status::NotDone);
    assert_eq!(the(&duties, "V02").why.attempts.len(), 3);
    // And a question for a photo is never required.
    let required = work()
        .checklists()
        .iter()
        .flat_map(|list| &list.questions)
        .filter(|question| question.evidence.is_some() && !question.optional)
        .all(|question| question.writes.in_op().is_some());
    assert!(
        required,
        "evidence is offered beside an answer, never instead of one"
    );
}

#[test]
fn misreading_6_0_6_late_or_double_visits_fill_missed_weeks() {
    let home = zhao();
    let visits = [
        visit("v1", &home, "2026-11-09").whole("p1").record(),
        visit("v2", &home, "2026-11-10").whole("p1").record(),
        visit("v3", &home, "2026-11-11").whole("p1").record(),
        // Sunday evening still belongs to that week.
        visit("v4", &home, "2026-11-15").whole("p1").record(),
    ];
    let viewer = grid_member();
    let book = Book::new(&visits, &[]);
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-29"));
    let weeks = schedule.between([&home], day("2026-11-02"), day("2026-11-29"));
    let done: Vec<(Day, bool)> = weeks
        .duties
        .iter()
        .filter(|state| state.duty.obligation == "V02")
        .map(|state| (state.duty.first, matches!(state.status, Status::Done(_))))
        .collect();
    assert_eq!(
        done,
        [
            (day("2026-11-02"), false),
            (day("2026-11-09"), true),
            (day("2026-11-16"), false),
            (day("2026-11-23"), false),
        ]
    );
    // What was missed stays missed, as a fact with its days.
    let missed = &weeks
        .duties
        .iter()
        .find(|s| s.duty.first == day("2026-11-16"))
        .unwrap();
    assert_eq!(missed.late_days(day("2026-11-29")), Some(7));
}

#[test]
fn misreading_6_10_1_rules_live_in_two_user_interfaces() {
    // What a screen needs to know of a duty and of a question is decided here,
    // as data: state, last day, what is missing, what to ask, what to confirm.
    let home = zhao();
    let duties = duties_on(from_ref(&home), &[], &[], &grid_member(), "2026-11-18");
    let weekly = the(&duties, "V02");
    assert!(weekly.is_open_on(day("2026-11-18")) && !weekly.is_open_on(day("2026-11-23")));
    // Changing the rule changes the outcome, without a line of code.
    let text = tanfang_packs::text("GS-HN-2020", "obligations.toml")
        .unwrap()
        .replacen("every = \"周\"", "every = \"季\"", 1);
    let quarterly = assemble("DEMO-COUNTY", &[("GS-HN-2020", "obligations.toml", &text)])
        .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    let book = Book::default();
    let viewer = grid_member();
    let schedule = Schedule::new(&quarterly, &book, &viewer, day("2026-11-18"));
    assert_eq!(the(&schedule.today([&home]), "V02").due, day("2026-12-31"));
}

#[test]
fn misreading_6_10_2_english_names_leak_to_people() {
    // Every word of a ledger comes from the words given or from the packs: no
    // name of code is in it, and no sentence of code either.
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17").whole("p1").record()];
    let made = ledger(
        work().ledger("L06").unwrap(),
        None,
        Period::containing(PeriodKind::Month, day("2026-11-17"), Weekday::Mon),
        LedgerInput {
            written: None,
            work: work(),
            homes: &[home],
            visits: &visits,
            flags: &[],
            attempts: &[],
            viewer: &grid_member(),
            today: day("2026-11-18"),
            village: "石板村",
        },
        &Plain,
    )
    .unwrap();
    for cell in made.rows.iter().flat_map(|row| &row.cells) {
        for part in &cell.parts {
            let words = part.label.iter().chain([&part.text]);
            for word in words.filter(|word| !word.starts_with('<')) {
                assert!(
                    !word.chars().any(|c| c.is_ascii_alphabetic()),
                    "{word:?} leaks"
                );
            }
        }
    }
    for question in work().checklists().iter().flat_map(|list| &list.questions) {
        assert!(
            !question.ask.chars().any(|c| c.is_ascii_alphabetic()),
            "{}",
            question.id
        );
    }
}

#[test]
fn misreading_6_10_4_what_comes_in_later_overwrites_what_was_written_offline() {
    // A record that arrives late is true on its own day, and hides nothing newer.
    let records = [
        fact("food_ok", FactValue::Bool(true), "2026-11-14"),
        fact("food_ok", FactValue::Bool(false), "2026-11-02"),
    ];
    let on = |text: &str| as_of(&records, day(text)).map(|record| &record.value);
    assert_eq!(on("2026-11-20"), Some(&FactValue::Bool(true)));
    assert_eq!(on("2026-11-10"), Some(&FactValue::Bool(false)));
    assert_eq!(
        newest(&records).map(|r| &r.source),
        Some(&FactSource::Roster)
    );
    // Another's visit changes nothing of what mine has done.
    let home = zhao();
    let mine = visit("v1", &home, "2026-11-17").whole("p1").record();
    let theirs = visit("v2", &home, "2026-11-18")
        .by("w5", &[Role::VillageCommittee])
        .met("p1", "2")
        .record();
    for visits in [vec![mine.clone(), theirs.clone()], vec![theirs, mine]] {
        let duties = duties_on(from_ref(&home), &visits, &[], &grid_member(), "2026-11-19");
        assert!(matches!(
            &the(&duties, "V02").status,
            Status::Done(done) if done.visit == Some(VisitId::new("v1"))
        ));
    }
}

#[test]
fn misreading_6_10_5_one_login_for_a_village_loses_who_went_and_who_signs() {
    let home = zhao();
    let visits = [
        visit("v1", &home, "2026-11-17").whole("p1").record(),
        visit("v2", &home, "2026-11-18")
            .by("w2", &[Role::TownshipOfficer])
            .met("p1", "1")
            .answered_but("p1", &["CL-03", "CL-04"], &[])
            .record(),
    ];
    let duties = duties_on(from_ref(&home), &visits, &[], &officer(), "2026-11-19");
    let by = |obligation: &str| match &the(&duties, obligation).status {
        Status::Done(done) => (done.worker.to_string(), done.capacity),
        other => panic!("{other:?}"),
    };
    assert_eq!(by("V01"), ("w2".into(), Capacity::Own));
    assert_eq!(by("V02"), ("w1".into(), Capacity::Acting(Role::GridMember)));
    // The book says who, and in which capacity: both roles where one acted.
    let made = ledger(
        work().ledger("L06").unwrap(),
        None,
        Period::containing(PeriodKind::Month, day("2026-11-17"), Weekday::Mon),
        LedgerInput {
            written: None,
            work: work(),
            homes: &[home],
            visits: &visits,
            flags: &[],
            attempts: &[],
            viewer: &grid_member(),
            today: day("2026-11-18"),
            village: "石板村",
        },
        &Plain,
    )
    .unwrap();
    let who: Vec<(String, String)> = made
        .rows
        .iter()
        .map(|row| {
            (
                row.cells[1].parts[0].text.clone(),
                row.cells[2].parts[0].text.clone(),
            )
        })
        .collect();
    assert_eq!(
        who,
        [
            ("<w1>".into(), "网格员代村委会".into()),
            ("<w2>".into(), "乡镇责任人".into()),
        ]
    );
}

#[test]
fn misreading_6_10_7_errors_are_strings() {
    // Every refusal is a variant with its arguments; see test_visit for each.
    let home = zhao();
    let mut draft = tanfang_domain::visit::Draft::new(
        VisitId::new("v1"),
        home.id.clone(),
        noon(day("2026-11-18")),
    );
    let error = draft
        .answer(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            "CL-03-2",
            &on("p1"),
            FactValue::Int(1),
            noon(day("2026-11-18")),
        )
        .unwrap_err();
    let tanfang_domain::visit::AnswerError::WrongValue { q, about, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!((q.as_str(), about), ("CL-03-2", on("p1")));
}

#[test]
fn misreading_6_10_9_a_clock_set_back_moves_what_was_done() {
    // The day of a visit stands in its record; a clock that was wrong when it
    // was closed changes the time of writing and nothing else.
    let home = zhao();
    let mut record = visit("v1", &home, "2026-11-17").whole("p1").record();
    record.closed = Stamp {
        ms: 0,
        offset_min: -600,
    };
    let duties = duties_on(&[home], &[record], &[], &grid_member(), "2026-11-18");
    assert!(matches!(
        &the(&duties, "V02").status,
        Status::Done(done) if done.day == day("2026-11-17")
    ));
}

#[test]
fn misreading_6_2_1_rolling_days_instead_of_weeks() {
    // Sunday and the Monday after are two weeks; nine days apart can be one each.
    let home = zhao();
    let visits = [
        visit("v1", &home, "2026-11-15").whole("p1").record(),
        visit("v2", &home, "2026-11-16").whole("p1").record(),
    ];
    let viewer = grid_member();
    let book = Book::new(&visits, &[]);
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-18"));
    let weeks = schedule.between([&home], day("2026-11-09"), day("2026-11-18"));
    assert!(
        weeks
            .duties
            .iter()
            .filter(|state| state.duty.obligation == "V02")
            .all(|state| matches!(state.status, Status::Done(_)))
    );
}

#[test]
fn misreading_6_2_2_a_sunday_night_visit_falls_into_the_next_week_by_the_device_zone() {
    // Sunday 23:30 in China on a phone set to UTC, and on one set to Tokyo.
    for offset_min in [0, 540, -480] {
        let at = Stamp {
            ms: noon(day("2026-11-22")).ms + 11 * 3_600_000 + 1_800_000,
            offset_min,
        };
        let home = zhao();
        let mut draft = tanfang_domain::visit::Draft::new(VisitId::new("v1"), home.id.clone(), at);
        draft
            .answer(
                work(),
                &around(&home, &grid_member(), day("2026-11-18")),
                "CL-03-1",
                &on("p1"),
                one("1"),
                at,
            )
            .unwrap();
        assert_eq!(draft.day(), day("2026-11-22"), "{offset_min}");
    }
}

#[test]
fn misreading_6_2_4_the_village_does_the_townships_month() {
    let home = zhao();
    // Even with every question of both checklists answered.
    let visits = [visit("v1", &home, "2026-11-17")
        .met("p1", "1")
        .answered_but("p1", &["CL-03", "CL-04"], &[])
        .record()];
    let duties = duties_on(&[home], &visits, &[], &officer(), "2026-11-18");
    assert_eq!(the(&duties, "V01").status, Status::NotDone);
}

#[test]
fn misreading_6_2_8_a_late_upload_makes_the_visit_late() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17")
        .whole("p1")
        .closed("2026-12-20")
        .record()];
    assert!(visits[0].entered_late());
    let duties = duties_on(&[home], &visits, &[], &grid_member(), "2026-11-18");
    assert!(matches!(the(&duties, "V02").status, Status::Done(_)));
}

#[test]
fn misreading_6_0_3_unknown_is_read_as_no() {
    let home = zhao();
    let mut draft = tanfang_domain::visit::Draft::new(
        VisitId::new("v1"),
        home.id.clone(),
        noon(day("2026-11-18")),
    );
    draft
        .answer(
            work(),
            &around(&home, &grid_member(), day("2026-11-18")),
            "CL-03-6a",
            &on("p1"),
            FactValue::Unclear,
            noon(day("2026-11-18")),
        )
        .unwrap();
    let form = draft.form(work(), &around(&home, &grid_member(), draft.day()));
    assert!(form.find("agree_until", &on("p1")).is_some(), "still asked");
    let given = draft.answers.get("agree_signed", &on("p1")).unwrap();
    assert_eq!((given.how, &given.value), (How::Asked, &FactValue::Unclear));
}

#[test]
fn misreading_6_0_10_an_undefined_term_is_filled_with_guesses() {
    let items = work()
        .checklists()
        .iter()
        .flat_map(|list| &list.questions)
        .filter(|question| question.item.is_some())
        .count();
    assert_eq!(items, 0, "no source says what 三个一 and 五有 are");
    for term in ["三个一", "五有"] {
        assert!(
            work()
                .notices()
                .iter()
                .any(|notice| matches!(notice, Notice::SlotUnset { slot, .. } if slot == term))
        );
    }
}

#[test]
fn misreading_6_2_6_a_call_completes_no_visit() {
    use tanfang_domain::event::{Event, Whose};
    use tanfang_domain::visit::{ContactError, contact};
    let home = zhao();
    let viewer = grid_member();
    let at = noon(day("2026-11-18"));
    let call = |whom: Option<&str>, result: &str| {
        let whom = whom.map(tanfang_values::PersonId::new);
        contact(
            work(),
            &home,
            &viewer,
            Whose::Person,
            whom.as_ref(),
            result,
            None,
            at,
        )
    };
    let op = call(Some("p1"), "1").unwrap();
    let Event::Contact(body) = &op.event else {
        panic!("{}", op.event.kind())
    };
    assert_eq!((body.persons.len(), body.result.as_str()), (1, "1"));
    // Written down twice it is one contact, and a number has no place in it.
    assert_eq!(call(Some("p1"), "1").unwrap(), op);
    let json = serde_json::to_string(body).unwrap();
    assert!(!json.contains("phone_number") && !json.contains("\"number\""));
    assert_eq!(
        call(Some("p1"), "9"),
        Err(ContactError::UnknownResult { result: "9".into() })
    );
    assert!(matches!(
        call(Some("nobody"), "1"),
        Err(ContactError::NobodyThere { .. })
    ));
    // V01 to V04 take a visit: a call, as the record of one, fills none of them.
    let phone = visit("v1", &home, "2026-11-18")
        .mode(tanfang_domain::event::Mode::Phone)
        .whole("p1")
        .record();
    let homes = std::slice::from_ref(&home);
    for who in [grid_member(), officer()] {
        let duties = duties_on(homes, std::slice::from_ref(&phone), &[], &who, "2026-11-18");
        for duty in duties.duties.iter().filter(|duty| duty.own) {
            assert_eq!(
                duty.status,
                tanfang_domain::schedule::Status::NotDone,
                "{:?}",
                duty.duty
            );
        }
    }
}

// The rest of §6.2 is told in cases of the packs; here is what they say, by name.

/// Says whether a case of a pack comes out as it is written.
fn holds(pack: &str, id: &str, today: &str, happens: &[&str], expect: &[&str]) {
    let quoted = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|line| format!("{line:?}")).collect();
        lines.join(", ")
    };
    let text = format!(
        "[[case]]\nid = \"case\"\ntoday = {today}\ngiven = [{}]\nhappens = [{}]\nexpect = [{}]\n",
        quoted(&["甲 开始享受 特困", "甲.供养方式 = 分散"]),
        quoted(happens),
        quoted(expect)
    );
    let path = format!("duties/{id}.toml");
    let mut files: Vec<tanfang_policy::pack::SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .filter(|file| !file.path.starts_with("duties/"))
        .map(|file| tanfang_policy::pack::SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    files.push(tanfang_policy::pack::SourceFile {
        pack,
        path: &path,
        text: &text,
    });
    let packs = tanfang_policy::pack::PackSet::load(work().dictionary(), &files)
        .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    let calendar = tanfang_values::Calendar::read(tanfang_packs::CALENDAR).unwrap();
    let out =
        tanfang_domain::vectors::run(&packs.resolve(pack).unwrap(), &calendar, |file| file == id);
    assert_eq!(out.count(), 1);
    assert!(out.findings.is_empty(), "{}", list(&out.findings));
}

#[test]
fn misreading_6_2_3_a_missed_week_is_carried_over_or_filled_backwards() {
    holds(
        "GS-HN-2020",
        "V02",
        "2020-06-01",
        &[
            "2020-05-25 村委会成员 入户 见到甲 答完CL-03",
            "2020-05-26 村委会成员 入户 见到甲 答完CL-03",
        ],
        &[
            "甲 村委会成员 2020-05-18 还没办 晚8天",
            "甲 村委会成员 2020-05-25 已办 多1次",
            "甲 村委会成员 2020-06-01 还没办",
        ],
    );
}

#[test]
fn misreading_6_2_5_daily_calls_of_an_epidemic_replace_visits() {
    let mut happens = vec!["2020-05-18 事件 疫情防控 开始".to_owned()];
    happens.extend((18..=24).map(|day| format!("2020-05-{day} 村委会成员 电话 见到甲 答完")));
    let happens: Vec<&str> = happens.iter().map(String::as_str).collect();
    holds(
        "GS-HN-2020",
        "V02",
        "2020-05-24",
        &happens,
        &["甲 村委会成员 2020-05-18 还没办 方式不对"],
    );
    // They do what they are for: the call of each day.
    holds(
        "JL-EPI",
        "V05",
        "2020-05-24",
        &happens,
        &[
            "甲 村委会成员 2020-05-18 已办",
            "甲 村委会成员 2020-05-24 已办",
        ],
    );
    // Only where the township says so, with days, and then by another name.
    let more = [&["2020-05-18 改用电话 至2020-05-24 V02"], &*happens].concat();
    holds(
        "GS-HN-2020",
        "V02",
        "2020-05-24",
        &more,
        &["甲 村委会成员 2020-05-18 已办 非接触替代"],
    );
}

#[test]
fn misreading_6_2_7_the_eighth_moves_by_weekends_alone_or_backwards() {
    let rows = [
        ("2020-02", "到2020-02-10 从2020-02-08顺延"),
        // A weekend that is worked does not move it, a holiday on a weekday does.
        ("2022-10", "到2022-10-08 没顺延"),
        ("2023-10", "到2023-10-08 没顺延"),
        ("2025-10", "到2025-10-09 从2025-10-08顺延"),
    ];
    for (month, due) in rows {
        holds(
            "JL-EPI",
            "D01",
            &format!("{month}-03"),
            &["2020-01-25 事件 疫情防控 开始"],
            &[&format!("乡镇责任人 {month}-01 {due}")],
        );
    }
    // Nothing else moves: the 25th is the 25th.
    holds(
        "GZ-AS",
        "D05",
        "2022-06-03",
        &[],
        &["经办人员 2022-06-01 到2022-06-25 没顺延"],
    );
}

#[test]
fn misreading_6_2_9_at_least_once_is_a_cap() {
    holds(
        "GS-HN-2020",
        "V02",
        "2020-05-24",
        &[
            "2020-05-18 村委会成员 入户 见到甲 答完CL-03",
            "2020-05-20 村委会成员 入户 见到甲 答完CL-03",
            "2020-05-22 村委会成员 入户 见到甲 答完CL-03",
        ],
        &["甲 村委会成员 2020-05-18 已办 办于2020-05-18 多2次"],
    );
}

#[test]
fn misreading_6_2_10_a_change_deletes_duties_and_history() {
    let before = "2020-05-19 村委会成员 入户 见到甲 答完CL-03";
    let done = "甲 村委会成员 2020-05-18 已办 办于2020-05-19";
    for (change, end) in [
        ("2020-05-27 甲.供养方式 = 集中", "因供养方式 止于2020-05-27"),
        ("2020-05-27 甲 去世", "因去世 止于2020-05-27"),
        ("2020-05-27 甲 停止享受 特困", "因停止享受 止于2020-05-28"),
        ("2020-05-27 甲 入住机构", "因入住机构 止于2020-05-27"),
        ("2020-05-27 甲 迁出", "因迁出 止于2020-05-27"),
    ] {
        holds(
            "GS-HN-2020",
            "V02",
            "2020-06-10",
            &[before, change],
            &[
                done,
                &format!("甲 村委会成员 2020-05-25 到此为止 {end}"),
                "甲 村委会成员 2020-06-01 没有",
            ],
        );
    }
    // Whoever takes over finds what is open; what was done keeps its actor.
    holds(
        "GS-HN-2020",
        "V02",
        "2020-05-31",
        &[before, "2020-05-25 换人 村委会成员"],
        &[done, "甲 村委会成员 2020-05-25 还没办 自己的"],
    );
}
