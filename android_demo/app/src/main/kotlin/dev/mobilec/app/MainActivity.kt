package dev.mobilec.app

import android.app.Activity
import android.content.res.Configuration
import android.graphics.Insets
import android.os.Bundle
import android.text.TextPaint
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

/** The four screens and the tabs between them. The extra `tab` of its intent chooses one, for pictures of each. */
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
        choose((savedInstanceState?.getInt(TAB) ?: intent.getIntExtra(TAB, 0)).coerceIn(tabs.indices))
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
        side.shown(!keyboard)
        val left = if (isTurned && !keyboard) 0 else covered.left
        root.setPadding(left, covered.top, covered.right, 0)
        side.setPadding(covered.left - left, 0, 0, covered.bottom)
        screens.setPadding(0, 0, 0, if (isTurned || keyboard) covered.bottom else 0)
    }

    private fun add(index: Int, tab: Tab) {
        screens.addView(layoutInflater.inflate(tab.layout, screens, false))
        val view = LayoutInflater.from(this).inflate(R.layout.tab, bar, false)
        view.need<ImageView>(R.id.icon).setImageResource(tab.icon)
        val label = view.need<TextView>(R.id.label)
        label.setText(tab.name)
        label.setTextSize(TypedValue.COMPLEX_UNIT_PX, labelPixels(label.paint))
        view.setOnClickListener { choose(index) }
        bar.addView(view)
    }

    /** Labels share one size, which grows with the person's setting as far as the longest has room. */
    private fun labelPixels(paint: TextPaint): Float {
        val density = resources.displayMetrics.density
        val sides = 2 * resources.getDimension(R.dimen.half)
        val room = (if (isTurned) resources.getDimension(R.dimen.rail) else screenPixels / tabs.size) - sides
        paint.textSize = density * LABEL_DP * minOf(resources.configuration.fontScale, MOST_SCALE)
        val longest = tabs.maxOf { paint.measureText(getString(it.name)) }
        return paint.textSize * minOf(1f, room / longest)
    }

    private val isTurned: Boolean
        get() = resources.configuration.orientation == Configuration.ORIENTATION_LANDSCAPE

    private val screenPixels: Float
        get() = resources.configuration.screenWidthDp * resources.displayMetrics.density

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

        /** More has no room below an icon. */
        const val MOST_SCALE = 2f
    }
}
