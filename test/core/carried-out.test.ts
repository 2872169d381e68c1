// The table of what is carried out, against the documents that promise it, the shipped processes and the designer.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CARRIED_OUT, idleIn } from '../../bpmn/carried-out.ts';
import { Extension } from '../../bpmn/definition.ts';
import { lint } from '../../bpmn/lint.ts';
import { ALONE } from '../../bpmn/lint-context.ts';
import { parseBpmn } from '../../bpmn/xml.ts';

/** Values of an enumeration that are not among those carried out. */
const valuesOf = (setting: keyof Extension): string[] => {
  const shape = Extension.shape[setting].unwrap() as { options?: string[] };
  const { only } = CARRIED_OUT[setting];
  return (shape.options ?? []).filter((one) => !(Array.isArray(only) && only.includes(one)));
};
const idle = (Object.keys(CARRIED_OUT) as (keyof Extension)[]).flatMap((setting) => {
  const { since, only, parts } = CARRIED_OUT[setting];
  return [
    ...(since === null ? [`zf:${setting}`] : []),
    ...(only ? valuesOf(setting) : []),
    ...Object.keys(parts ?? {}),
  ];
});

describe('what is not carried out', () => {
  it('is what docs/extension.md marks with ○', () => {
    const text = readFileSync('docs/extension.md', 'utf8');
    const marked = [...text.matchAll(/((?:`[^`\n]+`(?:, )?)+) ○/g)].flatMap(([, names = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
    );
    expect([...new Set(marked)].sort()).toEqual([...new Set(idle)].sort());
  });

  it('is known for every setting of the schema', () => {
    expect(Object.keys(CARRIED_OUT).sort()).toEqual(Object.keys(Extension.shape).sort());
  });

  it('finds settings, values and parts, and lets pass what works', () => {
    const found = (zf: unknown) => idleIn(Extension.parse(zf)).map(({ setting }) => setting);
    expect(found({ mode: 'all', ratio: '80%', verbs: ['agree'], refusal: 'end', empty: 'role:buyer' })).toEqual([]);
    expect(found({ verbs: ['agree', 'sing'], refusal: 'later', empty: 'anyone', spread: 'best' })).toEqual([
      'refusal',
      'empty',
      'spread',
      'verbs',
    ]);
    expect(found({ empty: 'owner', starterApproves: 'head', spread: 'sticky:buyer', onShift: true })).toEqual([]);
    expect(found({ mode: 'pool', priority: '80' })).toEqual([]);
    expect(found({ deadline: [{ target: 'PT4H' }] })).toEqual([]);
    expect(found({ deadline: [{ target: 'PT4H', steps: [{ at: '50%', act: 'remind' }] }] })).toEqual([]);
    expect(found({ deadline: [{ target: 'PT4H', anchor: 'T' }] })).toEqual(['deadline']);
    expect(found({ participants: [{ rule: 'role', value: 'a', weight: 2, veto: 'pass' }] })).toEqual([]);
    expect(found({ businessKey: '=no' })).toEqual([]);
  });

  const lintOf = async (body: string) => {
    const { model } = await parseBpmn(
      `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u"><process id="p">${body}</process></definitions>`,
    );
    return lint(model, ALONE).filter(({ rule }) => rule === 'not-carried-out');
  };

  it('also where a setting stands on what does not keep it', async () => {
    const file = (deadline: string) =>
      `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u"><process id="p"><startEvent id="s"/><subProcess id="a"><extensionElements>${deadline}</extensionElements><startEvent id="s1"/></subProcess></process></definitions>`;
    const rules = async (deadline: string) =>
      lint((await parseBpmn(file(deadline))).model, ALONE).filter(({ rule }) => rule === 'not-carried-out');
    expect((await rules('<zf:deadline target="PT4H"/>')).map(({ element }) => element)).toEqual(['a']);
    expect(await rules('')).toEqual([]);
    const task = (type: string) =>
      lintOf(`<${type} id="b" zf:resultVariable="x" zf:connector="c"/>`).then((found) => found.length);
    expect([await task('serviceTask'), await task('businessRuleTask')]).toEqual([1, 1]);
    expect(await lintOf('<scriptTask id="b" zf:resultVariable="x"><script>1</script></scriptTask>')).toEqual([]);
  });

  it('stands in no shipped process', async () => {
    for (const folder of readdirSync('sops', { withFileTypes: true }).filter((one) => one.isDirectory())) {
      const at = path.join('sops', folder.name);
      for (const file of readdirSync(at).filter((name) => name.endsWith('.bpmn'))) {
        const { model } = await parseBpmn(readFileSync(path.join(at, file)));
        expect(lint(model, ALONE).filter(({ rule }) => rule === 'not-carried-out')).toEqual([]);
      }
    }
  });

  it('is not offered by the designer', () => {
    const names = idle.filter((name) => !['pooled', 'required'].includes(name));
    const written = new RegExp(`\\b(?:${names.map((name) => name.replace('zf:', '')).join('|')}): (?!\\[\\])`);
    const offers = readdirSync('designer', { recursive: true, encoding: 'utf8' })
      .filter((file) => /^properties\/.*\.tsx$/.test(file))
      .flatMap((file) =>
        readFileSync(path.join('designer', file), 'utf8')
          .split('\n')
          .filter((line) => /zf|set\(|setExtension|steps/.test(line) && written.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(offers).toEqual([]);
  });
});
