//! What a client and all it makes carry in their environment, and how those are found that its group does not hold: whoever has
//! left it (`setsid`) keeps the mark, whatever became of its parent. Who clears its environment as well is not found.
//!
//! ```text
//! TOOLBOX_SWARM_CLIENT=RUN/LEADER     RUN is one for each guardian, LEADER ten digits: the pid of the process of the client
//! ```
//! Looking needs no memory: it is done in a process that is a copy of one with threads (see the [guard](super::guard)).

use std::ffi::CStr;
use std::io;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicU32, Ordering};

/// The name of the variable.
const NAME: &str = "TOOLBOX_SWARM_CLIENT";

/// Digits of a pid: as many as an `i32` may have.
const DIGITS: usize = 10;

/// What is read of an environment at once.
const CHUNK: usize = 4096;

/// What is read of one at most: as much as the kernel lets a program have (a quarter of its stack of 8 MiB).
const MOST_BYTES: usize = 2 << 20;

/// Names of a folder that are read at once.
const NAMES_BYTES: usize = 32 << 10;

/// What is looked for, of one run.
#[derive(Debug, Clone)]
pub(super) struct Mark(Vec<u8>);

impl Mark {
    /// One that nobody else has.
    pub(super) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let (pid, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
        Self(format!("{NAME}={pid}-{count}-{:x}{:08x}/", now.tv_sec, now.tv_nsec).into_bytes())
    }

    /// The variable with room for a leader, ended as the system wants it.
    pub(super) fn variable(&self) -> Vec<u8> {
        [&self.0, &[b'0'; DIGITS][..], &[0]].concat()
    }

    /// Room for a search.
    pub(super) fn search(self) -> Search {
        let overlap = self.0.len() + DIGITS;
        Search { mark: self, names: vec![0; NAMES_BYTES].into(), text: vec![0; CHUNK + overlap].into() }
    }
}

/// Writes the leader into a [`variable`](Mark::variable).
pub(super) fn sign(variable: &mut [u8], leader: i32) {
    let mut left = leader.unsigned_abs();
    for digit in variable.iter_mut().rev().skip(1).take(DIGITS) {
        *digit = b'0' + (left % 10) as u8;
        left /= 10;
    }
}

/// Looks for those that carry a mark.
#[derive(Debug)]
pub(super) struct Search {
    mark: Mark,
    names: Box<[u8]>,
    text: Box<[u8]>,
}

impl Search {
    /// Tells `found` of each process that carries the mark: its pid and its leader.
    #[expect(unsafe_code, reason = "the safe ways to read a folder ask for memory")]
    pub(super) fn run(&mut self, mut found: impl FnMut(i32, i32)) {
        let Some(folder) = open(c"/proc") else { return };
        loop {
            // SAFETY: as many bytes as there is room for.
            let read =
                unsafe { libc::syscall(libc::SYS_getdents64, folder, self.names.as_mut_ptr(), self.names.len()) };
            let Some(end) = usize::try_from(read).ok().filter(|end| *end > 0) else { break };
            let mut at = 0;
            // struct linux_dirent64: u64 inode, i64 offset, u16 length of this, u8 kind, then the name and a null byte.
            while let Some(&[low, high]) = self.names.get(at + 16..at + 18).filter(|_| at < end) {
                let length = usize::from(u16::from_ne_bytes([low, high]));
                let pid = self.names.get(at + 19..at + length).and_then(number);
                if let Some(pid) = pid
                    && let Some(leader) = self.leader_of(pid)
                {
                    found(pid, leader);
                }
                at += length.max(19);
            }
        }
        close(folder);
    }

    /// The leader that the mark of a process names.
    fn leader_of(&mut self, pid: i32) -> Option<i32> {
        let file = open(CStr::from_bytes_until_nul(&path(pid)).ok()?)?;
        let (mut kept, mut all, mut leader) = (0, 0, None);
        while leader.is_none() && all < MOST_BYTES {
            let Some(count) = read(file, &mut self.text[kept..]) else { break };
            let text = &self.text[..kept + count];
            leader = within(text, &self.mark.0);
            // What lies across two pieces is in the next one.
            let keep = text.len().min(self.mark.0.len() + DIGITS - 1);
            let from = text.len() - keep;
            self.text.copy_within(from..from + keep, 0);
            (kept, all) = (keep, all + count);
        }
        close(file);
        leader
    }
}

