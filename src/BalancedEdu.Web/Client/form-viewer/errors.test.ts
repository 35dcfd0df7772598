import { expect, it } from 'vitest';
import { placeErrors, withIds, type SchemaField } from './errors';

const schema: SchemaField = withIds<SchemaField>({
  components: [
    { key: 'count', id: 'Field_count' },
    { path: 'plan', components: [{ key: 'deadline' }] },
    { components: [{ key: 'note' }] },
  ],
});

it('puts a refusal to its field, also in groups with and without a path', () => {
  const errors = { count: ['不大于 55'], 'plan.deadline': ['须是工作日'], note: ['至少 10 个字'] };
  const { byField, unplaced } = placeErrors(schema, errors);
  const idIn = (group: number): string => schema.components![group]!.components![0]!.id!;
  expect(byField).toEqual({ Field_count: ['不大于 55'], [idIn(1)]: ['须是工作日'], [idIn(2)]: ['至少 10 个字'] });
  expect(unplaced).toEqual([]);
});

it('keeps what belongs to no field', () => {
  expect(placeErrors(schema, { elsewhere: ['三校合计应等于 58'] })).toEqual({ byField: {}, unplaced: ['三校合计应等于 58'] });
});

it('gives the same ids to the same schema', () => {
  const plain = { components: [{ key: 'a' }] };
  expect(withIds(plain)).toEqual(withIds(plain));
});
