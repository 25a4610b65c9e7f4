package cn.tanfang.core

import cn.tanfang.ffi.ApiException
import cn.tanfang.ffi.InternalException

/**
 * A call of the core that did not do what was asked. Nothing is lost by it.
 *
 * [kind] is what a screen does about it, [code] names it for a log, [sentence] says it to the user with the one thing
 * to do; it is null where the core itself could not speak (a defect caught at the boundary, a core already shut down).
 */
class CoreProblem(val kind: Kind, val code: String, val sentence: String?, cause: Throwable? = null) : Exception(code, cause) {
    /** What a screen does about it. */
    enum class Kind {
        /** The thing is not here any more: go back. */
        NotFound,

        /** What was entered does not fit: stay and say why. */
        Invalid,

        /** The rules refuse it. */
        Conflict,

        /** The store cannot be opened or written as it is. */
        Store,

        /** A file the user chose cannot be read or written. */
        Unreadable,

        /** A defect of the program. */
        Internal,

        /** The core was shut down already. */
        Closed,
    }

    companion object {
        /** Makes of whatever a call threw what a screen can show. */
        fun of(thrown: Exception): CoreProblem = when (thrown) {
            is CoreProblem -> thrown
            is ApiException.NotFound -> CoreProblem(Kind.NotFound, thrown.code, thrown.sentence, thrown)
            is ApiException.Invalid -> CoreProblem(Kind.Invalid, thrown.code, thrown.sentence, thrown)
            is ApiException.Conflict -> CoreProblem(Kind.Conflict, thrown.code, thrown.sentence, thrown)
            is ApiException.Store -> CoreProblem(Kind.Store, thrown.code, thrown.sentence, thrown)
            is ApiException.Unreadable -> CoreProblem(Kind.Unreadable, thrown.code, thrown.sentence, thrown)
            is ApiException.Internal -> CoreProblem(Kind.Internal, thrown.code, thrown.sentence, thrown)
            is InternalException -> CoreProblem(Kind.Internal, "panic", sentence = null, thrown)
            else -> CoreProblem(Kind.Internal, thrown.javaClass.simpleName, sentence = null, thrown)
        }
    }
}
