/** Makes the sentences of a story, in English. */
import type { Story, StoryStep } from '../terms/story';
import { REMEDIES, SENTENCES } from './en';

/**
 * One sentence a step, each for itself understandable. `noun` is what the workload's records are called: "payment" makes
 * "payment 3". A step without a sentence of its own is told by its code, so that nothing is silently left out.
 */
export function tellStory(story: Story, noun = 'record'): readonly string[] {
  const subject = `${noun} ${story.record}`;
  const sentences = story.steps.map((step) => tellStep(step, subject));
  const remedy = tellRemedy(story);
  return remedy === '' ? sentences : [...sentences, remedy];
}

/** The sentence of one step, without its instant. */
export function tellStep(step: StoryStep, subject: string): string {
  const template = SENTENCES[step.code] ?? `${step.node}: ${step.code}`;
  return capital(fill(template, { ...step.params, subject, node: step.node }));
}

/** What would have saved the record, or ''. */
export function tellRemedy(story: Story): string {
  return REMEDIES[story.remedy] ?? '';
}

function fill(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
