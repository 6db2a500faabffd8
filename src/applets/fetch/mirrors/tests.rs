//! Places that answer as they are told.

use super::*;
use crate::applets::fetch::source::Ranges;
use crate::applets::fetch::span::Span;

/// Who was asked, and what was known then.
type Asked = Arc<Mutex<Vec<(&'static str, Option<Known>)>>>;

/// A place that answers as it is told, and counts.
#[derive(Debug)]
struct Played {
    name: &'static str,
    known: Known,
    broken: Mutex<Option<Retry>>,
    asked: Asked,
}

#[derive(Debug)]
struct PlayedConnection(Arc<Played>);

impl Ranged for Arc<Played> {
    fn shown(&self) -> String {
        self.name.to_owned()
    }

    fn connection(&self) -> Box<dyn Connection> {
        Box::new(PlayedConnection(Arc::clone(self)))
    }
}

impl Connection for PlayedConnection {
    fn open<'a>(&'a mut self, ask: &'a Ask) -> BoxFuture<'a, Result<Facts, FetchError>> {
        Box::pin(async move {
            let played = &self.0;
            played.asked.lock().unwrap().push((played.name, ask.known.clone()));
            let (url, problem) = (played.name.to_owned(), "broken".to_owned());
            match *played.broken.lock().unwrap() {
                None => {}
                Some(Retry::Never) => return Err(FetchError::Protocol { url, problem }),
                Some(_) => return Err(FetchError::Broken { url, problem }),
            }
            if let Some(what) = ask.known.as_ref().and_then(|known| known.differs(&played.known)) {
                return Err(FetchError::Changed { url, what });
            }
            Ok(Facts { known: played.known.clone(), span: ask.span, ranges: Ranges::Yes, ..Facts::default() })
        })
    }

    fn receive<'a>(&'a mut self, _: Place<'a>, most: u64) -> BoxFuture<'a, Result<u64, FetchError>> {
        Box::pin(async move { Ok(most) })
    }

    fn left(&self) -> Option<u64> {
        Some(1)
    }
}

struct Stage {
    mirrors: Mirrors,
    played: Vec<Arc<Played>>,
    asked: Asked,
}

fn stage(places: &[(&'static str, u64, &str)]) -> Stage {
    let asked = Arc::default();
    let played: Vec<Arc<Played>> = places
        .iter()
        .map(|(name, size, etag)| {
            let known = Known { size: Some(*size), etag: Some((*etag).to_owned()), last_modified: None };
            Arc::new(Played { name, known, broken: Mutex::new(None), asked: Arc::clone(&asked) })
        })
        .collect();
    let source = |played: &Arc<Played>| Arc::new(Arc::clone(played)) as Arc<dyn Ranged>;
    // What is beyond the second is found by name only.
    let named: Vec<_> = played.iter().skip(2).map(source).collect();
    let name = move |url: &Url| Ok(Arc::clone(&named[usize::from(url.path() == "/d")]));
    let given = if places.len() > 3 { 2 } else { places.len() };
    let mirrors =
        Mirrors::new(played.iter().take(given).map(source).collect()).naming(&"http://h/".parse().unwrap(), name);
    Stage { mirrors, played, asked }
}

impl Stage {
    fn names(&self) -> Vec<&'static str> {
        self.asked.lock().unwrap().drain(..).map(|(name, _)| name).collect()
    }
}

fn ask(known: Option<&Known>) -> Ask {
    Ask { span: Span::new(0, 10), known: known.cloned(), newer_than: None }
}

#[tokio::test]
async fn connections_are_shared_out_and_failures_move_on() {
    let stage = stage(&[("a", 7, "1"), ("b", 7, "2"), ("c", 7, "3")]);
    let mut lines: Vec<_> = (0..4).map(|_| stage.mirrors.connection()).collect();
    let known = lines[0].open(&ask(None)).await.unwrap().known;
    for line in &mut lines[1..] {
        line.open(&ask(Some(&known))).await.unwrap();
    }
    assert_eq!(stage.names(), ["a", "b", "c", "a"]);
    *stage.played[1].broken.lock().unwrap() = Some(Retry::Backoff);
    lines[1].open(&ask(Some(&known))).await.unwrap();
    assert_eq!(stage.names(), ["b", "c"], "c has fewer connections than a");
    lines.push(stage.mirrors.connection());
    lines[4].open(&ask(Some(&known))).await.unwrap();
    assert_eq!(stage.names(), ["a"], "b has failed");
}

#[tokio::test]
async fn each_place_is_held_to_its_own_validators_and_the_common_size() {
    let stage = stage(&[("a", 7, "1"), ("b", 7, "2"), ("c", 8, "3")]);
    let (mut one, mut two, mut three) =
        (stage.mirrors.connection(), stage.mirrors.connection(), stage.mirrors.connection());
    let known = one.open(&ask(None)).await.unwrap().known;
    two.open(&ask(Some(&known))).await.unwrap();
    two.open(&ask(Some(&known))).await.unwrap();
    three.open(&ask(Some(&known))).await.unwrap();
    let asked: Vec<_> = stage.asked.lock().unwrap().drain(..).collect();
    let etag = |index: usize| asked[index].1.as_ref().and_then(|known| known.etag.clone());
    assert_eq!((etag(1), etag(2)), (None, Some("2".to_owned())));
    let names: Vec<_> = asked.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["a", "b", "b", "c", "a"], "c has another size, so it is another file");
}

#[tokio::test]
async fn when_all_fail_the_trouble_that_may_pass_is_told() {
    let stage = stage(&[("a", 7, "1"), ("b", 7, "2")]);
    *stage.played[0].broken.lock().unwrap() = Some(Retry::Backoff);
    *stage.played[1].broken.lock().unwrap() = Some(Retry::Never);
    let error = stage.mirrors.connection().open(&ask(None)).await.unwrap_err();
    assert_eq!((error.retry(), stage.names()), (Retry::Backoff, vec!["a", "b"]));
    assert_eq!(stage.mirrors.shown(), "a");
}

fn offered(checksums: &[&str], known: &Known) -> Facts {
    let place = |path: &str| crate::applets::fetch::metalink::Source {
        url: format!("http://h/{path}").parse().unwrap(),
        priority: 1,
        location: None,
    };
    let sums = checksums.iter().map(|text| text.parse().unwrap()).collect();
    let described = Described { sources: vec![place("c"), place("d")], checksums: sums, ..Described::default() };
    Facts { known: known.clone(), described, ..Facts::default() }
}

#[tokio::test]
async fn places_that_a_server_names_must_agree_with_it() {
    let stage = stage(&[("a", 7, "\"1\""), ("b", 7, "\"2\""), ("c", 7, "\"1\""), ("d", 7, "\"4\"")]);
    let mut lines: Vec<_> = (0..5).map(|_| stage.mirrors.connection()).collect();
    let known = lines[0].open(&ask(None)).await.unwrap().known;
    stage.mirrors.offer(&offered(&[], &known));
    for line in &mut lines[1..] {
        line.open(&ask(Some(&known))).await.unwrap();
    }
    assert_eq!(stage.names(), ["a", "b", "c", "d", "a", "b"], "d has another tag, and is not asked again");
    assert_eq!(lines[2].place(), 2);
    let stage = self::stage(&[("a", 7, "\"1\""), ("b", 7, "\"2\""), ("c", 7, "\"1\""), ("d", 7, "\"4\"")]);
    stage.mirrors.offer(&offered(&[&format!("sha256:{}", "00".repeat(32))], &known));
    assert!(stage.mirrors.0.agrees(&offered(&[&format!("sha256:{}", "00".repeat(32))], &Known::default())));
    assert!(!stage.mirrors.0.agrees(&offered(&[&format!("sha256:{}", "11".repeat(32))], &known)));
}

#[tokio::test]
async fn a_place_that_has_not_shown_the_file_yet_is_asked_once_at_a_time() {
    let stage = stage(&[("a", 7, "\"1\""), ("b", 7, "\"2\""), ("c", 7, "\"1\""), ("d", 7, "\"4\"")]);
    let known = stage.mirrors.connection().open(&ask(None)).await.unwrap().known;
    stage.mirrors.offer(&offered(&[], &known));
    let inner = &stage.mirrors.0;
    let first = Line::new(inner, 2).unwrap();
    assert!(Line::new(inner, 2).is_none(), "while it is asked");
    assert_eq!((inner.pick(&[0, 1]), first.mirror.connections.load(Ordering::Relaxed)), (Some(3), 1));
    first.mirror.learn(&known);
    assert!(Line::new(inner, 2).is_some() && Line::new(inner, 0).is_some());
}

#[tokio::test]
async fn who_sent_wrong_bytes_is_left_while_there_is_another() {
    let stage = stage(&[("a", 7, "1"), ("b", 7, "2")]);
    let mut line = stage.mirrors.connection();
    let known = line.open(&ask(None)).await.unwrap().known;
    assert_eq!(line.left(), Some(1));
    stage.mirrors.blame(0);
    assert_eq!(line.left(), Some(0), "nothing more is taken from it");
    line.open(&ask(Some(&known))).await.unwrap();
    assert_eq!((stage.names(), line.place()), (vec!["a", "b"], 1));
    stage.mirrors.blame(1);
    assert_eq!(line.left(), Some(1), "it is the last");
}

#[tokio::test]
async fn each_place_is_held_to_what_it_said_in_an_earlier_run() {
    let before = stage(&[("a", 7, "1"), ("b", 7, "2")]);
    let (mut one, mut two) = (before.mirrors.connection(), before.mirrors.connection());
    let known = one.open(&ask(None)).await.unwrap().known;
    two.open(&ask(Some(&known))).await.unwrap();
    let said = before.mirrors.validators();
    assert_eq!(said.iter().map(|said| said.url.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    // The second answered first then, and has changed since.
    let now = stage(&[("a", 7, "1"), ("b", 7, "3")]);
    now.mirrors.recall(&said, &said[1].known);
    let (mut one, mut two) = (now.mirrors.connection(), now.mirrors.connection());
    one.open(&ask(Some(&said[1].known))).await.unwrap();
    two.open(&ask(Some(&said[1].known))).await.unwrap();
    assert_eq!(now.names(), ["a", "b", "a"], "b is another file now, a is what it was");
}
