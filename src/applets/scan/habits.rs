//! What users of other scanners type: spellings that are understood, and flags that are not, each with a way on.

/// The long flag that a flag of two letters stands for.
#[must_use]
pub fn respelled(word: &str) -> Option<&'static str> {
    Some(match word {
        "-iL" => "--targets",
        "-oX" => "--xml",
        "-oG" => "--grep",
        "-oJ" => "--save",
        "-oN" => "--output",
        _ => return None,
    })
}

/// What to write in place of a flag that others have.
#[must_use]
pub fn hint(flag: &str) -> Option<&'static str> {
    Some(match flag {
        "-n" | "-R" => "addresses are never looked up for their names; leave it out",
        "-Pn" | "-P0" => "no target is left out because it is silent; leave it out",
        "-PE" | "-PP" => "hosts are looked for by an echo with --by echo",
        "-PR" | "-PN" => "hosts are looked for by ARP and NDP with --by arp,ndp",
        "-PS" | "-PA" | "-PU" => "hosts are looked for at ports with --by tcp -p PORTS",
        "-A" | "-sC" | "--script" => "there are no scripts",
        "-D" | "-f" | "--mtu" | "--spoof-mac" | "--data-length" | "--badsum" => {
            "nothing is forged here, and nothing hidden"
        }
        "-b" | "--batch-size" | "--batch" | "--min-parallelism" => {
            "-c says how many probes are under way, -T how fast it goes"
        }
        "--min-rate" => "--rate is the most, and 0 is no limit",
        "--scan-delay" => "-T0 to -T2 wait between probes; --rate says how many a second",
        _ => return None,
    })
}
