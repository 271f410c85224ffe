// Draws the certificate's two pages with pdfkit, tagged and as PDF/A-3a, and says how long one
// takes, as JSON.
//
// node pdfkit_draw.mjs FOLDER WARM_UP COUNT: FOLDER holds what data.py made and pdfkit's
// node_modules; the last document is left there to be looked at.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

const [folder, warmUp, count] = [path.resolve(process.argv[2]), +process.argv[3], +process.argv[4]];
const PDFDocument = createRequire(path.join(folder, 'package.json'))('pdfkit');
const fonts = path.join(import.meta.dirname, '..', '..', 'fonts');
// Read once: a service would not read its fonts for each document.
const [SANS, BOLD, SERIF] = ['SourceSans3-Regular.otf', 'SourceSans3-Semibold.otf', 'EBGaramond_500Medium.ttf']
  .map((name) => fs.readFileSync(path.join(fonts, name)));

const [INK, STONE, SEAL, EMPTY] = ['#1d2430', '#5d6673', '#1f5f5b', '#dfe4e8'];
const MM = 72 / 25.4;
const [LEFT, INNER] = [20 * MM, 595.28 - 40 * MM];

function collect(document) {
  return new Promise((resolve) => {
    const parts = [];
    document.on('data', (part) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
  });
}

// One tagged piece of content. `y` is the baseline, as the other drawer has it.
function tagged(document, parent, role, draw) {
  parent.add(document.struct(role, {}, [draw]));
}

function text(document, parent, x, y, string, font = 'Sans', size = 9, colour = INK, role = 'P') {
  tagged(document, parent, role, () => {
    document.font(font).fontSize(size).fillColor(colour)
      .text(string, x, y, { lineBreak: false, baseline: 'alphabetic' });
  });
}

function paragraph(document, parent, x, y, width, string, size = 9) {
  tagged(document, parent, 'P', () => {
    document.font('Sans').fontSize(size).fillColor(INK).text(string, x, y, { width });
  });
  return document.y;
}

function figure(document, parent, alt, draw) {
  parent.add(document.struct('Figure', { alt }, [draw]));
}

function qr(document, matrix, x, y, side) {
  const step = side / matrix.length;
  matrix.forEach((line, row) => line.forEach((dark, column) => {
    if (dark) document.rect(x + column * step, y + row * step, step, step);
  }));
  document.fill(INK);
}

function firstPage(document, parent, c) {
  text(document, parent, LEFT, 60, c.issuer, 'Bold', 11, SEAL);
  text(document, parent, LEFT, 110, c.title, 'Serif', 25, INK, 'H1');
  text(document, parent, LEFT, 140, c.awarded, 'Serif', 12.5, STONE);
  text(document, parent, LEFT, 180, c.name, 'Serif', 30);
  text(document, parent, LEFT, 205, c.born, 'Sans', 10);
  [['Centre d’examen', c.centre], ['Date de l’examen', c.exam_date], ['Date de délivrance', c.delivery_date]]
    .forEach(([label, value], column) => {
      text(document, parent, LEFT + column * INNER / 3, 230, label, 'Sans', 7.5, STONE);
      text(document, parent, LEFT + column * INNER / 3, 243, value);
    });
  text(document, parent, LEFT, 285, c.score, 'Serif', 32, SEAL);
  text(document, parent, LEFT, 300, c.max_score, 'Sans', 8, STONE);
  text(document, parent, LEFT + 42 * MM, 280, c.global_level, 'Serif', 20);
  let y = 290;
  for (const sentence of c.meaning) {
    y = paragraph(document, parent, LEFT + 42 * MM, y, INNER - 42 * MM, sentence) + 3;
  }
  y = 380;
  for (const domain of c.domains) {
    text(document, parent, LEFT, y, domain.name, 'Bold', 9.5, SEAL, 'H2');
    y += 13;
    for (const competence of domain.competences) {
      text(document, parent, LEFT + 6, y, competence.name);
      text(document, parent, LEFT + INNER - 95, y, String(competence.level), 'Bold');
      const top = y - 7;
      figure(document, parent, `Niveau ${competence.level}`, () => {
        for (let step = 0; step < c.max_level; step += 1) {
          document.rect(LEFT + INNER - 80 + step * 11, top, 9, 7)
            .fill(step < competence.level ? SEAL : EMPTY);
        }
      });
      y += 12.5;
    }
    y += 3;
  }
  figure(document, parent, `Code QR du certificat ${c.code}`, () => qr(document, c.qr, LEFT, 680, 35 * MM));
  text(document, parent, LEFT + 42 * MM, 700, 'Code de vérification', 'Sans', 7.5, STONE);
  text(document, parent, LEFT + 42 * MM, 718, c.code, 'Bold', 14);
  text(document, parent, LEFT + 42 * MM, 735, `À vérifier sur ${c.verify}`);
  text(document, parent, LEFT + 42 * MM, 755, c.signatory, 'Sans', 9, STONE);
}

function secondPage(document, parent, c) {
  document.addPage();
  text(document, parent, LEFT, 60, 'Grille de lecture', 'Serif', 20, INK, 'H1');
  text(document, parent, LEFT, 78, `${c.name} · ${c.code}`, 'Sans', 9, STONE);
  let y = 96;
  for (const domain of c.domains) {
    text(document, parent, LEFT, y, domain.name, 'Bold', 9.5, SEAL, 'H2');
    y += 6;
    for (const competence of domain.competences) {
      const nameEnd = paragraph(document, parent, LEFT, y, 52 * MM, competence.name, 8);
      text(document, parent, LEFT + 56 * MM, y + 8, String(competence.level), 'Bold', 10, SEAL);
      const textEnd = paragraph(document, parent, LEFT + 64 * MM, y, INNER - 64 * MM, competence.text, 8);
      y = Math.max(nameEnd, textEnd) + 5;
    }
    y += 12;
  }
}

async function draw(c) {
  const document = new PDFDocument({
    size: 'A4', margin: 0, pdfVersion: '1.7', subset: 'PDF/A-3a', tagged: true, lang: 'fr',
    displayTitle: true, font: SANS, info: { Title: c.title },
  });
  const finished = collect(document);
  document.registerFont('Sans', SANS).registerFont('Bold', BOLD).registerFont('Serif', SERIF);
  const root = document.struct('Document');
  document.addStructure(root);
  firstPage(document, root, c);
  secondPage(document, root, c);
  root.end();
  document.end();
  return finished;
}

const certificates = JSON.parse(fs.readFileSync(path.join(folder, 'certificates.json'), 'utf8'));
for (const c of certificates.slice(0, warmUp)) await draw(c);
const started = performance.now();
let [pdf, size] = [null, 0];
for (const c of certificates.slice(warmUp, warmUp + count)) {
  pdf = await draw(c);
  size += pdf.length;
}
const milliseconds = (performance.now() - started) / count;
fs.writeFileSync(path.join(folder, 'pdfkit.pdf'), pdf);
console.log(JSON.stringify({ name: 'pdfkit', milliseconds, bytes: Math.round(size / count) }));
