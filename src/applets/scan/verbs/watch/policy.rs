//! What a policy file says: whom to look at, which ports are to be open, how often, and whom to tell. Every mistake is told
//! with its line and what to write instead.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use crate::applets::scan::args::{Args, ChoiceArgs, OutcomeArgs, PaceArgs, PortArgs, ServiceArgs};
use crate::applets::scan::error::ScanError;
use crate::applets::scan::known;
use crate::applets::scan::plan::Plan;
use crate::applets::scan::ports::{Port, Proto, parse, written};
use crate::kit::config::{self, Node, Value, nearest};
use crate::kit::env::Env;
use crate::kit::net::{SafeUrl, parse_url};
use crate::kit::units::{parse_count, parse_duration, parse_rate};

/// Between two rounds, unless the policy says otherwise.
const INTERVAL: Duration = Duration::from_mins(10);

/// So many looks must agree: one lost packet is no news.
const CONFIRM: u32 = 2;

/// Between two looks at what is in doubt.
const RECHECK: Duration = Duration::from_secs(5);

/// More looks than this at one doubt teach nothing.
const MOST_LOOKS: u32 = 10;

/// Ports that are looked at beside those that are named, unless the policy says which.
const USUAL: usize = 100;

const KEYS: [&str; 8] = ["interval", "confirm", "recheck", "webhook", "timing", "rate", "exclude", "hosts"];
const HOST_KEYS: [&str; 5] = ["targets", "open", "may", "ports", "confirm-public"];

/// What is expected, and how it is looked after.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    /// From the beginning of one round to that of the next.
    pub(super) interval: Duration,
    /// How many looks must agree.
    pub(super) confirm: u32,
    /// Between two looks at what is in doubt.
    pub(super) recheck: Duration,
    /// Who is told.
    pub(super) webhook: Option<SafeUrl>,
    /// Whom it is about.
    pub(super) groups: Vec<Group>,
}

/// Hosts of which the same is expected.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// What is to be open.
    pub(super) open: BTreeSet<Port>,
    /// What may be open.
    pub(super) may: BTreeSet<Port>,
    /// The scan that looks at them.
    pub(super) args: Args,
}

/// A mistake, with its place and the next step.
fn wrong(node: &Node, what: impl Into<String>, hint: impl Into<String>) -> ScanError {
    ScanError::Policy { place: node.place.to_string(), what: what.into(), hint: Some(hint.into()) }
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// The file, or the first thing in it that makes no sense.
    pub(super) fn read(path: &Path, env: &Env) -> Result<Self, ScanError> {
        let tree = config::read_with(path, env)?;
        let root = tree.root();
        check_keys(root, &KEYS, "a policy")?;
        let duration = |key: &str, usual| match scalar(root, key)? {
            None => Ok(usual),
            Some((node, text)) => parse_duration(&text)
                .ok()
                .filter(|duration| !duration.is_zero())
                .ok_or_else(|| wrong(node, format!("{key} is no duration: {text}"), format!("as in {key} = \"10m\""))),
        };
        let confirm = match scalar(root, "confirm")? {
            None => CONFIRM,
            Some((node, text)) => {
                text.parse().ok().filter(|looks| (1..=MOST_LOOKS).contains(looks)).ok_or_else(|| {
                    wrong(node, format!("confirm is {text}"), "how many looks must agree, 1 to 10: confirm = 2")
                })?
            }
        };
        let webhook = match scalar(root, "webhook")? {
            None => None,
            Some((node, text)) => {
                let hint = "as in webhook = \"https://hooks.example.com/scan\"";
                Some(parse_url(&text).map_err(|error| wrong(node, format!("webhook: {error}"), hint))?)
            }
        };
        let pace = pace(root)?;
        let exclude = words(root, "exclude")?;
        let hosts = root.get("hosts").ok_or_else(|| no_hosts(root))?;
        let Value::List(groups) = &hosts.value else { return Err(no_hosts(hosts)) };
        let groups: Vec<Group> =
            groups.iter().map(|node| Group::read(node, &pace, &exclude, env)).collect::<Result<_, _>>()?;
        if groups.is_empty() {
            return Err(no_hosts(hosts));
        }
        let (interval, recheck) = (duration("interval", INTERVAL)?, duration("recheck", RECHECK)?);
        Ok(Self { interval, confirm, recheck, webhook, groups })
    }
}

