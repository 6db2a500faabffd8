//! Which operating system a host has: a family, how sure that is, and why. A pure function over facts.
//!
//! Strongest is what services say of themselves. The shape of a SYN-ACK tells families apart at best, and never a
//! version: anyone may set a time to live or a window.

use serde::{Deserialize, Serialize};

use super::finding::Service;
use super::rules::p0f::Fit;
use super::words;

/// Families that can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Any distribution.
    Linux,
    /// Any release.
    Windows,
    /// macOS, iOS and kin.
    Apple,
    /// `FreeBSD`.
    FreeBsd,
    /// `OpenBSD`.
    OpenBsd,
    /// `NetBSD`.
    NetBsd,
    /// Solaris and illumos.
    Solaris,
    /// Cisco IOS and kin.
    Cisco,
    /// `RouterOS`.
    RouterOs,
    /// Small stacks of devices.
    Embedded,
}

/// An option of TCP, in the order in which a SYN-ACK has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TcpOption {
    /// End of the list.
    Eol,
    /// Padding.
    Nop,
    /// Maximum segment size.
    Mss,
    /// Window scale.
    Ws,
    /// Selective acknowledgements permitted.
    Sok,
    /// Timestamps.
    Ts,
    /// Anything else.
    Other,
}

/// The shape of a SYN-ACK that answered a SYN with the options MSS, SACK, timestamps, NOP and window scale.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TcpFacts {
    /// Time to live or hop limit as it arrived.
    pub ttl: Option<u8>,
    /// The window, not scaled.
    pub window: Option<u16>,
    /// In their order.
    pub options: Vec<TcpOption>,
    /// The largest segment it takes.
    pub mss: Option<u16>,
    /// How its window is scaled.
    pub scale: Option<u8>,
    /// What is odd about it, in the words of p0f.
    pub quirks: Vec<String>,
    /// Whether it came by IPv6.
    pub v6: bool,
}

impl TcpOption {
    /// The option of this kind, as it stands in a segment.
    #[must_use]
    pub const fn of(kind: u8) -> Self {
        match kind {
            0 => Self::Eol,
            1 => Self::Nop,
            2 => Self::Mss,
            3 => Self::Ws,
            4 => Self::Sok,
            8 => Self::Ts,
            _ => Self::Other,
        }
    }
}

/// How far a packet came that left with `initial` and arrived with `ttl`; none where it cannot have: no path is longer than
/// 35 hops (p0f takes as many).
pub(super) const fn distance_from(initial: u8, ttl: u8) -> Option<u8> {
    match initial.checked_sub(ttl) {
        Some(distance) if distance <= 35 => Some(distance),
        _ => None,
    }
}

/// A guess with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SystemHint {
    /// The family.
    pub family: Family,
    /// What a service called it, such as a distribution; never from TCP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// 0 to 1.
    pub confidence: f32,
    /// `ssh: Debian`, `ttl 64`, `options mss,sok,ts,nop,ws`.
    pub evidence: Vec<String>,
}

impl std::fmt::Display for SystemHint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let detail = self.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
        let share = (self.confidence * 100.0).round();
        write!(f, "system {}{detail}, {share} % sure: {}", self.family.name(), self.evidence.join(", "))
    }
}

impl Family {
    /// Its name as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linux => "Linux",
            Self::Windows => "Windows",
            Self::Apple => "Apple",
            Self::FreeBsd => "FreeBSD",
            Self::OpenBsd => "OpenBSD",
            Self::NetBsd => "NetBSD",
            Self::Solaris => "Solaris",
            Self::Cisco => "Cisco",
            Self::RouterOs => "RouterOS",
            Self::Embedded => "embedded",
        }
    }
}

/// Signs in what services say, and the families they mean; the more special come first.
const WORDS: [(&str, Family); 34] = [
    ("RouterOS", Family::RouterOs),
    ("MikroTik", Family::RouterOs),
    ("Cisco", Family::Cisco),
    ("FreeBSD", Family::FreeBsd),
    ("DragonFly", Family::FreeBsd),
    ("OpenBSD", Family::OpenBsd),
    ("NetBSD", Family::NetBsd),
    ("Solaris", Family::Solaris),
    ("SunOS", Family::Solaris),
    ("Darwin", Family::Apple),
    ("macOS", Family::Apple),
    ("Mac OS", Family::Apple),
    ("Windows", Family::Windows),
    ("Win64", Family::Windows),
    ("Microsoft", Family::Windows),
    ("Ubuntu", Family::Linux),
    ("Debian", Family::Linux),
    ("Raspbian", Family::Linux),
    ("Fedora", Family::Linux),
    ("CentOS", Family::Linux),
    ("Red Hat", Family::Linux),
    ("Rocky", Family::Linux),
    ("AlmaLinux", Family::Linux),
    ("SUSE", Family::Linux),
    ("Alpine", Family::Linux),
    ("Gentoo", Family::Linux),
    ("Arch Linux", Family::Linux),
    ("Amazon Linux", Family::Linux),
    ("Android", Family::Linux),
    ("Synology", Family::Linux),
    ("Linux", Family::Linux),
    ("VxWorks", Family::Embedded),
    ("lwIP", Family::Embedded),
    ("FreeRTOS", Family::Embedded),
];

