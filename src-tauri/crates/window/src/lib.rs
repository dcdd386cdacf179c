//! What the window asks and is told: commands, events and the life of the app, without the windowing system.
