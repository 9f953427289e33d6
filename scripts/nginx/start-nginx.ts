import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './setup.ts';

const NGINX = process.env['NGINX'] ?? 'nginx';

/** nginx prints its version to stderr, which execFileSync does not return unless it is joined to stdout. */
export const nginxVersion = (): string =>
  execFileSync('sh', ['-c', `${NGINX} -v 2>&1`], { encoding: 'utf8' }).trim();

/** A running nginx. */
export interface Nginx {
  /** Starts it again. */
  start(): void;
  stop(): Promise<void>;
  /** As `nginx -s reload`. */
  reload(): void;
}

/** Starts an nginx with these server blocks, in a configuration that compresses every content type unless a block turns that off. */
export function startNginx(folder: string, name: string, servers: string): Nginx {
  const file = join(folder, `${name}.conf`);
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/${name}.pid; error_log ${folder}/${name}.error.log info;
     events {}
     http {
       client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
       uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
       access_log ${folder}/${name}.access.log;
       gzip on; gzip_types *; gzip_proxied any; gzip_min_length 0;
       ${servers}
     }`,
  );
  execFileSync(NGINX, ['-t', '-q', '-c', file]);
  let child: ChildProcess;
  process.once('exit', () => child.kill());
  const start = (): void => void (child = spawn(NGINX, ['-c', file], { stdio: 'ignore' }));
  start();
  return {
    start,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
    reload: () => void child.kill('SIGHUP'),
  };
}

/** Waits until the reference server answers through it. */
export const untilUp = (url: string): Promise<void> =>
  until('nginx', () =>
    fetch(`${url}/__control`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
