//! The Android step: Android's own libraries made into what Maven can use, and the shell's tests.
//!
//! An `.aar` is a zip with classes and resources. Maven fetches the ones that
//! `android/app/libs/pom.xml` lists; here their classes become one `libs.jar`, their resources with
//! the app's own become `base.apk`, which Robolectric reads, and the R classes between them. All of
//! it lies in `target/android` and is made again only when something it depends on changed. No
//! Android machine code is built: the tests run over the desktop's library.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::fail::{Fail, Outcome};
use crate::generate;
use crate::house::House;
use crate::run::{Run, say};
use crate::test::maven;

/// Raised whenever the output for the same input changes.
const RECIPE: &str = "1";

/// The package of the app, which the source manifest leaves to the build.
const PACKAGE: &str = "cn.tanfang.phone";

/// The oldest and the newest Android the app is made for.
const SDKS: (&str, &str) = ("26", "35");

/// The frameworks the tests run on: Android 8.0 and 14.
///
/// Robolectric would fetch them while testing, with a client of its own; from the local repository
/// it takes them as they are.
const FRAMEWORKS: &[&str] = &["8.0.0_r4-robolectric-r1-i7", "14-robolectric-10818077-i7"];

const DEPENDENCY_PLUGIN: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

/// Builds the shell and runs its tests.
pub(crate) fn test(house: &House) -> Outcome<Run> {
    frameworks(house)?;
    libs(house)?;
    Ok(maven(
        house,
        &["-Pandroid", "-pl", "bindings/kotlin,android/app", "test"],
    )?
    .log("android-tests"))
}

/// Gets the frameworks into the local repository of Maven.
fn frameworks(house: &House) -> Outcome<()> {
    for version in FRAMEWORKS {
        let artifact = format!("org.robolectric:android-all-instrumented:{version}");
        maven(house, &["-q", "-N"])?
            .arg(format!("{DEPENDENCY_PLUGIN}:get"))
            .args([
                "-Dtransitive=false".to_owned(),
                format!("-Dartifact={artifact}"),
            ])
            .log("android-frameworks")
            .run(house)?;
    }
    Ok(())
}

/// Makes `libs.jar`, `base.apk` and the whole manifest, unless they are there already.
fn libs(house: &House) -> Outcome<()> {
    let place = house.target.join("android");
    let key = key(house)?;
    let stamp = place.join("libs.sha256");
    let made = std::fs::read_to_string(&stamp).is_ok_and(|old| old.trim() == key)
        && place.join("libs.jar").is_file()
        && place.join("base.apk").is_file();
    if made {
        say("  Android's libraries unchanged: libs.jar and base.apk are kept");
        return Ok(());
    }
    empty(&place)?;
    let downloads = place.join("downloads");
    let mut run = Run::new("mvn").args(["-B", "-ntp", "-q", "-f", "android/app/libs/pom.xml"]);
    if house.offline {
        run = run.arg("-o");
    }
    run.arg(format!("{DEPENDENCY_PLUGIN}:copy-dependencies"))
        .arg(joined("-DoutputDirectory=", &downloads))
        .arg("-Dmdep.prependGroupId=true")
        .log("android-libs")
        .by_hand("if Maven could not fetch a library: look at the network, then run the same command again")
        .run(house)?;
    let mut work = Work::new(place.clone())?;
    for archive in files(&downloads)? {
        work.take(&archive)?;
    }
    work.link(house)?;
    let entries = work.close()?;
    say(&format!(
        "  target/android/libs.jar: {entries} entries; base.apk"
    ));
    std::fs::write(&stamp, format!("{key}\n")).map_err(|why| Fail::file("write", &stamp, &why))
}

/// Hashes all that the output depends on.
fn key(house: &House) -> Outcome<String> {
    let app = house.root.join("android/app");
    let mut inputs = vec![
        app.join("libs/pom.xml"),
        app.join("src/main/AndroidManifest.xml"),
    ];
    inputs.extend(files(&app.join("src/main/res"))?);
    inputs.extend(files(&generate::android_res(house))?);
    let mut hasher = Sha256::new();
    hasher.update(RECIPE);
    for file in inputs {
        let bytes = read(&file)?;
        hasher.update(house.short(&file));
        hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(&bytes);
    }
    Ok(hex::encode(hasher.finalize()))
}

/// What is being made of the archives.
struct Work {
    place: PathBuf,
    jar: ZipWriter<File>,
    seen: BTreeSet<String>,
    /// The packages that want an R class, and the folders of resources.
    packages: BTreeSet<String>,
    resources: Vec<PathBuf>,
    framework: Option<PathBuf>,
}

impl Work {
    fn new(place: PathBuf) -> Outcome<Self> {
        let path = place.join("libs.jar");
        let file = File::create(&path).map_err(|why| Fail::file("write", &path, &why))?;
        Ok(Self {
            place,
            jar: ZipWriter::new(file),
            seen: BTreeSet::new(),
            packages: BTreeSet::new(),
            resources: Vec::new(),
            framework: None,
        })
    }

