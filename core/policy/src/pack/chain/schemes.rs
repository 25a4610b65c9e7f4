//! Compiles schemes in their order; each sees only those before it.

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::dict::{About, Type};
use crate::doc::{Table as DocTable, Value};
use crate::lang::node::least;
use crate::pack::{OwnedItem, overlay, param};
use crate::scheme::{AmountRule, Condition, Next, Part, Scheme};
use std::sync::Arc;

impl Compiler<'_> {
    pub(super) fn schemes(&mut self) -> Vec<Arc<Scheme>> {
        let mut items =
            overlay::documents(self.layers, "schemes/", self.findings, &mut self.dropped);
        let order = |item: &OwnedItem| match item.table.get("order").map(|node| &node.value) {
            Some(Value::Int(order)) => *order,
            _ => i64::MAX,
        };
        items.sort_by_key(order);
        let mut out: Vec<Arc<Scheme>> = Vec::new();
        for item in &items {
            let Some(scheme) = self.scheme(item) else {
                continue;
            };
            if out.iter().any(|other| other.name == scheme.name) {
                self.findings.push(
                    Diagnostic::error(Code::NameTwice)
                        .with("name", &scheme.name)
                        .with("other", &scheme.id)
                        .at(&item.table.file, item.table.line_of("name"), None),
                );
            }
            self.nodes = self.nodes.saturating_add(scheme.conditions.len());
            self.check_constants(&scheme, &item.table);
            let scheme = Arc::new(scheme);
            self.names.add_scheme(&scheme);
            out.push(scheme);
        }
        out
    }

    pub(super) fn scheme(&mut self, item: &OwnedItem) -> Option<Scheme> {
        let table = &item.table;
        for derive in overlay::tables_of(table, "derive") {
            self.derive(derive);
        }
        let strings = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut reader = table.reader(self.findings);
        let id = reader.str("id").unwrap_or_default().to_owned();
        let rule = reader.opt_str("rule").map(str::to_owned);
        let name = reader.str("name").unwrap_or_default().to_owned();
        let about = reader
            .opt_word("about", &["户", "人"])
            .and_then(About::parse);
        reader.require("about");
        reader.require("order");
        let order = reader.opt_int("order").unwrap_or(i64::MAX);
        let stub = reader.flag("stub");
        let fund = reader.opt_str("fund").map(str::to_owned);
        let needs_slot = strings(reader.strs("needs_slot"));
        let excludes = strings(reader.strs("excludes"));
        let documents = strings(reader.strs("documents"));
        let own = |text: Option<&str>| text.map(str::to_owned);
        let where_to = own(reader.opt_str("where"));
        let how_long = own(reader.opt_str("how_long"));
        let lasts = own(reader.opt_str("lasts"));
        let deceased = reader.flag("deceased");
        for key in ["for", "derive", "replaces"] {
            reader.skip(key);
        }
        let parts = [
            ("require", Part::Require),
            ("any_of", Part::AnyOf),
            ("not_if", Part::NotIf),
            ("caution", Part::Caution),
        ];
        let mut sources = Vec::new();
        for (key, part) in parts {
            sources.extend(reader.tables(key).into_iter().map(|table| (part, table)));
        }
        let amount = reader.opt_table("amount");
        let next = reader.tables("next");
        if !sources.iter().any(|(part, _)| *part != Part::Caution) {
            let finding = Diagnostic::error(Code::MissingKey).with("key", "require");
            reader.find("require", finding);
        }
        for slot in &needs_slot {
            if !self.names.has_slot(slot) {
                let finding = Diagnostic::error(Code::UnknownTarget)
                    .with("call", "needs_slot")
                    .with("name", slot);
                reader.find("needs_slot", finding);
            }
        }
        reader.finish();
        crate::dict::check_id(&id, &table.file, table.line_of("id"), self.findings);
        crate::dict::check_name(&name, &table.file, table.line_of("name"), self.findings);
        let about = about?;
        let for_whom = self.rule(table, "for", about, Some(&Type::Bool));
        let mut conditions: Vec<Condition> = Vec::new();
        for (part, source) in sources {
            let condition = self.condition(source, part, about);
            if conditions.iter().any(|other| other.id == condition.id) {
                self.findings.push(
                    Diagnostic::error(Code::IdTwice)
                        .with("id", &condition.id)
                        .with("other", &id)
                        .at(&source.file, source.line_of("id"), None),
                );
            }
            conditions.push(condition);
        }
        let amount = amount.and_then(|source| self.amount(source, about));
        let next = next
            .into_iter()
            .map(|source| self.next(source, about))
            .collect();
        let mut scheme = Scheme {
            id,
            rule,
            name,
            about,
            order,
            pack: item.pack.clone(),
            stub,
            fund,
            needs_slot,
            excludes,
            documents,
            where_to,
            how_long,
            lasts,
            deceased,
            memo: self.names.memo(),
            shared: Vec::new(),
            for_whom,
            conditions,
            amount,
            next,
        };
        scheme.shared = crate::lang::marks::shared(&scheme);
        Some(scheme)
    }

    pub(super) fn condition(&mut self, source: &DocTable, part: Part, about: About) -> Condition {
        let mut reader = source.reader(self.findings);
        let id = reader.str("id").unwrap_or_default().to_owned();
        let text = reader.str("text").unwrap_or_default().to_owned();
        let group = reader.opt_str("group").map(str::to_owned);
        let action = reader.flag("action");
        let own = |text: Option<&str>| text.map(str::to_owned);
        let say = own(reader.opt_str("say"));
        let redirect = own(reader.opt_str("redirect"));
        let raises = own(reader.opt_str("raises"));
        let reading = own(reader.opt_str("reading"));
        if part != Part::Caution {
            reader.require("expr");
        }
        reader.skip("expr");
        let cite = param::cite(&mut reader, part != Part::Caution);
        reader.finish();
        let expr = self.rule(source, "expr", about, Some(&Type::Bool));
        let part = if part == Part::Require && action {
            Part::Action
        } else {
            part
        };
        Condition {
            part,
            id,
            text,
            group,
            expr,
            cite,
            reading,
            say,
            redirect,
            raises,
        }
    }

    pub(super) fn amount(&mut self, source: &DocTable, about: About) -> Option<AmountRule> {
        let mut reader = source.reader(self.findings);
        reader.require("expr");
        reader.skip("expr");
        let unit = reader.opt_word("unit", &["元", "元/月", "元/年"]);
        reader.require("unit");
        let mode = reader.opt_str("mode").map(str::to_owned);
        let reading = reader.opt_str("reading").map(str::to_owned);
        reader.skip("rule");
        param::cite(&mut reader, false);
        reader.finish();
        let ty = Type::parse(unit?, self.dictionary.enums())?;
        let expr = self.rule(source, "expr", about, Some(&ty))?;
        if least(expr.root()).is_none() {
            self.warnings.push(
                Diagnostic::warning(Code::NegativeAmount)
                    .with("id", expr.text())
                    .at(&source.file, source.line_of("expr"), None),
            );
        }
        Some(AmountRule {
            expr,
            mode,
            reading,
        })
    }

    pub(super) fn next(&mut self, source: &DocTable, about: About) -> Next {
        let mut reader = source.reader(self.findings);
        let text = reader.str("text").unwrap_or_default().to_owned();
        let opens = reader.opt_str("opens").map(str::to_owned);
        reader.skip("if");
        let cite = param::cite(&mut reader, true);
        reader.finish();
        Next {
            when: self.rule(source, "if", about, Some(&Type::Bool)),
            text,
            opens,
            cite,
        }
    }

    /// A condition that is the same for everybody is a slip of the pen.
    pub(super) fn check_constants(&mut self, scheme: &Scheme, table: &DocTable) {
        let mut world = crate::world::World::new(tanfang_values::Day::MIN);
        world.members.push(crate::world::Member::default());
        let subject = match scheme.about {
            About::Household => crate::world::Subject::Household,
            About::Person => crate::world::Subject::Person(0),
        };
        for condition in &scheme.conditions {
            let Some(expr) = &condition.expr else {
                continue;
            };
            let outcomes = crate::eval::eval_bool(expr, &world, subject).outcomes;
            // An event that is over says nothing about the rule itself.
            let mut eventful = world.clone();
            eventful.events = expr.events().iter().map(ToString::to_string).collect();
            let under_way = crate::eval::eval_bool(expr, &eventful, subject).outcomes;
            // On a day before every parameter only logic can decide.
            if outcomes.is_decided() && outcomes == under_way {
                self.warnings.push(
                    Diagnostic::warning(Code::Constant)
                        .with("id", &condition.id)
                        .with("always", if outcomes.surely_true() { "是" } else { "否" })
                        .at(&table.file, table.line, None),
                );
            }
        }
    }
}
