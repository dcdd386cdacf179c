use keyring_core::mock;

use super::*;

fn over(store: Arc<CredentialStore>, folder: &str) -> Keyring {
    Keyring {
        open: Arc::new(move || Ok(Arc::clone(&store))),
        folder: folder.to_owned(),
        patience: PATIENCE,
    }
}

/// A keyring that lives as long as the value.
pub(crate) fn in_memory() -> Keyring {
    Keyring::in_memory().unwrap()
}

/// A keyring on a computer that has none.
pub(crate) fn missing() -> Keyring {
    Keyring {
        open: Arc::new(|| Err(Error::PlatformFailure("no session bus".into()))),
        ..in_memory()
    }
}

/// A keyring that says no.
pub(crate) fn locked() -> Keyring {
    Keyring {
        open: Arc::new(|| Err(Error::NoStorageAccess("prompt dismissed".into()))),
        ..in_memory()
    }
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn kept(keyring: &Keyring, name: &str) -> Option<String> {
    let found = keyring.get(name).await.unwrap();
    found.map(|secret| secret.expose_secret().to_owned())
}

async fn keeps_replaces_and_forgets(keyring: &Keyring) {
    assert_eq!(kept(keyring, "bksb/secret_key").await, None, "nothing is there yet");
    keyring.put("bksb/secret_key", &secret("first")).await.unwrap();
    keyring.put("bksb/secret_key", &secret("sécond")).await.unwrap();
    assert_eq!(
        kept(keyring, "bksb/secret_key").await.as_deref(),
        Some("sécond"),
        "the newer one counts"
    );
    assert_eq!(
        kept(keyring, "bksb/access_key").await,
        None,
        "each secret is an entry of its own"
    );
    keyring.remove("bksb/secret_key").await.unwrap();
    keyring.remove("bksb/secret_key").await.unwrap();
    assert_eq!(
        kept(keyring, "bksb/secret_key").await,
        None,
        "forgetting twice is no error"
    );
}

#[tokio::test]
async fn a_secret_is_kept_replaced_and_forgotten() {
    keeps_replaces_and_forgets(&in_memory()).await;
}

#[tokio::test]
async fn two_data_folders_share_no_secret() {
    let store: Arc<CredentialStore> = mock::Store::new().unwrap();
    let (one, two) = (over(Arc::clone(&store), "one"), over(store, "two"));
    one.put("database", &secret("key")).await.unwrap();
    assert_eq!(kept(&two, "database").await, None);
}

#[tokio::test]
async fn each_trouble_has_its_own_code() {
    for (keyring, code) in [
        (missing(), FaultCode::KeyringMissing),
        (locked(), FaultCode::KeyringLocked),
    ] {
        let fault = keyring.get("database").await.unwrap_err();
        assert_eq!(fault.code, code, "what a person has to do differs");
    }
    let store = mock::Store::new().unwrap();
    let keyring = over(store.clone(), "folder");
    keyring.put("database", &secret("key")).await.unwrap();
    let entry = store.inner.lock().unwrap().borrow()[0].clone();
    entry.set_error(Error::PlatformFailure("access denied".into()));
    let fault = keyring.get("database").await.unwrap_err();
    assert_eq!(fault.code, FaultCode::KeyringDenied);
    assert!(
        !fault.to_string().contains("access denied"),
        "the system's words may name anything"
    );
}

#[tokio::test]
async fn a_question_that_nobody_answers_ends() {
    let keyring = Keyring {
        open: Arc::new(|| {
            loop {
                std::thread::park();
            }
        }),
        folder: "folder".to_owned(),
        patience: Duration::from_millis(20),
    };
    let fault = keyring.get("database").await.unwrap_err();
    assert_eq!(
        fault.code,
        FaultCode::KeyringLocked,
        "a prompt that nobody sees must not hold the program for ever"
    );
}

#[tokio::test]
async fn the_real_keyring_keeps_replaces_and_forgets() {
    if std::env::var("LEARNER_SYNC_TEST_KEYRING").as_deref() != Ok("1") {
        println!("skipped: LEARNER_SYNC_TEST_KEYRING=1 says that this session has an unlocked keyring for tests");
        return;
    }
    let folder = format!("test-{}", std::process::id());
    keeps_replaces_and_forgets(&Keyring::of_this_computer(folder)).await;
}
