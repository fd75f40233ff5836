package dev.mobilec.app.device

import android.app.Activity
import android.app.Application
import android.os.Bundle
import java.util.concurrent.atomic.AtomicInteger

/**
 * Counts how often the app went out of sight: another app came in front, or the screen went dark. There the system lets
 * it run on the slow cores, or not at all, and the clock goes on. A turned phone is no such thing.
 */
class Foreground : Application.ActivityLifecycleCallbacks {
    private val left = AtomicInteger()
    private var shown = 0

    /** So far; read from any thread. */
    val interruptions: Int
        get() = left.get()

    override fun onActivityStarted(activity: Activity) {
        shown++
    }

    override fun onActivityStopped(activity: Activity) {
        shown--
        if (shown == 0 && !activity.isChangingConfigurations && !activity.isFinishing) left.incrementAndGet()
    }

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) = Unit
    override fun onActivityResumed(activity: Activity) = Unit
    override fun onActivityPaused(activity: Activity) = Unit
    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) = Unit
    override fun onActivityDestroyed(activity: Activity) = Unit
}
