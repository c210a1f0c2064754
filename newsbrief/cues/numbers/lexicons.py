"""What English, German and Ukrainian say about numbers: one block of text a language, read by ``number_words``.

A line is a *role* and its words. Words are lower-case, with straight apostrophes; phrases are parted by commas, the
forms of one number by slashes, and groups by bars, their key first. ``dates`` are patterns, with MONTH for any month.
"""

from collections.abc import Mapping

_HOUR = r"\d{1,2}(?:[.:][0-5]\d)?"
_HOURS = rf"{_HOUR}(?:(?:[ ]?[-–][ ]?|[ ](?:to|and|bis|und)[ ]){_HOUR})?"
_CALLED = r"(?:(?<=[Cc]all )|(?<=[Dd]ial )|(?<=[Pp]hone ))"

SHAPES: Mapping[str, tuple[str, ...]] = {
    "date": (
        r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?(?!\d)",
        r"\d{1,2}([./])\d{1,2}\2(?:\d{4}|\d{2})(?!\d)",
        r"9/11(?![/\d])",
    ),
    "time": (
        rf"{_HOURS}[ ]?(?:[ap]m\b|[AP]M\b|[ap]\.[ ]?m\.?|[AP]\.M\.?)",
        r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:[ ]?[-–][ ]?(?:[01]?\d|2[0-4]):[0-5]\d)?(?![\d:])",
        rf"(?:{_HOURS}[ ](?:Uhr|o['’]clock)|{_HOUR}[ ](?:GMT|UTC|CET)|\d{{4}}[ ](?:GMT|UTC|CES?T|BST|E[SD]T))\b",
        r"12[ ](?:noon|midnight)\b",
    ),
    "phone": (
        r"\+\d{1,3}[ (.-]{0,2}\d(?:[ ().-]{0,2}\d){6,12}(?!\d)",
        r"\(\d{3}\)[ ]?\d{3}-\d{4}(?!\d)",
        r"(?:1-)?\d{3}-\d{3}-\d{4}(?!\d)",
        r"0\d{2,4}[ /-]\d{5,8}(?!\d)",
        rf"{_CALLED}(?:\d{{3}}-\d{{4}}|\d{{3}}(?!-))(?![\d%]|[.,:/]\d|[ ](?:[a-z]{{1,24}}s|people|men)\b)",
        r"911(?=[ ](?:call|operator|dispatcher))",
    ),
    "year": (
        r"['’]?\d0s\b",
        r"(?:1[5-9]|20)?\d0(?:ern?|-х|-ті)\b",
        r"(?:1[5-9]|20)\d0['’]?s\b",
        r"(?:(?<=\b[Ii]n )|(?<=\b[Oo]f )|(?<=\b[Ss]ince ))['’]\d{2}(?![\w%]|[.,:]\d|[^'’\n]{0,40}['’](?!\w))",
        r"(?:19|20)\d{2}[ ]?[-–/][ ]?(?:(?:19|20)\d{2}|\d{2})(?![\d%]|[.,:/-]\d)",
    ),
    "ordinal": (
        r"(?:\d{1,4}|\d{1,3}(?:,\d{3}){1,4})(?:st|nd|rd|th)\b",
        r"\d{1,4}-(?:[йїаяех]|го|му|та|ти|те|ша|га|тя|ма|ій|ої|ою|им|у|ю)\b",
    ),
    "quantity": (
        r"\d['’′][ ]?\d{1,2}(?!\d)(?:[\"″”]|['’]{2})?",
        r"\d(?:-foot-|-ft-|[ ]?ft[ ]?)\d{1,2}(?!\d|[.,]\d)(?:[ ]?in\b)?",
    ),
    "address": (
        r"\d{1,5}[A-Za-z]?(?=[ ](?:[A-Z0-9][\w'’]{1,24}[ ]){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Square)\b)",
    ),
}
"""Patterns of what a fixed shape gives away, whatever the language; all are bounded in length."""

