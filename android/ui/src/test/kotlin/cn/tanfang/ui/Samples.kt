package cn.tanfang.ui

import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.AddView
import cn.tanfang.ffi.BatchRow
import cn.tanfang.ffi.BatchesView
import cn.tanfang.ffi.CallView
import cn.tanfang.ffi.CellKind
import cn.tanfang.ffi.ChangeKind
import cn.tanfang.ffi.ContactView
import cn.tanfang.ffi.ControlTotal
import cn.tanfang.ffi.CoverageRow
import cn.tanfang.ffi.CoverageView
import cn.tanfang.ffi.Decision
import cn.tanfang.ffi.Dial
import cn.tanfang.ffi.Empty
import cn.tanfang.ffi.FeedbackView
import cn.tanfang.ffi.FieldChoice
import cn.tanfang.ffi.FirstView
import cn.tanfang.ffi.FlagsView
import cn.tanfang.ffi.HandOverView
import cn.tanfang.ffi.HomeGroup
import cn.tanfang.ffi.HomeRow
import cn.tanfang.ffi.HomeView
import cn.tanfang.ffi.HomesView
import cn.tanfang.ffi.ImportCell
import cn.tanfang.ffi.ImportColumn
import cn.tanfang.ffi.ImportGroup
import cn.tanfang.ffi.ImportKind
import cn.tanfang.ffi.ImportRow
import cn.tanfang.ffi.ImportSort
import cn.tanfang.ffi.ImportTable
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.KnownLine
import cn.tanfang.ffi.LedgerCell
import cn.tanfang.ffi.LedgerChoice
import cn.tanfang.ffi.LedgerRow
import cn.tanfang.ffi.LedgerView
import cn.tanfang.ffi.LookSetting
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.MatchRow
import cn.tanfang.ffi.MatchesView
import cn.tanfang.ffi.MoreView
import cn.tanfang.ffi.NumberRow
import cn.tanfang.ffi.PersonCard
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.QuestionOption
import cn.tanfang.ffi.RecoveryView
import cn.tanfang.ffi.RoleChoice
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SettingsSection
import cn.tanfang.ffi.SettingsView
import cn.tanfang.ffi.Status
import cn.tanfang.ffi.ThemeChoice
import cn.tanfang.ffi.TodayCard
import cn.tanfang.ffi.TodayFilter
import cn.tanfang.ffi.TodayGroup
import cn.tanfang.ffi.TodayView
import cn.tanfang.ffi.Tone
import cn.tanfang.ffi.TypeSize
import cn.tanfang.ffi.VisitGroup
import cn.tanfang.ffi.VisitView
import cn.tanfang.ffi.WhyClause
import cn.tanfang.ffi.WhyView
import cn.tanfang.ffi.WipeView

