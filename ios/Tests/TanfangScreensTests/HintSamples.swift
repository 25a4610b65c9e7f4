import Tanfang

/// 提示, 收支 and 政策 as full and as long-worded as they get.
extension Samples {
    private static func hidden(_ text: String) -> Masked { Masked(text: text, masked: "· · ·") }

    static let carer = HintAsk(
        about: Masked(text: "李秀兰", masked: "李某"),
        question: question(
            "need_care@person p2", "平时要不要人长期照料?", .one,
            [("要", false), ("不要", false), ("说不清", false)]),
        how: "问", why: "弄清这一句,能定下来 3 项。", go: nil)

    static let cost = HintAsk(
        about: nil,
        question: question("own_cost@household h1", "这次住院自己掏了多少?", .money, [("不清楚", false)]),
        how: "问", why: "“临时救助”要先弄清这一句。", go: nil)

    static let incomes = HintAsk(
        about: nil,
        question: question(
            "income/complete@household h1", "家里的收入就是这些吗?", .one,
            [("没有了", false), ("说不准", false)]),
        how: "问", why: "“最低生活保障”要先弄清这一句。",
        go: line("有,记一条", .plain, .items(household: "h1", key: "income@household h1")))

    private static func hintCard(
        _ i: Int, _ name: String, _ verdict: String, _ tone: Tone, _ ask: HintAsk? = nil,
        amount: String? = nil, note: String? = nil
    ) -> HintCard {
        HintCard(
            key: "k\(i)", name: hidden(name), whom: Masked(text: "赵满仓", masked: "赵某"),
            verdict: hidden(verdict), tone: tone, amount: amount.map(hidden), note: note.map(hidden),
            ask: ask, go: .hint(household: "h1", key: "k\(i)"))
    }

    static let hintGroups = [
        HintGroup(
            key: "may", title: "可能能办", folded: false,
            cards: [
                hintCard(1, "最低生活保障(低保)", "可能符合", .done, amount: "每月620元到830元", note: "正在领")
            ],
            note: nil),
        HintGroup(
            key: "ask", title: "还差几句话", folded: false,
            cards: [
                hintCard(2, "重度残疾人护理补贴", "待核(缺要不要人长期照料)", .amber),
                hintCard(3, "临时救助(支出型)", "待核(缺这次住院自己掏了多少)", .amber, cost),
                hintCard(4, "低保边缘家庭", "待核(缺收入、财产)", .amber, incomes),
                hintCard(5, "养老服务消费补贴", "待核(缺失能等级)", .amber),
            ],
            note: nil),
        HintGroup(
            key: "no", title: "按现有信息不符合", folded: true,
            cards: [hintCard(6, "高龄津贴", "按现有信息不符合", .plain)], note: nil),
        HintGroup(
            key: "other", title: "其他", folded: true, cards: [],
            note: "另有 11 项和这家人没有关系(不适用)"),
    ]

    private static let clause = WhyClause(
        quote: "家庭成员人均收入低于当地最低生活保障标准,且财产状况符合当地规定的家庭,给予最低生活保障。",
        document: "《最低生活保障审核确认办法》", number: "民发〔2021〕57号", date: "2021年6月11日",
        place: "第三条", pack: "演示县(2026年7月1日起)", reading: nil)

    private static func condition(
        _ mark: HintMark, _ word: String, _ text: String, group: String? = nil, _ why: String
    ) -> HintCondition {
        HintCondition(
            mark: mark, word: word, text: text, group: group,
            why: why.isEmpty ? open("") : hidden(why), clause: clause)
    }

    private static let numbers = [
        HintNumber(
            name: "农村低保标准", value: "每月620元", since: "2026年7月1日起", source: "演示县民政局通知 一",
            note: nil, unset: false),
        HintNumber(name: "房屋套数上限", value: "内容未配置", since: nil, source: nil, note: nil, unset: true),
        HintNumber(
            name: "每日补助", value: "10元", since: "2020年11月3日起", source: "通知 三",
            note: "这个数存疑:别处写的是100元", unset: false),
    ]

    private static let steps = [line("向乡镇提出书面申请(《办法》第五条)"), line("家庭经济状况核对(《办法》第十一条)")]
    private static let caveat = "须经乡镇核查、家庭经济状况核对后确定"

    static let hint = hintAsking(incomes)

