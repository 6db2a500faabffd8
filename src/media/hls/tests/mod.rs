//! Behaviour by behaviour: what m3u8-rs drops and we keep, the traps of the standard, and no panic on any text.

mod dropped;
mod property;
mod traps;

use super::*;

/// A media playlist, and what was odd.
fn media_of(bytes: impl AsRef<[u8]>) -> (Media, Vec<String>) {
    let reading = read(bytes.as_ref(), &Context::default()).unwrap();
    let Playlist::Media(media) = reading.playlist else { panic!("a master playlist") };
    (media, reading.diagnostics.told().iter().map(ToString::to_string).collect())
}

/// A media playlist in which nothing is odd.
#[track_caller]
fn media(text: &str) -> Media {
    let (media, odd) = media_of(text);
    assert_eq!(odd, [""; 0]);
    media
}

fn master_of(text: &str) -> (Master, Vec<String>) {
    let reading = read(text.as_bytes(), &Context::default()).unwrap();
    let Playlist::Master(master) = reading.playlist else { panic!("a media playlist") };
    (master, reading.diagnostics.told().iter().map(ToString::to_string).collect())
}

#[track_caller]
fn master(text: &str) -> Master {
    let (master, odd) = master_of(text);
    assert_eq!(odd, [""; 0]);
    master
}

fn uris(media: &Media) -> Vec<&str> {
    media.segments.iter().map(|segment| segment.uri.as_str()).collect()
}

fn seconds_of(media: &Media) -> Vec<f64> {
    media.segments.iter().map(|segment| segment.duration.as_secs_f64()).collect()
}

/// What m3u8-rs makes of a text by itself: so a version that has learned something is noticed.
fn alone(text: &str) -> Option<m3u8_rs::MediaPlaylist> {
    match m3u8_rs::parse_playlist_res(text.as_bytes()) {
        Ok(m3u8_rs::Playlist::MediaPlaylist(media)) => Some(media),
        _ => None,
    }
}

fn alone_uris(text: &str) -> Vec<String> {
    alone(text).unwrap().segments.into_iter().map(|segment| segment.uri).collect()
}
