//! What each applet brings to the command line beside its flags: how it runs and logs, and what its users are used to.

use std::ffi::OsString;

use super::Applet;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::log::Logging;
use crate::kit::session::Session;

/// Runs it.
pub(super) async fn run_applet(applet: Applet, session: &Session) -> Result<Exit, Failure> {
    match applet {
        #[cfg(feature = "load")]
        Applet::Load(args) => crate::applets::load::run(*args, session).await,
        #[cfg(feature = "rip")]
        Applet::Rip(args) => crate::applets::rip::run(*args, session).await,
        #[cfg(feature = "kv")]
        Applet::Kv(args) => crate::applets::kv::run(*args, session).await,
        #[cfg(feature = "fetch")]
        Applet::Fetch(args) => crate::applets::fetch::run(*args, session).await,
        #[cfg(feature = "swarm")]
        Applet::Swarm(args) => Box::pin(crate::applets::swarm::run(*args, session)).await,
        #[cfg(feature = "scan")]
        Applet::Scan(args) => crate::applets::scan::run(*args, session).await,
        #[cfg(feature = "books")]
        Applet::Books(args) => crate::applets::books::run(*args, session).await,
    }
}

/// How an applet logs where it has habits of its own.
#[cfg_attr(
    not(any(
        feature = "load",
        feature = "rip",
        feature = "kv",
        feature = "fetch",
        feature = "scan",
        feature = "books"
    )),
    expect(clippy::unnecessary_wraps, reason = "alone, the applet with such habits is the only one")
)]
pub(super) fn logging(applet: &Applet) -> Option<Logging> {
    match applet {
        #[cfg(feature = "swarm")]
        Applet::Swarm(args) => Some(args.logging()),
        #[cfg(any(
            feature = "load",
            feature = "rip",
            feature = "kv",
            feature = "fetch",
            feature = "scan",
            feature = "books"
        ))]
        _ => None,
    }
}

/// Words that a variable of the environment adds to the command line of an applet.
pub(super) fn more_words(applet: &str, env: &Env) -> Option<Vec<OsString>> {
    match applet {
        #[cfg(feature = "swarm")]
        "swarm" => crate::applets::swarm::container::words(env),
        _ => {
            let _ = env;
            None
        }
    }
}

/// The long flag of `applet` that a flag of two letters stands for.
pub(super) fn respelled(applet: &str, word: &str) -> Option<&'static str> {
    match applet {
        #[cfg(feature = "scan")]
        "scan" => crate::applets::scan::habits::respelled(word),
        _ => {
            let _ = word;
            None
        }
    }
}

/// What to write in place of a flag that programs like `applet` have.
pub(super) fn foreign(applet: &str, flag: &str) -> Option<&'static str> {
    match applet {
        #[cfg(feature = "load")]
        "load" => crate::applets::load::habits::hint(flag),
        #[cfg(feature = "kv")]
        "kv" => crate::applets::kv::habits::hint(flag),
        #[cfg(feature = "scan")]
        "scan" => crate::applets::scan::habits::hint(flag),
        _ => {
            let _ = flag;
            None
        }
    }
}

/// What to write where a word was typed that means something to users of programs like `applet`.
pub(super) fn stray(applet: &str, word: &str) -> Option<String> {
    match applet {
        #[cfg(feature = "kv")]
        "kv" => crate::applets::kv::habits::stray(word),
        _ => {
            let _ = word;
            None
        }
    }
}

/// What to write in place of a flag of `applet` that was given twice.
pub(super) fn twice(applet: &str, flag: &str) -> Option<&'static str> {
    match applet {
        #[cfg(feature = "load")]
        "load" => crate::applets::load::habits::twice(flag),
        _ => {
            let _ = flag;
            None
        }
    }
}
