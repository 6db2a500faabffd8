//! From what was typed to one plan for each download: URLs, lists, Metalinks, and sums that lie elsewhere.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use url::Url;

use super::args::GetArgs;
use crate::applets::fetch::checksum::Checksum;
use crate::applets::fetch::checksum::file::ChecksumFile;
use crate::applets::fetch::engine::{self, Parts, Progress};
use crate::applets::fetch::limits::Share;
use crate::applets::fetch::map::UNKNOWN;
use crate::applets::fetch::metalink::{Metalink, Pieces};
use crate::applets::fetch::plan::{Earlier, HOST_CEILING, Hash, Mtime, Plan, Record, Target, Workers};
use crate::applets::fetch::source::Registry;
use crate::applets::fetch::span::Span;
use crate::applets::fetch::store::Durability;
use crate::applets::fetch::{list, name};
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::fs;
use crate::kit::net::mask_userinfo;
use crate::kit::session::Session;

/// Lists, Metalinks and files of sums are texts; a larger one is something else.
const MOST_BYTES: usize = 16 << 20;

/// One download before it is a plan.
struct Draft {
    /// At least one, the source first.
    urls: Vec<Url>,
    /// The file below the folder of the call.
    name: Option<PathBuf>,
    /// The folder below that of the call.
    folder: Option<PathBuf>,
    checksum: Option<Checksum>,
    pieces: Option<Pieces>,
    size_bytes: Option<u64>,
}

/// How documents are reached that a plan is made from.
pub(super) struct Sources<'a> {
    pub(super) registry: &'a Arc<Registry>,
    pub(super) share: Share,
    pub(super) session: &'a Session,
}

impl GetArgs {
    /// The plans, in the order of the call.
    pub(super) async fn plans(&self, sources: &Sources<'_>) -> Result<Vec<Plan>, Failure> {
        let mut drafts = self.drafts(sources).await?;
        if drafts.len() > 1 {
            self.refuse_single_flags()?;
        }
        if let Some(place) = &self.checksum_file {
            let text = self.text(place, sources).await?;
            let sums: ChecksumFile = text.parse().map_err(|error| Failure::usage(format!("{place}: {error}")))?;
            for draft in &mut drafts {
                draft.add_checksum(&sums, place, sources.session.output.as_deref())?;
            }
        }
        let base = self.base(&drafts)?;
        let folder = folder_of(sources.session.output.as_deref(), &drafts)?;
        let mut taken = HashMap::new();
        Ok(drafts.into_iter().map(|draft| draft.plan(&base, &folder, &mut taken)).collect())
    }

    async fn drafts(&self, sources: &Sources<'_>) -> Result<Vec<Draft>, Failure> {
        let mut drafts = Vec::new();
        for text in &self.urls {
            drafts.push(Draft::of(vec![read_url(text)?]));
        }
        if let Some(path) = &self.input {
            let (text, shown) = read_list(path)?;
            let entries = list::read(&text).map_err(|error| Failure::usage(format!("{shown}: {error}")))?;
            for entry in entries {
                let urls: Result<Vec<Url>, Failure> = entry.urls.iter().map(|url| read_url(url)).collect();
                let wrong = |failure: Failure| Failure::usage(format!("{shown}: line {}: {failure}", entry.line));
                let draft = Draft::of(urls.map_err(wrong)?);
                drafts.push(Draft { name: entry.name, folder: entry.folder, checksum: entry.checksum, ..draft });
            }
        }
        if let Some(place) = &self.metalink {
            let text = self.text(place, sources).await?;
            let shown = mask_userinfo(place);
            let metalink: Metalink = text.parse().map_err(|error| Failure::operation(format!("{shown}: {error}")))?;
            metalink.notes.iter().for_each(|note| sources.session.term.note(format!("{shown}: {note}")));
            drafts.extend(metalink.files.into_iter().map(|file| Draft {
                urls: file.sources.into_iter().map(|source| source.url.into_inner()).collect(),
                name: Some(file.path),
                folder: None,
                checksum: file.checksums.into_iter().next(),
                pieces: file.pieces,
                size_bytes: file.size_bytes,
            }));
        }
        let mirrors: Result<Vec<Url>, Failure> = self.mirrors.iter().map(|text| read_url(text)).collect();
        if let ([draft], mirrors) = (&mut drafts[..], mirrors?) {
            draft.urls.extend(mirrors);
        }
        if drafts.is_empty() {
            return Err(Failure::usage("nothing to download: give a URL, -i LIST or --metalink FILE"));
        }
        Ok(drafts)
    }

