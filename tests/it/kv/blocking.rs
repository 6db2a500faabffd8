//! Clients that wait for a key: who is served, when, and with what.

use std::time::{Duration, Instant};

use super::Store;
use super::talk::Client;

#[test]
fn who_waited_first_is_served_first() {
    let store = Store::new();
    let (mut writer, mut waiters) = (Client::of(&store), Vec::new());
    for nth in 0..5 {
        let mut waiter = Client::of(&store);
        waiter.send("BLPOP list 0");
        writer.until_blocked(nth + 1);
        waiters.push(waiter);
    }
    assert_eq!(writer.ask("RPUSH list a b c"), "3");
    for (waiter, word) in waiters.iter_mut().zip(["a", "b", "c"]) {
        assert_eq!(waiter.reply(), format!("[list, {word}]"));
    }
    writer.until_blocked(2);
    assert_eq!(writer.ask("LLEN list"), "0");
    assert_eq!(writer.ask("LPUSH list d e"), "2");
    assert_eq!(waiters[3].reply(), "[list, e]", "the words of one push are all there before anybody is served");
    assert_eq!(waiters[4].reply(), "[list, d]");
}

#[test]
fn a_wait_ends_in_time_and_leaves_nothing_behind() {
    let store = Store::new();
    let (mut waiter, mut writer) = (Client::of(&store), Client::of(&store));
    for (command, nothing) in
        [("BLPOP list 0.05", "nil"), ("BLMOVE list other LEFT RIGHT 0.05", "nil"), ("BLMPOP 0.05 1 list LEFT", "nil")]
    {
        let began = Instant::now();
        assert_eq!(waiter.ask(command), nothing);
        assert!(began.elapsed() >= Duration::from_millis(50), "{command}: {:?}", began.elapsed());
    }
    writer.until_blocked(0);
    assert_eq!(writer.ask("RPUSH list a"), "1");
    assert_eq!(writer.ask("LLEN list"), "1");
    assert_eq!(waiter.ask("BLPOP list -1"), "ERR timeout is negative");
    assert_eq!(waiter.ask("BLPOP list x"), "ERR timeout is not a float or out of range");
    assert_eq!(waiter.ask("BLPOP list 1"), "[list, a]");
}

#[test]
fn nobody_waits_within_a_transaction() {
    let store = Store::new();
    let mut client = Client::of(&store);
    assert_eq!(client.ask("MULTI"), "OK");
    for command in
        ["BLPOP list 0", "BLMOVE list other LEFT LEFT 0", "RPUSH list a b", "BRPOP list 0", "BLMPOP 0 1 list LEFT"]
    {
        assert_eq!(client.ask(command), "QUEUED");
    }
    assert_eq!(client.ask("EXEC"), "[nil, nil, 2, [list, b], [list, [a]]]");
}

#[test]
fn a_transaction_serves_what_it_leaves() {
    let store = Store::new();
    let (mut waiter, mut writer) = (Client::of(&store), Client::of(&store));
    waiter.send("BLPOP list 0");
    writer.until_blocked(1);
    for (commands, is_served) in
        [(&["RPUSH list a", "DEL list"][..], false), (&["RPUSH list a", "DEL list", "SET list x"], false)]
    {
        assert_eq!(writer.ask("MULTI"), "OK");
        for command in commands {
            assert_eq!(writer.ask(command), "QUEUED");
        }
        writer.ask("EXEC");
        writer.until_blocked(usize::from(!is_served));
    }
    assert_eq!(writer.ask("DEL list"), "1");
    assert_eq!(writer.ask("RPUSH list b"), "1");
    assert_eq!(waiter.reply(), "[list, b]");
}

#[test]
fn moves_that_wait_form_chains_and_circles() {
    let store = Store::new();
    let mut writer = Client::of(&store);
    let mut waiters = Vec::new();
    for (nth, command) in
        ["BLMOVE one two LEFT RIGHT 0", "BLMOVE two three LEFT RIGHT 0", "BRPOPLPUSH three four 0", "BLPOP four 0"]
            .iter()
            .enumerate()
    {
        let mut waiter = Client::of(&store);
        waiter.send(command);
        writer.until_blocked(nth + 1);
        waiters.push(waiter);
    }
    assert_eq!(writer.ask("RPUSH one a"), "1");
    for (waiter, reply) in waiters.iter_mut().zip(["a", "a", "a", "[four, a]"]) {
        assert_eq!(waiter.reply(), reply);
    }
    let (one, rest) = waiters.split_at_mut(1);
    one[0].send("BRPOPLPUSH circle other 0");
    writer.until_blocked(1);
    rest[0].send("BRPOPLPUSH other circle 0");
    writer.until_blocked(2);
    writer.ask("RPUSH circle x");
    assert_eq!((one[0].reply(), rest[0].reply()), ("x".to_owned(), "x".to_owned()));
    assert_eq!(writer.ask("LRANGE circle 0 -1"), "[x]");
    one[0].send("BRPOPLPUSH self self 0");
    writer.until_blocked(1);
    writer.ask("RPUSH self y");
    assert_eq!(one[0].reply(), "y");
    assert_eq!(writer.ask("LRANGE self 0 -1"), "[y]");
}

