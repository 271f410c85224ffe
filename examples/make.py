#!/usr/bin/env python3
"""Writes the example sessions of this folder in every form that Sceau reads.

Every person is invented. Needs nothing but Python 3.9; run it in this folder after a change:

    python3 make.py

The same people come out byte for byte each time.
"""

import csv
import datetime
import io
import json
import random
import zipfile
from xml.sax.saxutils import escape, quoteattr

COMPETENCES = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1",
               "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2"]
GLOBAL_LEVELS = [(768, "Expert 1", "Expert 1"), (640, "Avancé 2", "Advanced 2"),
                 (512, "Avancé 1", "Advanced 1"), (384, "Indépendant 2", "Independent 2"),
                 (256, "Indépendant 1", "Independent 1"), (128, "Novice 2", "Beginner 2"),
                 (64, "Novice 1", "Beginner 1")]
FRENCH = ["Session", "Numéro de certification", "Nom", "Prénom", "Date de naissance",
          "Lieu de naissance", "Identifiant local", "INE", "Centre de certification",
          "Date de passage", "Score", "Questions traitées", "Réponses correctes", "Fin du test",
          "Annulée par le jury", "Fraude", "Niveau global", "Compétences certifiables",
          "Langue"] + COMPETENCES
ENGLISH = ["Session", "Certification number", "Last name", "First name", "Birth date",
           "Birth place", "Local id", "INE", "Certification centre", "Exam date", "Score",
           "Answered", "Correct", "End of test", "Cancelled by the jury", "Fraud",
           "Global level", "Certifiable competences", "Language"] + COMPETENCES
ENDS = {"completed": "terminé", "candidate": "candidat", "time": "temps", "technical": "technique"}
CENTRE = "Centre de certification des Tilleuls"

LONG_LAST = ("Montgolfier-Saint-Barthélemy de la Rochefoucauld-Beauharnais "
             "d’Estrées-Vauvenargues")
LONG_FIRST = "Marie-Charlotte Anne Élisabeth Léone"

