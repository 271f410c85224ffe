"""Runs the commands that a document shows, and expects what the document says they print.

    target/python/bin/python conformance/documented.py DOCUMENT.md FOLDER

Blocks run one after the other in FOLDER, each by its mark:

    ```sh             a shell script, which has to end well
    ```text           right after it: each line has to be in what it printed, in this order;
                      `…` stands for anything
    ```python NAME    written to NAME, for the commands that follow
    ```js NAME        the same

Any other block is a mistake, so that no command goes unrun.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(\S*)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


@dataclass
class Step:
    """One shell block and what it shall print."""

    script: str
    expected: list


def steps(document, folder):
    """The steps of the document, its files written to the folder."""
    found = []
    for mark, name, body in BLOCK.findall(document):
        if mark in ("python", "js") and name:
            (folder / name).write_text(body, "utf-8")
        elif mark == "sh":
            found.append(Step(body, []))
        elif mark == "text" and found and not found[-1].expected:
            found[-1].expected = body.splitlines()
        else:
            raise ValueError(f"a block that nobody runs: ```{mark} {name}\n{body}")
    return found


def missing(expected, printed):
    """The first expected line that does not come, in order."""
    lines = iter(printed.splitlines())
    for want in expected:
        pattern = re.compile(".*".join(map(re.escape, want.strip().split("…"))))
        if not any(pattern.fullmatch(line.strip()) for line in lines):
            return want.strip()
    return None


def run(step, folder, environment):
    """What went wrong, or None."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", step.script],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        return f"exit {done.returncode}: {' '.join(done.stdout.split())[-300:]}"
    line = missing(step.expected, done.stdout)
    return line and f"did not print `{line}` but: {' '.join(done.stdout.split())[-300:]}"


def main(document, folder):
    failed = False
    for step in steps(Path(document).read_text("utf-8"), Path(folder)):
        wrong = run(step, folder, {})
        failed = failed or wrong is not None
        print(f"{'FAIL' if wrong else 'ok'}\t{step.script.splitlines()[0]}\t{wrong or ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
