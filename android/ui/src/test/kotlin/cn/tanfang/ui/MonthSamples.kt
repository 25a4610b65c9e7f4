package cn.tanfang.ui

import cn.tanfang.ffi.Block
import cn.tanfang.ffi.FormView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.MonthDay
import cn.tanfang.ffi.MonthView
import cn.tanfang.ffi.PageView
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Status
import cn.tanfang.ffi.Tone
import cn.tanfang.ffi.VisitGroup

/** Views of 本月 and of what is drawn as a page or a short form. */
object MonthSamples {
    private val why = Screen.Why("duty")
    private val zhao = Masked("赵满仓", "赵某")
    private val li = Masked("李秀兰", "李某")

    private fun day(i: Int): MonthDay {
        val done = if (i < 20) i % 4 else 0
        val planned = if (i >= 20 && i % 3 == 2) i % 5 else 0
        return MonthDay(
            day = "2026-11-%02d".format(i),
            label = "$i",
            lunar = if (i < 9) "九月" else "初${"一二三四五六七八九十"[i % 10]}",
            marks = listOfNotNull(
                "休".takeIf { i % 7 == 0 || i % 7 == 1 },
                "集".takeIf { i % 10 == 2 || i % 10 == 7 },
                "农忙".takeIf { i in 3..4 },
                "不去".takeIf { i == 28 },
            ),
            done = done.toUInt(),
            planned = planned.toUInt(),
            words = listOfNotNull("去了${done}户".takeIf { done > 0 }, "打算去${planned}户".takeIf { planned > 0 }).joinToString(" · "),
            tone = if (done > 0) Tone.DONE else Tone.PLAIN,
            today = i == 20,
            homes = if (i == 20) listOf(line("赵满仓 · 去一趟,办2件", Tone.PLAIN, Screen.Home("h1"), masked = "赵某 · 去一趟,办2件")) else emptyList(),
            toggle = if (i >= 20) action(if (i == 28) "这天能去" else "这天不去", Intent.SetPlan("off", "2026-11-$i")) else null,
        )
    }

    val month = MonthView(
        month = "2026-11",
        title = "11月 · 石板村",
        around = listOf("2026-10", "2026-12"),
        summary = "去过28户,还有32户要去,照这样排要走30趟。",
        weekdays = listOf("一", "二", "三", "四", "五", "六", "日"),
        offset = 6u,
        days = (1..30).map(::day),
        homes = listOf(
            Block(
                zhao,
                listOf(
                    line("打算11月20日 周五去"),
                    line("分散特困每周探视 · 11月6日去了、11月13日去了、11月16日到11月22日之间去一次", Tone.PLAIN, why, masked = "11月6日去了、11月13日去了、11月16日到11月22日之间去一次"),
                    line("防返贫每月走访 · 11月1日到11月30日之间去一次", Tone.PLAIN, why, masked = "11月1日到11月30日之间去一次"),
                ),
                actions = emptyList(),
                go = Screen.Home("h1"),
            ),
            Block(li, listOf(line("独居老人每月探访 · 11月9日去了", Tone.DONE, why, masked = "11月9日去了")), actions = emptyList(), go = Screen.Home("h2")),
        ),
        cannot = listOf(line("周桂英 · 每月见一次本人 · 有空的日子家里都没人", Tone.PLAIN, why, masked = "周某 · 有空的日子家里都没人")),
        settings = listOf(action("集日、农忙、哪天不去", Intent.Go(Screen.Form("plan")))),
        empty = null,
    )

    val missed = PageView(
        title = open("没见到人"),
        sentence = Masked("赵满仓家,今天怎么样?", "赵某家,今天怎么样?"),
        blocks = listOf(
            Block(open("今天"), emptyList(), listOf(action("家里没人", Intent.Missed("h1", "1")), action("只见到邻居", Intent.Missed("h1", "2"))), go = null),
            Block(open("下回什么时候去"), listOf(line("可以11月22日 周日上午去试试")), emptyList(), go = null),
            Block(
                open("这家什么时候有人(点一下记住)"),
                emptyList(),
                listOf("上午", "下午", "晚上(记着)", "周末").mapIndexed { i, it -> action(it, Intent.SetPlan("best:h1", "$i")) },
                go = null,
            ),
            Block(
                open("去过没见到"),
                listOf(line("已经2回没见到人了。打个电话,问问邻居。", Tone.AMBER), line("11月18日 我去过,家中无人"), line("11月19日 我去过,家中无人")),
                emptyList(),
                go = null,
            ),
        ),
        primary = null,
        empty = null,
    )

