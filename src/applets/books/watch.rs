//! When folders are worth another look: the system tells of changes where it can, time passes where it cannot, and files
//! that still grow are waited for. What is there is always found by looking; a missed message costs time, nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::scan::Unit;

/// Folders that the system is asked to watch; each costs memory in the kernel.
const MOST_FOLDERS: usize = 16_384;

/// Between looks without a message, where the system watches every folder: it does not see into disks of other machines.
const SELDOM: Duration = Duration::from_mins(1);

/// Between looks where it does not.
const OFTEN: Duration = Duration::from_secs(10);

/// Between two questions whether to stop.
const SLICE: Duration = Duration::from_millis(200);

/// Which units have stayed as they are for long enough.
///
/// ```
/// # use std::time::{Duration, Instant};
/// # use toolbox::applets::books::scan::{Entry, Unit};
/// # use toolbox::applets::books::watch::Settling;
/// let (start, second) = (Instant::now(), Duration::from_secs(1));
/// let unit = |size| {
///     let audio = vec![Entry { path: "/in/a.mp3".into(), size, mtime_ns: 0 }];
///     Unit { path: "/in".into(), root: "/in".into(), is_loose: true, audio, beside: Vec::new() }
/// };
/// let mut settling = Settling::new(2 * second);
/// assert!(!settling.is_settled(&unit(1), start), "it was not seen before");
/// assert!(!settling.is_settled(&unit(2), start + 2 * second), "it has grown");
/// assert!(!settling.is_settled(&unit(2), start + 3 * second));
/// assert!(settling.is_waiting());
/// assert!(settling.is_settled(&unit(2), start + 4 * second));
/// assert!(!settling.is_waiting());
/// ```
#[derive(Debug)]
pub struct Settling {
    time: Duration,
    seen: BTreeMap<PathBuf, ([u8; 16], Instant)>,
    waiting: BTreeMap<PathBuf, Instant>,
}

impl Settling {
    /// Units have to stay as they are for so long.
    #[must_use]
    pub const fn new(time: Duration) -> Self {
        Self { time, seen: BTreeMap::new(), waiting: BTreeMap::new() }
    }

    /// Whether a unit looks as it did so long ago.
    pub fn is_settled(&mut self, unit: &Unit, now: Instant) -> bool {
        let signature = unit.signature();
        let since = match self.seen.get(&unit.path) {
            Some((known, since)) if *known == signature => *since,
            _ => now,
        };
        self.seen.insert(unit.path.clone(), (signature, since));
        let is_settled = now.duration_since(since) >= self.time;
        if is_settled {
            self.waiting.remove(&unit.path);
        } else {
            self.waiting.insert(unit.path.clone(), now);
        }
        is_settled
    }

    /// A look begins: what it does not find again is not waited for.
    pub fn begin(&mut self) {
        self.waiting.clear();
    }

    /// Whether anything was not settled yet when it was looked at last.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Forgets units that are gone.
    pub fn keep(&mut self, is_there: impl Fn(&Path) -> bool) {
        self.seen.retain(|path, _| is_there(path));
    }
}

/// What the system tells of folders.
#[derive(Debug)]
pub struct Ear {
    #[cfg(target_os = "linux")]
    inotify: Option<linux::Inotify>,
    hears_all: bool,
}

impl Ear {
    /// An ear that hears nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            #[cfg(target_os = "linux")]
            inotify: linux::Inotify::new(),
            hears_all: false,
        }
    }

    /// Listens at these folders, and no others. Where the system does not watch them all, looks are taken more often.
    pub fn listen(&mut self, folders: &[PathBuf]) {
        #[cfg(target_os = "linux")]
        {
            self.hears_all = folders.len() <= MOST_FOLDERS
                && self.inotify.as_mut().is_some_and(|inotify| folders.iter().all(|folder| inotify.watch(folder)));
        }
        #[cfg(not(target_os = "linux"))]
        let _ = folders;
    }

    /// Waits until something happens in the folders, or long enough; `soon` where something is waited for. Ends early
    /// where `is_over` says so.
    pub fn wait(&mut self, soon: Option<Duration>, is_over: &dyn Fn() -> bool) {
        let longest = soon.unwrap_or(if self.hears_all { SELDOM } else { OFTEN });
        let until = Instant::now() + longest;
        while !is_over() {
            let left = until.saturating_duration_since(Instant::now()).min(SLICE);
            if left.is_zero() {
                return;
            }
            if self.hears(left) {
                // One message seldom comes alone.
                thread::sleep(SLICE);
                self.hears(Duration::ZERO);
                return;
            }
        }
    }

    #[cfg(target_os = "linux")]
    fn hears(&mut self, longest: Duration) -> bool {
        if let Some(inotify) = &mut self.inotify {
            return inotify.hears(longest);
        }
        thread::sleep(longest);
        false
    }

    #[cfg(not(target_os = "linux"))]
    fn hears(&mut self, longest: Duration) -> bool {
        thread::sleep(longest);
        false
    }
}

impl Default for Ear {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};

    /// The kernel's watch over folders.
    #[derive(Debug)]
    pub(super) struct Inotify(OwnedFd);

    impl Inotify {
        pub(super) fn new() -> Option<Self> {
            init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok().map(Self)
        }

        /// Watches a folder; one that is watched stays so. Folders that are gone are no longer watched by themselves.
        pub(super) fn watch(&mut self, folder: &Path) -> bool {
            let what = WatchFlags::CREATE
                | WatchFlags::CLOSE_WRITE
                | WatchFlags::MOVED_FROM
                | WatchFlags::MOVED_TO
                | WatchFlags::DELETE
                | WatchFlags::ONLYDIR;
            add_watch(&self.0, folder, what).is_ok()
        }

        /// Whether anything happened, within so long; all that has is heard at once.
        pub(super) fn hears(&mut self, longest: Duration) -> bool {
            let Ok(longest) = Timespec::try_from(longest) else { return false };
            let mut fds = [PollFd::new(&self.0, PollFlags::IN)];
            if !matches!(poll(&mut fds, Some(&longest)), Ok(1..)) {
                return false;
            }
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut reader = Reader::new(&self.0, &mut buffer);
            while reader.next().is_ok() {}
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_new_file_is_heard_of() {
        let folder = tempfile::tempdir().unwrap();
        let mut ear = Ear::new();
        ear.listen(&[folder.path().to_owned()]);
        assert!(ear.hears_all);
        std::fs::write(folder.path().join("a.mp3"), "x").unwrap();
        // Without a message this would take as long as the test may.
        ear.wait(Some(Duration::from_hours(1)), &|| false);
        ear.listen(&[folder.path().to_owned(), folder.path().join("none")]);
        assert!(!ear.hears_all);
    }

    #[test]
    fn whoever_says_so_ends_the_wait() {
        Ear::new().wait(Some(Duration::from_hours(1)), &|| true);
    }
}
