//! Reads the conditions of `XLSForm`: the part of `XPath` that forms use.

/// Holds a condition, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Path {
    /// `${name}`.
    Ref(String),
    /// `.`: the answer itself.
    This,
    /// A number, as written.
    Number(String),
    /// A text in quotes.
    Text(String),
    /// A function.
    Call(String, Vec<Path>),
    /// Two joined by a sign, as [`Sign`] writes it.
    Two(Sign, Box<Path>, Box<Path>),
}

/// Joins two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    Divide,
}

impl Sign {
    /// Returns how strongly it binds, and its word in `XLSForm`.
    fn of(token: &Token) -> Option<(u8, Self)> {
        Some(match token {
            Token::Word(word) => match word.as_str() {
                "or" => (1, Self::Or),
                "and" => (2, Self::And),
                "div" => (5, Self::Divide),
                _ => return None,
            },
            Token::Sign(sign) => match *sign {
                "=" => (3, Self::Equal),
                "!=" => (3, Self::Unequal),
                "<" => (3, Self::Less),
                "<=" => (3, Self::AtMost),
                ">" => (3, Self::More),
                ">=" => (3, Self::AtLeast),
                "+" => (4, Self::Plus),
                "-" => (4, Self::Minus),
                "*" => (5, Self::Times),
                _ => return None,
            },
            _ => return None,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Ref(String),
    Number(String),
    Text(String),
    Word(String),
    Sign(&'static str),
}

/// Deepest nesting and most pieces that are read.
const DEEPEST: u32 = 40;
const LONGEST: usize = 1_000;

/// Reads a condition; on failure returns the piece at which it stops.
pub(super) fn parse(text: &str) -> Result<Path, String> {
    let tokens = tokens(text)?;
    if let Some(token) = tokens.get(LONGEST) {
        return Err(shown(token));
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
    };
    let path = parser.two(0, 0)?;
    match parser.peek() {
        None => Ok(path),
        Some(token) => Err(shown(token)),
    }
}

/// Lists the questions a condition names.
pub(super) fn refs(path: &Path) -> Vec<&str> {
    match path {
        Path::Ref(name) => vec![name],
        Path::This | Path::Number(_) | Path::Text(_) => Vec::new(),
        Path::Call(_, args) => args.iter().flat_map(refs).collect(),
        Path::Two(_, one, other) => {
            let mut names = refs(one);
            names.extend(refs(other));
            names
        }
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Ref(name) => format!("${{{name}}}"),
        Token::Number(text) | Token::Word(text) => text.clone(),
        Token::Text(text) => format!("'{text}'"),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 13] = [
        "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "(", ")", ",", ".",
    ];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = if let Some(name) = rest.strip_prefix("${") {
            let (name, after) = name.split_once('}').ok_or_else(|| rest.to_owned())?;
            tokens.push(Token::Ref(name.trim().to_owned()));
            after
        } else if matches!(first, '\'' | '"' | '‘' | '’' | '“' | '”') {
            // Spreadsheet programs turn straight quotes into curly ones.
            let close: &[char] = match first {
                '\'' => &['\''],
                '"' => &['"'],
                '‘' | '’' => &['’', '‘', '\''],
                _ => &['”', '“', '"'],
            };
            let inner = rest.get(first.len_utf8()..).unwrap_or_default();
            let end = inner.find(close).ok_or_else(|| rest.to_owned())?;
            tokens.push(Token::Text(inner.get(..end).unwrap_or_default().to_owned()));
            let mut after = inner.get(end..).unwrap_or_default().chars();
            after.next();
            after.as_str()
        } else if first.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            let (number, after) = rest.split_at(end);
            tokens.push(Token::Number(number.to_owned()));
            after
        } else if first.is_alphabetic() || first == '_' {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | ':'))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            tokens.push(Token::Word(word.to_owned()));
            after
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| first.to_string())?;
            tokens.push(Token::Sign(sign));
            rest.strip_prefix(sign).unwrap_or_default()
        };
        rest = after.trim_start();
    }
    Ok(tokens)
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn eat(&mut self, sign: &str) -> Result<(), String> {
        match self.peek() {
            Some(Token::Sign(found)) if *found == sign => {
                self.at += 1;
                Ok(())
            }
            other => Err(other.map_or_else(|| "…".to_owned(), shown)),
        }
    }

    fn two(&mut self, least: u8, depth: u32) -> Result<Path, String> {
        if depth > DEEPEST {
            return Err("((((".to_owned());
        }
        let mut left = self.one(depth)?;
        while let Some((strength, sign)) = self.peek().and_then(Sign::of) {
            if strength <= least {
                break;
            }
            self.at += 1;
            let right = self.two(strength, depth + 1)?;
            left = Path::Two(sign, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn one(&mut self, depth: u32) -> Result<Path, String> {
        let Some(token) = self.peek() else {
            return Err("…".to_owned());
        };
        self.at += 1;
        Ok(match token {
            Token::Ref(name) => Path::Ref(name.clone()),
            Token::Number(text) => Path::Number(text.clone()),
            Token::Text(text) => Path::Text(text.clone()),
            Token::Sign(".") => Path::This,
            Token::Sign("-") => match self.peek() {
                Some(Token::Number(text)) => {
                    self.at += 1;
                    Path::Number(format!("-{text}"))
                }
                _ => return Err("-".to_owned()),
            },
            Token::Sign("(") => {
                let inner = self.two(0, depth + 1)?;
                self.eat(")")?;
                inner
            }
            Token::Word(name) => {
                self.eat("(")?;
                let mut args = Vec::new();
                if self.eat(")").is_ok() {
                    return Ok(Path::Call(name.clone(), args));
                }
                loop {
                    args.push(self.two(0, depth + 1)?);
                    if self.eat(",").is_err() {
                        break;
                    }
                }
                self.eat(")")?;
                Path::Call(name.clone(), args)
            }
            Token::Sign(_) => return Err(shown(token)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn and_binds_more_than_or_and_quotes_may_be_curly() {
        let path = parse("${a} = ‘1’ or ${b} >= 60 and not(selected(${c}, \"x\"))").unwrap();
        let Path::Two(Sign::Or, one, other) = &path else {
            panic!("{path:?}");
        };
        assert!(matches!(**one, Path::Two(Sign::Equal, ..)));
        assert!(matches!(**other, Path::Two(Sign::And, ..)));
        assert_eq!(refs(&path), ["a", "b", "c"]);
        assert_eq!(parse("a-b(1) - 2"), parse("a-b( 1 )-2"));
    }

    #[test]
    fn what_is_broken_says_where() {
        for (text, at) in [
            ("${a", "${a"),
            ("${a} = 'x", "'x"),
            ("${a} = ", "…"),
            ("(1", "…"),
            ("1 2", "2"),
            ("${a} % 2", "%"),
            ("-${a}", "-"),
        ] {
            assert_eq!(parse(text), Err(at.to_owned()), "{text}");
        }
        let deep = "(".repeat(500) + "1" + &")".repeat(500);
        assert!(parse(&deep).is_err());
        let long = "1".to_owned() + &" + 1".repeat(9_000);
        assert!(parse(&long).is_err());
    }
}
