package dev.mobilec.app.about

import android.widget.ScrollView
import dev.mobilec.app.ABOUT
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.words
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class AboutScreenTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `versions, engines with their reasons, bundles and licences`() {
        val phone = phone()
        val screen = phone.tab(ABOUT)
        phone.until("bundles are listed") { "translate-en-de" in words(screen) }
        val read = words(screen).joinToString("\n")
        for (part in listOf("Version 0.1.0", "ONNX Runtime 1.", "ExecuTorch is not in this app", "licence apache-2.0", "MIT")) {
            assertTrue("$part is not in: $read", part in read)
        }
        phone.shot("about")
    }

    @Test fun `at night`() {
        RuntimeEnvironment.setQualifiers("+night")
        val phone = phone()
        val screen = phone.tab(ABOUT)
        phone.until("bundles are listed") { "translate-en-de" in words(screen) }
        (screen as ScrollView).scrollTo(0, Int.MAX_VALUE / 2)
        phone.shot("about-night")
    }
}
