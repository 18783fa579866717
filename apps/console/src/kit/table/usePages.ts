import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'

interface PageOf<Row> {
  items: Row[]
  next: string | null
}

export type Pages<Row> = ReturnType<typeof usePages<Row>>

/** Keyset pages of one question. While the next question is asked the rows of the last one stay, so nothing blanks. */
export function usePages<Row>(
  key: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<Row>>,
  enabled = true,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  })
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    error: query.error,
    stale: query.isPlaceholderData,
    loading: query.isFetching,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  }
}
