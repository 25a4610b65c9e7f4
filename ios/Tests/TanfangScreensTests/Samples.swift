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
    static let dial = Dial(label: "打电话", spoken: "给他家打电话", number: "13900000001",
        after: .contact(household: "h1", whose: "person p1"))
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
            urgent: [], why: line(why, .amber, Samples.why), closes: i == 3 ? "一次能办完2件" : nil,
            duties: (i == 3 ? ["分散特困每周探视", "独居老人每月探访"] : ["分散特困每周探视"]).map {
                line($0, .amber, Samples.why, masked: "")
            }, last: "上次 11月14日",
            quote: Masked(text: "“咳嗽,灯坏,已报乡镇”", masked: ""),
            visit: action("去走访", .openVisit(household: "h\(i)")),
            missed: action("没见到人", .go(screen: .missed(household: "h\(i)"))), call: nil,
            dial: i == 3 ? nil : dial,
            go: .home(household: "h\(i)"))
    }

    static let today = TodayView(
        date: "11月20日 周五", lunar: "农历十月十二", status: saved, practice: "练习",
        notes: [line("比对核实还有 2 人", .amber, .matches)],
        drafts: [line("周桂英:9天前没写完", .amber, .visit(visit: "v9"))],
        filter: "", query: "",
        filters: [
            TodayFilter(
                title: "怎么排",
                choices: [
                    LedgerChoice(key: "", label: "按组", chosen: true),
                    LedgerChoice(key: "route", label: "按顺路", chosen: false),
                ])
        ],
        groups: [
            TodayGroup(
                title: "石板村二组 · 还有3户",
                cards: [
                    card(1, "赵满仓", "赵某", "本周还没去 · 周日前"),
                    card(2, "李秀兰", "李某", "可以去(本月内)"),
                    card(3, "欧阳建国、欧阳建军", "欧某、欧某", "本周去过,没见到本人 · 周日前"),
                ])
        ],
        more: nil, empty: nil, summary: "还有 3 户,走完能办 5 件事。今天顺路 2 户,能办 3 件",
        month: action("看本月", .go(screen: .month(month: nil))))

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
        more: nil, empty: nil)

    static let home = HomeView(
        household: "h1", name: Masked(text: "赵满仓", masked: "赵某"),
        place: Masked(text: "二组 12 号 · 2 人", masked: "2 人"),
        chips: [chip("分散特困"), chip("一级残疾")], dial: dial,
        due: [line("本周走访(周日前)", .amber, why), line("乡镇本月走访(对方的记录没到)", .quiet, why)],
        flags: [line("灯坏了,老人夜里摔过 · 11月14日报的", .amber, why)],
        hints: hintGroups, ask: carer, noHints: nil,
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
                changes: [.died, .institution, .moved],
                actions: [action("加进一类", .go(screen: .addPerson(household: nil, person: "p1")))])
        ],
        history: [line("11月14日 走访", .plain, why), line("11月7日 去过,家中无人")],
        notices: [line("名册第 17 行:身份证号少一位。改好再导一次就行。", .amber)],
        primary: action("去走访", .openVisit(household: "h1")),
        more: [action("加一人", .go(screen: .addPerson(household: "h1", person: nil)))])

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
        urgent: nil, sameAll: "都和上次一样",
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
        ledger: "L06", title: "走访探视记录簿 · 11月 · 石板村",
        ledgers: [
            LedgerChoice(key: "L06", label: "走访探视记录簿", chosen: true),
            LedgerChoice(key: "L01", label: "名册", chosen: false),
        ],
        books: [
            LedgerChoice(key: "a", label: "第一本", chosen: true),
            LedgerChoice(key: "b", label: "第二本", chosen: false),
        ],
        spans: [
            LedgerChoice(key: "2026-11", label: "按月", chosen: true),
            LedgerChoice(key: "2026-Q4", label: "按季", chosen: false),
        ],
        period: "2026-11", around: ["2026-10", "2026-12"], summary: "3 行 · 1 处还缺(点开补)",
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

    static func row(
        _ i: Int, _ cells: [ImportCell], _ decision: Decision = .apply,
        _ choices: [Decision] = [.apply, .postpone]
    ) -> ImportRow {
        ImportRow(
            key: "名册/\(i)", name: Masked(text: "赵满仓", masked: "赵某"), place: "名册 第 \(i) 行",
            cells: cells, decision: decision, choices: choices)
    }

    static let list = ImportView(
        token: "t", sort: .roster, file: "石板村特困名册.xlsx",
        summary: "一共 44 行:新的 38 人,有变化的 1 人,要看一眼的 1 人。",
        sheets: ["名册:标题 2 行,人 40 行,空行 1 行,合计 1 行。"],
        totals: [line("合计写的是 41 人,读出 40 人,差 1 人", .amber)],
        tables: [
            ImportTable(
                sheet: "名册", title: "表头在第 3 行", sure: false,
                columns: [
                    ImportColumn(
                        column: 0, letter: "A", title: "姓名", field: "name", sure: true,
                        samples: [Masked(text: "赵满仓", masked: "赵某")]),
                    ImportColumn(
                        column: 6, letter: "G", title: "", field: nil, sure: false,
                        samples: [Masked(text: "13900000002", masked: "· · ·")]),
                ])
        ],
        fields: [
            FieldChoice(field: "name", label: "姓名"),
            FieldChoice(field: "phone", label: "联系电话"),
        ],
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
                        ])
                ]),
            ImportGroup(
                kind: .conflict, title: "要您定的 2 行", tone: .amber,
                rows: [row(15, [], .postpone, [.same, .apart, .postpone]), row(16, [], .postpone)]),
            ImportGroup(
                kind: .missing, title: "表里没有了的 2 人", tone: .amber,
                rows: [row(41, [], .postpone), row(42, [], .postpone)]),
            ImportGroup(kind: .new, title: "新的 38 人", tone: .done, rows: [row(19, []), row(20, [])]),
        ],
        primary: action("导入 39 人", .applyImport(token: "t", decisions: [])),
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
        look: LookSetting(size: .normal, theme: .system, mask: false),
        sections: [
            SettingsSection(
                key: "packs", title: "政策包",
                lines: [line("会宁 2020:未注明失效日期"), line("内容未配置:五有", .amber)], actions: []),
            SettingsSection(
                key: "calendar", title: "日历", lines: [line("2019—2026 年")], actions: []),
            SettingsSection(
                key: "store", title: "本机存了什么",
                lines: [line("64 户、66 人"), line("还没有备份过", .amber)],
                actions: [action("交给接手的人", .go(screen: .handOver))]),
        ],
        numbers: [
            NumberRow(key: "township", label: "乡镇值班电话", number: "", source: "内容未配置"),
            NumberRow(key: "clinic", label: "村医电话", number: "00000000002", source: "您写的"),
        ])

    static let call = CallView(
        title: Masked(text: "赵满仓需要马上送医", masked: "需要马上送医"),
        sentence: Masked(text: "石板村赵满仓现在需要送医,请派车。", masked: "这一户现在需要送医,请派车。"),
        numbers: [
            Dial(label: "120 急救", spoken: "打 120 急救", number: "120", after: nil),
            Dial(label: "乡镇值班", spoken: "打乡镇值班电话", number: "00000000001", after: nil),
        ],
        missing: [line("内容未配置:村医电话", .amber, .settings)], practice: nil)

    static func options(_ words: [String]) -> [QuestionOption] {
        words.enumerated().map {
            QuestionOption(code: "\($0.offset)", label: $0.element, chosen: false, flag: false)
        }
    }

    static let contact = ContactView(
        household: "h1", whose: "person p1", name: Masked(text: "赵满仓", masked: "赵某"),
        sentence: Masked(text: "给赵满仓的电话打通了吗?", masked: "给赵某的电话打通了吗?"),
        results: options(["本人接了", "家人接了", "没人接", "号码不对"]), note: "电话不能代替上门。",
        duties: [line("残疾人电话随访 · 打了2回没打通", .plain, why, masked: "打了2回没打通")],
        ask: action("照着问", .openCall(household: "h1")))

    static let batches = BatchesView(
        rows: [
            BatchRow(
                batch: "batch-00000001", title: "石板村特困名册.xlsx", line: "11月3日 赵小川导入 · 44 行",
                details: [line("新的 38 人,有变化 1 人")], tone: .plain,
                undo: action("撤回这张表", .undoBatch(batch: "batch-00000001")), answers: false),
            BatchRow(
                batch: "batch-00000002", title: "单人户比对.xlsx", line: "11月10日 赵小川导入 · 5 行",
                details: [], tone: .plain, undo: nil, answers: true),
        ], empty: nil)

    static let coverage = CoverageView(
        title: "低保 · 石板村", summary: "38 户 42 人,应有 40 户 44 人。",
        rows: [
            CoverageRow(
                title: Masked(text: "赵满仓", masked: "赵某"),
                line: Masked(text: "二组 12 号 · 低保二类", masked: "2 人"), tone: .plain,
                go: .home(household: "h1")),
            CoverageRow(
                title: open("说不准的"), line: open("3 人"), tone: .amber, go: nil),
        ],
        control: ControlTotal(
            class: "dibao", division: "990101001001", households: "40", persons: "44",
            source: "11月3日 低保名册"),
        empty: nil)

    static let add = AddView(
        title: "加一人", name: Masked(text: "赵满仓家", masked: "赵某家"), sentence: "先记下来,上面定了才算。",
        classes: options(["低保边缘", "重度残疾"]), relations: options(["本人", "配偶"]))

    static let matches = MatchesView(
        summary: "还有 1 人要核实",
        rows: [
            MatchRow(
                task: "t1", name: Masked(text: "赵满仓", masked: "赵某"),
                doubt: Masked(text: "单人户,名下有车", masked: "· · ·"),
                cells: [line("户主:赵满仓", masked: "户主:赵某")], state: "还没入户", tone: .amber,
                who: options(["二组 12 号", "五组 3 号"]),
                findings: options(["属实", "部分属实", "不属实"]), note: "车是侄子的",
                go: .home(household: "h1"))
        ], empty: nil)

    static let feedback = FeedbackView(
        sentence: "写给县民政局,有网时发出去。", topics: options(["软件不好用", "让填的太多"]),
        rows: [line("11月3日 让填的太多 · 还没发出")], empty: nil)

    static let handOver = HandOverView(sentence: "交给接手的人。", path: nil, code: [], check: [])
    static let handedOver = HandOverView(
        sentence: "存好了。", path: "out/tanfang.handover", code: ["K7QP", "3MXD"],
        check: ["4821", "0937"])
    static let wipe = WipeView(
        sentence: "清空以后,找不回来。", lines: [line("12 条记录还没有备份过", .amber)], word: "清空掉")

    static let recovery = RecoveryView(
        sentence: "手机丢了、坏了,靠它打开备份。抄在纸上,别和手机放一起。",
        groups: (0..<8).map { "AB1\($0)" }, qrText: "AB12")

    static var views: FakeCore.Views {
        var views = FakeCore.Views()
        views.first = first
        views.today = today
        views.month = MonthSamples.month
        views.missed = MonthSamples.missed
        views.events = MonthSamples.events
        views.campaigns = MonthSamples.campaigns
        views.campaign = MonthSamples.campaign
        views.reports = MonthSamples.reports
        views.form = MonthSamples.form
        views.homes = homes
        views.home = home
        views.visit = visit
        views.why = reason
        views.hint = hint
        views.items = items
        views.policies = policies
        views.policy = policy
        views.ledger = ledger
        views.file = LedgerFile(path: "out/ledger.xlsx", sentence: "写好了,3 行。")
        views.list = list
        views.flags = flags
        views.more = more
        views.settings = settings
        views.recovery = recovery
        views.call = call
        views.contact = contact
        views.batches = batches
        views.coverage = coverage
        views.add = add
        views.matches = matches
        views.feedback = feedback
        views.handOver = handOver
        views.handedOver = handedOver
        views.wipe = wipe
        views.photos = PhotoSamples.photos
        views.photo = PhotoSamples.photo
        views.picture = PhotoSamples.jpeg
        views.signing = PhotoSamples.signing
        views.evidence = PhotoSamples.evidence
        views.storage = PhotoSamples.storage
        views.verified = PhotoSamples.verified
        return views
    }

    /// Every screen, with what leads to it.
    static let screens: [(name: String, screen: Screen)] = [
        ("first", .first), ("today", .today), ("homes", .homes),
        ("home", .home(household: "h1")), ("visit", .visit(visit: "v1")),
        ("why", .why(key: "duty")), ("flags", .flags), ("ledger", .ledger(ledger: "L06")),
        ("import", .import), ("more", .more), ("settings", .settings),
        ("call", .call(flag: nil)), ("contact", .contact(household: "h1", whose: "person p1")),
        ("batches", .batches), ("coverage", .coverage(class: "dibao", division: "990101001001")),
        ("add", .addPerson(household: "h1", person: nil)),
        ("class", .addPerson(household: nil, person: "p1")), ("matches", .matches),
        ("feedback", .feedback), ("recovery", .recovery), ("handover", .handOver), ("wipe", .wipe),
        ("hint", .hint(household: "h1", key: "k1")), ("items", .items(household: "h1", key: "income@household h1")),
        ("month", .month(month: nil)), ("missed", .missed(household: "h1")), ("events", .events),
        ("campaigns", .campaigns), ("campaign", .campaign(key: "c1")), ("reports", .reports),
        ("form", .form(key: "event")),
        ("policies", .policies), ("policy", .policy(key: "CN-2026:R01")),
        ("photos", .photos(household: "h1", visit: "v1")), ("photo", .photo(photo: "f2")),
        ("signing", .signing(visit: "v1")), ("evidence", .evidence(household: nil)),
        ("storage", .storage),
    ]

    /// What must not be seen while 遮 is on.
    static let secrets = [
        "赵满仓", "李秀兰", "欧阳建国", "欧阳满仓", "分散特困", "肢体二级", "独居", "一级残疾", "咳嗽",
        "990101", "1,034", "13900000002", "赵德贵", "侄子",
        "最低生活保障(低保)", "长期照料", "620元到830元", "养老金",
    ]
}
