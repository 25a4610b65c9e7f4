//! What can be typed.

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Tanfang 探访 on the command line.
#[derive(Debug, Parser)]
#[command(name = "tanfang", version, about)]
pub(crate) struct Args {
    /// Folder of the store.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "tanfang-store"
    )]
    pub(crate) dir: PathBuf,
    /// Opens 练习, kept apart in the same folder.
    #[arg(long, global = true)]
    pub(crate) practice: bool,
    /// Stops the clock at a day (10:00) or a minute (`2026-11-20T10:30`), Asia/Shanghai.
    #[arg(long, global = true, value_name = "DAY")]
    pub(crate) day: Option<String>,
    /// Prints the view as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sets up the worker, the roles and the village.
    Init {
        /// Name of the worker.
        #[arg(long)]
        name: String,
        /// Role held, by its English name; may be given several times.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// Name of the village.
        #[arg(long)]
        village: String,
        /// Its 12-digit division code.
        #[arg(long)]
        division: Option<String>,
    },
    /// Shows what a list would change; writes it only with `--apply`.
    Import {
        /// The workbook.
        file: PathBuf,
        /// Applies the list.
        #[arg(long)]
        apply: bool,
        /// Row to leave out, as `sheet/row`; may be given several times.
        #[arg(long)]
        postpone: Vec<String>,
    },
    /// Shows whose home to visit.
    Today {
        /// Orders homes by the way, not by 组.
        #[arg(long)]
        route: bool,
        /// Name, pinyin, phone, group or house number.
        query: Option<String>,
    },
    /// Shows a month: what was done, what is planned on which day, what cannot be.
    Plan {
        /// The month, `2026-11`; without it, the present one.
        month: Option<String>,
    },
    /// Shows what is going on in the place and what it changes.
    Events,
    /// Lists the campaigns, or shows the coverage of one.
    Campaign {
        /// Id of the campaign, or campaign and class as `<id>/<class>`.
        campaign: Option<String>,
    },
    /// Lists what is to be handed in by when.
    Reports,
    /// Lists homes, all or those that match.
    Homes {
        /// Name, pinyin, phone, group or house number.
        query: Option<String>,
    },
    /// Shows one home.
    Home {
        /// Its id, or words that match exactly one home.
        home: String,
    },
    /// Explains a duty or a question.
    Why {
        /// A key that a view gave, or the home whose duties are asked about.
        key: String,
    },
    /// Opens a visit and plays a script of answers into it.
    Visit {
        /// Id of the home, or words that match exactly one.
        home: String,
        /// Script (docs/cli.md); `-` reads it from the standard input.
        #[arg(long, value_name = "FILE")]
        script: Option<PathBuf>,
    },
    /// Writes down that nobody was home.
    Attempt {
        /// Id of the home, or words that match exactly one.
        home: String,
    },
    /// Records 情况变了 of a person.
    Change {
        /// Id of the person.
        person: String,
        /// What changed.
        what: Change,
        /// Day on which it changed.
        #[arg(long, value_name = "DAY")]
        on: String,
    },
    /// Corrects a closed visit; what was written first stays.
    Correct {
        /// Id of the visit.
        visit: String,
        /// The right day.
        #[arg(long = "to-day", value_name = "DAY")]
        to_day: Option<String>,
        /// The visit did not take place at all.
        #[arg(long)]
        void: bool,
        /// Why.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Shows open flags.
    Flags,
    /// Shows a ledger, and writes it where told.
    Ledger {
        /// The ledger.
        #[arg(default_value = "L06")]
        ledger: String,
        /// Month, such as `2026-11`.
        #[arg(long)]
        month: Option<String>,
        /// Writes a workbook.
        #[arg(long, value_name = "FILE")]
        xlsx: Option<PathBuf>,
        /// Writes an A4 page to print.
        #[arg(long, value_name = "FILE")]
        print: Option<PathBuf>,
    },
    /// Makes checklists of other people's forms.
    #[command(subcommand)]
    Checklist(ChecklistCommand),
    /// Shows packs, and what is on this device.
    Settings,
    /// Prints the fact dictionary as JSON.
    Facts,
    /// Judges the facts of a home on `--day` (else today): every scheme for the home and each member, as JSON.
    Hint {
        /// The pack.
        #[arg(long)]
        pack: String,
        /// File of facts (docs/cli.md); `-` reads the standard input.
        #[arg(long, value_name = "FILE")]
        facts: PathBuf,
        /// Folder of a pack that is not built in; must be signed by one of the keys.
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
        /// File of a public key that is trusted; may be given several times.
        #[arg(long = "key", value_name = "FILE")]
        keys: Vec<PathBuf>,
    },
    /// Checks, searches and shows policy packs.
    #[command(subcommand)]
    Pack(PackCommand),
    /// Checks evidence that was handed out; exits with 0 通过, 1 提示, 2 不符, 3 未能判断.
    Verify {
        /// The archive, or the folder it was unpacked into; without it, the store in `--dir`.
        path: Option<PathBuf>,
        /// Whom to believe.
        #[command(flatten)]
        trusted: Trusted,
    },
    /// Hands evidence out; or is the township, which sees the log of a phone and gives it a receipt.
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    /// Looks after the store file.
    #[command(subcommand)]
    Db(DbCommand),
    /// Carries records between stores of one grid.
    #[command(subcommand)]
    Exchange(ExchangeCommand),
}

