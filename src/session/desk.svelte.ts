export interface Shared { link: string; markdown: string; command: string; lengthInWords: string }
import type { Problem } from '../terms/problem';
export function createDesk() {
  return {
    catalogue: [] as readonly { id: string; title: string }[],
    sameRun: '',
    sameRunTone: '',
    async openText(_: string): Promise<readonly Problem[]> { return []; },
    async openEntry(_: string): Promise<readonly Problem[]> { return []; },
    async share(): Promise<Shared> { return { link: '', markdown: '', command: '', lengthInWords: '' }; },
    saveFile() {},
  };
}
export type Desk = ReturnType<typeof createDesk>;
