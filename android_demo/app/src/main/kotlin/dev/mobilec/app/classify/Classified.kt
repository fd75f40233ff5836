package dev.mobilec.app.classify

/** Labels with their probabilities, the likeliest first. [tokens]: of the text. */
data class Classified(
    val shares: List<Pair<String, Double>>,
    val milliseconds: Double,
    val tokens: Int,
    val engine: String,
)
