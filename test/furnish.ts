// A shop with the shipped registers and parameters, goods in its warehouse, and the processes of the pack `orders`.
import path from 'node:path';
import { installPacks } from '../cli/pack.ts';
import type { Sql } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import { book } from '../db/ledgers.ts';
import { writeRecord } from '../db/record-writes.ts';
import { readShop } from '../db/settings.ts';
import type { Register } from '../records/register.ts';
import { loadPacks } from '../sops/pack.ts';
import { packageRoot } from '../stack/root.ts';
import { shopTime } from '../workflows/clock.ts';

type Goods = {
  code: string;
  name: string;
  price: number;
  cost?: number;
  weight?: number;
  safety?: number;
  available: number;
};

const COAT: Goods = { code: 'QH-26W-118', name: '羊毛混纺双面呢大衣', price: 188_800, cost: 82_000, available: 1_000 };

export async function furnish(sql: Sql, goods: Goods[] = [COAT]): Promise<void> {
  const packs = await loadPacks(path.join(packageRoot, 'sops'));
  await installPacks(
    { sql },
    packs.map((pack) => ({
      ...pack,
      roles: [],
      departments: [],
      calendars: [],
      sops: pack.key === 'orders' ? pack.sops : [],
    })),
  );
  await stockGoods(sql, goods);
}

export async function stockGoods(sql: Sql, goods: Goods[]): Promise<void> {
  const at = shopTime((await readShop(sql)).clock, Date.now());
  const [sku, stock] = await Promise.all(
    ['sku', 'stock'].map((key) => publishedBody<Register>(sql, 'register', key, at)),
  );
  if (!sku || !stock) throw new Error('the pack goods is not there');
  for (const { available, code, ...values } of goods) {
    const written = await writeRecord(
      sql,
      { is: 'process', process: 'opening' },
      { by: null, at },
      { register: sku.body, version: sku.version, key: code, upsert: true, values: { state: 'onSale', ...values } },
    );
    if (!written.ok) throw new Error(`${code} cannot be entered: ${JSON.stringify(written)}`);
    await book(
      sql,
      stock.body,
      { by: null, at },
      {
        effect: `opening/${code}`,
        entries: [{ account: code, measure: 'available', delta: available }],
        doc: { verb: 'count-more', note: '期初' },
      },
    );
  }
}
