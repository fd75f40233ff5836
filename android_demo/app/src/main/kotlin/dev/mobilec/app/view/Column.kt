package dev.mobilec.app.view

import android.content.Context
import android.util.AttributeSet
import android.view.View.MeasureSpec
import android.widget.LinearLayout
import dev.mobilec.app.R

/** What stands below each other on a screen: never wider than a line is read with ease. */
class Column(context: Context, attributes: AttributeSet?) : LinearLayout(context, attributes) {
    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val given = MeasureSpec.getSize(widthMeasureSpec)
        val width = minOf(given, resources.getDimensionPixelSize(R.dimen.widest))
        super.onMeasure(MeasureSpec.makeMeasureSpec(width, MeasureSpec.EXACTLY), heightMeasureSpec)
    }
}
