//! `scan discover` in networks of its own: neighbours by ARP and NDP, hosts beyond a router by echo, with and without
//! privilege, past firewalls that let nothing else through.

#![expect(clippy::unwrap_used, reason = "a document without these fields fails the test that reads it")]

use std::collections::BTreeMap;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::scan::{play, scans, trial};

/// The far side lets nothing through but what finds neighbours.
const MUTE: &str = r"
F in meta l4proto tcp drop
F in meta l4proto udp drop
F in icmp type echo-request drop
F in icmpv6 type echo-request drop
";

/// A network beyond the far side, with one host, which drops all of TCP.
const BEYOND: &str = r#"
ip netns add c
for n in b c; do ip netns exec $n sysctl -qw net.ipv6.conf.default.accept_dad=0; done
ip -n b link add vc type veth peer name vd netns c
ip -n b addr add 10.78.0.1/24 dev vc; ip -n b link set vc up
ip -n b addr add fd78::1/64 dev vc nodad
ip -n c addr add 10.78.0.2/24 dev vd; ip -n c link set vd up; ip -n c route add default via 10.78.0.1
ip -n c addr add fd78::2/64 dev vd nodad; ip -n c route add default via fd78::1
ip route add 10.78.0.0/24 via 10.77.0.2; ip route add fd78::/64 via fd77::2
b sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec c nft add table inet f
ip netns exec c nft 'add chain inet f in { type filter hook input priority 0; }'
ip netns exec c nft add rule inet f in meta l4proto tcp drop
# Addresses that are not yet known to be nobody else's cannot ask for neighbours.
while [ -n "$(ip -6 addr show tentative; b ip -6 addr show tentative; ip -n c -6 addr show tentative)" ]; do read -rt 0.05 <> <(:) || true; done
"#;

/// Runs what follows without any capability.
const BARE: &str = "setpriv --bounding-set=-all --inh-caps=-all";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("neighbours_are_found_whatever_they_drop", &[], neighbours_are_found_whatever_they_drop),
        trial("neighbours_of_ipv6_are_found_on_their_link", &[], neighbours_of_ipv6_are_found_on_their_link),
        trial("who_answers_an_echo_is_there", &[], who_answers_an_echo_is_there),
        trial("echo_needs_no_privilege_where_the_system_says_so", &["setpriv"], echo_needs_no_privilege),
        trial("a_way_that_may_not_be_used_is_an_error", &["setpriv"], a_way_that_may_not_be_used_is_an_error),
        trial("the_system_finds_neighbours_for_who_may_not", &["setpriv"], the_system_finds_neighbours_for_who_may_not),
        trial("who_is_not_asked_by_arp_is_told_as_such", &["setpriv"], who_is_not_asked_by_arp_is_told_as_such),
        trial("a_search_leaves_the_table_of_neighbours_alone", &[], a_search_leaves_the_table_of_neighbours_alone),
        trial("ports_of_who_is_not_there_are_not_asked", &[], ports_of_who_is_not_there_are_not_asked),
        trial("lost_questions_hide_nobody", &[], lost_questions_hide_nobody),
    ]
}

/// State, proof and hardware address of each host of a report, by address.
fn hosts(report: &Value) -> BTreeMap<String, (String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let told = |host: &Value| (text(&host["address"]), (text(&host["state"]), text(&host["why"]), text(&host["mac"])));
    report["hosts"].as_array().unwrap().iter().map(told).collect()
}

/// What `discover` with these words tells.
fn discovers(setup: &str, words: &str) -> Result<BTreeMap<String, (String, String, String)>, Failed> {
    let said = play(setup, &format!("\"$TOOLBOX\" scan discover --json --no-progress {words} || true"))?;
    Ok(hosts(&serde_json::from_str(&said).map_err(|error| format!("{error}: {said}"))?))
}

fn told(state: &str, why: &str, mac: &str) -> (String, String, String) {
    (state.to_owned(), why.to_owned(), mac.to_owned())
}

