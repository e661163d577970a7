/** Fullscript: settings, reaching it, and apps that work through clinics. */
import { UNCHANGED, type FailureText } from './failure-text'

export const fullscriptFailures = {
  'fullscript-not-configured': {
    happened: 'Fullscript is not set up for this practice yet.',
    safe: UNCHANGED,
    todo: 'Ask an administrator to enter the Fullscript app settings.',
    todoForAdministrator: 'Enter the practice’s app under Fullscript, Fullscript settings.',
  },
  'fullscript-not-connected': {
    happened: 'Your Fullscript account is not connected.',
    safe: UNCHANGED,
    todo: 'Connect your Fullscript account to go on.',
  },
  'fullscript-reconnect-needed': {
    happened: 'Fullscript no longer accepts this connection. It may have been ended in Fullscript.',
    safe: 'Everything in the chart is safe.',
    todo: 'Connect your Fullscript account again. It takes a few seconds.',
  },
  'fullscript-missing-scope': {
    happened: 'Your Fullscript connection does not include a permission that this needs.',
    safe: UNCHANGED,
    todo: 'Connect your Fullscript account again to grant the permission.',
  },
  'fullscript-app-refused': {
    happened: 'Fullscript does not accept the client ID or client secret of this practice.',
    safe: 'Everybody stays connected and nothing was deleted.',
    todo: 'Ask an administrator to check the Fullscript app settings.',
    todoForAdministrator:
      'Compare client ID and client secret in the Fullscript settings with Fullscript’s dashboard.',
  },
  'fullscript-unreachable': {
    happened: 'Fullscript cannot be reached.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Check the internet connection and try again.',
  },
  'fullscript-untrusted': {
    happened: 'Whoever answered in the place of Fullscript could not prove to be Fullscript.',
    safe: 'Nothing was sent there. Everything in the chart is safe, and you can go on working.',
    todo: 'Check the date and time of this computer. If they are right, tell whoever looks after the network: something on it stands between Yarrow and Fullscript.',
  },
  'network-sign-in-needed': {
    happened: 'This network asks for a user name and a password before it lets Yarrow out to Fullscript.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Ask whoever looks after the network to let Yarrow through its proxy without a password, or with the sign-in of this computer.',
  },
  'fullscript-busy': {
    happened: 'Fullscript asks to slow down.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Wait a moment and try again.',
  },
  'fullscript-trouble': {
    happened: 'Fullscript has a problem on its side.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Try again in a few minutes.',
  },
  'fullscript-bad-answer': {
    happened: 'Fullscript sent an answer that Yarrow could not read.',
    safe: 'Nothing of it was saved.',
    todo: 'Try again. If it stays, contact support.',
  },
  'fullscript-plan-gone': {
    happened: 'Fullscript no longer has this plan, or does not show it to your account.',
    safe: 'What is in the chart stays as it was read last.',
    todo: 'Look for the plan in Fullscript. If it is there, ask the practitioner who made it to refresh it here.',
  },
  'fullscript-refused': {
    happened: 'Fullscript did not allow this for your account.',
    safe: UNCHANGED,
    todo: 'Check in Fullscript what your account may do, or ask the owner of the Fullscript account.',
  },
  // clinic-level apps
  'fullscript-clinic-not-connected': {
    happened: 'Your clinic is not connected to Fullscript, or Fullscript has ended the connection.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Ask an administrator to connect the clinic under Fullscript, Clinics and people.',
    todoForAdministrator: 'Connect the clinic under Fullscript, Clinics and people.',
  },
  'fullscript-not-mapped': {
    happened: 'Nobody has said yet who you are at Fullscript.',
    safe: UNCHANGED,
    todo: 'Ask an administrator to choose your Fullscript user under Fullscript, Clinics and people.',
    todoForAdministrator: 'Choose your Fullscript user under Fullscript, Clinics and people.',
  },
  'fullscript-user-taken': {
    happened: 'That Fullscript user already stands for a colleague.',
    safe: UNCHANGED,
    todo: 'Choose another one, or take it from the colleague first.',
  },
  'fullscript-user-not-staff': {
    happened: 'This person does not prescribe, and that Fullscript user is a practitioner.',
    safe: UNCHANGED,
    todo: 'Choose a member of Fullscript’s office staff. If there is none, add one in Fullscript first.',
  },
} as const satisfies Record<string, FailureText>
