//! 正在享受 in a plan: benefits that run on the day.

use super::code::FACTS;
use super::machine::Eval;
use super::state::{BOTH, Open, Truth, wide};
use crate::eval::abs::{F, T, and};

impl Eval<'_> {
    /// 正在享受: an episode of the benefit holds on the day.
    pub(super) fn receives(&mut self, aid: u32, seat: u32) -> Truth {
        let mut out = Truth::plain(F);
        self.episodes(&mut out, aid, 0);
        let members = self.home.members;
        let seats = if seat == 0 {
            1..=members
        } else {
            seat..=seat.min(members)
        };
        let columns = self.columns;
        for seat in seats {
            let told = self.home.told + wide(seat - 1) * self.code.aids.len() + wide(aid);
            let told = columns.told.get(told).copied().unwrap_or(0);
            let open = Open::Aid { seat, aid };
            if told != 0 {
                let hang = if told == BOTH {
                    FACTS | self.number(open)
                } else {
                    0
                };
                out.push(false, Truth { bits: told, hang });
                continue;
            }
            if !self.episodes(&mut out, aid, seat) {
                let key = self.code.aids.get(wide(aid)).map(|(_, key)| *key);
                let next = match key.and_then(|key| self.supposed(seat, key)) {
                    Some(bits) => Truth::plain(u8::try_from(bits).unwrap_or(BOTH)),
                    None => Truth {
                        bits: BOTH,
                        hang: FACTS | self.number(open),
                    },
                };
                out.push(false, next);
            }
        }
        if seat == 0 && !self.home.complete {
            out.push(
                false,
                Truth {
                    bits: BOTH,
                    hang: FACTS,
                },
            );
        }
        if seat > members {
            out.push(false, Truth::plain(BOTH));
        }
        out
    }

    /// Adds the episodes of somebody; says whether there are surely no others.
    fn episodes(&mut self, out: &mut Truth, aid: u32, seat: u32) -> bool {
        let columns = self.columns;
        let run = columns.runs.get(self.home.runs + wide(seat));
        let run = run.copied().unwrap_or_default();
        let all = columns.episodes.get(wide(run.from)..wide(run.to));
        for episode in all.unwrap_or_default() {
            let is = if episode.any {
                BOTH
            } else if episode.aid == aid {
                T
            } else {
                F
            };
            let bits = and(is, episode.runs);
            let mut hang = FACTS;
            if episode.silent && seat != 0 && bits == BOTH {
                hang |= self.number(Open::Aid { seat, aid });
            }
            out.push(false, Truth::settle(bits, hang));
        }
        run.complete
    }
}