# last name, first name, birth date, birth place, language, score, answered, end, and what is
# particular. The comments name the line of the decision table.
SESSION = [
    # 8: all 32 questions answered
    ("Moreau", "Camille", "2007-03-14", "Poitiers", "fr", 327, 32, "completed", {}),
    ("Lefèvre", "Noé", "2006-11-02", "La Roche-sur-Yon", "fr", 512, 32, "completed", {}),
    ("O’Sullivan", "Aoife", "1998-07-21", "Galway, Ireland", "en", 468, 32, "completed", {}),
    ("D’Aubigné", "Maëlys", "2007-01-30", "Niort", "fr", 275, 32, "completed", {}),
    ("Lopez-Garcia", "Jean-Baptiste", "2005-09-09", "Perpignan", "fr", 389, 32, "completed", {}),
    (LONG_LAST, LONG_FIRST, "2006-05-17", "Saint-Rémy-de-Provence", "fr", 431, 32, "completed", {}),
    ("Nguyễn", "Thị Phương Thảo", "2001-12-05", "Hải Phòng, Viêt Nam", "fr", 598, 32, "completed", {}),
    ("Wójcik", "Łucja Świętosława", "1999-04-18", "Łódź, Polska", "en", 644, 32, "completed", {}),
    ("Παπαδόπουλος", "Γεώργιος", "1995-08-27", "Θεσσαλονίκη", "en", 702, 32, "completed", {}),
    ("Коваленко", "Олександра", "2000-02-29", "Харків", "fr", 555, 32, "completed", {}),
    ("الخوارزمي", "ليلى", "1997-10-11", "فاس", "fr", 481, 32, "completed", {}),
    ("בן־דוד", "נועה", "1996-06-03", "חיפה", "en", 361, 32, "completed", {}),
    ("Kamakawiwoʻole", "Kaʻiulani", "2003-03-26", "Hilo, Hawaiʻi", "en", 290, 32, "completed", {}),
    ("山田", "花子", "1994-01-08", "京都", "en", 402, 32, "completed", {}),
    ("Ó", "X", "2004-07-07", "Cork, Ireland", "en", 198, 32, "completed", {}),
    ("Ķirsons", "Jānis", "2002-10-30", "Rīga, Latvija", "en", 337, 32, "completed", {}),
    ("Þórsdóttir", "Guðrún", "1993-02-14", "Ísafjörður, Ísland", "en", 616, 32, "completed", {}),
    ("Ștefănescu", "Ioana-Măriuca", "1998-12-19", "Iași, România", "fr", 524, 32, "completed", {}),
    ("Yıldırım", "İpek", "2001-05-25", "İzmir, Türkiye", "fr", 447, 32, "completed", {}),
    ("Dvořáková", "Zdeňka", "1990-09-16", "Plzeň, Česko", "en", 671, 32, "completed", {}),
    ("N’Diaye", "Fatou Bintou", "2006-04-04", "Saint-Louis, Sénégal", "fr", 318, 32, "completed", {}),
    ("van der Meer", "Pieter-Jan", "1988-11-23", "’s-Hertogenbosch, Nederland", "en", 733, 32, "completed", {}),
    # every level 7, and the highest score
    ("Expert", "Ada", "1985-12-10", "Lyon", "fr", 895, 32, "completed", {}),
    ("Sevens", "Grace", "1979-12-09", "Bristol, United Kingdom", "en", 895, 32, "completed", {}),
    # the bounds of the global levels
    ("Seuil", "Novice", "2007-08-01", "Angoulême", "fr", 64, 32, "completed", {}),
    ("Seuil", "Avancée", "2007-08-02", "Angoulême", "fr", 640, 32, "completed", {}),
    ("Bord", "Supérieur", "2007-08-03", "Angoulême", "fr", 127, 32, "completed", {}),
    # scores under 64: no global level and no grid
    ("Petit", "Lina", "2008-02-11", "Cognac", "fr", 41, 32, "completed", {}),
    ("Small", "Peter", "2008-06-19", "Leeds, United Kingdom", "en", 63, 32, "completed", {}),
    # every level 0, and still a certificate
    ("Zéro", "Félix", "2008-10-05", "Royan", "fr", 6, 32, "completed", {}),
    # 8 as well: a technical problem after the last answer changes nothing
    ("Bernard", "Inès", "2006-01-21", "Limoges", "fr", 344, 32, "technical", {}),
    # 7: 20 to 31 answers, technical problem
    ("Girard", "Mathis", "2005-03-03", "Tulle", "fr", 256, 24, "technical", {}),
    ("Fontaine", "Élise", "2006-07-15", "Brive-la-Gaillarde", "fr", 383, 31, "technical", {}),
    # 6: 20 to 31 answers, ended by the candidate or by time
    ("Rousseau", "Hugo", "2005-10-28", "Bordeaux", "fr", 171, 20, "candidate", {}),
    ("Walker", "Emily", "1992-05-06", "Bath, United Kingdom", "en", 305, 28, "time", {}),
    # 5: score 0
    ("Blanc", "Théo", "2007-12-24", "Saintes", "fr", 0, 32, "completed", {}),
    # 4: fewer than 20 answers
    ("Henry", "Jade", "2006-09-12", "Rochefort", "fr", 120, 19, "time", {}),
    ("Masson", "Léo", "2007-05-08", "Parthenay", "fr", 40, 7, "candidate", {}),
    # 3: fewer than 20 answers, technical problem
    ("Lambert", "Chloé", "2006-02-02", "Châtellerault", "fr", None, 12, "technical", {}),
    # 2: fraud
    ("Fauché", "Gaspard", "2005-11-11", "Royan", "fr", 702, 32, "completed", {"fraud": True}),
    # 1: cancelled by the jury, which goes before fraud
    ("Garnier", "Zoé", "2006-06-06", "Thouars", "fr", 410, 32, "completed", {"cancelled": True}),
    ("Chevalier", "Nathan", "2007-07-17", "Niort", "fr", 512, 32, "completed",
     {"cancelled": True, "fraud": True}),
]

