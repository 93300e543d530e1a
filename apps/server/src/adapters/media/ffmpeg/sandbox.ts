import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ToolLimits } from '../../../ports/media-tool.ts';

/** What one run may see of the file system. */
export interface Visible {
  /** Folders (or files) of tools outside `/usr`, absolute. */
  readonly tools: readonly string[];
  /** Files to read, at their own absolute paths. */
  readonly readable: readonly string[];
  /** The one writable folder, at its own absolute path; null for a run that writes nothing. */
  readonly scratch: string | null;
}

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/** Part of the system that programs need to start at all. Nothing under /etc beyond fonts and the linker's cache. */
const SYSTEM_FILES = ['/etc/alternatives', '/etc/ld.so.cache', '/etc/fonts'];
const SYSTEM_FOLDERS = ['/bin', '/lib', '/lib32', '/lib64', '/sbin'];
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: '/tmp', TMPDIR: '/tmp' };

/**
 * The command inside bubblewrap: new namespaces of every kind (so no network), an empty root with `/usr`
 * read-only and the visible files bound at their own paths. The tool dies with us (PR_SET_PDEATHSIG).
 */
export function sandboxed(bubblewrapPath: string, inner: CommandLine, visible: Visible): CommandLine {
  const args = ['--unshare-all', '--die-with-parent', '--new-session', '--clearenv'];
  for (const [name, value] of Object.entries(ENVIRONMENT)) args.push('--setenv', name, value);
  args.push('--ro-bind', '/usr', '/usr', ...systemFolders());
  for (const path of SYSTEM_FILES) args.push('--ro-bind-try', path, path);
  args.push('--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp');
  for (const path of visible.tools) args.push('--ro-bind', path, path);
  if (visible.scratch !== null) args.push('--bind', visible.scratch, visible.scratch, '--chdir', visible.scratch);
  for (const path of visible.readable) args.push('--ro-bind', path, path);
  return { command: bubblewrapPath, args: [...args, '--', inner.command, ...inner.args] };
}

/** On merged-/usr systems these are symbolic links, elsewhere folders of their own. */
function systemFolders(): string[] {
  return SYSTEM_FOLDERS.filter((path) => existsSync(path)).flatMap((path) =>
    lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path],
  );
}

/** The command under resource limits: a broken file must not eat the machine. */
export function limited(inner: CommandLine, limits: ToolLimits, cores: number): CommandLine {
  return {
    command: 'prlimit',
    args: [
      `--as=${Math.floor(limits.memoryBytes)}`,
      `--fsize=${Math.floor(limits.fileBytes)}`,
      // Processor time is a second net under the wall clock, for a run that lost its keeper.
      `--cpu=${Math.ceil(limits.seconds) * cores + 10}`,
      '--core=0',
      '--',
      inner.command,
      ...inner.args,
    ],
  };
}

/** Without a sandbox the tool still dies with us. */
export function dyingWithParent(inner: CommandLine): CommandLine {
  return { command: 'setpriv', args: ['--pdeathsig', 'KILL', '--', inner.command, ...inner.args] };
}

export interface Tool {
  /** The program itself, links resolved; a bare name is looked up in the system's path. */
  readonly command: string;
  /** What to bind for it: the folder that it lies in with its libraries, null where `/usr` has it. */
  readonly bind: string | null;
}

export function locateTool(path: string): Tool {
  if (!path.startsWith('/') || !existsSync(path)) return { command: path, bind: null };
  const command = realpathSync(path);
  if (command.startsWith('/usr/')) return { command, bind: null };
  const folder = dirname(command);
  // The root folder would show everything.
  return { command, bind: folder === '/' ? command : folder };
}
