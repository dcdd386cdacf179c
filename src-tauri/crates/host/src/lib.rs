//! What the window and the command line share: keyring, folders, clock, locks and wiring.
