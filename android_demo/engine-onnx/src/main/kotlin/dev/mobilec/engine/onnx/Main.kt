package dev.mobilec.engine.onnx

import dev.mobilec.core.Refused
import dev.mobilec.core.benchmark.App
import dev.mobilec.core.benchmark.Condition
import dev.mobilec.core.benchmark.Core
import dev.mobilec.core.benchmark.Cores
import dev.mobilec.core.benchmark.Device
import dev.mobilec.core.benchmark.FAILED
import dev.mobilec.core.benchmark.Job
import dev.mobilec.core.benchmark.Progress
import dev.mobilec.core.benchmark.Protocol
import dev.mobilec.core.benchmark.Surroundings
import dev.mobilec.core.benchmark.Thermal
import dev.mobilec.core.benchmark.Watcher
import dev.mobilec.core.benchmark.alone
import dev.mobilec.core.benchmark.benchmark
import dev.mobilec.core.benchmark.kibibytes
import dev.mobilec.core.benchmark.write
import dev.mobilec.core.manifest.Bundle
import java.io.File
import kotlin.system.exitProcess

/**
 * The benchmark of the app on the JVM of this machine: BUNDLE OUTPUT [--threads N] [--warmups N]
 * [--runs N] [--seconds S] [--sustained MINUTES] [--order SEED].
 *
 * It writes the lines that the app writes into a phone's log.
 */
public object Main {
    @JvmStatic
    public fun main(arguments: Array<String>) {
        val status = try {
            run(arguments.toList())
        } catch (refused: Refused) {
            System.err.println(refused.message)
            FAILED
        }
        exitProcess(status)
    }

    private fun run(arguments: List<String>): Int {
        if (arguments.size < 2 || arguments.size % 2 == 1) {
            throw Refused("use: BUNDLE OUTPUT [${OPTIONS.joinToString(" N] [")} N]")
        }
        val output = File(arguments[1])
        val job = job(File(arguments[0]), options(arguments.drop(2)))
        val run = benchmark(job, Host, Lines)
        write(run, output)
        println("finished ${run.exitStatus} ${output.name}")
        return run.exitStatus
    }

    private fun job(folder: File, options: Map<String, Double>) = Job(
        bundle = Bundle.open(folder),
        engine = OnnxEngine(),
        threads = options["--threads"]?.toInt() ?: 1,
        protocol = Protocol().let {
            Protocol(
                warmups = options["--warmups"]?.toInt() ?: it.warmups,
                runs = options["--runs"]?.toInt() ?: it.runs,
                seconds = options["--seconds"] ?: it.seconds,
                sustainedMinutes = options["--sustained"] ?: it.sustainedMinutes,
            )
        },
        session = alone(options["--order"]?.toLong() ?: 0),
    )

    private fun options(words: List<String>): Map<String, Double> = words.chunked(2).associate { (name, value) ->
        if (name !in OPTIONS) throw Refused("there is no option $name; there are ${OPTIONS.joinToString()}")
        name to (value.toDoubleOrNull() ?: throw Refused("$name wants a number, and got \"$value\""))
    }

    private val OPTIONS = listOf("--threads", "--warmups", "--runs", "--seconds", "--sustained", "--order")
}

private object Lines : Watcher {
    override val cancelled = false

    override fun heard(progress: Progress) = println(progress.line)
}

/** This machine: it has no battery that an app would ask about. */
private object Host : Surroundings {
    private val cores = Cores()

    override val app = App("dev.mobilec.engine.onnx.Main", VERSION, commit = "", buildType = "release")

    override fun device(): Device {
        val memory = kibibytes(read("/proc/meminfo"))
        val processor = read("/proc/cpuinfo").lines().filter { ':' in it }
        return Device(
            kind = "host",
            manufacturer = null,
            model = null,
            name = null,
            soc = said(processor, "model name"),
            cores = Runtime.getRuntime().availableProcessors(),
            features = (said(processor, "flags") ?: said(processor, "Features")).orEmpty().split(' ')
                .filter { it in TELLING },
            memoryBytes = memory["MemTotal"],
            availableBytes = memory["MemAvailable"],
            os = System.getProperty("os.name"),
            osVersion = System.getProperty("os.version"),
            abi = System.getProperty("os.arch"),
            coreKinds = cores.kinds(),
        )
    }

    override fun condition() = Condition(loadAverage = read("/proc/loadavg").substringBefore(' ').toDoubleOrNull())

    override fun thermal(): Thermal? = null

    override fun core(): Core? = cores.look()

    /** Linux counts the start of a process in ticks since its own, of which a second has 100. */
    override fun aliveMs(): Double? {
        val started = read("/proc/self/stat").substringAfterLast(')').trim().split(' ').getOrNull(STARTED)
        val up = read("/proc/uptime").substringBefore(' ').toDoubleOrNull() ?: return null
        return started?.toDoubleOrNull()?.let { (up - it / TICKS) * MILLIS }
    }

    private fun read(path: String): String = File(path).let { if (it.canRead()) it.readText() else "" }

    private fun said(lines: List<String>, name: String): String? =
        lines.firstOrNull { it.substringBefore(':').trim() == name }?.substringAfter(':')?.trim()

    private const val VERSION = "0.1.0"

    /** Its place behind the name in /proc/self/stat, counted from 0: field 22 of proc(5). */
    private const val STARTED = 19
    private const val TICKS = 100
    private const val MILLIS = 1000

    /** What a processor offers for int8 and float16. */
    private val TELLING = setOf(
        "avx2", "avx_vnni", "avx512_vnni", "avx512f", "amx_int8", "f16c",
        "asimddp", "i8mm", "asimdhp", "atomics", "sve",
    )
}
