// Words of the shop for parts of a model: what stands on a node's face and in lists.

import { columnsAsked } from '../bpmn/decision-columns.ts';
import type { Definition, Element, Extension, Participants } from '../bpmn/definition.ts';
import { parseHead, parseUntil } from '../bpmn/heads.ts';
import { type In, sayOfDesigner } from '../words/designer.ts';
import type { Language } from '../words/message.ts';
import { listed } from '../words/say.ts';
import type { Named, Say, Shop } from './context.ts';

type Named2 = { name?: string | undefined; zf?: Extension | undefined };

export const nameIn = (part: Named2, language: Language): string =>
  (language !== 'zh' && part.zf?.text?.[language]?.name) || part.name || '';

/** Its name, else what kind of step it is. */
export const calledIn = (element: Element, language: Language, t: Say): string =>
  nameIn(element, language) || t(`kind.${kindKey(element)}`);

/** Event definitions and elements are named by their BPMN words. */
export function kindKey(element: Element): In<'kind'> {
  if ('triggeredByEvent' in element && element.triggeredByEvent) return 'eventSubProcess';
  if ('eventDefinitions' in element && element.eventDefinitions[0])
    return `${element.type}.${element.eventDefinitions[0].type.replace('EventDefinition', '')}` as In<'kind'>;
  if ('eventDefinitions' in element) return `${element.type}.none`;
  return element.type;
}

type Unit = In<'unit'>;
const UNITS: [RegExp, Unit][] = [
  [/^P(\d+)D$/, 'day'],
  [/^P(\d+)W$/, 'week'],
  [/^PT(\d+)H$/, 'hour'],
  [/^PT(\d+)M$/, 'minute'],
  [/^PT(\d+)S$/, 'second'],
];

/** `PT2H` → 2 and hour; undefined where it is not one plain unit. */
export function plainDuration(text: string | undefined): { amount: number; unit: Unit } | undefined {
  for (const [pattern, unit] of UNITS) {
    const amount = pattern.exec(text ?? '')?.[1];
    if (amount) return { amount: Number(amount), unit };
  }
  return undefined;
}

/** Of a number that is a span, in both languages. */
export const unitWords = (unit: Unit): { zh: string; en: string } => ({
  zh: sayOfDesigner({ code: `unit.${unit}`, args: {} }, 'zh'),
  en: sayOfDesigner({ code: `unit.${unit}`, args: {} }, 'en'),
});

export const durationText = (amount: number, unit: string): string =>
  ({ day: `P${amount}D`, week: `P${amount}W`, hour: `PT${amount}H`, minute: `PT${amount}M`, second: `PT${amount}S` })[
    unit
  ] ?? `PT${amount}H`;

export function durationWords(text: string | undefined, t: Say): string {
  const plain = plainDuration(text);
  if (plain) return t(`short.${plain.unit}`, { count: plain.amount });
  return text?.startsWith('=') ? t('short.computed') : (text ?? '');
}

const departmentName = (id: string, { facts }: Shop): string =>
  facts?.departments.find((one) => one.id === id)?.names[0] ?? id;
const fieldName = (id: string, { forms, language }: Shop): string => {
  const field = Object.values(forms)
    .flatMap((form) => form.fields)
    .find((one) => one.id === id);
  return field?.label?.[language] ?? field?.label?.zh ?? id;
};

export function participantWords(one: Participants, process: Definition, shop: Shop, t: Say): string {
  const named = (list: Named[]): string => list.find(({ id }) => id === one.value)?.name ?? one.value;
  switch (one.rule) {
    case 'role':
      return named(shop.roles);
    case 'department':
      return t('who.inDepartment', { name: departmentName(one.value, shop) });
    case 'person':
      return named(shop.people);
    case 'starter':
      return t('who.starter');
    case 'variable':
    case 'expression':
      return one.value.replace(/^=/, '');
    case 'field':
      return t('who.field', { name: fieldName(one.value, shop) });
    case 'handlerOf':
      return t('who.handlerOf', { step: process.elements[one.value]?.name ?? one.value });
    case 'head': {
      const head = parseHead(one.value);
      if (!head) return t('who.headOfData', { name: fieldName(one.value.replace(/^=/, ''), shop) });
      if ('department' in head) return t('who.headOf', { department: departmentName(head.department, shop) });
      return head.starter === 1 ? t('who.head') : t('who.headAbove', { level: head.starter });
    }
    case 'headsUntil': {
      const until = parseUntil(one.value);
      if (until === 'top') return t('who.headsAll');
      return typeof until === 'object'
        ? t('who.headsUntil', { role: shop.roles.find(({ id }) => id === until.role)?.name ?? until.role })
        : t('who.headsFirst', { count: until ?? 0 });
    }
  }
}

/** Line two of a node: who does it, or what does it. */
export function roleWords(element: Element, process: Definition, shop: Shop, t: Say): string {
  const { zf } = element;
  switch (element.type) {
    case 'userTask':
    case 'manualTask': {
      const list = zf?.participants ?? [];
      if (list.length > 0)
        return listed(
          list.map((one) => participantWords(one, process, shop, t)),
          shop.language,
        );
      const lane = Object.values(process.lanes).find(({ nodes }) => nodes.includes(element.id));
      return lane ? nameIn(lane, shop.language) : '';
    }
    case 'businessRuleTask': {
      const table = columnsAsked(process, { decisions: shop.facts?.decisions ?? null }, element);
      return table ? t('face.rules', { count: table.rules }) : t('face.table');
    }
    case 'callActivity':
      return t('face.call');
    case 'subProcess':
    case 'transaction':
    case 'adHocSubProcess': {
      if (!element.triggeredByEvent) return '';
      const start = Object.values(process.elements).find(
        (one) => one.scope === element.id && one.type === 'startEvent',
      );
      const interrupts = start?.type === 'startEvent' && start.isInterrupting;
      return `${t('face.anytime')} · ${t(interrupts ? 'face.interrupts' : 'face.alongside')}`;
    }
    case 'serviceTask':
    case 'sendTask':
    case 'scriptTask': {
      const connector = shop.connectors.find(({ id }) => id === zf?.connector);
      return connector ? connector.name[shop.language] : t('face.system');
    }
    default:
      return '';
  }
}
