//! Mirrors `tanfang_app::view::photo`.

use tanfang_app::view::{
    Action, Block, Chip, Empty, Line, Masked, PhotoCard, PhotoInput, PhotoPair, PhotoPlace,
    PhotoView, PhotosView, QuestionOption, Screen, SignInput, SignerRow, SigningView, Status,
    StrokePoint,
};

/// Holds one photo in a list.
#[uniffi::remote(Record)]
pub struct PhotoCard {
    /// The photo, for the call that gives its picture.
    pub photo: String,
    /// What it shows and when, such as 房屋环境 · 11月20日 10:05.
    pub title: Masked,
    /// Where it came from and what is said of it.
    pub lines: Vec<Line>,
    /// What is worth a look, such as 和以前的照片相像.
    pub chips: Vec<Chip>,
    /// Whether there is a thumbnail to draw; else `title` stands in its place.
    pub thumb: bool,
    /// Leads to the photo.
    pub go: Screen,
}

/// Shows 照片 of a visit, or of a home outside of any visit.
#[uniffi::remote(Record)]
pub struct PhotosView {
    /// The home.
    pub household: String,
    /// The visit, if it is one.
    pub visit: Option<String>,
    /// Whose photos.
    pub title: Masked,
    /// What stands here: 照片可拍可不拍.
    pub sentence: String,
    /// What to point the camera at: 拍物不拍人.
    pub hint: String,
    /// The sentence said aloud before a photo is taken.
    pub consent: String,
    /// The three answers to it; what was answered last on this visit is chosen.
    pub consents: Vec<QuestionOption>,
    /// What a photo may show.
    pub matters: Vec<QuestionOption>,
    /// Whom it may be about; empty where only one lives.
    pub persons: Vec<QuestionOption>,
    /// Where it may come from: 现拍, 相册, 截屏.
    pub grades: Vec<QuestionOption>,
    /// What will be kept of a photo, a line each.
    pub keeps: Vec<Line>,
    /// What is said beside the choice to give the place.
    pub place: String,
    /// The photos, the last first.
    pub cards: Vec<PhotoCard>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
    /// How many photos still wait for their copy; call the core to make the next.
    pub waiting: u32,
    /// How much room photos take on this phone; leads to 存储.
    pub storage: Line,
}

/// Holds the place that the worker gave by a tap.
#[uniffi::remote(Record)]
pub struct PhotoPlace {
    /// Latitude in 1e-7 degrees.
    pub lat_e7: i32,
    /// Longitude in 1e-7 degrees.
    pub lon_e7: i32,
    /// Radius in metres within which the device believes it is.
    pub accuracy_m: Option<u32>,
    /// What told it, as the platform names it.
    pub provider: Option<String>,
    /// Whether the platform says that the place is made up.
    pub mock: Option<bool>,
    /// How old the fix was, in seconds.
    pub age_s: Option<u32>,
    /// How many satellites.
    pub satellites: Option<u32>,
}

/// Holds what a photo to be kept is.
#[uniffi::remote(Record)]
pub struct PhotoInput {
    /// The visit, open or closed; none for a photo outside of a visit.
    pub visit: Option<String>,
    /// The home.
    pub household: String,
    /// The person it is about.
    pub person: Option<String>,
    /// What it shows, a code of [`PhotosView::matters`].
    pub matter: String,
    /// Where it came from, a code of [`PhotosView::grades`].
    pub grade: String,
    /// The file as the camera or the chooser left it; it is read and never changed.
    pub path: String,
    /// What the person answered, a code of [`PhotosView::consents`]; none if nobody was asked.
    pub consent: Option<String>,
    /// The place, only if the worker gave it.
    pub place: Option<PhotoPlace>,
    /// Whether the place that the file names is kept in the record.
    pub keep_exif_place: bool,
    /// The satellites' clock in UTC milliseconds, if there was a fix.
    pub gnss_ms: Option<i64>,
}

/// Holds two pictures to be looked at side by side.
#[uniffi::remote(Record)]
pub struct PhotoPair {
    /// The earlier photo.
    pub other: String,
    /// When and where it was taken.
    pub title: Masked,
    /// How alike they are, in words; no accusation.
    pub sentence: Masked,
    /// Whether there is a picture of the other to draw.
    pub picture: bool,
    /// What the worker may say to it.
    pub actions: Vec<Action>,
}

/// Shows one photo.
#[uniffi::remote(Record)]
pub struct PhotoView {
    /// The photo.
    pub photo: String,
    /// What it shows.
    pub title: Masked,
    /// 已存本机, or that the copy is still being made.
    pub status: Status,
    /// Whether there is a picture to draw.
    pub picture: bool,
    /// What stands in its place where there is none.
    pub missing: Option<String>,
    /// What stands beside the picture with its watermark, which may be asked for; none where there
    /// is no picture.
    pub stamp: Option<String>,
    /// What the record says, a line each.
    pub lines: Vec<Line>,
    /// What can be said about it: 通过, 提示, 不符, 未能判断, each with its reason.
    pub findings: Vec<Block>,
    /// Earlier pictures that look alike.
    pub pairs: Vec<PhotoPair>,
    /// What can be done: leave out the original, with each reason.
    pub actions: Vec<Action>,
    /// That a hash proves no truth, in one sentence.
    pub sentence: String,
}

/// Holds one who may sign.
#[uniffi::remote(Record)]
pub struct SignerRow {
    /// Names the signer to the call that signs.
    pub key: String,
    /// Who it is.
    pub name: Masked,
    /// How it was signed, or that it was not, if that was said.
    pub done: Option<Line>,
    /// The ways: 写字, 按手印, 不会签, 不愿签.
    pub ways: Vec<QuestionOption>,
}

/// Shows 签字 of a visit that was closed.
#[uniffi::remote(Record)]
pub struct SigningView {
    /// The visit.
    pub visit: String,
    /// Whose visit, on which day.
    pub title: Masked,
    /// That nobody has to sign.
    pub sentence: String,
    /// What is signed: every answer as it stands in the record.
    pub answers: Vec<Line>,
    /// Who may sign.
    pub signers: Vec<SignerRow>,
    /// Whether a later correction is not covered, if there is one.
    pub later: Option<Line>,
}

/// Holds one point of a stroke.
#[uniffi::remote(Record)]
pub struct StrokePoint {
    /// From the left, in pixels of the field.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Milliseconds since the first point.
    pub ms: i64,
}

/// Holds what somebody signed, or that nobody did.
#[uniffi::remote(Record)]
pub struct SignInput {
    /// The visit.
    pub visit: String,
    /// Key of the signer.
    pub signer: String,
    /// Code of the way.
    pub how: String,
    /// The strokes, if it was written.
    pub strokes: Vec<Vec<StrokePoint>>,
    /// The picture of a fingermark, if it is one.
    pub path: Option<String>,
}
