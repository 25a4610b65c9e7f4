//! 非接触替代: for a time, a call is enough where a visit is owed.
//!
//! Somebody has to allow it and the paper is named; what is done only by it is
//! counted apart and never called a visit.

use tanfang_values::{Day, DivisionCode, GridId, OpId, OverrideId, Stamp};

use super::{TripError, check_obligations, check_span, said};
use crate::event::{DataClass, Event, Mode, ModeOverride, NewOp, Scope, derive_id};
use crate::pack::Work;
use crate::schedule::record::OverrideRecord;

/// Holds what was written down of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Division it holds in, 12 digits; none: the whole grid.
    pub area: Option<String>,
    /// Obligations it holds for; empty means every one that takes a visit.
    pub obligations: Vec<String>,
    /// The contact that is enough.
    pub mode: Mode,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Who allowed it, by which paper.
    pub source: String,
    /// The op of the order of that [`id`] that stands already, if one does.
    pub was: Option<OpId>,
}

/// Returns the id of an order: the same grid, area, obligations and first day
/// are one order, with what was said last.
pub fn id(grid: &GridId, asked: &Asked) -> OverrideId {
    let area = asked.area.as_deref().unwrap_or("").trim();
    let first = asked.from.to_string();
    let mut parts = vec![grid.as_str(), area, &first];
    parts.extend(asked.obligations.iter().map(String::as_str));
    OverrideId::new(derive_id("override", &parts))
}

/// Makes an order.
///
/// # Errors
/// [`TripError`] where days, area, obligations, contact or source do not hold.
pub fn decide(work: &Work, grid: &GridId, asked: &Asked, at: Stamp) -> Result<NewOp, TripError> {
    check_span(asked.from, asked.to, at.day())?;
    check_obligations(work, &asked.obligations)?;
    if asked.mode != Mode::Phone {
        return Err(TripError::NoOtherContact);
    }
    let source = said(Some(&asked.source)).ok_or(TripError::NoSource)?;
    let area = said(asked.area.as_deref());
    if let Some(area) = &area
        && (area.len() != 12 || DivisionCode::parse(area).is_err())
    {
        return Err(TripError::BadArea { area: area.clone() });
    }
    Ok(op(
        grid,
        ModeOverride {
            id: id(grid, asked),
            area,
            obligations: asked.obligations.clone(),
            mode: asked.mode,
            from: asked.from,
            to: asked.to,
            source,
            was: asked.was.clone(),
        },
    ))
}

/// Sets an earlier last day of an order; one before its first day takes it away.
///
/// # Errors
/// [`TripError::NotEarlier`] where the day is not earlier than the one that stands.
pub fn end(order: &OverrideRecord, last: Day) -> Result<NewOp, TripError> {
    if last >= order.to {
        return Err(TripError::NotEarlier {
            day: last,
            stands: order.to,
        });
    }
    Ok(op(
        &order.grid,
        ModeOverride {
            id: order.id.clone(),
            area: order.area.clone(),
            obligations: order.obligations.clone(),
            mode: order.mode,
            from: order.from,
            to: last,
            source: order.source.clone(),
            was: Some(order.origin.op.clone()),
        },
    ))
}

fn op(grid: &GridId, order: ModeOverride) -> NewOp {
    let scope = Scope::new(grid.clone(), DataClass::Core);
    NewOp::new(scope, Event::ModeOverride(order))
}
