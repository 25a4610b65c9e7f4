//! What the layers below refuse, as errors of the app.

use tanfang_domain::trips::TripError;
use tanfang_domain::visit::{AttemptError, CloseError, ContactError};
use tanfang_store::StoreError;

use super::kit::Kit;
use super::visit::answer::Refused;
use crate::error::{AppError, ErrorKind};

/// Makes an error of the store.
pub(crate) fn store(kit: &Kit, error: &StoreError) -> AppError {
    tracing::warn!(code = error.code(), "store");
    let kind = match error {
        StoreError::NotFound { .. } | StoreError::NoDraft { .. } => ErrorKind::NotFound,
        StoreError::AlreadyThere { .. } | StoreError::Busy => ErrorKind::Conflict,
        StoreError::NoKey
        | StoreError::WrongKey
        | StoreError::Recovery(_)
        | StoreError::Secret { .. } => ErrorKind::WrongKey,
        StoreError::Unreadable | StoreError::Damaged { .. } => ErrorKind::Damaged,
        StoreError::Newer { .. } => ErrorKind::Newer,
        StoreError::DiskFull => ErrorKind::DiskFull,
        StoreError::BadBackup { .. } | StoreError::BadHandOver { .. } | StoreError::File { .. } => {
            ErrorKind::Unreadable
        }
        _ => ErrorKind::Internal,
    };
    kit.error(kind, error.code(), &[])
}

/// Makes the error of a tap that was not taken.
pub(crate) fn refused(kit: &Kit, refused: &Refused) -> AppError {
    let invalid = |code, args: &[(&str, &str)]| kit.error(ErrorKind::Invalid, code, args);
    match refused {
        Refused::NotAsked => kit.error(ErrorKind::NotFound, "no_question", &[]),
        Refused::Kind(ask) => invalid("answer_kind", &[("ask", ask)]),
        Refused::Code(ask) => invalid("answer_code", &[("ask", ask)]),
        Refused::Day(text) => invalid("day_bad", &[("text", text)]),
        Refused::Future => invalid("day_future", &[]),
        Refused::Number(text) => invalid("number_bad", &[("text", text)]),
        Refused::Money(text) => invalid("money_bad", &[("text", text)]),
        Refused::Died(name) => kit.error(ErrorKind::Conflict, "visit_dead", &[("name", name)]),
    }
}

/// Makes the error of a visit that was not closed; `name` is that of a person.
pub(crate) fn close(kit: &Kit, error: &CloseError, name: impl Fn(&str) -> String) -> AppError {
    match error {
        CloseError::ReachedUnanswered { .. } => {
            kit.error(ErrorKind::Invalid, "reached_missing", &[])
        }
        CloseError::ReachedNobody { .. } => kit.error(ErrorKind::Conflict, "reached_nobody", &[]),
        CloseError::MetUnanswered { .. } => kit.error(ErrorKind::Invalid, "met_missing", &[]),
        CloseError::MetNobody { .. } => kit.error(ErrorKind::Conflict, "met_nobody", &[]),
        CloseError::Died { person, .. } => {
            let name = name(person.as_str());
            kit.error(ErrorKind::Conflict, "visit_dead", &[("name", &name)])
        }
        CloseError::WrongValue { q, .. } => {
            kit.error(ErrorKind::Invalid, "answer_code", &[("ask", q)])
        }
        CloseError::InFuture { .. } => kit.error(ErrorKind::Invalid, "clock_bad", &[]),
        CloseError::NoRole { .. } => kit.error(ErrorKind::Conflict, "no_role", &[]),
        CloseError::AlreadyClosed { .. } => {
            kit.error(ErrorKind::Conflict, "visit_closed_otherwise", &[])
        }
        _ => kit.error(ErrorKind::Internal, "internal", &[]),
    }
}

/// Makes the error of an attempt that was not written down.
/// Says why a call was not written down.
pub(crate) fn contact(kit: &Kit, error: &ContactError) -> AppError {
    match error {
        ContactError::UnknownResult { .. } => kit.error(ErrorKind::Invalid, "contact_result", &[]),
        ContactError::NobodyThere { .. } => kit.error(ErrorKind::Conflict, "visit_nobody", &[]),
        _ => kit.error(ErrorKind::Internal, "internal", &[]),
    }
}

/// Says why a trip was not written down as an attempt.
pub(crate) fn attempt(kit: &Kit, error: &AttemptError) -> AppError {
    match error {
        AttemptError::MetSomebody { .. } => kit.error(ErrorKind::Conflict, "attempt_met", &[]),
        AttemptError::NobodyLeft { .. } => kit.error(ErrorKind::Conflict, "visit_nobody", &[]),
        _ => kit.error(ErrorKind::Internal, "internal", &[]),
    }
}

/// Says why a pause, an order, a round or a report was not written down.
pub(crate) fn trip(kit: &Kit, error: &TripError) -> AppError {
    let invalid = |code, args: &[(&str, &str)]| kit.error(ErrorKind::Invalid, code, args);
    match error {
        TripError::EndsBeforeItBegins { .. } => invalid("span_backwards", &[]),
        TripError::TooFar { latest, .. } => {
            invalid("span_too_far", &[("latest", &latest.to_string())])
        }
        TripError::InFuture { .. } => invalid("day_future", &[]),
        TripError::NotEarlier { stands, .. } => {
            invalid("span_not_earlier", &[("stands", &stands.to_string())])
        }
        TripError::NobodyThere { .. } => kit.error(ErrorKind::Conflict, "visit_nobody", &[]),
        TripError::NoRole { .. } | TripError::NotOwed { .. } => {
            kit.error(ErrorKind::Conflict, "no_role", &[])
        }
        TripError::WrongValue { q } => invalid("answer_code", &[("ask", q)]),
        // What a form does not let through, or packs that changed meanwhile.
        other => {
            tracing::warn!(%other, "trip");
            kit.error(ErrorKind::Conflict, "trip_stale", &[])
        }
    }
}
