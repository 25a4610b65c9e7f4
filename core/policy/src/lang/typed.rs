//! Resolves names and checks types.

use super::near::nearest;
use super::node::{Aid, Leaf, Memo, Node, Place, least};
use super::parse::{Ast, AstKind, Call, Cmp, Over, SetAst, Word};
use super::{Binding, Expr, Inner, Names, lex};
use crate::diag::{Code, Diagnostic};
use crate::dict::{About, EnumDef, FactDef, ListDef, Type};
use crate::limits;
use crate::number::Fraction;
use crate::world::Key;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn check(
    text: &str,
    ast: &Ast,
    names: &Names,
    extra: &[Arc<FactDef>],
    about: About,
    want: Option<&Type>,
) -> Result<Expr, Diagnostic> {
    let mut checker = Checker {
        text,
        names,
        extra,
        about,
        members: false,
        item: None,
        nodes: 0,
        steps: 0,
        factor: 1,
        depth: 0,
        deepest: 0,
        reads: BTreeMap::new(),
        events: BTreeSet::new(),
    };
    let (root, ty) = checker.node(ast)?;
    if let Some(want) = want
        && !ast.fits(&ty, want)
    {
        return Err(lex::finding(text, ast.at, Code::WrongType)
            .with("found", ty.to_string())
            .with("wanted", want.to_string()));
    }
    Ok(Expr {
        inner: Arc::new(Inner {
            ty: want.cloned().unwrap_or(ty),
            text: text.to_owned(),
            root,
            nodes: checker.nodes,
            steps: checker.steps,
            depth: checker.deepest,
            reads: checker.reads.into_values().collect(),
            events: checker.events.into_iter().collect(),
        }),
    })
}

struct Checker<'c> {
    text: &'c str,
    names: &'c Names,
    extra: &'c [Arc<FactDef>],
    about: About,
    /// Inside a list of members.
    members: bool,
    /// The innermost list with fields.
    item: Option<Arc<ListDef>>,
    nodes: usize,
    steps: u64,
    /// How often the present place runs at most.
    factor: u64,
    depth: usize,
    deepest: usize,
    reads: BTreeMap<String, Arc<FactDef>>,
    events: BTreeSet<Arc<str>>,
}

type Typed = (Node, Type);

