//! Which parts of two texts differ. Texts are taken apart into letters as people see them, accents included, so that no
//! mark stands on an accent alone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Parts of a text, each from its first character to the one after its last, in code points.
pub(super) type Marks = Vec<(usize, usize)>;

/// Two texts whose middles differ by more letters than this are marked from the first difference to the last: the table
/// of an exact answer grows with the product of their lengths.
const MOST_CELLS: usize = 250_000;

/// Whether a capital differs from its small letter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Matters,
    Ignored,
}

/// The letters of a text.
struct Letters {
    /// Each in its composed form, so that one typed as two code points is the same as one typed as one.
    composed: Vec<String>,
    /// Where each begins, in code points, and where the last ends.
    starts: Vec<usize>,
}

impl Letters {
    fn of(text: &str, case: Case) -> Self {
        let (mut composed, mut starts): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
        for (place, sign) in text.chars().enumerate() {
            match composed.last_mut() {
                Some(letter) if is_combining_mark(sign) => letter.push(sign),
                _ => {
                    composed.push(sign.to_string());
                    starts.push(place);
                }
            }
        }
        starts.push(text.chars().count());
        let compared = |letter: &String| match case {
            Case::Matters => letter.nfc().collect(),
            Case::Ignored => letter.to_lowercase().nfc().collect(),
        };
        Self {
            composed: composed.iter().map(compared).collect(),
            starts,
        }
    }

    /// A mark over some letters.
    fn mark(&self, from: usize, to: usize) -> (usize, usize) {
        (self.starts[from], self.starts[to])
    }

    /// Marks over the letters that are `true`, neighbours in one.
    fn marks(&self, differs: &[bool]) -> Marks {
        let mut marks: Marks = Vec::new();
        for (letter, _) in differs.iter().enumerate().filter(|(_, differs)| **differs) {
            let (from, to) = self.mark(letter, letter + 1);
            match marks.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => marks.push((from, to)),
            }
        }
        marks
    }
}

/// The letters that one text has and the other lacks at that place, on both sides.
pub(super) fn between(one: &str, other: &str, case: Case) -> (Marks, Marks) {
    let (one, other) = (Letters::of(one, case), Letters::of(other, case));
    let (first, second) = (&one.composed, &other.composed);
    let start = first.iter().zip(second).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[String]| letters.len() - start;
    let ends = first.iter().rev().zip(second.iter().rev()).take_while(|(a, b)| a == b);
    let end = ends.count().min(rest(first)).min(rest(second));
    let (mut left, mut right) = (vec![false; first.len()], vec![false; second.len()]);
    let (first_end, second_end) = (first.len() - end, second.len() - end);
    left[start..first_end].fill(true);
    right[start..second_end].fill(true);
    if (first_end - start).saturating_mul(second_end - start) <= MOST_CELLS {
        for (a, b) in common(&first[start..first_end], &second[start..second_end]) {
            left[start + a] = false;
            right[start + b] = false;
        }
    }
    (one.marks(&left), other.marks(&right))
}

