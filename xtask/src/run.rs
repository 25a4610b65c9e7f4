//! Running other programs: says what is run, passes their output on as it comes, keeps a copy in a
//! log file, and gives a sign of life when they are silent.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use crate::fail::{Fail, Outcome};
use crate::house::House;

/// After this silence a line says that the program still runs.
const SILENCE: Duration = Duration::from_secs(15);

/// How many of the last lines are repeated when a program fails.
const LAST_LINES: usize = 12;

/// One call of another program.
#[derive(Debug)]
pub(crate) struct Run {
    program: OsString,
    args: Vec<OsString>,
    envs: Vec<(OsString, OsString)>,
    dir: Option<PathBuf>,
    log: Option<String>,
    by_hand: Option<String>,
    inherits_input: bool,
}

impl Run {
    /// Begins a call of `program`, found on the PATH or by its path.
    pub(crate) fn new(program: impl Into<OsString>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            envs: Vec::new(),
            dir: None,
            log: None,
            by_hand: None,
            inherits_input: false,
        }
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Adds several arguments.
    pub(crate) fn args<I, A>(mut self, args: I) -> Self
    where
        I: IntoIterator<Item = A>,
        A: Into<OsString>,
    {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets one environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.envs.push((name.into(), value.into()));
        self
    }

    /// Runs in this folder instead of the top of the checkout.
    pub(crate) fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// Names the log file `target/xtask/NAME.log`.
    pub(crate) fn log(mut self, name: &str) -> Self {
        self.log = Some(name.to_owned());
        self
    }

    /// Says what a person can do when this fails.
    pub(crate) fn by_hand(mut self, how: impl Into<String>) -> Self {
        self.by_hand = Some(how.into());
        self
    }

    /// Lets the program read from the terminal (sudo asks for a password).
    pub(crate) fn with_input(mut self) -> Self {
        self.inherits_input = true;
        self
    }

    /// Returns the call as one would type it at the top of the checkout.
    fn shown(&self, house: &House) -> String {
        let mut words = vec![word(&self.program)];
        words.extend(self.args.iter().map(word));
        let top = format!("{}/", house.root.display());
        words.join(" ").replace(&top, "")
    }

    fn command(&self, house: &House) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.args)
            .current_dir(self.dir.as_ref().unwrap_or(&house.root));
        // The folder is fixed: Maven and Swift take the library from there.
        command.env("CARGO_TARGET_DIR", &house.target);
        for (name, value) in &self.envs {
            command.env(name, value);
        }
        command.stdin(if self.inherits_input {
            Stdio::inherit()
        } else {
            Stdio::null()
        });
        command
    }

    fn cannot_start(&self, why: &std::io::Error) -> Fail {
        let fail = Fail::new(format!(
            "could not start `{}`: {why}",
            self.program.to_string_lossy()
        ));
        match &self.by_hand {
            Some(how) => fail.by_hand(how.clone()),
            None => fail,
        }
    }

    /// Runs the program to its end, passing its output on; anything but exit code 0 is an error.
    pub(crate) fn run(&self, house: &House) -> Outcome<()> {
        let place = self
            .dir
            .as_ref()
            .filter(|dir| **dir != house.root)
            .map(|dir| format!("   (in {})", house.short(dir)))
            .unwrap_or_default();
        say(&format!("  $ {}{place}", self.shown(house)));
        let began = Instant::now();
        let mut command = self.command(house);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|why| self.cannot_start(&why))?;
        let tap = Arc::new(Tap::open(house, self.log.as_deref(), &self.shown(house))?);
        let (done, both_done) = mpsc::channel();
        if let Some(out) = child.stdout.take() {
            follow(out, false, Arc::clone(&tap), done.clone());
        }
        if let Some(err) = child.stderr.take() {
            follow(err, true, Arc::clone(&tap), done);
        }
        let status = wait(&mut child, &tap, &self.program.to_string_lossy())
            .map_err(|why| self.cannot_start(&why))?;
        // A helper process that the program left behind may keep the pipe open for hours.
        for _ in 0..2 {
            if both_done.recv_timeout(Duration::from_secs(2)).is_err() {
                break;
            }
        }
        let seconds = began.elapsed().as_secs_f64();
        if status.success() {
            say(&format!("  done in {seconds:.1} s"));
            return Ok(());
        }
        let mut what = format!("`{}` ended with {}", self.shown(house), ending(status));
        if let Some(log) = &tap.path {
            what.push_str("; its whole output is in ");
            what.push_str(&house.short(log));
        }
        let last = tap.last_lines();
        if !last.is_empty() {
            what.push_str("\n    | ");
            what.push_str(&last.join("\n    | "));
        }
        let fail = Fail::new(what);
        Err(match &self.by_hand {
            Some(how) => fail.by_hand(how.clone()),
            None => fail,
        })
    }

    /// Runs the program quietly and returns what it wrote, or `None` if it failed or is not there.
    pub(crate) fn ask(&self, house: &House) -> Option<String> {
        let output = self
            .command(house)
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        if text.trim().is_empty() {
            text = String::from_utf8_lossy(&output.stderr).into_owned();
        }
        Some(text)
    }
}

