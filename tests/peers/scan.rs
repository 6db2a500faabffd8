//! `scan` in networks of its own: a namespace with a firewall of each kind behind a link, and nmap beside it.
//!
//! Namespaces, links and rules are made inside a namespace of users and mounts, so that no right is needed and nothing is
//! left behind.

#![expect(clippy::unwrap_used, reason = "a document without these fields fails the test that reads it")]

use std::collections::BTreeMap;
use std::process::Command;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

/// What every laboratory needs: two namespaces, a link, and something that listens on port 22 of the far side. `F` adds
/// rules there; `b` runs a command there.
const LABORATORY: &str = r#"
set -e
mount -t tmpfs tmpfs /run; mkdir -p /run/netns
ip link set lo up
ip netns add b
ip link add va type veth peer name vb netns b
ip addr add 10.77.0.1/24 dev va; ip addr add fd77::1/64 dev va nodad; ip link set va up
ip -n b addr add 10.77.0.2/24 dev vb; ip -n b addr add fd77::2/64 dev vb nodad; ip -n b link set vb up; ip -n b link set lo up
b() { ip netns exec b "$@"; }
F() { b nft add rule inet f "$@"; }
b nft add table inet f
b nft 'add chain inet f in { type filter hook input priority 0; }'
b nft 'add chain inet f nat { type nat hook prerouting priority -100; }'
coproc ORIGIN { exec ip netns exec b "$TOOLBOX" origin --listen '[::]:22'; }
read -r line <&"${ORIGIN[0]}"
trap 'kill $ORIGIN_PID' EXIT
"#;

/// A rule of each kind.
const FIREWALL: &str = r"
F in tcp dport 81 drop
F in tcp dport 82 reject with tcp reset
F in tcp dport 83 reject with icmpx type port-unreachable
F in tcp dport 84 reject with icmpx type admin-prohibited
F in tcp dport 85 reject with icmpx type host-unreachable
F in tcp dport 86 reject with icmpx type no-route
F in udp dport 81 drop
F in udp dport 84 reject with icmpx type admin-prohibited
";

const HOSTS: [&str; 2] = ["10.77.0.2", "fd77::2"];

/// A test in networks of its own, which needs `programs` beside those that make them.
pub(crate) fn trial(name: &str, programs: &[&str], test: fn() -> Result<(), Failed>) -> Trial {
    let needed: Vec<&str> = ["ip", "nft", "unshare", "bash"].iter().chain(programs).copied().collect();
    let trial = crate::trial(&format!("scan::{name}"), &needed, test);
    // Some containers grant no namespaces, not even to root.
    let granted = Command::new("unshare").args(["-rnm", "true"]).output().is_ok_and(|said| said.status.success());
    if granted { trial } else { trial.with_ignored_flag(true).with_kind("no network namespaces") }
}

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("every_cell_of_the_matrix_is_right", &[], every_cell_of_the_matrix_is_right),
        trial("datagrams_tell_closed_from_silent", &[], datagrams_tell_closed_from_silent),
        trial("refusals_that_are_rationed_are_waited_for", &[], refusals_that_are_rationed_are_waited_for),
        trial("scans_leave_from_the_address_that_was_named", &[], scans_leave_from_the_address_that_was_named),
        trial("a_third_lost_hides_nothing", &[], a_third_lost_hides_nothing),
        trial("a_tenth_lost_hides_nothing", &[], a_tenth_lost_hides_nothing),
        trial("a_limit_on_new_connections_hides_nothing", &[], a_limit_on_new_connections_hides_nothing),
        trial("who_is_not_there_is_told_from_who_is_silent", &[], who_is_not_there_is_told_from_who_is_silent),
        trial("a_router_in_between_is_named", &[], a_router_in_between_is_named),
        trial("a_proxy_of_connections_is_suspected", &[], a_proxy_of_connections_is_suspected),
        trial("what_cannot_leave_is_no_verdict_about_others", &[], what_cannot_leave_is_no_verdict_about_others),
        trial("a_network_is_searched_for_its_hosts", &[], a_network_is_searched_for_its_hosts),
        trial("a_link_that_delays_overtakes_and_doubles_changes_nothing", &["python3"], a_bad_link_changes_nothing),
        trial("systems_are_guessed_by_their_packets", &[], systems_are_guessed_by_their_packets),
        trial("nmap_says_the_same_but_where_it_is_wrong", &["nmap"], nmap_says_the_same_but_where_it_is_wrong),
    ]
}

