//! `/static/…`: generated files of any size and real ones below a directory, with ranges and conditions.

use std::io::{self, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _, stream};
use http::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, ETAG, LAST_MODIFIED};
use http::{Response, StatusCode};
use http_body::Frame;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::ranges::{Part, Resource, Verdict, whole_seconds};
use super::{is_read, wrong_method};
use crate::kit::units::parse_bytes;
use crate::origin::content::{PIECE, generated, seed};
use crate::origin::reply::{Content, empty, pieces, set, text};
use crate::origin::request::{BadValue, Request};

/// When generated files were last modified, version 0 of them: 1 January 2024. Each version is a day younger.
const BIRTH: Duration = Duration::from_hours(473_352);
const VERSION_AGE: Duration = Duration::from_hours(24);

/// Between parts; too long and odd to occur in a file by accident.
const BOUNDARY: &str = "toolbox-origin-6f0c2b1e9d";

/// Where the bytes come from.
#[derive(Debug, Clone)]
enum Source {
    Generated(u64),
    Real(PathBuf),
}

/// A file that can be served.
struct Found {
    resource: Resource,
    source: Source,
    kind: &'static str,
}

pub(super) async fn answer(request: &Request, rest: &str, dir: Option<&Path>) -> Result<Response<Content>, BadValue> {
    if !is_read(&request.method) {
        return Ok(wrong_method("GET, HEAD"));
    }
    let Ok(name) = percent_encoding::percent_decode_str(rest).decode_utf8() else {
        return Err(BadValue::new("path", "it is not UTF-8"));
    };
    let real = match dir {
        Some(dir) => real_file(dir, &name).await,
        None => None,
    };
    let Some(found) = real.or_else(|| generated_file(request, &name)) else {
        return Ok(text(StatusCode::NOT_FOUND, "no such file; /static/SIZE.EXT makes one of that size\n"));
    };
    let mut resource = found.resource.clone();
    resource.ranges = request.param("ranges").is_none_or(|value| value != "0");
    match request.param("etag").as_deref() {
        Some("none") => resource.etag = None,
        Some("weak") => resource.etag = resource.etag.map(|tag| format!("W/{tag}")),
        _ => {}
    }
    let mut reply = match resource.judge(&request.method, &request.headers) {
        Verdict::Whole => body(&found, Part { start: 0, length: resource.length }, StatusCode::OK),
        Verdict::Status(StatusCode::RANGE_NOT_SATISFIABLE) => {
            let mut reply = empty(StatusCode::RANGE_NOT_SATISFIABLE);
            set(&mut reply, CONTENT_RANGE, &format!("bytes */{}", resource.length));
            reply
        }
        Verdict::Status(status) => empty(status),
        Verdict::Parts(parts) => match parts[..] {
            [part] => {
                let mut reply = body(&found, part, StatusCode::PARTIAL_CONTENT);
                set(&mut reply, CONTENT_RANGE, &part.content_range(resource.length));
                reply
            }
            _ => multipart(&found, parts),
        },
    };
    if let Some(tag) = &resource.etag {
        set(&mut reply, ETAG, tag);
    }
    set(&mut reply, LAST_MODIFIED, &httpdate::fmt_http_date(resource.modified));
    set(&mut reply, ACCEPT_RANGES, if resource.ranges { "bytes" } else { "none" });
    Ok(reply)
}

/// `10m.bin` is ten mebibytes. `?version=N` is the same name with other bytes, as when a file was replaced.
fn generated_file(request: &Request, name: &str) -> Option<Found> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let length = parse_bytes(file.split('.').next()?).ok()?;
    let version = request.number("version", 0_u16).unwrap_or(0);
    let seed = seed(name).wrapping_add(u64::from(version));
    let modified = SystemTime::UNIX_EPOCH + BIRTH + VERSION_AGE * u32::from(version);
    let resource = Resource { length, etag: Some(format!("\"{seed:016x}\"")), modified, ranges: true };
    Some(Found { resource, source: Source::Generated(seed), kind: kind(file) })
}

