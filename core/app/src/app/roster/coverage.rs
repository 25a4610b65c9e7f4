//! 名册对数: how many there are and how many there ought to be, 乡 → 村 → 户 → 人.
//!
//! Homes and people are counted apart. A candidate put in by hand is in no list
//! and counted beside, never among them.

use std::collections::BTreeMap;
use tanfang_domain::event::{ControlTotal as ControlOp, DataClass, Event, NewOp, Scope};
use tanfang_domain::people::coverage::{Coverage, coverage};
use tanfang_domain::people::{Classes, Household};
use tanfang_store::{ControlTotalRecord, Decision, Depth, Of};
use tanfang_values::{Day, PersonId};

use crate::app::App;
use crate::app::kit::Pack;
use crate::app::people::{Post, home_name, place};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{ControlTotal, CoverageRow, CoverageView, Empty, Masked, Outcome, Screen, Tone};

/// A village with the homes that the worker may know.
struct Village {
    division: String,
    name: String,
    homes: Vec<Household>,
    /// Who of them is of which class, by class.
    counted: BTreeMap<String, Coverage>,
}

impl Village {
    fn count(&self, class: &str) -> Option<Count> {
        self.counted.get(class).map(Count::of)
    }
}

/// Homes and people of a class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    homes: usize,
    people: usize,
    candidates: usize,
}

impl Count {
    fn of(counted: &Coverage) -> Self {
        Self {
            homes: counted.households.len(),
            people: counted.persons.len(),
            candidates: counted.candidates.len(),
        }
    }
}

/// How many there ought to be; none where nobody said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Ought {
    homes: Option<u32>,
    people: Option<u32>,
}

/// Returns 名册对数 of a class or all, in a village or all.
pub(crate) fn view(app: &App, class: Option<&str>, division: Option<&str>) -> Result<CoverageView> {
    let mut session = app.session();
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let today = app.today_day();
    let clearance = pack.work.clearance(&post.worker.viewer(today).roles);
    let dictionary = pack.work.dictionary();
    let (villages, totals) = session.db.read(&app.kit, |reads| {
        let mut villages: BTreeMap<String, Village> = BTreeMap::new();
        for grid in reads.0.grids()? {
            let homes = reads.0.households(Of::Grid(&grid.grid), Depth::On(today))?;
            let seen = homes
                .into_iter()
                .filter_map(|home| clearance.seen(home, dictionary));
            let village = villages
                .entry(grid.division.clone())
                .or_insert_with(|| Village {
                    division: grid.division.clone(),
                    name: grid.name.clone(),
                    homes: Vec::new(),
                    counted: BTreeMap::new(),
                });
            village.homes.extend(seen);
        }
        for village in villages.values_mut() {
            let counted = coverage(pack.work.classes(), &village.homes, &[], today);
            village.counted = counted
                .into_iter()
                .map(|counted| (counted.class.clone(), counted))
                .collect();
        }
        Ok((villages, reads.0.control_totals()?))
    })?;
    let writer = Writer {
        say: &app.kit.say,
        classes: pack.work.classes(),
        villages: villages.into_values().collect(),
        totals: totals
            .into_iter()
            .filter(|total| clearance.allows(pack.work.classes().data(&total.class)))
            .collect(),
        today,
    };
    let known = |class: &str| {
        let classes = writer.classes;
        classes.get(class).is_some() && clearance.allows(classes.data(class))
    };
    if let Some(class) = class.filter(|class| !known(class)) {
        let args = [("class", class)];
        return Err(app.kit.error(ErrorKind::NotFound, "class_unknown", &args));
    }
    Ok(match (class, division) {
        (None, _) => writer.classes(division),
        (Some(class), None) => writer.villages(class),
        (Some(class), Some(division)) => writer.homes(class, division),
    })
}

struct Writer<'a> {
    say: &'a Say,
    classes: &'a Classes,
    villages: Vec<Village>,
    totals: Vec<ControlTotalRecord>,
    today: Day,
}

