//! A link that has expired, and the user's own command that prints a new one.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;
use tokio::time::timeout;

use super::net::{SafeUrl, parse_url};

/// A command that takes longer waits for something that will not come.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// A link is shorter, and so is what is worth telling of a failure.
const MOST_BYTES: u64 = 64 << 10;

/// Why there is no new link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct RenewError {
    problem: String,
}

/// The first line that `command` prints; a shell runs it, with the old link in `variable`. What it started ends with it.
///
/// # Errors
/// It cannot be run, fails, takes longer than [`PATIENCE`], or prints no URL.
pub async fn renew(command: &str, old: &SafeUrl, variable: &str) -> Result<SafeUrl, RenewError> {
    let fail = |problem: String| RenewError { problem };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell);
    child.arg(flag).arg(command).env(variable, old.as_str()).stdin(Stdio::null()).kill_on_drop(true);
    // Children of its own end with it, see `Family`.
    child.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().map_err(|error| fail(format!("it cannot be run: {error}")))?;
    let _family = Family(child.id());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let ended = timeout(PATIENCE, async { tokio::join!(head(out), head(err), child.wait()) }).await;
    let (out, err, status) = ended.map_err(|_| fail(format!("it did not end within {} s", PATIENCE.as_secs())))?;
    let status = status.map_err(|error| fail(format!("it cannot be run: {error}")))?;
    let (text, said) = (String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    // Whoever goes on printing is ended by that nobody reads it; a shell tells that of its children by a code.
    let pipe = rustix::process::Signal::PIPE.as_raw();
    let is_unread = out.len() as u64 == MOST_BYTES && [Some(pipe), None].contains(&status.signal());
    if !status.success() && !is_unread {
        let last = said.trim().lines().last().map(|line| format!(": {line}")).unwrap_or_default();
        return Err(fail(format!("it failed with {status}{last}")));
    }
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    parse_url(line).map_err(|error| fail(format!("it did not print a URL: {error}")))
}

/// What a command prints, up to [`MOST_BYTES`]; what comes behind that is not read.
async fn head(stream: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What cannot be read is as good as not printed.
        let _ = stream.take(MOST_BYTES).read_to_end(&mut bytes).await;
    }
    bytes
}

/// A command and all it started, ended when this goes.
struct Family(Option<u32>);

impl Drop for Family {
    fn drop(&mut self) {
        let group = self.0.and_then(|id| rustix::process::Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(group) = group {
            // Mostly it has ended long before.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}
