//! Bounds, order, both ways to stop, and panics.

use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use proptest::prelude::*;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

use super::*;

fn settings(at_once: usize, waiting: usize, order: Order) -> Settings {
    Settings { at_once, waiting, order }
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[tokio::test(start_paused = true)]
async fn results_come_as_jobs_finish() {
    let work = |n| async move {
        sleep(seconds(n)).await;
        n
    };
    let results = over([3, 1, 2], settings(3, 0, Order::Finished), &CancellationToken::new(), work);
    assert_eq!(results.drain().await, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn results_come_in_the_order_of_submission() {
    let work = |n| async move {
        sleep(seconds(n)).await;
        n
    };
    let results = over([3, 1, 2, 1], settings(2, 1, Order::Submitted), &CancellationToken::new(), work);
    assert_eq!(results.drain().await, [3, 1, 2, 1]);
}

#[tokio::test(start_paused = true)]
async fn no_more_than_the_limit_run_at_once() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (running, peak) = (Arc::clone(&now), Arc::clone(&most));
    let work = move |_| {
        let (running, peak) = (Arc::clone(&running), Arc::clone(&peak));
        async move {
            peak.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            sleep(seconds(1)).await;
            running.fetch_sub(1, Ordering::SeqCst);
        }
    };
    let start = Instant::now();
    let results = over(0..12, settings(4, 8, Order::Finished), &CancellationToken::new(), work);
    assert_eq!(results.drain().await.len(), 12);
    assert_eq!(most.load(Ordering::SeqCst), 4);
    assert_eq!(start.elapsed(), seconds(3));
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_does_not_read_holds_up_the_submitter() {
    let (jobs, mut results) =
        pool(settings(2, 1, Order::Submitted), &CancellationToken::new(), |n: u32| async move { n });
    for n in 0..3 {
        jobs.submit(n).await.unwrap();
    }
    assert!(timeout(seconds(9), jobs.submit(3)).await.is_err(), "all places are held by results not taken");
    assert_eq!(results.next().await, Some(0));
    jobs.submit(4).await.unwrap();
    drop(jobs);
    assert_eq!(results.drain().await, [1, 2, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_pool_finishes_what_runs_and_drops_what_waits() {
    let stop = CancellationToken::new();
    let release = Arc::new(Notify::new());
    let gate = Arc::clone(&release);
    let (jobs, mut results) = pool(settings(1, 5, Order::Submitted), &stop, move |n: u32| {
        let gate = Arc::clone(&gate);
        async move {
            gate.notified().await;
            n
        }
    });
    for n in 0..3 {
        jobs.submit(n).await.unwrap();
    }
    assert!(timeout(seconds(1), results.next()).await.is_err(), "the first job runs");
    stop.cancel();
    assert_eq!(jobs.submit(9).await, Err(Stopped(9)));
    release.notify_one();
    drop(jobs);
    assert_eq!(results.drain().await, [0]);
}

#[tokio::test(start_paused = true)]
async fn a_submitter_that_waits_learns_of_the_stop() {
    let stop = CancellationToken::new();
    let (jobs, results) = pool(settings(1, 0, Order::Finished), &stop, |n: u32| async move { n });
    jobs.submit(1).await.unwrap();
    let (refused, ()) = tokio::join!(jobs.submit(2), async { stop.cancel() });
    assert_eq!(refused, Err(Stopped(2)));
    drop(jobs);
    assert!(results.drain().await.is_empty(), "the first had not started");
}

#[tokio::test(start_paused = true)]
async fn dropping_the_results_drops_the_jobs() {
    struct Mark(Arc<Mutex<Vec<u32>>>, u32);
    impl Drop for Mark {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(self.1);
        }
    }
    let dropped = Arc::new(Mutex::new(Vec::new()));
    let marks = Arc::clone(&dropped);
    let (jobs, results) = pool(settings(1, 1, Order::Finished), &CancellationToken::new(), move |n| {
        let mark = Mark(Arc::clone(&marks), n);
        async move {
            std::future::pending::<()>().await;
            drop(mark);
        }
    });
    jobs.submit(1).await.unwrap();
    jobs.submit(2).await.unwrap();
    tokio::task::yield_now().await;
    drop(results);
    assert_eq!(jobs.submit(3).await, Err(Stopped(3)));
    timeout(seconds(1), async {
        while dropped.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    assert_eq!(*dropped.lock().unwrap(), [1], "the second never started");
}

#[tokio::test]
#[should_panic(expected = "job 2 broke")]
async fn a_panic_in_a_job_is_raised_where_results_are_read() {
    let work = |n| async move {
        assert!(n != 2, "job {n} broke");
        n
    };
    let mut results = over(1..=3, settings(1, 3, Order::Submitted), &CancellationToken::new(), work);
    assert_eq!(results.next().await, Some(1));
    let _ = results.next().await;
}

#[tokio::test]
async fn a_pool_without_jobs_has_no_results() {
    let results = over([0_u8; 0], settings(0, 0, Order::Submitted), &CancellationToken::new(), |n| async move { n });
    assert!(results.drain().await.is_empty());
}

proptest! {
    #[test]
    fn every_job_is_done_once_whatever_the_bounds(
        delays in prop::collection::vec(0_u64..20, 0..40), at_once in 0_usize..6, waiting in 0_usize..6, ordered: bool,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let order = if ordered { Order::Submitted } else { Order::Finished };
        let jobs: Vec<(usize, u64)> = delays.into_iter().enumerate().collect();
        let count = jobs.len();
        let mut done = runtime.block_on(async move {
            let work = |(index, delay)| async move {
                sleep(Duration::from_millis(delay)).await;
                index
            };
            over(jobs, settings(at_once, waiting, order), &CancellationToken::new(), work).drain().await
        });
        if !ordered {
            done.sort_unstable();
        }
        prop_assert_eq!(done, (0..count).collect::<Vec<_>>());
    }
}
