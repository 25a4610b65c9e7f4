//! Writes a folder a fraud: the archive as it would be handed out, the key of the township, and
//! what `tanfang verify` must say of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::path::Path;
use tanfang_frauds::fraud;

fn main() {
    let Some(folder) = std::env::args().nth(1) else {
        println!("make-frauds FOLDER");
        return;
    };
    let variants = fraud::variants(20).map(|(_, fraud)| fraud);
    for mut fraud in fraud::table().into_iter().chain(variants) {
        let root = Path::new(&folder).join(&fraud.name);
        for (path, bytes) in fraud::files(&mut fraud) {
            let path = match path.strip_prefix("../") {
                Some(beside) => root.join(beside),
                None => root.join("archive").join(path),
            };
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let key = fraud.township.key().to_text().unwrap();
        std::fs::write(root.join("township.pub"), format!("{key}\n")).unwrap();
        println!("{}", root.display());
    }
}
