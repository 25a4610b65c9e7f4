//! Builds the program once and runs it in a folder of its own.

use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The program, built by the cargo that runs the tests.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--package",
                "tanfang-cli",
                "--message-format",
                "json",
            ])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(built.status.success());
        String::from_utf8(built.stdout)
            .unwrap()
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter_map(|line| line["executable"].as_str().map(PathBuf::from))
            .next_back()
            .expect("cargo names the program")
    })
}

pub(crate) fn roster(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../data/rosters")
        .join(name)
}

/// A folder with a store.
pub(crate) struct Desk {
    pub(crate) dir: TempDir,
    pub(crate) day: &'static str,
}

/// What a run gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Reads the standard output as JSON; the run must have gone well.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }

    /// Reads the code of the failure.
    pub(crate) fn failure(&self) -> String {
        let error: Value = serde_json::from_str(&self.err).unwrap();
        assert!(!error["sentence"].as_str().unwrap().is_empty());
        error["code"].as_str().unwrap().to_owned()
    }
}

impl Desk {
    pub(crate) fn new(day: &'static str) -> Self {
        Self {
            dir: TempDir::new().unwrap(),
            day,
        }
    }

    /// Makes a desk with a worker and the clean list.
    pub(crate) fn with_village(day: &'static str, name: &str, role: &str) -> Self {
        let desk = Self::new(day);
        desk.run(&[
            "init",
            "--name",
            name,
            "--role",
            role,
            "--village",
            "石板村",
            "--division",
            "990101001001",
        ])
        .json();
        let list = roster("clean.xlsx");
        desk.run(&["import", list.to_str().unwrap(), "--apply"])
            .json();
        desk
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program());
        command
            .args(["--json", "--day", self.day, "--dir"])
            .arg(self.dir.path().join("store"));
        command
    }

    /// Runs a command with `--json`.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command().args(args).output().unwrap())
    }

    /// Runs a command without `--json`.
    pub(crate) fn plain(&self, args: &[&str]) -> Run {
        let output = Command::new(program())
            .args(["--day", self.day, "--dir"])
            .arg(self.dir.path().join("store"))
            .args(args)
            .output();
        Run::of(output.unwrap())
    }

    /// Runs a visit with a script on the standard input.
    pub(crate) fn visit(&self, home: &str, script: &str) -> Run {
        let mut child = self
            .command()
            .args(["visit", home, "--script", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(script.as_bytes())
            .unwrap();
        Run::of(child.wait_with_output().unwrap())
    }
}
