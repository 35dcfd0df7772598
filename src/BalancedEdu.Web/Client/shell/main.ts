import '@tabler/core/dist/css/tabler.min.css';
import './tokens.css';
import './product.css';
import htmx from 'htmx.org';
import { openDialogs } from './dialogs';
import { listenToKeys } from './keys';
import { closeMenus } from './menus';
import { hearOfNotifications } from './notifications';
import { showCurrentPlace } from './places';
import { sayWhatFailed, sayWhenOffline, sendRequestToken } from './requests';
import { revealPasswords } from './passwords';
import { toggleTheme } from './theme';
import { retireToasts } from './toasts';

// Set before htmx looks at the page: nothing is evaluated, and refusals (409, 422) are shown where they belong.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.responseHandling = [
  { code: '204', swap: false },
  { code: '[23]..', swap: true },
  { code: '409', swap: true, error: false },
  { code: '422', swap: true, error: false },
  { code: '[45]..', swap: false, error: true },
];

sendRequestToken(document);
sayWhenOffline(document);
sayWhatFailed(document);
toggleTheme(document);
openDialogs(document);
closeMenus(document);
revealPasswords(document);
listenToKeys(document);
showCurrentPlace(document);
retireToasts(document);
hearOfNotifications(document);
