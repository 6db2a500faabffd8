//! Which of ffmpeg's programmes is the highest or the lowest rendition: ffprobe is asked once, for all clients.

use std::path::Path;

use serde::Deserialize;

use super::capability::Capability;
use super::command::{CommandLine, Streams};
use super::process::answer;
use crate::applets::swarm::args::{ProbePolicy, Variant};
use crate::applets::swarm::error::SwarmError;
use crate::applets::swarm::plan::Plan;

/// The streams a client takes, and why they are not those asked for where they are not.
///
/// # Errors
/// The renditions cannot be told apart and `--probe-failure-policy fail`.
pub async fn choose(plan: &Plan, capability: &Capability) -> Result<(Streams, Option<String>), SwarmError> {
    if matches!(plan.variant, Variant::All | Variant::First) {
        return Ok((Streams::of(plan.variant), None));
    }
    match probe(plan, capability).await {
        Ok(program) => Ok((Streams::Program(program), None)),
        Err(reason) if plan.ffmpeg.probe_failure == ProbePolicy::Fallback => Ok((Streams::First, Some(reason))),
        Err(reason) => Err(SwarmError::Variants { reason }),
    }
}

async fn probe(plan: &Plan, capability: &Capability) -> Result<u64, String> {
    let line = CommandLine::probe(plan, capability, beside(&plan.ffmpeg.program));
    // Several requests in turn, each of which may take its time.
    let output = answer(&line, plan.request.timeout * 3).await;
    let output = output.map_err(|error| format!("cannot run {}: {error}", line.program))?;
    pick(&output, plan.variant)
}

/// `ffprobe` in the folder of `ffmpeg` where that is given with one and it is there.
fn beside(ffmpeg: &str) -> String {
    let folder = Path::new(ffmpeg).parent().filter(|folder| !folder.as_os_str().is_empty());
    let probe = folder.map(|folder| folder.join("ffprobe")).filter(|probe| probe.is_file());
    probe.map_or_else(|| "ffprobe".to_owned(), |probe| probe.display().to_string())
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    programs: Vec<Program>,
}

#[derive(Deserialize)]
struct Program {
    program_id: u64,
    #[serde(default)]
    tags: Tags,
}

#[derive(Deserialize, Default)]
struct Tags {
    variant_bitrate: Option<String>,
}

fn pick(answer: &[u8], variant: Variant) -> Result<u64, String> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|_| "ffprobe cannot read the stream".to_owned())?;
    let rated = answer.programs.iter().filter_map(|program| {
        let bitrate: u64 = program.tags.variant_bitrate.as_deref()?.parse().ok()?;
        Some((bitrate, program.program_id))
    });
    let found =
        if variant == Variant::Lowest { rated.min_by_key(|rated| rated.0) } else { rated.max_by_key(|rated| rated.0) };
    found.map(|(_, program)| program).ok_or_else(|| "no rendition of the stream tells its bit rate".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_and_the_lowest_are_found_by_their_bit_rates() {
        let answer = br#"{"programs":[
            {"program_id":0,"tags":{"variant_bitrate":"2800000"}},
            {"program_id":1,"tags":{"variant_bitrate":"800000"}},
            {"program_id":2,"tags":{"variant_bitrate":"5000000"}},
            {"program_id":3}]}"#;
        assert_eq!(pick(answer, Variant::Highest), Ok(2));
        assert_eq!(pick(answer, Variant::Lowest), Ok(1));
    }

    #[test]
    fn a_stream_that_tells_nothing_is_told() {
        assert!(pick(b"{}", Variant::Highest).unwrap_err().contains("no rendition"));
        assert!(pick(b"", Variant::Highest).unwrap_err().contains("cannot read"));
        assert_eq!(beside("ffmpeg"), "ffprobe");
        assert_eq!(beside("/nowhere/at/all/ffmpeg"), "ffprobe");
    }
}
