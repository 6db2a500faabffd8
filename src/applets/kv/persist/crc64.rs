//! CRC-64 as Redis calculates it over dumps: the polynomial of Jones, reflected, without inversions.
//!
//! Eight bytes a step, by eight tables that are made when the program is built. Not the CRC-64 of XZ or ECMA, whose
//! polynomials differ.

/// `0xad93d23594c935a9` with its bits in reverse order.
const POLYNOMIAL: u64 = 0x95ac_9329_ac4b_c9b5;

static TABLES: [[u64; 256]; 8] = tables();

const fn tables() -> [[u64; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let (mut crc, mut bit) = (byte as u64, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = before >> 8 ^ tables[0][(before & 0xFF) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
}

/// The sum of what `crc` is the sum of, followed by `bytes`; 0 is the sum of nothing.
#[must_use]
pub fn update(mut crc: u64, bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        let word = (crc ^ u64::from_le_bytes(*chunk)).to_le_bytes();
        crc = (0..8).fold(0, |sum, at| sum ^ TABLES[7 - at][usize::from(word[at])]);
    }
    rest.iter().fold(crc, |crc, byte| crc >> 8 ^ TABLES[0][usize::from(crc as u8 ^ byte)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_that_redis_publishes() {
        assert_eq!(update(0, b"123456789"), 0xe9c6_d914_c4b8_d9ca);
    }

    #[test]
    fn any_split_gives_the_same_sum() {
        let bytes: Vec<u8> = (0..100).collect();
        for at in 0..bytes.len() {
            assert_eq!(update(update(0, &bytes[..at]), &bytes[at..]), update(0, &bytes));
        }
    }
}
