//! What a killed writer left behind, read by the store alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tanfang_domain::checklist::Given;
use tanfang_domain::event::{Decoded, Event, Subject};
use tanfang_policy::value::FactValue;
use tanfang_store::fakes::SeededRandom;
use tanfang_store::{FileSecretStore, Moment, Of, OpenNote, Store, StoreError};
use tanfang_values::{Stamp, VisitId};

/// Name of the store file in its folder, as the app has it.
pub const STORE: &str = "tanfang.db";

/// Folder of the secrets, as the app has it.
const KEYS: &str = "keys";

/// What is there after a kill.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Left {
    /// How often each closed visit is there.
    pub closed: BTreeMap<String, u64>,
    /// Open drafts: question and answer.
    pub drafts: BTreeMap<String, BTreeMap<String, String>>,
    /// Homes.
    pub homes: usize,
    /// Operations.
    pub ops: u64,
    /// The instance that the store writes as.
    pub instance: String,
    /// Whatever does not read or does not verify.
    pub faults: Vec<String>,
}

/// Opens the store in a folder, or makes it there; says what was found on the way.
///
/// # Errors
/// Whatever the store says, except that there is none.
pub fn open(dir: &Path, random: &mut SeededRandom) -> Result<(Store, Vec<OpenNote>), StoreError> {
    let path = dir.join(STORE);
    let secrets = Arc::new(FileSecretStore::new(dir.join(KEYS)));
    match Store::open(&path, secrets.clone(), &now(), random) {
        Ok(opened) => Ok((opened.store, opened.notes)),
        Err(StoreError::NotFound { .. }) => {
            let made = Store::create(&path, secrets, &now(), random)?;
            Ok((made.store, Vec::new()))
        }
        Err(error) => Err(error),
    }
}

/// What the clocks of this machine say.
pub fn now() -> Moment {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Moment {
        stamp: Stamp {
            ms,
            offset_min: 480,
        },
        boot_id: "one boot".to_owned(),
        elapsed_ms: ms,
    }
}

/// Names a question and its subject as the visit screen does.
pub fn question(given: &Given) -> String {
    match &given.about {
        Subject::Person(id) => format!("{}@p:{id}", given.q),
        Subject::Household(id) => format!("{}@h:{id}", given.q),
    }
}

/// The code of an answer as the visit screen has it, for the kinds the writers choose.
pub fn code(value: &FactValue) -> String {
    match value {
        FactValue::Bool(true) => "yes".to_owned(),
        FactValue::Bool(false) => "no".to_owned(),
        FactValue::One(code) => code.clone(),
        FactValue::Many(codes) => codes.join(","),
        FactValue::Int(n) => n.to_string(),
        // A phrase offered for a question in words is stored as the words it says.
        FactValue::Text(words) => words.clone(),
        FactValue::Unclear => "unclear".to_owned(),
        other => format!("{other:?}"),
    }
}

impl Left {
    /// Looks at everything in a store; `set_up` says whether it was ever acknowledged.
    ///
    /// # Errors
    /// The store's, if it does not even read; that is a fault as well.
    pub fn look(store: &Store, notes: &[OpenNote], set_up: bool) -> Result<Self, StoreError> {
        let mut left = Self {
            instance: store.instance()?.to_string(),
            ..Self::default()
        };
        // A kill is no reason to have restored, repaired or torn anything; only
        // a store killed while it was made may not have its meta file yet.
        let fine = |note: &&OpenNote| !set_up && **note == OpenNote::MetaWasMissing;
        for note in notes.iter().filter(|note| !fine(note)) {
            left.faults.push(format!("opening said {note:?}"));
        }
        let damage = store.check_pages()?;
        if !damage.is_none() {
            left.faults.push(format!("damage: {damage:?}"));
        }
        for report in store.verify()? {
            let findings = report.findings.iter().map(ToString::to_string);
            left.faults.extend(findings);
            left.ops += report.ops;
        }
        left.read_ops(store)?;
        store.read::<(), StoreError>(|snapshot| {
            if snapshot.count_ops()? != left.ops {
                left.faults
                    .push("operations outside of every chain".to_owned());
            }
            for skipped in snapshot.skipped()? {
                left.faults.push(format!("{} does not read", skipped.op));
            }
            for visit in left.closed.keys() {
                match snapshot.visit(&VisitId::new(visit.as_str()))? {
                    None => left.faults.push(format!("visit {visit} is not projected")),
                    Some(detail) if detail.copies > 0 => {
                        left.faults.push(format!("visit {visit} has copies"));
                    }
                    Some(_) => {}
                }
            }
            for draft in snapshot.drafts()? {
                let answers = left.drafts.entry(draft.visit.to_string()).or_default();
                for given in &draft.answers {
                    answers.insert(question(given), code(&given.value));
                }
            }
            left.homes = usize::try_from(snapshot.count_households(Of::All)?).unwrap_or(usize::MAX);
            Ok(())
        })?;
        Ok(left)
    }

    /// Counts closings and the parts of each over the stored bytes.
    fn read_ops(&mut self, store: &Store) -> Result<(), StoreError> {
        let mut parts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for op in store.export_ops(None, &BTreeMap::new())? {
            let Ok(envelope) = op.envelope.read() else {
                self.faults.push("an envelope does not read".to_owned());
                continue;
            };
            let Some(body) = op.body else {
                self.faults.push(format!("{} has no body", envelope.op_id));
                continue;
            };
            match Event::decode(&envelope.kind, envelope.v, body.as_slice()) {
                Decoded::Known(event) => match *event {
                    Event::VisitClosed(closed) => {
                        *self.closed.entry(closed.visit.to_string()).or_default() += 1;
                    }
                    Event::VisitAnswers(answers) => {
                        let part = parts.entry(answers.visit.to_string()).or_default();
                        part.0 += 1;
                        part.1 = answers.parts;
                    }
                    _ => {}
                },
                other => self.faults.push(format!("{}: {other:?}", envelope.op_id)),
            }
        }
        for (visit, (found, said)) in parts {
            if found != said || !self.closed.contains_key(&visit) {
                let fault = format!("visit {visit} has {found} of {said} parts of answers");
                self.faults.push(fault);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_that_was_tapped_reads_as_its_words() {
        // The writers choose among the options on the screen; those of a
        // question in words are its phrases, and the phrase is the code.
        let words = "自己做饭".to_owned();
        assert_eq!(code(&FactValue::Text(words.clone())), words);
    }
}
