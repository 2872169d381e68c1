// The text as it is written, with a bar that puts in what is hard to remember: blocks, pictures, parameters, data, steps.
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Input, Select } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import type { DefaultOptionType } from 'antd/es/select/index.js';
import {
  Bold,
  Heading2,
  Image,
  Link2,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  MessageSquareWarning,
  Table2,
} from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { wordsIn } from '../forms/label.ts';
import { parametersQuery } from '../parameters/queries.ts';
import { ask, asRefusal, fileApi } from '../reach/client.ts';
import { type Key, useWords } from '../words/useWords.ts';
import { type Put, put } from './put.ts';
import { useSceneOptions } from './useSceneOptions.ts';
import { useShowOptions } from './useShowOptions.ts';

type Props = {
  text: string;
  /** Of the chosen case; undefined: none is chosen. */
  data: { name: string; label: string }[] | undefined;
  onText: (text: string) => void;
};

export function PageWriter({ text, data, onText }: Props): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const box = useRef<TextAreaRef>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const parameters = useQuery(parametersQuery).data?.items ?? [];
  const steps = useSceneOptions();
  const shows = useShowOptions();
  const insert = (how: Put): void => {
    const area = box.current?.resizableTextArea?.textArea;
    const next = put(text, area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length, how);
    onText(next.text);
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(next.from, next.to);
    });
  };
  const upload = useMutation({
    mutationFn: (file: File) => ask(fileApi.files.$post({ form: { file } })),
    onSuccess: ({ file, name }) => {
      const alt = name.replace(/\.[^.]*$/, '').replace(/[[\]]/g, '');
      insert({ block: `![${alt}](/api/files/${file})` });
    },
    onError: (error) => void message.error(`${t('pages.editor.notUploaded')}: ${asRefusal(error).detail}`),
  });
  const sample = (what: 'heading' | 'item' | 'column' | 'callout' | 'link' | 'text'): string =>
    t(`pages.editor.sample.${what}`);
  const tools: [Key, LucideIcon, () => void][] = [
    ['pages.editor.bold', Bold, () => insert({ around: '**', sample: sample('text') })],
    ['pages.editor.heading', Heading2, () => insert({ line: '## ', sample: sample('heading') })],
    ['pages.editor.list', List, () => insert({ line: '- ', sample: sample('item') })],
    ['pages.editor.numbers', ListOrdered, () => insert({ line: '1. ', sample: sample('item') })],
    ['pages.editor.check', ListChecks, () => insert({ line: '- [ ] ', sample: sample('item') })],
    [
      'pages.editor.table',
      Table2,
      () => insert({ block: `| ${sample('column')} | ${sample('column')} |\n| --- | --- |\n|  |  |` }),
    ],
    ['pages.editor.callout', MessageSquareWarning, () => insert({ block: `> [!WARNING]\n> ${sample('callout')}` })],
    ['pages.editor.link', Link2, () => insert({ text: `[${sample('text')}](https://)` })],
    ['pages.editor.picture', Image, () => chooser.current?.click()],
  ];
  return (
    <div className="page-writer">
      <div className="page-bar" role="toolbar" aria-label={t('pages.editor.text')}>
        {tools.map(([word, Icon, act]) => (
          <button key={word} type="button" className="act" aria-label={t(word)} title={t(word)} onClick={act}>
            <Icon size={16} strokeWidth={1.75} />
          </button>
        ))}
        <Pick
          label={t('pages.editor.parameter')}
          options={parameters.map(({ parameter: { key, label } }) => ({
            value: `{{${key}}}`,
            label: wordsIn(label, language),
          }))}
          onPick={(chosen) => insert({ text: chosen })}
        />
        <Pick
          label={t('pages.editor.data')}
          none={data ? undefined : t('pages.editor.noData')}
          options={(data ?? []).map(({ name, label }) => ({ value: `{${name}}`, label }))}
          onPick={(chosen) => insert({ text: chosen })}
        />
        <Pick
          label={t('pages.editor.step')}
          options={steps.map(({ value, label }) => ({ value: `[[${value}]]`, label }))}
          onPick={(chosen) => insert({ text: chosen })}
        />
        <Pick label={t('pages.editor.show')} options={shows} onPick={(chosen) => insert({ block: chosen })} />
        {upload.isPending && <span className="quiet">{t('pages.editor.uploading')}</span>}
        <input
          ref={chooser}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/gif,image/webp,image/avif"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) upload.mutate(file);
            target.value = '';
          }}
        />
      </div>
      <Input.TextArea
        ref={box}
        className="page-source"
        aria-label={t('pages.editor.text')}
        value={text}
        maxLength={60_000}
        onChange={({ target }) => onText(target.value)}
      />
    </div>
  );
}

type PickProps = {
  label: string;
  none?: string | undefined;
  options: DefaultOptionType[];
  onPick: (value: string) => void;
};
function Pick({ label, none, options, onPick }: PickProps): ReactNode {
  return (
    <Select
      size="small"
      className="page-pick"
      aria-label={label}
      placeholder={label}
      value={null}
      options={options}
      {...(none && { notFoundContent: none })}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      onChange={(chosen: string | null) => chosen && onPick(chosen)}
    />
  );
}
