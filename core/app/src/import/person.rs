//! Reads one person from one row.

use super::columns::{Columns, Field, plain};
use super::date::{date, said_as_civil};
use super::phone::{Phones, phone};
use super::problem::{ProblemCode, RowProblem};
use super::rows::{Above, At, RowReader, raw_cells};
use super::sheet::RosterRow;
use super::value::{self, Found};
use super::workbook::{Cell, CellKind, cell_name};
use sha2::{Digest, Sha256};
use tanfang_values::Sex;
use tanfang_values::text::{half_width, squeeze};

/// Joins remarks that stand in several columns.
const BETWEEN_NOTES: &str = ";";

/// Reads the person whose name stands at `name`.
pub(crate) fn read<'a>(reader: &RowReader<'a>, name: At<'a>, above: &Above) -> RosterRow {
    let columns = reader.columns;
    let mut draft = Draft {
        reader,
        above,
        problems: Vec::new(),
        carried: Vec::new(),
    };
    let plain_name = squeeze(&half_width(&name.cell.text));
    if plain_name
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '[' | ']'))
    {
        draft.note(name, Field::Name, ProblemCode::NameOdd);
    }
    let id_number = draft.id_number();
    let mut birth = draft.read(Field::Birth, |at| date(at.cell, columns));
    let mut sex = draft
        .code(Field::Sex)
        .and_then(|code| code.parse::<u8>().ok())
        .and_then(|code| Sex::try_from(code).ok());
    if let Some(id) = &id_number {
        if birth.is_some_and(|birth| !birth.fits(id.birth()))
            && let Some(at) = reader.value(Field::Birth, above)
            && !said_as_civil(&at.cell.text, id.birth(), columns)
        {
            draft.note(at, Field::Birth, ProblemCode::BirthDiffers);
        }
        if sex.is_some_and(|sex| sex != id.sex())
            && let Some(at) = reader.value(Field::Sex, above)
        {
            draft.note(at, Field::Sex, ProblemCode::SexDiffers);
        }
        birth = Some(id.birth().into());
        sex = Some(id.sex());
    }
    let (dis_kind, dis_level) = draft.disability();
    let amount = draft.amount(Field::Amount);
    let home_amount = draft.amount(Field::HomeAmount);
    let from = draft.read(Field::From, |at| date(at.cell, columns));
    let phones = draft.phones(Field::Phone);
    let guardian = draft.phones(Field::GuardianPhone);
    let relation = draft.code(Field::Relation);
    let classes = draft.classes();
    let keep = draft.code(Field::Keep);
    let selfcare = draft.code(Field::Selfcare);
    let note = draft.remarks();
    let gone = draft.code(Field::Status).or_else(|| {
        let note = note.as_deref()?;
        columns.code_within(Field::Status, note).map(str::to_owned)
    });
    let head_id = draft.head_id();
    RosterRow {
        key: reader.key(),
        name: plain_name,
        id_number,
        birth,
        sex,
        age: draft.read(Field::Age, |at| value::count(at.cell, columns)),
        relation,
        class: classes.aid,
        classes: classes.ids,
        level: classes.level,
        keep,
        selfcare,
        dis_kind,
        dis_level,
        dis_card: draft.words(Field::DisCard),
        phone: phones.first,
        other_phones: phones.others,
        guardian_phone: guardian.first,
        other_guardian_phones: guardian.others,
        amount_per_month: amount.and_then(value::Amount::per_month),
        amount,
        home_amount,
        from,
        nickname: draft.words(Field::Nickname),
        household_no: draft.words(Field::HouseholdNo),
        head: draft.words(Field::Head),
        head_id,
        members: draft.read(Field::Members, |at| value::count(at.cell, columns)),
        insured: draft.read(Field::Insured, |at| value::count(at.cell, columns)),
        village: draft
            .words(Field::Village)
            .or_else(|| columns.village_of(&reader.sheet.name)),
        group: draft.words(Field::Group),
        house_no: draft.words(Field::HouseNo),
        address: draft.words(Field::Address),
        guardian: draft.words(Field::Guardian),
        note,
        gone,
        sha256: hash(reader, above),
        cells: raw_cells(reader.sheet, reader.row, Some(reader.header)),
        carried: draft.carried,
        problems: draft.problems,
    }
}

