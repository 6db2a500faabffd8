//! Facts between devices, by a folder that something else carries around, or by a bucket that all can reach.
//!
//! ```text
//! PLACE/toolbox-books/v1/DEVICE/FIRST.jsonl     a head line, then facts as the journal has them
//! ```
//! A file has one writer: its device. Whoever reads does not mind names: every file with the head is read, so that copies
//! that a synchroniser made of a conflict are only more of the same. Nobody changes or removes another's files. In a bucket
//! a file is written on the condition that nobody else has written it meanwhile: who has is a copy of this device.

pub mod bucket;
pub mod folder;
pub mod meet;
pub mod segments;
