//! A segment from another place: where the playlist can be had at several, what one has not is asked of the others.
//!
//! First each place that has it is asked a few times, the one that is taken now in front. The one that had it is what is
//! asked from then on, and those that had it not are penalised (see [`steering`](crate::media::steering)). What nobody
//! has is asked for as if there were one place: nobody is penalised for what nobody has.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::SegmentId;
use super::budget::Ticket;
use super::event::Event;
use super::fetch::{Body, Fetcher, LASTING_TRIES, Lost, Want};
use super::follow::name_of;
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;
use crate::media::hls::{self, Context, Media, Moment, Playlist};
use crate::media::playlist::Asker;
use crate::media::segment::{Init, Resolver, Segment};
use crate::media::steering::{Place, Places};
use std::collections::BTreeMap;
use tokio_util::sync::CancellationToken;

/// A copy of a live playlist that lacks a segment is asked for again, and not more often than this.
const AGE: Duration = Duration::from_secs(1);

/// What tells a segment at every place.
#[derive(Debug, Clone)]
pub(super) struct Like {
    /// The number of the place it was read from.
    pub(super) place: usize,
    pub(super) sequence: u64,
    pub(super) name: u64,
    pub(super) duration: Duration,
    pub(super) date: Option<Moment>,
}

impl Like {
    pub(super) const fn id(&self) -> SegmentId {
        SegmentId { sequence: self.sequence, name: self.name }
    }
}

/// The other places of one recording.
#[derive(Debug)]
pub(super) struct Spares {
    pub(super) places: Arc<Places>,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) asker: Asker,
    /// Knows keys and queries; gets another base for each place.
    pub(super) resolver: Resolver,
    pub(super) stop: CancellationToken,
    /// The last copy of each place's playlist; one is asked for at a time.
    pub(super) copies: tokio::sync::Mutex<HashMap<SafeUrl, Copy>>,
}

#[derive(Debug)]
pub(super) struct Copy {
    asked: Instant,
    /// None where it did not come.
    media: Option<Media>,
    resolver: Resolver,
}

impl Copy {
    fn find(&mut self, like: &Like) -> Option<Segment> {
        let found = twin(self.media.as_ref()?, like)?;
        self.resolver.segment(found).ok().filter(|segment| !segment.gap)
    }
}

impl Spares {
    /// The segment as this place has it.
    async fn find(&self, place: &Place, like: &Like) -> Option<Segment> {
        let mut copies = self.copies.lock().await;
        if let Some(copy) = copies.get_mut(&place.url) {
            let found = copy.find(like);
            let may_change = copy.media.as_ref().is_none_or(Media::is_live) && copy.asked.elapsed() > AGE;
            if found.is_some() || !may_change {
                return found;
            }
        }
        let context = Context { variables: Some(&self.variables), ..Context::default() };
        let asked = Instant::now();
        let loaded = self.asker.load(&place.url, context, Policy::ONCE, &self.stop).await;
        let mut copy = Copy { asked, media: None, resolver: self.resolver.clone() };
        match loaded.map(|(url, reading)| (url, reading.playlist)) {
            Ok((url, Playlist::Media(media))) => {
                copy.resolver.rebase(url);
                copy.media = Some(media);
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(url = %place.url, %error, "no playlist at another place"),
        }
        let found = copy.find(like);
        copies.insert(place.url.clone(), copy);
        found
    }
}

/// The same segment in another copy of the playlist. Numbers alone do not tell (section 6.2.4): its name agrees, or its
/// date, or all that is known where both have all of the same length.
fn twin<'a>(media: &'a Media, like: &Like) -> Option<&'a hls::Segment> {
    /// Encoders round.
    const NEAR: Duration = Duration::from_millis(50);
    let near = |segment: &&hls::Segment| segment.duration.abs_diff(like.duration) <= NEAR;
    let index = like.sequence.checked_sub(media.sequence).and_then(|index| usize::try_from(index).ok());
    let numbered = index.and_then(|index| media.segments.get(index)).filter(near);
    if let Some(same) = numbered.filter(|segment| name_of(segment) == like.name) {
        return Some(same);
    }
    let named = media.segments.iter().filter(|segment| near(segment) && name_of(segment) == like.name);
    if let [one] = named.take(2).collect::<Vec<_>>()[..] {
        return Some(one);
    }
    if let Some(date) = like.date {
        let late = Moment { unix_ms: date.unix_ms + 100 };
        let dated = |segment: &&hls::Segment| segment.date.is_some_and(|at| at >= date.before(2 * NEAR) && at <= late);
        return media.segments.iter().filter(near).find(dated);
    }
    // Whole streams of the same author, cut alike.
    numbered.filter(|_| !media.is_live())
}

