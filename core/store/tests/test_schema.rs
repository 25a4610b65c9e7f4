//! What the schema may hold.

use crate::help::Place;

#[test]
fn tables_are_truth_projection_or_local_and_projections_are_plain() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let schema = store.schema().unwrap();
    assert!(schema.len() > 8);
    for (name, ddl) in schema {
        let kind = name.split('_').next().unwrap();
        assert!(
            matches!(kind, "op" | "p" | "l"),
            "{name} is neither op_, p_ nor l_"
        );
        let ddl = ddl.to_uppercase();
        assert!(!ddl.contains("WITHOUT ROWID"), "{name}");
        if kind == "p" {
            for word in ["REAL", "AUTOINCREMENT", "CURRENT_", "FLOAT", "DOUBLE"] {
                assert!(!ddl.contains(word), "{name} has {word}");
            }
            assert!(
                ddl.contains("PRIMARY KEY"),
                "{name} declares no primary key"
            );
        }
    }
}

#[test]
fn the_settings_of_the_file_are_those_of_the_adr() {
    let mut place = Place::new();
    let (store, _) = place.create();
    insta::assert_snapshot!(store.settings_for_tests().unwrap());
}
