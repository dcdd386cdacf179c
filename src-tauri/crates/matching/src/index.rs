//! Who has which key, so that nobody is compared with everybody.

use std::collections::HashMap;

use domain::CentreId;
use domain::linking::{MatchLearner, MatchUser, Policy};

use crate::keys::KeyKind;

/// Stands for "in no group".
const NONE: u32 = u32::MAX;

/// The people who have one kind of key, in groups of those who have the same. Some groups have nobody on one side: a key that
/// nobody opposite has decides nothing, and most of those are not even numbered.
pub(crate) struct Index {
    of_learner: Vec<u32>,
    of_user: Vec<u32>,
    users: Buckets,
    learners: Buckets,
    shut: Buckets,
}

/// What the index of every kind is built from.
pub(crate) struct Sources<'a> {
    pub(crate) learners: &'a [MatchLearner],
    pub(crate) users: &'a [MatchUser],
    pub(crate) policy: Policy,
    /// Learners in scope, in order of centre and id.
    pub(crate) by_centre: &'a [usize],
    /// Accounts in scope, in order of id.
    pub(crate) in_scope_users: &'a [usize],
    /// Learners who are never to be linked at all.
    pub(crate) shut: &'a [bool],
    /// Applicants who gave way.
    pub(crate) gave_way: &'a [bool],
}

impl Index {
    pub(crate) fn build(kind: KeyKind, from: &Sources<'_>) -> Self {
        // In the order of the lists, which is the order of memory.
        let learner_key = |person| KeyKind::of_learner(kind, from.policy, person);
        let learners = from
            .learners
            .iter()
            .map(|person| learner_key(person).filter(|_| person.in_scope));
        let learners: Vec<Option<&str>> = learners.collect();
        let user_key = |person| KeyKind::of_user(kind, from.policy, person);
        let users = from
            .users
            .iter()
            .map(|person| user_key(person).filter(|_| person.in_scope && !person.gone));
        let users: Vec<Option<&str>> = users.collect();
        let (of_learner, of_user, groups) = if learners.iter().flatten().count() < users.iter().flatten().count() {
            number(&learners, &users)
        } else {
            let (of_user, of_learner, groups) = number(&users, &learners);
            (of_learner, of_user, groups)
        };
        let open = |learner: &usize| !from.shut[*learner] && !from.gave_way[*learner];
        let shut = |learner: &usize| from.shut[*learner];
        Self {
            users: Buckets::build(groups, &of_user, from.in_scope_users.iter().copied()),
            learners: Buckets::build(groups, &of_learner, from.by_centre.iter().copied().filter(open)),
            shut: Buckets::build(groups, &of_learner, from.by_centre.iter().copied().filter(shut)),
            of_learner,
            of_user,
        }
    }

    /// The accounts that have the learner's key.
    pub(crate) fn users_of_learner(&self, learner: usize) -> &[usize] {
        self.users.of(self.of_learner[learner])
    }

    /// The accounts that have the account's key, itself among them.
    pub(crate) fn users_of_user(&self, user: usize) -> &[usize] {
        self.users.of(self.of_user[user])
    }

    /// The learners in question who have the account's key, in order of centre.
    pub(crate) fn learners_of_user(&self, user: usize) -> &[usize] {
        self.learners.of(self.of_user[user])
    }

    /// The learners with the account's key who are never to be linked at all.
    pub(crate) fn shut_of_user(&self, user: usize) -> &[usize] {
        self.shut.of(self.of_user[user])
    }

    /// The learners in question of one centre who have the learner's key, usually the learner among them.
    pub(crate) fn learners_of_learner(&self, people: &[MatchLearner], learner: usize) -> &[usize] {
        within(
            people,
            self.learners.of(self.of_learner[learner]),
            people[learner].centre,
        )
    }

    /// The learners in question of one centre who have the account's key.
    pub(crate) fn learners_in(&self, people: &[MatchLearner], user: usize, centre: CentreId) -> &[usize] {
        within(people, self.learners_of_user(user), centre)
    }
}

/// Numbers the groups of the side with fewer keys, so that the table is small, and finds the other side's in it.
fn number(fewer: &[Option<&str>], more: &[Option<&str>]) -> (Vec<u32>, Vec<u32>, usize) {
    let mut groups: HashMap<&str, u32> = HashMap::with_capacity(fewer.iter().flatten().count());
    let mut numbered = vec![NONE; fewer.len()];
    for (key, group) in fewer.iter().zip(&mut numbered) {
        if let Some(key) = key {
            let next = groups.len() as u32;
            *group = *groups.entry(key).or_insert(next);
        }
    }
    let find = |key: &Option<&str>| key.and_then(|key| groups.get(key).copied()).unwrap_or(NONE);
    let found = more.iter().map(find).collect();
    (numbered, found, groups.len())
}

/// The part of `members`, which are in order of centre, that belongs to one centre.
fn within<'a>(people: &[MatchLearner], members: &'a [usize], centre: CentreId) -> &'a [usize] {
    let start = members.partition_point(|&member| people[member].centre < centre);
    let length = members[start..].partition_point(|&member| people[member].centre == centre);
    &members[start..start + length]
}

/// Members of numbered groups, side by side in one list.
struct Buckets {
    starts: Vec<usize>,
    members: Vec<usize>,
}

impl Buckets {
    /// Members keep their order within each group.
    fn build(groups: usize, group_of: &[u32], members: impl Iterator<Item = usize> + Clone) -> Self {
        let grouped = members.filter(|&member| group_of[member] != NONE);
        let mut starts = vec![0; groups + 1];
        for member in grouped.clone() {
            starts[group_of[member] as usize + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut placed = vec![0; starts[groups]];
        for member in grouped {
            let place = &mut next[group_of[member] as usize];
            placed[*place] = member;
            *place += 1;
        }
        Self {
            starts,
            members: placed,
        }
    }

    fn of(&self, group: u32) -> &[usize] {
        if group == NONE {
            return &[];
        }
        let group = group as usize;
        &self.members[self.starts[group]..self.starts[group + 1]]
    }
}
