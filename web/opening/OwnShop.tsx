// The questions of a shop of one's own: size, hours, warehouse, platforms, and what the packs ask. What is answered is kept until the shop opens.
import { Button, Checkbox, Radio, TimePicker } from 'antd';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { type ReactNode, useState } from 'react';
import { type FieldError, validate } from '../../forms/validate.ts';
import { textsOf } from '../../words/web.ts';
import { FieldInput } from '../forms/FieldInput.tsx';
import { wordsIn } from '../forms/label.ts';
import type { OpeningAnswers, OpeningState } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';

dayjs.extend(customParseFormat);

type Own = Extract<OpeningAnswers, { door: 'shop' }>;
type Hours = Own['service'];
type Props = { opening: OpeningState; busy: boolean; onOpen: (answers: Own) => void; children: ReactNode };

const FIRST: Omit<Own, 'door' | 'parameters'> = {
  size: 'small',
  service: { from: '09:00', to: '22:00' },
  warehouse: { from: '09:00', to: '18:00' },
  platforms: [],
};
const PLATFORMS = ['taobao', 'jd', 'pdd', 'douyin', 'kuaishou', 'xiaohongshu', 'other'] as const;

export function OwnShop({ opening: { packs, asks }, busy, onOpen, children }: Props): ReactNode {
  const { t, language } = useWords();
  const { clockExactly } = useTime();
  const kept = useKept('opening');
  const said = { ...FIRST, ...kept.values } as typeof FIRST;
  const [errors, setErrors] = useState<FieldError[]>([]);
  const wrongHours = [said.service, said.warehouse].some((hours) => hours !== null && hours.from >= hours.to);
  const fields = asks.map(({ key, parameter }) => ({
    ...parameter.field,
    id: key,
    label: parameter.label,
    required: true,
    ...(parameter.unit && { help: parameter.unit }),
  }));
  const initial = Object.fromEntries(asks.map(({ key, parameter }) => [key, parameter.value]));
  const answers = { ...initial, ...kept.values };
  const submit = (): void => {
    const form = { key: 'opening', title: textsOf('opening.shop.name'), fields };
    const { values, errors: found } = validate(form, answers, clockExactly());
    setErrors(found);
    if (found.length || wrongHours) return;
    onOpen({ door: 'shop', ...said, parameters: values as Own['parameters'] });
  };
  return (
    <form
      className="own-shop"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1>{t('opening.shop.name')}</h1>
      <Question title={t('opening.size')}>
        <Radio.Group value={said.size} onChange={({ target }) => kept.set('size', target.value)} className="own-sizes">
          {(['small', 'full'] as const).map((size) => (
            <Radio key={size} value={size}>
              <strong>{t(`opening.${size}`)}</strong>
              <small>{t(`opening.${size}Hint`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Question>
      <Question title={t('opening.service')} hint={t('opening.serviceHint')}>
        <HoursInput hours={said.service} onChange={(hours) => kept.set('service', hours)} />
      </Question>
      <Question title={t('opening.warehouse')} hint={said.warehouse ? undefined : t('opening.othersHint')}>
        <Radio.Group
          value={said.warehouse !== null}
          onChange={({ target }) => kept.set('warehouse', target.value ? FIRST.warehouse : null)}
        >
          <Radio value={true}>{t('opening.own')}</Radio>
          <Radio value={false}>{t('opening.others')}</Radio>
        </Radio.Group>
        {said.warehouse && (
          <HoursInput
            label={t('opening.warehouseHours')}
            hours={said.warehouse}
            onChange={(hours) => kept.set('warehouse', hours)}
          />
        )}
      </Question>
      <Question title={t('opening.platforms')} hint={t('opening.platformsHint')}>
        <Checkbox.Group
          value={said.platforms}
          options={PLATFORMS.map((value) => ({ value, label: t(`opening.platform.${value}`) }))}
          onChange={(platforms) => kept.set('platforms', platforms)}
        />
      </Question>
      {fields.map((field) => (
        <FieldInput
          key={field.id}
          field={field}
          value={answers[field.id]}
          errors={errors.filter(({ path }) => path === field.id)}
          disabled={busy}
          language={language}
          onChange={kept.set}
        />
      ))}
      <Question title={t('opening.packs')}>
        <ul className="own-packs">
          {packs.map(({ key, name, about, processes }) => (
            <li key={key}>
              <strong>{wordsIn(name, language)}</strong>
              <span>
                {about && wordsIn(about, language)}
                {processes > 0 && ` · ${t('opening.processes', { count: processes })}`}
              </span>
            </li>
          ))}
        </ul>
      </Question>
      {children}
      <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={wrongHours}>
        {t('opening.begin')}
      </Button>
    </form>
  );
}

function Question({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string | undefined;
  children: ReactNode;
}): ReactNode {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
      {hint && <p className="quiet">{hint}</p>}
    </fieldset>
  );
}

function HoursInput({
  label,
  hours,
  onChange,
}: {
  label?: string;
  hours: Hours;
  onChange: (hours: Hours) => void;
}): ReactNode {
  const { t } = useWords();
  const wrong = hours.from >= hours.to;
  return (
    <div className="own-hours">
      {label && <span>{label}</span>}
      {(['from', 'to'] as const).map((end) => (
        <TimePicker
          key={end}
          aria-label={t(`opening.${end}`)}
          format="HH:mm"
          minuteStep={15}
          allowClear={false}
          needConfirm={false}
          {...(wrong && { status: 'error' as const })}
          value={dayjs(hours[end], 'HH:mm')}
          onChange={(time) => time && onChange({ ...hours, [end]: time.format('HH:mm') })}
        />
      ))}
      {wrong && <span role="alert">{t('opening.order')}</span>}
    </div>
  );
}
