// Variables of a case as pages read them: at one open wait, or at its root; secret ones are covered for who may not see them.
import type { Definition, Element } from '../bpmn/definition.ts';
import type { Instance, Variables } from '../bpmn/instance.ts';
import type { Value } from '../feel/value.ts';
import type { Field, Form } from '../forms/form.ts';
import { formulaOf } from '../forms/formula.ts';
import type { Stored } from '../forms/kinds/kind.ts';
import { placeOf } from '../forms/kinds/location.ts';
import { recordsOf } from '../forms/kinds/record.ts';
import { asks, kindOf } from '../forms/kinds.ts';
import { type Covered, coveredRows } from '../forms/rows.ts';

const COVER = '••••';
const NONE: ReadonlySet<string> = new Set();

/** As the token of this wait sees them: its own, then its scopes outwards. The root's where the wait has gone. */
export function valuesAt(state: Instance, wait?: string): Variables {
  const open = wait === undefined ? undefined : state.waits[wait];
  const token = open && 'token' in open.owner ? state.tokens[open.owner.token] : undefined;
  const layers: Variables[] = token?.locals ? [token.locals] : [];
  const root = Object.values(state.scopes).find((scope) => scope.parent === undefined && scope.kind === 'process');
  for (
    let scope = token ? state.scopes[token.scope] : root;
    scope;
    scope = scope.parent ? state.scopes[scope.parent] : undefined
  ) {
    layers.push(scope.variables);
    const owner = scope.owner ? state.tokens[scope.owner] : undefined;
    if (owner?.locals) layers.push(owner.locals);
  }
  return Object.assign({}, ...layers.reverse()) as Variables;
}

export type Shown = {
  name: string;
  label: string | null;
  texts: Record<string, { name?: string | undefined }> | null;
  type: string;
  field: Field | null;
  secret: boolean;
  value: unknown;
};

/** How a variable is shown: the field of a form that asks or shows it, with currency, options, columns; else what it declares itself. */
export function fieldOf(forms: Record<string, Form>, name: string, declared?: Declared, value?: unknown): Field | null {
  const fields = Object.values(forms).flatMap((form) =>
    form.fields.filter((field) => field.id === name && asks(field)),
  );
  // Where forms ask different things under one name, the one is meant that can have answered so.
  const able = value === undefined || value === null ? fields : fields.filter((field) => fits(field, value));
  return able.find(({ type }) => type !== 'text') ?? (declared && choiceOf(declared)) ?? able[0] ?? fields[0] ?? null;
}

const HELD: Record<Stored, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  truth: (value) => typeof value === 'boolean',
  list: Array.isArray,
  files: Array.isArray,
  rows: Array.isArray,
  record: (value) => recordsOf(value).length > 0,
  place: (value) => placeOf(value) !== undefined,
  nothing: () => false,
};
const fits = (field: Field, value: unknown): boolean =>
  HELD[kindOf(field).stored](value) &&
  (field.type !== 'choice' || field.from !== undefined || field.options.some((option) => option.value === value));

type Declared = NonNullable<Definition['zf']['variable']>[number];
const inLanguages = (name: string, text: Declared['text']) => ({
  zh: name,
  ...(text?.en?.name && { en: text.en.name }),
});
function choiceOf({ name, label, text, option }: Declared): Extract<Field, { type: 'choice' }> | undefined {
  if (!option) return undefined;
  const options = option.map((one) => ({ value: one.value, label: inLanguages(one.label, one.text) }));
  return { id: name, type: 'choice', required: false, label: inLanguages(label ?? name, text), options };
}

/** A text that is only read, with the words that its variable has for its values. */
export function readAs(field: Field, { zf }: Pick<Definition, 'zf'>): Field {
  const declared = field.type === 'text' && field.readOnly && zf.variable?.find(({ name }) => name === field.id);
  const choice = declared && choiceOf(declared);
  if (!choice) return field;
  const { id, label, help, visibleWhen, half } = field;
  return { ...choice, id, label, readOnly: true, help, visibleWhen, half };
}

/** What staff see covered on the page of a case: what is declared secret, and what any step hides from whoever does it. */
export const coveredIn = ({ zf, elements }: Definition): Set<string> =>
  new Set([
    ...(zf.variable ?? []).filter(({ secret }) => secret).map(({ name }) => name),
    ...Object.values(elements).flatMap((element) => [...hiddenAt(element)]),
  ]);

/** Of tables: columns that any step hides from whoever does it, by table. */
export const coveredColumnsIn = ({ elements }: Pick<Definition, 'elements'>): Map<string, Set<string>> =>
  hiddenColumns(Object.values(elements));
