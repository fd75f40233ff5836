package dev.mobilec.app.bundles

import android.content.Context
import dev.mobilec.app.shippedBundles
import dev.mobilec.core.Refused
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class BundlesTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val files = checkNotNull(context.getExternalFilesDir(null))
    private val bundles = Bundles(context)

    @Before fun pushed() {
        File(shippedBundles(), "translation").copyRecursively(File(files, "bundles/translation"))
    }

    @Test fun `those of the app come first, then those that were pushed`() {
        assertEquals(
            listOf("assets:sentiment", "assets:translation", "pushed:translation"),
            bundles.found().map { it.id },
        )
    }

    @Test fun `of two with one name the pushed one is meant`() {
        assertEquals("pushed:translation", bundles.named("translation").id)
        assertEquals("assets:sentiment", bundles.named("sentiment").id)
    }

    @Test fun `a whole path is found under every name of the storage`() {
        for (storage in listOf("/sdcard", "/storage/emulated/0", "/storage/self/primary")) {
            val path = "$storage/Android/data/dev.mobilec.demo/files/bundles/translation"
            val found = bundles.named(path)
            assertEquals("pushed:translation", found.id)
            assertEquals("translate-en-de", bundles.open(found).manifest.name)
        }
    }

    @Test fun `what lies elsewhere is refused`() {
        val inside = "/sdcard/Android/data/dev.mobilec.demo/files/bundles"
        for (path in listOf("/data/local/tmp/translation", "$inside/../../../other", "$inside/", "nowhere")) {
            val refused = assertThrows(path, Refused::class.java) { bundles.named(path) }
            assertTrue(refused.message, path in refused.message.orEmpty())
        }
    }
}
