//! The columns that the reader of lists knows.

use crate::texts::key;
use serde::{Deserialize, Serialize};

/// A column that the reader of lists knows.
///
/// Names are kept in hashes of rows and in remembered corrections: never change one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Field {
    /// Running number; says nothing about a person.
    Serial,
    /// Number of the home in the office's books.
    HouseholdNo,
    /// Name of the head of the home.
    Head,
    /// Relation to the head (GB/T 4761 code).
    Relation,
    /// Name.
    Name,
    /// 小名.
    Nickname,
    /// 公民身份号码.
    IdNumber,
    /// Day of birth.
    Birth,
    /// Sex (GB/T 2261.1 code).
    Sex,
    /// Age; it is of the day of the list.
    Age,
    /// Village.
    Village,
    /// Group of the village.
    Group,
    /// House number.
    HouseNo,
    /// Address in one text.
    Address,
    /// Phone of the person.
    Phone,
    /// The classes the person is of.
    Class,
    /// 供养方式 (dictionary `keep`).
    Keep,
    /// 自理能力 (dictionary `selfcare`).
    Selfcare,
    /// 残疾类别 (dictionary `dis_kind`).
    DisKind,
    /// 残疾等级 (dictionary `dis_level`).
    DisLevel,
    /// Kind and level in one cell.
    Disability,
    /// Guardian or carer.
    Guardian,
    /// Phone of the guardian.
    GuardianPhone,
    /// Other columns about the guardian; kept as text.
    GuardianOther,
    /// First day of the benefit.
    From,
    /// Amount of the person.
    Amount,
    /// Remarks.
    Note,
    /// Identity number of the head of the home.
    HeadId,
    /// How many people live in the home.
    Members,
    /// For how many people of the home the benefit is.
    Insured,
    /// Class inside a benefit: 一类 to 四类 of 低保 (dictionary `dibao_cls`).
    Level,
    /// Amount of the whole home.
    HomeAmount,
    /// 残疾人证号.
    DisCard,
    /// What became of the person: 去世, 迁出.
    Status,
}

impl Field {
    /// Every field, in the order of a printed list.
    pub const ALL: [Self; 34] = [
        Self::Serial,
        Self::HouseholdNo,
        Self::Head,
        Self::Relation,
        Self::Name,
        Self::Nickname,
        Self::IdNumber,
        Self::Birth,
        Self::Sex,
        Self::Age,
        Self::Village,
        Self::Group,
        Self::HouseNo,
        Self::Address,
        Self::Phone,
        Self::Class,
        Self::Keep,
        Self::Selfcare,
        Self::DisKind,
        Self::DisLevel,
        Self::Disability,
        Self::Guardian,
        Self::GuardianPhone,
        Self::GuardianOther,
        Self::From,
        Self::Amount,
        Self::Note,
        Self::HeadId,
        Self::Members,
        Self::Insured,
        Self::Level,
        Self::HomeAmount,
        Self::DisCard,
        Self::Status,
    ];

    /// Returns the name used in `columns.toml`, in hashes and in text keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::HouseholdNo => "household_no",
            Self::Head => "head",
            Self::Relation => "relation",
            Self::Name => "name",
            Self::Nickname => "nickname",
            Self::IdNumber => "id_number",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::Village => "village",
            Self::Group => "group",
            Self::HouseNo => "house_no",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Class => "class",
            Self::Keep => "keep",
            Self::Selfcare => "selfcare",
            Self::DisKind => "dis_kind",
            Self::DisLevel => "dis_level",
            Self::Disability => "disability",
            Self::Guardian => "guardian",
            Self::GuardianPhone => "guardian_phone",
            Self::GuardianOther => "guardian_other",
            Self::From => "from",
            Self::Amount => "amount",
            Self::Note => "note",
            Self::HeadId => "head_id",
            Self::Members => "members",
            Self::Insured => "insured",
            Self::Level => "level",
            Self::HomeAmount => "home_amount",
            Self::DisCard => "dis_card",
            Self::Status => "status",
        }
    }

    /// Finds a field by its name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Returns the key of the column's name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Serial => key("import.field.serial"),
            Self::HouseholdNo => key("import.field.household_no"),
            Self::Head => key("import.field.head"),
            Self::Relation => key("import.field.relation"),
            Self::Name => key("import.field.name"),
            Self::Nickname => key("import.field.nickname"),
            Self::IdNumber => key("import.field.id_number"),
            Self::Birth => key("import.field.birth"),
            Self::Sex => key("import.field.sex"),
            Self::Age => key("import.field.age"),
            Self::Village => key("import.field.village"),
            Self::Group => key("import.field.group"),
            Self::HouseNo => key("import.field.house_no"),
            Self::Address => key("import.field.address"),
            Self::Phone => key("import.field.phone"),
            Self::Class => key("import.field.class"),
            Self::Keep => key("import.field.keep"),
            Self::Selfcare => key("import.field.selfcare"),
            Self::DisKind => key("import.field.dis_kind"),
            Self::DisLevel => key("import.field.dis_level"),
            Self::Disability => key("import.field.disability"),
            Self::Guardian => key("import.field.guardian"),
            Self::GuardianPhone => key("import.field.guardian_phone"),
            Self::GuardianOther => key("import.field.guardian_other"),
            Self::From => key("import.field.from"),
            Self::Amount => key("import.field.amount"),
            Self::Note => key("import.field.note"),
            Self::HeadId => key("import.field.head_id"),
            Self::Members => key("import.field.members"),
            Self::Insured => key("import.field.insured"),
            Self::Level => key("import.field.level"),
            Self::HomeAmount => key("import.field.home_amount"),
            Self::DisCard => key("import.field.dis_card"),
            Self::Status => key("import.field.status"),
        }
    }
}
