"""What crosses between parent and worker: every cell type there and back, and nothing that is broken gets through."""

from __future__ import annotations

import ast
import io
import json
import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import judge
from judge.model import Language, ResultSet
from judge.sandbox import wire
from judge.sandbox.rows import check_size, decode_result, decode_rows, encode_result, encode_rows, plain
from tests.running import ONE, from_frames, job_of

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**127), 2**127)
    | st.floats(allow_nan=False)
    | st.text()
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.datetimes().map(lambda at: at.replace(fold=0))
    | st.times().map(lambda at: at.replace(fold=0))
    | st.timedeltas()
    | st.binary()
)
KEYS = st.text() | st.integers() | st.dates()
CELLS = st.recursive(SCALARS, lambda cells: st.lists(cells) | st.dictionaries(KEYS, cells), max_leaves=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS)))
def test_every_cell_comes_back_with_its_type(rows: list[tuple[Any, Any]]) -> None:
    sent = encode_rows([[plain(cell) for cell in row] for row in rows])
    assert [repr(row) for row in decode_rows(sent, len(rows[0]) if rows else 0)] == [repr(row) for row in rows]


def test_zones_names_and_odd_floats() -> None:
    summer = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    row = [summer, UUID(int=1), math.nan, math.inf, -math.inf, -0.0, memoryview(b"ab"), bytearray(b"c")]
    [back] = decode_rows(encode_rows([row]), len(row))
    assert back[:2] == (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "00000000-0000-0000-0000-000000000001")
    assert math.isnan(back[2])
    assert back[3:5] == (math.inf, -math.inf)
    assert math.copysign(1, back[5]) == -1
    assert back[6:] == (b"ab", b"c")


def test_nan_stays_nan_wherever_it_stands() -> None:
    row = [math.nan, None, [math.nan, [math.nan]], plain({"a": math.nan, "b": None}), "NaN"]
    [back] = decode_rows(encode_rows([row]), len(row))
    assert repr(back) == "(nan, None, [nan, [nan]], {'a': nan, 'b': None}, 'NaN')"


def test_a_value_without_an_encoding_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a set cannot be handed over"):
        encode_rows([[{1}]])


BROKEN = [
    b"",
    b"[",
    b"\xff",
    b"null",
    b"1",
    b"[1]",
    b'[{"a": 1}]',
    b'[[{"pickle": "x"}]]',
    b'[[{"date": "2026-02-30"}]]',
    b'[[{"date": 5}]]',
    b'[[{"decimal": "x"}]]',
    b'[[{"decimal": [1]}]]',
    b'[[{"timestamp": "yesterday"}]]',
    b'[[{"interval": 1e400}]]',
    b'[[{"interval": "x"}]]',
    b'[[{"blob": "0g"}]]',
    b'[[{"struct": [1]}]]',
    b'[[{"struct": [[[1], 2]]}]]',
    b'[[{"date": "2026-01-01", "time": "12:00"}]]',
    b"[[" + b"1" * 5_000 + b"]]",
    b"[" * 100_000,
]


@pytest.mark.parametrize("payload", BROKEN, ids=lambda p: p[:30].decode("latin-1"))
def test_broken_rows_are_a_value_error(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"not an answer frame|not rows of the promised width"):
        decode_rows(payload, 1)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40) | st.text(alphabet='[]{}",:0123456789datecimlsru ').map(str.encode))
def test_bytes_of_any_kind_give_rows_or_a_value_error(payload: bytes) -> None:
    try:
        rows = decode_rows(payload, 2)
    except ValueError:
        return
    assert all(isinstance(row, tuple) for row in rows)


RESULT = ResultSet(("id", "Share"), ("BIGINT", "DOUBLE"), [(1, 0.5), (None, {"a": date(2026, 3, 1)}), (3, [time(4)])])


def test_a_result_comes_back_whole() -> None:
    assert decode_result(encode_result(RESULT)) == RESULT


def test_the_choice_at_a_limit_comes_back_with_a_result() -> None:
    tied = replace(RESULT, limit=2, tied=2)
    assert decode_result(encode_result(tied)) == tied
    assert decode_result(encode_result(replace(RESULT, limit=0))) == replace(RESULT, limit=0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS)))
