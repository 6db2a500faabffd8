//! The one server that the demo, the benches and the tests play against.
