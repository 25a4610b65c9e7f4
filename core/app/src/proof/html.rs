//! The report that goes into an archive: one page, no script, nothing from elsewhere.

use std::fmt::Write as _;

use tanfang_evidence::finding::{Report, Verdict};
use tanfang_values::Day;

use super::{headline, sentence};
use crate::export::escape;
use crate::texts::{StringTable, Texts as _};

/// Holds what is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// On which day.
    pub day: Day,
    /// For whom, as written.
    pub to: Option<String>,
    /// The photos, in the order of the log.
    pub photos: Vec<HandedPhoto>,
}

/// Holds a photo as the report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedPhoto {
    /// Its id, by which its findings are found.
    pub photo: String,
    /// The picture to show, as a path within the archive; none if it is not in it.
    pub picture: Option<String>,
    /// What is said of it: a label and a text each.
    pub lines: Vec<(String, String)>,
}

const STYLE: &str = "body{font:16px/1.6 sans-serif;max-width:52em;margin:2em auto;padding:0 1em;color:#222}\
h1{font-size:1.6em}h2{font-size:1.2em;border-top:1px solid #ccc;padding-top:1em}\
img{max-width:100%;height:auto}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1em}\
dt{color:#666}dd{margin:0;overflow-wrap:anywhere}.quiet{color:#666}\
@media print{h2{break-before:auto}figure{break-inside:avoid}}";

/// Writes the page: what it proves, what it does not, each photo with its findings, and how to
/// check it without this program.
pub fn html(texts: &StringTable, handed: &Handed, report: &Report) -> String {
    let mut page = String::new();
    let title = escape(texts.get("finding.report.title"));
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    paragraph(
        &mut page,
        &texts.format(
            "finding.report.made",
            &[
                ("day", handed.day.into()),
                ("photos", handed.photos.len().into()),
            ],
        ),
    );
    if let Some(to) = &handed.to {
        let words = texts.format("finding.report.to", &[("to", to.as_str().into())]);
        paragraph(&mut page, &words);
    }
    section(
        &mut page,
        texts.get("finding.report.proves"),
        ["proves_1", "proves_2", "proves_3"]
            .map(|key| texts.get(&format!("finding.report.{key}")).to_owned()),
    );
    section(
        &mut page,
        texts.get("finding.report.not_proves"),
        report
            .beyond
            .iter()
            .map(|code| texts.get(&format!("finding.beyond.{code}")).to_owned())
            .chain([
                texts.get("finding.report.stamp").to_owned(),
                texts.get("finding.page.no_score").to_owned(),
            ]),
    );
    for (n, photo) in (1_i64..).zip(&handed.photos) {
        one(texts, &mut page, n, photo, report);
    }
    section(
        &mut page,
        texts.get("finding.report.self_check"),
        ["self_1", "self_2", "self_3"]
            .map(|key| texts.get(&format!("finding.report.{key}")).to_owned()),
    );
    page.push_str("</body>\n</html>\n");
    page
}

fn one(texts: &StringTable, page: &mut String, n: i64, photo: &HandedPhoto, report: &Report) {
    let title = texts.format("finding.page.photo", &[("n", n.into())]);
    let _ = writeln!(page, "<h2>{}</h2>", escape(&title));
    match &photo.picture {
        Some(path) => {
            let _ = writeln!(
                page,
                "<figure><img src=\"{}\" alt=\"{}\"></figure>",
                escape(path),
                escape(&title)
            );
        }
        None => paragraph(page, texts.get("finding.report.no_picture")),
    }
    page.push_str("<dl>\n");
    for (label, text) in &photo.lines {
        let _ = writeln!(page, "<dt>{}</dt><dd>{}</dd>", escape(label), escape(text));
    }
    page.push_str("</dl>\n");
    let Some(found) = report.photos.iter().find(|p| p.photo == photo.photo) else {
        return;
    };
    let _ = writeln!(
        page,
        "<h3>{}</h3>\n<ul>",
        escape(texts.get("finding.report.findings"))
    );
    for finding in &found.findings {
        let reasons: String = finding
            .reasons
            .iter()
            .map(|reason| sentence(texts, reason))
            .collect();
        let class = match finding.verdict {
            Verdict::Note | Verdict::Mismatch => "",
            Verdict::Pass | Verdict::CannotTell => " class=\"quiet\"",
        };
        let _ = writeln!(
            page,
            "<li{class}>{} {}</li>",
            escape(&headline(texts, finding)),
            escape(&reasons)
        );
    }
    page.push_str("</ul>\n");
}

fn paragraph(page: &mut String, text: &str) {
    let _ = writeln!(page, "<p>{}</p>", escape(text));
}

fn section(page: &mut String, title: &str, lines: impl IntoIterator<Item = String>) {
    let _ = writeln!(page, "<h2>{}</h2>\n<ul>", escape(title));
    for line in lines {
        let _ = writeln!(page, "<li>{}</li>", escape(&line));
    }
    page.push_str("</ul>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_text_and_nothing_else() {
        let texts = StringTable::builtin().unwrap();
        let handed = Handed {
            day: Day::parse("2026-11-20").unwrap(),
            to: Some("<script>alert(\"1\")</script>".into()),
            photos: vec![HandedPhoto {
                photo: "p".into(),
                picture: Some("photos/\"x\" onerror='y'".into()),
                lines: vec![("a<b".into(), "c&d".into())],
            }],
        };
        let report = Report {
            photos: Vec::new(),
            logs: Vec::new(),
            archive: Vec::new(),
            beyond: Report::BEYOND,
        };
        let page = html(&texts, &handed, &report);
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("onerror='"), "{page}");
        assert!(page.contains("a&lt;b") && page.contains("c&amp;d"));
        // Nothing is fetched from anywhere.
        assert!(!page.contains("http"), "{page}");
    }
}
