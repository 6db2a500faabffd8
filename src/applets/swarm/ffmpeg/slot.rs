//! A process that stands ready before its slot: it is made ahead, waits for the slot by itself and then becomes its program.
//!
//! Beside some hundred processes on two cores, whoever wants the processor waits for its turn: milliseconds each time. A process
//! that is made at its slot waits three times, for the turn of its maker, for its own, and for that of its maker again. One that
//! is there already waits once. 200 of ffmpeg at 20 a second on two cores: the latest 17 ms after its slot in the one way, 10 ms
//! in the other, which is as long as a bare loop around `posix_spawn` takes beside the same processes (`benches/versus/swarm`).
//!
//! ```text
//! word := i64 nanoseconds of the monotonic clock    when it went to become its program
//!         i32 errno                                 only where it could not
//! ```
//! Both in the order of the machine, through a pipe that ends when the program begins: nobody needs a turn of the processor to
//! know the moment, which the kernel itself tells up to 3 ms later where it is busy (its tracepoint `sched_process_exec`).
//! Nothing of ours is open in it while it waits; a connection that we close must be closed.

use std::ffi::{CString, OsString, c_char};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStringExt;
use std::ptr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, Signal, getpid, getppid, set_parent_process_death_signal};
use rustix::time::{ClockId, clock_gettime};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe::Receiver;
use tokio::process::Command;

use super::command::CommandLine;
use super::guard::{Guard, arrive, close_from};
use super::mark::{Mark, sign};
use crate::kit::allocator::let_pages_grow;
use crate::kit::env::Env;

/// The descriptor of the pipe in a process that waits: the first behind its standard error.
const WORD: RawFd = 3;

/// How a shell tells that a program cannot be run.
const CANNOT_RUN: i32 = 127;

/// A moment of both clocks.
#[derive(Debug, Clone, Copy)]
struct Clock {
    instant: Instant,
    ns: i64,
}

impl Clock {
    fn now() -> Self {
        let now = clock_gettime(ClockId::Monotonic);
        Self { instant: Instant::now(), ns: now.tv_sec * 1_000_000_000 + now.tv_nsec }
    }

    /// What the system calls this moment.
    fn ns_of(self, moment: Instant) -> i64 {
        let ns = |span: Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
        let after = ns(moment.saturating_duration_since(self.instant));
        self.ns.saturating_add(after).saturating_sub(ns(self.instant.saturating_duration_since(moment)))
    }

    /// The moment that the system calls this.
    fn instant_of(self, ns: i64) -> Instant {
        let apart = Duration::from_nanos(ns.abs_diff(self.ns));
        let moment = if ns >= self.ns { self.instant.checked_add(apart) } else { self.instant.checked_sub(apart) };
        moment.unwrap_or(self.instant)
    }
}

/// What a process that stands ready will say.
#[derive(Debug)]
pub(super) struct Word {
    pipe: Receiver,
    clock: Clock,
}

impl Word {
    /// Waits until it has become its program; the moment at which it went to.
    ///
    /// # Errors
    /// The program cannot be run; the process was ended before.
    pub(super) async fn begun(mut self) -> io::Result<Instant> {
        let mut said = [0; size_of::<i64>() + size_of::<i32>()];
        let mut count = 0;
        while count < said.len() {
            match self.pipe.read(&mut said[count..]).await? {
                0 => break,
                more => count += more,
            }
        }
        let (ns, errno) = said.split_at(size_of::<i64>());
        match (count, <[u8; 8]>::try_from(ns), <[u8; 4]>::try_from(errno)) {
            (8, Ok(ns), _) => Ok(self.clock.instant_of(i64::from_ne_bytes(ns))),
            (12, _, Ok(errno)) => Err(io::Error::from_raw_os_error(i32::from_ne_bytes(errno))),
            _ => Err(io::Error::other("it was ended before its program began")),
        }
    }
}

