// Stuck work of a case: what failed, and the ways on from there.
import { Button } from 'antd';
import { CircleAlert, PenLine, RotateCcw, SkipForward, TriangleAlert, UserRoundCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cureWords, seenWords, whyWords } from '../../words/incidents.ts';
import { listed } from '../../words/say.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { missingIn, valuesSeen } from '../story/incident-words.ts';
import { nameOf, type StoryContext } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { CorrectData } from './CorrectData.tsx';
import { ResolveIncident } from './ResolveIncident.tsx';
import { WAY_WORDS, type Way, waysOn } from './ways-on.ts';

type Props = { detail: CaseDetail; context: StoryContext; canAct: boolean };
type Asked = { incident: CaseDetail['open'][number]; first: Way };

const ICONS = {
  retry: RotateCcw,
  give: UserRoundCheck,
  skip: SkipForward,
  continue: SkipForward,
  throw: TriangleAlert,
};

export function Incidents({ detail, context, canAct }: Props): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const [asked, setAsked] = useState<Asked>();
  const [correcting, setCorrecting] = useState<string[]>();
  const nameOfData = (name: string): string => {
    const variable = context.definition.zf.variable?.find((one) => one.name === name);
    return variable ? named({ name: variable.label ?? name, texts: variable.text ?? {} }, context.language) : name;
  };
  return (
    <section className="incidents">
      {detail.open.map((incident) => {
        const { id, element, kind, message, seen, detail: data, openedAt } = incident;
        const at = context.definition.elements[element];
        const { ways, problems } = waysOn(detail, context.definition, incident);
        const [why, cure] = [whyWords(kind, context.language), cureWords(kind, context.language)];
        const what = seenWords(seen ?? message, context.language);
        const missing = missingIn(data);
        // What is not possible is told in the dialog, not on every card.
        const offered = ways.filter((way) => way !== 'throw' || problems.length > 0);
        return (
          <article key={id}>
            <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
            <div>
              <strong>{t('case.stuckAt', { step: at ? nameOf(at, context) : element })}</strong>{' '}
              <time>{stamp(openedAt)}</time>
              {why && kind !== 'jobRefused' && <p>{why}</p>}
              {(seen || !why) && <p>{what}</p>}
              {missing.length > 0 && (
                <p>{t('case.lacks', { names: listed(missing.map(nameOfData), context.language) })}</p>
              )}
              {cure && <p className="quiet">{cure}</p>}
              {valuesSeen(data, nameOfData).map((one) => (
                <small key={one}>{one}</small>
              ))}
              {why && !seen && (
                <details>
                  <summary>{t('case.technical')}</summary>
                  <small>{what}</small>
                </details>
              )}
              {canAct && (
                <div className="incident-verbs">
                  {missing.length > 0 && (
                    <Button size="small" onClick={() => setCorrecting(missing)}>
                      <PenLine size={14} strokeWidth={1.75} aria-hidden="true" /> {t('case.correct')}
                    </Button>
                  )}
                  {offered.map((way) => {
                    const Icon = ICONS[way];
                    return (
                      <Button key={way} size="small" onClick={() => setAsked({ incident, first: way })}>
                        <Icon size={14} strokeWidth={1.75} aria-hidden="true" /> {t(WAY_WORDS[way])}
                      </Button>
                    );
                  })}
                </div>
              )}
            </div>
          </article>
        );
      })}
      {correcting && <CorrectData detail={detail} first={correcting} onClose={() => setCorrecting(undefined)} />}
      {asked && <ResolveIncident {...asked} detail={detail} context={context} onClose={() => setAsked(undefined)} />}
    </section>
  );
}
