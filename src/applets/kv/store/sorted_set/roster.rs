//! The members of a large sorted set by number and by name.
//!
//! A member keeps its number as long as it stays, whatever its score: the tree and the index hold numbers of four
//! bytes, and a scan walks over numbers. Names up to 22 bytes lie in their place, longer ones have a block of their own.

use std::sync::LazyLock;

use hashbrown::HashTable;

use crate::applets::kv::store::Hasher;

/// Members are kept in blocks of so many, so that none moves when there are more.
const BLOCK: usize = 256;

/// Keyed at random in each process: clients choose the names.
static HASHER: LazyLock<Hasher> = LazyLock::new(Hasher::new);

const SHORT: usize = 22;

#[derive(Debug, Clone)]
enum Name {
    Short(u8, [u8; SHORT]),
    Long(Box<[u8]>),
}

impl Name {
    fn new(text: &[u8]) -> Self {
        if text.len() > SHORT {
            return Self::Long(text.into());
        }
        let mut bytes = [0; SHORT];
        bytes[..text.len()].copy_from_slice(text);
        Self::Short(text.len() as u8, bytes)
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Short(length, bytes) => &bytes[..usize::from(*length)],
            Self::Long(bytes) => bytes,
        }
    }
}

/// A member, or a free place: its score is no number then.
#[derive(Debug, Clone)]
struct Member {
    score: f64,
    name: Name,
}

const _: () = assert!(size_of::<Member>() == 32, "a member takes half a cache line");

#[derive(Debug, Clone, Default)]
struct Block {
    members: Vec<Member>,
    used: u16,
}

/// Members by number and by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Roster {
    blocks: Vec<Block>,
    free: Vec<u32>,
    index: HashTable<u32>,
    /// Bytes of long names.
    long_bytes: usize,
    /// Members the blocks have memory for. Kept, as one that grows is measured all the time.
    places: usize,
}

/// The number of a member.
pub(super) enum Found {
    /// It was there.
    There(u32),
    /// It is new.
    Added(u32),
}

impl Roster {
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.places * size_of::<Member>()
            + self.blocks.capacity() * size_of::<Block>()
            + self.free.capacity() * 4
            + self.index.allocation_size()
            + self.long_bytes
            + size_of::<Self>()
    }

    #[inline]
    fn member(&self, id: u32) -> &Member {
        &self.blocks[id as usize / BLOCK].members[id as usize % BLOCK]
    }

    #[inline]
    pub(super) fn name(&self, id: u32) -> &[u8] {
        self.member(id).name.bytes()
    }

    #[inline]
    pub(super) fn score(&self, id: u32) -> f64 {
        self.member(id).score
    }

    pub(super) fn set_score(&mut self, id: u32, score: f64) {
        self.blocks[id as usize / BLOCK].members[id as usize % BLOCK].score = score;
    }

    /// The number of a member.
    #[inline]
    pub(super) fn find(&self, name: &[u8]) -> Option<u32> {
        self.index.find(HASHER.hash_one(name), |id| self.name(*id) == name).copied()
    }

    /// The number of a member, which is added where it is not there.
    pub(super) fn find_or_add(&mut self, name: &[u8], score: f64) -> Found {
        let hash = HASHER.hash_one(name);
        if let Some(id) = self.index.find(hash, |id| self.name(*id) == name) {
            return Found::There(*id);
        }
        let member = Member { score, name: Name::new(name) };
        if let Name::Long(bytes) = &member.name {
            self.long_bytes += bytes.len();
        }
        let id = self.place(member);
        let blocks = &self.blocks;
        let hash_of =
            |id: &u32| HASHER.hash_one(blocks[*id as usize / BLOCK].members[*id as usize % BLOCK].name.bytes());
        self.index.insert_unique(hash, id, hash_of);
        Found::Added(id)
    }

    fn place(&mut self, member: Member) -> u32 {
        if let Some(id) = self.free.pop() {
            let block = &mut self.blocks[id as usize / BLOCK];
            if block.members.is_empty() {
                block.members = vec![Member { score: f64::NAN, name: Name::new(b"") }; BLOCK];
                self.places += BLOCK;
            }
            block.used += 1;
            block.members[id as usize % BLOCK] = member;
            return id;
        }
        if self.blocks.last().is_none_or(|block| block.members.len() == BLOCK || block.used == 0) {
            self.blocks.push(Block::default());
        }
        let last = self.blocks.len() - 1;
        let block = &mut self.blocks[last];
        let before = block.members.capacity();
        block.members.push(member);
        self.places += block.members.capacity() - before;
        block.used += 1;
        (last * BLOCK + block.members.len() - 1) as u32
    }

    /// Takes a member out.
    pub(super) fn remove(&mut self, id: u32) {
        let block = &mut self.blocks[id as usize / BLOCK];
        let member = &mut block.members[id as usize % BLOCK];
        member.score = f64::NAN;
        let name = std::mem::replace(&mut member.name, Name::new(b""));
        if let Name::Long(bytes) = &name {
            self.long_bytes -= bytes.len();
        }
        block.used -= 1;
        // A whole block gives its memory back; the numbers of its places stay free.
        if block.used == 0 && block.members.len() == BLOCK {
            self.places -= std::mem::take(&mut block.members).capacity();
        }
        self.free.push(id);
        if let Ok(found) = self.index.find_entry(HASHER.hash_one(name.bytes()), |found| *found == id) {
            found.remove();
        }
    }

    /// At least `count` members from number `start` on; the number behind them, or 0 at the end.
    pub(super) fn scan(&self, start: u64, count: usize, visit: &mut dyn FnMut(&[u8], f64)) -> u64 {
        let mut seen = 0;
        let mut at = usize::try_from(start).unwrap_or(usize::MAX);
        while let Some(block) = self.blocks.get(at / BLOCK) {
            for member in block.members.iter().skip(at % BLOCK) {
                at += 1;
                if !member.score.is_nan() {
                    visit(member.name.bytes(), member.score);
                    seen += 1;
                    if seen >= count {
                        return at as u64;
                    }
                }
            }
            at = (at / BLOCK + usize::from(at % BLOCK != 0 || block.members.len() < BLOCK)) * BLOCK;
        }
        0
    }
}
