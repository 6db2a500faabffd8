//! A B+tree of numbers of members in order of score and name, which counts what lies below each branch: a rank is found
//! by adding counts on the way down, a member by comparing on the way down.
//!
//! A branch knows the first entry below it exactly; names are compared only where scores are equal. A leaf that grows
//! at the very end splits off one entry instead of a half, so scores that only rise (times) fill their leaves.

use std::cmp::Ordering;
use std::ops::Range;

use super::roster::Roster;

/// Entries of a leaf: 760 bytes, which fill a class of the allocator.
const LEAF: usize = 63;
/// Branches of an inner node.
const FANOUT: usize = 48;

/// Where a member belongs.
pub(super) struct Key<'a> {
    pub(super) score: f64,
    pub(super) name: &'a [u8],
}

impl Key<'_> {
    /// How it stands to a member.
    #[inline]
    pub(super) fn cmp(&self, name: &[u8], score: f64) -> Ordering {
        self.score.partial_cmp(&score).unwrap_or(Ordering::Equal).then_with(|| self.name.cmp(name))
    }

    #[inline]
    fn is_at_or_behind(&self, roster: &Roster, score: f64, id: u32) -> bool {
        match self.score.partial_cmp(&score) {
            Some(Ordering::Less) => false,
            Some(Ordering::Greater) => true,
            _ => self.name >= roster.name(id),
        }
    }
}

#[derive(Debug, Clone)]
struct Leaf {
    scores: [f64; LEAF],
    ids: [u32; LEAF],
    len: u32,
}

#[derive(Debug, Clone)]
enum Node {
    Leaf(Box<Leaf>),
    #[expect(clippy::box_collection, reason = "a node is two words, like a leaf's")]
    Inner(Box<Vec<Branch>>),
}

#[derive(Debug, Clone)]
struct Branch {
    /// The first entry below.
    score: f64,
    id: u32,
    /// Entries below.
    count: u32,
    node: Node,
}

/// Numbers of members in order.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    root: Node,
    /// How many leaves there are.
    leaves: usize,
}

impl Default for Tree {
    fn default() -> Self {
        Self { root: Node::Leaf(Box::default()), leaves: 1 }
    }
}

impl Tree {
    /// Bytes on the heap, about: inner nodes are taken to be as full as they are as a rule, in two thirds of their places.
    pub(super) fn memory_bytes(&self) -> usize {
        self.leaves * (size_of::<Leaf>() + size_of::<Branch>() * 3 / 2)
    }

    /// How many entries, from the first on, `is_below` is true for.
    pub(super) fn below(&self, roster: &Roster, is_below: &dyn Fn(&[u8], f64) -> bool) -> usize {
        let (mut node, mut sum) = (&self.root, 0);
        loop {
            match node {
                Node::Leaf(leaf) => {
                    let ids = &leaf.ids[..leaf.len as usize];
                    let (mut low, mut high) = (0, ids.len());
                    while low < high {
                        let middle = usize::midpoint(low, high);
                        if is_below(roster.name(ids[middle]), leaf.scores[middle]) {
                            low = middle + 1;
                        } else {
                            high = middle;
                        }
                    }
                    return sum + low;
                }
                Node::Inner(branches) => {
                    let at = branches.partition_point(|branch| is_below(roster.name(branch.id), branch.score));
                    let Some(at) = at.checked_sub(1) else { return sum };
                    sum += branches[..at].iter().map(|branch| branch.count as usize).sum::<usize>();
                    node = &branches[at].node;
                }
            }
        }
    }

    /// Visits the entries of these ranks, the last first when `is_reverse`.
    pub(super) fn each(&self, ranks: Range<usize>, is_reverse: bool, visit: &mut dyn FnMut(u32, f64)) {
        if !ranks.is_empty() {
            self.root.each(ranks, is_reverse, visit);
        }
    }

    pub(super) fn insert(&mut self, roster: &Roster, key: &Key, id: u32) {
        let Self { root, leaves } = self;
        if let Some(right) = root.insert(roster, key, id, &mut Growth { leaves, is_last: true }) {
            let left = std::mem::replace(root, Node::Leaf(Box::default()));
            let mut branches = Vec::with_capacity(FANOUT + 1);
            branches.extend([Branch::new(left), Branch::new(right)]);
            *root = Node::Inner(Box::new(branches));
        }
    }

