package dev.mobilec.core.text.postprocessor

import dev.mobilec.core.Refused
import kotlinx.serialization.json.Json
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class PostProcessorsTest {
    private fun around(json: String): List<Int> =
        readPostProcessor(Json.parseToJsonElement(json), "here").around(intArrayOf(5, 6)).toList()

    private fun template(single: String) =
        "{\"type\":\"TemplateProcessing\",\"single\":[$single],\"pair\":[]," +
            "\"special_tokens\":{\"S\":{\"id\":\"S\",\"ids\":[1,2],\"tokens\":[\"S\",\"T\"]}}}"

    private val special = "{\"SpecialToken\":{\"id\":\"S\",\"type_id\":0}}"
    private val text = "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}"

    @Test
    fun `a template may stand before, after and around`() {
        assertEquals(listOf(1, 2, 5, 6), around(template("$special,$text")))
        assertEquals(listOf(5, 6, 1, 2, 1, 2), around(template("$text,$special,$special")))
        assertEquals(listOf(5, 6), around(template(text)))
    }

    @Test
    fun `BERT's and RoBERTa's form, alone and in a sequence`() {
        val bert = "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}"
        val roberta = bert.replace("Bert", "Roberta").dropLast(1) + ",\"trim_offsets\":true,\"add_prefix_space\":false}"
        assertEquals(listOf(2, 5, 6, 3), around(bert))
        assertEquals(listOf(2, 5, 6, 3), around(roberta))
        assertEquals(listOf(2, 2, 5, 6, 3, 3), around("{\"type\":\"Sequence\",\"processors\":[$bert,$roberta]}"))
    }

    @Test
    fun `a template without the text, with it twice, with another text or an unknown token is refused`() {
        val other = text.replace("\"A\"", "\"B\"")
        for (single in listOf(special, "$text,$text", "$text,$other", special.replace("\"S\"", "\"U\""))) {
            assertThrows(Refused::class.java) { around(template(single)) }
        }
    }
}
