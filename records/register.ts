// A register: what the shop has, as a list of fields. One schema is drawn by the web, checked wherever a record is written, and read by
// processes; who may change a field, a person or a process only, is part of it (docs/registers.md).
import { z } from 'zod';
import { FlatField } from '../forms/flat-field.ts';
import { TableField } from '../forms/form.ts';
import { formulaOf } from '../forms/formula.ts';

export const Slug = z.string().regex(/^[a-z][a-z0-9-]{0,58}$/, 'small letters, digits and -, a letter first');
const Words = z.object({ zh: z.string().min(1).max(200), en: z.string().max(200).optional() });
/** `all`, `role:warehouse`, `department:…`, `person:…`. Managers reach whatever is not secret. */
export const Refs = z
  .array(z.string().regex(/^(all|(role|department|person):.+)$/, 'all, role:…, department:… or person:…'))
  .min(1);

/** Who writes a field. Of `process` without names: whichever published process writes it; an import fills it only while it is empty. */
export const By = z.discriminatedUnion('who', [
  z.object({ who: z.literal('people') }),
  z.object({ who: z.literal('process'), processes: z.array(z.string()).default([]) }),
  z.object({ who: z.literal('import') }),
  /** FEEL over the other fields of the record, and `shop`. */
  z.object({ who: z.literal('formula'), feel: z.string().min(1) }),
  /** The balance of the account that bears the record's key. */
  z.object({ who: z.literal('ledger'), ledger: Slug, measure: z.string().min(1) }),
]);

const eyes = {
  /** Shown to whom `see` names; of what is secret alone, managers or not. */
  see: Refs.optional(),
  change: Refs.optional(),
};
/** A table whose columns may be for some only. */
const Table = TableField.extend({ columns: z.array(FlatField.and(z.object(eyes))).min(1) });
const rules = z.object({
  by: By.default({ who: 'people' }),
  /** Lists filter and sort by it: at most four texts, two numbers, two days a register (slots.ts). */
  find: z.enum(['text', 'number', 'date']).optional(),
  unique: z.boolean().optional(),
  secret: z.boolean().optional(),
  ...eyes,
});
export const RegisterField = z
  .union([FlatField, Table])
  .and(rules)
  .refine((field) => formulaOf(field) === undefined, { error: 'what a register computes stands in `by`' });
export type RegisterField = z.infer<typeof RegisterField>;

const Operand = z.string().max(500);
/**
 * Comparisons of one field; `under`: a record of a tree, or one below it. A value may be `@me`, `@today`, `@today+7`, `@today-30`, or another
 * field that is found by: `@field:safety`.
 */
export const Filter = z.object({
  field: z.string().max(100),
  is: z.enum(['=', 'in', 'under', '<', '<=', '>', '>=', 'empty', 'filled']),
  value: z.union([Operand, z.number(), z.boolean(), z.array(z.union([Operand, z.number()])).max(500)]).optional(),
});
export type Filter = z.infer<typeof Filter>;
/** The other field that a filter holds its own against. */
export const otherField = (value: Filter['value']): string | undefined =>
  typeof value === 'string' && value.startsWith('@field:') ? value.slice('@field:'.length) : undefined;
/** All that a filter looks at. */
export const fieldsIn = ({ field, value }: Filter): string[] => [field, otherField(value) ?? []].flat();
export const Sort = z.object({ field: z.string().max(100), down: z.boolean().default(false) });
export type Sort = z.infer<typeof Sort>;
export const View = z.object({
  key: Slug,
  title: Words,
  kind: z.enum(['table', 'kanban', 'calendar', 'gallery']).default('table'),
  where: z.array(Filter).max(8).default([]),
  sort: Sort.optional(),
  columns: z.array(z.string().max(100)).max(100).default([]),
  /** Of a kanban: the choice whose options are the columns; of a calendar: the day. */
  group: z.string().optional(),
});
export type View = z.infer<typeof View>;

export const MOST_FIELDS = 60;
export const Register = z.object({
  key: Slug,
  name: Words,
  kind: z.enum(['list', 'tree', 'ledger']).default('list'),
  /** FEEL over the record; absent: the first text. */
  title: z.string().optional(),
  /** The same in other languages; where one gives nothing, `title` holds. */
  titles: z.object({ en: z.string().optional() }).optional(),
  /** The field by which people, files and processes name a record. Absent: `number` gives it. */
  keyField: z.string().optional(),
  /** Of kind `tree`: the field, a record of this register, that says under which one each stands (tree.ts). */
  parentField: z.string().optional(),
  /** `GYS-{yyyy}-{0000}`: the series that numbers records. */
  number: z.string().max(60).optional(),
  fields: z.array(RegisterField).min(1).max(MOST_FIELDS),
  see: Refs.default(['all']),
  add: Refs.default(['all']),
  change: Refs.default(['all']),
  export: Refs.default(['all']),
  rows: z.enum(['all', 'department', 'own']).default('all'),
  /** Of kind `ledger`: accounts are keys of that register; a balance goes no lower than its floor. */
  ledger: z
    .object({
      account: Slug,
      measures: z
        .array(
          z.object({
            key: z.string().min(1),
            name: Words,
            floor: z.number().max(0, 'an account begins at 0').nullable().default(null),
          }),
        )
        .min(1),
      /** What is booked by name: `reserve` moves from available to reserved; each moves so much a piece. */
      verbs: z
        .array(
          z.object({ key: Slug, name: Words, moves: z.record(z.string(), z.union([z.literal(1), z.literal(-1)])) }),
        )
        .default([]),
    })
    .optional(),
  /** What is shown of a record where a field of a form names it: fields of its own, and the first of other registers that name it. */
  beside: z
    .object({
      fields: z.array(z.string().max(100)).max(12).default([]),
      lists: z
        .array(
          z.object({
            register: Slug,
            /** The field there that holds the key; lists filter by it. */
            field: z.string().max(100),
            columns: z.array(z.string().max(100)).max(5).default([]),
            sort: Sort.optional(),
          }),
        )
        .max(4)
        .default([]),
    })
    .optional(),
  /** Of lists whose view says none. Absent: what was last changed comes first. */
  sort: Sort.optional(),
  views: z.array(View).default([]),
  /** One of the five that code and packs may rely on. */
  core: z.enum(['sku', 'buyer', 'supplier', 'carrier', 'order']).optional(),
});
export type Register = z.infer<typeof Register>;

/** How records come where neither a view nor a person says; a tree comes by its way. */
export const ownSort = ({ kind, sort }: Pick<Register, 'kind' | 'sort'>): Sort | undefined =>
  sort ?? (kind === 'tree' ? undefined : { field: 'updated', down: true });

export const fieldOf = (register: Register, id: string): RegisterField | undefined =>
  register.fields.find((field) => field.id === id);
/** Not for everybody who sees the register: it is in no text that all of them read, and in no case but by name. */
export const isGuarded = ({ secret, see }: { secret?: boolean | undefined; see?: string[] | undefined }): boolean =>
  secret === true || (see !== undefined && !see.includes('all'));
export const guardedColumns = (field: Extract<RegisterField, { type: 'table' }>) => ({
  hidden: new Set(field.columns.filter(isGuarded).map(({ id }) => id)),
  locked: new Set<string>(),
});
/** Filled in by somebody, not made of others. */
export const isWritten = ({ by }: RegisterField): boolean => by.who !== 'formula' && by.who !== 'ledger';

/** A formula of it reads parameters. */
export const readsShop = ({ fields }: Register): boolean =>
  fields.some(({ by }) => by.who === 'formula' && /\bshop\b/.test(by.feel));