/// The leader behind a mark in a piece of an environment.
fn within(text: &[u8], mark: &[u8]) -> Option<i32> {
    let at = text.windows(mark.len() + DIGITS).position(|here| here.starts_with(mark))?;
    let digits = &text[at + mark.len()..][..DIGITS];
    digits.iter().try_fold(0_i32, |sum, digit| sum.checked_mul(10)?.checked_add(i32::from(digit.checked_sub(b'0')?)))
}

/// The pid that a name of `/proc` is, which may end with null bytes.
fn number(name: &[u8]) -> Option<i32> {
    let name = name.split(|byte| *byte == 0).next().filter(|name| !name.is_empty())?;
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| i32::from(byte - b'0'));
    name.iter().try_fold(0_i32, |sum, byte| sum.checked_mul(10)?.checked_add(digit(byte)?))
}

/// `/proc/PID/environ`, ended with a null byte.
fn path(pid: i32) -> [u8; 32] {
    let (mut path, mut digits, mut count, mut left) = ([0; 32], [0; DIGITS], 0, pid.unsigned_abs());
    while left > 0 || count == 0 {
        digits[count] = b'0' + (left % 10) as u8;
        (left, count) = (left / 10, count + 1);
    }
    let digits = digits[..count].iter().rev();
    let bytes = b"/proc/".iter().chain(digits).chain(b"/environ");
    path.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    path
}

#[expect(unsafe_code, reason = "a descriptor that nobody owns but who opened it")]
fn open(path: &CStr) -> Option<RawFd> {
    // SAFETY: a string that ends.
    let file = unsafe { libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
    (file >= 0).then_some(file)
}

#[expect(unsafe_code, reason = "a descriptor that nobody owns but who opened it")]
fn close(file: RawFd) {
    // SAFETY: closed once, by who opened it.
    unsafe { libc::close(file) };
}

/// Some bytes; none at the end.
#[expect(unsafe_code, reason = "a descriptor that nobody owns but who opened it")]
fn read(file: RawFd, into: &mut [u8]) -> Option<usize> {
    loop {
        // SAFETY: as many bytes as there is room for.
        let read = unsafe { libc::read(file, into.as_mut_ptr().cast(), into.len()) };
        match usize::try_from(read) {
            Ok(0) => return None,
            Ok(count) => return Some(count),
            Err(_) if io::Error::last_os_error().kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_mark_is_found_wherever_it_stands_and_no_other() {
        let mark = Mark::new();
        let mut variable = mark.variable();
        sign(&mut variable, 4711);
        assert!(variable.ends_with(b"/0000004711\0"), "{}", String::from_utf8_lossy(&variable));
        let signed = variable[..variable.len() - 1].to_vec();
        assert_eq!(within(&[b"A=b\0", &signed[..], b"\0C=d"].concat(), &mark.0), Some(4711));
        assert_eq!(within(&signed[..signed.len() - 1], &mark.0), None, "it is cut off");
        assert_eq!(within(&signed, &Mark::new().0), None);
        sign(&mut variable, i32::MAX);
        assert_eq!(within(&variable, &mark.0), Some(i32::MAX));
    }

    #[test]
    fn names_and_paths_of_processes() {
        assert_eq!(
            (number(b"4711\0\0"), number(b"self\0"), number(b""), number(b"99999999999")),
            (Some(4711), None, None, None)
        );
        assert_eq!(CStr::from_bytes_until_nul(&path(40)).unwrap(), c"/proc/40/environ");
        assert_eq!(CStr::from_bytes_until_nul(&path(i32::MAX)).unwrap(), c"/proc/2147483647/environ");
    }

    #[test]
    fn who_carries_a_mark_is_found_among_all_processes() {
        let mark = Mark::new();
        let mut variable = mark.variable();
        sign(&mut variable, 77);
        let text = String::from_utf8(variable[..variable.len() - 1].to_vec()).unwrap();
        let (name, value) = text.split_once('=').unwrap();
        // So long that the mark is in a later piece, and across two of them for some length.
        let mut children: Vec<_> = (0..3)
            .map(|length| {
                let mut command = Command::new("sleep");
                command.arg("600").env_clear().env("A", "x".repeat(CHUNK - 40 + 30 * length)).env(name, value);
                command.spawn().unwrap()
            })
            .collect();
        let mut found = Vec::new();
        let mut search = mark.search();
        search.run(|pid, leader| found.push((pid, leader)));
        let mut expected: Vec<_> = children.iter().map(|child| (child.id() as i32, 77)).collect();
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
        search.run(|pid, _| panic!("{pid} has ended"));
    }
}
