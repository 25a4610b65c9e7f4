//! Everything that can happen, in one enum.
//!
//! `docs/ops.md` is the catalogue and comes first; this is its code. A tour:
//!
//! * [`Event`] – one variant a kind; [`Event::kind`], [`Event::v`],
//!   [`Event::merge`] and [`Event::entity`] are what the envelope needs.
//! * [`body`], [`wider`], [`trips`] and [`evidence`] – one struct a kind, its fields in the order of the
//!   catalogue.
//! * [`part`] – what bodies are made of: scopes, subjects, answers, facts.
//! * [`NewOp`] – an event with the scope it goes to: what a decision returns.
//! * [`derive_id`] – ids of things that a decision creates.

pub mod body;
pub mod evidence;
pub mod part;
pub mod trips;
pub mod wider;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use tanfang_values::OpId;

pub use body::{
    Attempt, BeganWhy, BenefitSet, CheckpointSigned, FlagRaised, GridAssigned, HouseholdSet,
    InstanceBegan, LeftWhy, MembershipAdd, MembershipEnd, PersonDied, PersonJoined, PersonLeft,
    PersonSet, Purge, PurgeWhy, RosterBatch, RosterRow, VisitAnswers, VisitClosed, VisitCorrected,
    WorkerRole,
};
pub use evidence::{
    Alike, AppMark, Consent, DeviceMark, EvidenceExported, ExifRead, ExportMember,
    FindingExplained, Fingerprint, GivenPlace, Grade, Matter, Original, PhotoConsent, PhotoDerived,
    PhotoTaken, PhotoVoid, ReceiptKept, Rendition, SignatureImage, SignedHow, Signer, Signs,
    VisitSigned, VoidWhy,
};
pub use part::{
    ActsFor, Answer, BodyRange, Certainty, DataClass, DutyRef, FactSet, FactSource, FieldSet, How,
    MatchCell, MatchSheet, Mode, PackRef, RowAt, RowProblem, Scope, Section, Seen, SheetCount,
    ShownAmount, ShownHint, ShownMissing, Subject, Whose,
};
pub use trips::{
    Clue, ClueAnswer, ModeOverride, Patrol, PauseSet, PauseWhy, ReportHanded, VisitPlace,
};
pub use wider::{
    ChangeUndone, Contact, ControlTotal, EventSet, Feedback, InstanceHandedOver, MatchAnswered,
    MatchBatch, MatchLinked, MatchRow, RosterUndone,
};

/// Says how ops of a kind merge; it belongs to the kind from its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MergeClass {
    /// Kept beside each other, keyed by op id.
    Event,
    /// Per field the maximum of (hlc, instance, op id).
    Register,
    /// Add wins; a removal names the adds it saw.
    Set,
    /// Carries the state it expects.
    Command,
    /// Owned by the hub.
    Hub,
}

macro_rules! events {
    ($($variant:ident($body:ident) = $kind:literal v $v:literal $merge:ident, $entity:expr;)+) => {
        /// Holds one thing that happened.
        #[expect(
            clippy::large_enum_variant,
            reason = "events are made, sealed and dropped one by one; a box each would buy nothing"
        )]
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Event {
            $(
                #[doc = concat!("`", $kind, "`; see [`", stringify!($body), "`].")]
                $variant($body)
            ),+
        }

        impl Event {
            /// Every `(kind, v)` that this version writes.
            pub const KINDS: &'static [(&'static str, u32)] = &[$(($kind, $v)),+];

            /// Returns the kind, as the envelope names it.
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind),+ }
            }

            /// Returns the version of the kind's body.
            pub const fn v(&self) -> u32 {
                match self { $(Self::$variant(_) => $v),+ }
            }

            /// Returns how ops of this kind merge.
            pub const fn merge(&self) -> MergeClass {
                match self { $(Self::$variant(_) => MergeClass::$merge),+ }
            }

            /// Returns the id of the thing the op is about.
            pub fn entity(&self) -> Cow<'_, str> {
                match self {
                    $(Self::$variant(body) => {
                        let entity: fn(&$body) -> Cow<'_, str> = $entity;
                        entity(body)
                    }),+
                }
            }

            /// Reads a body of a kind.
            ///
            /// Unknown fields are accepted. [`Decoded::Unknown`] is no error: such
            /// an op is stored and picked up by a version that knows it.
            pub fn decode(kind: &str, v: u32, body: &[u8]) -> Decoded {
                match (kind, v) {
                    $(($kind, $v) => read(body, Self::$variant),)+
                    _ => Decoded::Unknown,
                }
            }
        }
    };
}

