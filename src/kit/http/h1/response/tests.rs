//! Every framing, fed whole and in pieces of every size.

use proptest::prelude::*;

use super::*;

/// Feeds `wire` in pieces of `step` bytes; the status, the body, the bytes used and what the end was.
fn read(wire: &[u8], kind: RequestKind, step: usize) -> Result<(u16, Vec<u8>, usize), ResponseError> {
    let mut reader = ResponseReader::default();
    let mut body = Vec::new();
    let mut used = 0;
    for piece in wire.chunks(step) {
        let mut keep = Body::Keep { into: &mut body, limit: usize::MAX };
        match reader.feed(piece, kind, &mut keep)? {
            Progress::Done { used: last } => {
                return Ok((reader.head().unwrap().status, body, used + last));
            }
            Progress::More => used += piece.len(),
        }
    }
    reader.close()?;
    Ok((reader.head().unwrap().status, body, used))
}

fn every_step(wire: &[u8], kind: RequestKind) -> Result<(u16, Vec<u8>, usize), ResponseError> {
    let whole = read(wire, kind, wire.len().max(1));
    for step in 1..wire.len() {
        assert_eq!(read(wire, kind, step), whole, "in steps of {step}");
    }
    whole
}

#[test]
fn reads_every_framing() {
    use RequestKind::{Head as HeadOnly, Ordinary};
    let cases: &[(&[u8], RequestKind, u16, &[u8])] = &[
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", Ordinary, 200, b"hello"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", Ordinary, 200, b"hello"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", HeadOnly, 200, b""),
        (b"HTTP/1.1 204 No Content\r\n\r\n", Ordinary, 204, b""),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", Ordinary, 304, b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=\"y\"\r\n!\r\n0\r\n\r\n", Ordinary, 200, b"hello!"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\nA: b\r\nC: d\r\n\r\n", Ordinary, 200, b"0123456789"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", Ordinary, 200, b"ok"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", Ordinary, 200, b"ok"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nuntil the end", Ordinary, 200, b"until the end"),
        // A coding without a name is one that we do not know.
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: \r\nContent-Length: 5\r\n\r\nhello, you", Ordinary, 200, b"hello, you"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Ordinary, 101, b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000000001 \t; x\r\n!\r\n0 \r\n\r\n", Ordinary, 200, b"!"),
        // What ends with its head ends there, whatever its lengths say.
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", Ordinary, 304, b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", HeadOnly, 200, b""),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", Ordinary, 200, b"until the end"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", Ordinary, 200, b"ok"),
    ];
    for (wire, kind, status, body) in cases {
        let read = every_step(wire, *kind).unwrap_or_else(|error| panic!("{}: {error}", wire.escape_ascii()));
        assert_eq!((read.0, read.1.as_slice(), read.2), (*status, *body, wire.len()), "{}", wire.escape_ascii());
    }
}

#[test]
fn refuses_what_cannot_be_trusted() {
    let cases: &[(&[u8], ResponseError)] = &[
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", HeadError::ContentLength.into()),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", HeadError::ContentLength.into()),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", HeadError::ContentLength.into()),
        (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", HeadError::TransferEncoding.into()),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", ResponseError::Chunk),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloworld", ResponseError::Chunk),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", ResponseError::Chunk),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 x\r\nhello\r\n0\r\n\r\n", ResponseError::Chunk),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nhello\r\n0\r\n\r\n", ResponseError::Chunk),
        (b"HTTP/1.1 099 OK\r\n\r\n", HeadError::Malformed(httparse::Error::Status).into()),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", ResponseError::Truncated),
        (b"HTTP/1.1 200 OK\r\nContent-Le", ResponseError::Truncated),
        (b"", ResponseError::Closed),
    ];
    for (wire, error) in cases {
        assert_eq!(every_step(wire, RequestKind::Ordinary).as_ref(), Err(error), "{}", wire.escape_ascii());
    }
    assert!(matches!(every_step(b"SSH-2.0-OpenSSH\r\n\r\n", RequestKind::Ordinary), Err(ResponseError::Head(_))));
}

#[test]
fn connection_reuse_follows_version_and_header() {
    let keeps = |wire: &[u8]| Head::parse(wire, RequestKind::Ordinary).unwrap().unwrap().keep_alive;
    assert!(keeps(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    assert!(!keeps(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    assert!(!keeps(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
    assert!(keeps(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n"));
    assert!(!keeps(b"HTTP/1.1 200 OK\r\n\r\n"));
}

#[test]
fn a_repeated_head_is_read_as_the_first() {
    let mut reader = ResponseReader::default();
    let wire = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    for _ in 0..3 {
        let progress = reader.feed(wire, RequestKind::Ordinary, &mut Body::Discard);
        assert_eq!(progress, Ok(Progress::Done { used: wire.len() }));
        assert_eq!(reader.body_bytes(), 2);
    }
    // The same bytes in reply to HEAD end with the head.
    assert_eq!(reader.feed(wire, RequestKind::Head, &mut Body::Discard), Ok(Progress::Done { used: wire.len() - 2 }));
}

#[test]
fn an_endless_head_is_cut_off() {
    let mut reader = ResponseReader::default();
    let line = b"X-Filler: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n";
    let mut last = reader.feed(b"HTTP/1.1 200 OK\r\n", RequestKind::Ordinary, &mut Body::Discard);
    for _ in 0..10_000 {
        if last.is_err() {
            break;
        }
        last = reader.feed(line, RequestKind::Ordinary, &mut Body::Discard);
    }
    assert!(last.is_err());
}

proptest! {
    #[test]
    fn chunked_bodies_survive_any_split(chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..200), 0..8), step in 1_usize..64) {
        let mut wire = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for chunk in &chunks {
            wire.extend(format!("{:x}\r\n", chunk.len()).bytes());
            wire.extend(chunk);
            wire.extend(b"\r\n");
        }
        wire.extend(b"0\r\n\r\n");
        let (status, body, used) = read(&wire, RequestKind::Ordinary, step).unwrap();
        prop_assert_eq!((status, body, used), (200, chunks.concat(), wire.len()));
    }

    #[test]
    fn no_bytes_make_it_panic(wire in prop::collection::vec(any::<u8>(), 0..600), step in 1_usize..64) {
        let _ = read(&wire, RequestKind::Ordinary, step);
        let mut framed = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        framed.extend(&wire);
        let _ = read(&framed, RequestKind::Ordinary, step);
    }
}
