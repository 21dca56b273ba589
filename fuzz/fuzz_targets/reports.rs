//! See `bodies::reports`.
#![no_main]

#[path = "../bodies/mod.rs"]
#[allow(dead_code, reason = "each target runs one of the bodies")]
mod bodies;

libfuzzer_sys::fuzz_target!(
    init: { bodies::plant("reports") },
    |bytes: &[u8]| bodies::reports::run(bytes)
);