impl Writer<'_> {
    fn ought(&self, class: &str, division: &str) -> Option<Ought> {
        let total = self.total(class, division)?;
        Some(Ought {
            homes: total.households,
            people: total.persons,
        })
    }

    fn total(&self, class: &str, division: &str) -> Option<&ControlTotalRecord> {
        self.totals
            .iter()
            .find(|total| total.class == class && total.division == division)
    }

    /// The classes of one village, or of all.
    fn classes(&self, division: Option<&str>) -> CoverageView {
        let texts = self.say.texts();
        let chosen: Vec<&Village> = self
            .villages
            .iter()
            .filter(|village| division.is_none_or(|division| village.division == division))
            .collect();
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        for village in &chosen {
            for (class, counted) in &village.counted {
                let count = Count::of(counted);
                let sum = counts.entry(class.clone()).or_default();
                sum.homes += count.homes;
                sum.people += count.people;
                sum.candidates += count.candidates;
            }
        }
        for total in &self.totals {
            if division.is_none_or(|division| total.division == division) {
                counts.entry(total.class.clone()).or_default();
            }
        }
        let rows: Vec<CoverageRow> = counts
            .iter()
            .map(|(class, count)| {
                let ought = self.sum(&chosen, class);
                let (line, tone) = self.line(*count, ought);
                CoverageRow {
                    title: Say::open(self.name(class)),
                    line,
                    tone,
                    go: Some(Screen::Coverage {
                        class: Some(class.clone()),
                        division: division.map(str::to_owned),
                    }),
                }
            })
            .collect();
        let title = match chosen.as_slice() {
            [village] if division.is_some() => village.name.clone(),
            _ => texts.get("coverage.all").to_owned(),
        };
        self.page(title, rows, None)
    }

    /// What is said of every village together; nothing if one did not say.
    fn sum(&self, villages: &[&Village], class: &str) -> Option<Ought> {
        let mut sum = Ought {
            homes: Some(0),
            people: Some(0),
        };
        let mut said = false;
        for village in villages {
            let Some(ought) = self.ought(class, &village.division) else {
                if village.counted.contains_key(class) {
                    return None;
                }
                continue;
            };
            said = true;
            let add = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
            sum = Ought {
                homes: add(sum.homes, ought.homes),
                people: add(sum.people, ought.people),
            };
        }
        said.then_some(sum)
    }

    /// The villages of one class.
    fn villages(&self, class: &str) -> CoverageView {
        let mut rows = Vec::new();
        for village in &self.villages {
            let count = village.count(class);
            let ought = self.ought(class, &village.division);
            if count.is_none() && ought.is_none() && self.villages.len() > 1 {
                continue;
            }
            let (line, tone) = self.line(count.unwrap_or_default(), ought);
            rows.push(CoverageRow {
                title: Say::open(village.name.clone()),
                line,
                tone,
                go: Some(Screen::Coverage {
                    class: Some(class.to_owned()),
                    division: Some(village.division.clone()),
                }),
            });
        }
        self.page(self.name(class), rows, None)
    }

    /// The homes of one class in one village, with the people of each.
    fn homes(&self, class: &str, division: &str) -> CoverageView {
        let texts = self.say.texts();
        let village = self.villages.iter().find(|v| v.division == division);
        let counted = village.and_then(|village| village.counted.get(class));
        let mut rows = Vec::new();
        for home in village.into_iter().flat_map(|village| &village.homes) {
            let mut people: Vec<Masked> = Vec::new();
            for person in home.present(self.today) {
                let name = self.say.name(&person.name);
                // Both lists are in the order of ids.
                let within = |ids: &[PersonId]| ids.binary_search(&person.id).is_ok();
                if counted.is_some_and(|counted| within(&counted.persons)) {
                    people.push(name);
                } else if counted.is_some_and(|counted| within(&counted.candidates)) {
                    let word = Say::open(texts.get("coverage.candidate"));
                    people.push(self.say.dotted(&[name, word]));
                }
            }
            if people.is_empty() {
                continue;
            }
            let joint = texts.get("say.join");
            let place = self.say.covered_unless_empty(&place(home));
            rows.push(CoverageRow {
                title: home_name(self.say, home, self.today),
                line: self.say.dotted(&[Say::join(&people, joint), place]),
                tone: Tone::Plain,
                go: Some(Screen::Home {
                    household: home.id.as_str().to_owned(),
                }),
            });
        }
        let name = village.map_or(division, |village| village.name.as_str());
        let title = self
            .say
            .dotted(&[Say::open(self.name(class)), Say::open(name.to_owned())])
            .text;
        let count = counted.map(Count::of).unwrap_or_default();
        let total = self.total(class, division);
        let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        let control = ControlTotal {
            class: class.to_owned(),
            division: division.to_owned(),
            households: number(total.and_then(|total| total.households)),
            persons: number(total.and_then(|total| total.persons)),
            source: total.map(|total| {
                let key = if total.source.is_some() {
                    "coverage.by_list"
                } else {
                    "coverage.by_hand"
                };
                texts.format(key, &[("day", total.day.into())])
            }),
        };
        let mut page = self.page(title, rows, Some(control));
        let (line, _) = self.line(count, self.ought(class, division));
        page.summary = line.text;
        page
    }

    fn name(&self, class: &str) -> String {
        self.classes
            .get(class)
            .map_or_else(|| class.to_owned(), |class| class.name.clone())
    }

    fn page(
        &self,
        title: String,
        rows: Vec<CoverageRow>,
        control: Option<ControlTotal>,
    ) -> CoverageView {
        let texts = self.say.texts();
        let homes: usize = self
            .villages
            .iter()
            .map(|village| village.homes.len())
            .sum();
        let people: usize = self
            .villages
            .iter()
            .flat_map(|village| &village.homes)
            .map(|home| home.present(self.today).count())
            .sum();
        CoverageView {
            title,
            summary: texts.format(
                "coverage.summary",
                &[
                    ("day", self.today.into()),
                    ("homes", homes.into()),
                    ("people", people.into()),
                ],
            ),
            empty: rows.is_empty().then(|| Empty {
                sentence: texts.get("coverage.empty").to_owned(),
                action: None,
            }),
            rows,
            control,
        }
    }

    /// Says how many there are beside how many there ought to be; a difference is
    /// amber and nobody's fault.
    fn line(&self, count: Count, ought: Option<Ought>) -> (Masked, Tone) {
        let texts = self.say.texts();
        let mut parts = vec![self.numbers(Some(count.homes), Some(count.people))];
        let mut tone = Tone::Plain;
        if count.candidates > 0 {
            parts.push(texts.format("coverage.candidates", &[("n", count.candidates.into())]));
        }
        match ought {
            None => parts.push(texts.get("coverage.no_total").to_owned()),
            Some(ought) => {
                let as_count = |n: Option<u32>| n.and_then(|n| usize::try_from(n).ok());
                let said = self.numbers(as_count(ought.homes), as_count(ought.people));
                parts.push(texts.format("coverage.ought", &[("numbers", (&said).into())]));
                let pairs = [
                    (count.homes, as_count(ought.homes)),
                    (count.people, as_count(ought.people)),
                ];
                let short = pairs.map(|(is, ought)| ought.and_then(|ought| ought.checked_sub(is)));
                let over = pairs.map(|(is, ought)| is.checked_sub(ought?));
                for (key, numbers) in [("coverage.short", short), ("coverage.over", over)] {
                    let [homes, people] = numbers.map(|n| n.filter(|n| *n > 0));
                    if homes.is_some() || people.is_some() {
                        let numbers = self.numbers(homes, people);
                        parts.push(texts.format(key, &[("numbers", (&numbers).into())]));
                        tone = Tone::Amber;
                    }
                }
            }
        }
        let parts: Vec<Masked> = parts.into_iter().map(Say::open).collect();
        (self.say.dotted(&parts), tone)
    }

    /// Says homes and people, as far as they are counted.
    fn numbers(&self, homes: Option<usize>, people: Option<usize>) -> String {
        let texts = self.say.texts();
        let parts = [
            homes.map(|n| texts.format("coverage.homes", &[("n", n.into())])),
            people.map(|n| texts.format("coverage.people", &[("n", n.into())])),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(texts.get("coverage.between"))
    }
}

