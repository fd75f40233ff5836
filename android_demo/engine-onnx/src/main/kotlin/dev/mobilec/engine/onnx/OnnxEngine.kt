package dev.mobilec.engine.onnx

import ai.onnxruntime.OnnxTensor
import ai.onnxruntime.OrtEnvironment
import ai.onnxruntime.OrtException
import ai.onnxruntime.OrtLoggingLevel
import ai.onnxruntime.OrtSession
import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Call
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.MethodEntry
import dev.mobilec.core.manifest.ProgramFile
import java.io.File
import java.nio.FloatBuffer
import java.util.IdentityHashMap

/** ONNX Runtime on the processor. A program is a file, or a folder with a file a method. */
public class OnnxEngine : Engine {
    override val name: String = "onnx"
    override val version: String by lazy { OrtEnvironment.getEnvironment().version }

    override fun unavailable(): String? = try {
        OrtEnvironment.getEnvironment()
        null
    } catch (missing: LinkageError) {
        "ONNX Runtime has no library for this processor (${missing.message}); choose another engine"
    }

    override fun load(file: ProgramFile, path: File, threads: Int, later: Set<String>): Program {
        val program = OnnxProgram(file.methods) { method ->
            val model = if (path.isDirectory) File(path, "${method.name}.onnx") else path
            try {
                OnnxMethod(method, model, threads)
            } catch (failure: OrtException) {
                val reason = "is not a model that ONNX Runtime $version can load: ${failure.message}"
                throw Refused("${file.path} $reason", failure)
            }
        }
        try {
            for (method in file.methods) if (method.name !in later) program.loaded(method.name)
        } catch (refused: Refused) {
            program.close()
            throw refused
        }
        return program
    }
}

private class OnnxProgram(methods: List<MethodEntry>, private val load: (MethodEntry) -> OnnxMethod) : Program {
    private val methods = methods.associateBy(MethodEntry::name)
    private val loaded = HashMap<String, OnnxMethod>()

    fun loaded(method: String): OnnxMethod = loaded.getOrPut(method) {
        load(
            methods[method]
                ?: throw Refused("there is no method \"$method\"; the program has ${methods.keys.joinToString()}"),
        )
    }

    override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> = loaded(method).run(inputs)

    override fun close() = loaded.values.forEach(OnnxMethod::close)
}

/** A session. Tensors of the last call stay bound to it, as a search hands in most of them again. */
private class OnnxMethod(private val entry: MethodEntry, model: File, threads: Int) {
    private val environment = OrtEnvironment.getEnvironment()
    // The file is handed over by its path: the runtime maps the weights that lie beside it.
    private val session = OrtSession.SessionOptions().use { options ->
        options.setIntraOpNumThreads(threads)
        options.setInterOpNumThreads(1)
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR)
        environment.createSession(model.path, options)
    }
    private val call = Call(entry)
    private var bound = IdentityHashMap<Tensor, OnnxTensor>()
    private var boundInputs: Map<String, OnnxTensor> = emptyMap()
    private var boundOutputs: Map<String, OnnxTensor> = emptyMap()

    fun run(given: Map<String, Tensor>): Map<String, Tensor> {
        val inputs = call.inputs(given)
        val outputs = call.outputs(inputs)
        if (!isBound(inputs, outputs.values)) bind(inputs, outputs)
        try {
            session.run(boundInputs, emptySet(), boundOutputs).close()
        } catch (failure: OrtException) {
            throw Refused("the method ${entry.name} did not run: ${failure.message}", failure)
        }
        return outputs
    }

    fun close() {
        bound.values.forEach(OnnxTensor::close)
        bound.clear()
        session.close()
    }

    private fun isBound(inputs: List<Tensor>, outputs: Collection<Tensor>) =
        bound.size == inputs.size + outputs.size && inputs.all(bound::containsKey) && outputs.all(bound::containsKey)

    private fun bind(inputs: List<Tensor>, outputs: Map<String, Tensor>) {
        val kept = IdentityHashMap<Tensor, OnnxTensor>()
        for (tensor in inputs + outputs.values) kept[tensor] = bound.remove(tensor) ?: onnx(tensor)
        bound.values.forEach(OnnxTensor::close)
        bound = kept
        boundInputs = entry.inputs.indices.associate { entry.inputs[it].name to kept.getValue(inputs[it]) }
        boundOutputs = outputs.mapValues { kept.getValue(it.value) }
    }

    private fun onnx(tensor: Tensor): OnnxTensor = if (tensor.data is FloatBuffer) {
        OnnxTensor.createTensor(environment, tensor.floats, tensor.shape)
    } else {
        OnnxTensor.createTensor(environment, tensor.longs, tensor.shape)
    }
}
