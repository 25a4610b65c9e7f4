//! The 提示 part of 一户: hints in four groups.

use std::collections::BTreeSet;
use tanfang_domain::event::Subject;
use tanfang_domain::people::Household;
use tanfang_domain::people::items::AID;
use tanfang_policy::scheme::Verdict;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::Subject as Place;

use super::ask::Asker;
use super::judge::{Hints, Judged, events_on};
use super::words;
use crate::app::Scene;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{HintAsk, HintCard, HintGroup, Masked, Screen};

/// Tells whether several persons live in a home, so that a question names whom it is about.
pub(crate) fn several(scene: &Scene, home: &Household) -> bool {
    home.present(scene.snapshot.today).count() > 1
}

/// Lists the facts that must not be asked of a home now, by any chain that judges it.
pub(crate) fn barred(hints: &Hints) -> BTreeSet<String> {
    hints
        .packs
        .iter()
        .flat_map(|pack| pack.must_not_ask(&hints.world))
        .map(str::to_owned)
        .collect()
}

/// Judges a home as it is known today.
pub(crate) fn today(scene: &Scene, home: &Household) -> Hints {
    let snapshot = &scene.snapshot;
    Hints::of(
        &scene.pack,
        home,
        &snapshot.viewer,
        &events_on(&snapshot.events, snapshot.today),
        snapshot.today,
        &[],
    )
}

/// Holds the 提示 part of 一户.
pub(crate) struct Part {
    pub(crate) groups: Vec<HintGroup>,
    pub(crate) ask: Option<HintAsk>,
    pub(crate) none: Option<String>,
}

/// Makes the 提示 part of 一户.
pub(crate) fn part(say: &Say, scene: &Scene, home: &Household) -> Part {
    let texts = say.texts();
    let hints = today(scene, home);
    if hints.packs.is_empty() {
        return Part {
            groups: Vec::new(),
            ask: None,
            none: Some(texts.get("hint.no_pack").to_owned()),
        };
    }
    let clearance = scene.pack.work.clearance(&scene.snapshot.viewer.roles);
    let barred = barred(&hints);
    let asker = Asker {
        say,
        snapshot: &scene.snapshot,
        home,
        viewer: &scene.snapshot.viewer,
        clearance: &clearance,
        barred: &barred,
        several: several(scene, home),
    };
    let mut groups = [
        ("may", key("hint.group_may"), false),
        ("ask", key("hint.group_ask"), false),
        ("no", key("hint.group_no"), true),
        ("other", key("hint.group_other"), true),
    ]
    .map(|(name, title, folded)| HintGroup {
        key: name.to_owned(),
        title: texts.get(title).to_owned(),
        folded,
        cards: Vec::new(),
        note: None,
    });
    // What lacks least is worth asking first.
    let mut in_order: Vec<&Judged> = hints.judged.iter().collect();
    in_order.sort_by_key(|judged| {
        let open = judged.hint.verdict == Verdict::ToVerify;
        if open {
            judged.hint.missing().count()
        } else {
            0
        }
    });
    let mut not_for: BTreeSet<&str> = BTreeSet::new();
    let mut for_some: BTreeSet<&str> = BTreeSet::new();
    for judged in in_order {
        let at = match judged.hint.verdict {
            Verdict::MayQualify => 0,
            Verdict::ToVerify => 1,
            Verdict::NotByWhatIsKnown => 2,
            Verdict::StandardNotSet | Verdict::NeedsJudgement => 3,
            Verdict::DoesNotApply => {
                not_for.insert(&judged.scheme.name);
                continue;
            }
        };
        for_some.insert(&judged.scheme.name);
        if let Some(group) = groups.get_mut(at) {
            group.cards.push(card(&asker, judged));
        }
    }
    let not_for = not_for.difference(&for_some).count();
    if not_for > 0
        && let Some(last) = groups.last_mut()
    {
        last.note = Some(texts.format("hint.not_for", &[("n", not_for.into())]));
    }
    let groups: Vec<HintGroup> = groups
        .into_iter()
        .filter(|group| !group.cards.is_empty() || group.note.is_some())
        .collect();
    Part {
        ask: super::ask::best(&asker, &hints),
        none: None,
        groups,
    }
}

/// Names whom a hint is for.
pub(crate) fn whom(asker: &Asker<'_>, about: &Subject) -> Masked {
    let name = asker.snapshot.subject_name(asker.say, about);
    match about {
        Subject::Person(_) => name,
        Subject::Household(_) => {
            let of = |name: &str| {
                asker
                    .say
                    .texts()
                    .format("say.household", &[("name", name.into())])
            };
            Masked {
                text: of(&name.text),
                masked: of(&name.masked),
            }
        }
    }
}

/// Says what else is to be known: that it is received already, or what to say and do instead.
pub(crate) fn note(asker: &Asker<'_>, judged: &Judged) -> Option<String> {
    if let Some(say) = &judged.hint.say {
        return Some(say.clone());
    }
    let aids = judged.pack.dictionary().enum_def(AID)?;
    let aid = aids.by_name(&judged.scheme.name)?;
    let receives = |at: usize| {
        let member = judged.world.members.get(at);
        member.and_then(|member| member.receives.get(&aid.code)) == Some(&FactValue::Bool(true))
    };
    let runs = match judged.place {
        Place::Person(at) => receives(at),
        Place::Household => (0..judged.world.members.len()).any(receives),
    };
    runs.then(|| asker.say.texts().get("hint.receives").to_owned())
}

fn card(asker: &Asker<'_>, judged: &Judged) -> HintCard {
    let say = asker.say;
    let key = judged.key();
    HintCard {
        name: say.covered(&judged.scheme.name),
        whom: whom(asker, &judged.about),
        verdict: say.covered(words::verdict(asker, &judged.hint, &judged.about)),
        tone: words::tone(judged.hint.verdict),
        amount: words::covered(say, words::amount(say, &judged.hint)),
        note: words::covered(say, note(asker, judged)),
        ask: (judged.hint.verdict == Verdict::ToVerify)
            .then(|| asker.first(&judged.pack, &judged.hint))
            .flatten(),
        go: Screen::Hint {
            household: asker.home.id.as_str().to_owned(),
            key: key.clone(),
        },
        key,
    }
}
