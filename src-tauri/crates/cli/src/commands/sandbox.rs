//! `sandbox`

use std::io;

use domain::ports::Clock as _;
use domain::{Fault, FaultCode};
use host::clock::WallClock;
use sandbox::{Customer, CustomerOptions, Sandbox, SandboxOptions};
use serde::Serialize;

use crate::args::SandboxArgs;
use crate::output::{Answer, print, tell};
use crate::session::Session;

/// The real systems limit how often they may be called; the sandbox does not.
const NO_LIMIT: &str = "calls_per_minute=1000000";

/// What a program needs to connect to the sandbox. The keys open nothing but invented records.
#[derive(Serialize)]
struct Served {
    seed: u64,
    onefile: System<OnefileKeys>,
    bksb: System<BksbKeys>,
    commands: Vec<String>,
}

#[derive(Serialize)]
struct System<K> {
    base_url: String,
    secrets: K,
}

#[derive(Serialize)]
struct OnefileKeys {
    customer_token: String,
}

#[derive(Serialize)]
struct BksbKeys {
    access_key: String,
    secret_key: String,
}

/// Serves the imitated systems until the program is asked to stop.
pub(crate) async fn run(session: &Session, args: &SandboxArgs) -> Result<Answer, Fault> {
    let today = WallClock::from_environment()?.now().date_naive();
    let customer = CustomerOptions {
        learners: args.learners,
        ..CustomerOptions::new(args.seed, today)
    };
    let options = SandboxOptions {
        port: args.port,
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(Customer::generate(&customer), options).await;
    let sandbox = sandbox.map_err(|error| unserved(args.port, &error))?;
    let answer = session.output.answer(&served(&sandbox, args.seed), words);
    print(answer.text()).map_err(|error| Fault::new(FaultCode::Internal, error.kind().to_string()))?;
    session.cancel().cancelled().await;
    sandbox.stop().await;
    tell("The sandbox is stopped.");
    Ok(Answer::silent())
}

fn served(sandbox: &Sandbox, seed: u64) -> Served {
    let keys = sandbox.keys();
    let (onefile, bksb) = (sandbox.onefile_url(), sandbox.bksb_url());
    Served {
        seed,
        commands: vec![
            format!(
                "echo {} | learner-sync-cli connection add onefile --name Onefile --set base_url={onefile} --set {NO_LIMIT}",
                keys.customer_token
            ),
            format!(
                "printf '%s\\n' {} {} | learner-sync-cli connection add bksb --name bksb --set base_url={bksb} --set {NO_LIMIT}",
                keys.access_key, keys.secret_key
            ),
            "learner-sync-cli sync".to_owned(),
        ],
        onefile: System {
            base_url: onefile,
            secrets: OnefileKeys {
                customer_token: keys.customer_token.clone(),
            },
        },
        bksb: System {
            base_url: bksb,
            secrets: BksbKeys {
                access_key: keys.access_key.clone(),
                secret_key: keys.secret_key.clone(),
            },
        },
    }
}

fn words(served: &Served) -> String {
    let Served {
        seed,
        onefile,
        bksb,
        commands,
    } = served;
    format!(
        "The sandbox serves invented people (seed {seed}) until it is stopped with Ctrl+C.\n\n\
         Onefile  {}\n         customer_token  {}\n\
         bksb     {}\n         access_key      {}\n         secret_key      {}\n\n\
         To connect to it, in another window (add --data-dir DIR to keep it apart from your own data):\n\n{}\n",
        onefile.base_url,
        onefile.secrets.customer_token,
        bksb.base_url,
        bksb.secrets.access_key,
        bksb.secrets.secret_key,
        commands
            .iter()
            .map(|line| format!("  {line}"))
            .collect::<Vec<_>>()
            .join("\n")
    )
}

fn unserved(port: u16, error: &io::Error) -> Fault {
    let (problem, remedy) = if error.kind() == io::ErrorKind::AddrInUse {
        (
            format!("Another program uses port {port}."),
            "choose another with --port, or leave it out.",
        )
    } else {
        (
            format!("The sandbox could not be served on port {port}."),
            "leave --port out to take a free one.",
        )
    };
    Fault::new(FaultCode::Refused, format!("sandbox: {}", error.kind()))
        .with("problem", problem)
        .with("remedy", remedy)
}
