package dev.mobilec.core.benchmark

/** What the benchmark asks of the device that it runs on. */
interface Surroundings {
    val app: App

    fun device(): Device

    /** Now; asked at the start and at the end. */
    fun condition(): Condition

    /** Now; asked about once a second while sentences are timed, and never within one. */
    fun thermal(): Thermal?

    /** How often this process has been out of sight so far, or the screen dark; null where nothing tells. */
    fun interruptions(): Int? = null

    /** Milliseconds since the start of this process; null where nothing tells. */
    fun aliveMs(): Double? = null
}

/** What a benchmark does at the moment, in the word of its progress line. */
enum class Step(val word: String) {
    LOADING("loading"), GOLDENS("goldens"), WARMING("warm-up"), TIMING("timing"), SUSTAINED("sustained"),
}

/** [share]: of the step, 0 to 1. */
class Progress(val step: Step, val share: Double) {
    /** For logs that a program reads. */
    val line: String
        get() = "progress {\"done\":${(share * PARTS).toInt()},\"total\":$PARTS,\"what\":\"${step.word}\"}"

    private companion object {
        const val PARTS = 20
    }
}

/** Who started a benchmark: is told how far it is, and may stop it. Called on the benchmark's thread. */
interface Watcher {
    val cancelled: Boolean

    fun heard(progress: Progress)
}
