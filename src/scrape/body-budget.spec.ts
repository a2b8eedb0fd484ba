import { BodyBudget } from './body-budget.ts';

describe('BodyBudget', () => {
  it('lets the largest body give way, whoever asked last', () => {
    const budget = new BodyBudget(100);
    const gone: string[] = [];
    const small = budget.enter(() => gone.push('small'));
    const large = budget.enter(() => gone.push('large'));
    small.add(10);
    large.add(85);
    expect(gone).toEqual([]);
    small.add(10);
    expect(gone).toEqual(['large']);
    expect([small.refusal, large.refusal?.reason]).toEqual([undefined, 'body_too_large']);
    // What still comes of it counts no more, and its place is free.
    large.add(1_000);
    small.add(70);
    expect(gone).toEqual(['large']);
    small.add(20);
    expect(gone).toEqual(['large', 'small']);
  });

  it('counts a body that is done no more', () => {
    const budget = new BodyBudget(100);
    for (let pages = 0; pages < 10; pages++) {
      const body = budget.enter(() => {
        throw new Error('must not give way');
      });
      body.add(90);
      body.close();
      body.close();
    }
  });
});
