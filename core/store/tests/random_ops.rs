//! Random operations over a small world, so that they often touch the same things.

use tanfang_domain::event::{
    Answer, Attempt, BenefitSet, Certainty, ChangeUndone, Clue, ClueAnswer, Contact, ControlTotal,
    DataClass, Event, EventSet, FactSet, FactSource, Feedback, FieldSet, FlagRaised, GridAssigned,
    HouseholdSet, How, InstanceHandedOver, LeftWhy, MatchAnswered, MatchBatch, MatchCell,
    MatchLinked, MatchRow, MatchSheet, MembershipAdd, MembershipEnd, Mode, ModeOverride, NewOp,
    Patrol, PauseSet, PauseWhy, PersonDied, PersonJoined, PersonLeft, PersonSet, ReportHanded,
    RosterBatch, RosterRow, RosterUndone, RowAt, RowProblem, Scope, Seen, SheetCount, ShownHint,
    Subject, VisitAnswers, VisitClosed, VisitCorrected, VisitPlace, Whose, WorkerRole,
};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_store::fakes::SeededRandom;
use tanfang_values::{BatchId, Day, GridId, HouseholdId, OpId, PersonId, Stamp, VisitId};

pub(crate) struct World {
    pub(crate) random: SeededRandom,
    /// Ids of operations written so far, with their kinds, by anybody.
    pub(crate) written: Vec<(OpId, &'static str)>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: SeededRandom::new(seed),
            written: Vec::new(),
        }
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.random.next_u64() % n
    }

    pub(crate) fn id(&mut self, tag: &str, n: u64) -> String {
        format!("{tag}{}", self.below(n))
    }

    pub(crate) fn day(&mut self) -> Day {
        Day::parse("2026-11-01")
            .unwrap()
            .plus_days(self.below(12).cast_signed())
    }

    pub(crate) fn stamp(&mut self) -> Stamp {
        Stamp {
            ms: 1_795_000_000_000 + self.below(1_000_000).cast_signed(),
            offset_min: 480,
        }
    }

    fn scope(&mut self, class: DataClass) -> Scope {
        Scope::new(GridId::new(self.id("g", 2)), class)
    }

    fn any_class(&mut self) -> DataClass {
        DataClass::ALL[usize::try_from(self.below(5)).unwrap()]
    }

    pub(crate) fn household(&mut self) -> HouseholdId {
        HouseholdId::new(self.id("h", 3))
    }

    pub(crate) fn person(&mut self) -> PersonId {
        PersonId::new(self.id("p", 4))
    }

    fn subject(&mut self) -> Subject {
        if self.below(3) == 0 {
            Subject::Household(self.household())
        } else {
            Subject::Person(self.person())
        }
    }

    fn value(&mut self) -> FactValue {
        match self.below(5) {
            0 => FactValue::Bool(self.below(2) == 0),
            1 => FactValue::Int(self.below(9).cast_signed()),
            2 => FactValue::One(self.id("", 4)),
            3 => FactValue::Text("甲'乙\"丙".to_owned()),
            _ => FactValue::Unclear,
        }
    }

    fn fields(&mut self, names: &[&str]) -> Vec<FieldSet> {
        let n = self.below(3);
        (0..n)
            .map(|_| FieldSet {
                name: names[usize::try_from(self.below(names.len() as u64)).unwrap()].to_owned(),
                value: (self.below(4) > 0).then(|| self.id("值", 5)),
                was: None,
            })
            .collect()
    }

    fn person_fields(&mut self) -> Vec<FieldSet> {
        self.fields(&["name", "phone", "sex", "guardian", "later_field"])
    }

    fn home_fields(&mut self) -> Vec<FieldSet> {
        self.fields(&["group", "house_no", "head", "note"])
    }

    fn facts(&mut self) -> Vec<FactSet> {
        let n = self.below(3);
        (0..n)
            .map(|_| FactSet {
                fact: self.id("fact", 4),
                value: self.value(),
                day: self.day(),
                source: FactSource::Roster,
                certainty: Certainty::Seen,
                was: None,
            })
            .collect()
    }

    fn answers(&mut self) -> Vec<Answer> {
        let n = self.below(4);
        (0..n)
            .map(|_| {
                let how =
                    [How::Asked, How::Same, How::NotAsked][usize::try_from(self.below(3)).unwrap()];
                Answer {
                    q: self.id("q", 4),
                    about: self.subject(),
                    writes: match self.below(5) {
                        0 => None,
                        1 => Some("visit.met".to_owned()),
                        2 => Some("ledger.note".to_owned()),
                        _ => Some(self.id("fact", 4)),
                    },
                    value: (how != How::NotAsked).then(|| self.value()),
                    how,
                    same_as: None,
                }
            })
            .collect()
    }

    fn seen(&mut self) -> Vec<Seen> {
        vec![Seen {
            person: self.person(),
            met: self.id("", 4),
        }]
    }

    pub(crate) fn op_of(&mut self, kinds: &[&str]) -> OpId {
        let of: Vec<OpId> = self
            .written
            .iter()
            .filter(|(_, kind)| kinds.contains(kind))
            .map(|(id, _)| id.clone())
            .collect();
        if of.is_empty() {
            return OpId::new("not-here");
        }
        of[usize::try_from(self.below(of.len() as u64)).unwrap()].clone()
    }

    /// Makes the next operation.
    pub(crate) fn op(&mut self) -> NewOp {
        let (class, event) = self.event();
        let scope = self.scope(class);
        NewOp {
            scope,
            base: None,
            event,
        }
    }

    fn event(&mut self) -> (DataClass, Event) {
        let core = DataClass::Core;
        match self.below(38) {
            20 | 21 => return (core, self.undoing()),
            22 => return (DataClass::Economic, self.matching()),
            23 => return (DataClass::Economic, self.answering()),
            24 => return (core, self.of_the_place()),
            25 => return (core, self.contact()),
            26..=28 => return (core, self.of_trips()),
            32..=36 => return (self.any_class(), self.of_photos()),
            37 => return (core, self.receipt()),
            _ => {}
        }
        match self.below(20) {
            0 => (
                core,
                Event::WorkerRole(WorkerRole {
                    worker: self.id("w", 2).into(),
                    name: self.id("工", 3),
                    phone: None,
                    role: Role::GridMember,
                    area: None,
                    from: self.day(),
                    until: (self.below(2) == 0).then(|| self.day()),
                }),
            ),
            1 => (
                core,
                Event::GridAssigned(GridAssigned {
                    grid: self.id("g", 2).into(),
                    name: self.id("格", 3),
                    division: "990101001001".to_owned(),
                    worker: Some(self.id("w", 2).into()),
                    role: Role::GridMember,
                    from: self.day(),
                    was: None,
                }),
            ),
            2 => (
                core,
                Event::RosterBatch(RosterBatch {
                    batch: self.id("b", 2).into(),
                    file_name: "名册.xlsx".to_owned(),
                    file_sha256: self.id("f", 2),
                    class: None,
                    sheets: vec![SheetCount {
                        name: "一".to_owned(),
                        rows: 3,
                        read: 1,
                        blank: 1,
                        title: 1,
                        header: 0,
                        total: 0,
                        note: 0,
                        unreadable: 0,
                    }],
                    day: self.day(),
                    changed: 1,
                    postponed: vec![RowAt {
                        sheet: "一".to_owned(),
                        row: 3,
                    }],
                }),
            ),
            3 | 4 => (
                self.any_class(),
                Event::RosterRow(RosterRow {
                    batch: self.id("b", 2).into(),
                    sheet: "一".to_owned(),
                    row: 4,
                    row_sha256: self.id("r", 9),
                    household: self.household(),
                    person: self.person(),
                    fields: self.person_fields(),
                    household_fields: self.home_fields(),
                    facts: self.facts(),
                    problems: vec![RowProblem {
                        cell: "D4".to_owned(),
                        code: "check_digit".to_owned(),
                        raw: "99010119500101001X".to_owned(),
                    }],
                }),
            ),
            5 => (
                self.any_class(),
                Event::HouseholdSet(HouseholdSet {
                    household: self.household(),
                    fields: self.home_fields(),
                    facts: self.facts(),
                    reason: None,
                }),
            ),
            6 => (
                self.any_class(),
                Event::PersonSet(PersonSet {
                    person: self.person(),
                    household: self.household(),
                    fields: self.person_fields(),
                    facts: self.facts(),
                    reason: None,
                }),
            ),
            7 => (
                core,
                Event::PersonJoined(PersonJoined {
                    person: self.person(),
                    household: self.household(),
                    day: self.day(),
                    from_grid: None,
                    fields: self.person_fields(),
                    household_fields: self.home_fields(),
                    facts: self.facts(),
                }),
            ),
            8 => (
                core,
                Event::PersonLeft(PersonLeft {
                    person: self.person(),
                    household: self.household(),
                    day: self.day(),
                    why: LeftWhy::Moved,
                    to_grid: None,
                    note: None,
                }),
            ),
            9 => (
                core,
                Event::PersonDied(PersonDied {
                    person: self.person(),
                    day: self.day(),
                    note: None,
                }),
            ),
            10 => (
                self.any_class(),
                Event::MembershipAdd(MembershipAdd {
                    membership: self.id("m", 3).into(),
                    person: self.person(),
                    class: self.id("类", 3),
                    from: self.day(),
                    source: self.source(),
                }),
            ),
            11 => (
                core,
                Event::MembershipEnd(MembershipEnd {
                    membership: self.id("m", 3).into(),
                    person: self.person(),
                    day: self.day(),
                    reason: None,
                    adds: vec![
                        self.op_of(&["membership.add"]),
                        self.op_of(&["membership.add"]),
                    ],
                    source: self.source(),
                }),
            ),
            12 => (
                DataClass::Economic,
                Event::BenefitSet(BenefitSet {
                    benefit: self.id("ben", 2).into(),
                    person: self.person(),
                    scheme: "tekun".to_owned(),
                    level: None,
                    amount_fen_month: Some(self.below(100_000).cast_signed()),
                    from: Some(self.day()),
                    to: None,
                    why_ended: None,
                    tapering: false,
                    source: self.source(),
                    was: None,
                }),
            ),
            13 => (
                core,
                Event::Attempt(Attempt {
                    attempt: self.id("a", 2).into(),
                    household: self.household(),
                    day: self.day(),
                    at: self.stamp(),
                    met: "0".to_owned(),
                    persons: vec![self.person()],
                    roles: vec![Role::GridMember],
                    note: None,
                }),
            ),
            14 => (
                DataClass::Risk,
                Event::FlagRaised(FlagRaised {
                    flag: self.id("f", 3).into(),
                    code: "life_safety".to_owned(),
                    about: self.subject(),
                    household: self.household(),
                    visit: None,
                    q: None,
                    day: self.day(),
                    note: Some(self.id("灯坏", 3)),
                    same_as: None,
                }),
            ),
            15 | 16 => (core, self.closing()),
            17 | 18 => {
                let class = self.any_class();
                (
                    class,
                    Event::VisitAnswers(VisitAnswers {
                        visit: VisitId::new(self.id("v", 3)),
                        household: self.household(),
                        day: self.day(),
                        class,
                        answers: self.answers(),
                        hints: vec![ShownHint {
                            scheme: "R16".to_owned(),
                            about: self.subject(),
                            verdict: "maybe".to_owned(),
                            pack: None,
                            because: Vec::new(),
                            missing: Vec::new(),
                            unset: Vec::new(),
                            amount: None,
                        }],
                        parts: 1,
                    }),
                )
            }
            _ => (
                self.any_class(),
                Event::VisitCorrected(VisitCorrected {
                    visit: VisitId::new(self.id("v", 3)),
                    household: self.household(),
                    names: self.op_of(&["visit.closed", "visit.answers"]),
                    day: (self.below(2) == 0).then(|| self.day()),
                    seen: (self.below(2) == 0).then(|| self.seen()),
                    answers: self.answers(),
                    void: self.below(6) == 0,
                    reason: None,
                }),
            ),
        }
    }

    /// Now and then the list a record came with.
    fn source(&mut self) -> Option<BatchId> {
        (self.below(2) == 0).then(|| self.id("b", 2).into())
    }

    fn undoing(&mut self) -> Event {
        if self.below(3) == 0 {
            let n = self.below(3);
            return Event::RosterUndone(RosterUndone {
                batch: self.id("b", 2).into(),
                day: self.day(),
                kept: (0..n).map(|_| self.person()).collect(),
                reason: None,
            });
        }
        // Some of them can be undone, some cannot, some are not here.
        let kinds = [ChangeUndone::KINDS, &["visit.closed", "roster.row"]].concat();
        let n = self.below(3);
        Event::ChangeUndone(ChangeUndone {
            person: self.person(),
            household: self.household(),
            names: (0..n).map(|_| self.op_of(&kinds)).collect(),
            day: self.day(),
            reason: Some(self.id("因", 3)),
        })
    }

    fn contact(&mut self) -> Event {
        Event::Contact(Contact {
            contact: self.id("c", 2).into(),
            household: self.household(),
            day: self.day(),
            at: self.stamp(),
            mode: Mode::Phone,
            whose: Whose::Household,
            persons: vec![self.person()],
            result: self.id("", 4),
            roles: vec![Role::GridMember],
            note: None,
        })
    }

    fn of_trips(&mut self) -> Event {
        match self.below(4) {
            0 => Event::PauseSet(PauseSet {
                pause: self.id("pa", 2).into(),
                household: self.household(),
                person: (self.below(2) == 0).then(|| self.person()),
                obligations: vec![self.id("V0", 3)],
                from: self.day(),
                to: self.day(),
                why: PauseWhy::Hospital,
                note: None,
                approved_by: self.id("批", 2),
                was: None,
            }),
            1 => Event::ModeOverride(ModeOverride {
                id: self.id("ov", 2).into(),
                area: (self.below(2) == 0).then(|| "990101001001".to_owned()),
                obligations: Vec::new(),
                mode: Mode::Phone,
                from: self.day(),
                to: self.day(),
                source: self.id("文", 3),
                was: None,
            }),
            2 => {
                let n = self.below(3);
                Event::Patrol(Patrol {
                    patrol: self.id("pt", 2).into(),
                    day: self.day(),
                    at: self.stamp(),
                    groups: vec![self.id("组", 3)],
                    roles: vec![Role::GridMember],
                    answers: vec![ClueAnswer {
                        q: self.id("q", 2),
                        writes: None,
                        value: self.value(),
                    }],
                    note: None,
                    clues: (0..n).map(|_| self.clue()).collect(),
                })
            }
            _ => Event::ReportHanded(ReportHanded {
                deadline: self.id("D0", 2),
                role: Role::GridMember,
                first: self.day(),
                about: (self.below(2) == 0).then(|| self.subject()),
                day: self.day(),
                note: Some(self.id("交", 3)),
                was: None,
            }),
        }
    }

    fn clue(&mut self) -> Clue {
        Clue {
            clue: self.id("cl", 2).into(),
            code: (self.below(2) == 0).then(|| "beggar".to_owned()),
            place: self.id("桥", 3),
            people: (self.below(2) == 0).then_some(2),
            answers: vec![ClueAnswer {
                q: self.id("q", 2),
                writes: None,
                value: self.value(),
            }],
            note: None,
        }
    }

    fn matching(&mut self) -> Event {
        if self.below(3) == 0 {
            return Event::MatchBatch(MatchBatch {
                batch: self.id("mb", 2).into(),
                file_name: "比对.xlsx".to_owned(),
                file_sha256: self.id("f", 2),
                match_kind: "single".to_owned(),
                source: None,
                day: self.day(),
                sheets: vec![MatchSheet {
                    name: "一".to_owned(),
                    titles: vec!["姓名".to_owned()],
                    rows: 1,
                    blank: 0,
                    note: 0,
                    unreadable: 0,
                }],
                rows: 1,
            });
        }
        Event::MatchRow(MatchRow {
            batch: self.id("mb", 2).into(),
            task: self.id("t", 2).into(),
            sheet: "一".to_owned(),
            row: 2,
            row_sha256: self.id("r", 9),
            name: self.id("名", 3),
            household: (self.below(2) == 0).then(|| self.household()),
            person: (self.below(2) == 0).then(|| self.person()),
            cells: vec![MatchCell {
                title: "姓名".to_owned(),
                text: self.id("名", 3),
            }],
            doubt: None,
        })
    }

    fn answering(&mut self) -> Event {
        if self.below(2) == 0 {
            return Event::MatchLinked(MatchLinked {
                task: self.id("t", 2).into(),
                batch: self.id("mb", 2).into(),
                household: self.household(),
                person: self.person(),
                day: self.day(),
                was: None,
            });
        }
        Event::MatchAnswered(MatchAnswered {
            task: self.id("t", 2).into(),
            batch: self.id("mb", 2).into(),
            day: self.day(),
            visit: (self.below(2) == 0).then(|| VisitId::new(self.id("v", 3))),
            finding: self.id("", 4),
            note: None,
            was: None,
        })
    }

    fn of_the_place(&mut self) -> Event {
        match self.below(4) {
            0 => Event::ControlTotal(ControlTotal {
                class: self.id("类", 2),
                division: "990101001001".to_owned(),
                households: None,
                persons: Some(7),
                day: self.day(),
                source: None,
                note: Some(self.id("数", 3)),
                was: None,
            }),
            1 => Event::EventSet(EventSet {
                event: self.id("e", 2).into(),
                name: self.id("事", 2),
                area: None,
                from: self.day(),
                to: (self.below(2) == 0).then(|| self.day()),
                source: None,
                was: None,
            }),
            2 => Event::Feedback(Feedback {
                feedback: self.id("fb", 2).into(),
                day: self.day(),
                at: self.stamp(),
                topic: "data".to_owned(),
                text: self.id("话", 3),
                call_back: self.below(2) == 0,
            }),
            _ => Event::HandedOver(InstanceHandedOver {
                instance: self.id("i", 2).into(),
                day: self.day(),
                to_name: self.id("人", 2),
                upto_seq: self.below(9),
                upto_leaf: "00".repeat(32),
            }),
        }
    }

    fn closing(&mut self) -> Event {
        Event::VisitClosed(VisitClosed {
            visit: VisitId::new(self.id("v", 3)),
            household: self.household(),
            day: self.day(),
            opened: self.stamp(),
            closed: self.stamp(),
            mode: Mode::InPerson,
            seen: self.seen(),
            roles: vec![Role::GridMember],
            acts_for: Vec::new(),
            duties: Vec::new(),
            sections: Vec::new(),
            packs: Vec::new(),
            engine: 1,
            with: Vec::new(),
            place: (self.below(2) == 0).then_some(VisitPlace::Relative),
        })
    }
}
