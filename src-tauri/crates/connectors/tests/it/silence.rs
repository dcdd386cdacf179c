//! What is never written down.

use std::io::Write;
use std::sync::{Arc, Mutex};

use domain::ports::{FindKey, LearnerQuery};
use sandbox::{Fault, Op, What};

use crate::support::{World, all, ask};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything that is logged while a connection does all that it can, some of it failing, at the most talkative level:
/// what the libraries below say counts as well.
async fn logged(world: &World) -> String {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let faults = world.sandbox.faults();
    faults.add(Fault::on(Op::BksbUsersList, What::Status(500)).times(1));
    faults.add(Fault::on(Op::BksbInitial, What::Html).after(3));
    let user = world.sandbox.customer().bksb.rows()[0].clone();
    let bksb = world.bksb();
    all(bksb.users()).await;
    all(bksb.find_users(FindKey::Username, vec![user.username.clone()])).await;
    all(bksb.results((0..5).map(|_| ask(user.id)).collect())).await;
    let centre = Some(world.sandbox.customer().centres[0].id.to_string());
    let query = LearnerQuery {
        centre,
        ..LearnerQuery::default()
    };
    all(world.onefile().learners(query)).await;
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn no_log_line_holds_a_secret_a_person_or_a_query() {
    let world = World::new(60).await;
    let log = logged(&world).await;
    assert!(
        log.contains("users.list"),
        "calls are logged, so there is something to look through"
    );
    let keys = world.sandbox.keys();
    for secret in [&keys.customer_token, &keys.access_key, &keys.secret_key] {
        assert!(!log.contains(secret.as_str()), "a key is logged");
    }
    for word in ["Basic ", "X-TokenID: ", "recordsPerPage", "username="] {
        assert!(!log.contains(word), "{word} is logged");
    }
    let customer = world.sandbox.customer();
    let emails = customer.onefile.rows().iter().filter_map(|user| user.email.as_deref());
    let emails = emails.chain(customer.bksb.rows().iter().filter_map(|user| user.email.as_deref()));
    for email in emails.filter(|email| email.contains('@')) {
        assert!(!log.contains(email), "an address is logged");
    }
}
