//! Homes from outside.

use crate::paint::{
    Canvas, Colour, between, boards, bricks, lit, near, plaster, print, spots, upright,
};
use crate::random::{Random, fraction, noise, rough};

const MUD: Colour = [176.0, 138.0, 92.0];
const BRICK: Colour = [158.0, 84.0, 62.0];
const WHITE: Colour = [218.0, 214.0, 204.0];
const TILE: Colour = [86.0, 88.0, 94.0];
const RED: Colour = [196.0, 36.0, 30.0];
const WOOD: Colour = [112.0, 74.0, 42.0];

fn sky(canvas: &mut Canvas, random: &Random) {
    let top = near(random, [150.0, 178.0, 214.0], 0.35);
    let low = near(random, [206.0, 212.0, 214.0], 0.25);
    let seed = random.bits();
    canvas.solid(upright(-0.5, -0.5, 2.0, 1.3), |u, v| {
        let cloud = rough(seed, u * 5.0, v * 9.0);
        lit(between(top, low, (v * 1.4).min(1.0)), 0.7 + 0.5 * cloud)
    });
    for _ in 0..=random.below(3) {
        let seed = random.bits();
        let level = random.between(0.05, 0.4);
        let colour = near(random, [78.0, 100.0, 76.0], 0.4);
        canvas.patch(upright(-0.5, level, 2.0, 0.6), |u, v| {
            (v > 0.55 * noise(seed, u * 6.0, 0.5) + 0.1 * noise(seed, u * 31.0, 0.5)).then(|| {
                (
                    lit(colour, 0.7 + 0.5 * rough(seed, u * 30.0, v * 12.0)),
                    1.0,
                )
            })
        });
    }
}

fn ground(canvas: &mut Canvas, random: &Random, from: f32) {
    let one = near(random, [142.0, 126.0, 100.0], 0.35);
    let other = near(random, [98.0, 96.0, 76.0], 0.45);
    let seed = random.bits();
    let slabs = random.chance(0.4);
    let dirt = spots(seed, one, other, random.between(3.0, 9.0));
    let paved = bricks(
        seed,
        one,
        random.between(5.0, 12.0),
        random.between(6.0, 14.0),
    );
    let corners = [[-0.4, from], [1.4, from], [2.2, 1.3], [-1.2, 1.3]];
    canvas.solid(corners, |u, v| if slabs { paved(u, v) } else { dirt(u, v) });
}

fn tree(canvas: &mut Canvas, random: &Random, x: f32, foot: f32, height: f32) {
    let seed = random.bits();
    let bark = near(random, [88.0, 70.0, 52.0], 0.3);
    let thick = height * random.between(0.06, 0.12);
    canvas.solid(
        upright(x - thick / 2.0, foot - height, thick, height),
        boards(seed, bark, 4.0),
    );
    let leaf = near(random, [70.0, 104.0, 48.0], 0.5);
    let bare = random.chance(0.25);
    let wide = height * random.between(0.6, 1.1);
    canvas.patch(
        upright(x - wide / 2.0, foot - height * 1.3, wide, height * 0.9),
        |u, v| {
            let (a, b) = (2.0 * u - 1.0, 2.0 * v - 1.0);
            let edge = rough(seed, u * 6.0, v * 6.0);
            let inside = a * a + b * b < 0.35 + 0.9 * edge * edge;
            let shown = if bare {
                noise(seed, u * 26.0, v * 26.0) > 0.7
            } else {
                true
            };
            (inside && shown).then(|| (lit(leaf, 0.5 + 0.9 * noise(seed, u * 22.0, v * 22.0)), 1.0))
        },
    );
}

fn window(canvas: &mut Canvas, random: &Random, x: f32, y: f32, w: f32, h: f32) {
    let frame = near(random, [150.0, 140.0, 120.0], 0.6);
    let glass = near(random, [60.0, 72.0, 84.0], 0.7);
    let seed = random.bits();
    let (columns, rows) = (2.0 + random.below(3) as f32, 1.0 + random.below(3) as f32);
    canvas.solid(upright(x, y, w, h), |u, v| {
        let bar = fraction(u * columns) < 0.1 || fraction(v * rows) < 0.12 || u > 0.95 || v > 0.94;
        if bar {
            frame
        } else {
            lit(glass, 0.5 + noise(seed, u * 3.0, v * 3.0))
        }
    });
}

