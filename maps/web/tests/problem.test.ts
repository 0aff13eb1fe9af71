import { describe, expect, it } from 'vitest';
import { problemFrom } from '../src/problem.ts';

describe('a refusal of the service', () => {
  it('says what, why and what to do', () => {
    const problem = problemFrom(422, { what: '计算参数有误', why: '目标过大', remedy: '请改为 40', errors: [] });
    expect([problem.what, problem.why, problem.remedy, problem.status]).toEqual(['计算参数有误', '目标过大', '请改为 40', 422]);
  });

  it('lists every field once', () => {
    const problem = problemFrom(422, { title: '有误', detail: '目标过大', errors: [{ message: '目标过大' }, { message: '年龄应为 60' }] });
    expect(problem.why).toBe('目标过大；年龄应为 60');
  });

  it('has words even without a body', () => {
    expect(problemFrom(502, null).what).toBe('HTTP 502');
  });
});
