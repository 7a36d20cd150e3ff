"""What our own problems have beyond what `drill check` asks of any; the plugin collects the proof in `problems/`."""

from __future__ import annotations

import pytest

from judge import catalog

SLUGS = catalog.slugs([catalog.home() / "problems"])


@pytest.mark.parametrize("slug", SLUGS)
def test_has_enough_of_everything(slug: str) -> None:
    problem = catalog.load(slug, [catalog.home() / "problems"])
    accepted, wrong = catalog.answers(problem, "accepted"), catalog.answers(problem, "wrong")
    assert problem.languages == ("sql", "pandas")
    assert len(problem.cases) >= 8
    assert len(accepted) >= 2 and {file.suffix for file in accepted} == {".sql", ".py"}
    assert len(wrong) >= 5 and {file.suffix for file in wrong} == {".sql", ".py"}
    for file in accepted:
        first = file.read_text("utf-8").splitlines()[0]
        assert first.startswith(("-- ", "# ")) and len(first) > 12, f"{file.name} does not begin by saying what it does"


@pytest.mark.parametrize("slug", SLUGS)
def test_asks_three_questions_once_it_is_solved(slug: str) -> None:
    questions = catalog.load(slug, [catalog.home() / "problems"]).follow_up
    assert len(questions) == 3
    for question in questions:
        assert question.endswith("?") and len(question) <= 240, question
