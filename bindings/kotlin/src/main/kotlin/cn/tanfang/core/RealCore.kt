package cn.tanfang.core

import cn.tanfang.ffi.ColumnChoice
import cn.tanfang.ffi.DeviceKey
import cn.tanfang.ffi.ExportFormat
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.PersonInput
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.PictureDecoder
import cn.tanfang.ffi.SecretStore
import cn.tanfang.ffi.SetupInput
import cn.tanfang.ffi.SignInput
import cn.tanfang.ffi.Tanfang
import cn.tanfang.ffi.VisitInput

/** The Rust core behind [Core]: hides the generated object and turns what it throws into [CoreProblem]. */
class RealCore private constructor(private val tanfang: Tanfang) : Core {
    override fun look() = reach { it.look() }

    override fun first() = reach { it.first() }

    override fun setup(input: SetupInput) = reach { it.setup(input) }

    override fun today() = reach { it.today() }

    override fun todayBy(filter: String, query: String) = reach { it.todayBy(filter, query) }

    override fun month(month: String?) = reach { it.month(month) }

    override fun missed(household: String) = reach { it.missed(household) }

    override fun events() = reach { it.events() }

    override fun campaigns() = reach { it.campaigns() }

    override fun campaign(key: String) = reach { it.campaign(key) }

    override fun reports() = reach { it.reports() }

    override fun form(key: String) = reach { it.form(key) }

    override fun formAnswer(key: String, input: VisitInput) = reach { it.formAnswer(key, input) }

    override fun homes(query: String, shown: UInt) = reach { it.homes(query, shown) }

    override fun home(household: String) = reach { it.home(household) }

    override fun hint(household: String, key: String) = reach { it.hint(household, key) }

    override fun answerHint(household: String, input: VisitInput) = reach { it.answerHint(household, input) }

    override fun items(household: String, key: String) = reach { it.items(household, key) }

    override fun addItem(household: String, key: String, inputs: List<VisitInput>) = reach { it.addItem(household, key, inputs) }

    override fun policies(query: String) = reach { it.policies(query) }

    override fun policy(key: String) = reach { it.policy(key) }

    override fun visit(visit: String) = reach { it.visit(visit) }

    override fun visitAnswer(visit: String, input: VisitInput) = reach { it.visitAnswer(visit, input) }

    override fun why(key: String) = reach { it.why(key) }

    override fun ledger(ledger: String, period: String?, book: String?) = reach { it.ledger(ledger, period, book) }

    override fun ledgerExport(ledger: String, period: String?, book: String?, format: ExportFormat, path: String) =
        reach { it.ledgerExport(ledger, period, book, format, path) }

    override fun importLook(path: String) = reach { it.importLook(path) }

    override fun importColumns(token: String, choices: List<ColumnChoice>) = reach { it.importColumns(token, choices) }

    override fun batches() = reach { it.batches() }

    override fun coverage(ofClass: String?, division: String?) = reach { it.coverage(ofClass, division) }

    override fun addLook(household: String?, person: String?) = reach { it.addLook(household, person) }

    override fun addPerson(input: PersonInput) = reach { it.addPerson(input) }

    override fun matches() = reach { it.matches() }

    override fun matchExport(batch: String, path: String) = reach { it.matchExport(batch, path) }

    override fun contact(household: String, whose: String) = reach { it.contact(household, whose) }

    override fun call(flag: String?) = reach { it.call(flag) }

    override fun flags() = reach { it.flags() }

    override fun more() = reach { it.more() }

    override fun settings() = reach { it.settings() }

    override fun backup(path: String) = reach { it.backup(path) }

    override fun recoveryCode() = reach { it.recoveryCode() }

    override fun installCalendar(path: String) = reach { it.installCalendar(path) }

    override fun feedback() = reach { it.feedback() }

    override fun handOverLook() = reach { it.handOverLook() }

    override fun handOver(path: String, toName: String) = reach { it.handOver(path, toName) }

