"""A record is what a frozen dataclass with slots is; only cheaper to define."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import time

import pytest

from store.records.record import record


@record
class Sighting:
    """Of a bird."""

    bird: str
    count: int = 1
    notes: tuple[str, ...] = ()
    rings: list[str] = dataclasses.field(default_factory=list, compare=False)

    @property
    def loud(self) -> str:
        """In capitals."""
        return self.bird.upper()


@dataclasses.dataclass(frozen=True, slots=True)
class Twin:
    """The same, as the standard library makes it."""

    bird: str
    count: int = 1
    notes: tuple[str, ...] = ()
    rings: list[str] = dataclasses.field(default_factory=list, compare=False)


@record
class Checked:
    """One that looks at what it is given."""

    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(self.share)


def test_it_takes_what_a_dataclass_takes() -> None:
    for given in ((("heron",), {}), (("heron", 2, ("grey",)), {}), (("heron",), {"rings": ["A7"], "count": 3})):
        ours, theirs = Sighting(*given[0], **given[1]), Twin(*given[0], **given[1])
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    for wrong in ((), ("heron", 1, (), [], 5)):
        with pytest.raises(TypeError):
            Sighting(*wrong)
    with pytest.raises(TypeError):
        Sighting("heron", colour="grey")  # type: ignore[call-arg]


def test_defaults_made_by_a_function_are_each_one_s_own() -> None:
    assert Sighting("heron").rings is not Sighting("heron").rings


def test_its_values_stay() -> None:
    heron = Sighting("heron")
    with pytest.raises(dataclasses.FrozenInstanceError):
        heron.count = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del heron.count
    with pytest.raises(AttributeError):
        heron.colour = "grey"  # type: ignore[attr-defined]
    assert not hasattr(heron, "__dict__")


def test_it_is_compared_and_hashed_by_value() -> None:
    assert Sighting("heron", rings=["A7"]) == Sighting("heron")
    assert Sighting("heron") != Sighting("heron", 2)
    assert Sighting("heron") != Twin("heron")
    assert len({Sighting("heron"), Sighting("heron"), Sighting("rail")}) == 2


def test_it_reads_as_it_is_written() -> None:
    assert repr(Sighting("heron", 2)) == repr(Twin("heron", 2)).replace("Twin", "Sighting")


def test_it_can_be_changed_into_another_copied_sent_and_taken_apart() -> None:
    heron = Sighting("heron", 2)
    assert dataclasses.replace(heron, bird="rail") == Sighting("rail", 2)
    assert copy.deepcopy(heron) == heron
    assert pickle.loads(pickle.dumps(heron)) == heron
    match heron:
        case Sighting(bird=bird, count=2):
            assert bird == "heron"
        case _:
            pytest.fail("no match")


def test_its_signature_is_known_before_the_first_one_is_made() -> None:
    @record
    class Fresh:
        """Never made."""

        bird: str
        count: int = 1

    assert [p.name for p in inspect.signature(Fresh).parameters.values()] == ["bird", "count"]


def test_it_may_look_at_what_it_is_given() -> None:
    with pytest.raises(ValueError):
        Checked(2.0)


def test_it_costs_less_than_half_of_a_dataclass() -> None:
    def spent(make: object) -> float:
        best = 1.0
        for _ in range(5):
            began = time.process_time()
            for _ in range(20):
                make(type("Made", (), {"__annotations__": {f"f{i}": "int" for i in range(10)}, "__doc__": "x"}))  # type: ignore[operator]
            best = min(best, time.process_time() - began)
        return best

    assert spent(record) < spent(dataclasses.dataclass(frozen=True, slots=True)) / 2
