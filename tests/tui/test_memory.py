"""Memory that was freed is given back."""

from __future__ import annotations

import platform

import pytest

from tui.memory import give_back


def test_glibc_is_told_to_give_back() -> None:
    if platform.libc_ver()[0] != "glibc":
        pytest.skip("no glibc here")
    assert give_back()
