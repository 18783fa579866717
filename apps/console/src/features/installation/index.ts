export { installationQuery, useInstallation, useLabel, levelIn, useLevel, useTier } from './queries.ts'
