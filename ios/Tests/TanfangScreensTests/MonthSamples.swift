import Tanfang

/// Views of 本月 and of what is drawn as a page or a short form.
enum MonthSamples {
    private static func open(_ text: String) -> Masked { Samples.open(text) }
    private static func line(
        _ text: String, _ tone: Tone = .plain, _ go: Screen? = nil, masked: String? = nil
    ) -> Line {
        Samples.line(text, tone, go, masked: masked)
    }
    private static func action(_ label: String, _ intent: Intent) -> Action {
        Samples.action(label, intent)
    }
    private static func block(
        _ title: String, _ lines: [Line], _ actions: [Action] = [], go: Screen? = nil
    ) -> Block {
        Block(title: open(title), lines: lines, actions: actions, go: go)
    }

    private static func marks(_ i: Int) -> [String] {
        var marks: [String] = []
        if i % 7 < 2 { marks.append("休") }
        if i % 5 == 2 { marks.append("集") }
        if i == 3 || i == 4 { marks.append("农忙") }
        if i == 28 { marks.append("不去") }
        return marks
    }

    private static func day(_ i: Int) -> MonthDay {
        let done = i < 20 ? i % 4 : 0
        let planned = i >= 20 && i % 3 == 2 ? i % 5 : 0
        let words = done > 0 ? "去了\(done)户" : planned > 0 ? "打算去\(planned)户" : ""
        let home = line(
            "赵满仓 · 去一趟,办2件", .plain, .home(household: "h1"), masked: "赵某 · 去一趟,办2件")
        return MonthDay(
            day: "2026-11-\(i < 10 ? "0" : "")\(i)", label: "\(i)", lunar: "十二", marks: marks(i),
            done: UInt32(done), planned: UInt32(planned), words: words,
            tone: done > 0 ? .done : .plain, today: i == 20, homes: i == 20 ? [home] : [],
            toggle: i >= 20 ? action("这天不去", .setPlan(key: "off", value: "2026-11-\(i)")) : nil)
    }

    static let month = MonthView(
        month: "2026-11", title: "11月 · 石板村", around: ["2026-10", "2026-12"],
        summary: "去过28户,还有32户要去,照这样排要走30趟。",
        weekdays: ["一", "二", "三", "四", "五", "六", "日"], offset: 6, days: (1...30).map(day),
        homes: [
            Block(
                title: Masked(text: "赵满仓", masked: "赵某"),
                lines: [
                    line("打算11月20日 周五去"),
                    line(
                        "分散特困每周探视 · 11月6日去了、11月16日到11月22日之间去一次", .plain, Samples.why,
                        masked: "11月6日去了、11月16日到11月22日之间去一次"),
                ],
                actions: [], go: .home(household: "h1")),
            Block(
                title: Masked(text: "李秀兰", masked: "李某"),
                lines: [
                    line("独居老人每月探访 · 11月9日去了", .done, Samples.why, masked: "11月9日去了")
                ],
                actions: [], go: .home(household: "h2")),
        ],
        cannot: [
            line(
                "欧阳建国 · 每月见一次本人 · 有空的日子家里都没人", .plain, Samples.why,
                masked: "欧某 · 有空的日子家里都没人")
        ],
        settings: [action("集日、农忙、哪天不去", .go(screen: .form(key: "plan")))], empty: nil)

    static let missed = PageView(
        title: open("没见到人"), sentence: Masked(text: "赵满仓家,今天怎么样?", masked: "赵某家,今天怎么样?"),
        blocks: [
            block(
                "今天", [],
                [
                    action("家里没人", .missed(household: "h1", met: "0")),
                    action("只见到邻居", .missed(household: "h1", met: "3")),
                ]),
            block("下回什么时候去", [line("可以11月22日 周日上午去试试")]),
            block(
                "这家什么时候有人(点一下记住)", [],
                ["上午", "下午", "晚上(记着)", "周末"].map {
                    action($0, .setPlan(key: "best:h1", value: $0))
                }),
            block("去过没见到", [line("已经2回没见到人了。打个电话,问问邻居。", .amber), line("11月18日 我去过,家中无人")]),
        ],
        primary: nil, empty: nil)

    static let events = PageView(
        title: open("事件"), sentence: open("疫情、灾害这样的事,从哪天起、在哪里、改了哪些做法。"),
        blocks: [
            block(
                "灾害", [line("11月18日起"), line("要多做:灾后每日查看住房和人")],
                [
                    action("结束了", .endEvent(event: "e1", to: "2026-11-20")),
                    action("记错了,没有这回事", .endEvent(event: "e1", to: "2026-11-17")),
                ]),
            block(
                "疫情防控", [line("11月10日起")],
                [action("结束了", .endEvent(event: "e2", to: "2026-11-20"))]),
        ],
        primary: action("记一件新的", .go(screen: .form(key: "event"))), empty: nil)

    static let campaigns = PageView(
        title: open("活动"), sentence: nil,
        blocks: [
            block("正在进行", []),
            block(
                "秋季集中排查", [line("2026年11月1日到2026年11月30日")], go: .campaign(key: "c1")),
            block("已结束", []),
            block(
                "夏季集中排查", [line("2026年6月1日到2026年6月30日")], go: .campaign(key: "c3")),
            block("没写日子的", []),
            block("寒冬送温暖", [line("从哪天到哪天:内容未配置", .quiet)], go: .campaign(key: "c2")),
        ],
        primary: nil, empty: nil)

    static let campaign = PageView(
        title: open("秋季集中排查"), sentence: open("11月1日到11月30日"),
        blocks: [
            block("全部", [line("60个里见到28个,还有32个没见到")]),
            block(
                "还没见到的 2",
                [
                    line("李秀兰 · 二组", .plain, .home(household: "h2"), masked: "李某 · 二组"),
                    line("欧阳建国 · 五组", .plain, .home(household: "h3"), masked: "欧某 · 五组"),
                ]),
        ],
        primary: nil, empty: nil)

    static let reports = PageView(
        title: open("报送"), sentence: open("要报的和报过的。"),
        blocks: [
            block("走访情况月报", [line("还有10天 · 11月30日前")], [action("今天报了", .handIn(key: "d1"))]),
            block(
                "排查结果汇总", [line("11月15日报了", .done)],
                [action("记错了,撤回", .takeBack(household: nil, names: ["op"]))]),
        ],
        primary: nil, empty: nil)

    static let form = FormView(
        key: "event", title: open("记一件事"), status: Samples.saved,
        sentence: open("记下来,跟着要多做的、先不做的就排进来。"),
        groups: [
            VisitGroup(
                key: "event", title: "", person: nil, folded: false, same: nil,
                questions: [
                    Samples.question("name", "什么事?", .one, [("疫情防控", false), ("灾害", true)]),
                    Samples.question("from", "从哪天起?", .day, []),
                    Samples.question("source", "谁通知的?(哪个文件、哪个人)", .text, []),
                ])
        ],
        lines: [line("该走访的照样走访,不因为这件事停。", .quiet)],
        actions: [action("重新填", .dropForm(key: "event"))],
        primary: action("从这天起", .submitForm(key: "event")))
}
