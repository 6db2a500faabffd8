//! Who ends the groups of processes when this program is killed and can end nothing itself.
//!
//! The death signal of the kernel reaches the process that was made, not what it makes in turn: the ffmpeg behind a wrapper
//! script lives on. So a small process of our own, with nothing open but the end of a pipe, waits for that pipe to close, which
//! it does however we die, and kills every group that was told and not taken back.
//!
//! ```text
//! record := i32 in the order of the machine     pid of a leader: its group is there     -pid: it is ended
//! ```
//! A record is shorter than what a pipe takes at once, so none is torn. Who leaves its group (`setsid`) is not found, nor what a
//! process has made before its group was told, which is as soon as it has become its program.

use std::io;
use std::os::fd::{OwnedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::Pid;

/// Groups that are watched at a time; far more than a machine carries processes of ffmpeg.
const MOST: usize = 1 << 16;

/// Beyond these descriptors nothing of ours is looked for where the kernel cannot close them all at once (before 5.9).
const LAST_DESCRIPTOR: i32 = 1 << 14;

/// The guardian, and our end of its pipe. It ends with this, and whatever group is left then with it.
#[derive(Debug)]
pub(super) struct Guard {
    told: Option<OwnedFd>,
    guardian: Child,
}

impl Guard {
    /// Starts the guardian.
    ///
    /// # Errors
    /// When the system has no pipe or process left.
    pub(super) fn start() -> io::Result<Self> {
        let (heard, told) = pipe_with(PipeFlags::CLOEXEC)?;
        // No program is run: what `pre_exec` does never returns.
        let mut command = Command::new("swarm-guard");
        command.stdin(Stdio::from(heard)).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        stand(&mut command);
        Ok(Self { told: Some(told), guardian: command.spawn()? })
    }

    /// A group is there.
    pub(super) fn watch(&self, group: Pid) {
        self.tell(group.as_raw_nonzero().get());
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

#[expect(unsafe_code, reason = "a process that runs no program is made by what is done before one")]
fn stand(command: &mut Command) {
    // Made here: a child of a program with threads must not allocate.
    let mut groups = vec![0; MOST].into_boxed_slice();
    // SAFETY: all that is done between fork and the end of the process are system calls and writing to memory that is there.
    unsafe {
        command.pre_exec(move || {
            for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT, libc::SIGPIPE] {
                libc::signal(signal, libc::SIG_IGN);
            }
            libc::prctl(libc::PR_SET_NAME, c"swarm-guard".as_ptr());
            // Our end of its own pipe is among them, and the pipe that tells its maker that it has become a program.
            close_from(3);
            guard(&mut groups);
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

/// Listens on standard input until it ends, then kills what is left.
#[expect(unsafe_code, reason = "only system calls are allowed where this runs")]
fn guard(groups: &mut [i32]) {
    let mut count = 0;
    let mut record = [0_u8; size_of::<i32>()];
    loop {
        // SAFETY: the buffer is as long as is said.
        let read = unsafe { libc::read(libc::STDIN_FILENO, record.as_mut_ptr().cast(), record.len()) };
        if read != record.len() as isize {
            break;
        }
        note(groups, &mut count, i32::from_ne_bytes(record));
    }
    for &group in &groups[..count] {
        // SAFETY: it takes numbers alone; the number is that of a group whose end was not told, and no smaller than 2.
        unsafe { libc::kill(-group, libc::SIGKILL) };
    }
}

/// Takes a record: positive for a group that is there, negative for one that is ended.
fn note(groups: &mut [i32], count: &mut usize, record: i32) {
    if record > 1 && *count < groups.len() {
        groups[*count] = record;
        *count += 1;
    } else if let Some(at) = groups[..*count].iter().position(|&group| group == -record) {
        *count -= 1;
        groups[at] = groups[*count];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_known_from_their_beginning_to_their_end() {
        let (mut groups, mut count) = ([0; 3], 0);
        for record in [10, 20, -10, 30, 40, 50, -99, 1, 0, i32::MIN + 1] {
            note(&mut groups, &mut count, record);
        }
        assert_eq!(groups[..count], [20, 30, 40], "what there is no room for is left");
        for record in [-20, -40, -30, -30] {
            note(&mut groups, &mut count, record);
        }
        assert_eq!(count, 0);
    }

    #[test]
    fn what_was_not_taken_back_ends_with_the_guard() {
        let guard = Guard::start().unwrap();
        let sleeper = || {
            let made = Command::new("sleep").arg("600").process_group(0).spawn().unwrap();
            guard.watch(Pid::from_child(&made));
            made
        };
        let (mut left, mut taken_back) = (sleeper(), sleeper());
        guard.forget(Pid::from_child(&taken_back));
        drop(guard);
        assert!(!left.wait().unwrap().success());
        assert!(taken_back.try_wait().unwrap().is_none(), "it is still there");
        taken_back.kill().unwrap();
        taken_back.wait().unwrap();
    }
}
