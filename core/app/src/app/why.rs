//! 为什么: why this home today, why this question.

use tanfang_domain::checklist::Reason;
use tanfang_domain::checklist::question::{Carry, Checklist, Question};
use tanfang_domain::pack::Work;
use tanfang_domain::pack::cite::Clause;
use tanfang_domain::schedule::obligation::{Cadence, Level};
use tanfang_domain::schedule::why::Suggestion;
use tanfang_domain::schedule::{DutyState, Missing, Status, duty_id};
use tanfang_policy::cite::Cite;
use tanfang_policy::dict::Fresh;
use tanfang_policy::pack::Resolved;

use super::duty::end_words;
use super::people::{Snapshot, class_words};
use crate::say::Say;
use crate::texts::{Arg, Texts, key};
use crate::view::{Line, Tone, WhyClause, WhyView};

/// Explains a duty; `again` is when to try again, where nobody was met.
pub(crate) fn duty_view(
    say: &Say,
    resolved: &Resolved,
    work: &Work,
    snapshot: &Snapshot,
    duty: &DutyState,
    again: Option<String>,
) -> WhyView {
    let texts = say.texts();
    let name = snapshot.subject_name(say, &duty.duty.about);
    let masked = |key: &'static str, more: &[(&str, crate::texts::Arg<'_>)]| {
        let of = |name: &str| {
            let mut args = vec![("name", name.into())];
            args.extend_from_slice(more);
            texts.format(key, &args)
        };
        crate::view::Masked {
            text: of(&name.text),
            masked: of(&name.masked),
        }
    };
    let role = say.role(duty.duty.role);
    let period = say.period_unit(duty.period.kind);
    let times = duty.obligation.every().map_or(1, |(_, n)| n);
    let mut lines = Vec::new();
    let mut put = |text, tone| lines.push(Say::line(text, tone, None));
    let role_arg = ("role", (&role).into());
    let period_arg = ("period", period.into());
    put(
        if duty.obligation.every().is_none() {
            once(say, duty, &masked)
        } else if times == 1 {
            masked(key("why.owes"), &[role_arg.clone(), period_arg.clone()])
        } else {
            masked(
                key("why.owes_times"),
                &[role_arg.clone(), period_arg.clone(), ("n", times.into())],
            )
        },
        Tone::Plain,
    );
    if let tanfang_domain::event::Subject::Person(id) = &duty.duty.about
        && let Some((_, person)) = snapshot.person(id)
    {
        let what = say.listed(&class_words(say, person, snapshot.today));
        if !what.is_empty() {
            let hidden = texts.get("say.hidden");
            let of = |name: &str, whom: &str| {
                texts.format("why.whom", &[("name", name.into()), ("whom", whom.into())])
            };
            put(
                crate::view::Masked {
                    text: of(&name.text, &what),
                    masked: of(&name.masked, hidden),
                },
                Tone::Plain,
            );
        }
    }
    if duty.own {
        let acting = work.may_act(&snapshot.viewer.roles, duty.duty.role, &duty.obligation);
        if let Some(held) = acting.filter(|_| !snapshot.viewer.roles.contains(&duty.duty.role)) {
            let held = say.role(held);
            put(
                Say::open(texts.format(
                    "why.acts_for",
                    &[("role", (&held).into()), ("owner", (&role).into())],
                )),
                Tone::Plain,
            );
        }
    }
    put(
        Say::open(match &duty.why.last {
            Some(last) => texts.format("why.last", &[("day", last.day.into())]),
            None => texts.get("why.never").to_owned(),
        }),
        Tone::Plain,
    );
    for attempt in &duty.why.attempts {
        let met = say.variant("met", &attempt.met);
        put(
            Say::open(texts.format(
                "why.attempt",
                &[("day", attempt.day.into()), ("met", met.into())],
            )),
            Tone::Quiet,
        );
    }
    let around = around_lines(say, duty);
    let again = again.map(|words| (words, Tone::Plain));
    let states = state_lines(say, snapshot, duty).into_iter();
    for (words, tone) in states.chain(around).chain(again) {
        put(Say::open(words), tone);
    }
    let mut clauses = Vec::new();
    clauses.extend(clause(say, resolved, &duty.obligation.clause));
    if duty.own {
        for rule in work.acts_for() {
            if rule.for_role == duty.duty.role && rule.on.contains(&duty.duty.obligation) {
                clauses.extend(clause(say, resolved, &rule.clause));
            }
        }
    }
    WhyView {
        title: masked(key("why.duty_title"), &[]).text,
        lines,
        clauses,
        trace: trace(say, snapshot, duty),
    }
}