fn no_hosts(node: &Node) -> ScanError {
    let hint = "as in [[hosts]], then targets = \"192.168.1.10\" and open = \"22,443\"";
    wrong(node, "no hosts to watch", hint)
}

impl Group {
    fn read(node: &Node, pace: &PaceArgs, exclude: &[String], env: &Env) -> Result<Self, ScanError> {
        if !matches!(node.value, Value::Table(_)) {
            return Err(no_hosts(node));
        }
        check_keys(node, &HOST_KEYS, "hosts")?;
        let targets = words(node, "targets")?;
        if targets.is_empty() {
            return Err(wrong(node, "hosts without targets", "as in targets = \"192.168.1.0/24\""));
        }
        let (open, may) = (ports(node, "open")?.unwrap_or_default(), ports(node, "may")?.unwrap_or_default());
        if let Some(port) = open.intersection(&may).next() {
            let what = format!("{port} is to be open, and may be open");
            return Err(wrong(node, what, "name it in open or in may"));
        }
        let looked_at = ports(node, "ports")?;
        let mut all = looked_at.unwrap_or_else(|| known::top(Proto::Tcp, USUAL).collect());
        all.extend(open.iter().chain(&may));
        let confirm_public = match scalar(node, "confirm-public")? {
            None => None,
            Some((node, text)) => Some(parse_count(&text).map_err(|error| {
                wrong(node, format!("confirm-public: {error}"), "the number of addresses: confirm-public = 4096")
            })?),
        };
        let args = Args {
            targets,
            choice: ChoiceArgs { exclude: exclude.to_vec(), confirm_public, ..ChoiceArgs::default() },
            ports: PortArgs { ports: Some(written(all.iter())), ..PortArgs::default() },
            pace: pace.clone(),
            services: ServiceArgs::default(),
            outcome: OutcomeArgs::default(),
            verb: None,
        };
        // What a scan would refuse is refused here, while somebody looks.
        let written_at = node.get("targets").unwrap_or(node);
        Plan::resolve(&args, env).map_err(|error| wrong(written_at, error.to_string(), "write it as for scan"))?;
        Ok(Self { open, may, args })
    }
}

fn check_keys(node: &Node, known: &[&str], whose: &str) -> Result<(), ScanError> {
    let Some(entry) = node.entries().iter().find(|entry| !known.contains(&entry.key.as_str())) else { return Ok(()) };
    let hint = match nearest(&entry.key, known.iter().copied()) {
        Some(key) => format!("did you mean {key}?"),
        None => format!("{whose} may have {}", known.join(", ")),
    };
    Err(ScanError::Policy {
        place: entry.place.to_string(),
        what: format!("unknown key '{}'", entry.key),
        hint: Some(hint),
    })
}

/// The value under a key that holds one.
fn scalar<'a>(node: &'a Node, key: &str) -> Result<Option<(&'a Node, String)>, ScanError> {
    let Some(value) = node.get(key) else { return Ok(None) };
    let text = value.text().ok_or_else(|| wrong(value, format!("{key} is {}", value.kind()), "write one value"))?;
    Ok(Some((value, text)))
}

/// What stands under a key, as one string with commas or a list.
fn words(node: &Node, key: &str) -> Result<Vec<String>, ScanError> {
    let Some(value) = node.get(key) else { return Ok(Vec::new()) };
    let items = if let Value::List(items) = &value.value { items.as_slice() } else { std::slice::from_ref(value) };
    let text = |item: &Node| {
        let hint = format!("as in {key} = \"10.0.0.1\" or {key} = [\"10.0.0.1\", \"web.lan\"]");
        item.text().ok_or_else(|| wrong(item, format!("{key} is {}", item.kind()), hint))
    };
    items.iter().map(text).collect()
}