/// A hardware address for the far side that no random one is.
const MAC: &str = "ip -n b link set vb address 02:00:5e:10:00:02\n";

fn neighbours_are_found_whatever_they_drop() -> Result<(), Failed> {
    let found = discovers(&format!("{MAC}{MUTE}"), "10.77.0.0/28")?;
    assert_eq!(found["10.77.0.2"], told("up", "arp-reply", "02:00:5e:10:00:02"));
    assert_eq!(found["10.77.0.9"], told("down", "no-arp", ""));
    assert_eq!(found["10.77.0.1"].0, "up", "this machine itself");
    assert_eq!(found.values().filter(|(state, ..)| state == "up").count(), 2, "{found:?}");
    Ok(())
}

fn neighbours_of_ipv6_are_found_on_their_link() -> Result<(), Failed> {
    let setup = format!("{MAC}ip -n b addr add fe80::77/64 dev vb nodad\n{MUTE}");
    let found = discovers(&setup, "fd77::/124 fe80::77%va fe80::78%va")?;
    let up = told("up", "ndp-reply", "02:00:5e:10:00:02");
    assert_eq!((&found["fd77::2"], &found["fe80::77"]), (&up, &up));
    let down = told("down", "no-ndp", "");
    assert_eq!((&found["fd77::9"], &found["fe80::78"]), (&down, &down));
    Ok(())
}

fn who_answers_an_echo_is_there() -> Result<(), Failed> {
    let found = discovers(BEYOND, "-T4 10.78.0.1-3 fd78::1-fd78::3")?;
    for address in ["10.78.0.1", "10.78.0.2", "fd78::1", "fd78::2"] {
        assert_eq!(found[address], told("up", "echo-reply", ""), "{address}: {found:?}");
    }
    for address in ["10.78.0.3", "fd78::3"] {
        assert_ne!(found[address].0, "up", "{address}: {found:?}");
    }
    Ok(())
}

fn echo_needs_no_privilege() -> Result<(), Failed> {
    let setup = format!("{BEYOND}\nsysctl -qw net.ipv4.ping_group_range='0 0'");
    let words = "-T4 --by echo 10.77.0.2 10.78.0.2-3 fd78::2-fd78::3";
    let said = play(&setup, &format!("{BARE} \"$TOOLBOX\" scan discover --json --no-progress {words}"))?;
    let found = hosts(&serde_json::from_str(&said)?);
    for (address, expected) in
        [("10.77.0.2", "up"), ("10.78.0.2", "up"), ("fd78::2", "up"), ("10.78.0.3", "unknown"), ("fd78::3", "unknown")]
    {
        assert_eq!(found[address].0, expected, "{found:?}");
    }
    Ok(())
}

fn a_way_that_may_not_be_used_is_an_error() -> Result<(), Failed> {
    // Networks begin with a range that nobody is in.
    let setup = "";
    for way in ["ndp", "echo"] {
        let script = format!("{BARE} \"$TOOLBOX\" scan discover 10.77.0.2 --by {way} 2>&1 || echo \"code $?\"");
        let said = play(setup, &script)?;
        assert!(said.contains(&format!("may not look for hosts by {way}")) && said.contains("code 1"), "{said}");
        assert!(said.contains("setcap") && said.contains("--by tcp"), "{said}");
    }
    // Nobody asked for them by name: TCP alone must do.
    let script = format!("{BARE} \"$TOOLBOX\" scan discover fd77::2 --json --no-progress");
    let found = hosts(&serde_json::from_str(&play(setup, &script)?)?);
    let (state, why, _) = &found["fd77::2"];
    assert!(state == "up" && ["tcp-rst", "syn-ack"].contains(&why.as_str()), "{found:?}");
    Ok(())
}