events! {
    InstanceBegan(InstanceBegan) = "instance.began" v 1 Event, |b| b.instance.as_str().into();
    WorkerRole(WorkerRole) = "worker.role" v 1 Set, |b| b.worker.as_str().into();
    GridAssigned(GridAssigned) = "grid.assigned" v 1 Register, |b| b.grid.as_str().into();
    RosterBatch(RosterBatch) = "roster.batch" v 1 Event, |b| b.batch.as_str().into();
    RosterRow(RosterRow) = "roster.row" v 1 Register, |b| b.person.as_str().into();
    HouseholdSet(HouseholdSet) = "household.set" v 1 Register, |b| b.household.as_str().into();
    PersonSet(PersonSet) = "person.set" v 1 Register, |b| b.person.as_str().into();
    MembershipAdd(MembershipAdd) = "membership.add" v 1 Set, |b| b.membership.as_str().into();
    MembershipEnd(MembershipEnd) = "membership.end" v 1 Set, |b| b.membership.as_str().into();
    BenefitSet(BenefitSet) = "benefit.set" v 1 Register, |b| b.benefit.as_str().into();
    PersonJoined(PersonJoined) = "person.joined" v 1 Event, |b| b.person.as_str().into();
    PersonLeft(PersonLeft) = "person.left" v 1 Event, |b| b.person.as_str().into();
    PersonDied(PersonDied) = "person.died" v 1 Event, |b| b.person.as_str().into();
    VisitClosed(VisitClosed) = "visit.closed" v 1 Event, |b| b.visit.as_str().into();
    VisitAnswers(VisitAnswers) = "visit.answers" v 1 Event, |b| b.visit.as_str().into();
    VisitCorrected(VisitCorrected) = "visit.corrected" v 1 Event, |b| b.visit.as_str().into();
    Attempt(Attempt) = "attempt" v 1 Event, |b| b.attempt.as_str().into();
    FlagRaised(FlagRaised) = "flag.raised" v 1 Event, |b| b.flag.as_str().into();
    Purge(Purge) = "purge" v 1 Event, |_| Scope::OWN_GRID.into();
    Checkpoint(CheckpointSigned) = "checkpoint" v 1 Event, |_| Scope::OWN_GRID.into();
    Contact(Contact) = "contact" v 1 Event, |b| b.contact.as_str().into();
    RosterUndone(RosterUndone) = "roster.undone" v 1 Event, |b| b.batch.as_str().into();
    ChangeUndone(ChangeUndone) = "change.undone" v 1 Event, |b| b.person.as_str().into();
    ControlTotal(ControlTotal) = "control.total" v 1 Register,
        |b| ControlTotal::id(&b.class, &b.division).into();
    MatchBatch(MatchBatch) = "match.batch" v 1 Event, |b| b.batch.as_str().into();
    MatchRow(MatchRow) = "match.row" v 1 Event, |b| b.task.as_str().into();
    MatchLinked(MatchLinked) = "match.linked" v 1 Register, |b| b.task.as_str().into();
    MatchAnswered(MatchAnswered) = "match.answered" v 1 Register, |b| b.task.as_str().into();
    EventSet(EventSet) = "event.set" v 1 Register, |b| b.event.as_str().into();
    Feedback(Feedback) = "feedback" v 1 Event, |b| b.feedback.as_str().into();
    HandedOver(InstanceHandedOver) = "instance.handed_over" v 1 Event, |b| b.instance.as_str().into();
    PauseSet(PauseSet) = "pause.set" v 1 Register, |b| b.pause.as_str().into();
    ModeOverride(ModeOverride) = "mode.override" v 1 Register, |b| b.id.as_str().into();
    Patrol(Patrol) = "patrol" v 1 Event, |b| b.patrol.as_str().into();
    ReportHanded(ReportHanded) = "report.handed" v 1 Register, |b| b.id().into();
    PhotoTaken(PhotoTaken) = "photo.taken" v 1 Event, |b| b.photo.as_str().into();
    PhotoConsent(PhotoConsent) = "photo.consent" v 1 Event, |b| b.visit.as_str().into();
    PhotoDerived(PhotoDerived) = "photo.derived" v 1 Event, |b| b.photo.as_str().into();
    PhotoVoid(PhotoVoid) = "photo.void" v 1 Event, |b| b.photo.as_str().into();
    FindingExplained(FindingExplained) = "finding.explained" v 1 Event, |b| b.about().into();
    VisitSigned(VisitSigned) = "visit.signed" v 1 Event, |b| b.signature.as_str().into();
    EvidenceExported(EvidenceExported) = "evidence.exported" v 1 Event, |b| b.export.as_str().into();
    Receipt(ReceiptKept) = "receipt" v 1 Event, |_| Scope::OWN_GRID.into();
}

