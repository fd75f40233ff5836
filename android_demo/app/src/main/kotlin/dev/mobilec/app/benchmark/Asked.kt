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

/** The extra that asks for the folder where this app and adb meet, with a name for the answer. */
const val READY = "ready"

fun tokenOf(intent: Intent): String = nameOf(intent, READY)

/** The name of the result; a name and no path, as it is written into the folder of runs alone. */
fun outputOf(intent: Intent): String = nameOf(intent, "output")

private fun nameOf(intent: Intent, extra: String): String {
    val name = intent.text(extra)
    if (!NAME.matches(name)) throw Refused("the $extra \"$name\" is no file name such as run.json")
    return name
}

private fun Intent.text(name: String): String =
    getStringExtra(name) ?: throw Refused("the extra \"$name\" is missing; give it with --es $name VALUE")

/** A number, of whichever type `am start` was told to give it: asked for by another, the system logs an exception. */
private fun Intent.number(name: String, usual: Double): Double {
    if (!hasExtra(name)) return usual
    @Suppress("DEPRECATION") // What came in its place wants the type that is not known.
    val given = extras?.get(name)
    val number = (given as? Number)?.toDouble() ?: (given as? String)?.toDoubleOrNull()
    return number?.takeIf { it.isFinite() }
        ?: throw Refused("the extra \"$name\" is no number; give it with --ei or --ef")
}

private val NAME = Regex("[A-Za-z0-9][A-Za-z0-9._-]*")
