//! What the user meant: ports, methods and pace, checked; the only place with defaults.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::{Args, By, PaceArgs, PortArgs};
use super::error::ScanError;
use super::examine::{self, Examination};
use super::hosts::{self, Extent, Family, Resolution, Wanted};
use super::known;
use super::ports::{self, Port, Proto};
use super::registry::Registry;
use super::schedule::{Bounds, Goal};
use super::service::{P0f, RulesError};
use super::sweep::{Tries, Way};
use super::timing::Profile;
use crate::kit::env::Env;
use crate::kit::fs;
use crate::kit::random::Random;

/// How many ports are scanned where nobody says which.
const DEFAULT_PORTS: usize = 100;

/// Where hosts are looked for: ports that answer, open or closed, through most firewalls.
const PRESENCE_PORTS: &str = "T:443,80,22,445";

/// More public addresses than this want to be confirmed.
pub const PUBLIC_ADDRESSES: u64 = 256;

/// As do more probes than this to public addresses.
pub const PUBLIC_PROBES: u64 = 100_000;

/// How ports of TCP are probed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// By raw sockets where this process may open them, else by connect.
    #[default]
    Auto,
    /// By the system's own connect.
    Connect,
    /// By raw sockets.
    Syn,
}

/// How hosts are looked for before anything is asked of their ports.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The ways that may be used; none looks for nobody.
    pub ways: Vec<Way>,
    /// Whether they were named: one that cannot be had is an error then.
    pub is_chosen: bool,
    /// How often silence must be met.
    pub tries: Tries,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whom, before names are resolved.
    pub wanted: Wanted,
    /// Which addresses of names.
    pub resolution: Resolution,
    /// Which ports.
    pub ports: Vec<Port>,
    /// How ports of TCP are probed.
    pub method: Method,
    /// How hosts are looked for before their ports are.
    pub search: Search,
    /// How fast and how sure.
    pub bounds: Bounds,
    /// Whether the rate was chosen: scans of this machine alone have none otherwise.
    pub rate_is_chosen: bool,
    /// Where connections come from.
    pub source: Option<std::net::IpAddr>,
    /// The number of public addresses that were confirmed.
    pub confirmed: Option<u64>,
    /// Whether open ports are asked what lives there, and how.
    pub examination: Option<Examination>,
    /// The user's names of ports.
    pub registry: Option<Registry>,
    /// The user's signatures of systems.
    pub signatures: Option<P0f>,
}

impl Plan {
    /// Makes a plan of what was typed.
    ///
    /// # Errors
    /// What contradicts itself or makes no sense.
    pub fn resolve(args: &Args, env: &Env) -> Result<Self, ScanError> {
        let (letters, looks) = without_presence(&args.ports.methods);
        let (methods, method) = methods(&letters)?;
        let (mut bounds, rate_is_chosen) = bounds(&args.pace)?;
        let mut ports = args.ports.clone();
        if looks {
            bounds.goal = Goal::Presence;
            ports.ports.get_or_insert_with(|| PRESENCE_PORTS.to_owned());
        }
        if !looks && !args.ports.by.is_empty() {
            let reason = "it says how hosts are looked for; add -sn, or use scan discover".to_owned();
            return Err(ScanError::Flag { flag: "--by", reason });
        }
        let search = search(&args.ports.by, &bounds, method);
        let asks = args.ports.methods.iter().any(|letters| letters.contains('V'));
        if !asks && (args.services.probes.is_some() || !args.services.recog.is_empty() || args.services.snmp_public) {
            let reason = "they are for what lives on ports; add -sV".to_owned();
            return Err(ScanError::Flag { flag: "--probes, --recog, --snmp-public", reason });
        }
        if !args.services.os && args.services.p0f.is_some() {
            return Err(ScanError::Flag { flag: "--p0f", reason: "it is for guesses at systems; add -O".to_owned() });
        }
        let signatures = args.services.p0f.as_deref().map(examine::signatures).transpose()?;
        let registry = args.ports.services.as_deref().map(registry).transpose()?;
        let level = bounds.profile.level;
        let examination = asks.then(|| Examination::resolve(&args.services, level, &args.pace)).transpose()?;
        let by_tcp = !looks || args.ports.by.is_empty() || args.ports.by.contains(&By::Tcp);
        let ports = chosen_ports(&ports, methods.as_deref(), registry.as_ref())?;
        Ok(Self {
            wanted: wanted(args, env)?,
            resolution: Resolution {
                family: match (args.choice.ipv4, args.choice.ipv6) {
                    (true, _) => Some(Family::V4),
                    (_, true) => Some(Family::V6),
                    _ => None,
                },
                extent: if args.choice.all_addresses { Extent::All } else { Extent::First },
            },
            ports: if by_tcp { ports } else { Vec::new() },
            method,
            search,
            bounds,
            rate_is_chosen,
            source: args.pace.source,
            confirmed: args.choice.confirm_public,
            examination,
            registry,
            signatures,
        })
    }
}

