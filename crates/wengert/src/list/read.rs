//! Reading the text form of a List.

/// Why a text is not a List.
#[derive(Debug)]
pub struct ReadError;