    val events = PageView(
        title = open("事件"),
        sentence = open("疫情、灾害这样的事,从哪天起、在哪里、改了哪些做法。"),
        blocks = listOf(
            Block(
                open("灾害"),
                listOf(
                    line("11月18日起"),
                    line("通知来自:县应急办电话通知", Tone.QUIET),
                    line("要多做:灾后每日查看住房和人"),
                    line("该走访的照样走访,不因为这件事停。", Tone.QUIET),
                ),
                listOf(action("结束了", Intent.EndEvent("e1", "2026-11-20")), action("记错了,没有这回事", Intent.EndEvent("e1", "2026-11-17"))),
                go = null,
            ),
        ),
        primary = action("记一件新的", Intent.Go(Screen.Form("event"))),
        empty = null,
    )

    val campaigns = PageView(
        title = open("活动"),
        sentence = null,
        blocks = listOf(
            head("正在进行"),
            Block(open("秋季集中排查"), listOf(line("2026年11月1日到2026年11月30日")), emptyList(), go = Screen.Campaign("c1")),
            head("已结束"),
            Block(open("夏季集中排查"), listOf(line("2026年6月1日到2026年6月30日")), emptyList(), go = Screen.Campaign("c3")),
            head("没写日子的"),
            Block(open("寒冬送温暖"), listOf(line("从哪天到哪天:内容未配置", Tone.QUIET)), emptyList(), go = Screen.Campaign("c2")),
        ),
        primary = null,
        empty = null,
    )

    val campaign = PageView(
        title = open("秋季集中排查"),
        sentence = open("11月1日到11月30日"),
        blocks = listOf(
            Block(open("全部"), listOf(line("60个里见到28个,还有32个没见到")), emptyList(), go = null),
            Block(Masked("分散特困", ""), listOf(line("12个里见到12个,还有0个没见到", Tone.DONE)), emptyList(), go = Screen.Campaign("c1 c")),
            Block(
                open("还没见到的 2"),
                listOf(line("李秀兰 · 二组", Tone.PLAIN, Screen.Home("h2"), masked = "李某 · 二组"), line("周桂英 · 五组", Tone.PLAIN, Screen.Home("h3"), masked = "周某 · 五组")),
                emptyList(),
                go = null,
            ),
        ),
        primary = null,
        empty = null,
    )

    val reports = PageView(
        title = open("报送"),
        sentence = open("要报的和报过的。"),
        blocks = listOf(
            Block(open("走访情况月报"), listOf(line("还有10天 · 11月30日前")), listOf(action("今天报了", Intent.HandIn("d1"))), go = null),
            Block(
                open("排查结果汇总"),
                listOf(line("11月15日报了", Tone.DONE)),
                listOf(action("记错了,撤回", Intent.TakeBack(null, listOf("op")))),
                go = null,
            ),
        ),
        primary = null,
        empty = null,
    )

    val form = FormView(
        key = "event",
        title = open("记一件事"),
        status = Status("已存本机", Tone.DONE),
        sentence = open("记下来,跟着要多做的、先不做的就排进来。"),
        groups = listOf(
            VisitGroup(
                "event",
                title = "",
                person = null,
                folded = false,
                same = null,
                questions = listOf(
                    question("name", "什么事?", QuestionKind.ONE, listOf("疫情防控" to false, "灾害" to true)),
                    question("area", "在哪里?", QuestionKind.ONE, listOf("全部" to true, "石板村" to false)),
                    question("from", "从哪天起?", QuestionKind.DAY, emptyList(), value = "2026-11-18"),
                    question("source", "谁通知的?(哪个文件、哪个人)", QuestionKind.TEXT, emptyList()),
                ),
            ),
        ),
        lines = listOf(line("该走访的照样走访,不因为这件事停。", Tone.QUIET)),
        actions = listOf(action("重新填", Intent.DropForm("event"))),
        primary = action("从这天起", Intent.SubmitForm("event")),
    )

    private fun head(title: String) = Block(open(title), emptyList(), emptyList(), go = null)
}
