package dev.mobilec.app.about

import android.content.Context
import dev.mobilec.app.device.appBuild
import dev.mobilec.app.device.deviceOf
import dev.mobilec.app.work.Held
import dev.mobilec.app.work.Outcome
import dev.mobilec.app.work.Worker
import dev.mobilec.core.benchmark.App
import dev.mobilec.core.benchmark.Device

/** What does not change while the app runs. [runtimes]: whose build each engine's is, by the engine's name. */
data class Facts(val build: App, val device: Device, val runtimes: Map<String, String>)

/** What the screen shows beside engines and bundles. [facts]: null until they are known. */
data class AboutState(val facts: Facts? = null)

/** Asks the system for the facts once, off the main thread: files and settings are read for them. */
class AboutModel(private val context: Context, private val worker: Worker) {
    val held = Held(AboutState())

    fun look() {
        if (held.state.facts != null) return
        worker.submit({ Facts(appBuild(context), deviceOf(context), runtimes(context)) }) { outcome ->
            if (outcome is Outcome.Done) held.change { AboutState(outcome.value) }
        }
    }
}