# The regime of 2021: more than half of the answers correct. Correct answers stand in `correct`.
OLD_SESSION = [
    ("Perrin", "Manon", "2004-03-19", "Poitiers", "fr", 352, 60, "completed", {"correct": 47}),
    ("Hughes", "Oliver", "2001-08-30", "Cardiff, United Kingdom", "en", 489, 64, "completed", {"correct": 33}),
    ("Robin", "Enzo", "2003-01-12", "Niort", "fr", 208, 60, "completed", {"correct": 30}),
    ("Marchand", "Lola", "2004-12-01", "Saintes", "fr", 144, 22, "technical", {"correct": 20}),
    ("Barbier", "Tom", "2003-06-23", "Cognac", "fr", 96, 31, "candidate", {"correct": 25}),
    ("Nul", "Axel", "2004-04-04", "Jonzac", "fr", 0, 48, "completed", {"correct": 30}),
    ("Tricheur", "Zacharie", "2002-02-20", "Royan", "fr", 611, 60, "completed",
     {"correct": 58, "fraud": True}),
    ("Annulé", "Maxence", "2002-09-14", "Angoulême", "fr", 300, 60, "completed",
     {"correct": 45, "cancelled": True}),
]


def levels(score, seed):
    """Sixteen levels worth the score at 8 points a level, scattered but the same each time."""
    total = (score + 1) // 8
    values = [total // 16] * 16
    chance = random.Random(seed)
    for place in chance.sample(range(16), total % 16):
        values[place] += 1
    for _ in range(5):
        lower, higher = chance.sample(range(16), 2)
        if 0 < values[lower] <= values[higher] < 7:
            values[lower] -= 1
            values[higher] += 1
    return values


def global_level(score, language):
    for floor, french, english in GLOBAL_LEVELS:
        if score >= floor:
            return french if language == "fr" else english
    return None


def people(session, name, exam_date, first_number):
    for place, (last, first, birth, town, language, score, answered, end, more) in enumerate(session):
        number = first_number + place
        counts = score is not None and answered >= 20
        yield {
            "session": name, "number": str(number), "last": last, "first": first,
            "birth": birth, "place": town, "local_id": f"T-{place + 1:03d}",
            "ine": f"{number:09d}AB" if place % 3 == 0 else "", "centre": CENTRE,
            "exam": exam_date, "score": score, "answered": answered,
            "correct": more.get("correct"), "end": end,
            "cancelled": more.get("cancelled", False), "fraud": more.get("fraud", False),
            "language": language,
            "global": global_level(score, language) if score else None,
            "global_fr": global_level(score, "fr") if score else None,
            "certifiable": 5 + place % 12 if place % 2 == 0 else None,
            "levels": levels(score, number) if counts and score else [None] * 16,
        }


def cells(person, french):
    """One person under the headers, as Python values."""
    def flag(value):
        return ("oui" if value else "non") if french else ("yes" if value else "no")

    end = ENDS[person["end"]] if french else person["end"]
    return [person["session"], person["number"], person["last"], person["first"],
            datetime.date.fromisoformat(person["birth"]), person["place"], person["local_id"],
            person["ine"] or None, person["centre"], datetime.date.fromisoformat(person["exam"]),
            person["score"], person["answered"], person["correct"], end,
            flag(person["cancelled"]), flag(person["fraud"]), person["global"],
            person["certifiable"], person["language"]] + person["levels"]


def french_date(value):
    return value.strftime("%d/%m/%Y")


def text_of(value):
    if value is None:
        return ""
    return french_date(value) if isinstance(value, datetime.date) else str(value)


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(FRENCH)
        writer.writerows([text_of(value) for value in cells(row, True)] for row in rows)


def write_json(path, rows):
    records = []
    for row in rows:
        pairs = zip(ENGLISH, cells(row, False))
        records.append({name: str(value) if isinstance(value, datetime.date) else value
                        for name, value in pairs if value is not None})
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"results": records}, file, ensure_ascii=False, indent=1)
        file.write("\n")


