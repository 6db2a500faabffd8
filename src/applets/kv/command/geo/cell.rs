//! Cells of the earth: a point as 52 bits, latitude and longitude interleaved, and the cells around it.
//!
//! The numbers are those of Redis to the last bit, so that scores, distances and the order of results agree: sphere,
//! limits of latitude (EPSG:900913), the steps a radius needs, the cells left out.

/// The mean radius of the earth, in metres, as there.
const RADIUS_METRES: f64 = 6_372_797.560_856;
/// Half of the equator in the Mercator projection, in metres.
const MERCATOR_METRES: f64 = 20_037_726.37;
/// Bits of each of longitude and latitude in a score.
pub const STEPS: u32 = 26;
/// Longitude and latitude that a score can hold.
pub const LIMITS: Ranges = Ranges { longitude: (-180.0, 180.0), latitude: (-85.051_128_78, 85.051_128_78) };
/// Those of a geohash in letters.
pub const WHOLE: Ranges = Ranges { longitude: (-180.0, 180.0), latitude: (-90.0, 90.0) };

const EAST_BITS: u64 = 0xAAAA_AAAA_AAAA_AAAA;
const NORTH_BITS: u64 = 0x5555_5555_5555_5555;

/// Longitude and latitude, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// East is positive.
    pub longitude: f64,
    /// North is positive.
    pub latitude: f64,
}

/// From least to most, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranges {
    /// Of longitude.
    pub longitude: (f64, f64),
    /// Of latitude.
    pub latitude: (f64, f64),
}

/// A cell of a grid with `2^steps` columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Interleaved, the lowest bit is one of latitude.
    pub bits: u64,
    /// How fine.
    pub steps: u32,
}

fn spread(value: u32) -> u64 {
    let mut x = u64::from(value);
    for (shift, mask) in [
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, NORTH_BITS),
    ] {
        x = (x | x << shift) & mask;
    }
    x
}

fn gather(bits: u64) -> u32 {
    let mut x = bits & NORTH_BITS;
    for (shift, mask) in [
        (1, 0x3333_3333_3333_3333),
        (2, 0x0F0F_0F0F_0F0F_0F0F),
        (4, 0x00FF_00FF_00FF_00FF),
        (8, 0x0000_FFFF_0000_FFFF),
        (16, 0x0000_0000_FFFF_FFFF),
    ] {
        x = (x | x >> shift) & mask;
    }
    x as u32
}

impl Cell {
    /// The cell that a point lies in.
    #[must_use]
    pub fn of(point: Point, within: Ranges, steps: u32) -> Self {
        let place =
            |value: f64, (least, most): (f64, f64)| ((value - least) / (most - least) * (1_u64 << steps) as f64) as u32;
        let (east, north) = (place(point.longitude, within.longitude), place(point.latitude, within.latitude));
        Self { bits: spread(north) | spread(east) << 1, steps }
    }

    /// The cell that a score stands for.
    #[must_use]
    pub fn of_score(score: f64) -> Self {
        Self { bits: score as u64, steps: STEPS }
    }

    /// What it covers, where the grid lies over [`LIMITS`].
    #[must_use]
    pub fn area(self) -> Ranges {
        let side = |place: u32, (least, most): (f64, f64)| {
            let (cells, scale) = ((1_u64 << self.steps) as f64, most - least);
            (least + f64::from(place) / cells * scale, least + (f64::from(place) + 1.0) / cells * scale)
        };
        Ranges {
            longitude: side(gather(self.bits >> 1), LIMITS.longitude),
            latitude: side(gather(self.bits), LIMITS.latitude),
        }
    }

    /// Its middle.
    #[must_use]
    pub fn middle(self) -> Point {
        let area = self.area();
        let middle =
            |(least, most): (f64, f64), limits: (f64, f64)| f64::midpoint(least, most).clamp(limits.0, limits.1);
        Point { longitude: middle(area.longitude, LIMITS.longitude), latitude: middle(area.latitude, LIMITS.latitude) }
    }

