//! The fuzzer's door to [`targets::scan_service`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::scan_service::run(data));
