//! Which of a form's names need which: circles are found, and what is worked
//! out comes after what it is worked out from.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Puts names so that each comes after those it needs; a circle is returned
/// instead, as the names one meets going round it.
pub(super) fn order<'a>(
    needs: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> Result<Vec<&'a str>, Vec<&'a str>> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let mut needed_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, others) in needs {
        let known = others.iter().filter(|other| needs.contains_key(**other));
        left.insert(name, known.clone().count());
        for other in known {
            needed_by.entry(other).or_default().push(name);
        }
    }
    let mut ready: VecDeque<&str> = left
        .iter()
        .filter(|(_, count)| **count == 0)
        .map(|(name, _)| *name)
        .collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(name) = ready.pop_front() {
        left.remove(name);
        order.push(name);
        for after in needed_by.get(name).into_iter().flatten() {
            if let Some(count) = left.get_mut(after) {
                *count -= 1;
                if *count == 0 {
                    ready.push_back(after);
                }
            }
        }
    }
    // Whatever is left needs something that is left: going on from there comes round.
    let Some((start, _)) = left.first_key_value() else {
        return Ok(order
            .into_iter()
            .filter_map(|name| needs.get_key_value(name).map(|(name, _)| *name))
            .collect());
    };
    let mut way: Vec<&'a str> = Vec::new();
    let mut at = needs.get_key_value(start).map(|(name, _)| *name);
    while let Some(name) = at {
        if let Some(place) = way.iter().position(|seen| *seen == name) {
            return Err(way.split_off(place));
        }
        way.push(name);
        at = needs
            .get(name)
            .into_iter()
            .flatten()
            .find(|other| left.contains_key(**other))
            .copied();
    }
    Err(way)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs<'a>(pairs: &[(&'a str, &[&'a str])]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        pairs
            .iter()
            .map(|(name, others)| (*name, others.iter().copied().collect()))
            .collect()
    }

    #[test]
    fn what_is_needed_comes_first() {
        let needs = needs(&[("a", &["c"]), ("b", &[]), ("c", &["b", "elsewhere"])]);
        assert_eq!(order(&needs), Ok(vec!["b", "c", "a"]));
    }

    #[test]
    fn a_circle_is_named_without_what_leads_to_it() {
        let needs = needs(&[("a", &["b"]), ("b", &["c"]), ("c", &["d"]), ("d", &["b"])]);
        assert_eq!(order(&needs), Err(vec!["b", "c", "d"]));
        let own = super::tests::needs(&[("x", &["x"])]);
        assert_eq!(order(&own), Err(vec!["x"]));
    }
}
