import Tanfang

/// Views as full and as long-worded as they get, to try the screens with.
enum Samples {
    static func open(_ text: String) -> Masked { Masked(text: text, masked: text) }
    static func line(
        _ text: String, _ tone: Tone = .plain, _ go: Screen? = nil, masked: String? = nil
    ) -> Line {
        Line(text: Masked(text: text, masked: masked ?? text), tone: tone, go: go)
    }
    static func chip(_ text: String) -> Chip { Chip(text: Masked(text: text, masked: ""), tone: .plain) }
    static func action(_ label: String, _ intent: Intent, note: String? = nil) -> Action {
        Action(label: label, intent: intent, enabled: true, note: note)
    }
    static let dial = Dial(label: "打电话", spoken: "给他家打电话", number: "13900000001")
    static let why = Screen.why(key: "duty")
    static let saved = Status(text: "已存本机", tone: .done)

    static let first = FirstView(
        sentences: ["一次走访,台账都填好。", "没有信号也照样用,记下的都存在这台手机里。", "为什么看,都能点开看。"],
        roles: ["网格员", "村委会成员", "乡镇责任人", "支部书记、支委"].enumerated().map {
            RoleChoice(role: "r\($0.offset)", label: $0.element)
        },
        practice: "打开练习村", practiceNote: "练习村里的人都是编的,和正式的分开放。", ready: true)

    static func card(_ i: Int, _ name: String, _ masked: String, _ why: String) -> TodayCard {
        TodayCard(
            household: "h\(i)", name: Masked(text: name, masked: masked),
            chips: [chip("分散特困"), chip("肢体二级"), chip("独居老人")],
            why: line(why, .amber, Samples.why), last: "上次 11月14日",
            quote: Masked(text: "“咳嗽,灯坏,已报乡镇”", masked: ""),
            visit: action("去走访", .openVisit(household: "h\(i)")), dial: i == 3 ? nil : dial,
            go: .home(household: "h\(i)"))
    }

    static let today = TodayView(
        date: "11月20日 周五", lunar: "农历十月十二", status: saved, practice: "练习",
        groups: [
            TodayGroup(
                title: "石板村二组 · 还有3户",
                cards: [
                    card(1, "赵满仓", "赵某", "本周还没去 · 周日前"),
                    card(2, "李秀兰", "李某", "可以去(本月内)"),
                    card(3, "欧阳建国、欧阳建军", "欧某、欧某", "本周去过,没见到本人 · 周日前"),
                ])
        ],
        empty: nil, summary: "还有 3 户,走完能办 5 件事")

    static let homes = HomesView(
        query: "", count: "64 户 · 66 人",
        groups: [
            HomeGroup(
                title: "二组 · 12 户",
                rows: (0..<4).map { i in
                    HomeRow(
                        household: "h\(i)", name: Masked(text: "欧阳满仓\(i)", masked: "欧某"),
                        chips: [chip("分散特困"), chip("独居老人")],
                        line: Masked(text: "一百二十三号(老学校旁) · 本周已去", masked: "本周已去"),
                        tone: i == 0 ? .done : .quiet, dial: dial, go: .home(household: "h\(i)"))
                })
        ],
        empty: nil)

    static let home = HomeView(
        household: "h1", name: Masked(text: "赵满仓", masked: "赵某"),
        place: Masked(text: "二组 12 号 · 2 人", masked: "2 人"),
        chips: [chip("分散特困"), chip("一级残疾")], dial: dial,
        due: [line("本周走访(周日前)", .amber, why), line("乡镇本月走访(对方的记录没到)", .quiet, why)],
        flags: [line("灯坏了,老人夜里摔过 · 11月14日报的", .amber, why)],
        persons: [
            PersonCard(
                person: "p1", name: Masked(text: "赵满仓", masked: "赵某"), chips: [chip("分散特困")],
                line: Masked(text: "71岁 · 肢体二级 · 监护人赵德贵", masked: "71岁"),
                known: [
                    KnownLine(
                        label: "身份证号",
                        value: Masked(text: "990101195410014519", masked: "· · ·"),
                        source: "11月3日 名册"),
                    KnownLine(
                        label: "每月供养金", value: Masked(text: "1,034元", masked: "· · ·"),
                        source: "11月3日 名册"),
                ],
                changes: [.died, .institution, .moved])
        ],
        history: [line("11月14日 走访", .plain, why), line("11月7日 去过,家中无人")],
        notices: [line("名册第 17 行:身份证号少一位。改好再导一次就行。", .amber)],
        primary: action("去走访", .openVisit(household: "h1")))

