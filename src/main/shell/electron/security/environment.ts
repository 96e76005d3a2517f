/** Variables that change how Electron or Node runs, or that a development server sets; none has a say in the product. */
const ignoredVariables =
  /^(?:ELECTRON_|NODE_OPTIONS$|NODE_DEBUG|NODE_V8_COVERAGE$|NODE_PATH$|NODE_REDIRECT_WARNINGS$)/i;

/**
 * Takes the variables out of the environment, so that neither our code nor a process that we start can follow them. Electron itself
 * has read its own by then: `ELECTRON_RUN_AS_NODE` and `NODE_OPTIONS` are closed by the fuses.
 */
export function dropForeignVariables(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) {
    if (ignoredVariables.test(name)) delete environment[name];
  }
}
