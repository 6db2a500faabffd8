//! Lists against a model.

use proptest::prelude::*;

use super::*;

fn words<'l>(entries: impl Iterator<Item = Entry<'l>>) -> Vec<Vec<u8>> {
    entries.map(|entry| entry.to_vec()).collect()
}

#[test]
fn packs_hold_what_the_setting_says() {
    for (setting, packs) in [(3, 4), (-1, 1), (0, 10)] {
        let mut list = List::default();
        (0..10).for_each(|nth: i32| list.push(End::Right, nth.to_string().as_bytes(), Limit::of(setting)));
        assert_eq!((list.packs().count(), list.len()), (packs, 10));
    }
    let mut list = List::default();
    list.push(End::Left, &[b'x'; 9000], Limit::of(-2));
    list.push(End::Left, b"y", Limit::of(-2));
    assert_eq!(list.packs().count(), 2);
}

proptest! {
    #[test]
    fn it_holds_what_a_vector_holds(setting in -1_i64..6, steps in prop::collection::vec((0_u8..10, any::<u16>(), 0_u16..40, any::<bool>()), 0..120)) {
        let (mut list, mut vector, limit) = (List::default(), Vec::<Vec<u8>>::new(), Limit::of(setting));
        for (step, place, word, is_left) in steps {
            let end = if is_left { End::Left } else { End::Right };
            let place = usize::from(place) % (vector.len() + 1);
            let word = if word < 35 { word.to_string().into_bytes() } else { vec![b'w'; usize::from(word) * 100] };
            match step {
                0..=3 => {
                    list.push(end, &word, limit);
                    vector.insert(if is_left { 0 } else { vector.len() }, word);
                }
                4 => {
                    let expected = if vector.is_empty() { None } else { Some(vector.remove(if is_left { 0 } else { vector.len() - 1 })) };
                    prop_assert_eq!(list.pop(end, |entry| entry.to_vec()), expected);
                }
                5 => {
                    let is_set = list.set(place as i64, &word, limit);
                    prop_assert_eq!(is_set, place < vector.len());
                    if is_set { vector[place] = word; }
                }
                6 => {
                    let pivot = vector.get(place).cloned().unwrap_or_default();
                    let at = vector.iter().position(|known| *known == pivot);
                    prop_assert_eq!(list.insert(&pivot, end, &word, limit), at.is_some());
                    if let Some(at) = at { vector.insert(at + usize::from(!is_left), word); }
                }
                7 => {
                    let most = place % 3 + 1;
                    let mut matching: Vec<_> = (0..vector.len()).filter(|at| vector[*at] == word).collect();
                    if !is_left { matching.reverse(); }
                    matching.truncate(most);
                    prop_assert_eq!(list.remove(&word, end, most), matching.len());
                    matching.sort_unstable();
                    matching.iter().rev().for_each(|at| drop(vector.remove(*at)));
                }
                8 if word.len() % 5 == 0 => {
                    let left = place.min(3);
                    let right = (vector.len() - left).min(2);
                    list.trim(left, right);
                    vector.truncate(vector.len() - right);
                    vector.drain(..left);
                }
                _ => {
                    prop_assert_eq!(words(list.iter_from(place)), &vector[place..]);
                    let mut backwards = vector[..(place + 1).min(vector.len())].to_vec();
                    backwards.reverse();
                    if place < vector.len() { prop_assert_eq!(words(list.rev_from(place)), backwards); }
                    prop_assert_eq!(list.get(-1).map(|entry| entry.to_vec()), vector.last().cloned());
                }
            }
            prop_assert_eq!(list.len(), vector.len());
        }
        prop_assert!(list.is_empty() || list.packs().all(|pack| !pack.is_empty()));
        prop_assert_eq!(words(list.iter()), vector);
    }
}
