//! Who ends the processes of clients that this program does not reach: when it is killed and can end nothing itself, and those
//! that have left their group.
//!
//! The death signal of the kernel reaches the process that was made, not what it makes in turn: the ffmpeg behind a wrapper
//! script lives on. So a small process of our own, with nothing open but the end of a pipe, waits for that pipe to close, which
//! it does however we die, and kills every group that was told and not taken back, and whoever carries our [mark](super::mark).
//!
//! ```text
//! record := i32 in the order of the machine     pid of a leader: its group is there     -pid: it is ended
//! ```
//! A record is shorter than what a pipe takes at once, so none is torn. A leader tells of itself before it becomes its program:
//! who carries a mark is known, or was taken back. Who is not known a moment after some were taken back has outlived its client.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::Pid;
use rustix::time::{ClockId, clock_gettime};

#[cfg(test)]
use super::mark::sign;
use super::mark::{Mark, Search};

/// Groups that are watched at a time; far more than a machine carries processes of ffmpeg.
const MOST: usize = 1 << 16;

/// Beyond these descriptors nothing of ours is looked for where the kernel cannot close them all at once (before 5.9).
const LAST_DESCRIPTOR: i32 = 1 << 14;

/// Between two looks for who has outlived a client: it takes some milliseconds.
const PAUSE_MS: i64 = 1000;

/// Looks at the end of all, each of which finds what the one before made in its last moment; one is enough nearly always.
const MOST_LOOKS: u32 = 100;

/// Strays that are ended by one look.
const MOST_STRAYS: usize = 1 << 10;

/// The guardian, and our end of its pipe. It ends with this, and whatever group is left then with it.
#[derive(Debug)]
pub(super) struct Guard {
    told: Option<OwnedFd>,
    guardian: Child,
    mark: Mark,
}

impl Guard {
    /// Starts the guardian.
    ///
    /// # Errors
    /// When the system has no pipe or process left.
    pub(super) fn start() -> io::Result<Self> {
        let (heard, told) = pipe_with(PipeFlags::CLOEXEC)?;
        let mark = Mark::new();
        // No program is run: what `pre_exec` does never returns.
        let mut command = Command::new("swarm-guard");
        command.stdin(Stdio::from(heard)).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        stand(&mut command, mark.clone());
        Ok(Self { told: Some(told), guardian: command.spawn()?, mark })
    }

    /// What every client carries.
    pub(super) const fn mark(&self) -> &Mark {
        &self.mark
    }

    /// Where a leader tells of itself by [`arrive`]: the descriptor is there as long as this.
    pub(super) fn told(&self) -> RawFd {
        self.told.as_ref().map_or(-1, AsRawFd::as_raw_fd)
    }

    /// A group is ended: to be told while its leader is not reaped, as its number may be another's afterwards.
    pub(super) fn forget(&self, group: Pid) {
        self.tell(-group.as_raw_nonzero().get());
    }

    fn tell(&self, record: i32) {
        if let Some(told) = &self.told {
            // A guardian that was killed must not keep clients from coming.
            let _ = rustix::io::write(told, &record.to_ne_bytes());
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.told = None;
        // It ends at once, and there is nobody to tell that it had ended before.
        let _ = self.guardian.wait();
    }
}

/// A process that is to lead a group tells a guardian of it; to be called between its making and its program.
#[expect(unsafe_code, reason = "only system calls are allowed where this runs")]
pub(super) fn arrive(told: RawFd, leader: i32) {
    let record = leader.to_ne_bytes();
    // SAFETY: as many bytes as are there. A guardian that was killed must not keep clients from coming.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
        libc::write(told, record.as_ptr().cast(), record.len());
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
    }
}

#[expect(unsafe_code, reason = "a process that runs no program is made by what is done before one")]
fn stand(command: &mut Command, mark: Mark) {
    // Made here: a child of a program with threads must not allocate.
    let mut watch = Watch {
        groups: vec![0; MOST].into(),
        count: 0,
        strays: vec![(0, 0); MOST_STRAYS].into(),
        search: mark.search(),
    };
    // SAFETY: all that is done between fork and the end of the process are system calls and writing to memory that is there.
    unsafe {
        command.pre_exec(move || {
            for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT, libc::SIGPIPE] {
                libc::signal(signal, libc::SIG_IGN);
            }
            libc::prctl(libc::PR_SET_NAME, c"swarm-guard".as_ptr());
            // Our end of its own pipe is among them, and the pipe that tells its maker that it has become a program.
            close_from(3);
            watch.keep();
            libc::_exit(0)
        });
    }
}

/// Closes every descriptor from `first` on. For a process that shares them with its maker and has not become a program.
#[expect(unsafe_code, reason = "descriptors are closed by their numbers")]
pub(super) fn close_from(first: RawFd) {
    // SAFETY: takes numbers alone; this process has no owner of them.
    unsafe {
        if libc::syscall(libc::SYS_close_range, first, libc::c_uint::MAX, 0) != 0 {
            for descriptor in first..LAST_DESCRIPTOR {
                libc::close(descriptor);
            }
        }
    }
}

/// What the guardian knows.
struct Watch {
    groups: Box<[i32]>,
    count: usize,
    /// Who carries the mark of a leader that is not known, and that leader.
    strays: Box<[(i32, i32)]>,
    search: Search,
}

/// What came of listening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Record(i32),
    Nothing,
    /// Whoever told us is gone.
    End,
}

