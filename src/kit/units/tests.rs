//! What is read, what is refused, and that printed quantities read back.

use super::*;
use proptest::prelude::*;

fn nanos(input: &str) -> u64 {
    parse_duration(input).unwrap().as_nanos() as u64
}

#[test]
fn durations_are_read_exactly() {
    for (input, expected) in [
        ("10s", 10_000_000_000),
        ("10", 10_000_000_000),
        ("0.5", 500_000_000),
        ("0.1s", 100_000_000),
        ("1m30s", 90_000_000_000),
        ("1m30.5s", 90_500_000_000),
        ("500ms", 500_000_000),
        ("250us", 250_000),
        ("250µs", 250_000),
        ("250\u{3bc}s", 250_000),
        ("1.5h", 5_400_000_000_000),
        ("2d", 172_800_000_000_000),
        ("7ns", 7),
        ("0", 0),
        (" 5s ", 5_000_000_000),
        ("1_000ms", 1_000_000_000),
    ] {
        assert_eq!(nanos(input), expected, "{input}");
    }
}

#[test]
fn durations_that_make_no_sense_are_refused() {
    for input in [
        "",
        " ",
        "s",
        "10x",
        "1s1m",
        "1s1s",
        "-1s",
        "1e3",
        "inf",
        ".5s",
        "5.",
        "1..5s",
        "_1s",
        "1_s",
        "1s2",
        "10 s",
        "99999999999d",
        "99999999999999999999",
        "{\"k\":1}",
        "@file",
        "1us1µs",
    ] {
        assert!(parse_duration(input).is_err(), "{input}");
    }
}

#[test]
fn durations_print_with_three_significant_digits() {
    for (nanos, expected) in [
        (0, "0s"),
        (7, "7ns"),
        (999, "999ns"),
        (1_000, "1.00µs"),
        (41_230, "41.2µs"),
        (178_000, "178µs"),
        (999_499, "999µs"),
        (999_500, "1.00ms"),
        (1_213_000, "1.21ms"),
        (12_400_000, "12.4ms"),
        (1_500_000_000, "1.50s"),
        (9_995_000_000, "10.0s"),
        (59_940_000_000, "59.9s"),
        (59_960_000_000, "1m00s"),
        (65_000_000_000, "1m05s"),
        (119_600_000_000, "2m00s"),
        (3_599_600_000_000, "1h00m"),
        (7_800_000_000_000, "2h10m"),
        (86_399_000_000_000, "1d00h"),
        (183_600_000_000_000, "2d03h"),
    ] {
        assert_eq!(format_duration(Duration::from_nanos(nanos)), expected, "{nanos}");
    }
}

#[test]
fn spans_print_exactly() {
    for (nanos, expected) in [
        (0, "0s"),
        (30_000_000_000, "30s"),
        (90_000_000_000, "1m30s"),
        (60_500_000_000, "1m0.5s"),
        (60_000_000_001, "1m0.000000001s"),
        (1_500_000, "1.5ms"),
        (250_000, "250us"),
        (86_400_000_000_000, "1d"),
    ] {
        assert_eq!(format_span(Duration::from_nanos(nanos)), expected, "{nanos}");
    }
}

#[test]
fn counts_are_whole() {
    for (input, expected) in
        [("10000", 10_000), ("10k", 10_000), ("1.5m", 1_500_000), ("1_000", 1_000), ("2G", 2_000_000_000), ("0", 0)]
    {
        assert_eq!(parse_count(input).unwrap(), expected, "{input}");
    }
    assert_eq!(parse_count("18446744073709551615").unwrap(), u64::MAX);
    for input in ["1.5", "1.0005k", "-1", "", "k", "10kk", "1,000", "18446744073709551616", "99999999999g"] {
        assert!(parse_count(input).is_err(), "{input}");
    }
    assert!(parse_count("1.5").unwrap_err().to_string().contains("not whole"));
}

#[test]
fn bytes_follow_coreutils() {
    for (input, expected) in [
        ("10", 10),
        ("10B", 10),
        ("10k", 10_240),
        ("10K", 10_240),
        ("10KB", 10_000),
        ("10kb", 10_000),
        ("10KiB", 10_240),
        ("1.5MB", 1_500_000),
        ("1GiB", 1 << 30),
        ("1 GiB", 1 << 30),
        ("2T", 2 << 40),
        ("1.5", 1),
    ] {
        assert_eq!(parse_bytes(input).unwrap(), expected, "{input}");
    }
    for input in ["", "B", "10X", "10iB", "10KBB", "-5", "99999999999P"] {
        assert!(parse_bytes(input).is_err(), "{input}");
    }
}

