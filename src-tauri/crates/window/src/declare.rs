//! The one declaration of the commands, and what comes from it: their dispatch and their TypeScript.

/// Declares the commands: `name: handler[ask] -> answer;`.
///
/// Those `of_app` are answered whatever the app is at, by `async fn(&App, Ask) -> Result<Answer, Problem>`. Those `of_data`
/// wait until the data is open, and end where it is closed: `async fn(&Held, Ask) -> Result<Answer, Problem>`.
macro_rules! commands {
    (
        of_app { $($app_name:ident: $app_handler:path[$app_ask:ty] -> $app_answer:ty;)+ }
        of_data { $($name:ident: $handler:path[$ask:ty] -> $answer:ty;)+ }
    ) => {
        /// Answers a command of the page: `ask` and the answer are JSON.
        ///
        /// # Errors
        /// The command's own; a command or an ask that the page of this version would not send. What was asked is never
        /// repeated in a problem: it may hold a secret.
        pub async fn dispatch(app: &App, command: &str, ask: &str) -> Result<String, Problem> {
            // Each command's future has its own place, so that the widest of them is not everybody's.
            match command {
                $(stringify!($app_name) => {
                    let ask: $app_ask = read(ask)?;
                    let answer: $app_answer = Box::pin($app_handler(app, ask)).await?;
                    write(&answer)
                })+
                $(stringify!($name) => {
                    let ask: $ask = read(ask)?;
                    let held = app.held().await?;
                    let answer: $answer = held.unless_closed(Box::pin($handler(&held, ask))).await?;
                    write(&answer)
                })+
                _ => Err(unknown()),
            }
        }

        /// Every command with its ask and its answer.
        pub(crate) fn declare(sheet: &mut Sheet) {
            $(sheet.command::<$app_ask, $app_answer>(stringify!($app_name));)+
            $(sheet.command::<$ask, $answer>(stringify!($name));)+
        }
    };
}

pub(crate) use commands;
