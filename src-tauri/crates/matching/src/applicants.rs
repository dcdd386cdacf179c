//! An applicant who has become a learner gives way to the learner.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::CentreId;
use domain::linking::{MatchLearner, Policy};
use domain::records::LearnerKind;

use crate::guard::Details;
use crate::keys::KeyKind;

/// A key together with a detail that has to agree as well. Two records with one of these in common are one person.
#[derive(PartialEq, Eq, Hash)]
struct Mark<'a> {
    centre: CentreId,
    kind: KeyKind,
    key: &'a str,
    detail: Detail<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum Detail<'a> {
    Name(&'a str, &'a str),
    Born(NaiveDate),
}

fn marks(policy: Policy, person: &MatchLearner) -> impl Iterator<Item = Mark<'_>> {
    let details = Details::from(person);
    KeyKind::ALL.into_iter().flat_map(move |kind| {
        let key = kind.of_learner(policy, person);
        let name = details.full_name().map(|(given, family)| Detail::Name(given, family));
        let born = details.date_of_birth.map(Detail::Born);
        [name, born].into_iter().flatten().filter_map(move |detail| {
            Some(Mark {
                centre: person.centre,
                kind,
                key: key?,
                detail,
            })
        })
    })
}

/// Which people are applicants who gave way. `in_question` are positions of learners in scope whom nobody shut out.
pub(crate) fn gave_way(people: &[MatchLearner], policy: Policy, in_question: &[usize]) -> Vec<bool> {
    let mut gave_way = vec![false; people.len()];
    let mut applicants: HashMap<Mark<'_>, Vec<usize>> = HashMap::new();
    let of_kind = |kind| {
        in_question
            .iter()
            .copied()
            .filter(move |&person| people[person].kind == kind)
    };
    for applicant in of_kind(LearnerKind::Applicant) {
        for mark in marks(policy, &people[applicant]) {
            applicants.entry(mark).or_default().push(applicant);
        }
    }
    if applicants.is_empty() {
        return gave_way;
    }
    // Nearly no learner shares a key with an applicant, and this says so at a fraction of the cost.
    let keys: HashSet<&str> = applicants.keys().map(|mark| mark.key).collect();
    let may_be = |learner: &usize| {
        let mut own = KeyKind::ALL
            .into_iter()
            .filter_map(|kind| kind.of_learner(policy, &people[*learner]));
        own.any(|key| keys.contains(key))
    };
    for learner in of_kind(LearnerKind::Learner).filter(may_be) {
        for mark in marks(policy, &people[learner]) {
            for applicant in applicants.remove(&mark).unwrap_or_default() {
                gave_way[applicant] = true;
            }
        }
    }
    gave_way
}

/// The applicant has become this very learner.
pub(crate) fn gives_way_to(policy: Policy, applicant: &MatchLearner, learner: &MatchLearner) -> bool {
    applicant.kind == LearnerKind::Applicant
        && learner.kind == LearnerKind::Learner
        && marks(policy, applicant).any(|mark| marks(policy, learner).any(|other| other == mark))
}
