//! A key and its value in one allocation behind one thin pointer; one of the two files of `kv` with unsafe code.
//!
//! ```text
//! bytes   0    4    8          8|16               …        …      …
//!         meta clock [expire_ms] [int64 | Object] klen:1|4 key    text
//! meta    bits 0-1 form · 2 expires · 3 long key · 4 raw · 16-31 length of the text
//! ```
//! - *Form* says what the value is: a number (8 bytes), a short text (behind the key), or an [`Object`] on the heap.
//! - The upper 16 bits of the pointer hold a tag, which the segment uses to find a slot without touching the record.
//!   Addresses of user space have 47 bits on the systems this is built for.
//! - Sizes are rounded up to [`GRAIN`], so a text may be replaced where it is when its grain stays the same.
//!
//! A record is not `Sync`: it is only looked at under the lock of its stripe.

#![expect(unsafe_code, reason = "one allocation of several fields of run-time length is what makes a key small")]
#![expect(
    clippy::cast_ptr_alignment,
    reason = "a record is aligned to 8, and every field lies at a multiple of its size"
)]

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ptr::{self, NonNull};

use super::object::{Kind, Object};
use crate::kit::prefetch::prefetch;
use crate::resp::request::number;

const FORM: u32 = 0b11;
const INT: u32 = 0;
const TEXT: u32 = 1;
const OBJECT: u32 = 2;
const EXPIRES: u32 = 1 << 2;
const LONG_KEY: u32 = 1 << 3;
const RAW: u32 = 1 << 4;
const LENGTH_SHIFT: u32 = 16;

const TAG_SHIFT: u32 = 48;
const ADDRESS: usize = (1 << TAG_SHIFT) - 1;

/// Allocations are multiples of this: the step of the allocator's classes.
const GRAIN: usize = 16;
/// Longer texts are objects of their own, which grow in place and are shared with replies.
const INLINE_BYTES: usize = 16 * 1024;
/// A slot at the usual load.
const SLOT_BYTES: usize = 10;
/// `OBJ_ENCODING_EMBSTR_SIZE_LIMIT` of Redis.
const EMBEDDED_BYTES: usize = 44;

const _: () = assert!(size_of::<usize>() == 8, "tags need pointers of 64 bits");
const _: () = assert!(size_of::<Option<Record>>() == 8);
const _: () = assert!(align_of::<Object>() <= 8 && size_of::<Object>().is_multiple_of(8));

/// A key, its value, when it expires and when it was last used.
#[derive(Debug)]
pub struct Record(NonNull<u8>);

// SAFETY: a record owns everything it points to, and `Object` is `Send`.
unsafe impl Send for Record {}

