// Kinds that cannot meet: a number compared with a text, a condition that gives no yes or no. At run time they are incidents.
import { type Clash, infer } from '../../feel/infer.ts';
import type { Kind } from '../../feel/kind.ts';
import { expressionsOf } from './expressions.ts';
import type { Finding, Rule, Survey } from './survey.ts';

const DECLARED: Record<string, Kind> = {
  string: 'string',
  text: 'string',
  longText: 'string',
  choice: 'string',
  integer: 'number',
  number: 'number',
  money: 'number',
  boolean: 'boolean',
  yesNo: 'boolean',
  date: 'date',
  dateTime: 'date and time',
  time: 'time',
  table: 'list',
  choices: 'list',
  checklist: 'list',
};
const WORDS: Partial<Record<Kind, { zh: string; en: string }>> = {
  string: { zh: '文字', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: '是或否', en: 'a yes or no' },
  date: { zh: '日期', en: 'a date' },
  'date and time': { zh: '日期和时刻', en: 'a date with a time' },
  time: { zh: '时刻', en: 'a time' },
  list: { zh: '一列', en: 'a list' },
  context: { zh: '一组数据', en: 'a group of data' },
};
const wordsOf = (kind: Kind) => WORDS[kind] ?? { zh: kind, en: kind };

export const expressionType: Rule = (survey) => {
  const kinds = kindsOf(survey);
  const kindOfName = (name: string) => kinds.get(name);
  const found: Finding[] = expressionsOf(survey.process).flatMap(({ element, text }) =>
    infer(text, kindOfName).clashes.map((clash) => said(element, clash)),
  );
  for (const { id, condition } of survey.flows) {
    if (!condition?.startsWith('=')) continue;
    const { kind } = infer(condition.slice(1), kindOfName);
    if (!kind || kind === 'boolean') continue;
    const is = wordsOf(kind);
    found.push({
      element: id,
      zh: `这条路的条件给出的是${is.zh}，要能回答是或否`,
      en: `The condition of this way gives ${is.en}; it must answer yes or no`,
    });
  }
  return found;
};

function said(element: string, { left, right, operator, names }: Clash): Finding {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  const zh = names.length ? `（${names.map((name) => `「${name}」`).join('、')}）` : '';
  const en = names.length ? ` (${names.map((name) => `“${name}”`).join(', ')})` : '';
  return {
    element,
    zh: `条件里的「${operator}」把${a.zh}和${b.zh}放在一起${zh}，永远不会成立；改成同一种`,
    en: `“${operator}” puts ${a.en} and ${b.en} together${en}, which never holds; use the same kind on both sides`,
  };
}

/** Names that are declared once and with one kind; where a form or an item says otherwise, nothing is known. */
function kindsOf({ process, elements }: Survey): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const { name, type } of process.zf.variable ?? []) {
    const kind = DECLARED[type];
    if (kind) kinds.set(name, kind);
  }
  for (const element of elements) {
    // A local name hides the declared one inside its step.
    for (const { target } of element.zf?.input ?? []) kinds.delete(target);
    const item = 'loopCharacteristics' in element ? element.loopCharacteristics?.zf?.item : undefined;
    if (item) kinds.delete(item);
  }
  return kinds;
}
