//! One declaration of the commands, and what comes from it: their dispatch and their TypeScript.

/// Declares the commands: `name: handler(ask) -> answer;`. A handler is `async fn(&App, Ask) -> Result<Answer, Problem>`.
macro_rules! commands {
    ($($name:ident: $handler:path[$ask:ty] -> $answer:ty;)+) => {
        /// Answers a command of the page: `ask` and the answer are JSON.
        ///
        /// # Errors
        /// The command's own; a command or an ask that the page of this version would not send. What was asked is never
        /// repeated in a problem: it may hold a secret.
        pub async fn dispatch(app: &App, command: &str, ask: &str) -> Result<String, Problem> {
            match command {
                $(stringify!($name) => {
                    let ask: $ask = read(ask)?;
                    // Each command's future has its own place, so that the widest of them is not everybody's.
                    let answer: $answer = Box::pin($handler(app, ask)).await?;
                    write(&answer)
                })+
                _ => Err(unknown()),
            }
        }

        /// Every command with its ask and its answer.
        pub(crate) fn declare(sheet: &mut Sheet) {
            $(sheet.command::<$ask, $answer>(stringify!($name));)+
        }
    };
}

pub(crate) use commands;
