// Everything behind the door: the person is known, and so is the shop's clock.
import type { ReactNode } from 'react';
import { ShopTime } from '../time/ShopTime.tsx';
import { FirstPassword } from './FirstPassword.tsx';
import { useMe } from './useMe.ts';

export function InShop({ children }: { children: ReactNode }): ReactNode {
  const { clock, zone, givenPassword } = useMe();
  if (givenPassword) return <FirstPassword />;
  return (
    <ShopTime clock={clock} zone={zone}>
      {children}
    </ShopTime>
  );
}
