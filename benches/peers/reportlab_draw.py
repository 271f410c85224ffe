"""Draws the certificate's two pages with reportlab and says how long one takes, as JSON.

python reportlab_draw.py FOLDER WARM_UP COUNT: FOLDER holds what data.py made; the last document is
left there to be looked at.
"""

import io
import json
import sys
import time
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph

INK, STONE, SEAL = HexColor("#1d2430"), HexColor("#5d6673"), HexColor("#1f5f5b")
WIDTH, HEIGHT = A4
LEFT, INNER = 20 * mm, WIDTH - 40 * mm
BODY = ParagraphStyle("body", fontName="Sans", fontSize=9, leading=11.5, textColor=INK)
SMALL = ParagraphStyle("small", fontName="Sans", fontSize=8, leading=9.6, textColor=INK)


def fonts(folder):
    pdfmetrics.registerFont(TTFont("Sans", folder / "SourceSans3-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Bold", folder / "SourceSans3-Semibold.ttf"))
    serif = Path(__file__).parents[2] / "fonts" / "EBGaramond_500Medium.ttf"
    pdfmetrics.registerFont(TTFont("Serif", serif))


class Page:
    """A canvas with the origin at the top left, as the other drawer has it."""

    def __init__(self, out, title):
        self.canvas = canvas.Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)

    def text(self, x, y, text, font="Sans", size=9, colour=INK):
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def paragraph(self, x, y, width, text, style=BODY):
        paragraph = Paragraph(text, style)
        _, height = paragraph.wrap(width, HEIGHT)
        paragraph.drawOn(self.canvas, x, HEIGHT - y - height)
        return y + height

    def box(self, x, y, width, height, colour):
        self.canvas.setFillColor(colour)
        self.canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)


def qr(page, matrix, x, y, side):
    step = side / len(matrix)
    path = page.canvas.beginPath()
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                path.rect(x + column * step, HEIGHT - y - (row + 1) * step, step, step)
    page.canvas.setFillColor(INK)
    page.canvas.drawPath(path, stroke=0, fill=1)


def first_page(page, c):
    page.text(LEFT, 60, c["issuer"], "Bold", 11, SEAL)
    page.text(LEFT, 110, c["title"], "Serif", 25)
    page.text(LEFT, 140, c["awarded"], "Serif", 12.5, STONE)
    page.text(LEFT, 180, c["name"], "Serif", 30)
    page.text(LEFT, 205, c["born"], size=10)
    for column, (label, key) in enumerate(
        [("Centre d’examen", "centre"), ("Date de l’examen", "exam_date"), ("Date de délivrance", "delivery_date")]
    ):
        page.text(LEFT + column * INNER / 3, 230, label, size=7.5, colour=STONE)
        page.text(LEFT + column * INNER / 3, 243, c[key])
    page.text(LEFT, 285, c["score"], "Serif", 32, SEAL)
    page.text(LEFT, 300, c["max_score"], size=8, colour=STONE)
    page.text(LEFT + 42 * mm, 280, c["global_level"], "Serif", 20)
    y = 290
    for sentence in c["meaning"]:
        y = page.paragraph(LEFT + 42 * mm, y, INNER - 42 * mm, sentence) + 3
    y = 380
    for domain in c["domains"]:
        page.text(LEFT, y, domain["name"], "Bold", 9.5, SEAL)
        y += 13
        for competence in domain["competences"]:
            page.text(LEFT + 6, y, competence["name"])
            page.text(LEFT + INNER - 95, y, str(competence["level"]), "Bold")
            for step in range(c["max_level"]):
                filled = step < competence["level"]
                page.box(LEFT + INNER - 80 + step * 11, y - 7, 9, 7, SEAL if filled else HexColor("#dfe4e8"))
            y += 12.5
        y += 3
    qr(page, c["qr"], LEFT, 680, 35 * mm)
    page.text(LEFT + 42 * mm, 700, "Code de vérification", size=7.5, colour=STONE)
    page.text(LEFT + 42 * mm, 718, c["code"], "Bold", 14)
    page.text(LEFT + 42 * mm, 735, f"À vérifier sur {c['verify']}")
    page.text(LEFT + 42 * mm, 755, c["signatory"], colour=STONE)
    page.canvas.showPage()


def second_page(page, c):
    page.text(LEFT, 60, "Grille de lecture", "Serif", 20)
    page.text(LEFT, 78, f"{c['name']} · {c['code']}", colour=STONE)
    y = 96
    for domain in c["domains"]:
        page.text(LEFT, y, domain["name"], "Bold", 9.5, SEAL)
        y += 6
        for competence in domain["competences"]:
            name_end = page.paragraph(LEFT, y, 52 * mm, competence["name"], SMALL)
            page.text(LEFT + 56 * mm, y + 8, str(competence["level"]), "Bold", 10, SEAL)
            text_end = page.paragraph(LEFT + 64 * mm, y, INNER - 64 * mm, competence["text"], SMALL)
            y = max(name_end, text_end) + 5
        y += 12
    page.canvas.showPage()


def draw(certificate):
    out = io.BytesIO()
    page = Page(out, certificate["title"])
    first_page(page, certificate)
    second_page(page, certificate)
    page.canvas.save()
    return out.getvalue()


def main(folder, warm_up, count):
    fonts(folder)
    certificates = json.loads((folder / "certificates.json").read_text("utf-8"))
    for certificate in certificates[:warm_up]:
        draw(certificate)
    started, size = time.perf_counter(), 0
    for certificate in certificates[warm_up : warm_up + count]:
        pdf = draw(certificate)
        size += len(pdf)
    milliseconds = (time.perf_counter() - started) * 1e3 / count
    (folder / "reportlab.pdf").write_bytes(pdf)
    print(json.dumps({"name": "reportlab", "milliseconds": milliseconds, "bytes": size // count}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
