//! Frames of sound: how each begins, how long it is, and the sample entry of it.

use super::{aac, ac3, mpeg};

/// A coding of sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sound {
    /// AAC in ADTS.
    Aac,
    /// MPEG-1 or MPEG-2, any layer.
    Mpeg,
    /// AC-3.
    Ac3,
    /// E-AC-3.
    Eac3,
}

/// What the head of a frame says.
#[expect(clippy::struct_field_names, reason = "there are bytes of the frame, and bytes of its head")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Bytes of the whole frame, more than [`head_bytes`](Self::head_bytes).
    pub(crate) bytes: usize,
    /// Bytes at its beginning that are not kept in MP4.
    pub(crate) head_bytes: usize,
    /// Samples in a second.
    pub(crate) rate: u32,
    /// Samples of one channel in it.
    pub(crate) samples: u32,
    /// What tells its sample entry from another.
    pub(crate) frame: Frame,
}

/// What a sample entry is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Object type, index of the rate, channels.
    Aac { object: u8, index: u8, channels: u8 },
    /// Whether it is MPEG-1, and channels.
    Mpeg { first: bool, channels: u8 },
    /// The bits of `dac3`, and channels.
    Ac3 { bits: u32, channels: u8 },
    /// Kind, number, blocks, the bits of its part of `dec3`, channels.
    Eac3 { dependent: bool, id: u8, blocks: u8, bits: u32, channels: u8, kilobits: u16 },
}

/// No head is longer.
pub(crate) const HEAD_BYTES: usize = 10;

impl Sound {
    /// Reads the head of a frame; `None` where there is none. `bytes` has at least [`HEAD_BYTES`], or is all there is.
    pub(crate) fn head(self, bytes: &[u8]) -> Option<Head> {
        match self {
            Self::Aac => aac::head(bytes),
            Self::Mpeg => mpeg::head(bytes),
            Self::Ac3 => ac3::head(bytes),
            Self::Eac3 => ac3::head_enhanced(bytes),
        }
    }

    /// What every frame begins with.
    pub(crate) const fn first_byte(self) -> u8 {
        match self {
            Self::Aac | Self::Mpeg => 0xff,
            Self::Ac3 | Self::Eac3 => 0x0b,
        }
    }
}

/// Whether a frame belongs into the sample that `blocks` blocks of E-AC-3 have begun: a sample has six, of all streams.
pub(crate) fn joins(frame: &Frame, blocks: u8) -> bool {
    matches!(frame, Frame::Eac3 { dependent, id, .. } if *dependent || *id > 0 || blocks < 6)
}

impl Frame {
    /// The sample entry; `parts` are the other frames of the first sample.
    pub(crate) fn entry(&self, rate: u32, parts: &[Self]) -> Option<Vec<u8>> {
        match self {
            Self::Aac { object, index, channels } => aac::entry(*object, *index, *channels, rate),
            Self::Mpeg { first, channels } => Some(mpeg::entry(*first, *channels, rate)),
            Self::Ac3 { bits, channels } => Some(ac3::entry(*bits, *channels, rate)),
            Self::Eac3 { .. } => ac3::entry_enhanced(self, parts, rate),
        }
    }

    /// Whether both have the same sample entry.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let plain = |frame: &Self| match *frame {
            Self::Eac3 { dependent, id, bits, channels, .. } => {
                Self::Eac3 { dependent, id, blocks: 0, bits, channels, kilobits: 0 }
            }
            Self::Ac3 { bits, channels } => Self::Ac3 { bits: bits & !ac3::BIT_RATE, channels },
            other => other,
        };
        plain(self) == plain(other)
    }
}
