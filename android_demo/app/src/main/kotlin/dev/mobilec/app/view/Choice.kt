package dev.mobilec.app.view

import android.content.Context
import android.util.AttributeSet
import android.widget.Button
import android.widget.PopupMenu
import dev.mobilec.app.R

/** A button that shows one of several options and opens a menu of all. */
class Choice(context: Context, attributes: AttributeSet?) : Button(context, attributes) {
    data class Option(val id: String, val title: String, val canBeChosen: Boolean = true)

    private var options: List<Option> = emptyList()
    private var chose: (String) -> Unit = {}

    init {
        setOnClickListener { open() }
    }

    /** Shows the option [chosen]; [caption] says what is chosen here, [chose] hears of another. */
    fun show(caption: String, options: List<Option>, chosen: String?, chose: (String) -> Unit) {
        this.options = options
        this.chose = chose
        val title = options.firstOrNull { it.id == chosen }?.title ?: context.getString(R.string.none)
        text = title
        contentDescription = context.getString(R.string.choice, caption, title)
        isEnabled = options.isNotEmpty()
    }

    private fun open() {
        val menu = PopupMenu(context, this)
        options.forEachIndexed { index, option ->
            val title = if (option.canBeChosen) option.title else context.getString(R.string.not_usable, option.title)
            menu.menu.add(0, index, index, title).isEnabled = option.canBeChosen
        }
        menu.setOnMenuItemClickListener { item ->
            chose(options[item.itemId].id)
            true
        }
        menu.show()
    }
}
