//! An HTTP load tester.

mod args;
mod pace;
mod verbs;

pub use args::Args;