impl Watch {
    /// Listens on standard input until it ends, then kills what is left.
    fn keep(&mut self) {
        let mut due = None;
        loop {
            let patience = due.map_or(-1, |due: i64| (due - now_ms()).max(0));
            match listen(patience) {
                Heard::Record(record) => {
                    self.note(record);
                    if record < 0 && due.is_none() {
                        due = Some(now_ms() + PAUSE_MS);
                    }
                }
                Heard::Nothing => due = if self.end_strays() > 0 { Some(now_ms() + PAUSE_MS) } else { None },
                Heard::End => break,
            }
        }
        for &group in &self.groups[..self.count] {
            kill(-group);
        }
        self.count = 0;
        for _ in 0..MOST_LOOKS {
            if self.end_strays() == 0 {
                break;
            }
        }
    }

    /// Kills whoever carries the mark of a leader that is not there; how many.
    fn end_strays(&mut self) -> usize {
        let (groups, strays, mut count) = (&self.groups[..self.count], &mut self.strays, 0);
        self.search.run(|pid, leader| {
            if !groups.contains(&leader) && count < strays.len() {
                strays[count] = (pid, leader);
                count += 1;
            }
        });
        // One that has come since has told of itself before it carried a mark.
        while let Heard::Record(record) = listen(0) {
            self.note(record);
        }
        let groups = &self.groups[..self.count];
        let strays = self.strays[..count].iter().filter(|(_, leader)| !groups.contains(leader));
        strays.inspect(|(pid, _)| kill(*pid)).count()
    }

    /// Takes a record: positive for a group that is there, negative for one that is ended.
    fn note(&mut self, record: i32) {
        let Self { groups, count, .. } = self;
        if record > 1 && *count < groups.len() {
            groups[*count] = record;
            *count += 1;
        } else if let Some(at) = groups[..*count].iter().position(|&group| group == -record) {
            *count -= 1;
            groups[at] = groups[*count];
        }
    }
}

/// The next record on standard input, for which is waited so many milliseconds; below 0 without end.
#[expect(unsafe_code, reason = "only system calls are allowed where this runs")]
fn listen(patience_ms: i64) -> Heard {
    let mut heard = libc::pollfd { fd: libc::STDIN_FILENO, events: libc::POLLIN, revents: 0 };
    // SAFETY: one of them is there.
    let ready = unsafe { libc::poll(&raw mut heard, 1, i32::try_from(patience_ms).unwrap_or(i32::MAX)) };
    if ready <= 0 {
        return Heard::Nothing;
    }
    let mut record = [0_u8; size_of::<i32>()];
    // SAFETY: the buffer is as long as is said.
    let read = unsafe { libc::read(libc::STDIN_FILENO, record.as_mut_ptr().cast(), record.len()) };
    if read == record.len() as isize { Heard::Record(i32::from_ne_bytes(record)) } else { Heard::End }
}

fn now_ms() -> i64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}

/// Kills a process, or below 0 a group.
#[expect(unsafe_code, reason = "only system calls are allowed where this runs")]
fn kill(whom: i32) {
    if !(-1..=1).contains(&whom) {
        // SAFETY: it takes numbers alone.
        unsafe { libc::kill(whom, libc::SIGKILL) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch(groups: usize) -> Watch {
        let search = Mark::new().search();
        Watch { groups: vec![0; groups].into(), count: 0, strays: vec![(0, 0); 4].into(), search }
    }

    #[test]
    fn groups_are_known_from_their_beginning_to_their_end() {
        let mut watch = watch(3);
        for record in [10, 20, -10, 30, 40, 50, -99, 1, 0, i32::MIN + 1] {
            watch.note(record);
        }
        assert_eq!(watch.groups[..watch.count], [20, 30, 40], "what there is no room for is left");
        for record in [-20, -40, -30, -30] {
            watch.note(record);
        }
        assert_eq!(watch.count, 0);
    }

    /// A process that leads a group and carries the mark of `leader`, or of itself.
    fn marked(guard: &Guard, leader: Option<i32>) -> Child {
        let mut variable = guard.mark().variable();
        let mut command = Command::new("sleep");
        sign(&mut variable, leader.unwrap_or(0));
        let text = String::from_utf8(variable[..variable.len() - 1].to_vec()).unwrap();
        let (name, value) = text.split_once('=').unwrap();
        let made = command.arg("600").env(name, value).process_group(0).spawn().unwrap();
        if leader.is_none() {
            guard.tell(Pid::from_child(&made).as_raw_nonzero().get());
        }
        made
    }

    #[test]
    fn what_was_not_taken_back_ends_with_the_guard() {
        let guard = Guard::start().unwrap();
        let other = Guard::start().unwrap();
        let mut left = marked(&guard, None);
        let (mut stray, mut of_another) = (marked(&guard, Some(77)), marked(&other, Some(77)));
        drop(guard);
        assert!(!left.wait().unwrap().success());
        assert!(!stray.wait().unwrap().success(), "it has left its group, and carries the mark");
        assert!(of_another.try_wait().unwrap().is_none(), "it is still there");
        drop(other);
        of_another.wait().unwrap();
    }

    #[test]
    fn who_outlives_a_client_is_ended_while_the_others_stay() {
        let guard = Guard::start().unwrap();
        let mut leader = Command::new("sleep").arg("600").process_group(0).spawn().unwrap();
        let id = Pid::from_child(&leader);
        guard.tell(id.as_raw_nonzero().get());
        let mut with_it = marked(&guard, Some(id.as_raw_nonzero().get()));
        let mut stray = marked(&guard, Some(77));
        guard.forget(Pid::from_raw(78).unwrap());
        assert!(!stray.wait().unwrap().success(), "its leader is not there");
        assert!(with_it.try_wait().unwrap().is_none(), "its leader is there");
        guard.forget(id);
        assert!(!with_it.wait().unwrap().success());
        assert!(leader.try_wait().unwrap().is_none(), "it carries no mark");
        leader.kill().unwrap();
        leader.wait().unwrap();
    }
}
