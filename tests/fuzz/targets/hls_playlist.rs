//! The fuzzer's door to [`targets::hls_playlist`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::hls_playlist::run(data));
