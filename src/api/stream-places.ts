import { HttpStatus } from '@nestjs/common';
import type { Actor } from './actor.ts';
import { ProblemException, problem } from './problem.ts';

/** Each takes a connection and what it has not read yet. */
const PLACES_MAXIMUM = 200;
/** So that nobody keeps everybody else out. People who share a token share these. */
const PLACES_OF_ONE_MAXIMUM = 20;
const RETRY_AFTER_S = 60;

/** The places of those who follow the stream: so many in all, and so many of one actor. */
export class StreamPlaces {
  private readonly taken = new Map<string, number>();
  private count = 0;

  /**
   * Takes a place; returns how to give it back, which is to be called once.
   *
   * @throws ProblemException 429 when the actor has too many, 503 when none is left
   */
  take({ name }: Pick<Actor, 'name'>): () => void {
    const mine = this.taken.get(name) ?? 0;
    if (mine >= PLACES_OF_ONE_MAXIMUM)
      throw refusal(HttpStatus.TOO_MANY_REQUESTS, `You follow ${PLACES_OF_ONE_MAXIMUM} times already: end one.`);
    if (this.count >= PLACES_MAXIMUM)
      throw refusal(HttpStatus.SERVICE_UNAVAILABLE, `${PLACES_MAXIMUM} clients follow already.`);
    this.taken.set(name, mine + 1);
    this.count++;
    return () => this.giveBack(name);
  }

  private giveBack(name: string): void {
    const rest = (this.taken.get(name) ?? 0) - 1;
    if (rest > 0) this.taken.set(name, rest);
    else this.taken.delete(name);
    this.count--;
  }
}

function refusal(status: number, detail: string): ProblemException {
  return new ProblemException(problem(status, detail), { 'retry-after': `${RETRY_AFTER_S}` });
}
