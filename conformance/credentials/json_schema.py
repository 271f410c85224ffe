"""jsonschema: an Open Badge against 1EdTech's JSON Schema, by hand.

    target/python/bin/python conformance/credentials/json_schema.py SCHEMA accept FILE… refuse FILE…

SCHEMA is `ob_v3p0_achievementcredential_schema.json` for VC Data Model 2.0, which 1EdTech publishes
at https://purl.imsglobal.org/spec/ob/v3p0/schema/json/. No package registry carries it, so it is
not part of a run; `badge_shape.mjs` looks at the shape there.
"""

import json
from pathlib import Path

import cases
from jsonschema import Draft201909Validator


def judge(presented, schema):
    errors = [f"{error.json_path}: {error.message}" for error in schema.iter_errors(json.loads(presented))]
    if errors:
        raise ValueError("; ".join(errors))
    return "as the schema wants"


cases.run(judge, lambda file: Draft201909Validator(json.loads(Path(file).read_text("utf-8"))))
