//! The Merkle tree of RFC 6962 §2.1 over the leaves of one instance.
//!
//! A tree of any size has a root; [`CompactRange`] holds what is needed to go
//! on appending (one hash a bit of the size), so that a checkpoint costs
//! O(log n). [`inclusion_proof`] shows that one op is in a tree without showing
//! the others, [`consistency_proof`] that a later tree only added to an earlier.

use crate::hash::{Hash, Leaf};

/// The right edge of a growing tree: the roots of its complete subtrees, largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompactRange {
    size: u64,
    peaks: Vec<Hash>,
}

/// Stored bytes that are not a [`CompactRange`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{len} bytes do not hold the edge of a tree: compute it again from the leaves")]
pub struct CompactRangeError {
    /// Length of what was found.
    pub len: usize,
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// Index or older size lie outside the tree.
    #[error("{place} is not in a tree of {size} leaves")]
    Outside {
        /// Index of the leaf, or size of the older tree.
        place: u64,
        /// Size of the tree.
        size: u64,
    },
    /// Fewer or more hashes than a proof for this place has.
    #[error("the proof has {found} hashes, which does not fit its place in the tree")]
    Length {
        /// Number of hashes found.
        found: usize,
    },
    /// The hashes lead to another root than the one given.
    #[error("the proof leads to another root")]
    Root,
}

impl CompactRange {
    /// The edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge of a tree over `leaves`.
    pub fn of(leaves: &[Leaf]) -> Self {
        let mut range = Self::new();
        for leaf in leaves {
            range.push(*leaf);
        }
        range
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends the leaf of the next op.
    pub fn push(&mut self, leaf: Leaf) {
        let mut node = leaf;
        // Each trailing one of the size is a complete subtree that the new node closes.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = Hash::node(&left, &node);
            }
        }
        self.peaks.push(node);
        self.size = self.size.saturating_add(1);
    }

    /// The root of the tree; SHA-256 of nothing for the empty one.
    pub fn root(&self) -> Hash {
        self.peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| Hash::node(&left, &right))
            .unwrap_or_else(|| Hash::of(b""))
    }

    /// Writes the edge: size as 8 bytes, high byte first, then the subtree roots.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(peak.as_bytes());
        }
        bytes
    }

    /// Reads what [`CompactRange::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`CompactRangeError`] if the length does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CompactRangeError> {
        let wrong = CompactRangeError { len: bytes.len() };
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(wrong)?;
        let size = u64::from_be_bytes(*size);
        let (chunks, tail) = rest.as_chunks::<32>();
        if !tail.is_empty() || chunks.len() != size.count_ones() as usize {
            return Err(wrong);
        }
        Ok(Self {
            size,
            peaks: chunks.iter().copied().map(Hash::from_bytes).collect(),
        })
    }
}

/// The root of the tree over `leaves`.
pub fn root(leaves: &[Leaf]) -> Hash {
    CompactRange::of(leaves).root()
}

/// The hashes that lead from leaf `index` (from 0) to the root; `None` if there is no such leaf.
pub fn inclusion_proof(leaves: &[Leaf], index: usize) -> Option<Vec<Hash>> {
    let mut proof = Vec::new();
    let (mut part, mut index) = (leaves, index);
    if index >= leaves.len() {
        return None;
    }
    while part.len() > 1 {
        let (left, right) = part.split_at(split(part.len()));
        if index < left.len() {
            proof.push(root(right));
            part = left;
        } else {
            proof.push(root(left));
            index -= left.len();
            part = right;
        }
    }
    proof.reverse();
    Some(proof)
}

/// The hashes that show that the tree over `leaves` grew from that over the
/// first `old` of them; `None` if `old` is zero or more than there are.
pub fn consistency_proof(leaves: &[Leaf], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let mut proof = Vec::new();
    let (mut part, mut old) = (leaves, old);
    // While no right part was cut off, the verifier knows the old root itself.
    let mut whole = true;
    while old < part.len() {
        let (left, right) = part.split_at(split(part.len()));
        if old <= left.len() {
            proof.push(root(right));
            part = left;
        } else {
            proof.push(root(left));
            old -= left.len();
            part = right;
            whole = false;
        }
    }
    if !whole {
        proof.push(root(part));
    }
    proof.reverse();
    Some(proof)
}

/// Checks that `leaf` stands at `index` (from 0) in the tree of `size` leaves with root `root`.
///
/// # Errors
/// [`ProofError`] says in what way the proof does not hold.
pub fn verify_inclusion(
    leaf: &Leaf,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside { place: index, size });
    }
    let length = || ProofError::Length { found: proof.len() };
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for step in proof {
        if last == 0 {
            return Err(length());
        }
        if node % 2 == 1 || node == last {
            hash = Hash::node(step, &hash);
            // An edge node without a sibling rises unchanged until it is a right child.
            while node % 2 == 0 && node != 0 {
                node /= 2;
                last /= 2;
            }
        } else {
            hash = Hash::node(&hash, step);
        }
        node /= 2;
        last /= 2;
    }
    if last != 0 {
        return Err(length());
    }
    if hash == *root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// Checks that the tree with `new_root` only added leaves to the one with `old_root`.
///
/// # Errors
/// [`ProofError`] says in what way the proof does not hold.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    let length = || ProofError::Length { found: proof.len() };
    if old_size == 0 || old_size > new_size {
        return Err(ProofError::Outside {
            place: old_size,
            size: new_size,
        });
    }
    if old_size == new_size {
        return match (proof.is_empty(), old_root == new_root) {
            (false, _) => Err(length()),
            (true, true) => Ok(()),
            (true, false) => Err(ProofError::Root),
        };
    }
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    while node % 2 == 1 {
        node /= 2;
        last /= 2;
    }
    // A complete old tree is a subtree of the new one: its root starts the path.
    let (mut old, steps) = if node == 0 {
        (*old_root, proof)
    } else {
        let (first, steps) = proof.split_first().ok_or_else(length)?;
        (*first, steps)
    };
    let mut new = old;
    for step in steps {
        if last == 0 {
            return Err(length());
        }
        if node % 2 == 1 || node == last {
            old = Hash::node(step, &old);
            new = Hash::node(step, &new);
            while node % 2 == 0 && node != 0 {
                node /= 2;
                last /= 2;
            }
        } else {
            new = Hash::node(&new, step);
        }
        node /= 2;
        last /= 2;
    }
    if last != 0 {
        return Err(length());
    }
    if old == *old_root && new == *new_root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// The largest power of two below `n`, for `n` of at least 2: where RFC 6962 splits a tree.
fn split(n: usize) -> usize {
    let half = n.next_power_of_two() / 2;
    half.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_the_largest_power_of_two_below() {
        for (n, k) in [(2, 1), (3, 2), (4, 2), (5, 4), (8, 4), (9, 8)] {
            assert_eq!(split(n), k, "{n}");
        }
    }

    #[test]
    fn refuses_torn_bytes_of_an_edge() {
        let leaves: Vec<Hash> = (0u8..11).map(|n| Hash::leaf(&[n])).collect();
        let bytes = CompactRange::of(&leaves).to_bytes();
        assert_eq!(
            CompactRange::from_bytes(&bytes),
            Ok(CompactRange::of(&leaves))
        );
        for len in 0..bytes.len() {
            assert_eq!(
                CompactRange::from_bytes(&bytes[..len]),
                Err(CompactRangeError { len })
            );
        }
    }
}
