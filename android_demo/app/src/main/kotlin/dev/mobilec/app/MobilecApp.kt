package dev.mobilec.app

import android.app.Application
import android.content.Context

/** The process of the app. */
open class MobilecApp : Application() {
    open val parts: Parts by lazy { Parts(this) }
}

/** The parts of the app that [this] belongs to. */
val Context.parts: Parts
    get() = (applicationContext as MobilecApp).parts