/// Says what is owed once: in a campaign, after a trigger, before something ends.
fn once(
    say: &Say,
    duty: &DutyState,
    masked: &impl Fn(&'static str, &[(&str, Arg<'_>)]) -> crate::view::Masked,
) -> crate::view::Masked {
    let role = say.role(duty.duty.role);
    let role = ("role", (&role).into());
    match &duty.obligation.cadence {
        Cadence::Once(campaign) => masked(
            key("why.owes_campaign"),
            &[role, ("campaign", campaign.name.as_str().into())],
        ),
        _ => masked(key("why.owes_once"), &[role, ("day", duty.from.into())]),
    }
}

/// Says what stood in the way and what is proposed.
fn around_lines(say: &Say, duty: &DutyState) -> Vec<(String, Tone)> {
    let texts = say.texts();
    let mut lines = Vec::new();
    if let Some(level) = duty.obligation.level {
        let level = texts.get(match level {
            Level::National => key("why.level_national"),
            Level::Local => key("why.level_local"),
            Level::Suggested => key("why.level_advice"),
        });
        lines.push((level.to_owned(), Tone::Quiet));
    }
    for event in &duty.why.events {
        let words = texts.format("why.event", &[("event", event.as_str().into())]);
        lines.push((words, Tone::Quiet));
    }
    if !duty.why.unanswered.is_empty() {
        let n = ("n", duty.why.unanswered.len().into());
        lines.push((texts.format("why.unanswered", &[n]), Tone::Quiet));
    }
    for suggestion in &duty.why.suggests {
        let words = match suggestion {
            Suggestion::GoThere { .. } => texts.get("why.go_there").to_owned(),
            Suggestion::Lost { trips } => texts.format("why.lost", &[("n", (*trips).into())]),
        };
        lines.push((words, Tone::Plain));
    }
    lines
}

fn state_lines(say: &Say, snapshot: &Snapshot, duty: &DutyState) -> Vec<(String, Tone)> {
    let texts = say.texts();
    let today = snapshot.today;
    let period = say.period(duty.period.kind);
    let last = say.until(duty.due, today);
    let mut lines = Vec::new();
    match &duty.status {
        Status::Done(done) => {
            let words = texts.format(
                "why.missing_none",
                &[("period", period.into()), ("day", done.day.into())],
            );
            lines.push((words, Tone::Done));
            if done.non_contact {
                lines.push((texts.get("why.non_contact").to_owned(), Tone::Quiet));
            }
        }
        Status::Ended { reason, .. } => {
            let reason = end_words(say, reason);
            let words = texts.format("why.ended", &[("reason", (&reason).into())]);
            lines.push((words, Tone::Quiet));
        }
        Status::Paused { until, .. } => {
            let words = texts.format("why.paused", &[("day", (*until).into())]);
            lines.push((words, Tone::Quiet));
        }
        Status::NotDone | Status::Unknown => {}
    }
    if let Some(n) = duty.late_days(today) {
        let words = texts.format("why.late", &[("last", (&last).into()), ("n", n.into())]);
        lines.push((words, Tone::Amber));
    }
    for missing in &duty.why.missing {
        lines.push((
            missing_words(say, duty, missing, period, &last),
            Tone::Plain,
        ));
    }
    if let Some(through) = duty.why.heard_through {
        let role = say.role(duty.duty.role);
        let words = texts.format(
            "why.heard_through",
            &[("role", (&role).into()), ("day", through.into())],
        );
        lines.push((words, Tone::Quiet));
    }
    if matches!(duty.status, Status::NotDone) {
        let unit = say.period_unit(duty.period.kind);
        let words = texts.format("why.no_carry", &[("period", unit.into())]);
        lines.push((words, Tone::Quiet));
    }
    lines
}

