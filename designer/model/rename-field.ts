// A field gets an id of its own: with it goes what is read after the steps that ask it, for that reads its answer today.
import type { Definition, Model } from '../../bpmn/definition.ts';
import type { Field } from '../../forms/form.ts';
import { renamedIn } from '../../forms/placeholders.ts';
import type { Content, RenameField, UseName } from './cure.ts';

export function withFieldRenamed({ model, forms }: Content, { form: key, from, to }: RenameField): Content {
  const form = forms[key];
  if (!form) return { model, forms };
  const within = replacer(from, to);
  const renamed = (process: Definition): Definition => {
    const asking = Object.values(process.elements).filter(({ zf }) => zf?.form === key);
    const { behind, ways } = after(
      process,
      asking.map(({ id }) => id),
    );
    const own = new Set(asking.map(({ id }) => id));
    return {
      ...process,
      elements: Object.fromEntries(
        Object.entries(process.elements).map(([id, element]) => {
          if (behind.has(id)) return [id, within(element)];
          if (!own.has(id) || !element.zf) return [id, element];
          const { output, conclude, scripts, instruction, checklist, text, permission } = element.zf;
          const told = within({ output, conclude, scripts, instruction, checklist, text });
          const kept = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
          const rights = permission?.map((one) => {
            const [field, ...column] = one.field.split('.');
            return field === from ? { ...one, field: [to, ...column].join('.') } : one;
          });
          return [id, { ...element, zf: { ...element.zf, ...kept, ...(rights && { permission: rights }) } }];
        }),
      ) as Definition['elements'],
      flows: Object.fromEntries(
        Object.entries(process.flows).map(([id, flow]) => [id, ways.has(id) ? within(flow) : flow]),
      ),
    };
  };
  const reading = <F extends Field>(field: F): F => ({
    ...field,
    ...(field.visibleWhen && { visibleWhen: inFeel(field.visibleWhen, from, to) }),
    ...('formula' in field && field.formula && { formula: inFeel(field.formula, from, to) }),
    // A column of that name is the one that its rows mean.
    ...(field.type === 'table' &&
      !field.columns.some(({ id }) => id === from) && { columns: field.columns.map(reading) }),
  });
  const fields = form.fields.map((field) => ({ ...reading(field), ...(field.id === from && { id: to }) }));
  const rules = form.rules?.map((rule) => ({ ...rule, when: inFeel(rule.when, from, to) }));
  return {
    model: { ...model, processes: model.processes.map(renamed) },
    forms: { ...forms, [key]: { ...form, fields, ...(rules && { rules }) } },
  };
}

export function withOtherName(model: Model, { at, from, to }: UseName): Model {
  const within = replacer(from, to);
  const processes = model.processes.map((process) => {
    const { elements, flows } = process;
    if (elements[at]) return { ...process, elements: { ...elements, [at]: within(elements[at]) } };
    if (flows[at]) return { ...process, flows: { ...flows, [at]: within(flows[at]) } };
    return process.processId === at ? { ...process, zf: within(process.zf) } : process;
  });
  return { ...model, processes };
}

/** One name becomes another in all FEEL and all texts of a part. */
function replacer(from: string, to: string): <T>(value: T) => T {
  const inText = (text: string): string =>
    text.includes(`{${from}}`) ? renamedIn(text, (name) => (name === from ? to : name)) : text;
  const within = <T>(value: T): T => {
    if (typeof value === 'string') return (value.startsWith('=') ? inFeel(value, from, to) : inText(value)) as T;
    if (Array.isArray(value)) return value.map(within) as T;
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within(one)])) as T;
  };
  return within;
}

const inFeel = (text: string, from: string, to: string): string =>
  text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, at) => (at % 2 ? part : part.replace(word(from), to)))
    .join('');

const word = (name: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}_.])${name}(?![\\p{L}\\p{N}_])`, 'gu');

/** What is passed once one of these steps is done; its own boundary events come before that. */
function after({ elements, flows }: Definition, steps: string[]) {
  const behind = new Set<string>();
  const ways = new Set<string>();
  const queue = [...steps];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const scope = elements[at]?.scope;
    if (scope && elements[scope] && !queue.includes(scope) && !behind.has(scope)) queue.push(scope);
    const next = Object.values(flows).filter(({ source }) => source === at);
    for (const flow of next) ways.add(flow.id);
    const inner = behind.has(at)
      ? Object.values(elements).filter(
          (one) => one.scope === at || ('attachedToRef' in one && one.attachedToRef === at),
        )
      : [];
    for (const id of [...next.map(({ target }) => target), ...inner.map(({ id: inside }) => inside)])
      if (!behind.has(id)) {
        behind.add(id);
        queue.push(id);
      }
  }
  return { behind, ways };
}
