"""Verifies a seal from docs/seal-format.md alone: verify_seal.py KEYS.json [TEXT], or TEXT on stdin."""
import json, re, sys
from datetime import date, datetime, timedelta, timezone
from uuid import UUID
import cbor2
from cwt import COSE, COSEKey

DIGITS = [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27, 29]  # of a group of so many bytes

def seal_bytes(text):
    digits = re.fullmatch(r"(?:https?://[^#\s]+#)?([0-9]{1,3072})", text.strip(), re.I | re.A)[1]
    groups = [digits[at:at + 29] for at in range(0, len(digits), 29)]
    return b"".join(int(group).to_bytes(DIGITS.index(len(group)), "big") for group in groups)

def verify(text, keys):
    seal = seal_bytes(text)
    tag = cbor2.loads(seal)
    protected, unprotected, payload, _ = tag.value
    header, claims = cbor2.loads(protected), cbor2.loads(payload)
    for item, written in ((tag, seal), (header, protected), (claims, payload)):
        assert cbor2.dumps(item, canonical=True) == written, "not deterministic"
    assert (tag.tag, unprotected, list(header), header[1]) == (18, {}, [1, 4], -8), "header"
    [key] = [key for key in keys if key["crv"] == "Ed25519" and key["kid"].encode() == header[4]]
    COSE.new().decode(seal, COSEKey.from_jwk({name: key[name] for name in ("kty", "crv", "alg", "kid", "x")}))
    assert key["nbf"] <= claims[6] <= key.get("retired_at", claims[6]), "the key's dates"
    assert claims[6] < key.get("compromised_at", claims[6] + 1), "compromised"
    body = claims[-65537]
    assert (list(claims), list(body)) == ([6, 7, -65537], [*range(1, 11)]), "unknown claims"
    assert body[2] in ("fr", "en"), "language"
    levels = re.fullmatch("([0-9a-e]*)f?", body[8].hex())[1]
    day = lambda number: str(date(1970, 1, 1) + timedelta(number))
    return {"id": str(UUID(bytes=claims[7])), "issued_at": str(datetime.fromtimestamp(claims[6], timezone.utc)),
            "framework": body[1], "language": body[2], "last_name": body[3], "first_name": body[4],
            "birth_date": day(body[5]), "score": body[6], "degraded": body[7], "exam_date": day(body[9]),
            "levels": [int(half, 16) for half in levels], "status": body[10]}

try:
    print(json.dumps(verify((sys.argv[2:] or [sys.stdin.read()])[0], json.load(open(sys.argv[1]))["keys"]), ensure_ascii=False))
except Exception as error:
    sys.exit(f"not authentic: {error!r}")
