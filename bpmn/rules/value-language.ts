// A text that the drawing itself gives to the data of a case, in a row of a decision or a mapping, is read by people: who reads the process
// in another language reads it in Chinese, unless the variable says what its value is called there. So does who reads the history of a
// record, unless the step that writes it says its reason in English, too.
import { decisionNamed } from '../decision-asked.ts';
import type { Definition, Element } from '../definition.ts';
import { type Rule, tell } from './survey.ts';

const CHINESE_WORDS = /"[^"]*\p{Script=Han}[^"]*"/u;
/** A whole text and nothing else: what is put together of words and data is no value that could have a name. */
const CHINESE_TEXT = /^=?\s*"([^"\\]*\p{Script=Han}[^"\\]*)"\s*$/u;
type Given = { element: string; name: string; value: string };

export const valueLanguage: Rule = ({ process, elements, called }) => {
  const variables = new Map((process.zf.variable ?? []).map((one) => [one.name, one]));
  const languages = Object.entries(process.zf.text ?? {}).flatMap(([language, { name }]) => (name ? [language] : []));
  const unsaid = (language: string, { name, value }: Given): boolean => {
    const variable = variables.get(name);
    return !!variable && !variable.option?.some((one) => one.value === value && one.text?.[language]?.name);
  };
  const sourceOf = ({ zf }: Element, name: string) => zf?.input?.find(({ target }) => target === name)?.source;
  const reasons = elements.filter(
    (one) =>
      one.zf?.connector === 'record.put' &&
      CHINESE_WORDS.test(sourceOf(one, 'reason') ?? '') &&
      !sourceOf(one, 'reasonEnglish'),
  );
  const unexplained = (languages.includes('en') ? reasons : []).map((one) => ({
    element: one.id,
    message: tell('value-language.reason', { step: called(one) }),
  }));
  const unnamed = languages.flatMap((language) => {
    const seen = new Map(
      elements.flatMap((element) =>
        givenBy(process, element)
          .filter((given) => unsaid(language, given))
          .map((given): [string, Given] => [`${given.name} ${given.value}`, given]),
      ),
    );
    return [...seen.values()].map(({ element, name, value }) => ({
      element,
      message: tell('value-language', { value, name: variables.get(name)?.label || name, language }),
    }));
  });
  return [...unnamed, ...unexplained];
};

function givenBy({ decisions }: Definition, element: Element): Given[] {
  const { id, zf } = element;
  const said = (name: string, text: string | undefined): Given[] => {
    const value = CHINESE_TEXT.exec(text ?? '')?.[1];
    return value === undefined ? [] : [{ element: id, name, value }];
  };
  const table = decisions[decisionNamed(element) ?? ''];
  const results = (table?.outputs ?? []).flatMap((output, at) =>
    namesOfResult(element, output.name, table?.outputs.length === 1).flatMap((name) =>
      [...(table?.rules ?? []).map(({ outputs }) => outputs[at]), output.default].flatMap((cell) => said(name, cell)),
    ),
  );
  return [...(zf?.output ?? []).flatMap(({ target, source }) => said(target, source)), ...results];
}

/** Where the result of a decision goes. */
function namesOfResult({ zf }: Element, output: string, alone: boolean): string[] {
  const whole = zf?.resultVariable;
  const mapped = (zf?.output ?? []).flatMap(({ source, target }) =>
    [`=${output}`, whole && (alone ? `=${whole}` : `=${whole}.${output}`)].includes(source) ? [target] : [],
  );
  if (mapped.length > 0) return mapped;
  return whole === undefined ? [output] : alone ? [whole] : [];
}
