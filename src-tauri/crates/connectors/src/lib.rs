//! Definitions of the remote systems, and their interpreter.
