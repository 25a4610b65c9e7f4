package cn.tanfang.ui

import cn.tanfang.ffi.Block
import cn.tanfang.ffi.Chip
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.PageView
import cn.tanfang.ffi.PhotoCard
import cn.tanfang.ffi.PhotoPair
import cn.tanfang.ffi.PhotoView
import cn.tanfang.ffi.PhotosView
import cn.tanfang.ffi.QuestionOption
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SignerRow
import cn.tanfang.ffi.SigningView
import cn.tanfang.ffi.Status
import cn.tanfang.ffi.Tone
import org.jetbrains.skia.Color
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Paint
import org.jetbrains.skia.Rect
import org.jetbrains.skia.Surface

/** Views of 照片, one photo, 签字, what is worth a look, and 存储. */
object PhotoSamples {
    private val zhao = Masked("赵满仓", "赵某")

    private fun options(vararg all: Pair<String, String>, chosen: String? = null) =
        all.map { (code, label) -> QuestionOption(code, label, chosen = code == chosen, flag = false) }

    private fun card(photo: String, what: String, lines: List<String>, chips: List<Chip> = emptyList(), thumb: Boolean = true) =
        PhotoCard(photo, open(what), lines.map { line(it, Tone.QUIET) }, chips, thumb, Screen.Photo(photo))

    val photos = PhotosView(
        household = "h1",
        visit = "v1",
        title = Masked("赵满仓 · 11月20日", "赵某 · 11月20日"),
        sentence = "照片可拍可不拍,不拍也能走访完成。",
        hint = "拍物不拍人:拍房子、拍东西,不拍脸,不拍孩子。",
        consent = "您家这个地方我拍一张,留着给镇上核对,行不行?",
        consents = options("agreed" to "同意", "declined" to "不同意", "things_only" to "只拍东西", chosen = "agreed"),
        matters = options("house" to "房子", "thing" to "东西", "paper" to "证件票据", "medical" to "看病的单子", "person" to "人", "other" to "别的"),
        persons = options("p1" to "赵满仓", "p2" to "赵小满").map { it.copy(masked = "赵某") },
        grades = options("taken" to "现拍的", "album" to "相册里的", "screen" to "截屏"),
        keeps = listOf(line("原图,加了密,只在这部手机上"), line("拍的时间"), line("照片文件自己带的机型和时间"), line("不留地点,除非您点了要留", Tone.QUIET)),
        place = "不点就不留地点。",
        cards = listOf(
            card("f2", "房子 · 11月20日 10:05", listOf("现拍的"), listOf(label("和以前的照片相像", Tone.AMBER))),
            card("f1", "东西 · 11月20日 10:02", listOf("现拍的", "还在做小图"), thumb = false),
        ),
        empty = null,
        waiting = 1u,
        storage = line("照片占了这部手机 12 MB", go = Screen.Storage),
    )

    val none = photos.copy(cards = emptyList(), empty = cn.tanfang.ffi.Empty("还没有照片。", action = null), waiting = 0u)

    val photo = PhotoView(
        photo = "f2",
        title = open("房子 · 11月20日 10:05"),
        status = Status("已存本机", Tone.DONE),
        picture = true,
        missing = null,
        stamp = "水印由记录生成,不是证据",
        lines = listOf(line("现拍的"), line("赵满仓家", masked = "赵某家"), line("问过,同意"), line("没有留地点", Tone.QUIET)),
        findings = listOf(
            Block(open("原图没有改过"), listOf(line("通过", Tone.DONE), line("现在的文件和拍下时记的指纹一样。")), emptyList(), go = null),
            Block(open("和以前的照片像不像"), listOf(line("提示", Tone.AMBER), line("和11月13日的一张很像,请您看一眼。")), emptyList(), go = null),
            Block(open("拍的时间"), listOf(line("未能判断"), line("还没送到乡镇,没有旁证。")), emptyList(), go = null),
        ),
        pairs = listOf(
            PhotoPair(
                other = "f0",
                title = Masked("11月13日 · 李秀兰家 · 房子", "11月13日 · 李某家 · 房子"),
                sentence = open("这两张很像。是同一个地方又拍了一次,还是拿错了?"),
                picture = true,
                actions = listOf(
                    action("同一个地方,又拍的", Intent.ExplainFinding("f2", null, "E7", "f0", "same_place", "")),
                    action("拿错了", Intent.ExplainFinding("f2", null, "E7", "f0", "mistake", "")),
                ),
            ),
        ),
        actions = listOf(action("不要原图了,拍错了", Intent.VoidPhoto("f2", "mistake", ""), note = "删了找不回来,记录和指纹还在。")),
        sentence = "指纹只能说明文件没改过,不能说明拍的是真的。",
    )

    val signing = SigningView(
        visit = "v1",
        title = Masked("赵满仓 · 11月20日", "赵某 · 11月20日"),
        sentence = "签不签都行。不签,走访一样算完成。",
        answers = listOf(line("今天见到本人了吗?见到本人"), line("今天身体怎么样?咳嗽", masked = "今天身体怎么样?")),
        signers = listOf(
            SignerRow("worker", open("赵小川(走访的人)"), line("11月20日 10:20 写了名字", Tone.DONE), emptyList()),
            SignerRow("person p1", zhao, null, options("strokes" to "写名字", "fingermark" to "按手印", "cannot" to "不会签", "declined" to "不愿签")),
        ),
        later = line("签了以后又改过一处,改的没有签。", Tone.AMBER),
    )

    val evidence = PageView(
        title = open("值得看一眼的"),
        sentence = open("先给您自己看。有原因就说一句,没有就不用管。"),
        blocks = listOf(
            Block(
                Masked("赵满仓 · 11月20日", "赵某 · 11月20日"),
                listOf(line("有一张和11月13日的照片很像", Tone.AMBER, Screen.Photo("f2"))),
                listOf(action("顺路走的两家", Intent.ExplainFinding(null, "v1", "E6", "v0", "on_the_way", ""))),
                go = null,
            ),
        ),
        primary = null,
        empty = null,
    )

    val storage = PageView(
        title = open("存储"),
        sentence = open("照片占了 12 MB。腾地方只删原图,记录和指纹都在。"),
        blocks = listOf(Block(open("乡镇已收的原图"), listOf(line("8 张,9 MB")), listOf(action("腾出 9 MB", Intent.FreePhotos("received"))), go = null)),
        primary = null,
        empty = null,
    )

    val verified = PageView(
        title = open("查出来的"),
        sentence = open("查了 2 张照片、31 条记录。不打总分。"),
        blocks = listOf(
            Block(open("原图没有改过"), listOf(line("通过", Tone.DONE), line("2 张都和记的指纹一样。")), emptyList(), go = null),
            Block(open("记录一条不少"), listOf(line("不符", Tone.AMBER), line("第 17 条和后面的对不上,从这里起被动过。")), emptyList(), go = null),
        ),
        primary = null,
        empty = null,
    )

    /** A wall with a door: what stands for any photo. */
    val jpeg: ByteArray by lazy {
        val surface = Surface.makeRasterN32Premul(320, 240)
        surface.canvas.clear(Color.makeRGB(214, 205, 190))
        val paint = Paint().apply { color = Color.makeRGB(120, 84, 52) }
        surface.canvas.drawRect(Rect.makeXYWH(120f, 70f, 70f, 170f), paint)
        surface.canvas.drawRect(Rect.makeXYWH(30f, 90f, 50f, 50f), paint.apply { color = Color.makeRGB(90, 120, 140) })
        checkNotNull(surface.makeImageSnapshot().encodeToData(EncodedImageFormat.JPEG, 90)).bytes
    }
}
