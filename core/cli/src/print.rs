//! Writes views as plain text, a line a thing.

use std::fmt::Write as _;
use tanfang_app::view::{
    Action, Block, Chip, Empty, FlagsView, HandOverView, HomeView, HomesView, ImportView,
    LedgerView, Line, MonthView, Outcome, PageView, RecoveryView, Report, SettingsView, TodayView,
    VisitView, WhyView, WipeView,
};

/// Collects lines.
#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        if !text.is_empty() {
            let _ = writeln!(self.0, "{text}");
        }
    }

    fn indented(&mut self, text: &str) {
        if !text.is_empty() {
            let _ = writeln!(self.0, "  {text}");
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            self.indented(&line.text.text);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.line(&block.title.text);
            self.lines(&block.lines);
            for action in &block.actions {
                self.action(action);
            }
        }
    }

    fn empty(&mut self, empty: Option<&Empty>) {
        if let Some(empty) = empty {
            self.line(&empty.sentence);
        }
    }

    fn action(&mut self, action: &Action) {
        let note = action.note.as_deref().unwrap_or_default();
        let open = if action.enabled { "" } else { "-" };
        self.line(format!("[{open}{}] {note}", action.label).trim_end());
    }
}

fn chips(chips: &[Chip]) -> String {
    let words: Vec<&str> = chips.iter().map(|chip| chip.text.text.as_str()).collect();
    words.join(" ")
}

/// Writes what a tap did.
pub(crate) fn outcome(outcome: &Outcome) -> String {
    format!("{}\n", outcome.sentence)
}

/// Writes 今天.
pub(crate) fn today(view: &TodayView) -> String {
    let mut page = Page::default();
    page.line(&format!(
        "{} {} {}",
        view.date,
        view.lunar,
        view.practice.as_deref().unwrap_or_default()
    ));
    page.line(&view.status.text);
    page.lines(&view.drafts);
    for group in &view.groups {
        page.line(&group.title);
        for card in &group.cards {
            page.indented(&format!("{}  {}", card.name.text, chips(&card.chips)));
            page.lines(&card.urgent);
            page.indented(&format!(
                "  {}  {}",
                card.why.text.text,
                card.last.as_deref().unwrap_or_default()
            ));
            if let Some(closes) = &card.closes {
                page.indented(&format!("  {closes}"));
                page.lines(&card.duties);
            }
            if let Some(quote) = &card.quote {
                page.indented(&format!("  {}", quote.text));
            }
            page.indented(&format!("  {}", card.household));
        }
    }
    page.empty(view.empty.as_ref());
    page.line(view.summary.as_deref().unwrap_or_default());
    page.0
}

/// Writes 本月: each day on which something was done or is planned, then the homes.
pub(crate) fn month(view: &MonthView) -> String {
    let mut page = Page::default();
    page.line(&view.title);
    page.line(&view.summary);
    for day in &view.days {
        if day.homes.is_empty() && day.marks.is_empty() {
            continue;
        }
        let marks = day.marks.join(" ");
        page.line(format!("{} {} {marks} {}", day.day, day.lunar, day.words).trim_end());
        page.lines(&day.homes);
    }
    page.blocks(&view.homes);
    page.lines(&view.cannot);
    page.empty(view.empty.as_ref());
    page.0
}

/// Writes a page of parts.
pub(crate) fn page(view: &PageView) -> String {
    let mut page = Page::default();
    page.line(&view.title.text);
    if let Some(sentence) = &view.sentence {
        page.line(&sentence.text);
    }
    page.blocks(&view.blocks);
    page.empty(view.empty.as_ref());
    if let Some(primary) = &view.primary {
        page.action(primary);
    }
    page.0
}

/// Writes 各户.
pub(crate) fn homes(view: &HomesView) -> String {
    let mut page = Page::default();
    page.line(&view.count);
    for group in &view.groups {
        page.line(&group.title);
        for row in &group.rows {
            page.indented(&format!(
                "{}  {}  {}  {}",
                row.name.text,
                chips(&row.chips),
                row.line.text,
                row.household
            ));
        }
    }
    page.empty(view.empty.as_ref());
    page.0
}

/// Writes 一户.
pub(crate) fn home(view: &HomeView) -> String {
    let mut page = Page::default();
    page.line(&format!("{}  {}", view.name.text, chips(&view.chips)));
    page.line(&view.place.text);
    page.lines(&view.due);
    page.lines(&view.flags);
    hints(&mut page, view);
    for person in &view.persons {
        page.line(&format!(
            "{}  {}  {}",
            person.name.text,
            chips(&person.chips),
            person.person
        ));
        page.indented(&person.line.text);
        for known in &person.known {
            page.indented(&format!(
                "{}  {}  {}",
                known.label, known.value.text, known.source
            ));
        }
    }
    page.lines(&view.history);
    page.lines(&view.notices);
    if let Some(primary) = &view.primary {
        page.action(primary);
    }
    page.0
}

