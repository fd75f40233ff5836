package dev.mobilec.app

import android.content.Context
import android.content.ContextWrapper
import java.io.File

/** The app with a media folder, which Robolectric gives to none. */
class WithMedia(base: Context) : ContextWrapper(base) {
    @Suppress("OVERRIDE_DEPRECATION")
    override fun getExternalMediaDirs(): Array<File> =
        arrayOf(File(filesDir, "Android/media/$packageName").apply { mkdirs() })
}
