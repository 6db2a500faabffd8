//! The prompt of `kv cli`: a line, its reply, the next line. A lost connection is made anew with the next command.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use tokio::runtime::Handle;

use super::answer::Printer;
use super::guide::{self, Commands};
use crate::applets::kv::command::reference::usage;
use crate::applets::kv::command::table;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Input, LineEditor};
use crate::kit::units::format_duration;
use crate::resp::request::split_quoted;
use crate::resp::{Client, ClientError, ClientOptions, Target, Value, command};

/// Replies that took longer than this are told with their time, as redis-cli does.
const SLOW_SECONDS: f64 = 0.5;

/// What a person talks to.
struct Prompt {
    target: Target,
    options: ClientOptions,
    client: Option<Client>,
    printer: Printer,
    session: Session,
    /// Commands are queued.
    queueing: bool,
    runtime: Handle,
}

/// Reads and answers lines until the person leaves.
pub(super) async fn run(
    target: Target,
    options: ClientOptions,
    printer: Printer,
    session: &Session,
) -> Result<Exit, Failure> {
    let client = Client::connect(&target, &options).await;
    let client = match client {
        Ok(client) => Some(client),
        Err(error) => {
            tell(session, &error);
            None
        }
    };
    let runtime = Handle::current();
    let prompt = Prompt { target, options, client, printer, session: session.clone(), queueing: false, runtime };
    // Waiting for a person blocks a thread, which must not be one of the runtime's own.
    let talked = tokio::task::spawn_blocking(move || prompt.talk()).await;
    talked.map_err(Failure::operation)?
}

/// Where lines are remembered: `TOOLBOX_KV_HISTORY`, or the directory for the state of programs.
fn history() -> Option<PathBuf> {
    let env = Env::process();
    if let Some(path) = env.get_os("TOOLBOX_KV_HISTORY").or_else(|| env.get_os("REDISCLI_HISTFILE")) {
        return Some(path.into());
    }
    let stated = env.get_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let state = stated.or_else(|| env.home().map(|home| home.join(".local/state")))?;
    Some(state.join("toolbox").join("kv-history"))
}

/// An error beside the conversation, which goes on.
fn tell(session: &Session, error: &ClientError) {
    let style = session.term.err_style();
    session.term.err(&format!("{}\n", style.bad(&error.to_string())));
    if let Some(hint) = error.hint() {
        session.term.err(&format!("{}\n", style.faint(&format!("hint: {hint}"))));
    }
}

impl Prompt {
    fn talk(mut self) -> Result<Exit, Failure> {
        let mut editor = LineEditor::new(Commands, history(), self.session.term.style()).map_err(Failure::operation)?;
        let mut interrupted = false;
        loop {
            let line = match editor.read(&self.words()).map_err(Failure::operation)? {
                Input::End => return Ok(Exit::Done),
                Input::Interrupted if interrupted => return Ok(Exit::Done),
                Input::Interrupted => {
                    interrupted = true;
                    self.session.term.note("(Ctrl-C again, Ctrl-D or quit leaves)");
                    continue;
                }
                Input::Line(line) => line,
            };
            interrupted = false;
            let mut words: Vec<Vec<u8>> = Vec::new();
            if split_quoted(line.as_bytes(), |word| words.push(word.to_vec())).is_err() {
                self.session.term.note("a quote is not closed");
                continue;
            }
            let Some(name) = words.first().map(|word| word.to_ascii_lowercase()) else { continue };
            match name.as_slice() {
                b"quit" | b"exit" => return Ok(Exit::Done),
                b"clear" => editor.clear().map_err(Failure::operation)?,
                b"help" => self.help(&words[1..])?,
                _ => self.ask(&words)?,
            }
            if self.session.shutdown.interrupted().is_some() {
                return Ok(Exit::Done);
            }
        }
    }

