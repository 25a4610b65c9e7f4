//! What the tests share: loading the shipped packs and small packs made up here.

use std::sync::Arc;
use tanfang_policy::diag::Diagnostic;
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::{PackSet, Resolved, SourceFile};

/// The dictionary that ships.
pub(crate) fn dictionary() -> Arc<Dictionary> {
    Arc::new(Dictionary::load(tanfang_packs::FACTS).unwrap())
}

/// The packs that ship.
pub(crate) fn shipped() -> PackSet {
    let files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    match PackSet::load(&dictionary(), &files) {
        Ok(packs) => packs,
        Err(findings) => panic!("{}", lines(&findings)),
    }
}

/// How many times longer things may take where an interpreter stands in for the processor.
pub(crate) fn patience() -> u32 {
    if emulated() { 40 } else { 1 }
}

/// Whether the tests run under an interpreter of another processor (`cargo xtask phones`).
pub(crate) fn emulated() -> bool {
    std::env::var_os("TANFANG_EMULATED").is_some()
}

/// Findings, one a line.
pub(crate) fn lines(findings: &[Diagnostic]) -> String {
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    list.join("\n")
}

/// A dictionary made up for tests, with one thing of every kind.
pub(crate) const FACTS: &str = r#"
[enum]
area = ["u 城市", "r 农村"]
poor = ["1 未脱贫", "2 已脱贫", "0 不是"]
cert = ["1 二代证", "0 没有残疾"]
level = ["1 一级", "2 二级", "3 三级", "4 四级"]
cause = ["1 火灾", "2 车祸", "3 溺水"]
aid = ["dibao 低保", "tekun 特困"]
earn = ["1 务工", "2 经营"]
[fact]
area = { name = "城乡", of = "户", type = "area", how = "库", fresh = "不变", ask = "?" }
poor = { name = "建档立卡", of = "户", type = "poor", how = "库", fresh = "365天", ask = "?" }
low = { name = "低收入认定", of = "户", type = "是否", how = "库", fresh = "365天", ask = "?" }
cause = { name = "致困原因", of = "户", type = "多选 cause", how = "问", fresh = "30天", ask = "?" }
hard = { name = "暂时困难", of = "户", type = "是否", how = "判", by = ["CaseClerk"], fresh = "30天", ask = "?" }
last = { name = "上次日期", of = "户", type = "日期", how = "问", fresh = "每次", ask = "?" }
birth = { name = "出生日期", of = "人", type = "日期", how = "库", fresh = "不变", ask = "?" }
cert = { name = "残疾证", of = "人", type = "cert", how = "看", fresh = "365天", ask = "?" }
level = { name = "残疾等级", of = "人", type = "level", how = "看", fresh = "365天", ask = "?", only_if = "残疾证 ≠ 没有残疾" }
ill = { name = "重病", of = "人", type = "是否", how = "看", fresh = "180天", ask = "?", was = ["大病"] }
note = { name = "备注", of = "人", type = "文字", how = "问", fresh = "每次", ask = "?" }
[list]
members = { name = "成员", of = "户", item = "人", complete_ask = "?", min = 1, max = 30 }
[list.income]
name = "收入项"
of = "人"
complete_ask = "?"
[list.aid]
name = "救助"
of = "人"
complete_ask = "?"
[list.expense]
name = "支出项"
of = "户"
complete_ask = "?"
[list.income.field]
kind = { name = "收入种类", type = "earn", ask = "?" }
said = { name = "收入金额", type = "元/周期", ask = "?" }
monthly = { name = "月额", type = "元/月" }
[list.aid.field]
scheme = { name = "项目", type = "aid", ask = "?" }
from = { name = "开始日", type = "日期", ask = "?" }
to = { name = "结束日", type = "日期", ask = "?" }
[list.expense.field]
claimed = { name = "申报月额", type = "元/月", ask = "?" }
proved = { name = "可查证月额", type = "元/月", ask = "?" }
[derived]
age = { name = "年龄", of = "人", type = "整数", builtin = "周岁(出生日期)" }
n = { name = "人数", of = "户", type = "整数", expr = "数(成员)" }
std = { name = "当地低保标准", of = "户", type = "元/月", expr = "如果(城乡 = 城市, 城市低保标准, 农村低保标准)" }
severe = { name = "重度残疾", of = "人", type = "是否", expr = "残疾证 ≠ 没有残疾 且 残疾等级 属于 重度残疾等级" }
income = { name = "总收入", of = "户", type = "元/月", expr = "合计(成员: 合计(收入项: 月额))" }
head = { name = "人均收入", of = "户", type = "元/月", expr = "总收入 ÷ 人数" }
"#;