/// A file below `dir`, or the `index.html` of a directory there; links may not lead out.
async fn real_file(dir: &Path, name: &str) -> Option<Found> {
    let relative = Path::new(name);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let root = tokio::fs::canonicalize(dir).await.ok()?;
    let mut path = tokio::fs::canonicalize(root.join(relative)).await.ok()?;
    if tokio::fs::metadata(&path).await.ok()?.is_dir() {
        path = tokio::fs::canonicalize(path.join("index.html")).await.ok()?;
    }
    let metadata = tokio::fs::metadata(&path).await.ok()?;
    if !path.starts_with(&root) || !metadata.is_file() {
        return None;
    }
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let nanos = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
    let resource = Resource {
        length: metadata.len(),
        etag: Some(format!("\"{:x}-{nanos:x}\"", metadata.len())),
        modified: whole_seconds(modified),
        ranges: true,
    };
    let kind = kind(&path.to_string_lossy());
    Some(Found { resource, source: Source::Real(path), kind })
}

fn body(found: &Found, part: Part, status: StatusCode) -> Response<Content> {
    let mut reply = pieces(found.kind, Some(part.length), frames(&found.source, part));
    *reply.status_mut() = status;
    reply
}

/// `multipart/byteranges` (RFC 9110 section 14.6).
fn multipart(found: &Found, parts: Vec<Part>) -> Response<Content> {
    let total = found.resource.length;
    let last = format!("\r\n--{BOUNDARY}--\r\n");
    let headed: Vec<(Bytes, Part)> = parts
        .into_iter()
        .map(|part| {
            let range = part.content_range(total);
            let kind = found.kind;
            let head = format!("\r\n--{BOUNDARY}\r\nContent-Type: {kind}\r\nContent-Range: {range}\r\n\r\n");
            (Bytes::from(head), part)
        })
        .collect();
    let length = headed.iter().map(|(head, part)| head.len() as u64 + part.length).sum::<u64>() + last.len() as u64;
    let source = found.source.clone();
    let body = stream::iter(headed).flat_map(move |(head, part)| {
        stream::once(async { Ok(Frame::data(head)) }).chain(Box::pin(frames(&source, part)))
    });
    let end = stream::once(async { Ok(Frame::data(Bytes::from(last))) });
    let mut reply = pieces("", Some(length), body.chain(end));
    *reply.status_mut() = StatusCode::PARTIAL_CONTENT;
    set(&mut reply, CONTENT_TYPE, &format!("multipart/byteranges; boundary={BOUNDARY}"));
    reply
}

type FrameStream = std::pin::Pin<Box<dyn Stream<Item = io::Result<Frame<Bytes>>>>>;

fn frames(source: &Source, part: Part) -> FrameStream {
    match source {
        Source::Generated(seed) => {
            Box::pin(generated(*seed, part.start, part.length).map(|piece| Ok(Frame::data(piece))))
        }
        Source::Real(path) => Box::pin(read(path.clone(), part)),
    }
}

/// Reads a stretch of a file; one that became shorter meanwhile ends in an error, not in a short body.
fn read(path: PathBuf, part: Part) -> impl Stream<Item = io::Result<Frame<Bytes>>> {
    let open = async move {
        let mut file = File::open(path).await?;
        file.seek(SeekFrom::Start(part.start)).await?;
        Ok::<_, io::Error>(file)
    };
    stream::once(open).flat_map(move |file| match file {
        Err(error) => stream::once(async { Err(error) }).left_stream(),
        Ok(file) => stream::try_unfold((file, part.length), |(mut file, left)| async move {
            if left == 0 {
                return Ok(None);
            }
            let mut piece = BytesMut::with_capacity(PIECE);
            let size = (&mut file).take(left.min(PIECE as u64)).read_buf(&mut piece).await?;
            if size == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Ok(Some((Frame::data(piece.freeze()), (file, left - size as u64))))
        })
        .right_stream(),
    })
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" | "htm" => "text/html; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "xml" => "application/xml",
        "gz" | "tgz" => "application/gzip",
        _ => "application/octet-stream",
    }
}
