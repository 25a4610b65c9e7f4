package cn.tanfang.ui

import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.Action
import cn.tanfang.ffi.CellKind
import cn.tanfang.ffi.ChangeKind
import cn.tanfang.ffi.Chip
import cn.tanfang.ffi.Dial
import cn.tanfang.ffi.Empty
import cn.tanfang.ffi.FirstView
import cn.tanfang.ffi.FlagsView
import cn.tanfang.ffi.HomeGroup
import cn.tanfang.ffi.HomeRow
import cn.tanfang.ffi.HomeView
import cn.tanfang.ffi.HomesView
import cn.tanfang.ffi.ImportCell
import cn.tanfang.ffi.ImportGroup
import cn.tanfang.ffi.ImportKind
import cn.tanfang.ffi.ImportRow
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.KnownLine
import cn.tanfang.ffi.LedgerCell
import cn.tanfang.ffi.LedgerRow
import cn.tanfang.ffi.LedgerView
import cn.tanfang.ffi.Line
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.MoreView
import cn.tanfang.ffi.PersonCard
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.QuestionOption
import cn.tanfang.ffi.QuestionView
import cn.tanfang.ffi.RecoveryView
import cn.tanfang.ffi.RoleChoice
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SettingsView
import cn.tanfang.ffi.Status
import cn.tanfang.ffi.TodayCard
import cn.tanfang.ffi.TodayGroup
import cn.tanfang.ffi.TodayView
import cn.tanfang.ffi.Tone
import cn.tanfang.ffi.VisitGroup
import cn.tanfang.ffi.VisitView
import cn.tanfang.ffi.WhyClause
import cn.tanfang.ffi.WhyView

/** Views as full and as long-worded as they get, to try the screens with. */
object Samples {
    private fun open(text: String) = Masked(text, text)
    private fun line(text: String, tone: Tone = Tone.PLAIN, go: Screen? = null, masked: String = text) = Line(Masked(text, masked), tone, go)
    private fun label(text: String, tone: Tone = Tone.PLAIN) = Chip(Masked(text, ""), tone)
    private fun action(label: String, intent: Intent, note: String? = null) = Action(label, intent, enabled = true, note)
    private val dial = Dial("打电话", "给赵满仓打电话", "13900000001")
    private val why = Screen.Why("duty")
    private val status = Status("已存本机", Tone.DONE)

    val first = FirstView(
        sentences = listOf("一次走访,台账都填好。", "没有信号也照样用,记下的都存在这台手机里,不会丢。", "该看谁、为什么看、文件怎么写的,都能点开看。"),
        roles = listOf("网格员", "村委会成员", "乡镇责任人", "社会救助协理员", "支部书记、支委").mapIndexed { i, it -> RoleChoice("r$i", it) },
        practice = "打开练习村",
        practiceNote = "练习村里的人都是编的,和正式的分开放,不会送出去。",
        ready = false,
    )

    private fun card(i: Int, name: String, masked: String, tone: Tone, why: String) = TodayCard(
        household = "h$i",
        name = Masked(name, masked),
        chips = listOf(label("分散特困"), label("肢体二级"), label("独居老人")),
        why = line(why, tone, this.why),
        last = "上次 11月14日",
        quote = Masked("“咳嗽,灯坏,已报乡镇”", ""),
        visit = action(if (i == 2) "接着走访" else "去走访", Intent.OpenVisit("h$i")),
        dial = if (i == 3) null else dial,
        go = Screen.Home("h$i"),
    )

    val today = TodayView(
        date = "11月20日 周五",
        lunar = "农历十月十二",
        status = status,
        practice = "练习",
        groups = listOf(
            TodayGroup(
                "石板村二组 · 还有3户",
                listOf(
                    card(1, "赵满仓", "赵某", Tone.AMBER, "本周还没去 · 周日前"),
                    card(2, "李秀兰", "李某", Tone.PLAIN, "可以去(本月内)"),
                    card(3, "欧阳建国、欧阳建军", "欧某、欧某", Tone.AMBER, "本周去过,没见到本人 · 周日前"),
                ),
            ),
        ),
        empty = null,
        summary = "还有 3 户,走完能办 5 件事",
    )

    val todayEmpty = today.copy(
        practice = null,
        groups = emptyList(),
        summary = null,
        empty = Empty("还没有名册。先导入一张表。", action("导入名册", Intent.Go(Screen.Import))),
    )

    val homes = HomesView(
        query = "",
        count = "64 户 · 66 人",
        groups = listOf(
            HomeGroup(
                "二组 · 12 户",
                List(4) { i ->
                    HomeRow(
                        household = "h$i",
                        name = Masked("欧阳满仓$i", "欧某"),
                        chips = listOf(label("分散特困"), label("独居老人")),
                        line = Masked("一百二十三号(老学校旁) · 本周已去", "本周已去"),
                        tone = if (i == 0) Tone.DONE else Tone.QUIET,
                        dial = dial,
                        go = Screen.Home("h$i"),
                    )
                },
            ),
        ),
        empty = null,
    )