    /// What stands before the line.
    fn words(&self) -> String {
        let place = if self.client.is_some() { self.target.address() } else { "not connected".to_owned() };
        let database = if self.target.database > 0 { format!("[{}]", self.target.database) } else { String::new() };
        let queueing = if self.queueing { "(TX)" } else { "" };
        format!("{place}{database}{queueing}> ")
    }

    /// A command and its reply. A broken connection is told, and is no end.
    fn ask(&mut self, words: &[Vec<u8>]) -> Result<(), Failure> {
        let begin = Instant::now();
        let runtime = self.runtime.clone();
        let reply = match runtime.block_on(self.exchange(words)) {
            Ok(Some(reply)) => reply,
            Ok(None) => return Ok(()),
            Err(error) => {
                self.client = None;
                self.queueing = false;
                tell(&self.session, &error);
                return Ok(());
            }
        };
        self.printer.print(&reply, words)?;
        if let Some(hint) = reply.error().and_then(|error| guide::hint(&error, words)) {
            self.session.term.note(self.session.term.err_style().faint(&format!("hint: {hint}")));
        }
        let taken = begin.elapsed();
        if taken.as_secs_f64() >= SLOW_SECONDS {
            self.session.term.note(format!("({})", format_duration(taken)));
        }
        self.follow(&reply, words);
        if guide::is_endless(words) && reply.error().is_none() {
            self.session.term.note("(Ctrl-C leaves)");
            if let Some(client) = &mut self.client {
                runtime.block_on(super::watch(client, &mut self.printer, &self.session))?;
            }
        }
        Ok(())
    }

    /// `None` where a signal came first.
    async fn exchange(&mut self, words: &[Vec<u8>]) -> Result<Option<Value>, ClientError> {
        if self.client.is_none() {
            self.client = Some(Client::connect(&self.target, &self.options).await?);
        }
        let Some(client) = &mut self.client else { return Ok(None) };
        let mut bytes = Vec::new();
        command(words, &mut bytes);
        client.send(&bytes).await?;
        let stop = self.session.shutdown.token();
        loop {
            let value = tokio::select! {
                value = client.receive() => value?,
                () = stop.cancelled() => return Ok(None),
            };
            match value {
                // What nobody asked for is shown, unless it is the answer to SUBSCRIBE.
                Value::Push(_) if !guide::is_endless(words) => {
                    // Standard output that is gone ends the conversation with the next reply.
                    let _ = self.printer.print(&value, &[]);
                }
                value => return Ok(Some(value)),
            }
        }
    }

    /// What the reply means for the prompt.
    fn follow(&mut self, reply: &Value, words: &[Vec<u8>]) {
        let done = reply.error().is_none();
        let word = |at: usize| words.get(at).map(|word| word.to_ascii_lowercase()).unwrap_or_default();
        match word(0).as_slice() {
            b"select" if done => {
                let number = std::str::from_utf8(&word(1)).ok().and_then(|number| number.parse().ok());
                self.target.database = number.unwrap_or(self.target.database);
            }
            b"multi" if done => self.queueing = true,
            b"exec" | b"discard" => self.queueing = false,
            b"reset" if done => {
                self.queueing = false;
                self.target.database = 0;
            }
            _ => {}
        }
    }

    fn help(&self, words: &[Vec<u8>]) -> Result<(), Failure> {
        let style = self.session.term.style();
        let Some(entry) = words.first().and_then(|name| table::find(name)) else {
            return self
                .session
                .term
                .out("help COMMAND tells what a command does, Tab completes names, quit leaves.\n");
        };
        let mut text = String::new();
        let specs = std::iter::once(entry.spec).chain(entry.spec.subs);
        for spec in specs {
            let name = style.strong(&spec.full_name().replace('|', " ").to_uppercase());
            let _ = write!(text, "{name} {}\n  {} (since {})\n", usage(spec), spec.about, spec.since);
        }
        self.session.term.out(&text)
    }
}
