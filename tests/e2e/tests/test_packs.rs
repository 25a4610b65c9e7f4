//! `tanfang pack`: a clerk's own pack is checked with file, line and reason.

use crate::help::Desk;

const HEAD: &str = r#"
id = "MY-COUNTY"
name = "试写县"
version = "0.1.0"
region = "未注明"
from = 2026-07-01
until = "未注明"
overlay = "GS-HN-2020"
round = "分 四舍五入"
birthday = "当天"
week_start = "周一"
status = "示范"
[[source]]
id = "MINE"
title = "试写"
no = "未注明"
date = "2026-07-01"
"#;

#[test]
fn the_packs_that_ship_are_sound() {
    let desk = Desk::new("2026-11-20");
    let checked = desk.run(&["pack", "check"]).json();
    assert!(checked["packs"].to_string().contains("DEMO-COUNTY"));
    let shown = desk.run(&["pack", "show", "DEMO-COUNTY"]).json();
    assert_eq!(shown["layers"].as_array().unwrap().len(), 3);
    assert!(shown["not_configured"].to_string().contains("三个一"));
}

#[test]
fn words_are_found_with_file_and_line() {
    let desk = Desk::new("2026-11-20");
    let found = desk
        .run(&["pack", "find", "单人户", "--pack", "GS-HN-2020"])
        .json();
    let hits = found.as_array().unwrap();
    assert!(
        hits.iter().any(|hit| hit["pack"] == "GS-HN-2020"
            && hit["file"] == "schemes/R02.toml"
            && hit["line"].as_u64().unwrap() > 0),
        "{found}"
    );
    assert_eq!(desk.run(&["pack", "find", "没有这样的话"]).code, 1);
}

#[test]
fn a_pack_with_a_fault_is_refused_with_file_and_line() {
    let desk = Desk::new("2026-11-20");
    let pack = desk.dir.path().join("MY-COUNTY");
    std::fs::create_dir(&pack).unwrap();
    std::fs::write(pack.join("pack.toml"), HEAD).unwrap();
    let path = pack.to_str().unwrap().to_owned();
    let good = desk.run(&["pack", "check", &path]);
    assert_eq!(good.code, 0, "{}", good.err);
    let wrong_type = r#"
[[obligation]]
id = "V90"
name = "试写"
who = ["VillageCommittee"]
about = "人"
whom = "年龄 = 分散"
every = "周"
at_least = 1
mode = "见面"
done = ["CL-03"]
cite = "MINE"
"#;
    std::fs::write(pack.join("obligations.toml"), wrong_type).unwrap();
    let run = desk.run(&["pack", "check", &path]);
    assert_eq!(run.code, 3, "{}", run.out);
    assert!(run.err.contains("obligations.toml:7"), "{}", run.err);
    let no_cite = wrong_type
        .replace("年龄 = 分散", "年龄 ≥ 60")
        .replace("cite = \"MINE\"\n", "");
    std::fs::write(pack.join("obligations.toml"), no_cite).unwrap();
    let run = desk.run(&["pack", "check", &path]);
    assert_eq!(run.code, 3, "{}", run.out);
    assert!(run.err.contains("cite.missing"), "{}", run.err);
}
