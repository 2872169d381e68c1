// Who decides this together: who has said what, whose turn it is, and what it takes. Nothing is chosen beforehand.
import { CircleCheck, CircleMinus, CircleX, Clock, Undo2, User } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import type { TaskDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

type Props = { votes: NonNullable<TaskDetail['votes']> };
type Slot = Props['votes']['slots'][number];

const ICONS = {
  agree: CircleCheck,
  refuse: CircleX,
  abstain: CircleMinus,
  returned: Undo2,
  open: User,
  later: Clock,
} as const;

export function Votes({ votes: { mode, ratio, slots } }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { stamp } = useTime();
  const agreed = slots.filter(({ says }) => says === 'agree').length;
  const spoken = slots.filter(({ at }) => at !== null).length;
  const word = ({ says, person }: Slot): string => {
    if (says === 'open' && person.id === me.id) return t('votes.you');
    return mode === 'work' && says === 'agree' ? t('votes.done') : t(`votes.says.${says}`);
  };
  return (
    <section className="votes">
      <h3>
        {t(`votes.title.${mode}`)}{' '}
        <small>{t(`votes.how.${mode}`, { count: slots.length, agreed, ratio: ratio ?? '' })}</small>
        <span className="votes-bar" aria-hidden="true">
          <i style={{ width: `${(100 * spoken) / Math.max(1, slots.length)}%` }} />
        </span>
      </h3>
      <ul>
        {slots.map((slot) => {
          const { person, says, comment, at, veto, weight } = slot;
          const Icon = ICONS[says];
          const mine = person.id === me.id;
          const rights = [veto && t(`votes.veto.${veto}`), weight !== 1 && t('votes.weight', { weight })].filter(
            Boolean,
          );
          return (
            <li key={person.id} className={mine && says === 'open' ? 'is-mine' : ''}>
              <Avatar name={person.name} size={24} />
              <span className="votes-who">
                <b>{person.name}</b>
                {rights.length > 0 && <small>{rights.join(' · ')}</small>}
              </span>
              <span className={`votes-says is-${says}`}>
                <Icon size={12} strokeWidth={1.75} aria-hidden="true" /> {word(slot)}
              </span>
              <bdi className="votes-text">{comment}</bdi>
              {at !== null && <time>{stamp(at)}</time>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
