//! `kv bench` through the executable, against stores of this process.

use serde_json::Value;

use super::Store;
use crate::support::cli::World;

#[test]
fn figures_come_for_every_test_and_pipeline() {
    let (store, world) = (Store::new(), World::new());
    let said =
        world.run(&format!("kv bench -u {} -t set,get,ping -P 1,8 -n 2000 -c 5 -r 100 --fill --json", store.url()));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let rows = report["results"].as_array().unwrap();
    let kinds: Vec<_> =
        rows.iter().map(|row| format!("{} {}", row["test"].as_str().unwrap(), row["pipeline"])).collect();
    assert_eq!(kinds, ["set 1", "set 8", "get 1", "get 8", "ping 1", "ping 8"]);
    for row in rows {
        let a = &row["a"];
        assert_eq!((&a["errors"], &a["misses"]), (&Value::from(0), &Value::from(0)), "{row}");
        assert!(a["requests"].as_u64().unwrap() >= 2000 && a["p99_ns"].as_u64() >= a["p50_ns"].as_u64(), "{row}");
        assert!(a["server_cpu_ns"].is_number(), "{row}");
    }
    store.wire().ask("DBSIZE", ":100\r\n");
}

#[test]
fn two_servers_are_measured_in_turn() {
    let (a, b, world) = (Store::new(), Store::new(), World::new());
    let said = world.run(&format!("kv bench -u {} --against {} -t get -n 500 -c 2 --rounds 3", a.url(), b.url()));
    assert_eq!(said.code, Some(0), "{}", said.err);
    for part in [a.url(), b.url(), "A/B".to_owned(), "median of 3".to_owned(), "found nothing; --fill".to_owned()] {
        assert!(said.out.contains(&part), "{part} is missing in\n{}", said.out);
    }
}

#[test]
fn refusals_and_absent_servers_are_told() {
    let (store, world) = (Store::new(), World::new());
    store.wire().ask("SET mylist 1", "+OK\r\n");
    let said = world.run(&format!("kv bench -u {} -t lpush -n 100 -c 2", store.url()));
    assert_eq!(said.code, Some(3), "{}", said.out);
    assert!(said.out.contains("100 % of the commands were refused"), "{}", said.out);
    assert_eq!(world.run("kv bench -u redis://127.0.0.1:1").code, Some(1));
    assert_eq!(world.run("kv bench -t nothing").code, Some(2));
    assert_eq!(world.run("kv bench -u rediss://localhost").code, Some(2));
}
