//! Rooms from inside.

use crate::paint::{
    Canvas, Colour, between, boards, bricks, cloth, lit, near, plaster, print, spots, upright,
};
use crate::random::{Random, fraction, noise, rough};

/// Draws three walls, a floor and a ceiling; returns the box of the far wall (x, y, width, height).
fn room(canvas: &mut Canvas, random: &Random) -> [f32; 4] {
    let (x, y) = (random.between(-0.05, 0.35), random.between(0.0, 0.2));
    let (w, h) = (random.between(0.5, 0.85), random.between(0.28, 0.48));
    let wall = near(random, [186.0, 178.0, 160.0], 0.4);
    let floor = near(random, [122.0, 106.0, 90.0], 0.4);
    let beam = near(random, [96.0, 78.0, 60.0], 0.45);
    let far = plaster(random.bits(), wall, random.between(2.0, 6.0));
    canvas.solid(upright(x, y, w, h), far);
    let (near_left, near_right) = (x - 0.6, x + w + 0.6);
    let left = plaster(random.bits(), lit(wall, random.between(0.5, 1.05)), 4.0);
    canvas.solid(
        [
            [near_left, y - 0.5],
            [x, y],
            [x, y + h],
            [near_left, y + h + 0.5],
        ],
        left,
    );
    let right = plaster(random.bits(), lit(wall, random.between(0.5, 1.05)), 4.0);
    canvas.solid(
        [
            [x + w, y],
            [near_right, y - 0.5],
            [near_right, y + h + 0.5],
            [x + w, y + h],
        ],
        right,
    );
    let count = random.between(4.0, 11.0);
    let above = boards(random.bits(), beam, count);
    canvas.solid(
        [
            [near_left, y - 0.5],
            [near_right, y - 0.5],
            [x + w, y],
            [x, y],
        ],
        above,
    );
    let paved = random.chance(0.5);
    let slabs = bricks(
        random.bits(),
        floor,
        random.between(4.0, 9.0),
        random.between(5.0, 10.0),
    );
    let earth = spots(random.bits(), floor, near(random, floor, 0.4), 5.0);
    canvas.solid(
        [
            [x, y + h],
            [x + w, y + h],
            [near_right, y + h + 0.5],
            [near_left, y + h + 0.5],
        ],
        |u, v| if paved { slabs(u, v) } else { earth(u, v) },
    );
    // The lower part of the wall is often painted.
    if random.chance(0.4) {
        let low = near(random, [110.0, 140.0, 120.0], 0.4);
        canvas.solid(
            upright(x, y + h * 0.65, w, h * 0.35),
            plaster(random.bits(), low, 5.0),
        );
    }
    [x, y, w, h]
}

/// Draws a window with the light of the day behind it, or a dark one.
fn window(canvas: &mut Canvas, random: &Random, x: f32, y: f32, w: f32, h: f32) {
    let day = random.chance(0.7);
    let light = if day {
        [226.0, 232.0, 236.0]
    } else {
        [34.0, 36.0, 44.0]
    };
    let frame = near(random, [104.0, 84.0, 62.0], 0.6);
    let seed = random.bits();
    let columns = 2.0 + random.below(3) as f32;
    canvas.solid(upright(x, y, w, h), |u, v| {
        if fraction(u * columns) < 0.12 || fraction(v * 2.0) < 0.1 || u > 0.96 {
            frame
        } else {
            lit(light, 0.75 + 0.35 * rough(seed, u * 3.0, v * 3.0))
        }
    });
    if random.chance(0.5) {
        let curtain = near(random, [150.0, 90.0, 90.0], 0.7);
        let drawn = cloth(random.bits(), curtain, near(random, curtain, 0.5), 6.0);
        canvas.solid(
            upright(
                x - w * 0.1,
                y - h * 0.1,
                w * random.between(0.25, 0.6),
                h * 1.2,
            ),
            drawn,
        );
    }
}

/// Hangs pictures, calendars and papers on a wall.
fn papers(canvas: &mut Canvas, random: &Random, [x, y, w, h]: [f32; 4]) {
    for _ in 0..random.below(5) {
        let size = random.between(0.06, 0.16);
        let (px, py) = (
            random.between(x, x + w - size),
            random.between(y + 0.01, y + h * 0.6),
        );
        let paper = near(random, [214.0, 204.0, 180.0], 0.4);
        let ink = near(random, [120.0, 50.0, 40.0], 0.7);
        let lines = random.between(3.0, 9.0);
        let page = print(random.bits(), paper, ink, lines);
        canvas.solid(upright(px, py, size, size * random.between(0.6, 1.4)), page);
    }
}

