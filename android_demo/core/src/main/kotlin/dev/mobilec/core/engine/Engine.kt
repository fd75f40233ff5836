package dev.mobilec.core.engine

import dev.mobilec.core.manifest.ProgramFile
import java.io.Closeable
import java.io.File

/** A runtime that opens the programs of one format. Its [name] is the format's. */
public interface Engine {
    public val name: String
    public val version: String

    /** Why this device cannot run it, in words for a person, or null. */
    public fun unavailable(): String?

    /**
     * Opens [path], which is [file] of a checked bundle; the bytes are mapped, not read.
     * [threads]: how many one call may use, 1 or more. [later]: methods that may never be called, each of
     * which its first call loads, so that it takes neither time nor memory before; all others are loaded now, or
     * the time of their first call would say nothing of a call.
     */
    public fun load(file: ProgramFile, path: File, threads: Int, later: Set<String> = emptySet()): Program
}

/**
 * A loaded file. One thread at a time calls it. What [run] returns may lie in memory that the next
 * call of the same method writes again.
 */
public interface Program : Closeable {
    /** One call: the inputs of a method of the manifest by name, to its outputs by name. */
    public fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor>
}