    /// Takes the classes and resources of one download.
    fn take(&mut self, archive: &Path) -> Outcome<()> {
        let name = archive
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("org.robolectric.android-all") {
            self.framework = Some(archive.to_owned());
            return Ok(());
        }
        if archive.extension().is_some_and(|end| end == "jar") {
            return self.classes(open(archive)?, archive);
        }
        let mut aar = open(archive)?;
        if let Some(jar) = entry(&mut aar, "classes.jar") {
            let jar = ZipArchive::new(Cursor::new(jar)).map_err(|why| bad(archive, &why))?;
            self.classes(jar, archive)?;
        }
        let has_names = entry(&mut aar, "R.txt")
            .is_some_and(|names| names.iter().any(|byte| !byte.is_ascii_whitespace()));
        if !has_names {
            return Ok(());
        }
        let manifest = entry(&mut aar, "AndroidManifest.xml").unwrap_or_default();
        let package = package(&String::from_utf8_lossy(&manifest))
            .ok_or_else(|| Fail::new(format!("{} names no package", archive.display())))?;
        self.packages.insert(package);
        let folder = self.place.join("res").join(&name);
        if unpack_resources(&mut aar, &folder, archive)? {
            self.resources.push(folder.join("res"));
        }
        Ok(())
    }

    /// Adds every class of a jar that no earlier one had.
    fn classes<R: Read + Seek>(&mut self, mut jar: ZipArchive<R>, of: &Path) -> Outcome<()> {
        for index in 0..jar.len() {
            let file = jar.by_index_raw(index).map_err(|why| bad(of, &why))?;
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            let wanted = !file.is_dir() && name != "META-INF/MANIFEST.MF";
            if wanted && self.seen.insert(name) {
                self.jar.raw_copy_file(file).map_err(|why| bad(of, &why))?;
            }
        }
        Ok(())
    }

    /// Links all resources to `base.apk` and adds the R classes.
    fn link(&mut self, house: &House) -> Outcome<()> {
        let framework = self.framework.clone().ok_or_else(|| {
            Fail::new("android/app/libs/pom.xml lists no org.robolectric:android-all")
        })?;
        let app = house.root.join("android/app/src/main");
        let flat = self.place.join("flat");
        make_folder(&flat)?;
        self.resources.push(app.join("res"));
        self.resources.push(generate::android_res(house));
        let mut compiled = Vec::new();
        for (number, folder) in self.resources.iter().enumerate() {
            let out = flat.join(format!("{number:03}.zip"));
            Run::new("aapt2")
                .args(["compile", "--dir"])
                .arg(folder)
                .arg("-o")
                .arg(&out)
                .quiet(house)?;
            compiled.push(out);
        }
        let source = app.join("AndroidManifest.xml");
        let manifest = self.place.join("AndroidManifest.xml");
        let text = String::from_utf8_lossy(&read(&source)?).into_owned();
        write(&manifest, with_package(&text).as_bytes())?;
        let java = self.place.join("java");
        let packages: Vec<&str> = self.packages.iter().map(String::as_str).collect();
        Run::new("aapt2")
            // Debian's aapt2 does not know <queries> yet: what it does not know is a warning.
            .args([
                "link",
                "--auto-add-overlay",
                "--warn-manifest-validation",
                "-o",
            ])
            .arg(self.place.join("base.apk"))
            .arg("-I")
            .arg(&framework)
            .arg("--manifest")
            .arg(&manifest)
            .arg("--java")
            .arg(&java)
            .arg("--extra-packages")
            .arg(packages.join(":"))
            .args(["--min-sdk-version", SDKS.0, "--target-sdk-version", SDKS.1])
            .args(compiled)
            .log("android-link")
            .run(house)?;
        let classes = self.place.join("r");
        Run::new("javac")
            .args(["-nowarn", "-d"])
            .arg(&classes)
            .args(files(&java)?)
            .quiet(house)?;
        for file in files(&classes)? {
            let name = file
                .strip_prefix(&classes)
                .unwrap_or(&file)
                .to_string_lossy()
                .into_owned();
            self.jar
                .start_file(name, SimpleFileOptions::default())
                .map_err(|why| bad(&file, &why))?;
            self.jar
                .write_all(&read(&file)?)
                .map_err(|why| Fail::file("write libs.jar from", &file, &why))?;
        }
        Ok(())
    }

    fn close(self) -> Outcome<usize> {
        let path = self.place.join("libs.jar");
        self.jar.finish().map_err(|why| bad(&path, &why))?;
        Ok(self.seen.len())
    }
}

