//! 导入: the difference list, every row of the file in one place of it.

use std::collections::BTreeMap;
use tanfang_domain::event::SheetCount;
use tanfang_domain::people::Classes;
use tanfang_values::PersonId;

use super::Look;
use super::decide::{Entry, Found, entries};
use super::tables;
use crate::import::{
    Change, ChangedPerson, Conflict, ConflictWhy, Field, FieldValue, MatchedBy, RosterRow, RowKey,
};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, ImportCell, ImportGroup, ImportKind, ImportRow, ImportSort, ImportView, Intent, Masked,
    Tone,
};

/// Somebody known, with what tells two of one name apart.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) name: Masked,
    /// Group, house number and birth.
    pub(crate) about: String,
}

impl Named {
    /// Shows the person as one who is known.
    pub(super) fn cell(&self, say: &Say) -> ImportCell {
        let about = say.covered_unless_empty(&self.about);
        ImportCell {
            cell: String::new(),
            label: say.texts().get("import_view.known").to_owned(),
            old: Some(say.dotted(&[self.name.clone(), about])),
            new: None,
            reason: None,
        }
    }
}

/// Makes the view of a look; `names` are those of everybody the worker may know.
pub(crate) fn view(
    say: &Say,
    classes: &Classes,
    look: &Look,
    names: &BTreeMap<PersonId, Named>,
) -> ImportView {
    let texts = say.texts();
    let writer = Writer {
        say,
        classes,
        look,
        names,
    };
    let entries = entries(look);
    let mut groups: Vec<ImportGroup> = Vec::new();
    for entry in &entries {
        let row = writer.row(entry);
        match groups.last_mut() {
            Some(group) if group.kind == entry.kind => group.rows.push(row),
            _ => groups.push(ImportGroup {
                kind: entry.kind,
                title: String::new(),
                tone: tone(entry.kind),
                rows: vec![row],
            }),
        }
    }
    for group in &mut groups {
        group.title = title(say, group.kind, group.rows.len());
    }
    let enabled = entries.iter().any(|entry| entry.offer.writes());
    ImportView {
        token: look.token.clone(),
        sort: ImportSort::Roster,
        file: look.file_name.clone(),
        summary: summary(say, look, &entries),
        sheets: tables::sheets(say, look),
        totals: tables::totals(say, look),
        tables: tables::tables(say, look),
        fields: tables::fields(say),
        groups,
        primary: Action {
            label: texts.get("import_view.apply").to_owned(),
            intent: Intent::ApplyImport {
                token: look.token.clone(),
                decisions: Vec::new(),
            },
            enabled,
            note: (!enabled).then(|| texts.get("import_view.nothing").to_owned()),
        },
        cancel: Action {
            label: texts.get("import_view.cancel").to_owned(),
            intent: Intent::DropImport {
                token: look.token.clone(),
            },
            enabled: true,
            note: None,
        },
    }
}

fn tone(kind: ImportKind) -> Tone {
    match kind {
        ImportKind::New => Tone::Plain,
        ImportKind::Same => Tone::Quiet,
        ImportKind::Changed
        | ImportKind::Conflict
        | ImportKind::Missing
        | ImportKind::Problem
        | ImportKind::Unreadable => Tone::Amber,
    }
}

fn title(say: &Say, kind: ImportKind, n: usize) -> String {
    let words = match kind {
        ImportKind::New => key("import_view.new"),
        ImportKind::Changed => key("import_view.changed"),
        ImportKind::Conflict => key("import_view.conflicts"),
        ImportKind::Missing => key("import_view.missing"),
        ImportKind::Problem => key("import_view.problems"),
        ImportKind::Unreadable => key("import_view.unreadable"),
        ImportKind::Same => key("import_view.same"),
    };
    say.texts().format(words, &[("n", n.into())])
}

fn summary(say: &Say, look: &Look, entries: &[Entry<'_>]) -> String {
    let rows: usize = look.book.sheets.iter().map(|sheet| sheet.rows.len()).sum();
    let new = |entry: &&Entry<'_>| {
        entry.kind != ImportKind::Conflict && matches!(entry.found, Found::New(..))
    };
    let changed = |entry: &&Entry<'_>| {
        entry.kind != ImportKind::Conflict && matches!(entry.found, Found::Changed(_))
    };
    let asked = |entry: &&Entry<'_>| entry.kind == ImportKind::Conflict;
    say.texts().format(
        "import_view.summary",
        &[
            ("rows", rows.into()),
            ("people", look.book.people().count().into()),
            ("new", entries.iter().filter(new).count().into()),
            ("changed", entries.iter().filter(changed).count().into()),
            ("asked", entries.iter().filter(asked).count().into()),
            ("same", look.differences.same.len().into()),
        ],
    )
}

