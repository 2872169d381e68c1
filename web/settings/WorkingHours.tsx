// By which hours limits run: each calendar's week, its single days, and the years whose holidays it knows.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { Pencil } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Calendar } from '../../bpmn/calendar.ts';
import { listed } from '../../words/say.ts';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { settingsQuery } from '../processes/queries.ts';
import { ask, settingApi } from '../reach/client.ts';
import { useMe } from '../session/useMe.ts';
import { calendarName } from '../time/calendar-name.ts';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { readDays, readShifts, writeDays, writeShifts } from './hours.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** As a week is read: Monday first. */
const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

export function WorkingHours(): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const query = useQuery(settingsQuery);
  const [open, setOpen] = useState<string>();
  const calendars = Object.values(query.data?.calendars ?? {}) as Calendar[];
  const opened = calendars.find(({ id }) => id === open);
  /** Neighbouring days of the same hours are one. */
  const week = (calendar: Calendar): string => {
    const spans: { from: number; to: number; hours: string }[] = [];
    for (const day of WEEK) {
      const hours = writeShifts(calendar.week[day] ?? []) || t('hours.closed');
      const last = spans.at(-1);
      if (last?.hours === hours) last.to = day;
      else spans.push({ from: day, to: day, hours });
    }
    const name = (day: number): string => t(`hours.day.${DAYS[day] ?? 'sun'}`);
    return listed(
      spans.map(({ from, to, hours }) =>
        from === to ? `${name(from)} ${hours}` : t('hours.span', { from: name(from), to: name(to), hours }),
      ),
      language,
    );
  };
  return (
    <section>
      <h2>{t('hours.title')}</h2>
      <p className="quiet">{t('hours.hint')}</p>
      <List
        rows={{ ...query, data: query.data && calendars }}
        idOf={({ id }) => id}
        empty={null}
        columns={[
          { id: 'name', head: t('hours.calendar'), cell: ({ id }) => calendarName(id, t) },
          {
            id: 'week',
            head: t('hours.week'),
            cell: (calendar) => <span className="hours-week">{week(calendar)}</span>,
          },
          {
            id: 'known',
            head: t('hours.known'),
            gives: 2,
            cell: ({ known }) => known && <span className="quiet">{listed(known.map(String), language)}</span>,
          },
          {
            id: 'verbs',
            head: t('reg.edit'),
            unseen: true,
            className: 'is-end is-verbs',
            cell: ({ id }) =>
              me.level === 'admin' && (
                <button
                  type="button"
                  className="act"
                  aria-label={t('hours.change', { name: calendarName(id, t) })}
                  onClick={() => setOpen(id)}
                >
                  <Pencil size={15} strokeWidth={1.75} />
                </button>
              ),
          },
        ]}
      />
      {opened && <Hours calendar={opened} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

type Values = Record<string, string | undefined>;

function Hours({ calendar, onClose }: { calendar: Calendar; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const kept = useKept(`calendar:${calendar.id}`);
  const [form] = Form.useForm<Values>();
  const name = calendarName(calendar.id, t);
  const save = useMutation({
    mutationFn: async (values: Values) => {
      const week = calendar.week.map((_, day) => readShifts(values[`day${day}`] ?? '') ?? []);
      const read = readDays(values.days ?? '');
      const known = (values.known ?? '').match(/\d{4}/g)?.map(Number) ?? [];
      const changed: Calendar = {
        id: calendar.id,
        version: calendar.version + 1,
        offset: calendar.offset,
        week,
        days: 'days' in read ? read.days : calendar.days,
        ...((calendar.known || known.length > 0) && { known }),
      };
      // The others as they stand now: somebody else may have changed one meanwhile.
      const { calendars } = await ask(settingApi.settings.$get());
      return ask(
        settingApi.settings.$patch({ json: { calendars: { ...calendars, [calendar.id]: changed } as never } }),
      );
    },
    onSuccess: () => {
      kept.forget();
      void message.success(t('hours.saved', { name }));
      void queries.invalidateQueries({ queryKey: settingsQuery.queryKey });
      void queries.invalidateQueries({ queryKey: ['shop-facts'] });
      onClose();
    },
  });
  const hours = (_: unknown, text?: string): Promise<void> =>
    readShifts(text ?? '') ? Promise.resolve() : Promise.reject(new Error(t('hours.wrong')));
  const days = (_: unknown, text?: string): Promise<void> => {
    const read = readDays(text ?? '');
    return 'days' in read ? Promise.resolve() : Promise.reject(new Error(t('hours.wrongLine', { line: read.line })));
  };
  return (
    <Modal
      open
      title={t('hours.change', { name })}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          ...Object.fromEntries(WEEK.map((day) => [`day${day}`, writeShifts(calendar.week[day] ?? [])])),
          days: writeDays(calendar.days, t('hours.closed')),
          known: (calendar.known ?? []).join(' '),
          ...kept.values,
        }}
        onValuesChange={(changed: Values) => {
          for (const [field, text] of Object.entries(changed)) kept.set(field, text);
        }}
        onFinish={(values) => save.mutate(values)}
      >
        <p className="quiet">{t('hours.how')}</p>
        <div className="hours-days">
          {WEEK.map((day) => (
            <Form.Item key={day} name={`day${day}`} label={t(`hours.day.${DAYS[day]}`)} rules={[{ validator: hours }]}>
              <Input maxLength={120} placeholder={t('hours.closed')} />
            </Form.Item>
          ))}
        </div>
        <Form.Item name="days" label={t('hours.days')} extra={t('hours.daysHint')} rules={[{ validator: days }]}>
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} maxLength={20_000} />
        </Form.Item>
        <Form.Item name="known" label={t('hours.known')} extra={t('hours.knownHint')}>
          <Input maxLength={60} placeholder="2026 2027" />
        </Form.Item>
      </Form>
      {Object.keys(kept.values).length > 0 && (
        <Button
          type="text"
          onClick={() => {
            kept.forget();
            onClose();
          }}
        >
          {t('start.discard')}
        </Button>
      )}
      {save.isError && <Failed error={save.error} />}
    </Modal>
  );
}