    /// Takes the entry of this key out, which is there.
    pub(super) fn remove(&mut self, roster: &Roster, key: &Key) {
        let Self { root, leaves } = self;
        root.remove(roster, key, leaves);
        while let Node::Inner(branches) = &mut *root
            && branches.len() <= 1
        {
            *root = branches.pop().map_or_else(|| Node::Leaf(Box::default()), |branch| branch.node);
        }
        // The last leaf is taken out with its branch, and an empty one made.
        *leaves = (*leaves).max(1);
    }
}

impl Branch {
    fn new(node: Node) -> Self {
        let mut branch = Self { score: 0.0, id: 0, count: 0, node };
        branch.refresh();
        branch
    }

    /// Learns again what lies below.
    fn refresh(&mut self) {
        (self.score, self.id, self.count) = match &self.node {
            Node::Leaf(leaf) => (leaf.scores[0], leaf.ids[0], leaf.len),
            Node::Inner(branches) => {
                let count = branches.iter().map(|branch| branch.count).sum();
                branches.first().map_or((0.0, 0, 0), |first| (first.score, first.id, count))
            }
        };
    }
}

impl Default for Leaf {
    fn default() -> Self {
        Self { scores: [0.0; LEAF], ids: [0; LEAF], len: 0 }
    }
}

impl Leaf {
    /// How many entries stand before the key.
    #[inline]
    fn place(&self, roster: &Roster, key: &Key) -> usize {
        let scores = &self.scores[..self.len as usize];
        let mut at = scores.partition_point(|score| *score < key.score);
        // Few scores are equal as a rule; where many are, halving goes on among their names.
        let equal = scores[at..].partition_point(|score| *score <= key.score);
        at += self.ids[at..at + equal].partition_point(|id| roster.name(*id) < key.name);
        at
    }

    fn put(&mut self, at: usize, score: f64, id: u32) {
        let len = self.len as usize;
        self.scores.copy_within(at..len, at + 1);
        self.ids.copy_within(at..len, at + 1);
        (self.scores[at], self.ids[at]) = (score, id);
        self.len += 1;
    }

    fn take(&mut self, at: usize) {
        let len = self.len as usize;
        self.scores.copy_within(at + 1..len, at);
        self.ids.copy_within(at + 1..len, at);
        self.len -= 1;
    }

    fn split_off(&mut self, at: usize) -> Box<Self> {
        let mut right = Box::<Self>::default();
        let moved = self.len as usize - at;
        right.scores[..moved].copy_from_slice(&self.scores[at..at + moved]);
        right.ids[..moved].copy_from_slice(&self.ids[at..at + moved]);
        right.len = moved as u32;
        self.len = at as u32;
        right
    }

    fn append(&mut self, right: &Self) {
        let (len, more) = (self.len as usize, right.len as usize);
        self.scores[len..len + more].copy_from_slice(&right.scores[..more]);
        self.ids[len..len + more].copy_from_slice(&right.ids[..more]);
        self.len += right.len;
    }
}

/// What an insertion knows on its way.
struct Growth<'a> {
    /// How many leaves there are.
    leaves: &'a mut usize,
    /// Nothing lies behind the node.
    is_last: bool,
}

/// The branch that leads to the key: the last that does not begin behind it.
#[inline]
fn branch_of(branches: &[Branch], roster: &Roster, key: &Key) -> usize {
    branches.partition_point(|branch| key.is_at_or_behind(roster, branch.score, branch.id)).saturating_sub(1)
}

impl Node {
    fn each(&self, ranks: Range<usize>, is_reverse: bool, visit: &mut dyn FnMut(u32, f64)) {
        match self {
            Self::Leaf(leaf) => {
                let ranks = ranks.start..ranks.end.min(leaf.len as usize);
                let mut show = |at: usize| visit(leaf.ids[at], leaf.scores[at]);
                if is_reverse { ranks.rev().for_each(&mut show) } else { ranks.for_each(&mut show) }
            }
            Self::Inner(branches) => {
                let mut within = |branch: &Branch, first: usize| {
                    let (start, end) = (ranks.start.max(first), ranks.end.min(first + branch.count as usize));
                    if start < end {
                        branch.node.each(start - first..end - first, is_reverse, visit);
                    }
                };
                if is_reverse {
                    let mut behind = branches.iter().map(|branch| branch.count as usize).sum::<usize>();
                    for branch in branches.iter().rev() {
                        behind -= branch.count as usize;
                        within(branch, behind);
                    }
                } else {
                    let mut first = 0;
                    for branch in branches.iter() {
                        within(branch, first);
                        first += branch.count as usize;
                    }
                }
            }
        }
    }

