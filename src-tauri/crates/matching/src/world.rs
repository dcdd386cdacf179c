//! The question, indexed once. Inside this crate a person is a position in the question's lists.

use domain::linking::{MatchLearner, MatchUser, Policy, Question};

use crate::applicants;
use crate::index::{Index, Sources};
use crate::keys::KeyKind;
use crate::said::{Positions, Said};

/// Everybody in the question, who has which key, and what was decided about them.
pub(crate) struct World<'a> {
    pub(crate) learners: &'a [MatchLearner],
    pub(crate) users: &'a [MatchUser],
    pub(crate) policy: Policy,
    pub(crate) positions: Positions,
    pub(crate) said: Said,
    /// Applicants who have become learners: out of the question.
    pub(crate) gave_way: Vec<bool>,
    /// Learners in scope, in order of centre and id.
    pub(crate) learners_in_scope: Vec<usize>,
    /// Accounts in scope, in order of id.
    pub(crate) users_in_scope: Vec<usize>,
    indexes: [Index; 3],
}

impl<'a> World<'a> {
    pub(crate) fn new(question: &Question<'a>) -> Self {
        let Question {
            learners,
            users,
            policy,
            ..
        } = *question;
        let positions = Positions::new(learners.iter().map(|l| l.id), users.iter().map(|u| u.id));
        let said = Said::new(question.decisions, &positions, learners.len());
        let by_centre = in_order(learners, |l| l.in_scope.then_some((l.centre, l.id)));
        let in_scope_users = in_order(users, |u| (u.in_scope && !u.gone).then_some(u.id));
        let in_question: Vec<usize> = by_centre.iter().copied().filter(|&l| !said.shut[l]).collect();
        let gave_way = applicants::gave_way(learners, policy, &in_question);
        let sources = Sources {
            learners,
            users,
            policy,
            by_centre: &by_centre,
            in_scope_users: &in_scope_users,
            shut: &said.shut,
            gave_way: &gave_way,
        };
        let indexes = KeyKind::ALL.map(|kind| Index::build(kind, &sources));
        Self {
            learners,
            users,
            policy,
            positions,
            said,
            gave_way,
            learners_in_scope: by_centre,
            users_in_scope: in_scope_users,
            indexes,
        }
    }

    pub(crate) fn index(&self, kind: KeyKind) -> &Index {
        &self.indexes[kind as usize]
    }

    /// Nobody out of scope, shut out by a person or superseded takes part in the rules.
    pub(crate) fn in_question(&self, learner: usize) -> bool {
        self.learners[learner].in_scope && !self.said.shut[learner] && !self.gave_way[learner]
    }

    /// A username is recorded with the learner, and the provider's definition lets it link: it alone decides.
    pub(crate) fn username_decides(&self, learner: usize) -> bool {
        KeyKind::Username
            .of_learner(self.policy, &self.learners[learner])
            .is_some()
    }
}

/// The positions of those who have a rank, in order of rank. Ranks are copied: sorting by looking people up again and again
/// would wait for memory.
fn in_order<P, R: Ord>(people: &[P], rank: impl Fn(&P) -> Option<R>) -> Vec<usize> {
    let ranked = people
        .iter()
        .enumerate()
        .filter_map(|(position, person)| Some((rank(person)?, position)));
    let mut ranked: Vec<(R, usize)> = ranked.collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, position)| position).collect()
}
