//! Subtitles in segments, as text and in boxes: what is merged and written is read again as the same.

use toolbox::media::subtitles::{Form, Merge, Times};

/// Tries one input: segments between bytes 0xFF, which stand in no text.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let (mut merge, times) = (Merge::default(), Times::default());
    for segment in data.split(|byte| *byte == 0xff) {
        let _ = merge.add(segment, &times, 0);
    }
    let (mut text, mut once_more) = (Vec::new(), Vec::new());
    assert!(merge.write(Form::Srt, &mut Vec::new()).is_ok());
    assert!(merge.write(Form::Vtt, &mut text).is_ok());
    let mut again = Merge::default();
    assert!(again.add(&text, &times, 0).is_ok(), "what was written is WebVTT: {}", String::from_utf8_lossy(&text));
    assert!(again.count() <= merge.count());
    assert!(again.write(Form::Vtt, &mut once_more).is_ok());
    if again.count() == merge.count() {
        assert_eq!(String::from_utf8_lossy(&once_more), String::from_utf8_lossy(&text));
    }
}
