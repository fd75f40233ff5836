package dev.mobilec.app.ask

import android.content.Context
import android.os.Build
import dev.mobilec.app.bundles.Found
import dev.mobilec.app.engines.Offer
import dev.mobilec.core.goldens.CheckedGoldens
import dev.mobilec.core.goldens.Goldens
import dev.mobilec.core.manifest.Bundle
import java.io.Closeable
import java.io.File

/** Whether what is loaded answers as it should on this phone: that is asked once. Called on the worker's thread. */
class GoldenCheck(context: Context, private val session: Session) {
    private val checked = CheckedGoldens(File(context.cacheDir, "checked"), Build.FINGERPRINT)

    /** Null where something else is loaded meanwhile. [ask]: puts the goldens to a runner of [kind]. */
    fun <R : Closeable> passed(
        found: Found,
        offer: Offer,
        kind: String,
        ask: (R, Bundle, String) -> Goldens,
    ): Boolean? {
        val opened = session.present<R>(found, offer, kind) ?: return null
        val engine = offer.engine ?: return null
        val sha256 = opened.bundle.manifestSha256
        return checked.passed(sha256, engine)
            ?: ask(opened.runner, opened.bundle, engine.name).also { checked.keep(it, sha256, engine) }.passed
    }
}
