//! The text form of a List.