pub(super) fn bedroom(canvas: &mut Canvas, random: &Random) {
    let wall @ [x, y, w, h] = room(canvas, random);
    if random.chance(0.75) {
        let (wx, ww) = (random.between(x, x + w * 0.7), random.between(0.12, 0.3));
        let wh = random.between(0.35, 0.6) * h;
        window(canvas, random, wx, y + h * 0.1, ww, wh);
    }
    papers(canvas, random, wall);
    if random.chance(0.6) {
        // A wardrobe.
        let wood = near(random, [126.0, 78.0, 46.0], 0.5);
        let wide = random.between(0.14, 0.28);
        let at = random.between(x - 0.1, x + w - wide);
        canvas.solid(
            upright(at, y + h * 0.15, wide, h * 0.95),
            boards(random.bits(), wood, 3.0),
        );
    }
    // The bed: head board, side, mattress in perspective, quilt, pillow.
    let flip = random.chance(0.5);
    let side = |point: f32| if flip { 1.0 - point } else { point };
    let (near_x, far_x) = (random.between(-0.15, 0.1), random.between(0.15, 0.35));
    let top = y + h * random.between(0.75, 1.05);
    let low = top + random.between(0.2, 0.34);
    let long = random.between(0.42, 0.62);
    let sheet = near(random, [170.0, 150.0, 150.0], 0.5);
    let quilt = near(random, [170.0, 60.0, 70.0], 0.85);
    let corners = [
        [side(far_x), top],
        [side(far_x + long), top],
        [side(near_x + long * 1.35), low],
        [side(near_x), low],
    ];
    let spread = cloth(random.bits(), sheet, near(random, sheet, 0.4), 9.0);
    canvas.solid(corners, spread);
    let pattern = random.between(4.0, 12.0);
    let cover = cloth(
        random.bits(),
        quilt,
        near(random, [190.0, 170.0, 120.0], 0.6),
        pattern,
    );
    let from = random.between(0.25, 0.55);
    canvas.solid(
        [
            [side(far_x + long * from), top - 0.03],
            [side(far_x + long), top - 0.02],
            [side(near_x + long * 1.35), low + 0.02],
            [side(near_x + long * 1.35 * from), low - 0.01],
        ],
        cover,
    );
    let wood = near(random, [104.0, 70.0, 44.0], 0.5);
    canvas.solid(
        [
            [side(near_x), low],
            [side(near_x + long * 1.35), low],
            [side(near_x + long * 1.35), low + 0.09],
            [side(near_x), low + 0.09],
        ],
        boards(random.bits(), wood, 8.0),
    );
    let pillow = near(random, [196.0, 186.0, 160.0], 0.4);
    canvas.round([side(far_x + 0.07), top + 0.06], 0.17, 0.09, pillow);
    if random.chance(0.6) {
        let (tx, ty) = (side(random.between(0.75, 1.0)), y + h + 0.02);
        let wood = near(random, [140.0, 100.0, 60.0], 0.5);
        canvas.solid(
            upright(tx - 0.12, ty - 0.03, 0.26, 0.2),
            boards(random.bits(), wood, 3.0),
        );
        jars(canvas, random, tx - 0.1, ty - 0.03, 0.22);
    }
}

fn jars(canvas: &mut Canvas, random: &Random, x: f32, foot: f32, width: f32) {
    for step in 0..2 + random.below(4) {
        let size = random.between(0.035, 0.09);
        let colour = near(random, [120.0, 96.0, 84.0], 0.8);
        let at = x + width * (step as f32 / 5.0);
        canvas.round([at, foot - size * 0.6], size * 0.8, size * 1.2, colour);
        canvas.round(
            [at, foot - size * 1.15],
            size * 0.5,
            size * 0.25,
            lit(colour, 0.5),
        );
    }
}