/// What a script in a laboratory prints.
pub(crate) fn play(setup: &str, script: &str) -> Result<String, Failed> {
    let mut command = Command::new("unshare");
    command.args(["-rnm", "--kill-child", "timeout", "120", "bash", "-c", &format!("{LABORATORY}\n{setup}\n{script}")]);
    let output = command.env("TOOLBOX", crate::toolbox().get_program()).output()?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if out.is_empty() {
        return Err(format!("nothing was printed, and standard error says: {err}").into());
    }
    Ok(out.into_owned())
}

/// The reports of scans, one for each line of words.
pub(crate) fn scans(setup: &str, lines: &[String]) -> Result<Vec<Value>, Failed> {
    let script: String = lines
        .iter()
        .fold(String::new(), |all, line| all + &format!("\"$TOOLBOX\" scan --json --no-progress {line} || true\n"));
    let said = play(setup, &script)?;
    let reports: Vec<Value> = serde_json::Deserializer::from_str(&said).into_iter().collect::<Result<_, _>>()?;
    assert_eq!(reports.len(), lines.len(), "{said}");
    Ok(reports)
}

/// Every way to scan every host.
fn everywhere(words: &str) -> Vec<String> {
    let methods = ["-sS", "-sT"].iter();
    methods.flat_map(|method| HOSTS.iter().map(move |host| format!("{method} {host} {words}"))).collect()
}

/// State, reason and sender of each port of the only host.
fn verdicts(report: &Value) -> BTreeMap<u64, (String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let ports = report["hosts"][0]["ports"].as_array().into_iter().flatten();
    ports
        .map(|port| (port["port"].as_u64().unwrap(), (text(&port["state"]), text(&port["reason"]), text(&port["by"]))))
        .collect()
}

fn count(report: &Value, state: &str) -> u64 {
    report["summary"]["states"][state].as_u64().unwrap_or_default()
}

fn every_cell_of_the_matrix_is_right() -> Result<(), Failed> {
    let lines = everywhere("-p 22,80-86");
    for (line, report) in lines.iter().zip(scans(FIREWALL, &lines)?) {
        let host = line.split(' ').nth(1).unwrap();
        let expected = [
            (22, "open", "syn-ack", ""),
            (80, "closed", "tcp-rst", ""),
            (81, "filtered", "no-response", ""),
            (82, "closed", "tcp-rst", ""),
            (83, "filtered", "port-unreach", host),
            (84, "filtered", "admin-prohibited", host),
            (85, "filtered", "host-unreach", host),
            (86, "filtered", "net-unreach", host),
        ];
        let found = verdicts(&report);
        for (port, state, reason, by) in expected {
            let expected = (state.to_owned(), reason.to_owned(), by.to_owned());
            assert_eq!(found.get(&port), Some(&expected), "{line}: {port}");
        }
    }
    Ok(())
}

fn datagrams_tell_closed_from_silent() -> Result<(), Failed> {
    let lines = HOSTS.map(|host| format!("-sU {host} -p 80,81,84"));
    for (line, report) in lines.iter().zip(scans(FIREWALL, &lines)?) {
        let states: Vec<String> = verdicts(&report).into_values().map(|(state, ..)| state).collect();
        assert_eq!(states, ["closed", "open|filtered", "filtered"], "{line}");
    }
    Ok(())
}