/// Tells what became of reading a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// The event.
    Known(Box<Event>),
    /// A `(kind, v)` of a later version.
    Unknown,
    /// A known kind whose body does not read; says where.
    Malformed(String),
}

fn read<T: DeserializeOwned>(body: &[u8], wrap: impl FnOnce(T) -> Event) -> Decoded {
    match serde_json::from_slice(body) {
        Ok(content) => Decoded::Known(Box::new(wrap(content))),
        // The message of the parser quotes the value: it may be a person's.
        Err(error) => Decoded::Malformed(format!(
            "{:?} error at line {} column {}",
            error.classify(),
            error.line(),
            error.column()
        )),
    }
}

/// Holds an event with the scope it goes to: what a decision returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOp {
    /// Where it belongs.
    pub scope: Scope,
    /// The op whose state a command expects.
    pub base: Option<OpId>,
    /// What happened.
    pub event: Event,
}

impl NewOp {
    /// Makes an op that expects no state.
    pub fn new(scope: Scope, event: Event) -> Self {
        Self {
            scope,
            base: None,
            event,
        }
    }
}

/// Derives the id of a thing from what makes it what it is.
///
/// Returns 32 lower-case hex digits: the first 16 bytes of SHA-256 over `tag`
/// and `parts`, a zero byte after each. Never put anything personal in.
pub fn derive_id(tag: &str, parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(tag.as_bytes());
    hasher.update([0]);
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let mut id = hex::encode(hasher.finalize());
    id.truncate(32);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_id_depends_on_every_part() {
        let id = derive_id("flag", &["v1", "changed", "p1"]);
        assert_eq!(id.len(), 32);
        assert_ne!(id, derive_id("flag", &["v1", "changedp", "1"]));
        assert_ne!(id, derive_id("hint", &["v1", "changed", "p1"]));
        assert_eq!(id, derive_id("flag", &["v1", "changed", "p1"]));
    }

    #[test]
    fn a_scope_reads_what_it_prints() {
        let scope = Scope::parse("g1/health").unwrap();
        assert_eq!(scope.class, DataClass::Health);
        assert_eq!(scope.to_string(), "g1/health");
        assert_eq!(Scope::own().to_string(), "_/core");
        assert!(Scope::parse("g1/other").is_none());
        assert!(Scope::parse("/core").is_none());
    }

    #[test]
    fn an_unknown_kind_is_no_error() {
        assert_eq!(Event::decode("visit.closed", 2, b"{}"), Decoded::Unknown);
        assert_eq!(Event::decode("need.raised", 1, b"{}"), Decoded::Unknown);
        assert!(matches!(
            Event::decode("person.died", 1, b"{}"),
            Decoded::Malformed(_)
        ));
    }

    #[test]
    fn a_body_that_does_not_read_is_not_quoted() {
        let body = br#"{"person":"p1","day":"\u8d75\u6837\u4f8b","note":null}"#;
        let Decoded::Malformed(why) = Event::decode("person.died", 1, body) else {
            panic!("it reads")
        };
        assert!(why.is_ascii() && why.contains("column"), "{why}");
    }

    #[test]
    fn a_body_reads_back_with_fields_of_the_future() {
        let body = br#"{"salt":"00","person":"p1","day":"2026-11-20","note":null,"later":1}"#;
        let Decoded::Known(event) = Event::decode("person.died", 1, body) else {
            panic!("not known")
        };
        assert_eq!(event.kind(), "person.died");
        assert_eq!(event.entity(), "p1");
        assert_eq!(
            serde_json::to_string(&event).unwrap(),
            r#"{"person":"p1","day":"2026-11-20","note":null}"#
        );
    }

    #[test]
    fn kinds_are_unique_and_stand_in_the_catalogue() {
        let catalogue = include_str!("../../../../docs/ops.md");
        for (kind, v) in Event::KINDS {
            assert!(
                catalogue.contains(&format!("| `{kind}` | {v} |")),
                "{kind} {v} is not in docs/ops.md"
            );
        }
        let unique: std::collections::BTreeSet<_> = Event::KINDS.iter().collect();
        assert_eq!(unique.len(), Event::KINDS.len());
    }
}
