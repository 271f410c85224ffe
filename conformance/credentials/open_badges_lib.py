"""openbadgeslib: an Open Badge as JSON-LD or as JWT, with its status, which it reads as a JWT.

    target/python/bin/python conformance/credentials/open_badges_lib.py SITE accept FILE… refuse FILE…
"""

import cases
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3Verifier


def judge(presented, site):
    def download(address, *_args, **_options):
        document = address.endswith("/did.json")
        return site.read(address, "application/vc" if document else "application/vc+jwt")

    badge = presented.lstrip()[:1] == b"{"
    if badge:
        anchored = OB3LdpVerifier.for_issuer_did(site.did["id"])
    else:
        anchored = OB3Verifier.for_issuer_did(site.did["id"], download=download)
    text = presented.decode().strip()
    credential = anchored.verify(text, check_status=True, download=download)
    return f"{'JSON-LD' if badge else 'JWT'}: {credential.achievement.name}"


cases.run(judge)
