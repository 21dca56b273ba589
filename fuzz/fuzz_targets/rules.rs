//! See `bodies::rules`.
#![no_main]

#[path = "../bodies/mod.rs"]
#[allow(dead_code, reason = "each target runs one of the bodies")]
mod bodies;

libfuzzer_sys::fuzz_target!(
    init: { bodies::plant("rules") },
    |bytes: &[u8]| bodies::rules::run(bytes)
);
