//! The files of the checkout.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One file of the checkout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path from the top of the checkout, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
}

impl File {
    /// Returns the ending of the name, without the dot.
    pub fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// Reports whether the file holds tests only, by the folder or the name it has.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.contains("/src/test/")
            || self.path.contains("/Tests/")
            || self.path.contains("/benches/")
            || self.path.contains("/examples/")
            || name == "tests.rs"
            || name.ends_with("_tests.rs")
            || name.ends_with("_test.rs")
    }
}

/// Holds the files of one checkout.
#[derive(Debug, Clone)]
pub struct Tree {
    root: PathBuf,
    files: Vec<File>,
}

impl Tree {
    /// Returns the checkout that this crate stands in: what git tracks or would track.
    ///
    /// # Errors
    /// A message when git is not there or the folder is no checkout.
    pub fn here() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root
            .canonicalize()
            .map_err(|why| format!("{}: {why}", root.display()))?;
        let output = Command::new("git")
            .args([
                "-c",
                "safe.directory=*",
                "ls-files",
                "-z",
                "--cached",
                "--others",
            ])
            .arg("--exclude-standard")
            .current_dir(&root)
            .output()
            .map_err(|why| format!("git, which lists the files of the checkout: {why}"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let mut files = Vec::new();
        for name in output.stdout.split(|byte| *byte == 0) {
            let path = String::from_utf8_lossy(name).into_owned();
            // A file that is tracked but deleted in the work tree is no longer of the checkout.
            let Ok(meta) = std::fs::metadata(root.join(&path)) else {
                continue;
            };
            if meta.is_file() {
                files.push(File {
                    path,
                    bytes: meta.len(),
                });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup();
        Ok(Self { root, files })
    }

    /// Returns the top folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns all files, by path.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// Returns the files whose path begins with `under` and ends with one of `endings`.
    pub fn find<'a>(
        &'a self,
        under: &'a str,
        endings: &'a [&'a str],
    ) -> impl Iterator<Item = &'a File> {
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(under) && endings.contains(&file.ending()))
    }

    /// Reads a file of the checkout as text.
    ///
    /// # Errors
    /// A message that names the file.
    pub fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(self.root.join(path)).map_err(|why| format!("{path}: {why}"))
    }

    /// Reports whether a path, file or folder, exists.
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }
}
