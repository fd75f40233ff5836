package dev.mobilec.app

import android.content.ComponentCallbacks2.TRIM_MEMORY_BACKGROUND
import android.content.ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN
import android.content.pm.ActivityInfo
import android.content.pm.PackageManager
import android.widget.Button
import android.widget.EditText
import dev.mobilec.app.view.need
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class MemoryTest {
    @Test fun `in the background the model is let go, and the next question loads it again`() {
        shippedBundles()
        val phone = phone()
        val app = RuntimeEnvironment.getApplication() as MobilecApp
        phone.until("loaded") { app.parts.session.isLoaded }
        app.onTrimMemory(TRIM_MEMORY_UI_HIDDEN)
        assertTrue(app.parts.session.isLoaded)
        app.onTrimMemory(TRIM_MEMORY_BACKGROUND)
        phone.until("let go") { !app.parts.session.isLoaded }
        val screen = phone.tab(TRANSLATE)
        screen.need<EditText>(R.id.translate_text).setText("Where is the station?")
        screen.need<Button>(R.id.translate_do).performClick()
        phone.untilShown(screen, R.id.translate_result)
        assertTrue(app.parts.session.isLoaded)
    }

    @Test fun `only adb's shell and the app itself may start a measurement`() {
        val context = RuntimeEnvironment.getApplication()
        val flags = PackageManager.GET_ACTIVITIES
        val activities = context.packageManager.getPackageInfo(context.packageName, flags).activities.orEmpty()
        val open = activities.filter(ActivityInfo::exported).associate { it.name to it.permission }
        val expected = mapOf(
            "dev.mobilec.app.MainActivity" to null,
            "dev.mobilec.app.BenchmarkActivity" to "android.permission.DUMP",
        )
        assertEquals(expected, open)
    }
}
