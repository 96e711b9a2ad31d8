import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ClaimStore, Outcome } from '../../../Documentation/crm/send';

/** Claims as files of a folder, which the file system lets be made once, by whatever process. */
export class FileClaims implements ClaimStore {
  constructor(
    private readonly folder: string,
    /** Runs between the claim and the request. */
    private readonly afterClaim: () => void = () => undefined,
  ) {}

  async claim(key: string): Promise<boolean> {
    try {
      writeFileSync(join(this.folder, key), 'claimed', { flag: 'wx' });
    } catch (error) {
      if ((error as { code?: unknown }).code === 'EEXIST') return false;
      throw error;
    }
    this.afterClaim();
    return true;
  }

  async settle(key: string, outcome: Outcome): Promise<void> {
    writeFileSync(join(this.folder, key), JSON.stringify(outcome));
  }
}
