//! One hint in full: conditions and clauses, numbers, facts, what is missing, what to do.

use tanfang_domain::event::Subject;
use tanfang_policy::eval::{Hangs, Outcomes, Rests};
use tanfang_policy::scheme::{ConditionResult, Hint, Part, Verdict};
use tanfang_store::VisitDetail;

use super::ask::{Asker, leads};
use super::card;
use super::judge::{Hints, Judged};
use super::words;
use crate::app::Scene;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, HintCondition, HintMark, HintMissing, HintNumber, HintView, Intent, Line, Masked,
    Screen, Tone,
};

/// How many things are named where there may be many.
const NAMED: usize = 4;

/// What a hint is shown with.
pub(crate) struct Shown<'a> {
    pub(crate) asker: &'a Asker<'a>,
    pub(crate) scene: &'a Scene,
    pub(crate) hints: &'a Hints,
    pub(crate) visits: &'a [VisitDetail],
}

/// Makes 提示.
pub(crate) fn view(shown: &Shown<'_>, judged: &Judged) -> HintView {
    let Shown {
        asker,
        scene,
        hints,
        visits,
    } = shown;
    let say = asker.say;
    let texts = say.texts();
    let hint = &judged.hint;
    let household = asker.home.id.as_str().to_owned();
    let numbers = numbers(shown, judged);
    let missing = missing(asker, judged);
    let open = !missing.is_empty() && hint.verdict == Verdict::ToVerify;
    HintView {
        key: judged.key(),
        title: say.covered(&judged.scheme.name),
        whom: card::whom(asker, &judged.about),
        verdict: say.covered(words::verdict(asker, hint, &judged.about)),
        tone: words::tone(hint.verdict),
        amount: words::covered(say, words::amount(say, hint)),
        amount_note: amount_note(asker, judged),
        note: words::covered(say, card::note(asker, judged)),
        aloud: say.covered(aloud(asker, judged, &numbers)),
        ask: super::ask::for_hint(asker, judged),
        missing,
        conditions: hint
            .conditions
            .iter()
            .map(|condition| self::condition(shown, judged, condition))
            .collect(),
        numbers,
        facts: hint
            .rests
            .facts
            .iter()
            .map(|used| words::used(asker, &judged.pack, &judged.world, used, &judged.about))
            .collect(),
        threshold: words::covered(say, super::ask::threshold(asker, judged)),
        redirect: hint
            .redirect
            .as_ref()
            .map(|to| redirect(asker, hints, judged, to)),
        steps: steps(say, judged),
        documents: judged.scheme.documents.clone(),
        where_to: or_not_set(say, judged.scheme.where_to.as_ref()),
        how_long: or_not_set(say, judged.scheme.how_long.as_ref()),
        excludes: excludes(say, judged),
        unset: hint.slots_unset.clone(),
        caveat: texts.get("hint.caveat").to_owned(),
        earlier: super::shown::earlier(say, scene, visits, &hint.scheme, &judged.about),
        judged: judged_by(say, scene, judged),
        policy: Screen::Policy {
            key: format!("{}:{}", judged.pack.id(), judged.scheme.id),
        },
        primary: open.then(|| Action {
            label: texts.get("today.go").to_owned(),
            intent: Intent::OpenVisit {
                household: household.clone(),
            },
            enabled: true,
            note: None,
        }),
        household,
    }
}

/// Gives a text, or says that nobody has set it.
pub(crate) fn or_not_set(say: &Say, text: Option<&String>) -> String {
    match text.filter(|text| !words::is_unset(text)) {
        Some(text) => text.clone(),
        None => say.texts().get("hint.not_set").to_owned(),
    }
}

fn judged_by(say: &Say, scene: &Scene, judged: &Judged) -> String {
    let head = judged.pack.head();
    let (name, version) = head.map_or(("", ""), |head| (&head.name, &head.version));
    say.texts().format(
        "hint.judged",
        &[
            ("day", scene.snapshot.today.into()),
            ("name", name.into()),
            ("version", version.into()),
        ],
    )
}