ENGLISH = r"""
decimal: .
month: January|February|March|April|May|June|July|August|September|October|November|December
    |(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b\.?
dates: \d{1,2}(?:st|nd|rd|th)?(?:[ ]?[-–][ ]?\d{1,2})?(?:[ ]of)?[ ]MONTH(?:,?[ ](?:19|20)\d{2}(?!\d))?
    | MONTH[ ]\d{1,2}(?:st|nd|rd|th)?(?:[ ]?[-–][ ]?\d{1,2})?(?![\d%]|[.,:]\d)(?:,?[ ](?:19|20)\d{2}(?!\d))?
    | MONTH(?:[ ]of)?,?[ ](?:19|20)\d{2}(?!\d)
small: zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
tens: twenty thirty forty fifty sixty seventy eighty ninety
ordinals: first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth
tenth_ordinals: twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth
multipliers: 100 hundred | 12 dozen | 1e3 thousand | 1e5 lakh | 1e6 million mn mln | 1e7 crore | 1e9 billion bn
    | 1e12 trillion tn trn
vague: 12 dozens | 10 tens | 20 scores | 100 hundreds | 1e3 thousands | 1e6 millions | 1e9 billions | 1e12 trillions
verbal: scores
minuses: minus
degrees: degree degrees
comparatives: more less fewer higher lower bigger larger smaller greater
part: 3 third | 4 quarter fourth | 5 fifth | 6 sixth | 7 seventh | 8 eighth | 9 ninth | 10 tenth | 100 hundredth
parts: 3 thirds | 4 quarters fourths | 5 fifths | 6 sixths | 7 sevenths | 8 eighths | 9 ninths | 10 tenths
percent: percent, per cent, pct
percentage_points: percentage point, percentage points, percent point, percent points
currencies: USD dollar dollars | EUR euro euros | GBP pound pounds | UAH hryvnia hryvnias hryvnya | ILS shekel shekels
    | RUB ruble rubles rouble roubles | INR rupee rupees | CHF franc francs | TRY lira liras | CNY yuan renminbi
    | JPY yen | KRW won | PLN zloty zlotys | SEK kronor | THB baht | NGN naira | MYR ringgit | AED dirhams | SAR riyals
scaled_only: pound pounds won
dotted_labels: no art vol fig sec ch par
abbreviations: approx ca c
dollars: us american canadian australian british swiss turkish russian indian japanese chinese ukrainian israeli polish
hedge_about: about, around, approximately, approx, roughly, nearly, almost, some, circa, close to, an estimated,
    estimated, an average of, in the region of, in the order of, just about, just over, just under, a little over,
    a little under, slightly over, slightly under, slightly more than, slightly less than, just more than,
    just less than, virtually
hedge_at_least: at least, more than, over, above, no fewer than, no less than, not less than, upwards of, a minimum of,
    exceeding, well over, in excess of, greater than
hedge_at_most: up to, at most, no more than, not more than, fewer than, less than, under, below, as many as,
    as much as, a maximum of, well under, sub, lower than, within
late_about: or so, odd, or thereabouts
late_at_least: or more, plus, or above, or over
late_at_most: or less, or fewer, or under
and_half: and a half, and one half
age_before: aged, age, ages, age of, turned, turns, who was, who is
age_after: year old, years old, year olds, years of age, month old, months old, week old, day old
out_of: in, out of, out of every, out of the, in every
ones: one zero
pronominal: no any every some each the this that which
solitary: at least, only, just, exactly, more than, killed, killing, wounded, wounding, injured, injuring
casualties: killed dead died dies injured wounded hurt missing arrested
articles: a an
joiners: and
few: few several
halves: half
wholes: of the its their his her our all my your
of: of
prepositions: over under around above below within
lasting: for just well after took lasted spent lasting spanning is are was were of and
up: up rise rises rose risen rising increase increases increased increasing gain gains gained gaining climb climbs
    climbed climbing jump jumps jumped jumping surge surges surged surging soar soared soaring grow grows grew grown
    growing growth advance advances advanced advancing add adds added hike hiked boost boosted expanded rallied higher
particles: up down
down: down fall falls fell fallen falling decrease decreases decreased decreasing drop drops dropped dropping decline
    declines declined declining slide slides slid sliding lose loses lost losing tumble tumbled tumbling plunge plunged
    plunging shed cut cuts cutting slashed reduce reduced reduction shrank shrink sank sink slip slipped slipping dip
    dipped slump slumped contracted contraction slow slows slowed slowing lower
connectors: by of to an a average another further additional as much slightly sharply nearly
by: by
years: year years
alternatives: or
resuming: including, of whom, of which, among them, up from, down from, compared with, compared to, against
of_them: of them, of whom, of which
times: second seconds minute minutes hour hours day days night nights week weeks weekend weekends month months
    quarter quarters year years decade decades century centuries
units: metre metres meter meters kilometre kilometres kilometer kilometers centimetre centimetres centimeter
    centimeters millimetre millimetres millimeter millimeters mile miles yard yards foot feet inch inches acre acres
    hectare hectares gram grams kilogram kilograms kilo kilos tonne tonnes ton tons pound pounds ounce ounces litre
    litres liter liters gallon gallons pint pints barrel barrels watt watts kilowatt kilowatts megawatt megawatts
    gigawatt gigawatts volt volts degree degrees point points times calorie calories knot knots cent cents pence
unit_prefixes: square cubic nautical metric light basis fluid sq cu
scales: celsius fahrenheit c f
per: per
priced: share head person piece seat ticket copy item bottle plate
sooner: earlier ago later before after prior
identifiers: boeing airbus flight room article section chapter resolution route highway interstate category type group
    level phase grade tier channel page paragraph figure table appendix version model gate platform title proposition
    no formula apollo falcon iphone galaxy area unit lot box apartment suite band line bus number episode volume case
    docket bill amendment rule lap stage zone sector district precinct ward
stops: a an the this that these those his her its their our my your whose which who whom what when where why how and or
    but nor so yet if as than then while because although though since until unless of in on at by for with from to
    into onto over under about around after before between among against during within without through across along
    above below near off out up down per via despite toward towards besides versus is are was were be been being am has
    have had having do does did will would can could may might must shall should not no he she it we they i you him
    them us me there here now ago later said says say told adds added died dies killed left won lost came went made
    took gave got saw plus minus times always perhaps also just only still already both each every all some any such
    yes percent strong something today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday
    sunday
plurals: people men women children police personnel staff aircraft spacecraft sheep cattle fish gunmen feet teeth mice
    media crew infantry clergy artillery troops deer geese salmon trout bacteria criteria data alumni
between: between
range_ends: and to
range_marks: to
range_starts: from
sources: from
targets: to
ranging: range ranges ranged ranging vary varies varied varying anywhere somewhere aged ages
temporal: in since until till from during by of early late mid before after the through year spring summer autumn fall
    winter its his her their
scoring: passed approved rejected won win wins beat beats lost lose defeat defeated draw drew drawn victory score
    scored scoreline lead led leads vote voted ruled ruling decision final goal goals match
"""

