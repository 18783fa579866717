import { isPermission, type Problem, type RefusalCode } from '@tenantry/contract'
import { ApiError, NoAnswer } from '@tenantry/sdk'
import { useTranslation } from 'react-i18next'
import { keyOf } from './texts.ts'

/** What happened, in words: the code's sentence, which permission is missing, when trying again makes sense. */
export function useSentence() {
  const { t, i18n } = useTranslation('kit')
  // A newer server may refuse with a code this page has no words for; its own are then better than none.
  const known = (code: string): code is RefusalCode => i18n.exists(`kit:refusals.${code}`)
  const missing = ({ permission, at }: NonNullable<Problem['missing']>) => {
    const words = isPermission(permission) ? t(`permissions.${keyOf(permission)}`) : permission
    const told = { permission: words, key: permission }
    return at ? t('problem.missingAt', { ...told, place: at.name }) : t('problem.missing', told)
  }
  return (error: unknown): string => {
    if (error instanceof NoAnswer) return t('problem.noAnswer')
    if (!(error instanceof ApiError)) return t('problem.unexpected', { message: String(error) })
    const { code, problem } = error
    if (problem.missing) return missing(problem.missing)
    const sentence = known(code) ? t(`refusals.${code}`) : problem.title
    return problem.retryAfter ? `${sentence} ${t('problem.retryIn', { count: problem.retryAfter })}` : sentence
  }
}
