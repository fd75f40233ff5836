"""What an app of one's own may call of the Kotlin libraries changes on purpose only."""

from pathlib import Path

import pytest

from tests.android_demo.api import DEMO, LIBRARIES, UNTYPED, declarations, dumped


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_offers_what_is_written_down(name):
    known = (DEMO / "api" / f"{name}.txt").read_text(encoding="utf-8")
    assert dumped(DEMO / name) == known, "if that is meant: python -m tests.android_demo.api"


@pytest.mark.parametrize("name", LIBRARIES)
def test_everything_that_is_offered_says_its_type(name):
    assert UNTYPED not in dumped(DEMO / name)


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_is_published_with_what_it_needs(name):
    gradle = (DEMO / name / "build.gradle.kts").read_text()
    assert "`maven-publish`" in gradle
    assert 'publishing.publications.create<MavenPublication>("release")' in gradle
    if name != "core":
        assert 'api(project(":core"))' in gradle


SOURCE = """\
package some

/** Words with fun and class in them. */
class Open internal constructor(
    val one: Int,
    private val other: List<String> = emptyList(),
) : Closeable {
    val known: Map<String, Int> by lazy { emptyMap() }
    private val hidden = 1

    fun given(
        text: String,
    ): Int = text.length

    fun guessed(text: String) = text.length

    fun nothing() {
        val inside = 1
    }

    override fun close() = Unit

    companion object {
        const val LARGEST = 3
        private fun not() = Unit
        fun of(): Open = Open(1)
    }
}

internal class Shut {
    fun unseen(): Int = 1
}

enum class Kind { FIRST, SECOND }

@Deprecated("x") fun String.long(): Boolean =
    length > 1
private fun last() = 1
"""


def test_public_declarations_and_no_others_are_read():
    assert list(declarations(SOURCE)) == [
        "class Open internal constructor(val one: Int, private val other: List<String> = "
        "emptyList()) : Closeable",
        "    val known: Map<String, Int>",
        "    fun given(text: String): Int",
        f"    fun guessed(text: String){UNTYPED}",
        "    fun nothing()",
        "    companion object",
        "        const val LARGEST = 3",
        "        fun of(): Open",
        "enum class Kind { FIRST, SECOND }",
        '@Deprecated("x") fun String.long(): Boolean',
    ]


def test_a_change_is_seen(tmp_path: Path):
    folder = tmp_path / "src" / "main" / "kotlin"
    folder.mkdir(parents=True)
    (folder / "Open.kt").write_text(SOURCE)
    before = dumped(tmp_path)
    (folder / "Open.kt").write_text(SOURCE.replace("text: String,", "text: String?,"))
    assert dumped(tmp_path) != before
    (folder / "Open.kt").write_text(SOURCE.replace("val inside = 1", "val inside = 2"))
    assert dumped(tmp_path) == before
