"""A candidate's Python file within a script: which function is called with which tables, and what has to go first."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Sequence


def unused_name(wanted: str, source: str) -> str:
    """`wanted`, or with as many underscores behind it as make it a word that the source does not hold."""
    words = set(re.findall(r"\w+", source))
    while wanted in words:
        wanted += "_"
    return wanted


def entry_call(source: str, tables: Sequence[str], made_by: str) -> str:
    """The call of the entry point as the judge does it, each of the tables that it takes made by `made_by(name)`."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    function = functions["solve"] if "solve" in functions else next(iter(functions.values()))
    arguments = function.args
    places = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    defaults = dict(zip(reversed(places), reversed(arguments.defaults), strict=False))
    given = []
    for argument in arguments.posonlyargs:
        if argument.arg in tables:
            given.append(f"{made_by}({argument.arg!r})")
        elif argument.arg in defaults:
            given.append(ast.unparse(defaults[argument.arg]))
    own = [a.arg for a in (*arguments.args, *arguments.kwonlyargs) if a.arg in tables]
    positional = {a.arg for a in arguments.posonlyargs}
    if arguments.kwarg:
        own += [name for name in tables if name not in own and name not in positional]
    for name in own:
        named = name.isidentifier() and not keyword.iskeyword(name)
        given.append(f"{name}={made_by}({name!r})" if named else f"**{{{name!r}: {made_by}({name!r})}}")
    return f"{function.name}({', '.join(given)})"


def future_imports(source: str) -> tuple[str, str]:
    """The source's `from __future__` imports as lines for the top of a file, and the source without them."""
    lines = source.encode().splitlines(keepends=True)
    found = [n for n in ast.parse(source).body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
    for node in reversed(found):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        tail = lines[last][node.end_col_offset :]
        lines[first : last + 1] = [lines[first][: node.col_offset] + b"pass" + tail]
    return "".join(f"{ast.unparse(node)}\n" for node in found), b"".join(lines).decode()
