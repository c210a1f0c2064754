"""Opposites: words that exclude each other, so that one for the other is never a small edit."""

from collections import defaultdict

from newsbrief.folding import keys_in

# On each line, the words on one side exclude those on another.
_OPPOSITES = """
up rise rose risen increase grow grew grown climb gain soar surge jump high higher more most above over upward raise \
expand widen improve | down fall fell fallen decrease decline drop shrink shrank shrunk sink sank low lower less \
fewer least below under downward cut reduce slump plunge narrow worsen
win won victory winner | lose lost loss defeat loser
beat | lost
1st | last final
last past | next coming
before earlier | after later
since | until till
all every everyone always entire whole each both | some several sometimes | few rarely seldom | most many \
mostly often usually
approve accept support back endorse favour favor allow permit authorise authorize welcome adopt pass praise | \
reject oppose \
condemn veto criticise criticize block ban forbid forbade prohibit bar abandon shelve scrap withdraw suspend \
postpone cancel
agree accept | disagree refuse decline
for | against
likely probably | unlikely
may might could can possibly perhaps | will shall must certainly definitely
guilty convict convicted | innocent acquit acquitted clear cleared | accuse charge suspect allege
arrest detain jail | release free
start begin began begun open launch | end stop finish close halt
confirm admit acknowledge recall remember say said tell told claim state declare insist | deny denied dismiss \
avoid forget forgot
alive live survive | dead die death kill
true right correct | false wrong incorrect
buy bought | sell sold
import | export
profit surplus | deficit
enter arrive join came come | leave left exit quit depart went go
left | right
north northern | south southern | east eastern | west western
he him his man men male boy father son husband brother | she her hers woman women female girl \
mother daughter wife sister
yesterday | today | tomorrow
morning | afternoon | evening | night
noon midday | midnight
spring | summer | autumn fall | winter
am a | pm p
former formerly ex | current present incumbent | future
about around roughly approximately nearly almost | exactly precisely
minus negative | plus positive
inside within | outside
public | private
strong | weak
safe | dangerous unsafe
large big major | small minor
twice | halve halved | thrice
deliberately intentionally | accidentally unintentionally
everybody everyone | somebody someone
order let | forbid forbade
old | young new
rich | poor
good better best | bad worse worst
easy | hard difficult
succeed success manage | failure fail
friend ally | enemy
attack | defend
peace | war
hire | fire sack
build built | destroy demolish
include | exclude
lend lent | borrow
give gave given send sent | take took taken receive
majority | minority
maximum | minimum
kilometre kilometer km | metre meter m | centimetre centimeter cm | millimetre millimeter mm | mile | yard | \
foot feet | inch
k | m
litre liter | gallon | pint | barrel bbl
hectare ha | acre
kph kmh | mph | knot
kilowatt kw | megawatt mw | gigawatt gw | terawatt tw
tonne ton | kilogram kilo kg | gram | milligram mg | pound lb lbs | ounce oz | stone
celsius | fahrenheit
minute | hour | day | week | month | year | decade | century
dollar usd | euro eur | pound gbp | yen | yuan | rouble ruble | hryvnia uah | franc chf | crown krona krone | \
rupee | peso | zloty pln | lira
mehr steigen stieg gestiegen höher | weniger sinken sank gesunken gefallen fiel niedriger
vor vorher | nach nachher
für | gegen
immer stets | manchmal | selten
montag | dienstag | mittwoch | donnerstag | freitag | samstag sonnabend | sonntag
januar | februar | märz | april | mai | juni | juli | august | september | oktober | november | dezember
gewinnen gewann gewonnen | verlieren verlor verloren
alle | einige manche | wenige | viele
plus hausse augmenté augmente | moins baisse baissé diminué
avant | après
pour | contre
toujours | parfois | rarement
tous toutes | certains quelques plusieurs
más subió aumentó aumento | menos bajó cayó caída
antes | después
siempre | raramente
todos todas | algunos algunas varios varias | pocos pocas
più aumento aumentato salito | meno calo calato sceso
prima | dopo
sempre | raramente
tutti tutte | alcuni alcune | pochi poche
więcej wzrósł wzrosła wzrosło wzrost | mniej spadł spadła spadło spadek
przed | po
za | przeciw przeciwko
zawsze | czasem czasami | rzadko
wszyscy wszystkie | niektórzy niektóre kilku
більше зріс зросла зросло зросли зростання | менше впав впала впало впали знизився знизилася знизилися падіння
до перед | після
за | проти
завжди | іноді інколи | рідко
усі всі кожен | деякі кілька декілька
виграв виграла виграли | програв програла програли
больше вырос выросла выросло выросли рост | меньше упал упала упало упали снизился снизилась снизились падение
до перед | после
за | против
всегда | иногда | редко
все каждый | некоторые несколько
выиграл выиграла выиграли | проиграл проиграла проиграли
monday mon | tuesday tue tues | wednesday wed | thursday thu thur thurs | friday fri | saturday sat | sunday sun
january jan | february feb | march mar | april apr | may | june jun | july jul | august aug | september sep sept | \
october oct | november nov | december dec
lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche
janvier | février | mars | avril | mai | juin | juillet | août | septembre | octobre | novembre | décembre
lunes | martes | miércoles | jueves | viernes | sábado | domingo
enero | febrero | marzo | abril | mayo | junio | julio | agosto | septiembre | octubre | noviembre | diciembre
lunedì | martedì | mercoledì | giovedì | venerdì | sabato | domenica
gennaio | febbraio | marzo | aprile | maggio | giugno | luglio | agosto | settembre | ottobre | novembre | dicembre
poniedziałek | wtorek | środa środę | czwartek | piątek | sobota sobotę | niedziela niedzielę
stycznia | lutego | marca | kwietnia | maja | czerwca | lipca | sierpnia | września | października | listopada \
| grudnia
понеділок | вівторок | середа середу | четвер | п'ятниця п'ятницю | субота суботу | неділя неділю
січня | лютого | березня | квітня | травня | червня | липня | серпня | вересня | жовтня | листопада | грудня
понедельник | вторник | среда среду | четверг | пятница пятницу | суббота субботу | воскресенье
января | февраля | марта | апреля | мая | июня | июля | августа | сентября | октября | ноября | декабря
"""
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "не", "без", "nie", "bez")


