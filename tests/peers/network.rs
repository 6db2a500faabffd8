//! Networks that lose packets and machines that run out of ports, in a network namespace that is gone afterwards.

use std::process::Command;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, test| {
        let trial = crate::trial(&format!("network::{name}"), &["ip", "nft", "unshare"], test);
        // Some containers grant no namespaces, not even to root.
        let granted = Command::new("unshare").args(["-rn", "true"]).output().is_ok_and(|said| said.status.success());
        if granted { trial } else { trial.with_ignored_flag(true).with_kind("no network namespaces") }
    };
    vec![
        trial("lost_segments_make_a_run_suspect", lost_segments_make_a_run_suspect),
        trial("ports_that_run_out_make_a_run_suspect", ports_that_run_out_make_a_run_suspect),
    ]
}

/// Plays `words` against `/` of an origin, both in a namespace that `setup` prepares; the report.
fn load(setup: &str, words: &str) -> Result<Value, Failed> {
    let script = format!(
        "set -e; ip link set lo up; {setup}\n\
         coproc ORIGIN {{ exec \"$TOOLBOX\" origin --listen 0; }}\n\
         read -r line <&\"${{ORIGIN[0]}}\"; url=${{line##* }}\n\
         \"$TOOLBOX\" load --json {words} \"$url\"; kill \"$ORIGIN_PID\""
    );
    let mut command = Command::new("unshare");
    command.args(["-rn", "bash", "-c", &script]).env("TOOLBOX", crate::toolbox().get_program());
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(serde_json::from_slice(&output.stdout).map_err(|error| format!("{error}: {said}"))?)
}

fn reason(report: &Value, kind: &str) -> String {
    let reasons = report["trust"]["reasons"].as_array().into_iter().flatten();
    let told = reasons.filter(|reason| reason["kind"] == kind).map(|reason| reason["message"].to_string()).next();
    told.unwrap_or_else(|| panic!("{} {} {}", report["trust"], report["summary"], report["errors"]))
}

fn lost_segments_make_a_run_suspect() -> Result<(), Failed> {
    // One packet in twenty does not arrive; handshakes are spared, their retries take whole seconds.
    let loss = "nft 'table inet loss { chain input { type filter hook input priority 0; \
                tcp flags & syn == 0 numgen random mod 20 == 0 drop; }; }'";
    for engine in ["raw", "hyper", "raw --no-keepalive"] {
        let report = load(loss, &format!("-n 400 -c 20 --engine {engine}"))?;
        assert_eq!(report["summary"]["ok"], 400, "{} {}", report["summary"], report["errors"]);
        assert!(reason(&report, "retransmits").contains("segments again"));
        assert!(report["trust"]["retransmits"].as_u64() > Some(0));
    }
    let report = load(loss, "-n 400 -c 10 -p 2 --h2c")?;
    assert!(report["trust"]["retransmits"].as_u64() > Some(0), "{}", report["trust"]);
    Ok(())
}

fn ports_that_run_out_make_a_run_suspect() -> Result<(), Failed> {
    // There are twenty, and thirty connections want one each at the same time.
    let few = "echo 40000 40019 >/proc/sys/net/ipv4/ip_local_port_range";
    for words in ["-n 300 -c 30", "-n 300 -c 30 --no-keepalive"] {
        let report = load(few, words)?;
        assert!(reason(&report, "ports_exhausted").contains("--source"));
        let ports = &report["errors"]["ports"];
        assert!(ports["count"].as_u64() > Some(0), "{ports}");
        assert!(ports["example"].as_str().is_some_and(|text| text.contains("port")), "{ports}");
    }
    Ok(())
}
