import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface PageProps {
  readonly title: string;
  /** Above the heading: the way here. */
  readonly above?: ComponentChildren;
  /** Beside the heading. */
  readonly aside?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One page. Its heading can take the focus, which it is given when one comes here from another page. */
export function Page({ title, above, aside, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · alb-graphql`;
  }, [title]);
  return (
    <main id="main" class="page">
      <header class="page-head">
        {above}
        <h1 tabIndex={-1}>{title}</h1>
        {aside}
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