GERMAN = r"""
decimal: ,
month: Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember
    |(?:Jan|Feb|Apr|Jun|Jul|Aug|Sep|Sept|Okt|Nov|Dez)\b\.?
dates: \d{1,2}\.(?:[ ]?(?:[-–/]|bis|und)[ ]?\d{1,2}\.)?[ ]?MONTH(?:[ ](?:19|20)\d{2}(?!\d))?
    | \d{1,2}\.\d{1,2}\.(?!\d) | MONTH[ ](?:19|20)\d{2}(?!\d)
small: null ein/eins/eine/einer/einem/einen/eines zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf
    dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn
tens: zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig
ordinals: erst zweit dritt viert fünft sechst siebt/siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt
    sechzehnt siebzehnt achtzehnt neunzehnt
tenth_ordinals: zwanzigst dreißigst vierzigst fünfzigst sechzigst siebzigst achtzigst neunzigst hundertst
ordinal_endings: e/en/er/es/em
multipliers: 100 hundert | 12 dutzend | 1e3 tausend tsd | 1e6 million millionen mio | 1e9 milliarde milliarden mrd
    | 1e12 billion billionen | 1e15 billiarde billiarden
vague: 12 dutzende | 100 hunderte hunderten | 1e3 tausende tausenden | 1e4 zehntausende zehntausenden
    | 1e5 hunderttausende hunderttausenden | 1e6 millionen | 1e9 milliarden | 1e12 billionen
minuses: minus
degrees: grad
solitary: mindestens, wenigstens
portions: 0.5 hälfte | 1.5 anderthalb
part: 3 drittel | 4 viertel | 5 fünftel | 6 sechstel | 7 siebtel | 8 achtel | 10 zehntel
parts: 3 drittel | 4 viertel | 5 fünftel | 6 sechstel | 7 siebtel | 8 achtel | 10 zehntel
percent: prozent
percentage_points: prozentpunkt, prozentpunkte, prozentpunkten
currencies: EUR euro | USD dollar dollars | GBP pfund | CHF franken | UAH hrywnja griwna hrywna | RUB rubel
    | JPY yen | CNY yuan | PLN zloty | TRY lira | SEK kronen | INR rupien
scaled_only: pfund kronen
dollars: us
dotted_labels: nr art abs abb kap
hedge_about: etwa, rund, ungefähr, circa, ca, zirka, knapp, fast, nahezu, gut, schätzungsweise, annähernd, an die,
    im schnitt, durchschnittlich
hedge_at_least: mehr als, über, mindestens, wenigstens, nicht weniger als, mehr wie, oberhalb von
hedge_at_most: bis zu, höchstens, maximal, weniger als, unter, nicht mehr als, unterhalb von, bis über
late_about: oder so
late_at_least: oder mehr
late_at_most: oder weniger
and_half: und eine halbe
age_before: alter von, alter
age_after: jahre alt, wochen alt, monate alt, tage alt, jährig
out_of: von
ones: ein eins eine einer einem einen eines null
articles: ein eine einer einem einen
few: mehrere mehreren einige einigen
halves: halbe halben halber halbes
of: von der
prepositions: über unter
lasting: seit nach für gut dauerte
particles: plus minus
up: plus stieg stiegen steigt steigen gestiegen anstieg erhöhte erhöhten erhöht wuchs wuchsen wächst gewachsen wachstum
    zunahme zugenommen zuwachs zulegte zugelegt gewann höher
down: minus sank sanken sinkt sinken gesunken fiel fielen fällt gefallen rückgang verringert verringerte abnahme
    abgenommen gekürzt reduziert schrumpfte geschrumpft verlor verloren niedriger
connectors: um auf von an ein eine einen weitere leicht deutlich
by: um
years: jahr jahre jahren jährige jährigen
alternatives: oder beziehungsweise
resuming: darunter, davon, einschließlich, verglichen mit, gegenüber
of_them: davon, von ihnen, von denen
times: sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren
    jahrzehnt jahrzehnte jahrzehnten jahrhundert jahrhunderte jahrhunderten
units: meter metern kilometer kilometern zentimeter millimeter quadratmeter quadratkilometer kubikmeter meilen hektar
    gramm kilogramm kilo tonne tonnen liter litern watt kilowatt megawatt gigawatt grad punkte punkten kalorien cent
    kilowattstunden megawattstunden knoten barrel kilometer
scales: celsius fahrenheit
derived: Sekunden sekündig | Minuten minütig | Stunden stündig | Tage tägig | Wochen wöchig | Monate monatig
    | Kilometer kilometrig | percent prozentig
per: pro je
identifiers: boeing airbus flug raum zimmer artikel art paragraf paragraph absatz kapitel resolution gruppe kategorie
    stufe phase kanal seite version modell gate gleis formel linie bus nummer nr band platz rang autobahn bundesstraße
    abschnitt tabelle folge
streets: straße strasse platz weg allee gasse
stops: der die das den dem des ein eine einer einem einen und oder aber als wie in im an am auf aus bei beim mit nach
    seit von vom zu zum zur für über unter vor hinter zwischen durch gegen ohne um bis während wegen trotz ist sind war
    waren wird werden wurde wurden hat haben hatte hatten sein er sie es wir ihr ich man sich nicht auch noch nur schon
    davon darunter dabei damit so dann doch
between: zwischen
range_ends: und bis
range_marks: bis
range_starts: von
sources: von
targets: auf
ranging: reicht reichen
temporal: jahr jahre jahres seit bis ab ende anfang mitte sommer winter frühjahr herbst frühling dem im vom
scoring: gewann gewannen siegte siegten verlor verloren sieg niederlage unentschieden remis endstand spiel besiegte
determiners: der die das dem den des im am vom zum zur beim seinem seiner ihrem ihrer jedem jeder jeden dieser dieses
abbreviations: mio mrd tsd ca
"""

