package dev.mobilec.app.view

import android.graphics.Insets
import android.os.Build
import android.view.View
import android.view.Window
import android.view.WindowInsets

/**
 * Draws behind the system's bars where Android 11 and later let the app say so; Android 15 does it
 * to every app. [clear] is told what bars, cut-outs and the keyboard cover, and whether the keyboard
 * does. Before Android 11 the system keeps [root] clear of them.
 */
fun edgeToEdge(window: Window, root: View, clear: (covered: Insets, keyboard: Boolean) -> Unit) {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
        root.fitsSystemWindows = true
        return
    }
    window.setDecorFitsSystemWindows(false)
    root.setOnApplyWindowInsetsListener { _, insets ->
        val kinds = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
        clear(insets.getInsets(kinds), insets.isVisible(WindowInsets.Type.ime()))
        WindowInsets.CONSUMED
    }
}
