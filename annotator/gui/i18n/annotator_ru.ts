<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU">
<context>
    <name>Actions</name>
    <message>
        <source>New workspace…</source>
        <translation>Новый проект…</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>Открыть проект…</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>Открыть пример</translation>
    </message>
    <message>
        <source>Connect to a team server…</source>
        <translation>Подключиться к серверу команды…</translation>
    </message>
    <message>
        <source>Add articles…</source>
        <translation>Добавить статьи…</translation>
    </message>
    <message>
        <source>Label scheme…</source>
        <translation>Схема меток…</translation>
    </message>
    <message>
        <source>Save now</source>
        <translation>Сохранить сейчас</translation>
    </message>
    <message>
        <source>Tidy files</source>
        <translation>Привести файлы в порядок</translation>
    </message>
    <message>
        <source>Close workspace</source>
        <translation>Закрыть проект</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выход</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Reverse relation</source>
        <translation>Развернуть отношение</translation>
    </message>
    <message>
        <source>Tag all mentions…</source>
        <translation>Отметить все упоминания…</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Написать заметку</translation>
    </message>
    <message>
        <source>Find in document</source>
        <translation>Найти в документе</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Найти далее</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>Найти назад</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Настройки…</translation>
    </message>
    <message>
        <source>Next document</source>
        <translation>Следующий документ</translation>
    </message>
    <message>
        <source>Previous document</source>
        <translation>Предыдущий документ</translation>
    </message>
    <message>
        <source>Next not started</source>
        <translation>Следующий неначатый</translation>
    </message>
    <message>
        <source>My next document</source>
        <translation>Мой следующий документ</translation>
    </message>
    <message>
        <source>Done and next</source>
        <translation>Готово, дальше</translation>
    </message>
    <message>
        <source>Skip and next</source>
        <translation>Пропустить, дальше</translation>
    </message>
    <message>
        <source>Mark as in progress</source>
        <translation>Отметить «в работе»</translation>
    </message>
    <message>
        <source>Search documents</source>
        <translation>Поиск документов</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Принять подсказку</translation>
    </message>
    <message>
        <source>Reject the suggestion</source>
        <translation>Отклонить подсказку</translation>
    </message>
    <message>
        <source>Accept all suggestions</source>
        <translation>Принять все подсказки</translation>
    </message>
    <message>
        <source>Reject all suggestions</source>
        <translation>Отклонить все подсказки</translation>
    </message>
    <message>
        <source>Agreement…</source>
        <translation>Согласие…</translation>
    </message>
    <message>
        <source>Adjudicate…</source>
        <translation>Свести разметку…</translation>
    </message>
    <message>
        <source>Check consistency</source>
        <translation>Проверить единообразие</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>Следующая находка</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>Предыдущая находка</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Обучить…</translation>
    </message>
    <message>
        <source>Trained models…</source>
        <translation>Обученные модели…</translation>
    </message>
    <message>
        <source>Evaluate a model…</source>
        <translation>Оценить модель…</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Метки</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Guidelines</source>
        <translation>Руководство</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Заметки</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>Карточки</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>Единообразие</translation>
    </message>
    <message>
        <source>Overview…</source>
        <translation>Обзор…</translation>
    </message>
    <message>
        <source>Statistics…</source>
        <translation>Статистика…</translation>
    </message>
    <message>
        <source>Restore the panels</source>
        <translation>Вернуть панели на места</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Крупнее</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Мельче</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Обычный размер текста</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Во весь экран</translation>
    </message>
    <message>
        <source>All relations in the text</source>
        <translation>Все отношения в тексте</translation>
    </message>
    <message>
        <source>Relations of the selection</source>
        <translation>Отношения выбранного</translation>
    </message>
    <message>
        <source>No relations in the text</source>
        <translation>Без отношений в тексте</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Контрастная</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Следующая панель</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Предыдущая панель</translation>
    </message>
    <message>
        <source>Commands and documents…</source>
        <translation>Команды и документы…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Справочник</translation>
    </message>
    <message>
        <source>Tour in five steps</source>
        <translation>Знакомство в пять шагов</translation>
    </message>
    <message>
        <source>About annotator</source>
        <translation>О программе annotator</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Файл</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Недавние</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Правка</translation>
    </message>
    <message>
        <source>&amp;Document</source>
        <translation>&amp;Документ</translation>
    </message>
    <message>
        <source>&amp;Suggestions</source>
        <translation>&amp;Подсказки</translation>
    </message>
    <message>
        <source>&amp;Agreement</source>
        <translation>&amp;Согласие</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Модель</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Вид</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Справка</translation>
    </message>
    <message>
        <source>Search in all articles…</source>
        <translation>Поиск по всем статьям…</translation>
    </message>
    <message>
        <source>Suggest with…</source>
        <translation>Сделать подсказки…</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Подсказки</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Импорт…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Сохранить рисунок…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Печать…</translation>
    </message>
    <message>
        <source>Team…</source>
        <translation>Команда…</translation>
    </message>
</context>
<context>
    <name>AdjudicationWindow</name>
    <message>
        <source>No document has been finished by two annotators yet.</source>
        <translation>Пока нет документов, готовых у двух разметчиков.</translation>
    </message>
    <message>
        <source>This is the last document of the list.</source>
        <translation>Это последний документ списка.</translation>
    </message>
    <message>
        <source>This is the first document of the list.</source>
        <translation>Это первый документ списка.</translation>
    </message>
    <message>
        <source>Not saved: {0}</source>
        <translation>Не сохранено: {0}</translation>
    </message>
    <message>
        <source>Not saved: {0}. Closed once more, the window closes all the same: a copy is kept.</source>
        <translation>Не сохранено: {0}. Закройте ещё раз, и окно закроется всё равно: копия останется.</translation>
    </message>
    <message>
        <source>Adjudication — annotator</source>
        <translation>Сведение разметки — annotator</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>Previous document (Ctrl+PgUp)</source>
        <translation>Предыдущий документ (Ctrl+PgUp)</translation>
    </message>
    <message>
        <source>Next document (Ctrl+PgDown)</source>
        <translation>Следующий документ (Ctrl+PgDown)</translation>
    </message>
</context>
<context>
    <name>AgreementWindow</name>
    <message>
        <source>Agreement — annotator</source>
        <translation>Согласие разметчиков — annotator</translation>
    </message>
    <message>
        <source>Figures are being made</source>
        <translation>Идёт подсчёт</translation>
    </message>
</context>
<context>
    <name>ArticleMenu</name>
    <message>
        <source>Change the relation</source>
        <translation>Сменить отношение</translation>
    </message>
    <message>
        <source>Change the label</source>
        <translation>Сменить метку</translation>
    </message>
    <message>
        <source>Relate to…</source>
        <translation>Связать с…</translation>
    </message>
    <message>
        <source>Tag as</source>
        <translation>Отметить как</translation>
    </message>
</context>
<context>
    <name>ArticleView</name>
    <message>
        <source>Article</source>
        <translation>Статья</translation>
    </message>
</context>
<context>
    <name>AssignDialog</name>
    <message>
        <source>Assign documents</source>
        <translation>Распределить документы</translation>
    </message>
    <message>
        <source>Also those that are assigned already</source>
        <translation>И те, что уже распределены</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>Annotators</source>
        <translation>Разметчики</translation>
    </message>
    <message>
        <source>Annotators of each document</source>
        <translation>Разметчиков на документ</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Распределить</translation>
    </message>
    <message>
        <source>Each document needs {0} annotators: name as many.</source>
        <translation>Каждому документу нужно разметчиков: {0}. Назовите не меньше.</translation>
    </message>
</context>
<context>
    <name>Bridge</name>
    <message>
        <source>The last changes are not on disk yet, so they cannot be exported.</source>
        <translation>Последние изменения ещё не записаны на диск, экспортировать их нельзя.</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Changed: {0}. Articles: {1}.</source>
        <translation>Изменено: {0}, статей: {1}.</translation>
    </message>
</context>
<context>
    <name>CardsModel</name>
    <message>
        <source>mentions: {0}</source>
        <translation>упоминаний: {0}</translation>
    </message>
    <message>
        <source>articles: {0}</source>
        <translation>статей: {0}</translation>
    </message>
</context>
<context>
    <name>CardsPanel</name>
    <message>
        <source>Cards</source>
        <translation>Карточки</translation>
    </message>
    <message>
        <source>All articles</source>
        <translation>Все статьи</translation>
    </message>
    <message>
        <source>Wikidata: Q…</source>
        <translation>Wikidata: Q…</translation>
    </message>
    <message>
        <source>Wikidata id of the card</source>
        <translation>Идентификатор Wikidata карточки</translation>
    </message>
    <message>
        <source>Wikidata id of all mentions on the card (W)</source>
        <translation>Идентификатор Wikidata всех упоминаний карточки (W)</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Объединить</translation>
    </message>
    <message>
        <source>Make one card of the selected ones (M)</source>
        <translation>Сделать из выбранных одну карточку (M)</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Отделить</translation>
    </message>
    <message>
        <source>Put the selected mentions on a card of their own (S)</source>
        <translation>Перенести выбранные упоминания на отдельную карточку (S)</translation>
    </message>
    <message>
        <source>No cards yet: mentions of one person or company are gathered here.</source>
        <translation>Карточек пока нет: здесь собираются упоминания одного человека или компании.</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>loss {0}</source>
        <translation>потери {0}</translation>
    </message>
    <message>
        <source>Step {0}: {1}</source>
        <translation>Шаг {0}: {1}</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Потери</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>шаги</translation>
    </message>
    <message>
        <source>best</source>
        <translation>лучший</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Copy the numbers (TSV)</source>
        <translation>Копировать числа (TSV)</translation>
    </message>
    <message>
        <source>Copy the numbers (CSV)</source>
        <translation>Копировать числа (CSV)</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Picture (*.svg *.png)</source>
        <translation>Картинка (*.svg *.png)</translation>
    </message>
    <message>
        <source>Numbers (*.csv *.tsv)</source>
        <translation>Числа (*.csv *.tsv)</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands and documents</source>
        <translation>Команды и документы</translation>
    </message>
    <message>
        <source>Command or document</source>
        <translation>Команда или документ</translation>
    </message>
    <message>
        <source>No command or document has these words.</source>
        <translation>Нет команды или документа с такими словами.</translation>
    </message>
</context>
<context>
    <name>CompareVersions</name>
    <message>
        <source>Two versions</source>
        <translation>Две версии</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>Keep mine everywhere</source>
        <translation>Везде оставить мою</translation>
    </message>
    <message>
        <source>Take the other everywhere</source>
        <translation>Везде взять другую</translation>
    </message>
    <message>
        <source>Use this choice</source>
        <translation>Применить выбор</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Решить позже</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Моя</translation>
    </message>
    <message>
        <source>The other</source>
        <translation>Другая</translation>
    </message>
    <message>
        <source>The other version against mine: {0}.</source>
        <translation>Другая версия по сравнению с моей: {0}.</translation>
    </message>
