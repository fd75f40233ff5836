package dev.mobilec.app

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import dev.mobilec.app.view.need
import java.io.File
import org.junit.Assume.assumeTrue
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

const val TRANSLATE = 0
const val CLASSIFY = 1
const val BENCHMARK = 2
const val ABOUT = 3

/** An activity of the real app on the JVM, with the bundles of the shipped models among its assets. */
class Phone<A : Activity>(val controller: ActivityController<A>) {
    val root: View
        get() = controller.get().window.decorView

    init {
        controller.setup()
    }

    /** Chooses a tab by its place, and gives its screen. */
    fun tab(index: Int): View {
        root.need<ViewGroup>(R.id.tabs).getChildAt(index).performClick()
        settle()
        return screen(index)
    }

    fun screen(index: Int): View = root.need<ViewGroup>(R.id.screens).getChildAt(index)

    /** Runs what waits for the main thread until [done]; the engine works on a thread of its own. */
    fun until(what: String, done: () -> Boolean) {
        val end = System.nanoTime() + PATIENCE_NS
        settle()
        while (!done()) {
            check(System.nanoTime() < end) { "$what did not happen; on the screen: ${words(root)}" }
            Thread.sleep(PAUSE_MS)
            settle()
        }
    }

    /** Until a view of a screen is shown. */
    fun untilShown(screen: View, id: Int) =
        until(root.resources.getResourceEntryName(id)) { screen.need<View>(id).isShown }

    /** Until nothing is left to do behind the screens: a JVM that ends meanwhile crashes in the runtime's library. */
    fun rest() = repeat(ROUNDS) {
        var done = false
        root.context.parts.worker.behind({}) { done = true }
        until("the worker rests") { done }
    }

    /** Draws the screen into a PNG of the folder of screenshots. */
    fun shot(name: String) {
        settle()
        val bitmap = Bitmap.createBitmap(root.width, root.height, Bitmap.Config.ARGB_8888)
        root.draw(Canvas(bitmap))
        val folder = File(System.getProperty("mobilec.screenshots")).apply { mkdirs() }
        val small = Bitmap.createScaledBitmap(bitmap, root.width * SHOWN / root.height, SHOWN, true)
        val shown = if (root.width < root.height) small else bitmap
        File(folder, "$name.png").outputStream().use { shown.compress(Bitmap.CompressFormat.PNG, BEST, it) }
    }

    private fun settle() = shadowOf(Looper.getMainLooper()).idle()

    private companion object {
        const val PATIENCE_NS = 180_000_000_000L
        const val PAUSE_MS = 10L

        /** What is done may hand on more. */
        const val ROUNDS = 4
        const val BEST = 100

        /** Pixels from top to bottom of a picture that a page shows beside others. */
        const val SHOWN = 900
    }
}

/** The app as a person starts it. */
fun phone(): Phone<MainActivity> = Phone(Robolectric.buildActivity(MainActivity::class.java))

/** Every word that a person can read, top to bottom. */
fun words(view: View): List<String> = when {
    view.visibility != View.VISIBLE -> emptyList()
    view is TextView -> listOf(view.text.toString()).filter(String::isNotBlank)
    view is ViewGroup -> (0 until view.childCount).flatMap { words(view.getChildAt(it)) }
    else -> emptyList()
}

/** The folder of the bundles that a command of the repository makes; without them a test is skipped. */
fun shippedBundles(): File {
    val folder = File(System.getProperty("mobilec.bundles"))
    val there = File(folder, "translation/manifest.json").isFile
    assumeTrue("no shipped bundles in $folder: run `make phone-bundles`", there)
    return folder
}
