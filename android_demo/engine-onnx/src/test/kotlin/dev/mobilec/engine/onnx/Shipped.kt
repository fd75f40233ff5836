package dev.mobilec.engine.onnx

import dev.mobilec.core.manifest.Bundle
import java.io.File
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assumptions.assumeTrue

/** A shipped bundle, as "make phone-bundles" made it. */
fun shipped(name: String): Bundle {
    val folder = File(System.getProperty("mobilec.bundles"), name)
    assumeTrue(folder.isDirectory, "$folder is not there: make phone-bundles")
    return Bundle.open(folder)
}

/** What Python makes of many sentences with the same release of the runtime: tests/fixtures/answers.py. */
fun answers(): JsonElement {
    val file = File(System.getProperty("mobilec.fixtures"), "answers.json")
    assumeTrue(file.isFile, "$file is not there: tests/android_demo/maven.py makes it")
    val answers = Json.parseToJsonElement(file.readText())
    val release = answers["onnxruntime"].jsonPrimitive.content
    val here = OnnxEngine().version
    assumeTrue(release == here, "$file is of ONNX Runtime $release, this is $here: int8 is rounded otherwise")
    return answers
}

operator fun JsonElement.get(name: String): JsonElement = (this as JsonObject).getValue(name)
