//! `kv cli`: commands to a server, from the command line, a pipe or a person.
//!
//! ```text
//! mod     what was typed, one command, and many from a pipe       repl    lines a person types
//! answer  how a reply looks                                       guide   completion, hints, what an error means
//! input   lines of standard input
//! ```

mod answer;
mod guide;
mod input;
mod repl;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::os::unix::ffi::OsStringExt as _;
use std::time::Duration;

use clap::{Args, ValueHint};
use tokio::sync::mpsc::Receiver;
use tokio::sync::mpsc::error::TryRecvError;

use self::answer::{Printer, Shape};
use super::reach::ReachArgs;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::Format;
use crate::kit::units::parse_duration;
use crate::resp::request::split_quoted;
use crate::resp::{Client, ClientError, Value, command};

const EXAMPLES: &str = "\
Examples:
  # a prompt with history, completion (Tab) and hints, on 127.0.0.1:6379
  kv cli

  # one command; what follows the name is for the server, flags come before it
  kv cli -u redis://:secret@cache.example.org/2 get greeting
  kv cli -p 7000 -n 3 lrange jobs 0 -1

  # maps and lists as JSON
  kv cli --json hgetall user:1 | jq .

  # a value of any bytes from a file, and back without the end of the line
  kv cli -x set picture < cat.png
  kv cli --raw get picture | head -c -1 > cat.png

  # many commands from a pipe, a line each, quoted as in a shell
  printf 'set a 1\\nincr a\\n' | kv cli

  # messages until Ctrl-C; statistics every second
  kv cli subscribe news
  kv cli -r 0 -i 1s info stats

On a terminal replies look as in redis-cli, in a pipe they are the
bare values.

Exit codes: 0 done, 1 the server refused the command or is not there, 2 usage,
3 some of the commands of a pipe were refused.";

/// Send commands to a server of Redis's protocol
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct CliArgs {
    /// The server
    #[command(flatten)]
    reach: ReachArgs,

    /// The database, in place of that in --url
    #[arg(short = 'n', long, value_name = "N")]
    database: Option<u32>,

    /// The last argument is all of standard input
    #[arg(short = 'x', long)]
    stdin: bool,

    /// Send the command so often; 0 until Ctrl-C
    #[arg(short = 'r', long, value_name = "N", default_value_t = 1)]
    repeat: u64,

    /// Wait so long between two of --repeat
    #[arg(short = 'i', long, value_name = "DURATION", value_parser = parse_duration, default_value = "0s")]
    interval: Duration,

    /// Bare values on a terminal too
    #[arg(long, conflicts_with = "pretty")]
    raw: bool,

    /// Replies as on a terminal in a pipe too
    #[arg(long)]
    pretty: bool,

    /// Speak RESP3, which tells maps, sets and doubles apart; --json does as well
    #[arg(short = '3', long)]
    resp3: bool,

    /// A command and its arguments; without one, lines of a pipe or of a prompt
    #[arg(value_name = "CMD", trailing_var_arg = true, allow_hyphen_values = true, value_hint = ValueHint::Other)]
    words: Vec<OsString>,
}