    /// The scores of the points in it: from the first on, below the second.
    #[must_use]
    pub fn scores(self) -> (f64, f64) {
        let shift = 2 * (STEPS - self.steps);
        ((self.bits << shift) as f64, (self.bits.wrapping_add(1) << shift) as f64)
    }

    /// A neighbour so many columns to the east and rows to the north, each -1 to 1; round the world.
    fn neighbour(self, east: i8, north: i8) -> Self {
        let unused = 64 - 2 * self.steps;
        let step = |own: u64, other: u64, by: i8| {
            let own = own >> unused;
            let other = other >> unused;
            let part = self.bits & own;
            match by {
                0 => part,
                1 => part.wrapping_add(other.wrapping_add(1)) & own,
                _ => (part | other).wrapping_sub(other.wrapping_add(1)) & own,
            }
        };
        Self { bits: step(EAST_BITS, NORTH_BITS, east) | step(NORTH_BITS, EAST_BITS, north), ..self }
    }
}

/// What is searched, around a point, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A circle.
    Circle {
        /// Its radius.
        radius: f64,
    },
    /// A box along the meridians.
    Box {
        /// From west to east.
        width: f64,
        /// From south to north.
        height: f64,
    },
}

impl Shape {
    /// The distance of a point from the middle, where it lies within.
    #[must_use]
    pub fn distance_within(self, middle: Point, point: Point) -> Option<f64> {
        match self {
            Self::Circle { radius } => Some(distance(middle, point)).filter(|distance| *distance <= radius),
            Self::Box { width, height } => {
                if latitude_distance(point.latitude, middle.latitude) > height / 2.0 {
                    return None;
                }
                let beside = Point { longitude: middle.longitude, ..point };
                (distance(point, beside) <= width / 2.0).then(|| distance(middle, point))
            }
        }
    }

    /// Half of its width and of its height.
    fn halves(self) -> (f64, f64) {
        match self {
            Self::Circle { radius } => (radius, radius),
            Self::Box { width, height } => (width / 2.0, height / 2.0),
        }
    }

    /// The degrees that it may reach to.
    fn bounds(self, middle: Point) -> Ranges {
        let (width, height) = self.halves();
        let up = (height / RADIUS_METRES).to_degrees();
        let aside = |latitude: f64| (width / RADIUS_METRES / latitude.to_radians().cos()).to_degrees();
        let widest = if middle.latitude < 0.0 { aside(middle.latitude - up) } else { aside(middle.latitude + up) };
        Ranges {
            longitude: (middle.longitude - widest, middle.longitude + widest),
            latitude: (middle.latitude - up, middle.latitude + up),
        }
    }

    /// The cells that cover it, in the order in which they are searched; none twice in a row.
    #[must_use]
    pub fn cells(self, middle: Point) -> Vec<Cell> {
        let bounds = self.bounds(middle);
        let radius = match self {
            Self::Circle { radius } => radius,
            Self::Box { width, height } => (width / 2.0).hypot(height / 2.0),
        };
        let mut steps = steps_of(radius, middle.latitude);
        let mut centre = Cell::of(middle, LIMITS, steps);
        let is_short = centre.neighbour(0, 1).area().latitude.1 < bounds.latitude.1
            || centre.neighbour(0, -1).area().latitude.0 > bounds.latitude.0
            || centre.neighbour(1, 0).area().longitude.1 < bounds.longitude.1
            || centre.neighbour(-1, 0).area().longitude.0 > bounds.longitude.0;
        if steps > 1 && is_short {
            steps -= 1;
            centre = Cell::of(middle, LIMITS, steps);
        }
        let area = centre.area();
        let is_useless = |east: i8, north: i8| {
            steps >= 2
                && ((north < 0 && area.latitude.0 < bounds.latitude.0)
                    || (north > 0 && area.latitude.1 > bounds.latitude.1)
                    || (east < 0 && area.longitude.0 < bounds.longitude.0)
                    || (east > 0 && area.longitude.1 > bounds.longitude.1))
        };
        let around = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)];
        let wanted = around.into_iter().filter(|(east, north)| !is_useless(*east, *north));
        let mut cells: Vec<Cell> = wanted.map(|(east, north)| centre.neighbour(east, north)).collect();
        cells.dedup();
        cells
    }
}

