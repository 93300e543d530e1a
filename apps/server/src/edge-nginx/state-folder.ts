import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type StateKey, stateFiles } from '../../njs/state-files.ts';
import { isBygone } from '../../njs/verdict-path.ts';
import type { MirroredFile } from './revocation-mirror.ts';

/** Whose workers read the folder; null: ours. */
export interface WorkerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The folder that nginx reads before each decision. Every file appears whole. */
export interface StateFolder {
  writeKeys(keys: readonly StateKey[]): void;
  /** Brings these files up to date. */
  writeRevoked(files: readonly MirroredFile[]): void;
  /** Removes every file of a revocation that is not among `files`, and writes those. */
  replaceRevoked(files: readonly MirroredFile[]): void;
  /** Ends every verdict that was given so far. */
  beginGeneration(): void;
  writeContact(nowSeconds: number): void;
  /** Removes verdicts that nobody can find any more. */
  removeOldVerdicts(nowSeconds: number): Promise<void>;
}

const KINDS = ['token', 'key', 'subject', 'asset'] as const;

/** Opens `folder` and makes what is missing in it. Nothing is served from it before the first contact. */
export function openStateFolder(folder: string, workers: WorkerAccount | null): StateFolder {
  const at = (...names: readonly string[]): string => join(folder, ...names);
  const giveToWorkers = (path: string): void => {
    if (workers !== null) chownSync(path, workers.uid, workers.gid);
  };
  const write = (path: string, text: string, mode: number): void => {
    const staging = `${path}.new`;
    writeFileSync(staging, text, { mode });
    chmodSync(staging, mode);
    giveToWorkers(staging);
    renameSync(staging, path);
  };
  const writeRevoked = (files: readonly MirroredFile[]): void => {
    for (const { kind, name, text } of files) {
      const path = at(stateFiles.revoked, kind, name);
      if (text === null) rmSync(path, { force: true });
      // An empty file cannot be seen half written.
      else if (text === '') closeSync(openSync(path, 'w', 0o644));
      else write(path, text, 0o644);
    }
  };
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const kind of KINDS) mkdirSync(at(stateFiles.revoked, kind), { recursive: true });
  return {
    writeKeys: (keys) => write(at(stateFiles.keys), JSON.stringify(keys), 0o600),
    writeRevoked,
    replaceRevoked(files) {
      const present = new Set(
        KINDS.flatMap((kind) => readdirSync(at(stateFiles.revoked, kind)).map((name) => `${kind}/${name}`)),
      );
      // After a restart nearly all of them are there, and those of tokens and keys say nothing but that they are.
      const isNews = ({ kind, name }: MirroredFile): boolean =>
        kind === 'subject' || kind === 'asset' || !present.has(`${kind}/${name}`);
      writeRevoked(files.filter(isNews));
      for (const { kind, name } of files) present.delete(`${kind}/${name}`);
      for (const name of present) rmSync(at(stateFiles.revoked, name), { force: true });
    },
    beginGeneration() {
      const name = `g${Date.now()}-${process.hrtime.bigint()}`;
      mkdirSync(at(name));
      giveToWorkers(at(name));
      const staging = at(`${stateFiles.current}.new`);
      rmSync(staging, { force: true });
      symlinkSync(name, staging);
      renameSync(staging, at(stateFiles.current));
    },
    writeContact: (nowSeconds) => write(at(stateFiles.contact), String(nowSeconds), 0o644),
    async removeOldVerdicts(nowSeconds) {
      const current = readlinkSync(at(stateFiles.current));
      const past = readdirSync(folder).filter((name) => /^g\d/.test(name) && name !== current);
      const bygone = readdirSync(at(current)).filter((name) => isBygone(name, nowSeconds));
      const paths = [...past.map((name) => at(name)), ...bygone.map((name) => at(current, name))];
      for (const path of paths) await rm(path, { recursive: true, force: true });
    },
  };
}
