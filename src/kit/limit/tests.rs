//! Limits on a paused clock: what passes, when, and what a change or an end does to those who wait.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use proptest::prelude::*;

use super::*;

fn rate(bytes_per_second: u64) -> Option<NonZeroU64> {
    NonZeroU64::new(bytes_per_second)
}

/// A limiter without anything saved up.
async fn drained(bytes_per_second: u64) -> Limiter {
    let limiter = Limiter::new(rate(bytes_per_second));
    limiter.take(burst_bytes(NonZeroU64::new(bytes_per_second).unwrap())).await;
    limiter
}

async fn is_pending(future: &mut (impl Future<Output = ()> + Unpin)) -> bool {
    std::future::poll_fn(|cx| Poll::Ready(std::pin::Pin::new(&mut *future).poll(cx).is_pending())).await
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_nothing_waits() {
    let (limiter, begin) = (Limiter::unlimited(), Instant::now());
    limiter.take(u64::MAX).await;
    Limits::default().take(u64::MAX).await;
    assert_eq!((begin.elapsed(), limiter.piece_bytes(1 << 20)), (Duration::ZERO, 1 << 20));
}

#[tokio::test(start_paused = true)]
async fn readers_together_are_as_fast_as_the_limit() {
    let limiter = drained(1_000_000).await;
    let begin = Instant::now();
    let readers = (0..8).map(|_| {
        let limiter = limiter.clone();
        tokio::spawn(async move {
            for _ in 0..25 {
                limiter.take(10_000).await;
            }
        })
    });
    for reader in readers.collect::<Vec<_>>() {
        reader.await.unwrap();
    }
    let elapsed = begin.elapsed();
    // tokio's timer counts in milliseconds.
    assert!((Duration::from_secs(2)..=Duration::from_millis(2_002)).contains(&elapsed), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_used_is_worth_a_short_burst() {
    let limiter = drained(1_000).await;
    tokio::time::advance(Duration::from_hours(1)).await;
    let begin = Instant::now();
    limiter.take(100).await;
    assert_eq!(begin.elapsed(), Duration::ZERO);
    limiter.take(1_000).await;
    assert_eq!(begin.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_change_is_felt_by_those_who_wait() {
    let limiter = drained(1_000).await;
    let begin = Instant::now();
    let wait = async {
        limiter.take(10_000).await;
        begin.elapsed()
    };
    let change = async {
        sleep(Duration::from_secs(5)).await;
        limiter.set(rate(5_000));
    };
    let (waited, ()) = tokio::join!(wait, change);
    assert_eq!(waited, Duration::from_secs(6), "half at the old rate, half at the new");
    let (waited, ()) = tokio::join!(
        async {
            limiter.take(1_000_000).await;
            begin.elapsed()
        },
        async { limiter.set(None) }
    );
    assert_eq!(waited, Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_begins_counts_from_there() {
    let limiter = Limiter::unlimited();
    limiter.take(1 << 40).await;
    limiter.set(rate(1_000));
    let begin = Instant::now();
    limiter.take(2_000).await;
    assert_eq!(begin.elapsed(), Duration::from_secs(2));
    limiter.set(rate(10));
    limiter.take(10).await;
    assert_eq!(begin.elapsed(), Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn who_stops_waiting_gives_its_bytes_back() {
    let limiter = drained(1_000).await;
    {
        let mut given_up = pin!(limiter.take(1_000_000));
        assert!(is_pending(&mut given_up).await);
    }
    let begin = Instant::now();
    limiter.take(1_000).await;
    assert_eq!(begin.elapsed(), Duration::from_secs(1));
    limiter.take(5_000).await;
    limiter.give_back(5_000);
    let begin = Instant::now();
    limiter.take(100).await;
    assert_eq!(begin.elapsed(), Duration::ZERO, "what came back is there, up to the burst");
    limiter.take(1_000).await;
    assert_eq!(begin.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn bytes_from_before_a_limit_may_come_back_under_it() {
    let limiter = Limiter::unlimited();
    limiter.take(1_000).await;
    limiter.set(rate(1_000));
    limiter.give_back(1_000);
    let begin = Instant::now();
    limiter.take(1_100).await;
    assert!(begin.elapsed() <= Duration::from_millis(1_100), "nobody waits for what was never taken");
}

#[tokio::test(start_paused = true)]
async fn who_asks_first_is_served_first() {
    let limiter = drained(1_000).await;
    let served = Mutex::new(Vec::new());
    let ask = |name: &'static str, bytes| {
        let (limiter, served) = (&limiter, &served);
        async move {
            limiter.take(bytes).await;
            served.lock().unwrap().push(name);
        }
    };
    tokio::join!(ask("large", 5_000), ask("small", 10), ask("tiny", 1));
    assert_eq!(*served.lock().unwrap(), ["large", "small", "tiny"]);
}

#[tokio::test(start_paused = true)]
async fn a_download_with_a_limit_of_its_own_leaves_the_rest_to_others() {
    let whole = drained(10_000).await;
    let slow = Limits::of([whole.clone(), drained(1_000).await]);
    let fast = Limits::of([whole.clone(), Limiter::unlimited()]);
    let begin = Instant::now();
    let run = |limits: Limits, pieces: u64| async move {
        for _ in 0..pieces {
            limits.take(100).await;
        }
        begin.elapsed()
    };
    let (slow, fast) = tokio::join!(run(slow, 100), run(fast, 900));
    assert_eq!(slow, Duration::from_secs(10));
    assert!((Duration::from_secs(10)..Duration::from_millis(10_200)).contains(&fast), "{fast:?}");
}

#[test]
fn pieces_are_a_tenth_of_a_second_and_never_tiny() {
    assert_eq!(Limiter::new(rate(10 << 20)).piece_bytes(1 << 18), 1 << 18);
    assert_eq!(Limiter::new(rate(1_000_000)).piece_bytes(1 << 18), 100_000);
    assert_eq!(Limiter::new(rate(1)).piece_bytes(1 << 18), SMALLEST_PIECE);
    assert_eq!(Limiter::new(rate(1)).piece_bytes(100), 100);
    let both = Limits::of([Limiter::unlimited(), Limiter::new(rate(1_000_000))]);
    assert!(both.is_limited() && both.piece_bytes(1 << 18) == 100_000);
}

/// One step of a reader's life.
#[derive(Debug, Clone)]
enum Step {
    Take(u64),
    Pause(u64),
    /// Waits for so many milliseconds at most.
    Try(u64, u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_u64..5_000).prop_map(Step::Take),
        (0_u64..2_000).prop_map(Step::Pause),
        (0_u64..5_000, 0_u64..50).prop_map(|(bytes, ms)| Step::Try(bytes, ms)),
    ]
}

/// What passed, and when, in order of time.
fn play(per_second: u64, readers: Vec<Vec<Step>>) -> Vec<(Duration, u64)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async move {
        let limiter = Limiter::new(rate(per_second));
        let (begin, passed) = (Instant::now(), Arc::new(Mutex::new(Vec::new())));
        let tasks = readers.into_iter().map(|steps| {
            let (limiter, passed) = (limiter.clone(), Arc::clone(&passed));
            tokio::spawn(async move {
                for step in steps {
                    let (bytes, most) = match step {
                        Step::Take(bytes) => (bytes, Duration::from_hours(24)),
                        Step::Try(bytes, ms) => (bytes, Duration::from_millis(ms)),
                        Step::Pause(ms) => (0, Duration::from_millis(ms)),
                    };
                    if matches!(step, Step::Pause(_)) {
                        sleep(most).await;
                    } else if tokio::time::timeout(most, limiter.take(bytes)).await.is_ok() {
                        passed.lock().unwrap().push((begin.elapsed(), bytes));
                    }
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        passed.lock().unwrap().clone()
    })
}

/// `rate · (t + BURST)`, and a byte for rounding.
fn allowed(per_second: u64, window: Duration) -> u64 {
    (u128::from(per_second) * (window + BURST).as_nanos() / NANOS) as u64 + 1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_time_lets_more_through_than_promised(
        per_second in 100_u64..100_000,
        readers in prop::collection::vec(prop::collection::vec(step(), 1..12), 1..5),
    ) {
        let passed = play(per_second, readers.clone());
        let mut total = 0;
        for (at, bytes) in &passed {
            total += bytes;
            prop_assert!(total <= allowed(per_second, *at), "{total} at {at:?}: {passed:?}");
        }
        // Nobody gives up: then it holds for every window as well.
        let patient = readers.into_iter().map(|mut steps| {
            steps.retain(|step| !matches!(step, Step::Try(..)));
            steps
        });
        let passed = play(per_second, patient.collect());
        for (first, (from, _)) in passed.iter().enumerate() {
            let mut within = 0;
            for (until, bytes) in passed[first..].iter().filter(|(until, _)| until > from) {
                within += bytes;
                prop_assert!(within <= allowed(per_second, until.saturating_sub(*from)), "{within} in {from:?}..{until:?}: {passed:?}");
            }
        }
    }
}
