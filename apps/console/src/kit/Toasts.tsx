import { Notifications } from '@mantine/notifications'

/** Where toasts appear; what is said before this is loaded waits in their store. */
export const Toasts = () => <Notifications position="bottom-right" limit={3} />
