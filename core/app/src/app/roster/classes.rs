//! What a class of a list pays.

use std::collections::BTreeMap;
use tanfang_domain::people::Classes;

use crate::import::Pays;

/// Returns what each class pays; classes that pay nothing are not in it.
///
/// Who left a class or was refused it (退出, 未批) is paid nothing by that.
pub(crate) fn pays(classes: &Classes) -> BTreeMap<String, Pays> {
    classes
        .iter()
        .filter(|class| class.after.is_none() && class.lasts.is_none())
        .filter_map(|class| {
            let scheme = classes.aid(&class.id)?.to_owned();
            let level = classes
                .with_parents(&class.id)
                .find_map(|class| class.level.clone());
            Some((class.id.clone(), Pays { scheme, level }))
        })
        .collect()
}
