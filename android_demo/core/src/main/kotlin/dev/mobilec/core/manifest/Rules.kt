package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import kotlin.math.abs

private const val LONGEST_NAME_BYTES = 255
private const val MOST_TOKENS = 1 shl 20
private const val STRONGEST_PENALTY = 100.0
private const val MOST_PARTS = 2
private val CONTROL = Regex("[\\x00-\\x1f\\x7f-\\x9f]")
private val UNFIT = Regex("$CONTROL|[\\\\:]")

/** What no bundle's manifest may say, whoever wrote it: exporters/bundle/rules.py refuses the same. */
internal fun refuseContradictions(manifest: Manifest, where: String) {
    contradictions(manifest).firstOrNull()?.let { throw Refused("$where $it; export the bundle again") }
}

/** Whether it is the name of a folder, or of one in another. */
internal fun isPlain(name: String): Boolean {
    val parts = name.split("/")
    val plain = parts.size <= MOST_PARTS && parts.none { it in setOf("", ".", "..") }
    return plain && name.toByteArray().size <= LONGEST_NAME_BYTES && !UNFIT.containsMatchIn(name)
}

private fun contradictions(manifest: Manifest): Sequence<String> = sequence {
    if (!isPlain(manifest.name)) yield("has the name \"${manifest.name.take(60)}\", which is no name of a folder")
    if (manifest.files.isEmpty()) yield("lists no program")
    val paths = manifest.listed.groupingBy { it.path }.eachCount()
    yieldAll(paths.filterValues { it > 1 }.keys.map { "lists \"$it\" twice" })
    val listed = manifest.texts.map(TextFile::path).toSet()
    val named = listOfNotNull(manifest.text.tokenizer, manifest.text.targetTokenizer)
    yieldAll((named - listed).map { "reads its text with \"$it\", which it does not list" })
    yieldAll(sizes(manifest).filterValues { it < 0 }.keys.map { "has a number of bytes that cannot be: $it" })
    yieldAll(limits(manifest))
    yieldAll(task(manifest))
    manifest.decoding?.let { yieldAll(search(it)) }
}

private fun sizes(manifest: Manifest): Map<String, Long> = buildMap {
    put("unique_parameters", manifest.uniqueParameters - 1)
    for (file in manifest.listed) put("size_bytes of ${file.path}", file.sizeBytes)
    for (program in manifest.files) {
        put("int8_bytes of ${program.path}", program.int8Bytes)
        put("ideal_bytes of ${program.path}", program.idealBytes)
        for ((dtype, size) in program.storedBytes) put("stored_bytes of $dtype of ${program.path}", size)
        for (entry in program.again) put("size_bytes of ${entry.name} again", entry.sizeBytes)
    }
}

private fun limits(manifest: Manifest): Sequence<String> = sequence {
    val (shortest, longest, target) = manifest.limits
    if (shortest !in 1..longest || longest > MOST_TOKENS || (target ?: 1) !in 1..MOST_TOKENS) {
        yield("has limits that cannot be: from $shortest to $longest tokens, and translations of $target")
    }
    if (manifest.text.padId !in 0L..Int.MAX_VALUE) {
        yield("has the pad_id ${manifest.text.padId}, which is no id of a token")
    }
}

private fun task(manifest: Manifest): Sequence<String> = sequence {
    val labels = manifest.text.labels
    if (manifest.task == CLASSIFICATION && labels.toSet().size < maxOf(2, labels.size)) {
        yield("has ${labels.size} labels, and a classifier has two or more, each once")
    }
    if (labels.any(CONTROL::containsMatchIn)) {
        yield("has a label with a control character, which a terminal would obey")
    }
    if (manifest.task == TRANSLATION && manifest.decoding == null) {
        yield("does not say how a translation is searched for")
    }
}

private fun search(decoding: Decoding): Sequence<String> = sequence {
    val settings = decoding.settings
    val wrong = namedTokens(settings).filter { it < 0 }
    if (wrong.isNotEmpty() || settings.eosIds.isEmpty()) {
        yield("names tokens for its search that cannot be: ${wrong.firstOrNull() ?: "no end"}")
    }
    if (settings.numBeams > decoding.hypotheses) {
        yield("searches with ${settings.numBeams} beams of ${decoding.hypotheses} hypotheses")
    }
    val (shortest, longest) = settings.minLength to settings.maxLength
    if (shortest !in 0..longest || longest - 1 > decoding.capacity) {
        yield("searches for $shortest to $longest tokens, with room for ${decoding.capacity}")
    }
    val (own, source) = settings.noRepeatNgram to settings.encoderNoRepeatNgram
    if (own !in 0..MOST_TOKENS || source !in 0..MOST_TOKENS) {
        yield("forbids runs of $own and $source tokens, which cannot be")
    }
    if (!(abs(settings.lengthPenalty) <= STRONGEST_PENALTY)) {
        yield("has the length penalty ${settings.lengthPenalty}, which cannot be")
    }
}

private fun namedTokens(settings: GenerationSettings): List<Int> = listOf(settings.startId) + settings.eosIds +
    listOfNotNull(settings.forcedBos) + settings.forcedEos + settings.suppress + settings.beginSuppress +
    settings.badWords.flatten() + settings.sequenceBias.flatMap(Bias::tokens)
