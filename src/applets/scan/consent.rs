//! A large public range is scanned only when somebody says that it is theirs: by a flag, or on a terminal by a word.

use std::io::{IsTerminal as _, stdin};

use super::error::ScanError;
use super::scanning::Scan;
use crate::kit::error::Failure;
use crate::kit::session::Session;

/// Asks where a question can be answered; elsewhere the flag alone confirms.
///
/// # Errors
/// Nobody confirmed it, or somebody said no.
pub(super) async fn ask(scan: &Scan, session: &Session) -> Result<(), Failure> {
    let Err(error) = scan.confirm() else { return Ok(()) };
    if !session.term.is_interactive() || !stdin().is_terminal() {
        return Err(error.into());
    }
    session.term.err(&format!("{error}; are they yours to scan? [y/N] "));
    let _nothing_to_lose = session.shutdown.at_once();
    let read = || {
        let mut line = String::new();
        stdin().read_line(&mut line).map(|_| line)
    };
    let answer = tokio::task::spawn_blocking(read).await.map_err(Failure::operation)?;
    match answer {
        Ok(line) if is_yes(&line) => Ok(()),
        _ => Err(ScanError::Declined.into()),
    }
}

/// Whether an answer agrees; whatever is no plain yes does not.
fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_agrees() {
        for (answer, agrees) in
            [("y\n", true), ("Yes\n", true), ("", false), ("\n", false), ("yo\n", false), ("n\n", false)]
        {
            assert_eq!(is_yes(answer), agrees, "{answer:?}");
        }
    }
}