/// `pack.toml` of the root made up for tests.
pub(crate) const ROOT: &str = r#"
id = "common"
name = "试验根包"
version = "0.1.0"
region = "未注明"
from = 2019-01-01
until = "未注明"
[[source]]
id = "T"
title = "试验用,虚构"
no = "虚构"
"#;

/// `params.toml` of that root.
pub(crate) const PARAMS: &str = r#"
[[param]]
id = "std_urban"
name = "城市低保标准"
type = "元/月"
[[param.value]]
from = 2020-01-01
is = "600.00元/月"
cite = "T"
[[param]]
id = "std_rural"
name = "农村低保标准"
type = "元/月"
[[param.value]]
from = 2020-01-01
is = "400.00元/月"
cite = "T"
[[param.value]]
from = 2021-01-01
is = "420.00元/月"
cite = "T"
[[param]]
id = "severe"
name = "重度残疾等级"
type = "多选 level"
[[param.value]]
from = 2020-01-01
is = "{一级, 二级}"
cite = "T"
[[param]]
id = "old"
name = "老年人年龄"
type = "整数"
min = "50"
[[param]]
id = "line"
name = "救助线"
type = "元/月"
[[param]]
id = "share"
name = "增发比例"
type = "百分比"
[[param.value]]
from = 2020-01-01
is = "10%~30%"
chosen_by = "县"
cite = "T"
[[param]]
id = "times"
name = "基本倍数"
type = "倍数"
[[param.value]]
from = 2020-01-01
is = "≥1.3"
soft = true
cite = "T"
[[param]]
id = "months"
name = "救助月数"
type = "月数"
[[param.value]]
from = 2020-01-01
is = "1~6个月"
cite = "T"
[[slot]]
id = "five"
name = "五有"
kind = "条件"
most = 5
cite = "T"
"#;

/// Loads the root made up for tests with more files.
pub(crate) fn with_root<'t>(
    more: &[(&'t str, &'t str, &'t str)],
) -> Result<PackSet, Vec<Diagnostic>> {
    let mut files = vec![
        ("common", "pack.toml", ROOT),
        ("common", "params.toml", PARAMS),
    ];
    files.extend_from_slice(more);
    load(&files)
}

/// Loads packs of the dictionary made up for tests.
pub(crate) fn load(files: &[(&str, &str, &str)]) -> Result<PackSet, Vec<Diagnostic>> {
    let dictionary = Arc::new(Dictionary::load(FACTS).unwrap());
    let files: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(pack, path, text)| SourceFile { pack, path, text })
        .collect();
    PackSet::load(&dictionary, &files)
}

/// The root made up for tests, ready to judge.
pub(crate) fn root() -> Resolved {
    match with_root(&[]) {
        Ok(packs) => packs.resolve("common").unwrap(),
        Err(findings) => panic!("{}", lines(&findings)),
    }
}

/// The findings of packs that must not load, as text.
pub(crate) fn refused(files: &[(&str, &str, &str)]) -> String {
    match with_root(files) {
        Ok(_) => panic!("the packs loaded"),
        Err(findings) => lines(&findings),
    }
}
