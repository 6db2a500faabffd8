//! Keeps what a demultiplexer finds, to be compared.

use toolbox::media::sample::{Description, MediaError, Sample, Sink};

/// Everything that came, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    described: Vec<(usize, Description)>,
    samples: Vec<Kept>,
}

/// A sample, with its bytes.
#[derive(Debug, PartialEq, Eq)]
struct Kept {
    track: usize,
    dts: i64,
    offset: i64,
    duration: Option<u32>,
    sync: bool,
    data: Vec<u8>,
}

impl Sink for Seen {
    fn describe(&mut self, track: usize, description: &Description) -> Result<(), MediaError> {
        self.described.push((track, description.clone()));
        Ok(())
    }

    fn sample(&mut self, track: usize, sample: Sample<'_>) -> Result<(), MediaError> {
        assert!(self.described.iter().any(|(known, _)| *known == track), "a sample before its description");
        let Sample { dts, offset, duration, sync, data } = sample;
        self.samples.push(Kept { track, dts, offset, duration, sync, data: data.to_vec() });
        Ok(())
    }

    fn note(&mut self, _: &str) {}
}
