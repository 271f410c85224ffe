"""openvc-core and cwt: what the Token Status List says of a certificate, as a JWT and as a CWT.

    target/python/bin/python conformance/credentials/token_list.py SITE accept FILE… refuse FILE…

A FILE is a JSON object with the claim `status_list` of a referenced token: its `uri` and `idx`.
"""

import json
import time
from base64 import urlsafe_b64encode

import cases
import cbor2
from cwt import COSE, COSEKey
from openvc.proof._jws import parse_compact
from openvc.status import check_token_status, verify_status_list_token
from openvc.status.token_status_list import decode_status_list, get_status

# CWT claims and header parameters (draft-ietf-oauth-status-list §5.2, RFC 8392, RFC 9596).
SUB, EXP, IAT, STATUS_LIST = 2, 4, 6, 65533
KID, TYPE = 4, 16


def of_jwt(site, uri, index):
    token = site.read(uri, "application/statuslist+jwt").decode().strip()
    jwk = site.jwk(parse_compact(token)[0]["kid"])
    claims = verify_status_list_token(token, public_key_jwk=jwk, expected_uri=uri)
    reference = {"status": {"status_list": {"uri": uri, "idx": index}}}
    return check_token_status(reference, resolve_status_list_token=lambda _: claims).status


def of_cwt(site, uri, index):
    token = site.read(uri, "application/statuslist+cwt")
    header = cbor2.loads(cbor2.loads(token).value[0])
    if header[TYPE] not in ("application/statuslist+cwt", "statuslist+cwt"):
        raise ValueError(f"type {header[TYPE]}")
    key = COSEKey.from_jwk({**site.jwk(header[KID].decode()), "kid": header[KID]})
    claims = cbor2.loads(COSE.new().decode(token, key))
    if claims[SUB] != uri:
        raise ValueError(f"a list of {claims[SUB]}")
    if not claims[IAT] <= time.time() < claims[EXP]:
        raise ValueError("the list is out of date")
    # The same bytes, which a JWT carries in base64url.
    packed = claims[STATUS_LIST]
    bits = decode_status_list(urlsafe_b64encode(packed["lst"]).rstrip(b"=").decode())
    return get_status(bits, index, bits=packed["bits"])


def judge(presented, site):
    reference = json.loads(presented)["status_list"]
    uri, index = reference["uri"], reference["idx"]
    said = {"JWT": of_jwt(site, uri, index), "CWT": of_cwt(site, uri, index)}
    if set(said.values()) != {0}:
        raise ValueError(f"status {said}")
    return f"status {said}"


cases.run(judge)
