//! A store for foreign clients: the executable in a process of its own, on a port the system chose.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use libtest_mimic::Failed;

/// A running `toolbox kv serve`.
pub(crate) struct Store {
    child: Child,
    port: u16,
    /// Where its dumps go.
    _folder: tempfile::TempDir,
}

impl Store {
    pub(crate) fn start(flags: &[&str]) -> Result<Self, Failed> {
        let mut command = crate::toolbox();
        command.args(["kv", "serve", "--listen", "127.0.0.1:0", "--threads", "2"]).args(flags);
        let folder = tempfile::tempdir()?;
        let mut child = command.current_dir(folder.path()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let stderr = BufReader::new(child.stderr.take().ok_or("no standard error")?);
        let port = stderr.lines().map_while(Result::ok).find_map(|line| {
            let rest = line.split_once("127.0.0.1:")?.1;
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest[..end].parse().ok()
        });
        Ok(Self { child, port: port.ok_or("the store does not say where it is")?, _folder: folder })
    }

    pub(crate) fn port(&self) -> String {
        self.port.to_string()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
