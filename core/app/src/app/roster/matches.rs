//! 比对核实: what a match said, looked at on the spot and answered.
//!
//! A match is a question, never the truth: nothing of it is written into a home,
//! and it is open until somebody says what was found.

use std::collections::BTreeMap;
use std::path::Path;
use tanfang_domain::event::{DataClass, Event, MatchAnswered, MatchLinked, NewOp, Scope};
use tanfang_domain::people::{Household, Person};
use tanfang_domain::schedule::VisitRecord;
use tanfang_store::{Decision, MatchTaskRecord, Of, StoreError, Tasks};
use tanfang_values::{BatchId, Day, PersonId, TaskId, VisitId, WorkerId};

use crate::app::App;
use crate::app::db::{Reads, Span};
use crate::app::people::{Snapshot, place};
use crate::error::{AppError, ErrorKind, Result};
use crate::export::{Answer, AnsweredRow, AnsweredSheet, write_answered};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::visit::QuestionOption;
use crate::view::{Empty, LedgerFile, Line, MatchRow, MatchesView, Outcome, Screen, Tone};

/// Enum of the dictionary: what was found.
pub(super) const FINDING: &str = "finding";
/// Code of 见到本人 in the dictionary's `met`.
const MET: &str = "1";

/// Returns 比对核实: the open rows first.
pub(crate) fn matches(app: &App) -> Result<MatchesView> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Roster)?;
    let snapshot = &scene.snapshot;
    let (tasks, visits) = session.db.read(&app.kit, |reads| {
        let tasks = reads
            .0
            .match_tasks(Of::Grid(&snapshot.post.grid), Tasks::All)?;
        let visits = visits_of(reads, &tasks)?;
        Ok((tasks, visits))
    })?;
    let writer = Writer {
        say: &app.kit.say,
        snapshot,
        by_name: by_name(snapshot),
        visits: &visits,
    };
    let open = tasks.iter().filter(|task| task.answer.is_none()).count();
    let mut sorted: Vec<&MatchTaskRecord> = tasks.iter().collect();
    sorted.sort_by_key(|task| task.answer.is_some());
    let texts = app.kit.say.texts();
    Ok(MatchesView {
        summary: if tasks.is_empty() {
            texts.get("matches.summary_none").to_owned()
        } else {
            texts.format(
                "matches.summary",
                &[
                    ("open", open.into()),
                    ("answered", (tasks.len() - open).into()),
                ],
            )
        },
        rows: sorted.into_iter().map(|task| writer.row(task)).collect(),
        empty: tasks.is_empty().then(|| Empty {
            sentence: texts.get("matches.empty").to_owned(),
            action: None,
        }),
    })
}

/// Reads, for each task of which it is known who is meant, the visit that counts for it.
pub(super) fn visits_of(
    reads: &Reads<'_>,
    tasks: &[MatchTaskRecord],
) -> Result<BTreeMap<TaskId, VisitId>, StoreError> {
    let mut found = BTreeMap::new();
    for task in tasks {
        if let Some(visit) = seen_on(reads, task)? {
            found.insert(task.task.clone(), visit);
        }
    }
    Ok(found)
}

/// Returns the last visit on or after the day of the list on which the person was met.
fn seen_on(reads: &Reads<'_>, task: &MatchTaskRecord) -> Result<Option<VisitId>, StoreError> {
    let (Some(home), Some(person)) = (&task.household, &task.person) else {
        return Ok(None);
    };
    let since = task.day.unwrap_or(Day::MIN);
    let visits = reads.0.visits(Of::Home(home), since)?;
    let met = |visit: &&VisitRecord| visit.day >= since && visit.met(person) == Some(MET);
    let last = visits
        .iter()
        .filter(met)
        .max_by_key(|visit| (visit.day, &visit.origin));
    Ok(last.map(|visit| visit.visit.clone()))
}

/// People who live here, by name.
fn by_name(snapshot: &Snapshot) -> BTreeMap<String, Vec<(&Household, &Person)>> {
    let mut found: BTreeMap<String, Vec<(&Household, &Person)>> = BTreeMap::new();
    for home in &snapshot.homes {
        for person in home.present(snapshot.today) {
            found
                .entry(plain(&person.name))
                .or_default()
                .push((home, person));
        }
    }
    found
}

fn plain(name: &str) -> String {
    tanfang_values::text::squeeze(name)
}

struct Writer<'a> {
    say: &'a Say,
    snapshot: &'a Snapshot,
    by_name: BTreeMap<String, Vec<(&'a Household, &'a Person)>>,
    visits: &'a BTreeMap<TaskId, VisitId>,
}

