//! Where the parts of all tracks lie on the one timeline of a movie.
//!
//! The first begins at 0. Each other begins where the one before it ends in the track that lasts longest, behind the gap
//! that is known to lie between; all tracks of a part keep their distance, so that sound stays with its picture however
//! many discontinuities there are.

use super::table::{Part, Table};

/// Nanoseconds in a second.
const NS: i128 = 1_000_000_000;

/// Times of MPEG-TS begin anew after so many nanoseconds.
const WRAP_NS: i64 = ((1_i128 << 33) * NS / 90_000) as i64;

/// How a track lies on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Layout {
    /// Nothing is presented for so long, nanoseconds.
    pub(super) delay_ns: i64,
    /// The time of the media that is presented first, in units of the track.
    pub(super) media_time: i64,
    /// How long it is presented, nanoseconds.
    pub(super) presented_ns: i64,
    /// How long the last sample of each part but the last plays.
    pub(super) joints: Vec<u32>,
}

/// Lays out all tracks.
pub(super) fn lay_out(tables: &[Table]) -> Vec<Layout> {
    let scales: Vec<u32> = tables.iter().map(|table| table.timescale).collect();
    let parts: Vec<&[Part]> = tables.iter().map(|table| table.parts.as_slice()).collect();
    reckon(&scales, &parts)
}

/// Where a track is.
#[derive(Debug, Clone, Copy, Default)]
struct At {
    /// Decoding of the last sample, on the timeline of the movie, as it really is.
    last_dts: i64,
    /// Behind the last presentation.
    end: i64,
}

