//! The fuzzer's door to [`targets::kv_glob`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::kv_glob::run(data));
