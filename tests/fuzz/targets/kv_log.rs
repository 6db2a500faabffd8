//! The fuzzer's door to [`targets::kv_log`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::kv_log::run(data));
