// Serves the built site as a static host would: `node src/site/serve.ts [folder]`. PORT, HOST and BASE come from the
// environment; a port that is taken gives way to the next free one, and PORT=0 takes any.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

const folder = resolve(process.argv[2] ?? 'dist');
const base = `/${process.env['BASE'] ?? ''}/`.replace(/\/+/g, '/');
if (!existsSync(join(folder, 'index.html'))) {
  console.error(`${folder} holds no site. Build one first: npm run build`);
  process.exit(1);
}

/** The file behind an address; undefined where there is none. */
function fileOf(pathname: string): string | undefined {
  if (!pathname.startsWith(base)) return undefined;
  const file = join(folder, pathname.slice(base.length));
  if (file !== folder && !file.startsWith(folder + sep)) return undefined;
  return [file, join(file, 'index.html')].find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

const compressed = new Map<string, Buffer>();

/** A text file as it travels; compressed once. */
function brotli(file: string): Buffer {
  const kept = compressed.get(file);
  if (kept !== undefined) return kept;
  const bytes = brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  compressed.set(file, bytes);
  return bytes;
}

const server = createServer((request, response) => {
  let pathname = '';
  try {
    pathname = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    // Not an address: answered like one that is missing.
  }
  const found = fileOf(pathname);
  if (found?.endsWith('index.html') && !/(\/|\.html)$/.test(pathname)) {
    response.writeHead(301, { location: `${encodeURI(pathname)}/` }).end();
    return;
  }
  const file = found ?? join(folder, '404.html');
  const type = types[extname(file)] ?? 'application/octet-stream';
  const packed = /text|json|xml/.test(type) && /\bbr\b/.test(String(request.headers['accept-encoding']));
  response.writeHead(found === undefined ? 404 : 200, {
    'content-type': type,
    'cache-control': 'no-cache',
    ...(packed ? { 'content-encoding': 'br' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : packed ? brotli(file) : readFileSync(file));
});

const first = Number(process.env['PORT'] ?? 4321);
const host = process.env['HOST'] ?? 'localhost';
let port = first;
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE' || port - first >= 100) throw error;
  server.listen((port += 1), host);
});
server.on('listening', () => {
  console.log(`Attention Atlas: http://${host}:${(server.address() as AddressInfo).port}${base}`);
});
server.listen(port, host);
