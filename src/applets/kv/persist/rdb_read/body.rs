//! The body of a record: a value, as each type has it.

use std::io::Read;

use super::{Part, Read_, Reader};
use crate::applets::kv::persist::packed;
use crate::applets::kv::persist::value::{Items, Value};

impl<R: Read> Reader<R> {
    /// A value of the type `code`, which stands at byte `at`.
    pub(super) fn value(&mut self, code: u8, at: u64) -> Read_<Value> {
        self.what = "a value";
        Ok(match code {
            0 => Value::String(self.text()?),
            1 => Value::List(self.items(1)?),
            2 => Value::Set(self.items(1)?),
            3 | 5 => self.sorted(code)?,
            4 => Value::Hash(self.items(2)?),
            7 | 15 | 19 | 21 => self.opaque(code)?,
            9 => Value::Hash(self.packed(packed::zipmap)?),
            10 => Value::List(self.packed(packed::ziplist)?),
            11 => Value::Set(self.packed(packed::intset)?),
            12 => self.packed_sorted(packed::ziplist)?,
            13 => self.packed_hash(packed::ziplist)?,
            14 | 18 => Value::List(self.quick_list(code)?),
            16 => self.packed_hash(packed::listpack)?,
            17 => self.packed_sorted(packed::listpack)?,
            20 => Value::Set(self.packed(packed::listpack)?),
            22 if self.is_valkey => self.timed_hash(Times::Behind)?,
            22 => self.timed_hash(Times::Absolute)?,
            24 => self.timed_hash(Times::Relative)?,
            23 | 25 => self.timed_pack(code)?,
            6 => return self.corrupt_at(at, "a value of a module before Redis 4.0: no reader knows where it ends"),
            _ => return self.corrupt_at(at, format!("{code} is no type")),
        })
    }

    fn items(&mut self, each: u64) -> Read_<Items> {
        let (mut items, mut text) = (Items::default(), Vec::new());
        for _ in 0..self.length()?.saturating_mul(each) {
            self.text_into(&mut text)?;
            items.push(&text);
        }
        Ok(items)
    }

    /// A collection that lies in one text.
    fn packed(&mut self, decode: fn(&[u8]) -> Result<Items, packed::Corrupt>) -> Read_<Items> {
        let at = self.offset();
        let bytes = self.text()?;
        decode(&bytes).or_else(|_| self.corrupt_at(at, "a packed collection is damaged"))
    }

    fn packed_hash(&mut self, decode: fn(&[u8]) -> Result<Items, packed::Corrupt>) -> Read_<Value> {
        let items = self.packed(decode)?;
        if items.len() % 2 != 0 {
            return self.corrupt("a hash has a field without a value");
        }
        Ok(Value::Hash(items))
    }

    fn packed_sorted(&mut self, decode: fn(&[u8]) -> Result<Items, packed::Corrupt>) -> Read_<Value> {
        let Value::Hash(pairs) = self.packed_hash(decode)? else { return self.corrupt("no pairs") };
        let (mut members, mut scores) = (Items::default(), Vec::with_capacity(pairs.len() / 2));
        for (member, score) in pairs.pairs() {
            let score = std::str::from_utf8(score).ok().and_then(|text| text.parse().ok());
            scores.push(self.score(score.unwrap_or(f64::NAN))?);
            members.push(member);
        }
        Ok(Value::Sorted(members, scores))
    }

    fn score(&self, score: f64) -> Read_<f64> {
        if score.is_nan() { self.corrupt("a score is no number") } else { Ok(score) }
    }

    fn sorted(&mut self, code: u8) -> Read_<Value> {
        let (mut members, mut scores, mut text) = (Items::default(), Vec::new(), Vec::new());
        for _ in 0..self.length()? {
            self.text_into(&mut text)?;
            members.push(&text);
            let score = if code == 5 { f64::from_le_bytes(self.array()?) } else { self.written_score()? };
            scores.push(self.score(score)?);
        }
        Ok(Value::Sorted(members, scores))
    }

