//! Who a worker is: the roles of the work plans.
//!
//! One person may hold several. A role is written in packs, ops and the FFI by
//! its English name; what it is called on screen stands in the string table
//! under `role.<name>`.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        /// Names what a worker is in the eyes of an obligation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Role {
            $($(#[$meta])* $name),+
        }

        impl Role {
            /// Every role, in the order of DESIGN §3.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the name that packs and ops use.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            /// Finds a role by the name that packs and ops use.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|role| role.name() == name)
            }
        }
    };
}

roles! {
    /// 网格员.
    GridMember,
    /// 村委会成员.
    VillageCommittee,
    /// 村干部.
    VillageCadre,
    /// 信息员.
    InformationOfficer,
    /// 乡镇责任人.
    TownshipOfficer,
    /// 经办人员.
    CaseClerk,
    /// 民政干部.
    CivilAffairs,
    /// 党员.
    PartyMember,
    /// 支部书记、支委.
    PartySecretary,
    /// 儿童主任.
    ChildDirector,
    /// 儿童督导员.
    ChildSupervisor,
    /// 妇联.
    WomensFederation,
    /// 社工.
    SocialWorker,
    /// 社会救助协理员.
    AssistanceAide,
    /// 村医.
    VillageDoctor,
    /// 照料人.
    Carer,
    /// 志愿者.
    Volunteer,
    /// 督查.
    Inspector,
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_its_name_everywhere() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(*role));
            assert_eq!(serde_json::to_string(role).unwrap(), format!("\"{role}\""));
        }
        assert_eq!(Role::parse("gridmember"), None);
    }
}
