"""Prints what benches/peers/run measured: milliseconds a certificate, and ratios to Sceau."""

import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])
sceau = json.loads((folder / "sceau.json").read_text("utf-8"))
stages = {stage["name"]: stage["milliseconds"] for stage in sceau["stages"]}
render, whole = stages["render"], stages["all-stages"]
size = sceau["document_bytes"]

print(f"{'one certificate, one core':<46}{'ms':>8}{'kB':>6}{'to render':>11}{'to whole':>10}")
print(f"{'sceau, render (PDF/A-3a + UA-1, tagged)':<46}{render:>8.2f}{size / 1e3:>6.0f}{1:>10.1f}×{'':>10}")
print(f"{'sceau, whole (lint, seal, render, PAdES)':<46}{whole:>8.2f}{size / 1e3:>6.0f}{'':>11}{1:>9.1f}×")
claims = {"pdfkit": "PDF/A-3a, tagged", "reportlab": "neither tagged nor PDF/A"}
for name, claim in claims.items():
    peer = json.loads((folder / f"{name}.json").read_text("utf-8"))
    time, kilobytes = peer["milliseconds"], peer["bytes"] / 1e3
    row = f"{f'{name} ({claim})':<46}{time:>8.2f}{kilobytes:>6.0f}"
    print(f"{row}{time / render:>10.1f}×{time / whole:>9.1f}×")
