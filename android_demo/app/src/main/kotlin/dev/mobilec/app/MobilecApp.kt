package dev.mobilec.app

import android.app.Application
import android.content.ComponentCallbacks2
import android.content.Context
import dev.mobilec.app.device.Foreground

/** The process of the app. */
open class MobilecApp : Application() {
    open val parts: Parts by lazy { Parts(this) }
    val foreground = Foreground()

    override fun onCreate() {
        super.onCreate()
        registerActivityLifecycleCallbacks(foreground)
    }

    /** In the background the phone needs the memory of a loaded model, or it ends the process to have it. */
    override fun onTrimMemory(level: Int) {
        super.onTrimMemory(level)
        if (level >= ComponentCallbacks2.TRIM_MEMORY_BACKGROUND) parts.release()
    }
}

/** The parts of the app that [this] belongs to. */
val Context.parts: Parts
    get() = (applicationContext as MobilecApp).parts
