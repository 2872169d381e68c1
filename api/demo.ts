// The demo shop: people of every kind with one known password. Exists only where the demo is on.
import type { Sql } from '../db/connect.ts';
import type { Shipment } from '../db/packs.ts';
import { accountsOf, insertPerson, mayFound, putDepartment, putRole, usernameTaken } from '../db/people.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import { createAccount } from './account.ts';

export const DEMO_PASSWORD = 'zhangfa-demo';

const PEOPLE = [
  ['gaoyuan', '高原', 'admin', 'shop', ['store-manager']],
  ['chenli', '陈立', 'manager', 'shop', ['store-manager']],
  ['zhoumin', '周敏', 'manager', 'service', ['service-lead', 'customer-service', 'order-auditor']],
  ['luyuan', '陆远', 'manager', 'operations', ['warehouse-lead', 'warehouse']],
  ['linxiaowen', '林晓雯', 'staff', 'service', ['order-auditor', 'customer-service']],
  ['hejing', '何静', 'staff', 'service', ['customer-service']],
  ['machao', '马超', 'staff', 'operations', ['warehouse']],
  ['liuyang', '刘洋', 'staff', 'operations', ['warehouse']],
  ['tangguo', '唐果', 'staff', 'operations', ['logistics']],
  ['mengjie', '孟洁', 'staff', 'finance', ['finance']],
  ['xunuo', '许诺', 'staff', 'growth', ['operations-manager']],
  ['shenyue', '沈悦', 'staff', 'growth', ['product-operations']],
] as const;
/** Who leads which department. */
const HEADS: Record<string, string> = {
  shop: 'chenli',
  service: 'zhoumin',
  operations: 'luyuan',
  growth: 'xunuo',
  finance: 'mengjie',
};

/** The pack that all others stand on. */
export const baseOf = (packs: Shipment[]): Shipment => {
  const base = packs.find(({ key }) => key === 'base');
  if (!base) throw new Error('the pack base is not there');
  return base;
};

/**
 * Seeds once; also safe where several processes begin together, and again after a killed one. Accounts of these names that somebody has
 * already stay as they are. @param base the roles and departments that its people have
 */
export async function seedDemo(
  sql: Sql,
  { roles: named, departments }: Pick<Shipment, 'roles' | 'departments'>,
): Promise<void> {
  await sql.begin(async (tx) => {
    await mayFound(tx);
    if (await readSetting(tx, 'demo')) return;
    for (const { id, name, size } of named)
      if (size === 'small') await putRole(tx, { id, name: name.zh, texts: { en: { name: name.en ?? name.zh } } });
    for (const { id, name, size, parent } of departments)
      if (size === 'small')
        await putDepartment(tx, { id, name: name.zh, texts: { en: { name: name.en ?? name.zh } }, parent });
    for (const [username, name, level, department, roles] of PEOPLE) {
      if (await usernameTaken(tx, username)) continue;
      const id = await createAccount(tx, { name, username, password: DEMO_PASSWORD });
      await insertPerson(tx, { id, name, username, level, department, roles: [...roles] });
      const led = departments.find((one) => HEADS[one.id] === username);
      if (led)
        await putDepartment(tx, {
          id: led.id,
          name: led.name.zh,
          texts: { en: { name: led.name.en ?? led.name.zh } },
          parent: led.parent,
          head: id,
        });
    }
    await writeSetting(tx, 'demo', { accounts: PEOPLE.map(([username]) => username) });
  });
}

/** What the sign-in page of a demo offers: those of the seeded accounts that still exist. */
export async function demoAccounts(sql: Sql) {
  const seeded = (await readSetting<{ accounts: string[] }>(sql, 'demo'))?.accounts ?? [];
  if (seeded.length === 0) return null;
  return { password: DEMO_PASSWORD, accounts: await accountsOf(sql, seeded) };
}
