package dev.mobilec.app

import android.content.Context
import android.os.Handler
import android.os.Looper
import dev.mobilec.app.about.AboutModel
import dev.mobilec.app.ask.AskModel
import dev.mobilec.app.ask.GoldenCheck
import dev.mobilec.app.ask.Question
import dev.mobilec.app.ask.Session
import dev.mobilec.app.benchmark.Bench
import dev.mobilec.app.benchmark.BenchmarkModel
import dev.mobilec.app.bundles.Bundles
import dev.mobilec.app.bundles.Library
import dev.mobilec.app.classify.Classified
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.engines.offersHere
import dev.mobilec.app.translate.Translated
import dev.mobilec.app.work.Worker
import dev.mobilec.core.goldens.askGoldens
import dev.mobilec.core.manifest.CLASSIFICATION
import dev.mobilec.core.manifest.TRANSLATION
import dev.mobilec.core.run.Classifier
import dev.mobilec.core.run.Pivot

/** What the app is made of. It outlives every screen, so that turning the phone loses nothing. */
class Parts(context: Context, engines: () -> List<Offer> = { offersHere() }) {
    private val known by lazy(engines)
    private val main = Handler(Looper.getMainLooper())
    val worker = Worker { main.post(it) }
    val bundles = Bundles(context)
    val session = Session(bundles)
    val bench = Bench(context, bundles, session)
    private val goldens = GoldenCheck(context, session)
    val library = Library(context, bundles, worker, ::offers)

    /** The engines, looked up once; called on the worker's thread, as that loads their libraries. */
    fun offers(): List<Offer> = known

    /** Lets go of what is loaded, behind whatever is under way; the next question loads it again. */
    fun release() = worker.submit({ session.close() }) {}

    val translate = AskModel(
        TRANSLATION, library, worker, R.string.no_translator,
        ask = { subject, offer, question ->
            val opened = session.opened(subject, offer, TRANSLATION) { bundles, engine ->
                Pivot.open(bundles, engine, THREADS)
            }
            AskModel.Asked(opened.bundles.first(), question?.let { translated(opened.runner, it.text, offer) })
        },
        check = { subject, offer, makeWay ->
            goldens.passed<Pivot>(subject, offer, TRANSLATION) { pivot, leg, bundle, format ->
                askGoldens(pivot.translators[leg], bundle, format, makeWay)
            }
        },
    )

    val about = AboutModel(context, worker)

    val benchmark = BenchmarkModel(library, worker, bench::run)

    val classify = AskModel(
        CLASSIFICATION, library, worker, R.string.no_classifier,
        ask = { subject, offer, question ->
            val opened = session.opened(subject, offer, CLASSIFICATION) { bundles, engine ->
                Classifier.open(bundles.single(), engine, THREADS)
            }
            AskModel.Asked(opened.bundles.single(), question?.let { classified(opened.runner, it, offer) })
        },
        check = { subject, offer, makeWay ->
            goldens.passed<Classifier>(subject, offer, CLASSIFICATION) { classifier, _, bundle, format ->
                askGoldens(classifier, bundle, format, makeWay)
            }
        },
    )
}

/** More threads than the fast cores of a phone make these small programs slower. */
private val THREADS = (Runtime.getRuntime().availableProcessors() / 2).coerceIn(1, 4)

private const val NANOS = 1e6

private fun translated(pivot: Pivot, text: String, offer: Offer): Translated {
    val legs = pivot.translate(text)
    val tokens = pivot.translators.zip(legs).sumOf { (translator, leg) ->
        leg.translation.tokens.count { it != translator.settings.startId }
    }
    return Translated(
        legs.last().translation.text, legs.map { it.milliseconds }, tokens, "${offer.title} ${offer.version}",
        legs.sumOf { it.translation.cut }, legs.dropLast(1).map { it.translation.text }.singleOrNull(),
    )
}

private fun classified(classifier: Classifier, question: Question, offer: Offer): Classified {
    val start = System.nanoTime()
    val answer = classifier.classify(question.text, question.pair)
    val milliseconds = (System.nanoTime() - start) / NANOS
    val tokens = classifier.encode(question.text, question.pair).ids.size
    val shares = answer.shares.sortedByDescending { it.second }
    return Classified(shares, milliseconds, tokens, "${offer.title} ${offer.version}")
}
