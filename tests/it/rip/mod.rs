//! `rip` against servers that behave and servers that do not.

mod choice;
mod dash;
mod fetching;
mod hosts;
mod hours;
mod live;
mod locked;
mod movie;
mod pages;
mod renewal;
mod resume;
mod stream;
mod texts;
mod trouble;
