package dev.mobilec.app.benchmark

import android.content.Context
import dev.mobilec.app.ask.Session
import dev.mobilec.app.bundles.Bundles
import dev.mobilec.app.device.PhoneSurroundings
import dev.mobilec.app.engines.Offer
import dev.mobilec.core.Refused
import dev.mobilec.core.benchmark.Job
import dev.mobilec.core.benchmark.Protocol
import dev.mobilec.core.benchmark.Session as Compared
import dev.mobilec.core.benchmark.Watcher
import dev.mobilec.core.benchmark.benchmark
import dev.mobilec.core.benchmark.write
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.manifest.ProgramFile
import java.io.File

/** What is to be measured, and the name of the file that it is written to. */
class Order(val variant: Variant, val protocol: Protocol, val session: Compared, val output: String)

/** Measures on this phone: frees what the screens have loaded, opens the bundle, writes run.json. */
class Bench(private val context: Context, private val bundles: Bundles, private val loaded: Session) {
    /** Called on the worker's thread. What fails after the bundle was opened is in the run. */
    fun run(order: Order, watcher: Watcher): Result {
        // Before anything is measured: a result that finds no place is lost after minutes.
        val file = File(runsFolder(context), order.output)
        val fresh = loaded.neverUsed
        loaded.close()
        loaded.neverUsed = false
        val variant = order.variant
        val engine = variant.offer.engine ?: Absent(variant.offer)
        val bundle = bundles.open(variant.bundle)
        val job = Job(bundle, engine, variant.threads, order.protocol, order.session, fresh)
        val unfinished = File(file.path.removeSuffix(".json") + UNFINISHED)
        val run = benchmark(job, PhoneSurroundings(context), watcher) { write(it, unfinished) }
        write(run, file)
        unfinished.delete()
        return Result(run, file)
    }
}

/** Of the document beside the result's, until that is there: what is left where the process dies at the end. */
const val UNFINISHED = ".unfinished.json"

/** An engine that was asked for and cannot be used: its run says why. */
private class Absent(private val offer: Offer) : Engine {
    override val name = offer.name
    override val version = offer.version.orEmpty()

    override fun unavailable(): String? = offer.why

    override fun load(file: ProgramFile, path: File, threads: Int, later: Set<String>): Program =
        throw Refused(offer.why ?: "${offer.title} cannot be used here")
}
