//! Everything kept on the administrator's own machine.
