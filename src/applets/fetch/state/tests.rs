//! What is trusted of a state file after which end.

use super::*;

fn document() -> Document {
    Document {
        format: FORMAT,
        url: "http://host/a".into(),
        file: "a".into(),
        start: 0,
        end: Some(1000),
        size: Some(1000),
        identity: Some("7:0".into()),
        etag: Some("\"v1\"".into()),
        last_modified: None,
        places: Vec::new(),
        done: [Span::new(0, 100)].into_iter().collect(),
        durable: [Span::new(0, 50)].into_iter().collect(),
        boot: String::new(),
        hash: Some(Midstate { bytes: 80, state: "00".into() }),
        updated: "2026-11-26T23:00:00Z".into(),
    }
}

fn done(document: &Document) -> &[Span] {
    document.done.as_slice()
}

#[test]
fn what_was_noted_since_the_last_save_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".a.toolbox");
    assert_eq!(Document::read(&path).unwrap(), None);
    let journal = Journal::create(&path, document(), Durability::Process).unwrap();
    journal.note(Span::new(100, 200)).unwrap();
    assert_eq!(done(&Document::read(&path).unwrap().unwrap()), [Span::new(0, 200)]);
    journal
        .save(|| {
            // Another worker writes while the document is on its way.
            journal.note(Span::new(300, 400)).unwrap();
            Document { done: [Span::new(0, 200)].into_iter().collect(), ..document() }
        })
        .unwrap();
    journal.note(Span::new(400, 500)).unwrap();
    let read = Document::read(&path).unwrap().unwrap();
    assert_eq!(done(&read), [Span::new(0, 200), Span::new(300, 500)]);
    assert_eq!((read.etag, read.hash), (document().etag, document().hash));
    journal.remove().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn after_a_power_cut_only_what_is_durable_counts() {
    let mut text = line(&Document { boot: "one".into(), ..document() }).unwrap();
    text.extend(line(&Line { done: Span::new(100, 200) }).unwrap());
    let read = |boot| Document::parse(Path::new("s"), &text, boot).unwrap();
    assert_eq!(done(&read("one")), [Span::new(0, 200)]);
    assert_eq!(done(&read("two")), [Span::new(0, 50)]);
    assert_eq!((read("one").hash.is_some(), read("two").hash), (true, None));
}

#[test]
fn each_way_to_be_of_no_use_has_its_error() {
    let parse = |bytes: &[u8]| Document::parse(Path::new("s"), bytes, "one").unwrap_err();
    let whole = line(&Document { boot: "one".into(), ..document() }).unwrap();
    let newer = String::from_utf8(whole.clone()).unwrap().replace("_state\":1", "_state\":2");
    assert!(matches!(parse(newer.as_bytes()), StateError::Newer { found: 2, .. }));
    assert!(matches!(parse(b"PK\x03\x04"), StateError::Foreign { .. }));
    assert!(matches!(parse(b"{\"other\":1}\n"), StateError::Foreign { .. }));
    for torn in [&b""[..], &whole[..10], &whole[..whole.len() / 2], &[0; 4096], &[&whole[..], b"\0\0\0\n"].concat()] {
        assert!(matches!(parse(torn), StateError::Torn { .. }), "{}", String::from_utf8_lossy(torn));
    }
    assert!(parse(b"").hint().unwrap().contains("--fresh"));
}

#[test]
fn a_last_line_that_was_cut_off_is_not_there() {
    let mut text = line(&Document { boot: "one".into(), ..document() }).unwrap();
    let more = line(&Line { done: Span::new(100, 200) }).unwrap();
    text.extend(&more[..more.len() - 3]);
    assert_eq!(done(&Document::parse(Path::new("s"), &text, "one").unwrap()), [Span::new(0, 100)]);
}

#[test]
fn long_names_are_hashed() {
    let long = path_of(&Path::new("d").join("x".repeat(250)));
    assert!(long.starts_with("d") && long.file_name().unwrap().len() < 40);
}

#[test]
fn only_the_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".a.toolbox");
    let journal = Journal::create(&path, document(), Durability::Process).unwrap();
    journal.save(document).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn nothing_stays_of_a_line_that_did_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".a.toolbox");
    let journal = Journal::create(&path, document(), Durability::Process).unwrap();
    let before = fs::read(&path).unwrap();
    // A file that can be cut and not written to is one on a full disk.
    let mut open = journal.lock();
    let mut full = Open { file: File::open("/dev/full").unwrap(), bytes: open.bytes, missed: None };
    assert!(full.append(b"{\"done\":[0,1]}\n").is_err());
    assert_eq!(full.bytes, open.bytes);
    open.append(b"{\"done\":[100,110]}\n").unwrap();
    drop(open);
    assert!(fs::read(&path).unwrap().starts_with(&before));
    assert_eq!(done(&Document::read(&path).unwrap().unwrap()), [Span::new(0, 110)]);
}

#[test]
fn an_empty_state_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".a.toolbox");
    fs::write(&path, "").unwrap();
    assert_eq!(Document::read(&path).unwrap(), None);
}
