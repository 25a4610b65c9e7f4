//! Finds the known name that an unknown one was meant to be.

/// A name longer than this is no slip of the pen, and comparing it would take long.
const LONGEST: usize = 64;

/// The known name that differs least, if it differs little.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let letters: Vec<char> = name.chars().take(LONGEST + 1).collect();
    if letters.len() > LONGEST {
        return None;
    }
    let most = letters.len().max(2) / 2;
    known
        // As many letters differ at least as one name is longer.
        .filter(|other| other.chars().count().abs_diff(letters.len()) <= most)
        .map(|other| {
            (
                distance(&letters, &other.chars().collect::<Vec<_>>()),
                other,
            )
        })
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, other)| other)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let here = if x == y {
                corner
            } else {
                1 + corner.min(left).min(*above)
            };
            corner = *above;
            *above = here;
            left = here;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_is_found_and_a_stranger_is_not() {
        let known = ["身体状况", "残疾等级", "城乡"];
        let near = |name| nearest(name, known.iter().copied());
        assert_eq!(near("身体情况"), Some("身体状况"));
        assert_eq!(near("残疾级"), Some("残疾等级"));
        assert_eq!(near("完全别的东西"), None);
        assert_eq!(near(&"身体状况".repeat(500)), None);
    }
}
