//! A timer finer than the runtime's: tokio rounds to milliseconds, which at ten thousand events a second is ten events
//! at once. On Linux it is a timerfd, good to some tens of microseconds; elsewhere it falls back to the runtime's.

use std::io;
use std::time::Duration;

#[cfg(target_os = "linux")]
mod system {
    use std::os::fd::OwnedFd;

    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
    };
    use tokio::io::unix::AsyncFd;

    use super::{Duration, io};

    #[derive(Debug)]
    pub(super) struct Timer(AsyncFd<OwnedFd>);

    impl Timer {
        pub(super) fn new() -> io::Result<Self> {
            let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
            let fd = timerfd_create(TimerfdClockId::Monotonic, flags)?;
            // SAFETY: `OwnedFd` always gives the same descriptor and keeps it open for as long as `AsyncFd` owns it.
            #[expect(unsafe_code, reason = "tokio asks its caller to vouch for the descriptor")]
            let registered = unsafe { AsyncFd::register_with_interest(fd, tokio::io::Interest::READABLE)? };
            Ok(Self(registered))
        }

        pub(super) async fn after(&mut self, wait: Duration) -> io::Result<()> {
            let zero = Timespec { tv_sec: 0, tv_nsec: 0 };
            let value = Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: i64::from(wait.subsec_nanos()) };
            // Setting the timer also clears an expiry that nobody read, so the descriptor is never read at all.
            let spec = Itimerspec { it_interval: zero, it_value: value };
            timerfd_settime(self.0.get_ref(), TimerfdTimerFlags::empty(), &spec)?;
            self.0.readable().await?.clear_ready();
            Ok(())
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{Duration, io};

    #[derive(Debug)]
    pub(super) struct Timer;

    impl Timer {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn after(&mut self, wait: Duration) -> io::Result<()> {
            tokio::time::sleep(wait).await;
            Ok(())
        }
    }
}

/// Waits for times shorter than a millisecond, within one runtime.
///
/// ```
/// use std::time::{Duration, Instant};
/// use toolbox::kit::{alarm::Alarm, runtime};
///
/// runtime::shared().unwrap().block_on(async {
///     let mut alarm = Alarm::new().unwrap();
///     let begin = Instant::now();
///     alarm.after(Duration::from_micros(300)).await.unwrap();
///     assert!(begin.elapsed() >= Duration::from_micros(300));
/// });
/// ```
#[derive(Debug)]
pub struct Alarm(system::Timer);

impl Alarm {
    /// A timer on the current runtime.
    ///
    /// # Errors
    /// When no file descriptor is left.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new() -> io::Result<Self> {
        system::Timer::new().map(Self)
    }

    /// Waits at least `wait`. Dropped before its end, it leaves nothing behind.
    ///
    /// # Errors
    /// When the system refuses the timer.
    pub async fn after(&mut self, wait: Duration) -> io::Result<()> {
        if wait.is_zero() {
            return Ok(());
        }
        self.0.after(wait).await
    }
}
