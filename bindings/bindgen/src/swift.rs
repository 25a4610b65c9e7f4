//! Generates Swift from the built library; `cargo xtask gen` calls it.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
