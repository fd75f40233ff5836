package dev.mobilec.app.view

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.text.StaticLayout
import android.text.TextPaint
import android.util.AttributeSet
import android.util.TypedValue
import android.view.View
import dev.mobilec.app.R
import java.util.Locale
import kotlin.math.ceil
import kotlin.math.floor
import kotlin.math.log10
import kotlin.math.pow

/**
 * One row for each series: every sample is a dot on a common axis of milliseconds from 0, in its
 * order from top to bottom; the long mark is the median, the short one the 90th percentile.
 */
class LatencyPlot(context: Context, attributes: AttributeSet?) : View(context, attributes) {
    /** [samples] in milliseconds and in their order. */
    data class Row(val title: String, val samples: List<Double>, val p50: Double, val p90: Double)

    var rows: List<Row> = emptyList()
        set(value) {
            field = value
            contentDescription = value.joinToString(". ", transform = ::spoken)
            requestLayout()
            invalidate()
        }

    private val text = TextPaint(Paint.ANTI_ALIAS_FLAG).apply {
        color = context.getColor(R.color.ink)
        textSize = sp(TEXT_SP)
    }
    private val soft = Paint(text).apply { color = context.getColor(R.color.ink_soft) }
    private val grid = Paint().apply {
        color = context.getColor(R.color.outline)
        strokeWidth = dp(1f)
    }
    private val dot = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = context.getColor(R.color.accent)
        alpha = DOT_ALPHA
    }
    private val mark = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = context.getColor(R.color.accent)
        strokeWidth = dp(2f)
        strokeCap = Paint.Cap.ROUND
    }

    private val line = text.fontSpacing

    /** Of each row, in as many lines as it needs. */
    private var titles: List<StaticLayout> = emptyList()

    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        titles = rows.map { StaticLayout.Builder.obtain(it.title, 0, it.title.length, text, width).build() }
        setMeasuredDimension(width, resolveSize(ceil(endOf(rows.size) + 2 * line).toInt(), heightMeasureSpec))
    }

    override fun onDraw(canvas: Canvas) {
        val largest = rows.flatMap { it.samples }.maxOrNull() ?: return
        val step = niceStep(largest, width / (TICK_EMS * soft.textSize))
        val end = ceil(largest / step) * step
        val margin = dp(DOT_DP)
        val x = { value: Double -> (margin + (width - 2 * margin) * value / end).toFloat() }
        drawAxis(canvas, step, end, x)
        rows.forEachIndexed { index, row -> drawRow(canvas, row, index, x) }
    }

    private fun drawAxis(canvas: Canvas, step: Double, end: Double, x: (Double) -> Float) {
        val bottom = endOf(rows.size)
        for (tick in 0..Math.round(end / step).toInt()) {
            val at = x(tick * step)
            for (row in rows.indices) canvas.drawLine(at, bandOf(row), at, bandOf(row) + dp(BAND_DP), grid)
            val number = if (step >= 1) "%.0f".format(tick * step) else short(tick * step)
            val left = (at - soft.measureText(number) / 2).coerceIn(0f, width - soft.measureText(number))
            canvas.drawText(number, left, bottom + line, soft)
        }
        val unit = context.getString(R.string.bench_plot_axis)
        canvas.drawText(unit, width - soft.measureText(unit), bottom + 2 * line - soft.descent(), soft)
    }

    /** Where the first so many rows end. */
    private fun endOf(count: Int): Float = titles.take(count).sumOf { it.height } + count * dp(BAND_DP + GAP_DP)

    /** Where the samples of a row begin, under its title. */
    private fun bandOf(index: Int): Float = endOf(index) + titles[index].height

    private fun drawRow(canvas: Canvas, row: Row, index: Int, x: (Double) -> Float) {
        val from = bandOf(index)
        val band = dp(BAND_DP)
        canvas.save()
        canvas.translate(0f, endOf(index))
        titles[index].draw(canvas)
        canvas.restore()
        row.samples.forEachIndexed { index, sample ->
            val y = from + band * (index + 1) / (row.samples.size + 1)
            canvas.drawCircle(x(sample), y, dp(DOT_DP) / 2, dot)
        }
        canvas.drawLine(x(row.p50), from, x(row.p50), from + band, mark)
        canvas.drawLine(x(row.p90), from + band / 3, x(row.p90), from + band * 2 / 3, mark)
    }

    private fun spoken(row: Row): String = context.getString(
        R.string.bench_plot_row, row.title, short(row.samples.minOrNull() ?: 0.0),
        short(row.samples.maxOrNull() ?: 0.0), short(row.p50),
    )

    private fun dp(value: Float) = pixels(TypedValue.COMPLEX_UNIT_DIP, value)

    private fun sp(value: Float) = pixels(TypedValue.COMPLEX_UNIT_SP, value)

    private fun pixels(unit: Int, value: Float) = TypedValue.applyDimension(unit, value, resources.displayMetrics)

    private companion object {
        const val TEXT_SP = 13f
        const val BAND_DP = 28f
        const val GAP_DP = 12f
        const val DOT_DP = 5f
        const val DOT_ALPHA = 90
        const val TICK_EMS = 4f
    }
}

/** 1, 2 or 5 times a power of ten, so that [largest] takes at most [most] steps. */
internal fun niceStep(largest: Double, most: Float): Double {
    val least = maxOf(largest, Double.MIN_VALUE) / maxOf(1.0, floor(most.toDouble()))
    val power = 10.0.pow(floor(log10(least)))
    return listOf(1.0, 2.0, 5.0, 10.0).map { it * power }.first { it >= least * (1 - 1e-9) }
}

/** A number of milliseconds with about three digits. */
internal fun short(value: Double): String = when {
    value >= 100 || value == 0.0 -> "%.0f"
    value >= 10 -> "%.1f"
    else -> "%.2f"
}.format(Locale.getDefault(), value)
