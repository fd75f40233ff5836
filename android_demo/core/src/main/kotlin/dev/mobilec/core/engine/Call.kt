package dev.mobilec.core.engine

import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.MethodEntry
import dev.mobilec.core.manifest.Size
import dev.mobilec.core.manifest.TensorEntry

/**
 * Calls of one method: inputs are held against the manifest, and outputs get tensors of the sizes
 * that follow from them, the same ones as long as the sizes stay.
 */
public class Call(private val method: MethodEntry) {
    private var accepted: List<Tensor> = emptyList()
    private var made: Map<String, Tensor> = emptyMap()

    /** The inputs in the order of the manifest; refuses what the method does not take. */
    public fun inputs(given: Map<String, Tensor>): List<Tensor> {
        if (given.size != method.inputs.size) throw wrongNames(given)
        return method.inputs.map { given[it.name] ?: throw wrongNames(given) }
    }

    /** Tensors for the outputs of a call with these inputs, by name. */
    public fun outputs(inputs: List<Tensor>): Map<String, Tensor> {
        if (!sameSizes(inputs)) {
            val extents = extents(inputs)
            made = method.outputs.associate { it.name to tensor(it, extents) }
            accepted = inputs
        }
        return made
    }

    private fun sameSizes(inputs: List<Tensor>): Boolean = accepted.size == inputs.size &&
        inputs.indices.all { accepted[it] === inputs[it] || accepted[it].shape.contentEquals(inputs[it].shape) }

    /** The extent of each size that has a name; refuses shapes that do not fit. */
    private fun extents(inputs: List<Tensor>): Map<String, Long> {
        val found = HashMap<String, Long>()
        for ((entry, tensor) in method.inputs.zip(inputs)) {
            if (entry.shape.size != tensor.shape.size) throw wrongShape(entry, tensor)
            for ((size, extent) in entry.shape.zip(tensor.shape.asIterable())) {
                val known = size.name?.let { found.getOrPut(it) { extent } } ?: extent
                if (extent !in size.minimum..size.maximum || known != extent) throw wrongShape(entry, tensor)
            }
        }
        return found
    }

    private fun tensor(entry: TensorEntry, extents: Map<String, Long>): Tensor {
        val shape = LongArray(entry.shape.size) { extent(entry.shape[it], extents) }
        return when (entry.dtype) {
            "float32" -> Tensor.floats(*shape)
            "int64" -> Tensor.longs(*shape)
            else -> throw Refused(
                "${method.name} returns ${entry.dtype} as ${entry.name}; this app reads float32 and int64",
            )
        }
    }

    private fun extent(size: Size, extents: Map<String, Long>): Long = extents[size.name] ?: size.maximum

    private fun wrongNames(given: Map<String, Tensor>) =
        Refused("${method.name} takes ${method.inputs.joinToString { it.name }}, not ${given.keys.joinToString()}")

    private fun wrongShape(entry: TensorEntry, tensor: Tensor): Refused {
        val sizes = entry.shape.joinToString {
            if (it.minimum == it.maximum) "${it.minimum}" else "${it.minimum} to ${it.maximum}"
        }
        return Refused("${entry.name} of ${method.name} is ($sizes), and ${tensor.shape.toList()} was given")
    }
}
