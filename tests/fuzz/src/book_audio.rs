//! Audio files: any bytes are read within bounds, to the same result each time, with chapters in order and within the
//! file; and a journal's line that is read is written again as it was.

use toolbox::applets::books::audio::{Cover, read, read_with};
use toolbox::applets::books::log::line;
use toolbox::applets::books::{position, scan};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    if let Ok((audio, _)) = read_with(data, Cover::Read) {
        assert!(audio.duration_ms > 0, "a file without sound is an error");
        assert!(audio.chapters.iter().all(|chapter| chapter.start_ms < audio.duration_ms));
        assert!(audio.chapters.windows(2).all(|pair| pair[0].start_ms < pair[1].start_ms));
        let again = read(data).ok();
        assert!(again.is_some_and(|again| again.essence == audio.essence && again.chapters == audio.chapters));
    }
    let text = String::from_utf8_lossy(data);
    if let Some(event) = line::read(&text) {
        let again = line::write(&event).ok().and_then(|line| line::read(&line));
        assert_eq!(again.as_ref(), Some(&event));
    }
    if let Ok(place) = position::parse(&text) {
        let place = place.resolve(3_600_000, 1_800_000, &[]);
        assert!(place.is_err() || place.is_ok_and(|place| place <= 3_600_000));
    }
    let _ = scan::name::read(&text.split('/').collect::<Vec<_>>());
}
