// Data named in a text for people that nothing fills: whoever does the step reads a gap there. People write the label, too.
import { namesInText, parameterNamed, renamedIn } from '../../forms/placeholders.ts';
import { askedIn } from '../field-ids.ts';
import { guideTexts } from '../guide.ts';
import { knownNames } from './known-names.ts';
import { type Rule, tell } from './survey.ts';

export const textVariable: Rule = (seen) => {
  const { process, context, elements } = seen;
  const known = knownNames(seen);
  const byLabel = new Map<string, string>();
  for (const { field } of askedIn(process, context.forms ?? {}))
    for (const label of [field.label.zh, field.label.en]) if (label) byLabel.set(label.trim(), field.id);
  for (const { name, label } of process.zf.variable ?? []) if (label) byLabel.set(label.trim(), name);
  return elements.flatMap(({ id, zf }) => {
    const { instruction, checklist, scripts, text: others } = zf ?? {};
    const unknown = new Set(
      guideTexts(zf)
        .flatMap(namesInText)
        .filter(
          (name) =>
            parameterNamed(name) === undefined && !known.has(name.split('.')[0] as string, id) && !known.mayCome(id),
        ),
    );
    return [...unknown].map((name) => {
      const meant = byLabel.get(name);
      const put = (text: string): string => renamedIn(text, (one) => (one === name ? (meant ?? one) : one));
      return {
        element: id,
        message: tell('text-variable', { name }),
        ...(meant && {
          fix: {
            label: tell('fix.meant', { name: meant }),
            edit: {
              edit: 'setExtension',
              id,
              zf: {
                ...(instruction && { instruction: put(instruction) }),
                ...(checklist && { checklist: checklist.map((one) => ({ ...one, text: put(one.text) })) }),
                ...(scripts && { scripts: scripts.map((one) => ({ ...one, text: put(one.text) })) }),
                ...(others && {
                  text: Object.fromEntries(
                    Object.entries(others).map(([language, one]) => [language, { ...one, ...said(one, put) }]),
                  ),
                }),
              },
            },
          },
        }),
      };
    });
  });
};

type Said = { instruction?: string | undefined; checklist?: string[] | undefined };
const said = ({ instruction, checklist }: Said, put: (text: string) => string): Said => ({
  ...(instruction && { instruction: put(instruction) }),
  ...(checklist && { checklist: checklist.map(put) }),
});
