package dev.mobilec.core.text.postprocessor

/** What stands around the ids of one text. */
internal fun interface PostProcessor {
    fun around(ids: IntArray): IntArray
}

internal class Chain(private val steps: List<PostProcessor>) : PostProcessor {
    override fun around(ids: IntArray): IntArray = steps.fold(ids) { done, step -> step.around(done) }
}

internal class Surround(private val before: IntArray, private val after: IntArray) : PostProcessor {
    override fun around(ids: IntArray): IntArray = before + ids + after
}
