// A case as a proof: collected, sealed, and printed in the language of its reader.
import { zoneOf } from '../bpmn/duration.ts';
import { namesOf } from '../db/people.ts';
import { keptOf } from '../db/proof.ts';
import { readShop } from '../db/settings.ts';
import type { Viewer } from '../db/viewer.ts';
import { offsetAt } from '../feel/zone.ts';
import type { Field } from '../forms/form.ts';
import type { Writer } from '../forms/kinds/kind.ts';
import { asks, kindOf } from '../forms/kinds.ts';
import { submissionDigest } from '../proof/chain.ts';
import { type Proof, type ProofCase, seal } from '../proof/document.ts';
import { type Printed, printProof, type Reader } from '../proof/print.ts';
import type { Language } from '../words/message.ts';
import { fieldOf } from './case-values.ts';
import type { Definitions } from './definitions.ts';
import type { Deps } from './deps.ts';

/** @param by name of whoever asks for it. undefined: there is no such case */
export async function proofOf(
  { sql, secret }: Deps,
  viewer: Viewer,
  id: string,
  by: string,
): Promise<Proof | undefined> {
  const kept = await keptOf(sql, viewer, id);
  if (!kept) return undefined;
  const cases = kept.cases.map((one) => ({ ...one, submissions: decided(one) }));
  const people = await namesOf(
    sql,
    cases.flatMap(({ starter, rows, submissions }) => [
      starter,
      ...rows.flatMap(({ by: who, why }) => [who, absentIn(why)]),
      ...submissions.flatMap(({ submitted }) => tickedBy(submitted)),
    ]),
  );
  return seal(secret, {
    format: 'zhangfa-proof',
    version: 1,
    madeAt: new Date().toISOString(),
    madeBy: by,
    cases,
    people,
    files: kept.files,
  });
}

const tickedBy = ({ checklist = [] }: { checklist?: { done?: { by: string } }[] }): string[] =>
  checklist.flatMap(({ done }) => done?.by ?? []);
const absentIn = (why: unknown): string | null => (why as { for?: string } | null)?.for ?? null;

/** What the case has heard of; of what has been erased nobody knows any more which row names it. */
function decided({ rows, submissions }: ProofCase): ProofCase['submissions'] {
  const named = new Set(rows.map(({ why }) => (why as { submission?: string } | null)?.submission));
  return submissions.filter(({ submitted }) => submitted.salt === undefined || named.has(submissionDigest(submitted)));
}

export async function printedProof({ sql, definitions }: Deps, proof: Proof, language: Language): Promise<Printed> {
  const published = new Map<ProofCase, Awaited<ReturnType<Definitions['get']>>>();
  for (const one of proof.cases) published.set(one, await definitions.get(one.process.key, one.process.version));
  const { env } = await readShop(sql);
  const zone = zoneOf(env.zone);
  const toWall = (instant: string): string => {
    const at = Date.parse(instant);
    return new Date(at + offsetAt(zone, at / 1_000) * 1_000).toISOString().slice(0, 19).replace('T', ' ');
  };
  const writer: Writer = { language, toWall };
  const reader: Reader = {
    language,
    stamp: (at) => toWall(new Date(at).toISOString()),
    processName: (one) => published.get(one)?.definition.zf.text?.[language]?.name ?? one.process.name,
    stepName(one, element) {
      const found = published.get(one)?.definition.elements[element];
      return found?.zf?.text?.[language]?.name ?? found?.name ?? element;
    },
    valueOf(one, element, name, value) {
      const known = published.get(one);
      const form = known?.forms[known.definition.elements[element]?.zf?.form ?? ''];
      const declared = known?.definition.zf.variable?.find((each) => each.name === name);
      const field =
        form?.fields.find((each) => each.id === name && asks(each)) ??
        fieldOf(known?.forms ?? {}, name, declared, value);
      const label = (language === 'en' && field?.label.en) || field?.label.zh || declared?.label || name;
      return { label, text: wordsOf(field, value, writer, proof.people) };
    },
  };
  return printProof(proof, reader);
}

function wordsOf(field: Field | null, value: unknown, writer: Writer, people: Record<string, string>): string {
  if (value === null || value === undefined || value === '') return '—';
  if (!field) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const text = kindOf(field).write(field, value, writer);
  return field.type === 'person' ? (people[text] ?? text) : text;
}