/// Has what `command` makes wait until `due` and then become the program of `line`; to be made at once, as the pipe of the
/// word ends with the command.
///
/// # Errors
/// No pipe is left; a word holds a null byte.
#[expect(unsafe_code, reason = "what a process does before it becomes its program can be told in no other way")]
pub(super) fn stand_ready(
    command: &mut Command,
    line: &CommandLine,
    due: Instant,
    guard: &Arc<Guard>,
) -> io::Result<Word> {
    let clock = Clock::now();
    let (heard, word) = pipe_with(PipeFlags::CLOEXEC)?;
    let pipe = Receiver::from_owned_fd(heard)?;
    let (mut image, guard) = (Image::of(line, guard.mark())?, Arc::clone(guard));
    let (parent, due) = (getpid(), clock.ns_of(due));
    let prepare = move || {
        stand(parent)?;
        arrive(guard.told(), getpid().as_raw_nonzero().get());
        // Those of ours would swallow what is to end it. It gets none before its maker goes on, which is after this.
        forget_handlers();
        // What is good for a supervisor is not for what decodes.
        let_pages_grow();
        keep_alone(&word);
        sleep_until(due);
        say(&Clock::now().ns.to_ne_bytes());
        say(&image.become_it().to_ne_bytes());
        leave()
    };
    // SAFETY: between fork and exec there are system calls alone, and nothing is allocated.
    unsafe { command.pre_exec(prepare) };
    Ok(Word { pipe, clock })
}

/// What the system is told of a program, made while memory may still be asked for.
struct Image {
    words: Vec<CString>,
    variables: Vec<CString>,
    mark: Vec<u8>,
    /// Where those are, and null at the end.
    argv: Vec<*const c_char>,
    envp: Vec<*const c_char>,
}

// SAFETY: the pointers are to what is in the same struct and is never changed.
#[expect(unsafe_code, reason = "pointers are not shared by themselves")]
unsafe impl Send for Image {}
// SAFETY: as above.
#[expect(unsafe_code, reason = "pointers are not shared by themselves")]
unsafe impl Sync for Image {}

impl Image {
    fn of(line: &CommandLine, mark: &Mark) -> io::Result<Self> {
        let words = [&line.program].into_iter().chain(&line.words);
        let words = words.map(|word| CString::new(word.as_str())).collect::<Result<Vec<_>, _>>()?;
        let pair = |(name, value): (&OsString, &OsString)| {
            CString::new([name.clone().into_vec(), value.clone().into_vec()].join(&b'='))
        };
        let variables = Env::process().variables().map(pair).collect::<Result<Vec<_>, _>>()?;
        let pointers = |strings: &[CString]| strings.iter().map(|string| string.as_ptr()).collect::<Vec<_>>();
        let argv = [pointers(&words), vec![ptr::null()]].concat();
        // One of them is that of the mark.
        let envp = [pointers(&variables), vec![ptr::null(); 2]].concat();
        Ok(Self { argv, envp, words, variables, mark: mark.variable() })
    }

    /// Becomes the program; the error where that cannot be.
    #[expect(unsafe_code, reason = "the safe way reports its failure through a pipe that its maker waits for")]
    fn become_it(&mut self) -> i32 {
        debug_assert_eq!((self.argv.len(), self.envp.len()), (self.words.len() + 1, self.variables.len() + 2));
        sign(&mut self.mark, getpid().as_raw_nonzero().get());
        let last = self.envp.len() - 2;
        self.envp[last] = self.mark.as_ptr().cast();
        // SAFETY: strings that end, in lists that end, all of which are there as long as this.
        unsafe { libc::execvpe(self.argv[0], self.argv.as_ptr(), self.envp.as_ptr()) };
        io::Error::last_os_error().raw_os_error().unwrap_or(libc::EINVAL)
    }
}

/// Ends with its maker, and at once where that is gone: it would never hear of it.
fn stand(parent: Pid) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
}

#[expect(unsafe_code, reason = "no safe wrapper of sigaction does without memory")]
fn forget_handlers() {
    for signal in 1..libc::SIGRTMIN() {
        // SAFETY: what is read is written by the call before; what is set is a constant of the system.
        unsafe {
            let mut old: libc::sigaction = std::mem::zeroed();
            if libc::sigaction(signal, ptr::null(), &raw mut old) == 0 && old.sa_sigaction != libc::SIG_IGN {
                libc::signal(signal, libc::SIG_DFL);
            }
        }
    }
}

