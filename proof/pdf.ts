// A printed proof as a PDF of A4 pages, with the proof itself attached.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import subsetFont from 'subset-font';
import type { Language } from '../words/message.ts';
import { proofIn } from '../words/proof.ts';
import type { Proof } from './document.ts';
import type { Line, Printed } from './print.ts';

const MARGIN = 56;
const INK = '#1c2024';
const QUIET = '#6b7280';
const RULE = '#e5e7eb';
const LABEL = 120;

const require = createRequire(import.meta.url);
const fonts = new Map<number, Promise<Buffer>>();
const fontOf = (weight: 400 | 700): Promise<Buffer> => {
  const file = require.resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`);
  const found = fonts.get(weight) ?? readFile(file);
  fonts.set(weight, found);
  return found;
};

/** All that a proof says in one font: of a whole Chinese font a page would take seconds. */
async function withText(text: string): Promise<{ plain: Buffer; bold: Buffer }> {
  const [plain, bold] = await Promise.all(
    ([400, 700] as const).map(async (weight) => subsetFont(await fontOf(weight), text, { targetFormat: 'truetype' })),
  );
  return { plain: plain as Buffer, bold: bold as Buffer };
}

export async function proofPdf(proof: Proof, printed: Printed, language: Language): Promise<Buffer> {
  const say = proofIn(language);
  const { plain, bold } = await withText(`${JSON.stringify(printed)}0123456789${say('page', { page: 0, pages: 0 })}·—`);
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: language,
    info: {
      Title: `${printed.heading} ${printed.subheading}`,
      Producer: 'Zhangfa',
      CreationDate: new Date(proof.madeAt),
    },
  });
  const pieces: Buffer[] = [];
  pdf.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  pdf.registerFont('plain', plain).registerFont('bold', bold);
  const width = pdf.page.width - 2 * MARGIN;
  const room = (height: number): void => {
    if (pdf.y + height > pdf.page.height - MARGIN) pdf.addPage();
  };
  const write = (font: 'plain' | 'bold', size: number, color: string, text: string): void => {
    pdf.font(font).fontSize(size).fillColor(color).text(text, MARGIN, pdf.y, { width, lineGap: 2 });
  };
  const pair = ({ label, text }: Line): void => {
    const size = 9.5;
    pdf.font('plain').fontSize(size);
    const options = { width: width - LABEL, lineGap: 2 };
    room(Math.min(pdf.heightOfString(text || '—', options), 60));
    const { y } = pdf;
    pdf.fillColor(QUIET).text(label, MARGIN, y, { width: LABEL - 10, lineGap: 2 });
    const below = pdf.y;
    pdf.fillColor(INK).text(text || '—', MARGIN + LABEL, y, options);
    pdf.y = Math.max(pdf.y, below) + 2;
  };
  const heading = (text: string): void => {
    room(60);
    pdf.moveDown(0.9);
    write('bold', 12, INK, text);
    pdf.moveDown(0.4);
  };

  write('bold', 18, INK, printed.heading);
  write('plain', 10.5, QUIET, printed.subheading);
  pdf.moveDown(0.8);
  printed.facts.forEach(pair);
  heading(printed.decisions.heading);
  if (printed.decisions.items.length === 0) write('plain', 9.5, QUIET, printed.decisions.none);
  for (const { head, at, lines } of printed.decisions.items) {
    room(48);
    pdf
      .moveTo(MARGIN, pdf.y)
      .lineTo(MARGIN + width, pdf.y)
      .lineWidth(0.5)
      .strokeColor(RULE)
      .stroke();
    pdf.y += 6;
    write('bold', 10, INK, head);
    write('plain', 9, QUIET, at);
    pdf.y += 2;
    lines.forEach(pair);
    pdf.y += 4;
  }
  heading(printed.chain.heading);
  for (const text of printed.chain.lines) {
    room(24);
    write('plain', 8.5, QUIET, text);
    pdf.y += 2;
  }
  pdf.file(Buffer.from(JSON.stringify(proof, null, 1)), {
    name: 'proof.json',
    type: 'application/json',
    description: printed.heading,
  });
  const { start, count } = pdf.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    pdf.switchToPage(start + at);
    // Below the margin a text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf
      .font('plain')
      .fontSize(8)
      .fillColor(QUIET)
      .text(say('page', { page: at + 1, pages: count }), MARGIN, pdf.page.height - 36, { width, align: 'right' });
  }
  pdf.end();
  await ended;
  return Buffer.concat(pieces);
}
