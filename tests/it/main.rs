//! The one integration binary: a module per applet and per promise of the frame.
//!
//! The modules are `cfg(test)`, which they are anyway, so that clippy lets all of them unwrap.

#[cfg(test)]
#[cfg(feature = "books")]
mod books;
#[cfg(test)]
mod config;
#[cfg(test)]
mod demo;
#[cfg(test)]
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(test)]
#[cfg(feature = "load")]
mod fuzz;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod help;
#[cfg(test)]
mod http;
#[cfg(test)]
#[cfg(feature = "kv")]
mod kv;
#[cfg(test)]
#[cfg(feature = "load")]
mod load;
#[cfg(test)]
mod load_ab;
#[cfg(test)]
mod load_compare;
#[cfg(test)]
mod load_find;
#[cfg(test)]
mod log;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod multicall;
#[cfg(test)]
mod origin;
#[cfg(test)]
mod readme;
#[cfg(test)]
#[cfg(feature = "rip")]
mod rip;
#[cfg(test)]
#[cfg(feature = "scan")]
mod scan;
#[cfg(test)]
#[cfg(feature = "scan")]
mod scan_services;
#[cfg(test)]
#[cfg(all(feature = "scan", unix))]
mod scan_watch;
#[cfg(test)]
mod signals;
#[cfg(test)]
mod support;
#[cfg(test)]
#[cfg(feature = "swarm")]
mod swarm;
#[cfg(test)]
mod tidy;
#[cfg(test)]
#[cfg(feature = "fetch")]
mod traces;
