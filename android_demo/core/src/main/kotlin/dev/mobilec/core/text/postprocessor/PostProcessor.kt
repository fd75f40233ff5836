package dev.mobilec.core.text.postprocessor

import dev.mobilec.core.Refused
import dev.mobilec.core.text.Encoding

/** A part of what a model reads. [type]: of its tokens. */
internal sealed interface Part {
    val type: Int
}

/** Special tokens. */
internal class Special(val ids: IntArray, override val type: Int) : Part

/** The text, or where it [isPair] the one beside it. */
internal class Text(val isPair: Boolean, override val type: Int) : Part

/** What stands around one text, and around a text and its pair; [two] is null where that is not said. */
internal class PostProcessor(private val one: List<Part>, private val two: List<Part>?) {
    /** How many special tokens stand around one text, or around two. */
    fun added(isPair: Boolean): Int = parts(isPair).sumOf { (it as? Special)?.ids?.size ?: 0 }

    /** The tokens of a text, and of its pair where it has one, with what stands around them. */
    fun around(text: IntArray, pair: IntArray?): Encoding {
        val parts = parts(pair != null)
        val tokens = parts.map { part ->
            when (part) {
                is Special -> part.ids
                is Text -> if (part.isPair) pair ?: IntArray(0) else text
            }
        }
        val encoding = Encoding(LongArray(tokens.sumOf { it.size }), LongArray(tokens.sumOf { it.size }))
        var at = 0
        for ((part, ids) in parts.zip(tokens)) {
            for (id in ids) {
                encoding.ids[at] = id.toLong()
                encoding.types[at++] = part.type.toLong()
            }
        }
        return encoding
    }

    /** This one, and then [outer] around it. */
    fun inside(outer: PostProcessor): PostProcessor = when {
        this === PLAIN -> outer
        outer === PLAIN -> this
        // Two that both add tokens to a pair are in no tokenizer that is known.
        else -> PostProcessor(outer.one.flatMap { if (it is Text) one else listOf(it) }, two = null)
    }

    private fun parts(isPair: Boolean): List<Part> = if (!isPair) {
        one
    } else {
        two ?: throw Refused("tokenizer.json does not say how a text and its pair stand side by side")
    }

    companion object {
        private val TEXT = Text(isPair = false, type = 0)

        /** Nothing around anything. */
        val PLAIN = PostProcessor(listOf(TEXT), listOf(TEXT, Text(isPair = true, type = 1)))

        /** `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, as BERT has it. */
        fun bert(start: Int, end: Int): PostProcessor = closed(start, intArrayOf(end), intArrayOf(), end, type = 1)

        /** `<s> A </s>` and `<s> A </s></s> B </s>`, as RoBERTa has it. */
        fun roberta(start: Int, end: Int): PostProcessor =
            closed(start, intArrayOf(end), intArrayOf(end), end, type = 0)

        private fun closed(start: Int, after: IntArray, between: IntArray, end: Int, type: Int): PostProcessor {
            val first = listOf(Special(intArrayOf(start), 0), TEXT, Special(after, 0))
            val second = listOf(Special(between, 0), Text(isPair = true, type), Special(intArrayOf(end), type))
            return PostProcessor(first, first + second)
        }
    }
}
