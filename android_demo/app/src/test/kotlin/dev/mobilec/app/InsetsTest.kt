package dev.mobilec.app

import android.graphics.Insets
import android.view.View
import android.view.WindowInsets
import dev.mobilec.app.view.need
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

/** Nothing that can be touched lies under the system's bars, a cut-out or the keyboard. */
@RunWith(RobolectricTestRunner::class)
class InsetsTest {
    @Test fun `the bars of an upright phone`() {
        val root = shown(Insets.of(0, STATUS, 0, NAVIGATION), keyboard = 0)
        assertEquals(STATUS, root.need<View>(R.id.main).paddingTop)
        assertEquals(NAVIGATION, root.need<View>(R.id.side).paddingBottom)
        assertEquals(0, root.need<View>(R.id.screens).paddingBottom)
    }

    @Test fun `the bars and the cut-out of a turned phone`() {
        RuntimeEnvironment.setQualifiers("+land")
        val root = shown(Insets.of(STATUS, 0, NAVIGATION, 10), keyboard = 0)
        assertEquals(STATUS, root.need<View>(R.id.side).paddingLeft)
        assertEquals(NAVIGATION, root.need<View>(R.id.main).paddingRight)
        assertEquals(10, root.need<View>(R.id.screens).paddingBottom)
    }

    @Test fun `the keyboard takes the place of the tabs`() {
        val root = shown(Insets.of(0, STATUS, 0, NAVIGATION), KEYBOARD)
        assertFalse(root.need<View>(R.id.side).isShown)
        assertEquals(KEYBOARD, root.need<View>(R.id.screens).paddingBottom)
        root.dispatchApplyWindowInsets(insets(Insets.of(0, STATUS, 0, NAVIGATION), 0))
        assertTrue(root.need<View>(R.id.side).isShown)
    }

    private fun shown(bars: Insets, keyboard: Int): View {
        val root = phone().root
        root.dispatchApplyWindowInsets(insets(bars, keyboard))
        return root
    }

    private fun insets(bars: Insets, keyboard: Int): WindowInsets = WindowInsets.Builder()
        .setInsets(WindowInsets.Type.systemBars(), bars)
        .setInsets(WindowInsets.Type.ime(), Insets.of(0, 0, 0, keyboard))
        .setVisible(WindowInsets.Type.ime(), keyboard > 0)
        .build()

    private companion object {
        const val STATUS = 60
        const val NAVIGATION = 40
        const val KEYBOARD = 700
    }
}
