//! An HTTP load tester.

pub mod answer;
mod args;
pub mod capture;
pub mod check;
pub mod data;
pub mod expression;
pub mod json_path;
pub mod pace;
pub mod plan;
pub mod template;
pub mod threshold;
mod verbs;

pub use args::Args;