impl CliArgs {
    /// Does what was asked for, until it is done or a signal comes.
    ///
    /// # Errors
    /// No server, a connection that broke, a refused command.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        if let Some(word) = self.words.first().and_then(|word| word.to_str()).filter(|word| word.starts_with('-')) {
            return Err(Failure::usage(format!("'{word}' is no flag of kv cli, and no command")).hint(foreign(word)));
        }
        let mut target = self.reach.target()?;
        target.database = self.database.unwrap_or(target.database);
        let structured = session.term.format() != Format::Table;
        let mut options = self.reach.options();
        options.resp3 = self.resp3 || structured;
        let shape = match session.term.format() {
            Format::Json => Shape::Json,
            Format::Jsonl => Shape::JsonLine,
            Format::Csv => Shape::Csv,
            Format::Table if self.pretty => Shape::Pretty,
            Format::Table if self.raw || session.term.width().is_none() || session.term.output().is_some() => {
                Shape::Raw
            }
            Format::Table => Shape::Pretty,
        };
        let printer = Printer::new(session.term.clone(), shape);
        let words: Vec<Vec<u8>> = self.words.iter().cloned().map(OsString::into_vec).collect();
        if words.is_empty() && std::io::stdin().is_terminal() {
            return repl::run(target, options, printer, session).await;
        }
        let nothing_to_lose = session.shutdown.at_once();
        let client = Client::connect(&target, &options).await?;
        drop(nothing_to_lose);
        if words.is_empty() {
            pipe(client, printer, session).await
        } else {
            self.once(client, words, printer, session).await
        }
    }

    /// One command, or the same one several times.
    async fn once(
        &self,
        mut client: Client,
        mut words: Vec<Vec<u8>>,
        mut printer: Printer,
        session: &Session,
    ) -> Result<Exit, Failure> {
        if self.stdin {
            let _nothing_to_lose = session.shutdown.at_once();
            let mut lines = input::lines().map_err(Failure::operation)?;
            let mut last = Vec::new();
            while let Some(line) = lines.recv().await {
                last.extend(line.map_err(unreadable)?);
            }
            words.push(last);
        }
        let stop = session.shutdown.token();
        let mut left = self.repeat;
        loop {
            let asked = async {
                let mut bytes = Vec::new();
                command(&words, &mut bytes);
                client.send(&bytes).await?;
                client.receive().await
            };
            let reply = tokio::select! {
                reply = asked => reply,
                () = stop.cancelled() => return Ok(session.shutdown.interrupted().unwrap_or(Exit::Done)),
            };
            // A server that was asked to end, and ends, has nothing to say.
            if is_shutdown(&words) && matches!(reply, Err(ClientError::Closed(_))) {
                return printer.finish().map(|()| Exit::Done);
            }
            let reply = reply?;
            if let Some(error) = reply.error() {
                printer.finish()?;
                return Err(guide::refused(&error, &words));
            }
            printer.print(&reply, &words)?;
            if printer.is_gone() {
                return Ok(Exit::Done);
            }
            if guide::is_endless(&words) {
                watch(&mut client, &mut printer, session).await?;
                return printer.finish().map(|()| Exit::Done);
            }
            left = left.saturating_sub(1);
            if left == 0 && self.repeat != 0 {
                return printer.finish().map(|()| Exit::Done);
            }
            tokio::select! {
                () = tokio::time::sleep(self.interval) => {}
                () = stop.cancelled() => return printer.finish().map(|()| Exit::Done),
            }
        }
    }
}

/// What to write in place of an option of redis-cli.
fn foreign(word: &str) -> &'static str {
    match word {
        "-a" | "--pass" | "--askpass" => {
            "give the password with --password-file, REDISCLI_AUTH or -u redis://:PASSWORD@HOST"
        }
        "-h" => "write --host HOST",
        "-c" => "there is no cluster mode; name the node with -u",
        "--tls" => "TLS is written -u rediss://HOST:PORT",
        "--scan" | "--bigkeys" | "--memkeys" | "--hotkeys" => "look through the keys with kv cli scan 0 count 1000",
        "--stat" => "write kv cli -r 0 -i 1s info stats",
        "--latency" | "--latency-history" | "--intrinsic-latency" => "kv bench measures latencies",
        "--pipe" => "commands are read from a pipe, a line each: kv cli < FILE",
        "--rdb" => "write kv cli bgsave, and copy the file that config get dir dbfilename names",
        "--csv" => "write --format csv",
        "--eval" | "--ldb" => "scripts are not sent; write kv cli eval … for a server that runs them",
        _ => "flags stand before the command; see kv cli --help",
    }
}

fn is_shutdown(words: &[Vec<u8>]) -> bool {
    words.first().is_some_and(|word| word.eq_ignore_ascii_case(b"shutdown"))
}

