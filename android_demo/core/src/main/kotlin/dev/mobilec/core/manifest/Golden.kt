package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.json.items
import dev.mobilec.core.json.readJson
import dev.mobilec.core.json.real
import dev.mobilec.core.json.record
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.io.File

/** golden.json: real inputs with the answers of the PyTorch model. */
public sealed interface Golden {
    /** Format to the largest centred relative error that a runtime may show. */
    public val tolerance: Map<String, Double>
}

public data class ClassifierGolden(
    val sentences: List<Sentence>,
    val probes: List<Probe>,
    override val tolerance: Map<String, Double>,
) : Golden {
    /**
     * [margin]: how far the best logit is above the second. [pair]: the text beside [text], where pairs are labelled.
     * [types]: of a program that reads them, else empty.
     */
    public class Sentence(
        public val text: String,
        public val ids: LongArray,
        public val logits: DoubleArray,
        public val label: String,
        public val margin: Double,
        public val pair: String? = null,
        public val types: LongArray = LongArray(0),
    )

    /** [padding]: how many pad ids, masked by 0, stand behind [ids]. */
    public class Probe(
        public val ids: LongArray,
        public val padding: Int,
        public val logits: DoubleArray,
        public val types: LongArray = LongArray(0),
    )
}

public data class TranslatorGolden(
    val language: String,
    val sentences: List<Sentence>,
    val vocabulary: IntArray,
    val probes: List<Probe>,
    override val tolerance: Map<String, Double>,
) : Golden {
    /** [greedy]: the tokens with one beam; [searched]: with the manifest's settings. */
    public class Sentence(
        public val text: String,
        public val ids: LongArray,
        public val greedy: IntArray,
        public val searched: IntArray,
        public val translation: String,
    )

    /**
     * [forced]: the tokens that the steps are given. [logits]: after those at [positions], of the
     * golden's vocabulary. [best]: the likeliest of all ids there.
     */
    public class Probe(
        public val ids: LongArray,
        public val padding: Int,
        public val forced: IntArray,
        public val positions: IntArray,
        public val logits: List<DoubleArray>,
        public val best: IntArray,
    )
}

private const val GOLDEN_SCHEMA = 1

/** Reads golden.json; refuses another schema. */
internal fun readGolden(file: File): Golden {
    val document = readJson(file, file.path)
    val schema = (document as? JsonObject)?.get("schema")
    if (schema != JsonPrimitive(GOLDEN_SCHEMA)) {
        throw Refused("${file.path} has schema $schema; this app reads $GOLDEN_SCHEMA")
    }
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
