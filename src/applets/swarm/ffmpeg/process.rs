//! Processes that cannot outlive this one: each leads a group of its own, which ends when its leader does, and with us.
//!
//! The kernel ties the death signal (`prctl(PR_SET_PDEATHSIG)`) to the thread that made the process, not to the whole
//! program: so all of them are made by one thread that stays to the end of the run. What a process makes in turn hears no such
//! signal; that is what the [guard](super::guard) is for.

use std::io;
use std::process::Stdio;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::sync::oneshot;

use super::command::CommandLine;
#[cfg(target_os = "linux")]
use super::guard::Guard;

/// What a process gets between SIGTERM and SIGKILL.
pub const GRACE: Duration = Duration::from_secs(5);

/// So long before its slot a client hands over what it wants to be: its process is there and waits when the slot comes.
pub const AHEAD: Duration = Duration::from_secs(1);

/// A process, and when it began its program.
#[derive(Debug)]
pub struct Made {
    /// The process.
    pub process: Process,
    /// The moment.
    pub at: Instant,
}

struct Order {
    command: Command,
    watcher: Watcher,
    reply: oneshot::Sender<io::Result<Process>>,
}

/// The thread that makes processes. It ends when all of these are gone; until then its children live.
#[derive(Debug, Clone)]
pub struct Spawner {
    /// No more than one order of each client waits.
    orders: mpsc::Sender<Order>,
    watcher: Watcher,
}

impl Spawner {
    /// Starts the thread; the children are waited for on the current runtime.
    ///
    /// # Errors
    /// When the system refuses a thread or the guardian.
    pub fn start() -> io::Result<Self> {
        let watcher = Watcher::start()?;
        let (orders, coming) = mpsc::channel::<Order>();
        let runtime = tokio::runtime::Handle::current();
        std::thread::Builder::new().name("spawner".to_owned()).spawn(move || {
            let _context = runtime.enter();
            for order in coming {
                order.carry_out();
            }
        })?;
        Ok(Self { orders, watcher })
    }

    /// Has a program begin at `due`, or at once where that is over; its standard output and error are pipes. On Linux its process
    /// is made now and waits by [itself](super::slot). Whoever stops waiting for it takes the order back.
    ///
    /// # Errors
    /// What the system says: no such program, no more processes.
    pub async fn spawn(&self, line: &CommandLine, due: Instant) -> io::Result<Made> {
        let gone = || io::Error::other("the thread that starts processes is gone");
        let mut command = prepared(line);
        #[cfg(target_os = "linux")]
        let word = super::slot::stand_ready(&mut command, line, due, &self.watcher.guard)?;
        #[cfg(not(target_os = "linux"))]
        tokio::time::sleep_until(due.into()).await;
        let (reply, made) = oneshot::channel();
        self.orders.send(Order { command, watcher: self.watcher.clone(), reply }).map_err(|_| gone())?;
        let process = made.await.map_err(|_| gone())??;
        #[cfg(target_os = "linux")]
        let at = word.begun().await?;
        #[cfg(not(target_os = "linux"))]
        let at = Instant::now();
        Ok(Made { process, at })
    }
}

/// What a program answers at most; a program that is installed says some hundred lines.
const LONGEST_ANSWER: u64 = 1 << 20;

/// What a program writes to its standard output, and nothing of it is left when it has ended or taken too long.
///
/// # Errors
/// It cannot be run, does not come to an end within `patience`, or says more than a mebibyte.
pub async fn answer(line: &CommandLine, patience: Duration) -> io::Result<Vec<u8>> {
    // To the end of this: its thread is the parent, with which the process dies.
    let spawner = Spawner::start()?;
    let mut process = spawner.spawn(line, Instant::now()).await?.process;
    let (out, err) = process.pipes();
    let reading = async {
        let mut answer = Vec::new();
        if let Some(out) = out {
            out.take(LONGEST_ANSWER + 1).read_to_end(&mut answer).await?;
        }
        if answer.len() as u64 > LONGEST_ANSWER {
            return Err(io::Error::other("it answers without an end"));
        }
        Ok(answer)
    };
    let unheard = async {
        if let Some(mut err) = err {
            // Nobody is interested in it; but it must not be kept waiting.
            let _ = tokio::io::copy(&mut err, &mut tokio::io::sink()).await;
        }
        std::future::pending::<()>().await;
    };
    let answer = async {
        tokio::select! {
            answer = reading => answer,
            () = unheard => Err(io::ErrorKind::Other.into()),
        }
    };
    let late = || io::Error::new(io::ErrorKind::TimedOut, "it does not answer");
    let answer = tokio::time::timeout(patience, answer).await.map_err(|_| late())??;
    process.reap().await?;
    drop(spawner);
    Ok(answer)
}