def _sides() -> dict[str, set[tuple[int, int]]]:
    """For each word, the lines it is on, and on which side there."""
    sides = defaultdict(set)
    for line, row in enumerate(_OPPOSITES.strip().splitlines()):
        for side, words in enumerate(row.split("|")):
            for word in keys_in(words):
                sides[word].add((line, side))
    return dict(sides)


_SIDES = _sides()


def opposed(left: str, right: str) -> bool:
    """Whether two words, by their keys, are known to exclude each other: "rose" and "fell", "legal" and "illegal"."""
    return (
        _is_negated(left, right)
        or _is_negated(right, left)
        or any(a == b and side != other for a, side in _sides_of(left) for b, other in _sides_of(right))
    )


def _is_negated(word: str, plain: str) -> bool:
    """Whether ``word`` is ``plain`` with a prefix or a suffix that turns it."""
    stem = word.removesuffix("less")
    return word in {prefix + plain for prefix in _PREFIXES} or (stem != word and plain in {stem, stem + "ful"})


def _sides_of(word: str) -> set[tuple[int, int]]:
    """The sides on which a word stands in any of its forms: "falling" as "fall", "winning" as "win"."""
    stems = [
        word.removesuffix(ending) for ending in ("", "s", "es", "d", "ed", "ing", "er", "est") if word.endswith(ending)
    ]
    bases = {base for stem in stems for base in (stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)}
    return set().union(*(_SIDES.get(base, ()) for base in bases))
