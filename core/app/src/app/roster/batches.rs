//! 导入记录: every list that came in, and taking one back.

use std::collections::BTreeMap;
use tanfang_domain::event::{DataClass, Event, NewOp, RosterUndone, Scope};
use tanfang_store::{BatchRecord, Decision, MatchBatchRecord};
use tanfang_values::{BatchId, WorkerId};

use super::view::sheet_words;
use crate::app::App;
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{Action, BatchRow, BatchesView, Empty, Intent, Line, Outcome, Screen, Tone};

/// Returns 导入记录, the last list first.
pub(crate) fn batches(app: &App) -> Result<BatchesView> {
    let session = app.session();
    let (lists, matches, workers) = session.db.read(&app.kit, |reads| {
        Ok((
            reads.0.batches()?,
            reads.0.match_batches()?,
            reads.0.workers()?,
        ))
    })?;
    let workers: BTreeMap<WorkerId, String> = workers
        .into_iter()
        .map(|worker| (worker.id, worker.name))
        .collect();
    let writer = Writer {
        say: &app.kit.say,
        workers: &workers,
    };
    let mut rows: Vec<((tanfang_values::Day, String), BatchRow)> = Vec::new();
    for list in &lists {
        rows.push(((list.day, list.op.as_str().to_owned()), writer.list(list)));
    }
    for list in &matches {
        rows.push((
            (list.day, list.op.as_str().to_owned()),
            writer.matches(list),
        ));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0));
    let rows: Vec<BatchRow> = rows.into_iter().map(|(_, row)| row).collect();
    let empty = rows.is_empty().then(|| Empty {
        sentence: app.kit.say.texts().get("batches.empty").to_owned(),
        action: Some(Action {
            label: app.kit.say.texts().get("batches.go").to_owned(),
            intent: Intent::Go {
                screen: Screen::Import,
            },
            enabled: true,
            note: None,
        }),
    });
    Ok(BatchesView { rows, empty })
}

struct Writer<'a> {
    say: &'a Say,
    workers: &'a BTreeMap<WorkerId, String>,
}

impl Writer<'_> {
    fn worker<'a>(&'a self, id: &'a WorkerId) -> &'a str {
        self.workers.get(id).map_or(id.as_str(), String::as_str)
    }

    fn quiet(text: String) -> Line {
        Line {
            text: Say::open(text),
            tone: Tone::Quiet,
            go: None,
        }
    }

    fn title(&self, file: &str, of: &str) -> String {
        let parts = [file, of].map(|part| Say::open(part.to_owned()));
        self.say.dotted(&parts).text
    }

    fn list(&self, list: &BatchRecord) -> BatchRow {
        let texts = self.say.texts();
        let class = list
            .class
            .as_deref()
            .map_or("", |class| self.say.class(class));
        let mut details: Vec<Line> = list
            .sheets
            .iter()
            .map(|sheet| Self::quiet(sheet_words(self.say, sheet)))
            .collect();
        let mut waiting: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for row in &list.postponed {
            let of_sheet = waiting.entry(&row.sheet).or_default();
            of_sheet.push(row.row.to_string());
        }
        for (sheet, rows) in waiting {
            let named = self.say.listed(&rows);
            let words = texts.format(
                "batches.postponed",
                &[("sheet", sheet.into()), ("rows", (&named).into())],
            );
            details.push(Line {
                tone: Tone::Amber,
                ..Self::quiet(words)
            });
        }
        if let Some(undone) = &list.undone {
            let who = self.worker(&undone.worker);
            let day = ("day", undone.day.into());
            let words = if undone.kept.is_empty() {
                texts.format("batches.undone", &[day, ("worker", who.into())])
            } else {
                let kept = ("n", undone.kept.len().into());
                texts.format("batches.undone_kept", &[day, ("worker", who.into()), kept])
            };
            details.push(Self::quiet(words));
        }
        BatchRow {
            batch: list.batch.as_str().to_owned(),
            title: self.title(&list.file_name, class),
            line: texts.format(
                "batches.line",
                &[
                    ("day", list.day.into()),
                    ("worker", self.worker(&list.worker).into()),
                    ("n", list.changed.into()),
                ],
            ),
            details,
            tone: if list.undone.is_some() {
                Tone::Quiet
            } else {
                Tone::Plain
            },
            undo: list.undone.is_none().then(|| Action {
                label: texts.get("label.undo").to_owned(),
                intent: Intent::UndoBatch {
                    batch: list.batch.as_str().to_owned(),
                },
                enabled: true,
                note: None,
            }),
            answers: false,
        }
    }

    fn matches(&self, list: &MatchBatchRecord) -> BatchRow {
        let texts = self.say.texts();
        let details = list.sheets.iter().map(|sheet| {
            Self::quiet(texts.format(
                "batches.match_sheet",
                &[
                    ("sheet", (&sheet.name).into()),
                    ("rows", sheet.rows.into()),
                    ("note", sheet.note.into()),
                    ("blank", sheet.blank.into()),
                    ("unreadable", sheet.unreadable.into()),
                ],
            ))
        });
        let source = list.source.as_deref().unwrap_or_default();
        BatchRow {
            batch: list.batch.as_str().to_owned(),
            title: self.title(&list.file_name, source),
            line: texts.format(
                "batches.match_line",
                &[
                    ("day", list.day.into()),
                    ("worker", self.worker(&list.worker).into()),
                    ("n", list.tasks.into()),
                    ("answered", list.answered.into()),
                ],
            ),
            details: details.collect(),
            tone: Tone::Plain,
            undo: None,
            answers: true,
        }
    }
}

/// Takes a list back; whoever was visited or changed since stays.
pub(crate) fn undo(app: &App, batch: &str) -> Result<Outcome> {
    let session = app.session();
    let post = session.db.post(&app.kit)?;
    let today = app.today_day();
    let id = BatchId::new(batch);
    let (file, kept) = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let batches = reads.0.batches()?;
        let Some(list) = batches.into_iter().find(|list| list.batch == id) else {
            let matches = reads.0.match_batches()?;
            let code = if matches.iter().any(|list| list.batch == id) {
                return Err(app
                    .kit
                    .error(ErrorKind::Conflict, "match_undone", &[])
                    .into());
            } else {
                "no_batch"
            };
            return Err(app.not_found(code).into());
        };
        if list.undone.is_some() {
            return Err(app
                .kit
                .error(ErrorKind::Conflict, "batch_undone", &[])
                .into());
        }
        let kept = reads.0.undo_look(&id)?.kept;
        let kept: Vec<_> = kept.into_iter().map(|stays| stays.person).collect();
        let n = kept.len();
        let event = RosterUndone {
            batch: id.clone(),
            day: today,
            kept,
            reason: None,
        };
        let scope = Scope::new(list.grid.clone(), DataClass::Core);
        let op = NewOp::new(scope, Event::RosterUndone(event));
        Ok(Decision::new(vec![op], (list.file_name, n)))
    })?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    Ok(Outcome {
        sentence: if kept == 0 {
            texts.format("batches.took_back", &[("file", (&file).into())])
        } else {
            texts.format(
                "batches.took_back_kept",
                &[("file", (&file).into()), ("n", kept.into())],
            )
        },
        undo: None,
        go: Some(Screen::Batches),
        changed: true,
    })
}
