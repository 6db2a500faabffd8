//! The one integration binary: a module per applet and per promise of the frame.
