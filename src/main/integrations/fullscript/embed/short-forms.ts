/** Names that people go by for another one. Each line holds names that can be one and the same person's. */
const GROUPS = `
abigail abby gail
albert al bert
alexander alexandra alex alec sandy sasha xander lexi
alfred al fred
amanda mandy
andrew andy drew
anthony tony
barbara barb babs
bartholomew bart
benjamin ben benny benji
bradley brad
catherine katherine kathryn kate katie kathy cathy kat kitty kit
charles charlie chuck chas carl
charlotte charlie lottie
christina christine chris tina chrissy
christopher chris kit topher
daniel dan danny
daniela dani
david dave davey
deborah debra deb debbie
dolores lola
donald don donnie
dorothy dot dottie dolly
edward ed eddie ted ned teddy
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty eliza lisa elsie bess libby
emily emma em emmy
eugene gene
francis frank fran frankie
frances fran frannie
francisco paco pancho
frederick fred freddie rick
gabriel gabriela gabe gabby
gerald gerard jerry gerry
gregory greg
guadalupe lupe
harold hal harry
henry hank harry hal
isabella isabel bella izzy
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jeffrey geoffrey jeff geoff
jennifer jen jenny
jessica jess jessie
jesus chuy
john jon johnny jack
jonathan jon jonny john
jose pepe
joseph joe joey
josephine jo josie
joshua josh
judith judy
kenneth ken kenny
kimberly kim
lawrence laurence larry
leonard len lenny leo
louis lewis lou
lucille lucy
margaret maggie meg peggy marge greta rita madge
martha marty patty
mary molly polly mamie
matthew matt
megan meg
melissa mel missy
michael mike mick mickey
michelle shelly
nancy ann nan
natalie nat
nathaniel nathan nat nate
nicholas nick nico
nicole nikki
oliver ollie
pamela pam
patricia pat patty tricia trish
patrick pat paddy
peter pete
philip phil
rachel rae
raymond ray
rebecca becky becca
richard rick rich dick ricky
robert rob bob bobby robbie bert
roberta bobbie
ronald ron ronnie
rosalind roz rose
rosemary rose rosie
russell russ
samantha sam
samuel sam
sarah sara sally sadie
stephen steven steve stefan
stephanie steph
susan suzanne sue suzie
theodore ted teddy theo
theresa teresa terry tess
thomas tom tommy
timothy tim
victoria vicky tori
vincent vince vinny
virginia ginny
walter walt wally
william will bill billy liam
zachary zach zack
`

const groupsOf = new Map<string, Set<number>>()
for (const [number, line] of GROUPS.trim().split('\n').entries())
  for (const name of line.split(' ')) groupsOf.set(name, (groupsOf.get(name) ?? new Set()).add(number))

/** Whether one of two folded names can be short for the other; what is no proof, and no contradiction either. */
export function mayBeShortFor(one: string, other: string): boolean {
  const groups = groupsOf.get(other)
  return [...(groupsOf.get(one) ?? [])].some((number) => groups?.has(number) ?? false)
}
