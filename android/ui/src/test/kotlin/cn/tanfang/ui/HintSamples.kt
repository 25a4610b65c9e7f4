package cn.tanfang.ui

import cn.tanfang.ffi.Dial
import cn.tanfang.ffi.HintAsk
import cn.tanfang.ffi.HintCard
import cn.tanfang.ffi.HintCondition
import cn.tanfang.ffi.HintGroup
import cn.tanfang.ffi.HintMark
import cn.tanfang.ffi.HintMissing
import cn.tanfang.ffi.HintNumber
import cn.tanfang.ffi.HintView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.ItemLine
import cn.tanfang.ffi.ItemsView
import cn.tanfang.ffi.KnownLine
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.PoliciesView
import cn.tanfang.ffi.PolicyCondition
import cn.tanfang.ffi.PolicyRow
import cn.tanfang.ffi.PolicyView
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.ffi.WhyClause

/** 提示, 收支 and 政策 as full and as long-worded as they get. */
object HintSamples {
    private fun hidden(text: String) = Masked(text, "· · ·")

    private val carer = HintAsk(
        about = Masked("李秀兰", "李某"),
        question = question("need_care@person p2", "平时要不要人长期照料?", QuestionKind.ONE, listOf("要" to false, "不要" to false, "不清楚" to false)),
        how = "问",
        why = "弄清这一句,能定下来 3 项。",
        go = null,
    )
    private val cost = HintAsk(
        about = null,
        question = question("own_cost@household h1", "这次住院自己掏了多少?", QuestionKind.MONEY, listOf("不清楚" to false)),
        how = "问",
        why = "“临时救助”要先弄清这一句。",
        go = null,
    )
    private val incomes = HintAsk(
        about = null,
        question = question("income/complete@household h1", "家里的收入就是这些吗?", QuestionKind.ONE, listOf("没有了" to false, "不清楚" to false)),
        how = "问",
        why = "“最低生活保障(低保)”要先弄清这一句。",
        go = line("有,记一条", go = Screen.Items("h1", "income@household h1")),
    )
    val ask = carer

    private fun card(i: Int, name: String, verdict: String, tone: Tone, ask: HintAsk? = null, amount: String? = null, note: String? = null) = HintCard(
        key = "k$i",
        name = hidden(name),
        whom = Masked("赵满仓", "赵某"),
        verdict = hidden(verdict),
        tone = tone,
        amount = amount?.let(::hidden),
        note = note?.let(::hidden),
        ask = ask,
        go = Screen.Hint("h1", "k$i"),
    )

    val groups = listOf(
        HintGroup("may", "可能能办", folded = false, listOf(card(1, "最低生活保障(低保)", "可能符合", Tone.DONE, amount = "每月620元到830元", note = "正在领")), note = null),
        HintGroup(
            "ask",
            "还差几句话",
            folded = false,
            listOf(
                card(2, "重度残疾人护理补贴", "待核(缺要不要人长期照料)", Tone.AMBER, carer),
                card(3, "临时救助(支出型)", "待核(缺这次住院自己掏了多少)", Tone.AMBER, cost),
                card(4, "低保边缘家庭", "待核(缺收入、财产)", Tone.AMBER, incomes),
                card(5, "养老服务消费补贴", "待核(缺失能等级)", Tone.AMBER),
            ),
            note = null,
        ),
        HintGroup("no", "按现有信息不符合", folded = true, listOf(card(6, "高龄津贴", "按现有信息不符合", Tone.PLAIN)), note = null),
        HintGroup("other", "其他", folded = true, emptyList(), note = "另有 11 项和这家人没有关系(不适用)"),
    )

    private val clause = WhyClause(
        quote = "家庭成员人均收入低于当地最低生活保障标准,且财产状况符合当地规定的家庭,给予最低生活保障。",
        document = "《最低生活保障审核确认办法》",
        number = "民发〔2021〕57号",
        date = "2021年6月11日",
        place = "第三条",
        pack = "演示县(2026年7月1日起)",
        reading = null,
    )

