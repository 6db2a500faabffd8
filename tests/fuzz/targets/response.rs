//! The fuzzer's door to [`targets::response`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::response::run(data));
