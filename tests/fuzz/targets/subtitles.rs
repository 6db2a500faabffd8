//! The fuzzer's door to [`targets::subtitles`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::subtitles::run(data));
