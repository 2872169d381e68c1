// A place: said in words, or taken from the device once it is asked to.
import { Input } from 'antd';
import { LocateFixed, MapPin } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { type Place, placeOf, placeWords } from '../../forms/kinds/location.ts';
import { useWords } from '../words/useWords.ts';
import { type ControlProps, type FieldView, given, type ShownProps, status } from './field-view.ts';

type LocationField = Extract<FlatField, { type: 'location' }>;
const PATIENCE_MS = 20_000;

function LocationInput(props: ControlProps<LocationField>): ReactNode {
  const { value, wrong, disabled, cell, onChange } = props;
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const held = (value ?? {}) as Place;
  const put = (part: Place): void => {
    const next = { ...held, ...part };
    onChange(next.text || next.lat !== undefined ? next : null);
  };
  const locate = (): void => {
    setAsking(true);
    setFailed(false);
    const over = (): void => {
      setAsking(false);
      setFailed(true);
    };
    if (!navigator.geolocation) {
      over();
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        put({ lat: coords.latitude, lng: coords.longitude, accuracy: Math.round(coords.accuracy) });
      },
      over,
      { enableHighAccuracy: true, timeout: PATIENCE_MS },
    );
  };
  const words = {
    ...given(props),
    value: held.text ?? '',
    maxLength: 200,
    onChange: (event: { target: { value: string } }) => put({ text: event.target.value }),
  };
  if (cell) return <input {...words} className={`cell ${wrong ? 'is-wrong' : ''}`} />;
  const point = placeWords({ lat: held.lat, lng: held.lng });
  return (
    <span className="location">
      <Input
        {...words}
        {...status(wrong)}
        placeholder={t('field.where')}
        suffix={
          !disabled && (
            <button type="button" className="act" aria-label={t('field.here')} disabled={asking} onClick={locate}>
              <LocateFixed size={16} strokeWidth={1.75} />
            </button>
          )
        }
      />
      {point && (
        <small className="quiet">
          <MapPin size={13} strokeWidth={1.75} aria-hidden="true" /> {point}
          {held.accuracy !== undefined && ` · ${t('field.accuracy', { n: held.accuracy })}`}
        </small>
      )}
      {failed && (
        <span className="field-error" role="alert">
          {t('field.noPlace')}
        </span>
      )}
    </span>
  );
}

/** Telephones open it in their map. */
function Where({ value, words }: ShownProps<unknown>): ReactNode {
  const { lat, lng } = placeOf(value) ?? {};
  if (lat === undefined || lng === undefined) return <bdi>{words}</bdi>;
  return (
    <a className="link" href={`geo:${lat},${lng}`}>
      <bdi>{words}</bdi>
    </a>
  );
}

export const location: FieldView<LocationField> = { icon: MapPin, Input: LocationInput, Fact: Where };
