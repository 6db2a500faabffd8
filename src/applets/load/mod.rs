//! An HTTP load tester.

pub mod answer;
pub mod args;
pub mod capture;
pub mod check;
pub mod engine;
pub mod error;
pub mod event;
pub mod expression;
mod job;
pub mod json_path;
mod lane;
pub mod pace;
pub mod plan;
mod record;
pub mod report;
pub mod route;
pub mod series;
pub mod stats;
pub mod template;
pub mod threshold;
pub mod trust;
mod user;
mod verbs;
pub mod view;
mod wire;
mod worker;

pub use args::Args;

/// Temporary.
pub async fn perf(url: &str, connections: usize, streams: usize, seconds: u64, rate: Option<f64>, protocol: plan::Protocol, threads: usize) {
    use std::time::Duration;
    use crate::kit::term::Emit;
    let plan = plan::Plan { steps: vec![plan::Step { name: "r".into(), method: "GET".into(), url: url.into(), headers: vec![("User-Agent".into(), "toolbox".into())], body: plan::Body::Empty, captures: vec![], checks: vec![] }],
        vars: Default::default(), data: vec![], shape: plan::Shape { pace: rate.map_or(pace::Pace::Closed, |r| pace::Pace::Open { arrivals: pace::Arrivals::Constant, curve: pace::Curve::constant(r) }), stop: plan::Stop { requests: None, duration: Some(Duration::from_secs(seconds)) }, connections, streams, threads, warmup: Duration::ZERO, seed: 1 },
        route: plan::Route { protocol, reuse: plan::Reuse::Keep, timeout: Duration::from_secs(30), connect_timeout: Duration::from_secs(5), redirects: 0, proxy: None, connect_to: vec![], resolve: vec![], unix: None, source: vec![], family: plan::Family::Any, tls: plan::TlsPlan { insecure: true, ..Default::default() } },
        thresholds: vec![], server_metrics: None };
    let parts = engine::Parts::new(&plan, route::connector(&plan).unwrap(), tokio_util::sync::CancellationToken::new(), crate::kit::event::Sink::null());
    let plan = std::sync::Arc::new(plan);
    let outcome = engine::execute(&plan, &parts).await;
    match outcome {
        Ok(outcome) => {
            let report = report::Report::build(&plan, &outcome);
            #[expect(clippy::print_stdout, reason = "temporary")]
            { println!("{}", report.text(&crate::kit::term::Page::default())); }
        }
        Err(error) => {
            let failure = crate::kit::error::Failure::from(error);
            #[expect(clippy::print_stdout, reason = "temporary")]
            { println!("{failure:?}"); }
        }
    }
}
