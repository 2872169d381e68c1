// Corrections of a case's data as they are entered: what was picked, what was given, and only what is changed.
import { useMemo, useState } from 'react';
import { variableType } from '../../bpmn/variable-types.ts';
import type { Field } from '../../forms/form.ts';
import { kindOf } from '../../forms/kinds.ts';
import { textsOf } from '../../words/web.ts';
import { isWritten, problemOf } from '../forms/WrittenInput.tsx';
import type { CaseDetail } from '../reach/shapes.ts';
import { useKept } from '../typed/useKept.ts';
import { type Editor, editorOf } from './correctable.ts';
import { plainly } from './plainly.ts';

type Variable = CaseDetail['variables'][number];
export type Correction = ReturnType<typeof useCorrection>;

/** `first`: what is to be corrected, as far as it is known. */
export function useCorrection({ id, variables }: CaseDetail, first: string[] = []) {
  const { values: given, set: give, forget } = useKept(`correct:${id}`);
  const [picked, pick] = useState(() =>
    variables.flatMap((one) => ((first.includes(one.name) || one.name in given) && entryOf(one) ? one.name : [])),
  );
  const data = useMemo(() => new Map(variables.flatMap((variable) => entryOf(variable) ?? [])), [variables]);
  const readAt = (name: string): unknown => data.get(name)?.read(given[name]);
  const changed: Record<string, unknown> = Object.fromEntries(
    picked
      .filter((name) => name in given && !same(readAt(name), data.get(name)?.variable.value))
      .map((name) => [name, readAt(name) ?? null]),
  );
  /** What stands there could not be read; the field says why. */
  const unread = new Set(
    picked.filter((name) => {
      const field = data.get(name)?.field;
      const value = given[name];
      if (!field || value === undefined || value === null) return false;
      if (readAt(name) === undefined) return true;
      return field.type !== 'table' && typeof value === 'string' && isWritten(field)
        ? problemOf(kindOf(field).read(field, value, READER)) !== undefined
        : false;
    }),
  );
  return { data, picked, pick, given, give, forget, changed, unread };
}

/** Whether it can be read hangs on neither the day nor the zone. */
const READER = { today: '2026-11-23', language: 'zh' as const, toInstant: (wall: string) => wall };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const KINDS: Record<string, Field['type']> = { string: 'text', number: 'number', boolean: 'yesNo' };

type Entry = Editor & { variable: Variable };
const asItIs = { show: (value: unknown) => value, read: (value: unknown) => value };

/** As a form shows it, else by its declared type, else by what it holds. Files without a form are not corrected here. */
function entryOf(variable: Variable): [string, Entry][] | undefined {
  const { name, label, texts, type, field, value } = variable;
  const words = { zh: label ?? field?.label.zh ?? name, en: texts?.en?.name ?? field?.label.en ?? label ?? name };
  const plain = { id: name, label: words, readOnly: false, required: false, help: undefined, half: false };
  if (field)
    return kindOf(field).stored === 'files'
      ? undefined
      : [[name, { ...asItIs, field: { ...field, ...plain } as Field, variable }]];
  if (typeof value === 'object' && value !== null) return [[name, { ...editorOf(value, plain), variable }]];
  // Empty, and nobody has said what it is: what reads like a number is one.
  if (type === 'any' && value === null) {
    const unknown = { ...plain, type: 'text', help: textsOf('case.asNumber') } as Field;
    return [[name, { ...asItIs, read: plainly, field: unknown, variable }]];
  }
  // A list or record that is empty has nothing to show how it is written.
  const kind = variableType(type)?.field ?? (value === null ? undefined : KINDS[typeof value]);
  return kind && [[name, { ...asItIs, field: { ...plain, type: kind } as Field, variable }]];
}
