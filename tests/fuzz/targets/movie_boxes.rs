//! The fuzzer's door to [`targets::movie_boxes`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::movie_boxes::run(data));
