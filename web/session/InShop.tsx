// Everything behind the door: the person is known, and so is the shop's clock.
import type { ReactNode } from 'react';
import { ShopTime } from '../time/ShopTime.tsx';
import { FirstPassword } from './FirstPassword.tsx';
import { FirstSecondFactor } from './FirstSecondFactor.tsx';
import { useMe } from './useMe.ts';

export function InShop({ children }: { children: ReactNode }): ReactNode {
  const { clock, zone, barred } = useMe();
  if (barred === 'passwordFirst') return <FirstPassword />;
  return (
    <ShopTime clock={clock} zone={zone}>
      {barred === 'secondFactorFirst' ? <FirstSecondFactor /> : children}
    </ShopTime>
  );
}
