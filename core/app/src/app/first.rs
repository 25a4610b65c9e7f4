//! 首次打开: who works here, and where.

use std::collections::BTreeSet;
use tanfang_domain::event::{DataClass, Event, GridAssigned, NewOp, Scope, WorkerRole, derive_id};
use tanfang_domain::role::Role;
use tanfang_values::{Day, DivisionCode, DivisionLevel, GridId, WorkerId};

use super::kit::Kit;
use crate::error::{AppError, ErrorKind};
use crate::texts::{Texts, key};
use crate::view::{FirstView, RoleChoice, SetupInput};

/// Roles to choose from: those for whom this version has work.
const ROLES: [Role; 3] = [
    Role::GridMember,
    Role::VillageCommittee,
    Role::TownshipOfficer,
];

/// First six digits of the invented codes; no county has them.
const INVENTED: &str = "990101";

/// Makes 首次打开.
pub(crate) fn view(kit: &Kit, ready: bool) -> FirstView {
    let texts = kit.say.texts();
    FirstView {
        sentences: [
            key("first.sentence_1"),
            key("first.sentence_2"),
            key("first.sentence_3"),
        ]
        .iter()
        .map(|key| texts.get(key).to_owned())
        .collect(),
        roles: ROLES
            .iter()
            .map(|role| RoleChoice {
                role: role.name().to_owned(),
                label: kit.say.role(*role),
            })
            .collect(),
        practice: texts.get("first.practice").to_owned(),
        practice_note: texts.get("first.practice_note").to_owned(),
        ready,
    }
}

/// What was entered, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setup {
    pub(crate) name: String,
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) village: String,
    pub(crate) division: String,
    pub(crate) grid: GridId,
}

/// Checks what was entered.
pub(crate) fn check(kit: &Kit, input: &SetupInput) -> Result<Setup, AppError> {
    let invalid = |code, args: &[(&str, &str)]| kit.error(ErrorKind::Invalid, code, args);
    let name = name_of(kit, &input.name)?;
    let roles = roles_of(kit, &input.roles)?;
    let village = input.village.trim();
    if village.is_empty() {
        return Err(invalid("village_missing", &[]));
    }
    let given = input.division.as_deref().map(str::trim);
    let division = match given.filter(|code| !code.is_empty()) {
        Some(code) => {
            let parsed = DivisionCode::parse(code).map_err(|_| invalid("division_bad", &[]))?;
            if parsed.level() != DivisionLevel::Village {
                return Err(invalid("division_bad", &[]));
            }
            parsed.as_str().to_owned()
        }
        None => invented(village),
    };
    // Two workers of one village get one grid, whoever sets up first.
    let grid = GridId::new(derive_id("grid", &[&division]));
    Ok(Setup {
        name,
        roles,
        village: village.to_owned(),
        division,
        grid,
    })
}

/// Checks the name of a worker.
pub(crate) fn name_of(kit: &Kit, typed: &str) -> Result<String, AppError> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(kit.error(ErrorKind::Invalid, "name_missing", &[]));
    }
    Ok(name.to_owned())
}

/// Checks the roles of a worker.
pub(crate) fn roles_of(kit: &Kit, chosen: &[String]) -> Result<BTreeSet<Role>, AppError> {
    let mut roles = BTreeSet::new();
    for role in chosen {
        let unknown = || kit.error(ErrorKind::Invalid, "role_unknown", &[("role", role)]);
        roles.insert(Role::parse(role).ok_or_else(unknown)?);
    }
    if roles.is_empty() {
        return Err(kit.error(ErrorKind::Invalid, "roles_missing", &[]));
    }
    Ok(roles)
}

/// Invents a code for a village that was given none: the same for the same name.
fn invented(village: &str) -> String {
    let hash = derive_id("village", &[village]);
    let digits: String = hash
        .bytes()
        .take(6)
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    format!("{INVENTED}{digits}")
}

/// Returns the ops that record it.
pub(crate) fn ops(setup: &Setup, worker: &WorkerId, today: Day) -> Vec<NewOp> {
    let mut ops = Vec::new();
    for role in &setup.roles {
        ops.push(NewOp::new(
            Scope::own(),
            Event::WorkerRole(WorkerRole {
                worker: worker.clone(),
                name: setup.name.clone(),
                phone: None,
                role: *role,
                area: Some(setup.division.clone()),
                from: today,
                until: None,
            }),
        ));
    }
    for role in &setup.roles {
        ops.push(NewOp::new(
            Scope::new(setup.grid.clone(), DataClass::Core),
            Event::GridAssigned(GridAssigned {
                grid: setup.grid.clone(),
                name: setup.village.clone(),
                division: setup.division.clone(),
                worker: Some(worker.clone()),
                role: *role,
                from: today,
                was: None,
            }),
        ));
    }
    ops
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> SetupInput {
        SetupInput {
            name: " 赵小川 ".into(),
            roles: vec!["GridMember".into(), "GridMember".into()],
            village: "石板村".into(),
            division: None,
            practice: false,
        }
    }

    #[test]
    fn a_village_without_a_code_gets_the_same_invented_one() {
        let kit = Kit::builtin().unwrap();
        let setup = check(&kit, &input()).unwrap();
        assert_eq!(setup.name, "赵小川");
        assert_eq!(setup.roles.len(), 1);
        assert!(setup.division.starts_with("990101"));
        assert!(DivisionCode::parse(&setup.division).is_ok());
        assert_eq!(check(&kit, &input()).unwrap(), setup);
    }

    #[test]
    fn what_is_missing_is_said() {
        let kit = Kit::builtin().unwrap();
        let code = |change: fn(&mut SetupInput)| {
            let mut input = input();
            change(&mut input);
            check(&kit, &input).unwrap_err().code
        };
        assert_eq!(code(|i| i.name.clear()), "name_missing");
        assert_eq!(code(|i| i.roles.clear()), "roles_missing");
        assert_eq!(code(|i| i.roles.push("King".into())), "role_unknown");
        assert_eq!(code(|i| i.village.clear()), "village_missing");
        assert_eq!(code(|i| i.division = Some("12".into())), "division_bad");
    }
}
