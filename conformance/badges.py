"""The credentials and status lists of a run, before the programs in `credentials/`.

Everything happens on a copy of the register, so that a run can be repeated: one certificate stays in
force and is altered in many ways, one is revoked, one is suspended.
"""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import foreign

HERE = Path(__file__).parent
sys.path.append(str(HERE / "credentials"))

import alter  # noqa: E402

# Past the validity of every list, well within that of every key.
LATER = "+30d"


@dataclass
class Runner:
    """One of the scripts in `credentials/`, which answer a line a file."""

    name: str
    script: str

    def __call__(self, site, files, clock=None):
        script = HERE / "credentials" / self.script
        command = [sys.executable] if script.suffix == ".py" else [HERE / "node"]
        if clock:
            command = ["faketime", "-f", clock, *command]
        return foreign.answers(foreign.run(*command, script, site, "accept", *files), files)


# What each can read: a credential as JSON-LD, as JWT, or a token status list.
JSON_LD = [
    Runner(alter.BAZAAR, "digitalbazaar.mjs"),
    Runner(alter.CORE, "verifier_core.mjs"),
    Runner(alter.VC, "openvc_core.py"),
    Runner(alter.OBL, "open_badges_lib.py"),
]
JWT = [Runner(alter.OBL, "open_badges_lib.py")]
TOKEN_LIST = [
    Runner("@sd-jwt/jwt-status-list", "token_list.mjs"),
    Runner("openvc-core, cwt", "token_list.py"),
]