/// Writes 提示 of a home: its groups, a hint a line, and the one question to ask.
fn hints(page: &mut Page, view: &HomeView) {
    if let Some(none) = &view.no_hints {
        page.line(none);
    }
    for group in &view.hints {
        page.line(&group.title);
        for card in &group.cards {
            let amount = card.amount.as_ref().map_or("", |amount| &amount.text);
            let note = card.note.as_ref().map_or("", |note| &note.text);
            let words = format!(
                "{}  {}  {}  {amount}  {note}  {}",
                card.whom.text, card.name.text, card.verdict.text, card.key
            );
            page.indented(&words);
        }
        if let Some(note) = &group.note {
            page.indented(note);
        }
    }
    if let Some(ask) = &view.ask
        && let Some(question) = &ask.question
    {
        let about = ask.about.as_ref().map_or("", |about| &about.text);
        page.line(format!("{about} {} {}", question.ask, ask.why).trim());
    }
}

/// Writes 为什么.
pub(crate) fn why(view: &WhyView) -> String {
    let mut page = Page::default();
    page.line(&view.title);
    page.lines(&view.lines);
    for clause in &view.clauses {
        page.indented(&clause.quote);
        page.indented(&format!(
            "  {} {} {} {}",
            clause.document, clause.number, clause.date, clause.place
        ));
        page.indented(&format!("  {}", clause.pack));
        page.indented(clause.reading.as_deref().unwrap_or_default());
    }
    for trace in &view.trace {
        page.indented(trace);
    }
    page.0
}

/// Writes 走访.
pub(crate) fn visit(view: &VisitView) -> String {
    let mut page = Page::default();
    page.line(&format!(
        "{}  {}  {}",
        view.name.text, view.day_label, view.status.text
    ));
    for group in &view.groups {
        let person = group.person.as_ref().map_or("", |person| &person.text);
        let same = group.same.as_deref().unwrap_or_default();
        page.line(format!("{person} {} {same}", group.title).trim());
        for question in &group.questions {
            page.indented(&format!("{}  {}", question.ask, question.key));
            let options: Vec<String> = question
                .options
                .iter()
                .map(|option| {
                    let mark = if option.chosen { "*" } else { "" };
                    let flag = if option.flag { "⚑" } else { "" };
                    format!("{mark}{}{flag}", option.label)
                })
                .collect();
            page.indented(format!("  {}", options.join(" / ")).trim_end());
            page.indented(question.value.as_deref().unwrap_or_default());
            if let Some(last) = &question.last {
                page.indented(&format!("  {}", last.text));
            }
        }
    }
    page.lines(&view.notices);
    page.lines(&view.flags);
    page.action(&view.primary);
    page.0
}

/// Writes 台账.
pub(crate) fn ledger(view: &LedgerView) -> String {
    let mut page = Page::default();
    page.line(&view.title);
    page.line(&view.summary);
    page.line(view.undecided.as_deref().unwrap_or_default());
    page.line(&view.columns.join(" | "));
    for row in &view.rows {
        let cells: Vec<&str> = row
            .cells
            .iter()
            .map(|cell| cell.text.text.as_str())
            .collect();
        page.line(&format!("{} | {}", row.name.text, cells.join(" | ")));
    }
    page.empty(view.empty.as_ref());
    page.0
}

/// Writes 导入.
pub(crate) fn import(view: &ImportView) -> String {
    let mut page = Page::default();
    page.line(&view.file);
    page.line(&view.summary);
    for sheet in &view.sheets {
        page.indented(sheet);
    }
    for group in &view.groups {
        page.line(&group.title);
        for row in &group.rows {
            page.indented(&format!("{}  {}  {}", row.name.text, row.place, row.key));
            for cell in &row.cells {
                let text = |value: &Option<tanfang_app::view::Masked>| {
                    value.as_ref().map_or(String::new(), |v| v.text.clone())
                };
                let words = format!(
                    "  {} {} {} → {} {}",
                    cell.cell,
                    cell.label,
                    text(&cell.old),
                    text(&cell.new),
                    cell.reason.as_deref().unwrap_or_default()
                );
                page.indented(words.trim_end());
            }
        }
    }
    page.0
}

/// Writes 线索.
pub(crate) fn flags(view: &FlagsView) -> String {
    let mut page = Page::default();
    page.lines(&view.rows);
    page.empty(view.empty.as_ref());
    page.0
}

/// Writes 设置.
pub(crate) fn settings(view: &SettingsView) -> String {
    let mut page = Page::default();
    for section in &view.sections {
        page.indented(&section.title);
        page.lines(&section.lines);
    }
    for number in &view.numbers {
        page.indented(&format!(
            "{}: {} ({})",
            number.label, number.number, number.source
        ));
    }
    page.0
}

/// Writes a recovery code.
pub(crate) fn recovery(view: &RecoveryView) -> String {
    format!("{}\n{}\n", view.sentence, view.groups.join(" "))
}

/// Writes what looking after the store found.
pub(crate) fn report(view: &Report) -> String {
    let mut page = Page::default();
    page.line(&view.sentence);
    for line in &view.lines {
        page.indented(line);
    }
    page.0
}

/// Writes what stands on both phones at a hand-over.
pub(crate) fn hand_over(view: &HandOverView) -> String {
    let mut page = Page::default();
    page.line(&view.sentence);
    for groups in [&view.check, &view.code] {
        if !groups.is_empty() {
            page.indented(&groups.join(" "));
        }
    }
    page.0
}

/// Writes what a wipe would lose, and the word.
pub(crate) fn wipe(view: &WipeView) -> String {
    let mut page = Page::default();
    page.line(&view.sentence);
    for line in &view.lines {
        page.indented(&line.text.text);
    }
    page.line(&view.word);
    page.0
}
