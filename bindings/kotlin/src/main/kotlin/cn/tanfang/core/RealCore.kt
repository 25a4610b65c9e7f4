package cn.tanfang.core

import cn.tanfang.ffi.DeviceKey
import cn.tanfang.ffi.ExportFormat
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.SecretStore
import cn.tanfang.ffi.SetupInput
import cn.tanfang.ffi.Tanfang
import cn.tanfang.ffi.VisitInput

/** The Rust core behind [Core]: hides the generated object and turns what it throws into [CoreProblem]. */
class RealCore private constructor(private val tanfang: Tanfang) : Core {
    override fun first() = call { it.first() }

    override fun setup(input: SetupInput) = call { it.setup(input) }

    override fun today() = call { it.today() }

    override fun homes(query: String) = call { it.homes(query) }

    override fun home(household: String) = call { it.home(household) }

    override fun visit(visit: String) = call { it.visit(visit) }

    override fun visitAnswer(visit: String, input: VisitInput) = call { it.visitAnswer(visit, input) }

    override fun why(key: String) = call { it.why(key) }

    override fun ledger(ledger: String, month: String?) = call { it.ledger(ledger, month) }

    override fun ledgerExport(ledger: String, month: String?, format: ExportFormat, path: String) =
        call { it.ledgerExport(ledger, month, format, path) }

    override fun importLook(path: String) = call { it.importLook(path) }

    override fun flags() = call { it.flags() }

    override fun more() = call { it.more() }

    override fun settings() = call { it.settings() }

    override fun backup(path: String) = call { it.backup(path) }

    override fun recoveryCode() = call { it.recoveryCode() }

    override fun send(intent: Intent) = call { it.send(intent) }

    /** Shuts the core down; every later call is a [CoreProblem] of kind Closed. */
    override fun close() = tanfang.close()

    private fun <R> call(call: (Tanfang) -> R): R = try {
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
         * Store with code `store_no_key`, and [recover] opens it. Neither may call the core back.
         */
        fun open(dir: String, secrets: SecretStore, deviceKey: DeviceKey?, practice: Boolean = false) =
            opened { Tanfang.openWith(dir, practice, secrets, deviceKey) }

        /** Opens a store whose keys were lost with the recovery code; the keystore gets new ones. */
        fun recover(dir: String, code: String, secrets: SecretStore, deviceKey: DeviceKey?) =
            opened { Tanfang.recoverWith(dir, practice = false, code, secrets, deviceKey) }

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
