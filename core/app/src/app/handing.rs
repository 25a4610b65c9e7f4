//! Handing over to a successor, taking over, and wiping this phone.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use tanfang_domain::event::{DataClass, Event, GridAssigned, NewOp, Scope, WorkerRole};
use tanfang_domain::people::GridPost;
use tanfang_domain::role::Role;
use tanfang_store::{Author, Beginning, CheckCode, RecoveryCode, Snapshot as Moments, StoreError};
use tanfang_values::{Day, GridId, WorkerId};

use super::db::{GRID, SOFTWARE, Span, WORKER};
use super::first::{name_of, roles_of};
use super::open::Session;
use super::{App, OpenConfig, desktop_ports, errors, kit::Kit};
use crate::error::{ErrorKind, Result};
use crate::ports::Ports;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{HandOverView, Line, Outcome, Screen, SetupInput, Tone, WipeView};

/// Who takes over, as typed and checked.
struct Successor {
    worker: WorkerId,
    name: String,
    roles: BTreeSet<Role>,
    today: Day,
}

impl App {
    /// Opens a new store from a hand-over file, with what a desktop gives.
    pub fn take_over(
        config: OpenConfig,
        from: &Path,
        code: &str,
        input: &SetupInput,
    ) -> Result<Self> {
        let ports = desktop_ports(&config);
        Self::take_over_with(config, ports, from, code, input)
    }

    /// Opens a new store from a hand-over file, with what the device gives.
    ///
    /// The folder must not hold a store yet; `code` is the one-time code of the
    /// old phone. Of `input` only name and roles count: the grid is the file's.
    pub fn take_over_with(
        config: OpenConfig,
        ports: Ports,
        from: &Path,
        code: &str,
        input: &SetupInput,
    ) -> Result<Self> {
        let kit = Kit::builtin()?;
        let session = taken(&kit, &ports, &config.dir, (from, code), input)?;
        Ok(Self {
            config,
            ports,
            kit,
            session: Mutex::new(session),
            tried_again: Mutex::default(),
        })
    }

    /// Takes over in the place of the empty store that is open before 首次打开.
    pub fn take_over_here(&self, from: &Path, code: &str, input: &SetupInput) -> Result<Outcome> {
        let mut session = self.session();
        if session.practice || session.db.is_set_up(&self.kit)? {
            return Err(self.kit.error(ErrorKind::Conflict, "taken_already", &[]));
        }
        // Everything that can be wrong is looked at before the empty store goes.
        let typed = parse(&self.kit, code)?;
        let failed = |error: StoreError| errors::store(&self.kit, &error);
        tanfang_store::hand_over_opens(from, &typed).map_err(failed)?;
        successor(&self.kit, &self.ports, input)?;
        let dir = &self.config.dir;
        session.db.store().let_go().map_err(failed)?;
        let made = Session::wipe_one(&self.kit, &self.ports, dir)
            .and_then(|()| taken(&self.kit, &self.ports, dir, (from, code), input));
        // Whatever went wrong, the app goes on with an open store.
        *session = match made {
            Ok(session) => session,
            Err(error) => {
                *session = Session::open(&self.kit, &self.ports, dir, false)?;
                return Err(error);
            }
        };
        let post = session.db.post(&self.kit)?;
        session.db.checkpoint(&self.ports);
        Ok(Outcome {
            sentence: self.kit.say.texts().format(
                "hand.taken",
                &[
                    ("worker", (&post.worker.name).into()),
                    ("village", (&post.village).into()),
                ],
            ),
            undo: None,
            go: Some(Screen::Today),
            changed: true,
        })
    }

    /// Returns what must read the same on both phones, before a code is typed.
    pub fn hand_over_check(from: &Path) -> Result<HandOverView> {
        let kit = Kit::builtin()?;
        let check =
            tanfang_store::hand_over_check(from).map_err(|error| errors::store(&kit, &error))?;
        Ok(HandOverView {
            sentence: kit.say.texts().get("hand.compare").to_owned(),
            path: Some(from.display().to_string()),
            code: Vec::new(),
            check: groups(check),
        })
    }