/// Silence of a neighbour that decides all of its ports is met so many times more often than silence of one that is only
/// looked for.
const SURER: u8 = 2;

/// How hosts are looked for. Before ports are scanned neighbours alone are: of all others silence would say nothing.
fn search(by: &[By], bounds: &Bounds, method: Method) -> Search {
    let profile = &bounds.profile;
    if bounds.goal == Goal::Ports {
        let ways = if profile.level < 3 { Vec::new() } else { vec![Way::Arp, Way::Ndp] };
        let sure = Tries::Surely(profile.tries.saturating_add(SURER));
        return Search { ways, is_chosen: false, tries: bounds.fixed_tries.map_or(sure, Tries::Exactly) };
    }
    let tries = bounds.fixed_tries.map_or(Tries::AtLeast(profile.tries), Tries::Exactly);
    if by.is_empty() {
        let all = vec![Way::Arp, Way::Ndp, Way::Echo];
        return Search { ways: if method == Method::Auto { all } else { Vec::new() }, is_chosen: false, tries };
    }
    let way = |by: &By| match by {
        By::Arp => Some(Way::Arp),
        By::Ndp => Some(Way::Ndp),
        By::Echo => Some(Way::Echo),
        By::Tcp => None,
    };
    Search { ways: by.iter().filter_map(way).collect(), is_chosen: true, tries }
}

/// The letters of `-s` but `n`, and whether that was among them: hosts alone are looked for.
fn without_presence(words: &[String]) -> (Vec<String>, bool) {
    let looks = words.iter().any(|word| word.contains('n'));
    (words.iter().map(|word| word.replace('n', "")).collect(), looks)
}

/// Which protocols, where that was said, and how ports of TCP are probed, by the letters of `-s`.
fn methods(words: &[String]) -> Result<(Option<Vec<Proto>>, Method), ScanError> {
    let mut protos = Vec::new();
    let mut method = Method::Auto;
    for letter in words.iter().flat_map(|word| word.chars()) {
        let proto = match letter {
            'T' | 'S' => {
                let chosen = if letter == 'T' { Method::Connect } else { Method::Syn };
                if ![Method::Auto, chosen].contains(&method) {
                    let reason = "S and T are two ways to probe the same ports; give one".to_owned();
                    return Err(ScanError::Flag { flag: "-s", reason });
                }
                method = chosen;
                Proto::Tcp
            }
            'U' => Proto::Udp,
            'V' => continue,
            _ => {
                let reason = format!(
                    "'{letter}' is no way to scan; S (SYN), T (TCP connect), U (UDP), n (hosts alone), V (services) are"
                );
                return Err(ScanError::Flag { flag: "-s", reason });
            }
        };
        if !protos.contains(&proto) {
            protos.push(proto);
        }
    }
    Ok((Some(protos).filter(|protos| !protos.is_empty()), method))
}

fn wanted(args: &Args, env: &Env) -> Result<Wanted, ScanError> {
    let mut targets = hosts::read(args.targets.iter().map(String::as_str), "")?;
    for path in &args.choice.target_files {
        targets.extend(hosts::read_file(path)?);
    }
    let mut excluded = Vec::new();
    for list in &args.choice.exclude {
        excluded.extend(hosts::read_list(list, "--exclude: ")?);
    }
    let own = env.config_home().map(|home| home.join("toolbox/scan.exclude")).filter(|path| path.exists());
    for path in args.choice.exclude_file.iter().chain(own.as_ref().map(|path: &PathBuf| path)) {
        excluded.extend(hosts::read_file(path)?);
    }
    Ok(Wanted { targets, excluded })
}

/// Reads the user's list of services.
fn registry(path: &Path) -> Result<Registry, ScanError> {
    let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
    Registry::parse(&text)
        .map_err(|(line, what)| ScanError::Rules { path: path.to_owned(), reason: RulesError::Line { line, what } })
}