def test_a_result_of_any_cells_comes_back_with_their_types(rows: list[tuple[Any, Any]]) -> None:
    result = ResultSet(("a", "b"), ("", ""), rows)
    assert repr(decode_result(encode_result(result))) == repr(result)


def test_a_result_cut_anywhere_is_a_value_error() -> None:
    whole = encode_result(RESULT)
    for end in range(len(whole)):
        with pytest.raises(ValueError, match=r"."):
            decode_result(whole[:end])


def test_a_result_changed_anywhere_is_a_value_error() -> None:
    whole = encode_result(RESULT)
    for place, byte in enumerate(whole):
        if chr(byte).isalnum():  # a blank more or less in the head changes nothing
            changed = whole[:place] + bytes([byte ^ 1]) + whole[place + 1 :]
            with pytest.raises(ValueError, match=r"."):
                decode_result(changed)


def test_frames_come_back_until_the_stream_breaks_off() -> None:
    stream = io.BytesIO()
    for payload in (b"one", b"", b"three"):
        wire.write(stream, payload)
    whole = stream.getvalue()
    stream.seek(0)
    assert [wire.read(stream) for _ in range(4)] == [b"one", b"", b"three", None]
    cut = io.BytesIO(whole[:-1])
    assert [wire.read(cut) for _ in range(3)] == [b"one", b"", None]
    assert wire.read(io.BytesIO(b"\x00\x00")) is None
    with pytest.raises(wire.TooMuch):
        wire.read(io.BytesIO(b"\xff\xff\xff\xffabc"))
    with pytest.raises(wire.TooMuch):
        wire.read(io.BytesIO(b"\x00\x00\x00\x04abcd"), 3)


READY: dict[str, Any] = {"ready": []}
HEAD = {"columns": ["x"], "types": ["BIGINT"], "index": []}
END = {"fixtures": 1}


def _frames(*contents: object) -> bytes:
    stream = io.BytesIO()
    for content in contents:
        prefix = wire.JSON if isinstance(content, list) else b""
        wire.write(stream, content if isinstance(content, bytes) else prefix + json.dumps(content).encode())
    return stream.getvalue()


def test_true_frames_are_a_result() -> None:
    [outcome] = from_frames(_frames(READY, HEAD, [[1], [2]], b"", {"rows": 2}, END), job_of("sql", "", [ONE]))
    assert outcome.result == ResultSet(("x",), ("BIGINT",), [(1,), (2,)])


@pytest.mark.parametrize("language", ["sql", "pandas"])
def test_the_language_of_an_answer_tells_what_nan_stands_for(language: Language) -> None:
    frames = _frames(READY, {**HEAD, "index": ["k"]}, [[math.nan], [None]], b"", {"rows": 2}, END)
    [outcome] = from_frames(frames, job_of(language, "", [ONE]))
    pandas = language == "pandas"
    assert repr(outcome.result) == repr(
        ResultSet(("x",), ("BIGINT",), [(math.nan,), (None,)], ("k",), nan_is_missing=pandas)
    )


LYING = {
    "no head": [b"\xff", b"", {"rows": 0}],
    "a list for a head": [[1], b"", {"rows": 0}],
    "a head without columns": [{"types": []}, b"", {"rows": 0}],
    "columns that are a number": [{**HEAD, "columns": 3}, b"", {"rows": 0}],
    "columns that are numbers": [{**HEAD, "columns": [3]}, b"", {"rows": 0}],
    "another number of types": [{**HEAD, "types": []}, b"", {"rows": 0}],
    "levels of an index that are no texts": [{**HEAD, "index": [None]}, b"", {"rows": 0}],
    "a head nested without end": [b"[" * 100_000],
    "rows nested without end": [HEAD, b"J" + b"[" * 100_000, b"", {"rows": 1}],
    "values nested too deep": [HEAD, b"J[[" + b"[" * 500 + b"]" * 500 + b"]]", b"", {"rows": 1}],
    "rows in an unknown writing": [HEAD, b"P[[1]]", b"", {"rows": 1}],
    "rows in no Arrow": [HEAD, b"Axyz", b"", {"rows": 1}],
    "texts for rows": [HEAD, b'J["x"]', b"", {"rows": 1}],
    "broken rows": [HEAD, b"J[[", b"", {"rows": 1}],
    "rows of another width": [HEAD, [[1, 2]], b"", {"rows": 1}],
    "rows that are no lists": [HEAD, [1], b"", {"rows": 1}],
    "another number of rows": [HEAD, [[1]], b"", {"rows": 2}],
    "no number of rows": [HEAD, [[1]], b"", {"done": 1}],
    "broken end": [HEAD, [[1]], b"", b"{"],
    "an unknown failure": [{"failure": "accepted"}],
    "a failure that is a number": [{"failure": 1}],
}


