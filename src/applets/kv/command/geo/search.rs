//! Places within a circle or a box: GEOSEARCH and the older GEORADIUS family.

use super::cell::{Cell, Point, Shape};
use super::{place, point, reply_distance, reply_point, unit};
use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::command::sorted_set::bounds::score;
use crate::applets::kv::command::sorted_set::{sorted, store};
use crate::applets::kv::store::sorted_set::SortedSet;
use crate::resp::Args;

/// Which command it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// GEORADIUS and GEORADIUSBYMEMBER; whether they may store.
    Radius(bool),
    Search,
    SearchStore,
}

/// The keys of GEORADIUS.
pub(super) fn keys(args: Args, found: &mut Vec<usize>) {
    keys_from(args, 6, found);
}

/// The keys of GEORADIUSBYMEMBER.
pub(super) fn keys_by_member(args: Args, found: &mut Vec<usize>) {
    keys_from(args, 5, found);
}

fn keys_from(args: Args, options: usize, found: &mut Vec<usize>) {
    found.push(1);
    let names = options..args.len().saturating_sub(1);
    found.extend(names.filter(|at| is(args.at(*at), "store") || is(args.at(*at), "storedist")).map(|at| at + 1));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Nearest,
    Farthest,
}

/// What is asked for.
struct Wanted<'a> {
    /// Missing where the key that names the member is not there.
    middle: Option<Point>,
    shape: Shape,
    /// Metres of the unit that distances are told in.
    metres: f64,
    options: Options<'a>,
}

#[derive(Default)]
struct Options<'a> {
    with_distance: bool,
    with_score: bool,
    with_point: bool,
    count: Option<usize>,
    takes_any: bool,
    order: Option<Order>,
    store: Option<&'a [u8]>,
    stores_distance: bool,
    /// GEOSEARCH's: where from, and what.
    is_placed: bool,
    middle: Option<Point>,
    shape: Option<(Shape, f64)>,
}

/// A place that was found.
struct Found {
    member: Vec<u8>,
    score: f64,
    distance: f64,
    point: Point,
}

/// A length in metres, and the unit it was given in.
fn radius(length: &[u8], unit_word: &[u8]) -> Result<(Shape, f64), Refusal> {
    let length = score(length).map_err(|_| "ERR need numeric radius")?;
    if length < 0.0 {
        return Err("ERR radius cannot be negative".into());
    }
    let metres = unit(unit_word)?;
    Ok((Shape::Circle { radius: length * metres }, metres))
}

fn sides(width: &[u8], height: &[u8], unit_word: &[u8]) -> Result<(Shape, f64), Refusal> {
    let width = score(width).map_err(|_| "ERR need numeric width")?;
    let height = score(height).map_err(|_| "ERR need numeric height")?;
    if width < 0.0 || height < 0.0 {
        return Err("ERR height or width cannot be negative".into());
    }
    let metres = unit(unit_word)?;
    Ok((Shape::Box { width: width * metres, height: height * metres }, metres))
}

/// Where a member is, if there is a set; an error where the set lacks it.
fn place_of(set: Option<&SortedSet>, member: &[u8]) -> Result<Option<Point>, Refusal> {
    match set {
        None => Ok(None),
        Some(_) => place(set, member).map(Some).ok_or_else(|| "ERR could not decode requested zset member".into()),
    }
}

/// Reads the options, `words`.
fn options<'a>(set: Option<&SortedSet>, words: Args<'a>, form: Form) -> Result<Options<'a>, Refusal> {
    let (mut found, mut at) = (Options::default(), 0);
    let is_search = !matches!(form, Form::Radius(_));
    while let Some(word) = words.get(at) {
        let left = words.len() - at - 1;
        match () {
            () if is(word, "withdist") => found.with_distance = true,
            () if is(word, "withhash") => found.with_score = true,
            () if is(word, "withcoord") => found.with_point = true,
            () if is(word, "any") => found.takes_any = true,
            () if is(word, "asc") => found.order = Some(Order::Nearest),
            () if is(word, "desc") => found.order = Some(Order::Farthest),
            () if is(word, "count") && left >= 1 => {
                let count = int(words.at(at + 1))?;
                found.count =
                    Some(usize::try_from(count).ok().filter(|count| *count > 0).ok_or("ERR COUNT must be > 0")?);
                at += 1;
            }
            () if form == Form::Radius(true) && left >= 1 && (is(word, "store") || is(word, "storedist")) => {
                found.store = Some(words.at(at + 1));
                found.stores_distance = is(word, "storedist");
                at += 1;
            }
            () if form == Form::SearchStore && is(word, "storedist") => found.stores_distance = true,
            () if is_search && !found.is_placed && left >= 1 && is(word, "frommember") => {
                found.middle = place_of(set, words.at(at + 1))?;
                found.is_placed = true;
                at += 1;
            }
            () if is_search && !found.is_placed && left >= 2 && is(word, "fromlonlat") => {
                found.middle = Some(point(words.at(at + 1), words.at(at + 2))?);
                found.is_placed = true;
                at += 2;
            }
            () if is_search && found.shape.is_none() && left >= 2 && is(word, "byradius") => {
                found.shape = Some(radius(words.at(at + 1), words.at(at + 2))?);
                at += 2;
            }
            () if is_search && found.shape.is_none() && left >= 3 && is(word, "bybox") => {
                found.shape = Some(sides(words.at(at + 1), words.at(at + 2), words.at(at + 3))?);
                at += 3;
            }
            () => return Err(Refusal::Syntax),
        }
        at += 1;
    }
    Ok(found)
}

