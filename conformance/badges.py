"""The credentials and status lists of a run, before the programs in `credentials/`.

`twins.py` made them: one credential in force, one revoked, one suspended, and the first altered and
forged in many ways.
"""

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


# What each can read: a credential as JSON-LD, its shape alone, as JWT, or a token status list.
JSON_LD = [
    Runner(alter.BAZAAR, "digitalbazaar.mjs"),
    Runner(alter.CORE, "verifier_core.mjs"),
    Runner(alter.VC, "openvc_core.py"),
    Runner(alter.OBL, "open_badges_lib.py"),
]
SHAPE = Runner("@learncard/types", "badge_shape.mjs")
TOKENS = [Runner(alter.OBL, "open_badges_lib.py")]
TOKEN_LISTS = [
    Runner("@sd-jwt/jwt-status-list", "token_list.mjs"),
    Runner("openvc-core, cwt", "token_list.py"),
]

READERS = {"json": JSON_LD, "jwt": TOKENS, "png": TOKENS, "svg": TOKENS, "list": TOKEN_LISTS}
# Who takes which list of a stranger for ours: it does not ask who issued a list.
DECEIVED_BY_LISTS = ((alter.CORE, "a_stranger_as_issuer"),)
LABELS = {
    "json": "credential",
    "jwt": "credential as JWT",
    "png": "credential in a PNG",
    "svg": "credential in an SVG",
    "list": "token list",
}


def check(table, folder, sceau):
    credentials = folder / "credentials"
    site, after = folder / "site", folder / "after" / "site"
    for kind, runners in READERS.items():
        files = [credentials / f"{part}.{kind}" for part in ("in-force", "revoked", "suspended")]
        for runner in runners:
            in_time(table, runner, kind, files, site, after)
    for file in sorted(credentials.glob("*.json")):
        seen = SHAPE(site, [file])[file]
        table.expect(f"badge: {SHAPE.name}", file.name, seen.accepts, seen.said)
    altered(table, credentials, site)
    lists_of_strangers(table, folder)
    own_verdicts(table, credentials, sceau)


def in_time(table, runner, kind, files, site, after):
    """In force, then revoked and suspended, and nothing once the lists have ended."""
    label = LABELS[kind]
    for file, seen in runner(site, files).items():
        table.expect(f"{label}: {runner.name}", file.name, seen.accepts, seen.said)
    for file, seen in runner(after, files).items():
        # A credential can name one list, and names that of revocations; suspensions stand at the
        # same place of another one, and in the token list.
        stands = file.stem == "in-force" or (file.stem == "suspended" and kind != "list")
        good = seen.accepts == stands
        table.expect(f"{label}, after the acts: {runner.name}", file.name, good, seen.said)
    for file, seen in runner(site, files[:1], LATER).items():
        table.expect(f"{label}, expired list: {runner.name}", file.name, not seen.accepts, seen.said)


def altered(table, credentials, site):
    blind = {f"{case.__name__}.json": limits for case, limits in alter.CASES.items()}
    for kind in ("json", "jwt", "svg"):
        files = [file for file in twins(credentials) if file.suffix == f".{kind}"]
        for runner in READERS[kind]:
            for file, seen in runner(site, files).items():
                # Exactly the written-down limits: a program that got better is a surprise too.
                expected = seen.accepts == (runner.name in blind.get(file.name, ()))
                label = file.stem.replace("_", " ")
                table.expect(f"{label}: {runner.name}", "", expected, seen.said)


def lists_of_strangers(table, folder):
    """The credential is good; the list that says so is somebody else's."""
    for site in sorted((folder / "forged-lists").glob("*/")):
        for kind in ("json", "jwt", "list"):
            for runner in READERS[kind]:
                [file] = (folder / "credentials").glob(f"in-force.{kind}")
                seen = runner(site, [file])[file]
                expected = seen.accepts == ((runner.name, site.name) in DECEIVED_BY_LISTS)
                label = f"list, {site.name.replace('_', ' ')}: {runner.name}"
                table.expect(label, file.name, expected, seen.said)


def twins(credentials):
    return sorted([*(credentials / "altered").iterdir(), *(credentials / "forged").iterdir()])


def says(answer, verdict):
    return answer["verdict"] == verdict, answer["verdict"]


def own_verdicts(table, credentials, sceau):
    """Ours accepts what is in force, and nothing altered, also where others are blind."""
    for file in sorted(credentials.glob("in-force.*")):
        if file.suffix != ".list":
            answer = sceau.verdict(file)
            table.expect("sceau, credential", file.name, *says(answer, "authentic"))
    for file in twins(credentials):
        answer = sceau.verdict(file)
        refused = answer["verdict"] in foreign.REFUSED and "certificate" not in answer
        table.expect(f"{file.stem.replace('_', ' ')}: sceau", "", refused, answer["verdict"])
