"""Archives from people: what is refused, and that nothing of a refused one gets in."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from runyard.domains.files.archive import MAX_MEMBERS, read_zip, write_zip
from runyard.domains.files.errors import ArchiveTooLarge, BadArchive, UnsafeArchive


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def everything(name: str) -> bool:
    return True


def test_members_that_are_wanted_come_back_by_name() -> None:
    data = zipped(("a.json", b"{}"), ("b.txt", b"no"), ("folder/", b""), ("folder/c.json", b"[]"))
    assert read_zip(data, lambda name: name.endswith(".json")) == {"a.json": b"{}", "folder/c.json": b"[]"}


@pytest.mark.parametrize(
    "name", ["../up.json", "a/../../up.json", "/etc/passwd.json", "C:/x.json", "..\\up.json", "a\\b.json"]
)
def test_one_name_that_leaves_the_folder_refuses_the_whole_archive(name: str) -> None:
    with pytest.raises(UnsafeArchive):
        read_zip(zipped(("good.json", b"{}"), (name, b"{}")), everything)


@pytest.mark.parametrize("kind", [0o120777, 0o020666, 0o060666, 0o010666])
def test_links_and_devices_are_refused(kind: int) -> None:
    member = zipfile.ZipInfo("link.json")
    member.external_attr = kind << 16
    with pytest.raises(UnsafeArchive):
        read_zip(zipped((member, b"/etc/passwd")), everything)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused() -> None:
    with pytest.raises(UnsafeArchive):
        read_zip(zipped(("a.json", b"1"), ("a.json", b"2")), everything)


def test_an_unsafe_member_nobody_wants_is_refused_too() -> None:
    with pytest.raises(UnsafeArchive):
        read_zip(zipped(("../x.txt", b"x"), ("a.json", b"{}")), lambda name: name.endswith(".json"))


def test_a_member_that_unpacks_a_thousandfold_is_refused() -> None:
    with pytest.raises(ArchiveTooLarge):
        read_zip(zipped(("bomb.json", b"0" * 20_000_000)), everything)


def test_a_member_larger_than_it_says_is_cut_and_refused() -> None:
    honest = zipped(("a.json", b"abc" * 20_000))
    lying = honest.replace(struct.pack("<L", 60_000), struct.pack("<L", 10))
    with pytest.raises((ArchiveTooLarge, BadArchive)):
        read_zip(lying, everything)


def test_more_members_than_allowed_are_refused() -> None:
    with pytest.raises(ArchiveTooLarge):
        read_zip(zipped(*((f"{n}.json", b"") for n in range(MAX_MEMBERS + 1))), everything)


def test_a_directory_that_says_it_is_huge_is_not_read() -> None:
    data = bytearray(zipped(("a.json", b"{}")))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<L", 100_000_000)
    with pytest.raises(ArchiveTooLarge):
        read_zip(bytes(data), everything)


def test_members_that_overlap_are_refused() -> None:
    data = bytearray(zipped(("a.json", b"x" * 1000), ("b.json", b"y" * 1000)))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)  # the second now lies where the first does
    with pytest.raises((UnsafeArchive, BadArchive)):
        read_zip(bytes(data), everything)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", b"PK\x05\x06" + b"\x00" * 5])
def test_what_is_no_archive_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BadArchive):
        read_zip(data, everything)


def test_a_broken_member_is_refused_with_a_sentence() -> None:
    data = bytearray(zipped(("a.json", bytes(range(256)) * 20)))
    data[60:80] = b"\xff" * 20
    with pytest.raises(BadArchive):
        read_zip(bytes(data), everything)


def test_written_members_with_the_same_name_get_numbers() -> None:
    data = write_zip([("a.json", b"1"), ("a.json", b"2"), ("a.json", b"3")])
    assert read_zip(data, everything) == {"a.json": b"1", "a (1).json": b"2", "a (2).json": b"3"}


def test_written_names_stay_inside_the_folder() -> None:
    with zipfile.ZipFile(io.BytesIO(write_zip([("../../x\n/y.json", b"1")]))) as archive:
        assert archive.namelist() == ["_.._x__y.json"]
