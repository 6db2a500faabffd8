//! Samples of subtitles in boxes: cues of `WebVTT` (ISO 14496-30 section 7), or a document of TTML (section 5).

use std::io;

use super::cue::Cue;
use super::{Merge, odd, ttml};
use crate::media::mp4::{Coding, Text, child, children};

/// Whether a segment is one of boxes.
pub(super) fn is_box(bytes: &[u8]) -> bool {
    const KINDS: [&[u8; 4]; 9] = [b"ftyp", b"styp", b"moov", b"moof", b"sidx", b"emsg", b"prft", b"free", b"mdat"];
    bytes.get(4..8).is_some_and(|kind| KINDS.iter().any(|known| kind == *known))
}

/// Takes in a sample.
///
/// # Errors
/// What is in it is not read here.
pub(super) fn take(merge: &mut Merge, text: Text<'_>, shift_ms: i64) -> io::Result<()> {
    match text.coding {
        Coding::Vtt => {
            for (_, cue) in children(text.data).filter(|(kind, _)| kind == b"vttc") {
                if let Some(cue) = vtt(cue, (text.start_ms, text.end_ms)) {
                    merge.shifted(cue, shift_ms);
                }
            }
            Ok(())
        }
        Coding::Ttml => {
            let document = String::from_utf8_lossy(text.data);
            let document = document.trim_start_matches('\u{feff}').trim();
            // Nothing is shown.
            if document.is_empty() {
                return Ok(());
            }
            let mut document = ttml::read(document).ok_or_else(|| odd("a sample of subtitles that is no TTML"))?;
            // Times are those of the track. Some packagers write those of the sample: they all end before it begins.
            let of_sample = |cue: &Cue| cue.start_ms < text.end_ms - text.start_ms && cue.end_ms <= text.start_ms;
            if text.start_ms > 0 && document.cues.iter().all(of_sample) {
                for cue in &mut document.cues {
                    cue.start_ms += text.start_ms;
                    cue.end_ms += text.start_ms;
                }
            }
            // Before and behind its sample nothing of it is shown.
            for cue in &mut document.cues {
                cue.start_ms = cue.start_ms.max(text.start_ms);
            }
            merge.document(document, shift_ms, text.end_ms)
        }
    }
}

/// `None` for a cue without text.
fn vtt(cue: &[u8], (start_ms, end_ms): (i64, i64)) -> Option<Cue> {
    let word = |kind: &[u8; 4]| child(cue, kind).map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    let text = word(b"payl").filter(|text| !text.is_empty() && end_ms > start_ms)?;
    // An empty line would end the cue.
    let text = text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
    let id = word(b"iden").filter(|id| !id.is_empty() && !id.contains("-->") && !id.contains('\n'));
    let settings = word(b"sttg").unwrap_or_default().replace(['\r', '\n'], " ");
    Some(Cue { id, start_ms, end_ms, settings, text })
}
