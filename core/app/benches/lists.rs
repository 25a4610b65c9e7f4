//! Times a list of 10,000 people read and compared, and a ledger of 500 rows
//! written: `cargo bench -p tanfang-app --bench lists`. DESIGN §9 wants ≤ 2 s
//! and ≤ 1 s; nothing fails here, machines differ.

use std::time::Instant;
use tanfang_app::export::{
    Cell, CellKind, LedgerColumn, LedgerSheet, Row, Section, print_html, write_xlsx,
};
use tanfang_app::import::{Columns, ExistingPerson, diff, read_workbook};
use tanfang_app::search::{SearchEntry, SearchIndex};
use tanfang_app::texts::StringTable;
use tanfang_values::Day;

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    println!("{what}: {} ms", start.elapsed().as_millis());
    done
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let columns = Columns::builtin()?;
    let bytes = tanfang_rosters::big::big(10_000).xlsx()?;
    let book = timed("10,000 rows read", || read_workbook(&bytes, "big.xlsx"))?;
    let known: Vec<ExistingPerson> = book
        .people()
        .map(|row| ExistingPerson {
            id_number: row.id_number.clone(),
            birth: row.birth,
            group: row.group.clone(),
            ..ExistingPerson::new(row.key.to_string(), row.key.to_string(), row.name.clone())
        })
        .collect();
    let new = timed("compared with nobody", || diff(&book, &[], &columns));
    let changed = timed("compared with all", || diff(&book, &known, &columns));
    println!(
        "  {} new; {} changed, {} conflicts",
        new.new.len(),
        changed.changed.len(),
        changed.conflicts.len()
    );

    let entries = book.people().map(|row| SearchEntry {
        names: vec![row.name.clone()],
        group: row.group.clone(),
        ..SearchEntry::default()
    });
    let entries: Vec<SearchEntry> = entries.collect();
    let index = timed("10,000 names indexed", || SearchIndex::new(entries))?;
    let hits = timed("10,000 names searched", || index.search("zyl"));
    println!("  {} found", hits.len());

    let texts = StringTable::builtin().map_err(|errors| format!("{errors:?}"))?;
    let sheet = ledger();
    let xlsx = timed("500 rows as xlsx", || write_xlsx(&sheet, &texts))?;
    let page = timed("500 rows as a page", || print_html(&sheet, &texts));
    println!("  {} and {} bytes", xlsx.len(), page.len());
    Ok(())
}

fn ledger() -> LedgerSheet {
    let cell = |text: &str| Cell {
        text: text.to_owned(),
        kind: CellKind::Record,
        missing: false,
        sources: vec!["0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee".to_owned()],
    };
    let titles = [
        "day", "who", "how", "health", "food", "carer", "clean", "note",
    ];
    LedgerSheet {
        id: "L06".to_owned(),
        title: "ledger".to_owned(),
        subtitles: Vec::new(),
        columns: titles
            .into_iter()
            .map(|title| LedgerColumn {
                title: title.to_owned(),
                kind: CellKind::Record,
            })
            .collect(),
        sections: vec![Section {
            title: String::new(),
            rows: (0..500)
                .map(|_| Row {
                    sources: Vec::new(),
                    cells: titles.into_iter().map(cell).collect(),
                })
                .collect(),
        }],
        notes: Vec::new(),
        made_from: Vec::new(),
        made: Day::from_epoch_days(20_000),
    }
}
