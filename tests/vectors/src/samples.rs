//! The samples: every field filled, every variant of every part somewhere.

use tanfang_domain::event::{
    ActsFor, Answer, Attempt, BeganWhy, BenefitSet, BodyRange, Certainty, ChangeUndone,
    CheckpointSigned, Clue, ClueAnswer, Contact, ControlTotal, DataClass, DutyRef, Event, EventSet,
    FactSet, FactSource, Feedback, FieldSet, FlagRaised, GridAssigned, HouseholdSet, How,
    InstanceBegan, InstanceHandedOver, LeftWhy, MatchAnswered, MatchBatch, MatchCell, MatchLinked,
    MatchRow, MatchSheet, MembershipAdd, MembershipEnd, Mode, ModeOverride, NewOp, PackRef, Patrol,
    PauseSet, PauseWhy, PersonDied, PersonJoined, PersonLeft, PersonSet, Purge, PurgeWhy,
    ReportHanded, RosterBatch, RosterRow, RosterUndone, RowAt, RowProblem, Scope, Section, Seen,
    SheetCount, ShownAmount, ShownHint, ShownMissing, Subject, VisitAnswers, VisitClosed,
    VisitCorrected, VisitPlace, Whose, WorkerRole,
};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, OpId, Stamp};

/// Returns one sample a kind, in the order of the catalogue `docs/ops.md`.
pub fn samples() -> Vec<NewOp> {
    let mut all = own_book();
    all.extend(people());
    all.extend(comings_and_goings());
    all.extend(visits());
    all.extend(upkeep());
    all.extend(undoing());
    all.extend(matching());
    all.extend(place());
    all.extend(trips());
    all.extend(crate::samples_evidence::all());
    all
}

pub(crate) fn op(class: DataClass, event: Event) -> NewOp {
    NewOp::new(Scope::new("g-1".into(), class), event)
}

pub(crate) fn day(n: i32) -> Day {
    Day::from_epoch_days(20_777).plus_days(n.into())
}

#[expect(clippy::unnecessary_wraps, reason = "it fills optional fields")]
pub(crate) fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "it fills optional fields")]
fn was() -> Option<OpId> {
    Some("0198c0de-0000-7000-8000-000000000001".into())
}

pub(crate) fn hex(digit: &str) -> String {
    digit.repeat(64)
}

fn person() -> Subject {
    Subject::Person("p-1".into())
}

fn household() -> Subject {
    Subject::Household("h-1".into())
}

fn field(name: &str, value: Option<&str>, was: Option<OpId>) -> FieldSet {
    FieldSet {
        name: name.to_owned(),
        value: value.map(str::to_owned),
        was,
    }
}

fn facts() -> Vec<FactSet> {
    let fact = |id: &str, value, source, certainty, was| FactSet {
        fact: id.to_owned(),
        value,
        day: day(0),
        source,
        certainty,
        was,
    };
    vec![
        fact(
            "keep",
            FactValue::One("1".to_owned()),
            FactSource::Roster,
            Certainty::Checked,
            None,
        ),
        fact(
            "birth",
            FactValue::Day(Day::from_epoch_days(-7_200)),
            FactSource::Visit,
            Certainty::Seen,
            was(),
        ),
        fact(
            "food_ok",
            FactValue::Bool(true),
            FactSource::Worker,
            Certainty::Said,
            None,
        ),
    ]
}

fn person_fields() -> Vec<FieldSet> {
    vec![
        field("name", Some("赵样例"), None),
        field("id_number", Some("990101195001010010"), None),
        field("phone", None, was()),
    ]
}

fn household_fields() -> Vec<FieldSet> {
    vec![
        field("head", Some("p-1"), None),
        field("group", Some("一组"), was()),
    ]
}