def write_zip(path, parts):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, (2026, 6, 9, 12, 0, 0))
            # The mimetype of an OpenDocument file comes first and uncompressed.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def column_name(place):
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def write_xlsx(path, rows):
    # Spreadsheet programs keep each text once, in a table of their own.
    texts = {}

    def cell(value, row, column):
        place = f"{column_name(column)}{row}"
        if value is None:
            return ""
        if isinstance(value, datetime.date):
            serial = (value - datetime.date(1899, 12, 30)).days
            return f'<c r="{place}" s="1"><v>{serial}</v></c>'
        if isinstance(value, int):
            return f'<c r="{place}"><v>{value}</v></c>'
        return f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'

    lines = [FRENCH] + [cells(row, True) for row in rows]
    sheet = "".join(
        f'<row r="{number}">'
        + "".join(cell(value, number, column) for column, value in enumerate(line))
        + "</row>" for number, line in enumerate(lines, 1))
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    write_zip(path, [
        ("[Content_Types].xml", f'{head}<Types xmlns="{package}/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
         f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
         f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
         f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>'),
        ("_rels/.rels", f'{head}<Relationships xmlns="{package}/relationships">'
         f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
         '<sheet name="Résultats" sheetId="1" r:id="rId1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{package}/relationships">'
         f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
         f'<Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/>'
         f'<Relationship Id="rId3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
         "</Relationships>"),
        ("xl/sharedStrings.xml", f'{head}<sst xmlns="{main}">{shared}</sst>'),
        ("xl/styles.xml", f'{head}<styleSheet xmlns="{main}">'
         '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
         '<fills count="2"><fill><patternFill patternType="none"/></fill>'
         '<fill><patternFill patternType="gray125"/></fill></fills>'
         '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
         '<cellXfs count="2"><xf xfId="0"/><xf numFmtId="14" applyNumberFormat="1" xfId="0"/></cellXfs>'
         "</styleSheet>"),
        ("xl/worksheets/sheet1.xml",
         f'{head}<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'),
    ])


def write_ods(path, rows):
    write_sheet(path, "Results", [ENGLISH] + [cells(row, False) for row in rows])


def write_sheet(path, name, lines):
    def cell(value):
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, datetime.date):
            return (f'<table:table-cell office:value-type="date" office:date-value="{value}">'
                    f"<text:p>{french_date(value)}</text:p></table:table-cell>")
        if isinstance(value, int):
            return (f'<table:table-cell office:value-type="float" office:value="{value}">'
                    f"<text:p>{value}</text:p></table:table-cell>")
        if isinstance(value, float):
            return (f'<table:table-cell office:value-type="percentage" office:value="{value}">'
                    f"<text:p>{value:.0%}</text:p></table:table-cell>")
        return (f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p>'
                "</table:table-cell>")

    sheet = "".join("<table:table-row>" + "".join(map(cell, line)) + "</table:table-row>"
                    for line in lines)
    # What spreadsheet programs write below the last row.
    sheet += ('<table:table-row table:number-rows-repeated="1048000">'
              '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>')
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    write_zip(path, [
        ("mimetype", kind),
        ("META-INF/manifest.xml", f'{head}<manifest:manifest xmlns:manifest="{urn}:manifest:1.0" '
         'manifest:version="1.2">'
         f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
         '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
         "</manifest:manifest>"),
        ("content.xml", f'{head}<office:document-content xmlns:office="{urn}:office:1.0" '
         f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0" office:version="1.2">'
         f'<office:body><office:spreadsheet><table:table table:name={quoteattr(name)}>{sheet}'
         "</table:table></office:spreadsheet></office:body></office:document-content>"),
    ])


