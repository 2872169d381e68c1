// Kinds that cannot meet: a number compared with a text, a condition that gives no yes or no. At run time they are incidents.
import { type Clash, infer } from '../../feel/infer.ts';
import type { Kind } from '../../feel/kind.ts';
import { type Message, named } from '../../words/message.ts';
import { variableType } from '../variable-types.ts';
import { expressionsOf } from './expressions.ts';
import { type Finding, type Rule, type Survey, tell } from './survey.ts';

const WORDED = ['string', 'number', 'boolean', 'date', 'date and time', 'time', 'list', 'context'] as const;
const kindWord = (kind: Kind): Message | string => {
  const worded = WORDED.find((one) => one === kind);
  return worded ? tell(`kind.${worded}`) : kind;
};

export const expressionType: Rule = (survey) => {
  const kinds = kindsOf(survey);
  const kindOfName = (name: string) => kinds.get(name);
  const found: Finding[] = expressionsOf(survey.process).flatMap(({ element, text }) =>
    infer(text, kindOfName).clashes.map((clash) => clashing(element, clash)),
  );
  for (const { id, condition } of survey.flows) {
    if (!condition?.startsWith('=')) continue;
    const { kind } = infer(condition.slice(1), kindOfName);
    if (!kind || kind === 'boolean') continue;
    found.push({
      element: id,
      message: tell('expression-type.condition', { kind: kindWord(kind) }),
    });
  }
  return found;
};

function clashing(element: string, { left, right, operator, names }: Clash): Finding {
  return {
    element,
    message: tell(names.length ? 'expression-type.names' : 'expression-type', {
      operator,
      left: kindWord(left),
      right: kindWord(right),
      names: names.map(named),
    }),
  };
}

/** Names that are declared once and with one kind; where a form or an item says otherwise, nothing is known. */
function kindsOf({ process, elements }: Survey): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const { name, type } of process.zf.variable ?? []) {
    const kind = variableType(type)?.kind;
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
