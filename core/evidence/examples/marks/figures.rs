//! How well pictures are found again: every variant of many drawn scenes looked for among all scenes.

use std::collections::BTreeMap;

use tanfang_evidence::mark::{AMBER, BadPicture, Band, Index, PLAIN, Query, RED, Turn};
use tanfang_scenes::{Group, Image, Variant, plain, scene};

/// How far the nearest different scenes are counted, in bits.
const FAR: u32 = 104;

/// What became of one variant, over all scenes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// How often it was looked for.
    pub(crate) asked: u32,
    /// How often it was found at red.
    pub(crate) red: u32,
    /// How often it was found at amber or nearer.
    pub(crate) amber: u32,
    /// How often it told too little to be looked for.
    pub(crate) plain: u32,
    /// The farthest of those found within the last distance counted.
    pub(crate) worst: u32,
}

/// What was found over all scenes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// By variant.
    pub(crate) rows: BTreeMap<Variant, Row>,
    /// How many pairs of different scenes were compared, each in all pairs of views and turns.
    pub(crate) pairs: u64,
    /// How many of them were red.
    pub(crate) false_red: u64,
    /// How many of them were amber or nearer.
    pub(crate) false_amber: u64,
    /// How many of those would be without turning.
    pub(crate) false_amber_upright: u64,
    /// How many pairs there are at each distance, up to the last one counted.
    pub(crate) apart: BTreeMap<u32, u64>,
    /// The nearest different pairs: distance, scene of the picture, variant, scene it was found as.
    pub(crate) nearest: Vec<(u32, u64, &'static str, u64)>,
    /// How many scenes told too little to be kept.
    pub(crate) plain_scenes: u32,
    /// The quality of each scene.
    pub(crate) quality: Vec<u8>,
    /// The quality of each picture that is to be left out.
    pub(crate) quality_plain: Vec<u8>,
}

impl Figures {
    /// Adds up a group: looked for, red, amber.
    pub(crate) fn group(&self, group: Group) -> (u32, u32, u32) {
        self.rows
            .iter()
            .filter(|(variant, _)| variant.group() == group)
            .fold((0, 0, 0), |(asked, red, amber), (_, row)| {
                (asked + row.asked, red + row.red, amber + row.amber)
            })
    }

    /// Returns how many pictures that tell too little would be looked for all the same.
    pub(crate) fn plain_let_in(&self) -> usize {
        self.quality_plain
            .iter()
            .filter(|quality| **quality >= PLAIN)
            .count()
    }

    fn add(&mut self, other: Self) {
        for (variant, row) in other.rows {
            let sum = self.rows.entry(variant).or_default();
            sum.asked += row.asked;
            sum.red += row.red;
            sum.amber += row.amber;
            sum.plain += row.plain;
            sum.worst = sum.worst.max(row.worst);
        }
        self.pairs += other.pairs;
        self.false_red += other.false_red;
        self.false_amber += other.false_amber;
        self.false_amber_upright += other.false_amber_upright;
        for (distance, count) in other.apart {
            *self.apart.entry(distance).or_default() += count;
        }
        self.nearest.extend(other.nearest);
        self.nearest.sort_unstable();
        self.nearest.truncate(12);
        self.quality_plain.extend(other.quality_plain);
    }
}

/// Makes the fingerprint of a drawn picture.
pub(crate) fn query(image: &Image) -> Result<Query, BadPicture> {
    Query::of_rgb(image.width(), image.height(), image.rgb())
}

/// Measures so many scenes of a size, with every variant, on two threads.
pub(crate) fn measure(scenes: u64, width: u32, height: u32) -> Result<Figures, BadPicture> {
    let mut figures = Figures::default();
    let mut index = Index::default();
    for seed in 0..scenes {
        let query = query(&scene(seed, width, height))?;
        figures.quality.push(query.mark().quality);
        index.insert(seed, query.mark());
    }
    figures.plain_scenes = u32::try_from(index.plain()).unwrap_or(u32::MAX);
    figures.quality.sort_unstable();
    let parts = std::thread::scope(|scope| {
        let index = &index;
        let threads = [0, 1].map(|part| {
            scope.spawn(move || {
                let mut sum = Figures::default();
                for seed in (part..scenes).step_by(2) {
                    one(&mut sum, index, seed, width, height)?;
                }
                Ok::<Figures, BadPicture>(sum)
            })
        });
        threads.map(|thread| {
            thread
                .join()
                .unwrap_or_else(|why| std::panic::resume_unwind(why))
        })
    });
    for part in parts {
        figures.add(part?);
    }
    Ok(figures)
}

/// Looks for every variant of one scene, and for pictures that tell too little.
fn one(
    sum: &mut Figures,
    index: &Index<u64>,
    seed: u64,
    width: u32,
    height: u32,
) -> Result<(), BadPicture> {
    let image = scene(seed, width, height);
    let same = [("itself", image.clone(), None)].into_iter();
    let changed = Variant::ALL
        .iter()
        .map(|variant| (variant.name(), variant.of(&image, seed), Some(*variant)));
    for (name, picture, variant) in same.chain(changed) {
        let query = query(&picture)?;
        let mut row = Row {
            asked: 1,
            ..Row::default()
        };
        match index.near(&query, FAR) {
            Err(_) => row.plain = 1,
            Ok(near) => {
                sum.pairs += index.len() as u64 - 1;
                for near in near {
                    if near.id == seed {
                        row.red += u32::from(near.distance <= RED);
                        row.amber += u32::from(near.distance <= AMBER);
                        row.worst = near.distance;
                        continue;
                    }
                    *sum.apart.entry(near.distance).or_default() += 1;
                    if let Some(band) = near.band() {
                        sum.false_red += u64::from(band == Band::Red);
                        sum.false_amber += 1;
                        sum.false_amber_upright += u64::from(near.turn == Turn::UPRIGHT);
                    }
                    sum.nearest.push((near.distance, seed, name, near.id));
                }
            }
        }
        if let Some(variant) = variant {
            let all = sum.rows.entry(variant).or_default();
            all.asked += row.asked;
            all.red += row.red;
            all.amber += row.amber;
            all.plain += row.plain;
            all.worst = all.worst.max(row.worst);
        }
    }
    sum.nearest.sort_unstable();
    sum.nearest.truncate(12);
    if seed.is_multiple_of(4) {
        let wall = plain(seed, width, height);
        sum.quality_plain.push(query(&wall)?.mark().quality);
        for variant in [
            Variant::Noise,
            Variant::Quality20,
            Variant::Brighter,
            Variant::ContrastUp,
        ] {
            sum.quality_plain
                .push(query(&variant.of(&wall, seed))?.mark().quality);
        }
    }
    Ok(())
}