impl Run {
    /// Runs the program without showing what it writes (it may name people) and returns it.
    pub(crate) fn quiet(&self, house: &House) -> Outcome<String> {
        say(&format!("  $ {}", self.shown(house)));
        let output = self
            .command(house)
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .output()
            .map_err(|why| self.cannot_start(&why))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(Fail::new(format!(
            "`{}` ended with {}",
            self.shown(house),
            ending(output.status)
        ))
        .by_hand("the same command shows what it says"))
    }
}

/// Prints one line at once.
pub(crate) fn say(line: &str) {
    if cfg!(test) {
        // The test harness keeps what this prints; an echo of a table in the gate's own output misleads.
        println!("{line}");
        return;
    }
    let mut out = std::io::stdout().lock();
    // Nobody is left to tell when the terminal is gone.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Reports whether a command of this name is on the PATH.
pub(crate) fn has_command(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(name).is_file()))
}

fn word(word: &OsString) -> String {
    let text = word.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%~^".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn ending(status: ExitStatus) -> String {
    status.code().map_or_else(
        || "a signal (killed, or out of memory)".to_owned(),
        |code| format!("exit code {code}"),
    )
}

/// Where the output of a program goes: the terminal, the log file, the memory of the last lines.
struct Tap {
    path: Option<PathBuf>,
    file: Mutex<Option<File>>,
    tail: Mutex<Vec<u8>>,
    began: Instant,
    /// Milliseconds after `began` of the last sign of life.
    heard: AtomicU64,
}

