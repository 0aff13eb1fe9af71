/** The atlas for a page that needs it: its labels, its map; read once for all pages. */

import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { readAtlas } from '../api.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { RegisterProvider } from '../state/register.tsx';

export function WithAtlas({ children, rows = 6 }: { children: ReactNode; rows?: number }) {
  const atlas = useLoaded('atlas:', (signal) => readAtlas(null, signal));
  if (atlas.problem) return <ProblemNote problem={atlas.problem} retry={atlas.retry} />;
  if (!atlas.value) return <Skeleton active title={false} paragraph={{ rows }} />;
  const { as_of: present } = atlas.value;
  return <RegisterProvider value={{ atlas: atlas.value, asOf: present, present }}>{children}</RegisterProvider>;
}
