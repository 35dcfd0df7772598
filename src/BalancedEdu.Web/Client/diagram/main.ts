import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { fit, type Box } from './fit';

/*
 * Shows a process and where a case stands in it, on every <div data-diagram>:
 *   <script type="application/json" data-part="bpmn">"<definitions …>"</script>
 *   <script type="application/json" data-part="marks">
 *     {"current":["id"],"finished":["id"],"texts":{"id":"当前 2/5"}}
 *   </script>
 * The bpmn.io mark stays: its licence asks for it.
 */
interface Marks {
  readonly current?: readonly string[];
  readonly finished?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
}

interface Canvas {
  viewbox(): { inner: Box };
  viewbox(box: Box): void;
  addMarker(id: string, marker: string): void;
  zoom(): number;
  zoom(level: number | 'fit-viewport', center?: 'auto'): void;
  resized(): void;
}
interface Registry { get(id: string): { type?: string; incoming?: Flow[]; outgoing?: Flow[] } | undefined }
interface Flow { id: string; source?: { id: string }; target?: { id: string } }
interface Overlays { add(id: string, overlay: { position: object; html: HTMLElement }): void }

const margin = 16;
const step = 1.2;

async function mount(host: HTMLElement): Promise<void> {
  const xml = part<string>(host, 'bpmn');
  if (xml === undefined) return;
  const box = document.createElement('div');
  box.className = 'be-diagram-in';
  host.append(box);
  // The wheel scrolls the page; a diagram in the middle of it must not take it away.
  const viewer = new NavigatedViewer({ container: box, zoomScroll: { enabled: false } } as object);
  await viewer.importXML(xml);
  const canvas = viewer.get<Canvas>('canvas');
  mark(viewer, canvas, part<Marks>(host, 'marks') ?? {});
  const inner = canvas.viewbox().inner;
  const show = (): void => place(host, box, canvas, inner);
  show();
  addEventListener('resize', show);
  host.querySelector('[data-part=waiting]')?.remove();
  host.addEventListener('click', (event) => {
    zoomBy((event.target as Element).closest<HTMLElement>('[data-zoom]'), canvas, show);
  });
}

function place(host: HTMLElement, box: HTMLElement, canvas: Canvas, inner: Box): void {
  const fitted = fit(inner, host.clientWidth, margin);
  box.style.width = `${fitted.width}px`;
  box.style.height = `${fitted.height}px`;
  canvas.resized();
  canvas.viewbox(fitted.viewbox);
}

function zoomBy(button: HTMLElement | null, canvas: Canvas, show: () => void): void {
  if (!button) return;
  if (button.dataset['zoom'] === 'fit') show();
  else canvas.zoom(canvas.zoom() * (button.dataset['zoom'] === 'in' ? step : 1 / step), 'auto');
}

function mark(viewer: NavigatedViewer, canvas: Canvas, marks: Marks): void {
  const registry = viewer.get<Registry>('elementRegistry');
  const overlays = viewer.get<Overlays>('overlays');
  const finished = new Set(marks.finished ?? []);
  for (const id of finished) if (registry.get(id)) canvas.addMarker(id, 'be-finished');
  for (const id of marks.current ?? []) if (registry.get(id)) canvas.addMarker(id, 'be-here');
  for (const [id, text] of Object.entries(marks.texts ?? {})) {
    if (!registry.get(id)) continue;
    const html = document.createElement('span');
    html.className = 'be-diagram-text';
    html.textContent = text;
    overlays.add(id, { position: { top: -22, left: 0 }, html });
  }
}

function part<T>(host: HTMLElement, name: string): T | undefined {
  const text = host.querySelector(`script[data-part="${name}"]`)?.textContent;
  return text ? (JSON.parse(text) as T) : undefined;
}

async function mountAll(root: ParentNode): Promise<void> {
  for (const host of root.querySelectorAll<HTMLElement>('[data-diagram]:not([data-mounted])')) {
    host.dataset['mounted'] = '';
    await mount(host);
  }
}

document.addEventListener('htmx:load', (event) => void mountAll(event.target as HTMLElement));
void mountAll(document);