    val home = HomeView(
        household = "h1",
        name = Masked("赵满仓", "赵某"),
        place = Masked("二组 12 号 · 2 人", "2 人"),
        chips = listOf(label("分散特困"), label("一级残疾"), label("独居老人")),
        dial = dial,
        due = listOf(
            line("本周走访(周日前)", Tone.AMBER, why),
            line("乡镇本月走访(对方的记录没到)", Tone.QUIET, why),
        ),
        flags = listOf(line("灯坏了,老人夜里摔过 · 11月14日报的", Tone.AMBER, why)),
        persons = listOf(
            PersonCard(
                person = "p1",
                name = Masked("赵满仓", "赵某"),
                chips = listOf(label("分散特困")),
                line = Masked("71岁 · 肢体二级 · 监护人赵德贵", "71岁"),
                known = listOf(
                    KnownLine("身份证号", Masked("990101195410014519", "· · ·"), "11月3日 名册"),
                    KnownLine("每月供养金", Masked("1,034元", "· · ·"), "11月3日 名册"),
                ),
                changes = listOf(ChangeKind.DIED, ChangeKind.INSTITUTION, ChangeKind.MOVED),
            ),
        ),
        history = listOf(
            line("11月14日 赵小川走访", Tone.PLAIN, why),
            line("11月7日 赵小川去过,家中无人", Tone.PLAIN),
        ),
        notices = listOf(line("名册第 17 行:身份证号少一位。先记下了,改好再导一次就行。", Tone.AMBER)),
        primary = action("去走访", Intent.OpenVisit("h1")),
    )

    private fun question(key: String, ask: String, kind: QuestionKind, options: List<Pair<String, Boolean>>, last: String? = null, same: Boolean = false, value: String? = null) = QuestionView(
        key = key,
        ask = ask,
        kind = kind,
        options = options.mapIndexed { i, (word, chosen) -> QuestionOption("$i", word, chosen, flag = false) },
        value = value,
        last = last?.let { Masked(it, "") },
        required = true,
        answered = options.any { it.second } || same || value != null,
        same = same,
        why = Screen.Why(key),
    )

    val visit = VisitView(
        visit = "v1",
        household = "h1",
        name = Masked("赵满仓", "赵某"),
        status = status,
        day = "2026-11-20",
        dayLabel = "今天 11月20日 周五",
        groups = listOf(
            VisitGroup(
                key = "ask",
                title = "见人和身体",
                person = null,
                folded = false,
                same = null,
                questions = listOf(
                    question("met", "今天见到本人了吗?", QuestionKind.ONE, listOf("见到本人" to true, "只见到家人" to false, "只见到邻居" to false, "家中无人" to false)),
                    question("health", "今天身体怎么样?", QuestionKind.ONE, listOf("正常" to false, "不舒服" to false, "卧床" to false, "需送医" to false, "说不清" to false), "上次(11月14日):不舒服"),
                    question("carer", "监护人(照料人)昨天、今天来过吗?", QuestionKind.ONE, listOf("来过" to false, "没来" to false, "不清楚" to false)),
                ),
            ),
            VisitGroup(
                key = "same",
                title = "住处、吃饭、证件等 4 项,和上次一样吗?",
                person = open("赵满仓"),
                folded = true,
                same = "都一样",
                questions = listOf(question("food", "吃饭有着落吗?", QuestionKind.ONE, listOf("有着落" to false, "没着落" to false, "不清楚" to false), "上次(11月14日):有着落")),
            ),
            VisitGroup(
                key = "other",
                title = "还可以问的(4 项)",
                person = null,
                folded = false,
                same = null,
                questions = listOf(
                    question("help", "缺什么?(可以选几样)", QuestionKind.MANY, listOf("换灯泡" to true, "拿药" to false, "修房顶" to true)),
                    question("cook", "今天谁做饭?", QuestionKind.TEXT, emptyList(), value = "自己做"),
                    question("cost", "这次住院自己掏了多少?", QuestionKind.MONEY, emptyList()),
                    question("book", "上次记录是哪天?", QuestionKind.DAY, emptyList(), value = "2026-11-13"),
                ),
            ),
        ),
        notices = listOf(line("内容未配置:文件写了“五有”,没有写是哪几项", Tone.QUIET)),
        flags = listOf(line("完成后会报一条线索:动态变化", Tone.AMBER)),
        primary = action("走访完成", Intent.CloseVisit("v1"), "还有 3 句没问,没问的以后可以补"),
        later = action("以后再补", Intent.LeaveVisit("v1")),
    )