/// A class of stacks: initial time to live, windows that are its own (any if empty), the options' order, and how sure.
struct Class(Family, u8, &'static [u16], &'static [TcpOption], f32);

use TcpOption::{Eol, Mss, Nop, Sok, Ts, Ws};

const CLASSES: [Class; 12] = [
    Class(Family::Linux, 64, &[65160, 64240, 43440, 28960, 14480, 5792, 65483, 65464], &[Mss, Sok, Ts, Nop, Ws], 0.7),
    Class(Family::Linux, 64, &[], &[Mss, Sok, Ts, Nop, Ws], 0.6),
    Class(Family::Linux, 64, &[], &[Mss, Nop, Nop, Sok, Nop, Ws], 0.5),
    Class(Family::Apple, 64, &[65535], &[Mss, Nop, Ws, Nop, Nop, Ts, Sok, Eol], 0.7),
    Class(Family::FreeBsd, 64, &[65535, 65228], &[Mss, Nop, Ws, Sok, Ts], 0.6),
    Class(Family::OpenBsd, 64, &[16384], &[Mss, Nop, Nop, Sok, Nop, Ws, Nop, Nop, Ts], 0.6),
    Class(Family::Windows, 128, &[65535, 8192, 64240, 16384], &[Mss, Nop, Ws, Sok, Ts], 0.7),
    Class(Family::Windows, 128, &[], &[Mss, Nop, Ws, Nop, Nop, Sok], 0.7),
    Class(Family::Windows, 128, &[], &[], 0.3),
    Class(Family::Solaris, 64, &[], &[Sok, Ts, Mss, Nop, Ws], 0.5),
    Class(Family::Cisco, 255, &[4128], &[Mss], 0.6),
    Class(Family::Embedded, 255, &[], &[Mss], 0.3),
];

/// Guesses the family from what services said and from a SYN-ACK; `None` where nothing points anywhere.
#[must_use]
pub fn hint(services: &[&Service], facts: Option<&TcpFacts>) -> Option<SystemHint> {
    let spoken: Vec<(Family, &str, String)> = services.iter().filter_map(|service| said(service)).collect();
    let shaped = facts.and_then(|facts| class(facts).map(|class| (class, reasons(facts))));
    let Some((family, _, _)) = spoken.first() else {
        let (class, evidence) = shaped?;
        return Some(SystemHint { family: class.0, detail: None, confidence: class.4, evidence });
    };
    // The family most services name; the first of those with as many.
    let votes = |family: &Family| spoken.iter().filter(|(other, ..)| other == family).count();
    let best = spoken.iter().map(|(family, ..)| family).rev().max_by_key(|family| votes(family)).unwrap_or(family);
    let mut confidence = 0.8 + 0.05 * (votes(best).min(3) as f32 - 1.0);
    // Services behind one address may be on several machines.
    if votes(best) < spoken.len() {
        confidence -= 0.3;
    }
    let mut evidence: Vec<String> = spoken.iter().map(|(_, word, name)| format!("{name}: {word}")).collect();
    if let Some((class, reasons)) = shaped {
        let agrees = class.0 == *best;
        confidence += if agrees { 0.05 } else { -0.2 };
        evidence.extend(reasons);
    }
    evidence.dedup();
    let detail = spoken
        .iter()
        .find(|(family, word, _)| family == best && !is_generic(word))
        .map(|(_, word, _)| (*word).to_owned());
    Some(SystemHint { family: *best, detail, confidence: confidence.clamp(0.1, 0.95), evidence })
}

/// Adds what a signature of the user's calls the system, which fits in everything or but loosely. Alone it is no more sure
/// than the shape it was made from; a family is told where the label names one.
#[must_use]
pub fn labelled(hint: Option<SystemHint>, label: &str, fit: Fit) -> Option<SystemHint> {
    let named = WORDS.iter().find(|(word, _)| words::has(label, word)).map(|(_, family)| *family);
    let evidence = format!("p0f: {label}{}", if fit == Fit::Exact { "" } else { " (loosely)" });
    let Some(mut hint) = hint else {
        let confidence = if fit == Fit::Exact { 0.7 } else { 0.5 };
        return named.map(|family| SystemHint { family, detail: None, confidence, evidence: vec![evidence] });
    };
    let change = match named {
        Some(family) if family == hint.family => 0.05,
        Some(_) => -0.2,
        None => 0.0,
    };
    hint.confidence = (hint.confidence + change).clamp(0.1, 0.95);
    hint.evidence.push(evidence);
    Some(hint)
}

fn is_generic(word: &str) -> bool {
    matches!(word, "Linux" | "Microsoft" | "Win64")
}

