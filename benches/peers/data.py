"""Makes the input of both peers: certificates.json and the fonts, in the folder given.

The texts are those of certificate-templates/crcn, the people are invented. The QR code is handed
over as a finished matrix and each certificate's values as finished text, so that a peer only has to
draw: that favours the peers a little.
"""

import json
import random
import sys
import tomllib
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "certificate-templates" / "crcn"
FIRST = ["Élodie", "Maël", "Zoé", "Aïcha", "Bastien", "Noémie", "Loïc", "Inès", "Théo", "Salomé"]
LAST = ["Lefèvre-Gœtz", "Nguyễn", "Dupont", "Öztürk", "Martín", "Kowalska", "N’Diaye", "Le Goff"]


def qr_matrix(randomness):
    """A QR as large as the seal's: an address and about 400 digits, level M."""
    text = "HTTPS://CERTIFICATS.EXAMPLE.ORG/V#" + "".join(randomness.choices("0123456789", k=400))
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [[1 if dark else 0 for dark in row] for row in code.modules]


def certificates(count):
    framework = tomllib.loads((TEMPLATE / "framework.toml").read_text("utf-8"))
    grid = tomllib.loads((TEMPLATE / "grid.fr.toml").read_text("utf-8"))
    randomness = random.Random(2026)
    for number in range(count):
        domains = []
        for domain in framework["domains"]:
            competences = []
            for competence in domain["competences"]:
                level = randomness.randint(1, framework["max_level"])
                can_do = grid["can_do"][competence["code"]][level - 1]
                name = f"{competence['code']} {competence['name']['fr']}"
                competences.append({"name": name, "level": level, "text": can_do})
            domains.append({"name": domain["name"]["fr"], "competences": competences})
        score = randomness.randint(64, framework["max_score"])
        level = next(g for g in framework["global_levels"] if g["from_score"] <= score <= g["to_score"])
        meaning = grid["level"][str(level["number"])]["third_party"]
        yield {
            "title": framework["title"]["fr"],
            "awarded": "délivré à",
            "name": f"{randomness.choice(FIRST)} {randomness.choice(LAST)}",
            "born": f"Naissance : {randomness.randint(1, 28)} mars {randomness.randint(1960, 2008)} · Besançon",
            "centre": "Lycée Ada-Lovelace, Besançon",
            "exam_date": f"{randomness.randint(1, 28)} octobre 2026",
            "delivery_date": "21 novembre 2026",
            "score": str(score),
            "max_score": f"sur {framework['max_score']}",
            "global_level": level["label"]["fr"],
            "meaning": [meaning] if isinstance(meaning, str) else list(meaning.values()),
            "domains": domains,
            "max_level": framework["max_level"],
            "code": "".join(randomness.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=14)),
            "verify": "certificats.example.org",
            "issuer": "Institut des savoirs numériques",
            "signatory": "Hortense Lavigerie-Sow, directrice de la certification",
            "number": number,
            "qr": qr_matrix(randomness),
        }


def with_true_type_outlines(source, target):
    """reportlab refuses CFF outlines: the same glyphs as quadratic curves."""
    font = TTFont(source)
    glyphs, outlines = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = font.getGlyphOrder(), outlines
    font["maxp"].tableVersion = 0x00010000
    for field in (
        "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
        "maxSizeOfInstructions maxComponentElements maxComponentDepth"
    ).split():
        setattr(font["maxp"], field, 1 if field == "maxZones" else 0)
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    font["post"].glyphOrder = font.getGlyphOrder()
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"
    font.save(target)


if __name__ == "__main__":
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    (folder / "certificates.json").write_text(json.dumps(list(certificates(count))), "utf-8")
    for weight in ("Regular", "Semibold"):
        source = ROOT / "fonts" / f"SourceSans3-{weight}.otf"
        with_true_type_outlines(source, folder / f"SourceSans3-{weight}.ttf")
