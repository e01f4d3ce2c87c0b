// What Babel makes of a file with Relay's tags: imports of the artifacts that relay-compiler wrote.
import babel from '@babel/core';

const [source, artifactDirectory] = process.argv.slice(2);
const plugin = ['babel-plugin-relay', { artifactDirectory, eagerEsModules: true }];
const { code } = babel.transformFileSync(source, { plugins: [plugin], cwd: import.meta.dirname, configFile: false });
console.log(code);
