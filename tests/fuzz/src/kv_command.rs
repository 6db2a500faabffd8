//! Commands of all families, as clients send them, against what must hold whatever they say.
//!
//! Each line is a command in the words of `kv cli`. Then: every reply is whole RESP; every value goes into a dump and
//! comes out the same; the effects that were logged, carried out by another store, make the same keys; and an emptied
//! store holds nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use toolbox::applets::kv::command::{Mode, dispatch};
use toolbox::applets::kv::persist::commands::Commands;
use toolbox::applets::kv::persist::load::payload_of;
use toolbox::applets::kv::persist::rdb_read::payload;
use toolbox::applets::kv::persist::rdb_write::Compression;
use toolbox::applets::kv::persist::source::Source;
use toolbox::applets::kv::server::Server;
use toolbox::applets::kv::server::client::{Client, ClientInfo, Known};
use toolbox::applets::kv::server::feed::{Effect, Sink};
use toolbox::applets::kv::server::mailbox::Mailbox;
use toolbox::applets::kv::server::settings::Settings;
use toolbox::applets::kv::store::Store;
use toolbox::resp::request::{number, split_quoted};
use toolbox::resp::{Args, Decoder, Reply, Span, Value};

use super::kv_dump::sorted;

/// When it is: nothing expires by itself.
const NOW: u64 = 1_700_000_000_000;

/// Databases of a store.
const DATABASES: u32 = 4;

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let store = Bench::new();
    let effects = Arc::new(Effects::default());
    let sink: Arc<dyn Sink> = Arc::<Effects>::clone(&effects);
    store.server.feed.attach(sink);
    let mut client = store.client();
    for line in data.split(|byte| *byte == b'\n').take(64) {
        let mut words: Vec<Vec<u8>> = Vec::new();
        if split_quoted(line, |word| words.push(word.to_vec())).is_ok() && is_fit(&words) {
            store.execute(&mut client, &words);
        }
    }
    // What is left of a transaction never happened.
    dispatch::leave(&store.server, &mut client);
    let state = store.state();
    let copy = Bench::new();
    let mut replayer = copy.client();
    for effect in effects.0.lock().iter() {
        copy.execute(&mut replayer, &[b"SELECT".to_vec(), effect.database.to_string().into_bytes()]);
        let mut commands = Commands::new(Source::new(&effect.command[..]));
        let Ok(Some(command)) = commands.next() else { panic!("no command: {:?}", effect.command.escape_ascii()) };
        let words: Vec<Vec<u8>> = command.args().iter().map(<[u8]>::to_vec).collect();
        copy.execute(&mut replayer, &words);
    }
    assert_eq!(copy.state(), state, "the effects make other keys");
    // By somebody who is in no transaction and listens to nothing.
    store.execute(&mut store.client(), &[b"FLUSHALL".to_vec()]);
    assert_eq!(store.server.store.used_bytes(), 0, "an empty store holds something");
}

/// Whether a command touches nothing but the store, and asks for no more than a few megabytes.
fn is_fit(words: &[Vec<u8>]) -> bool {
    let Some(name) = words.first() else { return false };
    let name = name.to_ascii_lowercase();
    let outside = [
        "shutdown",
        "save",
        "bgsave",
        "bgrewriteaof",
        "debug",
        "config",
        "acl",
        "slowlog",
        "latency",
        "monitor",
        "replicaof",
        "slaveof",
        "failover",
        "psync",
        "sync",
        "cluster",
        "migrate",
        "client",
        "quit",
    ];
    let is_random = name.ends_with(b"randmember") || name == b"hrandfield";
    let asks_for_little = || words.iter().filter_map(|word| number(word)).all(|number| number > -1_000);
    !outside.iter().any(|outside| name == outside.as_bytes()) && (!is_random || asks_for_little())
}

/// A store without threads, and who asks.
struct Bench {
    server: Server,
}

#[derive(Debug, Default)]
struct Effects(Mutex<Vec<Effect>>);

impl Sink for Effects {
    fn append(&self, effects: &[Effect]) {
        self.0.lock().extend_from_slice(effects);
    }
}

fn mailbox() -> Arc<Mailbox> {
    static BOX: OnceLock<(mio::Poll, Arc<Mailbox>)> = OnceLock::new();
    let (_, mailbox) = BOX.get_or_init(|| {
        let Ok(poll) = mio::Poll::new() else { panic!("no event loop") };
        let Ok(waker) = mio::Waker::new(poll.registry(), mio::Token(0)) else { panic!("no waker") };
        (poll, Arc::new(Mailbox::new(waker)))
    });
    Arc::clone(mailbox)
}

impl Bench {
    fn new() -> Self {
        let settings = Settings::default();
        // What SETRANGE, APPEND and SETBIT may make.
        if let Ok((row, value)) = settings.check_at_start("proto-max-bulk-len", "1mb") {
            settings.set(row, value);
        }
        Self { server: Server::new(Store::new(DATABASES, 2), settings, vec![mailbox()], 0) }
    }

    fn client(&self) -> Client {
        let info = ClientInfo::new(self.server.next_client_id(), 0, None, None);
        Client { user: Some(self.server.acl.default_user()), ..Client::new(Arc::new(info), Known::Yes) }
    }

    /// Carries out a command and holds its replies against the protocol.
    fn execute(&self, client: &mut Client, words: &[Vec<u8>]) {
        let (mut bytes, mut spans) = (Vec::new(), Vec::new());
        // An input of the fuzzer has some kilobytes.
        let place = |bytes: &Vec<u8>| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        for word in words {
            let start = place(&bytes);
            bytes.extend_from_slice(word);
            spans.push(Span { start, end: place(&bytes) });
        }
        let mut reply = Reply::new(client.dialect);
        let (server, counters) = (&self.server, self.server.stats.of(0));
        let mut turn = dispatch::Turn { server, counters, client, reply: &mut reply, now: NOW, mode: Mode::Direct };
        dispatch::execute(&mut turn, Args::new(&bytes, &spans));
        let mut decoder = Decoder::default();
        decoder.feed(reply.bytes());
        decoder.feed(b":4242\r\n");
        let mut last = None;
        while let Some(value) = decoder.next_value().unwrap_or_else(|error| panic!("{error}: {words:?}")) {
            last = Some(value);
        }
        assert_eq!(last, Some(Value::Int(4242)), "{words:?} is answered by half a reply");
        if client.waiting.is_some() || client.is_leaving {
            dispatch::leave(&self.server, client);
            *client = self.client();
        }
        drop(mailbox().take());
    }

    /// Every key: its database and name, its value and when it ends.
    fn state(&self) -> BTreeMap<(u32, Vec<u8>), (Kept, Option<u64>)> {
        let mut all = BTreeMap::new();
        for database in 0..DATABASES {
            self.server.store.each_part(database, |part| {
                for record in part.iter() {
                    let bytes = payload_of(record, Compression::Lzf);
                    let Ok(value) = payload(&bytes, NOW) else { panic!("{:?} is not read back", record.key()) };
                    all.insert((database, record.key().to_vec()), (sorted(value), record.expire()));
                }
            });
        }
        all
    }
}

type Kept = (&'static str, Vec<(Vec<u8>, Vec<u8>)>);
