//! `toolbox demo`: every applet's main job for a few seconds, against an origin in this very process.
//!
//! It needs no network, no configuration, no rights and no other program. Each job is parsed and run as if it had been
//! typed, so what it shows is what a user gets; and it says what to type.

use std::ffi::OsString;
use std::time::Duration;

use super::launch::run_typed;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::Format;
use crate::origin::{self, Behaviour, Options, Running};

/// Stands for the origin's URL in the line of a job.
const PLACE: &str = "URL";

/// The port of the lines to copy: free on most machines, and the default of `toolbox origin`.
const YOURS: &str = "http://localhost:8080";

/// When the stall begins, and how long it lasts: within the run of its job.
const STALL: (Duration, Duration) = (Duration::from_secs(1), Duration::from_millis(400));

/// Something to show.
struct Job {
    /// The applet it belongs to.
    #[cfg(test)]
    applet: &'static str,
    /// What there is to see.
    about: &'static str,
    /// What a user would type, without `toolbox`.
    line: &'static str,
    /// What happens to the origin meanwhile.
    meanwhile: Meanwhile,
}

enum Meanwhile {
    Nothing,
    Stall,
}

const JOBS: &[Job] = &[
    #[cfg(feature = "load")]
    Job {
        #[cfg(test)]
        applet: "load",
        about: "How many requests a second does this server answer over 50 connections?",
        line: "load -c 50 -d 2s URL/",
        meanwhile: Meanwhile::Nothing,
    },
    #[cfg(feature = "load")]
    Job {
        #[cfg(test)]
        applet: "load",
        about: "2000 requests a second, and for 400 ms the server says nothing. `response` is what clients had to wait,\n\
                `service` what a tester that waits with the server would have seen.",
        line: "load -c 50 -r 2000 -d 3s --threshold err<1% URL/delay/1ms",
        meanwhile: Meanwhile::Stall,
    },
];

impl Job {
    /// The words of its line.
    fn words(&self, place: &str) -> impl Iterator<Item = String> {
        self.line.split(' ').map(move |word| word.replace(PLACE, place))
    }

    /// Its line as a shell wants it.
    fn quoted(&self, place: &str) -> String {
        let quote = |word: String| if word.contains(['<', '>', '?']) { format!("'{word}'") } else { word };
        self.words(place).map(quote).collect::<Vec<_>>().join(" ")
    }
}

/// Runs every job; ends early where one fails or a signal arrives.
///
/// # Errors
/// The origin does not start, or a job cannot be run.
pub(super) async fn run(session: &Session) -> Result<Exit, Failure> {
    let origin = start()?;
    say(session, &format!("An origin of this process serves at {}.", origin.url("/")))?;
    for job in JOBS {
        let place = origin.url("");
        let shown = session.term.style().strong(&format!("$ toolbox {}", job.quoted(&place)));
        say(session, &format!("\n{}\n{shown}\n", job.about))?;
        if matches!(job.meanwhile, Meanwhile::Stall) {
            origin.stall(STALL.0, STALL.1);
        }
        let exit = run_typed(job.words(&place).map(OsString::from), session).await?;
        if exit != Exit::Done {
            return Ok(exit);
        }
    }
    say(session, &format!("\n{}", yours()))?;
    Ok(Exit::Done)
}

/// A fast server would only show how fast loopback is; this one takes a little, as servers do.
fn start() -> Result<Running, Failure> {
    let latency = vec![(Duration::ZERO, Duration::from_micros(500))];
    let behaviour = Behaviour { latency, jitter: 0.5, ..Behaviour::default() };
    origin::start(Options { behaviour, ..Options::default() }).map_err(Failure::operation)
}

/// Beside the results: standard output, unless that is read by a program.
fn say(session: &Session, text: &str) -> Result<(), Failure> {
    if session.term.format() == Format::Table {
        return session.term.out(&format!("{text}\n"));
    }
    session.term.note(text.trim_start());
    Ok(())
}

/// The commands to do the same by hand.
fn yours() -> String {
    let (after, length) = (STALL.0.as_secs(), STALL.1.as_millis());
    let mut lines = vec!["To do it yourself, in two terminals:\n".to_owned(), "  toolbox origin".to_owned()];
    for job in JOBS {
        if matches!(job.meanwhile, Meanwhile::Stall) {
            lines.push(format!("  curl -X POST '{YOURS}/control/stall?after={after}s&for={length}ms'"));
        }
        lines.push(format!("  toolbox {}", job.quoted(YOURS)));
    }
    lines.push("\n`toolbox --list` names the applets, `toolbox help load` tells all that one can do.".to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::{Cli, applets};

    #[test]
    fn every_applet_shows_its_job() {
        for applet in applets(&Cli::command()) {
            assert!(JOBS.iter().any(|job| job.applet == applet.name), "add a job of {} to the demo", applet.name);
        }
    }

    #[test]
    fn lines_to_copy_are_quoted_for_a_shell() {
        assert!(yours().contains("--threshold 'err<1%' http://localhost:8080/"), "{}", yours());
    }
}
