package dev.mobilec.app.translate

/**
 * A translation as the screen shows it. [times]: milliseconds of each translator that it went through. [tokens]: made
 * by all searches. [engine]: its title and version. [cut]: sentences for which there was no room. [between]: the text in
 * the language that it went through.
 */
data class Translated(
    val text: String,
    val times: List<Double>,
    val tokens: Int,
    val engine: String,
    val cut: Int = 0,
    val between: String? = null,
) {
    val milliseconds: Double
        get() = times.sum()

    val tokensPerSecond: Double
        get() = tokens * 1000 / milliseconds
}
