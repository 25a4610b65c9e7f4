//! `tanfang-scan`: searches folders for what a roster says about people.

use std::path::PathBuf;
use std::process::ExitCode;

use tanfang_scan::{Kind, Secrets, look};

const USAGE: &str = "tanfang-scan --roster R.xlsx|R.csv... --look FOLDER... [--allow ENDING...]";

fn go() -> Result<bool, String> {
    let mut secrets = Secrets::default();
    let mut folders = Vec::new();
    let mut allow = Vec::new();
    let mut option = String::new();
    for word in std::env::args().skip(1) {
        if word.starts_with("--") {
            option = word;
            continue;
        }
        match option.as_str() {
            "--roster" => secrets.add_list(&PathBuf::from(word))?,
            "--look" => folders.push(PathBuf::from(word)),
            "--allow" => allow.push(word),
            _ => return Err(format!("usage: {USAGE}")),
        }
    }
    let (names, ids, phones) = (
        secrets.count(Kind::Name),
        secrets.count(Kind::IdNumber),
        secrets.count(Kind::Phone),
    );
    if names == 0 || ids == 0 || phones == 0 || folders.is_empty() {
        return Err(format!(
            "nothing to search with: {names} names, {ids} identity numbers, {phones} phone numbers, {} folders\nusage: {USAGE}",
            folders.len()
        ));
    }
    let looked = look(&secrets, &folders, &allow)?;
    println!(
        "searched {} files ({} bytes) for {names} names, {ids} identity numbers and {phones} phone numbers; {} chosen exports left out",
        looked.files, looked.bytes, looked.allowed
    );
    for found in &looked.found {
        match found.at {
            Some(at) => println!("{} at byte {at}: {}", found.path.display(), found.what),
            None => println!("{}: {}", found.path.display(), found.what),
        }
    }
    println!("found {}", looked.found.len());
    Ok(looked.found.is_empty())
}

fn main() -> ExitCode {
    match go() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}
