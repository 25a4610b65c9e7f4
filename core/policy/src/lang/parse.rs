//! Reads tokens into a tree by recursive descent, with a limit on depth.

use super::lex::{self, Kind, Token};
use crate::diag::{Code, Diagnostic};
use crate::dict::Type;
use crate::limits;
use crate::number::Fraction;

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cmp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Cmp {
    fn of(sign: char) -> Option<Self> {
        Some(match sign {
            '=' => Self::Eq,
            '≠' => Self::Ne,
            '<' => Self::Lt,
            '≤' => Self::Le,
            '>' => Self::Gt,
            '≥' => Self::Ge,
            _ => return None,
        })
    }
}

/// What is done over a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// 有.
    Any,
    /// 都.
    All,
    /// 数.
    Count,
    /// 合计.
    Sum,
    /// 最大.
    Max,
    /// 最小.
    Min,
}

/// A call that takes one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// 可能符合.
    Qualifies,
    /// 正在享受.
    Receives,
    /// 在表内.
    InTable,
    /// 查表.
    Lookup,
    /// 命中.
    Hit,
    /// 事件.
    Event,
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) at: usize,
}

/// A set after 属于 or 含任一.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SetAst {
    /// `{a, b}`.
    Labels(Vec<Word>),
    /// A name of a set.
    Name(Word),
}

/// A tree that is not yet checked; every node knows its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ast {
    pub(crate) kind: AstKind,
    pub(crate) at: usize,
}

impl Ast {
    /// Whether it may stand where a type is wanted: a whole number may be a factor, all else is the same.
    pub(super) fn fits(&self, found: &crate::dict::Type, want: &crate::dict::Type) -> bool {
        use crate::dict::Type;
        let factor = *found == Type::Int && *want == Type::Times;
        found == want || (factor && matches!(self.kind, AstKind::Number(..)))
    }
}

/// The kinds of nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AstKind {
    And(Vec<Ast>),
    Or(Vec<Ast>),
    Not(Box<Ast>),
    Compare(Cmp, Box<Ast>, Box<Ast>),
    In(Box<Ast>, SetAst),
    Has(Box<Ast>, Word),
    HasAny(Box<Ast>, SetAst),
    Add(Vec<(bool, Ast)>),
    Mul(Box<Ast>, Box<Ast>),
    Div(Box<Ast>, Box<Ast>),
    Number(Fraction, Type),
    Bool(bool),
    Today,
    Name(String),
    /// 本人.x
    Own(String),
    Over(Over, Word, Option<Box<Ast>>, Option<Box<Ast>>),
    /// 较大 (true) or 较小.
    Extreme(bool, Vec<Ast>),
    If(Box<Ast>, Box<Ast>, Box<Ast>),
    Near(Fraction, Word),
    Call(Call, Word),
}

/// Reads a whole rule.
pub(crate) fn parse(text: &str) -> Result<Ast, Diagnostic> {
    let tokens = lex::tokens(text)?;
    let mut parser = Parser {
        text,
        tokens: &tokens,
        next: 0,
        depth: 0,
    };
    let ast = parser.expr()?;
    let rest = parser.peek();
    if rest.kind == Kind::End {
        return Ok(ast);
    }
    let code = match rest.kind {
        Kind::Word("且" | "或") => Code::MixedAndOr,
        _ => Code::Trailing,
    };
    Err(lex::finding(text, rest.at, code).with("found", rest.shown()))
}

struct Parser<'p> {
    text: &'p str,
    tokens: &'p [Token],
    next: usize,
    depth: usize,
}