/// What is wrong with the options together.
fn check(call: &Call, options: &Options, form: Form) -> Outcome {
    let shows = options.with_distance || options.with_score || options.with_point;
    if shows && (options.store.is_some() || form == Form::SearchStore) {
        let name = if form == Form::SearchStore { "GEOSEARCHSTORE" } else { "STORE option in GEORADIUS" };
        return Err(Refusal::err(format!("{name} is not compatible with WITHDIST, WITHHASH and WITHCOORD options")));
    }
    let name = || String::from_utf8_lossy(call.args.at(0)).into_owned();
    let is_search = !matches!(form, Form::Radius(_));
    if is_search && !options.is_placed {
        return Err(Refusal::err(format!("exactly one of FROMMEMBER or FROMLONLAT can be specified for {}", name())));
    }
    if is_search && options.shape.is_none() {
        return Err(Refusal::err(format!("exactly one of BYRADIUS and BYBOX can be specified for {}", name())));
    }
    if options.takes_any && options.count.is_none() {
        return Err("ERR the ANY argument requires COUNT argument".into());
    }
    Ok(())
}

pub(super) fn geosearch(call: &mut Call) -> Outcome {
    let set = sorted(call.keys, call.args.at(1))?;
    let options = options(set, call.args.from(2), Form::Search)?;
    check(call, &options, Form::Search)?;
    run_search(call, 1, options)
}

pub(super) fn geosearchstore(call: &mut Call) -> Outcome {
    let set = sorted(call.keys, call.args.at(2))?;
    let mut options = options(set, call.args.from(3), Form::SearchStore)?;
    check(call, &options, Form::SearchStore)?;
    options.store = Some(call.args.at(1));
    run_search(call, 2, options)
}

fn run_search(call: &mut Call, at: usize, options: Options) -> Outcome {
    let (shape, metres) = options.shape.ok_or(Refusal::Syntax)?;
    run(call, at, &Wanted { middle: options.middle, shape, metres, options }, "geosearchstore")
}

pub(super) fn georadius(call: &mut Call) -> Outcome {
    by_point(call, true)
}

pub(super) fn georadius_ro(call: &mut Call) -> Outcome {
    by_point(call, false)
}

fn by_point(call: &mut Call, may_store: bool) -> Outcome {
    let args = call.args;
    let set = sorted(call.keys, args.at(1))?;
    let middle = Some(point(args.at(2), args.at(3))?);
    let (shape, metres) = radius(args.at(4), args.at(5))?;
    let options = options(set, args.from(6), Form::Radius(may_store))?;
    check(call, &options, Form::Radius(may_store))?;
    run(call, 1, &Wanted { middle, shape, metres, options }, "georadiusstore")
}

pub(super) fn georadiusbymember(call: &mut Call) -> Outcome {
    by_member(call, true)
}

pub(super) fn georadiusbymember_ro(call: &mut Call) -> Outcome {
    by_member(call, false)
}

fn by_member(call: &mut Call, may_store: bool) -> Outcome {
    let args = call.args;
    let set = sorted(call.keys, args.at(1))?;
    let middle = place_of(set, args.at(2))?;
    let (shape, metres) = radius(args.at(3), args.at(4))?;
    let options = options(set, args.from(5), Form::Radius(may_store))?;
    check(call, &options, Form::Radius(may_store))?;
    run(call, 1, &Wanted { middle, shape, metres, options }, "georadiusstore")
}

/// Searches, then replies or stores.
fn run(call: &mut Call, at: usize, wanted: &Wanted, event: &'static str) -> Outcome {
    let options = &wanted.options;
    let set = sorted(call.keys, call.args.at(at))?;
    let mut found = match (set, wanted.middle) {
        (Some(set), Some(middle)) => search(set, middle, wanted),
        _ => Vec::new(),
    };
    // So many are wanted as a rule because they are the nearest.
    let implied = options.count.filter(|_| !options.takes_any).map(|_| Order::Nearest);
    if let Some(order) = options.order.or(implied) {
        found.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        if order == Order::Farthest {
            found.reverse();
        }
    }
    found.truncate(options.count.unwrap_or(usize::MAX));
    if let Some(target) = options.store {
        let score = |found: &Found| if options.stores_distance { found.distance / wanted.metres } else { found.score };
        let members: Vec<(Vec<u8>, f64)> =
            found.into_iter().map(|found| (found.member.clone(), score(&found))).collect();
        let count = members.len();
        store(call, target, members, event);
        call.reply.int(count as i64);
        return Ok(());
    }
    reply(call, &found, wanted);
    Ok(())
}

fn search(set: &SortedSet, middle: Point, wanted: &Wanted) -> Vec<Found> {
    let most = wanted.options.count.filter(|_| wanted.options.takes_any).unwrap_or(usize::MAX);
    let mut all: Vec<Found> = Vec::new();
    for cell in wanted.shape.cells(middle) {
        if all.len() >= most {
            break;
        }
        let (least, end) = cell.scores();
        let ranks = set.below(|_, score| score < least)..set.below(|_, score| score < end);
        set.each(ranks, false, |member, score| {
            let point = Cell::of_score(score).middle();
            if all.len() < most
                && let Some(distance) = wanted.shape.distance_within(middle, point)
            {
                all.push(Found { member: member.to_vec(), score, distance, point });
            }
        });
    }
    all
}

fn reply(call: &mut Call, found: &[Found], wanted: &Wanted) {
    let options = &wanted.options;
    let more = [options.with_distance, options.with_score, options.with_point].into_iter().filter(|is| *is).count();
    let reply = &mut *call.reply;
    reply.array(found.len());
    for found in found {
        if more > 0 {
            reply.array(more + 1);
        }
        reply.bulk(&found.member);
        if options.with_distance {
            reply_distance(reply, found.distance / wanted.metres);
        }
        if options.with_score {
            reply.int(found.score as i64);
        }
        if options.with_point {
            reply_point(reply, found.point);
        }
    }
}
