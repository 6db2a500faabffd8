//! `rip` against servers that behave and servers that do not.

mod choice;
mod fetching;
mod live;
mod resume;
mod stream;
mod trouble;
