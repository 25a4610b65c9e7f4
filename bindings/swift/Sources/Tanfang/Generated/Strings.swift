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
    public static let between = ";"

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
        public static let filters = "挑着看"
        public static let notes = "提醒"
        public static let goOn = "接着写"
        public static let duties = "为哪几件去"
    }

    public enum Month {
        public static let done = "去了"
        public static let planned = "打算去"
        public static let cannot = "排不上的"
        public static let days = "哪天去哪家"
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

    public enum Hint {
        public static let title = "提示"
        public static let ask = "问这一句"
        public static let firstAsk = "先问这一句"
        public static let clause = "看原文"
        public static let amount = "能有多少"
        public static let conditions = "为什么"
        public static let numbers = "本地标准"
        public static let facts = "用到的情况"
        public static let missing = "还差什么"
        public static let threshold = "怎样会变"
        public static let steps = "怎么办"
        public static let documents = "带什么"
        public static let whereTo = "去哪"
        public static let howLong = "多久"
        public static let aloud = "可以念给家里人听"
        public static let earlier = "以前的提示"
        public static let unset = "内容未配置"
        public static let policy = "看政策"
        public static let kept = "记下"
        public static let typeMoney = "写多少元,拿不准写成 20000~30000"
    }

    public enum Items {
        public static let known = "已经记下的"
        public static let more = "再记一条"
        public static let totals = "合起来"
    }

    public enum Policies {
        public static let title = "政策"
        public static let search = "搜政策里的词"
        public static let packs = "这里用的政策包"
        public static let conditions = "要看什么"
        public static let sources = "依据的文件"
        public static let lasts = "管多久"
        public static let dials = "问谁"
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
        public static let before = "往前"
        public static let after = "往后"
        public static let change = "换一本"
        public static let missing = "还缺"
        public static let byHand = "手写"
    }

    public enum Import {
        public static let title = "导入名册"
        public static let titleMatch = "导入比对名单"
        public static let choose = "选一张表"
        public static let apply = "导入"
        public static let postpone = "先放着"
        public static let same = "同一个人"
        public static let apart = "不是同一个人"
        public static let leaves = "不在这一类了"
        public static let stays = "先不动"
        public static let allApply = "这些都导入"
        public static let allPostpone = "这些都先放着"
        public static let allLeave = "都不在这一类了"
        public static let allStay = "都先不动"
        public static let whatRow = "这一行怎么办?"
        public static let whatMissing = "表里没有了,怎么办?"
        public static let samePerson = "是同一个人吗?"
        public static let explain = "选一张名册或比对名单(Excel 表)。先看有什么不同,点了导入才写进去。"
        public static let now = "现在"
        public static let listed = "名册"
        public static let rows = "看这些"
        public static let totals = "表里写的合计"
        public static let fixColumns = "改列"
        public static let columnsUnsure = "有的列没认准。先点“改列”看一眼,再导。"
        public static let lookAgain = "改好了,再看"
        public static let keepColumns = "不改了"
        public static let column = "列"
        public static let noTitle = "没写标题"
        public static let takenFor = "当成:"
        public static let leftOut = "这一列不要"
        public static let unsure = "没认准"
        public static let change = "改"
    }

    public enum Batches {
        public static let title = "导入记录"
        public static let answers = "存核实结果"
        public static let answersFile = "核实结果"
    }

    public enum Coverage {
        public static let title = "名册对数"
        public static let control = "应该有多少"
        public static let homes = "应有多少户(不知道可以不填)"
        public static let people = "应有多少人(不知道可以不填)"
        public static let save = "记下应有的数"
    }

    public enum Add {
        public static let name = "姓名"
        public static let idNumber = "身份证号(不知道可以不填)"
        public static let birth = "出生年月(写成 1950-03 这样,不知道可以不填)"
        public static let relation = "和户主是什么关系"
        public static let group = "哪个组"
        public static let houseNo = "门牌"
        public static let phone = "电话"
        public static let classes = "可能属于哪几类"
        public static let note = "补一句(可以不写)"
        public static let save = "记下"
    }

    public enum Match {
        public static let title = "比对核实"
        public static let cells = "对方写的"
        public static let who = "说的是哪一个人?"
        public static let finding = "上门看到的是"
        public static let note = "补一句(可以不写)"
        public static let saveNote = "存下这一句"
    }

    public enum Contact {
        public static let title = "打通了吗"
        public static let note = "说了什么,写一句(可以不写)"
        public static let save = "记下"
        public static let skip = "没打,不记"
    }

    public enum Call {
        public static let title = "紧急电话"
        public static let say = "电话里这样说"
        public static let writeDown = "去写号码"
    }

    public enum More {
        public static let title = "更多"
    }

    public enum Settings {
        public static let title = "设置"
        public static let recovery = "恢复码"
        public static let backup = "备份"
        public static let theme = "屏幕"
        public static let system = "跟着手机"
        public static let light = "平常"
        public static let sunlight = "强光"
        public static let dark = "晚上"
        public static let size = "字的大小"
        public static let sizeNormal = "平常的字"
        public static let sizeLarge = "大字"
        public static let sizeHuge = "特大字"
        public static let mask = "打开时先遮上"
        public static let privacy = "遮"
        public static let numbers = "电话号码"
        public static let numberSave = "存下"
        public static let calendar = "换日历文件"
    }

    public enum Feedback {
        public static let title = "投诉建议"
        public static let topic = "关于什么?"
        public static let text = "写下来"
        public static let callBack = "可以打电话问我"
        public static let save = "写好了,存下"
        public static let mine = "写过的"
    }

    public enum Recovery {
        public static let title = "恢复码"
        public static let before = "先拿好纸和笔。点了才显示,只显示这一次。"
        public static let show = "显示恢复码"
        public static let copied = "抄好了"
        public static let picture = "也可以用另一部手机拍下这个码,拍的照片要收好。"
    }

    public enum HandOver {
        public static let title = "交给接手的人"
        public static let toName = "接手的人叫什么"
        public static let write = "存成交接文件"
        public static let code = "接手的人要输的码(只显示这一次)"
        public static let check = "先对一对:两部手机上这几组数要一样"
        public static let done = "交好了"
    }

    public enum TakeOver {
        public static let enter = "接手别人的手机"
        public static let title = "接手"
        public static let explain = "请交的人在他的手机上点“交给接手的人”,把存下的交接文件传到这部手机。"
        public static let choose = "选交接文件"
        public static let again = "换一个文件"
        public static let alike = "两部手机上这几组数一样吗?"
        public static let yes = "一样"
        public static let no = "不一样"
        public static let stop = "不一样就先停下:这不是他存的那个文件。请他重新存一个再传。什么都没动。"
        public static let code = "他手机上显示的码"
        public static let start = "接手"
    }

    public enum Wipe {
        public static let title = "清空这部手机"
        public static let word = "照着写上这个词,才能清空:"
        public static let type = "写在这里"
        public static let wipe = "清空"
    }

    public enum Photo {
        public static let title = "照片"
        public static let consent = "先问一句"
        public static let matter = "拍的是什么"
        public static let person = "关于谁"
        public static let keeps = "会留下什么"
        public static let take = "拍一张"
        public static let choose = "选一张已有的"
        public static let from = "选的这张是"
        public static let place = "地点"
        public static let givePlace = "记下拍照地点"
        public static let placeMissing = "没有定到位,这张没记地点。"
        public static let placing = "正在定位,最多等十几秒。照片不会丢。"
        public static let keepExif = "照片文件里的地点也留着"
        public static let onlyAnswer = "不拍,只记下这句话"
        public static let covered = "照片遮着"
        public static let noPicture = "没有图可看"
        public static let record = "记下的"
        public static let findings = "查出来的"
        public static let alike = "和以前的照片相像"
        public static let thisOne = "这一张"
        public static let earlier = "以前那一张"
        public static let unread = "这张图读不出来,什么也没动。换一张再试。"
        public static let stamped = "看带水印的图"
        public static let stampSaved = "带水印的图已存成文件,在您选的地方。"
        public static let takenUp = "上次拍照时应用被关掉了,那张没丢。"
    }

    public enum Sign {
        public static let title = "签字"
        public static let answers = "签的是这些"
        public static let pad = "请在框里写名字"
        public static let again = "擦掉重写"
        public static let save = "签好了"
        public static let fingermark = "拍下手印"
        public static let choose = "选手印的照片"
        public static let covered = "遮着的时候不签。先把遮关上。"
    }

    public enum Check {
        public static let handOut = "交给别人查"
        public static let to = "交给谁(哪个单位、哪个人)"
        public static let originals = "连原图一起交"
        public static let write = "存成一个文件"
        public static let send = "发给别的软件"
        public static let verify = "查一查"
        public static let own = "查这部手机的记录"
        public static let file = "查一个交来的文件"
        public static let receipt = "收下乡镇回执…"
        public static let done = "看完了"
    }

    public enum Demo {
        public static let worker = "赵小川"
        public static let village = "石板村"
        public static let successor = "李小溪"
        public static let receiver = "石板镇民政办"
        public static let complaint = "同样的表填三遍。"
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
