package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.io.File

/** golden.json: real inputs with the answers of the PyTorch model. */
sealed interface Golden {
    /** Format to the largest centred relative error that a runtime may show. */
    val tolerance: Map<String, Double>
}

data class ClassifierGolden(
    val sentences: List<Sentence>,
    val probes: List<Probe>,
    override val tolerance: Map<String, Double>,
) : Golden {
    /**
     * [margin]: how far the best logit is above the second. [pair]: the text beside [text], where pairs are labelled.
     * [types]: of a program that reads them, else empty.
     */
    class Sentence(
        val text: String,
        val ids: LongArray,
        val logits: DoubleArray,
        val label: String,
        val margin: Double,
        val pair: String? = null,
        val types: LongArray = LongArray(0),
    )

    /** [padding]: how many pad ids, masked by 0, stand behind [ids]. */
    class Probe(val ids: LongArray, val padding: Int, val logits: DoubleArray, val types: LongArray = LongArray(0))
}

data class TranslatorGolden(
    val language: String,
    val sentences: List<Sentence>,
    val vocabulary: IntArray,
    val probes: List<Probe>,
    override val tolerance: Map<String, Double>,
) : Golden {
    /** [greedy]: the tokens with one beam; [searched]: with the manifest's settings. */
    class Sentence(
        val text: String,
        val ids: LongArray,
        val greedy: IntArray,
        val searched: IntArray,
        val translation: String,
    )

    /**
     * [forced]: the tokens that the steps are given. [logits]: after those at [positions], of the
     * golden's vocabulary. [best]: the likeliest of all ids there.
     */
    class Probe(
        val ids: LongArray,
        val padding: Int,
        val forced: IntArray,
        val positions: IntArray,
        val logits: List<DoubleArray>,
        val best: IntArray,
    )
}

/** Reads golden.json; refuses another schema. */
internal fun readGolden(file: File): Golden {
    val document = readJson(file, file.path)
    val schema = (document as? JsonObject)?.get("schema")
    if (schema != JsonPrimitive(SCHEMA)) throw Refused("${file.path} has schema $schema; this app reads $SCHEMA")
    return record(document, file.path) {
        long("schema")
        when (val task = text("task")) {
            CLASSIFICATION -> classifier()
            TRANSLATION -> translator()
            else -> throw Refused("${file.path} is of the task \"$task\", which this app does not know")
        }
    }
}

private fun Fields.classifier() = ClassifierGolden(
    records("sentences") {
        ClassifierGolden.Sentence(
            text("text"), longs("input_ids"), doubles("logits"), text("label"), double("margin"), textOrNull("pair"),
            longs(TYPES),
        )
    },
    records("probes") { ClassifierGolden.Probe(longs("input_ids"), int("padding"), doubles("logits"), longs(TYPES)) },
    map("tolerance", ::real),
)

private fun Fields.translator(): TranslatorGolden {
    any("rows")
    return TranslatorGolden(
        text("language"),
        records("sentences") { sentence() },
        ints("vocabulary").toIntArray(),
        records("probes") { probe() },
        map("tolerance", ::real),
    )
}

private fun Fields.sentence(): TranslatorGolden.Sentence {
    any("leads")
    return TranslatorGolden.Sentence(
        text("text"), longs("input_ids"), ints("greedy").toIntArray(), ints("searched").toIntArray(),
        text("translation"),
    )
}

private fun Fields.probe(): TranslatorGolden.Probe {
    any("leads")
    return TranslatorGolden.Probe(
        longs("input_ids"), int("padding"), ints("forced").toIntArray(), ints("positions").toIntArray(),
        list("logits") { row, place -> items(row, place, ::real).toDoubleArray() }, ints("best").toIntArray(),
    )
}