fn door(canvas: &mut Canvas, random: &Random, x: f32, y: f32, w: f32, h: f32) {
    let seed = random.bits();
    let colour = if random.chance(0.4) {
        near(random, RED, 0.4)
    } else {
        near(random, WOOD, 0.5)
    };
    let leaf = boards(seed, colour, 2.0 + random.below(6) as f32);
    let open = random.chance(0.3);
    canvas.solid(upright(x, y, w, h), |u, v| {
        if open && u > 0.5 {
            [22.0, 20.0, 20.0]
        } else {
            leaf(u, v)
        }
    });
    if random.chance(0.7) {
        // The papers beside and above a door.
        let red = near(random, RED, 0.25);
        let line = w * 0.2;
        for left in [x - line * 1.3, x + w + line * 0.3] {
            let paper = print(random.bits(), red, [32.0, 24.0, 20.0], 7.0);
            canvas.solid(upright(left, y + h * 0.08, line, h * 0.75), |u, v| {
                paper(v, 1.0 - u)
            });
        }
        let paper = print(random.bits(), red, [32.0, 24.0, 20.0], 2.0);
        canvas.solid(upright(x, y - line * 1.1, w, line * 0.9), paper);
    }
}

fn clutter(canvas: &mut Canvas, random: &Random, from: f32) {
    for _ in 0..2 + random.below(6) {
        let x = random.between(0.0, 1.0);
        let y = random.between(from, 0.8);
        let size = random.between(0.04, 0.16);
        let colour = near(random, [130.0, 110.0, 90.0], 0.75);
        let seed = random.bits();
        match random.below(4) {
            0 => canvas.round([x, y - size * 0.5], size * 0.8, size, colour),
            1 => canvas.solid(
                upright(x, y - size, size * 1.5, size),
                boards(seed, colour, 7.0),
            ),
            2 => {
                for step in 0..4 {
                    let up = size * 0.3 * step as f32;
                    canvas.round(
                        [x + up * 0.2, y - up],
                        size * 0.9,
                        size * 0.35,
                        lit(colour, 1.0 - 0.1 * step as f32),
                    );
                }
            }
            _ => {
                let cloth = crate::paint::cloth(seed, colour, near(random, colour, 0.6), 6.0);
                canvas.solid(upright(x, y - size * 0.7, size, size * 0.7), cloth);
            }
        }
    }
}