</context>
<context>
    <name>Connect</name>
    <message>
        <source>Connect to a team server</source>
        <translation>Подключение к серверу команды</translation>
    </message>
    <message>
        <source>Host, port</source>
        <translation>Сервер, порт</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>База данных</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Пользователь</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Or a service</source>
        <translation>Или служба</translation>
    </message>
    <message>
        <source>The password is not stored. Leave it empty where it is in ~/.pgpass or none is needed.</source>
        <translation>Пароль не сохраняется. Оставьте поле пустым, если он записан в ~/.pgpass или не нужен.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Подключиться</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>CorpusSearch</name>
    <message>
        <source>begins or ends inside a word</source>
        <translation>начинается или кончается внутри слова</translation>
    </message>
    <message>
        <source>The first {0} hits are listed: make the query narrower.</source>
        <translation>Показаны первые {0}: уточните запрос.</translation>
    </message>
    <message>
        <source>Changed: {0}. Articles: {1}.</source>
        <translation>Изменено: {0}, статей: {1}.</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>No relations here yet: press R on an entity to make one</source>
        <translation>Отношений здесь нет: нажмите R на сущности, чтобы создать</translation>
    </message>
    <message>
        <source>A suggestion: accept it with A or reject it with X</source>
        <translation>Подсказка: A — принять, X — отклонить</translation>
    </message>
    <message>
        <source>Choose a span or a relation first: Tab goes to the next span</source>
        <translation>Сначала выберите сущность или отношение: Tab переходит к следующей сущности</translation>
    </message>
    <message>
        <source>Choose a relation first: click its arc or press ]</source>
        <translation>Сначала выберите отношение: щёлкните его дугу или нажмите ]</translation>
    </message>
    <message>
        <source>No suggestion is chosen: Tab goes to the next one, ] to the next relation</source>
        <translation>Подсказка не выбрана: Tab — к следующей, ] — к следующему отношению</translation>
    </message>
    <message>
        <source>This article is open for reading only</source>
        <translation>Статья открыта только для чтения</translation>
    </message>
    <message>
        <source>Choose an entity first, then press R</source>
        <translation>Сначала выберите сущность, затем нажмите R</translation>
    </message>
    <message>
        <source>The scheme allows no further relation for this entity here</source>
        <translation>Схема не допускает здесь новых отношений этой сущности</translation>
    </message>
    <message>
        <source>Relation: arrows, typing or a click choose the other end, Enter takes it, Esc cancels</source>
        <translation>Отношение: другой конец — стрелками, набором или щелчком; Enter — принять, Esc — отменить</translation>
    </message>
    <message>
        <source>No possible end of the relation begins like this</source>
        <translation>Ни один возможный конец отношения так не начинается</translation>
    </message>
    <message>
        <source>The scheme allows no relation between these two</source>
        <translation>Схема не допускает отношения между этими двумя</translation>
    </message>
    <message>
        <source>%s (other way round)</source>
        <translation>%s (в обратную сторону)</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} из {1}</translation>
    </message>
</context>
<context>
    <name>DisputesPanel</name>
    <message>
        <source>Document</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Все метки</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Все виды</translation>
    </message>
    <message>
        <source>the first {0} are shown</source>
        <translation>показаны первые {0}</translation>
    </message>
    <message>
        <source>shown: {0}</source>
        <translation>показано: {0}</translation>
    </message>
    <message>
        <source>First annotator</source>
        <translation>Первый разметчик</translation>
    </message>
    <message>
        <source>Second annotator</source>
        <translation>Второй разметчик</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>Все документы</translation>
    </message>
    <message>
        <source>Documents by disagreement</source>
        <translation>Документы по числу расхождений</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>Расхождения</translation>
    </message>
    <message>
        <source>Kind of disagreement</source>
        <translation>Вид расхождения</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Hide the panel</source>
        <translation>Скрыть панель</translation>
    </message>
</context>
<context>
    <name>DocumentsModel</name>
    <message>
        <source>not started</source>
        <translation>не начат</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>в работе</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готов</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>пропущен</translation>
    </message>
    <message>
        <source>assigned to you</source>
        <translation>назначен вам</translation>
    </message>
</context>
<context>
    <name>DocumentsPanel</name>
    <message>
        <source>Done {0} of {1}</source>
        <translation>Готово {0} из {1}</translation>
    </message>
    <message>
        <source>in progress {0}</source>
        <translation>в работе {0}</translation>
    </message>
    <message>
        <source>skipped {0}</source>
        <translation>пропущено {0}</translation>
    </message>
    <message>
        <source>No articles yet. Drop text files here, or choose File → Add articles…</source>
        <translation>Статей пока нет. Перетащите сюда текстовые файлы или выберите «Файл → Добавить статьи…».</translation>
    </message>
    <message>
        <source>No document fits. Clear the search or choose another status.</source>
        <translation>Ничего не подходит. Очистите поиск или выберите другой статус.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Mark as done</source>
        <translation>Отметить «готов»</translation>
    </message>
    <message>
        <source>Mark as in progress</source>
        <translation>Отметить «в работе»</translation>
    </message>
    <message>
        <source>Mark as skipped</source>
        <translation>Отметить «пропущен»</translation>
    </message>
    <message>
        <source>Search documents</source>
        <translation>Поиск документов</translation>
    </message>
    <message>
        <source>Filter by status</source>
        <translation>Фильтр по статусу</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>Все документы</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Не начат</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>В работе</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готов</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущен</translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message>
        <source>Assigned to anyone or nobody</source>
        <translation>Кому угодно или никому</translation>
    </message>
    <message>
        <source>Assigned to nobody</source>
        <translation>Никому не назначены</translation>
    </message>
    <message>
        <source>Shown: {0} of {1}; selected: {2}</source>
        <translation>Показано: {0} из {1}; выделено: {2}</translation>
    </message>
    <message>
        <source>Words of the title or id</source>
        <translation>Слова из заголовка или имени</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>Фильтр по тексту</translation>
    </message>
    <message>
        <source>Whose status</source>
        <translation>Чей статус</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Назначен</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>any status</source>
        <translation>любой статус</translation>
    </message>
    <message>
        <source>Mark as</source>
        <translation>Отметить как</translation>
    </message>
    <message>
        <source>For yourself only: other people&apos;s documents stay as they are</source>
        <translation>Только у себя: чужие документы не меняются</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Распределить…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
</context>
<context>
    <name>DocumentsTable</name>
    <message>
        <source>Document</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Знаков</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Согласие</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Назначен</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Заметки</translation>
    </message>
    <message>
        <source>Last save</source>
        <translation>Сохранено</translation>
    </message>
    <message>
        <source>entities: {0}</source>
        <translation>сущностей: {0}</translation>
    </message>
    <message>
        <source>Mean strict F1 of entities between those who are done with the document</source>
        <translation>Средняя строгая F1 по сущностям у тех, кто закончил документ</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>This workspace has no articles yet.
Drop text files into the window to add them.</source>
        <translation>В этом проекте пока нет статей.
Перетащите в окно текстовые файлы, чтобы добавить их.</translation>
    </message>
</context>
<context>
    <name>EntitiesModel</name>
    <message>
        <source>Cuts a token of spaCy&apos;s tokenizer</source>
        <translation>Разрезает токен токенизатора spaCy</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
</context>
<context>
    <name>EntitiesPanel</name>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>No entities yet. Select words in the article and press a label&apos;s key.</source>
        <translation>Сущностей пока нет. Выделите слова в статье и нажмите клавишу метки.</translation>
    </message>
</context>
<context>
    <name>ErrorsPanel</name>
    <message>
        <source>All labels</source>
        <translation>Все метки</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Ошибка</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Разметка</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>Предложение</translation>
    </message>
    <message>
        <source>Errors: {0} of {1}</source>
        <translation>Ошибок: {0} из {1}</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>пропуск</translation>
    </message>
    <message>
        <source>made up</source>
        <translation>лишнее</translation>
    </message>
    <message>
        <source>label</source>
        <translation>метка</translation>
    </message>
    <message>
        <source>boundaries</source>
        <translation>границы</translation>
    </message>
    <message>
        <source>label and boundaries</source>
        <translation>метка и границы</translation>
    </message>
    <message>
        <source>Solid: the data. Dashed: the model. Enter opens the article in the window.</source>
        <translation>Сплошная черта — разметка, штриховая — модель. Enter открывает статью в окне.</translation>
    </message>
    <message>
        <source>All errors</source>
        <translation>Все ошибки</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Всё</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Kind of error</source>
        <translation>Вид ошибки</translation>
    </message>
    <message>
        <source>Entities or relations</source>
        <translation>Сущности или отношения</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>Errors of the model</source>
        <translation>Ошибки модели</translation>
    </message>
    <message>
        <source>The article with both sides</source>
        <translation>Статья с обеими сторонами</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Показать все</translation>
    </message>
    <message>
        <source>No errors here.</source>
        <translation>Здесь ошибок нет.</translation>
    </message>
</context>
<context>
    <name>EvaluatePage</name>
    <message>
        <source>No comparison</source>
        <translation>Не сравнивать</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Другая папка…</translation>
    </message>
    <message>
        <source>Folder of a trained model</source>
        <translation>Папка обученной модели</translation>
    </message>
    <message>
        <source>The part set aside</source>
        <translation>Отложенная часть</translation>
    </message>
    <message>
        <source>The model has learnt from {0} of these {1} documents: the scores flatter.</source>
        <translation>Модель училась на {0} из этих документов (всего {1}): оценки завышены.</translation>
    </message>
    <message>
        <source>The other model has learnt from {0} of these documents.</source>
        <translation>Вторая модель училась на {0} из этих документов.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>The model reads the documents…</source>
        <translation>Модель читает документы…</translation>
    </message>
    <message>
        <source>Documents read: {0}</source>
        <translation>Прочитано документов: {0}</translation>
    </message>
    <message>
        <source>{0} on documents: {1}. Words per second: {2}.</source>
        <translation>{0}, документов: {1}. Слов в секунду: {2}.</translation>
    </message>
    <message>
        <source>Not finished and left out: {0}.</source>
        <translation>Не закончено и не взято: {0}.</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Оценить</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Модель</translation>
    </message>
    <message>
        <source>On the &amp;annotations of</source>
        <translation>По р&amp;азметке</translation>
    </message>
    <message>
        <source>D&amp;ocuments</source>
        <translation>&amp;Документы</translation>
    </message>
    <message>
        <source>&amp;Compared with</source>
        <translation>&amp;Сравнить с</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Законченные</translation>
    </message>
    <message>
        <source>Finished and in progress</source>
        <translation>Законченные и начатые</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Ход работы</translation>
    </message>
    <message>
        <source>Choose a model and annotations: scores by label, confusions and every error in its sentence follow. There is no model yet? Train one first.</source>
        <translation>Выберите модель и разметку: здесь появятся оценки по меткам, путаница меток и каждая ошибка в своём предложении. Модели ещё нет? Сначала обучите её.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Where to export</source>
        <translation>Куда экспортировать</translation>
    </message>
    <message>
        <source>Articles: {0}, entities: {1}, relations: {2}</source>
        <translation>Статей: {0}, сущностей: {1}, отношений: {2}</translation>
    </message>
    <message>
        <source>{0} holds all of it: nothing is lost.</source>
        <translation>{0} вмещает всё: ничего не теряется.</translation>
    </message>
    <message>
        <source>Not done yet or skipped, and therefore left out: {0} articles</source>
        <translation>Не закончены или отложены и поэтому не войдут — статей: {0}</translation>
    </message>
    <message>
        <source>Nobody has annotated anything yet.</source>
        <translation>Разметки ещё ни у кого нет.</translation>
    </message>
    <message>
        <source>Say where to write.</source>
        <translation>Укажите, куда записать.</translation>
    </message>
    <message>
        <source>Two or three shares are needed, such as 80/10/10.</source>
        <translation>Нужны две или три доли, например 80/10/10.</translation>
    </message>
    <message>
        <source>No article is done: choose unfinished ones too.</source>
        <translation>Законченных статей нет: выберите и незаконченные.</translation>
    </message>
    <message>
        <source>There already, will be replaced: {0}</source>
        <translation>Уже есть, будет заменено: {0}</translation>
    </message>
    <message>
        <source>Will be written: {0}</source>
        <translation>Будет записано: {0}</translation>
    </message>
    <message>
        <source>The export was stopped.</source>
        <translation>Экспорт остановлен.</translation>
    </message>
    <message>
        <source>Exported to {0}</source>
        <translation>Экспортировано: {0}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Формат</translation>
    </message>
    <message>
        <source>Whose annotations</source>
        <translation>Чья разметка</translation>
    </message>
    <message>
        <source>Which articles</source>
        <translation>Какие статьи</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Части</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>Записать в</translation>
    </message>
    <message>
        <source>done only</source>
        <translation>только законченные</translation>
    </message>
    <message>
        <source>unfinished ones too</source>
        <translation>и незаконченные</translation>
    </message>
    <message>
        <source>train, dev and test</source>
        <translation>train, dev и test</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>Shares of the parts</source>
        <translation>Доли частей</translation>
    </message>