    /// Returns what stands on 交给接手的人.
    pub fn hand_over_look(&self) -> Result<HandOverView> {
        let session = self.session();
        self.not_in_practice(&session)?;
        session.db.post(&self.kit)?;
        let texts = self.kit.say.texts();
        let before = session.db.handed_over(&self.kit)?;
        let sentence = match before {
            None => texts.get("hand.look").to_owned(),
            Some((name, day)) => texts.format(
                "hand.look_again",
                &[("name", (&name).into()), ("day", day.into())],
            ),
        };
        Ok(HandOverView {
            sentence,
            path: None,
            code: Vec::new(),
            check: Vec::new(),
        })
    }

    /// Writes the file for the successor; the code it returns is kept nowhere.
    pub fn hand_over(&self, path: &Path, to_name: &str) -> Result<HandOverView> {
        let session = self.session();
        self.not_in_practice(&session)?;
        let name = name_of(&self.kit, to_name)?;
        let made = session
            .db
            .hand_over(&self.kit, &self.ports, (path, &name))?;
        session.db.checkpoint(&self.ports);
        Ok(HandOverView {
            sentence: self
                .kit
                .say
                .texts()
                .format("hand.done", &[("name", (&name).into())]),
            path: Some(path.display().to_string()),
            code: made.code.groups().to_vec(),
            check: groups(made.check),
        })
    }

    /// Returns what wiping would lose, and the word to type.
    pub fn wipe_look(&self) -> Result<WipeView> {
        let mut session = self.session();
        self.not_in_practice(&session)?;
        let look = session
            .db
            .store()
            .wipe_look()
            .map_err(|error| errors::store(&self.kit, &error))?;
        let texts = self.kit.say.texts();
        let line = |words: String, tone| Line {
            text: Say::open(&words),
            tone,
            go: None,
        };
        let mut lines = Vec::new();
        if session.db.is_set_up(&self.kit)? {
            let scene = self.scene(&mut session, Span::Roster)?;
            let now = self.ports.clock.now();
            let held = session.db.held(&self.kit, &scene.snapshot, now)?;
            let homes = texts.format(
                "settings.homes",
                &[
                    ("homes", held.homes.into()),
                    ("people", held.people.into()),
                    ("visits", held.visits.into()),
                ],
            );
            lines.push(line(homes, Tone::Plain));
            let backup = match held.days_since_backup {
                None => texts.get("settings.backup_never").to_owned(),
                Some(0) => texts.get("settings.backup_today").to_owned(),
                Some(n) => texts.format("settings.backup_days", &[("n", n.into())]),
            };
            lines.push(line(backup, Tone::Plain));
        }
        if look.handed_over {
            lines.push(line(texts.get("wipe.handed").to_owned(), Tone::Plain));
        } else if look.not_backed_up > 0 {
            let words = texts.format("wipe.not_backed_up", &[("n", look.not_backed_up.into())]);
            lines.push(line(words, Tone::Amber));
        }
        if look.drafts > 0 {
            let words = texts.format("wipe.drafts", &[("n", look.drafts.into())]);
            lines.push(line(words, Tone::Amber));
        }
        lines.push(line(texts.get("wipe.elsewhere").to_owned(), Tone::Quiet));
        Ok(WipeView {
            sentence: texts.get("wipe.look").to_owned(),
            lines,
            word: texts.get("wipe.word").to_owned(),
        })
    }

