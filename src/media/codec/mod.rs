//! What the streams inside segments say of themselves: enough to cut them into samples and to describe them in MP4.
//!
//! Nothing is decoded, and no bytes panic.

mod aac;
mod ac3;
mod avc;
mod bits;
pub(super) mod entry;
mod hevc;
mod mpeg;
pub(super) mod nal;
mod sound;
mod video;

pub(super) use self::sound::{Frame, HEAD_BYTES, Head, Sound, joins};
pub(super) use self::video::{Picture, Sets, Unit};
