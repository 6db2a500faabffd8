//! HLS playlists: any bytes are read within bounds or refused, and what is read is numbered in order and can be fetched
//! from web servers alone.

use toolbox::kit::net::parse_url;
use toolbox::media::hls::{Context, Master, Media, Playlist, read};
use toolbox::media::segment::{KeyPlace, Query, Resolver};
use toolbox::media::select::{Quality, choose, ranked};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let context = Context { query: Some("a=1&b=2"), ..Context::default() };
    let reading = match read(data, &context) {
        Ok(reading) => reading,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let same = read(data, &context).map(|again| again == reading);
    assert!(same == Ok(true) || has_nan(&reading.playlist), "the same text is the same playlist");
    for diagnostic in reading.diagnostics.told() {
        assert!(diagnostic.line > 0, "{diagnostic}");
    }
    match &reading.playlist {
        Playlist::Master(master) => variants(master),
        Playlist::Media(media) => {
            segments(media);
            // A later copy may leave out what this one has.
            let _ = read(data, &Context { previous: Some(media), ..context });
        }
    }
}

/// Numbers that are equal to nothing.
fn has_nan(playlist: &Playlist) -> bool {
    match playlist {
        Playlist::Master(master) => master
            .variants
            .iter()
            .any(|variant| variant.frame_rate.is_some_and(f64::is_nan) || variant.score.is_some_and(f64::is_nan)),
        Playlist::Media(media) => media.start.is_some_and(|start| start.offset_s.is_nan()),
    }
}

fn variants(master: &Master) {
    let choices = ranked(master);
    assert!(choices.len() <= master.variants.len());
    assert_eq!(choose(master, &Quality::default()).is_some(), !choices.is_empty());
}

fn segments(media: &Media) {
    let numbers: Vec<u64> = media.segments.iter().map(|segment| segment.sequence).collect();
    assert!(numbers.windows(2).all(|pair| pair[0].checked_add(1).is_none_or(|next| next == pair[1])), "{numbers:?}");
    let Ok(base) = parse_url("https://cdn.test/a/b.m3u8") else { return };
    let mut resolver = Resolver::new(base, Query::OfPlaylist, None);
    for segment in &media.segments {
        let Ok(found) = resolver.segment(segment) else { continue };
        let mut urls = vec![found.url];
        urls.extend(found.init.as_ref().map(|init| init.url.clone()));
        if let Some(KeyPlace::Url(url)) = found.lock.map(|lock| lock.key) {
            urls.push(url);
        }
        for url in urls {
            assert!(url.as_str().starts_with("http://") || url.as_str().starts_with("https://"), "{url}");
        }
    }
}
