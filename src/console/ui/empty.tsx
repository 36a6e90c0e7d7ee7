import type { ComponentChildren } from 'preact';

/** There is nothing to show, and that is no fault. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** The shape of what is to come, while it is asked for. */
export function Loading({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div class="loading" role="status" aria-busy="true">
      <span class="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={at} class="loading-row" />
      ))}
    </div>
  );
}
