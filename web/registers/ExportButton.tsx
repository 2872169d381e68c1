// A view as a file. Where a column is secret, it is left out, or somebody is asked: then it comes as a case.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal, Radio } from 'antd';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { kindOf } from '../../forms/kinds.ts';
import type { View } from '../../records/register.ts';
import { listed } from '../../words/say.ts';
import { labelIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { attempts } from '../reach/attempts.ts';
import { ask, exportApi } from '../reach/client.ts';
import { fetchFile } from '../reach/download.ts';
import type { RegisterItem } from '../reach/shapes.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { type GridSearch, isWhole } from './address.ts';
import { columnsOf, namesRecord } from './fields.ts';
import './export.css';

type Props = { register: RegisterItem; looked: View };

export function ExportButton({ register, looked }: Props): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Download size={15} strokeWidth={1.75} />
        <span className="tool-words">{t('reg.export.title')}</span>
      </Button>
      <Modal open={open} title={t('reg.export.title')} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <Exporting register={register} looked={looked} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Exporting({ register, looked, onDone }: Props & { onDone: () => void }): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [{ q, archived, store }] = useAddress<GridSearch>();
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const [secretly, setSecretly] = useState(false);
  const [reason, setReason, forget] = useKeptText(`export:${register.key}`);
  const [send] = useState(attempts);
  const shown = [...register.fields.filter((field) => namesRecord(register, field)), ...columnsOf(register, looked)];
  const all = register.fields.filter((field) => kindOf(field).stored !== 'files');
  const fields = which === 'shown' ? shown : all;
  const secrets = fields.filter(({ secret }) => secret);
  const asks = secretly && secrets.length > 0;
  const asked = {
    where: looked.where.filter(isWhole),
    ...(looked.sort && { sort: looked.sort }),
    ...(q && { q }),
    ...(store && { store }),
    archived: archived ?? false,
    columns: fields.filter(({ secret }) => asks || !secret).map(({ id }) => id),
    format,
  };
  const param = { register: register.key };
  const take = useMutation({
    mutationFn: async () => {
      if (!asks) return fetchFile(`/api/registers/${encodeURIComponent(register.key)}/export`, asked);
      const begun = await send({ ...asked, reason }, (sent) =>
        ask(exportApi.registers[':register']['export-cases'].$post({ param, ...sent })),
      );
      forget();
      void message.success(t('reg.export.asked'));
      await navigate({ to: '/cases/$id', params: { id: begun.case } });
    },
    onSuccess: onDone,
  });
  return (
    <form
      className="export-form"
      onSubmit={(event) => {
        event.preventDefault();
        take.mutate();
      }}
    >
      <p className="quiet">{t('reg.export.rows')}</p>
      <fieldset>
        <legend>{t('reg.export.format')}</legend>
        <Radio.Group value={format} onChange={({ target }) => setFormat(target.value)}>
          <Radio value="xlsx">{t('reg.export.xlsx')}</Radio>
          <Radio value="csv">{t('reg.export.csv')}</Radio>
        </Radio.Group>
      </fieldset>
      <fieldset>
        <legend>{t('reg.export.which')}</legend>
        <Radio.Group value={which} onChange={({ target }) => setWhich(target.value)}>
          <Radio value="shown">{t('reg.export.shown', { count: String(shown.length) })}</Radio>
          <Radio value="all">{t('reg.export.all', { count: String(all.length) })}</Radio>
        </Radio.Group>
      </fieldset>
      {secrets.length > 0 && (
        <fieldset>
          <legend>
            {t('reg.export.secrets', {
              fields: listed(
                secrets.map((field) => labelIn(field, language)),
                language,
              ),
            })}
          </legend>
          <Radio.Group value={secretly} onChange={({ target }) => setSecretly(target.value)}>
            <Radio value={false}>{t('reg.export.without')}</Radio>
            <Radio value={true}>{t('reg.export.with')}</Radio>
          </Radio.Group>
          {secretly && (
            <>
              <Input.TextArea
                value={reason}
                rows={3}
                maxLength={500}
                aria-label={t('reg.export.reason')}
                placeholder={t('reg.export.reason')}
                onChange={({ target }) => setReason(target.value)}
              />
              <p className="quiet">{t('reg.export.withHint')}</p>
            </>
          )}
        </fieldset>
      )}
      {take.isError && <Failed error={take.error} />}
      <Button type="primary" htmlType="submit" loading={take.isPending} disabled={asks && !reason.trim()}>
        {t(asks ? 'reg.export.ask' : 'reg.export.take')}
      </Button>
    </form>
  );
}