    static func question(
        _ key: String, _ ask: String, _ kind: QuestionKind, _ options: [(String, Bool)],
        last: String? = nil, value: String? = nil
    ) -> QuestionView {
        QuestionView(
            key: key, ask: ask, kind: kind,
            options: options.enumerated().map {
                QuestionOption(
                    code: "\($0.offset)", label: $0.element.0, chosen: $0.element.1, flag: false)
            },
            value: value, last: last.map { Masked(text: $0, masked: "") }, required: true,
            answered: options.contains { $0.1 } || value != nil, same: false, why: .why(key: key))
    }

    static let visit = VisitView(
        visit: "v1", household: "h1", name: Masked(text: "赵满仓", masked: "赵某"), status: saved,
        day: "2026-11-20", dayLabel: "今天 11月20日 周五",
        groups: [
            VisitGroup(
                key: "ask", title: "见人和身体", person: nil, folded: false, same: nil,
                questions: [
                    question(
                        "met", "今天见到本人了吗?", .one,
                        [("见到本人", true), ("只见到家人", false), ("只见到邻居", false), ("家中无人", false)]),
                    question(
                        "health", "今天身体怎么样?", .one,
                        [("正常", false), ("不舒服", false), ("卧床", false), ("需送医", false)],
                        last: "上次(11月14日):不舒服"),
                ]),
            VisitGroup(
                key: "same", title: "住处、吃饭、证件(4 项)",
                person: Masked(text: "赵满仓", masked: "赵某"), folded: true, same: "都一样",
                questions: [
                    question(
                        "food", "吃饭有着落吗?", .one, [("有着落", false), ("没着落", false)],
                        last: "上次(11月14日):有着落")
                ]),
            VisitGroup(
                key: "other", title: "还可以问的(4 项)", person: nil, folded: false, same: nil,
                questions: [
                    question("help", "缺什么?", .many, [("换灯泡", true), ("拿药", false), ("修房顶", true)]),
                    question("cook", "今天谁做饭?", .text, [], value: "自己做"),
                    question("cost", "这次住院自己掏了多少?", .money, []),
                    question("rooms", "几间房?", .number, []),
                    question("book", "上次记录是哪天?", .day, [], value: "2026-11-13"),
                ]),
        ],
        notices: [line("内容未配置:文件写了“五有”,没有写是哪几项", .quiet)],
        flags: [line("完成后会报一条线索:动态变化", .amber)],
        primary: action("走访完成", .closeVisit(visit: "v1"), note: "还有 3 句没问,没问的以后可以补"),
        later: action("以后再补", .leaveVisit(visit: "v1")))

    static let reason = WhyView(
        title: "为什么去看", lines: [line("村委会要每周看一次。"), line("本周还没有人去过,周日前去就行。", .amber)],
        clauses: [
            WhyClause(
                quote: "乡镇责任人每月至少一次探视,村委会每周至少一次探视", document: "关于走访探视的通知",
                number: "未注明", date: "2020年11月3日", place: "二(一)6",
                pack: "会宁 2020(未注明失效日期)", reading: "“或”按“都要”执行")
        ],
        trace: ["V02/VillageCommittee/p1/2026-11-16"])

    static let ledger = LedgerView(
        ledger: "L06", title: "走访探视记录簿 · 11月 · 石板村", month: "2026-11",
        months: ["2026-10", "2026-12"], summary: "3 行 · 1 处还缺(点开补)",
        undecided: "另有 1 人说不准是不是,没有列进来,缺:供养方式",
        columns: ["走访日期", "被走访人", "身体状况", "走访人签字"],
        rows: (0..<3).map { i in
            LedgerRow(
                household: "h\(i)", name: Masked(text: "赵满仓", masked: "赵某"),
                cells: [
                    LedgerCell(text: open("11月14日"), kind: .record, missing: false, sources: ["op"]),
                    LedgerCell(
                        text: Masked(text: "赵满仓", masked: "赵某"), kind: .record, missing: false,
                        sources: ["op"]),
                    LedgerCell(text: open(""), kind: .record, missing: true, sources: []),
                    LedgerCell(text: open(""), kind: .manual, missing: false, sources: []),
                ])
        },
        empty: nil)

