"""The floor of `drill list` without click: floor_list_bare.py FOLDER."""

import sys
import tomllib
from pathlib import Path

for file in sorted(Path(sys.argv[1]).glob("*/problem.toml")):
    problem = tomllib.loads(file.read_text("utf-8"))
    languages = "+".join(problem["languages"])
    print(f"{file.parent.name}  {problem['difficulty']}  {problem['minutes']} min  {languages}  {problem['title']}")