impl Writer<'_> {
    fn row(&self, task: &MatchTaskRecord) -> MatchRow {
        let (state, tone) = self.state(task);
        // Who may not be known here is not led to.
        let home = task
            .household
            .as_ref()
            .filter(|home| self.snapshot.home(home.as_str()).is_some());
        MatchRow {
            task: task.task.as_str().to_owned(),
            name: self.say.name(&task.name),
            doubt: self
                .say
                .covered_unless_empty(task.doubt.as_deref().unwrap_or_default()),
            cells: task
                .cells
                .iter()
                .map(|cell| {
                    let parts = [
                        Say::open(cell.title.clone()),
                        self.say.covered_unless_empty(&cell.text),
                    ];
                    Line {
                        text: self.say.dotted(&parts),
                        tone: Tone::Quiet,
                        go: None,
                    }
                })
                .collect(),
            state,
            tone,
            who: self.who(task),
            findings: self.findings(task),
            note: task
                .answer
                .as_ref()
                .and_then(|answer| answer.note.clone())
                .unwrap_or_default(),
            go: home.map(|home| Screen::Home {
                household: home.as_str().to_owned(),
            }),
        }
    }

    fn state(&self, task: &MatchTaskRecord) -> (String, Tone) {
        let texts = self.say.texts();
        if let Some(answer) = &task.answer {
            let args = [
                ("day", answer.day.into()),
                ("worker", self.worker(&answer.worker).into()),
                ("finding", self.say.variant(FINDING, &answer.finding).into()),
            ];
            return if answer.visit.is_some() {
                (texts.format("matches.answered", &args), Tone::Done)
            } else {
                (texts.format("matches.answered_unseen", &args), Tone::Plain)
            };
        }
        if task.person.is_none() {
            return (texts.get("matches.unknown").to_owned(), Tone::Amber);
        }
        if self.visits.contains_key(&task.task) {
            return (texts.get("matches.seen").to_owned(), Tone::Plain);
        }
        (texts.get("matches.to_visit").to_owned(), Tone::Plain)
    }

    fn worker<'a>(&'a self, id: &'a WorkerId) -> &'a str {
        self.snapshot.worker_name(id)
    }

    /// Who may be meant, where the list itself did not say so surely.
    fn who(&self, task: &MatchTaskRecord) -> Vec<QuestionOption> {
        if task.person.is_some() && task.linked.is_none() {
            return Vec::new();
        }
        let people = self.by_name.get(&plain(&task.name));
        people
            .into_iter()
            .flatten()
            .map(|(home, person)| {
                let birth = super::existing::birth(person, self.snapshot.today);
                let birth = birth.map(|birth| birth.to_string()).unwrap_or_default();
                let words = self.say.dotted(&[
                    self.say.name(&person.name),
                    self.say.covered_unless_empty(&place(home)),
                    self.say.covered_unless_empty(&birth),
                ]);
                QuestionOption {
                    code: person.id.as_str().to_owned(),
                    label: words.text,
                    masked: Some(words.masked),
                    chosen: task.person.as_ref() == Some(&person.id),
                    flag: false,
                }
            })
            .collect()
    }

    fn findings(&self, task: &MatchTaskRecord) -> Vec<QuestionOption> {
        let list = self.say.dictionary().enum_def(FINDING);
        list.into_iter()
            .flat_map(|list| &list.variants)
            .map(|variant| QuestionOption {
                masked: None,
                code: variant.code.clone(),
                label: variant.name.clone(),
                chosen: task
                    .answer
                    .as_ref()
                    .is_some_and(|answer| answer.finding == variant.code),
                flag: false,
            })
            .collect()
    }
}

/// Records a person's word on who is meant by a row.
pub(crate) fn link(app: &App, task: &str, person: &str) -> Result<Outcome> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Roster)?;
    let person_id = PersonId::new(person);
    let (home, person) = scene
        .snapshot
        .person(&person_id)
        .ok_or_else(|| app.not_found("no_person"))?;
    let (home, name) = (home.id.clone(), person.name.clone());
    let today = app.today_day();
    let id = TaskId::new(task);
    session
        .db
        .write(&app.kit, &app.ports, &scene.snapshot.post, |reads| {
            let task = reads
                .0
                .match_task(&id)?
                .ok_or_else(|| app.not_found("no_match"))?;
            if task.person.as_ref() == Some(&person_id) {
                return Ok(Decision::new(Vec::new(), ()));
            }
            let event = MatchLinked {
                task: id.clone(),
                batch: task.batch,
                household: home,
                person: person_id.clone(),
                day: today,
                was: task.linked,
            };
            let scope = Scope::new(task.grid, DataClass::Economic);
            let op = NewOp::new(scope, Event::MatchLinked(event));
            Ok(Decision::new(vec![op], ()))
        })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app
            .kit
            .say
            .texts()
            .format("matches.linked", &[("name", (&name).into())]),
        undo: None,
        go: None,
        changed: true,
    })
}

