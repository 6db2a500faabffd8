//! What a run has besides its own arguments. It stops at `applet::run`: an engine receives only the parts it uses, so a
//! test builds an engine without a process.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::kit::args::LogFormat;
use crate::kit::config::Origin;
use crate::kit::http::server::Health;
use crate::kit::metrics::Registry;
use crate::kit::shutdown::Shutdown;
use crate::kit::term::Term;
use crate::kit::traces::Traces;

/// The surroundings of one run.
#[derive(Debug, Clone)]
pub struct Session {
    /// Where results, notes and progress go.
    pub term: Term,
    /// `--output` as it was given: for jobs whose product is a file and not a report. For all others `term` has it.
    pub output: Option<PathBuf>,
    /// What `--metrics` serves; register what is worth watching.
    pub metrics: Registry,
    /// Where `--metrics` is served, where it is: the port may have been the system's choice.
    pub metrics_at: Option<SocketAddr>,
    /// How lines of the log are written: what is told beside them is written the same way.
    pub log_format: LogFormat,
    /// What `--metrics` tells a load balancer. Ready from the start, draining from the first signal on; an applet that
    /// is ready later, or drains for its own reasons, says so.
    pub health: Health,
    /// Where `--otlp` has spans sent that are none of `tracing`'s.
    pub traces: Option<Traces>,
    /// Whether the user asked to stop.
    pub shutdown: Shutdown,
    /// Which flags were typed, and where the others come from.
    pub typed: Typed,
    /// How the user calls this applet, for hints: `load` or `toolbox load`.
    pub program: String,
}

/// Which flags stand on the command line itself, and which got their value from configuration.
///
/// ```
/// use toolbox::kit::session::Typed;
///
/// let typed = Typed::of(["rate"]);
/// assert!(typed.is_set("rate"));
/// assert!(!typed.is_set("requests"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    flags: BTreeSet<String>,
    configured: BTreeMap<String, Origin>,
}

impl Typed {
    /// The flags by their long names; positional arguments by their own.
    pub fn of<S: Into<String>>(flags: impl IntoIterator<Item = S>) -> Self {
        Self { flags: flags.into_iter().map(Into::into).collect(), configured: BTreeMap::new() }
    }

    /// Adds flags that were not typed and have a value from a file or a variable.
    #[must_use]
    pub fn configured(mut self, flags: impl IntoIterator<Item = (String, Origin)>) -> Self {
        let untyped = flags.into_iter().filter(|(flag, _)| !self.flags.contains(flag)).collect();
        self.configured = untyped;
        self
    }

    /// Whether the flag was typed on the command line. Defaults, files and variables do not count.
    #[must_use]
    pub fn is_set(&self, flag: &str) -> bool {
        self.flags.contains(flag)
    }

    /// Every flag that was not typed and is configured, with where.
    pub fn origins(&self) -> impl Iterator<Item = (&str, &Origin)> {
        self.configured.iter().map(|(flag, origin)| (flag.as_str(), origin))
    }

    /// Where the value of a flag that was not typed is configured, for messages; `None` where it has its default.
    #[must_use]
    pub fn origin(&self, flag: &str) -> Option<&Origin> {
        self.configured.get(flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_flag_has_no_other_origin() {
        let configured = ["rate", "requests"].map(|flag| (flag.to_owned(), Origin::Variable(flag.to_uppercase())));
        let typed = Typed::of(["rate"]).configured(configured);
        assert_eq!(typed.origin("rate"), None);
        assert_eq!(typed.origin("requests").map(ToString::to_string).as_deref(), Some("REQUESTS"));
        assert_eq!(typed.origin("duration"), None);
        assert_eq!(typed.origins().map(|(flag, _)| flag).collect::<Vec<_>>(), ["requests"]);
    }
}
