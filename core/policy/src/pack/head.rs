//! `pack.toml`: who a pack is, when it holds, what it cites.

use crate::diag::{Code, Diagnostic};
use crate::doc::{Reader, Table, Value};
use tanfang_values::{BirthdayRule, Day, Rounding, Weekday};

/// The word for what a text does not say.
pub const NOT_SAID: &str = "未注明";

/// Whether a pack is in force, past, or made up for practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 现行.
    Current,
    /// 历史.
    Past,
    /// 示范.
    Demo,
}

/// A document that a pack cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Id used in citations.
    pub id: String,
    /// Title.
    pub title: String,
    /// Number of the document, or 未注明.
    pub no: String,
    /// Its date as written.
    pub date: Option<String>,
    /// Stored file.
    pub file: Option<String>,
    /// First and last line of the stored file that belong to it.
    pub lines: Option<(u32, u32)>,
    /// What to mind when reading it.
    pub warn: Option<String>,
}

/// Facts that must not be asked while a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DontAsk {
    /// The condition as written.
    pub when: String,
    /// Names of facts and lists.
    pub facts: Vec<String>,
    /// The scheme for which they are not asked.
    pub purpose: Option<String>,
    /// Where it stands, as written.
    pub cite: Option<String>,
}

/// What `pack.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Id, the name of the folder.
    pub id: String,
    /// Title for people.
    pub name: String,
    /// Version.
    pub version: String,
    /// GB/T 2260 code, or 未注明.
    pub region: String,
    /// First day in force.
    pub from: Day,
    /// Last day in force; `None` where the text does not say (未注明失效日期).
    pub until: Option<Day>,
    /// The parent.
    pub overlay: Option<String>,
    /// Packs that hold beside this one where it is in force: other duties, a
    /// city's or an epidemic's.
    pub with: Vec<String>,
    /// Holds beside other packs instead of under one.
    pub parallel: bool,
    /// Works only while this event is in force.
    pub event: Option<String>,
    /// 农村 or 城市, where the pack is for one of them.
    pub area: Option<String>,
    /// Rounding of final amounts.
    pub round: Option<Rounding>,
    /// On which day people turn a year older.
    pub birthday: Option<BirthdayRule>,
    /// First day of the week.
    pub week_start: Option<Weekday>,
    /// In force, past, or for practice.
    pub status: Option<Status>,
    /// Everything in it is made up.
    pub fictitious: bool,
    /// The documents it cites.
    pub sources: Vec<Source>,
    /// What must not be asked, and when.
    pub dont_ask: Vec<DontAsk>,
}

