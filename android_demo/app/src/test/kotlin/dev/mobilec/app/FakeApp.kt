package dev.mobilec.app

import dev.mobilec.app.engines.Offer
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.manifest.ProgramFile
import java.io.File

/** The app with an engine that fails as a test wants it to. */
class FakeApp : MobilecApp() {
    override val parts: Parts by lazy { Parts(this) { listOf(Offer("onnx", "ONNX Runtime", "0", Failing, null)) } }
}

object Failing : Engine {
    override val name = "onnx"
    override val version = "0"

    /** What loading a program throws, and where that was. */
    var failure: Throwable = IllegalStateException("no failure was chosen")
    var thread: String? = null

    override fun unavailable(): String? = null

    override fun load(file: ProgramFile, path: File, threads: Int, later: Set<String>): Program {
        thread = Thread.currentThread().name
        throw failure
    }
}
