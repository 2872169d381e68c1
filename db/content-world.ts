// What stands published in the shop, as far as one thing may name another.
import type { ContentWorld } from '../content/kinds.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { Register } from '../records/register.ts';
import type { Sql } from './connect.ts';
import { publishedContent } from './content.ts';

export async function contentWorld(sql: Sql, at: number): Promise<ContentWorld> {
  const registers = await publishedContent<Register>(sql, 'register', at);
  const processes = await sql<{ key: string }[]>`select key from process where not archived`;
  const parameters = await publishedContent<Parameter>(sql, 'parameter', at);
  return {
    registers: registers.map(({ body }) => body),
    processes: processes.map(({ key }) => key),
    parameters: parameters.map(({ body }) => body),
  };
}
