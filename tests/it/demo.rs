//! `toolbox demo` on a machine with nothing: no configuration, no variables, no other program.

use crate::support::cli::World;

#[test]
fn the_demo_shows_every_job_and_how_to_do_it() {
    let said = World::new().run("demo");
    assert_eq!(said.code, Some(0), "{}\n{}", said.out, said.err);
    for part in [
        "$ toolbox load -c 50 -d 2s http://127.0.0.1:",
        "Latency:",
        "Threshold err<1%: pass",
        "--threshold 'err<1%'",
        "$ toolbox fetch -w 4 http://127.0.0.1:",
        "64.0 MiB in ",
        "$ toolbox kv cli -u redis://127.0.0.1:",
        "1920x1080",
        "-q '<=720p' -o /dev/null http://127.0.0.1:",
        "Recorded 2m00s: 40.0 MiB, 30 segments",
        "$ toolbox swarm --engine native -c 100 ",
        "Peak Active Clients:    100",
        "$ toolbox scan 127.0.0.1 --reason -p 1-9,",
        "syn-ack",
        "\"name\" => \"Ada\"",
        "cpu/op",
        "  toolbox kv serve\n",
        "Analytical-Engine — 7m00s / ",
    ] {
        assert!(said.out.contains(part), "{part} is missing in\n{}", said.out);
    }
}

#[test]
fn with_json_only_results_stand_on_standard_output() {
    let said = World::new().run("demo --json");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let documents = serde_json::Deserializer::from_str(&said.out).into_iter::<serde_json::Value>();
    assert_eq!(documents.map(Result::unwrap).count(), 13);
    assert!(said.err.contains("To do it yourself"));
}
