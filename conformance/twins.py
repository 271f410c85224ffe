"""What conformance/run needs besides certificates: published trees, twins, time-stamped documents.

    conformance/issue calls this: target/python/bin/python conformance/twins.py DIR

The first three certificates of `issued.csv` get parts: `in-force`, `revoked` and `suspended`. The
second is revoked and the third suspended in a copy of the register, `after/`, so that the register
itself stays as it was issued.

    DIR/documents/PART.pdf         the PDF of each part
    DIR/credentials/PART.json      its credential, as it is attached to the PDF; .jwt, .png, .svg
    DIR/credentials/PART.list      its place in the token status lists
    DIR/credentials/altered/*      the first, altered in each way of alter.py
    DIR/credentials/forged/*.json  the first, signed anew by strangers (forge.mjs)
    DIR/site, DIR/after/site       what `sceau status publish` makes of the two registers
    DIR/forged-lists/CASE/         the first tree, with the lists of the first by somebody else
    DIR/stamped/LEVEL.pdf          a document at each level of PAdES, with jwks.json, trust.pem, *.crl
    DIR/withdrawn/issuer.crl       what becomes of issuer.crl when the document key is distrusted
    DIR/stranger.pem               the root of somebody else
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import foreign

HERE = Path(__file__).parent
sys.path.append(str(HERE / "credentials"))

import alter  # noqa: E402

SCEAU = os.environ.get("SCEAU_PROGRAM", "target/debug/sceau")
LISTS_OF_STRANGERS = ("a_key_under_our_name", "a_stranger_as_issuer")
PARTS = ("in-force", "revoked", "suspended")


def sceau(configuration, *command):
    done = foreign.run(SCEAU, "--config", configuration, *command)
    # 3: done, but some rows were refused.
    if done.returncode not in (0, 3):
        sys.exit(f"sceau {' '.join(map(str, command))}: {done.stdout}{done.stderr}")
    return done.stdout


def parts(folder):
    """{part: its row of issued.csv}"""
    with (folder / "certificates" / "issued.csv").open(encoding="utf-8-sig") as lines:
        return dict(zip(PARTS, csv.DictReader(lines, delimiter=";"), strict=False))


def documents(folder):
    """The PDF of each part, and its credential in every form."""
    for name in ("documents", "credentials"):
        (folder / name).mkdir()
    for part, row in parts(folder).items():
        pdf = folder / "documents" / f"{part}.pdf"
        shutil.copy(folder / "certificates" / row["document"], pdf)
        credential = foreign.attachment(pdf, "credential.json")
        forms = [folder / "credentials" / f"{part}.{form}" for form in ("json", "jwt", "png", "svg")]
        wanted = [word for form in forms for word in ("--credential", form)]
        sceau(folder / "sceau.toml", "show", row["code"], *wanted)
        if json.loads(forms[0].read_bytes()) != json.loads(credential):
            sys.exit(f"{pdf}: attached is another credential than the one that holders get")
        entry = json.loads(credential)["credentialStatus"]
        reference = {"uri": token_list(entry), "idx": int(entry["statusListIndex"])}
        place = folder / "credentials" / f"{part}.list"
        place.write_text(json.dumps({"status_list": reference}), "utf-8")


def token_list(entry):
    """The token status list of the same number: the place is the same in both kinds of list."""
    issuer, _, number = re.split(r"/(status/revocation|tsl)/", entry["statusListCredential"])
    return f"{issuer}/tsl/{number}"


def copied(folder, name):
    """A register of its own, as it is now."""
    copy = folder / name
    copy.mkdir()
    # What the register wrote last may stand beside it, in sceau.db-wal.
    for source in [*folder.glob("sceau.*"), folder / "keys", folder / "archive"]:
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / source.name)
    return copy


def publish(folder):
    """The public trees of the register as it is and of its copy, after the acts."""
    copy = copied(folder, "after")
    rows = parts(folder)
    configuration = copy / "sceau.toml"
    sceau(configuration, "revoke", rows["revoked"]["code"], "--reason", "fraud")
    sceau(configuration, "suspend", rows["suspended"]["code"], "--reason", "under-inquiry")
    for register in (folder, copy):
        sceau(register / "sceau.toml", "status", "publish", "--to", register / "site")


def twins(folder):
    """The credential in force, altered and forged."""
    file = folder / "credentials" / "in-force.json"
    (file.parent / "altered").mkdir()
    (file.parent / "forged").mkdir()
    credential = file.read_text("utf-8")
    token = file.with_suffix(".jwt").read_text("utf-8").strip()
    picture = file.with_suffix(".svg").read_text("utf-8")
    alter.write_all(json.loads(credential), token, picture, file.parent / "altered")
    forge(file, file.parent / "forged")


def forge(file, into):
    done = foreign.run(HERE / "node", HERE / "credentials" / "forge.mjs", file, into)
    if done.returncode != 0:
        sys.exit(f"forge.mjs: {done.stderr}")


def lists_of_strangers(folder):
    """The tree before the acts, with the lists of the credential in force by somebody else."""
    credential = json.loads((folder / "credentials" / "in-force.json").read_bytes())
    bitstring = urlsplit(credential["credentialStatus"]["statusListCredential"]).path.lstrip("/")
    reference = json.loads((folder / "credentials" / "in-force.list").read_bytes())["status_list"]
    token = urlsplit(reference["uri"]).path.lstrip("/")
    made = folder / "forged-lists"
    made.mkdir()
    forge(folder / "site" / bitstring, made)
    for name in LISTS_OF_STRANGERS:
        site = made / name
        shutil.copytree(folder / "site", site)
        shutil.copy(made / f"{name}.json", site / bitstring)
        for file in (site / f"{bitstring}.jwt", site / token):
            header, claims, signature = alter.opened(file.read_text("utf-8").strip())
            if name == "a_stranger_as_issuer":
                text = alter.another_issuer(header, claims, signature)
            else:
                text = alter.another_key_under_our_name(header, claims, signature)
            file.write_text(text, "utf-8")
        # The CWT's signature is the end of the file.
        cwt = (site / f"{token}.cwt").read_bytes()
        (site / f"{token}.cwt").write_bytes(cwt[:-1] + bytes([cwt[-1] ^ 1]))


@contextmanager
def authority(folder):
    """A time-stamp authority on this machine: `conformance/tsa`."""
    # It ends when its standard input is closed, so also when we die.
    serving = subprocess.Popen(
        [sys.executable, HERE / "tsa", folder, "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        ready = serving.stdout.readline().split()
        if len(ready) != 2:
            sys.exit("no time-stamp authority")
        yield ready[1]
    finally:
        serving.stdin.close()
        serving.wait(timeout=30)


STAMPED = """
[keys]
folder = "../../keys"

