//! Workers, the roles they hold, and the posts of a grid.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tanfang_values::{Day, GridId, WorkerId};

use crate::merge::{Merged, Origin, newest};
use crate::role::Role;

/// Holds a worker with every role held, now or once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// The worker.
    pub id: WorkerId,
    /// Name as shown.
    pub name: String,
    /// Phone as written.
    pub phone: Option<String>,
    /// Roles with their days; one person may hold several.
    pub roles: Vec<RoleHeld>,
}

/// Gives a role its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleHeld {
    /// The role.
    pub role: Role,
    /// Division it is held in, 12 digits.
    pub area: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day, if it ended.
    pub until: Option<Day>,
}

/// Says who looks after a grid in a role from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridPost {
    /// The grid.
    pub grid: GridId,
    /// The role.
    pub role: Role,
    /// The worker, or none when the post is vacant.
    pub worker: Option<WorkerId>,
    /// First day.
    pub from: Day,
    /// Who wrote it and when.
    pub origin: Origin,
}

/// Names for whom something is worked out: a worker, and the roles held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The worker.
    pub worker: WorkerId,
    /// Roles held on the day in question.
    pub roles: BTreeSet<Role>,
}

impl Worker {
    /// Returns the roles held on a day.
    pub fn roles_on(&self, day: Day) -> BTreeSet<Role> {
        self.roles
            .iter()
            .filter(|held| held.from <= day && held.until.is_none_or(|until| day <= until))
            .map(|held| held.role)
            .collect()
    }

    /// Returns the viewer this worker is on a day.
    pub fn viewer(&self, day: Day) -> Viewer {
        Viewer {
            worker: self.id.clone(),
            roles: self.roles_on(day),
        }
    }
}

impl Viewer {
    /// Makes a viewer of a worker and roles.
    pub fn new(worker: WorkerId, roles: impl IntoIterator<Item = Role>) -> Self {
        Self {
            worker,
            roles: roles.into_iter().collect(),
        }
    }
}

impl Merged for GridPost {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

/// Returns who looks after a grid in a role on a day; none while it is vacant.
///
/// A successor takes over what is open; what was done keeps its own actor.
pub fn in_charge<'a>(
    posts: impl IntoIterator<Item = &'a GridPost>,
    grid: &GridId,
    role: Role,
    day: Day,
) -> Option<&'a WorkerId> {
    let mut in_force: Vec<&GridPost> = Vec::new();
    for post in posts {
        if post.grid != *grid || post.role != role || post.from > day {
            continue;
        }
        match in_force.first().map(|best| best.from) {
            Some(from) if from > post.from => {}
            Some(from) if from == post.from => in_force.push(post),
            _ => in_force = vec![post],
        }
    }
    newest(in_force).and_then(|post| post.worker.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanfang_values::{Hlc, InstanceId, OpId};

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn post(worker: Option<&str>, from: &str, ms: i64) -> GridPost {
        GridPost {
            grid: GridId::new("g1"),
            role: Role::GridMember,
            worker: worker.map(WorkerId::new),
            from: day(from),
            origin: Origin {
                hlc: Hlc { ms, n: 0 },
                instance: InstanceId::new("i1"),
                op: OpId::new(format!("o{ms}")),
            },
        }
    }

    #[test]
    fn a_worker_holds_several_roles_each_with_its_days() {
        let worker = Worker {
            id: WorkerId::new("w1"),
            name: "王样例".into(),
            phone: None,
            roles: vec![
                RoleHeld {
                    role: Role::GridMember,
                    area: None,
                    from: day("2026-01-01"),
                    until: None,
                },
                RoleHeld {
                    role: Role::PartyMember,
                    area: None,
                    from: day("2026-01-01"),
                    until: Some(day("2026-06-30")),
                },
            ],
        };
        assert_eq!(worker.roles_on(day("2026-06-30")).len(), 2);
        assert_eq!(
            worker.viewer(day("2026-07-01")).roles,
            BTreeSet::from([Role::GridMember])
        );
    }

    #[test]
    fn the_post_of_the_latest_day_is_in_charge_whatever_came_first() {
        let mut posts = vec![
            post(Some("w2"), "2026-06-01", 1),
            post(Some("w1"), "2026-01-01", 9),
            post(None, "2026-09-01", 2),
        ];
        let grid = GridId::new("g1");
        for _ in 0..2 {
            let who = |d: &str| in_charge(&posts, &grid, Role::GridMember, day(d));
            assert_eq!(who("2025-12-31"), None);
            assert_eq!(who("2026-05-31").map(WorkerId::as_str), Some("w1"));
            assert_eq!(who("2026-06-01").map(WorkerId::as_str), Some("w2"));
            assert_eq!(who("2026-09-02"), None, "the post is vacant");
            posts.reverse();
        }
    }
}
