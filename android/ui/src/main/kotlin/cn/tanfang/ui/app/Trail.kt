package cn.tanfang.ui.app

import cn.tanfang.ffi.Screen

/*
 * Where one is, as short texts that a platform may keep while the process is gone: kinds and ids, no name and no answer.
 */

/** Names this screen in one text; [screenSaved] reads it. No id of two has a blank in it, and none is [NONE]. */
internal fun Screen.saved(): String = when (this) {
    is Screen.First -> "first"
    is Screen.Today -> "today"
    is Screen.Homes -> "homes"
    is Screen.Home -> "home $household"
    is Screen.Visit -> "visit $visit"
    is Screen.Why -> "why $key"
    is Screen.Flags -> "flags"
    is Screen.Ledger -> "ledger $ledger"
    is Screen.Import -> "import"
    is Screen.More -> "more"
    is Screen.Settings -> "settings"
    is Screen.Contact -> "contact $household $whose"
    is Screen.Call -> "call ${flag ?: NONE}"
    is Screen.Batches -> "batches"
    is Screen.Coverage -> "coverage ${`class` ?: NONE} ${division ?: NONE}"
    is Screen.AddPerson -> "add ${household ?: NONE} ${person ?: NONE}"
    is Screen.Matches -> "matches"
    is Screen.Feedback -> "feedback"
    is Screen.Recovery -> "recovery"
    is Screen.HandOver -> "hand_over"
    is Screen.Wipe -> "wipe"
    is Screen.Hint -> "hint $household $key"
    is Screen.Items -> "items $household $key"
    is Screen.Policies -> "policies"
    is Screen.Policy -> "policy $key"
    is Screen.Month -> "month ${month ?: NONE}"
    is Screen.Missed -> "missed $household"
    is Screen.Events -> "events"
    is Screen.Campaigns -> "campaigns"
    is Screen.Campaign -> "campaign $key"
    is Screen.Reports -> "reports"
    is Screen.Form -> "form $key"
    is Screen.Photos -> "photos $household ${visit ?: NONE}"
    is Screen.Photo -> "photo $photo"
    is Screen.Signing -> "signing $visit"
    is Screen.Evidence -> "evidence ${household ?: NONE}"
    is Screen.Storage -> "storage"
}

private const val NONE = "-"

/** Reads what [saved] wrote; null for what another version wrote. */
internal fun screenSaved(text: String): Screen? {
    val id = text.substringAfter(' ', "")
    val first = id.substringBefore(' ')
    val second = id.substringAfter(' ', "")
    fun String.orNull() = takeIf { it != NONE && it.isNotEmpty() }
    return when (text.substringBefore(' ')) {
        "first" -> Screen.First
        "today" -> Screen.Today
        "homes" -> Screen.Homes
        "home" -> Screen.Home(id)
        "visit" -> Screen.Visit(id)
        "why" -> Screen.Why(id)
        "flags" -> Screen.Flags
        "ledger" -> Screen.Ledger(id)
        "import" -> Screen.Import
        "more" -> Screen.More
        "settings" -> Screen.Settings
        "contact" -> Screen.Contact(first, second)
        "call" -> Screen.Call(id.orNull())
        "batches" -> Screen.Batches
        "month" -> Screen.Month(id.orNull())
        "missed" -> Screen.Missed(id)
        "events" -> Screen.Events
        "campaigns" -> Screen.Campaigns
        "campaign" -> Screen.Campaign(id)
        "reports" -> Screen.Reports
        "form" -> Screen.Form(id)
        "photos" -> Screen.Photos(first, second.orNull())
        "photo" -> Screen.Photo(id)
        "signing" -> Screen.Signing(id)
        "evidence" -> Screen.Evidence(id.orNull())
        "storage" -> Screen.Storage
        "coverage" -> Screen.Coverage(first.orNull(), second.orNull())
        "add" -> Screen.AddPerson(first.orNull(), second.orNull())
        "matches" -> Screen.Matches
        "feedback" -> Screen.Feedback
        "recovery" -> Screen.Recovery
        "hand_over" -> Screen.HandOver
        "wipe" -> Screen.Wipe
        "hint" -> Screen.Hint(first, second)
        "items" -> Screen.Items(first, second)
        "policies" -> Screen.Policies
        "policy" -> Screen.Policy(id)
        else -> null
    }
}
