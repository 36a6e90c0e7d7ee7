import { useEffect, useRef } from 'preact/hooks';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter-preact';
import { ClassesPage } from './classes/classes-page.js';
import { CreatePage } from './form/create-page.js';
import { EditPage } from './form/edit-page.js';
import { GatewayPage } from './gateway/gateway-page.js';
import { GatewaysPage } from './gateways/gateways-page.js';
import { LanguageProvider } from './i18n/language.js';
import { Header } from './layout/header.js';
import { OrphansPage } from './orphans/orphans-page.js';
import { gatewayPath } from './paths.js';
import { SessionProvider } from './session/session.js';
import { NowProvider } from './ui/now.js';

/** Where the console is mounted: the page's base address, without its last slash. */
const base = new URL(document.baseURI).pathname.replace(/\/$/, '');

export function App() {
  return (
    <LanguageProvider>
      <SessionProvider>
        <Router base={base}>
          <NowProvider>
            <Header />
            <Pages />
          </NowProvider>
        </Router>
      </SessionProvider>
    </LanguageProvider>
  );
}

function Pages() {
  useFocusOnArrival();
  return (
    <Switch>
      <Route path="/" component={GatewaysPage} />
      <Route path="/classes" component={ClassesPage} />
      <Route path="/orphans" component={OrphansPage} />
      <Route path="/new" component={CreatePage} />
      <Route path="/gateways/:cluster/:namespace/:name">
        {(gateway) => <GatewayPage key={gatewayPath(gateway)} gateway={gateway} />}
      </Route>
      <Route path="/gateways/:cluster/:namespace/:name/edit">
        {(gateway) => <EditPage key={gatewayPath(gateway)} gateway={gateway} />}
      </Route>
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  );
}

/** Coming from one page to another, the heading takes the focus, so that a screen reader begins there. */
function useFocusOnArrival(): void {
  const [path] = useLocation();
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    document.querySelector('h1')?.focus();
    scrollTo(0, 0);
  }, [path]);
}
