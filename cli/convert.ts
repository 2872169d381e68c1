// `zhangfa convert IN OUT`: reads a BPMN file as the designer does and writes it as the designer does.
import { readFile, writeFile } from 'node:fs/promises';
import { parseBpmn, serializeBpmn } from '../bpmn/xml.ts';
import type { Command } from './command.ts';

export const convert: Command = {
  usage: 'convert IN.bpmn OUT.bpmn [--json]',
  summary: 'Import a BPMN file and export it again.',
  help: 'Keeps the picture and everything that Zhangfa does not execute. Says what could not be translated.',
  options: { json: { type: 'boolean' } },
  positionals: 2,
  async run({ positionals: [from = '', to = ''], values }) {
    const { model, problems } = await parseBpmn(await readFile(from));
    await writeFile(to, await serializeBpmn(model));
    if (values.json) console.log(JSON.stringify(problems, null, 1));
    else
      for (const { severity, element, message } of problems)
        console.log(`${severity}${element ? ` at ${element}` : ''}: ${message.en}`);
    return 0;
  },
};
