//! `kv check`: whether dumps and logs are sound, what is in them, and cutting a log off where it is not.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use serde::{Deserialize, Serialize};

use crate::applets::kv::persist::PersistError;
use crate::applets::kv::persist::check::{self, FileReport, Repair};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Emit, Page};

const EXAMPLES: &str = "\
Examples:
  # is this dump sound, and what is in it?
  kv check dump.rdb

  # every file of an append-only log
  kv check /var/lib/kv/appendonlydir

  # cut off a command that was not written to its end
  kv check --repair /var/lib/kv/appendonlydir

Exit codes: 0 sound, or repaired; 1 it cannot be read; 2 usage; 3 damaged.";

/// Check dumps and append-only logs
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct CheckArgs {
    /// A dump, a file of a log, or the folder of a log
    #[arg(value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    path: PathBuf,

    /// Cut off the end of a log from where it is damaged
    #[arg(long)]
    repair: bool,
}

impl CheckArgs {
    /// Checks, and tells.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn run(&self, session: &Session) -> Result<Exit, Failure> {
        let repair = if self.repair { Repair::Tail } else { Repair::Never };
        let now = crate::applets::kv::server::now_ms();
        let files = match check::check(&self.path, now, repair, &session.shutdown.token()) {
            Err(PersistError::Interrupted) => return Ok(session.shutdown.interrupted().unwrap_or(Exit::Failed)),
            checked => checked?,
        };
        let is_sound = files.iter().all(|file| file.damage.is_none() || file.cut_bytes > 0);
        session.term.emit(&CheckReport { files })?;
        Ok(if is_sound { Exit::Done } else { Exit::Unmet })
    }
}

/// What was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckReport {
    /// Each file, in the order in which a server reads them.
    pub files: Vec<FileReport>,
}

impl Emit for CheckReport {
    fn text(&self, _page: &Page) -> String {
        let mut text = String::new();
        for file in &self.files {
            let is_neither = file.damage.as_ref().is_some_and(|damage| damage.offset == 0) && file.version.is_none();
            let usual = if is_neither { "neither a dump nor a log" } else { "log" };
            let what = file.version.as_ref().map_or(usual.to_owned(), |version| format!("dump, version {version}"));
            let _ = writeln!(text, "{}: {what}, {} bytes", file.path.display(), file.bytes);
            for (name, value) in &file.about {
                let _ = writeln!(text, "  {name} {value}");
            }
            for (name, tally) in &file.types {
                let _ = writeln!(
                    text,
                    "  {name}: {} keys, {} elements, {} bytes, {} expire, {} have expired",
                    tally.keys, tally.elements, tally.bytes, tally.volatile, tally.expired
                );
            }
            if file.version.is_some() {
                let _ = writeln!(text, "  {} keys in all", file.keys);
            }
            if let Some(announced) = file.announced_keys.filter(|announced| file.keys < *announced / 2) {
                let _ = writeln!(text, "  warning: it was begun with {announced} keys, and {} are in it", file.keys);
            }
            if file.functions > 0 {
                let _ = writeln!(text, "  {} libraries of functions", file.functions);
            }
            for (name, count) in &file.commands {
                let _ = writeln!(text, "  {name}: {count} commands");
            }
            if file.unknown > 0 {
                let _ = writeln!(text, "  {} commands are not known to this server", file.unknown);
            }
            match &file.damage {
                None => text.push_str("  sound\n"),
                Some(damage) => {
                    let _ = writeln!(text, "  damaged at byte {}: {}", damage.offset, damage.what);
                    if file.cut_bytes > 0 {
                        let _ = writeln!(text, "  repaired: {} bytes were cut off", file.cut_bytes);
                    } else if damage.is_tail {
                        let _ =
                            writeln!(text, "  --repair cuts off the {} bytes from there", file.bytes - damage.offset);
                    }
                }
            }
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = ["path", "kind", "name", "count", "elements", "bytes"].map(str::to_owned).to_vec();
        let mut rows = Vec::new();
        for file in &self.files {
            let path = file.path.display().to_string();
            for (name, tally) in &file.types {
                let numbers = [tally.keys, tally.elements, tally.bytes].map(|number| number.to_string());
                rows.push([vec![path.clone(), "type".to_owned(), name.clone()], numbers.to_vec()].concat());
            }
            for (name, count) in &file.commands {
                let row = [path.clone(), "command".to_owned(), name.clone(), count.to_string()];
                rows.push([row.to_vec(), vec![String::new(); 2]].concat());
            }
            if let Some(damage) = &file.damage {
                let row = [path.clone(), "damage".to_owned(), damage.what.clone(), damage.offset.to_string()];
                rows.push([row.to_vec(), vec![String::new(); 2]].concat());
            }
        }
        (header, rows)
    }
}
