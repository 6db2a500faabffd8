//! An HTTP load tester.
