//! The fuzzer's door to [`targets::prometheus`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::prometheus::run(data));
