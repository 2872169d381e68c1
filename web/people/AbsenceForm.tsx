// One absence: whose, from which day to which, and who stands in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, DatePicker, Form, Input, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { absenceApi, ask } from '../reach/client.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { fromWall, isoDay } from '../time/shop-time.ts';
import { useWords } from '../words/useWords.ts';
import { peopleNamesQuery } from './names.ts';

type Values = { person: string; from: Dayjs; to: Dayjs; proxy: string; reason?: string };
const DAY = 86_400_000;

export function AbsenceForm({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const { zone, now } = useTime();
  const me = useMe();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [id] = useState(() => crypto.randomUUID());
  const people = useQuery(peopleNamesQuery).data?.items ?? [];
  const person = Form.useWatch('person', form) ?? me.id;
  const from = Form.useWatch('from', form);
  const today = dayjs(isoDay(now, zone));
  const save = useMutation({
    mutationFn: ({ from: first, to, ...said }: Values) =>
      ask(
        absenceApi.absences[':id'].$put({
          param: { id },
          json: {
            ...said,
            from: fromWall(`${first.format('YYYY-MM-DD')}T00:00`, zone),
            // The whole of the last day.
            to: fromWall(`${to.format('YYYY-MM-DD')}T00:00`, zone) + DAY,
          },
        }),
      ),
    onSuccess: () => {
      void message.success(t('saved'));
      void queries.invalidateQueries();
      onClose();
    },
  });
  const led = useQuery({
    queryKey: ['absences', 'mine to enter'],
    queryFn: () => ask(absenceApi.absences.$get({ query: { limit: 1 } })),
  }).data?.people;
  const all = isManager(me) && me.sees === 'all';
  const whose = all ? people : [me, ...(led ?? [])];
  const proxies = all || !isManager(me) || person === me.id ? people : whose;
  const options = (list: { id: string; name: string }[], not?: string) =>
    list.filter((one) => one.id !== not).map((one) => ({ value: one.id, label: one.name }));
  const required = [{ required: true, message: t('required') }];
  return (
    <Modal
      open
      title={t('absence.enter')}
      okText={t('absence.do')}
      cancelText={t('cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ person: me.id, from: today, to: today }}
        onFinish={(values) => save.mutate(values)}
      >
        {whose.length > 1 && (
          <Form.Item name="person" label={t('absence.who')} rules={required}>
            <Select options={options(whose)} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
        )}
        <div className="absence-days">
          <Form.Item name="from" label={t('absence.from')} rules={required}>
            <DatePicker minDate={today} allowClear={false} />
          </Form.Item>
          <Form.Item
            name="to"
            label={t('absence.to')}
            rules={[
              ...required,
              ({ getFieldValue }) => ({
                validator: (_, to: Dayjs) =>
                  to?.isBefore(getFieldValue('from') as Dayjs, 'day')
                    ? Promise.reject(new Error(t('absence.endsFirst')))
                    : Promise.resolve(),
              }),
            ]}
          >
            <DatePicker minDate={from ?? today} allowClear={false} />
          </Form.Item>
        </div>
        <Form.Item name="proxy" label={t('absence.proxy')} rules={required} extra={t('absence.proxyHint')}>
          <Select
            options={options(proxies, person)}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('people.find')}
          />
        </Form.Item>
        <Form.Item name="reason" label={t('absence.reason')}>
          <Input maxLength={200} placeholder={t('absence.reasonHint')} />
        </Form.Item>
      </Form>
      {save.isError && <Failed error={save.error} />}
    </Modal>
  );
}