fn missing_words(
    say: &Say,
    duty: &DutyState,
    missing: &Missing,
    period: &str,
    last: &str,
) -> String {
    let texts = say.texts();
    match missing {
        Missing::NoVisit if duty.due_day().is_none() => super::duty::no_last_day(say, duty),
        Missing::NoVisit => texts.format(
            "why.missing_visit",
            &[("period", period.into()), ("last", last.into())],
        ),
        Missing::OtherMode { day, mode, .. } => texts.format(
            "why.missing_mode",
            &[("day", (*day).into()), ("mode", say.mode(*mode).into())],
        ),
        Missing::NotSeen { day, .. } => texts.format("why.missing_seen", &[("day", (*day).into())]),
        Missing::Questions { day, questions, .. } => texts.format(
            "why.missing_questions",
            &[("day", (*day).into()), ("n", questions.len().into())],
        ),
        Missing::NoCall => texts.format(
            "why.missing_call",
            &[("period", period.into()), ("last", last.into())],
        ),
        Missing::NoAnswer { day, .. } => {
            texts.format("why.missing_reached", &[("day", (*day).into())])
        }
        Missing::NotAsked { day, .. } => {
            texts.format("why.missing_asked", &[("day", (*day).into())])
        }
        Missing::Doubtful { day, .. } => {
            texts.format("why.missing_doubtful", &[("day", (*day).into())])
        }
        Missing::MoreVisits(n) => texts.format("why.missing_more", &[("n", (*n).into())]),
        Missing::Answer => texts.get("why.missing_answer").to_owned(),
        Missing::Records => {
            let role = say.role(duty.duty.role);
            texts.format("why.missing_records", &[("role", (&role).into())])
        }
    }
}

/// Names duty, visits and attempts for whoever traces them.
fn trace(say: &Say, snapshot: &Snapshot, duty: &DutyState) -> Vec<String> {
    let texts = say.texts();
    let id = duty_id(&duty.duty);
    let mut lines = vec![texts.format("why.trace_duty", &[("id", id.as_str().into())])];
    let done = match &duty.status {
        Status::Done(done) => done.visit.as_ref(),
        _ => None,
    };
    let last = duty.why.last.as_ref().map(|last| &last.visit);
    for id in done
        .into_iter()
        .chain(last.filter(|last| Some(*last) != done))
    {
        lines.push(texts.format("why.trace_visit", &[("id", id.as_str().into())]));
        if let Some(visit) = snapshot.visits.iter().find(|visit| visit.visit == *id) {
            let op = visit.origin.op.as_str();
            lines.push(texts.format("why.trace_op", &[("id", op.into())]));
        }
    }
    lines
}

