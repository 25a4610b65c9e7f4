//! Writes one scene, or one variant of it, to look at: `tanfang-scenes SEED WIDTH HEIGHT FILE [VARIANT]`.

use tanfang_scenes::{Jpeg, Variant, plain, scene};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [seed, width, height, file, rest @ ..] = words.as_slice() else {
        let names: Vec<&str> = Variant::ALL.iter().map(|variant| variant.name()).collect();
        return Err(format!(
            "tanfang-scenes SEED WIDTH HEIGHT FILE [plain|{}]",
            names.join("|")
        )
        .into());
    };
    let (seed, width, height) = (seed.parse()?, width.parse()?, height.parse()?);
    let mut image = scene(seed, width, height);
    for name in rest {
        image = match Variant::ALL.iter().find(|variant| variant.name() == name) {
            Some(variant) => variant.of(&image, seed),
            None if name == "plain" => plain(seed, width, height),
            None => return Err(format!("no variant is called {name}").into()),
        };
    }
    std::fs::write(file, Jpeg::quality(88).bytes(&image)?)?;
    Ok(())
}
