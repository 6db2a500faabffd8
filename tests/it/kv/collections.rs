//! Lists, hashes and sets as clients see them: encodings at their limits, walks, choices.

use std::collections::BTreeSet;

use super::Store;
use super::talk::Client;

#[test]
fn encodings_change_at_the_limits_of_the_settings() {
    let store = Store::new();
    let mut client = Client::of(&store);
    client.ask("CONFIG SET hash-max-listpack-entries 2 hash-max-listpack-value 4 set-max-intset-entries 2");
    for (command, key, encoding) in [
        ("RPUSH list a", "list", "quicklist"),
        ("HSET hash a 1 b 2", "hash", "listpack"),
        ("HSET hash c 3", "hash", "hashtable"),
        ("HSET long a 12345", "long", "hashtable"),
        ("SADD set 1 2", "set", "intset"),
        ("SADD set 3", "set", "hashtable"),
        ("SADD word a", "word", "hashtable"),
        ("SADD mixed 1 a", "mixed", "hashtable"),
    ] {
        client.ask(command);
        assert_eq!(client.ask(&format!("OBJECT ENCODING {key}")), encoding, "{command}");
    }
}

#[test]
fn a_walk_meets_everything_however_the_collection_changes() {
    let store = Store::new();
    let (mut client, mut seen) = (Client::of(&store), BTreeSet::new());
    for nth in 0..3000 {
        client.ask(&format!("SADD set m{nth}"));
    }
    let mut cursor = "0".to_owned();
    for turn in 0.. {
        let reply = client.ask(&format!("SSCAN set {cursor} COUNT 100"));
        let (next, members) = reply.trim_matches(['[', ']']).split_once(", [").unwrap();
        seen.extend(members.split(", ").map(str::to_owned));
        client.ask(&format!("SADD set new{turn}"));
        client.ask(&format!("SREM set m{}", 2000 + turn));
        cursor = next.to_owned();
        if cursor == "0" {
            break;
        }
    }
    assert!((0..2000).all(|nth| seen.contains(&format!("m{nth}"))));
}

#[test]
fn chosen_elements_are_distinct_where_they_shall_be() {
    let store = Store::new();
    let mut client = Client::of(&store);
    for nth in 0..500 {
        client.ask(&format!("SADD set m{nth}"));
        client.ask(&format!("HSET hash f{nth} {nth}"));
    }
    let words = |reply: String| reply.trim_matches(['[', ']']).split(", ").map(str::to_owned).collect::<Vec<_>>();
    for count in [1, 10, 300, 500, 600] {
        for command in ["SRANDMEMBER set", "HRANDFIELD hash"] {
            let chosen = words(client.ask(&format!("{command} {count}")));
            assert_eq!(chosen.len(), count.min(500));
            assert_eq!(chosen.iter().collect::<BTreeSet<_>>().len(), chosen.len(), "{command} {count}");
            assert_eq!(words(client.ask(&format!("{command} -{count}"))).len(), count);
        }
    }
    let popped = words(client.ask("SPOP set 120"));
    assert_eq!((popped.len(), client.ask("SCARD set").as_str()), (120, "380"));
    assert!(popped.iter().all(|member| client.ask(&format!("SISMEMBER set {member}")) == "0"));
    assert_eq!(words(client.ask("SPOP set 1000")).len(), 380);
    assert_eq!(client.ask("EXISTS set"), "0");
}

#[test]
fn a_collection_that_empties_is_gone() {
    let store = Store::new();
    let mut client = Client::of(&store);
    for (make, empty) in [
        ("RPUSH key a", "LPOP key"),
        ("RPUSH key a a", "LREM key 0 a"),
        ("RPUSH key a b", "LTRIM key 5 9"),
        ("RPUSH key a", "LMOVE key other LEFT LEFT"),
        ("HSET key a 1", "HDEL key a"),
        ("SADD key a", "SREM key a"),
        ("SADD key a", "SPOP key"),
        ("SADD key a", "SMOVE key third a"),
        ("SADD key a", "SDIFFSTORE key key key"),
    ] {
        client.ask(make);
        client.ask(empty);
        assert_eq!(client.ask("EXISTS key"), "0", "{empty}");
    }
}