fn own_book() -> Vec<NewOp> {
    vec![
        NewOp::new(
            Scope::own(),
            Event::InstanceBegan(InstanceBegan {
                instance: "0198c0de-0000-7000-8000-00000000000a".into(),
                why: BeganWhy::Restored,
                from_instance: Some("0198c0de-0000-7000-8000-000000000009".into()),
                from_seq: Some(7),
                from_leaf: Some(hex("b")),
                software: "tanfang 0.1.0".to_owned(),
                public_key: Some(format!("02{}", hex("c"))),
            }),
        ),
        NewOp::new(
            Scope::own(),
            Event::WorkerRole(WorkerRole {
                worker: "w-1".into(),
                name: "吴样例".to_owned(),
                phone: text("13900000000"),
                role: Role::GridMember,
                area: text("990101001001"),
                from: day(-300),
                until: Some(day(65)),
            }),
        ),
        op(
            DataClass::Core,
            Event::GridAssigned(GridAssigned {
                grid: "g-1".into(),
                name: "样例村第一网格".to_owned(),
                division: "990101001001".to_owned(),
                worker: Some("w-1".into()),
                role: Role::GridMember,
                from: day(-300),
                was: was(),
            }),
        ),
    ]
}

fn people() -> Vec<NewOp> {
    vec![
        op(
            DataClass::Core,
            Event::RosterBatch(RosterBatch {
                batch: "b-1".into(),
                file_name: "名册.xlsx".to_owned(),
                file_sha256: hex("d"),
                class: text("tekun"),
                sheets: vec![SheetCount {
                    name: "Sheet1".to_owned(),
                    rows: 10,
                    read: 4,
                    blank: 1,
                    title: 1,
                    header: 1,
                    total: 1,
                    note: 1,
                    unreadable: 1,
                }],
                day: day(0),
                changed: 4,
                postponed: vec![RowAt {
                    sheet: "Sheet1".to_owned(),
                    row: 7,
                }],
            }),
        ),
        op(
            DataClass::Core,
            Event::RosterRow(RosterRow {
                batch: "b-1".into(),
                sheet: "Sheet1".to_owned(),
                row: 5,
                row_sha256: hex("e"),
                household: "h-1".into(),
                person: "p-1".into(),
                fields: person_fields(),
                household_fields: household_fields(),
                facts: facts(),
                problems: vec![RowProblem {
                    cell: "D5".to_owned(),
                    code: "id_check_digit".to_owned(),
                    raw: "990101195001010017".to_owned(),
                }],
            }),
        ),
        op(
            DataClass::Core,
            Event::HouseholdSet(HouseholdSet {
                household: "h-1".into(),
                fields: household_fields(),
                facts: facts(),
                reason: text("搬到新屋"),
            }),
        ),
        op(
            DataClass::Health,
            Event::PersonSet(PersonSet {
                person: "p-1".into(),
                household: "h-1".into(),
                fields: person_fields(),
                facts: facts(),
                reason: text("入住敬老院"),
            }),
        ),
        op(
            DataClass::Core,
            Event::MembershipAdd(MembershipAdd {
                membership: "m-1".into(),
                person: "p-1".into(),
                class: "tekun".to_owned(),
                from: day(-30),
                source: Some("b-1".into()),
            }),
        ),
        op(
            DataClass::Core,
            Event::MembershipEnd(MembershipEnd {
                membership: "m-1".into(),
                person: "p-1".into(),
                day: day(0),
                reason: text("名册里没有了"),
                adds: was().into_iter().collect(),
                source: Some("b-2".into()),
            }),
        ),
        op(
            DataClass::Economic,
            Event::BenefitSet(BenefitSet {
                benefit: "f-1".into(),
                person: "p-1".into(),
                scheme: "tekun".to_owned(),
                level: text("2"),
                amount_fen_month: Some(123_450),
                from: Some(day(-300)),
                to: Some(day(0)),
                why_ended: text("1"),
                tapering: true,
                source: Some("b-1".into()),
                was: was(),
            }),
        ),
    ]
}

fn comings_and_goings() -> Vec<NewOp> {
    vec![
        op(
            DataClass::Core,
            Event::PersonJoined(PersonJoined {
                person: "p-1".into(),
                household: "h-2".into(),
                day: day(1),
                from_grid: Some("g-2".into()),
                fields: person_fields(),
                household_fields: household_fields(),
                facts: facts(),
            }),
        ),
        op(
            DataClass::Core,
            Event::PersonLeft(PersonLeft {
                person: "p-1".into(),
                household: "h-1".into(),
                day: day(1),
                why: LeftWhy::Moved,
                to_grid: Some("g-2".into()),
                note: text("随亲戚住"),
            }),
        ),
        op(
            DataClass::Core,
            Event::PersonDied(PersonDied {
                person: "p-1".into(),
                day: day(2),
                note: text("病故"),
            }),
        ),
    ]
}

