use super::*;
use crate::keyring::tests::{in_memory, missing};

const WANTED: Wanted<'static> = Wanted {
    connection: "My bksb",
    key: "secret_key",
    label: "Secret Key",
    address: "live2api.bksblive2.co.uk",
};

fn typed(text: &str) -> Typed {
    Typed::new(text).unwrap()
}

fn over(variables: &[(&str, &str)], keyring: Keyring) -> SecretStore {
    SecretStore::new(Environment::of(variables), keyring)
}

async fn found(store: &SecretStore) -> String {
    store.get(WANTED).await.unwrap().expose_secret().to_owned()
}

#[test]
fn a_variable_is_named_after_connection_and_key() {
    assert_eq!(
        variable("My bksb-2 é", "secret_key"),
        "LEARNER_SYNC_SECRET_MY_BKSB_2___SECRET_KEY",
        "upper case, other characters as _"
    );
}

#[tokio::test]
async fn the_environment_stands_before_the_keyring() {
    let keyring = in_memory();
    let alone = over(&[], keyring.clone());
    alone.put(WANTED, &typed("kept")).await.unwrap();
    assert_eq!(found(&alone).await, "kept");
    let both = over(&[("LEARNER_SYNC_SECRET_MY_BKSB_SECRET_KEY", " given\n")], keyring);
    assert_eq!(found(&both).await, "given", "without the blanks around it");
    assert_eq!(both.whereabouts(WANTED).await.unwrap(), Whereabouts::Environment);
}

#[tokio::test]
async fn a_secret_in_the_environment_needs_no_keyring() {
    let store = over(&[("LEARNER_SYNC_SECRET_MY_BKSB_SECRET_KEY", "given")], missing());
    assert_eq!(found(&store).await, "given");
    let none = over(&[], missing());
    assert_eq!(none.get(WANTED).await.unwrap_err().code, FaultCode::KeyringMissing);
}

#[tokio::test]
async fn a_missing_secret_is_named_as_the_vendor_names_it() {
    let fault = over(&[], in_memory()).get(WANTED).await.unwrap_err();
    assert_eq!(fault.code, FaultCode::KeysMissing);
    assert!(
        fault.sentence().starts_with("The Secret Key of My bksb is not stored"),
        "{}",
        fault.sentence()
    );
}

#[tokio::test]
async fn a_secret_goes_only_where_it_was_typed_for() {
    let store = over(&[], in_memory());
    store.put(WANTED, &typed("s3cret")).await.unwrap();
    let moved = Wanted {
        address: "elsewhere.example",
        ..WANTED
    };
    let fault = store.get(moved).await.unwrap_err();
    assert_eq!((fault.code, fault.next), (FaultCode::Refused, Next::StopConnection));
    assert!(fault.sentence().contains("elsewhere.example"), "{}", fault.sentence());
    assert!(!format!("{fault:?}").contains("s3cret"), "no fault holds a secret");
    assert_eq!(store.whereabouts(moved).await.unwrap(), Whereabouts::OtherAddress);
    store.put(moved, &typed("s3cret")).await.unwrap();
    assert!(store.get(moved).await.is_ok(), "typed again, it may go there");
}

#[tokio::test]
async fn a_removed_secret_is_gone() {
    let store = over(&[], in_memory());
    store.put(WANTED, &typed("kept")).await.unwrap();
    store.remove(WANTED.connection, WANTED.key).await.unwrap();
    assert_eq!(store.whereabouts(WANTED).await.unwrap(), Whereabouts::Missing);
}

#[test]
fn what_is_typed_loses_its_blanks_and_says_so() {
    assert!(!typed("key\r\n").was_trimmed(), "the line's own end is no blank");
    for (pasted, key) in [
        ("\t key \n", "key"),
        ("\u{feff}key\u{200b}", "key"),
        ("first\r\nhalf", "firsthalf"),
        ("\n\nkey\n\n", "key"),
        (" pass word ", "pass word"),
    ] {
        let tidied = typed(pasted);
        assert!(tidied.was_trimmed(), "{pasted:?}");
        assert_eq!(
            tidied.text.expose_secret(),
            key,
            "a blank within may be part of a password"
        );
    }
    for nothing in ["", " \n", "\u{200b}", "one\u{0}two", "one\u{1b}[2J"] {
        assert_eq!(
            Typed::new(nothing).err().map(|fault| fault.code),
            Some(FaultCode::Refused)
        );
    }
}