/// Writes the resources of an archive below a folder; reports whether there were any.
fn unpack_resources<R: Read + Seek>(
    aar: &mut ZipArchive<R>,
    folder: &Path,
    of: &Path,
) -> Outcome<bool> {
    let mut any = false;
    for index in 0..aar.len() {
        let mut file = aar.by_index(index).map_err(|why| bad(of, &why))?;
        // A name that leads out of the folder is none.
        let Some(name) = file.enclosed_name() else {
            continue;
        };
        if file.is_dir() || !name.starts_with("res") {
            continue;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .map_err(|why| Fail::file("unpack", of, &why))?;
        write(&folder.join(name), &bytes)?;
        any = true;
    }
    Ok(any)
}

/// Returns the package a library's manifest names.
fn package(manifest: &str) -> Option<String> {
    let (_, rest) = manifest.split_once("package=\"")?;
    let (package, _) = rest.split_once('"')?;
    Some(package.to_owned())
}

/// Returns the app's manifest with what Gradle would add to it.
fn with_package(manifest: &str) -> String {
    manifest.replacen(
        "<manifest ",
        &format!("<manifest package=\"{PACKAGE}\" android:versionCode=\"1\" android:versionName=\"0.1.0\" "),
        1,
    )
}

fn open(path: &Path) -> Outcome<ZipArchive<BufReader<File>>> {
    let file = File::open(path).map_err(|why| Fail::file("read", path, &why))?;
    ZipArchive::new(BufReader::new(file)).map_err(|why| bad(path, &why))
}

/// Returns the bytes of an entry, if the archive has it.
fn entry<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Option<Vec<u8>> {
    let mut file = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn bad(path: &Path, why: &zip::result::ZipError) -> Fail {
    Fail::new(format!("{}: {why}", path.display()))
        .by_hand("remove target/android and run the same command again")
}

fn joined(prefix: &str, path: &Path) -> std::ffi::OsString {
    let mut word = std::ffi::OsString::from(prefix);
    word.push(path);
    word
}

/// Lists all files below a folder, sorted; none when it is not there.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        let fail = |why: std::io::Error| Fail::file("read the folder", &folder, &why);
        for entry in std::fs::read_dir(&folder).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn empty(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|why| Fail::file("empty", folder, &why))?;
    }
    make_folder(folder)
}

fn make_folder(folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder).map_err(|why| Fail::file("make the folder", folder, &why))
}

fn read(file: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(file).map_err(|why| Fail::file("read", file, &why))
}

fn write(file: &Path, bytes: &[u8]) -> Outcome<()> {
    if let Some(folder) = file.parent() {
        make_folder(folder)?;
    }
    std::fs::write(file, bytes).map_err(|why| Fail::file("write", file, &why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        std::fs::read_to_string(root.join(path)).unwrap()
    }

    /// Returns what stands in the element `<name.version>` of a pom.
    fn property(pom: &str, name: &str) -> String {
        let open = format!("<{name}.version>");
        let (_, rest) = pom.split_once(&open).unwrap_or_else(|| panic!("{name}"));
        rest.split_once('<').unwrap().0.to_owned()
    }

    #[test]
    fn the_phone_build_uses_the_versions_that_are_tested() {
        let catalog: toml::Table = source("android/gradle/libs.versions.toml").parse().unwrap();
        let top = source("pom.xml");
        let libs = source("android/app/libs/pom.xml");
        let mut compared = 0;
        for (name, version) in catalog["versions"].as_table().unwrap() {
            let tested = match name.as_str() {
                // Gradle's own plugin stands in no pom.
                "agp" => continue,
                "kotlin" | "coroutines" | "jna" => property(&top, name),
                "zxing" => {
                    let (_, rest) = top
                        .split_once("<artifactId>core</artifactId><version>")
                        .unwrap();
                    rest.split_once('<').unwrap().0.to_owned()
                }
                other => property(&libs, other),
            };
            assert_eq!(version.as_str().unwrap(), tested, "{name}");
            compared += 1;
        }
        assert!(compared >= 7);
    }

    #[test]
    fn the_screens_and_android_have_one_kotlin_runtime_of_compose() {
        let top = source("pom.xml");
        let libs = source("android/app/libs/pom.xml");
        assert_eq!(
            property(&top, "androidx.runtime"),
            property(&libs, "compose")
        );
        assert_eq!(
            property(&top, "androidx.lifecycle"),
            property(&libs, "lifecycle")
        );
    }

    #[test]
    fn the_manifest_asks_for_nothing_but_the_place_and_that_not_in_the_background() {
        let manifest = source("android/app/src/main/AndroidManifest.xml");
        let asked = manifest
            .lines()
            .filter(|line| line.contains("uses-permission"));
        let asked: Vec<&str> = asked.filter_map(|line| line.split('"').nth(1)).collect();
        assert_eq!(
            asked,
            [
                "android.permission.ACCESS_COARSE_LOCATION",
                "android.permission.ACCESS_FINE_LOCATION"
            ]
        );
        assert!(manifest.contains("android:allowBackup=\"false\""));
        assert!(with_package(&manifest).contains(&format!("package=\"{PACKAGE}\"")));
    }

    #[test]
    fn a_package_is_read_from_a_manifest() {
        let text = "<manifest xmlns:a=\"x\" package=\"androidx.core\"><uses-sdk/></manifest>";
        assert_eq!(package(text).as_deref(), Some("androidx.core"));
        assert_eq!(package("<manifest/>"), None);
    }
}
