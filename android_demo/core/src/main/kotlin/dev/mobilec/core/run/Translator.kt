package dev.mobilec.core.run

import dev.mobilec.core.Refused
import dev.mobilec.core.decode.CachedDecoder
import dev.mobilec.core.decode.ShortlistedDecoder
import dev.mobilec.core.decode.StepModel
import dev.mobilec.core.decode.search
import dev.mobilec.core.decode.shortlisted
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.Decoding
import dev.mobilec.core.manifest.GenerationSettings
import dev.mobilec.core.manifest.ProgramFile
import dev.mobilec.core.manifest.ShortlistEntry
import dev.mobilec.core.manifest.statesIn
import dev.mobilec.core.text.WordLists
import dev.mobilec.core.text.handling.Handling
import java.io.Closeable
import java.io.File
import java.io.FileInputStream
import java.nio.channels.FileChannel

/** The program of a bundle with its search and its words. */
public class Translator internal constructor(
    private val program: Program,
    public val words: Words,
    private val longest: Int,
    decoding: Decoding,
    file: ProgramFile,
    lists: WordLists?,
) : Closeable {
    /** Those of the manifest. */
    public val settings: GenerationSettings = decoding.settings

    private val states = statesIn(file, decoding)

    /** Scores every word; for checks that force tokens. */
    public val model: StepModel by lazy { CachedDecoder(program, states) }

    /** What is searched with where the bundle has a shortlist; null where every word may come. */
    public val shortlisted: ShortlistedDecoder? = decoding.shortlist?.let { entry ->
        lists?.let { shortlisted(program, file, states, entry, it, ::model) }
    }

    /** The method that is called for each token. */
    internal val step: String = decoding.step(file)

    /** The tokens for one source, from the start token on. */
    public fun tokens(ids: LongArray, settings: GenerationSettings = this.settings): IntArray {
        if (ids.size > longest) {
            throw Refused(
                "a source of ${ids.size} tokens was given, and the program takes $longest; split it at its " +
                    "sentences, or export for longer sources",
            )
        }
        return search(shortlisted ?: model, ids, settings)
    }

    /** A text of any length, sentence by sentence; its paragraphs stay. */
    public fun translate(text: String, handling: Handling = Handling()): Translation =
        speaker(handling).run { spoken(whole(text)) }

    /** For one text. */
    internal fun speaker(handling: Handling): Speaker =
        Speaker(words, longest, settings, handling) { tokens(it) }

    override fun close(): Unit = program.close()

    public companion object {
        /** Loads the program of the engine's format. */
        public fun open(bundle: Bundle, engine: Engine, threads: Int): Translator =
            of(bundle, engine.name, loaded(bundle, engine, threads), wordsOf(bundle))

        /** With the program of a format that is loaded. */
        public fun of(bundle: Bundle, format: String, program: Program, words: Words): Translator {
            val decoding = decodingOf(bundle)
            val file = bundle.manifest.program(format)
            val lists = decoding.shortlist?.let { wordLists(bundle, it, file) }
            return Translator(program, words, bundle.manifest.limits.longest, decoding, file, lists)
        }
    }
}

/** What [shortlist] of a manifest says, for the words of a program. */
internal fun wordLists(bundle: Bundle, shortlist: ShortlistEntry, file: ProgramFile): WordLists {
    val bytes = FileInputStream(File(bundle.folder, shortlist.path)).use { stream ->
        stream.channel.let { it.map(FileChannel.MapMode.READ_ONLY, 0, it.size()) }
    }
    return WordLists.read(bytes, file.targetWords())
}

/** How a bundle's translations are searched for. */
internal fun decodingOf(bundle: Bundle): Decoding = bundle.manifest.decoding ?: throw Refused(
    "the bundle \"${bundle.manifest.name}\" is of the task ${bundle.manifest.task}, and does not translate",
)
