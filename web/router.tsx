// The pages by address; each loads its own code. Who may not see one is sent to the work.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { languageOfTag } from '../words/message.ts';
import { readInboxSearch } from './inbox/inbox-search.ts';
import { bringBack } from './offline/kept-answers.ts';
import { Failed } from './parts/Failed.tsx';
import { NoPage } from './parts/NoPage.tsx';
import { textsOf } from './parts/useAddress.ts';
import { onPhone } from './parts/useWidth.ts';
import { readPeopleSearch } from './people/people-search.ts';
import { queries } from './queries.ts';
import { actAs, asRefusal } from './reach/client.ts';
import { readGridSearch } from './registers/address.ts';
import { readCasesSearch } from './run/cases-search.ts';
import { InShop } from './session/InShop.tsx';
import { meQuery } from './session/useMe.ts';
import { readSettingsSearch } from './settings/settings-search.ts';
import { Shell } from './shell/Shell.tsx';
import { chosenLanguage, speak } from './words/language.ts';

const root = createRootRoute({
  component: Outlet,
  errorComponent: ({ error, reset }) => (
    <div className="pad">
      <Failed error={error} onAgain={reset} />
    </div>
  ),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (given: Record<string, unknown>): { to?: string; ended?: boolean } => ({
    ...(typeof given.to === 'string' && { to: given.to }),
    ...(given.ended === true && { ended: true }),
  }),
  component: lazyRouteComponent(() => import('./session/SignIn.tsx'), 'SignIn'),
});

/** By the link alone, whoever comes. */
const guest = createRoute({
  getParentRoute: () => root,
  path: '/guest',
  component: lazyRouteComponent(() => import('./guest/GuestPage.tsx'), 'GuestPage'),
});

/** Without a line, whoever has worked here last goes on with what is kept on this device. */
async function offline(error: unknown) {
  if (asRefusal(error).code !== 'offline') throw error;
  await bringBack(queries);
  const me = queries.getQueryData(meQuery.queryKey);
  if (!me) throw error;
  actAs(me);
  return me;
}

async function signedIn({ location }: { location: { href: string; pathname: string } }): Promise<void> {
  let opening = false;
  try {
    const me = await queries.ensureQueryData(meQuery).catch(offline);
    if (!chosenLanguage()) speak(languageOfTag(me.language) ?? 'zh');
    opening = me.opening && location.pathname !== '/opening';
  } catch (error) {
    if (asRefusal(error).code !== 'signInNeeded') throw error;
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  }
  if (opening) throw redirect({ to: '/opening' });
}

const atLeast = (level: 'manager' | 'admin') => async (): Promise<void> => {
  const me = await queries.ensureQueryData(meQuery);
  if (me.level === 'staff' || (level === 'admin' && me.level !== 'admin')) throw redirect({ to: '/work' });
};

/** Whoever sees only what he takes part in finds it in his work. */
const seesMore = async (): Promise<void> => {
  const me = await queries.ensureQueryData(meQuery);
  if (me.level === 'staff' && me.sees === 'own') throw redirect({ to: '/work' });
};

