//! The jobs of `load` beside its main one.

use clap::Subcommand;

/// What `load VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {}
