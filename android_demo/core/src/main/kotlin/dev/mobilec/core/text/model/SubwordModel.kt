package dev.mobilec.core.text.model

import dev.mobilec.core.Refused
import java.util.concurrent.ConcurrentHashMap

/** Cuts one piece of text into tokens of its vocabulary. */
internal interface SubwordModel {
    fun ids(piece: String): IntArray

    fun id(token: String): Int?

    fun token(id: Int): String?
}

/** Tokens by id and ids by token. */
internal class Vocabulary(private val ids: Map<String, Int>) {
    private val tokens: Map<Int, String> = ids.entries.associate { it.value to it.key }

    fun id(token: String): Int? = ids[token]

    fun token(id: Int): String? = tokens[id]

    /** The id for what the vocabulary does not have. */
    fun unknown(token: String): Int = ids[token] ?: throw Refused(
        "the text has a part that the tokenizer does not know, and its vocabulary lacks $token, which should stand " +
            "for it; export the bundle again with a tokenizer that is whole",
    )
}

/** Words come again, so what was cut once is kept, up to [CAPACITY] pieces. */
internal class Remembering(private val model: SubwordModel) : SubwordModel by model {
    private val known = ConcurrentHashMap<String, IntArray>()

    override fun ids(piece: String): IntArray = known[piece] ?: model.ids(piece).also {
        if (piece.length < LONGEST && known.size < CAPACITY) known[piece] = it
    }

    private companion object {
        const val CAPACITY = 10_000
        const val LONGEST = 256
    }
}

/** The tokens `<0x00>` to `<0xFF>` that stand for the bytes of characters without a token of their own. */
internal class ByteTokens(idOf: (String) -> Int?) {
    private val ids: Array<Int?> = Array(256) { idOf("<0x%02X>".format(java.util.Locale.ROOT, it)) }

    /** Null unless every byte has one. */
    fun of(text: String): IntArray? {
        val bytes = text.toByteArray(Charsets.UTF_8)
        val found = IntArray(bytes.size)
        for ((i, byte) in bytes.withIndex()) found[i] = ids[byte.toInt() and 0xFF] ?: return null
        return found
    }
}

/** Ids one after the other. */
internal class IdList(capacity: Int) {
    private var ids = IntArray(maxOf(capacity, 4))
    var size = 0
        private set

    fun add(id: Int) {
        if (size == ids.size) ids = ids.copyOf(size * 2)
        ids[size++] = id
    }

    fun addAll(more: IntArray) = more.forEach(::add)

    operator fun get(place: Int): Int = ids[place]

    fun toArray(): IntArray = ids.copyOf(size)
}