impl Checker<'_> {
    fn finding(&self, at: usize, code: Code) -> Diagnostic {
        lex::finding(self.text, at, code)
    }

    fn node(&mut self, ast: &Ast) -> Result<Typed, Diagnostic> {
        self.nodes += 1;
        self.steps = self.steps.saturating_add(self.factor);
        if self.nodes > limits::PACK_NODES {
            return Err(self
                .finding(ast.at, Code::TooManyNodes)
                .with("nodes", self.nodes.to_string())
                .with("most", limits::PACK_NODES.to_string()));
        }
        if self.steps > limits::EXPR_STEPS {
            return Err(self
                .finding(ast.at, Code::TooCostly)
                .with("steps", self.steps.to_string())
                .with("most", limits::EXPR_STEPS.to_string()));
        }
        self.depth += 1;
        self.reach(0, ast.at)?;
        let out = self.kind(ast);
        self.depth -= 1;
        out
    }

    /// Notes that something so deep is referred to from here.
    fn reach(&mut self, below: usize, at: usize) -> Result<(), Diagnostic> {
        let depth = self.depth + below;
        if depth > limits::REFERENCE_DEPTH {
            return Err(self
                .finding(at, Code::TooDeep)
                .with("most", limits::REFERENCE_DEPTH.to_string()));
        }
        self.deepest = self.deepest.max(depth);
        Ok(())
    }

    fn kind(&mut self, ast: &Ast) -> Result<Typed, Diagnostic> {
        let at = ast.at;
        Ok(match &ast.kind {
            AstKind::And(all) => (Node::And(self.bools(all)?), Type::Bool),
            AstKind::Or(all) => (Node::Or(self.bools(all)?), Type::Bool),
            AstKind::Not(inner) => (Node::Not(Box::new(self.bool(inner)?)), Type::Bool),
            AstKind::Compare(cmp, left, right) => {
                (self.compare(*cmp, left, right, at)?, Type::Bool)
            }
            AstKind::In(left, set) => (self.one_in(left, set, at)?, Type::Bool),
            AstKind::Has(left, label) => {
                let labels = SetAst::Labels(vec![label.clone()]);
                (self.has_any(left, &labels, at)?, Type::Bool)
            }
            AstKind::HasAny(left, set) => (self.has_any(left, set, at)?, Type::Bool),
            AstKind::Add(parts) => self.add(parts, at)?,
            AstKind::Mul(left, right) => self.mul(left, right, at)?,
            AstKind::Div(left, right) => self.div(left, right, at)?,
            AstKind::Number(value, ty) => (Node::Number(*value), ty.clone()),
            AstKind::Bool(flag) => (Node::Bool(*flag), Type::Bool),
            AstKind::Today => (Node::Today, Type::Date),
            AstKind::Name(name) => self.name(name, at, false)?,
            AstKind::Own(name) => self.name(name, at, true)?,
            AstKind::Over(over, list, filter, body) => {
                self.over(*over, list, filter.as_deref(), body.as_deref())?
            }
            AstKind::Extreme(largest, all) => self.extreme(*largest, all, at)?,
            AstKind::If(when, yes, no) => {
                let when = self.bool(when)?;
                let (yes, ty) = self.node(yes)?;
                let (no, other) = self.node(no)?;
                self.same(&ty, &other, at)?;
                let node = Node::If(Box::new(when), Box::new(yes), Box::new(no));
                (node, ty)
            }
            AstKind::Near(months, name) => {
                let (date, ty) = self.name(&name.text, name.at, false)?;
                self.want(&ty, &Type::Date, name.at)?;
                let months = months.as_whole().and_then(|n| i32::try_from(n).ok());
                let months = months.ok_or_else(|| self.finding(at, Code::BadNumber))?;
                (Node::Near(months, Box::new(date)), Type::Bool)
            }
            AstKind::Call(call, name) => self.call(*call, name)?,
        })
    }

    fn want(&self, found: &Type, want: &Type, at: usize) -> Result<(), Diagnostic> {
        if found == want {
            return Ok(());
        }
        Err(self
            .finding(at, Code::WrongType)
            .with("found", found.to_string())
            .with("wanted", want.to_string()))
    }

    fn same(&self, left: &Type, right: &Type, at: usize) -> Result<(), Diagnostic> {
        if left == right {
            return Ok(());
        }
        Err(self
            .finding(at, Code::TypeMismatch)
            .with("left", left.to_string())
            .with("right", right.to_string()))
    }

    fn bad_operand(&self, at: usize, op: &str, ty: &Type) -> Diagnostic {
        self.finding(at, Code::BadOperand)
            .with("op", op)
            .with("type", ty.to_string())
    }

    fn bool(&mut self, ast: &Ast) -> Result<Node, Diagnostic> {
        let (node, ty) = self.node(ast)?;
        self.want(&ty, &Type::Bool, ast.at)?;
        Ok(node)
    }

    fn bools(&mut self, all: &[Ast]) -> Result<Vec<Node>, Diagnostic> {
        all.iter().map(|ast| self.bool(ast)).collect()
    }

    fn compare(
        &mut self,
        cmp: Cmp,
        left: &Ast,
        right: &Ast,
        at: usize,
    ) -> Result<Node, Diagnostic> {
        let (node, ty) = self.node(left)?;
        let equal = matches!(cmp, Cmp::Eq | Cmp::Ne);
        let negate = |node| match cmp {
            Cmp::Ne => Node::Not(Box::new(node)),
            _ => node,
        };
        match &ty {
            Type::Enum(def) => {
                let AstKind::Name(label) = &right.kind else {
                    return Err(self.bad_operand(right.at, "=", &ty));
                };
                if !equal {
                    return Err(self.bad_operand(at, "<", &ty));
                }
                let bits = self.label(def, label, right.at)?;
                Ok(negate(Node::OneOf(Box::new(node), bits)))
            }
            Type::Bool => {
                let AstKind::Bool(flag) = &right.kind else {
                    return Err(self.bad_operand(right.at, "=", &ty));
                };
                if !equal {
                    return Err(self.bad_operand(at, "<", &ty));
                }
                let node = if *flag {
                    node
                } else {
                    Node::Not(Box::new(node))
                };
                Ok(negate(node))
            }
            ty if ty.is_ordered() => {
                let (other, right_ty) = self.node(right)?;
                if !right.fits(&right_ty, ty) {
                    self.same(ty, &right_ty, at)?;
                }
                Ok(Node::Compare(cmp, Box::new(node), Box::new(other)))
            }
            ty => Err(self.bad_operand(at, "=", ty)),
        }
    }

    fn label(&self, def: &Arc<EnumDef>, label: &str, at: usize) -> Result<u64, Diagnostic> {
        match def.index_of_name(label) {
            Some(index) => Ok(1_u64 << index),
            None => Err(self
                .finding(at, Code::UnknownLabel)
                .with("label", label)
                .with("enum", &def.id)
                .with("labels", def.label_list())),
        }
    }

    fn labels(&self, def: &Arc<EnumDef>, labels: &[Word]) -> Result<u64, Diagnostic> {
        let mut bits = 0;
        for label in labels {
            bits |= self.label(def, &label.text, label.at)?;
        }
        Ok(bits)
    }

    /// A name that stands for a set of the same enum.
    fn set_name(&mut self, def: &Arc<EnumDef>, name: &Word) -> Result<Node, Diagnostic> {
        let (node, ty) = self.name(&name.text, name.at, false)?;
        self.want(&ty, &Type::Many(Arc::clone(def)), name.at)?;
        Ok(node)
    }

    fn one_in(&mut self, left: &Ast, set: &SetAst, at: usize) -> Result<Node, Diagnostic> {
        let (node, ty) = self.node(left)?;
        let Type::Enum(def) = &ty else {
            return Err(self.bad_operand(at, "属于", &ty));
        };
        Ok(match set {
            SetAst::Labels(labels) => Node::OneOf(Box::new(node), self.labels(def, labels)?),
            SetAst::Name(name) => {
                let set = self.set_name(def, name)?;
                Node::OneIn(Box::new(node), Box::new(set))
            }
        })
    }

    fn has_any(&mut self, left: &Ast, set: &SetAst, at: usize) -> Result<Node, Diagnostic> {
        let (node, ty) = self.node(left)?;
        let Type::Many(def) = &ty else {
            return Err(self.bad_operand(at, "含", &ty));
        };
        Ok(match set {
            SetAst::Labels(labels) => Node::HasAny(Box::new(node), self.labels(def, labels)?),
            SetAst::Name(name) => {
                let set = self.set_name(def, name)?;
                Node::HasAnyOf(Box::new(node), Box::new(set))
            }
        })
    }

    fn number(&mut self, ast: &Ast, op: &str) -> Result<Typed, Diagnostic> {
        let (node, ty) = self.node(ast)?;
        if ty.is_ordered() && ty != Type::Date {
            return Ok((node, ty));
        }
        Err(self.bad_operand(ast.at, op, &ty))
    }

    fn add(&mut self, parts: &[(bool, Ast)], at: usize) -> Result<Typed, Diagnostic> {
        let mut out = Vec::new();
        let mut sum: Option<Type> = None;
        for (minus, part) in parts {
            let (node, ty) = self.number(part, if *minus { "-" } else { "+" })?;
            match &sum {
                Some(sum) => self.same(sum, &ty, part.at)?,
                None => sum = Some(ty),
            }
            out.push((*minus, node));
        }
        let ty = sum.ok_or_else(|| self.finding(at, Code::Expected))?;
        Ok((Node::Add(out), ty))
    }

    fn mul(&mut self, left: &Ast, right: &Ast, at: usize) -> Result<Typed, Diagnostic> {
        let (a, left_ty) = self.number(left, "×")?;
        let (b, right_ty) = self.number(right, "×")?;
        let is_count = |ty: &Type| matches!(ty, Type::Int | Type::Times | Type::Percent);
        let ty = match (&left_ty, &right_ty) {
            (Type::Int, Type::Int) => Type::Int,
            (Type::YuanMonth, Type::Months) | (Type::Months, Type::YuanMonth) => Type::Yuan,
            (money, count) if money.is_money() && is_count(count) => money.clone(),
            (count, money) if money.is_money() && is_count(count) => money.clone(),
            _ => {
                return Err(self
                    .finding(at, Code::TypeMismatch)
                    .with("left", left_ty.to_string())
                    .with("right", right_ty.to_string()));
            }
        };
        Ok((Node::Mul(Box::new(a), Box::new(b)), ty))
    }

    fn div(&mut self, left: &Ast, right: &Ast, at: usize) -> Result<Typed, Diagnostic> {
        let (a, ty) = self.number(left, "÷")?;
        let (b, right_ty) = self.number(right, "÷")?;
        if !ty.is_money() || right_ty != Type::Int {
            return Err(self
                .finding(at, Code::TypeMismatch)
                .with("left", ty.to_string())
                .with("right", right_ty.to_string()));
        }
        if least(&b).is_none_or(|least| least < Fraction::ONE) {
            let name = match &right.kind {
                AstKind::Name(name) => name.as_str(),
                _ => "",
            };
            return Err(self.finding(right.at, Code::Division).with("name", name));
        }
        Ok((Node::Div(Box::new(a), Box::new(b)), ty))
    }

    fn extreme(&mut self, largest: bool, all: &[Ast], at: usize) -> Result<Typed, Diagnostic> {
        let mut out = Vec::new();
        let mut first: Option<Type> = None;
        for ast in all {
            let (node, ty) = self.node(ast)?;
            if !ty.is_ordered() {
                return Err(self.bad_operand(ast.at, "较大", &ty));
            }
            match &first {
                Some(first) => self.same(first, &ty, ast.at)?,
                None => first = Some(ty),
            }
            out.push(node);
        }
        let ty = first.ok_or_else(|| self.finding(at, Code::Expected))?;
        Ok((Node::Extreme(largest, out), ty))
    }

    fn over(
        &mut self,
        over: Over,
        name: &Word,
        filter: Option<&Ast>,
        body: Option<&Ast>,
    ) -> Result<Typed, Diagnostic> {
        let list = self.names.lists.get(&name.text).cloned();
        let list = list.ok_or_else(|| {
            self.finding(name.at, Code::UnknownList)
                .with("name", &name.text)
        })?;
        let mut items = u64::from(list.max);
        if list.persons {
            if self.members || self.item.is_some() {
                return Err(self
                    .finding(name.at, Code::OutOfScope)
                    .with("name", &name.text));
            }
        } else if list.about == About::Person && !self.has_person() {
            // Read for a home, a list of persons is the union over its members.
            items = items.saturating_mul(limits::LIST_ITEMS.into());
        }
        let before = (self.members, self.item.clone(), self.factor);
        self.factor = self.factor.saturating_mul(items.max(1));
        if list.persons {
            self.members = true;
        } else {
            self.item = Some(Arc::clone(&list));
        }
        let filter = filter.map(|ast| self.bool(ast)).transpose()?;
        let body = match (over, body) {
            (Over::Any | Over::All, Some(body)) => Some((self.bool(body)?, Type::Bool)),
            (_, Some(body)) => Some(self.number(body, "合计")?),
            (_, None) => None,
        };
        (self.members, self.item, self.factor) = before;
        let ty = match (over, &body) {
            (Over::Any | Over::All, _) => Type::Bool,
            (_, Some((_, ty))) => ty.clone(),
            (_, None) => Type::Int,
        };
        let body = body.map(|(node, _)| Box::new(node));
        Ok((Node::Over(over, list, filter.map(Box::new), body), ty))
    }

    fn has_person(&self) -> bool {
        self.members || self.about == About::Person
    }

    /// The place of a household's or person's value; a person's needs a person.
    fn place(&self, about: About, own: bool, name: &str, at: usize) -> Result<Place, Diagnostic> {
        match about {
            About::Household => Ok(Place::Household),
            About::Person if own => Ok(Place::Own),
            About::Person if self.has_person() => Ok(Place::Person),
            About::Person => Err(self.finding(at, Code::PersonInHousehold).with("name", name)),
        }
    }

    fn name(&mut self, name: &str, at: usize, own: bool) -> Result<Typed, Diagnostic> {
        if own && self.about != About::Person {
            return Err(self.finding(at, Code::OutOfScope).with("name", "本人"));
        }
        let field = self.item.as_ref().filter(|_| !own).and_then(|list| {
            list.fields
                .iter()
                .find(|field| field.name == name)
                .map(Arc::clone)
        });
        if let Some(def) = field {
            return self.leaf(def, Place::Item, None, None, at);
        }
        match self.names.binding(name) {
            Some(Binding::Fact(def, only_if, memo)) => {
                let place = self.place(def.about, own, name, at)?;
                self.leaf(Arc::clone(def), place, only_if.clone(), Some(*memo), at)
            }
            Some(Binding::Derived(derived)) => {
                let place = self.place(derived.about, own, name, at)?;
                self.reach(derived.depth, at)?;
                self.read_all(&derived.reads);
                Ok((
                    Node::Derived(Arc::clone(derived), place),
                    derived.ty.clone(),
                ))
            }
            Some(Binding::Param(param)) => Ok((Node::Param(Arc::clone(param)), param.ty.clone())),
            None => match self.extra.iter().find(|fact| fact.name == name) {
                Some(def) => {
                    let place = self.place(def.about, own, name, at)?;
                    self.leaf(Arc::clone(def), place, None, None, at)
                }
                None => Err(self.unknown(name, at)),
            },
        }
    }

    fn leaf(
        &mut self,
        def: Arc<FactDef>,
        place: Place,
        only_if: Option<Expr>,
        memo: Option<Memo>,
        at: usize,
    ) -> Result<Typed, Diagnostic> {
        if def.ty == Type::YuanPeriod {
            return Err(self.bad_operand(at, &def.name, &def.ty));
        }
        if let Some(only_if) = &only_if {
            self.reach(only_if.depth(), at)?;
            self.read_all(only_if.reads());
        }
        self.read_all(std::slice::from_ref(&def));
        let ty = def.ty.clone();
        let key = Key::of(def.id.as_str());
        let leaf = Leaf {
            def,
            key,
            place,
            memo,
            only_if,
        };
        Ok((Node::Fact(leaf), ty))
    }

    fn read_all(&mut self, facts: &[Arc<FactDef>]) {
        for def in facts {
            // A long rule names the same facts again and again.
            if !self.reads.contains_key(def.id.as_str()) {
                let id = def.id.as_str().to_owned();
                self.reads.insert(id, Arc::clone(def));
            }
        }
    }

    fn unknown(&self, name: &str, at: usize) -> Diagnostic {
        if let Some(word) = lex::glued_word(name) {
            return self
                .finding(at, Code::GluedWord)
                .with("name", name)
                .with("word", word);
        }
        // A field read outside its list is known, only not here.
        let near = nearest(name, self.names.taken.keys().map(String::as_str));
        self.finding(at, Code::UnknownName)
            .with("name", name)
            .with("near", near.unwrap_or_default())
    }

    fn target(&self, call: &str, name: &Word) -> Diagnostic {
        self.finding(name.at, Code::UnknownTarget)
            .with("call", call)
            .with("name", &name.text)
    }

    fn call(&mut self, call: Call, name: &Word) -> Result<Typed, Diagnostic> {
        match call {
            Call::Qualifies => {
                let scheme = self.names.schemes.get(&name.text).cloned();
                let scheme = scheme.ok_or_else(|| self.target("可能符合", name))?;
                let place = self.place(scheme.about, false, &name.text, name.at)?;
                self.reach(scheme.depth(), name.at)?;
                self.read_all(&scheme.reads());
                Ok((Node::Qualifies(scheme, place), Type::Bool))
            }
            Call::Receives => {
                let aids = self.names.aids.as_ref();
                let aid = aids.and_then(|def| {
                    let at = def.index_of_name(&name.text)?;
                    Some((def.variants.get(at)?, u32::try_from(at).ok()?))
                });
                let (aid, at) = aid.ok_or_else(|| self.target("正在享受", name))?;
                let place = if self.has_person() {
                    Place::Person
                } else {
                    Place::Household
                };
                let aid = Aid {
                    code: aid.code.clone(),
                    shown: format!("正在享受({})", aid.name),
                    memo: Memo(self.names.first_aid + at),
                };
                Ok((Node::Receives(Arc::new(aid), place), Type::Bool))
            }
            Call::InTable | Call::Lookup => {
                let word = if call == Call::Lookup {
                    lex::LOOKUP
                } else {
                    "在表内"
                };
                let table = self.names.tables.get(&name.text).cloned();
                let table = table.ok_or_else(|| self.target(word, name))?;
                let place = self.place(table.about, false, &name.text, name.at)?;
                self.reach(table.depth(), name.at)?;
                self.read_all(&table.reads());
                let gives = table.gives.clone();
                Ok(if call == Call::Lookup {
                    (Node::Lookup(table, place), gives)
                } else {
                    (Node::InTable(table, place), Type::Bool)
                })
            }
            Call::Hit => {
                let slot = self.names.slots.get(&name.text).cloned();
                let slot = slot.ok_or_else(|| self.target("命中", name))?;
                Ok((Node::Hit(slot), Type::Bool))
            }
            Call::Event => {
                let event: Arc<str> = name.text.as_str().into();
                self.events.insert(Arc::clone(&event));
                Ok((Node::Event(event), Type::Bool))
            }
        }
    }
}
