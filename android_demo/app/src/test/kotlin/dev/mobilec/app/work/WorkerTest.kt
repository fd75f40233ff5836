package dev.mobilec.app.work

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.SECONDS
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class WorkerTest {
    private val worker = Worker { it.run() }
    private val done = ArrayList<String>()
    private val last = CountDownLatch(1)

    @Test fun `what nobody waits for makes way, and begins again behind who came`() {
        val begun = CountDownLatch(1)
        worker.behind({ makeWay ->
            done += "begun"
            begun.countDown()
            while ("answered" !in done) {
                makeWay()
                Thread.sleep(1)
            }
            "checked"
        }) { outcome ->
            done += "$outcome"
            last.countDown()
        }
        assertTrue(begun.await(PATIENCE, SECONDS))
        worker.submit({ done += "answered" }) {}
        assertTrue("it never made way", last.await(PATIENCE, SECONDS))
        assertEquals(listOf("begun", "answered", "begun", "Done(value=checked)"), done)
    }

    @Test fun `two that nobody waits for do not push each other away`() {
        val hold = CountDownLatch(1)
        worker.behind({ makeWay -> hold.await(); makeWay(); done += "first" }) {}
        worker.behind({ makeWay -> makeWay(); done += "second" }) { last.countDown() }
        hold.countDown()
        assertTrue(last.await(PATIENCE, SECONDS))
        assertEquals(listOf("first", "second"), done)
    }

    @Test fun `what it throws arrives as a problem`() {
        var outcome: Outcome<Int>? = null
        worker.behind<Int>({ error("the cat is out") }) {
            outcome = it
            last.countDown()
        }
        assertTrue(last.await(PATIENCE, SECONDS))
        assertEquals("IllegalStateException: the cat is out", (outcome as Outcome.Failed).problem.detail)
    }

    private companion object {
        const val PATIENCE = 60L
    }
}
