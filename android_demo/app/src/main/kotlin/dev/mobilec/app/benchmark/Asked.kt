package dev.mobilec.app.benchmark

import android.content.Intent
import dev.mobilec.core.Refused
import dev.mobilec.core.benchmark.Protocol

/** What the intent of a computer asks for. [bundle]: a name, or the whole path of one that was pushed. */
data class Asked(
    val bundle: String,
    val engine: String,
    val threads: Int,
    val protocol: Protocol,
    val seed: Long,
    val output: String,
)

/** Reads the extras; what is missing has the protocol's value, but for bundle, engine and output. */
fun asked(intent: Intent): Asked {
    val usual = Protocol()
    val asked = Asked(
        bundle = intent.text("bundle"),
        engine = intent.text("engine"),
        threads = intent.number("threads", 1.0).toInt(),
        protocol = Protocol(
            warmups = intent.number("warmups", usual.warmups.toDouble()).toInt(),
            runs = intent.number("runs", usual.runs.toDouble()).toInt(),
            seconds = intent.number("seconds", usual.seconds),
            sustainedMinutes = intent.number("sustained", usual.sustainedMinutes),
        ),
        seed = intent.number("order", 0.0).toLong(),
        output = outputOf(intent),
    )
    if (asked.threads < 1 || asked.protocol.runs < 1) {
        throw Refused("${asked.threads} threads and ${asked.protocol.runs} runs were asked for; the fewest are 1 and 1")
    }
    return asked
}

/** The name of the result; a name and no path, as it is written into the folder of runs alone. */
fun outputOf(intent: Intent): String {
    val output = intent.text("output")
    if (!NAME.matches(output)) throw Refused("the output \"$output\" is no file name such as run.json")
    return output
}

private fun Intent.text(name: String): String =
    getStringExtra(name) ?: throw Refused("the extra \"$name\" is missing; give it with --es $name VALUE")

/** A number, of whichever type `am start` was told to give it. */
private fun Intent.number(name: String, usual: Double): Double {
    if (!hasExtra(name)) return usual
    val real = getFloatExtra(name, Float.NaN)
    if (!real.isNaN()) return real.toDouble()
    val whole = getIntExtra(name, Int.MIN_VALUE)
    if (whole != Int.MIN_VALUE) return whole.toDouble()
    return getStringExtra(name)?.toDoubleOrNull()
        ?: throw Refused("the extra \"$name\" is no number; give it with --ei or --ef")
}

private val NAME = Regex("[A-Za-z0-9][A-Za-z0-9._-]*")