/// Explains a question.
pub(crate) fn question_view(
    say: &Say,
    resolved: &Resolved,
    work: &Work,
    checklist: &Checklist,
    question: &Question,
    reasons: &[Reason],
) -> WhyView {
    let texts = say.texts();
    let mut words = vec![texts.format("why.asked_by", &[("checklist", (&checklist.name).into())])];
    words.extend(reasons.iter().map(|reason| reason_words(say, work, reason)));
    for obligation in work.obligations().iter().filter(|_| reasons.is_empty()) {
        let asked = obligation.done.contains(&checklist.id) && !question.optional;
        if asked || obligation.must.contains(&question.id) {
            words.push(texts.format(
                "why.asked_for",
                &[("obligation", (&obligation.name).into())],
            ));
        }
    }
    if question.optional {
        words.push(texts.get("why.optional").to_owned());
    }
    if let Some(def) = question.writes.def() {
        words.push(texts.format("why.writes", &[("fact", (&def.name).into())]));
        words.push(match (question.carry, def.fresh) {
            (Carry::Always, _) | (_, Fresh::EveryVisit) => texts.get("why.fresh_every").to_owned(),
            (_, Fresh::Days(n)) => texts.format("why.fresh_days", &[("n", n.into())]),
            (_, Fresh::Forever) => texts.get("why.fresh_forever").to_owned(),
        });
    }
    if question.suggestion {
        words.push(texts.get("why.suggested").to_owned());
    }
    let mut clauses: Vec<WhyClause> = Vec::new();
    clauses.extend(clause(say, resolved, &question.clause));
    if clauses.is_empty() {
        clauses.extend(clause(say, resolved, &checklist.clause));
    }
    WhyView {
        title: texts.format("why.question_title", &[("ask", (&question.ask).into())]),
        lines: words
            .into_iter()
            .map(|words| Line {
                text: Say::open(words),
                tone: Tone::Plain,
                go: None,
            })
            .collect(),
        clauses,
        trace: vec![question.id.clone(), question.key.clone()],
    }
}

/// Says why a question is asked on a visit.
fn reason_words(say: &Say, work: &Work, reason: &Reason) -> String {
    let texts = say.texts();
    match reason {
        Reason::Duty(id) => {
            let obligation = work.obligation(id);
            let name = obligation.map_or(id.as_str(), |obligation| &obligation.name);
            texts.format("why.reason_duty", &[("obligation", name.into())])
        }
        Reason::EveryVisit => texts.get("why.reason_every").to_owned(),
        Reason::Stale(day) => texts.format("why.reason_stale", &[("day", (*day).into())]),
        Reason::Hint(scheme) => texts.format("why.reason_hint", &[("scheme", scheme.into())]),
        Reason::Flag(code) => {
            let flag = work.flag(code);
            let name = flag.map_or(code.as_str(), |flag| &flag.name);
            texts.format("why.reason_flag", &[("flag", name.into())])
        }
        Reason::Need(need) => texts.format("why.reason_need", &[("need", need.into())]),
    }
}

/// Names document, number, date and place of a clause, and the pack it stands in.
pub(crate) fn clause(say: &Say, resolved: &Resolved, clause: &Clause) -> Option<WhyClause> {
    let texts = say.texts();
    let cite = clause.cite.as_ref()?;
    let source = resolved.source(&cite.source);
    let not_given = || texts.get("why.no_number").to_owned();
    let until = match clause.until {
        Some(day) => texts.format("why.pack_until", &[("day", day.into())]),
        None => texts.get("why.pack_open").to_owned(),
    };
    let layer = std::iter::once(resolved)
        .chain(resolved.beside())
        .flat_map(Resolved::layers)
        .find(|layer| layer.head.id == clause.pack);
    let pack = layer.map_or(clause.pack.as_str(), |layer| &layer.head.name);
    Some(WhyClause {
        quote: cite.quote.clone().unwrap_or_default(),
        document: source.map_or_else(|| cite.source.clone(), |source| source.title.clone()),
        number: source.map_or_else(not_given, |source| source.no.clone()),
        date: source
            .and_then(|source| source.date.clone())
            .unwrap_or_else(not_given),
        place: place(say, cite),
        pack: texts.format(
            "why.pack",
            &[
                ("name", pack.into()),
                ("from", clause.from.into()),
                ("until", (&until).into()),
            ],
        ),
        reading: clause.reading.clone(),
    })
}

/// Says where in the document: section and line.
fn place(say: &Say, cite: &Cite) -> String {
    match cite.line {
        Some(line) => say
            .texts()
            .format(
                "why.cite_line",
                &[("section", (&cite.section).into()), ("line", line.into())],
            )
            .trim()
            .to_owned(),
        None => cite.section.clone(),
    }
}
