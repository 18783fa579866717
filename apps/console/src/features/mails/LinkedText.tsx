import { Anchor } from '@mantine/core'

const address = /(https?:\/\/[^\s<>"]+)/

/** Plain text whose addresses can be followed. */
export const LinkedText = ({ text }: { text: string }) =>
  text.split(address).map((piece, at) =>
    address.test(piece) ? (
      <Anchor key={at} href={piece} target="_blank" rel="noreferrer" inherit>
        {piece}
      </Anchor>
    ) : (
      piece
    ),
  )