/// Says how the rows of a sheet were counted.
pub(super) fn sheet_words(say: &Say, count: &SheetCount) -> String {
    say.texts().format(
        "import_view.sheet",
        &[
            ("sheet", (&count.name).into()),
            ("rows", count.rows.into()),
            ("read", count.read.into()),
            ("title", (count.title + count.header).into()),
            ("blank", count.blank.into()),
            ("total", (count.total + count.note).into()),
            ("unreadable", count.unreadable.into()),
        ],
    )
}

/// Says where a row stands.
pub(super) fn place(say: &Say, key: &RowKey) -> String {
    say.texts().format(
        "import_view.place",
        &[("sheet", (&key.sheet).into()), ("row", key.row.into())],
    )
}

/// Makes a cell that only says something.
pub(super) fn reason(words: &str) -> ImportCell {
    ImportCell {
        cell: String::new(),
        label: String::new(),
        old: None,
        new: None,
        reason: Some(words.to_owned()),
    }
}

struct Writer<'a> {
    say: &'a Say,
    classes: &'a Classes,
    look: &'a Look,
    names: &'a BTreeMap<PersonId, Named>,
}

impl Writer<'_> {
    fn row(&self, entry: &Entry<'_>) -> ImportRow {
        let texts = self.say.texts();
        let (name, place, mut cells) = match (entry.found, entry.row) {
            (Found::Missing(person), _) => (
                self.names
                    .get(person)
                    .map_or_else(|| self.say.name(""), |named| named.name.clone()),
                self.names
                    .get(person)
                    .map_or(String::new(), |named| named.about.clone()),
                self.missing(),
            ),
            (Found::Unreadable(row), _) => {
                let mut cell = reason(&row.sentence(texts));
                cell.cell.clone_from(&row.cell);
                (
                    Say::open(texts.get("say.unnamed")),
                    place(self.say, &row.key),
                    vec![cell],
                )
            }
            (_, Some(row)) => (
                self.say.name(&row.name),
                place(self.say, &row.key),
                self.cells(entry, row),
            ),
            (_, None) => (Say::open(String::new()), String::new(), Vec::new()),
        };
        if let Some(row) = entry.row.filter(|_| entry.kind != ImportKind::Same) {
            cells.extend(self.problems(row));
        }
        ImportRow {
            key: entry.key.clone(),
            name,
            place,
            cells,
            decision: entry.offer.decision,
            choices: entry.offer.choices.to_vec(),
        }
    }

    fn cells(&self, entry: &Entry<'_>, row: &RosterRow) -> Vec<ImportCell> {
        let texts = self.say.texts();
        match entry.found {
            Found::New(similar @ [_, ..]) => {
                let words = match similar {
                    [_] => key("import_view.similar"),
                    _ => key("import_view.similar_many"),
                };
                let mut cells = vec![reason(texts.get(words))];
                cells.extend(self.known(similar));
                cells
            }
            Found::Changed(changed) => self.changed(changed),
            Found::Conflict(conflict) => self.conflict(conflict, row),
            Found::New([]) | Found::Same | Found::Missing(_) | Found::Unreadable(_) => Vec::new(),
        }
    }

    fn changed(&self, changed: &ChangedPerson) -> Vec<ImportCell> {
        let texts = self.say.texts();
        let mut cells = Vec::new();
        let has = |test: &dyn Fn(&Change) -> bool| changed.changes.iter().any(test);
        if changed.matched_by == MatchedBy::NameBirthGroup {
            cells.push(reason(texts.get("import_view.by_birth")));
            cells.extend(self.known(std::slice::from_ref(&changed.person)));
        } else if has(&|change| change.field == Field::Name) {
            cells.push(reason(texts.get("import_view.other_name")));
        } else if has(&|change| change.new.is_none()) {
            cells.push(reason(texts.get("import_view.takes_away")));
        }
        cells.extend(self.changes(&changed.person, &changed.changes));
        cells
    }

    fn conflict(&self, conflict: &Conflict, row: &RosterRow) -> Vec<ImportCell> {
        let texts = self.say.texts();
        let others: Vec<String> = conflict.rows.iter().map(|r| r.row.to_string()).collect();
        let others = self.say.listed(&others);
        let rows = |key| texts.format(key, &[("rows", (&others).into())]);
        let words = match conflict.why {
            ConflictWhy::Repeated => rows(key("import_view.repeated")),
            ConflictWhy::RowsDiffer => rows(key("import_view.rows_differ")),
            ConflictWhy::OnePersonManyRows => rows(key("import_view.many_rows")),
            ConflictWhy::OneRowManyPeople if row.id_number.is_some() => {
                texts.get("import_view.same_number").to_owned()
            }
            ConflictWhy::OneRowManyPeople => texts.get("import_view.many_people").to_owned(),
            ConflictWhy::Died => texts.get("import_view.died").to_owned(),
            ConflictWhy::Left => texts.get("import_view.left").to_owned(),
            ConflictWhy::Moved => texts.get("import_view.moved").to_owned(),
            ConflictWhy::TwoHeads if conflict.rows.is_empty() => {
                texts.get("import_view.two_heads").to_owned()
            }
            ConflictWhy::TwoHeads => rows(key("import_view.two_head_rows")),
            ConflictWhy::ChangedByHand => texts.get("import_view.by_hand").to_owned(),
            ConflictWhy::SaidGone => texts.get("import_view.said_gone").to_owned(),
            ConflictWhy::OtherVillage => texts.format(
                "import_view.other_village",
                &[("village", row.village.as_deref().unwrap_or_default().into())],
            ),
        };
        let mut cells = vec![reason(&words)];
        if conflict.matched_by == Some(MatchedBy::NameBirthGroup) {
            cells.push(reason(texts.get("import_view.by_birth")));
        }
        cells.extend(self.known(&conflict.persons));
        if let Some(person) = conflict.person() {
            cells.extend(self.changes(person, &conflict.changes));
        }
        cells
    }

    /// Shows people who are known; whoever the worker may not know is not shown.
    fn known(&self, people: &[PersonId]) -> Vec<ImportCell> {
        people
            .iter()
            .filter_map(|person| self.names.get(person))
            .map(|named| named.cell(self.say))
            .collect()
    }

    fn missing(&self) -> Vec<ImportCell> {
        let classes: Vec<String> = self
            .look
            .classes()
            .iter()
            .map(|class| self.say.class(class).to_owned())
            .collect();
        let classes = self.say.listed(&classes);
        vec![reason(&self.say.texts().format(
            "import_view.missing_note",
            &[("class", (&classes).into())],
        ))]
    }

    fn problems(&self, row: &RosterRow) -> Vec<ImportCell> {
        row.problems
            .iter()
            .filter(|problem| !problem.code.is_remark())
            .map(|problem| ImportCell {
                cell: problem.cell.clone(),
                label: self.say.texts().get(problem.field.key()).to_owned(),
                old: None,
                new: (!problem.raw.is_empty()).then(|| self.say.covered(problem.raw.clone())),
                reason: Some(problem.sentence(row.key.row, self.say.texts())),
            })
            .collect()
    }

    fn changes(&self, person: &PersonId, changes: &[Change]) -> Vec<ImportCell> {
        // What the worker may not know of is not shown beside what the list says.
        let seen = !self.look.hidden.contains(person);
        changes
            .iter()
            .map(|change| {
                let words = |value: &Option<FieldValue>| self.words(change.field, value.as_ref());
                ImportCell {
                    cell: change.cell.clone(),
                    label: self.say.texts().get(change.field.key()).to_owned(),
                    old: words(&change.old).filter(|_| seen),
                    new: words(&change.new),
                    reason: None,
                }
            })
            .collect()
    }

    fn words(&self, field: Field, value: Option<&FieldValue>) -> Option<Masked> {
        let text = match value? {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Code(code) if field == Field::Class => self
                .classes
                .get(code)
                .map_or_else(|| code.clone(), |class| class.name.clone()),
            FieldValue::Code(code) => self
                .look
                .columns
                .word(field, code)
                .map_or_else(|| code.clone(), str::to_owned),
            FieldValue::Day(day) => day.to_string(),
            FieldValue::Money(money) => self.say.money(*money),
            FieldValue::Id(id) => id.as_str().to_owned(),
        };
        Some(self.say.covered(text))
    }
}
