/** Invented patients with families; some are known to the demo practice too, some only here. */
import { stableId } from '../ids'
import type { Store } from '../store/store'
import type { Patient } from '../store/types'
import { HARBOR, MEADOWLARK } from './clinics'

/** clinic | given | family | birth date | sex | e-mail | phone | guardian's e-mail | street | city | region | code */
const LINES = `
M|Maya|Lindqvist|1988-04-12|female|maya.lindqvist@mail.example|+15035550112||418 Alder Street|Portland|OR|97205
M|Aaliyah|Washington|1994-07-21|female|aaliyah.washington@mail.example|+15035550101||902 Bluff Avenue|Portland|OR|97217
M|Marcus|Washington|1991-01-30|male|marcus.washington@mail.example|+15035550101||902 Bluff Avenue|Portland|OR|97217
M|Imani|Washington|2017-09-09|female|||aaliyah.washington@mail.example|||OR|
M|Emma|Johnson|1987-03-03|female|emma.johnson@mail.example|+15035550171||12 Oak Street|Portland|OR|97209
M|Emma|Johnston|1987-03-30|female|emma.johnston@mail.example|+15035550173||88 Pine Street|Portland|OR|97204
M|Dwayne|Jackson|1984-12-01|male|dwayne.jackson@mail.example|+15035550182||1510 Killingsworth Street|Portland|OR|97217
M|Latoya|Jackson|1986-08-14|female|latoya.jackson@mail.example|+15035550183||1510 Killingsworth Street|Portland|OR|97217
M|Tyrell|Jackson|2012-02-02|male|||latoya.jackson@mail.example|||OR|
M|Nia|Jackson|2015-04-20|female|||latoya.jackson@mail.example|||OR|
M|Hana|Takahashi|1977-01-25|female|hana.takahashi@mail.example|+15035550184||260 Cherry Court|Tigard|OR|97223
M|Kenji|Takahashi|1975-06-30|male|kenji.takahashi@mail.example|+15035550185||260 Cherry Court|Tigard|OR|97223
M|Noah|Goldberg|1998-04-04|male|noah.goldberg@mail.example|+15035550192||1402 Burnside Street|Portland|OR|97209
M|Daniela|Castellanos|1991-04-29|female|daniela.castellanos@correo.example|+15035550111||707 Willow Street|Portland|OR|97212
M|Sofia|Castellanos|2019-01-14|female|||daniela.castellanos@correo.example|||OR|
M|Siobhán|O’Sullivan|1990-10-31|female|siobhan@mail.example|+15035550120||15 Quarry Court|Lake Oswego|OR|97034
M|Rosalind|Featherbed|1969-02-11|female|rosalind@featherbed.example|+15035550131||3 Millpond Lane|Portland|OR|97202
M|Jasper|Quillfeather|1958-08-30|male|jasper.q@mail.example|+15035550132||91 Larch Street|Salem|OR|97301
M|Wren|Aldercott||x|wren@aldercott.example|||7 Tannery Row|Eugene|OR|97401
M|Bartholomew|Inglenook|1949-05-17|male|bart@inglenook.example|+15035550133||44 Chandler Close|Bend|OR|97701
H|Beatrix|Stonebridge|1981-03-19|female|beatrix.stonebridge@mail.example|+12065550121||8 Wharf Road|Seattle|WA|98101
H|Rowan|Stonebridge|2013-10-02|male|||beatrix.stonebridge@mail.example|||WA|
H|Lark|Stonebridge|2016-12-24|female|||beatrix.stonebridge@mail.example|||WA|
H|Cormac|Whitfield|1966-07-07|male|cormac@whitfield.example|+12065550122||210 Beacon Hill|Seattle|WA|98144
H|Odalys|Fernandina|1993-11-15|female|odalys.f@correo.example|+12065550123||66 Pier Street|Tacoma|WA|98402
H|Matteo|Fernandina|2020-06-18|male|||odalys.f@correo.example|||WA|
H|Maya|Lindqvist|1988-04-12|female|maya.lindqvist@mail.example|+15035550112||418 Alder Street|Portland|OR|97205
H|Thaddeus|Marrow|1944-01-09|male|thaddeus@marrow.example|+12065550124||5 Lantern Court|Everett|WA|98201
`

export const patientId = (clinicId: string, name: string): string => stableId(`patient-${clinicId}-${name}`)

export function addPatients(store: Store, now: number): void {
  for (const line of LINES.trim().split('\n')) {
    const [clinic, firstName = '', lastName = '', born, sex, email = '', phone, guardian, ...rest] =
      line.split('|')
    const clinicId = clinic === 'M' ? MEADOWLARK : HARBOR
    const id = patientId(clinicId, `${firstName} ${lastName}`)
    const guardianId = guardian
      ? (store.patientsOf(clinicId).find((other) => other.email === guardian)?.id ?? null)
      : null
    store.patients.set(id, {
      id,
      clinicId,
      firstName,
      lastName,
      // A dependent is reached through the guardian.
      email: email || (guardian ?? ''),
      archived: firstName === 'Bartholomew',
      dateOfBirth: born || null,
      gender: (sex || null) as Patient['gender'],
      discount: 0,
      mobileNumber: phone || null,
      textMessageNotification: Boolean(phone),
      metadataId: null,
      guardianId,
      addresses: addressesOf(id, rest),
      createdAt: now - 400 * 86_400_000,
    })
  }
}

function addressesOf(
  id: string,
  [street, city = '', state = '', zipcode = '']: string[],
): Patient['addresses'] {
  if (!street) return []
  return [
    { id: stableId(`address-${id}`), address1: street, address2: null, zipcode, city, state, country: 'US' },
  ]
}
