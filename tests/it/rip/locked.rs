//! Samples that are locked (ISO/IEC 23001-7): keys by hand, and by a Clear Key server.

use aes::Aes128;
use aes::cipher::{Array, BlockCipherEncrypt as _, KeyInit as _};
use serde_json::{Value, json};

use super::stream::{at, files, ok, path, rip, status};
use crate::support::cli::World;
use crate::support::script::Script;

const KEY_ID: &str = "000102030405060708090a0b0c0d0e0f";
const KEY: &str = "101112131415161718191a1b1c1d1e1f";

fn bytes(hex: &str) -> [u8; 16] {
    u128::from_str_radix(hex, 16).unwrap().to_be_bytes()
}

fn boxed(kind: &[u8], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes()[..], kind, body].concat()
}

/// An initialisation of track 1, locked by `cenc`.
fn init() -> Vec<u8> {
    let tenc = [&[0, 0, 0, 0, 0, 0, 1, 8][..], &bytes(KEY_ID)].concat();
    let sinf =
        [boxed(b"frma", b"avc1"), boxed(b"schm", b"\0\0\0\0cenc\0\x01\0\0"), boxed(b"schi", &boxed(b"tenc", &tenc))];
    let entry = boxed(b"encv", &[&[0; 78][..], &boxed(b"sinf", &sinf.concat())].concat());
    let stsd = boxed(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &entry].concat());
    let tkhd = boxed(b"tkhd", &[&[0; 12][..], &[0, 0, 0, 1], &[0; 68]].concat());
    let media = boxed(b"mdia", &boxed(b"minf", &boxed(b"stbl", &stsd)));
    [boxed(b"ftyp", b"iso6"), boxed(b"moov", &boxed(b"trak", &[tkhd, media].concat()))].concat()
}

fn sample(number: u8) -> Vec<u8> {
    (0..500).map(|at| number.wrapping_mul(31) ^ at as u8).collect()
}

/// A segment of one sample, locked.
fn segment(number: u8) -> Vec<u8> {
    let iv = [number; 8];
    let mut body = sample(number);
    for (at, piece) in body.chunks_mut(16).enumerate() {
        let mut block = Array::from([0; 16]);
        block[..8].copy_from_slice(&iv);
        block[8..].copy_from_slice(&(at as u64).to_be_bytes());
        Aes128::new(&Array::from(bytes(KEY))).encrypt_block(&mut block);
        piece.iter_mut().zip(block).for_each(|(byte, key)| *byte ^= key);
    }
    let moof = |data: u32| {
        let tfhd = boxed(b"tfhd", &[0, 2, 0, 0, 0, 0, 0, 1]);
        let trun = boxed(b"trun", &[0x201_u32, 1, data, 500].map(u32::to_be_bytes).concat());
        let senc = boxed(b"senc", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &iv].concat());
        boxed(b"moof", &boxed(b"traf", &[tfhd, trun, senc].concat()))
    };
    [moof(moof(0).len() as u32 + 8), boxed(b"mdat", &body)].concat()
}

/// A presentation of three locked segments, whose manifest says this about its lock; its Clear Key server has `keys`.
fn serve(protection: &'static str, keys: Value) -> Script {
    Script::start(move |request| match path(request) {
        "/x.mpd" => {
            let host = request.header("host").unwrap();
            let text = format!(
                "<MPD mediaPresentationDuration=\"PT6S\"><Period><AdaptationSet mimeType=\"video/mp4\">{protection}\
                 <SegmentTemplate media=\"$Number$.m4s\" initialization=\"i.mp4\" duration=\"2\"/>\
                 <Representation id=\"v\" bandwidth=\"1\"/></AdaptationSet></Period></MPD>"
            );
            ok(text.replace("HOST", host))
        }
        "/i.mp4" => ok(init()),
        "/keys" if request.line().starts_with("POST ") => {
            let asked: Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(asked, json!({ "kids": ["AAECAwQFBgcICQoLDA0ODw"], "type": "temporary" }));
            ok(keys.to_string())
        }
        path => match path.strip_prefix('/').and_then(|path| path.strip_suffix(".m4s")?.parse().ok()) {
            Some(number) => ok(segment(number)),
            None => status("404 Not Found"),
        },
    })
}

/// Whether every sample is in the recording as it was before it was locked, and no box tells of the lock.
fn is_open(recorded: &[u8]) -> bool {
    let has = |what: &[u8]| recorded.windows(what.len()).any(|window| window == what);
    (1..=3).all(|number| has(&sample(number))) && !has(b"senc") && !has(b"encv") && !has(b"sinf") && has(b"avc1")
}

const CLEAR_KEY: &str = "<ContentProtection schemeIdUri=\"urn:mpeg:dash:mp4protection:2011\" value=\"cenc\"/>\
    <ContentProtection schemeIdUri=\"urn:uuid:e2719d58-a985-b3c9-781a-b030af78d30e\">\
    <clearkey:Laurl>http://HOST/keys</clearkey:Laurl></ContentProtection>";
const DRM: &str = "<ContentProtection schemeIdUri=\"urn:mpeg:dash:mp4protection:2011\" value=\"cenc\" \
    cenc:default_KID=\"00010203-0405-0607-0809-0a0b0c0d0e0f\"/>\
    <ContentProtection schemeIdUri=\"urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed\"/>\
    <ContentProtection schemeIdUri=\"urn:uuid:9a04f079-9840-4286-ab92-e65be0885f95\"/>";

