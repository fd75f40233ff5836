package dev.mobilec.app.view

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.util.AttributeSet
import android.view.View
import dev.mobilec.app.R

/** A share as a filled part of a track. */
class Bar(context: Context, attributes: AttributeSet?) : View(context, attributes) {
    /** From 0 to 1. */
    var share: Double = 0.0
        set(value) {
            field = value.coerceIn(0.0, 1.0)
            invalidate()
        }

    private val track = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = context.getColor(R.color.track) }
    private val fill = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = context.getColor(R.color.accent) }

    override fun onDraw(canvas: Canvas) {
        val round = height / 2f
        canvas.drawRoundRect(0f, 0f, width.toFloat(), height.toFloat(), round, round, track)
        if (share == 0.0) return
        val filled = maxOf(height.toFloat(), (width * share).toFloat())
        val left = if (layoutDirection == LAYOUT_DIRECTION_RTL) width - filled else 0f
        canvas.drawRoundRect(left, 0f, left + filled, height.toFloat(), round, round, fill)
    }
}
