//! Homes with a year of records, made by a seed: everything that can end, begin
//! or complete a duty comes up somewhere.

use tanfang_domain::event::{
    ActsFor, Answer, Certainty, DataClass, FactSource, How, LeftWhy, Mode, PauseWhy, Seen, Subject,
    Whose,
};
use tanfang_domain::pack::Work;
use tanfang_domain::people::{
    Benefit, Death, FactHistory, FactRecord, Household, Left, Membership, Person,
};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::{
    AnswerRecord, AttemptRecord, Book, ContactRecord, MatchTask, OverrideRecord, PauseRecord,
    PlaceEvent, VisitRecord,
};
use tanfang_policy::dict::Type;
use tanfang_policy::value::FactValue;
use tanfang_values::{
    AttemptId, BatchId, BenefitId, ContactId, Day, GridId, HouseholdId, MembershipId, OpId,
    OverrideId, PauseId, PersonId, VisitId, WorkerId,
};

use super::{noon, origin, person};

/// First day of the year that the records are about.
pub(crate) fn first() -> Day {
    super::day("2026-01-01")
}

/// Last day of that year.
pub(crate) fn last() -> Day {
    super::day("2026-12-31")
}

/// Numbers that look like chance and are the same every time (an LCG).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5555);
        dice.below(2);
        dice
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end.max(1) as u64).unwrap()
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// A day of the year, or some way before it.
    fn day(&mut self) -> Day {
        let back = if self.one_in(3) { 900 } else { 0 };
        let offset = i64::try_from(self.below(380)).unwrap();
        first().plus_days(offset - back)
    }
}

/// One home and what was written down about it.
pub(crate) struct Made {
    pub home: Household,
    pub visits: Vec<VisitRecord>,
    attempts: Vec<AttemptRecord>,
    calls: Vec<ContactRecord>,
    pauses: Vec<PauseRecord>,
    overrides: Vec<OverrideRecord>,
    events: Vec<PlaceEvent>,
    tasks: Vec<MatchTask>,
}

