"""What the checks in Python have in common: their command line, one line of answer a file, and the
issuer's public tree in the place of the network.

    target/python/bin/python conformance/credentials/NAME.py SITE accept FILE… refuse FILE…
"""

import json
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from openvc.did.base import multikey_to_jwk

# What a file of the tree may end in, for each media type that may be asked for.
ENDINGS = {
    "application/vc": ("", ".json"),
    "application/vc+jwt": (".jwt",),
    "application/statuslist+jwt": ("", ".jwt"),
    "application/statuslist+cwt": (".cwt",),
}


class Site:
    """What `sceau status publish --to DIR` wrote; nothing here opens a connection."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.did = json.loads((self.folder / ".well-known" / "did.json").read_text("utf-8"))
        # did:web:HOST is the document at https://HOST/.well-known/did.json (did:web §3).
        self.origin = "https://" + unquote(self.did["id"].removeprefix("did:web:"))

    def read(self, address, media="application/vc"):
        """The bytes at an address of the issuer; everywhere else there is nothing."""
        url = urlsplit(address)
        if f"{url.scheme}://{url.netloc}" == self.origin:
            for ending in ENDINGS[media]:
                file = self.folder / (url.path.lstrip("/") + ending)
                if file.is_file():
                    return file.read_bytes()
        raise FileNotFoundError(f"not in the tree as {media}: {address}")

    def jwk(self, key):
        """The Multikey that the did:web document names so, as a JWK."""
        methods = [one for one in self.did["verificationMethod"] if one["type"] == "Multikey"]
        for method in methods:
            if method["id"] == key:
                return multikey_to_jwk(method["publicKeyMultibase"])
        raise LookupError(f"not a key of {self.did['id']}: {key}")


def run(judge, first=Site):
    """Asks `judge(bytes, site)` about every file; it answers what it saw, or raises its reason.

    `first` makes of the first argument what `judge` gets with each file."""
    if len(sys.argv) < 4:
        sys.exit(sys.modules["__main__"].__doc__)
    site, expected, failed = first(sys.argv[1]), None, False
    for word in sys.argv[2:]:
        if word in ("accept", "refuse"):
            expected = word
            continue
        try:
            answer, said = "accept", judge(Path(word).read_bytes(), site)
        except Exception as error:  # Whatever it can't read, it does not accept.
            answer, said = "refuse", f"{type(error).__name__}: {error}"
        failed = failed or answer != expected
        mark = "ok" if answer == expected else "FAIL"
        print(f"{mark:4}\t{answer}\t{word}\t{' '.join(said.split())[:160]}")
    sys.exit(1 if failed else 0)
