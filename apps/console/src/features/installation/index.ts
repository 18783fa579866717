export { installationQuery, useInstallation, useLabel, useLevel } from './queries.ts'
