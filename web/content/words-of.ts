// Places and values of a body in words: fields and views by what people call them. Pure.
import { isMap } from '../../feel/value.ts';
import { sayOfContent } from '../../words/content.ts';
import type { Language, Texts } from '../../words/message.ts';
import { listed } from '../../words/say.ts';
import { wordsIn } from '../forms/label.ts';
import type { Key, Say } from '../words/useWords.ts';
import type { Problem } from './draft.ts';

type Named = { id?: string; key?: string; label?: Texts | string; title?: Texts | string; name?: Texts };
const nameOf = (one: Named, language: Language): string | undefined => {
  const words = one.label ?? one.title ?? one.name;
  if (typeof words === 'object') return wordsIn(words, language);
  return typeof one.label === 'string' ? one.label : undefined;
};

/** Names that a body gives its own parts, and those of the language for the rest. */
const PROPERTIES = [
  'rules',
  'inputs',
  'outputs',
  'hitPolicy',
  'aggregation',
  'expression',
  'values',
  'default',
  'annotation',
  'text',
  'fields',
  'views',
  'name',
  'label',
  'title',
  'required',
  'options',
  'by',
  'find',
  'unique',
  'secret',
  'see',
  'change',
  'add',
  'export',
  'rows',
  'keyField',
  'number',
  'help',
  'min',
  'max',
  'maxLength',
  'pattern',
  'type',
  'columns',
  'where',
  'sort',
  'group',
  'kind',
  'value',
  'unit',
  'owner',
  'source',
  'why',
  'field',
  'who',
  'feel',
  'processes',
  'ledger',
  'measure',
  'zh',
  'en',
] as const;

/** `fields.price.label.zh` → 字段 · 售价 · 名称 · 中文 */
export function placeWords(path: string, bodies: unknown[], t: Say, language: Language): string {
  let at: unknown[] = bodies;
  const words: string[] = [];
  for (const part of path.split('.')) {
    if (part === '#order') {
      words.push(t('struct.order'));
      break;
    }
    const lists = at.filter(Array.isArray) as Named[][];
    const named = lists.flatMap((list) => list.filter((one) => (one.id ?? one.key) === part));
    if (lists.length > 0) {
      // Rows of a table have no name but their number.
      const row = lists[0]?.findIndex((one) => one.id === part) ?? -1;
      words.push(
        named.map((one) => nameOf(one, language)).find(Boolean) ??
          (words.at(-1) === t('struct.prop.rules') && row >= 0 ? t('tables.row', { n: row + 1 }) : part),
      );
      at = named;
      continue;
    }
    words.push((PROPERTIES as readonly string[]).includes(part) ? t(`struct.prop.${part}` as Key) : part);
    at = at.filter(isMap).map((one) => one[part]);
  }
  return words.join(' · ');
}

/** The same, where the bodies are not at hand but what they call their parts; what nobody has a name for is passed over. */
export function calledWords(path: string, called: (Texts | null)[], t: Say, language: Language): string {
  const words = path.split('.').flatMap((part, at) => {
    const own = called[at];
    if (own) return [wordsIn(own, language)];
    return (PROPERTIES as readonly string[]).includes(part) ? [t(`struct.prop.${part}` as Key)] : [];
  });
  return words.join(' · ') || path;
}

export function partWords(value: unknown, t: Say, language: Language): string {
  if (value === undefined || value === null || value === '') return '—';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (Array.isArray(value)) {
    const each = value.map((one) => partWords(one, t, language));
    return each.length > 4 ? `${listed(each.slice(0, 4), language)} …` : listed(each, language) || '—';
  }
  if (isMap(value)) {
    const name = nameOf(value as Named, language);
    if (name) return name;
    if (typeof value.zh === 'string') return wordsIn(value as Texts, language);
    return Object.values(value)
      .map((one) => partWords(one, t, language))
      .join(' ');
  }
  return String(value);
}

/** A fault in words: ids of fields become what people call them. */
export function problemWords({ code, args }: Problem, body: unknown, language: Language): string {
  const fields = (isMap(body) && Array.isArray(body.fields) ? body.fields : []) as Named[];
  const said = Object.fromEntries(
    Object.entries(args as Record<string, unknown>).map(([name, value]) => {
      if (name === 'field' && code !== 'fieldTwice') {
        const field = fields.find(({ id }) => id === value);
        const label = field && nameOf(field, language);
        return [name, { kind: 'name', name: label ?? String(value) }];
      }
      if (name === 'kind') return [name, { code: `kind.${String(value)}`, args: {} }];
      if (name === 'at' && String(value).startsWith('views.')) {
        const view = ((body as { views?: Named[] }).views ?? []).find(({ key }) => `views.${key}` === value);
        return [name, { kind: 'name', name: (view && nameOf(view, language)) ?? String(value) }];
      }
      return [name, value];
    }),
  );
  return sayOfContent({ code, args: said }, language);
}
/** The field or view that a fault is about. */
export const problemPlace = ({ args }: Problem): string | undefined => {
  const { field, at } = args as { field?: unknown; at?: unknown };
  return typeof at === 'string' && at.startsWith('views.')
    ? at
    : typeof field === 'string'
      ? `fields.${field}`
      : undefined;
};
