package cn.tanfang.desktop

import cn.tanfang.core.Core
import cn.tanfang.core.RealCore
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.PageView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SigningView
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.PRIMARY
import cn.tanfang.ui.photo.PHOTO_STRIP
import cn.tanfang.ui.photo.STAMP_PART
import cn.tanfang.ui.sign.SIGN_PAD
import java.io.File
import kotlin.system.exitProcess

/**
 * Plays what photos are for on the real screens over the real core: `PhotosKt STORE_DIR PICTURES_DIR OUT_DIR`.
 *
 * A visit with a photo; a later visit of another home with two, of which one is the earlier photo again: it is found, and
 * both are shown side by side. A signature; what is handed out is checked, and checked once more after a byte of it was
 * changed. PICTURES_DIR holds `earlier.jpg`, `now.jpg` and `again.jpg`. Ends with 0 only if every step worked.
 */
fun main(args: Array<String>) {
    require(args.size == 3) { "PhotosKt STORE_DIR PICTURES_DIR OUT_DIR" }
    val (store, pictures, out) = args.map(::File)
    val done = runCatching {
        RealCore.open(store.path).use { core -> Photos(core, pictures, out).play() }
    }
    done.exceptionOrNull()?.let { thrown ->
        // The message may name people; the place in the code does not.
        System.err.println("photos: failed in the step above: ${thrown.javaClass.name}")
        thrown.stackTrace.filter { it.className.startsWith("cn.tanfang") }.take(12).forEach { System.err.println("  at $it") }
        if (System.getenv("TANFANG_ROBOT_LOUD") != null) System.err.println(thrown.message)
        exitProcess(1)
    }
    println("photos: every step worked")
}

/** The player of the photos: it goes on where the store stands. */
internal class Photos(private val core: Core, private val pictures: File, private val out: File) {
    private val robot = Robot(core, roster = out, out)
    private val app = robot.app
    private val bundle = File(out, "tanfang-evidence.zip")

    fun play() = Hand(app).use { hand ->
        val picture = { name: String -> hand.picture(File(out, "photo-$name.png")) }
        val homes = core.homes("").groups.flatMap { it.rows }.map { it.household }
        robot.step("a visit with a photo") {
            visit(hand, homes[0])
            take(hand, "earlier.jpg")
            app.back()
            hand.settle()
            close(hand)
        }
        robot.step("a later visit with two photos, one of them taken before") {
            visit(hand, homes[1])
            picture("visit")
            take(hand, "now.jpg")
            take(hand, "again.jpg")
            picture("list")
            found(hand, picture)
        }
        val visit = checkNotNull(app.trail.filterIsInstance<Screen.Visit>().lastOrNull()) { "a visit is open" }.visit
        robot.step("the visit ends, and who was there signs, or does not") {
            app.go(Screen.Visit(visit))
            hand.settle()
            close(hand)
            sign(hand, visit, picture)
        }
        robot.step("what is worth a look, and how much room photos take") {
            app.go(Screen.Evidence(null))
            picture("evidence")
            app.go(Screen.Storage)
            picture("storage")
        }
        robot.step("handed out, checked, and checked again after a byte was changed") { handOut(hand, picture) }
        robot.step("with letters twice as large, and covered") { looks(homes[1], visit) }
    }

    private fun visit(hand: Hand, household: String) {
        app.go(checkNotNull(core.send(Intent.OpenVisit(household)).go) { "a visit opens" })
        hand.settle()
    }

    /** Takes a photo from the open visit, of the first thing one may photograph. */
    private fun take(hand: Hand, name: String) {
        val photos = (app.here as? Screen.Photos) ?: run {
            hand.tapFace(PHOTO_STRIP)
            checkNotNull(app.here as? Screen.Photos) { "the visit leads to its photos" }
        }
        robot.shell.scene = File(pictures, name)
        val before = core.photos(photos.household, photos.visit).cards.size
        hand.tap(core.photos(photos.household, photos.visit).matters.first().label)
        hand.tapPrimary()
        check(app.news?.problem != true) { "a photo was not kept" }
        val now = core.photos(photos.household, photos.visit)
        check(now.cards.size == before + 1) { "a photo that was kept is listed" }
        check(now.waiting == 0u) { "its copy is made at once" }
    }

