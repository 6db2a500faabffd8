//! The fuzzer's door to [`targets::scan_rules`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::scan_rules::run(data));
