// The database a command works on: DATABASE_URL, else the embedded one of the data folder.
import path from 'node:path';
import { packageRoot } from '../stack/root.ts';
import { withEmbeddedDatabase } from '../stack/running-database.ts';

export async function withDatabase<T>(data: unknown, work: (url: string) => Promise<T>): Promise<T> {
  const given = process.env.DATABASE_URL;
  if (given && data === undefined) return work(given);
  return withEmbeddedDatabase(dataFolder(data), work);
}

/** Of `--data`, else as the environment says, else the one in the package. */
export const dataFolder = (data: unknown): string =>
  path.resolve(typeof data === 'string' ? data : (process.env.ZHANGFA_DATA ?? path.join(packageRoot, '.data')));
