import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/{architecture,unit,vendors,integration,security}/**/*.test.{ts,tsx}'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // What is waited for comes; on a busy machine it comes late.
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // As `src/main/shell/v8-flags.ts` has it for the product.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    maxWorkers: 2,
  },
});