/// The positions of a longest common subsequence.
fn common(one: &[String], other: &[String]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    // lengths[a * width + b] is the length for what follows a and b.
    let mut lengths = vec![0_u32; (one.len() + 1) * width];
    for a in (0..one.len()).rev() {
        for b in (0..other.len()).rev() {
            lengths[a * width + b] = if one[a] == other[b] {
                lengths[(a + 1) * width + b + 1] + 1
            } else {
                lengths[(a + 1) * width + b].max(lengths[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < one.len() && b < other.len() {
        if one[a] == other[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if lengths[(a + 1) * width + b] >= lengths[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// How many letters have to be added, left out or replaced to get from one text to the other, if no more than `most`. Only
/// what lies within `most` letters of the diagonal is looked at, so the time grows with the length alone. Case is ignored.
pub(super) fn edits(one: &str, other: &str, most: usize) -> Option<usize> {
    let letters = |text| Letters::of(text, Case::Ignored).composed;
    let (one, other) = (letters(one), letters(other));
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    // Of the row of `a`, the cell at `offset` stands for `b = a + offset - most`; what is out of reach costs too much.
    let beyond = most + 1;
    let start = |offset: usize| offset.checked_sub(most).unwrap_or(beyond);
    let mut row: Vec<usize> = (0..=2 * most).map(start).collect();
    for a in 1..=one.len() {
        let mut next = vec![beyond; row.len()];
        for offset in 0..row.len() {
            let Some(b) = (a + offset).checked_sub(most).filter(|b| *b <= other.len()) else {
                continue;
            };
            let replaced = match b.checked_sub(1) {
                Some(before) => row[offset] + usize::from(one[a - 1] != other[before]),
                None => beyond,
            };
            let left_out = row.get(offset + 1).map_or(beyond, |cost| cost + 1);
            let added = offset.checked_sub(1).map_or(beyond, |before| next[before] + 1);
            next[offset] = replaced.min(left_out).min(added).min(beyond);
        }
        row = next;
    }
    let last = row.get(other.len() + most - one.len()).copied();
    last.filter(|cost| *cost <= most)
}

/// All of a text, as one mark.
pub(super) fn whole(text: &str) -> Marks {
    let length = text.chars().count();
    if length == 0 { Vec::new() } else { vec![(0, length)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marked parts of a text.
    fn cut(text: &str, marks: &Marks) -> Vec<String> {
        let parts = marks
            .iter()
            .map(|(from, to)| text.chars().skip(*from).take(to - from).collect());
        parts.collect()
    }

    fn told(one: &str, other: &str) -> (Vec<String>, Vec<String>) {
        let (left, right) = between(one, other, Case::Matters);
        (cut(one, &left), cut(other, &right))
    }

    fn texts(parts: &[&str]) -> Vec<String> {
        parts.iter().map(|part| (*part).to_owned()).collect()
    }

    #[test]
    fn only_what_differs_is_marked() {
        assert_eq!(told("merrow", "merow"), (texts(&["r"]), texts(&[])));
        assert_eq!(told("Shah", "Shaw"), (texts(&["h"]), texts(&["w"])));
        assert_eq!(told("Kestrel-Amadi", "Kestrel"), (texts(&["-Amadi"]), texts(&[])));
        assert_eq!(told("same", "same"), (texts(&[]), texts(&[])));
        assert_eq!(told("", "ab"), (texts(&[]), texts(&["ab"])));
    }

    #[test]
    fn an_accent_is_marked_with_its_letter_however_it_was_typed() {
        assert_eq!(told("Re\u{301}ka", "Reka"), (texts(&["e\u{301}"]), texts(&["e"])));
        assert_eq!(
            told("Re\u{301}ka", "Réka"),
            (texts(&[]), texts(&[])),
            "one letter, typed in two ways"
        );
        assert_eq!(
            told("\u{301}a", "a"),
            (texts(&["\u{301}"]), texts(&[])),
            "an accent on nothing"
        );
    }

    #[test]
    fn letters_of_other_scripts_are_counted_in_code_points() {
        let (left, right) = between("محمد علي", "محمد على", Case::Ignored);
        assert_eq!((left, right), (vec![(7, 8)], vec![(7, 8)]));
        assert_eq!(between("🦊 Fox", "🦊 Fax", Case::Ignored), (vec![(3, 4)], vec![(3, 4)]));
    }

    #[test]
    fn endless_texts_are_compared_in_no_time() {
        let (long, longer) = ("ab".repeat(200_000), "ba".repeat(200_000));
        let (left, right) = between(&long, &longer, Case::Ignored);
        assert_eq!((left, right), (vec![(0, 400_000)], vec![(0, 400_000)]));
        assert_eq!(edits(&long, &longer, 2), Some(2), "one letter off at both ends");
    }

    #[test]
    fn edits_are_counted_up_to_a_bound() {
        assert_eq!(edits("shah", "shah", 2), Some(0));
        assert_eq!(edits("SHAH", "shaw", 2), Some(1));
        assert_eq!(edits("shah", "sahh", 2), Some(2));
        assert_eq!(edits("shah", "kestrel", 2), None);
        assert_eq!(edits("Re\u{301}ka", "Réka", 2), Some(0));
    }
}
