/** The line beside a patient's tabs: the page offers the room, the open tab fills it. */
import { createContext, use, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

const Room = createContext<HTMLElement | null>(null)

export function PatientBarRoom({ element, children }: { element: HTMLElement | null; children: ReactNode }) {
  return <Room value={element}>{children}</Room>
}

export function PatientBar({ children }: { children: ReactNode }) {
  const room = use(Room)
  return room && createPortal(children, room)
}
