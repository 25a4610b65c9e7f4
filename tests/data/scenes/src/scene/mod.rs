//! What is drawn: homes from outside and inside, things in them, and pictures that tell too little.

mod close;
mod inside;
mod outside;
mod shot;

use crate::image::Image;
use crate::paint::Canvas;
use crate::random::Random;

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The front of a house with door, windows, papers beside the door, things before it.
    House,
    /// A yard with trees, a wall, a shed.
    Yard,
    /// A room with a bed, a window, a table.
    Bedroom,
    /// A kitchen with a stove, pans, jars, shelves.
    Kitchen,
    /// Beams and tiles from below, with holes and stains, a bucket under them.
    Roof,
    /// Papers on a table.
    Papers,
    /// A table from above, with bowls and boxes of medicine.
    Table,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::House,
        Self::Yard,
        Self::Bedroom,
        Self::Kitchen,
        Self::Roof,
        Self::Papers,
        Self::Table,
    ];
}

/// Above this many pixels a scene is drawn smaller and made larger, with the noise of the camera
/// laid over it at full size.
const DRAWN: u32 = 2_000_000;

/// Draws the scene of a seed; the seed chooses the kind as well.
pub fn scene(seed: u64, width: u32, height: u32) -> Image {
    let at = Random::new(seed ^ 0x6b69_6e64).below(7) as usize;
    let kind = Kind::ALL.get(at).copied().unwrap_or(Kind::House);
    scene_of(kind, seed, width, height)
}

/// Draws a scene of one kind.
pub fn scene_of(kind: Kind, seed: u64, width: u32, height: u32) -> Image {
    let pixels = u64::from(width) * u64::from(height);
    if pixels > u64::from(DRAWN) {
        let small = drawn(
            kind,
            seed,
            width * 1600 / width.max(height),
            height * 1600 / width.max(height),
        );
        return shot::enlarged(&small, seed, width, height);
    }
    shot::grainy(drawn(kind, seed, width, height), seed)
}

fn drawn(kind: Kind, seed: u64, width: u32, height: u32) -> Image {
    let random = Random::new(seed);
    let mut canvas = Canvas::new(width, height, [90.0, 86.0, 80.0], &random);
    match kind {
        Kind::House => outside::house(&mut canvas, &random),
        Kind::Yard => outside::yard(&mut canvas, &random),
        Kind::Bedroom => inside::bedroom(&mut canvas, &random),
        Kind::Kitchen => inside::kitchen(&mut canvas, &random),
        Kind::Roof => inside::roof(&mut canvas, &random),
        Kind::Papers => close::papers(&mut canvas, &random),
        Kind::Table => close::table(&mut canvas, &random),
    }
    shot::shadows(&mut canvas, &random);
    shot::taken(canvas.into_image(), &random)
}

/// Draws a picture that tells too little to be told from others: a white wall, a dark room, fog,
/// a finger before the lens.
pub fn plain(seed: u64, width: u32, height: u32) -> Image {
    let random = Random::new(seed ^ 0x706c_6169);
    let (level, slope, grain) = match random.below(4) {
        0 => (random.between(185.0, 235.0), random.between(5.0, 30.0), 2.0),
        1 => (random.between(2.0, 14.0), random.between(1.0, 6.0), 4.0),
        2 => (
            random.between(120.0, 190.0),
            random.between(10.0, 45.0),
            2.0,
        ),
        _ => (random.between(40.0, 90.0), random.between(10.0, 40.0), 3.0),
    };
    let cast = [
        random.between(0.94, 1.0),
        random.between(0.94, 1.0),
        random.between(0.90, 1.0),
    ];
    let (cx, cy) = (random.between(0.2, 0.8), random.between(0.2, 0.8));
    let noise = random.clone();
    Image::from_fn(width, height, |x, y| {
        let dx = (x as f32 + 0.5) / width as f32 - cx;
        let dy = (y as f32 + 0.5) / height as f32 - cy;
        let [grey, _] = noise.grain();
        let light = level - slope * 2.0 * (dx * dx + dy * dy) + grain * grey;
        cast.map(|part| part * light)
    })
}