/// The value of a record.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// A string that is a number.
    Int(i64),
    /// Any other string.
    Text(&'a [u8]),
    /// A collection.
    Object(&'a Object),
}

/// How the parts of a record are laid out.
#[derive(Clone, Copy)]
struct Shape {
    meta: u32,
    key_bytes: usize,
}

impl Shape {
    fn new(form: u32, key: &[u8], text_bytes: usize, expire: Option<u64>) -> Self {
        let mut meta = form | (text_bytes as u32) << LENGTH_SHIFT;
        if expire.is_some() {
            meta |= EXPIRES;
        }
        if key.len() > usize::from(u8::MAX) {
            meta |= LONG_KEY;
        }
        Self { meta, key_bytes: key.len() }
    }

    fn value_at(self) -> usize {
        if self.meta & EXPIRES == 0 { 8 } else { 16 }
    }

    fn key_length_at(self) -> usize {
        self.value_at()
            + match self.meta & FORM {
                INT => 8,
                OBJECT => size_of::<Object>(),
                _ => 0,
            }
    }

    fn key_at(self) -> usize {
        self.key_length_at() + if self.meta & LONG_KEY == 0 { 1 } else { 4 }
    }

    fn text_at(self) -> usize {
        self.key_at() + self.key_bytes
    }

    fn text_bytes(self) -> usize {
        (self.meta >> LENGTH_SHIFT) as usize
    }

    fn size(self) -> usize {
        (self.text_at() + self.text_bytes()).next_multiple_of(GRAIN)
    }

    fn layout(self) -> Layout {
        // SAFETY: the alignment is a power of two, and keys are far below `isize::MAX` bytes.
        unsafe { Layout::from_size_align_unchecked(self.size(), 8) }
    }
}

impl Record {
    /// A string as SET stores it: a number where it is one.
    #[must_use]
    pub fn string(key: &[u8], text: &[u8], expire: Option<u64>) -> Self {
        match int_of(text) {
            Some(value) => Self::int(key, value, expire),
            None => Self::text(key, text, expire),
        }
    }

    /// A string that is a number.
    #[must_use]
    pub fn int(key: &[u8], value: i64, expire: Option<u64>) -> Self {
        let shape = Shape::new(INT, key, 0, expire);
        let record = Self::allocate(shape, key, expire);
        // SAFETY: the shape reserves eight bytes there.
        unsafe { record.base().add(shape.value_at()).cast::<i64>().write(value) };
        record
    }

    /// A string that is no number, or shall not be stored as one.
    #[must_use]
    pub fn text(key: &[u8], text: &[u8], expire: Option<u64>) -> Self {
        if text.len() > INLINE_BYTES {
            return Self::object(key, Object::text(text.to_vec()), expire);
        }
        let shape = Shape::new(TEXT, key, text.len(), expire);
        let record = Self::allocate(shape, key, expire);
        // SAFETY: the shape reserves `text.len()` bytes there, in a fresh allocation.
        unsafe { ptr::copy_nonoverlapping(text.as_ptr(), record.base().add(shape.text_at()), text.len()) };
        record
    }

    /// A collection, or a long text.
    #[must_use]
    pub fn object(key: &[u8], object: Object, expire: Option<u64>) -> Self {
        let shape = Shape::new(OBJECT, key, 0, expire);
        let record = Self::allocate(shape, key, expire);
        // SAFETY: the shape reserves room for an object there, at a multiple of eight.
        unsafe { record.base().add(shape.value_at()).cast::<Object>().write(object) };
        record
    }

    fn allocate(shape: Shape, key: &[u8], expire: Option<u64>) -> Self {
        let layout = shape.layout();
        // SAFETY: a record is never empty; every write below lies within the layout's size, the fields at 0, 4 and 8
        // are aligned, and the length of the key is written as bytes.
        unsafe {
            let Some(base) = NonNull::new(alloc(layout)) else { handle_alloc_error(layout) };
            debug_assert_eq!(base.addr().get() & !ADDRESS, 0, "addresses of user space have 47 bits");
            let at = base.as_ptr();
            at.cast::<u32>().write(shape.meta);
            at.add(4).cast::<u32>().write(0);
            if let Some(expire) = expire {
                at.add(8).cast::<u64>().write(expire);
            }
            let length = (key.len() as u32).to_le_bytes();
            let width = shape.key_at() - shape.key_length_at();
            ptr::copy_nonoverlapping(length.as_ptr(), at.add(shape.key_length_at()), width);
            ptr::copy_nonoverlapping(key.as_ptr(), at.add(shape.key_at()), key.len());
            Self(base)
        }
    }

    #[inline]
    fn base(&self) -> *mut u8 {
        self.0.as_ptr().map_addr(|address| address & ADDRESS)
    }

    #[inline]
    fn meta(&self) -> u32 {
        // SAFETY: every record starts with it.
        unsafe { self.base().cast::<u32>().read() }
    }

    #[inline]
    fn shape(&self) -> Shape {
        let mut shape = Shape { meta: self.meta(), key_bytes: 0 };
        // SAFETY: the length of the key stands there, in one byte or four.
        unsafe {
            let at = self.base().add(shape.key_length_at());
            shape.key_bytes = if shape.meta & LONG_KEY == 0 {
                usize::from(at.read())
            } else {
                u32::from_le_bytes(at.cast::<[u8; 4]>().read()) as usize
            };
        }
        shape
    }

    /// The 16 bits kept beside the address.
    #[inline]
    #[must_use]
    pub fn tag(&self) -> u16 {
        (self.0.addr().get() >> TAG_SHIFT) as u16
    }

    /// Tells the processor that it will be read soon.
    #[inline]
    pub fn prefetch(&self) {
        prefetch(self.base());
    }

    /// Keeps 16 bits beside the address.
    #[inline]
    pub fn set_tag(&mut self, tag: u16) {
        let tagged = self.base().map_addr(|address| address | usize::from(tag) << TAG_SHIFT);
        // SAFETY: the address below the tag is that of an allocation, so not null.
        self.0 = unsafe { NonNull::new_unchecked(tagged) };
    }

    /// The key.
    #[inline]
    #[must_use]
    pub fn key(&self) -> &[u8] {
        let shape = self.shape();
        // SAFETY: the key lies there, and is never written while the record lives.
        unsafe { std::slice::from_raw_parts(self.base().add(shape.key_at()), shape.key_bytes) }
    }

    /// When it expires, in milliseconds since 1970.
    #[inline]
    #[must_use]
    pub fn expire(&self) -> Option<u64> {
        // SAFETY: the field exists when the bit is set.
        (self.meta() & EXPIRES != 0).then(|| unsafe { self.base().add(8).cast::<u64>().read() })
    }

    /// The value.
    #[inline]
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        let shape = self.shape();
        // SAFETY: the form says which of the three stands there.
        unsafe {
            match shape.meta & FORM {
                INT => Value::Int(self.base().add(shape.value_at()).cast::<i64>().read()),
                TEXT => Value::Text(std::slice::from_raw_parts(self.base().add(shape.text_at()), shape.text_bytes())),
                _ => match &*self.base().add(shape.value_at()).cast::<Object>() {
                    Object::Text(text) => Value::Text(text),
                    object => Value::Object(object),
                },
            }
        }
    }

    /// The object of a collection or a long text, to change it.
    #[must_use]
    pub fn object_mut(&mut self) -> Option<&mut Object> {
        let shape = Shape { meta: self.meta(), key_bytes: 0 };
        // SAFETY: an object stands there when the form says so, and `&mut self` is exclusive.
        (shape.meta & FORM == OBJECT).then(|| unsafe { &mut *self.base().add(shape.value_at()).cast::<Object>() })
    }

    /// What kind of value it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.value() {
            Value::Object(object) => object.kind(),
            _ => Kind::String,
        }
    }

    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        match self.value() {
            Value::Int(_) => "int",
            Value::Text(text) if text.len() <= EMBEDDED_BYTES && self.meta() & RAW == 0 => "embstr",
            Value::Text(_) => "raw",
            Value::Object(object) => object.encoding(),
        }
    }

    /// Whether its value lies on the heap and may change its size there.
    #[inline]
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.meta() & FORM == OBJECT
    }

    /// Says that the string was changed in place, as Redis's `raw` does.
    pub fn mark_raw(&mut self) {
        let meta = self.meta() | RAW;
        // SAFETY: every record starts with it.
        unsafe { self.base().cast::<u32>().write(meta) };
    }

    /// The bytes of a text, to change them where they are; `None` where the value is a number or a collection. Whoever
    /// does calls [`mark_raw`](Self::mark_raw) too.
    #[must_use]
    pub fn text_mut(&mut self) -> Option<&mut [u8]> {
        let shape = self.shape();
        match shape.meta & FORM {
            // SAFETY: the text lies there, within the allocation, and `&mut self` is exclusive.
            TEXT => {
                Some(unsafe { std::slice::from_raw_parts_mut(self.base().add(shape.text_at()), shape.text_bytes()) })
            }
            OBJECT => match self.object_mut() {
                Some(Object::Text(text)) => Some(std::sync::Arc::make_mut(text).as_mut_slice()),
                _ => None,
            },
            _ => None,
        }
    }

    /// When it was last used, or how often: the eviction policy knows which.
    #[must_use]
    pub fn clock(&self) -> u32 {
        // SAFETY: every record has it.
        unsafe { self.base().add(4).cast::<u32>().read() }
    }

    /// Notes a use. Not a write to the value: it needs the lock of the stripe, no more.
    #[inline]
    pub fn set_clock(&self, clock: u32) {
        // SAFETY: every record has it; no reference to it ever exists, and the lock of the stripe makes it exclusive.
        unsafe { self.base().add(4).cast::<u32>().write(clock) };
    }

    /// Replaces a text or number by another of the same form and grain, where it is; `false` where that is not possible
    /// and a new record is needed.
    #[inline]
    #[must_use]
    pub fn overwrite(&mut self, text: &[u8]) -> bool {
        let shape = self.shape();
        match shape.meta & FORM {
            INT => int_of(text).is_some_and(|value| self.set_int(value)),
            TEXT if text.len() <= INLINE_BYTES && int_of(text).is_none() => {
                let meta = shape.meta & !RAW & ((1 << LENGTH_SHIFT) - 1) | (text.len() as u32) << LENGTH_SHIFT;
                let fits = Shape { meta, ..shape }.size() == shape.size();
                if fits {
                    // SAFETY: both lie within the allocation, whose size does not change.
                    unsafe {
                        self.base().cast::<u32>().write(meta);
                        ptr::copy(text.as_ptr(), self.base().add(shape.text_at()), text.len());
                    }
                }
                fits
            }
            _ => false,
        }
    }

    /// Replaces a number; `false` where the value is none.
    #[must_use]
    pub fn set_int(&mut self, value: i64) -> bool {
        let shape = Shape { meta: self.meta(), key_bytes: 0 };
        let is_int = shape.meta & FORM == INT;
        if is_int {
            // SAFETY: the form says that a number stands there.
            unsafe { self.base().add(shape.value_at()).cast::<i64>().write(value) };
        }
        is_int
    }

    /// Sets when it expires where it is; `false` where a new record is needed ([`Self::with_expire`]).
    #[must_use]
    pub fn set_expire(&mut self, expire: u64) -> bool {
        let has = self.meta() & EXPIRES != 0;
        if has {
            // SAFETY: the bit says that the field exists.
            unsafe { self.base().add(8).cast::<u64>().write(expire) };
        }
        has
    }

    /// The same value under another key or with another time to expire.
    #[must_use]
    pub fn renewed(self, key: &[u8], expire: Option<u64>) -> Self {
        let (clock, raw) = (self.clock(), self.meta() & RAW);
        let mut renewed = match self.value() {
            Value::Int(value) => Self::int(key, value, expire),
            Value::Text(text) if self.meta() & FORM == TEXT => Self::text(key, text, expire),
            _ => Self::object(key, self.into_object(), expire),
        };
        renewed.set_clock(clock);
        if raw != 0 {
            renewed.mark_raw();
        }
        renewed
    }

    /// The same with another time to expire, or none.
    #[must_use]
    pub fn with_expire(self, expire: Option<u64>) -> Self {
        let key = self.key().to_vec();
        let tag = self.tag();
        let mut renewed = self.renewed(&key, expire);
        renewed.set_tag(tag);
        renewed
    }

    /// A copy under another key.
    #[must_use]
    pub fn copied(&self, key: &[u8], expire: Option<u64>) -> Self {
        let mut copied = match self.value() {
            Value::Int(value) => Self::int(key, value, expire),
            Value::Text(text) => Self::text(key, text, expire),
            Value::Object(object) => Self::object(key, object.clone(), expire),
        };
        if self.meta() & RAW != 0 {
            copied.mark_raw();
        }
        copied
    }

    /// The object alone; an empty text where the value is none. The rest is freed.
    fn into_object(self) -> Object {
        let shape = self.shape();
        if shape.meta & FORM != OBJECT {
            return Object::text(Vec::new());
        }
        // SAFETY: an object stands there; it is moved out, and the record forgotten, so it is not dropped twice.
        unsafe {
            let object = self.base().add(shape.value_at()).cast::<Object>().read();
            dealloc(self.base(), shape.layout());
            std::mem::forget(self);
            object
        }
    }

    /// Bytes that a string of this key would take, as [`memory_bytes`](Self::memory_bytes) counts them.
    #[must_use]
    pub fn string_bytes(key: &[u8], text: &[u8], expire: Option<u64>) -> usize {
        match int_of(text) {
            Some(_) => Shape::new(INT, key, 0, expire).size() + SLOT_BYTES,
            None => Self::text_bytes(key, text.len(), expire),
        }
    }

    /// The same of a text, no number, of this length.
    #[must_use]
    pub fn text_bytes(key: &[u8], length: usize, expire: Option<u64>) -> usize {
        if length <= INLINE_BYTES {
            return Shape::new(TEXT, key, length, expire).size() + SLOT_BYTES;
        }
        Shape::new(OBJECT, key, 0, expire).size() + SLOT_BYTES + length + Object::TEXT_BYTES
    }

    /// Bytes of memory that this key and its value take, the slot included.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let shape = self.shape();
        // SAFETY: an object stands there when the form says so.
        let object = (shape.meta & FORM == OBJECT)
            .then(|| unsafe { (*self.base().add(shape.value_at()).cast::<Object>()).memory_bytes() });
        shape.size() + SLOT_BYTES + object.unwrap_or(0)
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let shape = self.shape();
        // SAFETY: the record owns its object and its allocation, which has this layout.
        unsafe {
            if shape.meta & FORM == OBJECT {
                self.base().add(shape.value_at()).cast::<Object>().drop_in_place();
            }
            dealloc(self.base(), shape.layout());
        }
    }
}

/// The number a string is, where it is written as one would write it.
#[must_use]
#[inline]
pub fn int_of(text: &[u8]) -> Option<i64> {
    /// `-9223372036854775808`.
    const LONGEST: usize = 20;
    match text.first() {
        Some(b'0'..=b'9' | b'-') if text.len() <= LONGEST => number(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
