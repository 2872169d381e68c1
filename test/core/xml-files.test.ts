// What may come as a file: encodings, broken and foreign files, odd ids and references.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { XmlRefused } from '../../bpmn/xml/decode.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { sayOfModel } from '../../words/model.ts';
import { differences, said } from './semantic-xml.ts';

/** What is said of a file that is not opened. */
const refusalOf = (file: string | Uint8Array): Promise<unknown> =>
  parseBpmn(file).catch((error) => (error instanceof XmlRefused ? sayOfModel(error.why, 'en') : error));

const root = join(import.meta.dirname, '../..');
const file = (inner: string, declaration = '<?xml version="1.0" encoding="UTF-8"?>', more = ''): string =>
  `${declaration}<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t"${more}>${inner}</definitions>`;

describe('encodings', () => {
  const text = (encoding: string): string =>
    file('<process id="p" name="Übergröße"/>', `<?xml version="1.0" encoding="${encoding}"?>`);
  const utf16be = (of: string): Buffer => Buffer.from(of, 'utf16le').swap16();
  const CASES: [name: string, bytes: Buffer][] = [
    ['UTF-8', Buffer.from(text('UTF-8'))],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text('UTF-8')}`)],
    ['no declaration', Buffer.from(file('<process id="p" name="Übergröße"/>', ''))],
    ['ISO-8859-1', Buffer.from(text('ISO-8859-1'), 'latin1')],
    ['windows-1252', Buffer.from(text('windows-1252'), 'latin1')],
    ['UTF-16 little-endian', Buffer.from(`\uFEFF${text('UTF-16')}`, 'utf16le')],
    ['UTF-16 big-endian', utf16be(`\uFEFF${text('UTF-16')}`)],
    ['UTF-16 without a mark', Buffer.from(text('UTF-16LE'), 'utf16le')],
  ];
  for (const [name, bytes] of CASES)
    it(`reads ${name}, and writes UTF-8`, async () => {
      const { model } = await parseBpmn(bytes);
      expect(model.processes[0]?.name).toBe('Übergröße');
      for (const edited of [model, { ...model, name: 'x' }]) {
        const xml = await serializeBpmn(edited);
        expect(xml).not.toMatch(/encoding="(?!UTF-8)/);
        expect((await parseBpmn(Buffer.from(xml))).model.processes[0]?.name).toBe('Übergröße');
      }
    });

  it('reads Chinese in GBK', async () => {
    const bytes = Buffer.concat([
      Buffer.from(
        '<?xml version="1.0" encoding="GBK"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u"><process id="p" name="',
      ),
      Buffer.from([0xb6, 0xa9, 0xb5, 0xa5]),
      Buffer.from('"/></definitions>'),
    ]);
    expect((await parseBpmn(bytes)).model.processes[0]?.name).toBe('订单');
  });

  it('refuses bytes that are not what the file says', async () => {
    await expect(refusalOf(Buffer.from(text('UTF-8'), 'latin1'))).resolves.toMatch(/written in UTF-8, but it is not/);
    await expect(refusalOf(Buffer.from(text('KLINGON')))).resolves.toMatch(/encoding “KLINGON” is not known/);
  });
});

describe('files that cannot be opened say where and what to do', () => {
  const REFUSED: [what: string, text: string, message: RegExp][] = [
    ['nothing', '', /The file is empty/],
    [
      'entities',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
      /DOCTYPE or entities; they are refused/,
    ],
    [
      'an unknown entity',
      file('<process id="p" name="&nbsp;"/>'),
      /line 1, column \d+: the entity “&nbsp;” is not declared/,
    ],
    ['a bare &', file('\n<process id="p" name="a & b"/>'), /line 2, column \d+: a bare “&” must be written “&amp;”/],
    ['an element left open', file('\n<process id="p">'), /line 2, column \d+: <process> is closed by <\/definitions>/],
    ['a file cut off', file('').slice(0, -14), /line 1, column \d+: <definitions> is never closed/],
    ['an attribute twice', file('<process id="p" id="q"/>'), /the attribute “id” of <process> stands there twice/],
    ['an attribute without quotes', file('<process id=p/>'), /has no value in quotes/],
    ['an undeclared prefix', file('<x:y/>'), /the prefix of <x:y> is not declared/],
    ['no XML', 'PK\u0003\u0004 a zip file', /line 1, column 1: text stands outside/],
    ['HTML', '<html></html>', /a web page, not a BPMN file; download the file itself/],
    [
      'DMN',
      '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
      /but a DMN file; import it as a decision/,
    ],
    ['XPDL', '<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>', /but an XPDL file/],
  ];
  for (const [what, text, message] of REFUSED) it(what, () => expect(refusalOf(text)).resolves.toMatch(message));

  it('with characters that no store can hold has U+FFFD there, however they are written', async () => {
    const { model } = await parseBpmn(file('<process id="p" name="a&#0;b&#xD83D;c&#x1F600;d&#128512;e&#x110000;"/>'));
    expect(model.processes[0]?.name).toBe('a\uFFFDb\uFFFDc😀d😀e\uFFFD');
  });

  it('and DOCTYPE in a comment or a text is none', async () => {
    const { model } = await parseBpmn(
      file('<!-- <!DOCTYPE x> --><process id="p"><documentation><![CDATA[<!ENTITY x>]]></documentation></process>'),
    );
    expect(model.processes[0]?.documentation).toBe('<!ENTITY x>');
  });
});

describe('odd files open all the same', () => {
  it('Chinese ids, ids twice, ids that are no names', async () => {
    const text = file(
      '<process id="流程"><startEvent id="开始"/><task id="1 Task"/><task id="twice"/><task id="twice" name="lost?"/><sequenceFlow id="线" sourceRef="开始" targetRef="1 Task"/></process>',
    );
    const { model, problems } = await parseBpmn(text);
    const process = model.processes[0]!;
    expect(Object.keys(process.elements)).toEqual(['开始', '1 Task', 'twice', 'task_1']);
    expect(process.elements.task_1?.name).toBe('lost?');
    expect(process.flows.线).toMatchObject({ source: '开始', target: '1 Task', scope: '流程' });
    expect(problems.map(({ rule }) => rule)).toEqual(['import-id-twice']);
    process.elements.开始!.name = '收到';
    const xml = await serializeBpmn(model);
    expect(differences(said(text), said(xml))).toEqual([
      '/definitions#d/process#流程/startEvent#开始@name: undefined → 收到',
    ]);
  });

  it('nothing is lost where a line bears the id of a step, or a process that of its file', async () => {
    const text = file(
      '<process id="d" isExecutable="true"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="a"/><userTask id="a"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="a" targetRef="e"/></process>',
    );
    const { model, problems } = await parseBpmn(text);
    const process = model.processes[0]!;
    expect([process.key, ...Object.keys(process.elements)]).toEqual(['d', 's', 'a', 'e']);
    expect(Object.values(process.flows).map(({ source, target }) => `${source} → ${target}`)).toEqual([
      's → a',
      'a → e',
    ]);
    expect(problems.map(({ rule }) => rule)).toEqual(['import-id-twice']);
    process.elements.e!.name = 'End';
    const again = await parseBpmn(await serializeBpmn(model));
    expect(again.model.processes[0]!.flows).toEqual(process.flows);
  });

  it('values that BPMN does not know, elements that moddle does not know', async () => {
    const text = file(
      '<process id="p" isExecutable=" 1 "><adHocSubProcess id="a" ordering="Random"/><eventBasedGateway id="g" eventGatewayType="Maybe"/><choreographyTask id="c" initiatingParticipantRef="x"><participantRef>x</participantRef></choreographyTask><task id="t" madeUp="yes"><madeUp>text</madeUp></task><implicitThrowEvent id="i"/></process>',
    );
    const { model, problems } = await parseBpmn(text);
    expect(model.processes[0]!.isExecutable).toBe(true);
    expect(Object.keys(model.processes[0]!.elements)).toEqual(['a', 'g', 't']);
    expect(problems.map(({ rule, element }) => `${rule} ${element ?? ''}`.trim()).sort()).toEqual([
      'import-invalid a',
      'import-invalid g',
      'import-unknown c',
      'import-unknown i',
      'import-unreadable',
    ]);
    model.processes[0]!.elements.t!.name = 'T';
    expect(differences(said(text), said(await serializeBpmn(model)))).toEqual([
      '/definitions#d/process#p/task#t@name: undefined → T',
    ]);
  });

  it('comments, CDATA, mixed content, processing instructions and spelling of numbers stay', async () => {
    const text = file(
      '<!-- kept --><?tool setting?><process id="p"><documentation>a <b xmlns="http://www.w3.org/1999/xhtml">bold</b> word</documentation><task id="t"/></process>',
      '<?xml version="1.0"?>\n<!-- before -->\n',
      ' xmlns:x="urn:x" x:n="010.50"',
    );
    const { model } = await parseBpmn(text);
    model.processes[0]!.elements.t!.name = 'T';
    const xml = await serializeBpmn(model);
    for (const part of ['<!-- kept -->', '<?tool setting?>', '<!-- before -->', 'x:n="010.50"', '>bold</b> word'])
      expect(xml).toContain(part);
    expect(differences(said(text), said(xml))).toHaveLength(1);
  });

  it('references with prefix mean this file unless the prefix names another', async () => {
    const { model } = await parseBpmn(
      file(
        '<message id="m" name="paid"/><process id="p"><receiveTask id="a" messageRef="me:m"/><receiveTask id="b" messageRef="other:m"/></process>',
        '',
        ' xmlns:me="urn:t" xmlns:other="urn:other"',
      ),
    );
    expect(model.processes[0]!.elements).toMatchObject({ a: { messageRef: 'm' }, b: { messageRef: 'm' } });
  });

  it('line ends of Windows, also outside of the outermost element', async () => {
    const text = `${file('\r\n<!-- a\r\nb -->\r\n<process id="p"><documentation>a\r\nb</documentation><task id="t"/></process>\r\n')}\r\n<!-- c -->\r\n`;
    const { model } = await parseBpmn(text.replace('?>', '?>\r\n'));
    model.processes[0]!.elements.t!.name = 'T';
    const xml = await serializeBpmn(model);
    expect(xml).not.toMatch(/\r|&#13;/);
    expect(differences(said(text), said(xml))).toHaveLength(1);
  });

  it('elements of no namespace inside another tool’s settings', async () => {
    const text = file(
      '<process id="p"><extensionElements><x:grid><Ruler xmlns="" at="1"><Mark>5</Mark></Ruler></x:grid></extensionElements><task id="t"/></process>',
      '',
      ' xmlns:x="urn:x"',
    );
    const { model } = await parseBpmn(text);
    model.processes[0]!.elements.t!.name = 'T';
    const xml = await serializeBpmn(model);
    expect(xml).toContain('<x:grid><Ruler xmlns="" at="1"><Mark>5</Mark></Ruler></x:grid>');
    expect(differences(said(text), said(xml))).toHaveLength(1);
  });

  it('blanks around an id', async () => {
    const text = file(
      '<process id="p"><startEvent id=" s"/><endEvent id="e"/><sequenceFlow id="f " sourceRef="s" targetRef="e"/></process>',
    );
    const { model, problems } = await parseBpmn(text);
    expect(problems).toEqual([]);
    expect(model.processes[0]!.flows.f).toMatchObject({ source: 's', target: 'e' });
    model.processes[0]!.elements.s!.name = 'S';
    expect(differences(said(text), said(await serializeBpmn(model)))).toHaveLength(1);
  });

  it('a picture with two planes shows the first and keeps both', async () => {
    const shape = (of: string) =>
      `<di:BPMNShape id="${of}_di" bpmnElement="${of}"><dc:Bounds x="1" y="2" width="3" height="4"/></di:BPMNShape>`;
    const text = file(
      `<process id="p"><subProcess id="s"><task id="t"/></subProcess></process><di:BPMNDiagram><di:BPMNPlane bpmnElement="p">${shape('s')}</di:BPMNPlane><di:BPMNPlane bpmnElement="s">${shape('t')}</di:BPMNPlane></di:BPMNDiagram>`,
      '',
      ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
    );
    const { model } = await parseBpmn(text);
    expect(Object.keys(model.diagram.shapes)).toEqual(['s']);
    model.diagram.shapes.s!.x = 9;
    expect(differences(said(text), said(await serializeBpmn(model))).map((one) => one.replace(/^.*@/, ''))).toEqual([
      'x: 1 → 9',
    ]);
  });

  it('a condition that says nothing yet', async () => {
    const definition =
      '<conditionalEventDefinition id="c"><condition xsi:type="tFormalExpression"/></conditionalEventDefinition>';
    const { model } = await parseBpmn(
      file(
        `<process id="p"><startEvent id="s">${definition}</startEvent></process>`,
        '',
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
      ),
    );
    const fresh = { ...model, source: undefined };
    const xml = await serializeBpmn(fresh);
    expect(xml).toMatch(/<bpmn:condition [^>]*\/>/);
    expect({ ...(await parseBpmn(xml)).model, source: undefined }).toEqual(fresh);
  });

  it('a limit of a loop that is no number', async () => {
    const { model, problems } = await parseBpmn(
      file('<process id="p"><task id="t"><standardLoopCharacteristics loopMaximum="many"/></task></process>'),
    );
    expect(model.processes[0]!.elements.t).toMatchObject({ loopCharacteristics: { testBefore: false } });
    expect(problems).toEqual([]);
  });

  it('references in the text of elements keep their prefixes', async () => {
    const text = file(
      '<messageEventDefinition id="m"/><messageEventDefinition id="n"/><process id="p"><startEvent id="s"><outgoing>me:f</outgoing><outgoing>me:g</outgoing><eventDefinitionRef>me:m</eventDefinitionRef></startEvent><endEvent id="e"/><endEvent id="d"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><sequenceFlow id="g" sourceRef="s" targetRef="d"/></process>',
      '',
      ' xmlns:me="urn:t"',
    );
    const { model } = await parseBpmn(text);
    model.processes[0]!.elements.s!.name = 'S';
    expect(differences(said(text), said(await serializeBpmn(model)))).toHaveLength(1);
  });

  it('no ids: none are invented where nothing needs them', async () => {
    const text = file(
      '<process id="p"><startEvent id="s"/><task id="t"/><task id="u"/><sequenceFlow sourceRef="s" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="u"/></process>',
    );
    const { model } = await parseBpmn(text);
    model.processes[0]!.elements.t!.name = 'T';
    expect(differences(said(text), said(await serializeBpmn(model)))).toHaveLength(1);
    model.processes[0]!.elements.gate = { type: 'exclusiveGateway', id: 'gate', scope: 'p', default: 'flow_t_u' };
    model.processes[0]!.flows.flow_t_u!.source = 'gate';
    expect(await serializeBpmn(model)).toContain('<sequenceFlow sourceRef="gate" targetRef="u" id="flow_t_u"/>');
  });

  it('three thousand steps', { timeout: 120_000 }, async () => {
    const steps = Array.from({ length: 3_000 }, (_, i) => `<task id="t${i}" name="Step ${i}"/>`).join('');
    const { model } = await parseBpmn(file(`<process id="p">${steps}</process>`));
    model.processes[0]!.elements.t1500!.name = 'Here';
    const xml = await serializeBpmn(model);
    expect(xml.match(/<task /g)).toHaveLength(3_000);
    expect(xml).toContain('<task id="t1500" name="Here"/>');
  });
});

describe('zhangfa convert', { timeout: 60_000 }, () => {
  it('converts, reports, draws what has no picture, and says why it refuses', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhangfa-convert-'));
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(root, 'bin/zhangfa.mjs'), 'convert', ...args], { encoding: 'utf8' });
    const out = join(folder, 'out.bpmn');
    const done = run(join(root, 'test/core/fixtures/xml-camunda.bpmn'), out, '--report');
    expect(done.status).toBe(0);
    expect(done.stdout).toContain('warning at java: The setting “class: org.acme.Charge” is kept but not carried out');
    expect(done.stdout).toContain('mapped at ask: camunda:assignee “${boss}”');
    expect(readFileSync(out, 'utf8')).toContain('<bpmndi:BPMNShape id="ask_di" bpmnElement="ask">');
    writeFileSync(join(folder, 'bad.bpmn'), '<definitions>');
    const refused = run(join(folder, 'bad.bpmn'), out);
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/bad\.bpmn: .*line 1/) });
    rmSync(folder, { recursive: true });
  });
});
