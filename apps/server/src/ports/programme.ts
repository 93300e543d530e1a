import type { Presentation } from '@sluice/media';
import type { StageView } from './space-stage.ts';

/** What is shown, and in which form. */
export interface ProgrammeOrder {
  /** The asset that it becomes. */
  readonly assetId: string;
  readonly layout: 'gallery' | 'active-speaker' | 'crop';
  /** Pixels, both even. */
  readonly width: number;
  readonly height: number;
  /** A picture in whatever form; null: a plain ground. */
  readonly background: Uint8Array | null;
  /** What was told of the asset when it became playable, where it is to go on after its process died; else null. */
  readonly continues: Presentation | null;
  /** What there is to be shown when it begins. */
  readonly view: StageView;
}

export interface ProgrammeHooks {
  /** The first segments and every playlist are stored: it plays. `model` is what it is closed with. */
  readonly onPlayable: (model: Presentation) => void;
  /** Asked before anything is stored: false where another process does that by now. */
  readonly mayStore: () => Promise<boolean>;
}

/** A programme under way: its picture and sound go on whoever comes and goes, until it is stopped. */
export interface Programme {
  show(view: StageView): void;
  /** Ends it; what was composed until now is stored. */
  stop(): void;
  /**
   * Resolves once everything is stored, rejects where it broke off: with `programme/not-continued` where an asset that
   * was to go on has another form than would be made here. The playlists are still open then.
   */
  readonly done: Promise<void>;
}

/** Composes what a media server forwards and stores it as the growing stream of an asset. */
export interface ProgrammeStudio {
  /** @throws {SluiceError} where there is no room for another one, or the background is no picture. */
  start(order: ProgrammeOrder, hooks: ProgrammeHooks): Promise<Programme>;
  /**
   * Ends the playlists of an asset that nobody makes grow any more, and tells what it has become. May be repeated, by any
   * process. Null where nothing of it plays.
   */
  close(assetId: string, model: Presentation): Promise<Presentation | null>;
}
