//! What an applet hands to the edge when it cannot do its work: one [`Failure`] with a kind, a cause and a hint.
//!
//! Engines keep their own `thiserror` enums that name the object and the operation; only `applet::run` turns them
//! into a `Failure`. `cli::failure` prints it; nothing else does.

use std::error::Error;
use std::fmt;

/// Whose move it is after a failure; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command line or a configuration file is wrong: exit 2.
    Usage,
    /// The work was understood and failed: exit 1.
    Operation,
}

/// The one error type at the edge of an applet.
#[derive(Debug)]
pub struct Failure {
    /// Decides the exit code.
    pub kind: Kind,
    /// What failed; its `source` chain is printed as `caused by:` lines.
    pub error: Box<dyn Error + Send + Sync>,
    /// The next command or flag to try.
    pub hint: Option<String>,
    /// What failed, in a word for programs: `error.kind` of the JSON document. A finer one than [`Kind`] where it is
    /// known.
    pub name: Option<&'static str>,
    /// Whether results were written before: standard output is then not for the failure.
    pub after_results: bool,
}

impl Failure {
    /// A command line or configuration that cannot be honoured.
    ///
    /// ```
    /// use toolbox::kit::error::Failure;
    /// let failure = Failure::usage("--rate must be above 0").hint("try --rate 100");
    /// assert_eq!(failure.exit_code(), 2);
    /// ```
    pub fn usage(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Usage, error: error.into(), hint: None, name: None, after_results: false }
    }

    /// Work that was understood and failed.
    pub fn operation(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let error = error.into();
        let hint = lacks_files(&*error).then(|| "raise the limit of open files: ulimit -n 1024".to_owned());
        Self { kind: Kind::Operation, error, hint, name: None, after_results: false }
    }

    /// Adds the next step to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the next step where there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// Says that results were written before.
    #[must_use]
    pub fn after_results(mut self) -> Self {
        self.after_results = true;
        self
    }

    /// `error.kind`: the name, else `usage` or `operation`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name.unwrap_or(match self.kind {
            Kind::Usage => "usage",
            Kind::Operation => "operation",
        })
    }

    /// The process exit code.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Usage => 2,
            Kind::Operation => 1,
        }
    }
}

/// Whether the system refused another open file (EMFILE).
fn lacks_files(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let code = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::raw_os_error);
        if code == Some(libc::EMFILE) {
            return true;
        }
        next = error.source();
    }
    false
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}
