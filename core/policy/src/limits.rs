//! What a pack may cost at most, checked when it is loaded.
//!
//! A pack is downloaded data on a small phone: whatever it holds, loading and
//! evaluating it must end soon and never exhaust the stack.

/// Bytes of all rules of one pack together, and again of all its texts: sentences
/// (`texts/`) are not evaluated, so they do not take room from the rules.
pub const PACK_BYTES: usize = 256 * 1024;
/// Bytes of one expression.
pub const EXPR_BYTES: usize = 4 * 1024;
/// Nesting of one expression.
pub const EXPR_DEPTH: usize = 64;
/// Nodes of all expressions of a pack and its parents together.
pub const PACK_NODES: usize = 20_000;
/// Items of one list, such as the members of a home.
pub const LIST_ITEMS: u32 = 30;
/// Cells of one decision table.
pub const TABLE_CELLS: usize = 10_000;
/// Steps that evaluating one expression once may take: nodes, times items where lists nest.
pub const EXPR_STEPS: u64 = 1_000_000;
/// Steps that judging a full home by everything in a pack may take: each rule
/// once a home, rules about persons once a member.
pub const PACK_STEPS: u64 = 100_000_000;
/// Nesting of an expression together with everything it refers to.
pub const REFERENCE_DEPTH: usize = 160;
