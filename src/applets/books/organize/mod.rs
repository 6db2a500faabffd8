//! Books to their places: folders named after what is known of them.
//!
//! ```text
//! template  {author}/{series}/{seq} - {title} and what is known of a book → a path      name   names that every disk takes
//! plan      proposals → what goes where, and what cannot, before anything is touched
//! act       files one by one: never over another, and after a kill from where it was
//! ```
//! A plan is written into the library before its first file moves, and struck out of it when its last one lies where it
//! belongs and the library knows it there. Whoever comes next finishes what was cut short.

pub mod act;
pub mod name;
pub mod plan;
pub mod template;

pub use act::{Outcome, finish};
pub use plan::{Arrangement, How, State, plan};
pub use template::Template;
