//! The fuzzer's door to [`targets::book_audio`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::book_audio::run(data));
