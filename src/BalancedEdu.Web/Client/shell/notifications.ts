/**
 * How many notifications are unread: told by the server as it changes, to the window that is looked at. A window in the
 * background lets go of its connection (a browser has few to one server), and is told how it stands when it comes back.
 * Where there is no connection to be had it is asked for once a minute.
 */
const askEvery = 60_000;

const connectAgainAfter = 5 * 60_000;

/** What the badge says of a number. */
export function badgeOf(unread: number): string {
  return unread > 99 ? '99+' : String(unread);
}

/** What the bell says of a number. */
export function labelOf(unread: number): string {
  return unread === 0 ? '通知' : `通知，${unread} 条未读`;
}

/** Where the stream begins: what was heard last is not told again. */
export function streamFrom(last: string): string {
  return last === '' ? '/Notifications/Stream' : `/Notifications/Stream?last=${encodeURIComponent(last)}`;
}

/** Writes the number wherever the page shows it; others may listen to be:unread. */
export function showUnread(page: Document, unread: number): void {
  for (const badge of page.querySelectorAll<HTMLElement>('[data-unread]')) {
    badge.textContent = badgeOf(unread);
    badge.hidden = unread === 0;
  }
  for (const count of page.querySelectorAll('[data-unread-count]')) count.textContent = String(unread);
  for (const bell of page.querySelectorAll('[data-bell]')) bell.setAttribute('aria-label', labelOf(unread));
  page.dispatchEvent(new CustomEvent('be:unread', { detail: { unread } }));
}

export function hearOfNotifications(page: Document): void {
  if (!page.querySelector('[data-bell]')) return;
  let stream: EventSource | undefined;
  let asking: ReturnType<typeof setInterval> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let last = '';

  const stop = (): void => {
    stream?.close();
    clearInterval(asking);
    clearTimeout(retry);
    stream = asking = retry = undefined;
  };
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch('/Notifications/Unread', { redirect: 'error' });
      if (answer.ok) showUnread(page, ((await answer.json()) as { unread: number }).unread);
    } catch {
      // Away or signed out: the number that stands there is the last that was known.
    }
  };
  const start = (): void => {
    stop();
    stream = new EventSource(streamFrom(last));
    stream.addEventListener('unread', (event) => {
      last = event.lastEventId;
      showUnread(page, Number(event.data));
    });
    stream.addEventListener('error', () => {
      // A lost connection comes back by itself; one that was refused does not.
      if (stream?.readyState !== EventSource.CLOSED) return;
      stop();
      void ask();
      asking = setInterval(() => void ask(), askEvery);
      retry = setTimeout(start, connectAgainAfter);
    });
  };
  const follow = (): void => (page.visibilityState === 'visible' ? start() : stop());
  page.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', stop);
  addEventListener('pageshow', (event) => {
    if (event.persisted) follow();
  });
  follow();
}