    /// A stream is recorded from front to back: what chooses bytes, places and links has no meaning there.
    pub(super) fn refuse_for_streams(&self) -> Result<(), Failure> {
        for (given, flag) in [
            (self.range_start.is_some() || self.range_end.is_some(), "a range"),
            (self.max_range.is_some(), "--max-range"),
            (!self.mirrors.is_empty(), "--mirror"),
            (self.refresh_cmd.is_some(), "--refresh-cmd"),
            (self.if_newer, "--if-newer"),
        ] {
            if given {
                let failure = Failure::usage(format!("{flag} has no meaning for a stream, which is recorded"));
                return Err(failure.hint("--protocol http fetches the playlist itself"));
            }
        }
        Ok(())
    }

    fn refuse_single_flags(&self) -> Result<(), Failure> {
        let range = self.range_start.is_some() || self.range_end.is_some();
        for (given, flag) in [
            (!self.mirrors.is_empty(), "--mirror"),
            (self.sha256.is_some(), "--sha256"),
            (self.hash.is_some(), "--hash"),
            (range, "a range"),
        ] {
            if given {
                let hint = "a list (-i) has mirrors and checksum= for each of its URLs";
                return Err(Failure::usage(format!("{flag} is for one download, and these are several")).hint(hint));
            }
        }
        Ok(())
    }

    /// What is the same for all.
    fn base(&self, drafts: &[Draft]) -> Result<Plan, Failure> {
        let part = Span { start: self.range_start.unwrap_or(0), end: self.range_end.unwrap_or(UNKNOWN) };
        if part.end <= part.start {
            return Err(Failure::usage("--range-end must lie behind --range-start"));
        }
        let first = drafts.first().and_then(|draft| draft.urls.first()).cloned();
        let first = first.ok_or_else(|| Failure::usage("nothing to download"))?;
        let defaults = self.patience.apply(Plan::new(first, Target::Folder(PathBuf::new())));
        let at_once = self.jobs.min(drafts.len());
        Ok(Plan {
            part,
            naming: self.name_from.into(),
            quality: self.quality.clone(),
            allocation: self.alloc.into(),
            mtime: if self.no_mtime { Mtime::Now } else { Mtime::Server },
            refresh: self.refresh_cmd.clone(),
            max_range_bytes: self.max_range,
            workers: match self.workers {
                // Those that run at once mostly ask the same host, which has one ceiling for all of us.
                Workers::Auto(_) => Workers::Auto((HOST_CEILING / at_once).max(1)),
                fixed @ Workers::Fixed(_) => fixed,
            },
            earlier: self.earlier(),
            hash: if self.no_hash { Hash::None } else { Hash::Sha256 },
            expected: self.sha256.clone().or_else(|| self.hash.clone()),
            record: if self.save_metalink { Record::Metalink } else { Record::None },
            durability: if self.no_sync { Durability::Process } else { Durability::Disk },
            ..defaults
        })
    }

    fn earlier(&self) -> Earlier {
        match () {
            () if self.overwrite => Earlier::Overwrite,
            () if self.fresh => Earlier::Fresh,
            () if self.if_newer => Earlier::IfNewer,
            () if self.resume => Earlier::Adopt,
            () => Earlier::Continue,
        }
    }

    /// A small document, at a URL or in a file.
    async fn text(&self, place: &str, sources: &Sources<'_>) -> Result<String, Failure> {
        if !place.contains("://") {
            return fs::read_to_string(Path::new(place)).map_err(Failure::usage);
        }
        let plan = self.patience.apply(Plan::new(read_url(place)?, Target::Folder(PathBuf::new())));
        // That was said of the downloads.
        let plan = Plan { protocol: None, ..plan };
        let source = sources.registry.ranged(&plan, &sources.share)?;
        let (progress, stop) = (Arc::new(Progress::default()), sources.session.shutdown.token());
        let parts = Parts { source, progress, events: Sink::null(), stop };
        let bytes = engine::read(&plan, &parts, MOST_BYTES).await?;
        String::from_utf8(bytes).map_err(|_| Failure::operation(format!("{}: it is not text", mask_userinfo(place))))
    }
}

