package dev.mobilec.app

import android.app.Activity
import android.content.res.Configuration
import android.graphics.Insets
import android.os.Bundle
import android.util.TypedValue
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.ImageView
import android.widget.TextView
import dev.mobilec.app.about.aboutScreen
import dev.mobilec.app.benchmark.BenchmarkScreen
import dev.mobilec.app.classify.classifyScreen
import dev.mobilec.app.translate.translateScreen
import dev.mobilec.app.view.edgeToEdge
import dev.mobilec.app.view.need
import dev.mobilec.app.view.shown

/** The four screens and the tabs between them. */
class MainActivity : Activity() {
    private class Tab(val name: Int, val icon: Int, val layout: Int, val chosen: () -> Unit)

    private val tabs = listOf(
        Tab(R.string.tab_translate, R.drawable.ic_translate, R.layout.translate) { parts.translate.prepare() },
        Tab(R.string.tab_classify, R.drawable.ic_classify, R.layout.classify) { parts.classify.prepare() },
        Tab(R.string.tab_benchmark, R.drawable.ic_benchmark, R.layout.benchmark) {},
        Tab(R.string.tab_about, R.drawable.ic_about, R.layout.about) {},
    )
    private val closing = ArrayList<() -> Unit>()
    private lateinit var screens: ViewGroup
    private lateinit var bar: ViewGroup
    private var tab = 0

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContentView(R.layout.main)
        val root = window.decorView.need<View>(R.id.main)
        edgeToEdge(window, root) { covered, keyboard -> clear(root, covered, keyboard) }
        screens = root.need(R.id.screens)
        bar = root.need(R.id.tabs)
        tabs.forEachIndexed(::add)
        bind()
        choose(savedInstanceState?.getInt(TAB) ?: 0)
    }

    override fun onStart() {
        super.onStart()
        parts.library.look()
        parts.about.look()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putInt(TAB, tab)
    }

    override fun onDestroy() {
        closing.forEach { it() }
        super.onDestroy()
    }

    /** Colours reach under the system's bars, and what can be touched does not. */
    private fun clear(root: View, covered: Insets, keyboard: Boolean) {
        val side = root.need<View>(R.id.side)
        val beside = resources.configuration.orientation == Configuration.ORIENTATION_LANDSCAPE
        side.shown(!keyboard)
        val left = if (beside && !keyboard) 0 else covered.left
        root.setPadding(left, covered.top, covered.right, 0)
        side.setPadding(covered.left - left, 0, 0, covered.bottom)
        screens.setPadding(0, 0, 0, if (beside || keyboard) covered.bottom else 0)
    }

    private fun add(index: Int, tab: Tab) {
        screens.addView(layoutInflater.inflate(tab.layout, screens, false))
        val view = LayoutInflater.from(this).inflate(R.layout.tab, bar, false)
        view.need<ImageView>(R.id.icon).setImageResource(tab.icon)
        val label = view.need<TextView>(R.id.label)
        label.setText(tab.name)
        // Four labels share one line, so they grow only as far as the longest has room.
        label.setTextSize(TypedValue.COMPLEX_UNIT_DIP, LABEL_DP * minOf(resources.configuration.fontScale, MOST_SCALE))
        view.setOnClickListener { choose(index) }
        bar.addView(view)
    }

    private fun bind() {
        closing += translateScreen(screens.need(R.id.translate), parts.translate)::close
        closing += classifyScreen(screens.need(R.id.classify), parts.classify)::close
        closing += BenchmarkScreen(screens.need(R.id.benchmark), parts.benchmark, window)::close
        closing += aboutScreen(screens.need(R.id.about), parts.about, parts.library)
    }

    private fun choose(index: Int) {
        tab = index
        tabs.indices.forEach { place ->
            screens.getChildAt(place).shown(place == index)
            bar.getChildAt(place).isSelected = place == index
        }
        tabs[index].chosen()
    }

    private companion object {
        const val TAB = "tab"
        const val LABEL_DP = 12f
        const val MOST_SCALE = 1.3f
    }
}