def write_pix_export(path, rows):
    """The session results export of Pix Certif: what its jury pronounced, and no counts."""
    lines = [["Numéro de certification", "Prénom", "Nom", "Date de naissance",
              "Lieu de naissance", "Identifiant Externe", "Type de certification", "Statut",
              "Résultat"] + COMPETENCES + ["Commentaire jury pour l’organisation", "Session",
             "Centre de certification", "Date de passage de la certification"]]
    for row in rows:
        too_few = row["answered"] < 20
        if row["cancelled"] or (too_few and row["end"] == "technical"):
            status, result = "Annulée", "-"
        elif row["fraud"] or too_few or row["score"] == 0:
            status, result = "Non obtenue", "0 Pix"
        else:
            level = row["global_fr"]
            status = "Validée"
            result = f"{level} ({row['score']} Pix)" if level else f"{row['score']} Pix"
        shown = row["levels"] if status == "Validée" else ["-"] * 16
        birth, exam = (french_date(datetime.date.fromisoformat(row[key])) for key in ("birth", "exam"))
        lines.append([row["number"], row["first"], row["last"], birth, row["place"],
                      row["local_id"], "Certification Pix", status, result] + shown
                     + ["", row["session"], row["centre"], exam])
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        file.write(text.getvalue())


# The columns of the lists that centres fill before an exam, and where the people were born: commune
# and postal code, or town and country.
CANDIDATES = ["* Nom de naissance", "* Prénom", "Identifiant local", "Classe", "Temps majoré ?",
              "* Date de naissance (format : jj/mm/aaaa)", "Nom de la commune", "Code postal",
              "Code Insee", "Pays", "E-mail de convocation",
              "E-mail du destinataire des résultats (formateur, enseignant…)", "* Sexe (M ou F)",
              'CléA Numérique ("oui" ou laisser vide)', 'Pix+ Droit ("oui" ou laisser vide)',
              "Tarification part Pix", "Code de prépaiement"]
SESSIONS = ["Numéro de session préexistante", "* Nom du site", "* Nom de la salle",
            "* Date de début (format: JJ/MM/AAAA)",
            "* Heure de début (heure locale format: HH:MM)", "* Surveillant(s)",
            "Observations (optionnel)", "* Nom de naissance", "* Prénom",
            "* Date de naissance (format: JJ/MM/AAAA)", "* Sexe (M ou F)",
            "Code INSEE de la commune de naissance", "Code postal de la commune de naissance",
            "Nom de la commune de naissance", "* Pays de naissance",
            "E-mail du destinataire des résultats (formateur, enseignant…)",
            "E-mail de convocation", "Identifiant externe",
            "Temps majoré ? (exemple format: 33%)",
            "* Tarification part Pix (Gratuite, Prépayée ou Payante)",
            "Code de prépaiement (si Tarification part Pix Prépayée)"]
POSTAL = {"Poitiers": "86000", "La Roche-sur-Yon": "85000", "Niort": "79000",
          "Perpignan": "66000", "Saint-Rémy-de-Provence": "13210", "Lyon": "69001",
          "Angoulême": "16000", "Cognac": "16100", "Royan": "17200", "Limoges": "87000",
          "Tulle": "19000", "Brive-la-Gaillarde": "19100", "Bordeaux": "33000",
          "Saintes": "17100", "Rochefort": "17300", "Parthenay": "79200",
          "Châtellerault": "86100", "Thouars": "79100"}
ABROAD = {"Ireland": "Irlande", "Viêt Nam": "Viêt Nam", "Polska": "Pologne",
          "Latvija": "Lettonie", "Ísland": "Islande", "România": "Roumanie",
          "Türkiye": "Turquie", "Česko": "Tchéquie", "Sénégal": "Sénégal",
          "Nederland": "Pays-Bas", "United Kingdom": "Royaume-Uni", "Hawaiʻi": "États-Unis",
          "Θεσσαλονίκη": "Grèce", "Харків": "Ukraine", "فاس": "Maroc", "חיפה": "Israël",
          "京都": "Japon"}


def candidates(rows):
    """The people of a session as its centre lists them before the exam."""
    for place, row in enumerate(rows):
        last, first, town = row["last"], row["first"], row["place"]
        if town == "京都":  # as the passport transcribes it: no font of the documents has the signs
            last, first, town = "Yamada", "Hanako", "Kyōto, 京都"
        city, _, land = town.partition(", ")
        yield {"last": last, "first": first, "local_id": row["local_id"],
               "class": f"BTS SIO {place % 2 + 1}", "extra": 0.33 if place % 11 == 3 else None,
               "birth": datetime.date.fromisoformat(row["birth"]), "city": city,
               "postal": POSTAL.get(city),
               "country": "France" if city in POSTAL else ABROAD[land or city],
               "sex": "FM"[place % 2], "clea": "oui" if place % 13 == 5 else None}


