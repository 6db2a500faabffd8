//! DASH manifests: any text is read within bounds or refused at a line it has, and what is read can be chosen from and
//! counted.

use toolbox::kit::net::{SafeUrl, parse_url};
use toolbox::media::dash::{Address, MOST, Mpd, Pick, Window, master, pieces, read};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Ok(url) = parse_url("http://h/d/x.mpd") else { return };
    let lines = data.split(|byte| *byte == b'\n').count();
    let reading = match read(data, &url) {
        Ok(reading) => reading,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    for diagnostic in reading.diagnostics.told() {
        assert!((1..=lines).contains(&diagnostic.line), "{diagnostic}");
    }
    assert_eq!(read(data, &url).map(|again| again.mpd), Ok(reading.mpd.clone()), "the same text is the same manifest");
    choices(&reading.mpd);
    segments(&reading.mpd);
}

/// Everything that is listed is a track, and is found where it was named.
fn choices(mpd: &Mpd) {
    let master = master(mpd);
    let renditions = master.renditions.iter().filter_map(|rendition| rendition.uri.as_deref());
    for uri in master.variants.iter().map(|variant| variant.uri.as_str()).chain(renditions) {
        let Some(pick) = Pick::named(mpd, uri) else { panic!("{uri} is listed and is no track") };
        assert!(mpd.periods.iter().any(|period| pick.find(period).is_some()), "{uri}");
    }
}

/// Segments are bounded and in order, and only http and https are ever asked.
fn segments(mpd: &Mpd) {
    let web = |url: &SafeUrl| url.as_str().starts_with("http://") || url.as_str().starts_with("https://");
    for period in &mpd.periods {
        for representation in period.sets.iter().flat_map(|set| &set.representations) {
            let segments = &representation.segments;
            assert!(web(&representation.base) && segments.init.as_ref().is_none_or(|init| web(&init.url)));
            if let Address::List { places, .. } = &segments.address {
                assert!(places.iter().all(|place| web(&place.url)));
            }
            for window in [None, Some(Window { from_ns: 0, now_ns: 1 << 62 })] {
                let Ok(pieces) = pieces(period, segments, window) else { continue };
                assert!(pieces.len() as u64 <= MOST + 3, "{}", pieces.len());
                assert!(pieces.windows(2).all(|pair| pair[0].number <= pair[1].number));
            }
        }
    }
}
