package dev.mobilec.core.text.postprocessor

import dev.mobilec.core.Refused
import kotlinx.serialization.json.Json
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class PostProcessorsTest {
    private fun read(json: String) = readPostProcessor(Json.parseToJsonElement(json), "here")

    private fun around(json: String): List<Int> = read(json).around(intArrayOf(5, 6), null).ids.map(Long::toInt)

    private fun pair(json: String): String = read(json).around(intArrayOf(5, 6), intArrayOf(7)).toString()

    private fun template(single: String, pair: String = "") =
        "{\"type\":\"TemplateProcessing\",\"single\":[$single],\"pair\":[$pair]," +
            "\"special_tokens\":{\"S\":{\"id\":\"S\",\"ids\":[1,2],\"tokens\":[\"S\",\"T\"]}}}"

    private val special = "{\"SpecialToken\":{\"id\":\"S\",\"type_id\":0}}"
    private val text = "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}"
    private val bert = "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}"
    private val roberta =
        bert.replace("Bert", "Roberta").dropLast(1) + ",\"trim_offsets\":true,\"add_prefix_space\":false}"
    private val bytes = "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}"

    @Test
    fun `a template may stand before, after and around`() {
        assertEquals(listOf(1, 2, 5, 6), around(template("$special,$text")))
        assertEquals(listOf(5, 6, 1, 2, 1, 2), around(template("$text,$special,$special")))
        assertEquals(listOf(5, 6), around(template(text)))
    }

    @Test
    fun `BERT's and RoBERTa's form, alone and in a sequence`() {
        assertEquals(listOf(2, 5, 6, 3), around(bert))
        assertEquals(listOf(2, 5, 6, 3), around(roberta))
        assertEquals(listOf(2, 2, 5, 6, 3, 3), around("{\"type\":\"Sequence\",\"processors\":[$bert,$roberta]}"))
    }

    @Test
    fun `a pair as a template, BERT, RoBERTa and nobody have it`() {
        val other = text.replace("\"A\"", "\"B\"").replace(":0}", ":1}")
        val between = special.replace(":0}", ":1}")
        val byTemplate = template(text, "$special,$text,$other,$between")
        assertEquals("[1, 2, 5, 6, 7, 1, 2] of the types [0, 0, 0, 0, 1, 1, 1]", pair(byTemplate))
        assertEquals("[2, 5, 6, 3, 7, 3] of the types [0, 0, 0, 0, 1, 1]", pair(bert))
        assertEquals("[2, 5, 6, 3, 3, 7, 3] of the types [0, 0, 0, 0, 0, 0, 0]", pair(roberta))
        assertEquals("[5, 6, 7] of the types [0, 0, 1]", pair(bytes))
        assertEquals(pair(byTemplate), pair("{\"type\":\"Sequence\",\"processors\":[$bytes,$byTemplate,$bytes]}"))
    }

    @Test
    fun `a pair is refused where its template has not both texts, or two add tokens`() {
        assertThrows(Refused::class.java) { pair(template(text)) }
        assertThrows(Refused::class.java) { pair(template(text, "$text,$special")) }
        assertThrows(Refused::class.java) { pair("{\"type\":\"Sequence\",\"processors\":[$bert,$roberta]}") }
    }

    @Test
    fun `a template without the text, with it twice, with another text or an unknown token is refused`() {
        val other = text.replace("\"A\"", "\"B\"")
        for (single in listOf(special, "$text,$text", "$text,$other", special.replace("\"S\"", "\"U\""))) {
            assertThrows(Refused::class.java) { around(template(single)) }
        }
    }
}