@pytest.mark.parametrize("contents", LYING.values(), ids=LYING)
def test_lying_frames_are_a_runtime_error(contents: list[object]) -> None:
    outcomes = from_frames(_frames(READY, *contents), job_of("sql", "", [ONE, ONE]))
    assert outcomes[0].failure == "runtime_error"
    assert outcomes[0].message == "the answer that came back was not whole"
    assert all(outcome.result is None for outcome in outcomes)


@pytest.mark.parametrize("contents", [[], [HEAD], [HEAD, [[1]]], [HEAD, [[1]], b""]], ids=len)
def test_frames_that_stop_are_a_death(contents: list[object]) -> None:
    [first, second] = from_frames(_frames(READY, *contents), job_of("sql", "", [ONE, ONE]))
    assert (first.result, first.failure) == (None, "runtime_error")
    assert second.failure == "skipped"


def test_an_answer_larger_than_the_worker_was_allowed_is_an_output_limit() -> None:
    from judge.model import Limits

    job = job_of("sql", "", [ONE], limits=Limits(answer_mb=0))
    [outcome] = from_frames(_frames(READY, HEAD, [[1]], b"", {"rows": 1}, END), job)
    assert outcome.failure == "output_limit"


TRUE = [HEAD, [[1]], b"", {"rows": 1}]
ENDS = {
    "no end mark": [],
    "another number of fixtures": [{"fixtures": 2}],
    "something else": [b"", END],
    "more after the end": [END, END],
    "another answer": [*TRUE, END],
}


@pytest.mark.parametrize("after", ENDS.values(), ids=ENDS)
def test_an_answer_counts_only_with_its_end_mark_and_nothing_after_it(after: list[object]) -> None:
    [outcome] = from_frames(_frames(READY, *TRUE, *after), job_of("sql", "", [ONE]))
    assert (outcome.result, outcome.failure) == (None, "runtime_error")
    [outcome] = from_frames(_frames(READY, *TRUE, END), job_of("sql", "", [ONE]))
    assert outcome.result is not None


def test_nothing_is_ever_unpickled() -> None:
    forbidden = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
    files = list(Path(judge.__file__).parent.rglob("*.py"))
    assert len(files) > 30
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").partition(".")[0]} | {alias.name for alias in node.names}
            elif isinstance(node, ast.Attribute):
                names = {node.attr} & {"read_pickle", "to_pickle"}
            else:
                continue
            assert not names & (forbidden | {"read_pickle", "to_pickle"}), f"{file}:{node.lineno}"


@pytest.mark.parametrize(
    ("payload", "room", "fits"),
    [
        (b'[["a","b"]]', 1_000, True),
        (b'[["' + b",[{" * 1_000 + b'"]]', 1_000, True),  # within a text nothing is a cell
        (rb'[["' + rb"\",[" * 1_000 + b'"]]', 1_000, True),
        (rb'[["\\",' + b"1," * 1_000 + b"1]]", 1_000, False),  # the text ends before the commas
        (b'[["' + b'a","' * 1_000 + b'"]]', 1_000, False),
        (b"[" * 1_000, 1_000, False),
        (b'{"decimal":1}' * 1_000, 1_000, False),
    ],
)
def test_what_json_stands_for_is_counted_before_it_is_decoded(payload: bytes, room: int, fits: bool) -> None:
    if fits:
        check_size(payload, room)
    else:
        with pytest.raises(wire.TooMuch):
            check_size(payload, room)