/// Every form a value can take in an answer.
fn values() -> Vec<FactValue> {
    vec![
        FactValue::Bool(false),
        FactValue::Int(-3),
        FactValue::Fen(12_345),
        FactValue::Day(day(0)),
        FactValue::One("1".to_owned()),
        FactValue::many(["2", "1"]),
        FactValue::Text("“还好”\n换行".to_owned()),
        FactValue::IntRange(1, 2),
        FactValue::FenRange(0, i64::MAX),
        FactValue::DayRange(day(-30), day(0)),
        FactValue::Unclear,
        FactValue::Declined,
    ]
}

fn answer(q: &str, about: Subject, value: Option<FactValue>, how: How) -> Answer {
    Answer {
        q: q.to_owned(),
        about,
        writes: (how != How::NotAsked).then(|| "health".to_owned()),
        value,
        how,
        same_as: if how == How::Same { was() } else { None },
    }
}

fn answers() -> Vec<Answer> {
    let mut all: Vec<Answer> = (1..)
        .zip(values())
        .map(|(n, value)| answer(&format!("CL-03-{n}"), person(), Some(value), How::Asked))
        .collect();
    let one = Some(FactValue::One("1".to_owned()));
    all.push(answer("CL-04-1", household(), one, How::Same));
    all.push(answer("CL-04-2", household(), None, How::NotAsked));
    all
}

fn seen() -> Vec<Seen> {
    let seen = |person: &str, met: &str| Seen {
        person: person.into(),
        met: met.to_owned(),
    };
    vec![seen("p-1", "1"), seen("p-2", "2")]
}

fn visits() -> Vec<NewOp> {
    let stamp = |ms| Stamp {
        ms,
        offset_min: 480,
    };
    vec![
        op(
            DataClass::Core,
            Event::VisitClosed(VisitClosed {
                visit: "v-1".into(),
                household: "h-1".into(),
                day: day(0),
                opened: stamp(1_795_139_000_000),
                closed: stamp(1_795_139_999_999),
                mode: Mode::InPerson,
                seen: seen(),
                roles: vec![Role::GridMember, Role::PartyMember],
                acts_for: vec![ActsFor {
                    role: Role::GridMember,
                    for_role: Role::VillageCommittee,
                    obligation: "V02".to_owned(),
                }],
                duties: vec![DutyRef {
                    obligation: "V02".to_owned(),
                    role: Role::VillageCommittee,
                    about: person(),
                    first: day(-4),
                }],
                sections: vec![Section {
                    checklist: "CL-03".to_owned(),
                    about: person(),
                    why: vec!["V02".to_owned()],
                }],
                packs: vec![PackRef {
                    id: "GS-HN-2020".to_owned(),
                    sha256: hex("f"),
                }],
                engine: 1,
                with: vec!["w-2".into()],
                place: Some(VisitPlace::Hospital),
            }),
        ),
        op(
            DataClass::Economic,
            Event::VisitAnswers(VisitAnswers {
                visit: "v-1".into(),
                household: "h-1".into(),
                day: day(0),
                class: DataClass::Economic,
                answers: answers(),
                hints: vec![ShownHint {
                    scheme: "R16".to_owned(),
                    about: person(),
                    verdict: "may_qualify".to_owned(),
                    pack: Some("DEMO-COUNTY".to_owned()),
                    because: vec!["cert".to_owned(), "in_table".to_owned()],
                    missing: vec![ShownMissing {
                        person: Some("p-1".into()),
                        fact: "income".to_owned(),
                    }],
                    unset: vec!["城市低保标准".to_owned()],
                    amount: Some(ShownAmount {
                        low: Some(5_000),
                        high: Some(10_000),
                        unit: "month".to_owned(),
                    }),
                }],
                parts: 2,
            }),
        ),
        op(
            DataClass::Health,
            Event::VisitCorrected(VisitCorrected {
                visit: "v-1".into(),
                household: "h-1".into(),
                names: "0198c0de-0000-7000-8000-000000000001".into(),
                day: Some(day(-1)),
                seen: Some(seen()),
                answers: answers(),
                void: false,
                reason: text("记错了日子"),
            }),
        ),
        op(
            DataClass::Core,
            Event::Attempt(Attempt {
                attempt: "a-1".into(),
                household: "h-1".into(),
                day: day(0),
                at: stamp(1_795_139_000_000),
                met: "3".to_owned(),
                persons: vec!["p-1".into(), "p-2".into()],
                roles: vec![Role::GridMember],
                note: text("邻居说赶集去了"),
            }),
        ),
        op(
            DataClass::Risk,
            Event::FlagRaised(FlagRaised {
                flag: "fl-1".into(),
                code: "life_safety".to_owned(),
                about: household(),
                household: "h-1".into(),
                visit: Some("v-1".into()),
                q: text("CL-03-4"),
                day: day(0),
                note: text("西墙裂缝"),
                same_as: Some("fl-0".into()),
            }),
        ),
    ]
}

