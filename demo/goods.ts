// Suppliers and articles of the demo shop as records of its registers, with their pictures.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { placeOf, sha256Of, store } from '../api/file-store.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import { insertFile, tieToRecord } from '../db/files.ts';
import { book } from '../db/ledgers.ts';
import { writeRecord } from '../db/record-writes.ts';
import type { Variables } from '../feel/value.ts';
import type { Register } from '../records/register.ts';
import type { Writer } from '../records/write.ts';
import { DAY, LOOKS_BACK, OPENS } from './calendar.ts';
import { ARTICLES, type Article, CATEGORIES, SUPPLIERS } from './catalogue.ts';

/** Sees all that it writes, costs and telephones included. */
const REFS = ['role:product-operations', 'role:store-manager', 'role:finance'];
const IMPORT: Writer = { is: 'import', actor: { refs: REFS, manager: true } };
/** Where uploads are kept, and where the drawn pictures lie. */
export type Folders = { filesDir: string; pictures: string };
type Ref = { file: string; name: string; size: number; type: string };

/** @param by who has uploaded the pictures */
export async function writeGoods(tx: Transaction, { filesDir, pictures }: Folders, by: string): Promise<void> {
  const at = OPENS - (LOOKS_BACK + 1) * DAY;
  const [supplier, sku, stock, category] = await Promise.all(
    ['supplier', 'sku', 'stock', 'category'].map((key) => registerOf(tx, key)),
  );
  if (!supplier || !sku || !stock || !category) throw new Error('the pack goods is not there');
  const write = async (register: typeof sku, values: Variables, created: number) => {
    const written = await writeRecord(tx, IMPORT, { by, at: created, reason: '期初' }, { ...register, values });
    if (!written.ok) throw new Error(`${register.register.key}: ${JSON.stringify(written)}`);
    return written.record;
  };
  for (const [name, [code, parent = null]] of Object.entries<readonly [string, string?]>(CATEGORIES))
    await write(category, { code, name, parent }, at);
  const keys = new Map<string, string>();
  for (const [name, contact, leadDays, packSize, score, terms] of SUPPLIERS) {
    const phone = `139${String(10_000_000 + leadDays * 731_113 + packSize * 4_177).slice(0, 8)}`;
    const state = terms.startsWith('试用') ? 'trial' : 'active';
    const { key } = await write(supplier, { name, contact, phone, leadDays, packSize, score, terms, state }, at);
    keys.set(name, key);
  }
  const refs = new Map<string, Ref>();
  for (const article of ARTICLES) refs.set(article.code, await keepPicture(tx, { filesDir, pictures }, article, by));
  for (const article of ARTICLES) {
    const { code, name, class: kind, category, cost, price, safety, weight, state } = article;
    const picture = refs.get(code) as Ref;
    const record = await write(
      sku,
      {
        code,
        name,
        picture: [picture],
        state,
        class: kind,
        supplier: keys.get(article.supplier) ?? null,
        cost,
        safety,
        category,
        weight,
        notes: article.english,
        ...(price > 0 && { price }),
        ...(state !== 'draft' && { launched: dateOf(OPENS - article.launched * DAY) }),
      },
      at,
    );
    await tieToRecord(tx, [picture.file], `sku/${record.id}`, by);
    const delta = onShelf(article);
    if (delta > 0)
      await book(
        tx,
        stock.register,
        { by, at },
        {
          effect: `opening/${code}`,
          entries: [{ account: code, measure: 'available', delta }],
          doc: { verb: 'count-more', note: '期初' },
        },
      );
  }
}

/** What is there when the past begins: most of it is sold down to where it is restocked, sooner or later. */
function onShelf({ code, state, safety, demand }: Article): number {
  if (state === 'draft') return 0;
  if (state === 'off') return 4;
  if (code.startsWith('QH-9')) return 600;
  const share = ([...code].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 997, 7) % 100) / 100;
  return safety + Math.ceil(demand * 10 * (0.4 + share));
}

export const dateOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

export async function registerOf(tx: Sql | Transaction, key: string): Promise<{ register: Register; version: number }> {
  const held = await publishedBody<Register>(tx, 'register', key, OPENS);
  if (!held) throw new Error(`no register ${key}`);
  return { register: held.body, version: held.version };
}

async function keepPicture(
  tx: Transaction,
  { filesDir, pictures }: Folders,
  { code }: Article,
  by: string,
): Promise<Ref> {
  const bytes = await readFile(path.join(pictures, `${code}.webp`));
  const sha256 = sha256Of(bytes);
  await store(placeOf(filesDir, sha256), bytes);
  const file = {
    id: randomBytes(12).toString('hex'),
    sha256,
    name: `${code}.webp`,
    type: 'image/webp',
    size: bytes.length,
  };
  await insertFile(tx, { ...file, by });
  return { file: file.id, name: file.name, size: file.size, type: file.type };
}
