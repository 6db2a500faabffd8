//! The fuzzer's door to [`targets::cenc`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::cenc::run(data));