/// Whom one who checks evidence believes.
#[derive(Debug, Group)]
pub(crate) struct Trusted {
    /// File of public keys of witnesses, one a line; may be given several times.
    #[arg(long = "witness", value_name = "FILE")]
    pub(crate) witnesses: Vec<PathBuf>,
    /// File of public keys of devices that the township has on its list, one a line in hex.
    #[arg(long, value_name = "FILE")]
    pub(crate) enrolled: Option<PathBuf>,
    /// File of a receipt that came beside the archive; may be given several times.
    #[arg(long = "receipt", value_name = "FILE")]
    pub(crate) receipts: Vec<PathBuf>,
}

/// What can be done with evidence.
#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// Hands evidence of this store out: an archive that `tanfang verify` accepts.
    Export {
        /// Where to write it.
        file: PathBuf,
        /// Only of this visit; may be given several times.
        #[arg(long = "visit", value_name = "ID")]
        visits: Vec<String>,
        /// With the originals, not the copies alone.
        #[arg(long)]
        originals: bool,
        /// For whom.
        #[arg(long, default_value = "")]
        to: String,
    },
    /// Keeps what the township saw of this store's log: a receipt, or its public key.
    Receipt {
        /// The file that came back.
        file: PathBuf,
        /// File of public keys that are believed from now on, one a line.
        #[arg(long, value_name = "KEY")]
        by: Option<PathBuf>,
    },
    /// Makes the key of a witness: FILE, and FILE.pub to give to whoever checks.
    Key {
        /// Where to write it.
        file: PathBuf,
        /// Name under which it signs, without spaces.
        #[arg(long)]
        name: String,
    },
    /// Looks at the logs in an archive; signs each that grew from what was seen before.
    Cosign {
        /// The archive, or the folder it was unpacked into.
        archive: PathBuf,
        /// The key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Name under which it signs.
        #[arg(long)]
        name: String,
        /// What was seen before; made if there is none.
        #[arg(long, value_name = "FILE")]
        state: PathBuf,
        /// Where to write the receipt; else it is printed.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// What may have changed of a person.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Change {
    /// 去世.
    Died,
    /// 入住敬老院.
    Institution,
    /// 迁出.
    Moved,
}

