//! Answering: one question, 都一样 for several, and taking back.

use tanfang_policy::value::{FactValue, ValueError};
use tanfang_values::{Day, PersonId, Stamp};

use crate::checklist::around::Around;
use crate::checklist::given::Given;
use crate::checklist::section::Form;
use crate::event::{How, Subject};
use crate::pack::Work;
use crate::people::Household;
use crate::visit::draft::Draft;

/// Says why an answer was not taken; the draft is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The draft is of another home.
    #[error("the draft is of home {draft}, not of {home}: open the draft of that home")]
    OtherHome {
        /// The home of the draft.
        draft: String,
        /// The home given.
        home: String,
    },
    /// The form has no such question about that subject.
    #[error("question {q} is not asked about {about:?}: show the form again")]
    NotAsked {
        /// The question.
        q: String,
        /// About whom.
        about: Subject,
    },
    /// The value is of another kind, or not among the choices.
    #[error("question {q}: {source}")]
    WrongValue {
        /// The question.
        q: String,
        /// About whom.
        about: Subject,
        /// What is wrong with it.
        #[source]
        source: Box<ValueError>,
    },
    /// The person had died by the day of the visit.
    #[error("person {person} died on {died}: set the day of the visit to that day or before")]
    Died {
        /// The person.
        person: PersonId,
        /// The day of death.
        died: Day,
    },
}

impl Draft {
    /// Takes the answer to one question; it replaces the one before.
    ///
    /// The question may be named by any of the ids under which it is asked.
    #[allow(clippy::too_many_arguments)] // what it reads, what is answered, and when
    pub fn answer(
        &mut self,
        work: &Work,
        around: &Around<'_>,
        q: &str,
        about: &Subject,
        value: FactValue,
        at: Stamp,
    ) -> Result<(), AnswerError> {
        let form = self.form(work, around);
        self.answer_on(&form, around.home, q, about, value, at)
    }

    /// Takes an answer as [`Draft::answer`] does, on the form as it stands.
    pub fn answer_on(
        &mut self,
        form: &Form<'_>,
        home: &Household,
        q: &str,
        about: &Subject,
        value: FactValue,
        at: Stamp,
    ) -> Result<(), AnswerError> {
        self.check_home(home)?;
        check_alive(home, about, self.day())?;
        let Some(asked) = form.question(q, about) else {
            return Err(AnswerError::NotAsked {
                q: q.to_owned(),
                about: about.clone(),
            });
        };
        let question = asked.question;
        question
            .check(&value)
            .map_err(|source| AnswerError::WrongValue {
                q: q.to_owned(),
                about: about.clone(),
                source: Box::new(source),
            })?;
        // Who first met whom decides the day: changing the answer keeps its time.
        let at = match self.answers.get(&question.key, about) {
            Some(before) if question.writes.is_meeting() => before.at,
            _ => at,
        };
        self.answers.put(Given {
            q: question.id.clone(),
            about: about.clone(),
            key: question.key.clone(),
            value,
            how: How::Asked,
            same_as: None,
            at,
        });
        Ok(())
    }

    /// Confirms 都一样 for everything that has a last answer to confirm, about
    /// one subject or about all; returns how many that were.
    pub fn same(
        &mut self,
        work: &Work,
        around: &Around<'_>,
        about: Option<&Subject>,
        at: Stamp,
    ) -> Result<usize, AnswerError> {
        self.check_home(around.home)?;
        let mut count = 0;
        // An answer can bring up a question that is to be confirmed as well.
        loop {
            let form = self.form(work, around);
            let confirmed = confirm(&form, about, at);
            if confirmed.is_empty() {
                return Ok(count);
            }
            count += confirmed.len();
            for given in confirmed {
                self.answers.put(given);
            }
        }
    }

    /// Takes back everything that 都一样 confirmed, about one subject or all.
    pub fn not_same(&mut self, about: Option<&Subject>) -> usize {
        let confirmed: Vec<Given> = self
            .answers
            .iter()
            .filter(|given| {
                given.how == How::Same && about.is_none_or(|about| given.about == *about)
            })
            .cloned()
            .collect();
        for given in &confirmed {
            self.answers.take(&given.key, &given.about);
        }
        confirmed.len()
    }

    /// Takes one answer back; tells whether there was one.
    pub fn take_back(&mut self, key: &str, about: &Subject) -> bool {
        self.answers.take(key, about).is_some()
    }

    fn check_home(&self, home: &Household) -> Result<(), AnswerError> {
        if home.id == self.household {
            return Ok(());
        }
        Err(AnswerError::OtherHome {
            draft: self.household.to_string(),
            home: home.id.to_string(),
        })
    }
}

fn confirm(form: &Form<'_>, about: Option<&Subject>, at: Stamp) -> Vec<Given> {
    form.same(about)
        .filter_map(|asked| {
            let last = asked.last.as_ref()?;
            Some(Given {
                q: asked.question.id.clone(),
                about: asked.about.clone(),
                key: asked.question.key.clone(),
                value: last.value.clone(),
                how: How::Same,
                same_as: Some(last.op.clone()),
                at,
            })
        })
        .collect()
}

fn check_alive(home: &Household, about: &Subject, day: Day) -> Result<(), AnswerError> {
    if let Some(person) = about.person().and_then(|id| home.person(id))
        && let Some(death) = &person.died
        && death.day < day
    {
        return Err(AnswerError::Died {
            person: person.id.clone(),
            died: death.day,
        });
    }
    Ok(())
}