fn upkeep() -> Vec<NewOp> {
    vec![
        NewOp::new(
            Scope::own(),
            Event::Purge(Purge {
                why: PurgeWhy::ScopeLost,
                scopes: vec!["g-2/core".to_owned(), "g-2/health".to_owned()],
                bodies: vec![BodyRange {
                    instance: "0198c0de-0000-7000-8000-00000000000a".into(),
                    seqs: vec![(3, 5), (9, 9)],
                }],
            }),
        ),
        NewOp::new(
            Scope::own(),
            Event::Checkpoint(CheckpointSigned {
                size: 1,
                root: hex("a"),
                note: "tanfang/i\n1\nroot\n\n\u{2014} tanfang/i signature\n".to_owned(),
            }),
        ),
    ]
}

pub(crate) fn stamp() -> Stamp {
    Stamp {
        ms: 1_795_139_000_000,
        offset_min: 480,
    }
}

fn undoing() -> Vec<NewOp> {
    vec![
        op(
            DataClass::Core,
            Event::Contact(Contact {
                contact: "c-1".into(),
                household: "h-1".into(),
                day: day(0),
                at: stamp(),
                mode: Mode::Phone,
                whose: Whose::Guardian,
                persons: vec!["p-1".into()],
                result: "1".to_owned(),
                roles: vec![Role::GridMember],
                note: text("说过几天回来"),
            }),
        ),
        op(
            DataClass::Core,
            Event::RosterUndone(RosterUndone {
                batch: "b-1".into(),
                day: day(1),
                kept: vec!["p-1".into()],
                reason: text("选错了文件"),
            }),
        ),
        op(
            DataClass::Core,
            Event::ChangeUndone(ChangeUndone {
                person: "p-1".into(),
                household: "h-1".into(),
                names: was().into_iter().collect(),
                day: day(1),
                reason: text("点错了人"),
            }),
        ),
    ]
}

fn matching() -> Vec<NewOp> {
    vec![
        op(
            DataClass::Economic,
            Event::MatchBatch(MatchBatch {
                batch: "mb-1".into(),
                file_name: "比对结果.xlsx".to_owned(),
                file_sha256: hex("d"),
                match_kind: "single".to_owned(),
                source: text("样例县民政局"),
                day: day(0),
                sheets: vec![MatchSheet {
                    name: "Sheet1".to_owned(),
                    titles: vec!["姓名".to_owned(), "疑点".to_owned()],
                    rows: 1,
                    blank: 1,
                    note: 2,
                    unreadable: 1,
                }],
                rows: 1,
            }),
        ),
        op(
            DataClass::Economic,
            Event::MatchRow(MatchRow {
                batch: "mb-1".into(),
                task: "t-1".into(),
                sheet: "Sheet1".to_owned(),
                row: 3,
                row_sha256: hex("e"),
                name: "赵样例".to_owned(),
                household: Some("h-1".into()),
                person: Some("p-1".into()),
                cells: vec![MatchCell {
                    title: "疑点".to_owned(),
                    text: "名下有车".to_owned(),
                }],
                doubt: text("名下有车"),
            }),
        ),
        op(
            DataClass::Economic,
            Event::MatchLinked(MatchLinked {
                task: "t-1".into(),
                batch: "mb-1".into(),
                household: "h-1".into(),
                person: "p-1".into(),
                day: day(1),
                was: was(),
            }),
        ),
        op(
            DataClass::Economic,
            Event::MatchAnswered(MatchAnswered {
                task: "t-1".into(),
                batch: "mb-1".into(),
                day: day(1),
                visit: Some("v-1".into()),
                finding: "1".to_owned(),
                note: text("车是侄子的"),
                was: was(),
            }),
        ),
    ]
}