fn reckon(scales: &[u32], parts: &[&[Part]]) -> Vec<Layout> {
    let mut keys: Vec<(u64, u32)> = parts.iter().flat_map(|parts| parts.iter().map(|part| part.key)).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut layouts = vec![Layout::default(); parts.len()];
    let mut tracks: Vec<Option<At>> = vec![None; parts.len()];
    let mut next = vec![0_usize; parts.len()];
    for key in keys {
        let ns = |track: usize, time: i64| (i128::from(time) * NS / i128::from(scales[track])) as i64;
        let present: Vec<(usize, Part)> = (0..parts.len())
            .filter_map(|track| Some((track, *parts[track].get(next[track]).filter(|part| part.key == key)?)))
            .collect();
        let start = |&(track, part): &(usize, Part)| ns(track, part.min_pts.max(part.from).saturating_add(part.shift));
        let Some(reference) = present.first().map(start) else { continue };
        // Tracks of separate playlists may be on different sides of a wrap.
        let wraps: Vec<i64> = present
            .iter()
            .map(|part| {
                let ahead = start(part) - reference;
                if ahead > WRAP_NS / 2 {
                    -WRAP_NS
                } else if ahead < -WRAP_NS / 2 {
                    WRAP_NS
                } else {
                    0
                }
            })
            .collect();
        let first = present.iter().zip(&wraps).map(|(part, wrap)| start(part) + wrap).min().unwrap_or(reference);
        let before = |&(track, at): &(usize, &Option<At>)| {
            at.is_some() && (key.1 == 0 || present.iter().any(|(present, _)| *present == track))
        };
        let ends = tracks.iter().enumerate().filter(before).filter_map(|(_, at)| at.as_ref().map(|at| at.end));
        // What all lost is a hole. Of what one lost, the end of what was before or the beginning of this, others tell
        // where it is.
        let gap = present.iter().map(|(_, part)| part.gap_ns).min().unwrap_or(0) as i64;
        let gone_on = present.iter().zip(&wraps).filter_map(|(part, wrap)| {
            let end = tracks[part.0]?.end;
            Some(end + part.1.gap_ns as i64 - (start(part) + wrap - first))
        });
        let base = ends.max().map_or(0, |end| gone_on.fold(end + gap, i64::max));
        for (&(track, part), wrap) in present.iter().zip(&wraps) {
            let offset = base - first + wrap;
            let on_movie = |time: i64| ns(track, time.saturating_add(part.shift)) + offset;
            let wanted = on_movie(part.first_dts);
            let layout = &mut layouts[track];
            let begins = match tracks[track] {
                None => {
                    let presented = part.min_pts.max(part.from);
                    layout.delay_ns = on_movie(presented);
                    layout.media_time = presented - part.first_dts;
                    wanted
                }
                Some(at) => {
                    let units = i128::from(wanted - at.last_dts) * i128::from(scales[track]);
                    // Two samples are never decoded at once, and none before the one before it.
                    let units = ((units + NS / 2).div_euclid(NS)).clamp(1, i128::from(u32::MAX)) as u32;
                    layout.joints.push(units);
                    at.last_dts + ns(track, i64::from(units))
                }
            };
            let end = on_movie(part.end_pts) + begins - wanted;
            tracks[track] = Some(At { last_dts: begins + ns(track, part.last_dts - part.first_dts), end });
            layout.presented_ns = end - layout.delay_ns;
            next[track] += 1;
        }
    }
    layouts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(key: (u64, u32), first_dts: i64, last_dts: i64, end_pts: i64) -> Part {
        let mut part = super::super::table::tests::part();
        (part.key, part.first_dts, part.min_pts, part.last_dts, part.end_pts) =
            (key, first_dts, first_dts, last_dts, end_pts);
        part
    }

    const SCALES: [u32; 2] = [90_000, 48_000];

    #[test]
    fn tracks_keep_their_distance_over_a_discontinuity() {
        // Pictures for a second from 10 s on, sound for 1.02 s from 10.01 s on; then both again from 500 s on.
        let video = [part((0, 0), 900_000, 987_000, 990_000), part((1, 0), 45_000_000, 45_087_000, 45_090_000)];
        let audio = [part((0, 0), 480_480, 528_000, 529_440), part((1, 0), 24_000_480, 24_048_000, 24_049_440)];
        let layouts = reckon(&SCALES, &[&video, &audio]);
        assert_eq!((layouts[0].delay_ns, layouts[1].delay_ns), (0, 10_000_000));
        // The sound ends at 1.03 s: there the next part begins.
        assert_eq!(layouts[0].joints, [3000 + 2700]);
        assert_eq!(layouts[1].joints, [(529_440 - 528_000) + 480]);
        let presented = [0, 1].map(|track: usize| (layouts[track].presented_ns + 500) / 1000);
        assert_eq!(presented, [2_030_000, 2_050_000]);
    }

    #[test]
    fn a_gap_between_timelines_is_kept() {
        let mut second = part((3, 0), 0, 87_000, 90_000);
        second.gap_ns = 4_000_000_000;
        let video = [part((0, 0), 900_000, 987_000, 990_000), second];
        let layouts = reckon(&SCALES[..1], &[&video]);
        assert_eq!(layouts[0].joints, [3000 + 360_000]);
    }

    #[test]
    fn a_gap_of_one_track_is_where_the_other_goes_on() {
        const S: i64 = 1_000_000_000;
        let video = [part((0, 0), 0, 897_000, 900_000), part((1, 0), 0, 897_000, 900_000)];
        // Sound that lacks the last four seconds of ten, or the first four of the next ten.
        for (first, second) in [((0, 6), (0, 10)), ((0, 10), (4, 10))] {
            let of = |key, (from, to): (i64, i64)| part((key, 0), from * 48_000, to * 48_000 - 1024, to * 48_000);
            let mut behind = of(1, second);
            behind.gap_ns = (4 * S) as u64;
            let layouts = reckon(&SCALES, &[&video, &[of(0, first), behind]]);
            let presented = [0, 1].map(|track: usize| (layouts[track].presented_ns + 500) / 1000);
            assert_eq!(presented, [20 * S / 1000; 2], "the picture is whole, and the sound beside it");
            assert_eq!(layouts[1].joints, [4 * 48_000 + 1024]);
        }
    }

    #[test]
    fn tracks_on_both_sides_of_the_wrap_begin_together() {
        let wrap = 1_i64 << 33;
        let video = [part((0, 0), wrap - 900, wrap + 89_100, wrap + 89_100)];
        let audio = [part((0, 0), 0, 48_000, 48_000)];
        let layouts = reckon(&SCALES, &[&video, &audio]);
        assert_eq!((layouts[0].delay_ns, layouts[1].delay_ns / 1000), (0, 10_000));
        let layouts = reckon(&[48_000, 90_000], &[&audio, &video]);
        assert_eq!((layouts[0].delay_ns / 1000, layouts[1].delay_ns), (10_000, 0));
    }

    #[test]
    fn priming_is_not_presented() {
        let mut audio = part((0, 0), 0, 47_000, 48_000);
        (audio.from, audio.shift) = (1024, -1024);
        let video = part((0, 0), 0, 87_000, 90_000);
        let layouts = reckon(&SCALES, &[&[video], &[audio]]);
        assert_eq!((layouts[1].delay_ns, layouts[1].media_time), (0, 1024));
        assert_eq!(layouts[0].delay_ns, 0);
    }
}
