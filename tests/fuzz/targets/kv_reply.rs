//! The fuzzer's door to [`targets::kv_reply`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::kv_reply::run(data));
