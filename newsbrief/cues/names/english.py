"""What is known of English words in the search for names."""

from typing import Final

from newsbrief.cues.names.lexicon import Lexicon, ends, words
from newsbrief.cues.names.lists import GIVEN, PLACES

ENGLISH: Final = Lexicon(
    function=words(
        "a an the this that these those some any each every all both either neither no none one two three four five "
        "six seven eight nine ten eleven twelve dozens hundreds thousands millions another other others such many much "
        "more most few fewer several less least i me my mine we us our ours you your yours he him his she her hers it "
        "its they them their theirs who whom whose which what when where why how whether if unless until till while "
        "although though because since as than then so and or but nor yet for of in on at by to from with without "
        "within into onto upon over under above below between among amid amidst against about across after before "
        "behind beside besides beyond despite during except inside outside like near off out past per plus through "
        "throughout toward towards up down via is are was were be been being am do does did doing done has have had "
        "having will would shall should can could may might must not there here now today tonight tomorrow yesterday "
        "also just only even still already again ever never always often sometimes once twice perhaps maybe however "
        "meanwhile moreover therefore thus instead otherwise indeed nevertheless nonetheless later earlier soon ago "
        "according yes please let oh well too very around along alongside rather quite almost nearly including "
        "regarding following given asked told said monday tuesday wednesday thursday friday saturday sunday mon tue "
        "wed thu fri sat sun january february march april june july august september october november december jan feb "
        "aug sept oct nov dec christmas easter thanksgiving halloween ramadan eid hanukkah new_year weekend gmt est "
        "edt utc cet pst bst a.m p.m pm ok anywhere somewhere nowhere elsewhere diwali passover pentecost lent kwanzaa"
    ),
    ordinary=words(
        "police officials official experts critics analysts reports notes investigators authorities lawmakers voters "
        "scientists researchers doctors residents witnesses protesters supporters opponents people men women children "
        "students teachers workers others everyone everybody nobody someone something anything nothing everything "
        "government spring summer autumn winter first second third last next nice new old young big little great good "
        "bad best worst early late high low long short former federal local national international state public "
        "private political economic social general special major senior chief north south east west northern southern "
        "eastern western central sources source shares prices sales stocks data figures results research tests nearly "
        "half black white red green blue gay court breaking exclusive update video photo photos watch read listen "
        "editor editor's abstract full text note correction contact interior foreign defense defence finance justice "
        "health transport education homeland commerce labor agriculture trade environment news internet web god lord "
        "heaven earth bible quran mr mrs ms dr sir phd md jr sr dna rna hiv aids covid covid-19 gdp gps lgbt lgbtq tv "
        "id pr vip faq suv sms pdf cctv usb ebitda teu ii iii iv v vi vii viii ix km kg mph fla tex wis calif mass "
        "conn pa va md ga ill ind mich minn tenn wash ore ariz colo n.y n.c n.j n.h n.m s.c s.d w.va d.c thing things "
        "details talks asked seen known born taken made dear hello thanks thank sorry sure right left far near back "
        "top inside outside total average support opposition democracy communism capitalism civil war election "
        "constitution federal happy merry social media mother father dad mom mum auntie mama uncle aunt grandma "
        "grandpa latest live analysis opinion celsius fahrenheit day pac pacs"
    ),
    ordinary_ends=ends("ing ly"),
    women=words("ms mrs miss madam mme"),
    men=words("mr sir"),
    others=words("dr mx"),
    roles=words(
        "president vice-president premier minister prime-minister chancellor governor senator sen rep gov gen col lt "
        "sgt capt cmdr adm maj rev cllr supt insp prof representative congressman congresswoman lawmaker mp mep "
        "councillor councilman councilwoman councilor alderman mayor deputy ambassador envoy diplomat secretary "
        "undersecretary commissioner commander general admiral colonel captain lieutenant major sergeant officer "
        "constable detective inspector superintendent sheriff marshal trooper soldier veteran king queen prince "
        "princess duke duchess emperor sultan sheikh emir pope bishop archbishop cardinal priest pastor rabbi imam "
        "cleric reverend patriarch ayatollah judge justice magistrate prosecutor attorney solicitor barrister lawyer "
        "counsel counselor chair chairman chairwoman chairperson chief head leader boss director manager executive ceo "
        "cfo coo cto founder co-founder owner co-owner operator partner president-elect spokesman spokeswoman "
        "spokesperson adviser advisor aide assistant staffer strategist consultant analyst expert economist professor "
        "lecturer teacher scholar academic dean principal rector researcher scientist engineer historian philosopher "
        "author writer novelist poet playwright editor co-editor columnist commentator reporter journalist "
        "correspondent anchor host co-host moderator presenter photographer filmmaker actor actress comedian singer "
        "rapper musician pianist violinist composer conductor dancer artist painter sculptor designer architect star "
        "superstar diva mogul athlete player striker goalkeeper midfielder defender quarterback pitcher coach trainer "
        "referee champion boxer runner swimmer cyclist driver pilot astronaut sailor fisherman farmer baker butcher "
        "chef cook waiter waitress cashier clerk nurse doctor surgeon physician midwife paramedic firefighter "
        "psychologist psychiatrist therapist dentist pharmacist veterinarian biologist chemist physicist mathematician "
        "geologist hydrologist seismologist meteorologist climatologist epidemiologist virologist sociologist "
        "anthropologist archaeologist student pupil graduate intern activist campaigner organizer organiser volunteer "
        "advocate dissident refugee migrant victim suspect defendant plaintiff witness survivor hostage candidate "
        "nominee contender rival challenger opponent incumbent frontrunner running-mate mate negotiator mediator "
        "broker banker trader investor billionaire millionaire tycoon entrepreneur businessman businesswoman "
        "shareholder landlord tenant resident villager neighbor neighbour citizen retiree pensioner widow widower "
        "husband wife father mother son daughter brother sister uncle aunt cousin nephew niece grandson granddaughter "
        "grandfather grandmother girlfriend boyfriend fiancé friend colleague counterpart ally supporter member "
        "co-chair treasurer speaker whip coordinator administrator supervisor inspector-general representative-elect "
        "ombudsman warden ranger guard hunter policeman policewoman mechanic plumber carpenter electrician worker "
        "laborer miner trucker shopkeeper merchant organist librarian curator archivist translator interpreter "
        "secretary-general rebel warlord militant extremist gunman shooter bomber killer dictator ruler monarch "
        "statesman politician democrat republican independent schoolteacher caretaker landowner homeowner eyewitness "
        "bystander passenger steward stewardess skipper developer programmer hacker blogger influencer youtuber "
        "publisher producer screenwriter musicologist critic biographer co-author legend hero heiress heir lobbyist "
        "fundraiser donor fellow detainee inmate convict auditor grandmaster headmaster headmistress custodian "
        "signaller controller dispatcher chieftain forester gardener hairdresser janitor nun pollster ringleader "
        "tailor technician tutor vicar weaver welder laureate choreographer cinematographer"
    ),
    role_ends=ends("ologist woman person ographer onomist grapher keeper"),
    surnames=words(
        "king queen prince pope bishop judge dean baker cook butcher miller marshal page star may march major chambers "
        "hunter guard general law justice head fellow friend farmer carpenter duke partner april june august chair"
    ),
    trades=words(
        "operator owner co-owner developer employer partner rival publisher producer broker investor shareholder "
        "designer merchant donor landlord challenger"
    ),
    civic=words(
        "council university police hospital court senate parliament school college department board borough legislature"
    ),
    modifiers=words(
        "vice prime deputy acting former executive financial operating associate senior junior interim managing "
        "assistant foreign defense defence finance interior justice health transport education homeland security "
        "commerce labor labour agriculture trade environment energy treasury press campaign state attorney chief first "
        "national city district county police party opposition house senate majority minority presidential "
        "gubernatorial retired late rear brigadier warrant petty"
    ),
    abbreviations=words(
        "mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj rev cllr supt insp st mt ft jr sr hon pres det"
    ),
    organisations=words(
        "service services party ministry council corp corporation inc ltd llc plc co company companies university "
        "college school bank agency committee commission union court police group association department dept "
        "authority institute fund news center centre foundation organization organisation federation league alliance "
        "coalition front movement parliament congress senate assembly board bureau office administration army navy "
        "force forces guard command brigade corps times post journal herald tribune gazette sentinel guardian review "
        "magazine press television radio network studios records airlines airways railways motors electric industries "
        "technologies systems energy oil gas petroleum pharmaceuticals partners capital holdings ventures insurance "
        "society academy museum hospital clinic church temple theater theatre orchestra club fc team transport trust "
        "initiative partnership enterprise enterprises workers chamber tribunal forum house caucus transit shipping "
        "logistics cement steel labs laboratory laboratories research hotel hotels resort restaurant consulting "
        "associates communications software media entertainment pictures publishing books nations secretariat "
        "directorate inspectorate ombudsman biologics biotech pharma therapeutics mobility cargo banco banque banca"
    ),
    known_organisations=words(
        "reuters afp ap bloomberg yonhap xinhua tass interfax bbc cnn nbc abc cbs fox msnbc cnbc npr pbs twitter "
        "facebook google amazon apple microsoft meta tesla netflix youtube instagram tiktok telegram whatsapp "
        "wikileaks uber boeing airbus samsung toyota volkswagen siemens gazprom exxon walmart goldman_sachs nato eu "
        "european_union un u.n united_nations unicef unesco opec wto imf fbi cia nsa nasa irs epa nypd white_house "
        "kremlin pentagon congress senate house_of_representatives house_of_commons house_of_lords parliament "
        "bundestag knesset duma hamas hezbollah hizbollah isis islamic_state taliban al-qaeda al_qaeda houthis gop "
        "labour greenpeace interpol europol treasury supreme_court wall_street_journal new_york_times washington_post "
        "associated_press world_bank federal_reserve red_cross justice_department state_department huffington_post "
        "financial_times los_angeles_times buzzfeed politico usa_today fed"
    ),
    place_words=words(
        "city county region province state states republic kingdom island islands isle isles street avenue road lane "
        "square boulevard river lake sea bay strait ocean gulf mountain mountains mount hill hills valley canyon "
        "desert forest park beach coast port harbor harbour airport station bridge tunnel fort cape point peninsula "
        "delta glacier town village district borough springs falls heights rapids creek plaza stadium arena territory "
        "district rim crossing saint san santa los las"
    ),
    known_places=PLACES["en"],
    demonyms=words(
        "french dutch greek swiss czech thai iraqi israeli pakistani afghan qatari kuwaiti omani yemeni emirati saudi "
        "bangladeshi azerbaijani somali nepali tibetan korean american african mexican cuban german roman belgian "
        "danish finnish irish welsh scottish british english spanish swedish turkish polish kurdish jewish danish "
        "icelandic portuguese chinese japanese vietnamese russian ukrainian belarusian european asian arab arabic "
        "islamic muslim christian catholic orthodox protestant hindu sikh buddhist jew shia sunni catalan basque "
        "flemish croat serb slovak slovene kosovar uzbek tajik kazakh kyrgyz turkmen uighur uyghur tatar chechen "
        "latino hispanic philippine filipino new_zealander hong_konger democratic republican democrat conservative "
        "socialist communist liberal californian texan parisian londoner moscovite mongolian taiwanese congolese "
        "sudanese senegalese lebanese maltese kenyan ugandan rwandan libyan moroccan tunisian algerian egyptian "
        "jordanian syrian palestinian iranian indian indonesian malaysian singaporean cambodian australian canadian "
        "brazilian argentinian argentine chilean colombian venezuelan peruvian bolivian ecuadorian paraguayan "
        "uruguayan panamanian haitian jamaican dominican puerto_rican austrian italian hungarian romanian bulgarian "
        "albanian serbian croatian bosnian macedonian slovenian lithuanian latvian estonian norwegian armenian "
        "georgian western eastern northern southern north south latin trans central soviet nazi"
    ),
    demonym_ends=ends("nese ghan"),
    adjective_ends=ends("ian ean ese ish"),
    given=GIVEN,
    particles=words("de van von der den della del di da du dos das la le el bin ibn ben al ter ten zu y do"),
    joints=words("of for on and the"),
    heads=words(
        "ministry department university bank house council institute center centre board bureau office college school "
        "republic gulf isle bay city kingdom church society league association federation union agency committee "
        "commission court chamber academy museum fund foundation port strait cape mount sea conference organization "
        "organisation party movement front army brotherhood confederation congress coalition campaign alliance state "
        "states bishop archdiocese diocese temple hospital club national international workers assembly corporation "
        "service authority group duchess prince princess duke secretary speaker"
    ),
    verbs=words(
        "said says say saying told tells tell added adds adding announced announces asked asks asking replied replies "
        "wrote writes writing tweeted tweets claimed claims claiming noted notes noting stated states stating warned "
        "warns warning explained explains argued argues arguing confirmed confirms insisted insists acknowledged "
        "declared declares concluded concludes continued testified suggested suggests responded responds revealed "
        "reveals reported posted predicted predicts joked estimated estimates believes thinks called calls described "
        "denied denies urged urges vowed vows stressed stresses pointed recalled recalls commented criticized "
        "criticised questioned accused admitted agreed alleged complained conceded emphasized emphasised promised "
        "proposed pledged cautioned countered disclosed expressed quipped remarked repeated tweeting observed "
        "maintained shouted underscores hinted declined refused wants hopes expects plans ruled demanded rejected "
        "dismissed"
    ),
    other_verbs=words(
        "met meets meet meeting saw see sees took takes gave gives got made makes put sent sends left joined joins "
        "beat beats won defeated succeeded replaced replaces named names appointed elected elects killed shot sued "
        "sues hired fired backed backs helped helps visited visits interviewed quoted quotes cited cites citing "
        "quoting including like featuring starring"
    ),
    inside=words("in near outside"),
    prepositions=words("of for at in on to from with by"),
    determiners=words("the a an his her its their our my your this another"),
    pronouns={"she": True, "her": True, "he": False, "his": False, "him": False},
    feminine=words(
        "actress waitress queen princess duchess wife mother daughter sister aunt niece widow girlfriend granddaughter "
        "grandmother heiress diva stewardess policewoman businesswoman"
    ),
    feminine_ends=ends("woman"),
    masculine=words(
        "king prince duke husband father son brother uncle nephew widower boyfriend grandson grandfather chairman "
        "businessman spokesman congressman gunman fisherman policeman statesman councilman monk"
    ),
)
"""English words; their order means nothing."""