[timestamp]
urls = ["{url}"]
roots = ["../../tsa/root.pem"]
level = "{level}"
"""


def stamped(folder):
    """One document at each level, by the same keys."""
    into = folder / "stamped"
    into.mkdir()
    service = (folder / "sceau.toml").read_text("utf-8")
    rows = Path("examples/session.csv").read_text("utf-8").splitlines()[:2]
    results = into / "one.csv"
    results.write_text("\n".join(rows) + "\n", "utf-8")
    with authority(folder / "tsa") as url:
        for level in ("b-t", "b-lt"):
            register = into / level
            register.mkdir()
            configuration = register / "sceau.toml"
            configuration.write_text(service + STAMPED.format(url=url, level=level), "utf-8")
            sceau(configuration, "migrate")
            sceau(configuration, "issue", results, "--out", register / "certificates")
            [made] = (register / "certificates").glob("*.pdf")
            shutil.copy(made, into / f"{level}.pdf")
        sceau(configuration, "archive", "renew", "--all", "--to", register / "renewed")
        [renewed] = (register / "renewed").glob("*.pdf")
        shutil.copy(renewed, into / "b-lta.pdf")
    shutil.copy(folder / "documents" / "in-force.pdf", into / "b-b.pdf")
    # The roots of the authority are published with the keys.
    keys = sceau(into / "b-lt" / "sceau.toml", "keys", "public")
    (into / "jwks.json").write_text(keys, "utf-8")
    trust = [(folder / "ca.pem").read_text(), (folder / "tsa" / "root.pem").read_text()]
    (into / "trust.pem").write_text("".join(trust))
    shutil.copy(folder / "keys" / "crl.der", into / "issuer.crl")
    for name in ("root", "issuing"):
        shutil.copy(folder / "tsa" / f"{name}.crl", into / f"tsa-{name}.crl")


def withdrawn(folder):
    """The revocation list of an issuer who has taken the document key out of use since."""
    copy = copied(folder, "withdrawn")
    keys = json.loads((folder / "jwks.json").read_bytes())["keys"]
    [name] = [key["kid"] for key in keys if key["crv"] == "P-256"]
    # Whole seconds: the stamps shall be older.
    time.sleep(1.1)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    command = ["keys", "compromise", name, "--at", now, "--reason", "conformance"]
    sceau(copy / "sceau.toml", *command)
    sceau(copy / "sceau.toml", "status", "publish", "--to", copy / "site")
    shutil.copy(copy / "site" / ".well-known" / "sceau.crl", copy / "issuer.crl")


def stranger(folder):
    keys = folder / "stranger"
    sceau(folder / "sceau.toml", "keys", "new", "--folder", keys, "--issuer", "Somebody else")
    chain = (keys / "document.chain.pem").read_text()
    # The chain ends with the root.
    (folder / "stranger.pem").write_text(chain[chain.rindex("-----BEGIN") :])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    FOLDER = Path(sys.argv[1])
    for make in (documents, publish, twins, lists_of_strangers, stamped, withdrawn, stranger):
        make(FOLDER)