/// What a service says of its system.
fn said(service: &Service) -> Option<(Family, &'static str, String)> {
    let told = [service.os.as_deref(), service.product.as_deref()];
    let told = told.into_iter().flatten();
    let mut found = told.filter_map(|told| WORDS.iter().find(|(word, _)| words::has(told, word)));
    found.next().map(|(word, family)| (*family, *word, service.name.clone()))
}

fn class(facts: &TcpFacts) -> Option<&'static Class> {
    let initial = initial_ttl(facts.ttl?);
    CLASSES.iter().find(|Class(_, ttl, windows, options, _)| {
        *ttl == initial
            && (windows.is_empty() || facts.window.is_some_and(|window| windows.contains(&window)))
            && (options.is_empty() || facts.options == *options)
    })
}

/// The value a packet started with: stacks begin at 32, 64, 128 or 255, and no path takes half of that.
const fn initial_ttl(ttl: u8) -> u8 {
    match ttl {
        0..=32 => 32,
        33..=64 => 64,
        65..=128 => 128,
        _ => 255,
    }
}

fn reasons(facts: &TcpFacts) -> Vec<String> {
    let ttl = facts.ttl.map(|ttl| format!("ttl {}", initial_ttl(ttl)));
    let window = facts.window.map(|window| format!("window {window}"));
    let names: Vec<&str> = facts
        .options
        .iter()
        .map(|option| match option {
            Eol => "eol",
            Nop => "nop",
            Mss => "mss",
            Ws => "ws",
            Sok => "sok",
            Ts => "ts",
            TcpOption::Other => "other",
        })
        .collect();
    let options = (!names.is_empty()).then(|| format!("options {}", names.join(",")));
    [ttl, window, options].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, os: &str) -> Service {
        Service { os: Some(os.to_owned()), ..Service::named(name) }
    }

    fn linux() -> TcpFacts {
        TcpFacts { ttl: Some(57), window: Some(65160), options: vec![Mss, Sok, Ts, Nop, Ws], ..TcpFacts::default() }
    }

    #[test]
    fn a_banner_outweighs_the_shape_of_a_packet_and_both_are_named() {
        let (ssh, bare) = (told("ssh", "Debian"), Service::named("http"));
        let both = hint(&[&ssh, &bare], Some(&linux())).unwrap();
        assert_eq!((both.family, both.detail.as_deref()), (Family::Linux, Some("Debian")));
        assert_eq!(both.evidence, ["ssh: Debian", "ttl 64", "window 65160", "options mss,sok,ts,nop,ws"]);
        let alone = hint(&[&ssh], None).unwrap();
        let windows = TcpFacts { ttl: Some(120), ..linux() };
        let against = hint(&[&ssh], Some(&windows)).unwrap();
        assert!(both.confidence > alone.confidence && alone.confidence > against.confidence, "{both:?} {against:?}");
    }

    #[test]
    fn tcp_alone_tells_a_family_and_no_more() {
        let guess = hint(&[], Some(&linux())).unwrap();
        assert_eq!((guess.family, guess.detail), (Family::Linux, None));
        let options = vec![Mss, Nop, Ws, Nop, Nop, Sok];
        let windows = TcpFacts { ttl: Some(127), window: Some(65535), options, ..TcpFacts::default() };
        assert_eq!(hint(&[], Some(&windows)).unwrap().family, Family::Windows);
        let cisco = TcpFacts { ttl: Some(250), window: Some(4128), options: vec![Mss], ..TcpFacts::default() };
        assert_eq!(hint(&[], Some(&cisco)).unwrap().family, Family::Cisco);
        assert_eq!(hint(&[&Service::named("http")], Some(&TcpFacts::default())), None);
    }

    #[test]
    fn a_label_of_the_users_agrees_or_makes_the_guess_less_sure() {
        let base = hint(&[], Some(&linux())).unwrap();
        let agreed = labelled(Some(base.clone()), "Linux 5.x", Fit::Exact).unwrap();
        let against = labelled(Some(base.clone()), "Windows NT", Fit::Loose).unwrap();
        assert!(agreed.confidence > base.confidence && against.confidence < base.confidence);
        assert_eq!(against.evidence.last().map(String::as_str), Some("p0f: Windows NT (loosely)"));
        assert_eq!(labelled(None, "FreeBSD 13", Fit::Exact).map(|hint| hint.family), Some(Family::FreeBsd));
        assert_eq!(labelled(None, "a toaster", Fit::Exact), None);
    }

    #[test]
    fn services_that_disagree_make_the_guess_less_sure() {
        let services = [told("ssh", "FreeBSD"), told("http", "Debian"), told("smtp", "Debian")];
        let guess = hint(&services.iter().collect::<Vec<_>>(), None).unwrap();
        assert_eq!(guess.family, Family::Linux);
        assert!(guess.confidence < 0.6, "{guess:?}");
    }
}
