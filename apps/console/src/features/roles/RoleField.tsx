import { RoleHelp } from './RoleHelp.tsx'
import { RolePicker, type RolePickerProps } from './RolePicker.tsx'

/** The choice of a role in a form, with what the chosen one is for. */
export const RoleField = (props: Omit<RolePickerProps, 'quiet' | 'required'>) => (
  <div>
    <RolePicker required {...props} />
    <RoleHelp roles={props.roles} chosen={props.value ?? ''} />
  </div>
)
