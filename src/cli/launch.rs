//! From the words of the command line to the exit code.

use std::cell::Cell;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, FromArgMatches};

use super::applet::{foreign, logging, more_words, run_applet, stray, twice};
use super::install::{Link, install};
use super::list::List;
use super::misspelt::misspelt;
use super::words::{self, Words};
use super::{Action, Cli, Own, applets, argv0, configure, demo, failure, generate, tree};
use crate::kit::args::{GlobalArgs, LogFormat};
use crate::kit::config::{ConfigError, Setting};
use crate::kit::env::{self, Env};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs;
use crate::kit::http::server::{Health, Server};
use crate::kit::log::{self, Logging};
use crate::kit::metrics::Registry;
use crate::kit::runtime;
use crate::kit::session::{Session, Typed};
use crate::kit::shutdown::Shutdown;
use crate::kit::term::{ColorChoice, Format, Options, Style, Term};
use crate::kit::traces::{Exporter, Traces};

/// Runs the program that the first word of `argv` names, to its exit code.
pub fn main(argv: impl IntoIterator<Item = OsString>) -> ExitCode {
    let call = Call::read(argv);
    let code = match call.run() {
        Ok(code) => code,
        Err(failure) => {
            let term = call.plain_term();
            term.err(&(failure::render(call.speaker(), &failure, term.err_style()) + "\n"));
            // A program that reads results finds out here why there are none. Stdout that is gone has no reader.
            let json = call.format.get().and_then(|format| failure::json(&failure, format));
            if let Some(json) = json.filter(|_| !failure.after_results) {
                let _ = term.out(&json);
            }
            failure.exit_code()
        }
    };
    ExitCode::from(code)
}

/// One call of the program.
struct Call {
    /// The flag table, untouched by configuration.
    tree: Command,
    words: Words,
    /// Whether it was called by the name of an applet.
    linked: bool,
    /// The words that were typed, where a variable has added more.
    alone: Option<Words>,
    /// The form of results, as far as it is known.
    format: Cell<Option<Format>>,
}

impl Call {
    fn read(argv: impl IntoIterator<Item = OsString>) -> Self {
        let tree = tree();
        let mut argv = argv.into_iter();
        let argv0 = argv.next();
        let applet = argv0::resolve(argv0.as_deref(), tree.get_name(), applets(&tree)).map(OsString::from);
        let linked = applet.is_some();
        let argv: Vec<OsString> = applet.into_iter().chain(argv).collect();
        let mut words = words::read(&tree, argv.iter().cloned());
        let more = words.path.first().and_then(|applet| more_words(applet, Env::process()));
        let alone = more.map(|more| {
            let longer = words::read(&tree, with_more(&tree, argv, more));
            std::mem::replace(&mut words, longer)
        });
        let format = Cell::new(words.format);
        Self { tree, words, linked, alone, format }
    }

