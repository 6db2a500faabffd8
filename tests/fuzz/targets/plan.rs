//! The fuzzer's door to [`targets::plan`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::plan::run(data));
