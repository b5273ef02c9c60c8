// Puts one platform's libduckdb into native/obj: node restore.mjs VERSION OS CPU LIBC TARGET
//
// npm checks the package against the lock file's hash. The package is moved into place in one step, so that
// builds running side by side, or one that is stopped, never leave half a library.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [version, os, cpu, libc, target] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const name = `@duckdb/node-bindings-${os}-${cpu}${libc === "musl" ? "-musl" : ""}`;

function checkPin() {
  const pinned = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).optionalDependencies[name];
  if (pinned === undefined) {
    throw new Error(`DuckDB publishes no library for ${os}-${cpu}.`);
  }
  if (pinned !== version) {
    throw new Error(`native/package.json pins ${name} ${pinned}, but DuckDb.Native.targets asks for ${version}.`);
  }
}

function fetchInto(work) {
  for (const file of ["package.json", "package-lock.json"]) {
    copyFileSync(join(here, file), join(work, file));
  }
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", `--os=${os}`, `--cpu=${cpu}`];
  if (libc) {
    args.push(`--libc=${libc}`);
  }
  const npm = spawnSync("npm", args, { cwd: work, encoding: "utf8", shell: process.platform === "win32" });
  if (npm.error) {
    throw new Error(`npm, which fetches DuckDB's library, could not be run (${npm.error.message}). Install Node.js with npm.`);
  }
  const installed = join(work, "node_modules", name);
  if (npm.status !== 0 || !existsSync(installed)) {
    const said = npm.stderr.trim().replaceAll(/\s*\n\s*/g, " ");
    throw new Error(`npm could not fetch ${name}@${version}${said ? `: ${said}` : " (the registry in use does not have it)"}.`);
  }
  return installed;
}

function moveIntoPlace(installed) {
  try {
    renameSync(installed, target);
  } catch (error) {
    // Another build was faster, which is as good.
    if (!existsSync(join(target, "package.json"))) {
      throw error;
    }
  }
}

let work;
try {
  checkPin();
  mkdirSync(dirname(target), { recursive: true });
  work = mkdtempSync(join(dirname(target), "restore-"));
  moveIntoPlace(fetchInto(work));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  if (work) {
    rmSync(work, { recursive: true, force: true });
  }
}
