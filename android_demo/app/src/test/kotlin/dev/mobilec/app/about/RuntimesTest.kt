package dev.mobilec.app.about

import org.junit.Assert.assertEquals
import org.junit.Test

class RuntimesTest {
    @Test fun `whose build is inside, and why another is not`() {
        val text = """{"schema": 1, "builder": "tools", "abis": ["arm64-v8a"], "engines": [
            {"engine": "executorch", "included": true, "runtime": "some-package@0.9.3", "version": "about 1.3",
             "origin": "a third-party build", "licence": "MIT"},
            {"engine": "onnx", "included": false, "reason": "it could not be resolved by Maven"}]}"""
        val expected = mapOf(
            "executorch" to "some-package@0.9.3 (about 1.3), a third-party build, MIT",
            "onnx" to "it could not be resolved by Maven",
        )
        assertEquals(expected, runtimesOf(text))
    }
}
