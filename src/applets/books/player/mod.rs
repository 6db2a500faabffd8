//! Playing: mpv makes the sound, and what was heard becomes facts.
//!
//! ```text
//! mpv       the process, and JSON over a socket that is its standard input; it ends when we do, by whatever means
//! hearing   where the player says it is → spans and jumps, by a clock that only goes forward (pure)
//! engine    events of mpv and keys → hearing → library
//! view      the terminal, and the line at the bottom       keys   what its bytes mean (pure)
//! ```

pub mod engine;
pub mod hearing;
mod keys;
pub mod mpv;
pub mod view;