    static func hintAsking(_ ask: HintAsk) -> HintView {
        HintView(
            household: "h1", key: "k1", title: hidden("最低生活保障(低保)"),
            whom: Masked(text: "赵满仓家", masked: "赵某家"), verdict: hidden("待核(缺收入、这次住院自己掏了多少)"),
            tone: .amber, amount: hidden("每月620元到830元"), amountNote: "多少要看家里的收入",
            note: hidden("正在领"),
            aloud: hidden("您这个情况,低保还差 2 件事没弄清:收入、这次住院自己掏了多少。我说的不算定下来,要镇上核过才算。"),
            ask: ask,
            missing: [
                HintMissing(text: hidden("收入"), ask: incomes),
                HintMissing(text: hidden("这次住院自己掏了多少"), ask: cost),
                HintMissing(text: hidden("名下有没有车"), ask: nil),
            ],
            conditions: [
                condition(.passed, "通过", "户籍在本县的家庭", "户籍:本县(11月3日 名册)"),
                condition(.open, "待核", "家庭成员人均收入低于低保标准", "还不知道:收入"),
                condition(.unset, "未录入", "财产状况符合规定", "还没录入:财产的数"),
                condition(.failed, "不符", "名下有大型农机具", group: "有这一条就不行", "没有"),
                condition(.judge, "判断", "生活明显困难", group: "满足一条就行", "要人判断:生活明显困难"),
                condition(.action, "还要做", "签委托核对书", ""),
                condition(.note, "留意", "公示只写姓名、村和人数", ""),
            ],
            numbers: numbers,
            facts: [
                KnownLine(label: "户籍", value: hidden("本县"), source: "11月3日 名册"),
                KnownLine(label: "每月供养金", value: hidden("1,034元"), source: "11月14日 走访"),
            ],
            threshold: hidden("要是人均月收入变成620.00元,就变成“按现有信息不符合”。"),
            redirect: line("去看:特困人员救助供养", .plain, .hint(household: "h1", key: "k9"), masked: "· · ·"),
            steps: steps, documents: ["申请书", "身份证、户口簿"], whereTo: "乡镇便民服务中心",
            howLong: "内容未配置", excludes: "和特困人员救助供养只能享受其一(二者只能享受其一)", unset: ["财产的数"],
            caveat: caveat,
            earlier: [line("2026年11月14日 待核(演示县 1.0)", masked: "2026年11月14日 · · ·")],
            judged: "11月20日 按“演示县”1.0 版判的", policy: .policy(key: "CN-2026:R01"),
            primary: action("去走访", .openVisit(household: "h1")))
    }

    static let items = ItemsView(
        household: "h1", key: "income@household h1", title: "收入",
        whom: Masked(text: "赵满仓家", masked: "赵某家"),
        items: [
            ItemLine(
                text: hidden("养老金 每月1,034元"), source: "11月14日 走访",
                remove: action("拿掉", .dropItem(household: "h1", item: "i1")))
        ],
        complete: question(
            "income/complete@household h1", "家里的收入就是这些吗?", .one,
            [("没有了", false), ("说不准", false)]),
        fields: [
            question("kind", "哪一种?", .one, [("工资", false), ("养老金", false), ("卖东西", false)]),
            question("amount", "多少元?", .money, []),
            question("period", "这个数是一个月的,还是一年的?", .one, [("一个月", false), ("一年", false)]),
        ],
        add: "记下这一条", totals: [line("说的合起来每月1,034元", masked: "· · ·")])

    private static let hotline = Dial(
        label: "救助热线", spoken: "打救助热线", number: "00000000002", after: nil)

    static let policies = PoliciesView(
        packs: ["演示县 2026(示范):2026年7月1日起"], query: "",
        rows: [
            PolicyRow(
                key: "CN-2026:R01", name: "最低生活保障", line: "按户 · 每月620元减去人均收入", pack: "国家 2026",
                unset: nil),
            PolicyRow(
                key: "CN-2026:R13", name: "临时救助", line: "按户 · 数额:本地标准未录入", pack: "国家 2026",
                unset: "内容未配置:救助标准"),
        ],
        unset: ["五有", "三个一"], dials: [hotline], empty: nil)

    static let policy = PolicyView(
        key: "CN-2026:R01", title: "最低生活保障", whom: "户籍在本县、共同生活的家庭",
        aloud: "最低生活保障要看这几样:人均收入低于标准、财产符合规定。能不能办,要镇上核过才算。",
        conditions: [
            PolicyCondition(word: "要符合", text: "家庭成员人均收入低于保障标准", clause: clause),
            PolicyCondition(word: "有就不行", text: "名下有大型农机具", clause: nil),
        ],
        amount: "保障标准减去人均收入", numbers: numbers, steps: steps,
        documents: ["申请书", "身份证、户口簿"], whereTo: "乡镇便民服务中心", howLong: "内容未配置",
        lasts: ["每年复核一次", "去世的次月起停发"], excludes: nil, unset: ["财产的数"], dials: [hotline],
        sources: ["《最低生活保障审核确认办法》 民发〔2021〕57号 2021年6月11日"],
        pack: "国家 2026(2026年7月1日起)", caveat: caveat)
}
