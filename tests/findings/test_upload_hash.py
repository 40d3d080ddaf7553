"""The hash of a line as the upload action computes it. Texts and hashes are the examples of that action's own tests."""

from __future__ import annotations

import pytest

from adversescan.findings.upload_hash import LARGEST, upload_hashes

GREETINGS = (
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    "c129715d7a2bc9a3:1",
)


@pytest.mark.parametrize(
    ("content", "hashes"),
    [
        (b"", ("c129715d7a2bc9a3:1",)),
        (b" a\nb\n  \t\tc\n d", ("271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1")),
        (
            b" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
            (
                "8b7cf3e952e7aeb2:1",
                "b1ae1287ec4718d9:1",
                "bff680108adb0fcc:1",
                "c6805c5e1288b612:1",
                "b86d3392aea1be30:1",
                "e6ceba753e1a442:1",
            ),
        ),
        (b" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", GREETINGS),
        (b" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", GREETINGS),
        (b" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", GREETINGS),
        (b" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", GREETINGS),
        (
            b"Lorem ipsum dolor sit amet.\n" * 10,
            (
                *[f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)],
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ),
        ),
    ],
)
def test_hashes_are_those_of_the_action(content, hashes):
    """Each line has the hash the action gives it, whatever its line ends, blanks and repetitions."""
    assert upload_hashes(content) == hashes


@pytest.mark.parametrize("content", [b"caf\xe9\n", b"x" * (LARGEST + 1)], ids=["not UTF-8", "too large"])
def test_no_hash_is_guessed(content):
    """A file that could be read in two ways, or is very large, gets no hash at all."""
    assert upload_hashes(content) == ()