impl Made {
    pub(crate) fn book(&self) -> Book<'_> {
        Book::new(&self.visits, &self.attempts)
            .with_contacts(&self.calls)
            .with_pauses(&self.pauses)
            .with_overrides(&self.overrides)
            .with_events(&self.events)
            .with_tasks(&self.tasks)
    }

    pub(crate) fn events(&self) -> &[PlaceEvent] {
        &self.events
    }

    /// Makes the home of a seed.
    pub(crate) fn of(work: &Work, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut home = Household {
            id: HouseholdId::new(format!("h{seed}")),
            grid: GridId::new("g1"),
            division: "990101001001".into(),
            head: None,
            group: None,
            house_no: None,
            phone: None,
            persons: Vec::new(),
            persons_complete: dice.one_in(2),
            facts: FactHistory::default(),
        };
        for at in 0..=dice.below(4) {
            let made = somebody(work, &mut dice, &format!("p{at}"));
            home.persons.push(made);
        }
        for _ in 0..dice.below(12) {
            home.facts.push(some_fact(work, &mut dice, "h"));
        }
        let mut made = Self {
            home,
            visits: Vec::new(),
            attempts: Vec::new(),
            calls: Vec::new(),
            pauses: Vec::new(),
            overrides: Vec::new(),
            events: Vec::new(),
            tasks: Vec::new(),
        };
        made.trips(work, &mut dice);
        made.rest(work, &mut dice);
        made
    }

    fn somebody(&self, dice: &mut Dice) -> PersonId {
        dice.pick(&self.home.persons).id.clone()
    }

    fn trips(&mut self, work: &Work, dice: &mut Dice) {
        for number in 0..dice.below(40) {
            let day = first().plus_days(i64::try_from(dice.below(380)).unwrap());
            let (roles, acts_for) = roles(work, dice);
            let seen = self.home.persons.iter().filter(|_| !dice.one_in(3));
            let seen: Vec<PersonId> = seen.map(|person| person.id.clone()).collect();
            let seen: Vec<Seen> = seen
                .into_iter()
                .map(|person| Seen {
                    person,
                    met: (*dice.pick(&["1", "1", "1", "2", "3"])).into(),
                })
                .collect();
            let mode = *dice.pick(&[Mode::InPerson, Mode::InPerson, Mode::InPerson, Mode::Phone]);
            let late = i64::try_from(dice.below(3)).unwrap();
            let mut visit = VisitRecord {
                visit: VisitId::new(format!("v{number}")),
                household: self.home.id.clone(),
                grid: self.home.grid.clone(),
                worker: WorkerId::new(*dice.pick(&["w1", "w2", "w3"])),
                day,
                opened: noon(day),
                closed: noon(day.plus_days(late)),
                mode,
                seen,
                roles,
                acts_for,
                place: None,
                answers: tanfang_domain::schedule::Answers::default(),
                origin: origin(&format!("o-v{number}"), i64::from(day.epoch_days())),
            };
            let lists = ["CL-03", "CL-04", "CL-02", "CL-01", "CL-08", "CL-ALIVE"];
            for list in lists {
                if !dice.one_in(3) {
                    self.answer(work, dice, &mut visit, list);
                }
            }
            self.visits.push(visit);
        }
        for number in 0..dice.below(12) {
            let day = first().plus_days(i64::try_from(dice.below(370)).unwrap());
            let whom = self.somebody(dice);
            self.attempts.push(AttemptRecord {
                attempt: AttemptId::new(format!("a{number}")),
                household: self.home.id.clone(),
                grid: self.home.grid.clone(),
                worker: WorkerId::new("w1"),
                day,
                met: "0".into(),
                persons: if dice.one_in(3) { vec![] } else { vec![whom] },
                roles: roles(work, dice).0,
                origin: origin(&format!("o-a{number}"), noon(day).ms),
            });
        }
        for number in 0..dice.below(30) {
            let day = first().plus_days(i64::try_from(dice.below(370)).unwrap());
            let whom = self.somebody(dice);
            self.calls.push(ContactRecord {
                contact: ContactId::new(format!("c{number}")),
                household: self.home.id.clone(),
                grid: self.home.grid.clone(),
                worker: WorkerId::new("w1"),
                day,
                at: noon(day),
                mode: *dice.pick(&[Mode::Phone, Mode::Wechat]),
                whose: Whose::Person,
                persons: if dice.one_in(3) { vec![] } else { vec![whom] },
                result: (*dice.pick(&["1", "1", "2", "3"])).into(),
                roles: roles(work, dice).0,
                origin: origin(&format!("o-c{number}"), noon(day).ms),
            });
        }
    }

    /// Answers most of a checklist for everybody; some of it is not asked.
    fn answer(&mut self, work: &Work, dice: &mut Dice, visit: &mut VisitRecord, list: &str) {
        let Some(list) = work.checklist(list) else {
            return;
        };
        for at in 0..self.home.persons.len() {
            let person = self.home.persons[at].id.clone();
            let section = Subject::Person(person.clone());
            let household = Subject::Household(self.home.id.clone());
            for question in &list.questions {
                let about = question.about(&section, &household).clone();
                let not_asked = dice.one_in(15);
                let value = value(work, dice, &question.key);
                if dice.one_in(25) {
                    continue;
                }
                visit.answers.push(AnswerRecord {
                    answer: Answer {
                        q: question.id.clone(),
                        about: about.clone(),
                        writes: question.writes.in_op(),
                        value: (!not_asked).then(|| value.clone()),
                        how: if not_asked { How::NotAsked } else { How::Asked },
                        same_as: (not_asked && dice.one_in(2)).then(|| OpId::new("o-before")),
                    },
                    op: OpId::new("o"),
                });
                if not_asked {
                    continue;
                }
                let record = FactRecord {
                    fact: question.key.clone(),
                    value,
                    day: visit.day,
                    origin: origin(&format!("o-{}-{}-{at}", visit.visit, question.id), 3),
                    source: FactSource::Visit,
                    certainty: Certainty::Said,
                    visit: Some(visit.visit.clone()),
                };
                match about {
                    Subject::Person(_) => self.home.persons[at].facts.push(record),
                    Subject::Household(_) => self.home.facts.push(record),
                }
            }
        }
    }

    fn rest(&mut self, work: &Work, dice: &mut Dice) {
        let ids: Vec<String> = work.obligations().iter().map(|o| o.id.clone()).collect();
        for number in 0..dice.below(3) {
            let from = dice.day();
            let whom = self.somebody(dice);
            let some = vec![dice.pick(&ids).clone(), "V02".into()];
            self.pauses.push(PauseRecord {
                pause: PauseId::new(format!("u{number}")),
                household: self.home.id.clone(),
                person: (!dice.one_in(3)).then_some(whom),
                obligations: if dice.one_in(2) { vec![] } else { some },
                from,
                to: from.plus_days(i64::try_from(dice.below(60)).unwrap()),
                why: PauseWhy::Hospital,
                note: None,
                approved_by: String::new(),
                origin: origin(&format!("o-u{number}"), 0),
            });
        }
        if dice.one_in(3) {
            let from = dice.day();
            self.overrides.push(OverrideRecord {
                id: OverrideId::new("x1"),
                grid: self.home.grid.clone(),
                area: None,
                obligations: if dice.one_in(2) {
                    vec![]
                } else {
                    vec!["V02".into()]
                },
                mode: Mode::Phone,
                from,
                to: from.plus_days(40),
                source: String::new(),
                origin: origin("o-x1", 0),
            });
        }
        for name in ["疫情防控", "冬春救助", "洪涝灾害"] {
            let from = dice.day();
            if dice.one_in(2) {
                self.events.push(PlaceEvent {
                    name: name.into(),
                    grid: self.home.grid.clone(),
                    area: dice.one_in(3).then(|| "990101000000".to_owned()),
                    from,
                    to: (!dice.one_in(3))
                        .then(|| from.plus_days(i64::try_from(dice.below(50)).unwrap())),
                });
            }
        }
        for number in 0..dice.below(3) {
            let day = dice.day();
            let answered = day.plus_days(i64::try_from(dice.below(20)).unwrap());
            self.tasks.push(MatchTask {
                task: format!("t{number}"),
                batch: BatchId::new("b"),
                kind: "单人户".into(),
                day,
                household: self.home.id.clone(),
                person: self.somebody(dice),
                answered: dice.one_in(2).then_some(answered),
            });
        }
    }
}