#[test]
fn bytes_and_rates_print_with_one_decimal() {
    for (bytes, expected) in [
        (0, "0 B"),
        (1_023, "1023 B"),
        (1_024, "1.0 KiB"),
        (3_250_586, "3.1 MiB"),
        (1_048_575, "1.0 MiB"),
        (u64::MAX, "16.0 EiB"),
    ] {
        assert_eq!(format_bytes(bytes), expected, "{bytes}");
    }
    for (rate, expected) in [
        (0.0, "0 B/s"),
        (999.4, "999 B/s"),
        (999.6, "1.0 KB/s"),
        (12_400_000.0, "12.4 MB/s"),
        (-5.0, "0 B/s"),
        (f64::NAN, "0 B/s"),
        (f64::INFINITY, "0 B/s"),
        (1e30, "1000000000000.0 EB/s"),
    ] {
        assert_eq!(format_byte_rate(rate), expected, "{rate}");
    }
}

#[test]
#[expect(clippy::float_cmp, reason = "the values are exact in binary or must be the nearest float")]
fn rates_and_shares_are_read() {
    for (input, expected) in
        [("100", 100.0), ("100/s", 100.0), ("6000/m", 100.0), ("10k", 10_000.0), ("1.5k/s", 1_500.0), ("36/h", 0.01)]
    {
        assert_eq!(parse_rate(input).unwrap(), expected, "{input}");
    }
    for input in ["", "/s", "100/d", "-1", "fast", "1e3"] {
        assert!(parse_rate(input).is_err(), "{input}");
    }
    for (input, expected) in [("2%", 0.02), ("0.02", 0.02), ("0.1%", 0.001), ("150%", 1.5), ("0", 0.0)] {
        assert_eq!(parse_percent(input).unwrap(), expected, "{input}");
    }
    for input in ["", "%", "-1%", "2%%", "2 percent"] {
        assert!(parse_percent(input).is_err(), "{input}");
    }
}

#[test]
fn a_thousand_days_take_no_more_room_than_fewer() {
    let shown = |millis| format_duration(Duration::from_millis(millis));
    assert_eq!(shown(86_398_200_000 - 1), "999d23h");
    assert_eq!(shown(86_398_200_000), "1000d", "the last half an hour is rounded up");
    assert_eq!(format_duration(Duration::from_nanos(u64::MAX)), "213504d");
}

#[test]
fn errors_name_the_input_and_what_is_accepted() {
    let message = parse_duration("10x").unwrap_err().to_string();
    assert!(message.starts_with("`10x` is malformed; expected a duration such as"), "{message}");
}

proptest! {
    #[test]
    fn spans_read_back_as_they_were(nanos: u64) {
        let duration = Duration::from_nanos(nanos);
        prop_assert_eq!(parse_duration(&format_span(duration)).unwrap(), duration);
    }

    #[test]
    fn printed_durations_read_back_within_half_a_percent(nanos in 1_u64..60_000_000_000) {
        let read = parse_duration(&format_duration(Duration::from_nanos(nanos))).unwrap().as_nanos() as f64;
        prop_assert!((read - nanos as f64).abs() <= nanos as f64 * 0.005_001, "{nanos} {read}");
    }

    #[test]
    fn printed_durations_stay_narrow(nanos: u64) {
        prop_assert!(format_duration(Duration::from_nanos(nanos)).chars().count() <= 7);
    }

    #[test]
    fn counts_read_back_as_they_were(count: u64) {
        prop_assert_eq!(parse_count(&count.to_string()).unwrap(), count);
        prop_assert_eq!(parse_count(&format_count(count).replace(',', "_")).unwrap(), count);
    }

    #[test]
    fn printed_bytes_read_back_within_one_twentieth_of_a_unit(bytes in 0_u64..1 << 50) {
        let text = format_bytes(bytes);
        let read = parse_bytes(&text).unwrap() as f64;
        prop_assert!((read - bytes as f64).abs() <= (bytes as f64 * 0.051).max(0.5), "{bytes} {text}");
    }

    #[test]
    fn no_input_panics(input in ".{0,24}") {
        let _ = (parse_duration(&input), parse_count(&input), parse_bytes(&input));
        let _ = (parse_rate(&input), parse_percent(&input));
    }
}
