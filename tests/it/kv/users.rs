//! Passwords and rules over real sockets.

use super::life::Process;
use super::{Store, Wire};
use crate::support::cli::World;

#[test]
fn strangers_may_do_nothing_until_they_have_said_who_they_are() {
    let store = Store::with(&[("requirepass", "secret")]);
    let mut wire = store.wire();
    wire.ask("GET x", "-NOAUTH Authentication required.\r\n");
    wire.ask("AUTH wrong", "-WRONGPASS invalid username-password pair or user is disabled.\r\n");
    wire.ask("AUTH secret", "+OK\r\n");
    wire.ask("GET x", "$-1\r\n");
    wire.ask("RESET", "+RESET\r\n");
    wire.ask("GET x", "-NOAUTH Authentication required.\r\n");
}

#[test]
fn rules_decide_over_commands_keys_and_channels() {
    let store = Store::new();
    let (mut admin, mut wire) = (store.wire(), store.wire());
    admin.ask("ACL SETUSER eve on >pw ~cache:* %R~shared:* &news +@read +@write +publish -del", "+OK\r\n");
    wire.ask("AUTH eve pw", "+OK\r\n");
    wire.ask("ACL WHOAMI", "-NOPERM this user has no permissions to run the 'acl|whoami' command\r\n");
    wire.ask("SET cache:1 x", "+OK\r\n");
    wire.ask("DEL cache:1", "-NOPERM this user has no permissions to run the 'del' command\r\n");
    wire.ask("GET shared:1", "$-1\r\n");
    let keys = "-NOPERM this user has no permissions to access one of the keys used as arguments\r\n";
    wire.ask("SET shared:1 x", keys);
    wire.ask("MGET cache:1 secret", keys);
    wire.ask("PUBLISH news x", ":0\r\n");
    wire.ask(
        "PUBLISH other x",
        "-NOPERM this user has no permissions to access one of the channels used as arguments\r\n",
    );
    admin.ask("ACL DRYRUN eve SET cache:2 x", "+OK\r\n");
    admin.ask(
        "ACL SETUSER eve +nothing",
        "-ERR Error in ACL SETUSER modifier '+nothing': Unknown command or category name in ACL\r\n",
    );
    admin.ask("ACL SETUSER eve -set", "+OK\r\n");
    wire.ask("SET cache:1 x", "-NOPERM this user has no permissions to run the 'set' command\r\n");
    admin.ask("ACL DELUSER eve", ":1\r\n");
    assert_eq!(wire.rest(), "", "its connections end with a user");
}

#[test]
fn rules_are_checked_again_when_a_transaction_runs() {
    let store = Store::new();
    let (mut admin, mut wire) = (store.wire(), store.wire());
    admin.ask("ACL SETUSER eve on nopass allkeys +@all", "+OK\r\n");
    wire.ask("AUTH eve x", "+OK\r\n");
    wire.ask("MULTI", "+OK\r\n");
    wire.ask("SET a 1", "+QUEUED\r\n");
    admin.ask("ACL SETUSER eve -set", "+OK\r\n");
    wire.ask("EXEC", "*1\r\n-NOPERM this user has no permissions to run the 'set' command\r\n");
}

#[test]
fn who_listens_where_a_later_rule_forbids_has_to_go() {
    let store = Store::new();
    let (mut admin, mut one, mut two) = (store.wire(), store.wire(), store.wire());
    admin.ask("ACL SETUSER eve on nopass +@all &news:* &chat", "+OK\r\n");
    one.ask("AUTH eve x", "+OK\r\n");
    two.ask("AUTH eve x", "+OK\r\n");
    one.ask("SUBSCRIBE chat", "*3\r\n$9\r\nsubscribe\r\n$4\r\nchat\r\n:1\r\n");
    two.ask("PSUBSCRIBE news:*", "*3\r\n$10\r\npsubscribe\r\n$6\r\nnews:*\r\n:1\r\n");
    admin.ask("ACL SETUSER eve resetchannels &news:*", "+OK\r\n");
    assert_eq!(one.rest(), "");
    admin.ask("PUBLISH news:1 x", ":1\r\n");
    admin.ask("ACL SETUSER eve resetchannels &news:1", "+OK\r\n");
    assert!(two.rest().starts_with("*4\r\n$8\r\npmessage"));
}

