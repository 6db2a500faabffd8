//! The fuzzer's door to [`targets::kv_command`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::kv_command::run(data));
