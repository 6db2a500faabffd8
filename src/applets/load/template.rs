//! Templates.
use crate::kit::random::Random;
#[derive(Debug)]
pub struct Scope {
    pub r: Random,
}
impl Scope {
    pub fn new(user: u64, seed: u64) -> Self {
        Self { r: Random::seeded(user ^ seed) }
    }
    pub fn begin(&mut self, _n: u64, _d: &[super::plan::DataSet]) {}
    pub fn set(&mut self, _n: &str, _v: serde_json::Value) {}
}
#[derive(Debug)]
pub struct Template(String);
impl Template {
    pub fn compile(t: &str) -> Result<Self, String> {
        Ok(Self(t.to_owned()))
    }
    pub fn as_static(&self) -> Option<&str> {
        Some(&self.0)
    }
    pub fn render(&self, _s: &Scope, out: &mut String) -> Result<(), String> {
        out.push_str(&self.0);
        Ok(())
    }
}
