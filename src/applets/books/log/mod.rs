//! The listening log: what was heard, set and decided, as facts that are only ever added; everything else is read out of
//! them.
//!
//! ```text
//! event     one fact of one device, numbered by it          clock    when, if clocks go wrong
//! place     facts of a book → where one is, forks, runs     register what was set last, without a clock's word for it
//! listened  spans → hours of days                           line     a fact as a line of text, with its sum
//! ```
//!
//! Two sets of facts are merged by putting them together; every device reads the same out of the same set, in whatever
//! order and however often facts arrived. Which fact comes after which is told by the facts themselves (each names those
//! that its device had seen), never by clocks: those only break ties.

pub mod clock;
pub mod event;
pub mod line;
pub mod listened;
pub mod place;
pub mod register;

#[cfg(test)]
mod tests;

pub use event::{Act, Deed, Device, Event, EventId, Move, Set};
pub use place::{Head, Place, Run};
