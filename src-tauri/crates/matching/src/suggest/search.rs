//! The search for suggestions.

use domain::linking::{Candidate, CandidateKind, Evidence, Question, Unmatched};
use domain::{CentreId, LearnerId, UserId};

use super::clues::{ClueIndex, Clues};
use super::evidence::{evidence, rank};
use crate::hashing::{IdMap, IdSet};
use crate::said::{Positions, Said};

/// The unmatched rows that somebody looks at, as a plan listed them.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Learners.
    pub learners: &'a [Unmatched<LearnerId, UserId>],
    /// Accounts.
    pub users: &'a [Unmatched<UserId, LearnerId>],
    /// How many suggestions a row gets at most.
    pub most: usize,
}

/// Who may be right, best first, for the rows that anybody was found for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Accounts for learners, in order of the learner's id.
    pub learners: Vec<(LearnerId, Vec<Candidate<UserId>>)>,
    /// Learners for accounts, in order of the account's id.
    pub users: Vec<(UserId, Vec<Candidate<LearnerId>>)>,
}

/// Looks for people whom no rule may link, with what speaks for them. Nobody is linked by this.
///
/// Left out are: pairs that a person said never to; people who have a link in effect already (an account only where its
/// learner is of the same centre and in scope); people out of scope; and whom the row shows as a candidate already.
/// `question.links` are the links as they stand. The time grows with the number of people, not with its square.
#[must_use]
pub fn suggest(question: &Question<'_>, asked: &Asked<'_>) -> Suggestions {
    let search = Search::new(question);
    Suggestions {
        learners: search.for_learners(asked),
        users: search.for_users(asked),
    }
}

struct Search<'q, 'a> {
    question: &'q Question<'a>,
    positions: Positions,
    said: Said,
    linked_learners: IdSet<usize>,
    taken: IdSet<(usize, CentreId)>,
    clues: Clues,
}

impl<'q, 'a> Search<'q, 'a> {
    fn new(question: &'q Question<'a>) -> Self {
        let positions = Positions::new(
            question.learners.iter().map(|learner| learner.id),
            question.users.iter().map(|user| user.id),
        );
        let said = Said::new(question.decisions, &positions, question.learners.len());
        let mut search = Self {
            question,
            positions,
            said,
            linked_learners: IdSet::default(),
            taken: IdSet::default(),
            clues: Clues::default(),
        };
        for link in question.links.iter().filter(|link| link.held.is_none()) {
            let ends = (search.positions.learner(link.learner), search.positions.user(link.user));
            if let (Some(learner), Some(user)) = ends
                && !question.users[user].gone
            {
                search.linked_learners.insert(learner);
                if question.learners[learner].in_scope {
                    search.taken.insert((user, question.learners[learner].centre));
                }
            }
        }
        search
    }

    fn for_learners(&self, asked: &Asked<'_>) -> Vec<(LearnerId, Vec<Candidate<UserId>>)> {
        let shown = asked
            .learners
            .iter()
            .filter_map(|row| Some((self.positions.learner(row.id)?, row)));
        let rows: Vec<_> = shown.filter(|(learner, _)| self.free(*learner)).collect();
        let people = self.question.learners;
        let index = ClueIndex::new(rows.iter().map(|(learner, _)| self.clues.of_learner(&people[*learner])));
        let mut found = Found::new(asked.most);
        for (user, account) in self.question.users.iter().enumerate() {
            if rows.is_empty() || !self.active(user) {
                continue;
            }
            for row in index.rows(&self.clues.of_user(account)) {
                let (learner, listed) = rows[row];
                if self.possible(learner, user) && listed.candidates.iter().all(|one| one.id != account.id) {
                    found.add(listed.id, account.id, evidence(&people[learner], account));
                }
            }
        }
        found.finish()
    }

    fn for_users(&self, asked: &Asked<'_>) -> Vec<(UserId, Vec<Candidate<LearnerId>>)> {
        let shown = asked
            .users
            .iter()
            .filter_map(|row| Some((self.positions.user(row.id)?, row)));
        let rows: Vec<_> = shown.filter(|(user, _)| self.active(*user)).collect();
        let accounts = self.question.users;
        let index = ClueIndex::new(rows.iter().map(|(user, _)| self.clues.of_user(&accounts[*user])));
        let mut found = Found::new(asked.most);
        for (learner, person) in self.question.learners.iter().enumerate() {
            if rows.is_empty() || !self.free(learner) {
                continue;
            }
            for row in index.rows(&self.clues.of_learner(person)) {
                let (user, listed) = rows[row];
                if self.possible(learner, user) && listed.candidates.iter().all(|one| one.id != person.id) {
                    found.add(listed.id, person.id, evidence(person, &accounts[user]));
                }
            }
        }
        found.finish()
    }

    fn free(&self, learner: usize) -> bool {
        let in_question = self.question.learners[learner].in_scope && !self.said.shut[learner];
        in_question && !self.linked_learners.contains(&learner)
    }

    fn active(&self, user: usize) -> bool {
        self.question.users[user].in_scope && !self.question.users[user].gone
    }

    fn possible(&self, learner: usize, user: usize) -> bool {
        let seat = (user, self.question.learners[learner].centre);
        !self.said.never(learner, user) && !self.taken.contains(&seat)
    }
}

/// The best of what was found for each row.
struct Found<Own, Other> {
    most: usize,
    rows: IdMap<Own, Vec<Ranked<Other>>>,
}

type Ranked<Id> = (Vec<usize>, Id, Vec<Evidence>);

impl<Own: Copy + Ord + std::hash::Hash, Other: Copy + Ord> Found<Own, Other> {
    fn new(most: usize) -> Self {
        Self {
            most,
            rows: IdMap::default(),
        }
    }

    fn add(&mut self, row: Own, other: Other, why: Vec<Evidence>) {
        if why.is_empty() {
            return;
        }
        let best = self.rows.entry(row).or_default();
        best.push((rank(&why), other, why));
        // Room to spare, so that sorting is rare however many are found.
        if best.len() > 4 * self.most + 16 {
            best.sort_unstable();
            best.truncate(self.most);
        }
    }

    fn finish(self) -> Vec<(Own, Vec<Candidate<Other>>)> {
        let candidate = |(_, id, why)| Candidate {
            id,
            kind: CandidateKind::Suggestion,
            why,
        };
        let sorted = self.rows.into_iter().map(|(row, mut best)| {
            best.sort_unstable();
            (row, best.into_iter().take(self.most).map(candidate).collect::<Vec<_>>())
        });
        let mut rows: Vec<_> = sorted.filter(|(_, best)| !best.is_empty()).collect();
        rows.sort_unstable_by_key(|(row, _)| *row);
        rows
    }
}
