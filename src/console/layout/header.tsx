import { useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useText } from '../i18n/language.js';
import { TokenForm } from '../session/token-form.js';
import { useViewer } from '../session/use-viewer.js';
import { Dialog } from '../ui/dialog.js';
import { ConnectionMark } from './connection-mark.js';
import './layout.css';
import { LanguageSwitch } from './language-switch.js';
import { ThemeSwitch } from './theme-switch.js';

export function Header() {
  const t = useText().layout;
  return (
    <header class="top">
      <button class="skip" type="button" onClick={() => document.querySelector('h1')?.focus()}>
        {t.skip}
      </button>
      <Link href="/" class="brand">
        <Mark />
        <span>alb-graphql</span>
      </Link>
      <nav aria-label={t.pages}>
        <NavLink href="/" below={/^\/(gateways\/.*|new)?$/} text={t.gateways} />
        <NavLink href="/classes" below={/^\/classes$/} text={t.classes} />
        <NavLink href="/orphans" below={/^\/orphans$/} text={t.orphans} />
      </nav>
      <div class="top-end">
        <ConnectionMark />
        <a class="quiet-link" href={new URL('../', document.baseURI).href}>
          {t.playground}
        </a>
        <a class="quiet-link docs-link" href={new URL('../docs/', document.baseURI).href}>
          {t.docs}
        </a>
        <LanguageSwitch />
        <ThemeSwitch />
        <Who />
      </div>
    </header>
  );
}

/** `below`: the addresses that belong to it. */
function NavLink({ href, below, text }: { href: string; below: RegExp; text: string }) {
  const [path] = useLocation();
  return (
    <Link href={href} aria-current={path === href ? 'page' : below.test(path) ? 'true' : undefined}>
      {text}
    </Link>
  );
}

/** Whom the cluster takes the caller for, and the way to be another. */
function Who() {
  const [open, setOpen] = useState(false);
  const viewer = useViewer('');
  const { layout: t, session } = useText();
  return (
    <>
      <button class="button small who" type="button" title={t.changeToken} onClick={() => setOpen(true)}>
        {viewer?.username ?? t.nobody}
      </button>
      {open && (
        <Dialog title={session.title} onClose={() => setOpen(false)}>
          <TokenForm onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

/** Two ways that part behind a gate. */
function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <rect class="mark-ground" width="24" height="24" rx="6" />
      <path class="mark-line" d="M4.5 12h5c3 0 3-5 6-5h4M9.5 12c3 0 3 5 6 5h4" />
    </svg>
  );
}