fn roles(work: &Work, dice: &mut Dice) -> (Vec<Role>, Vec<ActsFor>) {
    let some = [
        Role::GridMember,
        Role::GridMember,
        Role::TownshipOfficer,
        Role::VillageCommittee,
        Role::Carer,
        Role::Inspector,
        Role::ChildDirector,
        Role::CivilAffairs,
    ];
    let mut roles = vec![*dice.pick(&some)];
    if dice.one_in(4) {
        roles.push(*dice.pick(&some));
    }
    let acting = work.acting(&roles.iter().copied().collect());
    (roles, acting)
}

fn somebody(work: &Work, dice: &mut Dice, id: &str) -> Person {
    let mut made = person(id, "甲");
    let codes: Vec<String> = work.classes().iter().map(|def| def.id.clone()).collect();
    for number in 0..dice.below(4) {
        let from = dice.day();
        let tekun = "tekun".to_owned();
        let class = if dice.one_in(2) {
            tekun
        } else {
            dice.pick(&codes).clone()
        };
        let length = i64::try_from(dice.below(400)).unwrap();
        made.memberships.push(Membership {
            id: MembershipId::new(format!("m{number}-{id}")),
            class,
            data: DataClass::Core,
            from,
            until: dice.one_in(3).then(|| from.plus_days(length)),
            source: (!dice.one_in(4)).then(|| BatchId::new("b1")),
            op: OpId::new(format!("o-m{number}-{id}")),
        });
    }
    for number in 0..dice.below(3) {
        let from = dice.day();
        let length = i64::try_from(dice.below(400)).unwrap();
        made.benefits.push(Benefit {
            id: BenefitId::new(format!("n{number}-{id}")),
            scheme: (*dice.pick(&["tekun", "dibao", "old_age", "early_aid"])).into(),
            level: dice.one_in(3).then(|| "1".to_owned()),
            amount: None,
            from: dice.one_in(2).then_some(from),
            to: dice.one_in(2).then(|| from.plus_days(length)),
            why_ended: None,
            tapering: false,
            op: OpId::new(format!("o-n{number}-{id}")),
        });
    }
    for _ in 0..dice.below(25) {
        made.facts.push(some_fact(work, dice, id));
    }
    let keep = (*dice.pick(&["1", "1", "2"])).to_owned();
    if !dice.one_in(4) {
        let day = dice.day();
        made.facts
            .push(record("keep", FactValue::One(keep), day, id));
    }
    if dice.one_in(2) {
        let back = i64::try_from(dice.below(9000)).unwrap();
        let birth = first().plus_days(-20_000 - back);
        made.facts
            .push(record("birth", FactValue::Day(birth), first(), id));
    }
    if dice.one_in(6) {
        made.joined = Some(dice.day());
    }
    if dice.one_in(6) {
        made.left = Some(Left {
            day: dice.day(),
            why: LeftWhy::Moved,
            op: OpId::new("o-left"),
        });
    }
    if dice.one_in(6) {
        made.died = Some(Death {
            day: dice.day(),
            op: OpId::new("o-died"),
        });
    }
    made
}

