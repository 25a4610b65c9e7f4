//! Things from near: papers and tables.

use crate::paint::{Canvas, Colour, Point, boards, cloth, lit, near, plaster, print, upright};
use crate::random::{Random, noise};

/// Lays the top of a table under everything.
fn table_top(canvas: &mut Canvas, random: &Random) {
    let wood = near(random, [140.0, 96.0, 60.0], 0.5);
    let seed = random.bits();
    let count = random.between(3.0, 9.0);
    let planks = boards(seed, wood, count);
    let other = near(random, wood, 0.7);
    let squares = random.between(5.0, 11.0);
    let spread = cloth(seed, wood, other, squares);
    let stone = plaster(seed, wood, 5.0);
    let kind = random.below(3);
    let lean = random.between(-0.5, 0.5);
    canvas.solid(
        [
            [-0.6 + lean, -0.6],
            [1.6 + lean, -0.6],
            [1.9 - lean, 1.4],
            [-0.9 - lean, 1.4],
        ],
        |u, v| match kind {
            0 => planks(u, v),
            1 => spread(u, v),
            _ => stone(u, v),
        },
    );
}

/// Returns a rectangle turned about its middle by a slope, a little wider below than above.
fn laid(random: &Random, middle: Point, width: f32, height: f32) -> [Point; 4] {
    let slope = random.between(-0.7, 0.7);
    let length = (1.0 + slope * slope).sqrt();
    let (cos, sin) = (1.0 / length, slope / length);
    let [cx, cy] = middle;
    let wider = random.between(0.0, 0.12);
    [
        (-1.0, -1.0, 0.0),
        (1.0, -1.0, 0.0),
        (1.0, 1.0, wider),
        (-1.0, 1.0, wider),
    ]
    .map(|(a, b, more)| {
        let (x, y) = (a * width * (0.5 + more), b * height * 0.5);
        [cx + cos * x - sin * y, cy + sin * x + cos * y]
    })
}

pub(super) fn papers(canvas: &mut Canvas, random: &Random) {
    table_top(canvas, random);
    for _ in 0..2 + random.below(4) {
        let middle = [random.between(0.1, 0.9), random.between(0.05, 0.7)];
        let width = random.between(0.2, 0.5);
        let height = width * random.between(0.65, 1.45);
        let corners = laid(random, middle, width, height);
        let red = random.chance(0.35);
        let paper: Colour = if red {
            near(random, [160.0, 40.0, 40.0], 0.5)
        } else {
            near(random, [222.0, 218.0, 208.0], 0.3)
        };
        let ink = if red {
            [214.0, 180.0, 90.0]
        } else {
            [50.0, 50.0, 58.0]
        };
        let lines = random.between(5.0, 18.0);
        canvas.solid(corners, print(random.bits(), paper, ink, lines));
        if random.chance(0.5) && !red {
            // A seal.
            let seed = random.bits();
            let [sx, sy] = [
                middle[0] + random.between(-0.08, 0.08),
                middle[1] + random.between(-0.08, 0.08),
            ];
            canvas.patch(upright(sx - 0.05, sy - 0.05, 0.1, 0.1), |u, v| {
                let (a, b) = (2.0 * u - 1.0, 2.0 * v - 1.0);
                let out = a * a + b * b;
                let ring = (0.75..1.0).contains(&out)
                    || (out < 0.6 && noise(seed, u * 12.0, v * 12.0) > 0.62);
                ring.then_some(([206.0, 40.0, 36.0], 0.8))
            });
        }
    }
    if random.chance(0.5) {
        let corners = laid(
            random,
            [random.between(0.2, 0.8), random.between(0.2, 0.6)],
            0.3,
            0.02,
        );
        let pen = near(random, [40.0, 44.0, 90.0], 0.7);
        canvas.solid(corners, |_, v| lit(pen, 0.6 + v));
    }
}

pub(super) fn table(canvas: &mut Canvas, random: &Random) {
    table_top(canvas, random);
    for _ in 0..5 + random.below(7) {
        let middle = [random.between(0.0, 1.0), random.between(0.0, 0.75)];
        let size = random.between(0.08, 0.3);
        let colour = near(random, [170.0, 160.0, 150.0], 0.75);
        match random.below(3) {
            0 => {
                // A bowl with something in it.
                canvas.round(middle, size, size * 0.9, colour);
                let food = near(random, [150.0, 120.0, 70.0], 0.75);
                canvas.round(middle, size * 0.75, size * 0.65, food);
            }
            1 => {
                // A box of medicine: top with print, side in shadow.
                let corners = laid(random, middle, size, size * 0.5);
                let [_, _, c, d] = corners;
                let drop = size * random.between(0.1, 0.3);
                let side = [d, c, [c[0], c[1] + drop], [d[0], d[1] + drop]];
                canvas.solid(side, |_, v| lit(colour, 0.6 - 0.2 * v));
                let ink = near(random, [40.0, 80.0, 140.0], 0.8);
                let lines = random.between(3.0, 6.0);
                canvas.solid(corners, print(random.bits(), colour, ink, lines));
            }
            _ => {
                let fold = near(random, colour, 0.5);
                let towel = cloth(random.bits(), colour, fold, random.between(3.0, 9.0));
                let high = size * random.between(0.4, 1.0);
                let corners = laid(random, middle, size, high);
                canvas.solid(corners, towel);
            }
        }
    }
}
