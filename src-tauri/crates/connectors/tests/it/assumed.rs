//! The facts that are only assumed of Onefile and bksb. Each is changed at the sandbox; the app says what no longer fits
//! and passes on nothing that would put blanks over what is stored; a correction of one line mends it.

mod facts;
mod limits;
mod pages;
mod seen;
mod values;

use crate::support::World;
use facts::facts;
use seen::see;

#[tokio::test]
async fn each_assumed_fact_is_missed_aloud_and_mended_by_one_line() {
    let world = World::new(150).await;
    world.overlay("onefile", "");
    let bases = [
        ("onefile", see(&world, "onefile").await),
        ("bksb", see(&world, "bksb").await),
    ];
    for (kind, base) in &bases {
        assert_eq!(base.said, "", "{kind} as assumed has nothing to say");
    }
    for fact in facts() {
        let base = &bases.iter().find(|(kind, _)| *kind == fact.kind).unwrap().1;
        for change in (fact.change)() {
            world.sandbox.rewrites().add(change);
        }
        let otherwise = see(&world, fact.kind).await;
        assert!(
            otherwise.said.contains(fact.told),
            "{}: it says only: {}",
            fact.fact,
            otherwise.said
        );
        assert!(
            otherwise.is_true_to(base),
            "{}: something is passed on that is not so",
            fact.fact
        );
        assert_eq!(fact.mend.lines().count(), 1);
        world.overlay(fact.kind, fact.mend);
        let mended = see(&world, fact.kind).await;
        assert_eq!(mended.said, "", "{} is not mended", fact.fact);
        assert!(mended.is_all_of(base), "{}: all is as before", fact.fact);
        world.overlay(fact.kind, "");
        world.sandbox.rewrites().clear();
    }
}