/** Pages in the frame of rail and top bar. */
const within = createRoute({
  getParentRoute: () => root,
  id: 'in',
  beforeLoad: signedIn,
  component: () => (
    <InShop>
      <Shell />
    </InShop>
  ),
});
/** Pages that take the whole window. */
const bare = createRoute({
  getParentRoute: () => root,
  id: 'bare',
  beforeLoad: signedIn,
  component: () => (
    <InShop>
      <Outlet />
    </InShop>
  ),
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: onPhone() ? '/work' : '/today' });
  },
});
/** On a phone it is the top of the work. */
const today = createRoute({
  getParentRoute: () => within,
  path: '/today',
  beforeLoad: () => {
    if (onPhone()) throw redirect({ to: '/work' });
  },
  component: lazyRouteComponent(() => import('./today/TodayPage.tsx'), 'TodayPage'),
});
const work = createRoute({
  getParentRoute: () => within,
  path: '/work',
  validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('./inbox/InboxPage.tsx'), 'InboxPage'),
});
const start = createRoute({
  getParentRoute: () => within,
  path: '/start',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'process', 'element', 'record'),
  component: lazyRouteComponent(() => import('./start/StartPage.tsx'), 'StartPage'),
});
const processes = createRoute({
  getParentRoute: () => within,
  path: '/processes',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'archived'),
  component: lazyRouteComponent(() => import('./processes/ProcessesPage.tsx'), 'ProcessesPage'),
});
const designer = createRoute({
  getParentRoute: () => bare,
  path: '/processes/$key',
  beforeLoad: atLeast('manager'),
  component: lazyRouteComponent(() => import('./design/DesignerPage.tsx'), 'DesignerPage'),
});
const opening = createRoute({
  getParentRoute: () => bare,
  path: '/opening',
  beforeLoad: atLeast('admin'),
  component: lazyRouteComponent(() => import('./opening/OpeningPage.tsx'), 'OpeningPage'),
});
const firstDay = createRoute({
  getParentRoute: () => within,
  path: '/first-day',
  beforeLoad: atLeast('admin'),
  component: lazyRouteComponent(() => import('./opening/FirstDayPage.tsx'), 'FirstDayPage'),
});
const cases = createRoute({
  getParentRoute: () => within,
  path: '/cases',
  beforeLoad: seesMore,
  validateSearch: readCasesSearch,
  component: lazyRouteComponent(() => import('./run/CasesPage.tsx'), 'CasesPage'),
});
const jobs = createRoute({
  getParentRoute: () => within,
  path: '/jobs',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'job'),
  component: lazyRouteComponent(() => import('./run/JobsPage.tsx'), 'JobsPage'),
});
const oneCase = createRoute({
  getParentRoute: () => within,
  path: '/cases/$id',
  component: lazyRouteComponent(() => import('./run/CasePage.tsx'), 'CasePage'),
});
const registers = createRoute({
  getParentRoute: () => within,
  path: '/registers',
  component: lazyRouteComponent(() => import('./registers/RegistersPage.tsx'), 'RegistersPage'),
});
const register = createRoute({
  getParentRoute: () => within,
  path: '/registers/$register',
  validateSearch: readGridSearch,
  component: lazyRouteComponent(() => import('./registers/RegisterPage.tsx'), 'RegisterPage'),
});
const recordImport = createRoute({
  getParentRoute: () => within,
  path: '/registers/$register/import',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'import'),
  component: lazyRouteComponent(() => import('./registers/import/ImportPage.tsx'), 'ImportPage'),
});
const duplicates = createRoute({
  getParentRoute: () => within,
  path: '/registers/$register/duplicates',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'by'),
  component: lazyRouteComponent(() => import('./registers/merge/DuplicatesPage.tsx'), 'DuplicatesPage'),
});
const record = createRoute({
  getParentRoute: () => within,
  path: '/registers/$register/records/$key',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'store'),
  component: lazyRouteComponent(() => import('./registers/RecordPage.tsx'), 'RecordPage'),
});
const handbook = createRoute({
  getParentRoute: () => within,
  path: '/handbook',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'mine', 'certificates', 'attempt'),
  component: lazyRouteComponent(() => import('./pages/HandbookPage.tsx'), 'HandbookPage'),
});
const handbookPage = createRoute({
  getParentRoute: () => within,
  path: '/handbook/$key',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'mine', 'certificates', 'attempt'),
  component: lazyRouteComponent(() => import('./pages/HandbookPage.tsx'), 'HandbookPage'),
});
const receipts = createRoute({
  getParentRoute: () => within,
  path: '/receipts',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'page'),
  component: lazyRouteComponent(() => import('./pages/ReceiptsPage.tsx'), 'ReceiptsPage'),
});
const pages = createRoute({
  getParentRoute: () => within,
  path: '/pages',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'archived'),
  component: lazyRouteComponent(() => import('./pages/PagesPage.tsx'), 'PagesPage'),
});
const page = createRoute({
  getParentRoute: () => within,
  path: '/pages/$key',
  beforeLoad: atLeast('manager'),
  component: lazyRouteComponent(() => import('./pages/PageEditor.tsx'), 'PageEditor'),
});
const structures = createRoute({
  getParentRoute: () => within,
  path: '/structures',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'archived'),
  component: lazyRouteComponent(() => import('./registers/structure/StructuresPage.tsx'), 'StructuresPage'),
});
const packs = createRoute({
  getParentRoute: () => within,
  path: '/packs',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'pack'),
  component: lazyRouteComponent(() => import('./packs/PacksPage.tsx'), 'PacksPage'),
});
const decisionTables = createRoute({
  getParentRoute: () => within,
  path: '/decision-tables',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'archived'),
  component: lazyRouteComponent(() => import('./decisions/DecisionTablesPage.tsx'), 'DecisionTablesPage'),
});
const decisionTable = createRoute({
  getParentRoute: () => within,
  path: '/decision-tables/$key',
  beforeLoad: atLeast('manager'),
  component: lazyRouteComponent(() => import('./decisions/DecisionTablePage.tsx'), 'DecisionTablePage'),
});
const parameters = createRoute({
  getParentRoute: () => within,
  path: '/parameters',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q', 'blank', 'change', 'history'),
  component: lazyRouteComponent(() => import('./parameters/ParametersPage.tsx'), 'ParametersPage'),
});
const parameter = createRoute({
  getParentRoute: () => within,
  path: '/parameters/$key',
  beforeLoad: atLeast('manager'),
  component: lazyRouteComponent(() => import('./parameters/ParameterPage.tsx'), 'ParameterPage'),
});
const structure = createRoute({
  getParentRoute: () => within,
  path: '/registers/$register/structure',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'part', 'field'),
  component: lazyRouteComponent(() => import('./registers/structure/StructurePage.tsx'), 'StructurePage'),
});
const decisions = createRoute({
  getParentRoute: () => within,
  path: '/decisions',
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'q'),
  component: lazyRouteComponent(() => import('./remarks/DecisionsPage.tsx'), 'DecisionsPage'),
});
const absences = createRoute({
  getParentRoute: () => within,
  path: '/absences',
  component: lazyRouteComponent(() => import('./people/AbsencesPage.tsx'), 'AbsencesPage'),
});
const team = createRoute({
  getParentRoute: () => within,
  path: '/team',
  beforeLoad: atLeast('manager'),
  validateSearch: (given: Record<string, unknown>) => textsOf(given, 'person'),
  component: lazyRouteComponent(() => import('./people/TeamPage.tsx'), 'TeamPage'),
});
const people = createRoute({
  getParentRoute: () => within,
  path: '/people',
  beforeLoad: atLeast('admin'),
  validateSearch: readPeopleSearch,
  component: lazyRouteComponent(() => import('./people/PeoplePage.tsx'), 'PeoplePage'),
});
const settings = createRoute({
  getParentRoute: () => within,
  path: '/settings',
  beforeLoad: atLeast('manager'),
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
});
/** What goes on paper. */
const taskSheet = createRoute({
  getParentRoute: () => bare,
  path: '/print/tasks/$id',
  component: lazyRouteComponent(() => import('./print/TaskSheet.tsx'), 'TaskSheet'),
});
const caseSheet = createRoute({
  getParentRoute: () => bare,
  path: '/print/cases/$id',
  component: lazyRouteComponent(() => import('./print/CaseSheet.tsx'), 'CaseSheet'),
});
/** Any other address: said inside the frame, with a way back. */
const nowhere = createRoute({ getParentRoute: () => within, path: '$', component: NoPage });
const me = createRoute({
  getParentRoute: () => within,
  path: '/me',
  component: lazyRouteComponent(() => import('./session/MePage.tsx'), 'MePage'),
});
const myNotices = createRoute({
  getParentRoute: () => within,
  path: '/me/notices',
  component: lazyRouteComponent(() => import('./bell/MyNoticesPage.tsx'), 'MyNoticesPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signIn,
    guest,
    within.addChildren([
      today,
      work,
      firstDay,
      start,
      processes,
      cases,
      jobs,
      oneCase,
      registers,
      register,
      recordImport,
      duplicates,
      record,
      structure,
      structures,
      handbook,
      handbookPage,
      receipts,
      pages,
      page,
      decisionTables,
      decisionTable,
      packs,
      parameters,
      parameter,
      decisions,
      team,
      absences,
      people,
      settings,
      me,
      myNotices,
      nowhere,
    ]),
    bare.addChildren([designer, opening, taskSheet, caseSheet]),
  ]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultNotFoundComponent: NoPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
