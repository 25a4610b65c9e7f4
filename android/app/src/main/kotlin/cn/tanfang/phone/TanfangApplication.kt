package cn.tanfang.phone

import android.app.Application

/** The process: its [keeper] holds the core for as long as it lives. */
class TanfangApplication : Application() {
    lateinit var keeper: Keeper
        internal set

    override fun onCreate() {
        super.onCreate()
        keeper = Keeper(this)
    }
}
