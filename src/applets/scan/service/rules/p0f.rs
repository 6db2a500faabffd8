//! Signatures of systems in the format of p0f 3 (`p0f.fp`), from a file of the user's: the part on answers to a SYN,
//! `[tcp:response]`. Nothing of such a file is contained here.
//!
//! ```text
//! label = type:class:name:flavor
//! sig   = ver:ittl:olen:mss:wsize,scale:olayout:quirks:pclass
//! ```
//! A signature that fits but for quirks that networks take away or add (df, id+ gone; id-, ecn there) fits loosely.

use crate::applets::scan::service::system::{TcpFacts, TcpOption, distance_from};

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct P0f {
    signatures: Vec<Signature>,
}

/// How well a signature fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// But for what networks change, or for a label that is a guess.
    Loose,
    /// In everything.
    Exact,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    /// Name and flavor.
    label: String,
    is_generic: bool,
    version: Option<u8>,
    ttl: u8,
    /// Whether the time to live may have been anything up to that.
    is_odd_ttl: bool,
    mss: Option<u16>,
    window: Window,
    scale: Option<u8>,
    options: Vec<TcpOption>,
    quirks: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Window {
    Any,
    Is(u16),
    MultipleOf(u16),
    Segments(u16),
    Packets(u16),
}

impl P0f {
    /// Reads a file.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let (mut all, mut label, mut is_ours) = (Self::default(), None, false);
        for (index, line) in text.lines().enumerate() {
            let wrong = |what: String| (index + 1, what);
            let line = line.trim();
            if line.is_empty() || line.starts_with(';') {
                continue;
            }
            if let Some(section) = line.strip_prefix('[') {
                is_ours = section.trim_end_matches(']') == "tcp:response";
                label = None;
                continue;
            }
            let Some((key, value)) = line.split_once('=') else {
                return Err(wrong(format!("'{line}' is neither a section nor key = value")));
            };
            match key.trim() {
                "label" if is_ours => label = Some(value.trim().to_owned()),
                "sig" if is_ours => {
                    let label =
                        label.as_deref().ok_or_else(|| wrong("a signature without a label before it".to_owned()))?;
                    all.signatures.push(signature(label, value.trim()).map_err(wrong)?);
                }
                // Other sections, and what other keys say, are for p0f itself.
                _ => {}
            }
        }
        Ok(all)
    }

    /// How many signatures there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.signatures.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.signatures.is_empty()
    }

    /// The label of the signature that fits best, the first of those that fit as well.
    #[must_use]
    pub fn find(&self, facts: &TcpFacts) -> Option<(&str, Fit)> {
        let fits =
            self.signatures.iter().filter_map(|signature| Some((signature.label.as_str(), signature.fit(facts)?)));
        fits.rev().max_by_key(|(_, fit)| *fit)
    }
}

impl Signature {
    fn fit(&self, facts: &TcpFacts) -> Option<Fit> {
        let version = if facts.v6 { 6 } else { 4 };
        let ttl = facts.ttl?;
        let is_near = if self.is_odd_ttl { ttl <= self.ttl } else { distance_from(self.ttl, ttl).is_some() };
        let fits = self.version.is_none_or(|own| own == version)
            && is_near
            && self.mss.is_none_or(|mss| facts.mss == Some(mss))
            && self.scale.is_none_or(|scale| facts.scale.unwrap_or(0) == scale)
            && self.window.fits(facts)
            && self.options == facts.options;
        if !fits {
            return None;
        }
        let missing = self.quirks.iter().filter(|quirk| !facts.quirks.contains(quirk));
        let added = facts.quirks.iter().filter(|quirk| !self.quirks.contains(quirk));
        let (mut missing, mut added) = (missing.peekable(), added.peekable());
        if missing.peek().is_none() && added.peek().is_none() {
            return Some(if self.is_generic { Fit::Loose } else { Fit::Exact });
        }
        // Headers of IPv6 are not seen here: what they would tell is not missed.
        let may_go = |quirk: &String| ["df", "id+"].contains(&quirk.as_str()) || (facts.v6 && quirk == "flow");
        let may_come = |quirk: &String| ["id-", "ecn"].contains(&quirk.as_str());
        (missing.all(may_go) && added.all(may_come)).then_some(Fit::Loose)
    }
}

