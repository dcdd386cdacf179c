//! Tasks, runs and the schedule.
