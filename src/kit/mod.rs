//! Mechanism that every applet may use; knows no applet and no product policy.

pub mod alarm;
pub mod allocator;
pub mod args;
pub mod config;
pub mod cpu;
pub mod descriptors;
pub mod env;
pub mod error;
pub mod event;
pub mod exit;
pub mod fs;
pub mod http;
pub mod linger;
pub mod log;
pub mod metrics;
pub mod net;
pub mod pool;
pub mod prefetch;
pub mod random;
pub mod retry;
pub mod runtime;
pub mod session;
pub mod shutdown;
pub mod term;
pub mod tls;
pub mod units;
