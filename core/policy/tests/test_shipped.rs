//! The packs that ship: they load, and their rules say what they should.

use std::sync::Arc;
use tanfang_policy::dict::{About, Dictionary, Type};
use tanfang_policy::eval::eval_bool;
use tanfang_policy::lang::check;
use tanfang_policy::pack::{PackSet, SourceFile};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, Known, Member, Subject, World};
use tanfang_values::Day;

pub(crate) fn shipped() -> PackSet {
    let dictionary =
        Arc::new(Dictionary::load(tanfang_packs::FACTS).unwrap_or_else(|f| panic!("{f:#?}")));
    let files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    PackSet::load(&dictionary, &files).unwrap_or_else(|findings| {
        let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
        panic!("{}", list.join("\n"))
    })
}

#[test]
fn the_shipped_packs_load() {
    let packs = shipped();
    assert_eq!(packs.ids(), ["DEMO-COUNTY", "GS-HN-2020", "common"]);
    for warning in packs.warnings() {
        println!("{warning}");
    }
    let pack = packs.resolve("DEMO-COUNTY").unwrap();
    assert_eq!(pack.layers().len(), 3);
    assert_eq!(
        pack.items("obligations.toml", "obligation").unwrap().len(),
        2
    );
    assert_eq!(pack.documents("checklists/").unwrap().len(), 2);
}

#[test]
fn a_scattered_tekun_person_is_recognised_by_the_record_of_the_benefit() {
    let packs = shipped();
    let pack = packs.resolve("GS-HN-2020").unwrap();
    let rule = check("分散特困", &pack.schema(About::Person), Some(&Type::Bool)).unwrap();
    let day = Day::parse("2026-11-20").unwrap();
    let mut world = World::new(day);
    let mut member = Member {
        id: "p1".into(),
        ..Member::default()
    };
    member.facts.set("keep", FactValue::One("1".into()));
    world.members.push(member.clone());
    let tri = eval_bool(&rule, &world, Subject::Person(0));
    assert!(tri.undecided());
    assert_eq!(tri.hangs.facts[0].name, "正在享受(特困)");
    let mut item = Item::default();
    item.facts.set(
        "scheme",
        Known {
            tag: Some("op-1".into()),
            ..FactValue::One("tekun".into()).into()
        },
    );
    item.facts
        .set("from", FactValue::Day(Day::parse("2020-01-01").unwrap()));
    world.members[0].lists.entry("aid").items.push(item);
    let tri = eval_bool(&rule, &world, Subject::Person(0));
    assert!(tri.surely_true());
    assert_eq!(tri.rests.facts.len(), 2);
    assert!(
        tri.rests
            .facts
            .iter()
            .any(|f| f.tag.as_deref() == Some("op-1"))
    );
    let aid = world.members[0].lists.entry("aid");
    aid.items[0]
        .facts
        .set("to", FactValue::Day(Day::parse("2026-11-19").unwrap()));
    assert!(eval_bool(&rule, &world, Subject::Person(0)).undecided());
    world.members[0].lists.entry("aid").complete = true;
    assert!(eval_bool(&rule, &world, Subject::Person(0)).surely_false());
}