#[test]
fn a_move_to_another_type_is_refused_and_loses_nothing() {
    let store = Store::new();
    let (mut waiter, mut writer) = (Client::of(&store), Client::of(&store));
    writer.ask("SET target x");
    waiter.send("BLMOVE source target LEFT LEFT 0");
    writer.until_blocked(1);
    writer.ask("RPUSH source a");
    assert!(waiter.reply().starts_with("WRONGTYPE"));
    assert_eq!(writer.ask("LRANGE source 0 -1"), "[a]");
}

#[test]
fn a_client_that_left_takes_nothing() {
    let store = Store::new();
    let (mut writer, mut waiter) = (Client::of(&store), Client::of(&store));
    let mut gone = Client::of(&store);
    gone.send("BLPOP list other list 0");
    writer.until_blocked(1);
    drop(gone);
    writer.until_blocked(0);
    waiter.send("BLPOP list list 0");
    writer.until_blocked(1);
    writer.ask("RPUSH list a b");
    assert_eq!(waiter.reply(), "[list, a]");
    assert_eq!(writer.ask("LRANGE list 0 -1"), "[b]");
}

#[test]
fn what_was_sent_behind_a_wait_follows_it() {
    let store = Store::new();
    let (mut waiter, mut writer) = (Client::of(&store), Client::of(&store));
    for command in ["PING", "BLPOP list 0", "RPUSH list c", "BLPOP list 0", "BLPOP list 0.01", "PING"] {
        waiter.send(command);
    }
    assert_eq!(waiter.reply(), "PONG");
    writer.until_blocked(1);
    writer.ask("RPUSH list a");
    for reply in ["[list, a]", "1", "[list, c]", "nil", "PONG"] {
        assert_eq!(waiter.reply(), reply);
    }
}

#[test]
fn every_way_to_make_a_list_serves() {
    let store = Store::new();
    let (mut waiter, mut writer) = (Client::of(&store), Client::of(&store));
    for (prepare, command) in [
        ("RPUSH other a", "RENAME other list"),
        ("RPUSH other a", "COPY other list"),
        ("RPUSH other a", "LMOVE other list LEFT LEFT"),
        ("RPUSH numbers 1", "SORT numbers STORE list"),
    ] {
        writer.ask("FLUSHALL");
        writer.ask(prepare);
        waiter.send("BRPOP list 0");
        writer.until_blocked(1);
        writer.ask(command);
        assert!(waiter.reply().starts_with("[list, "), "{command}");
    }
    writer.ask("SELECT 1");
    writer.ask("RPUSH list b");
    waiter.send("BRPOP list 0");
    writer.until_blocked(1);
    assert_eq!(writer.ask("MOVE list 0"), "1");
    assert_eq!(waiter.reply(), "[list, b]");
    waiter.send("BRPOP list 0");
    writer.until_blocked(1);
    writer.ask("RPUSH list c");
    assert_eq!(writer.ask("SWAPDB 0 1"), "OK");
    assert_eq!(waiter.reply(), "[list, c]");
}

#[test]
fn many_waiters_and_writers_share_every_word_once() {
    const EACH: usize = 200;
    let store = Store::new();
    let clients: Vec<_> = (0..8).map(|_| Client::of(&store)).collect();
    let takers: Vec<_> = clients
        .into_iter()
        .enumerate()
        .map(|(nth, mut client)| {
            std::thread::spawn(move || {
                let command =
                    ["BLPOP one two 0", "BRPOP two one 0", "BLMPOP 0 2 two one LEFT", "BLMOVE one done LEFT LEFT 0"]
                        [nth % 4];
                let mut taken = Vec::new();
                loop {
                    let reply = client.ask(command);
                    let word = reply.trim_matches(['[', ']']).rsplit(['[', ' ']).next().unwrap_or_default().to_owned();
                    if word == "end" {
                        return taken;
                    }
                    taken.push(word);
                }
            })
        })
        .collect();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let mut client = Client::of(&store);
            std::thread::spawn(move || {
                for nth in 0..EACH {
                    client.ask(&format!("RPUSH {} {}", ["one", "two"][nth % 2], writer * EACH + nth));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let mut writer = Client::of(&store);
    let mut taken = Vec::new();
    while takers.iter().any(|taker| !taker.is_finished()) {
        // A word to each that is not done, on the list that all wait for.
        if writer.ask("LLEN one") == "0" {
            writer.ask("RPUSH one end");
        }
    }
    for taker in takers {
        taken.extend(taker.join().unwrap());
    }
    taken.sort_by_key(|word| word.parse::<usize>().unwrap());
    assert_eq!(taken, (0..4 * EACH).map(|word| word.to_string()).collect::<Vec<_>>());
}
