"""Given names, and the names of well-known places, in lower case; in the lists, "_" stands for a space."""

from types import MappingProxyType
from typing import Final

GIVEN_WOMEN: Final = frozenset(
    (
        "aisha alexandra alice alison amanda amy ana angela anita ann anna anne annette astrid barbara beatrice "
        "bernadette beth birgit brenda carla carmen carol caroline carolyn catherine cathy cecilia charlotte cheryl "
        "christina christine claire clara claudia cynthia dagmar daniela deborah debra diana diane donna doris "
        "dorothy edith eileen elaine eleanor elena elisabeth elizabeth elke ellen emily emma erica erin esther eva "
        "evelyn faith fatima felicity fiona frances frauke friederike gail gesine gina gisela giulia gloria grace "
        "gudrun hannah harriet hazel heather heidi heike helen helena hermine hildegard hillary hope huma ilse ines "
        "ingeborg ingrid inês irene irina irma isabel isabella isabelle ivanka ivy jacqueline jana jane janet jasmine "
        "jeanne jenna jennifer jenny jessica jill joan joanna joanne jodie johanna josephine joyce judith judy julia "
        "julie juliet jutta kaitlyn kamala kara karen karin kate katherine kathie kathleen kathryn kathy katie katja "
        "katrin katy kayla kendra kirsten kristen kristin kristina laura lauren lea leah leila lena linda lisa liz "
        "loretta lorraine louise lucia lucy luisa lynn mabel madeleine mandy marcia margaret margot maria marianne "
        "marie marilyn marina marisa marjorie martha martina mary mathilde maureen maya mechthild meg megan melanie "
        "melissa mercedes meredith michelle mildred miriam molly monica monika nadia nancy natalia natalie nicole "
        "nina noelle nora olena olga olivia oona paige pamela patricia patti paula penny petra phyllis priya rachel "
        "rebecca regina renate renee rhonda roberta rosa rose rosie roxanne ruby ruth sabine sabrina sadie sally "
        "salma samantha samira sandra sara sarah serena sharon sheila sherry shirley silke silvia sofia sofie sonja "
        "sophia sophie stefanie stella stephanie sue susan susanne svenja svetlana sylvia tamara tammy tanja tanya "
        "tara tatiana teresa theresa tina ulrike ursula uta ute valerie vanessa vera veronica victoria viola virginia "
        "wanda wendy whitney wiebke yasmin yolanda yvonne zoe анна вікторія галина ганна катерина леся любов людмила "
        "марина марія надія наталя наталія оксана олександра олена ольга світлана соломія софія тетяна юлія ірина"
    ).split()
)
"""Given names of women."""

GIVEN_MEN: Final = frozenset(
    (
        "aaron abdul abraham adam adrian ahmad ahmed alan albert alberto alejandro alexander alexei ali amir anders "
        "anderson andreas andrei andrew andrey andré anthony antoine anton antonio antony arthur barack bashar ben "
        "benedikt benjamin bernard bernd bernie bill björn blake bob bobby boris brad brandon brian bruce bruno carl "
        "carlos carsten chad charles christian christoph christopher chuck clarence claude claus clint colin connor "
        "craig curtis dan daniel darrell darren dave david dean denis dennis derek diego dieter dmitri dmitry dominic "
        "don donald doug douglas duncan dwight dylan earl eberhard edgar eduardo edward edwin ekkehard eli elijah "
        "emil emmanuel eric erik ernest ernst ethan eugene evan faisal felix fernando florian francesco francis "
        "francisco frank franklin franz fred frederick friedrich gabriel gary gavin geoffrey georg george gerald gerd "
        "gerhard giovanni giuseppe glenn gordon graham grant greg gregory guido gustav günter günther hal hannes hans "
        "harald harold harry hartmut harvey hassan heinrich heinz helmut henri henrik henry herbert heribert hermann "
        "holger horst howard hugo hussein ian ibrahim igor ingo isaac isaiah ivan jack jacob jake james jared jason "
        "javier jay jeb jeff jeffery jeffrey jens jeremy jerry jim jimmy joachim joe joel johan johann johannes john "
        "jon jonas jonathan jordi jorge josef joseph josh joshua josé juan julian julien justin jörg jürgen kai karl "
        "keir keith ken kenneth kevin khalid kirk klaus kurt kyle lance larry lars lawrence leo leon leonard leonardo "
        "lester lewis liam lorenzo lothar louis luca lucas ludwig luigi luis lukas luke mahmoud malcolm malte manfred "
        "manuel marc marcel marco marcus mario mark markus marshall martin marvin matt matteo matthew matthias "
        "maurice mavis max maximilian mehmet micah michael michel mick miguel mike mikhail milton mitchell mitt "
        "mohamed mohammad mohammed moritz muhammad murat mustafa nate nathan neal neil nelson nicholas nick nicolas "
        "nigel nikolai nils noah norbert norman olaf oleg oleksandr oliver omar ortwin oscar oskar owen pablo pascal "
        "patrick paul pavel pedro pete peter phil philip philipp philippe pierre preston quentin rafael rainer ralf "
        "ralph randy ray raymond recep reginald reinhard ricardo richard rick rishi rob robert roberto rodney rodrigo "
        "roger roland rolf roman ron ronald ronnie rory ross roy rudolf rupert russell ryan rüdiger salman samuel "
        "scott sean sebastian sergei sergey sergio seth shane sheldon siegfried sigmar simon stanley stefan steffen "
        "stephan stephen steve steven stewart stuart sven sören ted theodore thomas thorsten tilman tim timothy "
        "tobias toby todd tom tomas tommy tony torsten tristan tyler udo ulrich uwe veit victor viktor vincent "
        "vladimir volker volodymyr wade walter warren wayne werner wesley wilhelm will william willie winfried "
        "winston wolfgang wolfram xavier yuri yusuf yves zachary андрій богдан борис валентин валерій василь "
        "владислав володимир віктор віталій григорій данило денис джо дмитро дональд кирило леонід максим микола "
        "михайло назар олег олександр олексій остап павло петро роман руслан сергій степан тарас федір юрій ярослав "
        "євген іван ігор"
    ).split()
)
"""Given names of men."""

