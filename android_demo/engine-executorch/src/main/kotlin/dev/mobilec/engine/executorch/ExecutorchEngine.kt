package dev.mobilec.engine.executorch

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
import org.pytorch.executorch.EValue
import org.pytorch.executorch.ExecuTorchRuntime
import org.pytorch.executorch.Module
import org.pytorch.executorch.Tensor as NativeTensor

/** ExecuTorch with XNNPACK. A program is a .pte, whose path is handed over, so its bytes are mapped. */
public class ExecutorchEngine : Engine {
    override val name: String = "executorch"

    /** Of the runtime that this app was built with; the library itself does not say. */
    override val version: String by lazy {
        javaClass.getResourceAsStream("runtime.txt")?.use { it.reader().readText().trim() } ?: "unknown"
    }

    override fun unavailable(): String? = try {
        ExecuTorchRuntime.getRuntime()
        null
    } catch (missing: LinkageError) {
        "ExecuTorch has no library for this processor (${missing.message}); choose another engine"
    }

    override fun load(file: ProgramFile, path: File, threads: Int, later: Set<String>): Program = try {
        val module = Module.load(path.path, Module.LOAD_MODE_MMAP, threads)
        for (method in file.methods) if (method.name !in later) module.loadMethod(method.name)
        ExecutorchProgram(module, file.methods.associate { it.name to ExecutorchMethod(module, it) })
    } catch (failure: RuntimeException) {
        throw Refused("${file.path} is not a program that ExecuTorch $version can load: ${failure.message}", failure)
    }
}

private class ExecutorchProgram(
    private val module: Module,
    private val methods: Map<String, ExecutorchMethod>,
) : Program {
    override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
        val called = methods[method]
            ?: throw Refused("there is no method \"$method\"; the program has ${methods.keys.joinToString()}")
        return called.run(inputs)
    }

    override fun close() = module.destroy()
}

/** Tensors of the last call stay bound, as a search hands in most of them again. */
private class ExecutorchMethod(private val module: Module, private val entry: MethodEntry) {
    private val call = Call(entry)
    private var bound = IdentityHashMap<Tensor, EValue>()
    private val arguments = arrayOfNulls<EValue>(entry.inputs.size)

    fun run(given: Map<String, Tensor>): Map<String, Tensor> {
        val inputs = call.inputs(given)
        if (bound.size != inputs.size || !inputs.all(bound::containsKey)) bind(inputs)
        for (at in inputs.indices) arguments[at] = bound[inputs[at]]
        val found = try {
            module.execute(entry.name, *arguments.requireNoNulls())
        } catch (failure: RuntimeException) {
            throw Refused("the method ${entry.name} did not run: ${failure.message}", failure)
        }
        val outputs = call.outputs(inputs)
        if (found.size != entry.outputs.size) {
            throw Refused("the method ${entry.name} gave ${found.size} of its ${entry.outputs.size} outputs")
        }
        for ((at, described) in entry.outputs.withIndex()) copy(found[at].toTensor(), outputs.getValue(described.name))
        return outputs
    }

    private fun bind(inputs: List<Tensor>) {
        val kept = IdentityHashMap<Tensor, EValue>()
        for (tensor in inputs) kept[tensor] = bound[tensor] ?: EValue.from(native(tensor))
        bound = kept
    }

    private fun native(tensor: Tensor): NativeTensor = if (tensor.data is FloatBuffer) {
        NativeTensor.fromBlob(tensor.floats, tensor.shape)
    } else {
        NativeTensor.fromBlob(tensor.longs, tensor.shape)
    }

    /** What the runtime returns lies in memory that its next call writes. */
    private fun copy(from: NativeTensor, to: Tensor) {
        if (!from.shape().contentEquals(to.shape)) {
            throw Refused("${entry.name} gave ${from.shape().toList()}, and the manifest says ${to.shape.toList()}")
        }
        if (to.data is FloatBuffer) from.copyDataInto(to.floats) else from.copyDataInto(to.longs)
    }
}
