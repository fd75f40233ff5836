package dev.mobilec.app.translate

/**
 * A translation as the screen shows it. [tokens]: made by the search. [engine]: its title and version.
 * [cut]: sentences for which there was no room.
 */
data class Translated(
    val text: String,
    val milliseconds: Double,
    val tokens: Int,
    val engine: String,
    val cut: Int = 0,
) {
    val tokensPerSecond: Double
        get() = tokens * 1000 / milliseconds
}