def candidate_lines(rows):
    yield CANDIDATES
    for it in candidates(rows):
        yield [it["last"], it["first"], it["local_id"], it["class"], it["extra"], it["birth"],
               it["city"], it["postal"], None, it["country"], None, None, it["sex"], it["clea"],
               None, None, None]


def session_lines(rows):
    yield SESSIONS
    for place, it in enumerate(candidates(rows)):
        room = ["Salle 101", "Salle 102"][place % 2]
        yield [None, "Annexe des Tilleuls", room, datetime.date(2026, 9, 15), "14:00",
               ["Hortense Lavigerie-Sow", "Ana Beltrán, Li Wu"][place % 2], None, it["last"],
               it["first"], it["birth"], it["sex"], None, it["postal"], it["city"],
               it["country"], None, None, it["local_id"], "33%" if it["extra"] else None, None,
               None]


def write_lines(path, lines):
    def text(value):
        return f"{value:.0%}" if isinstance(value, float) else text_of(value)

    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerows([text(value) for value in line] for line in lines)


def write_mistakes(path):
    """One good row, then one mistake (or several) a row."""
    good = next(people(SESSION, "E-2026", "2026-06-09", 900001))
    rows = []

    def row(number):
        values = dict(zip(FRENCH, (text_of(value) for value in cells(good, True))))
        values["Numéro de certification"] = str(number)
        values["Prénom"] = f"Camille {number % 100}"
        rows.append([values[name] for name in FRENCH] + [""])

    def change(number, changes):
        row(number)
        for name, value in changes.items():
            rows[-1][FRENCH.index(name)] = value

    row(900001)
    change(900002, {"Nom": "", "Prénom": "  "})
    change(900003, {"Date de naissance": "14/03/07", "Date de passage": "9 juin 2026"})
    change(900004, {"Date de naissance": "14/03/1807"})
    change(900005, {"Date de naissance": "09/06/2026"})
    change(900006, {"Score": "896"})
    change(900007, {"Score": "327 Pix", "1.1": "8", "1.2": "-1", "5.2": ""})
    change(900008, {"Questions traitées": "33"})
    change(900009, {"Questions traitées": "30"})
    change(900010, {"Réponses correctes": "40", "Fin du test": "abandonné ?"})
    change(900011, {"Annulée par le jury": "peut-être", "Fraude": "?"})
    change(900012, {"INE": "123456", "Langue": "de"})
    change(900013, {"Nom": "Mor\u202eeau"})
    change(900014, {"Lieu de naissance": "x" * 501})
    row(900001)
    change(900016, {"Prénom": "Un"})
    change(900016, {"Prénom": "Deux"})
    change(900018, {"Prénom": "Jean-Noël", "INE": ""})
    change(900019, {"Prénom": "JEAN NOEL", "INE": ""})
    change(900020, {"Compétences certifiables": "cinq"})
    row(900021)
    rows[-1].pop()
    rows[-1].pop()
    row(900022)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(FRENCH + ["Observations"])
        writer.writerows(rows)


def main():
    assert len(f"{LONG_FIRST} {LONG_LAST}") == 120, len(f"{LONG_FIRST} {LONG_LAST}")
    session = list(people(SESSION, "S-2026-0142", "2026-06-09", 640101))
    write_csv("session.csv", session)
    write_json("session.json", session)
    write_xlsx("session.xlsx", session)
    write_ods("session.ods", session)
    write_pix_export("session-pix-export.csv", session)
    write_csv("session-2021.csv", people(OLD_SESSION, "S-2022-0031", "2022-05-17", 210001))
    write_mistakes("mistakes.csv")
    write_lines("candidates.csv", candidate_lines(session))
    write_sheet("candidates.ods", "Candidats", list(candidate_lines(session)))
    write_lines("sessions.csv", session_lines(session[:12]))


if __name__ == "__main__":
    main()
