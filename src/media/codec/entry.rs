//! Sample entries (ISO 14496-12 section 8.5.2, 12.1.3, 12.2.3).

/// A box: its length, its name, its content in pieces.
pub(crate) fn boxed(kind: [u8; 4], pieces: &[&[u8]]) -> Vec<u8> {
    let length = 8 + pieces.iter().map(|piece| piece.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(length);
    // Headers, never media: far below 4 GiB.
    bytes.extend((length as u32).to_be_bytes());
    bytes.extend(kind);
    for piece in pieces {
        bytes.extend(*piece);
    }
    bytes
}

/// An entry of pictures with its configuration, and the shape of its pixels where they are not square.
pub(super) fn visual(kind: [u8; 4], size: (u32, u32), aspect: (u32, u32), configuration: &[u8]) -> Vec<u8> {
    let mut fixed = vec![0, 0, 0, 0, 0, 0, 0, 1];
    fixed.extend([0; 16]);
    fixed.extend((size.0 as u16).to_be_bytes());
    fixed.extend((size.1 as u16).to_be_bytes());
    // 72 dots per inch each way, one frame in a sample, no name of a compressor, 24 bits deep.
    fixed.extend([0, 0x48, 0, 0, 0, 0x48, 0, 0, 0, 0, 0, 0, 0, 1]);
    fixed.extend([0; 32]);
    fixed.extend([0, 0x18, 0xff, 0xff]);
    let pasp = if aspect.0 == aspect.1 {
        Vec::new()
    } else {
        boxed(*b"pasp", &[&aspect.0.to_be_bytes(), &aspect.1.to_be_bytes()])
    };
    boxed(kind, &[&fixed, configuration, &pasp])
}

/// An entry of sound with its configuration.
pub(super) fn audio(kind: [u8; 4], channels: u16, rate: u32, configuration: &[u8]) -> Vec<u8> {
    let mut fixed = vec![0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    fixed.extend(channels.to_be_bytes());
    fixed.extend([0, 16, 0, 0, 0, 0]);
    // 16.16; a rate above that is told by the configuration alone.
    fixed.extend((u16::try_from(rate).unwrap_or(0)).to_be_bytes());
    fixed.extend([0, 0]);
    boxed(kind, &[&fixed, configuration])
}

/// `esds` (ISO 14496-14 section 5.6): the kind of sound, and what its decoder is told.
pub(super) fn esds(object: u8, specific: &[u8]) -> Vec<u8> {
    let told = |tag: u8, content: &[&[u8]]| {
        let content = content.concat();
        // Below 128: one byte of length.
        [&[tag, content.len() as u8][..], &content].concat()
    };
    let specific = if specific.is_empty() { Vec::new() } else { told(5, &[specific]) };
    // Stream of sound; its rate is not told.
    let decoder = told(4, &[&[object, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &specific]);
    let stream = told(3, &[&[0, 0, 0], &decoder, &told(6, &[&[2]])]);
    boxed(*b"esds", &[&[0, 0, 0, 0], &stream])
}