</context>
<context>
    <name>FiguresPanel</name>
    <message>
        <source>{0}: {1}; documents: {2}</source>
        <translation>{0}: {1}; документов: {2}</translation>
    </message>
    <message>
        <source>Entities: strict F1</source>
        <translation>Сущности: строгая F1</translation>
    </message>
    <message>
        <source>Entities: lenient F1</source>
        <translation>Сущности: мягкая F1</translation>
    </message>
    <message>
        <source>Entities: kappa by token</source>
        <translation>Сущности: каппа по токенам</translation>
    </message>
    <message>
        <source>Relations: strict F1</source>
        <translation>Отношения: строгая F1</translation>
    </message>
    <message>
        <source>Relations: F1 given the same entities</source>
        <translation>Отношения: F1 при общих сущностях</translation>
    </message>
    <message>
        <source>Measure of the matrix</source>
        <translation>Мера в матрице</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Таблица</translation>
    </message>
    <message>
        <source>Agreement of each pair</source>
        <translation>Согласие каждой пары</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>The article is being prepared…</source>
        <translation>Статья подготавливается…</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>Открыть проект</translation>
    </message>
    <message>
        <source>The sample could not be copied: {0}</source>
        <translation>Не удалось скопировать пример: {0}</translation>
    </message>
    <message>
        <source>My dataset</source>
        <translation>Мой датасет</translation>
    </message>
    <message>
        <source>Articles</source>
        <translation>Статьи</translation>
    </message>
    <message>
        <source>Adding articles: {0}…</source>
        <translation>Добавляются статьи: {0}…</translation>
    </message>
    <message>
        <source>The articles are added.</source>
        <translation>Статьи добавлены.</translation>
    </message>
    <message>
        <source>These files are no articles: drop .txt, .docx, .html or .pdf files.</source>
        <translation>Это не статьи: перетащите файлы .txt, .docx, .html или .pdf.</translation>
    </message>
    <message>
        <source>Everything is on disk: the work is saved by itself.</source>
        <translation>Всё уже на диске: работа сохраняется сама.</translation>
    </message>
    <message>
        <source>The last changes are not on disk: {0}. The workspace stays open until they are.</source>
        <translation>Последние изменения не записаны на диск: {0}. Проект останется открытым, пока они не запишутся.</translation>
    </message>
    <message>
        <source>Close all the same</source>
        <translation>Всё равно закрыть</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>not found</source>
        <translation>не найдено</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} из {1}</translation>
    </message>
    <message>
        <source>Find in document</source>
        <translation>Найти в документе</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Предыдущее место (Shift+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Следующее место (F3)</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>Закрыть поиск (Esc)</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Nothing looks like a slip.</source>
        <translation>Ничего похожего на огрехи.</translation>
    </message>
    <message>
        <source>Looks through all your documents: one name with two labels, names tagged in one place only, what the scheme forbids, cut words. F8 goes from one finding to the next.</source>
        <translation>Просматривает все ваши документы: имя с двумя метками, имена, отмеченные не везде, запрещённое схемой, разрезанные слова. F8 ведёт от находки к находке.</translation>
    </message>
    <message>
        <source>All findings</source>
        <translation>Все находки</translation>
    </message>
    <message>
        <source>Two labels</source>
        <translation>Две метки</translation>
    </message>
    <message>
        <source>Not tagged</source>
        <translation>Без метки</translation>
    </message>
    <message>
        <source>Against the scheme</source>
        <translation>Вопреки схеме</translation>
    </message>
    <message>
        <source>Cut words</source>
        <translation>Разрезанные слова</translation>
    </message>
    <message>
        <source>Kind of finding</source>
        <translation>Вид находки</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Находки</translation>
    </message>
    <message>
        <source>Documents are being looked through</source>
        <translation>Документы просматриваются</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Проверить</translation>
    </message>
</context>
<context>
    <name>Finishing</name>
    <message>
        <source>Not started</source>
        <translation>Не начат</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>В работе</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готов</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущен</translation>
    </message>
    <message>
        <source>Done, next</source>
        <translation>Готово, дальше</translation>
    </message>
    <message>
        <source>Mark the document as done and open the next one (Ctrl+Enter)</source>
        <translation>Отметить документ готовым и открыть следующий (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Status of the document</source>
        <translation>Статус документа</translation>
    </message>
</context>
<context>
    <name>Following</name>
    <message>
        <source>The team&apos;s server is out of reach. Go on working: everything is kept here and sent later.</source>
        <translation>Сервер команды недоступен. Продолжайте работу: всё сохраняется здесь и будет отправлено позже.</translation>
    </message>
    <message>
        <source>Changed in two places, both versions are kept: {0}. The newer one counts.</source>
        <translation>Изменено в двух местах, хранятся обе версии: {0}. Действует более новая.</translation>
    </message>
    <message>
        <source>Show both versions</source>
        <translation>Показать обе версии</translation>
    </message>
    <message>
        <source>The team&apos;s server no longer takes the password. Go on working: everything is kept here.</source>
        <translation>Сервер команды больше не принимает пароль. Продолжайте работу: всё сохраняется здесь.</translation>
    </message>
    <message>
        <source>Enter the password…</source>
        <translation>Ввести пароль…</translation>
    </message>
    <message>
        <source>The team&apos;s server refuses: {0}. Your work is kept on this computer.</source>
        <translation>Сервер команды отказывает: {0}. Ваша работа сохранена на этом компьютере.</translation>
    </message>
    <message>
        <source>New articles came in: {0}</source>
        <translation>Новых статей: {0}</translation>
    </message>
    <message>
        <source>You lead this team now: articles, labels and guidelines are yours to change.</source>
        <translation>Теперь вы руководите командой: статьи, метки и руководство можно менять.</translation>
    </message>
    <message>
        <source>You no longer lead this team: articles, labels and guidelines can only be read.</source>
        <translation>Вы больше не руководите командой: статьи, метки и руководство доступны только для чтения.</translation>
    </message>
</context>
<context>
    <name>GuidelinesEditor</name>
    <message>
        <source>Edit the guidelines</source>
        <translation>Правка руководства</translation>
    </message>
    <message>
        <source>Text in Markdown</source>
        <translation>Текст в Markdown</translation>
    </message>
    <message>
        <source># What to tag

Rules in Markdown: headings, lists, **bold**.</source>
        <translation># Что размечать

Правила в Markdown: заголовки, списки, **жирный**.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Просмотр</translation>
    </message>
    <message>
        <source>Somebody else has changed guidelines.md meanwhile. Save once more to write yours: theirs is then kept in a file beside.</source>
        <translation>Тем временем guidelines.md изменил кто-то другой. Сохраните ещё раз, чтобы записать ваш текст: тот останется в файле рядом.</translation>
    </message>
</context>
<context>
    <name>GuidelinesPanel</name>
    <message>
        <source>Guidelines</source>
        <translation>Руководство</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Править…</translation>
    </message>
    <message>
        <source>*This workspace has no guidelines.md yet: write one with the button below.*</source>
        <translation>*В этом проекте ещё нет guidelines.md: напишите руководство кнопкой ниже.*</translation>
    </message>
    <message>
        <source>*The lead of the team has not written any guidelines yet.*</source>
        <translation>*Руководитель команды ещё не написал руководство.*</translation>
    </message>
    <message>
        <source>Labels of the scheme</source>
        <translation>Метки схемы</translation>
    </message>
</context>
<context>
    <name>HandsDesk</name>
    <message>
        <source>Take back everywhere</source>
        <translation>Отменить во всех статьях</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>entities: {0}, relations: {1}</source>
        <translation>сущностей: {0}, отношений: {1}</translation>
    </message>
    <message>
        <source>suggestions: {0}</source>
        <translation>подсказок: {0}</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>As opened</source>
        <translation>Как было при открытии</translation>
    </message>
    <message>
        <source>{0} (taken back)</source>
        <translation>{0} (отменено)</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Saved versions</source>
        <translation>Сохранённые версии</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Когда</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Кто</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Что изменено</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>Вернуться к ней</translation>
    </message>
    <message>
        <source>Show both</source>
        <translation>Показать обе</translation>
    </message>
    <message>
        <source>Undo takes you forward again.</source>
        <translation>Отмена вернёт обратно.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Files to import</source>
        <translation>Файлы для импорта</translation>
    </message>
    <message>
        <source>Folder to import</source>
        <translation>Папка для импорта</translation>
    </message>
    <message>
        <source>Found out: {0}</source>
        <translation>Определён: {0}</translation>
    </message>
    <message>
        <source>Found out by itself</source>
        <translation>Определится автоматически</translation>
    </message>
    <message>
        <source>Add files or folders: what they hold is shown here before anything is written.</source>
        <translation>Добавьте файлы или папки: здесь будет видно, что в них, ещё до записи.</translation>
    </message>
    <message>
        <source>Articles: {0}, entities: {1}, relations: {2}</source>
        <translation>Статей: {0}, сущностей: {1}, отношений: {2}</translation>
    </message>
    <message>
        <source>lines that cannot be taken: {0}</source>
        <translation>мест, которые нельзя взять: {0}</translation>
    </message>
    <message>
        <source>articles alone: nobody&apos;s annotations</source>
        <translation>только статьи, без разметки</translation>
    </message>
    <message>
        <source>the files do not say: give a name</source>
        <translation>в файлах не сказано: укажите имя</translation>
    </message>
    <message>
        <source>as the files say: {0}</source>
        <translation>как в файлах: {0}</translation>
    </message>
    <message>
        <source>Left out: labels {0}, annotations {1}. Choose above what they become.</source>
        <translation>Не будет взято меток: {0}, аннотаций: {1}. Выберите в таблице, чем они станут.</translation>
    </message>
    <message>
        <source>Every label has its place in the scheme.</source>
        <translation>Для каждой метки есть место в схеме.</translation>
    </message>
    <message>
        <source>There is nothing to import in these files.</source>
        <translation>В этих файлах нечего импортировать.</translation>
    </message>
    <message>
        <source>Say whose annotations these are.</source>
        <translation>Укажите, чья это разметка.</translation>
    </message>
    <message>
        <source>The import was stopped. What it had written before stays; importing again goes on from there.</source>
        <translation>Импорт остановлен. Записанное до этого остаётся; повторный импорт продолжит с этого места.</translation>
    </message>
    <message>
        <source>Nothing was imported, since something is wrong with the files:</source>
        <translation>Ничего не импортировано: с файлами что-то не так.</translation>
    </message>
    <message>
        <source>The import is finished.</source>
        <translation>Импорт закончен.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Импорт</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файлы</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Формат</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Кодировка</translation>
    </message>
    <message>
        <source>Annotator</source>
        <translation>Разметчик</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Добавить файлы…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Добавить папку…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Replace records of the same annotator that differ</source>
        <translation>Заменять отличающиеся записи того же разметчика</translation>
    </message>
    <message>
        <source>Import nothing if anything is wrong</source>
        <translation>Не импортировать ничего, если хоть что-то неверно</translation>
    </message>
    <message>
        <source>Offsets count what looks like one character (a setting of doccano projects)</source>
        <translation>Смещения считают видимые символы (графемы) — настройка проекта doccano</translation>
    </message>
    <message>
        <source>What the files hold</source>
        <translation>Что в файлах</translation>
    </message>
    <message>
        <source>found out by itself</source>
        <translation>определится автоматически</translation>
    </message>
    <message>
        <source>The import was stopped. The server keeps an import whole or not at all.</source>
        <translation>Загрузка остановлена. Сервер сохраняет загрузку целиком или не сохраняет вовсе.</translation>
    </message>
    <message>
        <source>Import for the whole team</source>
        <translation>Импорт для всей команды</translation>
    </message>
</context>
<context>
    <name>ItemPanel</name>
    <message>
        <source>Decided: {0} of {1}</source>
        <translation>Решено: {0} из {1}</translation>
    </message>
    <message>
        <source>This document has a gold record that was not made here. It is shown as it is.</source>
        <translation>У документа есть эталонная запись, сделанная не здесь. Она показана как есть.</translation>
    </message>
    <message>
        <source>Adjudicate anew</source>
        <translation>Свести заново</translation>
    </message>
    <message>
        <source>Tag anew: select words and press a label&apos;s key; relations with R. Ctrl+Z takes a step back.</source>
        <translation>Разметьте заново: выделите слова и нажмите клавишу метки; отношения — R. Ctrl+Z отменяет шаг.</translation>
    </message>
    <message>
        <source>This is right (Ctrl+Enter)</source>
        <translation>Так верно (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>All annotators say the same: the article is in the gold set.</source>
        <translation>Все разметчики согласны: статья в эталоне.</translation>
    </message>
    <message>
        <source>Next document (Ctrl+Enter)</source>
        <translation>Следующий документ (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>All is decided: next document (Ctrl+Enter)</source>
        <translation>Всё решено: следующий документ (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Relation: which is right?</source>
        <translation>Отношение: как верно?</translation>
    </message>
    <message>
        <source>Entity: which is right?</source>
        <translation>Сущность: как верно?</translation>
    </message>
    <message>
        <source>Relation: decide on its entities first.</source>
        <translation>Отношение: сначала решите о его сущностях.</translation>
    </message>
    <message>
        <source>Decided by {0}.</source>
        <translation>Решение: {0}.</translation>
    </message>
    <message>
        <source>Nothing stands here</source>
        <translation>Здесь ничего нет</translation>
    </message>
    <message>
        <source>Something else: tag anew</source>
        <translation>Иначе: разметить заново</translation>
    </message>
    <message>
        <source>nothing marked</source>
        <translation>ничего не отмечено</translation>
    </message>
    <message>
        <source>{0} — the majority</source>
        <translation>{0} — большинство</translation>
    </message>
    <message>
        <source>Take the last step back (Ctrl+Z)</source>
        <translation>Отменить последний шаг (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Relations right after their entities</source>
        <translation>Отношения сразу после их сущностей</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>Расхождения</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Ход работы</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Keys are bound to their place: they work in the Russian and the English layout alike.</source>
        <translation>Клавиши привязаны к месту на клавиатуре и одинаково работают в русской и английской раскладке.</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>1–9 or a letter</source>
        <translation>1–9 или буква</translation>
    </message>
    <message>
        <source>tag the selection, or hold the label for the next ones</source>
        <translation>отметить выделенное или взять метку для следующих</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>Двойной щелчок</translation>
    </message>
    <message>
        <source>select a word</source>
        <translation>выделить слово</translation>
    </message>
    <message>
        <source>Shift+arrows, Enter</source>
        <translation>Shift+стрелки, Enter</translation>
    </message>
    <message>
        <source>select by words, make the entity</source>
        <translation>выделить по словам, создать сущность</translation>
    </message>
    <message>
        <source>Drag with Shift or Alt</source>
        <translation>Протянуть с Shift или Alt</translation>
    </message>
    <message>
        <source>select single characters</source>
        <translation>выделить отдельные знаки</translation>
    </message>
    <message>
        <source>Ctrl+Alt+Shift+arrows</source>
        <translation>Ctrl+Alt+Shift+стрелки</translation>
    </message>
    <message>
        <source>the same by keys</source>
        <translation>то же с клавиатуры</translation>
    </message>
    <message>
        <source>Alt+→ / Alt+←</source>
        <translation>Alt+→ / Alt+←</translation>
    </message>
    <message>
        <source>grow or shrink the end; with Shift the start</source>
        <translation>сдвинуть конец; с Shift — начало</translation>
    </message>
    <message>
        <source>Tab / Shift+Tab</source>
        <translation>Tab / Shift+Tab</translation>
    </message>
    <message>
        <source>next or previous entity</source>
        <translation>следующая или предыдущая сущность</translation>
    </message>
    <message>
        <source>Delete, Backspace</source>
        <translation>Delete, Backspace</translation>
    </message>
    <message>
        <source>delete the selected entity or relation</source>
        <translation>удалить выбранную сущность или отношение</translation>
    </message>
    <message>
        <source>A / X</source>
        <translation>A / X</translation>
    </message>
    <message>
        <source>accept or reject the suggestion</source>
        <translation>принять или отклонить подсказку</translation>
    </message>
    <message>
        <source>accept all suggestions that are shown</source>
        <translation>принять все показанные подсказки</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Протянуть</translation>
    </message>
    <message>
        <source>from one entity to another</source>
        <translation>от одной сущности к другой</translation>
    </message>
    <message>
        <source>R, then click or Enter</source>
        <translation>R, затем щелчок или Enter</translation>
    </message>
    <message>
        <source>relate the selected entity</source>
        <translation>связать выбранную сущность</translation>
    </message>
    <message>
        <source>Shift+Space</source>
        <translation>Shift+Пробел</translation>
    </message>
    <message>
        <source>reverse the relation</source>
        <translation>развернуть отношение</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>always cancels</source>
        <translation>всегда отменяет</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Работа</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Окно</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>{0} is fixed: use Ctrl or Alt with another key, or F1–F12.</source>
        <translation>{0} закреплено: возьмите Ctrl или Alt с другой клавишей либо F1–F12.</translation>
    </message>
    <message>
        <source>{0} belongs to “{1}”.</source>
        <translation>{0} занято действием «{1}».</translation>
    </message>
    <message>
        <source>Its keys belong to {0} now: give that action other keys first.</source>
        <translation>Эти клавиши сейчас у {0}: сначала дайте тому действию другие.</translation>
    </message>
    <message>
        <source>{0}: keys of the article, fixed</source>
        <translation>{0}: клавиши статьи, закреплены</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Искать действия и клавиши</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Действие</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Действия и их клавиши</translation>
    </message>
    <message>
        <source>Press the new keys here:</source>
        <translation>Нажмите здесь новые клавиши:</translation>
    </message>
    <message>
        <source>no keys</source>
        <translation>нет клавиш</translation>
    </message>
    <message>
        <source>Take them from it</source>
        <translation>Забрать</translation>
    </message>
    <message>
        <source>Leave them there</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Сбросить</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Без клавиш</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Сбросить все</translation>
    </message>
</context>
<context>
    <name>LabelForm</name>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>Abbreviation</source>
        <translation>Сокращение</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Клавиша</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Цвет</translation>
    </message>
    <message>
        <source>Russian name</source>
        <translation>Имя по-русски</translation>
    </message>
    <message>
        <source>English name</source>
        <translation>Имя по-английски</translation>
    </message>
    <message>
        <source>Meaning in Russian</source>
        <translation>Смысл по-русски</translation>
    </message>
    <message>
        <source>Meaning in English</source>
        <translation>Смысл по-английски</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Откуда</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Куда</translation>
    </message>
    <message>
        <source>Without direction</source>
        <translation>Без направления</translation>
    </message>
    <message>
        <source>Both ends of one label</source>
        <translation>Оба конца с одной меткой</translation>
    </message>
    <message>
        <source>Nothing ticked: any label</source>
        <translation>Ничего не отмечено: любая метка</translation>
    </message>
    <message>
        <source>chosen by the program</source>
        <translation>выбирает программа</translation>
    </message>
</context>
<context>
    <name>LabelTable</name>
    <message>
        <source>What becomes of {0}</source>
        <translation>Чем станет {0}</translation>
    </message>
    <message>
        <source>add to the scheme</source>
        <translation>добавить в схему</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>не брать</translation>
    </message>
    <message>
        <source>In the files</source>
        <translation>В файлах</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Сколько</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Станет</translation>
    </message>
    <message>
        <source>What becomes of the labels</source>
        <translation>Чем станут метки</translation>
    </message>
</context>
<context>
    <name>LabelsModel</name>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message>
        <source>Labels</source>
        <translation>Метки</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Choose a disagreement or a document: the text opens here as each annotator marked it.</source>
        <translation>Выберите расхождение или документ: здесь откроется текст, как его разметил каждый.</translation>
    </message>
    <message>
        <source>Adjudicate this document</source>
        <translation>Свести этот документ</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Tools</source>
        <translation>Инструменты</translation>
    </message>
</context>
<context>
    <name>ManualWindow</name>
    <message>
        <source>Manual</source>
        <translation>Справочник</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>Поиск по справочнику</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Содержание</translation>
    </message>
    <message>
        <source>Manual page</source>
        <translation>Страница справочника</translation>
    </message>
    <message>
        <source>No page holds all these words.</source>
        <translation>Ни на одной странице нет всех этих слов.</translation>
    </message>
</context>
<context>
    <name>Marker</name>
    <message>
        <source>A suggestion: accept it with A or reject it with X</source>
        <translation>Это подсказка: примите её клавишей A или отклоните клавишей X</translation>
    </message>
    <message>
        <source>This article is open for reading only</source>
        <translation>Статья открыта только для чтения</translation>
    </message>
</context>
<context>
    <name>MemberForm</name>
    <message>
        <source>Add to the team</source>
        <translation>Добавить в команду</translation>
    </message>
    <message>
        <source>Login on the server</source>
        <translation>Учётная запись</translation>
    </message>
    <message>
        <source>Annotates as</source>
        <translation>Имя разметчика</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Роль</translation>
    </message>
    <message>
        <source>annotator: own articles and annotations</source>
        <translation>разметчик: свои статьи и разметка</translation>
    </message>
    <message>
        <source>lead: also everybody&apos;s, the scheme and the team</source>
        <translation>руководитель: вся разметка, схема, команда</translation>
    </message>
    <message>
        <source>Make this login on the server</source>
        <translation>Создать эту учётную запись на сервере</translation>
    </message>
    <message>
        <source>The login has to be there already: the server&apos;s administrator makes logins and passwords.</source>
        <translation>Учётная запись уже должна быть на сервере: записи и пароли создаёт его администратор.</translation>
    </message>
    <message>
        <source>A password is made and shown once, for you to pass on.</source>
        <translation>Пароль будет создан и показан один раз, чтобы вы его передали.</translation>
    </message>
    <message>
        <source>The login is there already and keeps its password.</source>
        <translation>Учётная запись уже есть, её пароль не изменится.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>MentionSearch</name>
    <message>
        <source>Select a name, or an entity, to find all its mentions.</source>
        <translation>Выделите имя или сущность, чтобы найти все упоминания.</translation>
    </message>
    <message>
        <source>All mentions in this article are tagged already.</source>
        <translation>В этой статье все упоминания уже отмечены.</translation>
    </message>
    <message>
        <source>Searching all articles…</source>
        <translation>Идёт поиск по всем статьям…</translation>
    </message>
    <message>
        <source>No more mentions in other articles.</source>
        <translation>В других статьях упоминаний больше нет.</translation>
    </message>
    <message>
        <source>Tagged: {0}. Articles: {1}.</source>
        <translation>Отмечено: {0}, статей: {1}.</translation>
    </message>
</context>
<context>
    <name>MentionsDialog</name>
    <message>
        <source>Tag {0}</source>
        <translation>Отметить: {0}</translation>
    </message>
    <message>
        <source>All mentions</source>
        <translation>Все упоминания</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>All mentions of “{0}”</source>
        <translation>Все упоминания: «{0}»</translation>
    </message>
    <message>
        <source>Space ticks a mention, Enter tags all that are ticked, in one step. Alt+A: in all articles.</source>
        <translation>Пробел ставит и снимает отметку, Enter размечает всё отмеченное одним шагом. Alt+A — во всех статьях.</translation>
    </message>
    <message>
        <source>In all articles</source>
        <translation>Во всех статьях</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close the message</source>
        <translation>Закрыть сообщение</translation>
    </message>
</context>
<context>
    <name>Misfits</name>
    <message>
        <source>What no longer fits the scheme</source>
        <translation>Что больше не подходит к схеме</translation>
    </message>
    <message>
        <source>Rename everywhere</source>
        <translation>Переименовать везде</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Новое имя</translation>
    </message>
    <message>
        <source>Nothing has been deleted. Rename a label here, or open a document and mend it.</source>
        <translation>Ничего не удалено. Переименуйте метку здесь или откройте документ и исправьте его.</translation>
    </message>
    <message>
        <source>Annotator</source>
        <translation>Разметчик</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
</context>
<context>
    <name>Mishaps</name>
    <message>
        <source>A mistake in the program: {0}. Your work is kept; details are in {1}.</source>
        <translation>Ошибка в программе: {0}. Ваша работа сохранена; подробности в {1}.</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>Обучена</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Разметка</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Compare on annotations…</source>
        <translation>Сравнить на разметке…</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>Оценить…</translation>
    </message>
    <message>
        <source>vectors: {0}</source>
        <translation>векторы: {0}</translation>
    </message>
    <message>
        <source>texts from the teacher: {0}</source>
        <translation>текстов от учителя: {0}</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>зерно {0}</translation>
    </message>
    <message>
        <source>stopped before its end</source>
        <translation>остановлена раньше конца</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Разница</translation>
    </message>
    <message>
        <source>Each on its own part set aside. Only the same annotations tell which is better: compare on annotations.</source>
        <translation>Оценки — каждая на своей отложенной части. Какая лучше, видно только на одной разметке: сравните на разметке.</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>Переименовать модель</translation>
    </message>
    <message>
        <source>New name of {0}</source>
        <translation>Новое имя для {0}</translation>
    </message>
    <message>
        <source>There is a model of this name: choose another one.</source>
        <translation>Модель с таким именем уже есть: выберите другое.</translation>
    </message>
    <message>
        <source>The folder could not be renamed: {0}</source>
        <translation>Папку не удалось переименовать: {0}</translation>
    </message>
    <message>
        <source>The folder could not be deleted: {0}</source>
        <translation>Папку не удалось удалить: {0}</translation>
    </message>
    <message>
        <source>{0} is deleted.</source>
        <translation>Модель {0} удалена.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Comparison of two models</source>
        <translation>Сравнение двух моделей</translation>
    </message>
    <message>
        <source>Chart of the training</source>
        <translation>График обучения</translation>
    </message>
    <message>
        <source>The steps of this training were not kept.</source>
        <translation>Шаги этого обучения не сохранились.</translation>
    </message>
    <message>
        <source>No models yet. Go to “Training” and press Start: the model then stands here with its scores.</source>
        <translation>Моделей пока нет. Перейдите на вкладку «Обучение» и нажмите «Начать обучение»: модель появится здесь со своими оценками.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Переименовать…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Suggest with this model</source>
        <translation>Подсказки этой моделью</translation>
    </message>
    <message>
        <source>in finished articles too</source>
        <translation>и в законченных</translation>
    </message>
    <message>
        <source>Suggestions for all articles, not only for yours that are not finished</source>
        <translation>Подсказки во всех статьях, а не только в ваших незаконченных</translation>
    </message>
    <message>
        <source>Suggest in finished articles too</source>
        <translation>Подсказки и в законченных статьях</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>This is the last document of the list.</source>
        <translation>Это последний документ списка.</translation>
    </message>
    <message>
        <source>This is the first document of the list.</source>
        <translation>Это первый документ списка.</translation>
    </message>
    <message>
        <source>This was the last document of the list; documents not finished yet: {0}.</source>
        <translation>Это был последний документ списка; ещё не готово документов: {0}.</translation>
    </message>
    <message>
        <source>All documents are done. Well done!</source>
        <translation>Все документы готовы. Отличная работа!</translation>
    </message>
    <message>
        <source>All documents assigned to you are done. Well done!</source>
        <translation>Все назначенные вам документы готовы. Отличная работа!</translation>
    </message>
    <message>
        <source>Every document has been started.</source>
        <translation>Все документы уже начаты.</translation>
    </message>
</context>
<context>
    <name>NewWorkspace</name>
    <message>
        <source>Give the workspace a name.</source>
        <translation>Дайте проекту имя.</translation>
    </message>
    <message>
        <source>There is a workspace of this name already.</source>
        <translation>Проект с таким именем уже есть.</translation>
    </message>
    <message>
        <source>Where to put it</source>
        <translation>Куда положить проект</translation>
    </message>
    <message>
        <source>Articles</source>
        <translation>Статьи</translation>
    </message>
    <message>
        <source>The workspace could not be made.</source>
        <translation>Не удалось создать проект.</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>Новый проект</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Папка</translation>
    </message>
    <message>
        <source>Language of the articles</source>
        <translation>Язык статей</translation>
    </message>
    <message>
        <source>Label scheme</source>
        <translation>Схема меток</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Добавить файлы…</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Создать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Making the workspace</source>
        <translation>Создание проекта</translation>
    </message>
</context>
<context>
    <name>NotePanel</name>
    <message>
        <source>On “{0}”</source>
        <translation>О «{0}»</translation>
    </message>
    <message>
        <source>On the relation {0} → {1}</source>
        <translation>Об отношении {0} → {1}</translation>
    </message>
    <message>
        <source>On the whole document</source>
        <translation>О документе в целом</translation>
    </message>
    <message>
        <source>Doubts, questions, reasons…</source>
        <translation>Сомнения, вопросы, доводы…</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Add it the other way round</source>
        <translation>Добавить в обратную сторону</translation>
    </message>
    <message>
        <source>Relabel and delete those relations</source>
        <translation>Сменить метку, удалив эти отношения</translation>
    </message>
    <message>
        <source>Not saved: {0}. It is tried again; meanwhile your work is in {1}.</source>
        <translation>Не сохранено: {0}. Попытки повторяются; пока ваша работа лежит в {1}.</translation>
    </message>
    <message>
        <source>Not saved: {0}. Your work is kept in memory and tried again.</source>
        <translation>Не сохранено: {0}. Работа остаётся в памяти, попытки повторяются.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Повторить сейчас</translation>
    </message>
    <message>
        <source>The other window is closed: you can go on here.</source>
        <translation>Другое окно закрыто: можно продолжать здесь.</translation>
    </message>
    <message>
        <source>Edit here</source>
        <translation>Править здесь</translation>
    </message>
    <message>
        <source>Read-only: {0}.</source>
        <translation>Только чтение: {0}.</translation>
    </message>
    <message>
        <source>Try to edit here</source>
        <translation>Попробовать править здесь</translation>
    </message>
    <message>
        <source>Nobody works on {0}: take over</source>
        <translation>На {0} никто не работает: взять себе</translation>
    </message>
    <message>
        <source>Who annotates? Your name keeps your work apart from that of others.</source>
        <translation>Кто размечает? По имени ваша работа хранится отдельно от чужой.</translation>
    </message>
    <message>
        <source>Annotator&apos;s name</source>
        <translation>Имя разметчика</translation>
    </message>
    <message>
        <source>Use this name</source>
        <translation>Работать под этим именем</translation>
    </message>
</context>
<context>
    <name>OffersModel</name>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Оценка</translation>
    </message>
</context>
<context>
    <name>OffersPanel</name>
    <message>
        <source>Accept all in this list (Shift+A)</source>
        <translation>Принять всё из этого списка (Shift+A)</translation>
    </message>
    <message>
        <source>Everything suggested here is decided, or below the score above.</source>
        <translation>Здесь всё решено; остальные подсказки ниже заданной оценки.</translation>
    </message>
    <message>
        <source>No suggestions for this article. Make some: Suggestions → Suggest with…</source>
        <translation>Для этой статьи подсказок нет. Их делает команда «Подсказки → Сделать подсказки…».</translation>
    </message>
    <message>
        <source>Score from</source>
        <translation>Оценка от</translation>
    </message>
    <message>
        <source>Show suggestions from this score on</source>
        <translation>Показывать подсказки с оценкой не ниже этой</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>Принять все</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>Отклонить все</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Подсказки</translation>
    </message>
</context>
<context>
    <name>OrderButton</name>
    <message>
        <source>Order of work: {0}</source>
        <translation>Порядок работы: {0}</translation>
    </message>
    <message>
        <source>As in the corpus</source>
        <translation>Как в корпусе</translation>
    </message>
    <message>
        <source>Where suggestions are least sure</source>
        <translation>Сначала самые неуверенные подсказки</translation>
    </message>
    <message>
        <source>Oldest articles first</source>
        <translation>Сначала старые статьи</translation>
    </message>
    <message>
        <source>Newest articles first</source>
        <translation>Сначала новые статьи</translation>
    </message>
    <message>
        <source>By chance, my own order</source>
        <translation>Случайный, свой у каждого</translation>
    </message>
    <message>
        <source>Where rare labels are promised</source>
        <translation>Сначала редкие метки</translation>
    </message>
    <message>
        <source>Only documents assigned to me</source>
        <translation>Только назначенные мне</translation>
    </message>
</context>
<context>
    <name>OutsideBars</name>
    <message>
        <source>Another program replaced {0} with a version that lacks work of yours. Nothing is written until you decide; all of your work is kept.</source>
        <translation>Другая программа заменила {0} версией, в которой нет части вашей работы. Пока вы не решите, запись остановлена; вся ваша работа сохранена.</translation>
    </message>
    <message>
        <source>Show both versions</source>
        <translation>Показать обе версии</translation>
    </message>
    <message>
        <source>Go on with mine</source>
        <translation>Продолжить с моей</translation>
    </message>
    <message>
        <source>No document differs: go on with yours.</source>
        <translation>Документы не различаются: продолжайте со своей версией.</translation>
    </message>
    <message>
        <source>Saving goes on; both versions are in the history.</source>
        <translation>Сохранение продолжается; обе версии есть в истории.</translation>
    </message>
    <message>
        <source>Another program saved other versions of documents that you have open: {0}.</source>
        <translation>Другая программа сохранила другие версии открытых у вас документов: {0}.</translation>
    </message>
    <message>
        <source>Take the others</source>
        <translation>Взять другие</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Оставить мои</translation>
    </message>
    <message>
        <source>Another program saved documents that are open here; their new version is shown: {0}.</source>
        <translation>Другая программа сохранила открытые здесь документы ({0}); показана новая версия.</translation>
    </message>
    <message>
        <source>Work of yours also stands in another file, {0}: it was changed in two places.</source>
        <translation>Ваша работа есть ещё и в файле {0}: её изменили в двух местах.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Объединить</translation>
    </message>
    <message>
        <source>The newer version of each document counts; the copy is kept.</source>
        <translation>Для каждого документа берётся более новая версия; копия сохраняется.</translation>
    </message>
    <message>
        <source>Merged: {0} documents from the copy, {1} stay as they were. The copy is kept as {2}.</source>
        <translation>Объединено: документов из копии — {0}, без изменений — {1}. Копия сохранена под именем {2}.</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>not started</source>
        <translation>не начат</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>в работе</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готов</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>пропущен</translation>
    </message>
</context>
<context>
    <name>OverviewWindow</name>
    <message>
        <source>{0}: not written</source>
        <translation>{0}: не записан</translation>
    </message>
    <message>
        <source>Mark documents</source>
        <translation>Отметить документы</translation>
    </message>
    <message>
        <source>Mark {0} documents as “{1}” for {2}?</source>
        <translation>Отметить документы ({0}) как «{1}» у разметчика {2}?</translation>
    </message>
    <message>
        <source>Other people&apos;s documents stay as they are. Undo takes it back.</source>
        <translation>Чужие документы не меняются. Это можно отменить.</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Отметить</translation>
    </message>
    <message>
        <source>Marked: {0}</source>
        <translation>Отмечено: {0}</translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>Отменено: {0}</translation>
    </message>
    <message>
        <source>Assigned: {0}</source>
        <translation>Распределено: {0}</translation>
    </message>
    <message>
        <source>Overview — annotator</source>
        <translation>Обзор — annotator</translation>
    </message>
    <message>
        <source>Documents are being read</source>
        <translation>Документы читаются</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Команда</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Статистика</translation>
    </message>
</context>
<context>
    <name>PasswordOnce</name>
    <message>
        <source>Password of {0}</source>
        <translation>Пароль для {0}</translation>
    </message>
    <message>
        <source>Pass this on now: the password is kept nowhere and cannot be shown again.</source>
        <translation>Передайте это сейчас: пароль нигде не сохраняется, и показать его ещё раз нельзя.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Адрес</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Copy both</source>
        <translation>Скопировать всё</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Скопировано</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>Рисунок (*.svg)</translation>
    </message>
    <message>
        <source>PDF, A4 pages (*.pdf)</source>
        <translation>PDF, страницы A4 (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Веб-страница (*.html)</translation>
    </message>
    <message>
        <source>Save the article as a picture</source>
        <translation>Сохранить статью как рисунок</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}</source>
        <translation>{0} не записывается: {1}</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Сохранено: {0}</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Appearance</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Annotating</source>
        <translation>Разметка</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Colours of the window and of the article.</source>
        <translation>Цвета окна и статьи.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Размер текста</translation>
    </message>
    <message>
        <source>Size of the article&apos;s text, in per cent.</source>
        <translation>Размер текста статьи в процентах.</translation>
    </message>
    <message>
        <source>Reading font</source>
        <translation>Шрифт статьи</translation>
    </message>
    <message>
        <source>Type of the article; both come with the program and have all Cyrillic letters.</source>
        <translation>Оба шрифта идут вместе с программой, в них есть все буквы кириллицы.</translation>
    </message>
    <message>
        <source>Line spacing</source>
        <translation>Расстояние между строками</translation>
    </message>
    <message>
        <source>Roomy keeps a place for labels under every line, so that tagging moves nothing.</source>
        <translation>Просторно: под каждой строкой есть место для меток, и при разметке ничего не сдвигается.</translation>
    </message>
    <message>
        <source>Roomy</source>
        <translation>Просторно</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Плотно</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Language of menus, panels and messages.</source>
        <translation>Язык меню, панелей и сообщений.</translation>
    </message>
    <message>
        <source>Relations in the text</source>
        <translation>Отношения в тексте</translation>
    </message>
    <message>
        <source>Which relations are drawn between the words.</source>
        <translation>Какие отношения рисуются между словами.</translation>
    </message>
    <message>
        <source>A label&apos;s key pressed first</source>
        <translation>Клавиша метки до выделения</translation>
    </message>
    <message>
        <source>How long the label tags whatever is selected.</source>
        <translation>Как долго метка ставится на всё, что выделено.</translation>
    </message>
    <message>
        <source>Until Esc</source>
        <translation>До Esc</translation>
    </message>
    <message>
        <source>For one selection</source>
        <translation>На одно выделение</translation>
    </message>
    <message>
        <source>Suggestions from</source>
        <translation>Подсказки начиная с</translation>
    </message>
    <message>
        <source>The least score of a suggestion that is shown.</source>
        <translation>Наименьшая оценка подсказки, которая показывается.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>In the article</source>
        <translation>В статье</translation>
    </message>
    <message>
        <source>How the label looks in the article</source>
        <translation>Как метка выглядит в статье</translation>
    </message>
</context>
<context>
    <name>PrintPreview</name>
    <message>
        <source>Print</source>
        <translation>Печать</translation>
    </message>
    <message>
        <source>{0} cannot be printed.</source>
        <translation>{0}: напечатать не удалось.</translation>
    </message>
</context>
<context>
    <name>ProblemModel</name>
    <message>
        <source>What happened</source>
        <translation>Что произошло</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Где</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>отклонено</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>не записано</translation>
    </message>
    <message>
        <source>made simpler</source>
        <translation>упрощено</translation>
    </message>
    <message>
        <source>left out by choice</source>
        <translation>не взято по выбору</translation>
    </message>
    <message>
        <source>blanks cut</source>
        <translation>обрезаны пробелы</translation>
    </message>
    <message>
        <source>repeated, one kept</source>
        <translation>повтор, оставлен один</translation>
    </message>
    <message>
        <source>for information</source>
        <translation>для сведения</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>Папка</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Перейти к:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;Тип файлов:</translation>
    </message>
</context>
<context>
    <name>RelationsModel</name>
    <message>
        <source>From</source>
        <translation>Кто / что</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>Отношение</translation>
    </message>
    <message>
        <source>To</source>
        <translation>С кем / чем</translation>
    </message>
</context>
<context>
    <name>RelationsPanel</name>
    <message>
        <source>Only of the selected entity</source>
        <translation>Только выбранной сущности</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>No relations yet. Drag from one entity to another, or select an entity and press R.</source>
        <translation>Отношений пока нет. Протяните мышью от одной сущности к другой или выберите сущность и нажмите R.</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>Read</source>
        <translation>Прочитано</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Записано</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Отклонено</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Не взято</translation>
    </message>
    <message>
        <source>Blanks cut</source>
        <translation>Обрезано пробелов</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Повторы</translation>
    </message>
    <message>
        <source>articles</source>
        <translation>статей</translation>
    </message>
    <message>
        <source>entities</source>
        <translation>сущностей</translation>
    </message>
    <message>
        <source>relations</source>
        <translation>отношений</translation>
    </message>
    <message>
        <source>Nothing was lost and nothing was refused.</source>
        <translation>Ничего не потеряно и не отклонено.</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Скопировать список</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Замечания</translation>
    </message>
</context>
<context>
    <name>SchemeBars</name>
    <message>
        <source>The label scheme was changed on disk; the new one is shown.</source>
        <translation>Схема меток изменена на диске; показана новая.</translation>
    </message>
    <message>
        <source>Entities and relations that no longer fit the scheme: {0}. They are kept.</source>
        <translation>Сущностей и отношений, которые больше не подходят к схеме: {0}. Они сохранены.</translation>
    </message>
    <message>
        <source>Show and mend…</source>
        <translation>Показать и исправить…</translation>
    </message>
    <message>
        <source>Renamed in {0} documents of yours and {1} of others.</source>
        <translation>Переименовано в документах: ваших — {0}, чужих — {1}.</translation>
    </message>
    <message>
        <source>A lead of the team has changed the label scheme; the new one is shown.</source>
        <translation>Руководитель команды изменил схему меток; показана новая.</translation>
    </message>
</context>
<context>
    <name>SchemeChoice</name>
    <message>
        <source>Scheme</source>
        <translation>Схема</translation>
    </message>
    <message>
        <source>Schemes (*.json)</source>
        <translation>Схемы (*.json)</translation>
    </message>
    <message>
        <source>made here: labels {0}</source>
        <translation>составлена здесь: меток {0}</translation>
    </message>
    <message>
        <source>news: persons, organisations, products and their relations</source>
        <translation>новости: персоны, организации, продукты и их отношения</translation>
    </message>
    <message>
        <source>open: any label, added as imports bring them</source>
        <translation>открытая: любые метки, появляются при импорте</translation>
    </message>
    <message>
        <source>from a file…</source>
        <translation>из файла…</translation>
    </message>
    <message>
        <source>make one…</source>
        <translation>составить…</translation>
    </message>
</context>
<context>
    <name>SchemeEditing</name>
    <message>
        <source>The scheme&apos;s file was changed meanwhile. Here are both changes together: save, or look.</source>
        <translation>Файл схемы тем временем изменили. Здесь обе правки вместе: сохраните или посмотрите.</translation>
    </message>
</context>
<context>
    <name>SchemeEditor</name>
    <message>
        <source>Label scheme</source>
        <translation>Схема меток</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Выше</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ниже</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Entities never overlap</source>
        <translation>Сущности не пересекаются</translation>
    </message>
    <message>
        <source>Entities may be nested</source>
        <translation>Сущности могут быть вложены</translation>
    </message>
    <message>
        <source>Entities may cross</source>
        <translation>Сущности могут пересекаться</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Used, but not in the scheme: {0}. The annotations stay.</source>
        <translation>Размечено, но не в схеме: {0}. Разметка останется.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>ScoresPanel</name>
    <message>
        <source>Precision</source>
        <translation>Точность</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Полнота</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>Partial F1</source>
        <translation>Частичная F1</translation>
    </message>
    <message>
        <source>In the data</source>
        <translation>В разметке</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations, entities given</source>
        <translation>Отношения при верных сущностях</translation>
    </message>
    <message>
        <source>Relations, from the text</source>
        <translation>Отношения целиком</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ничего</translation>
    </message>
    <message>
        <source>Data \ model</source>
        <translation>Разметка \ модель</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Ошибки</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>Эта модель</translation>
    </message>
    <message>
        <source>The other</source>
        <translation>Другая</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Разница</translation>
    </message>
    <message>
        <source>Paired test</source>
        <translation>Парный тест</translation>
    </message>
    <message>
        <source>{0}, sure</source>
        <translation>{0}, значимо</translation>
    </message>
    <message>
        <source>{0}, may be chance</source>
        <translation>{0}, может быть случайно</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>Путаница меток</translation>
    </message>
    <message>
        <source>Worst documents</source>
        <translation>Худшие документы</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Сравнение</translation>
    </message>
    <message>
        <source>Scores by label</source>
        <translation>Оценки по меткам</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message>
        <source>Any label</source>
        <translation>Любая метка</translation>
    </message>
    <message>
        <source>Any relation</source>
        <translation>Любое отношение</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Не начат</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>В работе</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готов</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущен</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Идёт поиск…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не найдено</translation>
    </message>
    <message>
        <source>{0} of {1} ticked</source>
        <translation>отмечено {0} из {1}</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Регулярное выражение</translation>
    </message>
    <message>
        <source>Words in any form</source>
        <translation>Слова в любой форме</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>Отношение</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Search in all articles</source>
        <translation>Поиск по всем статьям</translation>
    </message>
    <message>
        <source>Search by</source>
        <translation>По чему искать</translation>
    </message>
    <message>
        <source>What to find</source>
        <translation>Что найти</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Найденное</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Учитывать регистр</translation>
    </message>
    <message>
        <source>Only this article</source>
        <translation>Только эта статья</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Разметить</translation>
    </message>
    <message>
        <source>Change the label</source>
        <translation>Сменить метку</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Reset</source>
        <translation>Сбросить</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Общие</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Search settings</source>
        <translation>Искать настройки</translation>
    </message>
    <message>
        <source>No setting has these words. Try another word or clear the search.</source>
        <translation>Нет настройки с такими словами. Попробуйте другое слово или очистите поиск.</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>The team&apos;s server is out of reach. What everybody shares is changed when it is back.</source>
        <translation>Сервер команды недоступен. Общее для всех можно менять, когда он вернётся.</translation>
    </message>
    <message>
        <source>Articles, imports, labels and guidelines are the whole team&apos;s: its lead changes them.</source>
        <translation>Статьи, загрузки, метки и руководство общие: их меняет руководитель команды.</translation>
    </message>
    <message>
        <source>The server is still at work; try again in a moment.</source>
        <translation>Сервер ещё занят; повторите чуть позже.</translation>
    </message>
    <message>
        <source>Taken from the team&apos;s queue: {0}</source>
        <translation>Взято из очереди команды: {0}</translation>
    </message>
    <message>
        <source>The scheme is the whole team&apos;s: its lead changes it.</source>
        <translation>Схема общая для команды: её меняет руководитель.</translation>
    </message>
    <message>
        <source>Back to the editor</source>
        <translation>Вернуться к правке</translation>
    </message>
    <message>
        <source>Another lead has changed the scheme meanwhile. Here are both changes together: save, or look.</source>
        <translation>Тем временем схему изменил другой руководитель. Здесь обе правки вместе: проверьте и сохраните.</translation>
    </message>
    <message>
        <source>The scheme is being changed on the server…</source>
        <translation>Схема меняется на сервере…</translation>
    </message>
    <message>
        <source>Renamed in {0} documents of yours and {1} of others.</source>
        <translation>Переименовано: ваших документов — {0}, чужих — {1}.</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>{0} — not found</source>
        <translation>{0} — не найден</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Убрать из списка</translation>
    </message>
    <message>
        <source>Tag people, organisations, products and how they are related; everything stays on this computer.</source>
        <translation>Отмечайте людей, организации, продукты и отношения между ними; всё остаётся на этом компьютере.</translation>
    </message>
    <message>
        <source>Drop articles here (.txt, .md, .html, .docx, .pdf) to make a workspace.</source>
        <translation>Перетащите сюда статьи (.txt, .md, .html, .docx, .pdf): из них получится новый проект.</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>Выбрать файлы…</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>Открыть пример</translation>
    </message>
    <message>
        <source>Tour in five steps</source>
        <translation>Знакомство в пять шагов</translation>
    </message>
    <message>
        <source>Open a workspace…</source>
        <translation>Открыть проект…</translation>
    </message>
    <message>
        <source>Connect to a team server…</source>
        <translation>Подключиться к серверу команды…</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>Недавние проекты</translation>
    </message>
    <message>
        <source>Nothing yet. The sample shows how it works: it is a copy, try whatever you like.</source>
        <translation>Пока пусто. Пример покажет, как всё устроено: это копия, пробуйте что угодно.</translation>
    </message>
</context>
<context>
    <name>StatisticsTab</name>
    <message>
        <source>everybody together</source>
        <translation>все вместе</translation>
    </message>
    <message>
        <source>No working time has been measured on this computer yet.</source>
        <translation>На этом компьютере время работы ещё не измерено.</translation>
    </message>
    <message>
        <source>Nothing has been annotated yet: open a document and tag the first entity.</source>
        <translation>Пока ничего не размечено: откройте документ и отметьте первую сущность.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Ход работы</translation>
    </message>
    <message>
        <source>Annotator</source>
        <translation>Разметчик</translation>
    </message>
    <message>
        <source>Entities by label over time</source>
        <translation>Сущности по меткам во времени</translation>
    </message>
    <message>
        <source>Day of the last save</source>
        <translation>День последнего сохранения</translation>
    </message>
    <message>
        <source>Entities by label</source>
        <translation>Сущности по меткам</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Сущности</translation>
    </message>
    <message>
        <source>Relations by label</source>
        <translation>Отношения по меткам</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Отношения</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Документы</translation>
    </message>
    <message>
        <source>Document length</source>
        <translation>Длина документов</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Знаков</translation>
    </message>
    <message>
        <source>Time per document</source>
        <translation>Время на документ</translation>
    </message>
    <message>
        <source>Minutes and seconds</source>
        <translation>Минуты и секунды</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>График</translation>
    </message>
    <message>
        <source>Whose annotations</source>
        <translation>Чья разметка</translation>
    </message>
    <message>
        <source>Copy the numbers</source>
        <translation>Копировать числа</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Saved</source>
        <translation>Сохранено</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Сохраняется…</translation>
    </message>
    <message>
        <source>NOT SAVED</source>
        <translation>НЕ СОХРАНЕНО</translation>
    </message>
    <message>
        <source>Saved here, not sent yet</source>
        <translation>Сохранено здесь, не отправлено</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Только чтение</translation>
    </message>
    <message>
        <source>Time on this document. It is measured on this computer and stays here.</source>
        <translation>Время работы над документом. Измеряется на этом компьютере и никуда не передаётся.</translation>
    </message>
    <message>
        <source>Usually: {0}</source>
        <translation>Обычно: {0}</translation>
    </message>
    <message>
        <source>Annotator: {0}. Click to change.</source>
        <translation>Разметчик: {0}. Щёлкните, чтобы сменить.</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>Show the history</source>
        <translation>Показать историю</translation>
    </message>
    <message>
        <source>Bring them back</source>
        <translation>Вернуть их</translation>
    </message>
    <message>
        <source>No saved version has these entities any more.</source>
        <translation>Этих сущностей нет ни в одной сохранённой версии.</translation>
    </message>
    <message>
        <source>The files are being tidied; you can go on working.</source>
        <translation>Файлы приводятся в порядок; можно работать дальше.</translation>
    </message>
    <message>
        <source>The files are tidy: {0} MB freed. Earlier versions are in the backups.</source>
        <translation>Файлы в порядке: освобождено {0} МБ. Прежние версии — в резервных копиях.</translation>
    </message>
</context>
<context>
    <name>SuggestRun</name>
    <message>
        <source>Suggestions are being made; you can go on working.</source>
        <translation>Подсказки готовятся; можно продолжать работу.</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Подсказки</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Stopped. What is done is kept; the next run goes on from there.</source>
        <translation>Остановлено. Готовое сохранено; следующий запуск продолжит с этого места.</translation>
    </message>
    <message>
        <source>The suggestions could not be made.</source>
        <translation>Не удалось сделать подсказки.</translation>
    </message>
    <message>
        <source>The suggestions are there.</source>
        <translation>Подсказки готовы.</translation>
    </message>
</context>
<context>
    <name>SuggestWith</name>
    <message>
        <source>Folder of a trained model</source>
        <translation>Папка обученной модели</translation>
    </message>
    <message>
        <source>File of patterns</source>
        <translation>Файл шаблонов</translation>
    </message>
    <message>
        <source>Suggest with…</source>
        <translation>Сделать подсказки…</translation>
    </message>
    <message>
        <source>Suggestions are made for all articles. They become annotations only when you accept them.</source>
        <translation>Подсказки делаются для всех статей. Разметкой они становятся, только когда вы их примете.</translation>
    </message>
    <message>
        <source>&amp;News model</source>
        <translation>&amp;Новостная модель</translation>
    </message>
    <message>
        <source>Names &amp;known in this workspace</source>
        <translation>&amp;Известные в этом проекте имена</translation>
    </message>
    <message>
        <source>A trained &amp;model</source>
        <translation>Обученная &amp;модель</translation>
    </message>
    <message>
        <source>A file of &amp;patterns</source>
        <translation>Файл &amp;шаблонов</translation>
    </message>
    <message>
        <source>People, organisations and places in Russian news, with scores.</source>
        <translation>Люди, организации и места в русских новостях, с оценками уверенности.</translation>
    </message>
    <message>
        <source>Not installed: pip install slovnet natasha</source>
        <translation>Не установлена: pip install slovnet natasha</translation>
    </message>
    <message>
        <source>Every name that anybody has tagged, in all its case forms.</source>
        <translation>Все имена, которые кто-либо уже отметил, во всех падежных формах.</translation>
    </message>
    <message>
        <source>File of patterns (.jsonl)</source>
        <translation>Файл шаблонов (.jsonl)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>&amp;Anew, for articles that have such suggestions too</source>
        <translation>&amp;Заново, в том числе где подсказки уже есть</translation>
    </message>
    <message>
        <source>Make suggestions</source>
        <translation>Сделать подсказки</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>Suggesting</name>
    <message>
        <source>No suggestion is chosen: Tab goes to the next one, ] to the next relation.</source>
        <translation>Подсказка не выбрана: Tab — к следующей, ] — к следующему отношению.</translation>
    </message>
    <message>
        <source>This document has no open suggestions.</source>
        <translation>В этом документе нет нерешённых подсказок.</translation>
    </message>
</context>
<context>
    <name>Team</name>
    <message>
        <source>Connecting to {0}…</source>
        <translation>Подключение к {0}…</translation>
    </message>
    <message>
        <source>The team&apos;s server is out of reach. The team can be seen and changed when it is back.</source>
        <translation>Сервер команды недоступен. Состав команды будет виден, когда он вернётся.</translation>
    </message>
    <message>
        <source>No article waits in the team&apos;s queue any more.</source>
        <translation>В очереди команды больше нет статей.</translation>
    </message>
    <message>
        <source>The password is missing or wrong: type it below, or put it into ~/.pgpass.</source>
        <translation>Нет пароля или он неверен: введите его ниже или впишите в ~/.pgpass.</translation>
    </message>
</context>
<context>
    <name>TeamDialog</name>
    <message>
        <source>Annotates as</source>
        <translation>Имя разметчика</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Учётная запись</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Роль</translation>
    </message>
    <message>
        <source>{0} (you)</source>
        <translation>{0} (вы)</translation>
    </message>
    <message>
        <source>lead</source>
        <translation>руководитель</translation>
    </message>
    <message>
        <source>annotator</source>
        <translation>разметчик</translation>
    </message>
    <message>
        <source>Articles that wait in the queue: {0}</source>
        <translation>Статей в очереди: {0}</translation>
    </message>
    <message>
        <source>Yours and not finished yet: {0}</source>
        <translation>Ваших незаконченных: {0}</translation>
    </message>
    <message>
        <source>Removing shuts somebody out at once; what was annotated stays, and every version is kept.</source>
        <translation>Удалённый сразу теряет доступ; его разметка остаётся, хранятся все версии.</translation>
    </message>
    <message>
        <source>Only leads change the team.</source>
        <translation>Состав команды меняет руководитель.</translation>
    </message>
    <message>
        <source>Your own role is another lead&apos;s to change.</source>
        <translation>Вашу роль меняет другой руководитель.</translation>
    </message>
    <message>
        <source>Make an annotator</source>
        <translation>Сделать разметчиком</translation>
    </message>
    <message>
        <source>Make a lead</source>
        <translation>Сделать руководителем</translation>
    </message>
    <message>
        <source>This login was made by the server&apos;s administrator, who resets it.</source>
        <translation>Эту учётную запись создал администратор сервера, он и меняет её пароль.</translation>
    </message>
    <message>
        <source>Remove from the team</source>
        <translation>Удалить из команды</translation>
    </message>
    <message>
        <source>Shut {0} out of this team?</source>
        <translation>Закрыть доступ к проекту для {0}?</translation>
    </message>
    <message>
        <source>What {0} annotated stays. They can be let in again.</source>
        <translation>Разметка {0} остаётся. Доступ можно вернуть.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Team — {0}</source>
        <translation>Команда — {0}</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Добавить…</translation>
    </message>
    <message>
        <source>New password…</source>
        <translation>Новый пароль…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>Blind: others&apos; annotations are hidden until an article is adjudicated</source>
        <translation>Вслепую: чужая разметка скрыта, пока статья не согласована</translation>
    </message>
    <message>
        <source>Annotators of each article</source>
        <translation>Разметчиков на статью</translation>
    </message>
    <message>
        <source>Put all articles into the queue</source>
        <translation>Поставить все статьи в очередь</translation>
    </message>
    <message>
        <source>Take the next articles</source>
        <translation>Взять следующие статьи</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Members of the team</source>
        <translation>Участники команды</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Ход работы</translation>
    </message>
</context>
<context>
    <name>TeamGuidelinesEditor</name>
    <message>
        <source>Another lead has changed the guidelines meanwhile. Save once more to send yours: theirs is then kept in a file of this computer&apos;s copy.</source>
        <translation>Тем временем руководство изменил другой руководитель. Сохраните ещё раз, чтобы отправить своё: то останется в файле на этом компьютере.</translation>
    </message>
</context>
<context>
    <name>TeamTab</name>
    <message>
        <source>Annotator</source>
        <translation>Разметчик</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Назначено</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>В работе</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущено</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Не начато</translation>
    </message>
    <message>
        <source>Done in 7 days</source>
        <translation>Готово за 7 дней</translation>
    </message>
    <message>
        <source>Time per document</source>
        <translation>Время на документ</translation>
    </message>
    <message>
        <source>Agreement (F1)</source>
        <translation>Согласие (F1)</translation>
    </message>
    <message>
        <source>Last save</source>
        <translation>Сохранено</translation>
    </message>
    <message>
        <source>No document is done yet.</source>
        <translation>Ни один документ ещё не готов.</translation>
    </message>
    <message>
        <source>Done per day</source>
        <translation>Готово по дням</translation>
    </message>
    <message>
        <source>Day of the last save</source>
        <translation>День последнего сохранения</translation>
    </message>
    <message>
        <source>Everybody&apos;s progress</source>
        <translation>Ход работы у всех</translation>
    </message>
    <message>
        <source>Agreement: mean strict F1 of entities with colleagues, in brackets over how many shared finished documents. Time is measured on this computer only. Nobody&apos;s annotations are shown here.</source>
        <translation>Согласие: средняя строгая F1 по сущностям с коллегами, в скобках — число сравнений общих готовых документов. Время измеряется только на этом компьютере. Самой разметки коллег здесь нет.</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>The sample only reads here: close the other window first.</source>
        <translation>Пример открыт здесь только для чтения: сначала закройте другое окно.</translation>
    </message>
    <message>
        <source>Step {0} of 5</source>
        <translation>Шаг {0} из 5</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Закрыть (Esc)</translation>
    </message>
    <message>
        <source>Skip the tour (Esc)</source>
        <translation>Пропустить (Esc)</translation>
    </message>
    <message>
        <source>Select a name</source>
        <translation>Выделите название</translation>
    </message>
    <message>
        <source>Double-click “{0}”. Or by keys: hold Shift and press →.</source>
        <translation>Щёлкните дважды по слову «{0}». Или клавишами: держите Shift и нажмите →.</translation>
    </message>
    <message>
        <source>Tag it with one key</source>
        <translation>Отметьте одной клавишей</translation>
    </message>
    <message>
        <source>Press {0}: the selected name becomes an organisation.</source>
        <translation>Нажмите {0}: выделенное станет организацией.</translation>
    </message>
    <message>
        <source>Relate two names</source>
        <translation>Свяжите два имени</translation>
    </message>
    <message>
        <source>Select “{0}” (Shift+→ twice) and press {1}. Then press R, choose “{2}” with the arrows and press Enter; or drag from name to name.</source>
        <translation>Выделите «{0}» (Shift+→ дважды) и нажмите {1}. Затем нажмите R, выберите стрелками «{2}» и нажмите Enter; или протяните мышью от имени к имени.</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Отмените шаг</translation>
    </message>
    <message>
        <source>Press {0}. Every step can be undone, also tomorrow; {1} brings it again.</source>
        <translation>Нажмите {0}. Отменить можно каждый шаг, даже завтра; {1} вернёт его.</translation>
    </message>
    <message>
        <source>Finish the article</source>
        <translation>Закончите статью</translation>
    </message>
    <message>
        <source>Press Ctrl+Enter: the article is done and the next one opens. Saving goes by itself.</source>
        <translation>Нажмите Ctrl+Enter: статья готова, откроется следующая. Всё сохраняется само.</translation>
    </message>
    <message>
        <source>Press {0}: the article is done and the next one opens.</source>
        <translation>Нажмите {0}: статья готова, откроется следующая.</translation>
    </message>
    <message>
        <source>That is all you need</source>
        <translation>Вот и всё</translation>
    </message>
    <message>
        <source>{0} shows all keys, {1} the manual. The sample is yours: try whatever you like.</source>
        <translation>{0} показывает все клавиши, {1} — руководство. Пример ваш: пробуйте что угодно.</translation>
    </message>
</context>
<context>
    <name>TrainForm</name>
    <message>
        <source>Folder for models</source>
        <translation>Папка для моделей</translation>
    </message>
    <message>
        <source>Kept in {0}</source>
        <translation>Хранится в {0}</translation>
    </message>
    <message>
        <source>Looking at the data…</source>
        <translation>Смотрю данные…</translation>
    </message>
    <message>
        <source>Documents: {0}, of these to check on: {1}. Entities: {2}. Relations: {3}.</source>
        <translation>Документов: {0}, из них на проверку: {1}. Сущностей: {2}. Отношений: {3}.</translation>
    </message>
    <message>
        <source>Not finished and left out: {0}.</source>
        <translation>Не закончено и не взято: {0}.</translation>
    </message>
    <message>
        <source>Nobody has annotated anything yet. Tag some articles and finish them with Ctrl+Enter.</source>
        <translation>Здесь ещё никто ничего не разметил. Разметьте несколько статей и закончите их клавишами Ctrl+Enter.</translation>
    </message>
    <message>
        <source>No finished documents with entities yet: finish some with Ctrl+Enter, or take those in progress too.</source>
        <translation>Законченных документов с сущностями пока нет: закончите несколько (Ctrl+Enter) или возьмите и начатые.</translation>
    </message>
    <message>
        <source>There are no entities to learn from yet: tag some articles first.</source>
        <translation>Пока не на чем учить: сначала разметьте несколько статей.</translation>
    </message>
    <message>
        <source>Not installed: pip install natasha slovnet navec</source>
        <translation>Не установлено: pip install natasha slovnet navec</translation>
    </message>
    <message>
        <source>First learns from articles not annotated yet, labelled by the news model slovnet.</source>
        <translation>Сначала учится на ещё не размеченных статьях, которые размечает новостная модель slovnet.</translation>
    </message>
    <message>
        <source>First learns from the articles not annotated yet ({0}), labelled by the news model slovnet.</source>
        <translation>Сначала учится на ещё не размеченных статьях ({0}), которые размечает новостная модель slovnet.</translation>
    </message>
    <message>
        <source>Needs articles that are not annotated yet; here all are.</source>
        <translation>Нужны ещё не размеченные статьи, а здесь размечены все.</translation>
    </message>
    <message>
        <source>Give the model a name.</source>
        <translation>Дайте модели имя.</translation>
    </message>
    <message>
        <source>A name without dots in front, slashes and other signs that folders may not have.</source>
        <translation>Имя без точки в начале, косых черт и других знаков, недопустимых в именах папок.</translation>
    </message>
    <message>
        <source>There is a model of this name: choose another one.</source>
        <translation>Модель с таким именем уже есть: выберите другое.</translation>
    </message>
    <message>
        <source>&amp;Name of the model</source>
        <translation>&amp;Имя модели</translation>
    </message>
    <message>
        <source>&amp;Annotations</source>
        <translation>&amp;Разметка</translation>
    </message>
    <message>
        <source>D&amp;ocuments</source>
        <translation>&amp;Документы</translation>
    </message>
    <message>
        <source>&amp;Teacher</source>
        <translation>&amp;Учитель</translation>
    </message>
    <message>
        <source>Word &amp;vectors</source>
        <translation>&amp;Векторы слов</translation>
    </message>
    <message>
        <source>At most so many steps</source>
        <translation>Не больше шагов</translation>
    </message>
    <message>
        <source>At most so many minutes</source>
        <translation>Не больше минут</translation>
    </message>
    <message>
        <source>Random seed</source>
        <translation>Зерно случайности</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>Choose a folder for models</source>
        <translation>Выбрать папку для моделей</translation>
    </message>
    <message>
        <source>Learn &amp;relations too</source>
        <translation>Учить и &amp;отношения</translation>
    </message>
    <message>
        <source>&amp;Start the training</source>
        <translation>&amp;Начать обучение</translation>
    </message>
    <message>
        <source>as the data needs</source>
        <translation>сколько нужно</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>без предела</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Законченные</translation>
    </message>
    <message>
        <source>Finished and in progress</source>
        <translation>Законченные и начатые</translation>
    </message>
    <message>
        <source>If little is annotated</source>
        <translation>Если размечено мало</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Да</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Russian news (Navec)</source>
        <translation>Русские новостные (Navec)</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Без векторов</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>End at once</source>
        <translation>Прервать сразу</translation>
    </message>
    <message>
        <source>Stop, keep the best</source>
        <translation>Остановить, оставив лучшую</translation>
    </message>
    <message>
        <source>No training yet</source>
        <translation>Обучения ещё не было</translation>
    </message>
    <message>
        <source>Choose what to learn from and press Start. Nothing of your work is changed by it.</source>
        <translation>Выберите, на чём учить, и начните. Разметка при этом не меняется.</translation>
    </message>
    <message>
        <source>Stopping after this step; the best model so far is kept.</source>
        <translation>Остановится после этого шага; лучшая модель сохранится.</translation>
    </message>
    <message>
        <source>Preparing: the data is read and the model is made ready…</source>
        <translation>Подготовка: читаются данные, собирается модель…</translation>
    </message>
    <message>
        <source>The teacher&apos;s lesson</source>
        <translation>Урок учителя</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>{0}: step {1}</source>
        <translation>{0}: шаг {1}</translation>
    </message>
    <message>
        <source>{0}: step {1} of at most {2}</source>
        <translation>{0}: шаг {1} из не более чем {2}</translation>
    </message>
    <message>
        <source>at most {0} left</source>
        <translation>осталось не более {0}</translation>
    </message>
    <message>
        <source>best score {0}</source>
        <translation>лучшая оценка {0}</translation>
    </message>
    <message>
        <source>No model was made: {0}</source>
        <translation>Модель не получилась: {0}</translation>
    </message>
    <message>
        <source>Best step {0} of {1}, in {2}</source>
        <translation>Лучший шаг {0} из {1}, время {2}</translation>
    </message>
    <message>
        <source>stopped before its end</source>
        <translation>остановлена раньше конца</translation>
    </message>
    <message>
        <source>entities</source>
        <translation>сущности</translation>
    </message>
    <message>
        <source>relations</source>
        <translation>отношения</translation>
    </message>
    <message>
        <source>The model is ready. F1 on the part set aside: {0}.</source>
        <translation>Модель готова. F1 на отложенной части: {0}.</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>Сохранить график</translation>
    </message>
    <message>
        <source>The picture could not be written: {0}</source>
        <translation>Рисунок не записан: {0}</translation>
    </message>
    <message>
        <source>Here the scores of the training are drawn, step by step, while it goes on.</source>
        <translation>Здесь во время обучения шаг за шагом рисуются оценки.</translation>
    </message>
    <message>
        <source>Chart of the training</source>
        <translation>График обучения</translation>
    </message>
    <message>
        <source>What the training says</source>
        <translation>Что сообщает обучение</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Ход обучения</translation>
    </message>
    <message>
        <source>Save the chart…</source>
        <translation>Сохранить график…</translation>
    </message>
    <message>
        <source>Suggest with this model</source>
        <translation>Подсказки этой моделью</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>Оценить…</translation>
    </message>
    <message>
        <source>in finished articles too</source>
        <translation>и в законченных</translation>
    </message>
    <message>
        <source>Suggestions for all articles, not only for yours that are not finished</source>
        <translation>Подсказки во всех статьях, а не только в ваших незаконченных</translation>
    </message>
    <message>
        <source>Suggest in finished articles too</source>
        <translation>Подсказки и в законченных статьях</translation>
    </message>
</context>
<context>
    <name>TrainProcess</name>
    <message>
        <source>the training ended with status {0}</source>
        <translation>обучение закончилось с кодом {0}</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>“{0}” is being trained; you can go on working.</source>
        <translation>Обучается «{0}»; можно работать дальше.</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Ход обучения</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>The model “{0}” is ready.</source>
        <translation>Модель «{0}» готова.</translation>
    </message>
    <message>
        <source>Suggest with this model</source>
        <translation>Подсказки этой моделью</translation>
    </message>
    <message>
        <source>A training is under way. Closing ends it; the best model so far is kept.</source>
        <translation>Идёт обучение. Закрытие его прервёт; лучшая на этот момент модель сохранится.</translation>
    </message>
    <message>
        <source>Stop the training and close</source>
        <translation>Остановить обучение и закрыть</translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation>Продолжать обучение</translation>
    </message>
    <message>
        <source>The article {0} is not in this workspace.</source>
        <translation>Статьи {0} нет в этом проекте.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ничего</translation>
    </message>
    <message>
        <source>Data: {0}. Model: {1}.</source>
        <translation>Разметка: {0}. Модель: {1}.</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>Models — annotator</source>
        <translation>Модели — annotator</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Оценка</translation>
    </message>
</context>
<context>
    <name>TransferDialog</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} из {1}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Ход работы</translation>
    </message>
</context>
<context>
    <name>WindowTools</name>
    <message>
        <source>About annotator</source>
        <translation>О программе annotator</translation>
    </message>
    <message>
        <source>Entities and relations in Russian news, agreement, spaCy models. Everything stays on this computer.</source>
        <translation>Сущности и отношения в русских новостях, согласие разметчиков, модели spaCy. Всё остаётся на этом компьютере.</translation>
    </message>
    <message>
        <source>MIT licence. The fonts PT Sans and PT Serif are ParaType&apos;s, under their own licence.</source>
        <translation>Лицензия MIT. Шрифты PT Sans и PT Serif принадлежат компании «ПараТайп», у них своя лицензия.</translation>
    </message>
    <message>
        <source>Settings: {0}</source>
        <translation>Настройки: {0}</translation>
    </message>
    <message>
        <source>Another name…</source>
        <translation>Другое имя…</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Drag from one entity to another to relate them; then choose the relation.</source>
        <translation>Протяните от одной сущности к другой, чтобы связать их, затем выберите отношение.</translation>
    </message>
    <message>
        <source>Selecting text tags it at once. Esc puts the label down.</source>
        <translation>Выделенный текст сразу получает метку. Esc — отпустить метку.</translation>
    </message>
    <message>
        <source>Select text and press a label&apos;s key, or the key first and then select.</source>
        <translation>Выделите текст и нажмите клавишу метки — или сначала клавишу, потом выделяйте.</translation>
    </message>
</context>
<context>
    <name>_Side</name>
    <message>
        <source>entities: {0}, relations: {1}</source>
        <translation>сущностей: {0}, отношений: {1}</translation>
    </message>
</context>
</TS>
