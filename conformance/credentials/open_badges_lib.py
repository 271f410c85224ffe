"""openbadgeslib: an Open Badge as JSON-LD, as JWT, or in a picture (PNG, SVG) that carries one of
both, with its status, which it reads as a JWT.

    target/python/bin/python conformance/credentials/open_badges_lib.py SITE accept FILE… refuse FILE…
"""

import cases
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3Verifier

PNG = b"\x89PNG\r\n\x1a\n"


def carried(presented):
    """What the file is or carries, and how."""
    if presented.startswith(PNG):
        return OB3Verifier.extract_token_from_png(presented), "in a PNG, "
    if b"<svg" in presented[:1000]:
        return OB3Verifier.extract_token_from_svg(presented), "in an SVG, "
    return presented.decode().strip(), ""


def judge(presented, site):
    def download(address, *_args, **_options):
        document = address.endswith("/did.json")
        return site.read(address, "application/vc" if document else "application/vc+jwt")

    text, where = carried(presented)
    issuer = site.did["id"]
    if text.startswith("{"):
        form, verifier = "JSON-LD", OB3LdpVerifier.for_issuer_did(issuer)
    else:
        form, verifier = "JWT", OB3Verifier.for_issuer_did(issuer, download=download)
    credential = verifier.verify(text, check_status=True, download=download)
    return f"{where}{form}: {credential.achievement.name}"


cases.run(judge)
