"""The credentials and status lists of a run, before the programs in `credentials/`."""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import foreign

HERE = Path(__file__).parent
sys.path.append(str(HERE / "credentials"))

import alter  # noqa: E402


@dataclass
class Runner:
    """One of the scripts in `credentials/`, which answer a line a file."""

    name: str
    script: str

    def __call__(self, site, files, clock=None):
        """{file: Seen}; a script that ends early has accepted nothing."""
        script = HERE / "credentials" / self.script
        command = [sys.executable] if script.suffix == ".py" else [HERE / "node"]
        if clock:
            command = ["faketime", "-f", clock, *command]
        done = foreign.run(*command, script, site, "accept", *files)
        seen = {}
        for line in done.stdout.splitlines():
            _, answer, file, said = line.split("\t", 3)
            seen[Path(file)] = foreign.Seen(answer == "accept", said)
        silent = foreign.Seen(False, "no answer: " + foreign.last_line(done.stderr))
        return {file: seen.get(file, silent) for file in files}
