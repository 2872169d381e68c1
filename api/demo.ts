// The demo shop: a department, roles and people of every kind with one known password. Exists only where the demo is on.
import type { Sql } from '../db/connect.ts';
import { accountsOf, insertPerson, listRoles, mayFound, putDepartment, putRole } from '../db/people.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import type { Auth } from './auth.ts';

export const DEMO_PASSWORD = 'zhangfa-demo';

/** Also the roles of a shop that is no demo: processes name them. */
export const ROLES = [
  ['customer-service', '客服', 'Customer service'],
  ['order-auditor', '审单员', 'Order auditor'],
  ['warehouse', '仓储', 'Warehouse'],
  ['logistics', '物流专员', 'Logistics'],
  ['finance', '财务', 'Finance'],
  ['service-lead', '客服主管', 'Service lead'],
  ['warehouse-lead', '仓储主管', 'Warehouse lead'],
  ['store-manager', '店长', 'Store manager'],
  ['operations-manager', '运营经理', 'Operations manager'],
  ['product-operations', '商品运营', 'Product operations'],
] as const;

const DEPARTMENTS = [
  ['shop', '青禾旗舰店', 'Qinghe Store', null],
  ['service', '客服部', 'Customer service', 'shop'],
  ['operations', '仓储物流部', 'Warehouse and logistics', 'shop'],
  ['finance', '财务部', 'Finance', 'shop'],
  ['growth', '运营部', 'Operations', 'shop'],
] as const;

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

export async function seedRoles(sql: Sql): Promise<void> {
  if ((await listRoles(sql)).length > 0) return;
  for (const [id, name, en] of ROLES) await putRole(sql, { id, name, texts: { en: { name: en } } });
}

/** Seeds once; also safe where several processes begin together. */
export async function seedDemo(sql: Sql, auth: Auth): Promise<void> {
  await sql.begin(async (tx) => {
    if (!(await mayFound(tx))) return;
    for (const [id, name, en, parent] of DEPARTMENTS)
      await putDepartment(tx, { id, name, texts: { en: { name: en } }, parent });
    for (const [username, name, level, department, roles] of PEOPLE) {
      const id = await auth.createAccount({ name, username, password: DEMO_PASSWORD });
      await insertPerson(tx, { id, name, username, level, department, roles: [...roles] });
    }
  });
  if (!(await readSetting(sql, 'demo')))
    await writeSetting(sql, 'demo', { accounts: PEOPLE.map(([username]) => username) });
}

/** What the sign-in page of a demo offers: those of the seeded accounts that still exist. */
export async function demoAccounts(sql: Sql) {
  const seeded = (await readSetting<{ accounts: string[] }>(sql, 'demo'))?.accounts ?? [];
  if (seeded.length === 0) return null;
  return { password: DEMO_PASSWORD, accounts: await accountsOf(sql, seeded) };
}
