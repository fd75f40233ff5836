package dev.mobilec.app.engines

import android.os.Build
import dev.mobilec.core.engine.Engine

/** An engine as a person sees it. [why]: the reason why it cannot be used here, or null. */
data class Offer(val name: String, val title: String, val version: String?, val engine: Engine?, val why: String?)

/** The engines that this app could have: the format that they run, and the class that does it. */
private val KNOWN = mapOf(
    "executorch" to Known("ExecuTorch", "dev.mobilec.engine.executorch.ExecutorchEngine"),
    "onnx" to Known("ONNX Runtime", "dev.mobilec.engine.onnx.OnnxEngine"),
)

private data class Known(val title: String, val className: String)

/** The name of an engine for a person. */
fun titleOf(engine: String): String = KNOWN[engine]?.title ?: engine

/**
 * Which engines are in this app and run on this device. An app is built with one or both, so each
 * is looked up by its class; the one that is missing is shown with its reason.
 */
fun offersHere(
    processor: Processor? = processor(),
    architectures: List<String> = Build.SUPPORTED_ABIS.toList(),
    instance: (String) -> Engine = ::created,
): List<Offer> = KNOWN.map { (name, known) ->
    try {
        withoutAtomics(name, processor, architectures)?.let { Offer(name, known.title, null, null, it) }
            ?: instance(known.className).let { engine ->
                val why = engine.unavailable()
                Offer(name, known.title, engine.version, engine.takeIf { why == null }, why)
            }
    } catch (_: ReflectiveOperationException) {
        Offer(name, known.title, null, null, "${known.title} is not in this app, which was built without it")
    } catch (broken: LinkageError) {
        Offer(name, known.title, null, null, "the library of ${known.title} cannot be loaded: ${broken.message}")
    }
}

private fun created(className: String): Engine =
    Class.forName(className).getDeclaredConstructor().newInstance() as Engine

/**
 * executorch-android 1.4.0 for arm64 executes an LSE instruction unasked: on a processor without
 * them the app would end by SIGILL, which nothing can catch. So its library is not even loaded.
 */
private fun withoutAtomics(name: String, processor: Processor?, architectures: List<String>): String? = when {
    name != "executorch" || architectures.firstOrNull() != "arm64-v8a" || processor == null -> null
    processor.hasAtomics -> null
    else -> "ExecuTorch needs a processor with LSE atomics (ARMv8.1), and /proc/cpuinfo of this one does not " +
        "list \"atomics\"; ONNX Runtime runs on it"
}