pub(super) fn kitchen(canvas: &mut Canvas, random: &Random) {
    let wall @ [x, y, w, h] = room(canvas, random);
    if random.chance(0.5) {
        let (wx, ww) = (random.between(x, x + w * 0.75), random.between(0.1, 0.24));
        window(canvas, random, wx, y + h * 0.08, ww, h * 0.45);
    }
    papers(canvas, random, wall);
    // Soot over the stove.
    let seed = random.bits();
    let left = random.between(-0.1, 0.5);
    let wide = random.between(0.4, 0.75);
    canvas.patch(upright(left, y, wide, h), |u, v| {
        let dark =
            rough(seed, u * 4.0, v * 3.0) * (0.2 + v) * (1.0 - (2.0 * u - 1.0) * (2.0 * u - 1.0));
        Some(([24.0, 20.0, 16.0], dark.clamp(0.0, 0.85)))
    });
    let top = y + h * random.between(0.75, 1.0);
    let stove: Colour = if random.chance(0.5) {
        near(random, [200.0, 196.0, 188.0], 0.3)
    } else {
        near(random, [150.0, 90.0, 70.0], 0.3)
    };
    let tiles = bricks(
        random.bits(),
        stove,
        random.between(3.0, 7.0),
        random.between(6.0, 12.0),
    );
    canvas.solid(upright(left, top, wide, 0.3), tiles);
    let plate = plaster(random.bits(), lit(stove, 0.9), 5.0);
    canvas.solid(
        [
            [left + 0.06, top - 0.1],
            [left + wide - 0.05, top - 0.1],
            [left + wide, top],
            [left, top],
        ],
        plate,
    );
    let mouth = left + wide * random.between(0.15, 0.6);
    canvas.solid(upright(mouth, top + 0.1, 0.12, 0.12), |u, v| {
        let fire = noise(seed, u * 4.0, v * 4.0) * v;
        between([14.0, 12.0, 12.0], [236.0, 120.0, 30.0], fire)
    });
    for pan in 0..=random.below(3) {
        let at = left + wide * (0.2 + 0.3 * pan as f32);
        let colour = near(random, [58.0, 56.0, 54.0], 0.6);
        canvas.round(
            [at, top - 0.05],
            random.between(0.12, 0.22),
            random.between(0.05, 0.09),
            colour,
        );
        if random.chance(0.4) {
            let lid = near(random, [150.0, 130.0, 100.0], 0.5);
            canvas.round([at, top - 0.09], 0.17, 0.07, lid);
        }
    }
    for _ in 0..=random.below(3) {
        let (sx, sy) = (
            random.between(x, x + w * 0.6),
            random.between(y + 0.08, y + h * 0.7),
        );
        let width = random.between(0.2, 0.4);
        jars(canvas, random, sx, sy, width);
        let wood = near(random, [110.0, 80.0, 50.0], 0.4);
        canvas.solid(
            upright(sx - 0.03, sy, width + 0.06, 0.022),
            boards(random.bits(), wood, 2.0),
        );
    }
    for _ in 0..random.below(4) {
        // A water vat, a gas bottle, a bucket on the floor.
        let at = [random.between(0.0, 1.0), random.between(0.55, 0.75)];
        let size = random.between(0.1, 0.24);
        let colour = near(random, [110.0, 110.0, 120.0], 0.8);
        canvas.round(at, size, size * random.between(0.8, 1.4), colour);
    }
}

pub(super) fn roof(canvas: &mut Canvas, random: &Random) {
    let wood = near(random, [110.0, 84.0, 58.0], 0.45);
    let tile = near(random, [92.0, 84.0, 80.0], 0.4);
    let (vx, vy) = (random.between(0.2, 0.8), random.between(0.05, 0.6));
    let tiles = bricks(
        random.bits(),
        tile,
        random.between(8.0, 16.0),
        random.between(7.0, 14.0),
    );
    canvas.solid(
        [
            [vx - 0.6, vy - 0.5],
            [vx + 0.7, vy - 0.4],
            [1.6, 1.2],
            [-0.6, 1.2],
        ],
        tiles,
    );
    let wall = near(random, [170.0, 156.0, 130.0], 0.35);
    let level = random.between(0.45, 0.7);
    canvas.solid(
        [
            [-0.5, level + random.between(-0.2, 0.2)],
            [1.5, level + random.between(-0.2, 0.2)],
            [1.5, 1.3],
            [-0.5, 1.3],
        ],
        plaster(random.bits(), wall, 4.0),
    );
    for _ in 0..3 + random.below(5) {
        let (x0, x1) = (random.between(-0.2, 1.2), random.between(-0.2, 1.2));
        let thick = random.between(0.02, 0.07);
        let grain = boards(random.bits(), near(random, wood, 0.35), 2.0);
        canvas.solid(
            [
                [x0, -0.3],
                [x0 + thick, -0.3],
                [x1 + thick * 1.6, 1.0],
                [x1, 1.0],
            ],
            grain,
        );
    }
    for _ in 0..=random.below(3) {
        let y = random.between(-0.05, 0.6);
        let thick = random.between(0.03, 0.08);
        let lean = random.between(-0.15, 0.15);
        canvas.solid(
            [
                [-0.4, y],
                [1.4, y + lean],
                [1.4, y + lean + thick],
                [-0.4, y + thick],
            ],
            boards(random.bits(), lit(wood, 0.8), 1.0),
        );
    }
    // Holes with the sky in them, and the water below.
    for _ in 0..=random.below(5) {
        let seed = random.bits();
        let (x, y) = (random.between(0.0, 0.9), random.between(-0.05, 0.45));
        let size = random.between(0.04, 0.2);
        canvas.patch(upright(x, y, size, size), |u, v| {
            let (a, b) = (2.0 * u - 1.0, 2.0 * v - 1.0);
            (a * a + b * b < 0.2 + 0.8 * rough(seed, u * 4.0, v * 4.0))
                .then_some(([236.0, 240.0, 244.0], 1.0))
        });
        let long = random.between(0.2, 0.5);
        canvas.patch(
            upright(x - size * 0.3, y + size, size * 1.6, long),
            |u, v| {
                let wet = rough(seed, u * 3.0, v * 2.0) - (2.0 * u - 1.0) * (2.0 * u - 1.0) * 0.4;
                (wet > 0.3).then_some(([70.0, 58.0, 40.0], 0.75 * (1.0 - v * 0.6)))
            },
        );
    }
    let bucket = near(random, [150.0, 60.0, 50.0], 0.8);
    canvas.round(
        [random.between(0.1, 0.9), random.between(0.6, 0.75)],
        0.16,
        0.14,
        bucket,
    );
}
