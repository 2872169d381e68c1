// Tables in and out: a workbook reads as it was written, text stays text, and nothing that was sent to hurt does.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../tables/cell.ts';
import { readCsv } from '../../tables/read-csv.ts';
import { readXlsx } from '../../tables/read-xlsx.ts';
import { UnreadableTable } from '../../tables/table.ts';
import { CSV_MARK, csvLine } from '../../tables/write-csv.ts';
import { writeXlsx } from '../../tables/write-xlsx.ts';
import { writeZip } from '../../tables/zip.ts';

const BOUNDS = { rows: 1_000, columns: 20, cell: 1_000 };
const whole = async (pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};
const cellsOf = async (bytes: Uint8Array) => (await readXlsx(bytes, BOUNDS)).rows.map(({ cells }) => cells);
const zip = (parts: Record<string, string>) =>
  whole(writeZip(Object.entries(parts).map(([name, text]) => ({ name, text: [text] }))));

const BOOK = {
  'xl/workbook.xml':
    '<workbook xmlns:r="r"><sheets><sheet name="说明" r:id="a"/><sheet name="藏" state="hidden" r:id="c"/><sheet name="货" r:id="b"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="a" Target="worksheets/one.xml"/><Relationship Id="b" Target="/xl/two.xml"/><Relationship Id="c" Target="hidden.xml"/></Relationships>',
  'xl/worksheets/one.xml': '<worksheet><sheetData/></worksheet>',
  'xl/hidden.xml': '<worksheet><sheetData><row r="1"><c><v>9</v></c></row></sheetData></worksheet>',
  'xl/sharedStrings.xml':
    '<sst><si><t>款号</t><rPh><t>kuan</t></rPh></si><si><r><t>00</t></r><r><t>123</t></r></si></sst>',
  'xl/styles.xml':
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="0.00&quot;d&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs></styleSheet>',
};
const book = (rows: string, more: Record<string, string> = {}) =>
  zip({ ...BOOK, 'xl/two.xml': `<x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`, ...more });

describe('a workbook', () => {
  it('is read as it stands: text is text, numbers are whole, days are days, gaps stay', async () => {
    const rows = [
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>B &amp; C</t></is></c></row>',
      '<row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5"><v>6901234567890123</v></c><c r="C5"><v>0.30000000000000004</v></c><c r="D5" s="1"><v>46331</v></c><c r="E5" s="2"><v>46331.5</v></c><c r="F5" s="3"><v>2</v></c><c r="G5" t="b"><v>1</v></c><c r="H5" t="str"><f>A1</f><v>算出来的</v></c><c r="I5"><v>1E+20</v></c></row>',
    ].join('');
    const read = await readXlsx(await book(rows), BOUNDS);
    expect(read.sheet).toBe('货');
    expect(read.rows).toEqual([
      { n: 1, cells: ['款号', '', 'B & C'] },
      {
        n: 5,
        cells: [
          '00123',
          '6901234567890120',
          '0.3',
          '2026-11-05',
          '2026-11-05 12:00',
          '2',
          'true',
          '算出来的',
          '100000000000000000000',
        ],
      },
    ]);
  });

  it('comes back as it was written', async () => {
    const rows: Cell[][] = [
      ['款号', '数', '日'],
      ['00123', -1.5, { day: '2026-11-05' }],
      ['=1+1\n<&>"', null, { day: '2026-02-28 23:59' }],
      ['', 0, null],
    ];
    expect(await cellsOf(await whole(writeXlsx('商品/一', rows)))).toEqual([
      ['款号', '数', '日'],
      ['00123', '-1.5', '2026-11-05'],
      ['=1+1\n<&>"', '', '2026-02-28 23:59'],
      ['', '0'],
    ]);
  });

  it('that would burst, lies, or is none, is refused in words', async () => {
    const why = async (bytes: Uint8Array | Promise<Uint8Array>, bounds = BOUNDS) => {
      try {
        await readXlsx(await bytes, bounds);
      } catch (error) {
        if (error instanceof UnreadableTable) return error.text.zh.slice(0, 8);
        throw error;
      }
      return 'read';
    };
    const many = Array.from({ length: 1_200 }, (_, n) => `<row r="${n + 1}"><c><v>1</v></c></row>`).join('');
    expect(await why(book(many))).toBe('行太多，一次最多');
    expect(await why(book('<row r="1"><c r="ZZ1"><v>1</v></c></row>'))).toBe('列太多，最多读 ');
    expect(await why(book('<row r="1"><c><v>1</v></row>'))).toBe('打不开这个工作簿');
    const entities = '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook/>';
    expect(await why(book('', { 'xl/workbook.xml': entities }))).toBe('打不开这个工作簿');
    const bomb = { 'xl/styles.xml': ' '.repeat(5 * 1024 * 1024) };
    expect(await why(book('<row r="1"><c><v>1</v></c></row>', bomb))).toBe('这个工作簿展开后');
    expect(await why(Buffer.from('PK\u0003\u0004 no'))).toBe('打不开这个工作簿');
    expect(await why(deflateRawSync('x'))).toBe('打不开这个工作簿');
    expect(await why(zip({ 'word/document.xml': '<x/>' }))).toBe('打不开这个工作簿');
    expect(await why(book('<row r="1"/>'))).toBe('这个文件是空的。');
  });

  it('is no larger than what it says: long texts, many that point to one, strings without end', async () => {
    const point = '<c t="s"><v>0</v></c>';
    const shared = (text: string) => ({ 'xl/sharedStrings.xml': `<sst>${text}</sst>` });
    const one = shared(`<si><t>${'长'.repeat(300_000)}</t></si>`);
    expect((await cellsOf(await book(`<row>${point}</row>`, one)))[0]?.[0]).toHaveLength(BOUNDS.cell);
    const inline = `<row><c t="inlineStr"><is><t>${'y'.repeat(900_000)}</t></is></c></row>`;
    expect((await cellsOf(await book(inline)))[0]?.[0]).toHaveLength(BOUNDS.cell);
    const large = { ...BOUNDS, columns: 200, cell: 32_767 };
    const burst = (bytes: Promise<Uint8Array>) => expect(bytes.then((all) => readXlsx(all, large))).rejects;
    await burst(book(`<row>${point.repeat(200)}</row>`.repeat(30), one)).toThrow('too large');
    await burst(book('<row><c><v>1</v></c></row>', shared(`<si><t>${'x'.repeat(3_000_000)}</t></si>`))).toThrow(
      'too large',
    );
    await burst(book('<row><c><v>1</v></c></row>', shared('<si/>'.repeat(9_000_000)))).toThrow('too large');
  });

  it('has lines where it says so as a sheet does, else one below the other', async () => {
    const cell = '<c><v>1</v></c>';
    const numbers = ['7', '1e300', 'NaN', '-5', '', '9'].map((r) => `<row r="${r}">${cell}</row>`).join('');
    const { rows } = await readXlsx(await book(`${numbers}<row>${cell}</row>`), BOUNDS);
    expect(rows.map(({ n }) => n)).toEqual([7, 8, 9, 10, 11, 9, 10]);
  });
});

