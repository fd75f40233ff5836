package dev.mobilec.app.view

import android.content.Context
import android.util.AttributeSet
import android.view.View
import android.view.ViewGroup
import dev.mobilec.app.R

/** Children from the start to the end of a line, and on the next line where there is no more room. */
class FlowLayout(context: Context, attributes: AttributeSet?) : ViewGroup(context, attributes) {
    private val gap = resources.getDimensionPixelSize(R.dimen.one)

    private class Line(val top: Int) {
        val children = ArrayList<View>()
        var width = 0
        var height = 0
    }

    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        shown().forEach { measureChild(it, MeasureSpec.makeMeasureSpec(width, MeasureSpec.AT_MOST), heightMeasureSpec) }
        val height = lines(width).lastOrNull()?.let { it.top + it.height } ?: 0
        setMeasuredDimension(width, resolveSize(height, heightMeasureSpec))
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        val mirrored = layoutDirection == LAYOUT_DIRECTION_RTL
        for (line in lines(width)) {
            var x = 0
            for (child in line.children) {
                val start = if (mirrored) width - x - child.measuredWidth else x
                val y = line.top + (line.height - child.measuredHeight) / 2
                child.layout(start, y, start + child.measuredWidth, y + child.measuredHeight)
                x += child.measuredWidth + gap
            }
        }
    }

    private fun shown(): List<View> = (0 until childCount).map(::getChildAt).filter { it.visibility != GONE }

    private fun lines(width: Int): List<Line> {
        val lines = ArrayList<Line>()
        for (child in shown()) {
            val last = lines.lastOrNull()
            val line = if (last == null || last.width + gap + child.measuredWidth > width) {
                Line(last?.let { it.top + it.height + gap } ?: 0).also(lines::add)
            } else {
                last.apply { this.width += gap }
            }
            line.children += child
            line.width += child.measuredWidth
            line.height = maxOf(line.height, child.measuredHeight)
        }
        return lines
    }
}
