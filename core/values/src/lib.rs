//! Money, days, periods and ids: the values everything else is made of.
//!
//! Nothing here knows the work of a village; nothing here reads a clock, draws
//! a random number or touches a file. A tour:
//!
//! * [`money`] – [`Money`] is integer fen. It parses what people type and what
//!   spreadsheets hold (`1,234.50元`, `２万`) and prints one form.
//! * [`ratio`] – [`Percent`] and [`Ratio`] are exact; rounding is a separate,
//!   named step ([`Rounding`]) done once, on a final amount.
//! * [`day`] – [`Day`] is a civil day in China, [`Stamp`] an instant with the
//!   offset of the device that made it, [`Months`] a span of calendar months.
//! * [`period`] – [`Period`] is the day, week, month, quarter, half or year a
//!   day falls in; periods of one kind tile the calendar.
//! * [`calendar`] – [`Calendar`], which days are worked in China; read from data.
//! * [`age`] – [`age_on`] counts 周岁 under either [`BirthdayRule`].
//! * [`hlc`] – [`Hlc`] orders operations of several devices.
//! * [`id_card`] – 公民身份号码 (GB 11643) and [`Sex`] (GB/T 2261.1).
//! * [`division`] – [`DivisionCode`], the 12-digit 统计用区划代码.
//! * [`ids`] – one string newtype for each kind of thing that has an id.
//! * [`text`] – half-width forms and white space, needed by every parser above.

pub mod age;
pub mod calendar;
pub mod day;
pub mod division;
pub mod hlc;
pub mod id_card;
pub mod ids;
pub mod money;
pub mod period;
pub mod ratio;
pub mod text;

pub use age::{BirthdayRule, age_on};
pub use calendar::{Calendar, CalendarError, Certainty, DayKind, Notice, Reckoned};
pub use day::{Day, DayError, Months, Stamp, Weekday};
pub use division::{DivisionCode, DivisionError, DivisionLevel};
pub use hlc::Hlc;
pub use id_card::{IdError, IdNumber, Sex};
pub use ids::{
    AttemptId, BatchId, BenefitId, ClueId, ContactId, DutyId, EventId, ExportId, FeedbackId,
    FlagId, GridId, HouseholdId, InstanceId, MembershipId, OpId, OverrideId, PatrolId, PauseId,
    PersonId, PhotoId, SignatureId, TaskId, VisitId, WorkerId,
};
pub use money::{Money, MoneyError};
pub use period::{Period, PeriodKind};
pub use ratio::{Percent, PercentError, Ratio, Rounding};

#[doc(hidden)]
pub use serde as __serde;