const END: Token = Token {
    kind: Kind::End,
    at: 0,
};

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens
            .get(self.next)
            .or(self.tokens.last())
            .unwrap_or(&END)
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        self.next += 1;
        token
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek().kind, Kind::Word(w) if w == word);
        self.next += usize::from(found);
        found
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.peek().kind == Kind::Sign(sign);
        self.next += usize::from(found);
        found
    }

    fn expected(&self, wanted: &str) -> Diagnostic {
        let token = self.peek();
        lex::finding(self.text, token.at, Code::Expected)
            .with("found", token.shown())
            .with("wanted", wanted)
    }

    fn need(&mut self, sign: char) -> Result<(), Diagnostic> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.expected(&sign.to_string()))
        }
    }

    fn name(&mut self) -> Result<Word, Diagnostic> {
        let token = self.peek().clone();
        let Kind::Name(mut text) = token.kind else {
            return Err(self.expected("名字"));
        };
        self.next += 1;
        // Names of a feature have a group in front: 走访.见面
        if self.sign('.') {
            let Kind::Name(part) = &self.peek().kind else {
                return Err(self.expected("名字"));
            };
            text = format!("{text}.{part}");
            self.next += 1;
        }
        Ok(Word { text, at: token.at })
    }

    /// Runs one level deeper; the limit keeps hostile text off the stack.
    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Diagnostic>,
    ) -> Result<T, Diagnostic> {
        if self.depth >= limits::EXPR_DEPTH {
            return Err(lex::finding(self.text, self.peek().at, Code::TooDeep)
                .with("most", limits::EXPR_DEPTH.to_string()));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn expr(&mut self) -> Result<Ast, Diagnostic> {
        self.deeper(|p| {
            let at = p.peek().at;
            let first = p.term()?;
            let Kind::Word(joint @ ("且" | "或")) = p.peek().kind else {
                return Ok(first);
            };
            let mut all = vec![first];
            while p.word(joint) {
                all.push(p.term()?);
            }
            if let Kind::Word("且" | "或") = p.peek().kind {
                return Err(lex::finding(p.text, p.peek().at, Code::MixedAndOr));
            }
            let kind = if joint == "且" {
                AstKind::And(all)
            } else {
                AstKind::Or(all)
            };
            Ok(Ast { kind, at })
        })
    }

    fn term(&mut self) -> Result<Ast, Diagnostic> {
        let at = self.peek().at;
        if !self.word("非") {
            return self.test();
        }
        let inner = self.deeper(Self::term)?;
        Ok(Ast {
            kind: AstKind::Not(Box::new(inner)),
            at,
        })
    }

    fn test(&mut self) -> Result<Ast, Diagnostic> {
        let left = self.sum()?;
        let token = self.peek().clone();
        let kind = match token.kind {
            Kind::Sign(sign) => {
                let Some(cmp) = Cmp::of(sign) else {
                    return Ok(left);
                };
                self.next += 1;
                AstKind::Compare(cmp, Box::new(left), Box::new(self.sum()?))
            }
            Kind::Word("属于") => {
                self.next += 1;
                AstKind::In(Box::new(left), self.set()?)
            }
            Kind::Word("含") => {
                self.next += 1;
                AstKind::Has(Box::new(left), self.name()?)
            }
            Kind::Word("含任一") => {
                self.next += 1;
                AstKind::HasAny(Box::new(left), self.set()?)
            }
            _ => return Ok(left),
        };
        Ok(Ast { kind, at: token.at })
    }

    fn set(&mut self) -> Result<SetAst, Diagnostic> {
        if !self.sign('{') {
            return Ok(SetAst::Name(self.name()?));
        }
        let mut labels = vec![self.name()?];
        while self.sign(',') {
            labels.push(self.name()?);
        }
        self.need('}')?;
        Ok(SetAst::Labels(labels))
    }

    fn sum(&mut self) -> Result<Ast, Diagnostic> {
        let at = self.peek().at;
        let first = self.product()?;
        let mut parts = vec![(false, first)];
        loop {
            let minus = match self.peek().kind {
                Kind::Sign('+') => false,
                Kind::Sign('-') => true,
                _ => break,
            };
            self.next += 1;
            parts.push((minus, self.product()?));
        }
        if parts.len() > 1 {
            return Ok(Ast {
                kind: AstKind::Add(parts),
                at,
            });
        }
        parts
            .pop()
            .map(|(_, ast)| ast)
            .ok_or_else(|| self.expected("1"))
    }

    fn product(&mut self) -> Result<Ast, Diagnostic> {
        let mut left = self.atom()?;
        let mut factors = 0;
        loop {
            let at = self.peek().at;
            let kind = match self.peek().kind {
                Kind::Sign('×') => {
                    self.next += 1;
                    AstKind::Mul(Box::new(left), Box::new(self.atom()?))
                }
                Kind::Sign('÷') => {
                    self.next += 1;
                    AstKind::Div(Box::new(left), Box::new(self.atom()?))
                }
                _ => return Ok(left),
            };
            // Each factor nests one deeper, so it counts like a bracket.
            factors += 1;
            if self.depth + factors >= limits::EXPR_DEPTH {
                return Err(lex::finding(self.text, at, Code::TooDeep)
                    .with("most", limits::EXPR_DEPTH.to_string()));
            }
            left = Ast { kind, at };
        }
    }

    fn atom(&mut self) -> Result<Ast, Diagnostic> {
        let at = self.peek().at;
        let kind = match self.peek().kind.clone() {
            Kind::Number(value, ty) => {
                self.next += 1;
                AstKind::Number(value, ty)
            }
            Kind::Name(_) => {
                let name = self.name()?;
                // There are no calls but the words of the language, such as 已知(x).
                if self.peek().kind == Kind::Sign('(') {
                    return Err(lex::finding(self.text, name.at, Code::UnknownName)
                        .with("name", name.text)
                        .with("near", ""));
                }
                AstKind::Name(name.text)
            }
            Kind::Sign('(') => {
                self.next += 1;
                let inner = self.expr()?;
                self.need(')')?;
                return Ok(inner);
            }
            Kind::Word(word) => {
                self.next += 1;
                return self.after_word(word, at);
            }
            _ => return Err(self.expected("名字 123 (")),
        };
        Ok(Ast { kind, at })
    }

    fn after_word(&mut self, word: &str, at: usize) -> Result<Ast, Diagnostic> {
        let kind = match word {
            "是" => AstKind::Bool(true),
            "否" => AstKind::Bool(false),
            "当日" => AstKind::Today,
            "本人" => {
                self.need('.')?;
                AstKind::Own(self.name()?.text)
            }
            "有" => self.over(Over::Any)?,
            "都" => self.over(Over::All)?,
            "数" => self.over(Over::Count)?,
            "合计" => self.over(Over::Sum)?,
            "最大" => self.over(Over::Max)?,
            "最小" => self.over(Over::Min)?,
            "较大" | "较小" => self.extreme(word == "较大")?,
            "如果" => self.choice()?,
            "近" => self.near()?,
            "可能符合" => self.call(Call::Qualifies)?,
            "正在享受" => self.call(Call::Receives)?,
            "在表内" => self.call(Call::InTable)?,
            lex::LOOKUP => self.call(Call::Lookup)?,
            "命中" => self.call(Call::Hit)?,
            "事件" => self.call(Call::Event)?,
            _ => {
                self.next -= 1;
                return Err(self.expected("名字 123 ("));
            }
        };
        Ok(Ast { kind, at })
    }

    fn over(&mut self, over: Over) -> Result<AstKind, Diagnostic> {
        self.need('(')?;
        let list = self.name()?;
        let filter = if self.word("其中") {
            Some(Box::new(self.expr()?))
        } else {
            None
        };
        let body = match over {
            Over::Count => None,
            Over::Any | Over::All => {
                self.need(':')?;
                Some(Box::new(self.expr()?))
            }
            Over::Sum | Over::Max | Over::Min => {
                self.need(':')?;
                Some(Box::new(self.deeper(Self::sum)?))
            }
        };
        self.need(')')?;
        Ok(AstKind::Over(over, list, filter, body))
    }

    fn extreme(&mut self, largest: bool) -> Result<AstKind, Diagnostic> {
        self.need('(')?;
        let mut all = vec![self.deeper(Self::sum)?];
        while self.sign(',') {
            all.push(self.deeper(Self::sum)?);
        }
        self.need(')')?;
        Ok(AstKind::Extreme(largest, all))
    }

    fn choice(&mut self) -> Result<AstKind, Diagnostic> {
        self.need('(')?;
        let when = self.expr()?;
        self.need(',')?;
        let yes = self.deeper(Self::sum)?;
        self.need(',')?;
        let no = self.deeper(Self::sum)?;
        self.need(')')?;
        Ok(AstKind::If(Box::new(when), Box::new(yes), Box::new(no)))
    }

    fn near(&mut self) -> Result<AstKind, Diagnostic> {
        self.need('(')?;
        let Kind::Number(months, Type::Months) = self.peek().kind.clone() else {
            return Err(self.expected("12个月"));
        };
        self.take();
        self.need(',')?;
        let name = self.name()?;
        self.need(')')?;
        Ok(AstKind::Near(months, name))
    }

    fn call(&mut self, call: Call) -> Result<AstKind, Diagnostic> {
        self.need('(')?;
        let name = self.name()?;
        self.need(')')?;
        Ok(AstKind::Call(call, name))
    }
}