fn refusals_that_are_rationed_are_waited_for() -> Result<(), Failed> {
    // Linux tells each peer once a second that a port is closed.
    let setup = "F in udp dport 3001-3010 drop";
    let lines = ["-T3", "-T4", "-T3 --retries 1"].map(|pace| format!("-sU {pace} 10.77.0.2 -p 3001-3010,4001-4010"));
    let reports = scans(setup, &lines)?;
    let counts = |report: &Value| (count(report, "closed"), count(report, "open|filtered"));
    for report in &reports[..2] {
        assert_eq!(counts(report), (10, 10), "{:#}", report["hosts"][0]);
        assert!(report["hosts"][0]["accuracy"]["miss"].is_number(), "{:#}", report["hosts"][0]["accuracy"]);
    }
    // Who asks no more than twice is not told that this is sure.
    assert!(counts(&reports[2]).0 < 10, "{:#}", reports[2]["hosts"][0]);
    let accuracy = &reports[2]["hosts"][0]["accuracy"];
    assert_eq!((accuracy["rate_limited"].as_bool(), accuracy["miss"].as_f64()), (Some(true), None), "{accuracy}");
    Ok(())
}

fn scans_leave_from_the_address_that_was_named() -> Result<(), Failed> {
    // Nobody is let in but who comes from the second address.
    let setup = "ip addr add 10.77.0.5/24 dev va; ip addr add fd77::5/64 dev va nodad\n\
                 F in tcp dport 22 ip saddr != 10.77.0.5 drop\n\
                 F in tcp dport 22 ip6 saddr != fd77::5 drop";
    let from = |host: &str| if host.contains(':') { "fd77::5" } else { "10.77.0.5" };
    let methods = ["-sS", "-sT"].iter();
    let pairs =
        methods.flat_map(|method| HOSTS.map(|host| format!("{method} {host} -p 22,80 --source {}", from(host))));
    let lines: Vec<String> = pairs.collect();
    for (line, report) in lines.iter().zip(scans(setup, &lines)?) {
        let states: Vec<String> = verdicts(&report).into_values().map(|(state, ..)| state).collect();
        assert_eq!(states, ["open", "closed"], "{line}: {report:#}");
    }
    Ok(())
}

fn loses(percent: u32) -> Result<(), Failed> {
    // Fifty ports that are open, the rest closed; whatever comes is dropped so often.
    let setup = format!(
        "F nat tcp dport 1000-1049 redirect to :22\n\
         b nft insert rule inet f in numgen random mod 100 '<' {percent} drop"
    );
    let lines = everywhere("-T4 --rate 0 -p 1000-1499");
    for (line, report) in lines.iter().zip(scans(&setup, &lines)?) {
        assert_eq!((count(&report, "open"), count(&report, "closed")), (50, 450), "{line}: {}", report["summary"]);
        let loss = report["hosts"][0]["accuracy"]["loss"].as_f64().unwrap();
        let share = f64::from(percent) / 100.0;
        assert!((share - 0.08..share + 0.08).contains(&loss), "{line}: {loss}");
    }
    Ok(())
}

fn a_third_lost_hides_nothing() -> Result<(), Failed> {
    loses(30)
}

fn a_tenth_lost_hides_nothing() -> Result<(), Failed> {
    loses(10)
}

fn a_limit_on_new_connections_hides_nothing() -> Result<(), Failed> {
    let setup = "F nat tcp dport 1000-1019 redirect to :22\n\
                 F in tcp dport 22 tcp flags syn limit rate 5/second burst 5 packets accept\n\
                 F in tcp dport 22 tcp flags syn drop";
    let lines = ["-sS 10.77.0.2 -p 1000-1019", "-sT fd77::2 -p 1000-1019"].map(str::to_owned);
    for (line, report) in lines.iter().zip(scans(setup, &lines)?) {
        assert_eq!(count(&report, "open"), 20, "{line}: {:#}", report["hosts"][0]);
    }
    Ok(())
}

fn who_is_not_there_is_told_from_who_is_silent() -> Result<(), Failed> {
    let setup = "F in tcp dport 1-1000 drop";
    let lines = ["-sS 10.77.0.9 -p 23,80", "-sT fd77::9 -p 23,80", "-sT 10.77.0.2 -p 23,80"].map(str::to_owned);
    let reports = scans(setup, &lines)?;
    let states: Vec<&str> = reports.iter().map(|report| report["hosts"][0]["state"].as_str().unwrap()).collect();
    // One that drops everything still says that it has its address.
    assert_eq!((states, reports[2]["hosts"][0]["why"].as_str()), (vec!["down", "down", "up"], Some("arp-reply")));
    let reasons = verdicts(&reports[0]);
    assert!(reasons.values().all(|(state, reason, _)| state == "unreachable" && reason == "no-arp"), "{reasons:?}");
    Ok(())
}

