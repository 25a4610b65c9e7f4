// Made by `cargo xtask gen` from core/packs/common/texts/ui.zh.toml. Change that file, not this one.

/// Holds the fixed labels of the screens.
public enum Strings {
    public static let mask = "遮"
    public static let unmask = "不遮了"
    public static let back = "返回"
    public static let save = "存下"
    public static let cancel = "取消"
    public static let undo = "撤回"
    public static let dial = "打电话"
    public static let retry = "再试一次"
    public static let close = "知道了"
    public static let loading = "正在打开"
    public static let open = "打开"
    public static let fold = "收起"

    public enum Place {
        public static let today = "今天"
        public static let homes = "各户"
        public static let flags = "线索"
        public static let more = "更多"
    }

    public enum First {
        public static let title = "探访"
        public static let name = "您的姓名"
        public static let roles = "您的身份(可以选几样)"
        public static let village = "哪个村"
        public static let division = "村的统计代码(12 位,不知道可以不填)"
        public static let start = "开始用"
        public static let practice = "打开练习村"
        public static let practiceName = "练习的人"
        public static let practiceVillage = "练习村"
    }

    public enum Today {
        public static let title = "今天"
        public static let goVisit = "去走访"
    }

    public enum Homes {
        public static let title = "各户"
        public static let search = "搜名字、拼音、电话、门牌"
        public static let clear = "清空"
    }

    public enum Home {
        public static let due = "要做的"
        public static let flags = "线索"
        public static let known = "知道的"
        public static let all = "看全部"
        public static let history = "以前"
        public static let persons = "家里人"
        public static let notices = "名册上要改的"
        public static let changed = "情况变了"
    }

    public enum Change {
        public static let died = "去世"
        public static let institution = "入住敬老院"
        public static let moved = "迁出"
        public static let day = "哪天的事"
        public static let confirm = "记下"
    }

    public enum Visit {
        public static let title = "走访"
        public static let why = "为什么问"
        public static let same = "都一样"
        public static let sameOne = "一样"
        public static let changeDay = "改日期"
        public static let done = "走访完成"
        public static let later = "以后再补"
        public static let unfold = "展开"
        public static let fold = "收起"
        public static let required = "要问"
        public static let typeHere = "说了什么,写一句"
        public static let asLast = "与上次相同"
        public static let day = "哪天去的"
        public static let notices = "说明"
        public static let willRaise = "完成后会报的线索"
        public static let typeNumber = "写数字"
        public static let typeMoney = "写多少元"
        public static let typeDay = "写成 2026-11-20 这样"
    }

    public enum Why {
        public static let title = "为什么"
        public static let document = "文件"
        public static let number = "文号"
        public static let date = "日期"
        public static let place = "在哪一条"
        public static let pack = "政策包"
        public static let reading = "怎么理解"
        public static let trace = "查得到的号"
        public static let clauses = "依据"
    }

    public enum Ledger {
        public static let title = "台账"
        public static let saveXlsx = "存成Excel"
        public static let print = "打印"
        public static let send = "发出去"
        public static let before = "上个月"
        public static let after = "下个月"
        public static let missing = "还缺"
        public static let byHand = "手写"
    }

    public enum Import {
        public static let title = "导入名册"
        public static let choose = "选一张表"
        public static let apply = "导入"
        public static let postpone = "先不导这一行"
        public static let explain = "选一张名册(Excel 表)。先看有什么不同,点了导入才写进去。"
        public static let include = "这一行要导"
        public static let now = "现在"
        public static let listed = "名册"
        public static let rows = "看这些"
    }

    public enum More {
        public static let title = "更多"
    }

    public enum Settings {
        public static let title = "设置"
        public static let packs = "政策包"
        public static let store = "本机存了什么"
        public static let backup = "备份"
        public static let recovery = "恢复码"
        public static let theme = "屏幕"
        public static let light = "平常"
        public static let sunlight = "太阳底下"
        public static let dark = "晚上"
    }

    public enum Demo {
        public static let worker = "赵小川"
        public static let village = "石板村"
    }

    public enum Day {
        public static let today = "今天"
        public static let yesterday = "昨天"
        public static let earlier = "早一天"
        public static let later = "晚一天"
        public static let weekEarlier = "早一周"
        public static let month = "月"
        public static let date = "日"
    }

    public enum Error {
        public static let `internal` = "软件自己出了错。已经记下的都在,再试一次。"
        public static let closed = "软件正在关。记下的都在,重新打开就行。"
        public static let notPlaced = "没能存到那里。东西都在,换个地方再存一次。"
        public static let noApp = "这台手机上没有能做这件事的软件。"
        public static let unread = "这个文件读不出来,什么也没动。换一个再试。"
    }
}
