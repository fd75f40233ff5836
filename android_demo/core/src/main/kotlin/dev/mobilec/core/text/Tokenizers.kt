package dev.mobilec.core.text

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.json.record
import dev.mobilec.core.text.decoder.readDecoder
import dev.mobilec.core.text.model.readModel
import dev.mobilec.core.text.normalizer.readNormalizer
import dev.mobilec.core.text.postprocessor.PostProcessor
import dev.mobilec.core.text.postprocessor.readPostProcessor
import dev.mobilec.core.text.pretokenizer.readPreTokenizer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json

/** Reads tokenizer.json, the format of Hugging Face's library `tokenizers`, versions 0.22 and 0.23. */
public object Tokenizers {
    private const val FILE = "tokenizer.json"
    private const val FORMAT = "1.0"

    /** A component or an option that this app does not have is refused by its name. */
    public fun read(json: String): Tokenizer {
        val content = try {
            Json.parseToJsonElement(json)
        } catch (broken: SerializationException) {
            val why = broken.message?.lineSequence()?.first()
            throw Refused("$FILE is not JSON ($why); export the bundle again", broken)
        }
        return record(content, FILE, ::assembled)
    }

    private fun assembled(file: Fields): Tokenizer {
        val version = file.text("version")
        if (version != FORMAT) {
            throw Refused("$FILE has version $version, and this app reads $FORMAT; export the bundle again")
        }
        refuseSet(file, "truncation", "would cut texts")
        refuseSet(file, "padding", "would fill texts up")
        val normalizer = file.any("normalizer")?.let { readNormalizer(it, "$FILE.normalizer") }
        val preTokenizer = file.any("pre_tokenizer")?.let { readPreTokenizer(it, "$FILE.pre_tokenizer") }
        if (preTokenizer?.asksForBeginning == true && normalizer?.keepsBeginning == false) {
            throw Refused(
                "$FILE asks where a text begins (prepend_scheme first) after a normalizer that may drop its " +
                    "beginning, which this app does not follow; export the model with prepend_scheme always or never",
            )
        }
        val model = readModel(file.any("model") ?: throw Refused("$FILE has no model"), "$FILE.model")
        val added = file.records("added_tokens") { readAddedToken(this, model) }
        return Pipeline(
            added = AddedTokens(added, normalizer),
            normalizer = normalizer,
            preTokenizer = preTokenizer,
            model = model,
            postProcessor = file.any("post_processor")?.let { readPostProcessor(it, "$FILE.post_processor") }
                ?: PostProcessor.PLAIN,
            decoder = file.any("decoder")?.let { readDecoder(it, "$FILE.decoder") },
        )
    }

    /** How long a text may be says the manifest, and whoever runs the program acts on it. */
    private fun refuseSet(file: Fields, name: String, what: String) {
        if (file.any(name) != null) {
            throw Refused("$FILE has $name, which $what; set it to null and export the bundle again")
        }
    }
}
