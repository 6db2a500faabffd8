//! Processes that cannot outlive this one: each leads a group of its own, and dies with its parent.
//!
//! The kernel ties the death signal (`prctl(PR_SET_PDEATHSIG)`) to the thread that made the process, not to the whole
//! program: so all of them are made by one thread that stays to the end of the run.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

use super::command::CommandLine;

/// What a process gets between SIGTERM and SIGKILL.
pub const GRACE: Duration = Duration::from_secs(5);

/// Orders that wait; whoever has one more waits himself.
const WAITING: usize = 64;

struct Order {
    line: CommandLine,
    reply: oneshot::Sender<io::Result<Child>>,
}

/// The thread that makes processes. It ends when all of these are gone; until then its children live.
#[derive(Debug, Clone)]
pub struct Spawner {
    orders: mpsc::Sender<Order>,
}

impl Spawner {
    /// Starts the thread; the children are waited for on the current runtime.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start() -> io::Result<Self> {
        let (orders, mut waiting) = mpsc::channel::<Order>(WAITING);
        let runtime = tokio::runtime::Handle::current();
        std::thread::Builder::new().name("spawner".to_owned()).spawn(move || {
            let _context = runtime.enter();
            while let Some(order) = waiting.blocking_recv() {
                // Whoever does not wait any more drops the child, which ends it.
                let _ = order.reply.send(spawn(&order.line));
            }
        })?;
        Ok(Self { orders })
    }

    /// Makes a process, its standard output and error as pipes.
    ///
    /// # Errors
    /// What the system says: no such program, no more processes.
    pub async fn spawn(&self, line: CommandLine) -> io::Result<Child> {
        let gone = || io::Error::other("the thread that starts processes is gone");
        let (reply, child) = oneshot::channel();
        self.orders.send(Order { line, reply }).await.map_err(|_| gone())?;
        child.await.map_err(|_| gone())?
    }
}

fn spawn(line: &CommandLine) -> io::Result<Child> {
    let mut command = Command::new(&line.program);
    command.args(&line.words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    #[cfg(target_os = "linux")]
    die_with_parent(&mut command);
    command.spawn()
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the death signal can only be set by the child itself, before it becomes the program")]
fn die_with_parent(command: &mut Command) {
    let parent = rustix::process::getpid();
    let prepare = move || {
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        // It may have died before the signal was set; the child would then never hear of it.
        if rustix::process::getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
    };
    // SAFETY: between fork and exec the closure makes two system calls without libc and allocates nothing.
    unsafe {
        command.pre_exec(prepare);
    }
}

/// Asks the group of a process to end, and makes it end where it does not within [`GRACE`]. Its exit code.
pub async fn end(child: &mut Child) -> io::Result<i32> {
    signal(child, Ending::Ask);
    if let Ok(status) = tokio::time::timeout(GRACE, child.wait()).await {
        return status.map(code);
    }
    signal(child, Ending::Force);
    child.wait().await.map(code)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Ask,
    Force,
}

#[cfg(unix)]
fn signal(child: &Child, ending: Ending) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    let signal = if ending == Ending::Ask { Signal::TERM } else { Signal::KILL };
    if let Some(group) = group {
        // It may be gone already.
        let _ = kill_process_group(group, signal);
    }
}

#[cfg(not(unix))]
fn signal(child: &mut Child, _ending: Ending) {
    let _ = child.start_kill();
}

/// The exit code as a shell tells it: 128 and the number of the signal that ended it.
#[must_use]
pub fn code(status: std::process::ExitStatus) -> i32 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1)
    }
    #[cfg(not(unix))]
    status.code().unwrap_or(1)
}