/// The ports of `protos`; of TCP where none are named, and of UDP where `-p` has its letter then.
fn chosen_ports(args: &PortArgs, named: Option<&[Proto]>, registry: Option<&Registry>) -> Result<Vec<Port>, ScanError> {
    let protos = named.unwrap_or(&[Proto::Tcp]);
    let read = |flag, list: &str| ports::parse(list, protos).map_err(|reason| ScanError::Ports { flag, reason });
    let top = |count: usize| -> Vec<Port> {
        let of = |proto: &Proto| -> Vec<Port> {
            registry.map_or_else(|| known::top(*proto, count).collect(), |list| list.top(*proto, count).collect())
        };
        protos.iter().flat_map(of).collect()
    };
    let mut chosen = match (&args.ports, args.top_ports) {
        (Some(list), _) => read("-p", list)?,
        (None, Some(count)) => {
            let of = |proto: &Proto| registry.map_or_else(|| known::count(*proto), |list| list.count(*proto));
            let most = protos.iter().map(of).max().unwrap_or_default();
            if count == 0 || count > most {
                let whose = if registry.is_some() { "that" } else { "our" };
                let reason = format!("{whose} list has {most} ports; -p 1-1000 or -p- takes more");
                return Err(ScanError::Flag { flag: "--top-ports", reason });
            }
            top(count)
        }
        (None, None) => top(if args.fast { known::FAST } else { DEFAULT_PORTS }),
    };
    if let Some(list) = &args.exclude_ports {
        let out = read("--exclude-ports", list)?;
        chosen.retain(|port| out.binary_search(port).is_err());
    }
    chosen.sort_unstable();
    if let Some(port) = chosen.iter().find(|port| named.is_some_and(|named| !named.contains(&port.proto))) {
        let (letter, proto) = if port.proto == Proto::Udp { ('U', "UDP") } else { ('T', "TCP") };
        let reason = format!("{port} is a port of {proto}, which is not scanned; add -s{letter}");
        return Err(ScanError::Flag { flag: "-p", reason });
    }
    if chosen.is_empty() {
        return Err(ScanError::Flag { flag: "-p", reason: "no port is left".to_owned() });
    }
    Ok(chosen)
}

fn bounds(args: &PaceArgs) -> Result<(Bounds, bool), ScanError> {
    let flag = |flag, reason: &str| ScanError::Flag { flag, reason: reason.to_owned() };
    let level = match args.timing.as_deref() {
        None => 3,
        Some(text) => level(text).ok_or_else(|| flag("-T", "levels are 0 to 5"))?,
    };
    let mut profile = Profile::of(level);
    if let Some(rate) = args.rate {
        profile.rate = (rate > 0.0).then_some(rate);
    }
    if let Some(count) = args.concurrency {
        let count = u32::try_from(count).ok().filter(|count| *count > 0);
        profile.inflight = count.ok_or_else(|| flag("-c", "at least one probe must be under way"))?;
        profile.host_inflight = profile.host_inflight.max(profile.inflight);
    }
    if let Some(timeout) = args.timeout {
        if timeout < Duration::from_millis(1) {
            return Err(flag("--timeout", "nothing answers within less than a millisecond"));
        }
        profile.most_timeout = timeout;
        profile.first_timeout = timeout.min(profile.first_timeout);
        profile.least_timeout = timeout.min(profile.least_timeout);
    }
    if !(args.miss > 0.0 && args.miss < 1.0) {
        return Err(flag("--miss", "a probability between 0 and 1, such as 0.0001"));
    }
    profile.miss = args.miss;
    let fixed_tries = args.retries.map(|retries| retries.saturating_add(1));
    let seed = args.seed.unwrap_or_else(|| Random::from_system().next_u64() >> 11);
    let (wait, host_timeout) = (args.timeout, args.host_timeout);
    Ok((Bounds { profile, fixed_tries, wait, goal: Goal::Ports, host_timeout, seed }, args.rate.is_some()))
}

/// A level by its number or the name that nmap's users know.
fn level(text: &str) -> Option<u8> {
    const NAMES: [&str; 6] = ["paranoid", "sneaky", "polite", "normal", "aggressive", "insane"];
    let by_name = || NAMES.iter().position(|name| *name == text).map(|index| index as u8);
    text.parse().ok().filter(|level| *level <= 5).or_else(by_name)
}
