package cn.tanfang.core

/**
 * A call of the core that did not do what was asked. Nothing is lost by it.
 *
 * [code] names what went wrong, for a log; [sentence] says it to the user with the one thing to do, and is null
 * where the core itself could not speak (a defect, or a core already shut down).
 */
class CoreProblem(val code: String, val sentence: String?, cause: Throwable? = null) : Exception(code, cause) {
    companion object {
        /** Code of a defect that was caught at the boundary. */
        const val INTERNAL = "internal"

        /** Code of a call after [Core.close]. */
        const val CLOSED = "closed"
    }
}
