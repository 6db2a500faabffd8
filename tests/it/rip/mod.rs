//! `rip` against servers that behave and servers that do not.

mod answers;
mod choice;
mod damage;
mod dash;
mod dash_live;
mod fetching;
mod files;
mod hosts;
mod hours;
mod kinds;
mod live;
mod locked;
mod movie;
mod names;
mod pages;
mod parts;
mod renewal;
mod resume;
mod steering;
mod stops;
mod stream;
mod texts;
mod theirs;
mod traps;
mod trouble;
mod words;
