//! See `bodies::detectors`.
#![no_main]

#[path = "../bodies/mod.rs"]
#[allow(dead_code, reason = "each target runs one of the bodies")]
mod bodies;

libfuzzer_sys::fuzz_target!(
    init: { bodies::plant("detectors") },
    |bytes: &[u8]| bodies::detectors::run(bytes)
);