/** Views as full and as long-worded as they get, to try the screens with. */
object Samples {
    private val dial = Dial("打电话", "给赵满仓打电话", "13900000001", Screen.Contact("h1", "person p1"))
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
        urgent = if (i == 2) listOf(line("疑似突发急病 · 11月19日报的", Tone.DANGER, Screen.Call("f1"), masked = "11月19日报的")) else emptyList(),
        why = line(why, tone, this.why),
        closes = if (i == 3) "一次能办完2件" else null,
        duties = (1..if (i == 3) 2 else 1).map { line(if (it == 1) "分散特困每周探视 · $why" else "防返贫每月走访 · 可以去(月底前)", tone, this.why, masked = why) },
        last = "上次 11月14日",
        quote = Masked("“咳嗽,灯坏,已报乡镇”", ""),
        visit = action(if (i == 2) "接着走访" else "去走访", Intent.OpenVisit("h$i")),
        missed = action("没见到人", Intent.Go(Screen.Missed("h$i"))),
        call = if (i == 1) action("电话联系", Intent.Go(Screen.Contact("h$i", "person p1"))) else null,
        dial = if (i == 3) null else dial,
        go = Screen.Home("h$i"),
    )

    val today = TodayView(
        date = "11月20日 周五",
        lunar = "农历十月十二",
        status = status,
        practice = "练习",
        notes = listOf(
            line("比对名单还有 2 人要上门核实", Tone.AMBER, Screen.Matches),
            line("还没有备份过", Tone.PLAIN, Screen.Settings),
        ),
        drafts = listOf(line("周桂英:9天前没写完", Tone.AMBER, Screen.Visit("v9"))),
        filter = "",
        query = "",
        filters = listOf(
            TodayFilter("怎么排", listOf(LedgerChoice("", "按组", true), LedgerChoice("route", "按顺路", false))),
            TodayFilter("哪一组", listOf(LedgerChoice("", "各组", true), LedgerChoice("g2", "二组", false))),
        ),
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
        more = null,
        empty = null,
        summary = "还有 3 户,走完能办 5 件事。今天顺路 2 户,能办 3 件",
        month = action("看本月", Intent.Go(Screen.Month(null))),
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
        more = null,
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
                actions = listOf(
                    action("加进一类", Intent.Go(Screen.AddPerson("h1", "p1"))),
                    action("撤回“11月3日迁出”", Intent.UndoChange("p1", listOf("op"))),
                ),
            ),
        ),
        history = listOf(
            line("11月14日 赵小川走访", Tone.PLAIN, why),
            line("11月7日 赵小川去过,家中无人", Tone.PLAIN),
        ),
        notices = listOf(line("名册第 17 行:身份证号少一位。先记下了,改好再导一次就行。", Tone.AMBER)),
        primary = action("去走访", Intent.OpenVisit("h1")),
        more = listOf(action("这家加一人", Intent.Go(Screen.AddPerson("h1", null)))),
        hints = HintSamples.groups,
        ask = HintSamples.ask,
        noHints = null,
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
        urgent = null,
        sameAll = "上次答过的 9 项,都和上次一样",
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
        ledgers = listOf(LedgerChoice("L06", "走访探视记录簿", true), LedgerChoice("L01", "农村低收入人口走访探视台账", false), LedgerChoice("L15", "走访情况统计表", false)),
        books = listOf(LedgerChoice("a", "未脱贫户", true), LedgerChoice("b", "脱贫监测户", false), LedgerChoice("c", "边缘户", false)),
        spans = listOf(LedgerChoice("2026-W47", "一周", false), LedgerChoice("2026-11", "一个月", true), LedgerChoice("2026-Q4", "一个季度", false)),
        period = "2026-11",
        around = listOf("2026-10", "2026-12"),
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

    private val known = listOf(Decision.APPLY, Decision.POSTPONE)

    private fun row(i: Int, cells: List<ImportCell>, decision: Decision = Decision.APPLY, choices: List<Decision> = known) =
        ImportRow("名册/$i", Masked("赵满仓", "赵某"), "名册 第 $i 行", cells, decision, choices)

    val roster = ImportView(
        token = "t",
        sort = ImportSort.ROSTER,
        file = "石板村特困名册.xlsx",
        summary = "一共 44 行:新的 38 人,有变化的 1 人,要看一眼的 1 人。",
        sheets = listOf("名册:标题 2 行,人 40 行,空行 1 行,合计 1 行。"),
        totals = listOf(line("合计写的是 41 人,读出 40 人,差 1 人", Tone.AMBER)),
        tables = listOf(
            ImportTable(
                "名册",
                "表头在第 3 行",
                sure = false,
                listOf(
                    ImportColumn(0u, "A", "姓名", "name", sure = true, listOf(Masked("赵满仓", "赵某"), Masked("李秀兰", "李某"))),
                    ImportColumn(6u, "G", "", null, sure = false, listOf(Masked("13900000002", "· · ·"), Masked("13900000003", "· · ·"))),
                    ImportColumn(7u, "H", "备注(需要说明的其他情况)", "note", sure = true, emptyList()),
                ),
            ),
        ),
        fields = listOf("name" to "姓名", "phone" to "联系电话", "guardian_phone" to "监护人(照料人)联系电话", "note" to "备注").map { FieldChoice(it.first, it.second) },
        groups = listOf(
            ImportGroup(
                ImportKind.CONFLICT,
                "要您定的 2 行(先不导)",
                Tone.AMBER,
                listOf(
                    row(15, listOf(ImportCell("", "已经有的", open("二组 12 号"), open("二组 21 号"), "名字和生日一样,没写身份证号。")), Decision.POSTPONE, listOf(Decision.SAME, Decision.APART, Decision.POSTPONE)),
                    row(16, emptyList(), Decision.POSTPONE),
                ),
            ),
            ImportGroup(
                ImportKind.MISSING,
                "表里没有了的 2 人",
                Tone.AMBER,
                listOf(row(41, emptyList(), Decision.POSTPONE), row(42, emptyList(), Decision.POSTPONE)),
            ),
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
                listOf(row(18, listOf(ImportCell("I18", "联系电话", Masked("13900000002", "· · ·"), Masked("13900000003", "· · ·"), null)))),
            ),
            ImportGroup(ImportKind.NEW, "新的 38 人", Tone.DONE, listOf(row(19, emptyList(), choices = listOf(Decision.APPLY)), row(20, emptyList(), choices = listOf(Decision.APPLY)))),
        ),
        primary = action("导入 39 人", Intent.ApplyImport("t", emptyList())),
        cancel = action("不导了", Intent.DropImport("t")),
    )

    val flags = FlagsView(rows = listOf(line("赵满仓 · 动态变化 · 11月14日", Tone.AMBER, Screen.Home("h1")), line("李秀兰 · 监护未落实 · 11月13日", Tone.AMBER, Screen.Home("h2"))), empty = null)

    val more = MoreView(
        worker = "赵小川 · 网格员、村委会成员 · 石板村",
        entries = listOf(line("台账", go = Screen.Ledger("L06")), line("导入名册", go = Screen.Import), line("政策", go = Screen.Policies), line("设置", go = Screen.Settings)),
    )

    val settings = SettingsView(
        look = LookSetting(TypeSize.NORMAL, ThemeChoice.SYSTEM, mask = false),
        sections = listOf(
            SettingsSection(
                "packs",
                "政策和日期",
                listOf(line("会宁 2020(现行):2020年11月3日起,未注明失效日期"), line("内容未配置:五有", Tone.AMBER)),
                emptyList(),
            ),
            SettingsSection("calendar", "工作日历", listOf(line("2027年年调休未公布,按平日推算", Tone.QUIET)), emptyList()),
            SettingsSection(
                "store",
                "这台手机里有什么",
                listOf(line("64 户、66 人、3 次走访,都在这台手机里,加了密"), line("上次备份 12 天前", Tone.AMBER)),
                listOf(action("恢复码", Intent.Go(Screen.Recovery)), action("交给接手的人", Intent.Go(Screen.HandOver)), action("清空这部手机", Intent.Go(Screen.Wipe))),
            ),
            SettingsSection("events", "正在发生", listOf(line("疫情防控:没有")), listOf(action("疫情防控开始了", Intent.SetEvent("疫情防控", true)))),
            SettingsSection("help", "求助和意见", listOf(line("投诉建议", go = Screen.Feedback), line("紧急电话", go = Screen.Call(null))), emptyList()),
            SettingsSection("about", "主办单位和备案号", listOf(line("内容未配置:主办单位", Tone.QUIET)), emptyList()),
        ),
        numbers = listOf(
            NumberRow("call.township", "乡镇民政办", "", "内容未配置"),
            NumberRow("call.clinic", "村卫生室(夜里也有人接的电话)", "0000000", "演示县的数据,是编的"),
        ),
    )

    val recovery = RecoveryView("手机丢了、坏了,靠它打开备份。抄在纸上,别和手机放一起。看过这一次就不再显示。", List(8) { "AB12" }, "AB12")

    val call = CallView(
        title = Masked("赵满仓需要马上送医", "需要马上送医"),
        sentence = Masked("我是网格员赵小川。石板村二组 12 号赵满仓现在需要送医,请派车。", "我是网格员。这一户现在需要送医,请派车。"),
        numbers = listOf(Dial("120 急救", "打 120 急救", "120", null), Dial("乡镇值班 0000-0000001", "打乡镇值班电话", "00000000001", null)),
        missing = listOf(line("内容未配置:村医电话", Tone.AMBER, Screen.Settings)),
        practice = "练习,不会真的拨打",
    )

    val contact = ContactView(
        household = "h1",
        whose = "person p1",
        name = Masked("赵满仓", "赵某"),
        sentence = Masked("给赵满仓的电话打通了吗?", "给赵某的电话打通了吗?"),
        results = listOf("本人接了", "家人接了", "没人接", "号码不对", "打不通").mapIndexed { i, it -> QuestionOption("$i", it, chosen = false, flag = false) },
        note = "电话不能代替上门:这周的走访还要去。",
        duties = listOf(line("残疾人电话随访 · 打了2回没打通", Tone.PLAIN, why, masked = "打了2回没打通")),
        phrases = listOf("一切正常", "按时吃药", "下午再打电话"),
        ask = action("照着问", Intent.OpenCall("h1")),
    )

    val batches = BatchesView(
        rows = listOf(
            BatchRow(
                "b1",
                "石板村特困名册.xlsx",
                "11月3日 赵小川导入 · 44 行",
                listOf(line("新的 38 人,有变化 1 人"), line("先放着的:名册 第 16 行", Tone.AMBER)),
                Tone.PLAIN,
                action("撤回这张表", Intent.UndoBatch("b1")),
                answers = false,
            ),
            BatchRow("b2", "单人户比对.xlsx", "11月10日 赵小川导入 · 5 行", listOf(line("已核实 3 行")), Tone.PLAIN, null, answers = true),
            BatchRow("b3", "旧名册.xls", "10月1日 赵小川导入 · 44 行", listOf(line("11月2日撤回了", Tone.QUIET)), Tone.QUIET, null, answers = false),
        ),
        empty = null,
    )

    val coverage = CoverageView(
        title = "低保 · 石板村",
        summary = "11月20日:38 户 42 人,应有 40 户 44 人,差 2 户 2 人。",
        rows = listOf(
            CoverageRow(Masked("赵满仓", "赵某"), Masked("二组 12 号 · 2 人 · 低保二类", "2 人"), Tone.PLAIN, Screen.Home("h1")),
            CoverageRow(Masked("说不准的", "说不准的"), Masked("3 人,缺:供养方式", "3 人"), Tone.AMBER, null),
        ),
        control = ControlTotal("dibao", "990101001001", "40", "44", "11月3日 石板村低保名册"),
        empty = null,
    )

    val add = AddView(
        title = "加一人",
        name = Masked("赵满仓家", "赵某家"),
        sentence = "名册里没有的人,先记下来。上面的名单定了才算。",
        classes = listOf("低保边缘", "重度残疾", "独居老人", "事实无人抚养儿童").mapIndexed { i, it -> QuestionOption("c$i", it, chosen = i == 2, flag = false) },
        relations = listOf("本人", "配偶", "子", "女", "孙子、孙女或外孙子、外孙女").mapIndexed { i, it -> QuestionOption("r$i", it, chosen = false, flag = false) },
    )

    val matches = MatchesView(
        summary = "还有 2 人要核实",
        rows = listOf(
            MatchRow(
                task = "t1",
                name = Masked("赵满仓", "赵某"),
                doubt = Masked("单人户,名下有车(疑点)", "· · ·"),
                cells = listOf(line("户主:赵满仓", masked = "户主:赵某"), line("金额:1,034", masked = "金额:· · ·")),
                state = "还没入户",
                tone = Tone.AMBER,
                who = listOf(QuestionOption("p1", "赵满仓 二组 12 号", chosen = false, flag = false), QuestionOption("p2", "赵满仓 五组 3 号", chosen = false, flag = false)),
                findings = listOf("属实", "不属实", "人不在这里住了", "说不清,要上面再查").mapIndexed { i, it -> QuestionOption("f$i", it, chosen = i == 1, flag = false) },
                note = "车是他侄子的",
                go = Screen.Home("h1"),
            ),
        ),
        empty = null,
    )

    val feedback = FeedbackView(
        sentence = "写给县民政局,有网时发出去。没网也先存着。",
        topics = listOf("软件不好用", "让填的太多", "政策说得不对", "别的").mapIndexed { i, it -> QuestionOption("t$i", it, chosen = false, flag = false) },
        rows = listOf(line("11月3日 让填的太多:“同样的表填三遍” · 还没发出")),
        empty = null,
    )

    val handOver = HandOverView("把这台手机里的东西交给接手的人。您这边的记录留着,不会少。", null, emptyList(), emptyList())
    val handedOver = HandOverView("存好了。把文件传给接手的人,再把码念给他听。", "out/tanfang.handover", listOf("K7QP", "3MXD", "9ZTA", "W4HE"), listOf("4821", "0937", "5526"))
    val wipe = WipeView("清空以后,这台手机里的名册、走访、台账都没有了,找不回来。", listOf(line("12 条记录还没有备份过", Tone.AMBER), line("还有 1 次走访没走完", Tone.AMBER, Screen.Today)), "清空")

    /** A core that holds all of them. */
    fun core() = FakeCore(
        first = first,
        today = today,
        month = MonthSamples.month,
        missed = MonthSamples.missed,
        events = MonthSamples.events,
        campaigns = MonthSamples.campaigns,
        campaign = MonthSamples.campaign,
        reports = MonthSamples.reports,
        form = { MonthSamples.form },
        homes = { homes.copy(query = it) },
        home = home,
        visit = visit,
        why = reason,
        hint = HintSamples.hint,
        items = HintSamples.items,
        policies = HintSamples.policies,
        policy = HintSamples.policy,
        ledger = ledger,
        import = roster,
        flags = flags,
        more = more,
        settings = settings,
        recovery = recovery,
        batches = batches,
        coverage = { _, _ -> coverage },
        add = add,
        matches = matches,
        contact = contact,
        call = call,
        feedback = feedback,
        handOver = handOver,
        handedOver = handedOver,
        wipe = wipe,
        photos = PhotoSamples.photos,
        photo = PhotoSamples.photo,
        picture = { _, _ -> PhotoSamples.jpeg },
        signing = PhotoSamples.signing,
        evidence = PhotoSamples.evidence,
        storage = PhotoSamples.storage,
        verified = PhotoSamples.verified,
    )
}
