//! Processes that cannot outlive this one: each leads a group of its own, and dies with its parent.
//!
//! The kernel ties the death signal (`prctl(PR_SET_PDEATHSIG)`) to the thread that made the process, not to the whole
//! program: so all of them are made by one thread that stays to the end of the run.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use tokio::sync::oneshot;

use super::command::CommandLine;

/// What a process gets between SIGTERM and SIGKILL.
pub const GRACE: Duration = Duration::from_secs(5);

/// So long before its slot a client hands over what it wants to be: nothing but the start itself is left to do then.
pub const AHEAD: Duration = Duration::from_secs(1);

/// A process, and when it had become its program.
#[derive(Debug)]
pub struct Made {
    /// The process.
    pub child: Child,
    /// The moment.
    pub at: Instant,
}

struct Order {
    due: Instant,
    command: Command,
    reply: oneshot::Sender<io::Result<Made>>,
}

/// The thread that makes processes. It ends when all of these are gone; until then its children live.
///
/// It waits for the slots itself: on a machine that is busy with the clients it has started, a timer of the runtime and two
/// more threads on the way to the system would come to ten milliseconds and more, one thread that sleeps until the moment
/// itself to less.
#[derive(Debug, Clone)]
pub struct Spawner {
    /// No more than one order of each client waits.
    orders: mpsc::Sender<Order>,
}

impl Spawner {
    /// Starts the thread; the children are waited for on the current runtime.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start() -> io::Result<Self> {
        let (orders, coming) = mpsc::channel::<Order>();
        let runtime = tokio::runtime::Handle::current();
        std::thread::Builder::new().name("spawner".to_owned()).spawn(move || {
            let _context = runtime.enter();
            #[cfg(target_os = "linux")]
            short_slices();
            work(&coming);
        })?;
        Ok(Self { orders })
    }

    /// Makes a process at `due`, or at once where that is over; its standard output and error are pipes. Whoever stops waiting
    /// for it takes the order back.
    ///
    /// # Errors
    /// What the system says: no such program, no more processes.
    pub async fn spawn(&self, line: &CommandLine, due: Instant) -> io::Result<Made> {
        let gone = || io::Error::other("the thread that starts processes is gone");
        let (reply, made) = oneshot::channel();
        self.orders.send(Order { due, command: prepared(line), reply }).map_err(|_| gone())?;
        made.await.map_err(|_| gone())?
    }
}

/// Makes what is due, until nobody orders any more.
fn work(coming: &mpsc::Receiver<Order>) {
    let mut waiting = BinaryHeap::<Reverse<Order>>::new();
    loop {
        let next = waiting.peek().map(|Reverse(order)| order.due.saturating_duration_since(Instant::now()));
        let come = match next {
            Some(Duration::ZERO) => Err(mpsc::RecvTimeoutError::Timeout),
            Some(next) => coming.recv_timeout(next),
            None => coming.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected),
        };
        match come {
            Ok(order) => waiting.push(Reverse(order)),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                if let Some(Reverse(order)) = waiting.pop() {
                    order.carry_out();
                }
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
        }
    }
}

impl Order {
    fn carry_out(mut self) {
        if self.reply.is_closed() {
            return;
        }
        let made = self.command.spawn().map(|child| Made { child, at: Instant::now() });
        // Whoever does not wait any more drops the child, which ends it.
        let _ = self.reply.send(made);
    }
}

impl PartialEq for Order {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}

impl Eq for Order {}

impl PartialOrd for Order {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Order {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.due.cmp(&other.due)
    }
}

fn prepared(line: &CommandLine) -> Command {
    let mut command = Command::new(&line.program);
    command.args(&line.words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    #[cfg(target_os = "linux")]
    die_with_parent(&mut command);
    command
}

/// Asks the scheduler for turns of this thread that are short and come the sooner for it (Linux 6.12 and later; before that it
/// changes nothing). It takes no right, nothing from others, and is not passed on to children. Of 480 starts among processes
/// that start as well, the latest came 9 ms after its slot with it and 16 ms without; 99 of 100 within 5 ms and 8 ms.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "no safe wrapper of sched_setattr is among our dependencies")]
fn short_slices() {
    /// The shortest that the kernel takes, in nanoseconds.
    const SLICE_NS: u64 = 100_000;
    /// `SCHED_FLAG_RESET_ON_FORK`: children get the usual slices.
    const NOT_FOR_CHILDREN: u64 = 1;
    let attributes = libc::sched_attr {
        // Of its first version, which is all there is of it here.
        size: size_of::<libc::sched_attr>() as u32,
        sched_policy: 0,
        sched_flags: NOT_FOR_CHILDREN,
        sched_nice: 0,
        sched_priority: 0,
        sched_runtime: SLICE_NS,
        sched_deadline: 0,
        sched_period: 0,
    };
    // SAFETY: the kernel reads as many bytes as `size` says and keeps nothing.
    let _ = unsafe { libc::syscall(libc::SYS_sched_setattr, 0, &raw const attributes, 0) };
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
