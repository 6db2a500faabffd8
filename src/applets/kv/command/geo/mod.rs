//! Places: members of a sorted set whose scores are points of the earth.

pub mod cell;
mod search;

use self::cell::{Cell, LIMITS, Point, STEPS, distance, letters};
use super::arguments::is;
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::sorted_set::bounds::score;
use super::sorted_set::{Flags, add_members, sorted};
use super::table::{DENYOOM, KeySpec, READONLY, Spec, WRITE, command};
use crate::applets::kv::store::sorted_set::SortedSet;
use crate::resp::{Dialect, Reply};

const GROW: u32 = WRITE | DENYOOM;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("geoadd", -5, geoadd).flags(GROW).keys(KeySpec::ONE).about("3.2.0", "Adds one or more members to a geospatial index. The key is created if it doesn't exist."),
    command("geodist", -4, geodist).flags(READONLY).keys(KeySpec::ONE).about("3.2.0", "Returns the distance between two members of a geospatial index."),
    command("geohash", -2, geohash).flags(READONLY).keys(KeySpec::ONE).about("3.2.0", "Returns members from a geospatial index as geohash strings."),
    command("geopos", -2, geopos).flags(READONLY).keys(KeySpec::ONE).about("3.2.0", "Returns the longitude and latitude of members from a geospatial index."),
    command("geosearch", -7, search::geosearch).flags(READONLY).keys(KeySpec::ONE).about("6.2.0", "Queries a geospatial index for members inside an area of a box or a circle."),
    command("geosearchstore", -8, search::geosearchstore).flags(GROW).keys(KeySpec::TWO).about("6.2.0", "Queries a geospatial index for members inside an area of a box or a circle, optionally stores the result."),
    command("georadius", -6, search::georadius).flags(GROW).keys(KeySpec::Custom(search::keys)).about("3.2.0", "Queries a geospatial index for members within a distance from a coordinate, optionally stores the result."),
    command("georadius_ro", -6, search::georadius_ro).flags(READONLY).keys(KeySpec::ONE).about("3.2.10", "Returns members from a geospatial index that are within a distance from a coordinate."),
    command("georadiusbymember", -5, search::georadiusbymember).flags(GROW).keys(KeySpec::Custom(search::keys_by_member)).about("3.2.0", "Queries a geospatial index for members within a distance from a member, optionally stores the result."),
    command("georadiusbymember_ro", -5, search::georadiusbymember_ro).flags(READONLY).keys(KeySpec::ONE).about("3.2.10", "Returns members from a geospatial index that are within a distance from a member."),
];

/// Longitude and latitude, in two words.
///
/// # Errors
/// No numbers, or a point beyond the limits.
fn point(longitude: &[u8], latitude: &[u8]) -> Result<Point, Refusal> {
    let point = Point { longitude: score(longitude)?, latitude: score(latitude)? };
    let is_in = |value: f64, (least, most): (f64, f64)| (least..=most).contains(&value);
    if is_in(point.longitude, LIMITS.longitude) && is_in(point.latitude, LIMITS.latitude) {
        return Ok(point);
    }
    let Point { longitude, latitude } = point;
    Err(Refusal::err(format!("invalid longitude,latitude pair {longitude:.6},{latitude:.6}")))
}

/// How many metres a unit has.
///
/// # Errors
/// None of the four.
fn unit(word: &[u8]) -> Result<f64, Refusal> {
    let known = [("m", 1.0), ("km", 1000.0), ("ft", 0.3048), ("mi", 1609.34)];
    let found = known.into_iter().find(|(name, _)| is(word, name));
    found.map(|(_, metres)| metres).ok_or_else(|| "ERR unsupported unit provided. please use M, KM, FT, MI".into())
}

/// Where a member is.
fn place(set: Option<&SortedSet>, member: &[u8]) -> Option<Point> {
    set?.score(member).map(|score| Cell::of_score(score).middle())
}

/// A distance: four digits behind the point.
fn reply_distance(reply: &mut Reply, distance: f64) {
    reply.bulk(format!("{distance:.4}").as_bytes());
}

fn reply_point(reply: &mut Reply, point: Point) {
    reply.array(2);
    for degrees in [point.longitude, point.latitude] {
        let text = format!("{degrees:.17}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        match reply.dialect {
            Dialect::Resp2 => reply.bulk(text.as_bytes()),
            Dialect::Resp3 => reply.raw(format!(",{text}\r\n").as_bytes()),
        }
    }
}

fn geoadd(call: &mut Call) -> Outcome {
    let (args, mut flags, mut at) = (call.args, Flags::default(), 2);
    while let Some(word) = args.get(at) {
        match () {
            () if is(word, "nx") => flags.only_new = true,
            () if is(word, "xx") => flags.only_old = true,
            () if is(word, "ch") => flags.counts_changed = true,
            () => break,
        }
        at += 1;
    }
    let words = args.from(at);
    if words.len() % 3 != 0 || (flags.only_new && flags.only_old) {
        return Err(Refusal::Syntax);
    }
    let mut members = Vec::with_capacity(words.len() / 3);
    for at in (0..words.len()).step_by(3) {
        let point = point(words.at(at), words.at(at + 1))?;
        members.push((Cell::of(point, LIMITS, STEPS).bits as f64, words.at(at + 2)));
    }
    if members.is_empty() {
        return Err(Refusal::Syntax);
    }
    add_members(call, flags, &members)
}

fn geodist(call: &mut Call) -> Outcome {
    let args = call.args;
    if args.len() > 5 {
        return Err(Refusal::Syntax);
    }
    let metres = args.get(4).map_or(Ok(1.0), unit)?;
    let set = sorted(call.keys, args.at(1))?;
    match (place(set, args.at(2)), place(set, args.at(3))) {
        (Some(one), Some(other)) => reply_distance(call.reply, distance(one, other) / metres),
        _ => call.reply.null(),
    }
    Ok(())
}

fn geohash(call: &mut Call) -> Outcome {
    let set = sorted(call.keys, call.args.at(1))?;
    let members = call.args.from(2);
    call.reply.array(members.len());
    for member in members.iter() {
        match place(set, member) {
            Some(point) => call.reply.bulk(letters(point).as_bytes()),
            None => call.reply.null(),
        }
    }
    Ok(())
}

fn geopos(call: &mut Call) -> Outcome {
    let set = sorted(call.keys, call.args.at(1))?;
    let members = call.args.from(2);
    call.reply.array(members.len());
    for member in members.iter() {
        match place(set, member) {
            Some(point) => reply_point(call.reply, point),
            None => call.reply.null_array(),
        }
    }
    Ok(())
}
