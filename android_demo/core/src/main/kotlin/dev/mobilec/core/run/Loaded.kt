package dev.mobilec.core.run

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.withRows
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.text.Tokenizer
import dev.mobilec.core.text.Tokenizers
import dev.mobilec.core.text.sentences

/** The program of the engine's format, which takes ids also where the file wants rows. */
public fun loaded(bundle: Bundle, engine: Engine, threads: Int): Program {
    engine.unavailable()?.let { throw Refused(it) }
    if (threads < 1) throw Refused("$threads threads were asked for; the fewest are 1")
    val file = bundle.manifest.program(engine.name)
    val path = bundle.path(file)
    val later = bundle.manifest.decoding?.later(file).orEmpty()
    return withRows(engine.load(file, path, threads, later), file, path)
}

/** The tokenizer that reads a bundle's texts. */
public fun tokenizerOf(bundle: Bundle): Tokenizer = Tokenizers.read(bundle.tokenizer())

/** The words of a bundle that translates. */
public fun wordsOf(bundle: Bundle): Words {
    val source = tokenizerOf(bundle)
    return Words(source, bundle.targetTokenizer()?.let(Tokenizers::read) ?: source, bundle.manifest.text, ::sentences)
}
