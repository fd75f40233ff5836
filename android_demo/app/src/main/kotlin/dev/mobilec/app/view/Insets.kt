package dev.mobilec.app.view

import android.os.Build
import android.view.View
import android.view.Window
import android.view.WindowInsets

/**
 * Draws behind the system's bars where Android 11 and later let the app say so (Android 15 does it
 * to every app) and keeps [root] clear of bars, cut-outs and the keyboard. Before, the system does.
 */
fun edgeToEdge(window: Window, root: View) {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
        root.fitsSystemWindows = true
        return
    }
    window.setDecorFitsSystemWindows(false)
    root.setOnApplyWindowInsetsListener { view, insets ->
        val covered = insets.getInsets(
            WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime(),
        )
        view.setPadding(covered.left, covered.top, covered.right, covered.bottom)
        WindowInsets.CONSUMED
    }
}