    fn run(&self) -> Result<u8, Failure> {
        let term = self.plain_term();
        if let Some(text) = self.asked_for(term.style())? {
            term.out(&text)?;
            return Ok(Exit::Done.code());
        }
        let settings = self.settings()?;
        let matches = self.parse(&settings).map_err(|failure| self.told_of_more(failure))?;
        self.refuse_contradictions(&matches)?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| failure::usage(&self.called(), &error))?;
        let typed = self.typed(&matches, settings);
        self.perform(cli, typed)
    }

    /// Whoever has typed nothing of the kind looks for it in vain: whose words are wrong is told first.
    fn told_of_more(&self, failure: Failure) -> Failure {
        let Some(alone) = &self.alone else { return failure };
        let typed = self.parser(self.tree.clone()).try_get_matches_from(&alone.rewritten);
        // Where a flag is all that is wrong; what is missing may come from elsewhere.
        if typed.is_err_and(|error| error.kind() != ErrorKind::MissingRequiredArgument) {
            return failure;
        }
        Failure::usage(format!("EXTRA_ARGS: {}", failure.error)).maybe_hint(failure.hint)
    }

    /// The applet or command that speaks in an error, or the launcher.
    fn speaker(&self) -> &str {
        self.job().unwrap_or(self.tree.get_name())
    }

    /// The applet or command that will run, unless it only prints: that needs no configuration.
    fn job(&self) -> Option<&str> {
        self.words.path.first().map(String::as_str).filter(|name| !["completions", "man"].contains(name))
    }

    /// What the user types to get here: `load`, `toolbox load` or `toolbox`.
    fn program(&self) -> String {
        let launcher = (!self.linked).then_some(self.tree.get_name());
        let words = launcher.into_iter().chain(self.words.path.first().map(String::as_str));
        words.collect::<Vec<_>>().join(" ")
    }

    /// The same with the verb, whose flags a complaint is about.
    fn called(&self) -> String {
        let verbs = self.words.path.iter().skip(1).map(String::as_str);
        [self.program().as_str()].into_iter().chain(verbs).collect::<Vec<_>>().join(" ")
    }

    /// The terminal before the command line and configuration were understood, for help and errors.
    fn plain_term(&self) -> Term {
        let env = Env::process();
        let unasked = if env.get("NO_COLOR").is_some() { ColorChoice::Never } else { ColorChoice::Auto };
        let options = Options { color: self.words.color.unwrap_or(unasked), ..Options::default() };
        Term::new(options.surroundings(|name| env.get(name).map(str::to_owned)))
    }

    /// The tree as clap shall parse it: under a link the applet's name is the first word and starts the usage line.
    fn parser(&self, tree: Command) -> Command {
        let tree = tree.no_binary_name(true);
        if self.linked { tree } else { tree.bin_name(self.tree.get_name().to_owned()) }
    }

    /// Help or the version, where asked for. Configuration has no part in it: help shows defaults, not secrets, and
    /// works when a file is broken.
    ///
    /// # Errors
    /// A letter of a misspelt flag asked for it.
    fn asked_for(&self, style: Style) -> Result<Option<String>, Failure> {
        let Err(error) = self.parser(self.tree.clone()).try_get_matches_from(&self.words.rewritten) else {
            return Ok(None);
        };
        let is_asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        if let Some(failure) = self.misspelt(&error).filter(|_| is_asked) {
            return Err(failure);
        }
        Ok(match error.kind() {
            ErrorKind::DisplayHelp => {
                let help = error.render();
                Some(if style.is_colored() { help.ansi().to_string() } else { help.to_string() })
            }
            ErrorKind::DisplayVersion => {
                let version = format!("{} {}", self.tree.get_name(), self.tree.get_version().unwrap_or_default());
                let speaker = self.speaker();
                Some(if speaker == self.tree.get_name() { version + "\n" } else { format!("{speaker} ({version})\n") })
            }
            _ => None,
        })
    }

    fn settings(&self) -> Result<Vec<Setting>, Failure> {
        if self.job().is_none() {
            return Ok(Vec::new());
        }
        let mut settings = configure::read(&self.tree, &self.words, Env::process()).map_err(misconfigured)?;
        settings.retain(|setting| !self.words.turned_off.iter().any(|(id, _)| *id == setting.id));
        Ok(settings)
    }

    fn parse(&self, settings: &[Setting]) -> Result<ArgMatches, Failure> {
        let tree = configure::apply(self.tree.clone(), &self.words.path, settings);
        let parse = |tree, words| self.parser(tree).try_get_matches_from(words);
        match parse(tree.clone(), self.words.rewritten.clone()) {
            // clap counts no default as present, so what configuration supplies would still be missing.
            Err(error) if error.kind() == ErrorKind::MissingRequiredArgument && self.supplies(settings) => {
                parse(configure::lenient(tree, &self.words.path), self.words.rewritten.clone())
            }
            result => result,
        }
        .map_err(|error| self.complaint(&error))
    }

    /// What clap says, with the word of ours where a flag of another program was typed.
    fn complaint(&self, error: &clap::Error) -> Failure {
        if let Some(flag) = failure::repeated(error) {
            let hint = self
                .job()
                .and_then(|job| twice(job, &flag))
                .map_or_else(|| format!("see {} --help", self.called()), str::to_owned);
            return Failure::usage(format!("there are two of {flag}, and one is all it takes")).hint(hint);
        }
        let command = self.command();
        let flags = self.words.rewritten.iter().take_while(|word| *word != "--").filter_map(|word| word.to_str());
        let names = flags.filter(|word| word.starts_with('-')).map(|word| word.split('=').next().unwrap_or_default());
        let strange = |name: &&str| !has_flag(command, name.trim_start_matches('-'));
        let hint = names.filter(strange).find_map(|name| Some((name, foreign(self.job()?, name)?)));
        let hint = hint.map(|(name, hint)| format!("{name}: {hint}"));
        // A flag of another program is no slip.
        if let Some(failure) = self.misspelt(error).filter(|_| hint.is_none()) {
            return failure;
        }
        let failure = failure::usage(&self.called(), error);
        failure.maybe_hint(hint.or_else(|| stray(self.job()?, &failure::stray(error)?)))
    }

    /// What clap says where a long flag was misspelt behind one dash.
    fn misspelt(&self, error: &clap::Error) -> Option<Failure> {
        let parse = |words: Vec<String>| self.parser(self.tree.clone()).try_get_matches_from(words).err();
        misspelt(error, (&self.words.rewritten, &self.words.singles), &self.called(), parse)
    }

    /// The command whose flags come last.
    fn command(&self) -> &Command {
        self.words.path.iter().fold(&self.tree, |command, name| command.find_subcommand(name).unwrap_or(command))
    }

    /// Whether the settings, had they been typed, would supply what is missing. Those that contradict typed flags
    /// would not have been.
    fn supplies(&self, settings: &[Setting]) -> bool {
        let complaint = |words: &[OsString]| {
            let parsed = self.parser(self.tree.clone()).try_get_matches_from(words);
            parsed.err().map(|error| error.kind())
        };
        let mut words = self.words.rewritten.clone();
        for setting in settings {
            let typed = configure::typed(&self.tree, &self.words.path, setting);
            let longer = words::before_the_end(words.clone(), typed);
            if complaint(&longer) != Some(ErrorKind::ArgumentConflict) {
                words = longer;
            }
        }
        complaint(&words) != Some(ErrorKind::MissingRequiredArgument)
    }

    /// Refuses what clap lets pass but nothing would honour: a switch that is both on and off, and a flag before a verb
    /// that never looks at it.
    fn refuse_contradictions(&self, matches: &ArgMatches) -> Result<(), Failure> {
        let (mut command, mut matches) = (&self.tree, matches);
        for (depth, name) in self.words.path.iter().enumerate() {
            let (Some(inner), Some((_, deeper))) = (command.find_subcommand(name), matches.subcommand()) else { break };
            let is_typed = |id: &str| is_typed(matches, id) || self.words.turned_off.contains(&(id.to_owned(), depth));
            let mut own = command.get_arguments().filter(|arg| !arg.is_global_set());
            if let Some(arg) = own.find(|arg| is_typed(arg.get_id().as_str())) {
                return Err(self.ignored(arg, matches, inner));
            }
            (command, matches) = (inner, deeper);
        }
        let both = self.words.turned_off.iter().find(|(id, _)| is_typed(matches, id));
        both.map_or(Ok(()), |(id, _)| {
            let flag = id.replace('_', "-");
            Err(Failure::usage(format!("--{flag} and --{flag}=false contradict each other")))
        })
    }

    /// A flag, or a target, that stands before the command `inner`.
    fn ignored(&self, arg: &Arg, matches: &ArgMatches, inner: &Command) -> Failure {
        let name = inner.get_name();
        let written =
            arg.get_long().map_or_else(|| format!("'{}'", value_of(matches, arg)), |long| format!("--{long}"));
        let hint = match arg.get_long().filter(|long| has_flag(inner, long)) {
            Some(long) => format!("write it behind the verb: {} {name} --{long} …", self.program()),
            None if arg.is_positional() => format!("write a target named {name} behind --"),
            None => format!("leave it out; {name} has no such flag"),
        };
        Failure::usage(format!("{written} before '{name}' would be ignored")).hint(hint)
    }

    /// Which flags of the command that runs were typed, and where its other settings come from.
    fn typed(&self, matches: &ArgMatches, settings: Vec<Setting>) -> Typed {
        let (mut command, mut matches) = (&self.tree, matches);
        while let Some((name, deeper)) = matches.subcommand() {
            let Some(inner) = command.find_subcommand(name) else { break };
            (command, matches) = (inner, deeper);
        }
        let global = self.tree.get_arguments().filter(|arg| arg.is_global_set());
        let args: Vec<_> = command.get_arguments().chain(global).collect();
        let name = |id: &str| {
            let arg = args.iter().find(|arg| arg.get_id() == id);
            arg.and_then(|arg| arg.get_long()).unwrap_or(id).to_owned()
        };
        let on = args.iter().map(|arg| arg.get_id().as_str()).filter(|id| is_typed(matches, id));
        let off = self.words.turned_off.iter().map(|(id, _)| id.as_str());
        Typed::of(on.chain(off).map(name))
            .configured(settings.into_iter().map(|setting| (name(&setting.id), setting.origin)))
    }

    fn perform(&self, cli: Cli, typed: Typed) -> Result<u8, Failure> {
        let global = &cli.global;
        self.format.set(Some(global.terminal(&typed, Env::process()).format));
        let exit = match cli.command {
            Some(Action::Applet(applet)) => {
                let logging = logging(&applet);
                self.in_session((global, logging), typed, async |session| run_applet(applet, session).await)
            }
            Some(Action::Own(Own::Demo)) => {
                self.in_session((global, None), typed, async |session| demo::run(session).await)
            }
            Some(Action::Own(Own::Origin(args))) => {
                self.in_session((global, None), typed, async |session| crate::origin::run(*args, session).await)
            }
            Some(Action::Own(Own::Completions(args))) => {
                print(global, &typed, &generate::completions(&self.tree, args.shell, args.applet.as_deref())?)
            }
            Some(Action::Own(Own::Man(args))) => print(global, &typed, &generate::page(&self.tree, &args.path)?),
            None => return self.run_launcher(&cli, &typed),
        };
        exit.map(Exit::code)
    }

    /// Runs `work` on the shared runtime, with everything a session has.
    fn in_session<W>(
        &self,
        (global, logging): (&GlobalArgs, Option<Logging>),
        typed: Typed,
        work: W,
    ) -> Result<Exit, Failure>
    where
        W: AsyncFnOnce(&Session) -> Result<Exit, Failure>,
    {
        let (mut session, exporter) = self.session(global, logging, typed)?;
        let runtime = runtime::shared().map_err(Failure::operation)?;
        let exit = runtime.block_on(async {
            let server = serve_metrics(global, &session).await?;
            session.metrics_at = server.as_ref().map(Server::addr);
            let exporting = exporter.map(Exporter::start).transpose().map_err(Failure::operation)?;
            let exit = work(&session).await;
            if let Some(exporting) = exporting {
                exporting.finish().await;
            }
            if let Some(server) = server {
                server.stop().await;
            }
            exit
        });
        // A read of standard input that is still waiting must not hold the process.
        runtime.shutdown_background();
        exit
    }

    fn session(
        &self,
        global: &GlobalArgs,
        logging: Option<Logging>,
        typed: Typed,
    ) -> Result<(Session, Option<Exporter>), Failure> {
        let mut options = global.terminal(&typed, Env::process());
        if makes_files(&self.words.path) {
            options.output = None;
        }
        let term = Term::new(options);
        if let Some(path) = term.output() {
            fs::check_writable(path).map_err(Failure::operation)?;
        }
        let logging = Logging::of(logging, global, &typed, &term);
        let filter = log::filter(Env::process(), logging.level).map_err(Failure::usage)?;
        let lines = term.clone();
        let (traces, exporter) = global.otlp.as_ref().map(|url| Traces::to(url, global.otlp_share)).unzip();
        log::start(filter, logging.format, term.err_style(), move || lines.messages(), traces.clone());
        // Where from, never what: values may be secrets.
        for (flag, origin) in typed.origins() {
            tracing::debug!(flag, %origin, "configured");
        }
        let health = Health::starting();
        health.ready();
        let (asked, forced, drains) = (term.clone(), term.clone(), health.clone());
        let first = move |by| {
            drains.draining();
            let again = if by == Exit::Interrupted { "Ctrl-C" } else { "signal" };
            let told = format!("stopping; a second {again} stops at once");
            if logging.format == LogFormat::Json && !asked.is_interactive() {
                tracing::info!("{told}");
            } else {
                asked.note(told);
            }
        };
        let shutdown = Shutdown::listen(first, move || forced.restore()).map_err(Failure::operation)?;
        let (output, program) = (global.output.clone(), self.program());
        let metrics = Registry::new();
        let (metrics_at, log_format) = (None, logging.format);
        let session =
            Session { term, output, metrics, metrics_at, log_format, health, traces, shutdown, typed, program };
        Ok((session, exporter))
    }

    fn run_launcher(&self, cli: &Cli, typed: &Typed) -> Result<u8, Failure> {
        let term = Term::new(cli.global.terminal(typed, Env::process()));
        let applets = applets(&self.tree);
        let names: Vec<_> = applets.iter().map(|applet| applet.name).collect();
        if cli.list {
            term.emit(&List::of(&self.tree, &names))?;
        } else if let Some(directory) = &cli.install {
            let executable = env::executable().map_err(Failure::operation)?;
            let link = if cli.hard { Link::Hard } else { Link::Symbolic };
            term.out(&install(&executable, directory, &names, link)?)?;
        } else {
            let help = self.parser(self.tree.clone()).render_help();
            term.err(&help.to_string());
            return Ok(USAGE);
        }
        Ok(Exit::Done.code())
    }
}