    /// Removes everything of this worker from this phone and goes on with an
    /// empty store; `word` is the one that [`App::wipe_look`] gave.
    pub fn wipe(&self, word: &str) -> Result<Outcome> {
        let mut session = self.session();
        self.not_in_practice(&session)?;
        let texts = self.kit.say.texts();
        let wanted = texts.get("wipe.word");
        if word.trim() != wanted {
            let args = [("word", wanted)];
            return Err(self.kit.error(ErrorKind::Invalid, "wipe_word", &args));
        }
        let dir = &self.config.dir;
        session
            .db
            .store()
            .let_go()
            .map_err(|error| errors::store(&self.kit, &error))?;
        let wiped = Session::wipe(&self.kit, &self.ports, dir);
        // Cut short, opening goes on with the wipe before it makes a new store.
        *session = Session::open(&self.kit, &self.ports, dir, false)?;
        wiped?;
        Ok(Outcome {
            sentence: texts.get("wipe.done").to_owned(),
            undo: None,
            go: Some(Screen::First),
            changed: true,
        })
    }

    fn not_in_practice(&self, session: &Session) -> Result<()> {
        if session.practice {
            return Err(self.kit.error(ErrorKind::Conflict, "not_in_practice", &[]));
        }
        Ok(())
    }
}

fn groups(check: CheckCode) -> Vec<String> {
    check.0.into()
}

/// Reads a one-time code; a slip is the same to the worker as another file's code.
fn parse(kit: &Kit, code: &str) -> Result<RecoveryCode> {
    RecoveryCode::parse(code).map_err(|error| {
        tracing::info!(%error, "hand-over code");
        errors::store(kit, &StoreError::WrongHandOverCode)
    })
}

fn successor(kit: &Kit, ports: &Ports, input: &SetupInput) -> Result<Successor> {
    Ok(Successor {
        worker: WorkerId::new(ports.new_id()),
        name: name_of(kit, &input.name)?,
        roles: roles_of(kit, &input.roles)?,
        today: ports.clock.now().day(),
    })
}

fn taken(
    kit: &Kit,
    ports: &Ports,
    dir: &Path,
    (from, code): (&Path, &str),
    input: &SetupInput,
) -> Result<Session> {
    let code = parse(kit, code)?;
    let successor = successor(kit, ports, input)?;
    Session::take_over(kit, ports, dir, (from, &code), |reads, public_key| {
        begin(reads, successor, public_key).map_err(|error| errors::store(kit, &error))
    })
}

/// What the successor writes first: who they are, and that the grid is theirs
/// from today. The roles that the predecessor had beside these stay with them.
fn begin(
    reads: &Moments<'_>,
    successor: Successor,
    public_key: Option<String>,
) -> Result<Beginning, StoreError> {
    let not_ours = || StoreError::BadHandOver {
        reason: "it names no grid",
    };
    let grid = GridId::new(reads.setting(GRID)?.ok_or_else(not_ours)?);
    let known = reads.grids()?.into_iter().find(|known| known.grid == grid);
    let known = known.ok_or_else(not_ours)?;
    let posts = reads.posts()?;
    let mut ops = Vec::new();
    for role in &successor.roles {
        ops.push(NewOp::new(
            Scope::own(),
            Event::WorkerRole(WorkerRole {
                worker: successor.worker.clone(),
                name: successor.name.clone(),
                phone: None,
                role: *role,
                area: Some(known.division.clone()),
                from: successor.today,
                until: None,
            }),
        ));
    }
    for role in &successor.roles {
        let of = |post: &&GridPost| post.grid == grid && post.role == *role;
        let was = posts.iter().filter(of).max_by_key(|post| &post.origin);
        ops.push(NewOp::new(
            Scope::new(grid.clone(), DataClass::Core),
            Event::GridAssigned(GridAssigned {
                grid: grid.clone(),
                name: known.name.clone(),
                division: known.division.clone(),
                worker: Some(successor.worker.clone()),
                role: *role,
                from: successor.today,
                was: was.map(|post| post.origin.op.clone()),
            }),
        ));
    }
    Ok(Beginning {
        settings: vec![(WORKER.to_owned(), successor.worker.as_str().to_owned())],
        author: Author {
            worker: successor.worker,
            software: SOFTWARE.to_owned(),
            public_key,
        },
        ops,
    })
}
