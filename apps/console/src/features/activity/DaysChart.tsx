/** Apart from the page: the library behind it is fetched when a chart is to be drawn. */
import '@mantine/core/styles/ColorSwatch.layer.css'
import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'

interface Props {
  data: readonly { day: string; succeeded: number; failed: number }[]
  words: { succeeded: string; failed: string }
}
/** One hue, light and dark of it; the numbers themselves stand in the table beside. */
export function DaysChart({ data, words }: Props) {
  return (
    <BarChart
      h={220}
      data={[...data]}
      dataKey="day"
      type="stacked"
      withLegend
      legendProps={{ verticalAlign: 'top', height: 32 }}
      maxBarWidth={28}
      barChartProps={{ accessibilityLayer: false }}
      barProps={{ isAnimationActive: false }}
      yAxisProps={{ allowDecimals: false, width: 40 }}
      series={[
        { name: 'succeeded', label: words.succeeded, color: 'var(--tenantry-chart)' },
        { name: 'failed', label: words.failed, color: 'var(--tenantry-chart-strong)' },
      ]}
    />
  )
}
