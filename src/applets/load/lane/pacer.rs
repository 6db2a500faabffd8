//! Hands arrivals to users when they are due.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use super::Lane;
use crate::kit::alarm::Alarm;

impl Lane {
    /// Hands arrivals to idle users when they are due, until the schedule or the run ends.
    pub(in super::super) async fn pace(&self, mut alarm: Alarm) -> std::io::Result<()> {
        loop {
            self.idle_user().await;
            if self.stopped.get() {
                return Ok(());
            }
            let due = match self.next_arrival() {
                Some(due) => due,
                None if self.is_spent() => break,
                None => self.end.get(),
            };
            let now = self.clock.get().now();
            if due > now {
                self.until_due(&mut alarm, Duration::from_nanos(due - now)).await?;
                if self.paused_at.get().is_some() {
                    continue;
                }
            }
            self.hand_over(self.clock.get().now());
        }
        self.stop();
        Ok(())
    }

    /// Waits for an arrival, or until it falls due at another time.
    async fn until_due(&self, alarm: &mut Alarm, wait: Duration) -> std::io::Result<()> {
        let rescheduled = poll_fn(|cx| {
            if self.rescheduled.take() {
                return Poll::Ready(());
            }
            let mut waker = self.pacer_at_alarm.borrow_mut();
            if !waker.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
                *waker = Some(cx.waker().clone());
            }
            Poll::Pending
        });
        tokio::select! {
            biased;
            () = rescheduled => Ok(()),
            due = alarm.after(wait) => due,
        }
    }

    /// Has the pacer look at the schedule again, whatever it waits for.
    pub(super) fn reschedule(&self) {
        self.rescheduled.set(true);
        if let Some(waker) = &*self.pacer_at_alarm.borrow() {
            waker.wake_by_ref();
        }
        self.wake_pacer();
    }

    /// Waits until there is an idle user and no pause, or the run stops.
    async fn idle_user(&self) {
        poll_fn(|cx| {
            let ready = !self.idle.borrow().is_empty() && self.paused_at.get().is_none();
            if ready || self.stopped.get() {
                return Poll::Ready(());
            }
            *self.pacer.borrow_mut() = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Gives every arrival due by `now` to an idle user, as long as there are any.
    fn hand_over(&self, now: u64) {
        while let Some(due) = self.next_arrival().filter(|&due| due <= now) {
            let Some(seat) = self.idle.borrow_mut().pop_front() else { return };
            seat.arrival.set(self.take_arrival(due));
            seat.parked.set(false);
            seat.wake();
        }
    }

    pub(super) fn wake_pacer(&self) {
        if let Some(waker) = self.pacer.borrow_mut().take() {
            waker.wake();
        }
    }
}
