//! Statistics that make no assumption about the shape of latencies: order statistics, ranks and resampling.
//!
//! Latencies have long tails, neighbouring seconds resemble each other, and one disturbed second must not decide
//! anything. So there is no mean ± t here. Everything is pure and takes no clock; what is random takes a seed, so that
//! the same measurements always give the same verdict.
//!
//! ```
//! use toolbox::applets::load::stats::Samples;
//!
//! // Ten rounds of B against A: the logarithms of the ratios.
//! let ratios: Vec<f64> = [1.05, 1.04, 1.06, 1.05, 1.03, 1.07, 1.05, 1.04, 1.06, 1.05].iter().map(|r: &f64| r.ln()).collect();
//! let samples = Samples::Paired(&ratios);
//! assert!((samples.shift().exp() - 1.05).abs() < 0.005);
//! assert!(samples.p_differs() < 0.01);
//! assert!(samples.p_within(0.02_f64.ln_1p()) > 0.5, "that is no equivalence within 2 %");
//! ```

mod bootstrap;
mod change;
mod correlation;
mod multiple;
mod order;
mod rank;
mod share;
mod shift;
mod student;
mod trend;

pub use bootstrap::{block_interval, interval};
pub use change::change_point;
pub use correlation::{batch_means, effective_size, spearman};
pub use multiple::holm;
pub use order::{Known, is_known, known_quantile, median, rank_of};
pub use share::wilson;
pub use shift::Samples;
pub use trend::half_shift;
