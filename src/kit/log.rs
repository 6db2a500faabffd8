//! Log lines: which are wanted, how they look, and who writes them.
//!
//! The filter is `TOOLBOX_LOG`, else `RUST_LOG`, else what `-v` says. A variable is the finer tool
//! (`TOOLBOX_LOG=toolbox::kit::http=trace`), so where one is set it is the whole filter. Lines go to a writer
//! that the caller gives, because on a terminal they have to share standard error with a live display.

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::kit::args::{GlobalArgs, LogFormat};
use crate::kit::env::Env;
use crate::kit::session::Typed;
use crate::kit::term::{Style, Term, Verbosity};
use crate::kit::traces::{Spans, Traces};

/// The variables that may hold a filter, the first that is set counts.
const VARIABLES: [&str; 2] = ["TOOLBOX_LOG", "RUST_LOG"];

/// How much is logged where no variable says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Errors only: `--quiet`.
    Error,
    /// Errors and warnings: the default.
    Warn,
    /// What is being done: `-v`.
    Info,
    /// Each request, response, retry and its reason: `-vv`.
    Debug,
    /// Everything: `-vvv`.
    Trace,
}

impl Level {
    /// The level that goes with what the user wants to be told.
    #[must_use]
    pub const fn of(verbosity: Verbosity) -> Self {
        match verbosity {
            Verbosity::Quiet => Self::Error,
            Verbosity::Normal | Verbosity::Verbose(0) => Self::Warn,
            Verbosity::Verbose(1) => Self::Info,
            Verbosity::Verbose(2) => Self::Debug,
            Verbosity::Verbose(_) => Self::Trace,
        }
    }

    /// The filter of this level: ours for us, warnings for the libraries beneath.
    const fn filter(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "warn,toolbox=info",
            Self::Debug => "warn,toolbox=debug",
            Self::Trace => "warn,toolbox=trace",
        }
    }
}

/// How a run logs where no variable says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logging {
    /// How much.
    pub level: Level,
    /// How lines look.
    pub format: LogFormat,
}

impl Logging {
    /// What the flags that every applet has mean, over the habits of one. Where somebody looks at a live display, a
    /// habit must not scroll it away: lines are then readable and few, unless they were asked for.
    #[must_use]
    pub fn of(habit: Option<Self>, global: &GlobalArgs, typed: &Typed, term: &Term) -> Self {
        let asked = |flag: &str| typed.is_set(flag) || typed.origin(flag).is_some();
        let plain = Self { level: Level::of(term.verbosity()), format: global.log_format };
        let Some(habit) = habit else { return plain };
        let level = match term.verbosity() {
            Verbosity::Normal if asked("log-level") || !term.is_interactive() => habit.level,
            // One step of `-v` is one step from the habit.
            Verbosity::Verbose(times) => Level::of(Verbosity::Verbose(times.saturating_add(1))),
            _ => plain.level,
        };
        let format = if asked("log-format") || term.is_interactive() { global.log_format } else { habit.format };
        Self { level, format }
    }
}

/// A filter that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: '{text}' is no log filter")]
pub struct FilterError {
    variable: &'static str,
    text: String,
    source: tracing_subscriber::filter::ParseError,
}

/// The filter that applies, as text for `tracing`.
///
/// # Errors
/// When a variable holds what is no filter.
///
/// ```
/// use toolbox::kit::{env::Env, log::{filter, Level}};
///
/// assert_eq!(filter(&Env::default(), Level::Debug).unwrap().to_string(), "toolbox=debug,warn");
/// let env = Env::of([("TOOLBOX_LOG", "trace"), ("RUST_LOG", "off")]);
/// assert_eq!(filter(&env, Level::Warn).unwrap().to_string(), "trace");
/// let env = Env::of([("RUST_LOG", "a=b=c")]);
/// assert_eq!(filter(&env, Level::Warn).unwrap_err().to_string(), "RUST_LOG: 'a=b=c' is no log filter");
/// ```
pub fn filter(env: &Env, level: Level) -> Result<EnvFilter, FilterError> {
    let Some((variable, text)) = VARIABLES.iter().find_map(|name| Some((*name, env.get(name)?))) else {
        return Ok(EnvFilter::new(level.filter()));
    };
    EnvFilter::builder().parse(text).map_err(|source| FilterError { variable, text: text.to_owned(), source })
}

/// Starts logging for the whole process. Each event is written in one piece to a writer that `lines` makes; spans are
/// handed to `traces` as well, whatever is logged. The second call of a process changes nothing.
pub fn start<W>(filter: EnvFilter, format: LogFormat, style: Style, lines: W, traces: Option<Traces>)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let layer = tracing_subscriber::fmt::layer().with_ansi(style.is_colored()).with_writer(lines);
    let layer = match format {
        LogFormat::Text => layer.boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    };
    let started = match traces {
        None => tracing_subscriber::registry().with(layer).with(filter).try_init(),
        Some(traces) => {
            let spans = Spans::new(traces).with_filter(Spans::wanted());
            tracing_subscriber::registry().with(layer.with_filter(filter)).with(spans).try_init()
        }
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}
