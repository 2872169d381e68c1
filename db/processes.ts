// Processes: the draft a manager works on, and its published versions, which never change.
import { createHash } from 'node:crypto';
import { compile } from '../bpmn/compile.ts';
import type { Definition, Model } from '../bpmn/definition.ts';
import type { Form } from '../forms/form.ts';
import type { Sql, Transaction } from './connect.ts';

export type Publication = {
  model: Model;
  definition: Definition;
  forms: Record<string, Form>;
  by?: string;
  note?: string;
};
export type Published = { key: string; version: number; sha256: string; unchanged: boolean };

/** Publishes the next version and moves the start events to it. What equals the newest version is not published again. */
export async function publish(sql: Sql, { model, definition, forms, by, note }: Publication): Promise<Published> {
  const content = { ...definition, version: 0, sha256: '' };
  const hash = createHash('sha256')
    .update(JSON.stringify([content, forms, { ...model, processes: [] }]))
    .digest('hex');
  return sql.begin(async (tx) => {
    await tx`
      insert into process (key, name, texts) values (${definition.key}, ${definition.name ?? definition.key}, ${tx.json((definition.zf.text ?? {}) as never)})
      on conflict (key) do update set name = excluded.name, texts = excluded.texts`;
    const [newest] = await tx<{ latest: number | null; sha256: string | null }[]>`
      select p.latest, d.sha256 from process p left join definition d on d.key = p.key and d.version = p.latest where p.key = ${definition.key} for update of p`;
    if (newest?.sha256?.endsWith(hash))
      return { key: definition.key, version: newest.latest as number, sha256: newest.sha256, unchanged: true };
    const version = (newest?.latest ?? 0) + 1;
    // The version is part of the name: the same text published again later is another version.
    const sha256 = `${version}:${hash}`;
    const final: Definition = { ...definition, version, sha256 };
    await tx`
      insert into definition (key, version, sha256, name, hosting, definition, model, forms, note, published_by)
      values (${definition.key}, ${version}, ${`${definition.key}:${sha256}`}, ${definition.name ?? definition.key}, ${definition.zf.hosting ?? 'dedicated'},
              ${tx.json(final as never)}, ${tx.json(model as never)}, ${tx.json(forms as never)}, ${note ?? null}, ${by ?? null})`;
    await tx`update process set latest = ${version} where key = ${definition.key}`;
    await replaceStarts(tx, final);
    return { key: definition.key, version, sha256, unchanged: false };
  });
}

async function replaceStarts(tx: Transaction, definition: Definition) {
  await tx`delete from start_subscription where key = ${definition.key}`;
  for (const node of compile(definition).root.starts) {
    const triggers = node.triggers.length ? node.triggers : [{ kind: 'none' as const }];
    for (const trigger of triggers) {
      if (
        trigger.kind !== 'none' &&
        trigger.kind !== 'message' &&
        trigger.kind !== 'signal' &&
        trigger.kind !== 'timer'
      )
        continue;
      const name =
        trigger.kind === 'message' ? trigger.name : trigger.kind === 'signal' ? (trigger.name.literal ?? null) : null;
      const spec = trigger.kind === 'timer' ? (trigger.spec.literal ?? `=${trigger.spec.feel?.text}`) : null;
      await tx`insert into start_subscription (key, element, kind, name, spec) values (${definition.key}, ${node.id}, ${trigger.kind}, ${name}, ${spec}) on conflict do nothing`;
    }
  }
}
