//! Who lives in the sample village: invented, and seen to be invented.

use tanfang_values::Day;
use tanfang_values::id_card::check_char;

/// One person of the sample village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: String,
    /// True for a man.
    pub man: bool,
    /// Day of birth.
    pub birth: Day,
    /// The three digits before the check digit; odd for a man.
    pub sequence: u32,
    /// Group, such as 二组.
    pub group: String,
    /// House number, without 号.
    pub house: u32,
    /// Last four digits of the phone number; none for no phone.
    pub phone: Option<u32>,
    /// 自理能力: 1, 2 or 3.
    pub selfcare: u8,
    /// 残疾类别 and 残疾等级 in words.
    pub disability: Option<(&'static str, &'static str)>,
    /// Name of the guardian.
    pub guardian: String,
    /// First day of the benefit.
    pub from: Day,
}

/// A day of the calendar; the first of 1950 for one that does not exist.
pub fn day(y: i32, m: u32, d: u32) -> Day {
    Day::from_ymd(y, m, d).unwrap_or(Day::from_epoch_days(-7305))
}

/// An identity number of the unassigned area 990101.
pub fn id_number(birth: Day, sequence: u32) -> String {
    let (y, m, d) = birth.ymd();
    let first = format!("990101{y:04}{m:02}{d:02}{sequence:03}");
    let check = check_char(&first).unwrap_or('X');
    format!("{first}{check}")
}

/// A phone number nobody has.
pub fn phone(last: u32) -> String {
    format!("1390000{last:04}")
}

impl Person {
    /// The identity number.
    pub fn id(&self) -> String {
        id_number(self.birth, self.sequence)
    }

    /// 男 or 女.
    pub fn sex(&self) -> &'static str {
        if self.man { "男" } else { "女" }
    }

    /// The house number as written.
    pub fn door(&self) -> String {
        format!("{}号", self.house)
    }

    /// 自理能力 in words.
    pub fn selfcare_word(&self) -> &'static str {
        match self.selfcare {
            2 => "半护理",
            3 => "全护理",
            _ => "全自理",
        }
    }

    /// An amount a month in yuan; invented, no county's standard.
    pub fn amount(&self) -> &'static str {
        match self.selfcare {
            2 => "700",
            3 => "900.5",
            _ => "600",
        }
    }

    /// Phone of the guardian.
    pub fn guardian_phone(&self) -> String {
        phone(self.phone.unwrap_or(self.house) + 5000)
    }
}

const SURNAMES: [&str; 60] = [
    "单", "曾", "解", "仇", "查", "任", "华", "盖", "葛", "翟", "区", "欧阳", "尉迟", "周", "吴",
    "郑", "冯", "陈", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许", "何", "吕", "施", "张",
    "孔", "曹", "严", "金", "魏", "陶", "姜", "戚", "谢", "邹", "喻", "柏", "窦", "章", "苏", "潘",
    "范", "彭", "鲁", "韦", "马", "苗", "方", "俞", "袁", "柳", "史", "唐", "薛",
];
const GIVEN: [&str; 7] = ["样例", "样本", "示范", "虚构", "演示", "试用", "模拟"];
const DISABILITIES: [Option<(&str, &str)>; 5] = [
    None,
    None,
    Some(("肢体", "二级")),
    Some(("视力", "一级")),
    Some(("听力", "三级")),
];
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The name of a group from its number, 1 to 10.
pub fn group(number: usize) -> String {
    let numeral = number
        .checked_sub(1)
        .and_then(|at| NUMERALS.get(at))
        .unwrap_or(&"一");
    format!("{numeral}组")
}

fn pick<T: Copy>(from: &[T], at: usize) -> Option<T> {
    from.get(at % from.len().max(1)).copied()
}

/// Makes the `n`th ordinary person, in a group; everything follows from `n`.
pub fn person(n: u32, group: String) -> Person {
    let at = n as usize;
    let man = !n.is_multiple_of(3);
    let surname = pick(&SURNAMES, at).unwrap_or("样");
    let given = pick(&GIVEN, at / 3 + at / SURNAMES.len()).unwrap_or("例");
    let disability = pick(&DISABILITIES, at).flatten();
    Person {
        name: format!("{surname}{given}"),
        man,
        birth: day(
            1938 + i32::try_from(n * 7 % 27).unwrap_or_default(),
            1 + n * 5 % 12,
            1 + n * 11 % 28,
        ),
        sequence: n * 2 % 1000 + u32::from(man),
        group,
        house: 1 + n,
        phone: (n % 6 != 5).then_some(100 + n),
        selfcare: match n % 5 {
            0..=2 => 1,
            3 => 2,
            _ => 3,
        },
        disability,
        guardian: format!("{surname}监护"),
        from: day(
            2016 + i32::try_from(n % 9).unwrap_or_default(),
            1 + n % 12,
            1,
        ),
    }
}

/// The first homes are those of the screens' drafts: 赵满仓, 李秀兰, and two brothers.
pub fn first_people() -> Vec<Person> {
    let zhao = Person {
        name: "赵满仓".into(),
        man: true,
        birth: day(1955, 4, 18),
        sequence: 1,
        group: group(2),
        house: 12,
        phone: Some(1),
        selfcare: 2,
        disability: Some(("肢体", "二级")),
        guardian: "赵德贵".into(),
        from: day(2016, 7, 1),
    };
    let li = Person {
        name: "李秀兰".into(),
        man: false,
        birth: day(1949, 9, 3),
        sequence: 2,
        group: group(2),
        house: 3,
        phone: Some(2),
        selfcare: 1,
        disability: Some(("肢体", "二级")),
        guardian: "李样例".into(),
        from: day(2018, 1, 1),
    };
    let elder = Person {
        name: "王大样".into(),
        man: true,
        birth: day(1951, 2, 11),
        sequence: 3,
        group: group(3),
        house: 7,
        phone: Some(3),
        selfcare: 1,
        disability: None,
        guardian: "王监护".into(),
        from: day(2017, 4, 1),
    };
    let younger = Person {
        name: "王小样".into(),
        birth: day(1954, 10, 26),
        sequence: 5,
        selfcare: 2,
        disability: Some(("智力", "三级")),
        ..elder.clone()
    };
    vec![zhao, li, elder, younger]
}
