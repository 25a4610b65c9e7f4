import Foundation
import Tanfang

/// Views of 照片, one photo, 签字, what is worth a look, and 存储.
enum PhotoSamples {
    private static func open(_ text: String) -> Masked { Samples.open(text) }
    private static func line(
        _ text: String, _ tone: Tone = .plain, _ go: Screen? = nil, masked: String? = nil
    ) -> Line {
        Samples.line(text, tone, go, masked: masked)
    }
    private static func options(
        _ all: [(String, String)], chosen: String? = nil
    ) -> [QuestionOption] {
        all.map { QuestionOption(code: $0.0, label: $0.1, chosen: $0.0 == chosen, flag: false) }
    }
    private static func explain(_ label: String, _ why: String) -> Action {
        Samples.action(
            label,
            .explainFinding(
                photo: "f2", visit: nil, finding: "E7", other: "f0", why: why, note: ""))
    }
    private static func finding(_ title: String, _ verdict: Line, _ why: String) -> Block {
        Block(title: open(title), lines: [verdict, line(why)], actions: [], go: nil)
    }

    static let photos = PhotosView(
        household: "h1", visit: "v1",
        title: Masked(text: "赵满仓 · 11月20日", masked: "赵某 · 11月20日"),
        sentence: "照片可拍可不拍,不拍也能走访完成。", hint: "拍物不拍人:拍房子、拍东西,不拍脸,不拍孩子。",
        consent: "您家这个地方我拍一张,留着给镇上核对,行不行?",
        consents: options(
            [("agreed", "同意"), ("declined", "不同意"), ("things_only", "只拍东西")], chosen: "agreed"),
        matters: options([("house", "房子"), ("thing", "东西"), ("paper", "证件票据"), ("other", "别的")]),
        persons: [("p1", "赵满仓"), ("p2", "赵小满")].map {
            QuestionOption(code: $0.0, label: $0.1, masked: "赵某", chosen: false, flag: false)
        },
        grades: options([("taken", "现拍的"), ("album", "相册里的"), ("screen", "截屏")]),
        keeps: [line("原图,加了密,只在这部手机上"), line("拍的时间"), line("不留地点,除非您点了要留", .quiet)],
        place: "不点就不留地点。",
        cards: [
            PhotoCard(
                photo: "f2", title: open("房子 · 11月20日 10:05"), lines: [line("现拍的", .quiet)],
                chips: [Chip(text: open("和以前的照片相像"), tone: .amber)], thumb: true,
                go: .photo(photo: "f2")),
            PhotoCard(
                photo: "f1", title: open("东西 · 11月20日 10:02"), lines: [line("还在做小图", .quiet)],
                chips: [], thumb: false, go: .photo(photo: "f1")),
        ],
        empty: nil, waiting: 1, storage: line("照片占了这部手机 12 MB", .plain, .storage))

    static let photo = PhotoView(
        photo: "f2", title: open("房子 · 11月20日 10:05"), status: Samples.saved, picture: true,
        missing: nil, stamp: "水印由记录生成,不是证据",
        lines: [line("现拍的"), line("赵满仓家", masked: "赵某家"), line("问过,同意")],
        findings: [
            finding("原图没有改过", line("通过", .done), "现在的文件和拍下时记的指纹一样。"),
            finding("和以前的照片像不像", line("提示", .amber), "和11月13日的一张很像,请您看一眼。"),
            finding("拍的时间", line("未能判断"), "还没送到乡镇,没有旁证。"),
        ],
        pairs: [
            PhotoPair(
                other: "f0",
                title: Masked(text: "11月13日 · 李秀兰家 · 房子", masked: "11月13日 · 李某家 · 房子"),
                sentence: open("这两张很像。是同一个地方又拍了一次,还是拿错了?"), picture: true,
                actions: [explain("同一个地方,又拍的", "same_place"), explain("拿错了", "mistake")])
        ],
        actions: [
            Samples.action("不要原图了,拍错了", .voidPhoto(photo: "f2", why: "mistake", note: ""))
        ],
        sentence: "指纹只能说明文件没改过,不能说明拍的是真的。")

    static let signing = SigningView(
        visit: "v1", title: Masked(text: "赵满仓 · 11月20日", masked: "赵某 · 11月20日"),
        sentence: "签不签都行。不签,走访一样算完成。",
        answers: [line("今天身体怎么样?咳嗽", masked: "今天身体怎么样?")],
        signers: [
            SignerRow(
                key: "worker", name: open("走访的人"), done: line("11月20日 10:20 写了名字", .done), ways: []),
            SignerRow(
                key: "person p1", name: Masked(text: "赵满仓", masked: "赵某"), done: nil,
                ways: options([
                    ("strokes", "写名字"), ("fingermark", "按手印"), ("cannot", "不会签"), ("declined", "不愿签"),
                ])),
        ],
        later: line("签了以后又改过一处,改的没有签。", .amber))

    static let evidence = PageView(
        title: open("值得看一眼的"), sentence: open("先给您自己看。有原因就说一句,没有就不用管。"),
        blocks: [
            Block(
                title: Masked(text: "赵满仓 · 11月20日", masked: "赵某 · 11月20日"),
                lines: [line("有一张和11月13日的照片很像", .amber, .photo(photo: "f2"))],
                actions: [explain("顺路走的两家", "on_the_way")], go: nil)
        ],
        primary: nil, empty: nil)

    static let storage = PageView(
        title: open("存储"), sentence: open("照片占了 12 MB。腾地方只删原图,记录和指纹都在。"),
        blocks: [
            Block(
                title: open("乡镇已收的原图"), lines: [line("8 张,9 MB")],
                actions: [Samples.action("腾出 9 MB", .freePhotos(key: "received"))], go: nil)
        ],
        primary: nil, empty: nil)

    static let verified = PageView(
        title: open("查出来的"), sentence: open("查了 2 张照片、31 条记录。不打总分。"),
        blocks: [
            finding("原图没有改过", line("通过", .done), "2 张都和记的指纹一样。"),
            finding("记录一条不少", line("不符", .amber), "第 17 条和后面的对不上,从这里起被动过。"),
        ],
        primary: nil, empty: nil)

    /// The head of a JPEG of 320 by 240, which is all that our stand-in looks at.
    static let jpeg = Data([
        0xFF, 0xD8, 0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x00, 0xF0, 0x01, 0x40, 0x01, 0x01, 0x11, 0x00,
        0xFF, 0xD9,
    ])
}
