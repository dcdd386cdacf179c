//! What holds in every world.

use std::collections::{BTreeMap, BTreeSet};

use domain::linking::{LinkChange, Reason, Rule, Verdict};
use domain::{LearnerId, UserId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::build::World;
use crate::oracle::{self, Links};
use crate::worlds::case;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

fn links(world: &World) -> Links {
    world
        .links
        .iter()
        .map(|link| (link.learner, (link.user, link.rule, link.held)))
        .collect()
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn the_plan_agrees_with_the_rules_said_plainly(case in case()) {
        let world = case.world();
        let plan = world.plan();
        let expected = oracle::answer(&world);
        let after = world.settled();
        prop_assert_eq!(&links(&after), &expected.links, "links");
        let learners: Vec<_> = plan.learners.iter().map(|row| (row.id, row.reason)).collect();
        prop_assert_eq!(learners, expected.learners, "reasons of learners");
        let users: Vec<_> = plan.users.iter().map(|row| (row.id, row.reason)).collect();
        prop_assert_eq!(users, expected.users, "reasons of accounts");
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn the_order_of_the_lists_does_not_matter(case in case(), turn in 0..6_usize) {
        let world = case.world();
        let mut other = world.clone();
        other.learners.reverse();
        let turn = turn.min(other.users.len());
        other.users.rotate_left(turn);
        other.links.reverse();
        other.decisions.reverse();
        prop_assert_eq!(world.plan(), other.plan());
    }

    #[test]
    fn a_plan_that_was_applied_leaves_nothing_to_do(case in case()) {
        let world = case.world();
        let plan = world.plan();
        let again = world.settled().plan();
        prop_assert_eq!(&again.changes, &Vec::new(), "a second match run must write nothing");
        prop_assert_eq!(plan.in_effect, again.in_effect);
        prop_assert_eq!(plan.learners, again.learners, "nor may a reason change");
        prop_assert_eq!(plan.users, again.users);
    }

    #[test]
    fn everybody_in_scope_is_either_linked_or_listed_once(case in case()) {
        let world = case.world();
        let plan = world.plan();
        let after = links(&world.clone().settled());
        let in_effect = |link: &(UserId, Rule, Option<Reason>)| link.2.is_none();
        prop_assert_eq!(plan.in_effect, after.values().filter(|link| in_effect(link)).count() as u64);

        let linked: BTreeSet<LearnerId> = after.iter().filter(|(_, link)| in_effect(link)).map(|(id, _)| *id).collect();
        let scope = world.learners.iter().filter(|learner| learner.in_scope).map(|learner| learner.id);
        let expected: Vec<_> = scope.collect::<BTreeSet<_>>().difference(&linked).copied().collect();
        prop_assert_eq!(plan.learners.iter().map(|row| row.id).collect::<Vec<_>>(), expected, "in order of id");

        let linked: BTreeSet<UserId> = after.values().filter(|link| in_effect(link)).map(|link| link.0).collect();
        let scope = world.users.iter().filter(|user| user.in_scope && !user.gone).map(|user| user.id);
        let expected: Vec<_> = scope.collect::<BTreeSet<_>>().difference(&linked).copied().collect();
        prop_assert_eq!(plan.users.iter().map(|row| row.id).collect::<Vec<_>>(), expected, "in order of id");
    }

    #[test]
    fn within_a_centre_an_account_is_in_effect_for_one_learner_unless_a_person_linked_more(case in case()) {
        let world = case.world();
        let mut holders: BTreeMap<_, Vec<LearnerId>> = BTreeMap::new();
        for (learner, (user, rule, held)) in links(&world.clone().settled()) {
            let person = world.learners.iter().find(|one| one.id == learner).unwrap();
            let accepted = world.decisions.iter().any(|one| one.verdict == Verdict::Accept && one.learner == learner);
            if person.in_scope && held.is_none() && rule != Rule::Manual && !accepted {
                holders.entry((user, person.centre)).or_default().push(learner);
            }
        }
        for learners in holders.values() {
            prop_assert_eq!(learners.len(), 1, "two learners would see one another's results");
        }
    }

    #[test]
    fn what_people_decided_stands(case in case()) {
        let world = case.world();
        let after = links(&world.clone().settled());
        let never = |learner, user| world.decisions.iter().any(|one| {
            one.verdict == Verdict::Never && one.learner == learner && (one.user.is_none() || one.user == Some(user))
        });
        for (learner, (user, ..)) in &after {
            prop_assert!(!never(*learner, *user), "a person said never");
        }
        for decision in world.decisions.iter().filter(|one| one.verdict == Verdict::Link) {
            let user = decision.user.unwrap();
            let gone = world.users.iter().any(|one| one.id == user && one.gone);
            let others = world.decisions.iter().filter(|one| one.verdict == Verdict::Link);
            let alone = others.filter(|one| one.learner == decision.learner).count() == 1;
            if !gone && alone && !never(decision.learner, user) {
                prop_assert_eq!(after.get(&decision.learner), Some(&(user, Rule::Manual, None)), "linked by hand");
            }
        }
    }

    #[test]
    fn a_link_that_was_in_effect_is_never_moved_by_rules_alone(case in case()) {
        let mut world = case.world();
        world.decisions.clear();
        let plan = world.plan();
        for link in world.links.iter().filter(|link| link.held != Some(Reason::DetailsDisagree)) {
            let gone = world.users.iter().any(|user| user.id == link.user && user.gone);
            let ends = plan.changes.iter().any(|change| {
                (change.learner, change.user, change.change) == (link.learner, link.user, LinkChange::Remove)
            });
            let heir = plan.changes.iter().any(|change| {
                change.user == link.user && matches!(change.change, LinkChange::Make { .. })
            });
            let manual = world.links.iter().any(|one| one.user == link.user && one.rule == Rule::Manual);
            prop_assert!(!ends || gone || heir || manual, "only its account's end, a decision or an heir ends a link");
        }
    }

    #[test]
    fn only_people_in_question_are_shown_as_candidates(case in case()) {
        let world = case.world();
        let plan = world.plan();
        let held = |learner, user| {
            links(&world.clone().settled()).get(&learner).is_some_and(|link| link.0 == user && link.2.is_some())
        };
        for row in &plan.learners {
            for candidate in &row.candidates {
                let user = world.users.iter().find(|user| user.id == candidate.id).unwrap();
                prop_assert!((user.in_scope && !user.gone) || held(row.id, user.id), "out of scope is not listed");
            }
        }
        for candidate in plan.users.iter().flat_map(|row| &row.candidates) {
            let learner = world.learners.iter().find(|learner| learner.id == candidate.id).unwrap();
            prop_assert!(learner.in_scope, "out of scope is not listed");
        }
    }
}

/// The worlds would prove little if some reason or change hardly ever occurred in them.
#[test]
fn the_random_worlds_bring_out_every_reason_and_every_kind_of_change() {
    let mut runner = TestRunner::deterministic();
    let mut reasons: BTreeMap<(&str, Reason), u32> = BTreeMap::new();
    let mut changes: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..2000 {
        let plan = case().new_tree(&mut runner).unwrap().current().world().plan();
        plan.learners
            .iter()
            .for_each(|row| *reasons.entry(("learner", row.reason)).or_default() += 1);
        plan.users
            .iter()
            .for_each(|row| *reasons.entry(("account", row.reason)).or_default() += 1);
        plan.changes
            .iter()
            .for_each(|one| *changes.entry(format!("{:?}", one.change)).or_default() += 1);
    }
    for reason in Reason::ALL {
        for side in ["learner", "account"] {
            let count = reasons.get(&(side, *reason)).copied().unwrap_or_default();
            assert!(count >= 5, "{reason} occurred {count} times for a {side}: {reasons:?}");
        }
    }
    for rule in [Rule::Username, Rule::Nino, Rule::Email] {
        for held in [None, Some(Reason::DetailsDisagree)] {
            let made = format!("{:?}", LinkChange::Make { rule, held });
            assert!(
                changes.get(&made).is_some_and(|count| *count >= 5),
                "{made}: {changes:?}"
            );
        }
    }
    let others = [
        LinkChange::Make {
            rule: Rule::Manual,
            held: None,
        },
        LinkChange::Hold { held: None },
        LinkChange::Hold {
            held: Some(Reason::KeysDisagree),
        },
        LinkChange::Rerule { rule: Rule::Manual },
        LinkChange::Remove,
    ];
    for change in others.map(|change| format!("{change:?}")) {
        assert!(
            changes.get(&change).is_some_and(|count| *count >= 5),
            "{change}: {changes:?}"
        );
    }
}