/// Whether `--output` of this job names the file that it makes, and not that of its report.
fn makes_files(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    matches!(path[..], ["fetch" | "rip"] | ["fetch", "get"])
}

/// `argv` with `more` right behind the name of the applet, so that what was typed comes later and counts.
fn with_more(tree: &Command, mut argv: Vec<OsString>, more: Vec<OsString>) -> Vec<OsString> {
    let applets = applets(tree);
    let is_applet = |word: &OsString| {
        applets.iter().any(|applet| *word == *applet.name || applet.aliases.iter().any(|alias| *word == **alias))
    };
    let behind = argv.iter().position(is_applet).map_or(argv.len(), |at| at + 1);
    argv.splice(behind..behind, more);
    argv
}

/// Runs an applet inside another run, as if `words` had been typed after the name of the program. Configuration has
/// no part in it, and flags for the terminal are those of the outer run.
pub(super) async fn run_typed(words: impl IntoIterator<Item = OsString>, session: &Session) -> Result<Exit, Failure> {
    let call = Call::read([OsString::new()].into_iter().chain(words));
    let matches = call.parse(&[])?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| failure::usage(&call.program(), &error))?;
    let typed = call.typed(&matches, Vec::new());
    let output = cli.global.output.clone();
    let session = Session { typed, output, program: call.program(), ..session.clone() };
    match cli.command {
        Some(Action::Applet(applet)) => run_applet(applet, &session).await,
        _ => Err(Failure::usage(format!("{} is no applet", call.speaker()))),
    }
}