fn a_router_in_between_is_named() -> Result<(), Failed> {
    let setup = r"
ip netns add c
ip -n b link add vc type veth peer name vd netns c
ip -n b addr add 10.78.0.1/24 dev vc; ip -n b link set vc up
ip -n c addr add 10.78.0.2/24 dev vd; ip -n c link set vd up; ip -n c route add default via 10.78.0.1
ip route add 10.78.0.0/24 via 10.77.0.2
b sysctl -qw net.ipv4.ip_forward=1
b nft 'add chain inet f on { type filter hook forward priority 0; }'
F on tcp dport 83 reject with icmpx type port-unreachable
F on tcp dport 84 reject with icmpx type admin-prohibited
";
    let lines = ["-sS", "-sT"].map(|method| format!("{method} 10.78.0.2 -p 80,83,84"));
    for (line, report) in lines.iter().zip(scans(setup, &lines)?) {
        let found = verdicts(&report);
        assert_eq!(found[&80].0, "closed", "{line}");
        for (port, reason) in [(83, "port-unreach"), (84, "admin-prohibited")] {
            let expected = ("filtered".to_owned(), reason.to_owned(), "10.77.0.2".to_owned());
            assert_eq!(found[&port], expected, "{line}");
        }
    }
    Ok(())
}

fn a_proxy_of_connections_is_suspected() -> Result<(), Failed> {
    let setup = r"
b sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0
b nft 'add chain inet f pre { type filter hook prerouting priority raw; }'
F pre tcp dport 90 tcp flags syn notrack
F in tcp dport 90 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
";
    let lines = ["-sS", "-sT"].map(|method| format!("{method} 10.77.0.2 -p 90,22"));
    for (line, report) in lines.iter().zip(scans(setup, &lines)?) {
        let ports = report["hosts"][0]["ports"].as_array().unwrap();
        assert_eq!(ports[0]["suspect"], Value::Null, "{line}: {}", ports[0]);
        assert_eq!(
            (ports[1]["state"].as_str(), ports[1]["suspect"].is_array()),
            (Some("open"), true),
            "{line}: {}",
            ports[1]
        );
    }
    Ok(())
}

fn what_cannot_leave_is_no_verdict_about_others() -> Result<(), Failed> {
    let setup = r"
nft add table inet own
nft 'add chain inet own out { type filter hook output priority 0; }'
nft add rule inet own out tcp dport 80 drop
";
    // A connect that a firewall of this machine drops is silent: the system does not tell.
    let lines = ["-sT 10.99.0.1 -p 22", "-sS 10.99.0.1 -p 22", "-sS 10.77.0.2 -p 80"];
    let reports = scans(setup, &lines.map(str::to_owned))?;
    for (line, (report, reason)) in lines.iter().zip(reports.iter().zip(["no-route", "no-route", "local-policy"])) {
        let (state, why, _) = verdicts(report).into_values().next().unwrap();
        assert_eq!((state.as_str(), why.as_str()), ("error", reason), "{line}");
    }
    Ok(())
}

