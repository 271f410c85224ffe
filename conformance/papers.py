"""What is printed and never is a certificate: papers of a session, booklets of copies, receipts.

    conformance/issue calls this: target/python/bin/python conformance/papers.py DIR

Leaves in DIR/papers/LANGUAGE: `attendance.pdf`, `incidents.pdf`, `convocations.pdf` and the first of
`convocations.zip` as `convocation.pdf`; `booklet.pdf`; `receipt.pdf`. All claim PDF/A-3a and PDF/UA-1.
"""

import csv
import html
import http.client
import os
import re
import subprocess
import sys
import urllib.parse
import zipfile
from pathlib import Path

import foreign
import host

SCEAU = os.environ.get("SCEAU_PROGRAM", "target/debug/sceau")
EXAMPLES = Path(__file__).parent.parent / "examples"
LANGUAGES = ("fr", "en")
NUMBER = "S-2026-0142"
CENTRE = "Lycée des Dunes"


def sceau(folder, *command):
    done = foreign.run(SCEAU, "--config", folder / "sceau.toml", *command)
    if done.returncode != 0:
        sys.exit(f"sceau {' '.join(map(str, command))}: {done.stdout}{done.stderr}")


def session(folder):
    """The session of the example's results, with three rooms and its candidates."""
    sceau(folder, "session", "centre", CENTRE, "--kind", "school", "--address", "12 rue du Phare")
    sceau(
        folder, "session", "new", NUMBER, "--centre", CENTRE, "--date", "2026-06-09",
        "--time", "9:30", "--minutes", "105", "--notes", "Apportez vos écouteurs.",
        "--room", "Salle 101 = 24: Ana Beltrán, Li Wu", "--room", "CDI = 1", "--room", "Gymnase",
    )  # fmt: skip
    sceau(folder, "session", "import", EXAMPLES / "candidates.csv", "--session", NUMBER)


def ask(port, path, fields):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    asked.request("POST", path, urllib.parse.urlencode(fields), kind)
    answer = asked.getresponse()
    said = answer.read()
    if answer.status != 200:
        sys.exit(f"POST {path}: {answer.status}")
    return said


def receipt(port, language, code):
    """As a person gets it: the verdict's page has a draft, which is sent back."""
    page = ask(port, f"/{language}/verify", {"code": code}).decode()
    draft = re.search(r'name="draft" value="([^"]*)"', page)
    return ask(port, f"/{language}/receipt/pdf", {"draft": html.unescape(draft.group(1))})


def make(folder):
    session(folder)
    for language in LANGUAGES:
        place = folder / "papers" / language
        sceau(folder, "session", "documents", NUMBER, "--out", place, "--language", language)
        booklet = place / "booklet.pdf"
        sceau(folder, "session", "booklet", NUMBER, "--out", booklet, "--language", language)
        with zipfile.ZipFile(place / "convocations.zip") as letters:
            (place / "convocation.pdf").write_bytes(letters.read(letters.namelist()[0]))
    with (folder / "certificates" / "issued.csv").open(encoding="utf-8-sig") as lines:
        code = next(csv.DictReader(lines, delimiter=";"))["code"]
    port = host.free_port()
    command = [SCEAU, "--config", folder / "sceau.toml", "serve", "--listen", f"127.0.0.1:{port}"]
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    service = subprocess.Popen(list(map(str, command)), **quiet)
    try:
        host.wait_for(port)
        for language in LANGUAGES:
            place = folder / "papers" / language / "receipt.pdf"
            place.write_bytes(receipt(port, language, code))
    finally:
        service.terminate()
        service.wait(60)


def check(table, folder, validators):
    """What each claims, and that nobody takes one for a certificate."""
    files = sorted((folder / "papers").glob("*/*.pdf"))
    table.expect("papers", "", len(files) == 6 * len(LANGUAGES), f"{len(files)} files")
    name = {file: f"{file.parent.name}/{file.name}" for file in files}
    for (file, flavour), seen in foreign.verapdf(files).items():
        table.expect(f"papers: veraPDF {flavour}", name[file], seen.accepts, seen.said)
    for file in files:
        seen = foreign.qpdf(file)
        table.expect("papers: qpdf", name[file], seen.accepts, seen.said)
        # A receipt is certified like a certificate; nothing else is signed.
        signed = file.stem == "receipt"
        for validator, validate in validators.items():
            seen = validate(file)
            label = f"papers: {validator}"
            table.expect(label, name[file], seen.accepts == signed, seen.said)
        done = foreign.run(SCEAU, "--config", folder / "sceau.toml", "verify", file)
        refused = done.returncode in (4, 5)
        table.expect("papers: sceau", name[file], refused, f"exit code {done.returncode}")


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
