"""What the checks found, as the JSON document and the JUnit report that CONTRIBUTING describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from judge.authoring.remarks import Checked, Remark, Score


def check_document(all_checked: Sequence[Checked]) -> dict[str, Any]:
    return {
        "schema": 1,
        "errors": sum(checked.errors for checked in all_checked),
        "warnings": sum(checked.warnings for checked in all_checked),
        "problems": [
            {
                "problem": checked.slug,
                "errors": checked.errors,
                "warnings": checked.warnings,
                "seeds": checked.seeds,
                "elapsed_s": round(checked.elapsed, 3),
                "remarks": [_remark(remark) for remark in checked.remarks],
                "scores": [_score(score) for score in checked.scores],
            }
            for checked in all_checked
        ],
    }


def junit(all_checked: Sequence[Checked]) -> str:
    """One suite a problem, one case a remark, a failure for each error; a problem without remarks has one case."""
    from xml.etree import ElementTree as ET

    root = ET.Element("testsuites", name="drill check")
    for checked in all_checked:
        count = str(len(checked.remarks) or 1)
        suite = ET.SubElement(
            root,
            "testsuite",
            {"name": checked.slug, "tests": count, "failures": str(checked.errors), "time": f"{checked.elapsed:.3f}"},
        )
        for remark in checked.remarks:
            name = _printable(f"{remark.code} {remark.where}")
            case = ET.SubElement(suite, "testcase", classname=checked.slug, name=name)
            text = "\n".join(filter(None, (remark.message, remark.detail, remark.help and f"help: {remark.help}")))
            if remark.severity == "error":
                message = _printable(remark.message)
                ET.SubElement(case, "failure", type=remark.code, message=message).text = _printable(text)
            else:
                ET.SubElement(case, "system-out").text = _printable(f"warning: {text}")
        if not checked.remarks:
            ET.SubElement(suite, "testcase", classname=checked.slug, name="proved")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _remark(remark: Remark) -> dict[str, Any]:
    file, colon, line = remark.where.rpartition(":")
    at = (file, int(line)) if colon and line.isdigit() else (remark.where, None)
    return {
        "code": remark.code,
        "severity": remark.severity,
        "file": at[0],
        "line": at[1],
        "message": remark.message,
        "help": remark.help,
        "detail": remark.detail,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "language": score.language,
        "mutants": score.mutants,
        "killed": score.killed,
        "stillborn": score.stillborn,
        "equal": score.equal,
        "marked": score.marked,
        "survived": score.survived,
        "raw": round(score.raw, 4),
        "adjusted": round(score.adjusted, 4),
    }


def _printable(text: str) -> str:
    """XML has no way to write most control characters."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text)
