//! The fuzzer's door to [`targets::kv_rules`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::kv_rules::run(data));