impl Fetcher {
    /// A segment, open, from whoever has it.
    pub(super) async fn anywhere(
        &self,
        (want, init): (&Want, Option<&Arc<Init>>),
        like: &Like,
        ticket: &mut Ticket,
    ) -> Result<Body, Lost> {
        let Some(spares) = self.spares.as_ref().filter(|spares| spares.places.is_choice()) else {
            return self.segment(want, init, ticket).await;
        };
        let (mut tried, mut failed) = (Vec::new(), Vec::new());
        while let Some((number, place)) = spares.places.but(&tried) {
            tried.push(number);
            let other = if number == like.place { None } else { Some(spares.find(&place, like).await) };
            let (want, init) = match &other {
                None => (want.clone(), init),
                Some(None) => continue,
                Some(Some(found)) => (as_wanted(want, found), found.init.as_ref()),
            };
            let few = Want { most_tries: LASTING_TRIES, ..want };
            match self.segment(&few, init, ticket).await {
                Ok(body) => {
                    self.moved(spares, like.sequence, (&place, &failed));
                    return Ok(body);
                }
                Err(lost) if self.stop.is_cancelled() => return Err(lost),
                Err(_) => failed.push(number),
            }
        }
        self.segment(want, init, ticket).await
    }

    /// The initialisation of a segment from whoever has it.
    pub(super) async fn init_anywhere(
        &self,
        (init, until): (&Arc<Init>, Option<Instant>),
        like: &Like,
        ticket: &mut Ticket,
    ) -> Result<Vec<u8>, Lost> {
        let (sequence, url) = (like.sequence, init.url.clone());
        let most_tries = u32::MAX;
        let want = Want { sequence, url, range: init.range, lock: None, until, most_tries };
        let Some(spares) = self.spares.as_ref().filter(|spares| spares.places.is_choice()) else {
            return self.init(init, &want, ticket).await.map(|(body, _)| Vec::clone(&body));
        };
        let few = Want { most_tries: LASTING_TRIES, ..want.clone() };
        if let Ok((body, _)) = self.init(init, &few, ticket).await {
            return Ok(Vec::clone(&body));
        }
        let mut tried = vec![like.place];
        while let Some((number, place)) = spares.places.but(&tried).filter(|_| !self.stop.is_cancelled()) {
            tried.push(number);
            let found = spares.find(&place, like).await.and_then(|found| found.init);
            let Some(found) = found else { continue };
            if let Ok((body, _)) = self.init(&found, &few, ticket).await {
                self.moved(spares, like.sequence, (&place, &[like.place]));
                return Ok(Vec::clone(&body));
            }
        }
        self.init(init, &want, ticket).await.map(|(body, _)| Vec::clone(&body))
    }

    /// Others failed, and this place did not.
    fn moved(&self, spares: &Spares, sequence: u64, (place, failed): (&Place, &[usize])) {
        let before = spares.places.now().map(|(number, _)| number);
        for number in failed {
            spares.places.fail(*number);
        }
        // Many find out at once; it is told once.
        if before.is_some_and(|before| failed.contains(&before)) {
            let to = place.pathway.clone().unwrap_or_else(|| place.url.to_string());
            self.events.send(Event::Moved { sequence, to });
        }
    }
}

fn as_wanted(want: &Want, found: &Segment) -> Want {
    Want { url: found.url.clone(), range: found.range, lock: found.lock.clone(), ..want.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::hls::read;

    fn media(text: &str) -> Media {
        let Playlist::Media(media) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
        media
    }

    fn like(media: &Media, index: usize) -> Like {
        let segment = &media.segments[index];
        Like {
            place: 0,
            sequence: segment.sequence,
            name: name_of(segment),
            duration: segment.duration,
            date: segment.date,
        }
    }

    #[test]
    fn a_segment_is_known_at_another_place_by_more_than_its_number() {
        let ours = media("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\na/1.ts\n#EXTINF:2,\na/2.ts\n");
        let same = media("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\nb/1.ts?x\n#EXTINF:2,\nb/2.ts?x\n");
        assert_eq!(twin(&same, &like(&ours, 1)).unwrap().uri, "b/2.ts?x");
        let shifted = media("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:8\n#EXTINF:2,\nb/1.ts\n#EXTINF:2,\nb/2.ts\n");
        assert_eq!(twin(&shifted, &like(&ours, 0)).unwrap().uri, "b/1.ts", "by its name");
        let other = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\nx.ts\n#EXTINF:2,\ny.ts\n";
        assert_eq!(twin(&media(other), &like(&ours, 1)), None, "a live one of other names");
        let ended = format!("{other}#EXT-X-ENDLIST\n");
        assert_eq!(twin(&media(&ended), &like(&ours, 1)).unwrap().uri, "y.ts");
        let longer = ended.replace("2,\ny", "3,\ny");
        assert_eq!(twin(&media(&longer), &like(&ours, 1)), None);
        let date = |at: &str, uri: &str| {
            media(&format!("#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:2026-11-27T10:00:{at}Z\n#EXTINF:2,\n{uri}\n"))
        };
        assert_eq!(twin(&date("00.050", "z"), &like(&date("00", "a"), 0)).unwrap().uri, "z");
        assert_eq!(twin(&date("02", "z"), &like(&date("00", "a"), 0)), None);
    }
}
