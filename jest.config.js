export default {
  testEnvironment: '<rootDir>/test/environment.js',
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/{src,test,bench,dashboards,docs,k8s}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/fast-check.js' },
  maxWorkers: 2,
  // Modules of finished specs stay in a worker's memory: beyond this a new one is quicker.
  workerIdleMemoryLimit: '1.5GB',
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/test/plain-line-reporter.js'],
};
