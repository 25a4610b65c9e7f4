//! The ledger as a page to print.

use super::{Cell, CellKind, LedgerSheet, Section};
use crate::texts::Texts;
use std::fmt::Write as _;

/// Lines, sizes and page of the print-out; nothing is fetched from anywhere.
const STYLE: &str = "\
@page{size:A4 landscape;margin:12mm 10mm 15mm 18mm;@bottom-center{font-size:9pt;content:PAGE}}
*{box-sizing:border-box}
body{margin:0;color:#000;background:#fff;font:10.5pt/1.4 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif;font-variant-numeric:tabular-nums}
section+section{break-before:page}
table{width:100%;border-collapse:collapse;table-layout:fixed}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.4pt solid #000;padding:1.2mm 1.5mm;text-align:left;vertical-align:middle;overflow-wrap:anywhere}
th{text-align:center;font-weight:600}
td{height:11mm}
th.top{border:0;padding:0 0 2mm;font-weight:400}
.title{font-size:16pt;font-weight:700}
.of{font-size:12pt;font-weight:600;text-align:left}
.missing{background:#fff2d8}
.notes,.from{margin:3mm 0 0;font-size:9pt}
.from{color:#444;overflow-wrap:anywhere}
p{margin:0}
@media screen{body{margin:10mm auto;max-width:277mm;padding:0 4mm}}
";

/// Writes the ledger as one self-contained HTML page, A4 landscape.
///
/// The head of the table, with title and whose book it is, comes again on every
/// page; a row never breaks over two. Each cell names its ops in `data-ops`.
pub fn print_html(sheet: &LedgerSheet, texts: &dyn Texts) -> String {
    let mut out = String::new();
    let page = format!(
        "{}counter(page){}counter(pages){}",
        css_string(texts.get("export.page_before")),
        css_string(texts.get("export.page_between")),
        css_string(texts.get("export.page_after")),
    );
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        escape(&sheet.title),
        STYLE.replace("PAGE", &page),
    );
    let nothing = Section {
        title: String::new(),
        rows: Vec::new(),
    };
    let sections = if sheet.sections.is_empty() {
        std::slice::from_ref(&nothing)
    } else {
        &sheet.sections
    };
    for section in sections {
        write_section(&mut out, sheet, section, texts);
    }
    for (class, lines) in [("notes", &sheet.notes), ("from", &sheet.made_from)] {
        if !lines.is_empty() {
            let _ = writeln!(out, "<div class=\"{class}\">");
            for line in lines {
                let _ = writeln!(out, "<p>{}</p>", escape(line));
            }
            out.push_str("</div>\n");
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn write_section(out: &mut String, sheet: &LedgerSheet, section: &Section, texts: &dyn Texts) {
    let columns = sheet.columns.len().max(1);
    let widths = sheet.widths();
    let total: u32 = widths.iter().sum::<u32>().max(1);
    out.push_str("<section>\n<table>\n<colgroup>");
    for chars in &widths {
        // In tenths of a percent, without a float.
        let tenths = chars * 1000 / total;
        let _ = write!(
            out,
            "<col style=\"width:{}.{}%\">",
            tenths / 10,
            tenths % 10
        );
    }
    let _ = write!(
        out,
        "</colgroup>\n<thead>\n<tr><th class=\"top\" colspan=\"{columns}\">\
         <p class=\"title\">{}</p>",
        escape(&sheet.title)
    );
    for line in &sheet.subtitles {
        let _ = write!(out, "<p>{}</p>", escape(line));
    }
    if !section.title.is_empty() {
        let _ = write!(out, "<p class=\"of\">{}</p>", escape(&section.title));
    }
    out.push_str("</th></tr>\n<tr>");
    for column in &sheet.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(&column.title));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &section.rows {
        out.push_str("<tr");
        write_ops(out, &row.sources);
        out.push('>');
        for cell in &row.cells {
            write_cell(out, cell);
        }
        out.push_str("</tr>\n");
    }
    if section.rows.is_empty() {
        let _ = writeln!(
            out,
            "<tr><td colspan=\"{columns}\">{}</td></tr>",
            escape(texts.get("export.empty"))
        );
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

fn write_cell(out: &mut String, cell: &Cell) {
    out.push_str("<td");
    let class = match (cell.kind, cell.missing) {
        (_, true) => " class=\"missing\"",
        (CellKind::Manual, false) => " class=\"hand\"",
        _ => "",
    };
    out.push_str(class);
    write_ops(out, &cell.sources);
    let _ = write!(out, ">{}</td>", escape(&cell.text));
}

fn write_ops(out: &mut String, ops: &[String]) {
    if !ops.is_empty() {
        let _ = write!(out, " data-ops=\"{}\"", escape(&ops.join(" ")));
    }
}

/// Makes a text harmless between tags and inside quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            // Characters HTML does not allow; a browser would show a box at best.
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A text as a string of a style sheet.
fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out.push('"');
    out
}
