//! What renditions there are.

use std::fmt::Write as _;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::kit::term::{Align, Emit, Page, Table};
use crate::kit::units::format_duration;
use crate::media::hls::{Kind, Master, Media, Resolution, Variant};
use crate::media::select::{Taken, has_picture, name_of, ranked};

/// The renditions of a master playlist, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The playlist, secrets masked.
    pub url: String,
    /// The variants.
    pub variants: Vec<Listed<VariantRow>>,
    /// Sound and subtitles of their own.
    pub renditions: Vec<Listed<RenditionRow>>,
    /// What the connection carries, bits per second, where that was measured.
    pub measured_bps: Option<u64>,
    /// Why nothing would be taken.
    pub problem: Option<String>,
    /// What there is where there is nothing to choose.
    pub alone: Option<Alone>,
}

/// The playlist of one rendition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alone {
    /// Its segments, as it is now.
    pub segments: usize,
    /// How long they play.
    pub duration_ns: u64,
    /// Whether more may come.
    pub live: bool,
}

/// A row, and whether it would be recorded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Listed<R> {
    /// Whether the same command without `--list-quality` records it.
    pub selected: bool,
    /// What it is.
    #[serde(flatten)]
    pub row: R,
}

/// One variant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VariantRow {
    /// What `--quality` calls it; `audio` without a picture.
    pub quality: String,
    /// Size of the picture.
    pub resolution: Option<Resolution>,
    /// Pictures per second.
    pub frame_rate: Option<f64>,
    /// Peak, bits per second.
    pub bandwidth_bps: u64,
    /// Average, bits per second.
    pub average_bps: Option<u64>,
    /// Formats by RFC 6381.
    pub codecs: Vec<String>,
    /// The group of its sound, where that is apart.
    pub audio: Option<String>,
    /// The group of its subtitles.
    pub subtitles: Option<String>,
    /// How many other places have the same.
    pub elsewhere: usize,
}

/// One rendition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenditionRow {
    /// `audio`, `subtitles`, `video`, `captions` or `other`.
    pub kind: String,
    /// What variants refer to.
    pub group: String,
    /// For people.
    pub name: String,
    /// RFC 5646.
    pub language: Option<String>,
    /// Played where nothing else is asked for.
    pub default: bool,
    /// Whether it has a playlist of its own.
    pub separate: bool,
}

impl VariantRow {
    pub(super) fn of(variant: &Variant) -> Self {
        Self {
            quality: quality_of(variant),
            resolution: variant.resolution,
            frame_rate: variant.frame_rate,
            bandwidth_bps: variant.bandwidth_bps,
            average_bps: variant.average_bps,
            codecs: variant.codecs.clone(),
            audio: variant.audio.clone(),
            subtitles: variant.subtitles.clone(),
            elsewhere: 0,
        }
    }

    /// `1080p (1920x1080), 5.00 Mbit/s`.
    pub(super) fn text(&self) -> String {
        let mut text = self.quality.clone();
        if let Some(size) = self.resolution {
            let _ = write!(text, " ({size})");
        }
        if self.bandwidth_bps > 0 {
            let _ = write!(text, ", {}", bits(self.bandwidth_bps));
        }
        text
    }
}

/// What `--quality` calls it.
pub(super) fn quality_of(variant: &Variant) -> String {
    name_of(variant).unwrap_or_else(|| "?".to_owned())
}

/// Bits per second, as they are told of streams.
fn bits(bps: u64) -> String {
    match bps {
        0 => "?".to_owned(),
        1..1_000_000 => format!("{:.0} kbit/s", bps as f64 / 1e3),
        _ => format!("{:.2} Mbit/s", bps as f64 / 1e6),
    }
}

impl Listing {
    /// The renditions of the playlist at `url`.
    #[must_use]
    pub fn of(url: String, master: &Master) -> Self {
        let variants = ranked(master)
            .into_iter()
            .map(|choice| VariantRow { elsewhere: choice.others.len(), ..VariantRow::of(choice.variant) })
            .map(|row| Listed { selected: false, row });
        let renditions = master.renditions.iter().map(|rendition| RenditionRow {
            kind: match rendition.kind {
                Kind::Audio => "audio",
                Kind::Video => "video",
                Kind::Subtitles => "subtitles",
                Kind::ClosedCaptions => "captions",
                Kind::Other => "other",
            }
            .to_owned(),
            group: rendition.group.clone(),
            name: rendition.name.clone(),
            language: rendition.language.clone(),
            default: rendition.default,
            separate: rendition.uri.is_some(),
        });
        let renditions = renditions.map(|row| Listed { selected: false, row });
        let (variants, renditions) = (variants.collect(), renditions.collect());
        Self { url, variants, renditions, measured_bps: None, problem: None, alone: None }
    }

