package dev.mobilec.app.engines

import dev.mobilec.app.Failing
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

class EnginesTest {
    @get:Rule val folder = TemporaryFolder()

    private val arm = listOf("arm64-v8a", "armeabi-v7a")

    @Test fun `both are offered where both are there`() {
        val offers = offersHere(Processor(setOf("atomics")), arm) { Failing }
        assertEquals(listOf("executorch", "onnx"), offers.map { it.name })
        assertTrue(offers.all { it.engine != null && it.why == null })
    }

    @Test fun `without atomics ExecuTorch is not even loaded, and ONNX Runtime is offered`() {
        val created = ArrayList<String>()
        val offers = offersHere(Processor(setOf("fp", "asimd")), arm) { created += it; Failing }
        assertNull(offers[0].engine)
        assertTrue("atomics" in checkNotNull(offers[0].why) && "ONNX Runtime" in checkNotNull(offers[0].why))
        assertNotNull(offers[1].engine)
        assertFalse(created.any { "executorch" in it })
    }

    @Test fun `on x86, and where nothing is known of the processor, it is offered`() {
        assertNull(offersHere(Processor(setOf("avx2")), listOf("x86_64")) { Failing }[0].why)
        assertNull(offersHere(null, arm) { Failing }[0].why)
    }

    @Test fun `an engine that is missing or broken is shown with its reason`() {
        val offers = offersHere(null, arm) { name ->
            throw if ("onnx" in name) ClassNotFoundException(name) else UnsatisfiedLinkError("no libexecutorch.so")
        }
        assertEquals("the library of ExecuTorch cannot be loaded: no libexecutorch.so", offers[0].why)
        assertEquals("ONNX Runtime is not in this app, which was built without it", offers[1].why)
    }

    @Test fun `the features of a processor are those of its first core`() {
        val arm = cpuinfo("processor\t: 0\nFeatures\t: fp asimd aes atomics asimddp\nCPU part\t: 0xd05\n")
        assertEquals(setOf("fp", "asimd", "aes", "atomics", "asimddp"), processor(arm)?.features)
        assertFalse(checkNotNull(processor(cpuinfo("Features\t: fp asimd aes\n"))).hasAtomics)
        assertEquals(setOf("sse2", "avx2"), processor(cpuinfo("flags\t\t: sse2 avx2\n"))?.features)
        assertNull(processor(cpuinfo("Hardware: none\n")))
        assertNull(processor(File(folder.root, "nothing")))
    }

    private fun cpuinfo(text: String): File = folder.newFile().apply { writeText(text) }
}
