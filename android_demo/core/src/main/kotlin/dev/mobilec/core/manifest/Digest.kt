package dev.mobilec.core.manifest

import java.io.File
import java.security.MessageDigest

/** sha256 in hex and bytes of a file, or of a folder: over each file's path and sha256, sorted. */
public data class Digest(val sha256: String, val sizeBytes: Long)

/** What a bundle lists, as exporters/bundle/digest.py computes it. */
public fun digest(path: File): Digest {
    if (path.isFile) return fileDigest(path)
    val whole = MessageDigest.getInstance("SHA-256")
    var total = 0L
    // As Python sorts paths: part by part.
    val files = path.walkTopDown().filter(File::isFile).map { it.relativeTo(path).invariantSeparatorsPath.split("/") }
    for (parts in files.sortedWith(::comparePaths)) {
        val name = parts.joinToString("/")
        val inner = fileDigest(File(path, name))
        whole.update("$name\u0000${inner.sha256}\n".toByteArray())
        total += inner.sizeBytes
    }
    return Digest(hex(whole.digest()), total)
}

private fun comparePaths(one: List<String>, other: List<String>): Int {
    for ((a, b) in one.zip(other)) if (a != b) return a.compareTo(b)
    return one.size - other.size
}

private fun fileDigest(file: File): Digest {
    val whole = MessageDigest.getInstance("SHA-256")
    val chunk = ByteArray(CHUNK_BYTES)
    var total = 0L
    file.inputStream().use { stream ->
        while (true) {
            val count = stream.read(chunk)
            if (count < 0) break
            whole.update(chunk, 0, count)
            total += count
        }
    }
    return Digest(hex(whole.digest()), total)
}

private fun hex(bytes: ByteArray): String = bytes.joinToString("") { "%02x".format(it) }

private const val CHUNK_BYTES = 1 shl 20
