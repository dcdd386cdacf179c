//! Serves the imitated systems from a process of their own, for benchmarks and for looking at by hand.
//!
//! `sandbox [--learners N] [--seed N] [--port P] [--today YYYY-MM-DD] [--benchmark-results N]` prints one JSON line with
//! the addresses and keys, and serves until standard input closes or SIGTERM comes.

use std::error::Error;
use std::io::{Write as _, stdout};
use std::str::FromStr;

use sandbox::{Customer, CustomerOptions, Sandbox, SandboxOptions, System, system_time};

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let (customer, port) = arguments(std::env::args().skip(1))?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(serve(&customer, port))
}

async fn serve(customer: &CustomerOptions, port: u16) -> Result<(), Failure> {
    let options = SandboxOptions {
        port,
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(Customer::generate(customer), options).await?;
    let line = serde_json::json!({
        "onefile_url": sandbox.url(System::Onefile),
        "bksb_url": sandbox.url(System::Bksb),
        "customer_token": sandbox.keys().customer_token,
        "access_key": sandbox.keys().access_key,
        "secret_key": sandbox.keys().secret_key,
    });
    writeln!(stdout(), "{line}")?;
    stdout().flush()?;
    tokio::select! {
        () = end_of_input() => {}
        () = terminated() => {}
    }
    sandbox.stop().await;
    Ok(())
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<(CustomerOptions, u16), Failure> {
    let mut options = CustomerOptions::new(1, system_time()().date_naive());
    let mut port = 0;
    while let Some(name) = given.next() {
        let value = given.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--learners" => options.learners = parse(&name, &value)?,
            "--seed" => options.seed = parse(&name, &value)?,
            "--port" => port = parse(&name, &value)?,
            "--today" => options.today = parse(&name, &value)?,
            "--benchmark-results" => options.benchmark_results = Some(parse(&name, &value)?),
            _ => return Err(format!("{name} is not known here").into()),
        }
    }
    Ok((options, port))
}

fn parse<T: FromStr>(name: &str, value: &str) -> Result<T, Failure> {
    value
        .parse()
        .map_err(|_| format!("{name} does not take this value").into())
}

/// Waits until whoever started this closes our input, which is also what happens when they die.
///
/// A plain thread reads it: it may stay blocked in the read when the process ends for another reason.
async fn end_of_input() {
    let (ended, end) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // Whether the input ended or broke, there is nobody left to serve.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = ended.send(());
    });
    let _ = end.await;
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut termination) => {
            termination.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
