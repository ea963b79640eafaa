"""Words for people, in the plural: a count of them is told in persons."""

from __future__ import annotations

_ENGLISH = (
    "people persons person residents inhabitants citizens workers employees jobs staff students pupils"
    " graduates teachers"
    " tourists visitors passengers travellers travelers specialists soldiers patients doctors farmers"
    " drivers truckers"
    " children men women participants guests trainees professionals migrants refugees engineers miners"
    " personnel delegates"
    " volunteers scholars interns experts technicians job villagers crew builders readers forwarders correspondents"
    " journalists reporters traders merchants shoppers buyers customers clients clerks officers guards"
    " inspectors brokers"
    " dispatchers conductors pilots sailors seafarers mechanics welders fitters loaders porters"
    " labourers laborers managers"
    " executives entrepreneurs businessmen businesspeople founders shareholders investors scientists"
    " researchers lecturers"
    " professors academics learners schoolchildren teenagers youths boys girls babies adults pensioners"
    " retirees veterans"
    " widows brothers sisters sons daughters cousins relatives colleagues friends neighbours neighbors"
    " musicians dancers"
    " singers artists actors athletes players runners fans spectators viewers listeners subscribers followers users"
    " respondents interviewees applicants candidates recruits apprentices cadets diplomats ambassadors"
    " deputies lawmakers"
    " senators ministers officials servants translators interpreters guides cooks chefs waiters bakers"
    " tailors carpenters"
    " masons electricians programmers designers architects lawyers judges accountants economists"
    " analysts nurses surgeons"
    " physicians firefighters rescuers policemen smugglers detainees prisoners victims survivors"
    " evacuees settlers herders"
    " shepherds fishermen growers beekeepers pilgrims commuters riders cyclists drovers nationals"
    " foreigners attendees"
    " expatriates newcomers craftsmen speakers hauliers haulers handlers contestants learners examinees freshmen"
    " undergraduates postgraduates alumni doctorands laureates competitors entrants finalists winners prizewinners"
    " rangers wardens watchmen keepers cleaners cashiers waitresses stewards couriers postmen brewers weavers"
    " seamstresses tailoresses shearers milkers hunters trappers divers climbers hikers skiers backpackers"
    " holidaymakers vacationers honeymooners motorists pedestrians cabbies hitchhikers truckdrivers bikers"
    " returnees repatriates expats deportees defectors inmates convicts hostages casualties wounded"
    " locals natives townspeople townsfolk countrymen compatriots tenants lodgers homeowners householders taxpayers"
    " voters electors pollsters delegates envoys consuls attaches councillors mayors governors officeholders"
    " archaeologists geologists historians linguists economists biologists chemists physicists botanists"
    " vets veterinarians paramedics midwives orderlies carers caregivers savers"
    " freelancers shopkeepers stallholders hawkers peddlers  "
    " consultants advisers advisors assistants secretaries aides"
    " supervisors foremen overseers directors bosses staffers roughnecks drillers riggers"
    " blasters stokers signalmen switchmen shunters trackmen linesmen cardholders"
    " persons humans kids youngsters toddlers infants orphans widowers parents mothers fathers"
    " grandchildren nephews nieces spouses brides grooms couples  "
    " bursars boarders graders"
).lower()
# Peoples and citizens whose name in English has the form of an adjective, so that a noun may still follow it:
# 977 Chinese were enrolled, 45 Chinese lorries were not. Those in -s and -i beside them.
PEOPLES = frozenset(
    (
        "chinese japanese vietnamese portuguese taiwanese burmese lebanese maltese senegalese nepalese sudanese"
        " british english french irish dutch spanish danish swedish finnish turkish polish swiss kyrgyz"
    ).split()
)
_NATIONS = (
    "kazakhs kazakhstanis uzbeks tajiks turkmens uyghurs uighurs russians ukrainians belarusians mongols"
    " mongolians koreans indians pakistanis afghans iranians iraqis turks azeris azerbaijanis georgians armenians"
    " germans italians americans europeans asians africans australians canadians britons frenchmen englishmen dutchmen"
    " irishmen spaniards danes swedes finns poles czechs slovaks hungarians romanians bulgarians serbs croats greeks"
    " latvians lithuanians estonians israelis arabs emiratis saudis egyptians thais malaysians indonesians"
    " singaporeans filipinos brazilians mexicans dungans tatars foreigners"
)
_RUSSIAN = (
    "человек человека жителей жителя работников работника сотрудников сотрудника студентов студента туристов туриста"
    " пассажиров пассажира граждан гражданина специалистов специалиста учащихся рабочих рабочие рабочими адам"
    " корреспондентов корреспондента журналистов журналиста читателей читателя зрителей зрителя водителей водителя"
    " машинистов машиниста инженеров инженера строителей строителя учителей учителя преподавателей"
    " преподавателя врачей"
    " врача детей ребенка женщин женщины мужчин мужчины семейств гостей гостя участников участника делегатов делегата"
    " волонтеров волонтера экспертов эксперта ученых торговцев торговца предпринимателей предпринимателя покупателей"
    " покупателя клиентов клиента посетителей посетителя путешественников иностранцев иностранца"
    " казахстанцев китайцев"
    " мигрантов беженцев школьников школьника выпускников выпускника стажеров стажера практикантов"
    " диспетчеров диспетчера"
    " таможенников таможенника пограничников пограничника солдат офицеров офицера депутатов депутата"
    " дипломатов министров"
    " чиновников фермеров фермера крестьян пенсионеров пенсионера друзей коллег соседей слушателей"
    " слушателя абонентов"
    " подписчиков подписчика пользователей пользователя людей лиц персон родственников"
    " инспекторов инспектора инспекторы лекторов лектора ректоров директоров директора авторов автора докторов доктора"
    " докторантов докторанта магистрантов магистранта бакалавров магистров магистра аспирантов аспиранта абитуриентов"
    " абитуриента первокурсников первокурсника учеников ученика воспитанников лицеистов обходчиков обходчика"
    " грузчиков грузчика сварщиков сварщика крановщиков монтажников монтажника шахтеров шахтера горняков нефтяников"
    " металлургов железнодорожников кассиров кассира проводников проводника дальнобойщиков "
    " брокеров брокера менеджеров менеджера программистов разработчиков айтишников предпринимательниц"
    " бизнесменов избирателей налогоплательщиков призывников"
    " военнослужащих полицейских спасателей пожарных медиков медсестер санитаров ветеринаров археологов геологов"
    " историков лингвистов переводчиков переводчика гидов поваров официантов пекарей ткачих швей доярок чабанов"
    " охотников рыбаков спортсменов игроков болельщиков чемпионов призеров победителей конкурсантов финалистов"
    " паломников экскурсантов автостопщиков автомобилистов автолюбителей пешеходов земляков соотечественников"
    " кандасов переселенцев репатриантов горожан сельчан селян односельчан аульчан новоселов "
    " дольщиков узбекистанцев кыргызстанцев таджикистанцев россиян россиянина белорусов украинцев"
    " американцев европейцев индийцев корейцев японцев турок немцев французов монголов уйгуров узбеков"
    " казахов таджиков туркмен киргизов кыргызов русских татар афганцев иранцев азербайджанцев грузин армян"
    " погибших пострадавших раненых задержанных осужденных безработных трудоустроенных новорожденных отдыхающих"
)
_PHRASES = (
    "рабочих мест",
    "рабочих места",
    "households members",
    "job places",
    "work places",
    "local residents",
)
PERSONS = frozenset((*_ENGLISH.split(), *_NATIONS.split(), *_RUSSIAN.split(), *_PHRASES))
