package dev.mobilec.app.ask

import android.content.Context
import android.os.Build
import dev.mobilec.app.engines.Offer
import dev.mobilec.core.goldens.CheckedGoldens
import dev.mobilec.core.goldens.Goldens
import dev.mobilec.core.manifest.Bundle
import java.io.Closeable
import java.io.File

/** Whether what is loaded answers as it should on this phone: that is asked once. Called on the worker's thread. */
class GoldenCheck(context: Context, private val session: Session) {
    private val checked = CheckedGoldens(File(context.cacheDir, "checked"), Build.FINGERPRINT)

    /** Null where something else is loaded meanwhile. [ask]: puts the goldens of a leg to a runner of [kind]. */
    fun <R : Closeable> passed(
        subject: Subject,
        offer: Offer,
        kind: String,
        ask: (R, Int, Bundle, String) -> Goldens,
    ): Boolean? {
        val opened = session.present<R>(subject, offer, kind) ?: return null
        val engine = offer.engine ?: return null
        return opened.bundles.withIndex().all { (leg, bundle) ->
            checked.passed(bundle.manifestSha256, engine)
                ?: ask(opened.runner, leg, bundle, engine.name)
                    .also { checked.keep(it, bundle.manifestSha256, engine) }.passed
        }
    }
}