    static func row(_ i: Int, _ cells: [ImportCell], confirm: Bool = false) -> ImportRow {
        ImportRow(
            key: "名册/\(i)", name: Masked(text: "赵满仓", masked: "赵某"), place: "名册 第 \(i) 行",
            cells: cells, confirm: confirm)
    }

    static let list = ImportView(
        token: "t", file: "石板村特困名册.xlsx",
        summary: "一共 44 行:新的 38 人,有变化的 1 人,要看一眼的 1 人。",
        sheets: ["名册:标题 2 行,人 40 行,空行 1 行,合计 1 行。"],
        groups: [
            ImportGroup(
                kind: .problem, title: "有地方读不懂的 1 人", tone: .amber,
                rows: [
                    row(
                        17,
                        [
                            ImportCell(
                                cell: "D17", label: "身份证号", old: nil,
                                new: Masked(text: "99010119541001451", masked: "· · ·"),
                                reason: "身份证号少一位。先记下了,改好再导一次就行。")
                        ])
                ]),
            ImportGroup(
                kind: .changed, title: "有变化的 1 人", tone: .plain,
                rows: [
                    row(
                        18,
                        [
                            ImportCell(
                                cell: "I18", label: "联系电话",
                                old: Masked(text: "13900000002", masked: "· · ·"),
                                new: Masked(text: "13900000003", masked: "· · ·"), reason: nil)
                        ], confirm: true)
                ]),
            ImportGroup(kind: .new, title: "新的 38 人", tone: .done, rows: [row(19, []), row(20, [])]),
        ],
        primary: action("导入 39 人", .applyImport(token: "t", postponed: [])),
        cancel: action("不导了", .dropImport(token: "t")))

    static let flags = FlagsView(
        rows: [
            line("赵满仓 · 动态变化 · 11月14日", .amber, .home(household: "h1"), masked: "赵某 · 线索"),
            line("李秀兰 · 监护未落实 · 11月13日", .amber, .home(household: "h2"), masked: "李某 · 线索"),
        ], empty: nil)

    static let more = MoreView(
        worker: "赵小川 · 网格员、村委会成员 · 石板村",
        entries: [
            line("台账", .plain, .ledger(ledger: "L06")), line("导入名册", .plain, .import),
            line("设置", .plain, .settings),
        ])

    static let settings = SettingsView(
        packs: [line("会宁 2020:2020年11月3日起,未注明失效日期"), line("内容未配置:五有", .amber)],
        store: [line("64 户、66 人、3 次走访,都在这台手机里,加了密"), line("还没有备份过", .amber)])

    static let recovery = RecoveryView(
        sentence: "手机丢了、坏了,靠它打开备份。抄在纸上,别和手机放一起。",
        groups: (0..<8).map { "AB1\($0)" }, qrText: "AB12")

    static var views: FakeCore.Views {
        var views = FakeCore.Views()
        views.first = first
        views.today = today
        views.homes = homes
        views.home = home
        views.visit = visit
        views.why = reason
        views.ledger = ledger
        views.file = LedgerFile(path: "out/ledger.xlsx", sentence: "写好了,3 行。")
        views.list = list
        views.flags = flags
        views.more = more
        views.settings = settings
        views.recovery = recovery
        return views
    }

    /// Every screen, with what leads to it.
    static let screens: [(name: String, screen: Screen)] = [
        ("first", .first), ("today", .today), ("homes", .homes),
        ("home", .home(household: "h1")), ("visit", .visit(visit: "v1")),
        ("why", .why(key: "duty")), ("flags", .flags), ("ledger", .ledger(ledger: "L06")),
        ("import", .import), ("more", .more), ("settings", .settings),
    ]

    /// What must not be seen while 遮 is on.
    static let secrets = [
        "赵满仓", "李秀兰", "欧阳建国", "欧阳满仓", "分散特困", "肢体二级", "独居", "一级残疾", "咳嗽",
        "990101", "1,034", "13900000002", "赵德贵",
    ]
}
