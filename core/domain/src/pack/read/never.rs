//! Rules that are false for everybody.

use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::About;
use tanfang_policy::doc::Node;
use tanfang_policy::eval::eval_bool;
use tanfang_policy::world::{Member, Subject as Place, World};
use tanfang_values::Day;

use super::super::rule::Rule;
use super::Reading;

impl Reading<'_> {
    /// Checks one rule of an obligation or a deadline; one that is never true is
    /// a finding.
    pub(super) fn sound_rule(
        &mut self,
        id: &str,
        file: &str,
        node: &Node,
        about: About,
    ) -> Option<Rule> {
        let rule = self.rule(file, node, about)?;
        if never_true(&rule) {
            let finding = Diagnostic::error(Code::Constant)
                .with("id", id)
                .with("always", "否");
            self.findings
                .push(finding.at(file, node.line, Some(node.column)));
        }
        Some(rule)
    }
}

/// Tells whether a rule is false whatever the facts are: with nothing known and
/// no standard set, with its events on and off, only its logic is left to decide.
fn never_true(rule: &Rule) -> bool {
    let place = match rule.about {
        About::Household => Place::Household,
        About::Person => Place::Person(0),
    };
    let mut world = World::new(Day::MIN);
    world.members.push(Member::default());
    let off = eval_bool(&rule.expr, &world, place).surely_false();
    world.events = rule.expr.events().iter().map(ToString::to_string).collect();
    off && eval_bool(&rule.expr, &world, place).surely_false()
}