impl Draft {
    fn of(urls: Vec<Url>) -> Self {
        Self { urls, name: None, folder: None, checksum: None, pieces: None, size_bytes: None }
    }

    /// The name by which a file of sums may know it.
    fn known_as(&self, output: Option<&Path>) -> String {
        let url = self.urls.first().and_then(name::of_url);
        let named = self.name.as_ref().map(|name| name.to_string_lossy().into_owned());
        // With -o another name is meant than the one that the sums were made under.
        let output = output.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        named.or(url).or(output).unwrap_or_default()
    }

    fn add_checksum(&mut self, sums: &ChecksumFile, place: &str, output: Option<&Path>) -> Result<(), Failure> {
        let (known_as, place) = (self.known_as(output), mask_userinfo(place));
        let found = sums.find(&known_as).map_err(|error| Failure::usage(format!("{place}: {error}")))?;
        let missing = || Failure::usage(format!("{place} has no checksum of `{known_as}`"));
        let checksum = found.or_else(|| self.checksum.clone()).ok_or_else(missing)?;
        self.checksum = Some(checksum);
        Ok(())
    }

    fn plan(self, base: &Plan, folder: &Target, taken: &mut HashMap<PathBuf, u32>) -> Plan {
        let mut urls = self.urls.into_iter();
        let url = urls.next().unwrap_or_else(|| base.url.clone());
        let below = |path: &Path| match folder {
            Target::Folder(folder) if folder != Path::new(".") => folder.join(path),
            _ => path.to_owned(),
        };
        let target = match (&self.name, &self.folder) {
            (Some(name), None) if matches!(folder, Target::File(_)) => {
                // One file of a Metalink, and -o says what it is to be called.
                let _ = name;
                folder.clone()
            }
            (Some(name), inner) => {
                Target::File(below(&inner.as_ref().map_or_else(|| name.clone(), |dir| dir.join(name))))
            }
            (None, Some(inner)) => Target::Folder(below(inner)),
            (None, None) => folder.clone(),
        };
        let expected = self.checksum.or_else(|| base.expected.clone());
        let (mirrors, pieces) = (urls.collect(), self.pieces);
        let plan = Plan { url, mirrors, target, expected, pieces, size_bytes: self.size_bytes, ..base.clone() };
        // Two URLs that end alike: the second is called NAME.1.
        let Some(first) = plan.file() else { return plan };
        let from = *taken.get(&first).unwrap_or(&0);
        let name = |number| if number == 0 { first.clone() } else { name::numbered(&first, number) };
        let Some(number) = (from..u32::MAX).find(|number| *number == 0 || !taken.contains_key(&name(*number))) else {
            return plan;
        };
        let free = name(number);
        taken.insert(first, number + 1);
        if number == 0 {
            return plan;
        }
        taken.insert(free.clone(), 1);
        Plan { target: Target::File(free), ..plan }
    }
}

/// Where `--output` sends them.
fn folder_of(output: Option<&Path>, drafts: &[Draft]) -> Result<Target, Failure> {
    let target = Target::of(output);
    match &target {
        Target::File(path) if drafts.len() > 1 => {
            let path = path.display();
            Err(Failure::usage(format!("`{path}` is one file, and these are {} downloads", drafts.len()))
                .hint(format!("write -o {path}/ to put them into a folder")))
        }
        _ => Ok(target),
    }
}

fn read_list(path: &Path) -> Result<(String, String), Failure> {
    if path != Path::new("-") {
        return Ok((fs::read_to_string(path).map_err(Failure::usage)?, path.display().to_string()));
    }
    let wrong = |error: io::Error| Failure::usage(format!("cannot read standard input: {error}"));
    let bytes = fs::read_at_most(io::stdin(), MOST_BYTES as u64).map_err(wrong)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::usage("standard input is not text"))?;
    Ok((text, "standard input".to_owned()))
}

fn read_url(text: &str) -> Result<Url, Failure> {
    Url::parse(text).map_err(|error| {
        let failure = Failure::usage(format!("`{}` is not a URL: {error}", mask_userinfo(text)));
        if text.contains("://") { failure } else { failure.hint(format!("write http://{text}")) }
    })
}
