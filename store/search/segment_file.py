"""A segment as one file, opened by mapping it: nothing is copied, and pages that no query needs are never read.

The file begins with a line of JSON that says where each array lies, with a check sum of each: what was cut off or has
flipped is seen before it is used, by reading the file once past the map, so that it costs no memory.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from store.records.rows import HitKind
from store.search.common import Common
from store.search.postings import Postings
from store.search.segments import Segment
from store.search.signatures import Signatures
from store.search.tokens import TOKENS_VERSION
from store.search.vocabulary import Vocabulary

FORMAT = 4
_HEAD = 8  # digits of the header's length, and of its check sum
_ALIGN = 64
_CHUNK = 1 << 20

Array = npt.NDArray[Any]
Meta = Mapping[str, Any]


class DamagedError(ValueError):
    """The file is not a whole segment of ours."""


@dataclass(frozen=True, slots=True)
class _Place:
    dtype: str
    start: int
    bytes: int
    check: int


def write_segment(path: Path, segment: Segment, meta: Meta) -> None:
    """Write a segment under a new name, on the disk before the call returns. Raises OSError."""
    arrays = _arrays(segment)
    places: dict[str, dict[str, Any]] = {}
    at = 0
    for name, array in arrays.items():
        places[name] = {"dtype": array.dtype.str, "start": at, "bytes": array.nbytes, "check": _check(array)}
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps(
        {"format": [FORMAT, TOKENS_VERSION], "blocks": segment.blocks, "meta": meta, "arrays": places, "size": at}
    ).encode()
    header += b" " * (-(len(header) + 2 * _HEAD) % _ALIGN)
    with path.open("xb") as file:
        file.write(b"%08x%08x" % (len(header), crc32(header)))
        file.write(header)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % _ALIGN))
        file.flush()
        os.fsync(file.fileno())


def read_header(path: Path) -> dict[str, Any]:
    """What stands at the beginning of a segment's file. Raises OSError, and DamagedError where it isn't one of ours."""
    with path.open("rb") as file:
        try:
            head = file.read(2 * _HEAD)
            text = file.read(int(head[:_HEAD], 16))
            if len(head) != 2 * _HEAD or crc32(text) != int(head[_HEAD:], 16):
                raise DamagedError("its header is damaged")
            header = json.loads(text)
            if header["format"] != [FORMAT, TOKENS_VERSION]:
                raise DamagedError("another version wrote it")
            header["start"] = file.tell()
            if os.fstat(file.fileno()).st_size != header["start"] + header["size"]:
                raise DamagedError("it has been cut off")
        except (ValueError, KeyError, TypeError) as error:
            raise error if isinstance(error, DamagedError) else DamagedError(str(error)) from error
    return dict(header)


def read_segment(path: Path) -> tuple[Segment, Meta]:
    """A segment and what was written with it. Raises OSError, and DamagedError where the file is not whole or not ours."""
    header = read_header(path)
    places = {name: _Place(**place) for name, place in header["arrays"].items()}
    arrays: dict[str, Array] = {}
    with path.open("rb") as file:
        for name, place in places.items():
            file.seek(header["start"] + place.start)
            if _check_of_file(file, place.bytes) != place.check:
                raise DamagedError(f"its {name} are damaged")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    for name, place in places.items():
        dtype = np.dtype(place.dtype)
        count, start = place.bytes // dtype.itemsize, header["start"] + place.start
        arrays[name] = np.frombuffer(mapped, dtype=dtype, count=count, offset=start) if count else np.zeros(0, dtype)
    return _segment(arrays, header["blocks"]), header["meta"]


def _arrays(segment: Segment) -> dict[str, Array]:
    vocabulary = segment.vocabulary
    text = "\n".join(vocabulary.terms).encode("utf-8", "surrogatepass")
    return {
        "terms": np.frombuffer(text, dtype=np.uint8),
        "skeletons": vocabulary.skeletons,
        "skeleton_places": vocabulary.skeleton_places,
        **{field.name: getattr(vocabulary.signatures, field.name) for field in fields(Signatures)},
        "offsets": segment.postings.offsets,
        "ids": segment.ids,
        "stamps": segment.stamps,
        "rows": segment.postings.rows,
        "common_low": segment.common.low,
        "common_high": segment.common.high,
        "common_bits": segment.common.bits,
    }


def _segment(arrays: Mapping[str, Array], blocks: Mapping[HitKind, tuple[int, int]]) -> Segment:
    text = arrays["terms"].tobytes().decode("utf-8", "surrogatepass")
    vocabulary = Vocabulary(
        text.split("\n") if text else [],
        arrays["offsets"],
        Signatures(*(arrays[field.name] for field in fields(Signatures))),
        arrays["skeletons"],
        arrays["skeleton_places"],
    )
    places: dict[HitKind, tuple[int, int]] = {kind: (low, high) for kind, (low, high) in blocks.items()}
    rows, low = len(arrays["ids"]), arrays["common_low"]
    common = Common(low, arrays["common_high"], arrays["common_bits"].reshape(len(low), (rows + 7) // 8), rows)
    postings = Postings(arrays["offsets"], arrays["rows"])
    return Segment(arrays["ids"], arrays["stamps"], places, vocabulary, postings, common)


def _check(array: Array) -> int:
    """A sum that any one flipped byte changes; ten times as fast as a CRC, and no one forges a cache of his own."""
    raw = np.ascontiguousarray(array).view(np.uint8).reshape(-1)
    whole = len(raw) // 8 * 8
    total = int(raw[:whole].view(np.uint64).sum(dtype=np.uint64))
    return (total + int.from_bytes(raw[whole:].tobytes(), "little")) & 0xFFFFFFFFFFFFFFFF


def _check_of_file(file: Any, size: int) -> int:
    """The same sum of the next bytes of a file."""
    total = 0
    while size > 0:
        part = file.read(min(size, _CHUNK))
        if not part:
            return -1
        total += _check(np.frombuffer(part, dtype=np.uint8))
        size -= len(part)
    return total & 0xFFFFFFFFFFFFFFFF
