/** What the server refused, by key of the field: the same keys as in the data. */
export type ServerErrors = Readonly<Record<string, readonly string[]>>;

/** The part of a form-js schema that is needed to find a field again. */
export interface SchemaField {
  readonly id?: string;
  readonly key?: string;
  readonly path?: string;
  readonly components?: readonly SchemaField[];
}

export interface PlacedErrors {
  /** By id of the field, as form-js keeps them. */
  readonly byField: Record<string, string[]>;
  /** Whatever belongs to no field of this form: shown above it, never dropped. */
  readonly unplaced: string[];
}

/** Puts what the server refused to the fields it belongs to. A key may be a path: plan.receivingClass. */
export function placeErrors(schema: SchemaField, errors: ServerErrors): PlacedErrors {
  const ids = new Map<string, string>();
  collect(schema, '', ids);
  const byField: Record<string, string[]> = {};
  const unplaced: string[] = [];
  for (const [key, texts] of Object.entries(errors)) {
    const id = ids.get(key);
    if (id === undefined) unplaced.push(...texts);
    else byField[id] = [...texts];
  }
  return { byField, unplaced };
}

function collect(field: SchemaField, prefix: string, ids: Map<string, string>): void {
  for (const child of field.components ?? []) {
    if (child.key && child.id) ids.set(join(prefix, child.key), child.id);
    collect(child, child.path ? join(prefix, child.path) : prefix, ids);
  }
}

function join(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

/** Ids are optional in a schema, but errors are kept by id: each field without one gets one that is stable. */
export function withIds<T extends SchemaField>(schema: T): T {
  let count = 0;
  const named = (field: SchemaField): SchemaField => ({
    ...field,
    id: field.id ?? `field_${++count}`,
    ...(field.components ? { components: field.components.map(named) } : {}),
  });
  return named(schema) as T;
}
