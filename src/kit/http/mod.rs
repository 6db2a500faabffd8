//! The one HTTP stack.

pub mod h1;
