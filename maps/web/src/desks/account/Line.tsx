/** One line of a short form: its label, and what is filled in. */

import type { ReactNode } from 'react';

interface Props {
  id: string;
  label: string;
  hint?: string;
  children: ReactNode;
}

export function Line({ id, label, hint, children }: Props) {
  return (
    <div className="form-line">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && <p className="quiet small" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}
