//! The remote systems imitated on loopback, with a seeded customer and faults on request.
