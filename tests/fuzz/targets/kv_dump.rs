//! The fuzzer's door to [`targets::kv_dump`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::kv_dump::run(data));
