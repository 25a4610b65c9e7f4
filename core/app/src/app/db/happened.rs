//! What happened at homes and in the grid, as far back as it is needed.

use tanfang_domain::schedule::obligation::Cadence;
use tanfang_domain::schedule::record::{HandedRecord, OverrideRecord, PatrolRecord, PauseRecord};
use tanfang_domain::schedule::{AttemptRecord, VisitRecord};
use tanfang_store::{ContactRecord, Of, StoreError};
use tanfang_values::{Day, Period};

use super::{Reads, Span};
use crate::app::kit::Pack;
use crate::app::people::Post;

/// How many days back a duty may have been triggered that visits are still read for;
/// the last visit of each home is read in any case.
const TRIGGERED: i64 = 92;

/// What happened at homes and in the grid.
#[derive(Default)]
pub(super) struct Happened {
    pub(super) visits: Vec<VisitRecord>,
    pub(super) attempts: Vec<AttemptRecord>,
    pub(super) contacts: Vec<ContactRecord>,
    pub(super) pauses: Vec<PauseRecord>,
    pub(super) overrides: Vec<OverrideRecord>,
    pub(super) patrols: Vec<PatrolRecord>,
    pub(super) handed: Vec<HandedRecord>,
}

impl Reads<'_> {
    /// Reads what happened, as far back as a span needs it.
    pub(super) fn happened(
        &self,
        pack: &Pack,
        of: Of<'_>,
        span: Span<'_>,
        post: &Post,
        today: Day,
    ) -> Result<Happened, StoreError> {
        let reads = self.0;
        let from = match span {
            Span::Roster => return Ok(Happened::default()),
            Span::Home(_) => Day::MIN,
            Span::Month(first) => first,
            Span::Today => first_needed(pack, today),
        };
        let mut visits = reads.visits(of, from)?;
        if span == Span::Today {
            self.add_last(of, from, &mut visits)?;
        }
        Ok(Happened {
            visits,
            attempts: reads.attempts(of, from)?,
            contacts: reads.contacts(of, from)?,
            pauses: reads.pauses(of, from)?,
            overrides: reads.overrides(&post.grid, from)?,
            patrols: reads.patrols(&post.grid, from)?,
            // Clocks run for as long as nobody hands in: the oldest counts.
            handed: reads.handed(&post.grid, Day::MIN)?,
        })
    }

    /// Adds the last visit of each home that lies before the present periods.
    fn add_last(
        &self,
        of: Of<'_>,
        from: Day,
        visits: &mut Vec<VisitRecord>,
    ) -> Result<(), StoreError> {
        for (_, (day, visit)) in self.0.last_visits(of)? {
            if day < from
                && let Some(detail) = self.0.visit(&visit)?
            {
                visits.push(detail.record);
            }
        }
        Ok(())
    }
}

/// Returns the first day of all periods, campaigns and seasons that a day lies in
/// and that a duty of this pack is counted in.
pub(crate) fn first_needed(pack: &Pack, today: Day) -> Day {
    let starts =
        pack.work
            .obligations()
            .iter()
            .filter_map(|obligation| match &obligation.cadence {
                Cadence::Every { kind, .. } => {
                    let week_start = pack.work.week_start();
                    Some(Period::containing(*kind, today, week_start).first)
                }
                Cadence::Once(campaign) if campaign.runs(today) => campaign.from,
                Cadence::Window { from, .. } if obligation.runs(today) => {
                    let (year, _, _) = today.ymd();
                    let starts = [year, year - 1].map(|year| from.in_year(year));
                    starts.into_iter().flatten().find(|start| *start <= today)
                }
                Cadence::On { .. } | Cadence::OnImport { .. } | Cadence::Before { .. } => {
                    Some(today.plus_days(-TRIGGERED))
                }
                _ => None,
            });
    starts.min().unwrap_or(today)
}
