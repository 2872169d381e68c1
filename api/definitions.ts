// Published versions never change: kept in memory, the most recently used ones.
import type { Sql } from '../db/connect.ts';
import { publishedVersion, type Version } from '../db/processes.ts';

export type Definitions = { get(key: string, version: number): Promise<Version | undefined> };

export function createDefinitions(sql: Sql, limit = 200): Definitions {
  const known = new Map<string, Promise<Version | undefined>>();
  return {
    get(key, version) {
      const name = `${key}@${version}`;
      const found = known.get(name) ?? publishedVersion(sql, key, version);
      known.delete(name);
      known.set(name, found);
      found.then(
        (value) => value ?? known.delete(name),
        () => known.delete(name),
      );
      if (known.size > limit) known.delete(known.keys().next().value as string);
      return found;
    },
  };
}
