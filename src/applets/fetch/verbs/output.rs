//! What `--output` means: of a download its place, of every other verb that of its result.
//!
//! The flag itself is everybody's and is read there; these say in the help of each verb what it is good for.

use std::path::PathBuf;

use clap::Args;
use clap::builder::ValueHint;

/// Of a download.
#[derive(Debug, Clone, Default, Args)]
pub struct PlaceArgs {
    /// Where it goes: a file, a folder (with / at its end, or one that is there), or - for standard output
    #[arg(short, long, global = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
}

/// Of a result.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct ResultArgs {
    /// Write results to FILE instead of standard output (`-`)
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
}