fn a_network_is_searched_for_its_hosts() -> Result<(), Failed> {
    let setup = "for n in $(seq 10 18); do ip -n b addr add 10.77.0.$n/24 dev vb; done";
    let said = play(setup, "\"$TOOLBOX\" scan discover 10.77.0.0/27 -T4 --json --no-progress")?;
    let report: Value = serde_json::from_str(&said)?;
    let up: Vec<&str> = report["hosts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|host| host["state"] == "up")
        .map(|host| host["address"].as_str().unwrap())
        .collect();
    let expected: Vec<String> = [1, 2].into_iter().chain(10..=18).map(|n| format!("10.77.0.{n}")).collect();
    assert_eq!(up, expected, "{}", report["summary"]);
    Ok(())
}

fn a_bad_link_changes_nothing() -> Result<(), Failed> {
    // The far side moves behind a relay, 40 to 100 ms each way; one packet in twenty comes twice.
    let setup = format!(
        r#"
ip netns add r
ip link del va
ip link add va type veth peer name ra netns r
ip link add rb netns r type veth peer name vb netns b
ip addr add 10.77.0.1/24 dev va; ip addr add fd77::1/64 dev va nodad; ip link set va up
ip -n b addr add 10.77.0.2/24 dev vb; ip -n b addr add fd77::2/64 dev vb nodad; ip -n b link set vb up
ip -n r link set ra up; ip -n r link set rb up
coproc RELAY {{ exec ip netns exec r python3 {relay} ra rb 40 60 5; }}
read -r line <&"${{RELAY[0]}}"
trap 'kill $RELAY_PID $ORIGIN_PID' EXIT
F nat tcp dport 1000-1019 redirect to :22
F in tcp dport 1100-1109 drop
"#,
        relay = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/scan_relay"),
    );
    let lines = everywhere("-T4 -p 22,1000-1199");
    for (line, report) in lines.iter().zip(scans(&setup, &lines)?) {
        let states = (count(&report, "open"), count(&report, "closed"), count(&report, "filtered"));
        assert_eq!(states, (21, 170, 10), "{line}: {:#}", report["summary"]);
        let trip = report["hosts"][0]["accuracy"]["rtt_us"].as_u64().unwrap();
        // From the right try: there is none below twice the least delay, nor far above twice the longest.
        assert!((80_000..400_000).contains(&trip), "{line}: {trip}");
    }
    Ok(())
}

fn systems_are_guessed_by_their_packets() -> Result<(), Failed> {
    let setup = r"
printf '%s\n' '[tcp:response]' 'label = s:unix:Linux:of the laboratory' 'sig = *:64:0:*:*,*:mss,sok,ts,nop,ws:df:0' >/run/own.fp
";
    let lines = HOSTS.map(|host| format!("-sS -O {host} -p 22,80 --p0f /run/own.fp"));
    for (line, report) in lines.iter().zip(scans(setup, &lines)?) {
        let host = &report["hosts"][0];
        assert_eq!(
            (host["ports"][0]["ttl"].as_u64(), host["system"]["family"].as_str()),
            (Some(64), Some("linux")),
            "{line}: {host:#}"
        );
        assert_eq!(host["shape"]["options"], serde_json::json!(["mss", "sok", "ts", "nop", "ws"]), "{line}");
        let evidence = host["system"]["evidence"].to_string();
        for part in ["ttl 64", "options mss,sok,ts,nop,ws", "p0f: Linux of the laboratory"] {
            assert!(evidence.contains(part), "{line}: {evidence}");
        }
    }
    Ok(())
}

/// nmap's word for each port, by its XML.
fn nmap(setup: &str, words: &str) -> Result<BTreeMap<u64, String>, Failed> {
    let said = play(setup, &format!("nmap -n -Pn -oX - {words}"))?;
    let port = regex::Regex::new(r#"portid="(\d+)"><state state="([^"]+)""#).unwrap();
    Ok(port.captures_iter(&said).map(|found| (found[1].parse().unwrap(), found[2].to_owned())).collect())
}

fn nmap_says_the_same_but_where_it_is_wrong() -> Result<(), Failed> {
    let ours = scans(FIREWALL, &["-sT 10.77.0.2 -p 22,80-86".to_owned()])?;
    let ours: BTreeMap<u64, String> = verdicts(&ours[0]).into_iter().map(|(port, (state, ..))| (port, state)).collect();
    let raw = nmap(FIREWALL, "-sS 10.77.0.2 -p 22,80-86")?;
    assert_eq!(raw, ours);
    // Without raw sockets it takes a firewall's word for the host's.
    let connect = nmap(FIREWALL, "-sT 10.77.0.2 -p 22,80-86")?;
    let different: Vec<u64> =
        ours.iter().filter(|(port, state)| connect.get(port) != Some(state)).map(|(port, _)| *port).collect();
    assert_eq!(different, [83], "{connect:?}");
    assert_eq!(connect[&83], "closed");
    Ok(())
}