    /// Adds an entry; the right part where the node had to be split.
    fn insert(&mut self, roster: &Roster, key: &Key, id: u32, growth: &mut Growth) -> Option<Self> {
        match self {
            Self::Leaf(leaf) => {
                let at = leaf.place(roster, key);
                if (leaf.len as usize) < LEAF {
                    leaf.put(at, key.score, id);
                    return None;
                }
                let middle = if growth.is_last && at == LEAF { LEAF } else { LEAF / 2 };
                let mut right = leaf.split_off(middle);
                if at > middle || middle == LEAF {
                    right.put(at - middle, key.score, id);
                } else {
                    leaf.put(at, key.score, id);
                }
                *growth.leaves += 1;
                Some(Self::Leaf(right))
            }
            Self::Inner(branches) => {
                let at = branch_of(branches, roster, key);
                growth.is_last &= at + 1 == branches.len();
                let Some(right) = branches[at].node.insert(roster, key, id, growth) else {
                    let branch = &mut branches[at];
                    branch.count += 1;
                    if at == 0 {
                        branch.refresh();
                    }
                    return None;
                };
                branches[at].refresh();
                branches.insert(at + 1, Branch::new(right));
                if branches.len() <= FANOUT {
                    return None;
                }
                let middle = if growth.is_last { FANOUT } else { FANOUT / 2 };
                let mut right = Vec::with_capacity(FANOUT + 1);
                right.extend(branches.drain(middle..));
                Some(Self::Inner(Box::new(right)))
            }
        }
    }

    /// Takes out the entry of a key, and counts the leaves that go with it.
    fn remove(&mut self, roster: &Roster, key: &Key, leaves: &mut usize) {
        match self {
            Self::Leaf(leaf) => {
                let at = leaf.place(roster, key);
                if at < leaf.len as usize {
                    leaf.take(at);
                }
            }
            Self::Inner(branches) => {
                let at = branch_of(branches, roster, key);
                branches[at].node.remove(roster, key, leaves);
                branches[at].refresh();
                if branches[at].count == 0 {
                    *leaves -= usize::from(matches!(branches.remove(at).node, Self::Leaf(_)));
                } else if branches[at].node.is_sparse() {
                    let left = if at + 1 < branches.len() { at } else { at.saturating_sub(1) };
                    *leaves -= usize::from(join(branches, left));
                }
            }
        }
    }

    /// Whether it is so empty that it should share a node with a neighbour.
    fn is_sparse(&self) -> bool {
        match self {
            Self::Leaf(leaf) => (leaf.len as usize) < LEAF / 3,
            Self::Inner(branches) => branches.len() < FANOUT / 3,
        }
    }
}

/// Makes one branch of two neighbours where that leaves room; whether two leaves became one.
fn join(branches: &mut Vec<Branch>, left: usize) -> bool {
    let fits = match (branches.get(left), branches.get(left + 1)) {
        (Some(Branch { node: Node::Leaf(left), .. }), Some(Branch { node: Node::Leaf(right), .. })) => {
            left.len + right.len <= LEAF as u32 * 3 / 4
        }
        (Some(Branch { node: Node::Inner(left), .. }), Some(Branch { node: Node::Inner(right), .. })) => {
            left.len() + right.len() <= FANOUT * 3 / 4
        }
        _ => false,
    };
    if !fits {
        return false;
    }
    let right = branches.remove(left + 1);
    let is_leaf = matches!(right.node, Node::Leaf(_));
    match (&mut branches[left].node, right.node) {
        (Node::Leaf(left), Node::Leaf(right)) => left.append(&right),
        (Node::Inner(left), Node::Inner(right)) => left.extend(*right),
        _ => {}
    }
    branches[left].refresh();
    is_leaf
}