#[test]
fn a_clear_key_server_opens_what_is_locked() {
    let keys = json!({ "keys": [{ "kty": "oct", "kid": "AAECAwQFBgcICQoLDA0ODw", "k": "EBESExQVFhcYGRobHB0eHw" }] });
    let (world, server) = (World::new(), serve(CLEAR_KEY, keys));
    let said = rip(&world, &[&server.url("/x.mpd"), "-o", "x.mp4", "--container", "fmp4"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(is_open(&std::fs::read(at(&world, "x.mp4")).unwrap()));
    let asked = server.requests().iter().filter(|request| path(request) == "/keys").count();
    assert_eq!(asked, 1, "one key is asked for once");
}

#[test]
fn a_key_that_is_given_opens_whatever_the_manifest_names() {
    for protection in [DRM, CLEAR_KEY, ""] {
        for key in [format!("{KEY_ID}:{KEY}"), KEY.to_owned()] {
            let (world, server) = (World::new(), serve(protection, json!({ "keys": [] })));
            let said =
                rip(&world, &[&server.url("/x.mpd"), "-o", "x.mp4", "--container", "fmp4", "--decrypt-key", &key]);
            assert_eq!(said.code, Some(0), "{}", said.err);
            assert!(is_open(&std::fs::read(at(&world, "x.mp4")).unwrap()), "{protection} {key}");
        }
    }
}

#[test]
fn without_a_key_it_is_said_what_is_missing_and_nothing_is_left() {
    let other = format!("{}:{KEY}", "f".repeat(32));
    for (protection, keys, words, says) in [
        (DRM, json!({}), None, "protected by PlayReady, Widevine"),
        (DRM, json!({}), Some(other.as_str()), "the key 000102030405060708090a0b0c0d0e0f is not known"),
        ("", json!({}), None, "the key 000102030405060708090a0b0c0d0e0f is not known"),
        (CLEAR_KEY, json!({ "keys": [] }), None, "answered with no keys"),
        (CLEAR_KEY, json!("no"), None, "answered with no keys"),
    ] {
        let (world, server) = (World::new(), serve(protection, keys));
        let url = server.url("/x.mpd");
        let key = words.map_or(Vec::new(), |key| vec!["--decrypt-key", key]);
        let said =
            rip(&world, &[&[url.as_str(), "-o", "x.mp4", "--container", "fmp4", "--retries", "0"], &key[..]].concat());
        assert_eq!(said.code, Some(1), "{says}: {said:?}");
        assert!(said.err.contains(says), "{says}: {}", said.err);
        assert_eq!(files(&world), [""; 0], "{says}");
    }
}

#[test]
fn keys_that_are_none_are_usage() {
    let world = World::new();
    for keys in [&["short"][..], &["00:11"], &[KEY, KEY_ID], &["a:b:c"], &[KEY_ID, "zz"]] {
        let words = keys.iter().flat_map(|key| ["--decrypt-key", key]);
        let words: Vec<&str> = std::iter::once("http://127.0.0.1:1/x.mpd").chain(words).collect();
        assert_eq!(rip(&world, &words).code, Some(2), "{keys:?}");
    }
}

/// The same segments named by a playlist that says `tag` of their lock.
fn playlist(tag: &'static str) -> Script {
    Script::start(move |request| match path(request) {
        "/x.m3u8" => ok(format!(
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"/i.mp4\"\n{tag}#EXTINF:2,\n/1.m4s\n#EXTINF:2,\n/2.m4s\n\
             #EXTINF:2,\n/3.m4s\n#EXT-X-ENDLIST\n"
        )),
        "/i.mp4" => ok(init()),
        "/k" => ok(bytes(KEY)),
        path => match path.strip_prefix('/').and_then(|path| path.strip_suffix(".m4s")?.parse().ok()) {
            Some(number) => ok(segment(number)),
            None => status("404 Not Found"),
        },
    })
}

const PLAIN: &str = "#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI=\"/k\"\n";
const INLINE: &str = "#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI=\"data:;base64,EBESExQVFhcYGRobHB0eHw==\"\n";
const FAIRPLAY: &str = "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\",KEYFORMAT=\"com.apple.streamingkeydelivery\",KEYFORMATVERSIONS=\"1\"\n";

#[test]
fn samples_of_fragments_that_a_playlist_names_are_opened() {
    let named = format!("{KEY_ID}:{KEY}");
    for (tag, words) in [
        (PLAIN, &[][..]),
        (INLINE, &[]),
        (PLAIN, &["--decrypt-key", KEY]),
        (FAIRPLAY, &["--decrypt-key", &named]),
        (FAIRPLAY, &["--decrypt-key", KEY]),
        ("", &["--decrypt-key", &named]),
    ] {
        let (world, server) = (World::new(), playlist(tag));
        let url = server.url("/x.m3u8");
        let said = rip(&world, &[&[url.as_str(), "-o", "x.mp4", "--container", "fmp4"], words].concat());
        assert_eq!(said.code, Some(0), "{tag} {}", said.err);
        assert!(is_open(&std::fs::read(at(&world, "x.mp4")).unwrap()), "{tag} {words:?}");
        let asked = server.requests().iter().filter(|request| path(request) == "/k").count();
        assert_eq!(asked, usize::from(tag == PLAIN && words.is_empty()));
    }
}

#[test]
fn a_playlist_of_locked_samples_without_their_key_says_which() {
    for (tag, says) in [
        (FAIRPLAY, "the stream is protected by FairPlay"),
        ("", "the key 000102030405060708090a0b0c0d0e0f is not known\nhint: --decrypt-key KID:KEY gives it"),
    ] {
        let (world, server) = (World::new(), playlist(tag));
        let url = server.url("/x.m3u8");
        let said = rip(&world, &[&url, "-o", "x.mp4", "--container", "fmp4", "--retries", "0"]);
        assert_eq!(said.code, Some(1));
        assert!(said.err.contains(says), "{}", said.err);
        assert_eq!(files(&world), [""; 0]);
    }
}
