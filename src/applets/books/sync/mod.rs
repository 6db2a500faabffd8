//! Facts between devices, by a folder that something else carries around.
//!
//! ```text
//! DIR/toolbox-books/v1/DEVICE/FIRST.jsonl     a head line, then facts as the journal has them
//! ```
//! A file has one writer: its device. Whoever reads does not mind names: every file with the head is read, so that copies
//! that a synchroniser made of a conflict are only more of the same. Nobody changes or removes another's files.

pub mod folder;