export function hiddenColumns(elements: Element[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const element of elements)
    for (const { field, mode } of element.zf?.permission ?? []) {
      const [table, column] = field.split('.');
      if (mode === 'hidden' && table && column) found.set(table, (found.get(table) ?? new Set()).add(column));
    }
  return found;
}
export const coverCells = (value: unknown, columns: ReadonlySet<string>): unknown =>
  Array.isArray(value) && columns.size > 0
    ? value.map((row) =>
        typeof row === 'object' && row !== null
          ? Object.fromEntries(Object.entries(row).map(([id, cell]) => [id, columns.has(id) ? COVER : cell]))
          : row,
      )
    : value;

/** Data that stuck work lacks, by the incidents of a case: name → what it has to be, as far as that is known. */
export function missingAt(incidents: { detail: unknown }[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { detail } of incidents) {
    const { missing, types } = (detail ?? {}) as { missing?: unknown; types?: Record<string, string> };
    for (const name of Array.isArray(missing) ? missing : []) found.set(String(name), types?.[name] ?? 'any');
  }
  return found;
}

/** Declared variables first, in their order, then what else the case holds or lacks; what is empty is null. */
export function shownVariables(
  definition: Definition,
  values: Variables,
  seesSecrets: boolean,
  forms: Record<string, Form>,
  missing: Map<string, string> = new Map(),
): Shown[] {
  const declared = definition.zf.variable ?? [];
  const known = new Map(declared.map((variable) => [variable.name, variable]));
  const names = [
    ...known.keys(),
    ...Object.keys(values).filter((name) => !known.has(name)),
    ...[...missing.keys()].filter((name) => !known.has(name) && !Object.hasOwn(values, name)),
  ];
  const covered = coveredIn(definition);
  const columns = coveredColumnsIn(definition);
  return names.map((name) => {
    const about = known.get(name);
    const secret = covered.has(name);
    return {
      name,
      label: about?.label ?? null,
      texts: about?.text ?? null,
      type: about?.type ?? missing.get(name) ?? 'any',
      field: fieldOf(forms, name, about, values[name]),
      secret,
      value:
        secret && !seesSecrets && Object.hasOwn(values, name)
          ? COVER
          : coverCells(values[name] ?? null, seesSecrets ? NONE : (columns.get(name) ?? NONE)),
    };
  });
}

/** Variables that this step hides from whoever does it. */
export const hiddenAt = (element: Element | undefined): Set<string> =>
  new Set((element?.zf?.permission ?? []).filter(({ mode }) => mode === 'hidden').map(({ field }) => field));

/** The form as this step shows it: hidden fields are gone, those only to read are marked so. */
export function formAt(form: Form, element: Element): Form {
  const rules = new Map((element.zf?.permission ?? []).map(({ field, mode }) => [field, mode]));
  return {
    ...form,
    fields: form.fields.flatMap((field): Field[] => {
      const mode = rules.get(field.id);
      if (mode === 'hidden') return [];
      const shown = mode === 'read' ? { ...field, readOnly: true } : field;
      if (shown.type !== 'table') return [shown];
      const { hidden, locked } = coveredAt(shown, element);
      const columns = shown.columns.flatMap((column) =>
        hidden.has(column.id) ? [] : [locked.has(column.id) ? { ...column, readOnly: true } : column],
      );
      return [{ ...shown, columns }];
    }),
  };
}

type Table = Extract<Field, { type: 'table' }>;
/** Columns of a table that a step hides (`lines.cost`), or lets only be read. */
export function coveredAt({ id, columns }: Table, element: Element | undefined): Covered {
  const rules = new Map((element?.zf?.permission ?? []).map(({ field, mode }) => [field, mode]));
  const of = (fits: (column: Table['columns'][number]) => boolean) =>
    new Set(columns.filter(fits).map((column) => column.id));
  return {
    hidden: of((column) => rules.get(`${id}.${column.id}`) === 'hidden'),
    locked: of(
      (column) => rules.get(`${id}.${column.id}`) === 'read' || (column.readOnly === true && !formulaOf(column)),
    ),
  };
}
/** What a step shows of data, without the columns that it hides; rows that it may write by name. */
export function coveredFor(form: Form, element: Element | undefined, values: Record<string, unknown>, named: boolean) {
  const covered = { ...values };
  for (const field of form.fields)
    if (field.type === 'table' && Object.hasOwn(covered, field.id))
      covered[field.id] = coveredRows(covered[field.id] as Value, coveredAt(field, element), named && !field.readOnly);
  return covered;
}

/** Ids of the uploaded files among the values of a form. */
export function filesIn(form: Form, values: Variables): string[] {
  const list = (value: unknown) => (Array.isArray(value) ? value : []);
  const inOne = (field: Field, value: unknown): string[] => {
    if (kindOf(field).stored === 'files') return list(value).flatMap((one) => (one?.file ? String(one.file) : []));
    return 'columns' in field
      ? list(value).flatMap((row) => field.columns.flatMap((column) => inOne(column, row?.[column.id])))
      : [];
  };
  return form.fields.flatMap((field) => inOne(field, values[field.id]));
}
