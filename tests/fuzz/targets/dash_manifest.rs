//! The fuzzer's door to [`targets::dash_manifest`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::dash_manifest::run(data));
