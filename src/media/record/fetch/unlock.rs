//! What came, opened by its key, and looked at: whether it is media, and whole.

use super::fault::Fault;
use super::{Fetcher, Want};
use crate::media::cenc::Locked;
use crate::media::crypt::{KEY_BYTES, Tail, decrypt};
use crate::media::packing::{PACKET, Packing};
use crate::media::record::container::{self, Look, Piece};
use crate::media::segment::{Extent, KeyPlace};
use crate::media::ts::unlock;

/// A key that fragments tell of.
type SampleKey = Option<[u8; KEY_BYTES]>;

impl Fetcher {
    /// What came, open.
    pub(super) async fn opened(
        &self,
        want: &Want,
        (tries, locked): (u32, Option<&Locked>),
        mut body: Vec<u8>,
    ) -> Result<(Vec<u8>, Look), Fault> {
        let (key, tail) = match self.open(want, tries, &mut body).await {
            Ok(opened) => opened,
            Err(fault) => {
                self.buffers.give(body);
                return Err(fault);
            }
        };
        let hidden = container::disguise(&body);
        body.drain(..hidden.unwrap_or(0));
        let piece = match (&want.range, tail) {
            (Some(range), _) if range.offset == 0 => Piece::Begin,
            (Some(_), _) => Piece::Range,
            (None, _) if hidden.is_some() => Piece::Closed,
            (None, Some(tail)) => Piece::Opened(tail),
            (None, None) => Piece::Whole,
        };
        let judged = match locked {
            Some(_) => self.looks.judge(&body, piece),
            None => self.looks.judge_init(&body, piece),
        };
        let look = match judged {
            Ok(look) => look,
            Err(damage) => {
                self.buffers.give(body);
                return Err(damage.into());
            }
        };
        if look.front > 0 {
            self.odd(want, &format!("it begins with {} bytes that are of no packet", look.front));
            // Less than a packet may be the end of one that the segment before began.
            body.drain(..if look.front < PACKET { 0 } else { look.front });
        }
        if let Some(locked) = locked
            && let Err(error) = self.opener.segment(locked.clone(), key, &mut body).await
        {
            self.buffers.give(body);
            return Err(error.into());
        }
        Ok((body, look))
    }

    /// Takes off the lock, where there is one; gives the key of samples that fragments tell of, where it is known, and how
    /// the end of a lock around everything looked.
    async fn open(&self, want: &Want, tries: u32, body: &mut Vec<u8>) -> Result<(SampleKey, Option<Tail>), Fault> {
        let Some(lock) = &want.lock else { return Ok((None, None)) };
        if lock.extent != Extent::Whole && Packing::seen(body) == Some(Packing::Boxes) {
            let named = lock.key == KeyPlace::Named;
            return Ok((if named { None } else { Some(self.keys.get(&lock.key, want.until).await?) }, None));
        }
        let key = match lock.extent {
            Extent::Whole => self.keys.fitting(&lock.key, want.until, |key| opens(body, key, &lock.iv)).await?,
            Extent::Samples | Extent::Fragments => self.keys.get(&lock.key, want.until).await?,
        };
        match lock.extent {
            Extent::Samples if unlock(body, &key, &lock.iv) => return Ok((None, None)),
            Extent::Samples | Extent::Fragments => return Err(Fault::NoSamples),
            Extent::Whole => {}
        }
        let tail = decrypt(body, &key, &lock.iv);
        match tail {
            Tail::Cut(_) if tries == 1 => return Err(Fault::Cut),
            // With a wrong key one end in 256 looks padded.
            _ if !container::is_media(body) && container::disguise(body).is_none() => return Err(Fault::WrongKey),
            Tail::Padded => {}
            Tail::Unpadded => self.odd(want, "its end is not padded"),
            Tail::Cut(_) => self.odd(want, "its end is no whole block, and was left out"),
        }
        Ok((None, Some(tail)))
    }
}

/// Whether what is locked begins like media once it is open.
fn opens(body: &[u8], key: &[u8; KEY_BYTES], iv: &[u8; KEY_BYTES]) -> bool {
    /// As much as the longest look at media needs, in whole blocks.
    const HEAD: usize = 1024;
    let length = body.len().min(HEAD) / KEY_BYTES * KEY_BYTES;
    let mut head = body[..length].to_vec();
    decrypt(&mut head, key, iv);
    container::is_media(&head) || container::disguise(&head).is_some()
}