pub(crate) fn read(table: &Table, folder: &str, findings: &mut Vec<Diagnostic>) -> Option<Head> {
    let mut reader = table.reader(findings);
    let id = reader.str("id").unwrap_or_default().to_owned();
    if id != folder {
        let finding = Diagnostic::error(Code::IdNotFolder)
            .with("id", &id)
            .with("folder", folder);
        reader.find("id", finding);
    }
    let name = reader.str("name").unwrap_or_default().to_owned();
    let version = reader.str("version").unwrap_or_default().to_owned();
    let region = reader.str("region").unwrap_or_default().to_owned();
    if region != NOT_SAID && !(region.len() == 6 && region.bytes().all(|b| b.is_ascii_digit())) {
        let finding = Diagnostic::error(Code::NotAllowed)
            .with("key", "region")
            .with("given", &region)
            .with("allowed", "123456 未注明");
        reader.find("region", finding);
    }
    reader.require("from");
    let from = reader.opt_day("from");
    let until = until(&mut reader);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let finding = Diagnostic::error(Code::DatesReversed)
            .with("from", from.to_string())
            .with("until", until.to_string());
        reader.find("until", finding);
    }
    let overlay = reader.opt_str("overlay").map(str::to_owned);
    let with = reader.strs("with").into_iter().map(str::to_owned).collect();
    let parallel = reader.flag("parallel");
    let event = reader.opt_str("event").map(str::to_owned);
    let area = reader.opt_word("area", &["城市", "农村"]);
    let round = reader
        .opt_word("round", &["分 四舍五入", "分 舍去", "分 进一"])
        .map(|word| match word {
            "分 舍去" => Rounding::Down,
            "分 进一" => Rounding::Up,
            _ => Rounding::HalfUp,
        });
    let birthday = reader
        .opt_word("birthday", &["当天", "次日"])
        .map(|word| match word {
            "次日" => BirthdayRule::NextDay,
            _ => BirthdayRule::SameDay,
        });
    let week_start = week_start(&mut reader);
    let status = reader
        .opt_word("status", &["现行", "历史", "示范"])
        .map(|word| match word {
            "历史" => Status::Past,
            "示范" => Status::Demo,
            _ => Status::Current,
        });
    let fictitious = reader.flag("fictitious");
    // A pack that stands on its parents judges people, so it must say how it counts.
    if overlay.is_some() {
        for key in ["round", "birthday", "week_start", "status"] {
            reader.require(key);
        }
    }
    let sources = reader.tables("source");
    let dont_ask = reader.tables("dont_ask");
    for key in ["wording", "acts_for", "clearance", "host", "call", "rhythm"] {
        reader.skip(key);
    }
    reader.finish();
    let sources = sources
        .into_iter()
        .map(|table| source(table, findings))
        .collect();
    let dont_ask = dont_ask
        .into_iter()
        .map(|table| {
            let mut reader = table.reader(findings);
            let out = DontAsk {
                when: reader.str("if").unwrap_or_default().to_owned(),
                facts: reader
                    .strs("facts")
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                purpose: reader.opt_str("purpose").map(str::to_owned),
                cite: reader.str("cite").map(str::to_owned),
            };
            reader.finish();
            out
        })
        .collect();
    Some(Head {
        id,
        name,
        version,
        region,
        from: from?,
        until,
        overlay,
        with,
        parallel,
        event,
        area: area.map(str::to_owned),
        round,
        birthday,
        week_start,
        status,
        fictitious,
        sources,
        dont_ask,
    })
}

fn until(reader: &mut Reader<'_, '_>) -> Option<Day> {
    // A masked or missing end means in force until replaced.
    let node = reader.opt_node("until")?;
    match &node.value {
        Value::Day(day) => Some(*day),
        Value::Str(text) if text == NOT_SAID => None,
        _ => {
            let finding = Diagnostic::error(Code::NotAllowed)
                .with("key", "until")
                .with("allowed", "YYYY-MM-DD 未注明");
            reader.find("until", finding);
            None
        }
    }
}

fn week_start(reader: &mut Reader<'_, '_>) -> Option<Weekday> {
    const DAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let word = reader.opt_word("week_start", &DAYS)?;
    let at = DAYS.iter().position(|day| *day == word)?;
    Weekday::ALL.get(at).copied()
}

fn source(table: &Table, findings: &mut Vec<Diagnostic>) -> Source {
    let mut reader = table.reader(findings);
    let lines = match reader.opt_node("lines").map(|node| &node.value) {
        Some(Value::Array(items)) => {
            let ends: Vec<u32> = items
                .iter()
                .filter_map(|item| match &item.value {
                    Value::Int(n) => u32::try_from(*n).ok(),
                    _ => None,
                })
                .collect();
            if let [first, last] = ends.as_slice() {
                Some((*first, *last))
            } else {
                let finding = Diagnostic::error(Code::WrongKind)
                    .with("key", "lines")
                    .with("wanted", "[1, 9]");
                reader.find("lines", finding);
                None
            }
        }
        _ => None,
    };
    let out = Source {
        id: reader.str("id").unwrap_or_default().to_owned(),
        title: reader.str("title").unwrap_or_default().to_owned(),
        no: reader.str("no").unwrap_or_default().to_owned(),
        date: reader.opt_str("date").map(str::to_owned),
        file: reader.opt_str("file").map(str::to_owned),
        lines,
        warn: reader.opt_str("warn").map(str::to_owned),
    };
    reader.finish();
    crate::dict::check_id(&out.id, &table.file, table.line, findings);
    out
}
