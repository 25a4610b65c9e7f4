//! Hostile packs, by name: each is refused with file, line and reason, soon, and in little memory.

use crate::packs::{FACTS, PARAMS, ROOT, emulated, patience};
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tanfang_policy::diag::Diagnostic;
use tanfang_policy::dict::Dictionary;
use tanfang_policy::limits;
use tanfang_policy::pack::{PackSet, SourceFile};

/// Longest time a hostile pack may take.
const SOON: Duration = Duration::from_millis(100);
/// Most memory in KiB.
const LITTLE: u64 = 64 * 1024;

/// Set for the process that measures its own memory.
const CHILD: &str = "TANFANG_TEST_HOSTILE_CHILD";

type Files = Vec<(&'static str, &'static str, String)>;

/// A root pack that loads, with more files.
fn with(more: &[(&'static str, &str)]) -> Files {
    let mut out: Files = vec![
        ("common", "pack.toml", ROOT.to_owned()),
        ("common", "params.toml", PARAMS.to_owned()),
    ];
    for (path, text) in more {
        out.retain(|(_, old, _)| old != path);
        out.push(("common", *path, (*text).to_owned()));
    }
    out
}

/// The root, and a child over it.
fn child(params: &str) -> Files {
    let head = ROOT
        .replace("id = \"common\"", "id = \"CHILD\"")
        .replace("name = \"试验根包\"", "name = \"试验子包\"");
    let head = format!(
        "overlay = \"common\"\nround = \"分 四舍五入\"\nbirthday = \"当天\"\nweek_start = \"周一\"\nstatus = \"示范\"\n{head}"
    );
    let mut out = with(&[]);
    out.push(("CHILD", "pack.toml", head));
    out.push(("CHILD", "params.toml", params.to_owned()));
    out
}

fn derive(id: &str, name: &str, ty: &str, expr: &str) -> String {
    format!(
        "[[derive]]\nid = \"{id}\"\nname = \"{name}\"\nabout = \"户\"\ntype = \"{ty}\"\nexpr = \"{expr}\"\ncite = \"T\"\n"
    )
}

fn load(files: &Files) -> Vec<Diagnostic> {
    let dictionary = Arc::new(Dictionary::load(FACTS).unwrap());
    let files: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(pack, path, text)| SourceFile { pack, path, text })
        .collect();
    PackSet::load(&dictionary, &files).err().unwrap_or_default()
}

/// Every hostile pack: its name, its files, and how it is refused (code, file, whether a line is known).
fn all() -> Vec<(&'static str, Files, &'static str, &'static str)> {
    let nested = "(".repeat(2_000) + "重病" + &")".repeat(2_000);
    let huge = format!("低收入认定{}", " 且 低收入认定".repeat(400));
    let deep_toml = format!("x = {}{}\n", "[".repeat(5_000), "]".repeat(5_000));
    let deep_table = format!("x = {}1{}\n", "{ a = ".repeat(3_000), " }".repeat(3_000));
    let mut chain = derive("d0", "值0", "是否", "低收入认定");
    for at in 1..400 {
        let expr = format!("非 值{} 或 值{}", at - 1, at - 1);
        chain += &derive(&format!("d{at}"), &format!("值{at}"), "是否", &expr);
    }
    let mut many = derive("short", "甲", "是否", "低收入认定");
    for at in 0..60 {
        let expr = format!("甲{}", " 且 甲".repeat(400));
        many += &derive(&format!("d{at}"), &format!("值{at}"), "是否", &expr);
    }
    let circle = derive("a", "甲值", "是否", "乙值") + &derive("b", "乙值", "是否", "甲值");
    let own = derive("a", "甲值", "是否", "非 甲值");
    let twice =
        derive("a", "甲值", "是否", "低收入认定") + &derive("a", "乙值", "是否", "低收入认定");
    let set = |is: &str| {
        format!(
            "{PARAMS}\n[[param]]\nid = \"huge\"\nname = \"巨额\"\ntype = \"元/月\"\n[[param.value]]\nfrom = 2020-01-01\nis = \"{is}\"\ncite = \"T\"\n"
        )
    };
    let reversed = ROOT.replace("until = \"未注明\"", "until = 2018-12-31");
    let order = "[[param]]\nid = \"x\"\nname = \"倒序\"\ntype = \"整数\"\n[[param.value]]\nfrom = 2021-01-01\nis = \"1\"\ncite = \"T\"\n[[param.value]]\nfrom = 2020-01-01\nis = \"2\"\ncite = \"T\"\n";
    let shadow = "[[param]]\nid = \"line\"\nname = \"救助线\"\ntype = \"元/月\"\n";
    let sums = derive(
        "s",
        "层层",
        "元/月",
        "合计(成员: 合计(收入项: 合计(收入项: 合计(收入项: 月额 + 月额))))",
    );
    let zero = derive("z", "平均", "元/月", "总收入 ÷ 老年数");
    let zero = format!(
        "{zero}{}",
        derive("o", "另一个", "元/月", "总收入 ÷ (人数 - 人数)")
    );
    let params_zero = format!(
        "{PARAMS}\n[[param]]\nid = \"olds\"\nname = \"老年数\"\ntype = \"整数\"\nmin = \"0\"\n"
    );
    let mut division = with(&[("derive.toml", &zero)]);
    division.retain(|(_, path, _)| *path != "params.toml");
    division.push(("common", "params.toml", params_zero));
    let bom = format!("\u{feff}{PARAMS}");
    let parents = {
        let mut files = child("");
        files.retain(|(pack, path, _)| (*pack, *path) != ("common", "pack.toml"));
        let looped = format!(
            "overlay = \"CHILD\"\nround = \"分 四舍五入\"\nbirthday = \"当天\"\nweek_start = \"周一\"\nstatus = \"示范\"\n{ROOT}"
        );
        files.push(("common", "pack.toml", looped));
        files
    };
    vec![
        (
            "deep nesting of a rule",
            with(&[("derive.toml", &derive("a", "甲值", "是否", &nested))]),
            "limit.expr_depth",
            "common/derive.toml",
        ),
        (
            "a huge rule",
            with(&[("derive.toml", &derive("a", "甲值", "是否", &huge))]),
            "limit.expr_length",
            "common/derive.toml",
        ),
        (
            "deep nesting of arrays",
            with(&[("flags.toml", &deep_toml)]),
            "file.toml",
            "common/flags.toml",
        ),
        (
            "deep nesting of tables",
            with(&[("flags.toml", &deep_table)]),
            "file.toml",
            "common/flags.toml",
        ),
        (
            "a long chain of values",
            with(&[("derive.toml", &chain)]),
            "limit.expr_depth",
            "common/derive.toml",
        ),
        (
            "too many nodes",
            with(&[("derive.toml", &many)]),
            "limit.nodes",
            "common/pack.toml",
        ),
        (
            "lists within lists",
            with(&[("derive.toml", &sums)]),
            "limit.cost",
            "common/derive.toml",
        ),
        (
            "a circle of values",
            with(&[("derive.toml", &circle)]),
            "expr.unknown_name",
            "common/derive.toml",
        ),
        (
            "a value of itself",
            with(&[("derive.toml", &own)]),
            "expr.unknown_name",
            "common/derive.toml",
        ),
        (
            "a circle of parents",
            parents,
            "pack.no_parent",
            "common/pack.toml",
        ),
        (
            "an id twice",
            with(&[("derive.toml", &twice)]),
            "id.twice",
            "common/derive.toml",
        ),
        (
            "a key twice",
            with(&[("flags.toml", "a = 1\na = 2\n")]),
            "file.toml",
            "common/flags.toml",
        ),
        (
            "a byte order mark",
            with(&[("params.toml", &bom)]),
            "file.bom",
            "common/params.toml",
        ),
        (
            "shadowing without replaces",
            child(shadow),
            "overlay.no_replaces",
            "CHILD/params.toml",
        ),
        (
            "days of the pack turned round",
            with(&[("pack.toml", &reversed)]),
            "pack.dates_reversed",
            "common/pack.toml",
        ),
        (
            "days of a value turned round",
            child(order),
            "param.order",
            "CHILD/params.toml",
        ),
        (
            "division by what may be nothing",
            division,
            "expr.division",
            "common/derive.toml",
        ),
        (
            "2^63 fen as a standard",
            with(&[("params.toml", &set("92233720368547758.08元/月"))]),
            "key.bad_value",
            "common/params.toml",
        ),
        (
            "2^63 fen in a rule",
            with(&[(
                "derive.toml",
                &derive("a", "甲值", "是否", "总收入 > 92233720368547758.08元/月"),
            )]),
            "expr.bad_number",
            "common/derive.toml",
        ),
        (
            "a float",
            with(&[("flags.toml", "x = 1.5\n")]),
            "file.float",
            "common/flags.toml",
        ),
    ]
}

#[test]
fn each_is_refused_with_file_line_and_reason() {
    for (name, files, code, file) in all() {
        let found = load(&files);
        let hit = found
            .iter()
            .find(|f| f.code.as_str() == code && f.file == file);
        let Some(hit) = hit else {
            panic!("{name}: {}", crate::packs::lines(&found));
        };
        // Only the sum of all rules of a pack has no line.
        assert_eq!(hit.line == 0, code == "limit.nodes", "{name}: {hit}");
    }
}

#[test]
fn each_is_refused_soon() {
    for (name, files, ..) in all() {
        // The least of several times: what else the machine does is not the pack's doing.
        let took = (0..8)
            .map(|_| {
                let start = Instant::now();
                assert!(!load(&files).is_empty(), "{name}");
                start.elapsed()
            })
            .min()
            .unwrap();
        assert!(took < SOON * patience(), "{name}: {took:?}");
    }
}

#[test]
fn each_is_refused_on_a_small_stack() {
    let thread = std::thread::Builder::new().stack_size(1024 * 1024);
    let run = || {
        for (name, files, ..) in all() {
            assert!(!load(&files).is_empty(), "{name}");
        }
    };
    thread.spawn(run).unwrap().join().unwrap();
}

#[test]
fn every_rule_refused_has_its_sentence() {
    let text = include_str!("../../packs/common/texts/check.zh.toml");
    let texts = tanfang_policy::diag::Texts::load("check.zh.toml", text).unwrap();
    for (name, files, ..) in all() {
        for finding in load(&files) {
            assert!(texts.has(finding.code), "{name}: {finding}");
        }
    }
}

/// Run by the test below in a process of its own, so that only these packs count.
#[test]
fn in_a_process_of_its_own() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    for (name, files, ..) in all() {
        assert!(!load(&files).is_empty(), "{name}");
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    println!("peak {}", peak.split_whitespace().nth(1).unwrap());
}

#[test]
#[cfg(target_os = "linux")]
fn all_of_them_together_take_little_memory() {
    if emulated() {
        eprintln!("SKIPPED: the interpreter's memory would be counted, and starts no process");
        return;
    }
    let me = std::env::current_exe().unwrap();
    let child = std::process::Command::new(me)
        .args(["--exact", "--nocapture"])
        .env(CHILD, "1")
        .arg("test_hostile::in_a_process_of_its_own")
        .output()
        .unwrap();
    let said = String::from_utf8(child.stdout).unwrap();
    let peak = said.split("peak ").nth(1).expect("the child ran");
    let peak: u64 = peak.split_whitespace().next().unwrap().parse().unwrap();
    println!("{peak} KiB at most");
    assert!(peak < LITTLE, "{peak} KiB");
}

#[test]
fn what_evaluating_costs_is_known_before_it_runs() {
    let rules = |count: usize| {
        let mut text = String::new();
        for at in 0..count {
            let expr = "合计(成员: 合计(收入项: 合计(收入项: 合计(收入项: 月额))))";
            let rule = derive(&format!("d{at}"), &format!("值{at}"), "元/月", expr);
            writeln!(text, "{rule}").unwrap();
        }
        load(&with(&[("derive.toml", &text)]))
    };
    // One such rule takes 837,931 steps for a full home.
    let found = rules(100);
    assert!(found.is_empty(), "{}", crate::packs::lines(&found));
    let found = rules(130);
    assert_eq!(found[0].code.as_str(), "limit.cost");
    assert!(found[0].arg("steps").unwrap().parse::<u64>().unwrap() > limits::PACK_STEPS);
}
