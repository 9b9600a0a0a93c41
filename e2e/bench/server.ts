// The built site, served for as long as it is measured.
import { spawn } from 'node:child_process';

export interface Server {
  readonly address: string;
  stop(): void;
}

export async function serve(): Promise<Server> {
  const server = spawn(process.execPath, ['src/site/serve.ts'], {
    env: { ...process.env, PORT: '0', BASE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      const [found] = /http:\S+/.exec(String(chunk)) ?? [];
      if (found !== undefined) resolve(found);
    });
    server.on('exit', () => reject(new Error('the site could not be served')));
  });
  return { address, stop: () => void server.kill() };
}