fn amount_note(asker: &Asker<'_>, judged: &Judged) -> Option<String> {
    let say = asker.say;
    let mut notes = Vec::new();
    notes.extend(words::amount_note(asker, &judged.hint, &judged.about));
    if words::amount(say, &judged.hint).is_some()
        && let Some(rule) = &judged.scheme.amount
    {
        if let Some(mode) = &rule.mode {
            let args = [("mode", mode.into())];
            notes.push(say.texts().format("hint.amount_mode", &args));
        }
        notes.extend(rule.reading.clone());
    }
    (!notes.is_empty()).then(|| notes.join(say.texts().get("hint.stop")))
}

/// Lists what is missing, each with how to write it down where it can be here.
fn missing(asker: &Asker<'_>, judged: &Judged) -> Vec<HintMissing> {
    let mut rows: Vec<HintMissing> = Vec::new();
    for fact in judged.hint.missing() {
        let row = HintMissing {
            text: asker.missing(fact, &judged.about),
            ask: asker.of_fact(&judged.pack, fact),
        };
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}

/// Lists the standards it rests on, then those that are not set.
fn numbers(shown: &Shown<'_>, judged: &Judged) -> Vec<HintNumber> {
    let say = shown.asker.say;
    let today = shown.scene.snapshot.today;
    let hint = &judged.hint;
    let used = hint.rests.params.iter();
    let open = hint.hangs.params.iter();
    let open = open.chain(match &hint.amount {
        tanfang_policy::scheme::Amount::NotSet(hangs)
        | tanfang_policy::scheme::Amount::Fen { hangs, .. } => hangs.params.iter(),
        _ => [].iter(),
    });
    let mut numbers: Vec<HintNumber> = Vec::new();
    for name in used {
        if let Some(number) = words::number(say, &judged.pack, name, today)
            && !numbers.contains(&number)
        {
            numbers.push(number);
        }
    }
    for name in open {
        // A cell of a table that no text fills is no parameter: its words stand for it.
        let number = words::number(say, &judged.pack, name, today).unwrap_or_else(|| HintNumber {
            name: name.clone(),
            value: say.texts().get("hint.not_set").to_owned(),
            since: None,
            source: None,
            note: None,
            unset: true,
        });
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

fn mark(condition: &ConditionResult) -> HintMark {
    let outcomes = condition.outcomes;
    match condition.part {
        Part::Action => return HintMark::Action,
        Part::Caution => return HintMark::Note,
        _ => {}
    }
    let (good, bad) = if condition.part == Part::NotIf {
        (outcomes.surely_false(), outcomes.surely_true())
    } else {
        (outcomes.surely_true(), outcomes.surely_false())
    };
    if good {
        HintMark::Passed
    } else if bad {
        HintMark::Failed
    } else if only_standards(outcomes, &condition.hangs) {
        HintMark::Unset
    } else if condition.hangs.facts.is_empty() && !condition.hangs.judgements.is_empty() {
        HintMark::Judge
    } else {
        HintMark::Open
    }
}

fn only_standards(outcomes: Outcomes, hangs: &Hangs) -> bool {
    outcomes.can_be_unset() && hangs.facts.is_empty() && hangs.judgements.is_empty()
}

fn mark_word(mark: HintMark) -> &'static str {
    match mark {
        HintMark::Passed => key("hint.mark_passed"),
        HintMark::Failed => key("hint.mark_failed"),
        HintMark::Open => key("hint.mark_open"),
        HintMark::Unset => key("hint.mark_unset"),
        HintMark::Judge => key("hint.mark_judge"),
        HintMark::Action => key("hint.mark_todo"),
        HintMark::Note => key("hint.mark_note"),
    }
}

fn condition(shown: &Shown<'_>, judged: &Judged, condition: &ConditionResult) -> HintCondition {
    let asker = shown.asker;
    let say = asker.say;
    let texts = say.texts();
    let mark = mark(condition);
    let group = match condition.part {
        Part::AnyOf => Some(key("hint.any_of")),
        Part::NotIf => Some(key("hint.not_if")),
        Part::For => Some(key("hint.for_whom")),
        Part::Require | Part::Action | Part::Caution => None,
    };
    HintCondition {
        mark,
        word: texts.get(mark_word(mark)).to_owned(),
        text: condition.text.clone(),
        group: group.map(|group| texts.get(group).to_owned()),
        why: why(shown, judged, condition),
        clause: words::clause(
            say,
            &judged.pack,
            &judged.scheme.pack,
            condition.cite.as_ref(),
            condition.reading.as_ref(),
        ),
    }
}

/// Says what decided a condition, or what it hangs on.
fn why(shown: &Shown<'_>, judged: &Judged, condition: &ConditionResult) -> Masked {
    let asker = shown.asker;
    let say = asker.say;
    let texts = say.texts();
    let mut parts: Vec<String> = Vec::new();
    let rests: &Rests = &condition.rests;
    let known: Vec<String> = rests
        .facts
        .iter()
        .map(|used| {
            let line = words::used(asker, &judged.pack, &judged.world, used, &judged.about);
            let args = [
                ("label", (&line.label).into()),
                ("value", (&line.value.text).into()),
            ];
            let words = texts.format("say.colon", &args);
            if line.source.is_empty() {
                words
            } else {
                let args = [
                    ("words", (&words).into()),
                    ("source", (&line.source).into()),
                ];
                texts.format("hint.sourced", &args)
            }
        })
        .collect();
    if !known.is_empty() {
        parts.push(say.some_of(&known, NAMED));
    }
    let names = |facts: &[tanfang_policy::eval::FactRef]| asker.missing_names(facts, &judged.about);
    let hangs = &condition.hangs;
    for (key, names) in [
        (key("hint.not_known"), names(&hangs.facts)),
        (key("hint.to_judge"), names(&hangs.judgements)),
        (key("hint.not_entered"), hangs.params.clone()),
    ] {
        if !names.is_empty() {
            let what = say.some_of(&names, NAMED);
            parts.push(texts.format(key, &[("what", (&what).into())]));
        }
    }
    say.covered_unless_empty(&parts.join(texts.get("hint.semicolon")))
}

/// What to do next, each with where it is written.
pub(crate) fn steps(say: &Say, judged: &Judged) -> Vec<Line> {
    judged
        .hint
        .next
        .iter()
        .map(|(text, cite)| step(say, &judged.pack, text, cite.as_ref()))
        .collect()
}

/// Words one step with its source.
pub(crate) fn step(
    say: &Say,
    pack: &tanfang_policy::pack::Resolved,
    text: &str,
    cite: Option<&tanfang_policy::cite::Cite>,
) -> Line {
    let words = match cite {
        Some(cite) => {
            let source = words::source(say, pack, cite);
            let args = [("words", text.into()), ("source", (&source).into())];
            say.texts().format("hint.sourced", &args)
        }
        None => text.to_owned(),
    };
    Say::line(Say::open(words), Tone::Plain, None)
}

/// Names the schemes of which only one can be received.
pub(crate) fn excludes(say: &Say, judged: &Judged) -> Option<String> {
    excluded(say, &judged.pack, &judged.scheme.excludes)
}

/// Names schemes of which only one can be received; an id that is no scheme stands for itself.
pub(crate) fn excluded(
    say: &Say,
    pack: &tanfang_policy::pack::Resolved,
    ids: &[String],
) -> Option<String> {
    if ids.is_empty() {
        return None;
    }
    let names: Vec<&str> = ids
        .iter()
        .map(|id| pack.scheme(id).map_or(id.as_str(), |scheme| &scheme.name))
        .collect();
    let names = say.listed(&names);
    let args = [("others", (&names).into())];
    Some(say.texts().format("hint.excludes", &args))
}

/// Leads to the scheme that the text sends one to, for whom it is about.
fn redirect(asker: &Asker<'_>, hints: &Hints, judged: &Judged, to: &str) -> Line {
    let texts = asker.say.texts();
    let other = hints.judged.iter().find(|other| {
        let same = other.about == judged.about || matches!(other.about, Subject::Household(_));
        other.scheme.id == *to && other.pack.id() == judged.pack.id() && same
    });
    if let Some(other) = other {
        let args = [("scheme", (&other.scheme.name).into())];
        let screen = Screen::Hint {
            household: asker.home.id.as_str().to_owned(),
            key: other.key(),
        };
        leads(texts.format("hint.redirect", &args), screen)
    } else {
        let args = [("scheme", to.into())];
        let words = texts.format("hint.redirect", &args);
        Say::line(Say::open(words), Tone::Plain, None)
    }
}

/// A plain sentence to read to the family: what may be, why not yet, local numbers, source.
fn aloud(asker: &Asker<'_>, judged: &Judged, numbers: &[HintNumber]) -> String {
    let say = asker.say;
    let texts = say.texts();
    let hint: &Hint = &judged.hint;
    let scheme = ("scheme", (&judged.scheme.name).into());
    let mut parts: Vec<String> = Vec::new();
    let names = asker.missing_names(hint.missing(), &judged.about);
    let what = say.some_of(&names, NAMED);
    parts.push(match hint.verdict {
        Verdict::MayQualify => match words::amount(say, hint) {
            Some(amount) => texts.format(
                "hint.aloud_yes_amount",
                &[scheme, ("amount", (&amount).into())],
            ),
            None => texts.format("hint.aloud_yes", &[scheme]),
        },
        Verdict::NotByWhatIsKnown => {
            let why = against(hint);
            let why = say.some_of(&why, NAMED);
            texts.format("hint.aloud_no", &[scheme, ("why", (&why).into())])
        }
        Verdict::ToVerify => texts.format(
            "hint.aloud_ask",
            &[
                scheme,
                ("n", names.len().max(1).into()),
                ("what", (&what).into()),
            ],
        ),
        Verdict::StandardNotSet => texts.format("hint.aloud_unset", &[scheme]),
        Verdict::NeedsJudgement => texts.format("hint.aloud_human", &[scheme]),
        Verdict::DoesNotApply => texts.format("hint.aloud_na", &[scheme]),
    });
    parts.extend(hint.say.clone());
    let set: Vec<String> = numbers
        .iter()
        .filter(|number| !number.unset)
        .map(|number| words::spoken(say, number))
        .collect();
    if !set.is_empty() {
        let set = say.some_of(&set, NAMED);
        parts.push(texts.format("hint.aloud_numbers", &[("numbers", (&set).into())]));
    }
    if let Some(source) = first_source(say, judged) {
        parts.push(texts.format("hint.aloud_source", &[("source", (&source).into())]));
    }
    parts.push(texts.get("hint.aloud_end").to_owned());
    parts.concat()
}

/// The words of the conditions that speak against it.
fn against(hint: &Hint) -> Vec<String> {
    hint.conditions
        .iter()
        .filter(|condition| {
            let fails = match condition.part {
                Part::NotIf => condition.outcomes.surely_true(),
                Part::Require | Part::AnyOf => condition.outcomes.surely_false(),
                _ => false,
            };
            let named = |id: &String| {
                *id == condition.id || (id == "any_of" && condition.part == Part::AnyOf)
            };
            fails && hint.because.iter().any(named)
        })
        .map(|condition| condition.text.clone())
        .collect()
}

/// Document, number and date of the first condition that made the verdict.
fn first_source(say: &Say, judged: &Judged) -> Option<String> {
    let hint = &judged.hint;
    let made = |condition: &&ConditionResult| hint.because.contains(&condition.id);
    let cites = hint
        .conditions
        .iter()
        .filter(made)
        .filter_map(|c| c.cite.as_ref());
    let cite = cites
        .chain(hint.conditions.iter().filter_map(|c| c.cite.as_ref()))
        .next()?;
    let mut words = words::source(say, &judged.pack, cite);
    if let Some(date) = judged
        .pack
        .source(&cite.source)
        .and_then(|s| s.date.clone())
    {
        words = say.listed(&[words, date]);
    }
    Some(words)
}