    val hint = HintView(
        household = "h1",
        key = "k1",
        title = hidden("最低生活保障(低保)"),
        whom = Masked("赵满仓家", "赵某家"),
        verdict = hidden("待核(缺收入、这次住院自己掏了多少)"),
        tone = Tone.AMBER,
        amount = hidden("每月620元到830元"),
        amountNote = "多少要看家里的收入。算法:保障标准减去人均收入",
        note = hidden("正在领"),
        aloud = hidden("您这个情况,低保还差 2 件事没弄清:收入、这次住院自己掏了多少。我说的不算定下来,要镇上核过才算。"),
        ask = incomes,
        missing = listOf(HintMissing(hidden("收入"), incomes), HintMissing(hidden("这次住院自己掏了多少"), cost), HintMissing(hidden("名下有没有车"), null)),
        conditions = listOf(
            HintCondition(HintMark.PASSED, "通过", "户籍在本县的家庭", null, hidden("户籍:本县(11月3日 名册)"), clause),
            HintCondition(HintMark.OPEN, "待核", "家庭成员人均收入低于低保标准", null, hidden("还不知道:收入"), clause),
            HintCondition(HintMark.UNSET, "未录入", "财产状况符合规定", null, hidden("还没录入:财产的数"), clause),
            HintCondition(HintMark.FAILED, "不符", "名下有大型农机具", "有这一条就不行", hidden("没有"), clause),
            HintCondition(HintMark.JUDGE, "判断", "生活明显困难", "满足一条就行", hidden("要人判断:生活明显困难"), null),
            HintCondition(HintMark.ACTION, "还要做", "签委托核对书", null, Masked("", ""), clause),
            HintCondition(HintMark.NOTE, "留意", "公示只写姓名、村和人数", null, Masked("", ""), clause),
        ),
        numbers = listOf(
            HintNumber("农村低保标准", "每月620元", "2026年7月1日起", "演示县民政局通知 一", null, unset = false),
            HintNumber("房屋套数上限", "内容未配置", null, null, null, unset = true),
            HintNumber("每日补助", "10元", "2020年11月3日起", "通知 三", "这个数存疑:别处写的是100元", unset = false),
        ),
        facts = listOf(KnownLine("户籍", hidden("本县"), "11月3日 名册"), KnownLine("每月供养金", hidden("1,034元"), "11月14日 走访")),
        threshold = hidden("要是人均月收入变成620.00元,就变成“按现有信息不符合”。"),
        redirect = line("去看:特困人员救助供养", go = Screen.Hint("h1", "k9"), masked = "· · ·"),
        steps = listOf(line("向乡镇提出书面申请(《办法》第五条)"), line("家庭经济状况核对(《办法》第十一条)")),
        documents = listOf("申请书", "身份证、户口簿", "经济状况核对委托书"),
        whereTo = "乡镇便民服务中心",
        howLong = "内容未配置",
        excludes = "和特困人员救助供养只能享受其一(二者只能享受其一)",
        unset = listOf("财产的数"),
        caveat = "须经乡镇核查、家庭经济状况核对后确定",
        earlier = listOf(line("2026年11月14日 待核(演示县 1.0)", masked = "2026年11月14日 · · ·")),
        judged = "11月20日 按“演示县”1.0 版判的",
        policy = Screen.Policy("CN-2026:R01"),
        primary = action("去走访", Intent.OpenVisit("h1")),
    )

    val items = ItemsView(
        household = "h1",
        key = "income@household h1",
        title = "收入",
        whom = Masked("赵满仓家", "赵某家"),
        items = listOf(ItemLine(hidden("养老金 每月1,034元"), "11月14日 走访", action("拿掉", Intent.DropItem("h1", "i1")))),
        complete = checkNotNull(incomes.question),
        fields = listOf(
            question("income.kind", "哪一种?", QuestionKind.ONE, listOf("工资" to false, "养老金" to false, "卖东西" to false)),
            question("income.amount", "多少元?", QuestionKind.MONEY, emptyList()),
            question("income.period", "这个数是一个月的,还是一年的?", QuestionKind.ONE, listOf("一个月" to false, "一年" to false)),
        ),
        add = "记下这一条",
        totals = listOf(line("说的合起来每月1,034元", masked = "· · ·")),
    )

    private val hotline = Dial("救助热线", "打救助热线", "00000000002", null)

    val policies = PoliciesView(
        packs = listOf("演示县 2026(示范):2026年7月1日起"),
        query = "",
        rows = listOf(
            PolicyRow("CN-2026:R01", "最低生活保障", "按户 · 每月620元减去人均收入", "国家 2026", null),
            PolicyRow("CN-2026:R13", "临时救助", "按户 · 数额:本地标准未录入", "国家 2026", "内容未配置:救助标准"),
        ),
        unset = listOf("五有", "三个一"),
        dials = listOf(hotline),
        empty = null,
    )

    val policy = PolicyView(
        key = "CN-2026:R01",
        title = "最低生活保障",
        whom = "户籍在本县、共同生活的家庭",
        aloud = "最低生活保障要看这几样:人均收入低于标准、财产符合规定。能不能办,要镇上核过才算。",
        conditions = listOf(PolicyCondition("要符合", "家庭成员人均收入低于保障标准", clause), PolicyCondition("有就不行", "名下有大型农机具", null)),
        amount = "保障标准减去人均收入",
        numbers = hint.numbers,
        steps = hint.steps,
        documents = hint.documents,
        whereTo = hint.whereTo,
        howLong = hint.howLong,
        lasts = listOf("每年复核一次", "去世的次月起停发"),
        excludes = hint.excludes,
        unset = hint.unset,
        dials = listOf(hotline),
        sources = listOf("《最低生活保障审核确认办法》 民发〔2021〕57号 2021年6月11日"),
        pack = "国家 2026(2026年7月1日起)",
        caveat = hint.caveat,
    )
}
