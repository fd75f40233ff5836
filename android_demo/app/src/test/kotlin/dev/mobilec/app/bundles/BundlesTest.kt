package dev.mobilec.app.bundles

import android.content.Context
import dev.mobilec.app.WithMedia
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
    private val context: Context = WithMedia(RuntimeEnvironment.getApplication())
    private val shared = sharedFolders(context)
    private val files = shared.first().folder
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
            val found = bundles.named("$storage/Android/media/dev.mobilec.demo/bundles/translation")
            assertEquals("pushed:translation", found.id)
            assertEquals("translate-en-de", bundles.open(found).manifest.name)
        }
    }

    @Test fun `one in the folder of before is found too, and of two the better folder's is meant`() {
        val older = File(shared.last().folder, "bundles")
        File(files, "bundles/translation").copyRecursively(File(older, "other"))
        File(older, "translation").mkdirs()
        assertEquals(listOf("pushed:translation", "pushed:other"), bundles.found().map { it.id }.drop(2))
        val path = "/sdcard/Android/data/dev.mobilec.demo/files/bundles/other"
        assertEquals("translate-en-de", bundles.open(bundles.named(path)).manifest.name)
        assertEquals("translate-en-de", bundles.open(bundles.named("translation")).manifest.name)
    }

    @Test fun `one that is not there is told from one that is no bundle`() {
        val path = "/sdcard/Android/media/dev.mobilec.demo/bundles/none"
        assertTrue("it has no manifest.json" in bundles.named(path).problem.orEmpty())
    }

    @Test fun `what lies elsewhere is refused`() {
        val inside = "/sdcard/Android/media/dev.mobilec.demo/bundles"
        for (path in listOf("/data/local/tmp/translation", "$inside/../../../other", "$inside/", "nowhere")) {
            val refused = assertThrows(path, Refused::class.java) { bundles.named(path) }
            assertTrue(refused.message, path in refused.message.orEmpty())
        }
    }
}