    /// Of the playlist of one rendition.
    #[must_use]
    pub fn alone(url: String, media: &Media) -> Self {
        let duration_ns = u64::try_from(media.duration().as_nanos()).unwrap_or(u64::MAX);
        let alone = Alone { segments: media.segments.len(), duration_ns, live: media.is_live() };
        Self { alone: Some(alone), ..Self::of(url, &Master::default()) }
    }

    /// The same, with what is taken of `master` marked.
    #[must_use]
    pub fn with(mut self, master: &Master, taken: &Taken<'_>) -> Self {
        let apart = taken.audio.is_empty();
        for (row, choice) in self.variants.iter_mut().zip(ranked(master)) {
            let same = std::ptr::eq(choice.variant, taken.choice.variant);
            row.selected = if taken.picture { same } else { apart && !has_picture(choice.variant) };
        }
        for (row, rendition) in self.renditions.iter_mut().zip(&master.renditions) {
            let mut wanted = taken.audio.iter().chain(&taken.subtitles);
            row.selected = wanted.any(|one| std::ptr::eq(*one, rendition));
        }
        self
    }
}

impl Emit for Listing {
    fn text(&self, page: &Page) -> String {
        if self.variants.is_empty() && self.renditions.is_empty() {
            let length = self.alone.as_ref().map_or_else(String::new, |alone| {
                let kind = if alone.live { "live, a window of " } else { "" };
                let (length, count) = (format_duration(Duration::from_nanos(alone.duration_ns)), alone.segments);
                format!(" ({kind}{length} in {count} segment{})", if count == 1 { "" } else { "s" })
            });
            return format!("one rendition{length}: there is nothing to choose");
        }
        let mut table = Table::new()
            .column("quality", Align::Left)
            .column("size", Align::Left)
            .column("fps", Align::Right)
            .column("bit rate", Align::Right)
            .column("codecs", Align::Left)
            .column("audio", Align::Left)
            .column("taken", Align::Left)
            .expendable(["audio", "fps"]);
        let mark = |selected: bool| if selected { "yes" } else { "" };
        for Listed { selected, row } in &self.variants {
            table.row([
                row.quality.clone(),
                row.resolution.map_or_else(String::new, |size| size.to_string()),
                row.frame_rate.map_or_else(String::new, |rate| format!("{rate}")),
                bits(row.bandwidth_bps),
                row.codecs.join(","),
                row.audio.clone().unwrap_or_default(),
                mark(*selected).to_owned(),
            ]);
        }
        let mut text = table.render(page);
        if !self.renditions.is_empty() {
            let mut table = Table::new()
                .column("kind", Align::Left)
                .column("group", Align::Left)
                .column("language", Align::Left)
                .column("name", Align::Left)
                .column("default", Align::Left)
                .column("taken", Align::Left);
            for Listed { selected, row } in &self.renditions {
                let default = if row.default { "yes" } else { "" };
                let language = row.language.clone().unwrap_or_default();
                let (kind, group, name) = (row.kind.clone(), row.group.clone(), row.name.clone());
                table.row([kind, group, language, name, default.to_owned(), mark(*selected).to_owned()]);
            }
            text = format!("{text}\n{}", table.render(page));
        }
        if let Some(measured) = self.measured_bps {
            text = format!("{text}\nMeasured: {}", bits(measured));
        }
        if let Some(problem) = &self.problem {
            text = format!("{text}\n{}", page.style.warn(&format!("Nothing would be taken: {problem}")));
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = [
            "quality",
            "width",
            "height",
            "frame_rate",
            "bandwidth_bps",
            "average_bps",
            "codecs",
            "audio",
            "selected",
            "kind",
            "group",
            "language",
            "name",
            "default",
        ];
        let optional = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
        let rows = self.variants.iter().map(|Listed { selected, row }| {
            vec![
                row.quality.clone(),
                optional(row.resolution.map(|size| size.width)),
                optional(row.resolution.map(|size| size.height)),
                row.frame_rate.map_or_else(String::new, |rate| rate.to_string()),
                row.bandwidth_bps.to_string(),
                optional(row.average_bps),
                row.codecs.join(","),
                row.audio.clone().unwrap_or_default(),
                selected.to_string(),
                "variant".to_owned(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ]
        });
        let renditions = self.renditions.iter().map(|Listed { selected, row }| {
            let mut cells = vec![String::new(); 8];
            let language = row.language.clone().unwrap_or_default();
            cells.extend([selected.to_string(), row.kind.clone(), row.group.clone(), language, row.name.clone()]);
            cells.push(row.default.to_string());
            cells
        });
        (header.map(str::to_owned).to_vec(), rows.chain(renditions).collect())
    }
}