/// Records how many there ought to be of a class in a village, by a person's word.
pub(crate) fn set_total(
    app: &App,
    class: &str,
    division: &str,
    households: &str,
    persons: &str,
) -> Result<Outcome> {
    let count = |text: &str| -> Result<Option<u32>> {
        let text = tanfang_values::text::half_width(text);
        match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                app.kit
                    .error(ErrorKind::Invalid, "count_bad", &[("text", text)])
            }),
        }
    };
    let (households, persons) = (count(households)?, count(persons)?);
    let mut session = app.session();
    let post: Post = session.db.post(&app.kit)?;
    let pack: Pack = session.pack(&app.kit, &post.division)?;
    let today = app.today_day();
    let clearance = pack.work.clearance(&post.worker.viewer(today).roles);
    let classes = pack.work.classes();
    if classes.get(class).is_none() || !clearance.allows(classes.data(class)) {
        let args = [("class", class)];
        return Err(app.kit.error(ErrorKind::Invalid, "class_unknown", &args));
    }
    session.db.write(&app.kit, &app.ports, &post, |reads| {
        let grids = reads.0.grids()?;
        let grid = grids
            .into_iter()
            .find(|grid| grid.division == division)
            .ok_or_else(|| app.kit.error(ErrorKind::Invalid, "division_bad", &[]))?;
        let totals = reads.0.control_totals()?;
        let known = totals
            .into_iter()
            .find(|total| total.class == class && total.division == division);
        let same = known
            .as_ref()
            .is_some_and(|total| (total.households, total.persons) == (households, persons));
        if same {
            return Ok(Decision::new(Vec::new(), ()));
        }
        let event = ControlOp {
            class: class.to_owned(),
            division: division.to_owned(),
            households,
            persons,
            day: today,
            source: None,
            note: None,
            was: known.map(|total| total.op),
        };
        let scope = Scope::new(grid.grid, DataClass::Core);
        let op = NewOp::new(scope, Event::ControlTotal(event));
        Ok(Decision::new(vec![op], ()))
    })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app.kit.say.texts().get("coverage.total_done").to_owned(),
        undo: None,
        go: None,
        changed: true,
    })
}
