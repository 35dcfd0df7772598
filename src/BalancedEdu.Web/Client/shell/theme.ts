/**
 * Light and dark. The choice is a cookie, so that the server writes data-bs-theme into the page
 * and no page flashes in the other theme before a script has run.
 */
export const themeCookie = 'be-theme';

const year = 365 * 24 * 60 * 60;

export function otherTheme(theme: string | undefined): 'light' | 'dark' {
  return theme === 'dark' ? 'light' : 'dark';
}

export function themeCookieFor(theme: string, secure: boolean): string {
  return `${themeCookie}=${theme}; path=/; max-age=${year}; samesite=lax${secure ? '; secure' : ''}`;
}

export function toggleTheme(page: Document): void {
  page.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-theme-toggle]');
    if (!button) return;
    const theme = otherTheme(page.documentElement.dataset['bsTheme']);
    page.documentElement.dataset['bsTheme'] = theme;
    button.setAttribute('aria-pressed', String(theme === 'dark'));
    page.cookie = themeCookieFor(theme, location.protocol === 'https:');
  });
}
