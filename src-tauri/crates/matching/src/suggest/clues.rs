//! Finding pairs that have something in common without comparing everybody with everybody.

use std::hash::{BuildHasher, RandomState};

use domain::linking::{MatchLearner, MatchUser};
use domain::nino::Reading;

use super::near::bare;
use crate::guard::Details;

/// A clue that more rows than this have in common says nothing of any one of them.
const TOO_COMMON: usize = 50;

/// Turns what is known of a person into numbers; two people whose numbers meet are worth a closer look. Numbers that meet by
/// chance cost a look and nothing else.
#[derive(Default)]
pub(super) struct Clues {
    hash: RandomState,
}

impl Clues {
    pub(super) fn of_learner(&self, learner: &MatchLearner) -> Vec<u64> {
        let mut clues = self.of_details(learner.into());
        clues.extend(self.text("username", learner.username.as_deref()));
        clues.extend(self.text("email as username", learner.email.as_deref()));
        clues.extend(self.text("uln", learner.uln.as_deref()));
        clues.extend(self.text("reference", learner.reference.as_deref()));
        clues.extend(self.of_nino(&learner.nino));
        self.of_email(learner.email.as_deref(), &mut clues);
        clues
    }

    pub(super) fn of_user(&self, user: &MatchUser) -> Vec<u64> {
        let mut clues = self.of_details(user.into());
        clues.extend(self.text("username", user.username.as_deref()));
        clues.extend(self.text("email as username", user.username.as_deref()));
        clues.extend(self.text("uln", user.uln.as_deref()));
        clues.extend(self.text("reference", user.reference.as_deref()));
        clues.extend(self.of_nino(&user.nino));
        self.of_email(user.email.as_deref(), &mut clues);
        clues
    }

    fn text(&self, kind: &str, text: Option<&str>) -> Option<u64> {
        text.filter(|text| !text.is_empty())
            .map(|text| self.hash.hash_one((kind, text)))
    }

    /// Names alone and names with the date: the pair is found by its date even where its names are too common.
    fn of_details(&self, details: Details<'_>) -> Vec<u64> {
        let Some(name) = details.full_name() else {
            return Vec::new();
        };
        let with_date = details
            .date_of_birth
            .map(|date| self.hash.hash_one(("born", name, date)));
        [Some(self.hash.hash_one(("name", name))), with_date]
            .into_iter()
            .flatten()
            .collect()
    }

    fn of_nino(&self, nino: &Reading) -> Option<u64> {
        match nino {
            Reading::Valid(nino) | Reading::WithoutSuffix(nino) => self.text("nino", Some(nino.stem())),
            Reading::Missing | Reading::Invalid => None,
        }
    }

    /// Two local parts that are one edit apart meet in what is left of them when one character, or none, is taken away. An
    /// edit in the domain leaves the local part the same.
    fn of_email(&self, email: Option<&str>, clues: &mut Vec<u64>) {
        let Some((local, domain)) = email.and_then(|email| email.rsplit_once('@')) else {
            return;
        };
        clues.push(self.hash.hash_one(("local", local)));
        clues.push(self.hash.hash_one(("form", bare(local).as_str(), domain)));
        clues.push(self.hash.hash_one(("near", local, domain)));
        let mut shorter = String::with_capacity(local.len());
        for (place, letter) in local.char_indices() {
            shorter.clear();
            shorter.push_str(&local[..place]);
            shorter.push_str(&local[place + letter.len_utf8()..]);
            clues.push(self.hash.hash_one(("near", shorter.as_str(), domain)));
        }
    }
}

/// The rows that somebody asked about, by clue.
pub(super) struct ClueIndex {
    sorted: Vec<(u64, usize)>,
}

impl ClueIndex {
    pub(super) fn new(rows: impl Iterator<Item = Vec<u64>>) -> Self {
        let numbered = rows
            .enumerate()
            .flat_map(|(row, clues)| clues.into_iter().map(move |clue| (clue, row)));
        let mut sorted: Vec<(u64, usize)> = numbered.collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self { sorted }
    }

    /// The rows that have one of the clues, each once.
    pub(super) fn rows(&self, clues: &[u64]) -> Vec<usize> {
        let mut rows = Vec::new();
        for clue in clues {
            let start = self.sorted.partition_point(|(other, _)| other < clue);
            let meeting = self.sorted[start..]
                .iter()
                .take_while(|(other, _)| other == clue)
                .take(TOO_COMMON + 1);
            let before = rows.len();
            rows.extend(meeting.map(|(_, row)| *row));
            if rows.len() - before > TOO_COMMON {
                rows.truncate(before);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}