GIVEN_EITHER: Final = frozenset(
    (
        "alex andrea andy ashley casey charlie chris courtney dale gabriele jackie jamie jan jean jordan "
        "kelly kerry kim leslie lindsey lou marion morgan nicola noel perry robin sam sascha shannon sidney "
        "simone stacy terry tracy vivian xi zine"
    ).split()
)
"""Given names that tell nothing of their bearer's sex, or not in every language."""

GIVEN: Final = GIVEN_WOMEN | GIVEN_MEN | GIVEN_EITHER
"""Given names that news often prints; a surname may be among them as well."""

_PLACES: Final = {
    "en": (
        "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain "
        "bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain bulgaria "
        "burkina_faso burundi cambodia cameroon canada chad chile china colombia congo costa_rica crimea croatia cuba "
        "cyprus czechia denmark djibouti ecuador egypt el_salvador england eritrea estonia eswatini ethiopia fiji "
        "finland france gabon gambia gaza georgia germany ghana greece greenland guatemala guinea guyana haiti "
        "honduras hong_kong hungary iceland india indonesia iran iraq ireland israel italy ivory_coast jamaica japan "
        "jordan kashmir kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya "
        "liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico "
        "moldova monaco mongolia montenegro morocco mozambique myanmar namibia nepal netherlands new_zealand nicaragua "
        "niger nigeria north_korea north_macedonia northern_ireland norway oman pakistan palestine panama "
        "papua_new_guinea paraguay peru philippines poland portugal puerto_rico qatar romania russia rwanda "
        "saudi_arabia scotland senegal serbia sierra_leone singapore slovakia slovenia somalia south_africa "
        "south_korea south_sudan spain sri_lanka sudan suriname sweden switzerland syria taiwan tajikistan tanzania "
        "thailand tibet togo tunisia turkey turkmenistan uganda ukraine united_arab_emirates united_kingdom "
        "united_states uruguay uzbekistan vatican venezuela vietnam wales yemen zambia zimbabwe u.s us usa u.k uk uae "
        "korea america africa asia europe antarctica arctic balkans caribbean middle_east latin_america "
        "central_america north_america south_america siberia alabama alaska arizona arkansas california colorado "
        "connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland "
        "massachusetts michigan minnesota mississippi missouri montana nebraska nevada new_hampshire new_jersey "
        "new_mexico new_york new_york_city north_carolina north_dakota ohio oklahoma oregon pennsylvania rhode_island "
        "south_carolina south_dakota tennessee texas utah vermont virginia washington west_virginia wisconsin wyoming "
        "ontario quebec alberta queensland tasmania bavaria saxony catalonia london paris berlin rome madrid lisbon "
        "brussels amsterdam vienna zurich geneva bern warsaw prague budapest bucharest sofia athens ankara istanbul "
        "moscow kyiv kiev kharkiv odesa odessa lviv mariupol donetsk luhansk kherson dnipro zaporizhzhia kursk minsk "
        "riga tallinn vilnius helsinki stockholm oslo copenhagen reykjavik dublin belfast edinburgh glasgow cardiff "
        "manchester liverpool birmingham leeds bristol munich hamburg frankfurt cologne milan naples turin barcelona "
        "seville marseille lyon strasbourg cairo tunis tripoli algiers rabat lagos abuja nairobi kampala kigali "
        "addis_ababa khartoum johannesburg cape_town pretoria harare jerusalem tel_aviv haifa beirut damascus amman "
        "baghdad tehran riyadh doha dubai abu_dhabi kabul islamabad karachi lahore delhi new_delhi mumbai kolkata "
        "dhaka colombo kathmandu bangkok hanoi jakarta manila kuala_lumpur beijing shanghai shenzhen wuhan taipei "
        "seoul pyongyang tokyo osaka kyoto sydney melbourne canberra brisbane perth auckland wellington ottawa toronto "
        "montreal vancouver boston chicago detroit houston dallas austin denver seattle portland san_francisco "
        "los_angeles san_diego las_vegas phoenix philadelphia baltimore atlanta miami orlando tampa new_orleans "
        "cleveland pittsburgh st_louis minneapolis milwaukee hollywood brooklyn manhattan queens bronx havana bogota "
        "caracas lima quito santiago buenos_aires montevideo brasilia são_paulo rio_de_janeiro mexico_city atlantic "
        "pacific mediterranean baltic"
    ),
    "de": (
        "deutschland frankreich österreich schweiz italien spanien portugal polen tschechien slowakei ungarn rumänien "
        "bulgarien griechenland türkei russland ukraine belarus moldau estland lettland litauen finnland schweden "
        "norwegen dänemark island irland großbritannien england schottland wales belgien niederlande luxemburg "
        "liechtenstein kroatien serbien slowenien bosnien albanien kosovo montenegro zypern malta georgien armenien "
        "aserbaidschan kasachstan usbekistan iran irak israel syrien libanon jordanien ägypten tunesien algerien "
        "marokko libyen sudan südsudan äthiopien somalia kenia nigeria ghana kongo südafrika saudi-arabien jemen katar "
        "afghanistan pakistan indien china japan nordkorea südkorea taiwan vietnam thailand indonesien philippinen "
        "australien neuseeland kanada mexiko brasilien argentinien chile kolumbien venezuela peru kuba usa eu uk "
        "europa asien afrika amerika bayern sachsen hessen thüringen brandenburg saarland niedersachsen "
        "nordrhein-westfalen rheinland-pfalz baden-württemberg schleswig-holstein mecklenburg-vorpommern "
        "sachsen-anhalt hamburg bremen berlin münchen köln frankfurt stuttgart düsseldorf dortmund essen leipzig "
        "dresden hannover nürnberg mainz wiesbaden potsdam magdeburg erfurt schwerin kiel saarbrücken bonn karlsruhe "
        "wien graz salzburg linz zürich genf basel bern brüssel paris london rom mailand madrid lissabon athen "
        "warschau prag budapest bukarest moskau kiew kyjiw minsk istanbul ankara jerusalem gaza teheran bagdad "
        "damaskus beirut kairo tunis kabul peking tokio seoul washington new_york los_angeles nordsee ostsee rhein "
        "donau elbe alpen balkan krim rheinland westfalen ruhrgebiet saudi_arabien vereinigte_staaten "
        "vereinigten_staaten"
    ),
    "uk": (
        "україна україни україні україну україною росія росії росію росією сша європа європи європі київ києва києві "
        "києвом харків харкова харкові львів львова львові одеса одеси одесі одесу дніпро дніпра дніпрі запоріжжя "
        "херсон херсона херсоні миколаїв миколаєва донецьк донецька донецьку луганськ луганська маріуполь маріуполя "
        "маріуполі полтава полтави чернігів чернігова суми вінниця вінниці житомир житомира рівне луцьк тернопіль "
        "ужгород чернівці черкаси кропивницький крим криму донбас донбасу донбасі москва москви москві москву мінськ "
        "білорусь білорусі польща польщі польщу німеччина німеччини німеччині франція франції британія британії китай "
        "китаю корея кореї північна_корея північної_кореї південна_корея південної_кореї ізраїль туреччина туреччини "
        "лондон лондона париж парижа берлін берліна варшава варшави вашингтон вашингтона брюссель брюсселя румунія "
        "румунії молдова молдови угорщина угорщини бахмут бахмута"
    ),
}
PLACES: Final = MappingProxyType(
    {language: frozenset(name.replace("_", " ") for name in names.split()) for language, names in _PLACES.items()}
)
"""Countries, regions and cities that need no other evidence, as the language calls them."""
