"""What is known of German words in the search for names."""

from typing import Final

from newsbrief.cues.names.lexicon import Lexicon, ends, words
from newsbrief.cues.names.lists import GIVEN, PLACES

GERMAN: Final = Lexicon(
    function=words(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein dein sein seine "
        "seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres unser unsere unseren euer dieser diese dieses "
        "diesen diesem jener jene jenen jenem jeder jede jedes jeden jedem mancher manche manchen solche solcher "
        "solchen welcher welche welches welchem alle allen aller alles viele vielen vieler mehrere mehreren einige "
        "einigen einiger wenige wenigen beide beiden beider andere anderen anderer anderes ich du er sie es wir man "
        "mich mir dich dir ihn ihm uns euch ihnen sich wer wen wem was wo wann warum wie wieso weshalb wohin woher und "
        "oder aber denn sondern doch sowie sowohl weder noch entweder als wenn weil dass ob obwohl während bevor "
        "nachdem seit seitdem bis damit sodass falls sofern solange in im ins an am ans auf aufs aus bei beim mit nach "
        "von vom vor vorm zu zum zur über überm unter unterm hinter neben zwischen durch für fürs gegen ohne um wegen "
        "trotz statt anstatt laut gemäß zufolge entlang innerhalb außerhalb oberhalb unterhalb gegenüber entgegen "
        "anlässlich angesichts aufgrund infolge mithilfe mittels samt nebst ab binnen pro per ist sind war waren wird "
        "werden wurde wurden hat haben hatte hatten kann können konnte konnten muss müssen musste mussten soll sollen "
        "sollte sollten will wollen wollte wollten darf dürfen durfte mag möge nicht nur auch noch schon bereits erst "
        "immer nie nun jetzt heute gestern morgen damals dann da dort hier daher darum deshalb deswegen dennoch "
        "trotzdem allerdings jedoch zudem außerdem ferner dabei dafür dagegen darauf daran darüber darunter davon "
        "davor dazu demnach somit so also etwa rund knapp ungefähr zwar ja nein eher sehr ganz gar kaum fast selbst "
        "sogar lediglich ledig zunächst zuletzt zuvor danach später früher bislang bisher derzeit zurzeit inzwischen "
        "unterdessen mittlerweile indes vielmehr insgesamt insbesondere vielleicht möglicherweise offenbar "
        "offensichtlich angeblich tatsächlich nämlich ebenso ebenfalls gleichzeitig zugleich künftig wonach wobei "
        "womit wodurch weshalb zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend je weitere "
        "weiteren weiterer nächste letzte letzten erste ersten zweite dritte ursprünglich montag dienstag mittwoch "
        "donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli august september oktober "
        "november dezember montags dienstags mittwochs donnerstags freitags samstags sonntags ostern pfingsten "
        "weihnachten silvester neujahr uhr"
    ),
    ordinary=words(
        "prozent euro cent dollar million millionen milliarde milliarden mio mrd tonnen meter kilometer kilogramm grad "
        "liter stunde stunden minute minuten sekunden tag tage tagen tages woche wochen monat monate monaten monats "
        "jahr jahre jahren jahres zeit anfang mitte ende beginn abend morgen nacht mittag vormittag nachmittag mal "
        "stück zahl teil reihe dutzend tausende hunderte zukunft kraft angaben ordnung gewahrsam frage betrieb brand "
        "form höhe bezug richtung kontakt ansicht meinung auffassung polizeiangaben medienberichten informationen "
        "augenzeugen schutz haft not rente führung hand händen teilen sicht angst protest gefahr wirklichkeit deutsch "
        "englisch französisch russisch ukrainisch gründen mitternacht wahrheit höchstens verbindung sache gang grunde "
        "folge lage erwartung hinsicht linie summe bewegung anspruch auftrag aussicht bau betracht druck ehren eile "
        "einklang erfüllung erinnerung erscheinung ersatz erwägung fahrt freiheit frieden gegenwart gesellschaft "
        "gottes hilfe kauf kürze leben mode musik panik pension politik produktion rechnung ruhe serie sicherheit "
        "stimmung streit szene tränen trümmern umlauf urlaub verdacht verhandlungen verkehr vertretung verzug vollzug "
        "vorbereitung zweifel zukunft belieben bedarf bedenken bekanntwerden aussage aussagen auskunft einschätzung "
        "darstellung berichten bericht gesprächen kritik seite seiten personen menschen leute männer frauen kinder "
        "polizisten bürger bürgern experten beamte beamten täter opfer zeugen grund gründe zitat foto video aids "
        "internet kfz pkw lkw gps dna tv pc it ag gmbh mwst teu wasser strom gas öl stahl kohle holz regen schnee "
        "nebel umfragen studien daten arbeit uniform dingen eigenregie anlass abstimmung abwesenheit abständen "
        "alarmbereitschaft ausnahmefällen begleitung beschlag besitz deckung demut deutlichkeit einzelfällen "
        "einzelhaft empfang ermangelung ernst fachkreisen fällen farbe feierlaune festnahme flammen freude "
        "führungsposition gedanken gefangenschaft geld grenzen großbuchstaben gruppen handschellen harmonie hochform "
        "industrieländern interviews klassen koalitionskreisen kombination konkurrenz konflikt kontext krankenhäusern "
        "kreisen kriegszeiten krisenzeiten landesteilen lebensgefahr lieferungen massen medien misskredit "
        "mitleidenschaft nähe notwehr ortschaften partnerschaft person planung praxis privatbesitz quarantäne raten "
        "regierungskreisen reichweite revision rücksicht sachen schach scheiben schulen schwierigkeiten "
        "sicherheitskreisen sitzungen sorge städten stellung stellungnahmen streik strömen stücke tarifverhandlungen "
        "teilzeit trauer treue übereinstimmung umgangssprache unkenntnis untersuchungshaft verantwortung vergangenheit "
        "vergessenheit verhandlungskreisen verlegenheit verwahrung vorjahren wahlkreisen wartestellung wellen "
        "wettbewerb wohngebieten zahlen zeiten zeitungen zusammenhang absprache abzug ankunft arbeitslosigkeit armut "
        "bekanntgabe beratungen dunkelheit einbruch ermittlungen feierabend hause hinweisen hitze kälte kenntnis lust "
        "mangel notwendigkeit protesten rache rückkehr schluss schule sonnenaufgang sonnenuntergang spielende tod "
        "unfall unfällen unruhen unwettern vergeltung wahlen wahlsieg wunsch wut zeugenaussagen zusagen"
    ),
    ordinary_ends=ends(
        "ung ungen heit heiten keit keiten schaft schaften tion tionen tät täten ismus nis nisse tum chen lein angaben "
        "berichten gesetz gesetzes gesetze verfahren system systeme sender zeit zeiten haus häuser recht rechte"
    ),
    women=words("frau"),
    men=words("herr herrn"),
    others=words("dr prof"),
    roles=words(
        "könig königin papst prinz prinzessin fürst kaiser graf gräfin herzog bischof bischöfin kardinal pfarrer "
        "pfarrerin rabbiner general oberst major leutnant kommandeur kapitän admiral anwalt anwältin richter richterin "
        "arzt ärztin professor professorin lehrer lehrerin autor autorin journalist journalistin reporter reporterin "
        "experte expertin politiker politikerin chef chefin leiter leiterin sprecher sprecherin minister ministerin "
        "präsident präsidentin kanzler kanzlerin senator senatorin kandidat kandidatin abgeordnete abgeordneter "
        "abgeordneten vorsitzende vorsitzender vorsitzenden beauftragte beauftragter beauftragten direktor direktorin "
        "intendant intendantin manager managerin gründer gründerin inhaber inhaberin trainer trainerin spieler "
        "spielerin stürmer torwart sänger sängerin schauspieler schauspielerin regisseur regisseurin moderator "
        "moderatorin zuschauer zuschauerin schüler schülerin student studentin nachbar nachbarin anwohner anwohnerin "
        "zeuge zeugin kollege kollegin kollegen amtskollege amtskollegen amtskollegin landrat landrätin stadtrat "
        "stadträtin amtmann kaufmann rentner rentnerin kommissar kommissarin geschäftsführer geschäftsführerin "
        "verwalter verwalterin vertreter vertreterin referent referentin unternehmer unternehmerin mitarbeiter "
        "mitarbeiterin bürgermeister bürgermeisterin botschafter botschafterin taucher surfer schnorchler aktivist "
        "aktivistin analyst analystin bauer bäuerin wirt wirtin"
    ),
    role_ends=ends(
        "minister ministerin ministers sprecher sprecherin chef chefin leiter leiterin präsident präsidentin "
        "präsidenten meister meisterin kanzler kanzlerin vorsitzende vorsitzender vorsitzenden abgeordnete "
        "abgeordneter abgeordneten beauftragte beauftragter beauftragten führer führerin kapitän direktor direktorin "
        "anwalt anwältin anwältinnen richter richterin arzt ärztin professor professorin forscher forscherin loge "
        "login ologen ökonom ökonomin wissenschaftler wissenschaftlerin experte expertin politiker politikerin trainer "
        "trainerin sekretär sekretärin kandidat kandidatin funktionär funktionärin inspekteur ingenieur ingenieurin "
        "redakteur redakteurin kommissar kommissarin kommandant rätin schüler schülerin lehrer lehrerin vorstand "
        "vorständin händler händlerin fahrer fahrerin gewerkschafter gewerkschafterin gründer gründerin inhaber "
        "inhaberin betreiber betreiberin schützer schützerin aktivist aktivistin geologe geologin landrat senator "
        "senatorin historiker historikerin jurist juristin analyst analystin kritiker kritikerin"
    ),
    abbreviations=words("dr prof hr st dipl ing jr"),
    organisations=words(
        "partei gericht amt ministerium rat verband verein bund bank gewerkschaft gesellschaft universität hochschule "
        "institut agentur polizei behörde kammer zeitung nachrichten magazin sender werke konzern reederei brauerei "
        "verlag klinik klinikum museum stiftung union fraktion senat bundestag bundesrat landtag kommission ausschuss "
        "liga club fc sv vfb tsv institute council committee university association society research center group "
        "corporation company times post news research"
    ),
    organisation_ends=ends(
        "gericht gerichts amt amtes amts ministerium ministeriums partei verband verbandes gewerkschaft universität "
        "institut instituts agentur behörde kammer zeitung bank gesellschaft werke konzern reederei stiftung "
        "kommission klinikum rat presse klinik"
    ),
    known_organisations=words(
        "reuters dpa afp ap ddp cdu csu spd fdp afd npd grüne linke ard zdf rtl sat.1 nato eu un uno who bka lka bnd "
        "bund spiegel focus stern facebook twitter google amazon apple microsoft siemens volkswagen vw bmw daimler "
        "lufthansa telekom bundestag bundesrat bundesregierung bundeswehr kreml hamas hisbollah taliban verdi ver.di "
        "greenpeace le_monde die_linke die_grünen"
    ),
    place_words=words(
        "stadt stadtteil ortsteil kreis landkreis region insel gemeinde dorf bezirk provinz vorort hauptstadt "
        "bundesland fluss berg see straße strand beach bundesstaat hafenstadt kleinstadt großstadt bundesländer länder "
        "staaten"
    ),
    place_ends=ends(
        "straße platz burg stadt dorf heim hausen furt land bach hafen brück büttel wiek ingen au leben rode"
    ),
    known_places=PLACES["de"],
    demonyms=words(
        "deutsche deutscher deutschen französische britische russische ukrainische amerikanische europäische "
        "chinesische israelische türkische iranische muslime christen juden sozialdemokraten christdemokraten grünen "
        "liberalen linken"
    ),
    given=GIVEN,
    particles=words("von van zu de da di del la le el al bin ibn ter ten do"),
    verbs=words(
        "sagte sagt sagten erklärte erklärt erklärten teilte teilten meinte meint betonte betont kritisierte fügte "
        "forderte fordert warnte warnt berichtete berichtet berichteten meldete meldet bestätigte bestätigt nannte "
        "plädierte schrieb schreibt antwortete fragte rief wies zitiert kündigte verwies räumte bezeichnete äußerte "
        "verlautete bekräftigte ergänzte lobte urteilte"
    ),
    inside=words("in aus nach bei"),
    prepositions=words("von für in an bei des der vom im am"),
    determiners=words(
        "der die das den dem des ein eine einen einem einer eines sein seine seinem seinen seiner ihr ihre ihrem ihren "
        "ihrer im am zum zur vom beim ins ans diese dieser dieses diesem diesen kein keine keinen keiner"
    ),
    pronouns={"sie": True, "er": False},
    feminine_ends=ends("erin orin entin istin anzlerin ärztin anwältin ologin chefin rätin expertin antin agentin"),
    masculine=words("sprecher minister präsident kanzler leiter chef bürgermeister"),
    masculine_ends=ends("minister sprecher präsident kanzler meister leiter chef"),
    capital_nouns=True,
)
"""German words; their order means nothing."""
