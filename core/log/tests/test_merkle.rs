//! The tree against RFC 6962: known roots and proofs, and the definition itself.

use proptest::prelude::*;
use tanfang_log::merkle::{
    CompactRange, ProofError, consistency_proof, inclusion_proof, root, verify_consistency,
    verify_inclusion,
};
use tanfang_log::{Hash, Leaf};

/// The eight entries that the reference implementations of RFC 6962 test with.
const ENTRIES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn known() -> Vec<Leaf> {
    ENTRIES
        .iter()
        .map(|entry| Hash::leaf(&hex::decode(entry).unwrap()))
        .collect()
}

fn hash(text: &str) -> Hash {
    text.parse().unwrap()
}

/// MTH of RFC 6962 §2.1, word for word.
fn naive_root(leaves: &[Leaf]) -> Hash {
    match leaves {
        [] => Hash::of(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(naive_split(leaves.len()));
            Hash::node(&naive_root(left), &naive_root(right))
        }
    }
}

fn naive_split(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

/// PATH of RFC 6962 §2.1.1, word for word.
fn naive_path(m: usize, leaves: &[Leaf]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = naive_split(leaves.len());
    let (left, right) = leaves.split_at(k);
    if m < k {
        [naive_path(m, left), vec![naive_root(right)]].concat()
    } else {
        [naive_path(m - k, right), vec![naive_root(left)]].concat()
    }
}

/// SUBPROOF of RFC 6962 §2.1.2, word for word.
fn naive_subproof(m: usize, leaves: &[Leaf], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole {
            Vec::new()
        } else {
            vec![naive_root(leaves)]
        };
    }
    let k = naive_split(leaves.len());
    let (left, right) = leaves.split_at(k);
    if m <= k {
        [naive_subproof(m, left, whole), vec![naive_root(right)]].concat()
    } else {
        [naive_subproof(m - k, right, false), vec![naive_root(left)]].concat()
    }
}

#[test]
fn known_roots() {
    let leaves = known();
    assert_eq!(
        root(&[]),
        hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    );
    let mut range = CompactRange::new();
    for (n, (leaf, expected)) in leaves.iter().zip(ROOTS).enumerate() {
        range.push(*leaf);
        assert_eq!(range.root(), hash(expected), "size {}", n + 1);
        assert_eq!(root(&leaves[..=n]), hash(expected));
    }
    assert_eq!(range.size(), 8);
}

#[test]
fn known_proofs() {
    let leaves = known();
    let hashes = |texts: &[&str]| texts.iter().map(|t| hash(t)).collect::<Vec<_>>();
    assert_eq!(
        inclusion_proof(&leaves, 0).unwrap(),
        hashes(&[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ])
    );
    assert_eq!(
        inclusion_proof(&leaves[..3], 2).unwrap(),
        hashes(&["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"])
    );
    assert_eq!(
        consistency_proof(&leaves, 6).unwrap(),
        hashes(&[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ])
    );
    assert_eq!(
        consistency_proof(&leaves[..5], 2).unwrap(),
        hashes(&[
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ])
    );
}

#[test]
fn every_proof_of_every_small_tree_is_the_definition_and_holds() {
    let leaves: Vec<Leaf> = (0u8..40).map(|n| Hash::leaf(&[n])).collect();
    for size in 1..=leaves.len() {
        let part = &leaves[..size];
        let top = naive_root(part);
        assert_eq!(root(part), top);
        for index in 0..size {
            let proof = inclusion_proof(part, index).unwrap();
            assert_eq!(proof, naive_path(index, part));
            verify_inclusion(&part[index], index as u64, size as u64, &top, &proof).unwrap();
        }
        for old in 1..=size {
            let proof = consistency_proof(part, old).unwrap();
            assert_eq!(proof, naive_subproof(old, part, true));
            let old_root = naive_root(&leaves[..old]);
            verify_consistency(old as u64, &old_root, size as u64, &top, &proof).unwrap();
        }
        assert_eq!(inclusion_proof(part, size), None);
        assert_eq!(consistency_proof(part, size + 1), None);
        assert_eq!(consistency_proof(part, 0), None);
    }
}

#[test]
fn a_proof_outside_the_tree_is_refused() {
    let top = Hash::of(b"");
    assert_eq!(
        verify_inclusion(&top, 0, 0, &top, &[]),
        Err(ProofError::Outside { place: 0, size: 0 })
    );
    assert_eq!(
        verify_consistency(0, &top, 4, &top, &[]),
        Err(ProofError::Outside { place: 0, size: 4 })
    );
    assert_eq!(
        verify_consistency(5, &top, 4, &top, &[]),
        Err(ProofError::Outside { place: 5, size: 4 })
    );
    assert_eq!(
        verify_consistency(4, &top, 4, &top, &[top]),
        Err(ProofError::Length { found: 1 })
    );
}

proptest! {
    #[test]
    fn growing_is_the_same_as_the_definition(
        sizes in (0usize..300, 0usize..300),
        seed in any::<u64>(),
    ) {
        let leaves: Vec<Leaf> = (0..sizes.0 + sizes.1)
            .map(|n| Hash::of(&(seed.wrapping_add(n as u64)).to_le_bytes()))
            .collect();
        let mut range = CompactRange::of(&leaves[..sizes.0]);
        prop_assert_eq!(range.root(), naive_root(&leaves[..sizes.0]));
        range = CompactRange::from_bytes(&range.to_bytes()).unwrap();
        for leaf in &leaves[sizes.0..] {
            range.push(*leaf);
        }
        prop_assert_eq!(range.size(), leaves.len() as u64);
        prop_assert_eq!(range.root(), naive_root(&leaves));
    }

    #[test]
    fn a_changed_proof_does_not_hold(
        (size, index, old) in (2usize..200).prop_flat_map(|n| (Just(n), 0..n, 1..n)),
        at in any::<prop::sample::Index>(),
        bit in 0usize..256,
        change in 0usize..4,
    ) {
        let leaves: Vec<Leaf> = (0..size).map(|n| Hash::leaf(&n.to_le_bytes())).collect();
        let top = root(&leaves);
        let old_root = root(&leaves[..old]);
        let spoil = |proof: &mut Vec<Hash>| match change {
            0 => {
                let at = at.index(proof.len());
                let mut bytes = *proof[at].as_bytes();
                bytes[bit / 8] ^= 1 << (bit % 8);
                proof[at] = Hash::from_bytes(bytes);
            }
            1 => { proof.remove(at.index(proof.len())); }
            2 => { proof.insert(at.index(proof.len() + 1), Hash::of(b"more")); }
            _ => { proof.clear(); }
        };
        let mut proof = inclusion_proof(&leaves, index).unwrap();
        spoil(&mut proof);
        prop_assert!(
            verify_inclusion(&leaves[index], index as u64, size as u64, &top, &proof).is_err()
        );
        let other = (index + 1) % size;
        let honest = inclusion_proof(&leaves, index).unwrap();
        prop_assert!(
            verify_inclusion(&leaves[other], index as u64, size as u64, &top, &honest).is_err()
        );
        let mut proof = consistency_proof(&leaves, old).unwrap();
        spoil(&mut proof);
        prop_assert!(
            verify_consistency(old as u64, &old_root, size as u64, &top, &proof).is_err()
        );
        let honest = consistency_proof(&leaves, old).unwrap();
        prop_assert!(
            verify_consistency(old as u64, &top, size as u64, &top, &honest).is_err()
        );
    }
}
