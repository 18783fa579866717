/** What went wrong with a provider, in one word for which there is a sentence; its own words stay with the cause. */
import type { ProviderFault } from '@tenantry/contract'
import { errors } from 'jose'
import * as oidc from 'openid-client'
import { EgressRefused } from '../../platform/egress/fetch.ts'

export class ProviderFailed extends Error {
  override readonly name = 'ProviderFailed'
  readonly fault: ProviderFault
  constructor(fault: ProviderFault, options?: ErrorOptions) {
    super(fault, options)
    this.fault = fault
  }
}

const ofClaims: Readonly<Record<string, ProviderFault>> = {
  iss: 'issuer_differs',
  aud: 'audience_wrong',
  azp: 'audience_wrong',
  nonce: 'nonce_wrong',
  exp: 'token_expired',
  nbf: 'token_expired',
  iat: 'token_expired',
  auth_time: 'token_expired',
  sub: 'subject_missing',
}
const ofCodes: Readonly<Record<string, ProviderFault>> = {
  OAUTH_TIMEOUT: 'slow',
  OAUTH_ABORT: 'slow',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'token_expired',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'malformed',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'issuer_differs',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'status_wrong',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'private',
  OAUTH_INVALID_RESPONSE: 'malformed',
  OAUTH_MISSING_SERVER_METADATA: 'endpoint_missing',
  OAUTH_INVALID_SERVER_METADATA: 'endpoint_missing',
}

export function faultOf(error: unknown): ProviderFault {
  if (error instanceof oidc.WWWAuthenticateChallengeError) return 'client_refused'
  if (error instanceof oidc.ResponseBodyError)
    return /^(invalid_client|unauthorized_client)$/.test(error.error) ? 'client_refused' : 'code_refused'
  if (error instanceof errors.JOSEError) return ofSignature(error)
  let code = ''
  for (let it: unknown = error; it instanceof Error; it = it.cause) {
    if (it instanceof EgressRefused) return it.fault
    const about = it.cause
    if (typeof about === 'object' && about !== null && !(about instanceof Error)) {
      if ('claim' in about && typeof about.claim === 'string') return ofClaims[about.claim] ?? 'malformed'
      if ('header' in about) return 'algorithm_refused'
    }
    if ('code' in it && typeof it.code === 'string') code ||= it.code
    if (/"iss".*(missing|unexpected)|response parameter "(iss|state)"/.test(it.message)) return 'response_of_other'
    const missing = /JWT "(\w+)" .*claim missing/.exec(it.message)?.[1]
    if (missing) return ofClaims[missing] ?? 'malformed'
    if (/"id_token"/.test(it.message)) return 'token_missing'
  }
  return ofCodes[code] ?? 'malformed'
}

function ofSignature(error: errors.JOSEError): ProviderFault {
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'algorithm_refused'
  if (error instanceof errors.JWTExpired) return 'token_expired'
  if (error instanceof errors.JWTClaimValidationFailed) return ofClaims[error.claim] ?? 'malformed'
  return 'signature_wrong'
}