fn the_system_finds_neighbours_for_who_may_not() -> Result<(), Failed> {
    let setup = format!("{MAC}{MUTE}");
    let script = format!("{BARE} \"$TOOLBOX\" scan discover 10.77.0.0/24 --json --no-progress");
    let found = hosts(&serde_json::from_str(&play(&setup, &script)?)?);
    assert_eq!(found["10.77.0.2"], told("up", "arp-reply", "02:00:5e:10:00:02"));
    assert_eq!(found["10.77.0.9"], told("down", "no-arp", ""));
    assert_eq!(found.values().filter(|(state, ..)| state == "up").count(), 2, "{found:?}");
    Ok(())
}

fn who_is_not_asked_by_arp_is_told_as_such() -> Result<(), Failed> {
    let words = "discover --by arp 10.77.0.1-3 10.78.0.2";
    let known = "ip neigh replace 10.77.0.2 lladdr 02:00:5e:10:00:02 dev va nud stale";
    let script = format!(
        "{known}; {BARE} \"$TOOLBOX\" scan {words} --json --no-progress || echo \"[$?]\"; {BARE} \"$TOOLBOX\" scan {words} || true"
    );
    let said = play(&format!("{BEYOND}\n{MAC}"), &script)?;
    let (json, rest) = said.split_once("[3]").ok_or_else(|| format!("3 is no code of {said}"))?;
    let found = hosts(&serde_json::from_str(json)?);
    assert_eq!(found["10.77.0.1"].1, "own-address");
    assert_eq!(found["10.77.0.2"], told("up", "arp-table", "02:00:5e:10:00:02"));
    assert_eq!(found["10.77.0.3"].1, "no-arp");
    assert_eq!(found["10.78.0.2"], told("unknown", "no-neighbour", ""));
    assert!(rest.contains("1 address is beyond a router") && rest.contains("2 of 3 hosts are up"), "{rest}");
    Ok(())
}

fn a_search_leaves_the_table_of_neighbours_alone() -> Result<(), Failed> {
    let setup = "ip addr add 10.79.0.1/22 dev va; ip -n b addr add 10.79.2.77/22 dev vb";
    let script = "\"$TOOLBOX\" scan discover -T5 --no-progress 10.79.0.0/22; ip neigh show dev va | grep -c 10.79";
    let said = play(setup, script)?;
    assert!(said.contains("10.79.2.77"), "{said}");
    let entries: usize = said.trim().lines().last().unwrap().parse()?;
    // Who answers may be put down by the system; the thousand that are not there may not.
    assert!(entries <= 4, "{said}");
    Ok(())
}

fn ports_of_who_is_not_there_are_not_asked() -> Result<(), Failed> {
    let reports = scans(MAC, &["-sS 10.77.0.2,9 -p 22,80".to_owned(), "-sS fd77::2 fd77::9 -p 22,80".to_owned()])?;
    for (report, reason) in reports.iter().zip(["no-arp", "no-ndp"]) {
        let [there, absent] = report["hosts"].as_array().unwrap().as_slice() else { panic!("{report}") };
        assert_eq!(
            (there["mac"].as_str(), there["ports"][0]["state"].as_str()),
            (Some("02:00:5e:10:00:02"), Some("open"))
        );
        assert_eq!(absent["state"], "down");
        for port in absent["ports"].as_array().unwrap() {
            assert_eq!((port["state"].as_str(), port["reason"].as_str()), (Some("unreachable"), Some(reason)));
            assert_eq!(port["tries"], 0, "{port}");
        }
        assert_eq!(report["summary"]["complete"], true);
    }
    Ok(())
}

fn lost_questions_hide_nobody() -> Result<(), Failed> {
    // A third of all questions do not arrive; twenty hosts are there.
    let setup = "for n in $(seq 10 29); do ip -n b addr add 10.77.0.$n/24 dev vb; done\n\
                 b nft add table arp f\n\
                 b nft 'add chain arp f in { type filter hook input priority 0; }'\n\
                 b nft add rule arp f in numgen random mod 100 '<' 30 drop";
    let found = discovers(setup, "10.77.0.0/26 --rate 0")?;
    let up = found.values().filter(|(state, ..)| state == "up").count();
    assert_eq!(up, 22, "{found:?}");
    Ok(())
}
