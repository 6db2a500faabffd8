//! The fuzzer's door to [`targets::expression`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::expression::run(data));
