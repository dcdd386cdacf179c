use clap::{CommandFactory as _, error::ErrorKind};

use super::*;

fn parsed(line: &str) -> Cli {
    let words = std::iter::once("learner-sync-cli").chain(line.split_whitespace());
    Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn refused(line: &str) -> ErrorKind {
    let words = std::iter::once("learner-sync-cli").chain(line.split_whitespace());
    match Cli::try_parse_from(words) {
        Ok(_) => panic!("{line} was taken"),
        Err(error) => error.kind(),
    }
}

#[test]
fn the_declaration_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn folder_and_json_are_taken_before_and_after_the_command() {
    for line in [
        "--data-dir d --json connection list",
        "connection list --json --data-dir d",
        "connection --json list --data-dir d",
        "--json connection --data-dir d list",
    ] {
        let cli = parsed(line);
        assert!(cli.json, "{line}");
        assert_eq!(cli.data_dir, Some(PathBuf::from("d")), "{line}");
    }
}

#[test]
fn a_value_may_hold_equals_signs_and_be_empty() {
    let Command::Connection(ConnectionCommand::Set { settings, .. }) =
        parsed("connection set One base_url=https://x/?a=b tail_days=").command
    else {
        panic!("another command")
    };
    assert_eq!(
        settings,
        [
            ("base_url".to_owned(), "https://x/?a=b".to_owned()),
            ("tail_days".to_owned(), String::new())
        ],
        "only the first equals sign divides"
    );
}

#[test]
fn a_secret_is_never_an_argument() {
    assert_eq!(
        refused("connection secret One secret_key hunter2"),
        ErrorKind::UnknownArgument,
        "other people can see the arguments of a program"
    );
}

#[test]
fn sync_takes_several_connections_and_tasks() {
    let Command::Sync(args) = parsed("sync --connection a --connection b --task users --task match --dry-run").command
    else {
        panic!("another command")
    };
    assert_eq!(args.connections, ["a", "b"]);
    assert_eq!(args.tasks, [Task::Users, Task::Match]);
    assert!(args.dry_run);
    assert_eq!(refused("sync --task everything"), ErrorKind::ValueValidation);
}

#[test]
fn a_decision_is_whole_or_not_taken() {
    assert!(matches!(parsed("review").command, Command::Review(args) if args.learner.is_none()));
    let Command::Review(args) = parsed("review 7 9 yes --connection bksb").command else {
        panic!("another command")
    };
    assert_eq!((args.learner, args.user), (Some(LearnerId(7)), Some(UserId(9))));
    assert!(args.answer == Some(YesNo::Yes));
    for line in [
        "review 7",
        "review 7 9",
        "review 7 9 yes",
        "review 7 9 perhaps --connection bksb",
    ] {
        assert!(
            matches!(
                refused(line),
                ErrorKind::MissingRequiredArgument | ErrorKind::InvalidValue
            ),
            "{line}"
        );
    }
    assert_eq!(refused("link 7 9"), ErrorKind::MissingRequiredArgument);
    assert_eq!(refused("link seven 9 --connection bksb"), ErrorKind::ValueValidation);
}

#[test]
fn the_help_promises_nothing_that_is_not_there() {
    let help = Cli::command().render_long_help().to_string();
    for absent in ["account", "export", "erase"] {
        assert!(!help.contains(&format!("  {absent}")), "{absent} is no command yet");
    }
}
