package dev.mobilec.app

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Rect
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.ScrollView
import android.widget.TextView
import kotlin.math.max
import kotlin.math.min

/** What TalkBack says on its way through a view: each stop, in the order in which it comes to it. */
fun spoken(view: View): List<String> {
    if (!view.isShown) return emptyList()
    val own = label(view)
    if (own.isNotEmpty()) return listOf(own)
    val children = ArrayList<View>().also(view::addChildrenForAccessibility)
    val inside = children.flatMap(::spoken)
    return if (view.isClickable) listOf(inside.joinToString(" ")) else inside
}

/** Its words, or those of what stands in a field that is empty. */
private fun label(view: View): String = when {
    !view.contentDescription.isNullOrBlank() -> view.contentDescription.toString()
    view is TextView -> view.text.ifBlank { view.hint.orEmpty() }.toString()
    else -> ""
}

private fun CharSequence?.orEmpty(): CharSequence = this ?: ""

/** What a person stumbles over who does not see the screen, or needs large or strong letters; in words. */
fun stumbles(screen: View): List<String> {
    val shown = all(screen).filter { it.isShown }
    val ground = (screen as? ScrollView)?.getChildAt(0) ?: screen
    return shown.flatMap { silent(it) + small(it) + clipped(it) } +
        shown.filterIsInstance<TextView>().filter { it.text.isNotBlank() }.flatMap(::cut) + pale(ground)
}

private fun all(view: View): List<View> =
    listOf(view) + ((view as? ViewGroup)?.run { (0 until childCount).flatMap { all(getChildAt(it)) } }.orEmpty())

private fun silent(view: View): List<String> = listOfNotNull(
    "has no words".takeIf { touched(view) && spoken(view).all(String::isBlank) },
    // TalkBack says the description in place of what was typed; a hint it says beside it.
    "is described, and so never read out".takeIf { view is EditText && view.contentDescription != null },
).map { "${named(view)} $it" }

private fun small(view: View): List<String> {
    val least = view.resources.getDimensionPixelSize(R.dimen.touch)
    return if (!touched(view) || (view.width >= least && view.height >= least)) {
        emptyList()
    } else {
        listOf("${named(view)} is ${view.width} by ${view.height} pixels, $least are needed to touch it")
    }
}

private fun clipped(view: View): List<String> {
    val parent = view.parent as? ViewGroup ?: return emptyList()
    val scrolls = parent is ScrollView
    val inside = view.left >= -ROUNDING && view.right <= parent.width + ROUNDING &&
        (scrolls || (view.top >= 0 && view.bottom <= parent.height))
    return if (inside) emptyList() else listOf("${named(view)} leaves what it lies in")
}

private fun cut(view: TextView): List<String> {
    val layout = view.layout ?: return listOf("${named(view)} has no place")
    val wide = view.width - view.compoundPaddingLeft - view.compoundPaddingRight
    val high = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
    val lines = 0 until layout.lineCount
    return listOfNotNull(
        "ends in three points".takeIf { lines.any { layout.getEllipsisCount(it) > 0 } },
        "is cut below".takeIf { view !is EditText && layout.height > high },
        "is cut beside".takeIf { lines.any { layout.getLineMax(it) > wide + 1 } },
        "has lines that end within a word".takeIf { lines.any { broken(view, layout.getLineEnd(it), wide) } },
    ).map { "${named(view)} $it" }
}

/** Whether a line ends within a word that has room on one. */
private fun broken(view: TextView, at: Int, wide: Int): Boolean {
    val before = view.text.take(at).takeLastWhile { !it.isWhitespace() }
    val behind = view.text.drop(at).takeWhile { !it.isWhitespace() }
    return before.isNotEmpty() && behind.isNotEmpty() && view.paint.measureText("$before$behind") <= wide
}

/** Texts that stand out too little from what is behind them, which is what most of their pixels are. */
private fun pale(ground: View): List<String> {
    val picture = Bitmap.createBitmap(ground.width, ground.height, Bitmap.Config.ARGB_8888)
    picture.eraseColor(ground.context.getColor(R.color.paper))
    ground.draw(Canvas(picture))
    return all(ground).filterIsInstance<TextView>().filter { it.isShown && it.isEnabled && it.text.isNotBlank() }
        .mapNotNull { view ->
            val place = Rect(0, 0, view.width, view.height)
            if (view !== ground) (ground as ViewGroup).offsetDescendantRectToMyCoords(view, place)
            val found = contrast(view.currentTextColor, behind(picture, place))
            if (found >= LEAST_CONTRAST) null else "${named(view)} has a contrast of %.1f".format(found)
        }
}

private fun behind(picture: Bitmap, place: Rect): Int {
    val colours = HashMap<Int, Int>()
    for (y in max(0, place.top) until min(picture.height, place.bottom) step STEP) {
        for (x in max(0, place.left) until min(picture.width, place.right) step STEP) {
            colours.merge(picture.getPixel(x, y), 1, Int::plus)
        }
    }
    return colours.maxBy { it.value }.key
}

/** Of WCAG 2.1, from 1 to 21. */
private fun contrast(one: Int, other: Int): Double {
    val (dark, light) = listOf(one, other).map { Color.luminance(it).toDouble() }.sorted()
    return (light + FLARE) / (dark + FLARE)
}

/** Text that can be marked takes touches too, but as text. */
private fun touched(view: View) = view.isClickable && !(view is TextView && view.isTextSelectable && view !is EditText)

private fun named(view: View): String {
    val name = if (view.id > 0) view.resources.getResourceEntryName(view.id) else view.javaClass.simpleName
    return "$name \"${label(view).take(SHOWN)}\""
}

/** Of WCAG 2.1, level AA, for text of any size. */
private const val LEAST_CONTRAST = 4.5
private const val FLARE = 0.05
private const val STEP = 3
private const val SHOWN = 40

/** Pixels: a table gives whole ones to its columns. */
private const val ROUNDING = 2