    val reason = WhyView(
        title = "为什么去看赵满仓",
        lines = listOf(
            line("村委会要每周看一次赵满仓。"),
            line("县里定的:网格员可以代村委会去,记录上两个身份都写。"),
            line("本周还没有人去过,周日前去就行。", Tone.AMBER),
        ),
        clauses = listOf(
            WhyClause(
                quote = "看定期走访探视制度是否到位(乡镇责任人每月至少一次探视,村委会每周至少一次探视)",
                document = "关于开展农村低收入人口走访探视的通知",
                number = "未注明",
                date = "2020年11月3日",
                place = "二(一)6 第 21 行",
                pack = "会宁 2020(2020年11月3日起,未注明失效日期)",
                reading = "“或”按“都要”执行",
            ),
        ),
        trace = listOf("事项 V02/VillageCommittee/p1/2026-11-16", "走访 0198a7c0-0000-7000-8000-000000000001"),
    )

    val ledger = LedgerView(
        ledger = "L06",
        title = "走访探视记录簿 · 11月 · 石板村",
        month = "2026-11",
        months = listOf("2026-10", "2026-12"),
        summary = "28 行 · 2 处还缺(点开补)",
        undecided = "另有 1 人说不准是不是,没有列进来,缺:供养方式",
        columns = listOf("走访日期", "被走访人", "身体状况", "走访人签字"),
        rows = List(3) {
            LedgerRow(
                household = "h$it",
                name = Masked("赵满仓", "赵某"),
                cells = listOf(
                    LedgerCell(open("11月14日"), CellKind.RECORD, missing = false, listOf("op")),
                    LedgerCell(Masked("赵满仓", "赵某"), CellKind.RECORD, missing = false, listOf("op")),
                    LedgerCell(open(""), CellKind.RECORD, missing = true, emptyList()),
                    LedgerCell(open(""), CellKind.MANUAL, missing = false, emptyList()),
                ),
            )
        },
        empty = null,
    )

    private fun row(i: Int, cells: List<ImportCell>, confirm: Boolean = false) = ImportRow("名册/$i", Masked("赵满仓", "赵某"), "名册 第 $i 行", cells, confirm)

    val roster = ImportView(
        token = "t",
        file = "石板村特困名册.xlsx",
        summary = "一共 44 行:新的 38 人,有变化的 1 人,要看一眼的 1 人。",
        sheets = listOf("名册:标题 2 行,人 40 行,空行 1 行,合计 1 行。"),
        groups = listOf(
            ImportGroup(
                ImportKind.PROBLEM,
                "有地方读不懂的 1 人",
                Tone.AMBER,
                listOf(row(17, listOf(ImportCell("D17", "身份证号", null, Masked("99010119541001451", "· · ·"), "身份证号少一位。先记下了,改好再导一次就行。")))),
            ),
            ImportGroup(
                ImportKind.CHANGED,
                "有变化的 1 人",
                Tone.PLAIN,
                listOf(row(18, listOf(ImportCell("I18", "联系电话", Masked("13900000002", "· · ·"), Masked("13900000003", "· · ·"), null)), confirm = true)),
            ),
            ImportGroup(ImportKind.NEW, "新的 38 人", Tone.DONE, listOf(row(19, emptyList()), row(20, emptyList()))),
        ),
        primary = action("导入 39 人", Intent.ApplyImport("t", emptyList())),
        cancel = action("不导了", Intent.DropImport("t")),
    )

    val flags = FlagsView(rows = listOf(line("赵满仓 · 动态变化 · 11月14日", Tone.AMBER, Screen.Home("h1")), line("李秀兰 · 监护未落实 · 11月13日", Tone.AMBER, Screen.Home("h2"))), empty = null)

    val more = MoreView(
        worker = "赵小川 · 网格员、村委会成员 · 石板村",
        entries = listOf(line("台账", go = Screen.Ledger("L06")), line("导入名册", go = Screen.Import), line("设置", go = Screen.Settings)),
    )

    val settings = SettingsView(
        packs = listOf(line("会宁 2020:2020年11月3日起,未注明失效日期"), line("内容未配置:五有", Tone.AMBER)),
        store = listOf(line("64 户、66 人、3 次走访,都在这台手机里,加了密"), line("还没有备份过", Tone.AMBER)),
    )

    val recovery = RecoveryView("手机丢了、坏了,靠它打开备份。抄在纸上,别和手机放一起。看过这一次就不再显示。", List(8) { "AB12" }, "AB12")

    /** A core that holds all of them. */
    fun core() = FakeCore(
        first = first,
        today = today,
        homes = { homes.copy(query = it) },
        home = home,
        visit = visit,
        why = reason,
        ledger = ledger,
        import = roster,
        flags = flags,
        more = more,
        settings = settings,
        recovery = recovery,
    )
}