UKRAINIAN = r"""
decimal: ,
month: січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня
    |січень|січні|лютий|лютому|березень|березні|квітень|квітні|травень|травні|червень|червні|липень|липні|серпень
    |серпні|вересень|вересні|жовтень|жовтні|листопад|листопаді|грудень|грудні
dates: \d{1,2}(?:[ ]?[-–][ ]?\d{1,2})?[ ]MONTH(?:[ ](?:19|20)\d{2}(?!\d)(?:[ ]р(?:оку|\.))?)?
    | MONTH[ ](?:19|20)\d{2}(?!\d)(?:[ ]р(?:оку|\.))?
small: нуль один/одна/одне/одного/однієї/одному/одну/одній/одним два/дві/двох/двом/двома/двоє
    три/трьох/трьом/трьома/троє чотири/чотирьох/чотирьом/чотирма/четверо п'ять/п'яти/п'ятьох/п'ятьом/п'ятеро
    шість/шести/шістьох/шестеро сім/семи/сімох/семеро вісім/восьми/вісьмох/восьмеро дев'ять/дев'яти/дев'ятьох
    десять/десяти/десятьох одинадцять/одинадцяти дванадцять/дванадцяти/дванадцятьох тринадцять/тринадцяти
    чотирнадцять/чотирнадцяти п'ятнадцять/п'ятнадцяти шістнадцять/шістнадцяти сімнадцять/сімнадцяти
    вісімнадцять/вісімнадцяти дев'ятнадцять/дев'ятнадцяти
tens: двадцять/двадцяти/двадцятьох тридцять/тридцяти/тридцятьох сорок/сорока п'ятдесят/п'ятдесяти
    шістдесят/шістдесяти сімдесят/сімдесяти вісімдесят/вісімдесяти дев'яносто/дев'яноста
hundreds: сто/ста двісті/двохсот триста/трьохсот чотириста/чотирьохсот п'ятсот/п'ятисот шістсот/шестисот
    сімсот/семисот вісімсот/восьмисот дев'ятсот/дев'ятисот
ordinals: перш друг трет четверт п'ят шост сьом восьм дев'ят десят одинадцят дванадцят тринадцят чотирнадцят п'ятнадцят
    шістнадцят сімнадцят вісімнадцят дев'ятнадцят
tenth_ordinals: двадцят тридцят
ordinal_endings: ий/ій/а/я/е/є/ого/ього/ої/ьої/ому/ьому/у/ю/им/ім/ою/ьою
multipliers: 1e3 тисяча тисячі тисяч тисячу тис | 1e6 мільйон мільйона мільйони мільйонів млн | 12 дюжина дюжину
    | 1e9 мільярд мільярда мільярди мільярдів млрд | 1e12 трильйон трильйона трильйони трильйонів трлн
vague: 10 десятки десятків | 100 сотні сотень | 1e3 тисячі | 1e6 мільйони | 1e9 мільярди
minuses: мінус
degrees: градус градуси градусів
solitary: щонайменше, принаймні, лише, тільки
portions: 0.5 половина половину половини | 0.3333333333333333 третина третину третини | 0.25 чверть чверті
    | 1.5 півтора півтори
part: 3 третина третину третини | 4 чверть | 5 п'ята | 10 десята
parts: 3 третини третин | 4 чверті чвертей | 5 п'ятих | 10 десятих
percent: відсоток, відсотка, відсотки, відсотків, відсотках, процент, процента, проценти, процентів
percentage_points: відсоткових пункти, відсоткових пунктів, відсоткові пункти, процентних пунктів
currencies: UAH грн гривня гривні гривень гривню | USD долар долара долари доларів дол | EUR євро | PLN злотих злоті
    | GBP фунт фунти фунтів | RUB рубль рубля рублі рублів руб | CHF франків | CNY юанів | JPY єн
hedge_about: близько, приблизно, майже, орієнтовно, десь, біля, у середньому, в середньому
hedge_at_least: понад, більше, більш як, більше ніж, більш ніж, не менше, не менш як, щонайменше, принаймні, мінімум
hedge_at_most: менше, менше ніж, менш як, не більше, максимум, щонайбільше
late_at_least: або більше, і більше
late_at_most: або менше
and_half: з половиною
age_before: віком, віці, віком від
age_after: річн
out_of: із, з
ones: один одна одне одного однієї одному одну одній одним нуль
few: кілька кількох декілька декількох
halves: пів
up: зріс зросла зросло зросли зростання збільшився збільшилася збільшилась збільшилося збільшили збільшилися приріст
    підвищив підвищили підвищилася виріс виросла виросли додали
down: впав впала впало впали падіння зменшився зменшилася зменшилась зменшилося зменшили зменшилися скоротився
    скоротилася скоротили скорочення знизився знизилася знизили зниження втратив втратила втратили
connectors: на до лише ще
by: на
years: рік роки років року
alternatives: або чи
resuming: зокрема, у тому числі, в тому числі, серед них, з них, із них, порівняно з, проти
of_them: з них, із них, з яких, із яких
times: секунд секунда секунди хвилин хвилина хвилини година години годин годину день дні днів доба доби діб тиждень
    тижні тижнів місяць місяці місяців рік роки років десятиліть століть
units: метр метра метри метрів кілометр кілометра кілометри кілометрів миль гектар гектара гектари гектарів грам грамів
    кілограм кілограмів тонна тонни тонн літр літрів ват мегават гігават кіловат градус градуси градусів пунктів балів
    центів копійок
unit_prefixes: квадратних кубічних кв куб морських
scales: цельсія
derived: хвилин хвилинн | годин годинн | днів денн | тижнів тижнев | місяців місячн | метрів метров
    | кілометрів кілометров | поверхів поверхов | percent відсотков процентн
plurals: справ держав заяв вистав застав трав лав глав прав перспектив ініціатив альтернатив злив
of: з із зі
per: на
identifiers: боїнг рейс кімната стаття статті статтею резолюція резолюції розділ група групи група сторінка пункт школа
    школі маршрут лінія категорія канал квартира номер том
streets: вулиця вулиці вул проспект проспекті просп
stops: і й та або чи але що як який яка які у в на до за з із зі від під над при про для без через після перед між крім
    був була було були є буде будуть стало стали не ні це цей ця ці його її їх вони він вона ми ви вже ще лише тільки
    також зокрема серед того тому
between: між
range_ends: і й та до
range_marks: до
sources: з зі від
targets: до
numbered: бригада бригаду бригаді батальйон батальйону полк корпус дивізія дивізію дивізії
temporal: рік року році з у в по
year_words: рік року році роком роки роках р рр
scoring: перемогли переміг виграли виграв програли програв рахунком нічия
dotted_labels: ст п рис
abbreviations: тис млн млрд трлн грн дол руб
"""