impl Window {
    fn fits(self, facts: &TcpFacts) -> bool {
        let Some(window) = facts.window else { return self == Self::Any };
        // Timestamps take twelve bytes of each segment, and some systems reckon without them.
        let stamps = if facts.options.contains(&TcpOption::Ts) { 12 } else { 0 };
        let headers = if facts.v6 { 60 } else { 40 };
        let is_times = |count: u16, unit: u16| unit > 0 && u32::from(unit) * u32::from(count) == u32::from(window);
        let mss = facts.mss.unwrap_or(0);
        match self {
            Self::Any => true,
            Self::Is(own) => window == own,
            Self::MultipleOf(unit) => unit > 0 && window.is_multiple_of(unit),
            Self::Segments(count) => is_times(count, mss) || is_times(count, mss.saturating_sub(stamps)),
            Self::Packets(count) => mss > 0 && is_times(count, mss.saturating_add(headers)),
        }
    }
}

fn number<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("'{text}' is no {what}"))
}

/// A number, or `*` for any.
fn any<T: std::str::FromStr>(text: &str, what: &str) -> Result<Option<T>, String> {
    if text == "*" { Ok(None) } else { number(text, what).map(Some) }
}

fn signature(label: &str, text: &str) -> Result<Signature, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let [version, ttl, _, mss, window, options, quirks, _] = parts.as_slice() else {
        return Err(format!(
            "{} parts, and a signature has 8: ver:ittl:olen:mss:wsize,scale:olayout:quirks:pclass",
            parts.len()
        ));
    };
    let names: Vec<&str> = label.splitn(4, ':').collect();
    let [kind, _, name, flavor] = names.as_slice() else {
        return Err(format!("the label '{label}' has not the four parts type:class:name:flavor"));
    };
    let (bare, is_odd_ttl) = ttl.strip_suffix('-').map_or((*ttl, false), |bare| (bare, true));
    // As in 54+10: what arrived, and how far it had come.
    let whole: u16 = bare.split('+').map(|part| number::<u16>(part, "time to live")).sum::<Result<u16, _>>()?;
    let (size, scale) = window.split_once(',').ok_or_else(|| format!("'{window}' is not wsize,scale"))?;
    let quirks = quirks.split(',').filter(|quirk| !quirk.is_empty()).map(str::to_owned);
    Ok(Signature {
        label: format!("{name} {flavor}").trim().to_owned(),
        is_generic: *kind == "g",
        version: any(version, "version of IP")?,
        ttl: u8::try_from(whole).map_err(|_| format!("'{ttl}' is no time to live"))?,
        is_odd_ttl,
        mss: any(mss, "segment size")?,
        window: self::window(size)?,
        scale: any(scale, "window scale")?,
        options: options.split(',').filter(|option| !option.is_empty()).map(option).collect::<Result<_, _>>()?,
        quirks: quirks.collect(),
    })
}

fn window(text: &str) -> Result<Window, String> {
    const WHAT: &str = "window";
    Ok(if text == "*" {
        Window::Any
    } else if let Some(unit) = text.strip_prefix('%') {
        Window::MultipleOf(number(unit, WHAT)?)
    } else if let Some(count) = text.strip_prefix("mss*") {
        Window::Segments(number(count, WHAT)?)
    } else if let Some(count) = text.strip_prefix("mtu*") {
        Window::Packets(number(count, WHAT)?)
    } else {
        Window::Is(number(text, WHAT)?)
    })
}