    /** Opens the photo that was taken before: the earlier one stands beside it. */
    private fun found(hand: Hand, picture: (String) -> Unit) {
        val photos = app.here as Screen.Photos
        val card = core.photos(photos.household, photos.visit).cards.first()
        hand.tapFace(card.photo)
        val pair = core.photo(card.photo).pairs.firstOrNull()
        checkNotNull(pair) { "the photo that was taken before is found" }
        picture("one")
        hand.show(pair.other)
        picture("pair")
        stamped(hand, picture)
    }

    /** Looks at the photo with its watermark, and hands it on as a file. */
    private fun stamped(hand: Hand, picture: (String) -> Unit) {
        hand.tap(Strings.Photo.stamped)
        check(app.news?.problem != true) { "the watermark is drawn" }
        hand.show(STAMP_PART)
        picture("stamped")
        hand.tap(Strings.Check.write, within = STAMP_PART)
        check(app.news?.problem != true && File(out, "tanfang-photo.jpg").length() > 0) { "it is handed on" }
    }

    private fun close(hand: Hand) {
        val visit = checkNotNull(app.here as? Screen.Visit) { "a visit is open" }.visit
        robot.answerAll(hand, visit)
        hand.tap(core.visit(visit).primary.label)
        check(app.news?.problem != true) { "the visit did not close" }
    }

    private fun sign(hand: Hand, visit: String, picture: (String) -> Unit) {
        app.go(Screen.Signing(visit))
        hand.settle()
        val row = core.signing(visit).signers.last { it.ways.isNotEmpty() }
        hand.tap(row.ways.first { it.code == STROKES }.label, within = row.key)
        hand.draw(SIGN_PAD, listOf(40f to 60f, 160f to 60f, 100f to 30f, 100f to 160f))
        picture("signing")
        hand.tap(Strings.Sign.save)
        check(core.signing(visit).signed() > 0) { "a signature is listed" }
        picture("signed")
    }

    private fun SigningView.signed() = signers.count { it.done != null }

    private fun handOut(hand: Hand, picture: (String) -> Unit) {
        app.go(Screen.Evidence(null))
        hand.settle()
        hand.type(Strings.Check.to, Strings.Demo.receiver)
        hand.tap(Strings.Check.write)
        check(app.news?.problem != true && bundle.isFile) { "the evidence was not written" }
        picture("handed-out")
        val whole = look(hand, bundle)
        picture("verified")
        hand.tapPrimary()
        val tampered = File(out, "tampered.zip")
        val bytes = bundle.readBytes()
        bytes[bytes.size / 2] = (bytes[bytes.size / 2].toInt() xor 1).toByte()
        tampered.writeBytes(bytes)
        val changed = look(hand, tampered)
        picture("tampered")
        check(changed != whole) { "a changed byte is found" }
        hand.tapPrimary()
        tampered.delete()
    }

    /** Has the screen check a file, and gives what it found. */
    private fun look(hand: Hand, file: File): PageView {
        robot.shell.roster = file
        hand.tap(Strings.Check.file)
        check(app.news?.problem != true && hand.isEnabled(PRIMARY)) { "the file was not checked" }
        return core.evidenceVerify(file.path)
    }

    private fun looks(household: String, visit: String) {
        Hand(app, fontScale = 2f).use { hand ->
            app.go(Screen.Photos(household, visit))
            hand.picture(File(out, "photo-list-large.png"))
            app.go(Screen.Signing(visit))
            hand.picture(File(out, "photo-signing-large.png"))
        }
        Hand(app).use { hand ->
            app.go(Screen.Photos(household, visit))
            hand.settle()
            hand.tap(Strings.mask)
            hand.picture(File(out, "photo-list-covered.png"))
            hand.tap(Strings.mask)
        }
    }

    private companion object {
        /** The way of signing by writing, as records name it. */
        const val STROKES = "strokes"
    }
}