/// Prints what comes until a signal, or until nobody reads it any more.
async fn watch(client: &mut Client, printer: &mut Printer, session: &Session) -> Result<(), Failure> {
    let stop = session.shutdown.token();
    loop {
        let value = tokio::select! {
            value = client.receive() => value?,
            () = stop.cancelled() => return Ok(()),
        };
        printer.print(&value, &[])?;
        if printer.is_gone() {
            return Ok(());
        }
    }
}

/// So much is sent before replies are read; a server that waits for its replies to be read still takes this.
const BATCH_BYTES: usize = 32 * 1024;

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn unreadable(error: std::io::Error) -> Failure {
    Failure::operation(format!("cannot read standard input: {error}"))
}

/// Commands that go out together, as bytes and as words.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    asked: Vec<Vec<Vec<u8>>>,
    /// Lines that are no command, because a quote is not closed.
    unsound: Vec<u64>,
}

impl Batch {
    /// The commands of all lines that have come already, at least one line; `None` behind the last.
    async fn read(lines: &mut Receiver<std::io::Result<Vec<u8>>>, number: &mut u64) -> Result<Option<Self>, Failure> {
        let mut batch = Self::default();
        let Some(mut line) = lines.recv().await else { return Ok(None) };
        loop {
            *number += 1;
            let mut words: Vec<Vec<u8>> = Vec::new();
            let text = line.map_err(unreadable)?;
            let is_comment = text.trim_ascii_start().starts_with(b"#");
            if !is_comment && split_quoted(&text, |word| words.push(word.to_vec())).is_err() {
                batch.unsound.push(*number);
                words.clear();
            }
            let endless = guide::is_endless(&words);
            if !words.is_empty() {
                command(&words, &mut batch.bytes);
                batch.asked.push(words);
            }
            if endless || batch.bytes.len() > BATCH_BYTES {
                return Ok(Some(batch));
            }
            line = match lines.try_recv() {
                Ok(line) => line,
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return Ok(Some(batch)),
            };
        }
    }
}

/// A connection that broke within a pipe: how far it had come decides where to go on.
fn broken(error: ClientError, answered: u64) -> Failure {
    if answered == 0 {
        return error.into();
    }
    let hint = format!(
        "{answered} commands were answered; those behind may have been carried out or not. Look, then go on with \
         command {}",
        answered + 1
    );
    Failure::operation(error).hint(hint)
}

/// The commands of standard input, a line each, pipelined as they come.
async fn pipe(mut client: Client, mut printer: Printer, session: &Session) -> Result<Exit, Failure> {
    let mut lines = input::lines().map_err(Failure::operation)?;
    let stop = session.shutdown.token();
    let (mut number, mut count, mut refused) = (0, 0_u64, 0_u64);
    loop {
        let batch = tokio::select! {
            batch = Batch::read(&mut lines, &mut number) => batch?,
            () = stop.cancelled() => return Ok(session.shutdown.interrupted().unwrap_or(Exit::Done)),
        };
        let Some(batch) = batch else { break };
        for line in &batch.unsound {
            session.term.warn(format!("line {line} has a quote that is not closed, and was not sent"));
            refused += 1;
            count += 1;
        }
        client.send(&batch.bytes).await.map_err(|error| broken(error, count))?;
        for words in batch.asked {
            let reply = tokio::select! {
                reply = client.receive() => reply.map_err(|error| broken(error, count))?,
                () = stop.cancelled() => return Ok(session.shutdown.interrupted().unwrap_or(Exit::Done)),
            };
            count += 1;
            refused += u64::from(matches!(reply, Value::Error(_)));
            printer.print(&reply, &words)?;
            if guide::is_endless(&words) {
                watch(&mut client, &mut printer, session).await?;
            }
        }
        if printer.is_gone() {
            break;
        }
    }
    printer.finish()?;
    Ok(match refused {
        0 => Exit::Done,
        _ if refused == count => Exit::Failed,
        _ => Exit::Unmet,
    })
}
