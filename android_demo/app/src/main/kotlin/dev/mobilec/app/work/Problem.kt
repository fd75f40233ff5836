package dev.mobilec.app.work

import dev.mobilec.app.R
import dev.mobilec.core.Refused

/** What went wrong: [title] and [advice] are string resources, [detail] is what is true. */
data class Problem(val title: Int, val detail: String, val advice: Int)

/** What a person is told of [thrown]. */
fun problemOf(thrown: Throwable): Problem = when (thrown) {
    is Refused -> Problem(R.string.problem_refused, thrown.message.orEmpty(), R.string.advice_refused)
    is OutOfMemoryError -> Problem(R.string.problem_memory, said(thrown), R.string.advice_memory)
    is LinkageError -> Problem(R.string.problem_library, said(thrown), R.string.advice_library)
    is java.io.IOException -> Problem(R.string.problem_storage, said(thrown), R.string.advice_storage)
    else -> Problem(R.string.problem_unexpected, said(thrown), R.string.advice_unexpected)
}

/** The last words of an exception and of what caused it. */
private fun said(thrown: Throwable): String =
    generateSequence(thrown) { it.cause.takeIf { cause -> cause !== it } }
        .take(DEEPEST)
        .joinToString("\n") { "${it.javaClass.simpleName}: ${it.message ?: "no message"}" }

private const val DEEPEST = 3
