//! Documents as they are written, and as they are broken.

use std::path::Path;

use proptest::prelude::*;

use super::*;

const SUM: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn document(files: &str) -> Result<Metalink, MetalinkError> {
    read(&format!("<?xml version=\"1.0\"?><metalink xmlns=\"{NAMESPACE}\">{files}</metalink>"))
}

fn file(inner: &str) -> Result<Metalink, MetalinkError> {
    document(&format!("<file name=\"a.iso\"><url>http://h/a.iso</url>{inner}</file>"))
}

#[test]
fn the_whole_of_a_document_is_read() {
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <!-- made by hand -->
        <m:metalink xmlns:m="{NAMESPACE}" xmlns:x="urn:other">
          <m:generator>hand/1.0</m:generator><m:published>2009-05-15T12:23:23Z</m:published>
          <x:file name="../not/ours"><m:size>7</m:size></x:file>
          <m:file name="iso/first&#x20;&amp; last.iso">
            <m:identity>Ex</m:identity><x:size>1</x:size>
            <m:size> 5 </m:size>
            <m:hash type="sha-1">a9993e364706816aba3e25717850c26c9cd0d89d</m:hash>
            <m:hash type="sha-256">{SUM}</m:hash>
            <m:hash type="blake3">00</m:hash>
            <m:pieces length="3" type="sha-256"><m:hash>{SUM}</m:hash><m:hash>{SUM}</m:hash></m:pieces>
            <m:pieces length="1" type="md5"><m:hash>00</m:hash></m:pieces>
            <m:url location="DE" priority="10">ftp://h/a</m:url>
            <m:url>http://last/?a=1&amp;b=2</m:url>
            <m:url location="DE" priority="10"><![CDATA[https://second/]]></m:url>
            <m:url priority="1">
              http://first/
            </m:url>
            <m:metaurl mediatype="torrent">http://h/a.torrent</m:metaurl>
          </m:file>
          <m:file name="second"><m:url>http://h/</m:url></m:file>
        </m:metalink>"#
    );
    let Metalink { files, notes } = read(&text).unwrap();
    let first = &files[0];
    assert_eq!((files.len(), first.path.as_path()), (2, Path::new("iso/first & last.iso")));
    assert_eq!(first.size_bytes, Some(5));
    let sums: Vec<&str> = first.checksums.iter().map(|sum| sum.algorithm().name()).collect();
    assert_eq!(sums, ["sha256", "sha1"]);
    let pieces = first.pieces.as_ref().unwrap();
    assert_eq!((pieces.piece_bytes, pieces.checksums.len(), pieces.checksums[1].hex().as_str()), (3, 2, SUM));
    let sources: Vec<_> = first.sources.iter().map(|s| (s.url.as_str(), s.priority, s.location.as_deref())).collect();
    assert_eq!(
        sources,
        [("http://first/", 1, None), ("https://second/", 10, Some("de")), ("http://last/?a=1&b=2", 999_999, None)]
    );
    assert_eq!(
        notes,
        [
            "addresses of ftp are not used",
            "an address of torrent is not used",
            "checksums of the kind `blake3` are not used"
        ]
    );
}

#[test]
fn the_strongest_sums_of_pieces_are_kept() {
    let md5 = "900150983cd24fb0d6963f7d28e17f72";
    let weak = format!("<pieces length=\"3\" type=\"md5\"><hash>{md5}</hash></pieces>");
    let strong = format!("<pieces length=\"3\" type=\"sha-256\"><hash>{SUM}</hash></pieces>");
    for both in [format!("{weak}{strong}"), format!("{strong}{weak}")] {
        let metalink = file(&both).unwrap();
        let pieces = metalink.files[0].pieces.as_ref().unwrap();
        assert_eq!((pieces.algorithm, pieces.checksums.len()), (Algorithm::Sha256, 1), "{both}");
    }
}

#[test]
fn broken_documents_say_what_is_wrong() {
    let xml = |result: Result<Metalink, MetalinkError>| match result {
        Err(MetalinkError::Xml { problem, .. }) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(xml(read("")), "it is empty");
    assert_eq!(xml(read("plain text")), "it is empty");
    assert!(xml(read(&format!("<metalink xmlns=\"{NAMESPACE}\"><file>"))).contains("ends inside"));
    assert!(!xml(document("<file></size>")).is_empty());
    assert!(xml(file("<size>&own;</size>")).contains("&own;"));
    assert_eq!(read("<html/>"), Err(MetalinkError::Foreign("html".into())));
    assert_eq!(read("<metalink/>"), Err(MetalinkError::Foreign("metalink".into())));
    assert_eq!(read("<metalink xmlns=\"http://www.metalinker.org/\"/>"), Err(MetalinkError::Version3));
    assert_eq!(document(""), Err(MetalinkError::NoFile));
    assert_eq!(document(&"<file>".repeat(40)), Err(MetalinkError::TooDeep));
}

#[test]
fn files_that_cannot_be_right_are_refused() {
    for (inner, says) in [
        ("<size>-1</size>", "a.iso: the size `-1` is not a whole number that makes sense"),
        ("<hash type=\"md5\">0</hash>", "a.iso: a md5 sum has 32 hexadecimal digits, not 1"),
        (
            "<pieces length=\"0\" type=\"md5\"/>",
            "a.iso: the length of pieces `0` is not a whole number that makes sense",
        ),
        ("<url priority=\"0\">http://h/</url>", "a.iso: the priority `0` is not a whole number that makes sense"),
    ] {
        assert_eq!(file(inner).unwrap_err().to_string(), says);
    }
    let few = format!("<size>7</size><pieces length=\"3\" type=\"sha-256\"><hash>{SUM}</hash></pieces>");
    assert_eq!(file(&few).unwrap_err().to_string(), "a.iso: 1 pieces of 3 bytes do not make 7 bytes");
    for name in ["", "../up", "/etc/passwd", "a/../../b"] {
        let found = document(&format!("<file name=\"{name}\"><url>http://h/</url></file>"));
        assert_eq!(found.unwrap_err().to_string(), format!("the file name `{name}` is not a plain relative path"));
    }
    let twice = "<file name=\"a\"><url>http://h/</url></file>".repeat(2);
    assert_eq!(document(&twice), Err(MetalinkError::Twice("a".into())));
    let none = document("<file name=\"a\"><url>ftp://h/</url></file>");
    assert_eq!(none, Err(MetalinkError::NoSource("a".into())));
}

#[test]
fn passwords_in_addresses_are_not_told() {
    let found = file("<url>http://me:secret@h:99999/</url>").unwrap();
    assert!(found.notes[0].contains("me:***@h") && !found.notes[0].contains("secret"), "{:?}", found.notes);
}

proptest! {
    #[test]
    fn no_document_panics(inner in "(<file name='a'>|</file>|<size>|</size>|<url>|http://h/|</url>|&amp;|&#0;|&#x20;|<!--|-->|<pieces|/>|1|<|>){0,20}") {
        let _ = document(&inner);
        let _ = read(&inner);
    }
}
