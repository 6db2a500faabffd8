//! The fuzzer's door to [`targets::transport_stream`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::transport_stream::run(data));