fn record(fact: &str, value: FactValue, day: Day, whose: &str) -> FactRecord {
    FactRecord {
        fact: fact.to_owned(),
        value,
        day,
        origin: origin(&format!("o-{fact}-{whose}-{day}"), 1),
        source: FactSource::Roster,
        certainty: Certainty::Checked,
        visit: None,
    }
}

/// A fact that some rule for whom something is owed reads, or an item of a list.
fn some_fact(work: &Work, dice: &mut Dice, whose: &str) -> FactRecord {
    let day = dice.day();
    if dice.one_in(10) {
        let (name, value) = match dice.below(4) {
            0 => ("income/a/amount", FactValue::Fen(100)),
            1 => ("aid/x/scheme", FactValue::One("dibao".into())),
            2 => ("aid/x/to", FactValue::Day(dice.day())),
            _ => ("members/complete", FactValue::Bool(true)),
        };
        return record(name, value, day, whose);
    }
    let name = dice.pick(work.audience_reads()).clone();
    let value = value(work, dice, &name);
    record(&name, value, day, whose)
}

fn value(work: &Work, dice: &mut Dice, fact: &str) -> FactValue {
    if dice.one_in(12) {
        return FactValue::Unclear;
    }
    let number = i64::try_from(dice.below(2_000_000)).unwrap();
    match work.dictionary().fact(fact).map(|def| &def.ty) {
        Some(Type::Enum(choices)) => FactValue::One(dice.pick(&choices.variants).code.clone()),
        Some(Type::Many(choices)) => {
            let (one, two) = (dice.below(3), dice.below(9));
            let chosen = choices.variants.iter().skip(two).take(one);
            FactValue::many(chosen.map(|variant| variant.code.clone()))
        }
        Some(Type::Date) => FactValue::Day(dice.day()),
        Some(Type::Int | Type::Months | Type::Days) => FactValue::Int(number % 40),
        Some(Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod) => {
            FactValue::Fen(number)
        }
        _ => FactValue::Bool(!dice.one_in(3)),
    }
}
