//! The command line: parse, dispatch, print the error.

fn main() {}
