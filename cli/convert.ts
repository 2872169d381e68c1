// `zhangfa convert IN OUT`: reads a BPMN file as the designer does and writes it as the designer does.
import { readFile, writeFile } from 'node:fs/promises';
import { pictured } from '../bpmn/layout.ts';
import { XmlRefused } from '../bpmn/xml/decode.ts';
import { parseBpmn, serializeBpmn } from '../bpmn/xml.ts';
import { sayOfModel } from '../words/model.ts';
import type { Command } from './command.ts';

export const convert: Command = {
  usage: 'convert IN.bpmn OUT.bpmn [--draw] [--report] [--json]',
  summary: 'Import a BPMN file and export it again.',
  help: [
    'Keeps the picture and everything that Zhangfa does not execute; a file without a picture gets one, --draw adds',
    'what a picture leaves out.',
    'Says what of other engines’ settings is kept without being carried out. --report lists the translated ones too;',
    '--json prints problems and the whole report as JSON. Exit 1 where the file cannot be read.',
  ].join('\n'),
  options: { json: { type: 'boolean' }, report: { type: 'boolean' }, draw: { type: 'boolean' } },
  positionals: 2,
  async run({ positionals: [from = '', to = ''], values }) {
    const bytes = await readFile(from);
    try {
      const { model, problems, report } = await parseBpmn(bytes);
      const drawn = values.draw || Object.keys(model.diagram.shapes).length === 0;
      await writeFile(to, await serializeBpmn(drawn ? pictured(model) : model));
      if (values.json) {
        console.log(JSON.stringify({ problems, report }, null, 1));
        return 0;
      }
      for (const { severity, element, message } of problems)
        console.log(`${severity}${element ? ` at ${element}` : ''}: ${sayOfModel(message, 'en')}`);
      if (values.report)
        for (const { element, ns, name, text, state, why } of report)
          console.log(
            `${state} at ${element}: ${ns}:${name} “${text}”${why ? ` (${sayOfModel({ code: why, args: {} }, 'en')})` : ''}`,
          );
      return 0;
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error;
      console.error(`${from}: ${sayOfModel(error.why, 'en')}`);
      return 1;
    }
  },
};
