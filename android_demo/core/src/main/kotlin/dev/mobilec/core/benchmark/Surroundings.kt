package dev.mobilec.core.benchmark

/** What the benchmark asks of the device that it runs on. */
public interface Surroundings {
    public val app: App

    public fun device(): Device

    /** Now; asked at the start and at the end. */
    public fun condition(): Condition

    /** Now; asked about once a second while sentences are timed, and never within one. */
    public fun thermal(): Thermal?

    /** Where the asking thread is now, which is the one that asks the program; as often. Null where nothing tells. */
    public fun core(): Core? = null

    /** How often this process has been out of sight so far, or the screen dark; null where nothing tells. */
    public fun interruptions(): Int? = null

    /** Milliseconds since the start of this process; null where nothing tells. */
    public fun aliveMs(): Double? = null
}

/** What a benchmark does at the moment, in the word of its progress line. */
public enum class Step(public val word: String) {
    LOADING("loading"), GOLDENS("goldens"), WARMING("warm-up"), TIMING("timing"), SUSTAINED("sustained"),
}

/** [share]: of the step, 0 to 1. */
public class Progress(public val step: Step, public val share: Double) {
    /** For logs that a program reads. */
    public val line: String
        get() = "progress {\"done\":${(share * PARTS).toInt()},\"total\":$PARTS,\"what\":\"${step.word}\"}"

    private companion object {
        const val PARTS = 20
    }
}

/** Who started a benchmark: is told how far it is, and may stop it. Called on the benchmark's thread. */
public interface Watcher {
    public val cancelled: Boolean

    public fun heard(progress: Progress)
}