fn option(text: &str) -> Result<TcpOption, String> {
    Ok(match text {
        "nop" => TcpOption::Nop,
        "mss" => TcpOption::Mss,
        "ws" => TcpOption::Ws,
        "sok" => TcpOption::Sok,
        "ts" => TcpOption::Ts,
        "sack" => TcpOption::Other,
        _ if text.starts_with("eol+") => TcpOption::Eol,
        _ if text.starts_with('?') => TcpOption::Other,
        _ => return Err(format!("'{text}' is no option of TCP")),
    })
}

#[cfg(test)]
mod tests {
    use super::TcpOption::{Eol, Mss, Nop, Sok, Ts, Ws};
    use super::*;

    // Written for this test: two systems that do not exist.
    const FILE: &str = "; comment\nclasses = a\n[tcp:request]\nlabel = s:a:Nobody:1\nsig = broken\n\n[tcp:response]\n\
                        label = s:unix:Linux:of the test\nsig = *:64:0:*:mss*45,*:mss,sok,ts,nop,ws:df:0\n\
                        label = g:win:Windows:of the test\nsig = 4:128-:0:1460:%8192,8:mss,nop,ws,eol+1:df,id+:0\n";

    fn facts(window: u16, quirks: &[&str]) -> TcpFacts {
        TcpFacts {
            ttl: Some(60),
            window: Some(window),
            options: vec![Mss, Sok, Ts, Nop, Ws],
            mss: Some(1460),
            scale: Some(10),
            quirks: quirks.iter().map(|quirk| (*quirk).to_owned()).collect(),
            v6: false,
        }
    }

    #[test]
    fn what_fits_in_everything_is_told_from_what_a_network_changed() {
        let file = P0f::parse(FILE).unwrap();
        assert_eq!(file.len(), 2, "requests are not answers");
        let linux = "Linux of the test";
        assert_eq!(file.find(&facts(65160, &["df"])), Some((linux, Fit::Exact)), "45 times 1448");
        assert_eq!(file.find(&facts(65160, &["id-"])), Some((linux, Fit::Loose)), "a router took df away");
        assert_eq!(file.find(&facts(65160, &["df", "seq-"])), None);
        assert_eq!(file.find(&facts(65161, &["df"])), None);
        assert_eq!(file.find(&TcpFacts { ttl: Some(20), ..facts(65160, &["df"]) }), None, "too far");
        let windows = TcpFacts { options: vec![Mss, Nop, Ws, Eol], scale: Some(8), ..facts(8192 * 2, &["df", "id+"]) };
        assert_eq!(file.find(&windows), Some(("Windows of the test", Fit::Loose)), "a label that is a guess");
        assert_eq!(file.find(&TcpFacts { v6: true, ..windows }), None);
    }

    #[test]
    fn a_line_that_makes_no_sense_is_named() {
        for (text, line, part) in [
            ("[tcp:response]\nsig = *:64:0:*:*,*:mss:df:0", 2, "without a label"),
            ("[tcp:response]\nlabel = x\nsig = *:64:0:*:*,*:mss:df:0", 3, "four parts"),
            ("[tcp:response]\nlabel = s:a:b:c\nsig = *:64:0:*:*,*:mss", 3, "6 parts"),
            ("[tcp:response]\nlabel = s:a:b:c\nsig = *:64:0:*:*,*:mms:df:0", 3, "'mms' is no option"),
            ("hello", 1, "neither a section"),
        ] {
            let (at, what) = P0f::parse(text).unwrap_err();
            assert!(at == line && what.contains(part), "{text}: {at} {what}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_is_read_is_a_panic(text in "(\\[tcp:response\\]\n)?(label = [a-z:!]{0,8}\n)?(sig = [0-9a-z:*,+%-]{0,40}\n)*") {
            let _ = P0f::parse(&text).map(|all| all.find(&facts(1, &[])).is_some());
        }
    }
}
