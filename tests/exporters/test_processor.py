"""What a processor is said to be, from the lists of Linux."""

from exporters.processor import of_linux, this_processor

EPYC = (
    "processor\t: 0\nmodel name\t: AMD EPYC 7763\nflags\t\t: fpu avx avx2 fma\n\nprocessor\t: 1\n"
)
XEON = "model name : Xeon\nflags : avx2 avx512f avx512_vnni amx_int8\n"
PHONE = "processor\t: 0\nFeatures\t: fp asimd atomics asimddp i8mm\n"


def test_a_name_and_what_it_has_for_int8() -> None:
    assert str(of_linux(EPYC)) == "AMD EPYC 7763 (avx2)"
    assert of_linux(XEON).int8 == ("avx2", "avx512f", "avx512_vnni", "amx_int8")
    assert of_linux(PHONE).int8 == ("asimddp", "i8mm")


def test_others_are_asked_for_by_name() -> None:
    assert of_linux(PHONE).among(("atomics", "asimdhp")) == ("atomics",)


def test_an_old_one_says_so() -> None:
    assert str(of_linux("model name : Core 2\nflags : sse2 ssse3\n")) == (
        "Core 2 (no int8 instructions)"
    )


def test_where_nothing_is_listed_there_is_a_name_all_the_same() -> None:
    assert of_linux("").name
    assert this_processor().name
