//! The exit codes and their contract; the only place that spells the numbers.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done; also a server, watcher or swarm that drained on a signal |
//! | 1 | the operation failed |
//! | 2 | usage or configuration |
//! | 3 | it ran, but a threshold, comparison or completeness was not met, or part of a batch failed |
//! | 129, 130, 143 | a job cut short by SIGHUP, SIGINT, SIGTERM; clean-up was done |

/// How a run that did its work ended. Runs that could not are a [`Failure`](crate::kit::error::Failure).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked for was done.
    Done,
    /// It ran to its end, but not one request, file or step succeeded. The report says why.
    Failed,
    /// It ran, but a threshold, comparison or completeness was not met.
    Unmet,
    /// Cut short because its terminal went away; clean-up was done and the report printed.
    HungUp,
    /// Cut short by Ctrl-C; clean-up was done and the report printed.
    Interrupted,
    /// Cut short by SIGTERM; clean-up was done and the report printed.
    Terminated,
}

impl Exit {
    /// The process exit code.
    ///
    /// ```
    /// use toolbox::kit::exit::Exit;
    /// assert_eq!(Exit::Unmet.code(), 3);
    /// assert_eq!(Exit::Interrupted.code(), 128 + 2);
    /// ```
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Unmet => 3,
            Self::HungUp => 129,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}