describe('a CSV file', () => {
  it('carries out no formula, and comes back as it was written', async () => {
    const rows = [
      ['=1+1', '+86 138', '-x', '@a', "'quoted", 'a "b", c\nd', ' edge '],
      ['00123', -5, { day: '2026-11-05' }, null],
    ] as Cell[][];
    const text = CSV_MARK + rows.map(csvLine).join('');
    expect(text.split('\r\n')[0]).toBe(`\ufeff'=1+1,'+86 138,'-x,'@a,'quoted,"a ""b"", c\nd"," edge "`);
    expect((await readCsv(text, BOUNDS)).map(({ cells }) => cells)).toEqual([
      ['=1+1', '+86 138', '-x', '@a', "'quoted", 'a "b", c\nd', ' edge '],
      ['00123', '-5', '2026-11-05', ''],
    ]);
  });

  // github.com/teableio/teable/issues/1880, github.com/kaue/jsonexport/issues/20: exports write codes so that a spreadsheet does not cut them.
  it('takes a code that was written as text of a spreadsheet for that text', async () => {
    const [row] = await readCsv('="00123",="a ""b""","=""6901234567892""",="open,=1+1,=""\n', BOUNDS);
    expect(row?.cells).toEqual(['00123', 'a "b"', '6901234567892', '="open', '=1+1', '']);
  });

  it('keeps the numbers of its rows, across pieces and empty ones', async () => {
    const lines = Array.from({ length: 40_000 }, (_, n) => (n % 100 === 50 ? ';;' : `K-${n};名 ${n};"a;b"`));
    const rows = await readCsv(lines.join('\n'), { ...BOUNDS, rows: 50_000 });
    expect(rows).toHaveLength(39_600);
    expect(rows.every(({ n, cells }) => cells[0] === `K-${n - 1}` && cells[2] === 'a;b')).toBe(true);
    await expect(readCsv('a,"b\nc', BOUNDS)).rejects.toThrow(UnreadableTable);
    await expect(readCsv('a\n'.repeat(1_100), BOUNDS)).rejects.toThrow(UnreadableTable);
  });

  it('has no row without end, and says where it begins', async () => {
    for (const endless of [','.repeat(6_000_000), `"${'""'.repeat(3_000_000)}`, 'x'.repeat(6_000_000)])
      await expect(readCsv(`a,b\n\n${endless}`, BOUNDS)).rejects.toThrow('Line 3 is too long');
  });
});