    /// A score as versions up to 7 wrote it: as digits.
    fn written_score(&mut self) -> Read_<f64> {
        match self.byte()? {
            255 => Ok(f64::NEG_INFINITY),
            254 => Ok(f64::INFINITY),
            253 => Ok(f64::NAN),
            length => {
                let mut digits = vec![0; usize::from(length)];
                self.source.fill(&mut digits).map_err(|lack| self.lack(lack))?;
                Ok(std::str::from_utf8(&digits).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN))
            }
        }
    }

    /// A list in pieces: ziplists (14), or listpacks and single large elements (18).
    fn quick_list(&mut self, code: u8) -> Read_<Items> {
        let mut items = Items::default();
        for _ in 0..self.length()? {
            let is_plain = code == 18
                && match self.length()? {
                    1 => true,
                    2 => false,
                    other => return self.corrupt(format!("{other} is no piece of a list")),
                };
            if is_plain {
                items.push(&self.text()?);
            } else {
                let piece = self.packed(if code == 18 { packed::listpack } else { packed::ziplist })?;
                piece.iter().for_each(|item| items.push(item));
            }
        }
        Ok(items)
    }

    /// A hash whose fields have times of their own, in the layouts of Redis 7.4 and of Valkey 9.
    fn timed_hash(&mut self, times: Times) -> Read_<Value> {
        let soonest = if times == Times::Relative { u64::from_le_bytes(self.array()?) } else { 0 };
        let mut items = Items::default();
        for _ in 0..self.length()? {
            let mut time = match times {
                Times::Behind => 0,
                Times::Absolute => self.length()?,
                Times::Relative => self.length()?.checked_sub(1).map_or(0, |more| soonest.saturating_add(more)),
            };
            let (field, value) = (self.text()?, self.text()?);
            if times == Times::Behind {
                time = u64::try_from(i64::from_le_bytes(self.array()?)).unwrap_or(0);
            }
            self.timed_field(&mut items, (&field, &value), time);
        }
        Ok(Value::Hash(items))
    }

    /// The same in a listpack: field, value and time in turn.
    fn timed_pack(&mut self, code: u8) -> Read_<Value> {
        if code == 25 {
            self.array::<8>()?;
        }
        let packed = self.packed(packed::listpack)?;
        if packed.len() % 3 != 0 {
            return self.corrupt("a hash has a field without a value or a time");
        }
        let mut items = Items::default();
        for at in (0..packed.len()).step_by(3) {
            let time = crate::resp::request::number(packed.at(at + 2)).and_then(|time| u64::try_from(time).ok());
            self.timed_field(&mut items, (packed.at(at), packed.at(at + 1)), time.unwrap_or(0));
        }
        Ok(Value::Hash(items))
    }

    fn timed_field(&mut self, items: &mut Items, (field, value): (&[u8], &[u8]), time: u64) {
        if time == 0 || time >= self.now {
            self.volatile_fields += usize::from(time != 0);
            items.push(field);
            items.push(value);
        }
    }

    /// A value that is not understood, but of which is known where it ends.
    fn opaque(&mut self, code: u8) -> Read_<Value> {
        self.source.begin_capture();
        let name = if code == 7 {
            let id = self.length()?;
            self.module_value()?;
            format!("module {}", module_name(id))
        } else {
            self.stream(code)?;
            "stream".to_owned()
        };
        Ok(Value::Opaque { code, name, raw: self.source.end_capture() })
    }

    fn lengths(&mut self, count: usize) -> Read_<()> {
        (0..count).try_for_each(|_| self.length().map(drop))
    }

    /// Everything of a stream: listpacks of entries, ids and counts, groups with what their consumers were given.
    fn stream(&mut self, code: u8) -> Read_<()> {
        for _ in 0..self.length()? {
            self.text()?;
            self.packed(packed::listpack)?;
        }
        self.lengths(if code == 15 { 3 } else { 8 })?;
        for _ in 0..self.length()? {
            self.text()?;
            self.lengths(if code == 15 { 2 } else { 3 })?;
            for _ in 0..self.length()? {
                self.array::<24>()?;
                self.length()?;
            }
            for _ in 0..self.length()? {
                self.text()?;
                self.array::<8>()?;
                if code == 21 {
                    self.array::<8>()?;
                }
                for _ in 0..self.length()? {
                    self.array::<16>()?;
                }
            }
        }
        Ok(())
    }

    /// What a module wrote: pieces, each behind the number of its kind.
    fn module_value(&mut self) -> Read_<()> {
        loop {
            match self.length()? {
                0 => return Ok(()),
                1 | 2 => drop(self.length()?),
                3 => drop(self.array::<4>()?),
                4 => drop(self.array::<8>()?),
                5 => drop(self.text()?),
                other => return self.corrupt(format!("{other} is no piece of a module's value")),
            }
        }
    }

    pub(super) fn module_aux(&mut self) -> Read_<Part> {
        self.what = "what a module says about itself";
        let id = self.length()?;
        self.lengths(2)?;
        self.module_value()?;
        Ok(Part::ModuleAux(module_name(id)))
    }
}

/// Where a hash keeps the times of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    /// Before the field, since 1970.
    Absolute,
    /// Before the field, since the soonest of all, which comes first.
    Relative,
    /// Behind the value, in eight bytes.
    Behind,
}

/// The nine letters of a module's type, each in six bits.
fn module_name(id: u64) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    (0..9).map(|at| char::from(LETTERS[(id >> (58 - 6 * at) & 63) as usize])).collect()
}
