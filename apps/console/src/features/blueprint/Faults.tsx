import { Table } from '@mantine/core'
import type { BlueprintFault } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Section } from '../../kit/Section.tsx'

/** What is wrong in a text, by line; a click goes there. */
export function Faults({ faults, onOpen }: { faults: readonly BlueprintFault[]; onOpen: (line: number) => void }) {
  const { t } = useTranslation('blueprint')
  return (
    <Section title={t('faults', { count: faults.length })}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={80}>{t('line')}</Table.Th>
            <Table.Th>{t('path')}</Table.Th>
            <Table.Th>{t('reason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {faults.map(({ line, path, reason }, at) => (
            <Table.Tr key={at}>
              <Table.Td>
                <button type="button" className="mantine-focus-auto" onClick={() => onOpen(line)}>
                  {line}
                </button>
              </Table.Td>
              <Table.Td ff="monospace">{path || t('top')}</Table.Td>
              <Table.Td>{reason}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
