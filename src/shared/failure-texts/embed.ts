/** Fullscript’s view inside Yarrow. */
import { UNCHANGED, type FailureText } from './failure-text'

export const embedFailures = {
  'embed-grant-expired': {
    happened: 'The sign-in for the Fullscript view ran out before it was used.',
    safe: 'Everything in the chart is safe.',
    todo: 'Try again to get a fresh one.',
  },
  'embed-refused': {
    happened: 'Fullscript refused to be shown inside Yarrow.',
    safe: 'Everything in the chart is safe.',
    todo: 'Ask an administrator to check the public key and the Origin URI in the Fullscript app settings.',
    todoForAdministrator:
      'Compare the public key and the Origin URI in the Fullscript settings with Fullscript’s dashboard.',
  },
  'embed-patient-not-sent': {
    happened: 'The patient could not be handed to Fullscript, so the view was not opened.',
    safe: 'Everything in the chart is safe.',
    todo: 'Check the internet connection and try again.',
  },
  'embed-wrong-patient': {
    happened: 'Fullscript reported a different patient from the one on this page.',
    safe: 'Nothing was added to this chart.',
    todo: 'Check in Fullscript which patient the plan belongs to. If that patient is linked to the wrong chart, undo the link there.',
  },
  'embed-unsure-patient': {
    happened: 'It is not certain that the patient in Fullscript is the patient of this chart.',
    safe: 'Nothing was added to this chart.',
    todo: 'Compare the two at the top of the chart and say whether they are the same person.',
  },
  'embed-server-error': {
    happened: 'The Fullscript view reported an error.',
    safe: 'Everything in the chart is safe.',
    todo: 'Try again to open it afresh.',
  },
  'embed-silent': {
    happened: 'The Fullscript view did not finish loading.',
    safe: 'Everything in the chart is safe.',
    todo: 'Check the internet connection and try again.',
  },
  'embed-crashed': {
    happened: 'The Fullscript view stopped working.',
    safe: 'Everything in the chart is safe. What was not sent in Fullscript may have to be entered again.',
    todo: 'Try again to open it afresh.',
  },
  'embed-too-many': {
    happened: 'Three plans are open in Fullscript, which is as many as there can be.',
    safe: 'They stay open as they are.',
    todo: 'Close one of them, then open this one.',
  },
  'patient-email-missing': {
    happened: 'Fullscript needs an e-mail address for this patient.',
    safe: UNCHANGED,
    todo: 'Add an e-mail address to the patient, then open the plan again.',
  },
} as const satisfies Record<string, FailureText>