/// What can be done with packs.
#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    /// Checks the built-in packs, and those of a folder over them.
    Check {
        /// Folder of one pack, or of several (with `facts.toml` beside them, where it is).
        folder: Option<PathBuf>,
        /// Folder that holds the texts quoted; looks every quote up in its line.
        #[arg(long, value_name = "DIR")]
        sources: Option<PathBuf>,
    },
    /// Looks packs over as a careful colleague would, with `--day` also for what is out of date; exits with 1 while anything is left.
    Lint {
        /// Folder of one pack, or of several (with `facts.toml` beside them, where it is).
        folder: Option<PathBuf>,
        /// Folder that holds the texts quoted; looks every quote up in its line.
        #[arg(long, value_name = "DIR")]
        sources: Option<PathBuf>,
    },
    /// Runs the cases of packs.
    Test {
        /// Folder of one pack, or of several (with `facts.toml` beside them, where it is).
        folder: Option<PathBuf>,
    },
    /// Finds words in all packs: pack, file, line, clause.
    Find {
        /// The words.
        words: String,
        /// Looks only through this pack, with its parents.
        #[arg(long)]
        pack: Option<String>,
    },
    /// Lists rules by pack, clause and cases; exits with 1 while one is missing or has fewer than two cases.
    Rules {
        /// Folder of one pack, or of several.
        folder: Option<PathBuf>,
    },
    /// Explains a rule in plain words: for whom, conditions with clauses, amount, next steps.
    Explain {
        /// Number of a rule, id of a scheme, or its name.
        rule: String,
        /// Only in this pack.
        #[arg(long)]
        pack: Option<String>,
        /// Folder of one pack, or of several.
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Runs two packs over the same invented households and says who would be told something else.
    Diff {
        /// The pack before: an id, or a folder.
        old: PathBuf,
        /// The pack now: an id, or a folder.
        new: PathBuf,
        /// Which pack, where the folders hold several.
        #[arg(long)]
        pack: Option<String>,
        /// How many households.
        #[arg(long, default_value_t = 100_000)]
        households: u32,
        /// Where the dice begin; the same seed gives the same households.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Makes a key for signing packs: FILE, and FILE.pub to publish.
    Keygen {
        /// The file; must be free.
        file: PathBuf,
    },
    /// Signs the pack of a folder; one that does not load or whose cases fail is not signed.
    Sign {
        /// Folder of one pack.
        folder: PathBuf,
        /// File of the secret key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Says whether the pack of a folder is as it was signed, and by whom.
    Verify {
        /// Folder of one pack.
        folder: PathBuf,
        /// File of a public key that is trusted; may be given several times.
        #[arg(long = "key", value_name = "FILE")]
        keys: Vec<PathBuf>,
    },
    /// Shows a pack: layers, dates, hashes, what is not configured.
    Show {
        /// The pack.
        #[arg(default_value = "DEMO-COUNTY")]
        pack: String,
    },
}

/// What can be done with checklists.
#[derive(Debug, Subcommand)]
pub(crate) enum ChecklistCommand {
    /// Takes an `XLSForm` (ODK, Kobo) over: a checklist, what it needs of the dictionary, and what was not taken over, by cell.
    Import {
        /// The workbook.
        file: PathBuf,
        /// Writes `checklists/ID.toml` and `facts-ID.toml` here; else both are printed.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

/// What can be done with the store file.
#[derive(Debug, Subcommand)]
pub(crate) enum DbCommand {
    /// Reads every page of the file.
    Check,
    /// Makes every projection again from the operations.
    Rebuild,
    /// Verifies the chain of operations.
    Verify,
    /// Writes one encrypted backup file.
    Backup {
        /// The file; must be free.
        file: PathBuf,
    },
    /// Opens a backup as a new store in `--dir`.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The recovery code.
        #[arg(long)]
        code: String,
    },
    /// Opens the store in `--dir` without this device's key.
    Recover {
        /// The recovery code.
        #[arg(long)]
        code: String,
    },
    /// Writes the whole store to one encrypted file for a successor.
    HandOver {
        /// The file; must be free.
        file: PathBuf,
        /// Name of the successor.
        #[arg(long, value_name = "NAME")]
        to: String,
    },
    /// Shows what must read the same on both sides for a file for a successor.
    HandOverCheck {
        /// The file.
        file: PathBuf,
    },
    /// Opens a file of a predecessor as a new store in `--dir`.
    TakeOver {
        /// The file.
        file: PathBuf,
        /// The one-time code of the file.
        #[arg(long)]
        code: String,
        /// Name of the successor.
        #[arg(long)]
        name: String,
        /// A role of the successor, by its English name.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
    },
    /// Shows what would be lost with a wipe; removes the store when told the word.
    Wipe {
        /// The word that is shown.
        #[arg(long)]
        word: Option<String>,
    },
    /// Copies what is readable of a damaged store to a new file.
    Repair,
    /// Makes a recovery code, shown once.
    RecoveryCode,
}

/// What can be done with records of other stores.
#[derive(Debug, Subcommand)]
pub(crate) enum ExchangeCommand {
    /// Writes the records of this store to a file; it names people.
    Export {
        /// The file; must be free.
        file: PathBuf,
    },
    /// Takes the records of a file.
    Import {
        /// The file.
        file: PathBuf,
    },
}
