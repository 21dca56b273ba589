//! See `bodies::source`.
#![no_main]

#[path = "../bodies/mod.rs"]
#[allow(dead_code, reason = "each target runs one of the bodies")]
mod bodies;

libfuzzer_sys::fuzz_target!(
    init: { bodies::plant("source") },
    |bytes: &[u8]| bodies::source::run(bytes)
);
