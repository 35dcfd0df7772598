/**
 * A toast leaves after data-seconds (4, or 8 where something can be taken back);
 * it stays while it is pointed at or has the focus.
 */
export function retireToasts(page: Document): void {
  for (const toast of page.querySelectorAll<HTMLElement>('.be-toast[data-seconds]')) retire(toast);
}

function retire(toast: HTMLElement): void {
  let seconds = Number(toast.dataset['seconds']);
  const timer = setInterval(() => {
    if (toast.matches(':hover, :focus-within')) return;
    seconds -= 1;
    if (seconds > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 1000);
}
