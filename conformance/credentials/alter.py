"""Negative controls: what somebody may do to a credential, and who has to notice.

`CASES` maps each case to the programs that accept the result all the same. Where a foreign program
is listed, that is a limit of the program, tried and written down; ours accepts none of them.
"""

import copy
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openvc.multibase import encode_multibase

BAZAAR, CORE, VC, OBL = "@digitalbazaar/vc", "verifier-core", "openvc-core", "openbadgeslib"


def a_value_changed(credential):
    """Another level in the first result that has one."""
    results = credential["credentialSubject"]["result"]
    result = next(one for one in results if "value" in one)
    result["value"] = "7" if result["value"] != "7" else "6"
    return credential


def a_date_changed(credential):
    """Valid since a day earlier."""
    year = int(credential["validFrom"][:4])
    credential["validFrom"] = f"{year - 1}{credential['validFrom'][4:]}"
    return credential


def a_proof_changed(credential):
    """One symbol in the middle of each proof."""
    for proof in credential["proof"]:
        value = proof["proofValue"]
        symbol = "2" if value[40] != "2" else "3"
        proof["proofValue"] = value[:40] + symbol + value[41:]
    return credential


def a_member_that_nobody_defines(credential):
    """RDF drops what no context defines: the hash stays the same, the reader sees it."""
    credential["credentialSubject"]["honours"] = "summa cum laude"
    return credential


def an_unused_inline_context(credential):
    """Defines a word that is not used, so RDF stays the same."""
    credential["@context"].append({"honours": "@json"})
    return credential


def an_inline_context_and_its_member(credential):
    """Both together: the member is defined, as JSON-LD that the signature does not know."""
    credential["@context"].append({"honours": "https://example.org/honours"})
    credential["credentialSubject"]["honours"] = "summa cum laude"
    return credential


def the_rdf_proof_taken_away(credential):
    """What is left, eddsa-jcs-2022, is good; Open Badges verifiers know it not."""
    credential["proof"] = [
        proof for proof in credential["proof"] if proof["cryptosuite"] == "eddsa-jcs-2022"
    ]
    return credential


def the_status_taken_away(credential):
    """A revoked credential would like to forget that."""
    del credential["credentialStatus"]
    return credential


CASES = {
    a_value_changed: (),
    a_date_changed: (),
    a_proof_changed: (),
    a_member_that_nobody_defines: (),
    an_unused_inline_context: (BAZAAR, CORE),
    an_inline_context_and_its_member: (),
    the_rdf_proof_taken_away: (VC,),
    the_status_taken_away: (),
}


def part(value):
    """A header, claims or a signature as they stand in a compact JWS (RFC 7515 §7.1)."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def opened(token):
    """Header, claims and signature of a compact JWS."""
    header, claims, signature = (urlsafe_b64decode(one + "==") for one in token.split("."))
    return json.loads(header), json.loads(claims), signature


def new_key():
    """A key, its public half as a JWK and as a Multikey."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": part(public)}
    return key, jwk, encode_multibase(b"\xed\x01" + public)


def signed(key, header, claims):
    text = f"{part(header)}.{part(claims)}"
    return f"{text}.{part(key.sign(text.encode()))}"


def a_claim_changed(header, claims, signature):
    """Valid since a day earlier."""
    return f"{part(header)}.{part({**claims, 'nbf': claims['nbf'] - 86400})}.{part(signature)}"


def a_signature_bit_changed(header, claims, signature):
    changed = bytes([signature[0] ^ 1]) + signature[1:]
    return f"{part(header)}.{part(claims)}.{part(changed)}"


def the_signature_taken_away(header, claims, _signature):
    """`alg` none (RFC 8725 §2.1)."""
    return f"{part({**header, 'alg': 'none'})}.{part(claims)}."


def another_key_under_our_name(header, claims, _signature):
    return signed(new_key()[0], header, claims)


def a_key_in_the_header(header, claims, _signature):
    """Good by the key that it brings along (RFC 8725 §3.10)."""
    stranger, jwk, _ = new_key()
    return signed(stranger, {**header, "jwk": jwk}, claims)


def another_issuer(header, claims, _signature):
    """Somebody else's statement, good by the key that is their name (did:key)."""

    stranger, _, key = new_key()
    did = f"did:key:{key}"
    whole = {"issuer": did} if "issuer" in claims else {}
    return signed(stranger, {**header, "kid": f"{did}#{key}"}, {**claims, "iss": did, **whole})


# Nobody is deceived by these.
TOKENS = (
    a_claim_changed,
    a_signature_bit_changed,
    the_signature_taken_away,
    another_key_under_our_name,
    a_key_in_the_header,
    another_issuer,
)


def write_all(credential, token, picture, folder):
    """Every case as a file; those of a token as tokens, and one as a picture."""
    for case in CASES:
        text = json.dumps(case(copy.deepcopy(credential)))
        (folder / f"{case.__name__}.json").write_text(text, "utf-8")
    for case in TOKENS:
        text = case(*opened(token))
        (folder / f"{case.__name__}.jwt").write_text(text, "utf-8")
    since = f'"validFrom":"{credential["validFrom"]}"'
    earlier = since.replace(credential["validFrom"], a_date_changed(credential)["validFrom"])
    if since not in picture:
        raise RuntimeError("the picture does not carry the credential as it was signed")
    (folder / "a_picture_changed.svg").write_text(picture.replace(since, earlier), "utf-8")
