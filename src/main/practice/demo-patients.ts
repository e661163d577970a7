/**
 * Invented patients of the demo practice, with the variety of a real list: families, equal names, accents, long names,
 * children, missing contact data. Addresses end in .example, telephone numbers lie in the range kept for fiction.
 */
import type { PatientFields } from '../../shared/contract/patients'

/** given | family | preferred | birth date | sex | e-mail | phone | address | second line | city | region | code | country | note */
const LINES = `
Maya|Lindqvist||1988-04-12|female|maya.lindqvist@mail.example|+15035550112|418 Alder Street|Apt 3|Portland|OR|97205|US|Prefers messages in the morning.
Oliver|Brandt||1979-11-02|male|oliver.brandt@mail.example|+15035550134|77 Fernhill Road||Portland|OR|97214|US|
Aaliyah|Washington||1994-07-21|female|aaliyah.washington@mail.example|+15035550101|902 Bluff Avenue||Portland|OR|97217|US|
Marcus|Washington||1991-01-30|male|marcus.washington@mail.example|+15035550101|902 Bluff Avenue||Portland|OR|97217|US|Married to Aaliyah Washington.
Imani|Washington|Immy|2017-09-09|female||+15035550101|902 Bluff Avenue||Portland|OR|97217|US|Child. Parents: Aaliyah and Marcus.
Élodie|Beaulieu-Tremblay||1985-02-28|female|elodie.beaulieu@courriel.example|+15145550117|1220 rue des Érables||Montréal|QC|H2H 1A1|CA|Reads French more easily than English.
José|Núñez Ibáñez|Pepe|1962-12-24|male|jose.nunez@correo.example|+15035550145|61 Juniper Lane||Beaverton|OR|97005|US|
Ana Sofía|Núñez Ibáñez||1966-03-15|female|anasofia@correo.example|+15035550146|61 Juniper Lane||Beaverton|OR|97005|US|
Siobhán|O’Sullivan|Shiv|1990-10-31|female|siobhan@mail.example|+15035550120|15 Quarry Court||Lake Oswego|OR|97034|US|
Björn|Ødegård||1973-06-18|male|bjorn.odegard@post.example|+12065550188|8 Harbor Steps|Unit 1204|Seattle|WA|98101|US|
Łukasz|Wiśniewski||1982-08-08|male|lukasz@poczta.example|+15035550151|330 Elm Street||Gresham|OR|97030|US|
Nguyễn Thị|Hương|Helen|1970-05-05|female|huong.nguyen@mail.example|+15035550163|2201 Division Street||Portland|OR|97202|US|
Đặng|Minh||1999-12-12|male|minh.dang@mail.example|+15035550164|2201 Division Street||Portland|OR|97202|US|
Emma|Johnson||1987-03-03|female|emma.johnson@mail.example|+15035550171|12 Oak Street||Portland|OR|97209|US|Same name as another patient: check the birth date.
Emma|Johnson||2001-10-17|female|emma.j@inbox.example|+15035550172|540 Cedar Avenue||Hillsboro|OR|97123|US|Same name as another patient: check the birth date.
Emma|Johnston||1987-03-30|female|emma.johnston@mail.example|+15035550173|88 Pine Street||Portland|OR|97204|US|
Michael|Smith|Mike|1955-01-01|male|mike.smith@mail.example|+15035550174|7 Station Road||Salem|OR|97301|US|
Michael|Smith||1955-01-01|male||+15035550175|19 Mill Race||Eugene|OR|97401|US|Shares name and birth date with another patient.
Wolfeschlegelsteinhausenbergerdorff|Featherstonehaugh-Cholmondeley|Wolf|1948-02-29|male|wolf@longnames.example|+15035550176|100 Old Coach and Horses Turnpike Road North|Carriage House, second door|Portland|OR|97201|US|
X|Li||2000-02-29|unspecified|x.li@mail.example|+15035550177|4 Short Street||Portland|OR|97210|US|
Zoë|van der Berg||1996-06-06|female|zoe.vanderberg@mail.example|+15035550178|29 Canal Walk||Portland|OR|97211|US|
Pieter|van der Berg||1958-04-27|male|pieter.vanderberg@mail.example|+15035550179|29 Canal Walk||Portland|OR|97211|US|
François|Lefèvre||1969-09-19|male|francois.lefevre@courriel.example|+14185550123|55 côte de la Montagne||Québec|QC|G1K 4E4|CA|
Jürgen|Müller-Weiß||1951-07-07|male|juergen@post.example|+15035550180|640 Linden Street||Portland|OR|97213|US|
Ingrid|Müller-Weiß||1954-11-11|female||+15035550180|640 Linden Street||Portland|OR|97213|US|No e-mail address; call instead.
Aleksandra|Petrović|Saša|1992-05-23|female|sasa.petrovic@mail.example|+15035550181|73 Hawthorne Boulevard||Portland|OR|97214|US|
Dwayne|Jackson||1984-12-01|male|dwayne.jackson@mail.example|+15035550182|1510 Killingsworth Street||Portland|OR|97217|US|
Latoya|Jackson||1986-08-14|female|latoya.jackson@mail.example|+15035550183|1510 Killingsworth Street||Portland|OR|97217|US|
Tyrell|Jackson|Ty|2012-02-02|male||+15035550183|1510 Killingsworth Street||Portland|OR|97217|US|Child. Parents: Dwayne and Latoya.
Nia|Jackson||2015-04-20|female||+15035550183|1510 Killingsworth Street||Portland|OR|97217|US|Child. Parents: Dwayne and Latoya.
Hana|Takahashi||1977-01-25|female|hana.takahashi@mail.example|+15035550184|260 Cherry Court||Tigard|OR|97223|US|
Kenji|Takahashi||1975-06-30|male|kenji.takahashi@mail.example|+15035550185|260 Cherry Court||Tigard|OR|97223|US|
Fatima|Al-Zahrani||1993-03-08|female|fatima.alzahrani@mail.example|+15035550186|95 Terrace Drive||Portland|OR|97219|US|
Omar|Al-Zahrani||1990-09-27|male|omar.alzahrani@mail.example|+15035550187|95 Terrace Drive||Portland|OR|97219|US|
Priyanka|Venkataraman|Priya|1989-10-04|female|priyanka.v@mail.example|+15035550189|411 Laurel Street||Portland|OR|97206|US|
Sundararajan|Venkataraman|Raj|1957-08-15|male||+15035550190|411 Laurel Street||Portland|OR|97206|US|
Gwendolyn|Ap Rhys||1964-03-01|female|gwen.aprhys@mail.example|+15035550191|6 Castle View||Astoria|OR|97103|US|
Noah|Goldberg||1998-04-04|male|noah.goldberg@mail.example|+15035550192|1402 Burnside Street|Apt 7B|Portland|OR|97209|US|
Miriam|Goldberg||1968-12-08|female|miriam.goldberg@mail.example|+15035550193|37 Park Place||Portland|OR|97205|US|
Chidinma|Okonkwo|Chi|1995-11-29|female|chidinma.okonkwo@mail.example|+15035550194|810 Mississippi Avenue||Portland|OR|97227|US|
Emeka|Okonkwo||1961-02-17|male|emeka.okonkwo@mail.example|+15035550195|22 Meadow Lane||Vancouver|WA|98660|US|
Isabella|Rossi|Bella|2003-07-13|female|bella.rossi@mail.example|+15035550196|59 Vineyard Way||Newberg|OR|97132|US|
Giancarlo|Rossi||1972-10-10|male|giancarlo.rossi@mail.example|+15035550197|59 Vineyard Way||Newberg|OR|97132|US|
Kalani|Kealoha||1981-06-11|male|kalani.kealoha@mail.example|+18085550142|14 Plumeria Place||Hilo|HI|96720|US|Visits twice a year.
Dakota|Whitehorse||1997-08-22|unspecified|dakota.whitehorse@mail.example|+15415550108|3 Canyon Road||Bend|OR|97701|US|
River|Ash||2002-05-16|unspecified||+15415550109|||Bend|OR||US|
Margaret|Thornbury|Peggy|1931-09-03|female||+15035550110|Rose Garden Residence, 500 Vista Avenue|Room 118|Portland|OR|97210|US|Daughter comes along to visits.
Harold|Thornbury|Hal|1929-12-30|male|||Rose Garden Residence, 500 Vista Avenue|Room 118|Portland|OR|97210|US|
Sofia|Castellanos||2019-01-14|female||+15035550111|707 Willow Street||Portland|OR|97212|US|Child. Mother: Daniela.
Daniela|Castellanos||1991-04-29|female|daniela.castellanos@correo.example|+15035550111|707 Willow Street||Portland|OR|97212|US|
Mei-Ling|Chen||1983-02-05|female|meiling.chen@mail.example|+16045550156|2480 West Broadway||Vancouver|BC|V6K 2E6|CA|
Wei|Chen||1980-11-20|male|wei.chen@mail.example|+16045550157|2480 West Broadway||Vancouver|BC|V6K 2E6|CA|
Anneliese|Hoffmann|Anni|1976-07-28|female|anni.hoffmann@post.example|+15035550113|18 Mountain Ash Drive||Hood River|OR|97031|US|
Theodore|Papadopoulos|Theo|2006-06-24|male|theo.papadopoulos@mail.example|+15035550114|333 Olive Street||Portland|OR|97215|US|
Eleni|Papadopoulos||1974-05-21|female|eleni.papadopoulos@mail.example|+15035550115|333 Olive Street||Portland|OR|97215|US|
Grace|Kim||1986-01-09|female|grace.kim@mail.example|+15035550116|1811 Lovejoy Street||Portland|OR|97209|US|
Daniel|Kim||1986-09-01|male|daniel.kim@mail.example|+15035550118|1811 Lovejoy Street||Portland|OR|97209|US|
Ruth|Abernathy||1943-10-26|female|ruth.abernathy@mail.example|+15035550119|2 Chapel Hill||McMinnville|OR|97128|US|
Jamal|Carter||1978-03-22|male|jamal.carter@mail.example|+15035550121|645 Fremont Street||Portland|OR|97212|US|
Beatrix|Lindqvist|Trixie|1990-12-19|female|trixie.lindqvist@mail.example|+15035550122|418 Alder Street|Apt 9|Portland|OR|97205|US|Sister of Maya Lindqvist.
Tomasz|Zieliński||2004-11-05|male|tomasz.zielinski@poczta.example|+15035550124|92 Railway Terrace||Portland|OR|97232|US|
Amélie|Gagnon||2010-08-30|female||+15145550118|48 avenue du Parc||Montréal|QC|H2W 1S4|CA|Child. Came with her aunt.
`

export const demoPatients: readonly PatientFields[] = LINES.trim().split('\n').map(toFields)

function toFields(line: string): PatientFields {
  const [
    givenName = '',
    familyName = '',
    preferredName = '',
    birthDate = '',
    sex,
    email = '',
    phone = '',
    addressLine1 = '',
    addressLine2 = '',
    city = '',
    region = '',
    postalCode = '',
    country,
    note = '',
  ] = line.split('|')
  return {
    givenName,
    familyName,
    preferredName,
    birthDate: birthDate || null,
    sex: sex === 'female' || sex === 'male' ? sex : 'unspecified',
    email,
    phone,
    addressLine1,
    addressLine2,
    city,
    region,
    postalCode,
    country: country === 'CA' ? 'CA' : 'US',
    note,
  }
}