impl Order {
    fn carry_out(mut self) {
        if self.reply.is_closed() {
            return;
        }
        let made = self.command.spawn().map(|child| Process::of(child, self.watcher));
        // Whoever does not wait any more drops the child, which ends it.
        let _ = self.reply.send(made);
    }
}

fn prepared(line: &CommandLine) -> Command {
    let mut command = Command::new(&line.program);
    command.args(&line.words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    command
}

/// Who is told of groups; nobody but on Linux.
#[derive(Debug, Clone)]
struct Watcher {
    #[cfg(target_os = "linux")]
    guard: Arc<Guard>,
}

impl Watcher {
    #[cfg_attr(not(target_os = "linux"), expect(clippy::unnecessary_wraps, reason = "it starts a process on Linux"))]
    fn start() -> io::Result<Self> {
        Ok(Self {
            #[cfg(target_os = "linux")]
            guard: Arc::new(Guard::start()?),
        })
    }
}

/// A process that leads a group. The group ends with it: killed when the leader has ended, and before that is reaped, as its
/// number may be that of others afterwards.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Readable when the leader has ended; none where the system has no such thing.
    #[cfg(target_os = "linux")]
    ended: Option<tokio::io::unix::AsyncFd<std::os::fd::OwnedFd>>,
    /// The number of its group, which is that of the leader.
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
    watcher: Watcher,
    is_over: bool,
}

impl Process {
    fn of(child: Child, watcher: Watcher) -> Self {
        #[cfg(unix)]
        let group = leader(&child);
        Self {
            #[cfg(target_os = "linux")]
            ended: end_of(&child),
            child,
            #[cfg(unix)]
            group,
            watcher,
            is_over: false,
        }
    }

    /// Its number, until it is reaped.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Its standard output and error, once.
    pub fn pipes(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// Waits until the leader has ended. Nothing is lost where this is given up.
    ///
    /// # Errors
    /// What the system says.
    pub async fn ended(&mut self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        if let Some(ended) = &self.ended {
            return ended.readable().await.map(drop);
        }
        self.child.wait().await.map(drop)
    }

    /// Ends what is left of the group, and gives the exit code of the leader.
    ///
    /// # Errors
    /// What the system says.
    pub async fn reap(&mut self) -> io::Result<i32> {
        self.finish();
        self.child.wait().await.map(code)
    }

    /// Asks the group to end.
    pub fn ask(&mut self) {
        self.signal(Ending::Ask);
    }

    /// Makes it end; to be done [`GRACE`] after it was asked.
    pub fn force(&mut self) {
        self.signal(Ending::Force);
    }

    /// Kills the group and has the guardian forget it.
    fn finish(&mut self) {
        if std::mem::replace(&mut self.is_over, true) {
            return;
        }
        self.signal(Ending::Force);
        #[cfg(target_os = "linux")]
        if let Some(group) = self.group {
            self.watcher.guard.forget(group);
        }
    }

    #[cfg(unix)]
    fn signal(&self, ending: Ending) {
        use rustix::process::{Signal, kill_process_group};
        let signal = if ending == Ending::Ask { Signal::TERM } else { Signal::KILL };
        if let Some(group) = self.group {
            // It may be gone already.
            let _ = kill_process_group(group, signal);
        }
    }

    #[cfg(not(unix))]
    fn signal(&mut self, _ending: Ending) {
        let _ = self.child.start_kill();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.finish();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Ask,
    Force,
}

/// What is readable when a child has ended and is not reaped yet; none before Linux 5.3.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the safe ways to watch a file of one's own are deprecated")]
fn end_of(child: &Child) -> Option<tokio::io::unix::AsyncFd<std::os::fd::OwnedFd>> {
    use rustix::process::{PidfdFlags, pidfd_open};
    let file = pidfd_open(leader(child)?, PidfdFlags::empty()).ok()?;
    // SAFETY: the file is owned by what it is given to, and stays the same until that is dropped.
    unsafe { tokio::io::unix::AsyncFd::register_with_interest(file, tokio::io::Interest::READABLE) }.ok()
}

#[cfg(unix)]
fn leader(child: &Child) -> Option<rustix::process::Pid> {
    child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw)
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