    override fun handOverCheck(from: String) = reach { cn.tanfang.ffi.handOverCheck(from) }

    override fun takeOver(from: String, code: String, input: SetupInput) = reach { it.takeOverHere(from, code, input) }

    override fun wipeLook() = reach { it.wipeLook() }

    override fun wipe(word: String) = reach { it.wipe(word) }

    override fun photos(household: String, visit: String?) = reach { it.photos(household, visit) }

    override fun photoAdd(input: PhotoInput) = reach { it.photoAdd(input) }

    override fun photoWork() = reach { it.photoWork().toInt() }

    override fun photo(photo: String) = reach { it.photo(photo) }

    override fun photoPicture(photo: String, thumb: Boolean) = reach { it.photoPicture(photo, thumb) }

    override fun photoStamped(photo: String, font: String, index: Int) = reach { it.photoStamped(photo, font, index.toUInt()) }

    override fun signing(visit: String) = reach { it.signing(visit) }

    override fun sign(input: SignInput) = reach { it.sign(input) }

    override fun evidence(household: String?) = reach { it.evidence(household) }

    override fun storage() = reach { it.storage() }

    override fun evidenceExport(visits: List<String>, originals: Boolean, to: String, path: String) =
        reach { it.evidenceExport(visits, originals, to, path) }

    override fun evidenceVerify(path: String?) = reach { it.evidenceVerify(path) }

    override fun evidenceReceipt(path: String) = reach { it.evidenceReceipt(path) }

    override fun send(intent: Intent) = reach { it.send(intent) }

    /** Shuts the core down; every later call is a [CoreProblem] of kind Closed. */
    override fun close() = tanfang.close()

    private fun <R> reach(call: (Tanfang) -> R): R = try {
        call(tanfang)
    } catch (closed: IllegalStateException) {
        // The generated object throws this, and nothing else, when it was closed.
        throw CoreProblem(CoreProblem.Kind.Closed, "closed", sentence = null, closed)
    } catch (thrown: Exception) {
        throw CoreProblem.of(thrown)
    }

    companion object {
        /** Opens the store in the folder [dir], or makes one there; 练习 lies apart in the same folder. */
        fun open(dir: String, practice: Boolean = false) = opened { Tanfang.open(dir, practice) }

        /**
         * Opens the store in [dir] with its keys in the platform's keystore. Where that lost them, the problem is of kind
         * Store with code `store_no_key`, and [recover] opens it. [pictures] decodes HEIC; without it such a photo is kept
         * and has no copy. None of them may call the core back.
         */
        fun open(dir: String, secrets: SecretStore, deviceKey: DeviceKey?, practice: Boolean = false, pictures: PictureDecoder? = null) =
            opened { Tanfang.openWith(dir, practice, secrets, deviceKey, pictures) }

        /** Opens a store whose keys were lost with the recovery code; the keystore gets new ones. */
        fun recover(dir: String, code: String, secrets: SecretStore, deviceKey: DeviceKey?, pictures: PictureDecoder? = null) =
            opened { Tanfang.recoverWith(dir, practice = false, code, secrets, deviceKey, pictures) }

        /** Opens a new store in [dir] from the backup file [from] and its recovery code, with its keys in the keystore. */
        fun restore(dir: String, from: String, code: String, secrets: SecretStore, deviceKey: DeviceKey?) =
            opened { Tanfang.restoreWith(dir, from, code, secrets, deviceKey) }

        /** Opens a store whose clock stands still and whose draws are seeded: for tests. */
        fun openFixed(dir: String, nowMs: Long, seed: Long) = opened { Tanfang.openFixed(dir, nowMs, seed) }

        /** Opens a new store in [dir] from the backup file [from] and its recovery code. */
        fun restore(dir: String, from: String, code: String) = opened { Tanfang.restore(dir, from, code) }

        private fun opened(open: () -> Tanfang) = try {
            RealCore(open())
        } catch (thrown: Exception) {
            throw CoreProblem.of(thrown)
        }
    }
}
