//! Subtitles in fragments (ISO 14496-30): the samples of the tracks of text alone, a segment at a time.

use super::boxes::{Fields, child, children, path};
use super::fragment::{self, Pending};
use super::init::{self, Defaults};
use crate::media::sample::MediaError;

/// More tracks of text than any file has.
const MOST_TRACKS: usize = 16;

/// How a track of text is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// Cues in boxes (`wvtt`).
    Vtt,
    /// A document in each sample (`stpp`).
    Ttml,
}

/// One sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// How it is coded.
    pub coding: Coding,
    /// When it begins, milliseconds of the media.
    pub start_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// Its bytes.
    pub data: &'a [u8],
}

/// Reads initialisations and segments, each whole.
#[derive(Debug, Default)]
pub struct Texts {
    tracks: Vec<Track>,
    /// When the next sample of each track begins.
    next: Vec<i64>,
}

#[derive(Debug)]
struct Track {
    id: u32,
    scale: i64,
    coding: Coding,
    /// What the edit list takes off.
    edit: i64,
    /// The head of a `WebVTT` file (`vttC`).
    head: Vec<u8>,
    defaults: Defaults,
}

impl Texts {
    /// The heads of `WebVTT` files that the initialisation has.
    pub fn heads(&self) -> impl Iterator<Item = &[u8]> {
        self.tracks.iter().map(|track| track.head.as_slice()).filter(|head| !head.is_empty())
    }

    /// Reads `bytes`, whole boxes, and tells `each` the samples of text in them.
    ///
    /// # Errors
    /// Damage; an initialisation without a track of text that is known here.
    pub fn read(&mut self, bytes: &[u8], mut each: impl FnMut(Text<'_>)) -> Result<(), MediaError> {
        let mut at = 0;
        while let Some((kind, content)) = bytes.get(at..).and_then(|rest| children(rest).next()) {
            // What is before the content is the head of the box.
            let begins = content.as_ptr().addr() - bytes.as_ptr().addr();
            match &kind {
                b"moov" => self.initialise(content)?,
                b"moof" => {
                    let mut pending: Vec<Pending> = Vec::new();
                    let tracks = &self.tracks;
                    let find = |id: u32| {
                        let index = tracks.iter().position(|track| track.id == id)?;
                        Some((index, tracks[index].defaults))
                    };
                    fragment::read(content, at as u64, &find, &mut self.next, &mut pending)?;
                    for sample in pending {
                        each(self.text(&sample, bytes)?);
                    }
                }
                _ => {}
            }
            at = begins + content.len();
        }
        Ok(())
    }

    fn text<'a>(&self, sample: &Pending, bytes: &'a [u8]) -> Result<Text<'a>, MediaError> {
        let track = &self.tracks[sample.track];
        let begin = usize::try_from(sample.at).ok();
        let data = begin.and_then(|begin| bytes.get(begin..begin.checked_add(sample.size as usize)?));
        let data = data.ok_or_else(|| MediaError::damaged("subtitles that lie outside of their segment"))?;
        let ms = |time: i64| {
            let ms = i128::from(time.saturating_add(track.edit)) * 1000 / i128::from(track.scale);
            i64::try_from(ms).unwrap_or(i64::MAX)
        };
        let start = sample.dts.saturating_add(i64::from(sample.offset));
        let (start_ms, end_ms) = (ms(start), ms(start.saturating_add(i64::from(sample.duration))));
        Ok(Text { coding: track.coding, start_ms, end_ms, data })
    }

    fn initialise(&mut self, moov: &[u8]) -> Result<(), MediaError> {
        self.tracks.clear();
        let scale = child(moov, b"mvhd").and_then(init::header).map_or(0, |(scale, _)| scale);
        for (_, trak) in children(moov).filter(|(kind, _)| kind == b"trak").take(MOST_TRACKS) {
            self.tracks.extend(track(trak, scale));
        }
        for (kind, trex) in child(moov, b"mvex").into_iter().flat_map(children) {
            if let (b"trex", Some((id, defaults))) = (&kind, init::defaults(trex))
                && let Some(track) = self.tracks.iter_mut().find(|track| track.id == id)
            {
                track.defaults = defaults;
            }
        }
        self.next = vec![0; self.tracks.len()];
        if self.tracks.is_empty() {
            return Err(MediaError::unsupported("subtitles that are neither wvtt nor stpp"));
        }
        Ok(())
    }
}

/// `None` for what is no text that is known here.
fn track(trak: &[u8], movie_scale: u32) -> Option<Track> {
    let (version, _, mut fields) = Fields::full(child(trak, b"tkhd")?)?;
    fields.skip(if version == 0 { 8 } else { 16 })?;
    let id = fields.u32()?;
    let mdia = child(trak, b"mdia")?;
    let (scale, _) = init::header(child(mdia, b"mdhd")?).filter(|(scale, _)| *scale > 0)?;
    let stsd = path(mdia, &[b"minf", b"stbl", b"stsd"])?;
    let (kind, entry) = children(stsd.get(8..)?).next()?;
    let coding = match &kind {
        b"wvtt" => Coding::Vtt,
        b"stpp" => Coding::Ttml,
        _ => return None,
    };
    let head = if coding == Coding::Vtt { entry.get(8..).and_then(|boxes| child(boxes, b"vttC")) } else { None };
    let edit = path(trak, &[b"edts", b"elst"]).and_then(|list| init::edit(list, scale, movie_scale));
    let edit = edit.map_or(0, |edit| edit.empty.saturating_sub(edit.media_time));
    let (head, scale) = (head.unwrap_or_default().to_vec(), i64::from(scale));
    Some(Track { id, scale, coding, edit, head, defaults: Defaults { entry: 1, ..Defaults::default() } })
}
