//! What is kept of a hint when a visit closes, and how it is shown later.
//!
//! It is never judged again: a newer pack gives a new hint beside the old.

use tanfang_domain::event::{ShownAmount, ShownHint, ShownMissing, Subject};
use tanfang_domain::people::world::Overlay;
use tanfang_domain::people::{Household, Viewer};
use tanfang_policy::dict::Type;
use tanfang_policy::pack::Resolved;
use tanfang_policy::scheme::{Amount, Hint, Verdict};
use tanfang_store::VisitDetail;
use tanfang_values::{Day, Money};

use super::judge::{Hints, Judged, events_on};
use crate::app::Scene;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Line, Tone};

/// How many earlier hints are shown.
const EARLIER: usize = 10;

/// Names a verdict in records.
const fn code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::MayQualify => "may_qualify",
        Verdict::NotByWhatIsKnown => "not_by_what_is_known",
        Verdict::ToVerify => "to_verify",
        Verdict::StandardNotSet => "standard_not_set",
        Verdict::NeedsJudgement => "needs_judgement",
        Verdict::DoesNotApply => "does_not_apply",
    }
}

/// The key of the sentence of a verdict in records.
fn sentence(code: &str) -> Option<&'static str> {
    Some(match code {
        "may_qualify" => key("hint.shown_yes"),
        "not_by_what_is_known" => key("hint.shown_no"),
        "to_verify" => key("hint.shown_ask"),
        "standard_not_set" => key("hint.shown_unset"),
        "needs_judgement" => key("hint.shown_human"),
        "does_not_apply" => key("hint.shown_na"),
        _ => return None,
    })
}

/// Judges a home with the answers of a visit, on its day, as it is to be kept.
///
/// Schemes that are not for somebody are left out, as they are on 一户.
pub(crate) fn at_close(
    scene: &Scene,
    home: &Household,
    viewer: &Viewer,
    day: Day,
    answers: &[Overlay],
) -> Vec<ShownHint> {
    let events = events_on(&scene.snapshot.events, day);
    let hints = Hints::of(&scene.pack, home, viewer, &events, day, answers);
    let kept = |judged: &&Judged| judged.hint.verdict != Verdict::DoesNotApply;
    hints.judged.iter().filter(kept).map(shown).collect()
}

fn shown(judged: &Judged) -> ShownHint {
    let hint = &judged.hint;
    ShownHint {
        scheme: hint.scheme.clone(),
        about: judged.about.clone(),
        verdict: code(hint.verdict).to_owned(),
        pack: Some(judged.pack.id().to_owned()),
        because: hint.because.clone(),
        missing: hint
            .missing()
            .map(|fact| ShownMissing {
                person: fact.person.as_deref().map(Into::into),
                fact: fact.id.as_str().to_owned(),
            })
            .collect(),
        unset: hint.hangs.params.clone(),
        amount: amount(hint),
    }
}

fn amount(hint: &Hint) -> Option<ShownAmount> {
    let Amount::Fen { low, high, .. } = &hint.amount else {
        return None;
    };
    Some(ShownAmount {
        low: *low,
        high: *high,
        unit: match hint.unit {
            Some(Type::YuanMonth) => "month",
            Some(Type::YuanYear) => "year",
            _ => "once",
        }
        .to_owned(),
    })
}

/// Lists how a scheme stood for somebody at earlier visits, newest first.
pub(crate) fn earlier(
    say: &Say,
    scene: &Scene,
    visits: &[VisitDetail],
    scheme: &str,
    about: &Subject,
) -> Vec<Line> {
    let mut lines: Vec<(Day, Line)> = Vec::new();
    for visit in visits {
        let same = |hint: &&ShownHint| hint.scheme == scheme && hint.about == *about;
        for hint in visit.hints.iter().filter(same) {
            let Some(line) = line(say, scene, visit.record.day, hint) else {
                continue;
            };
            lines.push((visit.record.day, line));
        }
    }
    lines.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    lines
        .into_iter()
        .map(|(_, line)| line)
        .take(EARLIER)
        .collect()
}

fn line(say: &Say, scene: &Scene, day: Day, hint: &ShownHint) -> Option<Line> {
    let texts = say.texts();
    let mut words = texts.get(sentence(&hint.verdict)?).to_owned();
    if let Some(amount) = &hint.amount {
        let money = |fen: i64| say.money(Money::from_fen(fen));
        let said = match (amount.low, amount.high) {
            (Some(low), Some(high)) if low == high => Some(money(low)),
            (Some(low), Some(high)) => {
                let (low, high) = (money(low), money(high));
                let args = [("low", (&low).into()), ("high", (&high).into())];
                Some(texts.format("say.range", &args))
            }
            (Some(low), None) => {
                Some(texts.format("hint.at_least", &[("low", (&money(low)).into())]))
            }
            _ => None,
        };
        if let Some(said) = said {
            let key = match amount.unit.as_str() {
                "month" => key("hint.a_month"),
                "year" => key("hint.a_year"),
                _ => key("hint.once"),
            };
            let said = texts.format(key, &[("amount", (&said).into())]);
            words = say.listed(&[words, said]);
        }
    }
    // The pack may have a newer version by now, or be gone: its id stands for it then.
    let root = &scene.pack.resolved;
    let name = hint.pack.as_deref().map(|id| {
        let layers = std::iter::once(root).chain(root.beside());
        let mut layers = layers.flat_map(Resolved::layers);
        let found = layers.find(|layer| layer.head.id == id);
        found.map_or(id, |layer| layer.head.name.as_str())
    });
    let day_arg = ("day", day.into());
    let verdict = ("verdict", (&words).into());
    let text = match name {
        Some(name) => texts.format("hint.earlier", &[day_arg, verdict, ("pack", name.into())]),
        None => texts.format("hint.earlier_plain", &[day_arg, verdict]),
    };
    Some(Say::line(say.covered(text), Tone::Quiet, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_kept_can_be_read_again() {
        for verdict in Verdict::ALL {
            assert!(sentence(code(verdict)).is_some(), "{verdict:?}");
        }
        assert_eq!(sentence("something_later"), None);
    }
}
