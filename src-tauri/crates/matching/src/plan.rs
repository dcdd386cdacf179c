//! From the question to the plan.

use domain::linking::{LinkChange, Plan, PlannedChange, Question};

use crate::reasons::Reasons;
use crate::settle::{Settled, settle};
use crate::world::World;

/// Answers a question: which links are to be made, held, released or ended, and who is left without one, and why.
///
/// The answer does not depend on the order in which people, links and decisions are listed. Applying it and asking again
/// changes nothing. Links of learners who are not in the question are left alone; an account that is not in it counts as
/// gone. Ids are taken to be unique on each side.
#[must_use]
pub fn plan(question: &Question<'_>) -> Plan {
    let world = World::new(question);
    let settled = settle(&world, question.links);
    let reasons = Reasons::new(&world, &settled);
    Plan {
        changes: changes(question, &world, &settled),
        in_effect: settled
            .link_of
            .iter()
            .flatten()
            .filter(|link| link.held.is_none())
            .count() as u64,
        learners: reasons.learners(),
        users: reasons.users(),
    }
}

/// What differs between the links as they stand and as they are to be, in order of learner and account.
fn changes(question: &Question<'_>, world: &World<'_>, settled: &Settled) -> Vec<PlannedChange> {
    let mut changes = Vec::new();
    let mut stands = vec![false; world.learners.len()];
    for link in question.links {
        let Some(learner) = world.positions.learner(link.learner) else {
            continue;
        };
        let mut push = |change| {
            changes.push(PlannedChange {
                learner: link.learner,
                user: link.user,
                change,
            });
        };
        match settled.link_of[learner] {
            Some(now) if world.users[now.user].id == link.user => {
                stands[learner] = true;
                if now.rule != link.rule {
                    push(LinkChange::Rerule { rule: now.rule });
                }
                if now.held != link.held {
                    push(LinkChange::Hold { held: now.held });
                }
            }
            _ => push(LinkChange::Remove),
        }
    }
    for (learner, link) in settled.link_of.iter().enumerate() {
        if let Some(link) = link.filter(|_| !stands[learner]) {
            changes.push(PlannedChange {
                learner: world.learners[learner].id,
                user: world.users[link.user].id,
                change: LinkChange::Make {
                    rule: link.rule,
                    held: link.held,
                },
            });
        }
    }
    // A stable sort: both changes of one link stay in the order in which they were found.
    changes.sort_by_key(|change| (change.learner, change.user));
    changes
}