fn place() -> Vec<NewOp> {
    vec![
        op(
            DataClass::Core,
            Event::ControlTotal(ControlTotal {
                class: "tekun".to_owned(),
                division: "990101001001".to_owned(),
                households: Some(12),
                persons: Some(14),
                day: day(0),
                source: Some("b-1".into()),
                note: text("乡镇报的数"),
                was: was(),
            }),
        ),
        op(
            DataClass::Core,
            Event::EventSet(EventSet {
                event: "e-1".into(),
                name: "疫情防控".to_owned(),
                area: text("990101001001"),
                from: day(0),
                to: Some(day(30)),
                source: text("样例县通知"),
                was: was(),
            }),
        ),
        NewOp::new(
            Scope::own(),
            Event::Feedback(Feedback {
                feedback: "fb-1".into(),
                day: day(0),
                at: stamp(),
                topic: "data".to_owned(),
                text: "同一张表报了三次".to_owned(),
                call_back: true,
            }),
        ),
        NewOp::new(
            Scope::own(),
            Event::HandedOver(InstanceHandedOver {
                instance: "0198c0de-0000-7000-8000-00000000000a".into(),
                day: day(2),
                to_name: "郑样例".to_owned(),
                upto_seq: 7,
                upto_leaf: hex("b"),
            }),
        ),
    ]
}

fn trips() -> Vec<NewOp> {
    vec![
        op(
            DataClass::Core,
            Event::PauseSet(PauseSet {
                pause: "pause-1".into(),
                household: "h-1".into(),
                person: Some("p-1".into()),
                obligations: vec!["V02".to_owned(), "V03".to_owned()],
                from: day(0),
                to: day(14),
                why: PauseWhy::Hospital,
                note: text("县医院,儿子陪着"),
                approved_by: "陈样例".to_owned(),
                was: was(),
            }),
        ),
        op(
            DataClass::Core,
            Event::ModeOverride(ModeOverride {
                id: "override-1".into(),
                area: text("990101001001"),
                obligations: vec!["V02".to_owned()],
                mode: Mode::Phone,
                from: day(0),
                to: day(6),
                source: "样例乡镇通知第1号".to_owned(),
                was: was(),
            }),
        ),
        op(
            DataClass::Core,
            Event::Patrol(Patrol {
                patrol: "patrol-1".into(),
                day: day(0),
                at: Stamp {
                    ms: 1_795_139_900_000,
                    offset_min: 480,
                },
                groups: vec!["一组".to_owned(), "二组".to_owned()],
                roles: vec![Role::GridMember, Role::VillageCommittee],
                answers: vec![ClueAnswer {
                    q: "CL-PATROL-2".to_owned(),
                    writes: text("patrol_street"),
                    value: FactValue::Bool(true),
                }],
                note: text("雨后路滑"),
                clues: vec![Clue {
                    clue: "clue-1".into(),
                    code: text("beggar"),
                    place: "石桥东头".to_owned(),
                    people: Some(1),
                    answers: vec![ClueAnswer {
                        q: "CL-27-1".to_owned(),
                        writes: text("ledger.clue_place"),
                        value: FactValue::Text("石桥东头".to_owned()),
                    }],
                    note: text("已给热水"),
                }],
            }),
        ),
        op(
            DataClass::Core,
            Event::ReportHanded(ReportHanded {
                deadline: "D01".to_owned(),
                role: Role::CaseClerk,
                first: day(0),
                about: Some(person()),
                day: day(3),
                note: text("交到乡镇"),
                was: was(),
            }),
        ),
    ]
}
