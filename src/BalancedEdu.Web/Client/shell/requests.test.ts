import { expect, it } from 'vitest';
import { failureOf } from './requests';

it.each([
  [0, '没有送达'],
  [400, '已过期'],
  [403, '岗位'],
  [404, '没有这件事项，或您无权查看'],
  [413, '文件太大'],
  [500, '没有完成'],
  [502, '没有完成'],
])('says after %i what happened to the action', (status, words) => expect(failureOf(status)).toContain(words));