/// The exit code of a call without any words, which is answered with the short help.
const USAGE: u8 = 2;

/// Starts the server of `--metrics` and says where it is: the port may have been the system's choice. Whoever reads JSON gets
/// that as a line of the log.
async fn serve_metrics(global: &GlobalArgs, session: &Session) -> Result<Option<Server>, Failure> {
    let Some(address) = global.metrics else { return Ok(None) };
    let server = Server::start(address, session.metrics.clone(), session.health.clone()).await?;
    let told = format!("metrics at http://{}/metrics", server.addr());
    match session.log_format {
        LogFormat::Json => tracing::info!("{told}"),
        LogFormat::Text => session.term.note(told),
    }
    Ok(Some(server))
}

fn print(global: &GlobalArgs, typed: &Typed, text: &generate::Script) -> Result<Exit, Failure> {
    Term::new(global.terminal(typed, Env::process())).emit(text)?;
    Ok(Exit::Done)
}

fn misconfigured(error: ConfigError) -> Failure {
    let hint = error.hint();
    Failure::usage(error).maybe_hint(hint)
}

fn is_typed(matches: &ArgMatches, id: &str) -> bool {
    matches.value_source(id) == Some(ValueSource::CommandLine)
}

fn has_flag(command: &Command, long: &str) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some(long))
}

fn value_of(matches: &ArgMatches, arg: &Arg) -> String {
    let values = matches.get_raw(arg.get_id().as_str()).into_iter().flatten();
    values.map(|value| value.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
