//! The fuzzer's door to [`targets::kv_request`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::kv_request::run(data));
