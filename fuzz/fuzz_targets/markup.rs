//! See `bodies::markup`.
#![no_main]

#[path = "../bodies/mod.rs"]
#[allow(dead_code, reason = "each target runs one of the bodies")]
mod bodies;

libfuzzer_sys::fuzz_target!(
    init: { bodies::plant("markup") },
    |bytes: &[u8]| bodies::markup::run(bytes)
);