fn ports(node: &Node, key: &str) -> Result<Option<BTreeSet<Port>>, ScanError> {
    let Some(value) = node.get(key) else { return Ok(None) };
    let list = words(node, key)?.join(",");
    if list.trim().is_empty() {
        return Ok(Some(BTreeSet::new()));
    }
    let hint = format!("as in {key} = \"22,8000-8100,U:53\"");
    let ports = parse(&list, &[Proto::Tcp]).map_err(|error| wrong(value, format!("{key}: {error}"), hint))?;
    Ok(Some(ports.into_iter().collect()))
}

fn pace(root: &Node) -> Result<PaceArgs, ScanError> {
    // `miss` has its default at the command line, which nobody typed here.
    let mut pace = PaceArgs { miss: 1e-4, ..PaceArgs::default() };
    if let Some((node, text)) = scalar(root, "timing")? {
        if !text.parse::<u8>().is_ok_and(|level| level <= 5) {
            return Err(wrong(node, format!("timing is {text}"), "a level from 0 to 5: timing = 3"));
        }
        pace.timing = Some(text);
    }
    if let Some((node, text)) = scalar(root, "rate")? {
        let rate = parse_rate(&text);
        pace.rate = Some(rate.map_err(|error| wrong(node, format!("rate: {error}"), "probes a second: rate = 500"))?);
    }
    Ok(pace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Policy, ScanError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.toml");
        std::fs::write(&path, text).unwrap();
        Policy::read(&path, Env::process())
    }

    #[test]
    fn a_policy_says_who_what_and_how_often() {
        let policy = read(
            "interval = \"1m\"\nconfirm = 3\nwebhook = \"http://127.0.0.1:1/x\"\nexclude = \"10.0.0.9\"\n\
             [[hosts]]\ntargets = [\"10.0.0.1\", \"10.0.0.2-5\"]\nopen = \"22,443,U:53\"\nmay = 8080\n\
             [[hosts]]\ntargets = \"::1\"\nports = \"1-10\"\n",
        )
        .unwrap();
        assert_eq!((policy.interval, policy.confirm, policy.recheck), (Duration::from_mins(1), 3, RECHECK));
        let [first, second] = policy.groups.as_slice() else { panic!("{:?}", policy.groups) };
        assert_eq!((first.open.len(), first.may.len(), first.args.targets.len()), (3, 1, 2));
        assert!(first.args.ports.ports.as_deref().is_some_and(|list| list.contains("U:53")));
        assert_eq!(second.args.ports.ports.as_deref(), Some("T:1-10"));
    }

    #[test]
    fn every_mistake_has_its_line_and_a_next_step() {
        for (text, line, what, step) in [
            ("interval = \"often\"\n[[hosts]]\ntargets = \"10.0.0.1\"", 1, "interval is no duration: often", "10m"),
            ("[[hosts]]\ntargets = \"10.0.0.1\"\nopne = \"22\"", 3, "unknown key 'opne'", "did you mean open?"),
            ("[[hosts]]\nopen = \"22\"", 1, "hosts without targets", "targets ="),
            ("[[hosts]]\ntargets = \"10.0.0.1\"\nopen = \"22-1\"", 3, "ends before it begins", "8000-8100"),
            ("[[hosts]]\ntargets = \"10.0.0.0/99\"", 2, "has a prefix that is none", "as for scan"),
            ("confirm = 0\n[[hosts]]\ntargets = \"10.0.0.1\"", 1, "confirm is 0", "confirm = 2"),
            ("webhook = \"hooks\"\n[[hosts]]\ntargets = \"10.0.0.1\"", 1, "webhook: ", "https://"),
            ("interval = \"1m\"", 1, "no hosts to watch", "[[hosts]]"),
            (
                "[[hosts]]\ntargets = \"10.0.0.1\"\nopen = \"22\"\nmay = \"22\"",
                1,
                "22/tcp is to be open, and",
                "in may",
            ),
            ("timing = 9\n[[hosts]]\ntargets = \"10.0.0.1\"", 1, "timing is 9", "timing = 3"),
        ] {
            let Err(ScanError::Policy { place, what: told, hint }) = read(text) else { panic!("{text}") };
            assert!(place.contains(&format!("policy.toml:{line}:")), "{text}: {place}");
            assert!(told.contains(what), "{text}: {told}");
            assert!(hint.as_deref().is_some_and(|hint| hint.contains(step)), "{text}: {hint:?}");
        }
    }
}