#[test]
fn users_are_saved_and_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.acl");
    std::fs::write(&path, "user default on nopass ~* &* +@all\nuser eve on >pw ~a +get\n").unwrap();
    let store = Store::with(&[("aclfile", path.to_str().unwrap())]);
    let mut wire = store.wire();
    wire.ask("ACL USERS", "*2\r\n$7\r\ndefault\r\n$3\r\neve\r\n");
    wire.ask("ACL SETUSER bob on", "+OK\r\n");
    wire.ask("ACL SAVE", "+OK\r\n");
    assert!(std::fs::read_to_string(&path).unwrap().contains("user bob on resetchannels -@all"));
    std::fs::write(&path, "user default on nopass ~* &* +@all\n").unwrap();
    wire.ask("ACL LOAD", "+OK\r\n");
    wire.ask("ACL USERS", "*1\r\n$7\r\ndefault\r\n");
}

const NOAUTH: &str = "-NOAUTH Authentication required.\r\n";

#[test]
fn a_password_holds_beside_users_of_a_file() {
    let world = World::new();
    world.write("work/redis.conf", "requirepass s3cret\nuser bob on >pw ~* +@all\n");
    world.write("work/users.acl", "user bob on >pw ~* +@all\n");
    world.write("work/password", "s3cret\n");
    for flags in [
        &["--redis-conf", "redis.conf"][..],
        &["--acl-file", "users.acl", "--password-file", "password"],
        &["--acl-file", "users.acl", "--set", "requirepass=s3cret"],
    ] {
        let process = Process::start(&world, flags);
        let mut wire = Wire::to(process.address);
        wire.ask("GET x", NOAUTH);
        wire.ask("AUTH bob pw", "+OK\r\n");
        wire.ask("AUTH s3cret", "+OK\r\n");
        wire.ask("CONFIG GET requirepass", "*2\r\n$11\r\nrequirepass\r\n$6\r\ns3cret\r\n");
        if flags[0] == "--acl-file" {
            wire.ask("ACL LOAD", "+OK\r\n");
            Wire::to(process.address).ask("GET x", NOAUTH);
        } else {
            wire.ask("CONFIG REWRITE", "+OK\r\n");
            let text = std::fs::read_to_string(world.work().join("redis.conf")).unwrap();
            assert!(text.contains("requirepass s3cret") && !text.contains("nopass"), "{text}");
        }
    }
}

#[test]
fn rules_of_a_file_for_the_default_user_win_over_the_file_and_contradict_a_flag() {
    let world = World::new();
    world.write("work/users.acl", "user default on >other ~* &* +@all\n");
    world.write("work/redis.conf", "requirepass s3cret\naclfile users.acl\n");
    world.write("work/password", "s3cret\n");
    let process = Process::start(&world, &["--redis-conf", "redis.conf"]);
    assert!(process.said.iter().any(|line| line.contains("requirepass does not hold")), "{:?}", process.said);
    let mut wire = Wire::to(process.address);
    wire.ask("AUTH s3cret", "-WRONGPASS invalid username-password pair or user is disabled.\r\n");
    wire.ask("AUTH other", "+OK\r\n");
    wire.ask("CONFIG GET requirepass", "*2\r\n$11\r\nrequirepass\r\n$0\r\n\r\n");
    for flags in ["--password-file password", "--set requirepass=s3cret"] {
        let refused = world.run(&format!("kv serve --listen 127.0.0.1:0 --acl-file users.acl {flags}"));
        assert_eq!(refused.code, Some(2), "{}", refused.err);
        assert!(refused.err.contains("users.acl has rules of its own for user default"), "{}", refused.err);
    }
    world.write("work/both.conf", "aclfile users.acl\nuser bob on\n");
    assert_eq!(world.run("kv serve --listen 127.0.0.1:0 --redis-conf both.conf").code, Some(2));
}