pub(super) fn house(canvas: &mut Canvas, random: &Random) {
    sky(canvas, random);
    let base = random.between(0.48, 0.64);
    let eaves = random.between(0.12, 0.3);
    let (left, right) = (random.between(-0.25, 0.25), random.between(0.7, 1.3));
    for _ in 0..random.below(3) {
        let (x, height) = (random.between(-0.1, 1.1), random.between(0.2, 0.5));
        tree(canvas, random, x, base, height);
    }
    // The wall, one end of it nearer to the camera.
    let slant = random.between(-0.09, 0.09);
    let seed = random.bits();
    let kind = random.below(3);
    let colour = match kind {
        0 => near(random, MUD, 0.3),
        1 => near(random, BRICK, 0.3),
        _ => near(random, WHITE, 0.2),
    };
    let wall = [
        [left, eaves - slant],
        [right, eaves + slant],
        [right, base + slant * 0.4],
        [left, base],
    ];
    let built = bricks(
        seed,
        colour,
        random.between(9.0, 22.0),
        random.between(8.0, 18.0),
    );
    let smooth = plaster(seed, colour, random.between(2.0, 6.0));
    canvas.solid(
        wall,
        |u, v| if kind == 1 { built(u, v) } else { smooth(u, v) },
    );
    if random.chance(0.6) {
        // The lower part in another colour, as many walls have it.
        let low = near(random, colour, 0.5);
        canvas.solid(
            [
                [left, base - 0.08],
                [right, base - 0.08],
                [right, base + slant * 0.4],
                [left, base],
            ],
            plaster(seed ^ 8, low, 4.0),
        );
    }
    let roof = near(random, if random.chance(0.3) { BRICK } else { TILE }, 0.35);
    let over = random.between(0.02, 0.08);
    let ridge = eaves - random.between(0.08, 0.25);
    let tiles = bricks(
        random.bits(),
        roof,
        random.between(5.0, 11.0),
        random.between(18.0, 40.0),
    );
    canvas.solid(
        [
            [left + over, ridge - slant],
            [right - over, ridge + slant],
            [right + over, eaves + slant + 0.02],
            [left - over, eaves - slant + 0.02],
        ],
        tiles,
    );
    ground(canvas, random, base);
    let mut x = left + random.between(0.03, 0.15);
    while x < right - 0.12 {
        let width = random.between(0.09, 0.2);
        let top = random.between(0.22, 0.4) * (base - eaves) + eaves;
        if random.chance(0.35) {
            door(canvas, random, x, top, width * 0.9, base - top);
        } else if random.chance(0.8) {
            let high = random.between(0.3, 0.55) * (base - eaves);
            window(canvas, random, x, top, width, high);
        }
        x += width + random.between(0.04, 0.2);
    }
    clutter(canvas, random, base);
}

pub(super) fn yard(canvas: &mut Canvas, random: &Random) {
    sky(canvas, random);
    let base = random.between(0.3, 0.5);
    ground(canvas, random, base);
    let seed = random.bits();
    let colour = near(random, if random.chance(0.5) { MUD } else { BRICK }, 0.4);
    let (x, top) = (random.between(-0.3, 0.4), base - random.between(0.08, 0.25));
    let rows = random.between(5.0, 12.0);
    canvas.solid(
        [
            [x, top],
            [x + 1.0, top + random.between(-0.06, 0.1)],
            [x + 1.0, base + random.between(0.0, 0.15)],
            [x, base],
        ],
        bricks(seed, colour, rows, rows * 1.6),
    );
    if random.chance(0.7) {
        // A shed.
        let (x, w) = (random.between(0.0, 0.6), random.between(0.25, 0.5));
        let h = random.between(0.2, 0.35);
        let wood = near(random, WOOD, 0.5);
        canvas.solid(
            upright(x, base - h + 0.08, w, h),
            boards(random.bits(), wood, random.between(6.0, 15.0)),
        );
        let tiles = bricks(random.bits(), near(random, TILE, 0.4), 5.0, 16.0);
        canvas.solid(
            [
                [x - 0.02, base - h],
                [x + w + 0.06, base - h - 0.05],
                [x + w + 0.03, base - h + 0.12],
                [x - 0.05, base - h + 0.1],
            ],
            tiles,
        );
        door(
            canvas,
            random,
            x + w * 0.3,
            base - h * 0.55,
            w * 0.25,
            h * 0.75,
        );
    }
    for _ in 0..=random.below(4) {
        let (x, foot) = (random.between(-0.05, 1.05), base + random.between(0.0, 0.2));
        let height = random.between(0.2, 0.6);
        tree(canvas, random, x, foot, height);
    }
    // Beds of vegetables, or grain laid out to dry.
    for _ in 0..random.below(3) {
        let (x, y) = (random.between(-0.1, 0.7), base + random.between(0.05, 0.25));
        let w = random.between(0.2, 0.5);
        let one = near(random, [190.0, 150.0, 60.0], 0.6);
        let other = near(random, [70.0, 110.0, 50.0], 0.5);
        canvas.solid(
            [
                [x, y],
                [x + w, y - 0.02],
                [x + w * 1.3, y + w * 0.4],
                [x - w * 0.2, y + w * 0.45],
            ],
            spots(random.bits(), one, other, 6.0),
        );
    }
    clutter(canvas, random, base);
}
