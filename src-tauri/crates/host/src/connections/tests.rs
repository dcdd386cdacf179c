use std::collections::BTreeMap;

use domain::ports::CheckOutcome;
use domain::{FaultCode, Settings};

use crate::checks::{Checked, Outcome};
use crate::keyring::tests::in_memory;
use crate::secrets::{Typed, Whereabouts, variable};
use crate::wiring::Host;
use crate::wiring::tests::{Place, add, places};

/// Where nobody listens.
fn nowhere() -> Settings {
    Settings(BTreeMap::from([(
        "base_url".to_owned(),
        "http://127.0.0.1:9/api".to_owned(),
    )]))
}

async fn names(host: &Host) -> Vec<String> {
    let all = host.connections().await.unwrap();
    all.into_iter().map(|one| one.name).collect()
}

#[tokio::test]
async fn a_connection_is_found_by_its_id_and_by_its_name() {
    let place = Place::with(in_memory());
    let host = place.open().await.unwrap();
    let added = add(&host, "bksb", &["access", "secret"]).await.unwrap();
    assert_eq!(host.connection(added.id).await.unwrap(), added);
    assert_eq!(host.connection(" BKSB ").await.unwrap(), added);
    let fault = host.connection(domain::ConnectionId(99)).await.unwrap_err();
    assert_eq!(fault.code, FaultCode::NotFound);
}

#[tokio::test]
async fn a_draft_is_tried_with_what_was_typed_and_nothing_is_kept() {
    let place = Place::with(in_memory());
    let host = place.open().await.unwrap();
    let draft = host.draft("bksb", "bksb", nowhere()).await.unwrap();
    let typed = BTreeMap::from([
        ("access_key".to_owned(), " access\n".to_owned()),
        ("secret_key".to_owned(), "secret".to_owned()),
    ]);
    let answers = draft.answers(&typed).unwrap();
    let trimmed: Vec<bool> = answers.iter().map(Typed::was_trimmed).collect();
    assert_eq!(
        trimmed,
        [true, false],
        "what was left out is said of the one it was left out of"
    );
    let report = host.test_draft(&draft, &answers).await.unwrap();
    let tried = report.operations.iter().find_map(|one| match &one.outcome {
        CheckOutcome::Failed(fault) => Some(fault.code),
        _ => None,
    });
    assert_eq!(
        tried,
        Some(FaultCode::Unreachable),
        "the keys were there; nobody answered: {report:?}"
    );
    assert!(names(&host).await.is_empty());
    for key in ["access_key", "secret_key"] {
        let kept = place.keyring.get(&format!("bksb/{key}")).await.unwrap();
        assert!(kept.is_none(), "a test keeps nothing");
    }
}

#[tokio::test]
async fn a_secret_that_was_not_typed_is_named_by_its_key() {
    let place = Place::with(in_memory());
    let host = place.open().await.unwrap();
    let draft = host.draft("bksb", "bksb", nowhere()).await.unwrap();
    let typed = BTreeMap::from([("access_key".to_owned(), "access".to_owned())]);
    let fault = draft.answers(&typed).err().unwrap();
    assert_eq!((fault.code, fault.at()), (FaultCode::Refused, Some("secret_key")));
    let name = host.draft("bksb", " ", nowhere()).await.err().unwrap();
    assert_eq!(name.at(), Some("name"));
    let bad = Settings(BTreeMap::from([("base_url".to_owned(), "ftp://x".to_owned())]));
    let setting = host.draft("bksb", "bksb", bad).await.err().unwrap();
    assert_eq!(setting.at(), Some("base_url"));
}

#[tokio::test]
async fn a_new_name_takes_the_secrets_along() {
    let place = Place::with(in_memory());
    let host = place.open().await.unwrap();
    let added = add(&host, "bksb", &["access", "secret"]).await.unwrap();
    let renamed = host.rename(added.id, " bksb, Nørth ").await.unwrap();
    assert_eq!(renamed.name, "bksb, Nørth");
    assert_eq!(names(&host).await, ["bksb, Nørth"]);
    assert_eq!(places(&host, &renamed).await, [Some(Whereabouts::Keyring); 2]);
    assert!(
        place.keyring.get("bksb/secret_key").await.unwrap().is_none(),
        "no secret stays behind that nobody can find any more"
    );
    let same = host.rename(added.id, "bksb, Nørth").await.unwrap();
    assert_eq!(
        places(&host, &same).await,
        [Some(Whereabouts::Keyring); 2],
        "the name that it has is no new one, and loses nothing"
    );
    let other_case = host.rename(added.id, "BKSB, nørth").await.unwrap();
    assert_eq!(places(&host, &other_case).await, [Some(Whereabouts::Keyring); 2]);
}

#[tokio::test]
async fn a_name_that_is_taken_or_that_variables_hang_on_is_not_changed() {
    let mut place = Place::server();
    for (connection, key) in [
        ("onefile", "customer_token"),
        ("bksb", "access_key"),
        ("bksb", "secret_key"),
    ] {
        place.set(&variable(connection, key), "given");
    }
    let host = place.open().await.unwrap();
    let bksb = add(&host, "bksb", &[]).await.unwrap();
    add(&host, "onefile", &[]).await.unwrap();
    let taken = host.rename(bksb.id, "Onefile").await.unwrap_err();
    assert!(
        taken.sentence().contains("already a connection"),
        "{}",
        taken.sentence()
    );
    let tied = host.rename(bksb.id, "bksb North").await.unwrap_err();
    assert_eq!((tied.code, tied.at()), (FaultCode::Refused, Some("name")));
    assert!(tied.sentence().contains("environment"), "{}", tied.sentence());
    assert_eq!(names(&host).await, ["onefile", "bksb"]);
    let same_variable = host.rename(bksb.id, "BKSB").await.unwrap();
    assert_eq!(places(&host, &same_variable).await, [Some(Whereabouts::Environment); 2]);
}

#[tokio::test]
async fn what_a_check_found_is_kept_until_something_about_the_connection_changes() {
    let place = Place::with(in_memory());
    let host = place.open().await.unwrap();
    let draft = host.draft("onefile", "Onefile", nowhere()).await.unwrap();
    let typed = [Typed::new("token").unwrap()];
    let added = host.add(draft, &typed).await.unwrap();
    assert_eq!(host.last_check(&added).await.unwrap(), None);
    let (_, report) = host.check(added.id).await.unwrap();
    let kept = host.last_check(&added).await.unwrap().unwrap();
    assert_eq!(kept, Checked::of(&report, kept.checked_at));
    assert_eq!((kept.answered(), kept.tried() > 0), (0, true));
    let failed = kept
        .operations
        .iter()
        .find(|one| one.outcome == Outcome::Failed)
        .unwrap();
    assert!(failed.detail.contains("could not be reached"), "{failed:?}");
    assert!(failed.what_to_do.is_some(), "{failed:?}");
    let change = [("concurrency".to_owned(), "2".to_owned())];
    host.set(added.id, &change).await.unwrap();
    assert_eq!(
        host.last_check(&added).await.unwrap(),
        None,
        "that was about other settings"
    );
}
