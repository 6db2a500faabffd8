//! `kv convert`: a dump as another version of the format, or as JSON.

use std::io::ErrorKind;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::applets::kv::persist::PersistError;
use crate::applets::kv::persist::convert::{self, Target, VERSIONS};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # a dump of Redis 7.2 for a server of version 5 or 6
  kv convert dump.rdb --to 9 --into old.rdb

  # for Valkey 9
  kv convert dump.rdb --to valkey80 --into valkey.rdb

  # a document a line for each key
  kv convert dump.rdb --to json --into dump.jsonl

Versions: 9 Redis 5 to 6.2, 10 Redis 7.0, 11 Redis 7.2 and Valkey 7 to 8,
12 Redis 7.4 and 8, valkey80 Valkey 9.

Exit codes: 0 done, 1 the dump is damaged or holds what the version cannot,
2 usage.";

/// Turn a dump into one of another version, or into JSON
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct ConvertArgs {
    /// The dump
    #[arg(value_name = "DUMP", value_hint = ValueHint::FilePath)]
    dump: PathBuf,

    /// What it becomes
    #[arg(long, value_name = "VERSION", value_parser = ["9", "10", "11", "12", "valkey80", "json"])]
    to: String,

    /// Where to; the dump itself stays as it is
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    into: PathBuf,

    /// Replace the file of --into where there is one
    #[arg(long)]
    overwrite: bool,
}

impl ConvertArgs {
    /// Converts.
    ///
    /// # Errors
    /// A damaged dump, something the version cannot hold, a full disk.
    pub fn run(&self, session: &Session) -> Result<Exit, Failure> {
        let target = VERSIONS.iter().find(|(name, _)| *name == self.to).map_or(Target::Json, |(_, target)| *target);
        let place = |path: &PathBuf| std::fs::canonicalize(path).ok();
        let into = &self.into;
        if into.as_os_str() == "-" {
            return Err(Failure::usage("--into - is no file, and results go to files here")
                .hint("name one; in front of a pipe it is --into /dev/stdout"));
        }
        if place(into).is_some_and(|into| into.is_file() && place(&self.dump) == Some(into)) {
            return Err(Failure::usage(format!("--into {} is the dump itself", self.into.display()))
                .hint("name another file; the dump stays as it is"));
        }
        if !self.overwrite && into.is_file() {
            return Err(Failure::usage(format!("--into {} is there already", self.into.display()))
                .hint("name another file, or add --overwrite"));
        }
        let now = crate::applets::kv::server::now_ms();
        let converted = match convert::convert(&self.dump, into, target, (now, &session.shutdown.token())) {
            Err(PersistError::Interrupted) => return Ok(session.shutdown.interrupted().unwrap_or(Exit::Failed)),
            // Whoever read it has enough.
            Err(PersistError::File(error)) if error.source.kind() == ErrorKind::BrokenPipe => return Ok(Exit::Done),
            converted => converted?,
        };
        session.term.note(format!("{} keys written to {}", converted.keys, self.into.display()));
        if converted.volatile_fields > 0 {
            let fields = converted.volatile_fields;
            session.term.warn(format!("{fields} fields of hashes have lost their time to live"));
        }
        Ok(Exit::Done)
    }
}
