// The database a command works on: DATABASE_URL, else the embedded one of the data folder.
import path from 'node:path';
import { packageRoot } from '../stack/root.ts';
import { withEmbeddedDatabase } from '../stack/running-database.ts';

export async function withDatabase<T>(data: unknown, work: (url: string) => Promise<T>): Promise<T> {
  const given = process.env.DATABASE_URL;
  if (given && data === undefined) return work(given);
  const folder = typeof data === 'string' ? data : (process.env.ZHANGFA_DATA ?? path.join(packageRoot, '.data'));
  return withEmbeddedDatabase(path.resolve(folder), work);
}
