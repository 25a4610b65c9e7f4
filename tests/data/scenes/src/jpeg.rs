//! Pictures as files of a camera, and back.

use jpeg_decoder::{Decoder, PixelFormat};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::exif::Exif;
use crate::image::Image;

/// How a picture is written.
#[derive(Debug, Clone, Default)]
pub struct Jpeg {
    quality: u8,
    progressive: bool,
    exif: Option<Exif>,
}

/// Why bytes are no picture, or a picture is no file.
#[derive(Debug, thiserror::Error)]
pub enum BadJpeg {
    /// The bytes cannot be decoded.
    #[error("these bytes are no picture: {0}")]
    Decode(#[from] jpeg_decoder::Error),
    /// The picture cannot be written.
    #[error("this picture cannot be written: {0}")]
    Encode(#[from] jpeg_encoder::EncodingError),
    /// It is a picture, but none with three colours or grey.
    #[error("this picture is neither in colour nor grey")]
    Colours,
    /// A side has more than 65,535 pixels.
    #[error("a side of the picture is too long for a JPEG")]
    Size,
}

impl Jpeg {
    /// Writes with this quality (1 to 100), colours at half size (4:2:0), without EXIF.
    pub fn quality(quality: u8) -> Self {
        Self {
            quality,
            ..Self::default()
        }
    }

    /// Writes it progressive, in several passes from coarse to fine.
    #[must_use]
    pub fn progressive(mut self) -> Self {
        self.progressive = true;
        self
    }

    /// Writes what a camera says of a photo as well.
    #[must_use]
    pub fn exif(mut self, exif: Exif) -> Self {
        self.exif = Some(exif);
        self
    }

    /// Returns the file.
    pub fn bytes(&self, image: &Image) -> Result<Vec<u8>, BadJpeg> {
        let side = |side: u32| u16::try_from(side).map_err(|_| BadJpeg::Size);
        let (width, height) = (side(image.width())?, side(image.height())?);
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, self.quality);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_progressive(self.progressive);
        if let Some(exif) = &self.exif {
            encoder.add_exif_metadata(&exif.tiff(image)?)?;
        }
        encoder.encode(image.rgb(), width, height, ColorType::Rgb)?;
        Ok(file)
    }
}

/// Reads a JPEG in colour or grey.
pub fn read(bytes: &[u8]) -> Result<Image, BadJpeg> {
    let mut decoder = Decoder::new(bytes);
    let pixels = decoder.decode()?;
    let info = decoder.info().ok_or(BadJpeg::Colours)?;
    let rgb = match info.pixel_format {
        PixelFormat::RGB24 => pixels,
        PixelFormat::L8 => pixels.iter().flat_map(|grey| [*grey; 3]).collect(),
        PixelFormat::L16 | PixelFormat::CMYK32 => return Err(BadJpeg::Colours),
    };
    Image::from_rgb(u32::from(info.width), u32::from(info.height), rgb).ok_or(BadJpeg::Colours)
}

/// Returns the picture as it is after being saved with this quality; one that is too large for a
/// JPEG comes back as it was.
pub(crate) fn saved(image: &Image, quality: u8) -> Image {
    Jpeg::quality(quality)
        .bytes(image)
        .and_then(|bytes| read(&bytes))
        .unwrap_or_else(|_| image.clone())
}
