package dev.mobilec.app

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import dev.mobilec.app.view.need
import org.junit.Assume.assumeTrue
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import java.io.File

/** The real app on the JVM, with the bundles of the shipped models among its assets. */
class Phone {
    val controller: ActivityController<MainActivity> = Robolectric.buildActivity(MainActivity::class.java)
    val activity: Activity
        get() = controller.get()
    val root: View
        get() = activity.window.decorView

    init {
        controller.setup()
    }

    /** Chooses a tab by its place. */
    fun tab(index: Int): View {
        root.need<ViewGroup>(R.id.tabs).getChildAt(index).performClick()
        settle()
        return root.need<ViewGroup>(R.id.screens).getChildAt(index)
    }

    /** Runs what waits for the main thread until [done]; the engine works on a thread of its own. */
    fun until(what: String, seconds: Int = 60, done: () -> Boolean) {
        val end = System.nanoTime() + seconds * NANOS
        settle()
        while (!done()) {
            check(System.nanoTime() < end) { "$what did not happen in $seconds s; on the screen: ${words(root)}" }
            Thread.sleep(PAUSE_MS)
            settle()
        }
    }

    /** Draws the screen into a PNG of the folder of screenshots. */
    fun shot(name: String) {
        settle()
        val bitmap = Bitmap.createBitmap(root.width, root.height, Bitmap.Config.ARGB_8888)
        root.draw(Canvas(bitmap))
        val folder = File(System.getProperty("mobilec.screenshots")).apply { mkdirs() }
        File(folder, "$name.png").outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, BEST, it) }
    }

    private fun settle() = shadowOf(Looper.getMainLooper()).idle()

    private companion object {
        const val NANOS = 1_000_000_000L
        const val PAUSE_MS = 10L
        const val BEST = 100
    }
}

/** Every word that a person can read, top to bottom. */
fun words(view: View): List<String> = when {
    view.visibility != View.VISIBLE -> emptyList()
    view is TextView -> listOf(view.text.toString()).filter(String::isNotBlank)
    view is ViewGroup -> (0 until view.childCount).flatMap { words(view.getChildAt(it)) }
    else -> emptyList()
}

/** The bundles that a test needs are made by a command of the repository. */
fun assumeBundles() {
    val folder = File(System.getProperty("mobilec.bundles"), "translation/manifest.json")
    assumeTrue("no shipped bundles at $folder: run `make phone-bundles`", folder.isFile)
}
