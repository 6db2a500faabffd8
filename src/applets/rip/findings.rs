//! The candidates of a page, with what speaks for each: one structure that is the JSON document and the source of the table.
//!
//! The schema is committed as `tests/it/schemas/rip-find.json`.

use serde::Serialize;

use crate::kit::term::{Align, Emit, Page, Table};
use crate::media::page::{Answer, Candidate, Findings, Stream};

/// Version of the JSON document.
pub const SCHEMA_VERSION: u32 = 1;

/// What `--find` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindReport {
    /// Version of this document.
    pub schema_version: u32,
    /// The page, secrets masked.
    pub page: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// Documents that were read: the page, and those in it.
    pub documents: usize,
    /// Requests beside that for the page.
    pub requests: usize,
    /// The best in front: the first that is recordable is taken where `--pick` says nothing.
    pub candidates: Vec<Row>,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What `--pick` takes.
    pub rank: usize,
    /// Whether it was seen to be a stream that can be recorded.
    pub recordable: bool,
    /// The candidate.
    #[serde(flatten)]
    pub candidate: Candidate,
}

impl FindReport {
    /// From what a search found.
    #[must_use]
    pub fn of(findings: Findings) -> Self {
        let row = |(index, candidate): (usize, Candidate)| Row {
            rank: index + 1,
            recordable: candidate.is_recordable(),
            candidate,
        };
        Self {
            schema_version: SCHEMA_VERSION,
            page: findings.page.to_string(),
            title: findings.title,
            documents: findings.documents,
            requests: findings.requests,
            candidates: findings.candidates.into_iter().enumerate().map(row).collect(),
        }
    }
}

/// `1080p, 3 renditions, 42:10`.
pub(super) fn stream_text(stream: &Stream) -> String {
    let mut parts = Vec::new();
    parts.extend(stream.heights.first().map(|height| format!("{height}p")));
    if stream.renditions > 1 {
        parts.push(format!("{} renditions", stream.renditions));
    }
    if stream.live {
        parts.push("live".to_owned());
    }
    if let Some(duration) = stream.duration {
        let seconds = duration.as_secs();
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        parts.push(if hours > 0 {
            format!("{hours}:{minutes:02}:{seconds:02}")
        } else {
            format!("{minutes}:{seconds:02}")
        });
    }
    parts.extend(stream.drm.as_ref().map(|drm| format!("protected by {drm}")));
    if parts.is_empty() { "a stream".to_owned() } else { parts.join(", ") }
}

fn answer_text(candidate: &Candidate) -> String {
    match &candidate.answer {
        Answer::Unasked if candidate.kind.is_stream() => "not asked".to_owned(),
        Answer::Unasked => "no stream".to_owned(),
        Answer::Stream(stream) => stream_text(stream),
        Answer::Other { reason } => reason.clone(),
    }
}

impl Emit for FindReport {
    fn text(&self, page: &Page) -> String {
        let title = self.title.as_ref().map_or_else(String::new, |title| format!(" (“{title}”)"));
        let mut table = Table::new()
            .column("#", Align::Right)
            .column("score", Align::Right)
            .column("kind", Align::Left)
            .column("stream", Align::Left)
            .column("found as", Align::Left)
            .expendable(["found as"]);
        for row in &self.candidates {
            let candidate = &row.candidate;
            table.row([
                row.rank.to_string(),
                candidate.score.to_string(),
                candidate.kind.word().to_owned(),
                answer_text(candidate),
                candidate.why(),
            ]);
        }
        let mut lines = vec![page.style.strong(&format!("{}{title}", self.page)), String::new(), table.render(page)];
        for row in &self.candidates {
            let candidate = &row.candidate;
            lines.push(format!("{:>2}  {}", row.rank, candidate.url));
            for evidence in &candidate.evidence {
                let place = format!("{} {}", evidence.strategy.word(), evidence.place);
                let line = if evidence.line > 0 { format!(", line {}", evidence.line) } else { String::new() };
                lines.push(page.style.faint(&format!("    {:>+4}  {}{line}", evidence.points, place.trim())));
            }
            if candidate.document.to_string() != self.page {
                lines.push(page.style.faint(&format!("          in {}", candidate.document)));
            }
            for weight in &candidate.weights {
                lines.push(page.style.faint(&format!("    {:>+4}  {}", weight.points, weight.reason)));
            }
        }
        lines.join("\n")
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = [
            "rank",
            "score",
            "kind",
            "recordable",
            "renditions",
            "duration_ms",
            "live",
            "decoy",
            "strategy",
            "place",
            "line",
            "url",
        ];
        let rows = self.candidates.iter().map(|row| {
            let candidate = &row.candidate;
            let stream = match &candidate.answer {
                Answer::Stream(stream) => Some(stream),
                _ => None,
            };
            let first = candidate.evidence.first();
            vec![
                row.rank.to_string(),
                candidate.score.to_string(),
                candidate.kind.word().to_owned(),
                row.recordable.to_string(),
                stream.map_or_else(String::new, |stream| stream.renditions.to_string()),
                stream.and_then(|stream| stream.duration).map_or_else(String::new, |it| it.as_millis().to_string()),
                stream.map_or_else(String::new, |stream| stream.live.to_string()),
                candidate.decoy.map_or_else(String::new, |decoy| decoy.word().to_owned()),
                first.map_or_else(String::new, |first| first.strategy.word().to_owned()),
                first.map_or_else(String::new, |first| first.place.clone()),
                first.map_or_else(String::new, |first| first.line.to_string()),
                candidate.url.to_string(),
            ]
        });
        (header.map(str::to_owned).to_vec(), rows.collect())
    }
}
