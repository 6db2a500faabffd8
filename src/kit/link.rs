//! A link that has expired, and the user's own command that prints a new one.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use super::net::{SafeUrl, parse_url};

/// A command that takes longer waits for something that will not come.
const PATIENCE: Duration = Duration::from_mins(2);

/// Why there is no new link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct RenewError {
    problem: String,
}

/// The first line that `command` prints; a shell runs it, with the old link in `variable`.
///
/// # Errors
/// It cannot be run, fails, takes more than two minutes, or prints no URL.
pub async fn renew(command: &str, old: &SafeUrl, variable: &str) -> Result<SafeUrl, RenewError> {
    let fail = |problem: String| RenewError { problem };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell);
    child.arg(flag).arg(command).env(variable, old.as_str()).stdin(Stdio::null()).kill_on_drop(true);
    let output = timeout(PATIENCE, child.output()).await;
    let output = output.map_err(|_| fail(format!("it did not end within {} s", PATIENCE.as_secs())))?;
    let output = output.map_err(|error| fail(format!("it cannot be run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.trim().lines().last().map(|line| format!(": {line}")).unwrap_or_default();
        return Err(fail(format!("it failed with {}{last}", output.status)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    parse_url(line).map_err(|error| fail(format!("it did not print a URL: {error}")))
}
