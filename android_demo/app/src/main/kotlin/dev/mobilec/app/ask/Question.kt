package dev.mobilec.app.ask

/** What a person asks: a text, and where the model labels pairs the [pair] beside it. */
data class Question(val text: String, val pair: String? = null) {
    /** Both on one button. */
    val title: String
        get() = if (pair == null) text else "$text\n$pair"

    /** Whether it has a length that a button has room for. */
    val isShort: Boolean
        get() = listOfNotNull(text, pair).all { it.length in SHORTEST..LONGEST }

    private companion object {
        const val SHORTEST = 12
        const val LONGEST = 70
    }
}
