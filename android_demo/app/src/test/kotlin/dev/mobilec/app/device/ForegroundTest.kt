package dev.mobilec.app.device

import dev.mobilec.app.MainActivity
import dev.mobilec.app.MobilecApp
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class ForegroundTest {
    private val app = RuntimeEnvironment.getApplication() as MobilecApp
    private val phone = PhoneSurroundings(app)

    @Test fun `each time that the app goes out of sight is counted, and a turned phone is not`() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup()
        assertEquals(0, phone.interruptions())
        activity.recreate()
        assertEquals(0, phone.interruptions())
        activity.pause().stop()
        assertEquals(1, phone.interruptions())
        activity.restart().resume().pause().stop()
        assertEquals(2, phone.interruptions())
    }

    @Test fun `a screen that the app itself opens is none`() {
        val below = Robolectric.buildActivity(MainActivity::class.java).setup()
        val above = Robolectric.buildActivity(MainActivity::class.java).setup()
        below.pause().stop()
        above.get().finish()
        above.pause().stop().destroy()
        assertEquals(0, phone.interruptions())
    }

    @Test fun `the process has an age`() = assertTrue(phone.aliveMs() >= 0)
}
