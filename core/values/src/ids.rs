//! One string newtype for each kind of thing that has an id.

/// Declares an id: a newtype over a text that is not mixed up with another.
///
/// The text is shared between copies: a duty names a dozen ids, and a year of a
/// township has millions of duties.
///
/// ```
/// tanfang_values::id_type! {
///     /// Names a well.
///     WellId
/// }
/// assert_eq!(WellId::new("w1").as_str(), "w1");
/// ```
#[macro_export]
macro_rules! id_type {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(::std::sync::Arc<str>);

        impl $name {
            /// Makes an id from its text.
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(id.as_ref().into())
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl $crate::__serde::Serialize for $name {
            fn serialize<S: $crate::__serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::__serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <String as $crate::__serde::Deserialize>::deserialize(deserializer)
                    .map(|id| Self(id.into()))
            }
        }
    )+};
}

id_type! {
    /// Names a household (户).
    HouseholdId,
    /// Names a person (人).
    PersonId,
    /// Names a grid (网格).
    GridId,
    /// Names a worker.
    WorkerId,
    /// Names a visit; minted when its draft opens.
    VisitId,
    /// Names one store on one device: the author of a chain of operations.
    InstanceId,
    /// Names an operation (`UUIDv7`).
    OpId,
    /// Names a flag (线索).
    FlagId,
    /// Names an imported batch of rows.
    BatchId,
    /// Names a dated membership of a person in a class.
    MembershipId,
    /// Names a benefit episode.
    BenefitId,
    /// Names a duty: obligation, actor role, subject and first day of its period.
    DutyId,
    /// Names an attempt that met nobody (未遇).
    AttemptId,
    /// Names a call or message to a home (电话联系).
    ContactId,
    /// Names a row of a match list that is to be looked at on a visit (核实任务).
    TaskId,
    /// Names an event of a place, such as an epidemic: from a day to a day.
    EventId,
    /// Names a word of feedback (投诉建议).
    FeedbackId,
    /// Names a pause of visits (暂停): from a day to a day, approved.
    PauseId,
    /// Names an order that another kind of contact stands in for a visit (非接触替代).
    OverrideId,
    /// Names a round through an area (巡查).
    PatrolId,
    /// Names what a round saw (巡查线索).
    ClueId,
    /// Names a photo.
    PhotoId,
    /// Names a signature.
    SignatureId,
    /// Names an export of evidence.
    ExportId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_plain_string_in_json() {
        let id = VisitId::new("v1");
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"v1\"");
        assert_eq!(serde_json::from_str::<VisitId>("\"v1\"").unwrap(), id);
        assert_eq!(id.to_string(), "v1");
        assert_eq!(VisitId::from("v1"), id);
        let map = std::collections::BTreeMap::from([(id, 1)]);
        assert_eq!(map.get("v1"), Some(&1));
        assert_eq!(serde_json::to_string(&map).unwrap(), "{\"v1\":1}");
    }
}