/// Hashes what the row says: fields by name with their texts, then other columns by title.
///
/// The running number is left out, so that a list sorted anew says the same.
fn hash(reader: &RowReader<'_>, above: &Above) -> String {
    let mut hash = Sha256::new();
    let mut add = |name: &str, text: &str| {
        for part in [name, text] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
    };
    for field in Field::ALL {
        if field == Field::Serial {
            continue;
        }
        if let Some(at) = reader.value(field, above) {
            add(field.name(), &at.cell.text);
        }
    }
    if let Some(cells) = reader.sheet.rows.get(&reader.row) {
        for (column, cell) in cells {
            if !reader.header.fields.contains_key(column) {
                // A hash sign keeps a title from passing for a field.
                add(&format!("#{}", reader.title(*column)), &cell.text);
            }
        }
    }
    hex::encode(hash.finalize())
}

/// What the columns of classes say.
#[derive(Debug, Default)]
struct SaidClasses {
    ids: Vec<String>,
    aid: Option<String>,
    level: Option<String>,
}

struct Draft<'a, 'r> {
    reader: &'r RowReader<'a>,
    above: &'r Above,
    problems: Vec<RowProblem>,
    carried: Vec<Field>,
}

impl<'a> Draft<'a, '_> {
    fn columns(&self) -> &'a Columns {
        self.reader.columns
    }

    fn note(&mut self, at: At<'a>, field: Field, code: ProblemCode) {
        self.problems.push(RowProblem {
            cell: cell_name(at.row, at.column),
            field,
            code,
            raw: at.cell.text.clone(),
        });
    }

    /// Finds the value of a field; a mark for “as above” with nothing above is a problem.
    fn at(&mut self, field: Field) -> Option<At<'a>> {
        let at = self.reader.value(field, self.above)?;
        if at.carried {
            self.carried.push(field);
        } else if self.columns().says_ditto(&at.cell.text) {
            self.note(at, field, ProblemCode::DittoUnclear);
            return None;
        }
        Some(at)
    }

    fn read<T>(&mut self, field: Field, read: impl FnOnce(At<'a>) -> Found<T>) -> Option<T> {
        let at = self.at(field)?;
        let (value, problem) = read(at);
        if let Some(code) = problem {
            self.note(at, field, code);
        }
        value
    }

    fn code(&mut self, field: Field) -> Option<String> {
        let columns = self.columns();
        self.read(field, |at| value::code(at.cell, field, columns))
    }

    /// Reads the identity number; it is never taken from above.
    fn id_number(&mut self) -> Option<tanfang_values::IdNumber> {
        let Some(column) = self.reader.header.column(Field::IdNumber) else {
            // The whole list has none; that is said once, of the sheet.
            return None;
        };
        let Some(at) = self.reader.own(Field::IdNumber) else {
            self.problems.push(RowProblem {
                cell: cell_name(self.reader.row, column),
                field: Field::IdNumber,
                code: ProblemCode::IdMissing,
                raw: String::new(),
            });
            return None;
        };
        if self.columns().says_ditto(&at.cell.text) {
            self.note(at, Field::IdNumber, ProblemCode::DittoUnclear);
            return None;
        }
        let (id, problem) = if self.columns().says_none(&at.cell.text) {
            (None, Some(ProblemCode::IdMissing))
        } else {
            value::id_number(at.cell)
        };
        if let Some(code) = problem {
            self.note(at, Field::IdNumber, code);
        }
        id
    }

    fn head_id(&mut self) -> Option<tanfang_values::IdNumber> {
        let at = self.at(Field::HeadId)?;
        if self.columns().says_none(&at.cell.text) {
            return None;
        }
        let (id, _) = value::id_number(at.cell);
        if id.is_none() {
            self.note(at, Field::HeadId, ProblemCode::HeadIdBad);
        }
        id
    }

    fn amount(&mut self, field: Field) -> Option<value::Amount> {
        let (reader, columns) = (self.reader, self.columns());
        self.read(field, |at| {
            value::amount(at.cell, reader.title(at.column), columns)
        })
    }

    /// Reads kind and level of a disability, in two columns or in one.
    fn disability(&mut self) -> (Option<String>, Option<String>) {
        let columns = self.columns();
        let within = |cell: &Cell| {
            let find = |field| columns.code_within(field, &cell.text).map(str::to_owned);
            (find(Field::DisKind), find(Field::DisLevel))
        };
        // 肢体二级 in one of the two columns says both.
        let mut both = (None, None);
        for field in [Field::DisKind, Field::DisLevel] {
            let Some(at) = self.at(field) else { continue };
            let (code, problem) = value::code(at.cell, field, columns);
            let found = within(at.cell);
            match (code, field) {
                (Some(code), Field::DisKind) => both.0 = Some(code),
                (Some(code), _) => both.1 = Some(code),
                (None, _) if problem == Some(ProblemCode::ValueUnknown) => {
                    if found == (None, None) {
                        self.note(at, field, ProblemCode::ValueUnknown);
                    }
                    both = (both.0.or(found.0), both.1.or(found.1));
                }
                (None, _) => {
                    if let Some(code) = problem {
                        self.note(at, field, code);
                    }
                }
            }
        }
        if let Some(at) = self.at(Field::Disability) {
            let found = within(at.cell);
            if let Some(code) = value::spoiled(at.cell) {
                self.note(at, Field::Disability, code);
            } else if found == (None, None) && !columns.says_none(&at.cell.text) {
                self.note(at, Field::Disability, ProblemCode::ValueUnknown);
            }
            both = (both.0.or(found.0), both.1.or(found.1));
        }
        both
    }

    fn classes(&mut self) -> SaidClasses {
        let columns = self.columns();
        let mut said = SaidClasses::default();
        for field in [Field::Class, Field::Level] {
            let Some(at) = self.at(field) else { continue };
            if let Some(code) = value::spoiled(at.cell) {
                self.note(at, field, code);
                continue;
            }
            let text = &at.cell.text;
            let level = columns
                .code(Field::Level, text)
                .or_else(|| columns.code_within(Field::Level, text));
            let ids = columns.classes_in(text);
            if said.aid.is_none() {
                said.aid = columns.code_within(Field::Class, text).map(str::to_owned);
            }
            if ids.is_empty() && level.is_none() && !columns.says_none(text) {
                self.note(at, field, ProblemCode::ValueUnknown);
            }
            said.ids.extend(ids);
            said.level = said.level.or_else(|| level.map(str::to_owned));
        }
        // 一类 in a list of 低保 is a class of its own.
        if let Some(level) = said.level.as_deref() {
            let of = if said.ids.is_empty() {
                self.reader.of
            } else {
                &said.ids
            };
            let inner = columns.class_of_level(of, level);
            said.ids.extend(inner);
        }
        let mut seen = std::collections::BTreeSet::new();
        said.ids.retain(|id| seen.insert(id.clone()));
        said
    }

    fn phones(&mut self, field: Field) -> Phones {
        let Some(at) = self.at(field) else {
            return Phones::default();
        };
        let phones = phone(at.cell, self.columns());
        if let Some(code) = phones.problem {
            self.note(at, field, code);
        }
        phones
    }

    fn words(&mut self, field: Field) -> Option<String> {
        let at = self.at(field)?;
        let spoiled = value::spoiled(at.cell).or_else(|| {
            matches!(at.cell.kind, CellKind::Number { lost: true, .. })
                .then_some(ProblemCode::NumberLostDigits)
        });
        if let Some(code) = spoiled {
            self.note(at, field, code);
            return None;
        }
        // “无” in a column of names means there is none; in remarks it is a remark.
        let none = field != Field::Note && self.columns().says_none(&at.cell.text);
        let text = half_width(&at.cell.text);
        let text = match field {
            Field::Note | Field::Address => text.trim().to_owned(),
            _ => squeeze(&text),
        };
        (!none && !plain(&text).is_empty()).then_some(text)
    }

    /// Collects the remarks: the column of remarks, others of that title, cells without a title.
    fn remarks(&mut self) -> Option<String> {
        let reader = self.reader;
        let mut notes: Vec<String> = self.words(Field::Note).into_iter().collect();
        for (column, cell) in reader.sheet.rows.get(&reader.row).into_iter().flatten() {
            if reader.header.fields.contains_key(column) {
                continue;
            }
            let title = reader.title(*column);
            let stray = title.is_empty() && !reader.header.untitled;
            if !stray && self.columns().field(title) != Some(Field::Note) {
                continue;
            }
            let at = At {
                cell,
                row: reader.row,
                column: *column,
                carried: false,
            };
            if stray {
                self.note(at, Field::Note, ProblemCode::StrayCell);
            }
            notes.push(half_width(&cell.text).trim().to_owned());
        }
        (!notes.is_empty()).then(|| notes.join(BETWEEN_NOTES))
    }
}