/// Leaves nothing open but the standard three and the pipe of the word. One of those that are closed told the maker that its
/// process has become a program: it goes on now.
#[expect(unsafe_code, reason = "descriptors are closed by their numbers")]
fn keep_alone(word: &OwnedFd) {
    if word.as_raw_fd() != WORD {
        // SAFETY: what was open by that number is closed, and belongs to the maker alone.
        unsafe { libc::dup3(word.as_raw_fd(), WORD, libc::O_CLOEXEC) };
    }
    close_from(WORD + 1);
}

#[expect(unsafe_code, reason = "the safe sleeps take a span, and time goes on while it is reckoned")]
fn sleep_until(ns: i64) {
    let until = libc::timespec { tv_sec: ns / 1_000_000_000, tv_nsec: ns % 1_000_000_000 };
    // SAFETY: reads a value that is there.
    while unsafe {
        libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &raw const until, ptr::null_mut())
    } == libc::EINTR
    {}
}

#[expect(unsafe_code, reason = "the descriptor is known by its number")]
fn say(bytes: &[u8]) {
    // SAFETY: as many bytes as are there. A maker that does not listen has gone, and this process with it.
    unsafe { libc::write(WORD, bytes.as_ptr().cast(), bytes.len()) };
}

#[expect(unsafe_code, reason = "what the maker wants done at its own end must not be done here")]
fn leave() -> ! {
    // SAFETY: ends the process.
    unsafe { libc::_exit(CANNOT_RUN) }
}

#[cfg(test)]
mod tests {
    use std::process::Stdio;

    use super::*;

    fn made(program: &str, words: &[&str], due: Instant) -> (tokio::process::Child, Word) {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        let line = CommandLine { program: program.to_owned(), words };
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).process_group(0);
        let guard = Arc::new(Guard::start().unwrap());
        let word = stand_ready(&mut command, &line, due, &guard).unwrap();
        let made = (command.spawn().unwrap(), word);
        // Not what is looked at here, and it would end the process.
        std::mem::forget(guard);
        made
    }

    fn ahead(seconds: u64) -> Instant {
        Instant::now() + Duration::from_secs(seconds)
    }

    #[test]
    fn both_clocks_tell_the_same_moments() {
        let clock = Clock::now();
        for ns in [clock.ns - 5_000_000_000, clock.ns, clock.ns + 3] {
            assert_eq!(clock.ns_of(clock.instant_of(ns)), ns);
        }
        assert_eq!(clock.instant_of(clock.ns + 7) - clock.instant, Duration::from_nanos(7));
    }

    #[tokio::test]
    async fn its_program_begins_at_the_slot_and_not_before() {
        let due = Instant::now() + Duration::from_millis(300);
        let (child, word) = made("sh", &["-c", "echo $0 $#; readlink /proc/$$/fd/* >&2", "name", "a b"], due);
        let begun = word.begun().await.unwrap();
        assert!(begun >= due, "{:?} before its slot", due - begun);
        let output = child.wait_with_output().await.unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "name 1\n");
        let open = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(open.lines().count() <= 4, "nothing of ours is open in it: {open}");
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_told_with_the_reason() {
        let (mut child, word) = made("no-such-program-anywhere", &[], Instant::now());
        assert_eq!(word.begun().await.unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(child.wait().await.unwrap().code(), Some(CANNOT_RUN));
    }

    #[tokio::test]
    async fn who_waits_for_a_slot_obeys_and_holds_nothing_of_ours_open() {
        // A handler as the runtime sets it would swallow the signal.
        let _handler = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = tokio::net::TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (server, _) = listener.accept().await.unwrap();
        let (mut child, word) = made("sleep", &["600"], ahead(600));
        drop(server);
        assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0, "the end of the connection");
        let id = Pid::from_raw(i32::try_from(child.id().unwrap()).unwrap()).unwrap();
        rustix::process::kill_process_group(id, Signal::TERM).unwrap();
        assert!(word.begun().await.unwrap_err().to_string().contains("ended before its program began"));
        assert_eq!(super::super::process::code(child.wait().await.unwrap()), 143);
    }
}