impl Tap {
    fn open(house: &House, log: Option<&str>, shown: &str) -> Outcome<Self> {
        let mut path = None;
        let mut file = None;
        if let Some(name) = log {
            let folder = house.logs();
            std::fs::create_dir_all(&folder)
                .map_err(|why| Fail::file("make the folder", &folder, &why))?;
            let at = folder.join(format!("{name}.log"));
            let mut opened =
                File::create(&at).map_err(|why| Fail::file("write the log", &at, &why))?;
            writeln!(opened, "$ {shown}").map_err(|why| Fail::file("write the log", &at, &why))?;
            path = Some(at);
            file = Some(opened);
        }
        Ok(Self {
            path,
            file: Mutex::new(file),
            tail: Mutex::new(Vec::new()),
            began: Instant::now(),
            heard: AtomicU64::new(0),
        })
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn take(&self, bytes: &[u8], is_error: bool) {
        self.heard.store(self.now(), Ordering::Relaxed);
        if cfg!(test) {
            print!("{}", String::from_utf8_lossy(bytes));
        } else if is_error {
            let mut err = std::io::stderr().lock();
            let _ = err.write_all(bytes);
            let _ = err.flush();
        } else {
            let mut out = std::io::stdout().lock();
            let _ = out.write_all(bytes);
            let _ = out.flush();
        }
        if let Ok(mut file) = self.file.lock()
            && let Some(file) = file.as_mut()
        {
            // A log that cannot be written is no reason to stop the work itself.
            let _ = file.write_all(bytes);
        }
        if let Ok(mut tail) = self.tail.lock() {
            tail.extend_from_slice(bytes);
            let keep = 16 * 1024;
            if tail.len() > 2 * keep {
                let cut = tail.len() - keep;
                tail.drain(..cut);
            }
        }
    }

    fn last_lines(&self) -> Vec<String> {
        let Ok(tail) = self.tail.lock() else {
            return Vec::new();
        };
        let text = String::from_utf8_lossy(&tail);
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        lines
            .iter()
            .skip(lines.len().saturating_sub(LAST_LINES))
            .map(|line| (*line).to_owned())
            .collect()
    }
}

fn follow(
    mut from: impl Read + Send + 'static,
    is_error: bool,
    tap: Arc<Tap>,
    done: mpsc::Sender<()>,
) {
    std::thread::spawn(move || {
        let mut buffer = [0_u8; 8192];
        while let Ok(read) = from.read(&mut buffer) {
            match buffer.get(..read) {
                Some(bytes) if !bytes.is_empty() => tap.take(bytes, is_error),
                _ => break,
            }
        }
        // The other side has stopped waiting if this fails.
        let _ = done.send(());
    });
}

fn wait(child: &mut Child, tap: &Tap, name: &str) -> std::io::Result<ExitStatus> {
    let mut pause = Duration::from_millis(5);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(200));
        let silent = tap.now().saturating_sub(tap.heard.load(Ordering::Relaxed));
        if u128::from(silent) >= SILENCE.as_millis() {
            tap.heard.store(tap.now(), Ordering::Relaxed);
            say(&format!(
                "  … {name} is still at work ({} s)",
                tap.began.elapsed().as_secs()
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(dir: &std::path::Path) -> House {
        House {
            root: dir.to_path_buf(),
            target: dir.join("target"),
            cache: dir.join("cache"),
            offline: true,
            began: Instant::now(),
        }
    }

    fn place(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        dir
    }

    #[test]
    fn a_failing_program_names_its_log_and_last_lines() {
        let dir = place("run-fails");
        let fail = Run::new("sh")
            .args(["-c", "echo first; echo last >&2; exit 3"])
            .log("sample")
            .by_hand("try again")
            .run(&house(&dir))
            .unwrap_err();
        assert!(fail.what.contains("exit code 3"), "{fail}");
        assert!(fail.what.contains("target/xtask/sample.log"), "{fail}");
        assert!(fail.what.contains("| last"), "{fail}");
        assert_eq!(fail.by_hand.as_deref(), Some("try again"));
        let log = std::fs::read_to_string(dir.join("target/xtask/sample.log")).unwrap();
        assert!(log.contains("first") && log.contains("last"), "{log}");
        std::fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_missing_program_is_an_error_in_words() {
        let dir = place("run-missing");
        let fail = Run::new("tanfang-no-such-program")
            .run(&house(&dir))
            .unwrap_err();
        assert!(fail.what.contains("could not start"), "{fail}");
        std::fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_process_left_behind_does_not_hold_the_task() {
        let dir = place("run-behind");
        let began = Instant::now();
        Run::new("sh")
            .args(["-c", "sleep 60 & exit 0"])
            .run(&house(&dir))
            .unwrap();
        assert!(began.elapsed() < Duration::from_secs(30));
        std::fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        let house = house(std::path::Path::new("/top"));
        let run = Run::new("echo").arg("a b").arg("/top/c");
        assert_eq!(run.shown(&house), "echo 'a b' c");
    }
}
