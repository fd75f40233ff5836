import os
import random
import zipfile

import pytest

from exporters.errors import Refused
from exporters.outside import archive
from exporters.outside.archive import opened

ADVICE = "copy it again"


@pytest.fixture
def file(tmp_path):
    """An archive of two entries; of zip, whose second is deflated."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("stored", b"1" * 1000)
        made.writestr("packed", random.Random(0).randbytes(3000) * 2, zipfile.ZIP_DEFLATED)
    return tmp_path / "a.zip"


def contents(file):
    with opened(file, "an APK", ADVICE) as found:
        return {name: found.read(name) for name in found.names}


def test_entries_are_read_whole_and_in_parts(file):
    assert len(contents(file)["packed"]) == 6000
    with opened(file, "an APK", ADVICE) as found:
        assert b"".join(found.chunks("stored")) == b"1" * 1000
        with pytest.raises(Refused, match="'stored' has 1,000 bytes, and at most 999 are read"):
            found.read("stored", largest_bytes=999)


@pytest.mark.parametrize("seed", range(200))
def test_damage_is_refused_by_name_or_does_not_matter(file, seed):
    """Each mutant has three bits flipped, or its end cut off."""
    chance, whole = random.Random(seed), bytearray(file.read_bytes())
    for _ in range(3):
        at = chance.randrange(len(whole))
        whole[at] ^= 1 << chance.randrange(8)
    file.write_bytes(whole[: chance.choice([len(whole), len(whole) // 2])])
    try:
        assert len(contents(file)) <= 2
    except Refused as refused:
        assert "a.zip" in str(refused)


def test_what_swells_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "ALWAYS_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros", bytes(2 << 20))
    with pytest.raises(Refused, match="bomb is damaged: its entry 'zeros' has 2,097,152 bytes in"):
        contents(tmp_path / "bomb")


def test_entries_that_lie_over_each_other_are_counted_together(tmp_path, monkeypatch):
    """A thousand names for one entry: each is harmless."""
    monkeypatch.setattr(archive, "ALWAYS_BYTES", 1 << 16)
    with zipfile.ZipFile(tmp_path / "bomb", "w") as made:
        made.writestr("0", bytes(1 << 15))
        info = made.getinfo("0")
        for at in range(1, 1000):
            other = zipfile.ZipInfo(f"{at}")
            for name in ("header_offset", "file_size", "compress_size", "CRC"):
                setattr(other, name, getattr(info, name))
            made.filelist.append(other)
            made.NameToInfo[other.filename] = other
        made._didModify = True
    monkeypatch.setattr(archive, "MOST_TIMES", 10)
    with pytest.raises(Refused, match="32,768,000 bytes would come out"):
        contents(tmp_path / "bomb")


def test_what_is_no_archive(tmp_path, file):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text").write_text("PK")
    for name, words in {"pipe": "no file", "none": "no file", "text": "no ZIP archive"}.items():
        with pytest.raises(Refused, match=f"is not an APK: it is {words}"):
            contents(tmp_path / name)


def test_encrypted_entries_are_named(file):
    whole = file.read_bytes()
    directory = whole.index(b"PK\x01\x02")
    file.write_bytes(whole[: directory + 8] + b"\x01" + whole[directory + 9 :])
    with pytest.raises(Refused, match="its entry 'stored' is encrypted; copy it again"):
        contents(file)
