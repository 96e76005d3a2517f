/**
 * `node scripts/tasks/icons.mjs`: renders `resources/icon.svg` with the installed Chromium into what the installers need: PNGs for
 * Linux, an ICO for Windows, an ICNS for macOS. Run it after the drawing changed; the results are kept in the repository.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { runMain } from '../lib/main.mjs';
import { inProject } from '../lib/project.mjs';
import { tell } from '../lib/report.mjs';

const linuxSizes = [16, 32, 48, 64, 128, 256, 512, 1024];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Types of the ICNS container that hold PNG, by pixels. */
const macTypes = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
]);

await runMain(async () => {
  const sizes = [...new Set([...linuxSizes, ...windowsSizes, ...macTypes.map(([, size]) => size)])];
  const images = await render(readFileSync(inProject('resources', 'icon.svg'), 'utf8'), sizes);
  /** @param {number} size */
  const png = (size) => images.get(size) ?? Buffer.alloc(0);
  const folder = inProject('resources', 'icons');
  mkdirSync(folder, { recursive: true });
  for (const size of linuxSizes) writeFileSync(inProject('resources', 'icons', `${size}x${size}.png`), png(size));
  writeFileSync(inProject('resources', 'icon.ico'), toIco(windowsSizes.map((size) => ({ size, png: png(size) }))));
  writeFileSync(
    inProject('resources', 'icon.icns'),
    toIcns(macTypes.map(([type, size]) => ({ type, png: png(size) }))),
  );
  tell(`Icons are in ${folder}.`);
});

/**
 * @param {string} svg
 * @param {readonly number[]} sizes
 * @returns {Promise<Map<number, Buffer>>}
 */
async function render(svg, sizes) {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    const images = new Map();
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size });
      const style = `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>`;
      await page.setContent(`<!doctype html>${style}${svg}`);
      images.set(size, await page.screenshot({ omitBackground: true }));
    }
    return images;
  } finally {
    await browser.close();
  }
}

/**
 * A directory of images, each a whole PNG (Windows Vista and later).
 *
 * @param {readonly { readonly size: number, readonly png: Buffer }[]} images
 */
function toIco(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/**
 * `icns`, the length of all, then type, length and PNG of each image.
 *
 * @param {readonly { readonly type: string, readonly png: Buffer }[]} images
 */
function toIcns(images) {
  const parts = images.map(({ type, png }) => Buffer.concat([chunkHead(type, png.length), png]));
  const body = Buffer.concat(parts);
  return Buffer.concat([chunkHead('icns', body.length), body]);
}

/**
 * @param {string} type
 * @param {number} length of what follows.
 */
function chunkHead(type, length) {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(length + 8, 4);
  return head;
}
