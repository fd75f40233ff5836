package dev.mobilec.core.text.unicode

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import java.text.Normalizer

class FormsTest {
    @Test
    fun `characters of Unicode 9 are as the platform has them`() {
        val text = "Ünïcöde u\u0308\u0323 \uAC01 ﬁ ½ \u1100\u1161\u11A8 \uD834\uDD5E"
        assertEquals(Normalizer.normalize(text, Normalizer.Form.NFC), Forms.NFC.of(text))
        assertEquals(Normalizer.normalize(text, Normalizer.Form.NFKD), Forms.NFKD.of(text))
    }

    /** U+32FF came with Unicode 12.1, U+0898 is a mark of Unicode 14. */
    @Test
    fun `later characters stay, whatever the platform knows`() {
        assertEquals("\u32FF", Forms.NFKC.of("\u32FF"))
        assertNotEquals("\u32FF", Normalizer.normalize("\u32FF", Normalizer.Form.NFKC))
        assertEquals("a\u0898\u0323", Forms.NFC.of("a\u0898\u0323"))
    }

    @Test
    fun `lower case is that of single letters`() {
        assertEquals("οσ i\u0307 ß \uD801\uDC28", Lowercase.of("ΟΣ İ ß \uD801\uDC00"))
    }
}