/// Records what was found about a row; the visit on which the person was met goes with it.
pub(crate) fn answer(app: &App, task: &str, finding: &str, note: &str) -> Result<Outcome> {
    let session = app.session();
    let known = app
        .kit
        .say
        .dictionary()
        .enum_def(FINDING)
        .is_some_and(|list| list.by_code(finding).is_some());
    if !known {
        let args = [("code", finding)];
        return Err(app.kit.error(ErrorKind::Invalid, "finding_unknown", &args));
    }
    let post = session.db.post(&app.kit)?;
    let today = app.today_day();
    let id = TaskId::new(task);
    let note = Some(note.trim())
        .filter(|note| !note.is_empty())
        .map(str::to_owned);
    let (name, seen) = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let task = reads
            .0
            .match_task(&id)?
            .ok_or_else(|| app.not_found("no_match"))?;
        let visit = seen_on(reads, &task)?;
        let seen = visit.is_some();
        let same = task.answer.as_ref().is_some_and(|answer| {
            (answer.finding.as_str(), &answer.note, &answer.visit) == (finding, &note, &visit)
        });
        if same {
            return Ok(Decision::new(Vec::new(), (task.name, seen)));
        }
        let event = MatchAnswered {
            task: id.clone(),
            batch: task.batch,
            day: today,
            visit,
            finding: finding.to_owned(),
            note,
            was: task.answer.map(|answer| answer.op),
        };
        let scope = Scope::new(task.grid, DataClass::Economic);
        let op = NewOp::new(scope, Event::MatchAnswered(event));
        Ok(Decision::new(vec![op], (task.name, seen)))
    })?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    let args = [
        ("name", (&name).into()),
        ("finding", app.kit.say.variant(FINDING, finding).into()),
    ];
    Ok(Outcome {
        sentence: if seen {
            texts.format("matches.noted", &args)
        } else {
            texts.format("matches.noted_unseen", &args)
        },
        undo: None,
        go: None,
        changed: true,
    })
}

/// Writes an answered match list: the sender's own columns, and what was found.
pub(crate) fn export(app: &App, batch: &str, path: &Path) -> Result<LedgerFile> {
    let session = app.session();
    let id = BatchId::new(batch);
    let (list, tasks, workers) = session.db.read(&app.kit, |reads| {
        let list = reads.0.match_batches()?.into_iter().find(|b| b.batch == id);
        Ok((list, reads.0.match_tasks_of(&id)?, reads.0.workers()?))
    })?;
    let list = list.ok_or_else(|| app.not_found("no_batch"))?;
    let names: BTreeMap<WorkerId, String> = workers
        .into_iter()
        .map(|worker| (worker.id, worker.name))
        .collect();
    let texts = app.kit.say.texts();
    let answer = |task: &MatchTaskRecord| {
        let answer = task.answer.as_ref()?;
        let by = names.get(&answer.worker);
        let note = answer.note.clone().unwrap_or_default();
        // Whoever was not met is said so beside what was noted.
        let unseen = answer
            .visit
            .is_none()
            .then(|| texts.get("matches.file_unseen").to_owned());
        let notes: Vec<String> = [Some(note), unseen]
            .into_iter()
            .flatten()
            .filter(|note| !note.is_empty())
            .collect();
        Some(Answer {
            finding: app.kit.say.variant(FINDING, &answer.finding).to_owned(),
            day: answer.day,
            by: by.map_or(answer.worker.as_str(), String::as_str).to_owned(),
            note: notes.join(texts.get("say.join")),
        })
    };
    let rows_of = |sheet: &str| -> Vec<AnsweredRow> {
        let of_sheet = tasks.iter().filter(|task| task.sheet == sheet);
        of_sheet
            .map(|task| AnsweredRow {
                cells: task
                    .cells
                    .iter()
                    .map(|cell| (cell.title.clone(), cell.text.clone()))
                    .collect(),
                answer: answer(task),
            })
            .collect()
    };
    let sheets: Vec<AnsweredSheet> = list
        .sheets
        .iter()
        .filter(|sheet| !sheet.titles.is_empty())
        .map(|sheet| AnsweredSheet {
            name: sheet.name.clone(),
            titles: sheet.titles.clone(),
            rows: rows_of(&sheet.name),
        })
        .collect();
    let bytes = write_answered(&sheets, texts)
        .map_err(|error| AppError::new(ErrorKind::Unreadable, "export", error.sentence(texts)))?;
    std::fs::write(path, bytes).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "match list");
        if error.kind() == std::io::ErrorKind::StorageFull {
            app.kit.error(ErrorKind::DiskFull, "store_disk_full", &[])
        } else {
            app.kit.error(ErrorKind::Unreadable, "store_file", &[])
        }
    })?;
    let answered = tasks.iter().filter(|task| task.answer.is_some()).count();
    Ok(LedgerFile {
        path: path.to_string_lossy().into_owned(),
        sentence: texts.format(
            "matches.saved",
            &[("n", tasks.len().into()), ("answered", answered.into())],
        ),
    })
}
