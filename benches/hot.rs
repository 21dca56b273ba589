//! The hot paths, one by one.

fn main() {}
