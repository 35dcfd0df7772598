import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import './form-viewer.css';
import { Form } from '@bpmn-io/form-js-viewer';
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/esm/l10n/zh.js';
import { placeErrors, withIds, type SchemaField, type ServerErrors } from './errors';
import { missing, translate } from './messages';

/*
 * Mounts a form on every <div data-form-viewer>. What it needs stands inside as JSON:
 *   <script type="application/json" data-part="schema|data|errors">, <input type="hidden" name="formData">
 * The hidden field always holds what would be submitted; the form it belongs to (form="id" or around it)
 * is not submitted while a field is wrong, unless the button says formnovalidate (暂存).
 */
flatpickr.localize(Mandarin);

const draftAfterMilliseconds = 800;

class FormIsland {
  readonly #host: HTMLElement;
  readonly #form: Form;
  readonly #field: HTMLInputElement | null;
  readonly #readOnly: boolean;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#field = host.querySelector<HTMLInputElement>('input[type=hidden]');
    this.#readOnly = host.dataset['readOnly'] === 'true';
    this.#form = new Form({
      additionalModules: [{ translate: ['value', translate] }],
      properties: { readOnly: this.#readOnly },
      // form-js keeps what is typed back for 300 ms, and another field that draws anew meanwhile wipes it out.
      ...{ debounce: false },
    });
  }

  async mount(): Promise<void> {
    const schema = withIds(part<SchemaField>(this.#host, 'schema') ?? {});
    const errors = part<ServerErrors>(this.#host, 'errors') ?? {};
    await this.#form.importSchema(schema, part<Record<string, unknown>>(this.#host, 'data') ?? {});
    this.#form.attachTo(this.#host);
    this.#host.querySelector('[data-part=waiting]')?.remove();
    this.#show(schema, errors);
    if (this.#readOnly) return;
    this.#form.on('field.updated', () => queueMicrotask(() => this.#changed()));
    document.addEventListener('submit', (event) => this.#submitting(event), { capture: true });
    document.addEventListener('be:dialog-open', (event) => this.#opening(event));
  }

  #show(schema: SchemaField, errors: ServerErrors): void {
    const { byField, unplaced } = placeErrors(schema, errors);
    if (Object.keys(byField).length > 0) this.#form._setState({ errors: byField });
    if (unplaced.length === 0) return;
    const note = document.createElement('div');
    note.className = 'be-note be-note-over';
    note.setAttribute('role', 'alert');
    note.innerHTML = '<svg class="be-i" aria-hidden="true"><use href="#i-alert"/></svg><div></div>';
    note.lastElementChild!.textContent = unplaced.join('；');
    this.#host.prepend(note);
  }

  #changed(): void {
    this.#write();
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => {
      const detail = { data: this.#form._getSubmitData() };
      this.#host.dispatchEvent(new CustomEvent('be:form-changed', { bubbles: true, detail }));
    }, draftAfterMilliseconds);
  }

  #write(): void {
    if (this.#field) this.#field.value = JSON.stringify(this.#form._getSubmitData());
  }

  #submitting(event: SubmitEvent): void {
    const target = event.target as HTMLFormElement;
    if (!this.#field || this.#field.form !== target) return;
    this.#write();
    if (event.submitter?.hasAttribute('formnovalidate') || target.noValidate) return;
    if (this.#isValid()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.submitter?.closest('dialog')?.close();
    this.#goToFirstError();
  }

  #opening(event: Event): void {
    const opener = event.target as HTMLElement;
    const owner = opener.dataset['validates'];
    if (owner === undefined || (owner !== '' && owner !== this.#host.id) || this.#isValid()) return;
    event.preventDefault();
    this.#goToFirstError();
  }

  #isValid(): boolean {
    return Object.keys(this.#form.validate()).length === 0;
  }

  #goToFirstError(): void {
    // form-js draws errors in the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const wrong = this.#host.querySelector<HTMLElement>('.fjs-has-errors');
      wrong?.scrollIntoView({ block: 'center' });
      wrong?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
    }));
  }
}

function part<T>(host: HTMLElement, name: string): T | undefined {
  const text = host.querySelector(`script[data-part="${name}"]`)?.textContent;
  return text ? (JSON.parse(text) as T) : undefined;
}

async function mountAll(root: ParentNode): Promise<void> {
  for (const host of root.querySelectorAll<HTMLElement>('[data-form-viewer]:not([data-mounted])')) {
    host.dataset['mounted'] = '';
    try {
      await new FormIsland(host).mount();
    } finally {
      // Also a form that can't be shown lets its buttons work: the server looks at what is sent.
      host.dataset['ready'] = '';
      host.dispatchEvent(new CustomEvent('be:form-ready', { bubbles: true }));
    }
  }
  for (const text of missing) console.warn(`form-viewer: no Chinese for "${text}"`);
}

// A fragment swapped in by htmx brings its own forms.
document.addEventListener('htmx:load', (event) => void mountAll(event.target as HTMLElement));
void mountAll(document);
