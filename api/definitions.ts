// Published versions never change: kept in memory, the most recently used ones.
import type { Definition } from '../bpmn/definition.ts';
import type { Sql } from '../db/connect.ts';
import type { Form } from '../forms/form.ts';

export type Published = { definition: Definition; forms: Record<string, Form> };
export type Definitions = { get(key: string, version: number): Promise<Published | undefined> };

export function createDefinitions(sql: Sql, limit = 200): Definitions {
  const known = new Map<string, Promise<Published | undefined>>();
  return {
    get(key, version) {
      const name = `${key}@${version}`;
      const found = known.get(name) ?? read(sql, key, version);
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

async function read(sql: Sql, key: string, version: number): Promise<Published | undefined> {
  const [row] = await sql<
    Published[]
  >`select definition, forms from definition where key = ${key} and version = ${version}`;
  return row;
}