/// How fine a grid may be for nine cells to cover a radius; coarser towards the poles, where cells are narrow.
fn steps_of(mut metres: f64, latitude: f64) -> u32 {
    if metres == 0.0 {
        return STEPS;
    }
    let mut steps = 1_i32;
    while metres < MERCATOR_METRES {
        metres *= 2.0;
        steps += 1;
    }
    steps -= 2;
    if latitude.abs() > 66.0 {
        steps -= 1;
        if latitude.abs() > 80.0 {
            steps -= 1;
        }
    }
    steps.clamp(1, STEPS as i32) as u32
}

fn radians(degrees: f64) -> f64 {
    degrees * (std::f64::consts::PI / 180.0)
}

fn latitude_distance(one: f64, other: f64) -> f64 {
    RADIUS_METRES * (radians(other) - radians(one)).abs()
}

/// The distance of two points in metres, along a great circle (haversine).
#[must_use]
pub fn distance(one: Point, other: Point) -> f64 {
    let aside = ((radians(other.longitude) - radians(one.longitude)) / 2.0).sin();
    if aside == 0.0 {
        return latitude_distance(one.latitude, other.latitude);
    }
    let (from, to) = (radians(one.latitude), radians(other.latitude));
    let up = ((to - from) / 2.0).sin();
    let a = up * up + from.cos() * to.cos() * aside * aside;
    2.0 * RADIUS_METRES * a.sqrt().asin()
}

/// A geohash in eleven letters, of which the last has no bits left.
#[must_use]
pub fn letters(point: Point) -> String {
    const LETTERS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
    let bits = Cell::of(point, WHOLE, STEPS).bits;
    (0..11)
        .map(|at| if at == 10 { '0' } else { char::from(LETTERS[(bits >> (52 - (at + 1) * 5)) as usize & 31]) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PALERMO: Point = Point { longitude: 13.361_389, latitude: 38.115_556 };
    const CATANIA: Point = Point { longitude: 15.087_269, latitude: 37.502_669 };

    #[test]
    fn numbers_are_those_of_redis() {
        let cell = Cell::of(PALERMO, LIMITS, STEPS);
        assert_eq!(cell.bits, 3_479_099_956_230_698);
        assert_eq!(letters(cell.middle()), "sqc8b49rny0");
        let catania = Cell::of(CATANIA, LIMITS, STEPS).middle();
        assert_eq!(format!("{:.4}", distance(cell.middle(), catania)), "166274.1516");
    }

    #[test]
    fn the_cells_of_a_circle_hold_every_point_within() {
        let mut random = crate::kit::random::Random::seeded(3);
        for _ in 0..300 {
            // Away from the poles, where a circle may reach beyond nine cells, there as here.
            let mut around = |reach: f64| (random.unit() * 2.0 - 1.0) * reach;
            let middle = Point { longitude: around(170.0), latitude: around(60.0) };
            let near = Point { longitude: middle.longitude + around(5.0), latitude: middle.latitude + around(5.0) };
            let shape = Shape::Circle { radius: distance(middle, near) * 1.01 };
            let score = Cell::of(near, LIMITS, STEPS).bits as f64;
            let is_in = |cell: &Cell| (cell.scores().0..cell.scores().1).contains(&score);
            assert!(shape.cells(middle).iter().any(is_in), "{middle:?} {near:?}");
        }
    }
}
