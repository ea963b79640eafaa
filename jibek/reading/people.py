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
    " expatriates newcomers craftsmen speakers"
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
)
_PHRASES = (
    "рабочих мест",
    "рабочих места",
    "households members",
    "job places",
    "work places",
    "local residents",
)
PERSONS = frozenset((*_ENGLISH.split(), *_RUSSIAN.split(), *_PHRASES))
